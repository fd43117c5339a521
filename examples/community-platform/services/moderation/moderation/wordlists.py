"""Lists of words, and the disguises that people put on them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

LOOKALIKES = str.maketrans(
    {
        "0": "o",
        "1": "i",
        "3": "e",
        "4": "a",
        "5": "s",
        "7": "t",
        "@": "a",
        "$": "s",
        "!": "i",
        "|": "l",
    }
)

DEFAULT_WORDS = {
    "idiot": 2.0,
    "moron": 2.0,
    "loser": 1.0,
    "stupid": 1.0,
    "scum": 3.0,
    "viagra": 4.0,
    "casino": 2.5,
    "giveaway": 1.5,
}

DEFAULT_PHRASES = {
    "click here": 1.5,
    "earn money fast": 4.0,
    "nobody likes you": 4.0,
    "go away": 1.0,
}


class WordListError(ValueError):
    """A word list that cannot be read."""


@dataclass(frozen=True)
class Match:
    """One find in a text."""

    term: str
    weight: float
    disguised: bool = False


@dataclass
class WordList:
    words: dict[str, float] = field(default_factory=dict)
    phrases: dict[str, float] = field(default_factory=dict)
    allowed: set[str] = field(default_factory=set)

    @classmethod
    def default(cls) -> "WordList":
        return cls(words=dict(DEFAULT_WORDS), phrases=dict(DEFAULT_PHRASES))

    @classmethod
    def from_file(cls, path: str | Path) -> "WordList":
        return cls.parse(Path(path).read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, text: str) -> "WordList":
        """Lines of `term = weight`; `!term` is always fine; `#` starts a comment."""
        result = cls()
        for number, raw in enumerate(text.splitlines(), start=1):
            line = raw.split("#", 1)[0].strip()
            if not line:
                continue
            if line.startswith("!"):
                result.allowed.add(fold(line[1:].strip()))
                continue
            term, separator, weight = line.partition("=")
            term = fold(term.strip())
            if not separator or not term:
                raise WordListError(f"line {number}: expected `term = weight`")
            try:
                value = float(weight)
            except ValueError:
                raise WordListError(f"line {number}: {weight.strip()!r} is not a number") from None
            if value <= 0:
                raise WordListError(f"line {number}: the weight must be positive")
            target = result.phrases if " " in term else result.words
            target[term] = value
        return result

    def merge(self, other: "WordList") -> "WordList":
        return WordList(
            words={**self.words, **other.words},
            phrases={**self.phrases, **other.phrases},
            allowed=self.allowed | other.allowed,
        )

    def find(self, text: str) -> list[Match]:
        plain = fold(text)
        matches = []
        for token in tokens(plain):
            if token in self.allowed:
                continue
            weight = self.words.get(token)
            if weight is not None:
                matches.append(Match(token, weight))
                continue
            unmasked = undisguise(token)
            if unmasked != token and unmasked in self.words and unmasked not in self.allowed:
                matches.append(Match(unmasked, self.words[unmasked] * 1.5, disguised=True))
        squeezed = " ".join(tokens(plain))
        for phrase, weight in self.phrases.items():
            count = len(re.findall(rf"\b{re.escape(phrase)}\b", squeezed))
            matches.extend(Match(phrase, weight) for _ in range(count))
        return matches


def fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def tokens(text: str) -> list[str]:
    return re.findall(r"[\w@$!|*-]+", text)


def undisguise(token: str) -> str:
    """`1d10t` and `i-d-i-o-t` and `idiiiiot` are all the same word."""
    joined = re.sub(r"[*_-]", "", token).translate(LOOKALIKES)
    return re.sub(r"(.)\1{2,}", r"\1", joined)
