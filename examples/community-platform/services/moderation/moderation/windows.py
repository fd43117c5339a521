"""How much did somebody write lately?"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    count: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """`20/1h`, `5/30s`, `100/d`"""
        count, separator, window = text.strip().partition("/")
        units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
        if not separator or not window or window[-1] not in units or not count.isdigit():
            raise ValueError(f"{text!r}: expected something like 20/1h")
        number = window[:-1] or "1"
        seconds = float(number) * units[window[-1]]
        if int(count) == 0 or seconds <= 0:
            raise ValueError(f"{text!r}: must be more than nothing")
        return cls(int(count), seconds)


class RateWindow:
    """Remembers the moments of the last events of each key."""

    def __init__(self, *limits: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        if not limits:
            raise ValueError("expected a limit")
        self.limits = sorted(limits, key=lambda limit: limit.seconds)
        self._longest = self.limits[-1].seconds
        self._clock = clock
        self._events: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def hit(self, key: str) -> bool:
        """Counts an event. False when it was one too many, which is not counted."""
        with self._lock:
            now = self._clock()
            events = self._events.setdefault(key, deque())
            self._forget(events, now)
            if self._exceeded(events, now) is not None:
                return False
            events.append(now)
            return True

    def retry_after(self, key: str) -> float:
        """Seconds until the next event is welcome."""
        with self._lock:
            now = self._clock()
            events = self._events.get(key)
            if not events:
                return 0.0
            wait = 0.0
            for limit in self.limits:
                recent = [at for at in events if now - at < limit.seconds]
                if len(recent) >= limit.count:
                    wait = max(wait, recent[-limit.count] + limit.seconds - now)
            return wait

    def sweep(self) -> int:
        """Drops keys without recent events."""
        with self._lock:
            now = self._clock()
            stale = [
                key for key, events in self._events.items()
                if not events or now - events[-1] >= self._longest
            ]
            for key in stale:
                del self._events[key]
            return len(stale)

    def __len__(self) -> int:
        return len(self._events)

    def _forget(self, events: deque[float], now: float) -> None:
        while events and now - events[0] >= self._longest:
            events.popleft()

    def _exceeded(self, events: deque[float], now: float) -> Limit | None:
        for limit in self.limits:
            recent = sum(1 for at in events if now - at < limit.seconds)
            if recent >= limit.count:
                return limit
        return None
