"""Room report: the records of the story: a finding, what competes to be one, and the whole."""

from dataclasses import dataclass
from math import asin, pi, sqrt

from framing.report.figures import Number
from framing.schema import Passage


@dataclass(frozen=True, kw_only=True)
class Places:
    """Words that open to places in articles, such as the tellings of a fact; `text` is what is shown."""

    text: str
    heading: str
    passages: tuple[Passage, ...]


Part = str | Number | Places

SMALLEST = 0.2 / pi
"""The smallest size that is told without a test: Cohen's (1988) "small", h = 0.2."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A sentence in parts: words, numbers that open to their passages, words that open to places.

    `section` is where the page shows more.
    """

    parts: tuple[Part, ...]
    section: str

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class Story:
    """What differs, the largest first, and what cannot be said of these articles; `heading` is above the findings."""

    heading: str
    findings: list[Finding]
    limits: list[str]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A finding that competes for a place: of its `kind` the largest come first, and tested ones before counted ones.

    `size` is Cohen's h over its largest value (0 to 1), `first` the rank of what the event itself asks for.
    """

    kind: str
    finding: Finding
    size: float
    tested: bool = False
    first: int = 0

    @property
    def order(self) -> tuple[bool, int, float, str]:
        """The sort key: the best first, ties by the sentence so that the order of outlets decides nothing."""
        return (not self.tested, self.first, -self.size, self.finding.text)

    @property
    def is_large(self) -> bool:
        """Whether it is large enough to be told; of what a test tells from chance, every size is."""
        return self.tested or self.size >= SMALLEST

    @property
    def ground(self) -> frozenset[str]:
        """The passages on which the finding rests."""
        return frozenset(
            passage for part in self.finding.parts if isinstance(part, Number) for passage in part.passages
        )


def size_of(share: float, other: float) -> float:
    """Return how far two shares lie apart, 0 to 1: Cohen's (1988) h, which makes rare and common things comparable."""
    first, second = (asin(sqrt(min(max(value, 0.0), 1.0))) for value in (share, other))
    return abs(first - second) * 2 / pi


def tempered(count: float, total: float) -> float:
    """Return a share of few mentions pulled towards nought by two that never were: one of one is 1/3, not 1."""
    return count / (total + 2)
