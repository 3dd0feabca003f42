"""A text as lines (room: reading): what can be seen of a line without knowing the rest of the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from framing.lexicon.match import Piece, pieces_in

LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?:[•·▪▸►‣◦●○■□*»›]|[-–—](?=\s))\s*")  # noqa: RUF001
# German closes quotations with “, « and ‘.
_CLOSING = r"[\"'”’»“«‘‹)\]]*"  # noqa: RUF001
_SENTENCE_END = re.compile(rf"[.!?…]{_CLOSING}\Z|[.!?…]{_CLOSING}\s*[(\[][^()\[\]]{{2,60}}[)\]]\.?\Z")
_WORD = re.compile(r"\w+(?:['.]\w+)*")
_RUN = re.compile(r"\w+")
_SHORT = 30
_LONG_WORDS = 26
_PROSE_WORDS = 8


@dataclass(frozen=True, eq=False)
class Line:
    """A line that is not blank, without the space around it, at ``[start, end)`` of the text.

    `bare` is the line without its bullet; `words` counts the words of the bare line; `gap_before` and
    `gap_after` say whether a blank line, or the edge of the text, stands there.
    """

    start: int
    end: int
    text: str
    bare: str
    words: int
    bulleted: bool
    ends_sentence: bool
    gap_before: bool
    gap_after: bool

    @cached_property
    def key(self) -> str:
        """The line as compared with others."""
        return key_of(self.bare) or self.bare

    @cached_property
    def low(self) -> str:
        """The bare line in small letters with plain spaces and apostrophes, for quick look-up."""
        return plain_words(self.bare)

    @cached_property
    def runs(self) -> frozenset[str]:
        """The runs of letters and digits in `low`: a phrase whose first one is not here does not stand in the line."""
        return runs_in(self.low)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The parts of the words of the bare line if it is short (30 words), else none."""
        return pieces_in(self.bare) if self.words <= _SHORT else []

    @property
    def is_prose(self) -> bool:
        """Whether the line reads as a paragraph: a long one, or a sentence of eight words or more."""
        return self.words >= _LONG_WORDS or (
            self.ends_sentence and self.words >= _PROSE_WORDS and not self.bulleted
        )


def lines_in(text: str, start: int = 0) -> list[Line]:
    """Return the lines of a text from `start` on that are not blank, in order; an empty text has none."""
    spans = list(_spans(text, start))
    lines = []
    for place, (first, last) in enumerate(spans):
        gap_before = place == 0 or _blank_between(text, spans[place - 1][1], first)
        gap_after = place == len(spans) - 1 or _blank_between(text, last, spans[place + 1][0])
        lines.append(_line(text[first:last], first, gap_before, gap_after))
    return lines


def key_of(words: str) -> str:
    """Return words as compared with others: folded, without punctuation, hyphens and spacing."""
    return " ".join(words_of(words))


def runs_in(words: str) -> frozenset[str]:
    """Return the runs of letters and digits in some words."""
    return frozenset(_RUN.findall(words))


def words_of(words: str) -> list[str]:
    """Return the words of some words as they are compared."""
    return _WORD.findall(words.lower().replace("’", "'"))


def plain_words(words: str) -> str:
    """Return words in small letters, with one kind of apostrophe and with spaces for hyphens."""
    return words.lower().replace("’", "'").replace("-", " ")


def _blank_between(text: str, start: int, end: int) -> bool:
    return max(text.count("\n", start, end), text.count("\r", start, end)) > 1


def _spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    for found in LINE.finditer(text, start):
        line = found.group()
        stripped = line.strip()
        if stripped:
            first = found.start() + len(line) - len(line.lstrip())
            yield first, first + len(stripped)


def _line(text: str, start: int, gap_before: bool, gap_after: bool) -> Line:
    bullet = _BULLET.match(text)
    bare = text[bullet.end() :] if bullet and bullet.end() < len(text) else text
    words = len(bare.split())
    if words <= _SHORT:
        words = len(words_of(bare))
    return Line(
        start=start,
        end=start + len(text),
        text=text,
        bare=bare,
        words=words,
        bulleted=bullet is not None,
        ends_sentence=_SENTENCE_END.search(text, max(0, len(text) - 80)) is not None,
        gap_before=gap_before,
        gap_after=gap_after,
    )
