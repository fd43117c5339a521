"""A small HTTP server on asyncio: `GET /v1/recommendations/MEMBER?limit=5`."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .client import ApiError, PlatformClient
from .models import PayloadError
from .service import RecommendationService

log = logging.getLogger("recommendations")

REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 502: "Bad Gateway"}


class Server:
    def __init__(self, service: RecommendationService) -> None:
        self.service = service

    async def answer(self, method: str, target: str) -> tuple[int, dict[str, Any]]:
        url = urlsplit(target)
        parts = [part for part in url.path.split("/") if part]
        if parts == ["health"]:
            return 200, {"status": "ok"}
        if method != "GET" or len(parts) != 3 or parts[:2] != ["v1", "recommendations"]:
            return 404, {"error": "no such path"}
        query = parse_qs(url.query)
        try:
            limit = int(query.get("limit", ["10"])[0])
        except ValueError:
            return 400, {"error": "limit must be a number"}
        if not 1 <= limit <= 50:
            return 400, {"error": "limit must be 1 to 50"}
        neighbours = query.get("neighbour", [])
        try:
            results = await self.service.recommend(parts[2], neighbours, limit)
        except (ApiError, PayloadError) as error:
            log.warning("the API failed: %s", error)
            return 502, {"error": "the platform does not answer"}
        return 200, {"items": [result.to_json() for result in results]}

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), timeout=5)
            method, target, _version = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
            status, body = await self.answer(method, target)
        except (ValueError, asyncio.IncompleteReadError, asyncio.TimeoutError):
            status, body = 400, {"error": "bad request"}
        payload = json.dumps(body).encode("utf-8")
        writer.write(
            f"HTTP/1.1 {status} {REASONS.get(status, 'Error')}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(payload)}\r\n"
            "connection: close\r\n\r\n".encode("latin-1")
            + payload
        )
        await writer.drain()
        writer.close()


async def serve() -> None:
    client = PlatformClient(
        os.environ.get("PLATFORM_URL", "http://localhost:3000"),
        os.environ.get("PLATFORM_TOKEN", ""),
    )
    server = Server(RecommendationService(client, ttl=float(os.environ.get("TTL", "300"))))
    host, port = os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8082"))
    listener = await asyncio.start_server(server.handle, host, port)
    log.info("listening on %s:%d", host, port)
    async with listener:
        await listener.serve_forever()


if __name__ == "__main__":
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"))
    asyncio.run(serve())
