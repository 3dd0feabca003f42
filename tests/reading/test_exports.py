"""Exports of databases become articles: every layout, every form, and texts that only look like one."""

import importlib
import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pytest

from framing.errors import ReadingError
from framing.reading import read
from framing.reading.forms.exports import split_export, split_page
from framing.reading.options import ReadingOptions
from framing.reading.records import Record
from framing.schema import Article

FORMS = Path(__file__).parents[1] / "data" / "forms"
MODULES = {".txt": "text", ".docx": "word", ".pdf": "pdf", ".rtf": "rtf"}
EXPORTS = sorted(
    path.name
    for path in FORMS.iterdir()
    if path.suffix in MODULES
    and path.stem.partition("-")[0] in ("nexis", "lexisnexis", "factiva", "proquest")
)
OUTLETS = ("New York Times", "Süddeutsche Zeitung", "La Nación", "The Guardian")
DATES = ("2025-03-04", "2025-03-05", "2025-03-06", "2025-03-07")


@pytest.fixture(scope="module")
def made() -> ModuleType:
    """The script that made the exports: it knows what is in them."""
    spec = importlib.util.spec_from_file_location("make_forms", FORMS / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records_in(name: str) -> list[Record | ReadingError]:
    module = importlib.import_module(f"framing.reading.forms.{MODULES[Path(name).suffix]}")
    return list(module.read_records(io.BytesIO((FORMS / name).read_bytes()), name, ReadingOptions()))


def split(text: str) -> list[Record]:
    found = split_export(text, "export.txt")
    assert found is not None
    assert all(isinstance(one, Record) for one in found)
    return found  # type: ignore[return-value]


def test_there_are_exports_of_every_form() -> None:
    assert len(EXPORTS) == 14
    assert {Path(name).suffix for name in EXPORTS} == set(MODULES)


@pytest.mark.parametrize("name", EXPORTS)
def test_export_is_split_into_its_articles(name: str, made: ModuleType) -> None:
    records = records_in(name)
    assert [record.part for record in records] == ["1", "2", "3", "4"]  # type: ignore[union-attr]
    for number, (record, one) in enumerate(zip(records, made.ARTICLES, strict=True)):
        assert isinstance(record, Record)
        byline = [one.byline if one.byline.startswith("By ") else f"By {one.byline}"] if one.byline else []
        place = f"{one.place} — " if one.place and name.startswith(("nexis", "lexis")) else ""
        assert record.text.split("\n\n") == [
            one.title,
            *byline,
            place + one.paragraphs[0],
            *one.paragraphs[1:],
        ]
        assert record.metadata.title == one.title
        assert record.metadata.outlet == OUTLETS[number]
        assert record.metadata.published == DATES[number]
        assert record.place == f"article {number + 1}"


def test_export_is_read_as_articles_with_regions(made: ModuleType) -> None:
    articles = list(read([FORMS / "nexis-uni.docx"]))
    assert all(isinstance(one, Article) for one in articles)
    first = articles[0]
    assert isinstance(first, Article)
    assert first.id == "nexis-uni#1"
    kinds = {region.kind: first.text[region.start : region.end] for region in first.regions}
    assert kinds["title"] == made.ARTICLES[0].title
    assert kinds["byline"] == "By HELEN ODUYA"
    assert kinds["dateline"] == "MARSDAL —"
    assert kinds["body"].startswith("A passenger ferry")


def test_page_that_holds_an_export_is_split(made: ModuleType) -> None:
    rows = made.factiva_plain(made.ARTICLES)
    page = "<html><head><title>Factiva</title><style>p {}</style></head><body>"
    page += "".join(f"<div class='x'>{row}</div>\n" for row in rows) + "</body></html>"
    found = split_page(page, "factiva.html")
    assert found is not None
    assert [one.metadata.outlet for one in found if isinstance(one, Record)] == list(OUTLETS)
    assert split_page("<p>Any other page.</p>", "page.html") is None


def test_page_with_a_table_of_tags_is_split(made: ModuleType) -> None:
    cells = (
        f"<tr><td class='index'><b>{tag}</b></td>\n<td>{''.join(f'<p>{value}</p>' for value in values)}</td></tr>"
        for tag, values in made.factiva_tagged(made.ARTICLES)
    )
    found = split_page(
        f"<html><body><div><table>{''.join(cells)}</table></div></body></html>", "factiva.html"
    )
    assert found is not None
    texts = [one.text.split("\n\n") for one in found if isinstance(one, Record)]
    assert [text[-1] for text in texts] == [one.paragraphs[-1] for one in made.ARTICLES]
    assert [text[0] for text in texts] == [one.title for one in made.ARTICLES]


def test_older_order_of_lexisnexis() -> None:
    first, second = split(
        """
                              1 of 2 DOCUMENTS

                     Copyright 2009 The Daily Example Company
                              All Rights Reserved
                               The Daily Example

                              June 19, 2009 Friday
                              Late Edition - Final

SECTION: Section A; Column 0; Foreign Desk; Pg. 1

LENGTH: 1,512 words

HEADLINE: Leaders meet for the first time since the war that
 ended in May

BYLINE: By JANE DOE

BODY:

   The leaders met on Thursday, and they spoke for two hours in a room of the
old palace that no visitor has seen since it was closed after the war.

   Then they left.

GRAPHIC: Photo: A door (A. Photographer)

LOAD-DATE: June 19, 2009

                              2 of 2 DOCUMENTS

                               The Daily Example

                              June 2009

LENGTH: 12 words

HEADLINE: Second piece

   A short body stands here, and it is all that there is.

LANGUAGE: ENGLISH
"""
    )
    assert first.metadata.outlet == "The Daily Example"
    assert first.metadata.published == "2009-06-19"
    assert first.text == (
        "Leaders meet for the first time since the war that ended in May\n\nBy JANE DOE\n\n"
        "The leaders met on Thursday, and they spoke for two hours in a room of the old palace that no visitor has "
        "seen since it was closed after the war.\n\nThen they left."
    )
    assert (second.metadata.outlet, second.metadata.published) == ("The Daily Example", None)
    assert second.text.endswith("A short body stands here, and it is all that there is.")


def test_nexis_article_without_the_word_body() -> None:
    (only,) = split(
        "News of the thing\nExample Wire\nJune 19, 2024 Wednesday 12:22 PM EST\n\n"
        "Copyright 2024 Example Wire All Rights Reserved\n\nLength: 90 words\n\n"
        "The body begins at once.\n\nIt has two paragraphs.\n\nLoad-Date: June 19, 2024\n\nEnd of Document\n"
    )
    assert only.text == "News of the thing\n\nThe body begins at once.\n\nIt has two paragraphs."
    assert only.metadata[1:4] == ("Example Wire", "News of the thing", "2024-06-19")


PROQUEST = """____________________________________________________________
Leaders meet
Doe, Jane.  The Example Times; London (UK) [London (UK)]. 19 June 2024: 1.
ProQuest document link
ABSTRACT (ENGLISH)
They met.
FULL TEXT
The leaders met on Thursday, and they spoke for two hours, an official said.
DETAILS
Subject:
Diplomacy; Meetings
Publication title:
The Example Times; London (UK)
Publication date:
Jun 19, 2024
ProQuest document ID:
3069123456
____________________________________________________________
Second
ProQuest document link
FULL TEXT
Full text not available.
DETAILS
Publication title: The Example Times; London (UK)
ProQuest document ID: 3069123457
____________________________________________________________
"""


def test_newer_headings_of_proquest_and_an_article_without_text() -> None:
    found = split_export(PROQUEST, "pq.pdf")
    assert found is not None
    first, second = found
    assert isinstance(first, Record)
    assert first.text == (
        "Leaders meet\n\nThe leaders met on Thursday, and they spoke for two hours, an official said."
    )
    assert first.metadata[1:4] == ("The Example Times", "Leaders meet", "2024-06-19")
    assert isinstance(second, ReadingError)
    assert second.where == "pq.pdf, article 2"
    assert "has no text" in second.found
    assert second.remedy


def test_interface_in_another_language() -> None:
    (only,) = split(
        "Politik\nTreffen der Präsidenten\nVon Jana Muster\n1.512 Wörter\n19. Juni 2024\nBeispielzeitung\nBSPZ\n"
        "Deutsch\nCopyright 2024. Alle Rechte vorbehalten.\n\nDer Text.\n\nDokument BSPZ000020240619ek6j001s1\n"
    )
    assert only.text == "Treffen der Präsidenten\n\nVon Jana Muster\n\nDer Text."
    assert only.metadata.outlet == "Beispielzeitung"


def test_article_in_the_middle_that_cannot_be_read_is_named(made: ModuleType) -> None:
    lines = made.nexis(made.ARTICLES)
    start = lines.index("End of Document")
    broken = "We are sorry, but this document cannot be displayed. " * 4
    found = split_export(
        "\n\n".join([*lines[: start + 1], broken, "End of Document", *lines[start + 1 :]]), "n.txt"
    )
    assert found is not None
    assert [isinstance(one, Record) for one in found] == [True, False, True, True, True]
    assert str(found[1]).startswith("n.txt, article 2")


def test_first_article_that_cannot_be_read_is_named(made: ModuleType) -> None:
    text = made.proquest(made.ARTICLES)
    first = text.index("Author:"), text.index("Document 2 of 4")
    found = split_export(
        text[: first[0]] + "Something went wrong here. " * 9 + "\n\n" + text[first[1] :], "p.txt"
    )
    assert found is not None
    assert [isinstance(one, Record) for one in found] == [False, True, True, True]


def test_heading_within_a_body_that_a_layout_knows_too() -> None:
    found = split_export(PROQUEST.replace("The leaders met", "Details\nThe leaders met", 1), "p.txt")
    assert found is not None
    assert isinstance(found[0], Record)
    assert found[0].text.endswith(
        "Details\n\nThe leaders met on Thursday, and they spoke for two hours, an official said."
    )


def test_two_exports_in_one_file(made: ModuleType) -> None:
    text = made.lexisnexis(made.ARTICLES)
    assert len(split(text + text)) == 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Document 1 of 25\n\nOnly the words of a mark, and an article that has no field at all below them.",
        "How to use it\n\nCopyright 2024 The Example. All Rights Reserved.\n\n"
        'Students ask what "Load-Date:" means. Length: 512 words is what the page says.\n\nEnd of Document\n',
        "A story.\n____________________\nAuthor: Jane Doe\n\nSection: World\n\nThe end of the story is here.",
        "HD video\n\nBY the river we sat, and it was 512 words long.\n\nDocument REUTR00020240619ek6j001\n",
        "The clerk read: 3 of 50 DOCUMENTS were missing.\n\nLENGTH: nobody knew.\n",
        "Full text: here it is.\n\nTitle: a song.\n\nProQuest document ID: nobody asked.\n",
    ],
)
def test_text_that_only_mentions_such_words_is_no_export(text: str) -> None:
    assert split_export(text, "a.txt") is None
