"""What we know about members and communities."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any


class PayloadError(ValueError):
    """The API sent something that we do not understand."""


@dataclass(frozen=True)
class Community:
    id: str
    name: str
    tags: frozenset[str] = frozenset()
    member_count: int = 0
    posts_last_week: int = 0
    created_at: datetime = datetime(1970, 1, 1, tzinfo=timezone.utc)
    private: bool = False

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Community":
        try:
            return cls(
                id=str(data["id"]),
                name=str(data["name"]),
                tags=frozenset(str(tag).lower() for tag in data.get("tags", [])),
                member_count=int(data.get("memberCount", 0)),
                posts_last_week=int(data.get("postsLastWeek", 0)),
                created_at=parse_time(data["createdAt"]),
                private=data.get("visibility") == "private",
            )
        except KeyError as error:
            raise PayloadError(f"a community without {error.args[0]}") from None
        except (TypeError, ValueError) as error:
            raise PayloadError(f"community {data.get('id', '?')}: {error}") from None


@dataclass(frozen=True)
class Member:
    id: str
    joined: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()
    interests: dict[str, float] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Member":
        if not data.get("id"):
            raise PayloadError("a member without id")
        interests = {}
        for tag, weight in dict(data.get("interests", {})).items():
            if float(weight) > 0:
                interests[str(tag).lower()] = float(weight)
        return cls(
            id=str(data["id"]),
            joined=frozenset(data.get("joined", [])),
            dismissed=frozenset(data.get("dismissed", [])),
            interests=interests,
        )

    @property
    def is_new(self) -> bool:
        return not self.joined and not self.interests


@dataclass(frozen=True)
class Recommendation:
    community_id: str
    score: float
    reason: str

    def to_json(self) -> dict[str, Any]:
        return {"communityId": self.community_id, "score": self.score, "reason": self.reason}


def parse_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
