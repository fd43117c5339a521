"""Similarity and ranking, without numpy."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .models import Community, Member, Recommendation

Vector = Mapping[str, float]


@dataclass(frozen=True)
class Weights:
    interest: float = 0.5
    neighbours: float = 0.3
    activity: float = 0.15
    freshness: float = 0.05


def dot(a: Vector, b: Vector) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(value * b[key] for key, value in a.items() if key in b)


def norm(a: Vector) -> float:
    return math.sqrt(sum(value * value for value in a.values()))


def cosine(a: Vector, b: Vector) -> float:
    length = norm(a) * norm(b)
    return dot(a, b) / length if length else 0.0


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    union = a | b
    return len(a & b) / len(union) if union else 0.0


def tag_idf(communities: Iterable[Community]) -> dict[str, float]:
    """Rare tags say more than common ones."""
    total = 0
    counts: Counter[str] = Counter()
    for community in communities:
        total += 1
        counts.update(community.tags)
    return {tag: math.log((1 + total) / (1 + count)) + 1 for tag, count in counts.items()}


def activity(community: Community) -> float:
    """Posts for each member, bent so that a few are enough and many are not too much."""
    if community.posts_last_week <= 0:
        return 0.0
    per_member = community.posts_last_week / max(1, community.member_count)
    volume = math.log1p(community.posts_last_week) / math.log1p(100)
    return min(1.0, 0.5 * min(1.0, per_member * 5) + 0.5 * volume)


def freshness(community: Community, now: datetime, half_life_days: float = 30.0) -> float:
    days = (now - community.created_at).total_seconds() / 86400
    if days <= 0:
        return 1.0
    return 0.5 ** (days / half_life_days)


def neighbour_scores(member: Member, others: Sequence[Member]) -> dict[str, float]:
    """Communities of people who are in the same ones, 0..1."""
    scores: Counter[str] = Counter()
    for other in others:
        if other.id == member.id:
            continue
        similarity = jaccard(member.joined, other.joined)
        if similarity == 0:
            continue
        for community_id in other.joined - member.joined:
            scores[community_id] += similarity
    if not scores:
        return {}
    highest = max(scores.values())
    return {community_id: score / highest for community_id, score in scores.items()}


def rank(
    member: Member,
    communities: Sequence[Community],
    others: Sequence[Member],
    now: datetime,
    weights: Weights = Weights(),
    limit: int = 10,
) -> list[Recommendation]:
    idf = tag_idf(communities)
    neighbours = neighbour_scores(member, others)
    results = []
    for community in communities:
        if community.private or community.id in member.joined | member.dismissed:
            continue
        tags = {tag: idf[tag] for tag in community.tags}
        parts = {
            "interest": weights.interest * cosine(member.interests, tags),
            "neighbours": weights.neighbours * neighbours.get(community.id, 0.0),
            "activity": weights.activity * activity(community),
            "freshness": weights.freshness * freshness(community, now),
        }
        score = round(sum(parts.values()), 4)
        if score > 0:
            results.append(Recommendation(community.id, score, explain(member, community, parts)))
    results.sort(key=lambda result: (-result.score, result.community_id))
    return results[:limit]


def explain(member: Member, community: Community, parts: Mapping[str, float]) -> str:
    strongest = max(parts, key=lambda name: parts[name])
    if strongest == "interest":
        shared = sorted(community.tags & member.interests.keys())
        return f"about {', '.join(shared[:3])}"
    if strongest == "neighbours":
        return "people from your communities are there"
    if strongest == "activity":
        return f"{community.posts_last_week} posts this week"
    return "new"


def explore(
    results: Sequence[Recommendation],
    rest: Sequence[Recommendation],
    share: float = 0.2,
    rng: random.Random | None = None,
) -> list[Recommendation]:
    """Swaps some of the last places for communities that would never come up."""
    chance = rng or random.Random()
    places = int(len(results) * share)
    known = {result.community_id for result in results}
    candidates = [result for result in rest if result.community_id not in known]
    if places == 0 or not candidates:
        return list(results)
    picked = chance.sample(candidates, min(places, len(candidates)))
    return [*results[: len(results) - len(picked)], *picked]
