"""Mark what each stretch of a text is (room: reading): title, body, and all that is set aside with its reason.

Nothing is deleted. The regions are sorted, do not overlap, and cover every character that is not space. In doubt a
line is body: losing an article's words is worse than keeping a page's.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from framing.reading.furniture import links_at_end, links_under, phrase_reason, repeated_lines
from framing.reading.lines import Line, lines_in
from framing.reading.repeats import Sentences
from framing.reading.shapes import (
    MOST_CAPTION_WORDS,
    dateline,
    end_credit,
    is_byline,
    is_caption,
    is_credit,
    is_name_alone,
)
from framing.reading.titles import TitlePlace, guess_title, place_given_title
from framing.reading.vocabulary import Vocabulary
from framing.schema import PROSE, Region, RegionKind

_LABEL_WORDS = 4
_PARAGRAPHS_WITH_DATELINE = 3
_LINES_WITH_BYLINE = 10
_MERGED: frozenset[RegionKind] = frozenset({"body", "boilerplate", "credit", "byline"})
_TWICE_WORDS = 5
# Signs of Markdown, and of mail, for a heading and for what is quoted.
_MARKUP = re.compile(r"(?:#{1,6}[ \t]+|(?:>[ \t]*)+)(?=[^\s#>])")
_SIGNS_OF_MARKUP = "#>"


class Mark(NamedTuple):
    """What a line is, and why."""

    kind: RegionKind
    reason: str


_BODY = Mark("body", "paragraph")
_SIGN = Mark("boilerplate", "sign of a heading or a quotation")
_DATELINE = Mark("dateline", "place before the first sentence")
_REPEAT = Mark("repeat", "sentence printed again")
_CLOSING_CREDIT = Mark("credit", "credit after the last sentence")


# What stands at ``[start, end)`` of the text.
_Stretch = tuple[Mark, int, int]


class Marked(NamedTuple):
    """The regions of a text and the title found in it, if one was."""

    regions: list[Region]
    title: str | None


def mark_regions(text: str, vocabulary: Vocabulary, title: str | None = None, start: int = 0) -> Marked:
    """Return the regions of a text from `start` on, and its title.

    With a `title` from the metadata, only lines that print this title are the title; without, it is looked for.
    """
    lines = lines_in(text, start)
    marks = mark_lines(lines, vocabulary, title)
    title_lines = [line for line, mark in zip(lines, marks, strict=True) if mark.kind == "title"]
    found = " ".join(line.text[_markup_end(line.text) :] for line in title_lines) or None
    return Marked(_merge(_split(lines, marks, vocabulary)), title or found)


def mark_lines(lines: Sequence[Line], vocabulary: Vocabulary, title: str | None) -> list[Mark]:
    """Return what each line is."""
    if len(lines) <= 1 and not title:
        return [_BODY] * len(lines)
    # In longer lines nothing is looked for.
    short = [line for line in lines if line.words <= MOST_CAPTION_WORDS]
    vocabulary = vocabulary._replace(furniture=vocabulary.furniture.for_lines(short))
    marks: dict[int, Mark] = {}
    place = place_given_title(lines, title) if title else None
    if place is not None:
        _mark_title(marks, lines, place, "title that the metadata gives")
    _mark_furniture(marks, lines, vocabulary)
    _mark_captions_and_credits(marks, lines, vocabulary)
    free = [i for i in range(len(lines)) if i not in marks]
    first, last = _body_range(lines, free)
    if not title:
        place = guess_title(lines, free, first, vocabulary.furniture)
        if place is not None:
            _mark_title(marks, lines, place, "short line before the article")
            free = [i for i in free if i not in marks]
            first, last = _body_range(lines, free)
    _mark_before_body(marks, lines, first, place, vocabulary)
    _mark_after_body(marks, lines, last, vocabulary)
    return [marks.get(i, _BODY) for i in range(len(lines))]


def _mark_title(marks: dict[int, Mark], lines: Sequence[Line], place: TitlePlace, reason: str) -> None:
    for i in range(place.first, place.last + 1):
        marks[i] = Mark("title", reason)
    if place.first == place.last and lines[place.first].words >= _TWICE_WORDS:
        for i, line in enumerate(lines):
            if (
                i > place.last
                and line.words == lines[place.first].words
                and line.key == lines[place.first].key
            ):
                marks[i] = Mark("repeat", "title printed again")


def _mark_furniture(marks: dict[int, Mark], lines: Sequence[Line], vocabulary: Vocabulary) -> None:
    for i in sorted(repeated_lines(lines)):
        marks.setdefault(i, Mark("boilerplate", "repeated line"))
    headings = []
    for i, line in enumerate(lines):
        reason = phrase_reason(line, vocabulary.furniture)
        if reason is not None and marks.get(i, Mark("boilerplate", "")).kind == "boilerplate":
            marks[i] = Mark("boilerplate", reason)
            if reason.startswith("related-heading") and not line.ends_sentence and i:
                headings.append(i)
    reached = 0
    for heading in headings:
        # "Read more: headline" is its own link; a list hangs under a heading that stands alone.
        if heading < reached or ":" in lines[heading].text.rstrip(":"):
            continue
        for i in links_under(lines, heading):
            marks.setdefault(i, Mark("boilerplate", "list of links under a heading"))
            reached = i + 1


def _mark_captions_and_credits(marks: dict[int, Mark], lines: Sequence[Line], vocabulary: Vocabulary) -> None:
    prose = [i for i, line in enumerate(lines) if line.is_prose and i not in marks]
    maybe: dict[int, str] = {}
    for i, line in enumerate(lines):
        if i in marks:
            continue
        if reason := is_credit(line, vocabulary):
            marks[i] = Mark("credit", reason)
        elif reason := is_caption(line, vocabulary):
            maybe[i] = reason
    body = [i for i in prose if i not in marks and i not in maybe]
    times = Counter(line.low for line in lines) if maybe else Counter()
    for i, reason in maybe.items():
        if _is_placed_like_caption(i, reason, lines, body, times[lines[i].low]):
            marks[i] = Mark("caption", reason.removeprefix("may be a "))
    for i in range(1, len(lines) - 1):
        twin = lines[i].words >= _TWICE_WORDS and lines[i].low == lines[i + 1].low
        if twin and i not in marks and i + 1 not in marks and (not body or i < body[0] or body[0] == i):
            marks[i] = marks[i + 1] = Mark("caption", "line printed twice before the article")


def _is_placed_like_caption(
    i: int, reason: str, lines: Sequence[Line], body: Sequence[int], times: int
) -> bool:
    before = not body or i < body[0]
    followed = bool(body) and i < body[-1]
    if "who stands where" in reason:
        return followed and (before or times > 1) and i > 0
    if reason.startswith("may be"):
        return followed
    # The last paragraph may close with a photo's kind of credit; only a line after it can be a caption.
    return bool(body) and (followed or not lines[i].is_prose or lines[i].gap_before)


def _body_range(lines: Sequence[Line], free: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last paragraph among the free lines; all free lines where there is no paragraph."""
    prose = [i for i in free if lines[i].is_prose]
    if prose:
        return prose[0], prose[-1]
    rest = free[1:] if len(free) > 1 else free
    return (rest[0], rest[-1]) if rest else (len(lines), -1)


def _mark_before_body(
    marks: dict[int, Mark],
    lines: Sequence[Line],
    first: int,
    place: TitlePlace | None,
    vocabulary: Vocabulary,
) -> None:
    for i in range(min(first, len(lines))):
        if i in marks:
            continue
        line = lines[i]
        if reason := is_byline(line, vocabulary):
            marks[i] = Mark("byline", reason)
        elif place is None:
            continue
        elif i < place.first and line.words <= _LABEL_WORDS and not line.ends_sentence:
            marks[i] = Mark("boilerplate", "short line before the title")
        elif i > place.last and is_name_alone(line):
            marks[i] = Mark("byline", "name alone before the article")
    # A byline may stand after the standfirst or the first paragraph.
    for i in range(min(first, len(lines)), min(first + 3, _LINES_WITH_BYLINE, len(lines))):
        if i not in marks and not lines[i].is_prose and (reason := is_byline(lines[i], vocabulary)):
            marks[i] = Mark("byline", reason)


def _mark_after_body(
    marks: dict[int, Mark], lines: Sequence[Line], last: int, vocabulary: Vocabulary
) -> None:
    tail = range(last + 1, len(lines)) if last >= 0 else range(0)
    for i in tail:
        if i not in marks and (reason := is_byline(lines[i], vocabulary)):
            marks[i] = Mark("byline", reason)
    credit = next((i for i in tail if i in marks and marks[i].kind == "credit"), None)
    for i in _under_notice(marks, lines, tail):
        marks[i] = Mark("boilerplate", "line under a notice to subscribers")
    free = [i for i in tail if i not in marks]
    if credit is not None:
        for i in links_at_end(lines, [i for i in free if i > credit], after_credit=True):
            marks[i] = Mark("boilerplate", "line after the article's credit")
        free = [i for i in free if i < credit]
    for i in links_at_end(lines, free, after_credit=False):
        marks[i] = Mark("boilerplate", "list of links at the end")


def _under_notice(marks: dict[int, Mark], lines: Sequence[Line], tail: Sequence[int]) -> list[int]:
    """Return the lines after the article and below a notice to subscribers that are no sentences: sender, address."""
    notice = next((i for i in tail if i in marks and marks[i].reason.startswith("subscription")), len(lines))
    return [i for i in tail if i > notice and i not in marks and not lines[i].ends_sentence]


def _split(lines: Sequence[Line], marks: Sequence[Mark], vocabulary: Vocabulary) -> Iterator[_Stretch]:
    """Yield what each stretch is, with dateline, end credit and repeated sentences cut out of the body's lines."""
    sentences = Sentences()
    paragraphs = 0
    last_prose = max(
        (i for i, mark in enumerate(marks) if mark.kind == "body" and lines[i].is_prose), default=len(lines)
    )
    for i, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        start = _markup_end(line.text) if mark.kind in PROSE else 0
        if start:
            yield _SIGN, line.start, line.start + len(line.text[:start].rstrip())
        if mark.kind != "body":
            if mark.kind == "title":
                sentences.note(line.text[start:])
            yield mark, line.start + start, line.end
            continue
        if (
            paragraphs < _PARAGRAPHS_WITH_DATELINE
            and not start
            and (opening := dateline(line.text, vocabulary.organisations, first=not paragraphs))
        ):
            start = opening.end
            yield _DATELINE, line.start, line.start + len(line.text[:start].rstrip())
        closing = end_credit(line.text, vocabulary.organisations) if i >= last_prose else None
        if closing is not None and closing <= start:
            closing = None
        paragraphs += line.is_prose
        for first, last, repeated in sentences.split(line.text[start:closing].rstrip()):
            said = _REPEAT if repeated else mark
            yield said, line.start + start + first, line.start + start + last
        if closing is not None:
            yield _CLOSING_CREDIT, line.start + closing, line.end


def _markup_end(line: str) -> int:
    """Return where a line begins behind the signs that make it a heading or a quotation."""
    found = _MARKUP.match(line) if line[0] in _SIGNS_OF_MARKUP else None
    return found.end() if found else 0


def _merge(stretches: Iterable[_Stretch]) -> list[Region]:
    """Return stretches as regions, with neighbours that are the same joined."""
    merged: list[_Stretch] = []
    for mark, start, end in stretches:
        if merged and mark == merged[-1][0] and mark.kind in _MERGED:
            merged[-1] = (mark, merged[-1][1], end)
        else:
            merged.append((mark, start, end))
    return [Region(kind=mark.kind, start=start, end=end, reason=mark.reason) for mark, start, end in merged]
