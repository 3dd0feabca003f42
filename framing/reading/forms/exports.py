"""Split an export of a news database into its articles (room: reading): Nexis, Factiva, ProQuest.

Word, PDF, RTF, pages and plain text all come here as text. A text is an export where two kinds of marks stand in the
right places: what begins or ends an article, and the fields of each. ``exports.toml`` holds the marks.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from framing.errors import ReadingError
from framing.lexicon.organisations import Organisations
from framing.reading.dates import read_date
from framing.reading.forms.layouts import (
    Labelled,
    Layouts,
    Parts,
    Plain,
    Row,
    Tagged,
    has_code,
    is_rule,
    label_of,
    load_layouts,
    mark_numbers,
    may_be_export,
    rows_of,
)
from framing.reading.forms.markup import lines_of
from framing.reading.forms.parts import labelled_parts, plain_parts, tagged_parts
from framing.reading.metadata import Metadata
from framing.reading.records import Record
from framing.reading.vocabulary import load_vocabulary

Rows = Sequence[Row]
_FEWEST_LOST_WORDS = 20
_NARROW, _WIDE = 55, 100
_MOST = 0.7
_SENTENCE_ENDS = (".", "!", "?", "”", '"')


def split_export(text: str, name: str) -> list[Record | ReadingError] | None:
    """Return the articles of an export in their order, or None for a text that is none.

    Each record's text is the article alone: title, standfirst, byline and body with its dateline, a blank line
    between them. Title, source and date stand in its metadata, the date as YYYY-MM-DD where it can be read. An article
    of which the export holds no text is an error in its place.
    """
    if not may_be_export(text):
        return None
    layouts = load_layouts()
    rows = rows_of(text)
    for split in _splitters(layouts):
        found = list(split(rows))
        if any(parts is not None for parts in found):
            organisations = load_vocabulary().organisations
            articles = [
                _article(parts, number, name, layouts, organisations) for number, parts in enumerate(found, 1)
            ]
            return _alone(articles) if len(articles) == 1 else articles
    return None


def _alone(articles: list[Record | ReadingError]) -> list[Record | ReadingError]:
    """Return an export of one article without its number: the file's own name tells it."""
    return [one._replace(part="", place="") if isinstance(one, Record) else one for one in articles]


def articles_in(record: Record, name: str) -> Iterator[Record | ReadingError]:
    """Yield the articles of a text that is an export, else the record as it is."""
    exported = split_export(record.text, name)
    yield from [record] if exported is None else exported


def split_page(html: str, name: str) -> list[Record | ReadingError] | None:
    """Return the articles of an export that was saved as a web page, or None for any other page."""
    return split_export("\n\n".join(lines_of(html).lines), name) if may_be_export(html) else None


def _splitters(layouts: Layouts) -> Iterator[Callable[[Rows], Iterator[Parts | None]]]:
    for labelled in layouts.labelled:
        yield partial(_split_labelled, labelled, layouts)
    for tagged in layouts.tagged:
        yield partial(_split_tagged, tagged, layouts)
    for plain in layouts.plain:
        yield partial(_split_plain, plain, layouts)


def _split_labelled(layout: Labelled, layouts: Layouts, rows: Rows) -> Iterator[Parts | None]:
    """Yield the articles between the marks, None for one that has its mark and no fields."""
    ends = {i for i, row in enumerate(rows) if row.text in layout.ends}
    starts = _counted_starts(rows, layout.starts)
    rules = {i for i, row in enumerate(rows) if is_rule(row.text)} if layout.rules else set()
    marks = sorted(ends | starts | rules)
    if not marks or not any(label_of(row.text, layout.tells) for row in rows):
        return
    edges = [-1, *marks, len(rows)]
    blocks = [rows[first + 1 : last] for first, last in itertools.pairwise(edges)]
    marked = [first in starts or last in ends for first, last in itertools.pairwise(edges)]
    yield from _with_lost(blocks, marked, [labelled_parts(block, layout, layouts.words) for block in blocks])


def _counted_starts(rows: Rows, marks: Sequence[str]) -> set[int]:
    """Return the lines that count the articles: of one total, each number above the last."""
    starts: set[int] = set()
    last, total = 0, None
    for i, row in enumerate(rows):
        numbers = mark_numbers(row.text, marks)
        if numbers is None:
            continue
        number, of = numbers
        goes_on = last < number <= of and total in (None, of)
        if goes_on or number == 1:  # a file may hold several exports
            starts.add(i)
            last, total = number, of
    return starts


def _split_tagged(layout: Tagged, layouts: Layouts, rows: Rows) -> Iterator[Parts | None]:
    blocks = _blocks_before_codes(rows, layout.ends)
    yield from _with_lost(blocks, [True] * len(blocks), [tagged_parts(block, layout) for block in blocks])


def _split_plain(layout: Plain, layouts: Layouts, rows: Rows) -> Iterator[Parts | None]:
    blocks = _blocks_before_codes(rows, layout.ends)
    parts = [plain_parts(block, layout, layouts.words) for block in blocks]
    yield from _with_lost(blocks, [True] * len(blocks), parts)


def _blocks_before_codes(rows: Rows, ends: Sequence[str]) -> list[Rows]:
    edges = [-1, *(i for i, row in enumerate(rows) if has_code(row.text, ends))]
    return [rows[first + 1 : last] for first, last in itertools.pairwise(edges)]


def _with_lost(
    blocks: Sequence[Rows], marked: Sequence[bool], parts: Sequence[Parts | None]
) -> Iterator[Parts | None]:
    """Yield the articles, and None for each stretch that is marked as one, has words, and cannot be read."""
    for block, is_marked, one in zip(blocks, marked, parts, strict=True):
        if one is not None or (is_marked and _words(block) >= _FEWEST_LOST_WORDS):
            yield one


def _article(
    parts: Parts | None, number: int, name: str, layouts: Layouts, organisations: Organisations
) -> Record | ReadingError:
    place = f"article {number}"
    paragraphs = _paragraphs(parts.body) if parts else []
    nothing = len(paragraphs) == 1 and paragraphs[0].strip(" .[]()").lower() in layouts.words.no_text
    if parts is None or not paragraphs or nothing:
        return ReadingError(
            f"{name}, {place}",
            "has no text in this export",
            "the full text of the article",
            "export it again with full text, or go on without it",
        )
    text = "\n\n".join(_article_lines(parts, paragraphs, layouts))
    published = read_date(parts.published, load_vocabulary().furniture)
    outlet = _outlet(parts.outlet, layouts, organisations)
    return Record(
        text,
        part=str(number),
        place=place,
        metadata=Metadata(outlet=outlet or None, title=parts.title or None, published=published),
    )


def _article_lines(parts: Parts, paragraphs: list[str], layouts: Layouts) -> Iterator[str]:
    if parts.title:
        yield parts.title
    if parts.standfirst:
        yield parts.standfirst
    for byline in (parts.byline, parts.credit):
        if byline:
            # The label "Byline" is gone: without its word a name would read as a line of the article.
            opened = byline.partition(" ")[0].lower() in layouts.words.byline
            yield byline if opened else f"By {byline}"
    first, *rest = paragraphs
    place = parts.dateline
    known = not place or place.split(",")[0].lower() in first[: len(place) + 20].lower()
    yield first if known else f"{place} \N{EM DASH} {first}"
    yield from rest


def _paragraphs(rows: Rows) -> list[str]:
    """Return the paragraphs of a body: its lines, or, where lines are cut at a fixed width, its blocks of lines."""
    if not _is_cut(rows):
        return [row.text for row in rows]
    paragraphs: list[str] = []
    for row in rows:
        if row.gap or not paragraphs:
            paragraphs.append(row.text)
        else:
            paragraphs[-1] += " " + row.text
    return paragraphs


def _is_cut(rows: Rows) -> bool:
    """Return whether lines end where the page does: followed lines are of one width, mid-sentence."""
    followed = [row.text for row, after in itertools.pairwise(rows) if not after.gap]
    if not followed:
        return False
    widths = [len(line) for line in followed]
    usual = median(widths)
    near = sum(abs(width - usual) <= usual / 5 for width in widths)
    ended = sum(line.endswith(_SENTENCE_ENDS) for line in followed)
    alike = usual >= _NARROW and max(widths) <= _WIDE and near >= _MOST * len(followed)
    return alike and ended < len(followed) / 2


def _outlet(words: str, layouts: Layouts, organisations: Organisations) -> str:
    """Return a source as the registry calls it, without place and edition; one that it does not know, as it stands."""
    whole = words.split(";")[0].strip()
    before, comma, after = whole.rpartition(",")
    edition = comma and any(word in after.lower().split() for word in layouts.words.edition)
    without_edition = before.strip() if edition else whole
    without_place = without_edition.partition("(")[0].strip()
    for candidate in (whole, without_edition, without_place):
        if candidate and (known := organisations.find(candidate)):
            return known.name
    return without_edition


def _words(rows: Rows) -> int:
    return sum(len(row.text.split()) for row in rows)
