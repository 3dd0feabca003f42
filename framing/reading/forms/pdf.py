"""Records from PDF files (room: reading): lines with their places in, paragraphs in reading order out.

Running heads, page numbers and what a browser prints around a page are left out before the text is made, and a note
says so. The rules for paragraphs and columns stand in `pdf_layout`.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.exports import articles_in
from framing.reading.forms.layouts import is_mark
from framing.reading.forms.pdf_layout import Page, Piece, paragraphs_of, title_of, without_margins
from framing.reading.metadata import Metadata
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra

_CALLED = "a PDF"
_MOST_BYTES = 200_000_000
_FEWEST_LETTERS_A_PAGE = 20
_WIDEST_GAP = 1.6  # of the size of the letters: wider is no space between words
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_SAME_LINE = 0.5  # of the size, from baseline to baseline
_SAVE_AGAIN = "copy it again, or print it to PDF again"


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a PDF, or those of an export.

    Raises `ReadingError` for one that is protected by a password, is damaged, or holds pictures of pages and no text.
    """
    try:
        import pypdfium2
    except ImportError:
        raise needs_extra(name, _CALLED, "documents") from None
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ReadingError(name, "is larger than 200 MB", _CALLED, "split it into several files")
    pages = _read_pages(pypdfium2, data, name)
    letters = sum(len(piece.text) for page in pages for piece in page.pieces)
    if letters < _FEWEST_LETTERS_A_PAGE * min(len(pages), 3):
        raise ReadingError(
            name,
            "holds pictures of pages and no text",
            "a PDF whose words can be selected",
            "run it through text recognition (for example: ocrmypdf scan.pdf text.pdf) and give the result",
        )
    kept, dropped = without_margins(pages, is_mark)
    paragraphs = paragraphs_of(kept)
    notes = [f"left out {dropped} running heads, page numbers and the like"] if dropped else []
    if pictures := sum(not page.pieces for page in pages):
        notes.append(
            f"{pictures} of {len(pages)} pages hold no text; if they are pictures, text recognition would read them"
        )
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    yield from articles_in(Record(text, metadata=Metadata(title=title_of(paragraphs)), notes=notes), name)


def _read_pages(library: Any, data: bytes, name: str) -> list[Page]:
    try:
        document = library.PdfDocument(data)
    except library.PdfiumError as error:
        if (
            getattr(error, "err_code", None) == library.raw.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        ):
            raise ReadingError(
                name,
                "is protected by a password",
                "a PDF that opens without one",
                "open it with its password and print it to a new PDF",
            ) from error
        raise ReadingError(name, "cannot be read: it is damaged", "a whole PDF", _SAVE_AGAIN) from error
    try:
        return [_read_page(library, document, number) for number in range(len(document))]
    except library.PdfiumError as error:
        raise ReadingError(name, "has a page that is damaged", "a whole PDF", _SAVE_AGAIN) from error
    finally:
        document.close()


def _read_page(library: Any, document: Any, number: int) -> Page:
    page = document[number]
    width, height = page.get_size()
    words = page.get_textpage()
    pieces = list(_pieces(library.raw, words)) if words.count_chars() else []
    words.close()
    page.close()
    return Page(width, height, pieces)


def _pieces(raw: Any, words: Any) -> Iterator[Piece]:
    """Yield the lines of a page in the order in which they were written, cut where a gap is too wide for a space."""
    left, right, bottom, top, across, baseline = (ctypes.c_double() for _ in range(6))
    loose = raw.FS_RECTF()
    text: list[str] = []
    box = (0.0, 0.0, 0.0, 0.0)
    size = 0.0
    for i in range(words.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(words, i))
        if letter in "\r\n" or letter == "\0":
            if text:
                yield _piece(text, box, size)
            text = []
            continue
        if letter in "\x02\ufffe\xad":
            letter = "-"  # a hyphen that stands only because the line ends
        if letter.isspace():
            if text:
                text.append(" ")
            continue
        raw.FPDFText_GetCharBox(words, i, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(words, i, across, baseline)
        here = (left.value, bottom.value, right.value, top.value)
        # Behind a hyphen the library runs lines together.
        below = abs(baseline.value - box[1]) > _SAME_LINE * size
        if text and (below or here[0] - box[2] > _WIDEST_GAP * size):
            yield _piece(text, box, size)
            text = []
        if not text:
            box, size = here, here[3] - here[1]
            # The size as set may be scaled on the page; the height of the whole letter's box is not.
            if raw.FPDFText_GetLooseCharBox(words, i, loose):
                size = loose.top - loose.bottom
            box = (here[0], baseline.value, here[2], here[3])
        text.append(letter)
        box = (min(box[0], here[0]), box[1], max(box[2], here[2]), max(box[3], here[3]))
    if text:
        yield _piece(text, box, size)


def _piece(text: Sequence[str], box: tuple[float, float, float, float], size: float) -> Piece:
    left, bottom, right, top = box
    # Letters beyond the first plane come as two halves, and some programs write "fi" as one letter.
    whole = "".join(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    plain = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), whole)
    return Piece(plain.strip(), left, bottom, right, top, round(size, 1))
