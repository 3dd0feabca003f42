"""A text as lines (room: reading): what can be seen of a line without knowing the rest of the text."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

import msgspec

from framing.lexicon.match import Piece, pieces_in

# Signs besides "\n" that end a line.
_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
_BULLET = re.compile(r"(?:[•·▪▸►‣◦●○■□*»›]|[-–—](?=\s))\s*")  # noqa: RUF001
_STOPS = ".!?…"
# German closes quotations with “, « and ‘.
_CLOSING = "\"'”’»“«‘‹)]"  # noqa: RUF001
_SENTENCE_END = re.compile(rf"[{_STOPS}][{re.escape(_CLOSING)}]*(?:\s*[(\[][^()\[\]]{{2,60}}[)\]]\.?)?\Z")
_WORD = re.compile(r"\w+(?:['.]\w+)*+")
_SHORT = 30
_LONG_WORDS = 26
_PROSE_WORDS = 8
_MOST_COUNTED = 100


class Line(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A line that is not blank, without the space around it, at ``[start, end)`` of the text.

    `bare` is the line without its bullet, and `low` that in small letters with plain spaces and apostrophes, for quick
    look-up; `words` counts the words of the bare line, some hundred at most. `is_prose` says whether the line reads as
    a paragraph: a long one, or a sentence of eight words or more; `gap_before` and `gap_after`, whether a blank line,
    or the edge of the text, stands there.
    """

    start: int
    end: int
    text: str
    bare: str
    low: str
    words: int
    bulleted: bool
    ends_sentence: bool
    is_prose: bool
    gap_before: bool
    gap_after: bool

    @cached_property
    def key(self) -> str:
        """The line as compared with others."""
        return " ".join(_WORD.findall(self.low)) or self.bare

    @property
    def first_word(self) -> str:
        """The first word of `key`, without the others; empty where there is none."""
        found = _WORD.search(self.low)
        return found.group() if found else ""

    @cached_property
    def pieces(self) -> list[Piece]:
        """The parts of the words of the bare line if it is short (30 words), else none."""
        return pieces_in(self.bare) if self.words <= _SHORT else []


def lines_in(text: str, start: int = 0) -> list[Line]:
    """Return the lines of a text from `start` on that are not blank, in order; an empty text has none."""
    spans = list(spans_of_lines(text, start))
    between = [_blank_between(text, before[1], after[0]) for before, after in pairwise(spans)]
    gaps = [True, *between, True]
    return [
        _line(text[first:last], first, before, after)
        for (first, last), before, after in zip(spans, gaps, gaps[1:], strict=False)
    ]


def key_of(words: str) -> str:
    """Return words as compared with others: folded, without punctuation, hyphens and spacing."""
    return " ".join(words_of(words))


def words_of(words: str) -> list[str]:
    """Return the words of some words as they are compared."""
    return _WORD.findall(words.lower().replace("’", "'"))


def plain_words(words: str) -> str:
    """Return words in small letters, with one kind of apostrophe and with spaces for hyphens."""
    return words.lower().replace("’", "'").replace("-", " ")


def _blank_between(text: str, start: int, end: int) -> bool:
    return end - start > 1 and max(text.count("\n", start, end), text.count("\r", start, end)) > 1


def spans_of_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield where each line of a stretch of text that is not blank stands, without the space around it."""
    stretch = text[start:end]
    # One sign for another: what ends a line is found much faster than by a pattern, and every place stays the same.
    for sign in _LINE_ENDS:
        stretch = stretch.replace(sign, "\n")
    place = start
    for line in stretch.split("\n"):
        if stripped := line.strip():
            first = place + len(line) - len(line.lstrip())
            yield first, first + len(stripped)
        place += len(line) + 1


def _line(text: str, start: int, gap_before: bool, gap_after: bool) -> Line:
    # Most lines begin with a letter, and with no bullet.
    bullet = None if text[0].isalnum() else _BULLET.match(text)
    bare = text[bullet.end() :] if bullet and bullet.end() < len(text) else text
    low = plain_words(bare)
    words = len(bare.split(maxsplit=_MOST_COUNTED))
    if words <= _SHORT:
        words = len(_WORD.findall(low))
    ends_sentence = _ends_sentence(text)
    return Line(
        start=start,
        end=start + len(text),
        text=text,
        bare=bare,
        low=low,
        words=words,
        bulleted=bullet is not None,
        ends_sentence=ends_sentence,
        is_prose=words >= _LONG_WORDS or (ends_sentence and words >= _PROSE_WORDS and not bullet),
        gap_before=gap_before,
        gap_after=gap_after,
    )


def _ends_sentence(line: str) -> bool:
    # Most lines end in a full stop or in a letter, which tells without a search.
    if line[-1] in _STOPS:
        return True
    return line[-1] in _CLOSING and _SENTENCE_END.search(line, max(0, len(line) - 80)) is not None
