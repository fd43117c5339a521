"""Asks the API for members and communities."""

from __future__ import annotations

import asyncio
import json
import random
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from .models import Community, Member, PayloadError


class ApiError(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status

    @property
    def retryable(self) -> bool:
        return self.status == 0 or self.status == 429 or self.status >= 500


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes


Transport = Callable[[str, dict[str, str]], Awaitable[Response]]
Sleep = Callable[[float], Awaitable[None]]


async def urllib_transport(url: str, headers: dict[str, str]) -> Response:
    def fetch() -> Response:
        request = urllib.request.Request(url, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return Response(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            return Response(error.code, error.read())

    try:
        return await asyncio.to_thread(fetch)
    except OSError as error:
        raise ApiError(0, str(error)) from error


class PlatformClient:
    def __init__(
        self,
        base_url: str,
        token: str = "",
        transport: Transport = urllib_transport,
        *,
        attempts: int = 3,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        concurrency: int = 5,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.token = token
        self.attempts = attempts
        self._transport = transport
        self._sleep = sleep
        self._jitter = jitter
        self._slots = asyncio.Semaphore(concurrency)

    async def member(self, member_id: str) -> Member:
        return Member.from_json(await self._get(f"/internal/members/{member_id}"))

    async def members(self, ids: list[str]) -> list[Member]:
        """Those that are there; somebody may have left in the meantime."""
        found = await asyncio.gather(*(self.member(i) for i in ids), return_exceptions=True)
        members = []
        for result in found:
            if isinstance(result, Member):
                members.append(result)
            elif not (isinstance(result, ApiError) and result.status == 404):
                raise result
        return members

    async def communities(self) -> list[Community]:
        communities: list[Community] = []
        cursor: str | None = None
        while True:
            suffix = f"&cursor={cursor}" if cursor else ""
            page = await self._get(f"/v1/communities?limit=100{suffix}")
            if not isinstance(page.get("items"), list):
                raise PayloadError("a page without items")
            communities.extend(Community.from_json(item) for item in page["items"])
            cursor = page.get("nextCursor")
            if not cursor:
                return communities

    async def _get(self, path: str) -> dict[str, Any]:
        for attempt in range(1, self.attempts + 1):
            try:
                return await self._once(path)
            except ApiError as error:
                if attempt == self.attempts or not error.retryable:
                    raise
            await self._sleep(0.2 * 2 ** (attempt - 1) * (1 + self._jitter() * 0.2))
        raise AssertionError("attempts must be positive")

    async def _once(self, path: str) -> dict[str, Any]:
        headers = {"accept": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        async with self._slots:
            response = await self._transport(self.base_url + path, headers)
        if response.status >= 400:
            raise ApiError(response.status, response.body[:120].decode("utf-8", "replace"))
        try:
            return json.loads(response.body)
        except ValueError:
            raise PayloadError(f"{path}: the answer is not JSON") from None
