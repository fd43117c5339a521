"""Puts client and ranking together, and remembers the answers for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timezone

from .client import ApiError, PlatformClient
from .models import Community, Recommendation
from .ranking import Weights, activity, explore, rank


class RecommendationService:
    def __init__(
        self,
        client: PlatformClient,
        *,
        ttl: float = 300.0,
        weights: Weights = Weights(),
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self.client = client
        self.ttl = ttl
        self.weights = weights
        self._clock = clock
        self._now = now
        self._answers: dict[str, tuple[float, list[Recommendation]]] = {}
        self._communities: tuple[float, list[Community]] | None = None

    async def recommend(
        self, member_id: str, neighbours: list[str] | None = None, limit: int = 10
    ) -> list[Recommendation]:
        cached = self._answers.get(member_id)
        if cached and self._clock() - cached[0] < self.ttl:
            return cached[1][:limit]
        communities = await self._load_communities()
        try:
            member = await self.client.member(member_id)
        except ApiError as error:
            if error.status != 404:
                raise
            return popular(communities, limit)
        if member.is_new:
            results = popular(communities, 50)
        else:
            others = await self.client.members(neighbours or [])
            full = rank(member, communities, others, self._now(), self.weights, limit=50)
            first = explore(full[:10], full[10:])
            results = first + [result for result in full if result not in first]
        self._answers[member_id] = (self._clock(), results)
        return results[:limit]

    def forget(self, member_id: str) -> bool:
        return self._answers.pop(member_id, None) is not None

    async def _load_communities(self) -> list[Community]:
        if self._communities and self._clock() - self._communities[0] < self.ttl:
            return self._communities[1]
        try:
            communities = await self.client.communities()
        except ApiError:
            # an old list is better than none
            if self._communities:
                return self._communities[1]
            raise
        self._communities = (self._clock(), communities)
        return communities


def popular(communities: list[Community], limit: int) -> list[Recommendation]:
    open_ones = [community for community in communities if not community.private]
    ordered = sorted(open_ones, key=lambda c: (-activity(c), -c.member_count, c.id))
    return [
        Recommendation(c.id, round(activity(c), 4), f"{c.member_count} members")
        for c in ordered[:limit]
    ]
