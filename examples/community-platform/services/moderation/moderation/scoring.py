"""How bad is a text? A score from 0 (fine) to 1, with reasons."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from enum import Enum

from .wordlists import WordList

LINK = re.compile(r"https?://([^\s/]+)", re.IGNORECASE)
MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]{2,}\b")
PHONE = re.compile(r"(?<!\w)\+?\d[\d ()/-]{7,}\d(?!\w)")


class Verdict(str, Enum):
    ALLOW = "allow"
    REVIEW = "review"
    BLOCK = "block"


@dataclass(frozen=True)
class Thresholds:
    review: float = 0.4
    block: float = 0.8

    def __post_init__(self) -> None:
        if not 0 < self.review < self.block <= 1:
            raise ValueError("expected 0 < review < block <= 1")


@dataclass(frozen=True)
class Signal:
    name: str
    weight: float
    detail: str = ""


@dataclass
class Report:
    verdict: Verdict
    score: float
    signals: list[Signal] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        ordered = sorted(self.signals, key=lambda signal: -signal.weight)
        return [f"{s.name}: {s.detail}" if s.detail else s.name for s in ordered]


class TextScorer:
    def __init__(
        self,
        words: WordList | None = None,
        thresholds: Thresholds | None = None,
        trusted_domains: frozenset[str] = frozenset(),
    ) -> None:
        self.words = words or WordList.default()
        self.thresholds = thresholds or Thresholds()
        self.trusted_domains = trusted_domains

    def score(self, text: str, *, new_author: bool = False) -> Report:
        signals = [
            *self._word_signals(text),
            *self._link_signals(text, new_author),
            *shouting(text),
            *repetition(text),
            *personal_data(text),
        ]
        total = sum(signal.weight for signal in signals)
        value = round(1 - math.exp(-total / 4), 3)
        return Report(self._verdict(value), value, signals)

    def _verdict(self, value: float) -> Verdict:
        if value >= self.thresholds.block:
            return Verdict.BLOCK
        if value >= self.thresholds.review:
            return Verdict.REVIEW
        return Verdict.ALLOW

    def _word_signals(self, text: str) -> list[Signal]:
        signals = []
        for match in self.words.find(text):
            name = "disguised word" if match.disguised else "listed word"
            signals.append(Signal(name, match.weight, match.term))
        return signals

    def _link_signals(self, text: str, new_author: bool) -> list[Signal]:
        hosts = [host.lower().removeprefix("www.") for host in LINK.findall(text)]
        foreign = [host for host in hosts if host not in self.trusted_domains]
        signals = []
        if len(foreign) > 2:
            signals.append(Signal("many links", 0.5 * (len(foreign) - 2), str(len(foreign))))
        if foreign and new_author:
            signals.append(Signal("link of a new member", 1.0, foreign[0]))
        if any(host.startswith("xn--") or re.fullmatch(r"[\d.]+", host) for host in foreign):
            signals.append(Signal("odd link", 2.0))
        return signals


def shouting(text: str) -> list[Signal]:
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 20:
        return []
    share = sum(c.isupper() for c in letters) / len(letters)
    return [Signal("shouting", 1.0, f"{share:.0%}")] if share > 0.7 else []


def repetition(text: str) -> list[Signal]:
    words = re.findall(r"\w+", text.lower())
    if len(words) < 12:
        return []
    distinct = len(set(words)) / len(words)
    if distinct < 0.25:
        return [Signal("repetition", 2.0, f"{distinct:.0%} of the words differ")]
    if distinct < 0.4:
        return [Signal("repetition", 1.0, f"{distinct:.0%} of the words differ")]
    return []


def personal_data(text: str) -> list[Signal]:
    signals = []
    if MAIL.search(text):
        signals.append(Signal("mail address", 1.0))
    if PHONE.search(text):
        signals.append(Signal("phone number", 1.5))
    return signals
