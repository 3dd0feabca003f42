"""Find the title in a text (room: reading): the one that the metadata gives, else the best early line."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.lexicon.match import pieces_in
from framing.reading.lines import Line, key_of
from framing.reading.vocabulary import Furniture

_EARLY_LINES = 12
_MOST_TITLE_LINES = 3
_FEWEST_WORDS, _MOST_WORDS = 3, 25
_MOST_CLOSED_WORDS = 20
_SITE = re.compile(r"\s+[-–—|]\s+[^-–—|]{2,40}\Z")
_TITLE_CASE_SHARE = 0.7
_LONG_LETTERS = 4


class TitlePlace(NamedTuple):
    """The lines ``[first, last]`` that are the title."""

    first: int
    last: int


def place_given_title(lines: Sequence[Line], title: str) -> TitlePlace | None:
    """Return the early lines that together are the given title, a full stop or the site's name aside, or None."""
    wanted = {key_of(title), key_of(_SITE.sub("", title))} - {""}
    begin = {key.partition(" ")[0] for key in wanted}
    for first, line in enumerate(lines[:_EARLY_LINES]):
        if line.first_word not in begin:
            continue
        if key_of(_SITE.sub("", line.bare)) in wanted:
            return TitlePlace(first, first)
        joined = ""
        for last, part in enumerate(lines[first : first + _MOST_TITLE_LINES], start=first):
            joined = f"{joined} {part.key}".strip()
            if joined in wanted:
                return TitlePlace(first, last)
    return None


def guess_title(
    lines: Sequence[Line], free: Sequence[int], first_prose: int, furniture: Furniture
) -> TitlePlace | None:
    """Return the line that is most likely the title, or None.

    `free` are the lines that are not furniture, byline or caption; `first_prose` the first paragraph among them. Before
    it the first short line without a sentence's end is the title; else the first line, where it stands alone before a
    blank line and reads like a headline.
    """
    if len(free) < 2:
        return None
    for i in free:
        if i >= first_prose:
            break
        line = lines[i]
        open_end = not line.ends_sentence or line.text[-1] in "?!"
        if (
            _FEWEST_WORDS <= line.words <= _MOST_WORDS
            and open_end
            and not line.bulleted
            and line.text[-1] not in ":,;"
        ):
            return TitlePlace(i, i)
    first = free[0]
    rest = [i for i in free[1:] if lines[i].is_prose]
    if rest and lines[first].gap_after and _reads_like_headline(lines[first], furniture):
        return TitlePlace(first, first)
    return None


def _reads_like_headline(line: Line, furniture: Furniture) -> bool:
    text = line.text
    if not _FEWEST_WORDS <= line.words <= _MOST_WORDS or line.bulleted or text[0] in '"“' or text[-1] in '"”':
        return False
    pieces = line.pieces or pieces_in(text)
    long_words = [piece for piece in pieces if len(piece.text) >= _LONG_LETTERS]
    capitals = sum(not piece.text[0].islower() for piece in long_words)
    if len(long_words) > 2 and capitals >= _TITLE_CASE_SHARE * len(long_words):
        return True
    if re.search(r"[.!?][\"'”’)]*\s+[A-Z]", text):
        return False  # more than one sentence
    small = sum(piece.folded in furniture.words("headline-leaves-out") for piece in pieces)
    return line.words <= _MOST_CLOSED_WORDS and small <= 1
