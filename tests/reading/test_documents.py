"""Word, OpenDocument, RTF and PDF files, made by the programs that people use, and broken ones."""

import importlib
import io
import sys
import zipfile
from pathlib import Path

import pytest

from framing.errors import ReadingError
from framing.reading import read
from framing.reading.forms import pdf_layout
from framing.reading.forms.pdf_layout import Page, Piece
from framing.reading.options import ReadingOptions
from framing.reading.records import Record
from framing.schema import Reject

FORMS = Path(__file__).parents[1] / "data" / "forms"
MODULES = {".docx": "word", ".odt": "odt", ".rtf": "rtf", ".pdf": "pdf"}
TITLE = "Ferry Runs Aground Off Marsdal; All 212 Aboard Are Safe"


def read_form(data: bytes, name: str) -> Record:
    module = importlib.import_module(f"framing.reading.forms.{MODULES[Path(name).suffix]}")
    (record,) = module.read_records(io.BytesIO(data), name, ReadingOptions())
    assert isinstance(record, Record)
    return record


def read_file(name: str) -> Record:
    return read_form((FORMS / name).read_bytes(), name)


def paragraphs(name: str) -> list[str]:
    return [part for part in read_file(name).text.split("\n") if part]


@pytest.mark.parametrize("name", ["article.docx", "libreoffice.docx", "article.odt", "article.rtf"])
def test_word_processors_documents(name: str) -> None:
    parts = paragraphs(name)
    assert parts[:2] == [TITLE, "By HELEN ODUYA"]
    assert parts[3].endswith("“An hour later it would have been another story.”")
    # Tracked changes count as accepted, a table's row is a line, a footer is no text.
    assert parts[-3:] == ["The tugs are due on Saturday", "Ship\tBuilt", "Ferry\t1987"]


@pytest.mark.parametrize(
    "name", ["article.docx", "article.odt", "article.pdf", "chromium.pdf", "columns.pdf"]
)
def test_title_is_the_heading(name: str) -> None:
    assert read_file(name).metadata.title == TITLE


def test_notes_of_a_word_document_are_left_out() -> None:
    from framing.reading.forms.markup import lines_of

    page = (
        '<h1>A title</h1><p>He said so<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup> twice.</p>'
        '<ol><li id="footnote-1"><p>A note. <a href="#footnote-ref-1">↑</a></p></li></ol><p>The end.</p>'
    )
    assert lines_of(page) == (["A title", "He said so twice.", "The end."], "A title")


def test_pdf_printed_by_a_browser() -> None:
    record = read_file("chromium.pdf")
    parts = record.text.split("\n\n")
    assert parts[:2] == [TITLE, "By HELEN ODUYA"]
    assert len(parts) == 2 + 2 * 13
    assert parts[2:15] == parts[15:]
    assert "file://" not in record.text
    assert [note.split()[:2] for note in record.notes] == [["left", "out"]]


def test_pdf_by_a_plotting_library() -> None:
    parts = read_file("matplotlib.pdf").text.split("\n\n")
    assert len(parts) == 6
    assert parts[5] == "The ministry of transport has opened an inquiry."


def test_columns_one_after_the_other_without_head_and_page_numbers() -> None:
    text = read_file("columns.pdf").text
    assert len(text.split("\n\n")) == 16
    assert "REVIEW" not in text
    assert "– 1 –" not in text
    assert "another story.”\n\nLength: 94 meters." in text


def test_columns_written_across_and_hyphens_at_the_ends_of_lines() -> None:
    first, second = read_file("across.pdf").text.split("\n\n")
    assert first.startswith("The passengers of the grounded ferry were taken to the school")
    assert "two hundred people" in first
    assert "a well-known routine" in first  # the word stands so elsewhere in the file
    assert first.endswith("with the coast guard and the Red Cross.")
    assert second.startswith("The ship's owner")


def test_line_at_the_edge_that_recurs_ends_with_the_first_one_that_does_not() -> None:
    def page(number: int) -> Page:
        lines = (
            "The Example Times",
            f"Headline {'abc'[number]}",
            "Example Wire",
            "Text of the page.",
            f"{number}",
        )
        heights = (790, 775, 760, 400, 20)
        return Page(
            600, 800, [Piece(line, 50, y, 300, y + 9, 10) for line, y in zip(lines, heights, strict=True)]
        )

    kept, dropped = pdf_layout.without_margins([page(0), page(1), page(2)], lambda line: False)
    assert dropped == 6
    assert [piece.text for piece in kept[1].pieces] == ["Headline b", "Example Wire", "Text of the page."]
    kept, dropped = pdf_layout.without_margins([page(0), page(1)], lambda line: line.startswith("The"))
    assert dropped == 2


def test_headline_that_is_carried_on_in_small_letters_stays_where_it_is_large() -> None:
    def page(number: int) -> Page:
        head = Piece("A Headline", 50, 780, 300, 789, 8)
        large = Piece("A Headline", 50, 750, 400, 770, 20)
        text = Piece(f"Text of page {'one' if number else 'two'}.", 50, 400, 300, 409, 10)
        return Page(600, 800, [head, text] if number else [large, text])

    kept, dropped = pdf_layout.without_margins([page(0), page(1), page(2)], lambda line: False)
    assert dropped == 2
    assert [[piece.size for piece in one.pieces] for one in kept] == [[20, 10], [10], [10]]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("The passen-", "gers left.", "The passengers left."),
        ("Art before the pre-", "and post-war years.", "Art before the pre- and post-war years."),
        ("He met Anne-", "Marie.", "He met Anne-Marie."),
        ("It was -", "and is.", "It was - and is."),
    ],
)
def test_word_cut_by_the_end_of_a_line(first: str, second: str, whole: str) -> None:
    pieces = [Piece(first, 50, 700, 300, 709, 10), Piece(second, 50, 688, 250, 697, 10)]
    (paragraph,) = pdf_layout.paragraphs_of([Page(600, 800, pieces)])
    assert paragraph.text == whole


def test_no_pages_give_no_paragraphs() -> None:
    assert pdf_layout.paragraphs_of([]) == []
    assert pdf_layout.title_of([]) is None


@pytest.mark.parametrize(
    ("name", "found", "remedy"),
    [
        ("encrypted.pdf", "protected by a password", "print it to a new PDF"),
        ("scanned.pdf", "pictures of pages and no text", "text recognition"),
    ],
)
def test_pdf_that_gives_no_text_is_named_with_the_way_out(name: str, found: str, remedy: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_file(name)
    assert found in caught.value.found
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("name", ["article.docx", "article.odt", "article.rtf", "article.pdf"])
@pytest.mark.parametrize("share", [0.02, 0.5])
def test_document_that_is_cut_off_is_named(name: str, share: float) -> None:
    data = (FORMS / name).read_bytes()
    with pytest.raises(ReadingError) as caught:
        read_form(data[: int(len(data) * share)], name)
    assert "damaged" in caught.value.found
    assert caught.value.remedy


def test_documents_that_fail_do_not_stop_the_others(tmp_path: Path) -> None:
    whole = (FORMS / "article.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(whole[:9000])
    (tmp_path / "b.docx").write_bytes(b"")
    (tmp_path / "c.pdf").write_bytes(
        (FORMS / "article.rtf").read_bytes()
    )  # the ending errs, the content tells
    (tmp_path / "d.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "e.odt").write_bytes((FORMS / "article.odt").read_bytes())
    results = list(read([tmp_path]))
    rejects = {one.file: one for one in results if isinstance(one, Reject)}
    assert [one.file for one in results if not isinstance(one, Reject)] == ["c.pdf"]
    assert "password" in rejects["d.docx"].reason
    assert "is empty" in rejects["b.docx"].reason
    assert "same text" in rejects["e.odt"].reason
    assert all(one.remedy for one in rejects.values())


@pytest.mark.parametrize(
    ("name", "library"),
    [("article.docx", "mammoth"), ("article.rtf", "striprtf.striprtf"), ("article.pdf", "pypdfium2")],
)
def test_missing_library_is_named_with_its_extra(
    name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ReadingError) as caught:
        read_file(name)
    assert caught.value.remedy == "pip install 'framing[documents]'"


def test_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.reading.forms import odt, word

    monkeypatch.setattr(word, "_MOST_BYTES", 1000)
    monkeypatch.setattr(odt, "_MOST_BYTES", 1000)
    for name in ("article.docx", "article.odt"):
        with pytest.raises(ReadingError, match="more than"):
            read_file(name)


def open_document(text: str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text")
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "content.xml",
            f"<office:x {names}><office:body><office:text>{text}</office:text></office:body></office:x>",
        )
    return made.getvalue()


@pytest.mark.parametrize("count", ["700000000", "9" * 5000, "-3", "many"])
def test_spaces_without_end_are_some(count: str) -> None:
    text = f'<text:p>The council met<text:s text:c="{count}"/>again.</text:p>'
    assert len(read_form(open_document(text), "a.odt").text) < 200


def test_a_document_nested_without_end_is_damaged(tmp_path: Path) -> None:
    depth = 20_000
    path = tmp_path / "a.odt"
    path.write_bytes(open_document("<text:span>" * depth + "</text:span>" * depth))
    (reject,) = read([path])
    assert isinstance(reject, Reject)
    assert "is damaged" in reject.reason


def test_letters_that_are_joined_or_stand_apart_come_out_plain() -> None:
    from framing.reading.forms.pdf import _piece

    assert _piece(["\ufb01", "n", "\ud83d", "\ude00", " "], (0, 0, 9, 9), 9).text == "fin\U0001f600"


def test_pages_that_are_pictures_among_pages_of_text_are_told() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=FORMS / "matplotlib.pdf")
    writer.append(FORMS / "scanned.pdf")
    buffer = io.BytesIO()
    writer.write(buffer)
    (note,) = read_form(buffer.getvalue(), "half.pdf").notes
    assert note.startswith("1 of 2 pages hold no text")


def test_lines_beside_a_picture_and_of_a_headline_go_on() -> None:
    lines = [
        ("A headline that is set in large letters", 300, 16),
        ("and Goes On", 120, 16),
        ("The first lines stand beside", 200, 10),
        ("a picture, and so they are short,", 210, 10),
        ("and the last ones run below the picture across the whole page.", 400, 10),
    ]
    pieces = [
        Piece(text, 50, 700 - 12 * i - (20 if size == 10 else 0), 50 + width, 710 - 12 * i, size)
        for i, (text, width, size) in enumerate(lines)
    ]
    found = [one.text for one in pdf_layout.paragraphs_of([Page(600, 800, pieces)])]
    assert found == [
        "A headline that is set in large letters and Goes On",
        "The first lines stand beside a picture, and so they are short, and the last ones run below the picture across "
        "the whole page.",
    ]
