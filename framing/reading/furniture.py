"""Which lines are a page's furniture (room: reading): by words, by repetition, by position and by lists of links."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from framing.lexicon.match import pieces_in
from framing.reading.lines import Line
from framing.reading.vocabulary import Furniture

_RULE = re.compile(r"[_*=~#•·–—.\s-]*[_*=~#•·–—-][_*=~#•·–—.\s-]*")
_PATH = re.compile(r"\w\s+[>\u203a»]\s+\w")
_MENU = re.compile(r"[^|·•\d]{2,24}(?:\s[|·•]\s[^|·•\d]{2,24}){2,}")
_IN_BRACKETS = re.compile(r"\A\([^()]{1,40}\)\s*")  # "Editor's note (May 3rd): ..."
_LONGEST_RULE = 200
_SHORT_WORDS = 8
_NOTICE_WORDS = 45
_HEADING_WORDS = 12
_ITEM_WORDS = 20
_TWICE = 2
_FEWEST_ITEMS = 3
_FEWEST_ITEM_WORDS = 4
_OPENING_OF_NOTICE = 3
_OPENING_OF_LABEL = 2
_NOT_A_LABEL = "error"


def phrase_reason(line: Line, furniture: Furniture) -> str | None:
    """Return the reason for which a line is furniture by its words, or None.

    A whole line of furniture phrases is; a line that begins with a phrase of two words is if it is short and no
    sentence, or goes on after a colon; a sentence is if it begins with a phrase of three words or more and speaks to
    the reader or of the page ("Something went wrong in the reactor" does not).
    """
    if not line.text[0].isalnum() and len(line.text) <= _LONGEST_RULE and _RULE.fullmatch(line.text):
        return "dividing line"
    if line.words <= _HEADING_WORDS and not line.ends_sentence and _PATH.search(line.text):
        return "path of pages"
    if not line.ends_sentence and _MENU.fullmatch(line.text):
        return "menu"
    if _says_where_it_stood_first(line, furniture):
        return "note: where it stood first"
    if not furniture.may_open(line):
        return None
    pieces = line.pieces
    if not pieces:
        return _notice(line, furniture)
    whole = furniture.whole_line(line.bare, pieces)
    if whole is not None and line.words <= _HEADING_WORDS:
        return f"{whole} phrase"
    return _notice(line, furniture)


def _says_where_it_stood_first(line: Line, furniture: Furniture) -> bool:
    """Return whether a line is "First published in" with a name, perhaps a day, and nothing of a sentence."""
    if line.words > _ITEM_WORDS or not furniture.may_hold("origin", line):
        return False
    pieces = line.pieces or pieces_in(line.bare)
    place = furniture.place("origin", line.bare, pieces)
    if place is None or place[0] != pieces[0].start:
        return False
    small = furniture.words("name-joint") | furniture.words("date-word")
    rest = [piece for piece in pieces if piece.start >= place[1]]
    return any(piece.text[0].isupper() for piece in rest) and all(
        not piece.text[0].islower() or piece.folded in small for piece in rest
    )


def _notice(line: Line, furniture: Furniture) -> str | None:
    if line.words > _NOTICE_WORDS:
        return None
    from_start = line.pieces
    if not from_start:
        from_start = pieces_in(line.bare[:120])
    opening = furniture.opening(line.bare, from_start)
    if opening is None:
        return None
    rest = _IN_BRACKETS.sub("", line.bare[from_start[opening.words - 1].end :].lstrip())
    labelled = rest.startswith((":", "|", "»", ">")) and opening.name != _NOT_A_LABEL
    if labelled and (opening.words >= _OPENING_OF_LABEL or opening.name in ("related-heading", "note")):
        return f"{opening.name} phrase"
    if opening.words >= _OPENING_OF_NOTICE and (not line.is_prose or furniture.holds("to-the-reader", line)):
        return f"{opening.name} phrase"
    if opening.words >= _OPENING_OF_LABEL and line.words <= _HEADING_WORDS and not line.ends_sentence:
        return f"{opening.name} phrase"
    return None


def repeated_lines(lines: Sequence[Line]) -> set[int]:
    """Return the short lines that stand in the text more than once: labels, bullets, and runs of lines that recur.

    Within the article it takes three: a recipe or a list may name a thing twice. A short sentence that recurs
    alone is prose ("No."); one that recurs together with its neighbour is a notice.
    """
    short = [line for line in lines if line.words <= _SHORT_WORDS]
    counts = Counter(line.key for line in short)
    if len(counts) == len(short):
        return set()
    pairs = Counter((a.low, b.low) for a, b in itertools.pairwise(lines))
    prose = [i for i, line in enumerate(lines) if line.is_prose] or [len(lines)]
    found = set()
    for i, line in enumerate(lines):
        if line.words > _SHORT_WORDS or counts[line.key] < _TWICE or line.text[-1] in ':"”':
            continue
        outside = not prose[0] < i < prose[-1]
        labels = (line.bulleted or not line.ends_sentence) and (outside or counts[line.key] > _TWICE)
        with_next = i + 1 < len(lines) and _recur(pairs, line, lines[i + 1])
        with_last = i > 0 and _recur(pairs, lines[i - 1], line)
        if labels or with_next or with_last:
            found.add(i)
    return found


def _recur(pairs: Counter[tuple[str, str]], first: Line, second: Line) -> bool:
    return pairs[first.low, second.low] > 1 and max(first.words, second.words) <= _SHORT_WORDS


def links_under(lines: Sequence[Line], heading: int) -> list[int]:
    """Return the lines of the list of links that stands under a heading, up to the first sentence."""
    items = []
    for i in range(heading + 1, len(lines)):
        if not _is_item(lines[i]):
            break
        items.append(i)
    return items


def links_at_end(lines: Sequence[Line], free: Sequence[int], after_credit: bool) -> list[int]:
    """Return the lines of a list of links that closes the text, with its heading, by shape alone.

    `free` are the lines after the last paragraph that are nothing else. After the article's own credit every line
    that is short or has no sentence's end is of the list; else it takes a heading and three items that look like
    headlines.
    """
    if after_credit:
        return [i for i in free if not lines[i].ends_sentence or lines[i].words <= _HEADING_WORDS]
    if len(free) <= _FEWEST_ITEMS:
        return []
    heading, items = lines[free[0]], [lines[i] for i in free[1:]]
    headed = (
        heading.words <= _SHORT_WORDS
        and not heading.ends_sentence
        and heading.text[-1] not in ":,;"
        and not heading.bulleted
    )
    headlines = all(
        _is_item(item) and item.words >= _FEWEST_ITEM_WORDS and item.bare[0].isupper() for item in items
    )
    return list(free) if headed and headlines else []


def _is_item(line: Line) -> bool:
    closed = line.ends_sentence and line.text[-1] not in "?!'’\"”)"
    return line.words <= _ITEM_WORDS and not closed and line.text[-1] not in ":,;"
