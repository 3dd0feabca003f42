"""Lines on pages to paragraphs (room: reading): what a PDF does not say and a reader sees.

Sizes and places are in points, from the lower left corner of the page.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

_MARGIN = 0.12  # of the page's height, above and below
_FEWEST_PAGES = 2
_PAGE_NUMBER = re.compile(
    r"(?:[-–—\s]*|[Pp]age\s+|[Ss]eite\s+|p\.\s*)\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?[-–—\s]*"
)
_ADDRESS_AND_PAGE = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?")
_PRINTED_ON = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},\s+\d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s.*)?")
_DIGITS = re.compile(r"\d+")
_HYPHEN_END = re.compile(r"(\w+)[-‐]\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(r"[•·▪▸►‣◦●○■□]\s")
_PAIRS = frozenset({"and", "or", "und", "oder"})
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")
_SAME_LINE = 0.5  # of the size of the letters
_INDENT = 0.5
_LEADING = 1.35
_HEADLINE_LEADING = 1.6
_COMMON = 0.08  # of all steps
_SIZE = 0.12
_SHORT = 0.82  # of the column's width
_LARGER = 1.15
_FEWEST_CUT = 0.4
_TITLE_WORDS = (3, 30)


class Piece(NamedTuple):
    """A line, or what of it stands in one column: its text, its box from the baseline up, its letters' size."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


class Page(NamedTuple):
    """A page and its lines, in the order in which they were written."""

    width: float
    height: float
    pieces: Sequence[Piece]


class Paragraph(NamedTuple):
    """A paragraph, the size of its letters and the page on which it begins, from 0."""

    text: str
    size: float
    page: int


def without_margins(pages: Sequence[Page], keeps: Callable[[str], bool]) -> tuple[list[Page], int]:
    """Return the pages without running heads, page numbers and a browser's lines, and how many lines these were.

    From the edges of the page inwards, a line is one if it says no more than a page number, an address or a date of
    printing, or if it stands, numbers aside, on half of the pages; the first line that is none ends the search. Lines
    for which `keeps` is true are none. A headline that is carried on to the next pages in smaller letters is one there,
    and none where it stands large.
    """
    least: dict[str, float] = {}
    largest: dict[str, float] = {}
    for page in pages:
        for piece in page.pieces:
            least[piece.text] = min(least.get(piece.text, piece.size), piece.size)
            largest[piece.text] = max(largest.get(piece.text, 0.0), piece.size)
    texts = Counter(
        key
        for page in pages
        for key in {_key(piece) for side in _margins(page) for row in side for piece in row}
    )
    repeated = {key for key, count in texts.items() if count >= _FEWEST_PAGES and 2 * count >= len(pages)}

    def is_head(piece: Piece) -> bool:
        if keeps(piece.text) or piece.size > least[piece.text] * (1 + _SIZE):
            return False
        carried = largest[piece.text] > piece.size * (1 + _SIZE)
        return carried or _key(piece) in repeated or _says_no_more(piece.text)

    kept, dropped = [], 0
    for page in pages:
        heads = [
            piece
            for side in _margins(page)
            for row in itertools.takewhile(lambda row: any(map(is_head, row)), side)
            for piece in row
        ]
        kept.append(page._replace(pieces=[piece for piece in page.pieces if piece not in heads]))
        dropped += len(heads)
    return kept, dropped


def paragraphs_of(pages: Sequence[Page]) -> list[Paragraph]:
    """Return the paragraphs in reading order, lines joined and hyphens at their ends resolved; no pages give none."""
    ordered = [_in_reading_order(page) for page in pages]
    written = Counter(
        word for page in ordered for piece in page for word in re.findall(r"\w+(?:-\w+)*", piece.text.lower())
    )
    lines = [(number, piece) for number, page in enumerate(ordered) for piece in page if piece.text]
    columns = [_column(piece, ordered[number]) for number, piece in lines]
    body = _body_size([piece for _, piece in lines])
    leading = _usual_leading(lines, body)
    paragraphs: list[Paragraph] = []
    for i, (number, piece) in enumerate(lines):
        joined = i > 0 and _goes_on(lines[i - 1], (number, piece), columns[i - 1], columns[i], leading, body)
        if joined:
            last = paragraphs[-1]
            paragraphs[-1] = last._replace(text=_join(last.text, piece.text, written))
        else:
            paragraphs.append(Paragraph(piece.text, piece.size, number))
    return paragraphs


def title_of(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the headline: what is set largest on the first page, and clearly larger than the text, or None."""
    if not paragraphs:
        return None
    body = _body_size(paragraphs)
    fewest, most = _TITLE_WORDS
    large = [
        paragraph
        for paragraph in paragraphs
        if paragraph.page == 0
        and paragraph.size >= _LARGER * body
        and fewest <= len(paragraph.text.split()) <= most
    ]
    return max(large, key=lambda paragraph: paragraph.size).text if large else None


def _body_size(texts: Sequence[Piece] | Sequence[Paragraph]) -> float:
    """Return the size in which most letters are set; no texts give 0."""
    sizes: Counter[float] = Counter()
    for one in texts:
        sizes[one.size] += len(one.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _margins(page: Page) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """Return the lines near the upper edge and near the lower edge, each from the edge inwards."""
    edge = _MARGIN * page.height
    upper = sorted(
        (piece for piece in page.pieces if piece.top > page.height - edge), key=lambda one: -one.bottom
    )
    lower = sorted((piece for piece in page.pieces if piece.bottom < edge), key=lambda one: one.bottom)
    return _rows(upper), _rows(lower)


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _on_one_line(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _key(piece: Piece) -> str:
    return _DIGITS.sub("#", piece.text)


def _says_no_more(text: str) -> bool:
    """Return whether a line is a page number, an address with one, or the date on which a browser printed the page."""
    return any(pattern.fullmatch(text) for pattern in (_PAGE_NUMBER, _ADDRESS_AND_PAGE, _PRINTED_ON))


def _on_one_line(one: Piece, other: Piece) -> bool:
    return abs(one.bottom - other.bottom) < _SAME_LINE * max(one.size, other.size, 1.0)


def _in_reading_order(page: Page) -> list[Piece]:
    """Return the lines of a page in the order in which they are read.

    Programs write columns one after the other, so the order of writing is kept, but for pages whose lines run across
    both columns: there most lines are cut at one gap, and the left side of it is read first.
    """
    pieces = list(page.pieces)
    pairs = [
        (one, other)
        for one, other in itertools.pairwise(pieces)
        if _on_one_line(one, other) and other.left > one.right
    ]
    middle = [
        (one.right + other.left) / 2
        for one, other in pairs
        if 0.3 * page.width < (one.right + other.left) / 2 < 0.7 * page.width
    ]
    if not pairs or len(middle) < 5 or 2 * len(middle) < _FEWEST_CUT * len(pieces):
        return list(_joined_pieces(pieces))
    gutter = median(middle)
    ordered: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-round(piece.bottom), piece.left)):
        if piece.left < gutter < piece.right:
            ordered += [*left, *right, piece]
            left, right = [], []
        else:
            (left if piece.right <= gutter else right).append(piece)
    return [*ordered, *left, *right]


def _joined_pieces(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with those of one line together again: a wide space is no column."""
    last: Piece | None = None
    for piece in pieces:
        if last and _on_one_line(last, piece) and piece.left >= last.right:
            last = last._replace(
                text=f"{last.text}\t{piece.text}", right=piece.right, top=max(last.top, piece.top)
            )
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _column(piece: Piece, page: Sequence[Piece]) -> tuple[float, float]:
    """Return the left and right edge of the column in which a line stands: of the lines that overlap it."""
    middle = (piece.left + piece.right) / 2
    beside = [
        other for other in page if other.left <= middle <= other.right and abs(other.size - piece.size) < 1
    ]
    return min(other.left for other in beside), max(other.right for other in beside)


def _usual_leading(lines: Sequence[tuple[int, Piece]], body: float) -> float:
    """Return the step from line to line within the body's paragraphs, in sizes of its letters: the smallest of note."""
    steps = Counter(
        round((one.bottom - other.bottom) / one.size, 1)
        for (page, one), (next_page, other) in itertools.pairwise(lines)
        if page == next_page
        and 0 < one.bottom - other.bottom < 3 * one.size
        and one.size == other.size == body
    )
    common = [step for step, count in steps.items() if count >= _COMMON * steps.total()]
    return min(common, default=1.2)


def _goes_on(
    before: tuple[int, Piece],
    after: tuple[int, Piece],
    column_before: tuple[float, float],
    column: tuple[float, float],
    leading: float,
    body: float,
) -> bool:
    """Return whether a line goes on with the paragraph of the line before it."""
    (page, one), (next_page, other) = before, after
    if abs(one.size - other.size) > _SIZE * max(one.size, other.size):
        return False
    if _HYPHEN_END.search(one.text) and other.text[:1].islower():
        return True
    width = column_before[1] - column_before[0]
    full = one.right - column_before[0] >= _SHORT * width
    ended = _SENTENCE_END.search(one.text) is not None
    indented = other.left - column[0] > _INDENT * other.size
    step = one.bottom - other.bottom
    if page != next_page or step <= 0:  # a new page or the next column
        return not indented and full and not (ended and other.text[:1].isupper())
    headline = one.size >= _LARGER * body
    if step > (_HEADLINE_LEADING if headline else _LEADING * leading) * other.size:
        return False
    if _BULLET.match(other.text):
        return False
    if indented and one.left - column_before[0] <= _INDENT * one.size and not _BULLET.match(one.text):
        return False
    # Beside a picture lines are short though they go on, and in a headline too.
    if headline or (not ended and other.text[0].islower()):
        return True
    return full or (not ended and one.right + _first_width(other) > column_before[1])


def _first_width(piece: Piece) -> float:
    """Return about how wide a line's first word is: a line that had no room for it goes on in the next."""
    letters = max(len(piece.text), 1)
    return (piece.right - piece.left) * (len(piece.text.split()[0]) + 1) / letters


def _join(text: str, line: str, written: Counter[str]) -> str:
    """Return a paragraph with its next line, a word that the line's end cut made whole again.

    A hyphen stays where the word stands with it elsewhere in the file, where what follows is no small letter, and where
    it waits for the second half of a pair ("pre- and post-war").
    """
    hyphen = _HYPHEN_END.search(text)
    after = _FIRST_WORD.match(line)
    if hyphen is None or after is None:
        return f"{text} {line}"
    first, second = hyphen[1].lower(), after.group().lower()
    if second in _PAIRS:
        return f"{text} {line}"
    if not after.group()[0].islower():
        return text + line
    keeps = written[f"{first}-{second}"] > written[first + second]
    return text + line if keeps else text[:-1] + line
