"""Room report: the story first, the few differences that hold up, as sentences whose figures open."""

from dataclasses import dataclass

from framing.report.figures import Number
from framing.report.view import View


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A sentence in parts: words, and numbers that open to their passages. `section` is where the page shows more."""

    parts: tuple[str | Number, ...]
    section: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """What differs, the largest first, and what cannot be said of these articles."""

    findings: list[Finding]
    limits: list[str]


def tell_story(view: View) -> Story:
    """Return the four to eight largest differences that hold up; fewer where fewer do."""
    return Story(findings=[], limits=[])
