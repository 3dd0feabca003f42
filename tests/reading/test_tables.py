"""Tables as text, by real software, badly written, and cut off; JSON as lists and lines."""

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from framing.reading import ReadingOptions
from framing.reading.forms import jsonl, tables

from .made_tables import TEXT, Found, write_csv

HEADER = ("Id", "Headline", "Publication", "Date", "Body")
ROWS = (
    ("h1", "Harbour to close for two years", "Ostrava Bay Post", "2024-03-04"),
    ("h2", "Fishermen march against closure", "The Coast Daily", "2024-03-05"),
    ("h3", "Engineers: walls unsafe since 2019", "Ostrava Bay Post", "2024-03-06"),
)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("news.csv", "utf-8"),
        ("news.csv.gz", "utf-8"),
        ("news.xlsx", "utf-8"),
        ("semicolon-windows-1252.csv", "cp1252"),
        ("tab-utf-16.csv", "utf-16"),
        ("single-quotes.csv", "utf-8"),
    ],
)
def test_files_that_programs_have_written(
    forms: Path, read_one: Callable[..., Found], name: str, encoding: str
) -> None:
    articles, rejects = read_one(forms / name)
    assert not rejects
    assert [(one.id, one.title, one.outlet, one.published) for one in articles] == list(ROWS)
    assert "“It is a sad day for the fishermen,” harbour master Inês Duarte" in articles[0].text
    assert 'they called the vote "a betrayal"' in articles[1].text
    assert articles[2].text.endswith("€12 million; the council had set aside 9.")
    assert {one.encoding for one in articles} == {encoding}
    assert 'text from "Body", outlet from "Publication"' in articles[0].notes[0]


@pytest.mark.parametrize(
    "way",
    [
        {},
        {"delimiter": ";"},
        {"delimiter": "\t"},
        {"delimiter": "|"},
        {"quoting": csv.QUOTE_ALL},
        {"quotechar": "'"},
        {"doublequote": False, "escapechar": "\\"},
        {"lineterminator": "\n"},
        {"lineterminator": "\r"},
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_way_of_writing_is_found(
    folder: Path, read_one: Callable[..., Found], way: dict[str, object], encoding: str
) -> None:
    texts = [
        f'{TEXT} "No," he said; "we\'ll see, | \\ he\'d gone."',
        'It was the third day.\nHe said: "Wait". Then, he left.',
    ]
    if way.get("lineterminator") == "\r":
        texts = [text.replace("\n", " ") for text in texts]
    rows = [("text", "outlet", "id"), *((text, "Reuters", n) for n, text in enumerate(texts))]
    articles, rejects = read_one(write_csv(folder / "a.csv", *rows, encoding=encoding, **way))
    assert not rejects
    assert [one.text for one in articles] == texts
    assert [(one.id, one.outlet, one.notes) for one in articles] == [
        ("0", "Reuters", []),
        ("1", "Reuters", []),
    ]


def test_excel_names_the_delimiter_in_the_first_line(folder: Path, read_one: Callable[..., Found]) -> None:
    (folder / "a.csv").write_text(f'sep=;\r\n"text";"title"\r\n"{TEXT}";"The vote"\r\n')
    (article,), rejects = read_one(folder / "a.csv")
    assert (article.text, article.title, article.id, rejects) == (TEXT, "The vote", "a#2", [])


@pytest.mark.parametrize("name", ["table.txt", "table", "table.csv"])
def test_a_table_of_text_with_tabs_is_found_by_its_header(
    folder: Path, read_one: Callable[..., Found], name: str
) -> None:
    write_csv(folder / name, ("headline", "text"), ("The vote", TEXT), delimiter="\t")
    (article,), rejects = read_one(folder / name)
    assert (article.text, article.title, rejects) == (TEXT, "The vote", [])


def test_an_article_that_begins_like_a_list_is_no_table(folder: Path, read_one: Callable[..., Found]) -> None:
    text = f"Title, date, body, and soul\n\n{TEXT}"
    (folder / "a.txt").write_text(text.replace("Title, date, body", "Date of birth, of mind, of body"))
    (article,), rejects = read_one(folder / "a.txt")
    assert "harbour" in article.text
    assert not rejects


def test_a_cell_of_several_megabytes(folder: Path, read_one: Callable[..., Found]) -> None:
    long = "The council met, and it talked. " * 130_000
    assert len(long) > 4_000_000
    limit = csv.field_size_limit()
    articles, rejects = read_one(write_csv(folder / "a.csv", ("text",), (long,), (long * 2,), (TEXT,)))
    assert [len(one.text) for one in articles] == [len(long), len(TEXT)]
    assert [(one.file, "5 MB" in one.reason) for one in rejects] == [("a.csv, row 3", True)]
    assert csv.field_size_limit() == limit


def test_bad_rows_are_named_and_the_others_are_read(folder: Path, read_one: Callable[..., Found]) -> None:
    lines = [
        "id,text,note",
        f'1,"{TEXT}",',
        "2,The mayor, who left, did not vote.,x",
        "",
        '3,"He said "no" and left the hall.",x',
        "4,,x",
        "5,The council met again.",
        '6,"The council met a third time, and',
    ]
    (folder / "a.csv").write_text("\n".join(lines))
    articles, rejects = read_one(folder / "a.csv")
    assert [one.id for one in articles] == ["1", "5"]
    assert [(one.file.partition(", ")[2], one.reason.partition(";")[0]) for one in rejects] == [
        ("row 3", "has 5 cells, and the header 3"),
        ("row 5", "cannot be read: ',' expected after '\"'"),
        ("row 6", "has no text"),
        ("row 8", "breaks off within quotation marks"),
    ]
    assert all(one.remedy for one in rejects)


@pytest.mark.parametrize("way", [{}, {"quoting": csv.QUOTE_ALL}])
def test_a_stray_quotation_mark_takes_its_own_row_alone(
    folder: Path, read_one: Callable[..., Found], way: dict[str, object]
) -> None:
    texts = [f"The council met on day {day} and the mayor stayed away." for day in range(300)]
    path = write_csv(folder / "a.csv", ("text", "date"), *((text, "2024-03-04") for text in texts), **way)
    lines = path.read_text().splitlines()
    for broken in (4, 5, 200):
        lines[broken] = f'"{lines[broken]}'.replace('""', '"" said he "')
    path.write_text("\n".join(lines))
    articles, rejects = read_one(path)
    assert [(one.id, one.text) for one in articles] == [
        (f"a#{row}", text) for row, text in enumerate(texts, 2) if row not in (5, 6, 201)
    ]
    assert [one.file for one in rejects] == ["a.csv, row 5", "a.csv, row 201"]
    assert "lines 5 to 6 are left out" in rejects[0].reason


def test_paragraphs_of_a_broken_row_are_no_rows(folder: Path, read_one: Callable[..., Found]) -> None:
    broken = 'The mayor, he said, left.\n\nHe had "no" choice, and none, he said.\n\nThey met again.'
    rows = [f'"1","{TEXT}","x"', f'"2","{broken}","x"', f'"3","{TEXT} Twice.","x"']
    (folder / "a.csv").write_text("\n".join(['"id","text","note"', *rows]))
    articles, (reject,) = read_one(folder / "a.csv")
    assert [one.id for one in articles] == ["1", "3"]
    assert (reject.file, "lines 5 to 9" in reject.reason) == ("a.csv, row 3", True)


def test_a_table_that_is_broken_throughout_takes_no_time(
    folder: Path, read_one: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_MOST_READ_AGAIN", 1_000_000)
    (folder / "a.csv").write_text("id,text\n" + 'a","b\n' * 20_000)
    started = time.process_time()
    assert not read_one(folder / "a.csv")[0]
    assert time.process_time() - started < 5


def test_single_windows_bytes_far_down_are_read(folder: Path, read_one: Callable[..., Found]) -> None:
    good = "".join(f'"Café number {n} closed."\n' for n in range(5000)).encode()
    (folder / "a.csv").write_bytes(b"text\n" + good + '"José’s café closed."\n'.encode("cp1252"))
    articles, rejects = read_one(folder / "a.csv")
    assert not rejects
    assert (articles[4999].encoding, articles[5000].encoding) == ("utf-8", "cp1252")
    assert articles[5000].text == "José’s café closed."
    assert "cp1252" in articles[5000].notes[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"id,text\n", "has a header and no rows"),
        (b"one,two\n1,2\n", "has no column that is known to hold the articles' text, but one, two"),
        (b"\x00\x01\x02\x03", "no column"),
        (b'"id,text\n1,2', "has a header that cannot be read"),
    ],
)
def test_tables_without_articles(
    folder: Path, read_one: Callable[..., Found], data: bytes, reason: str
) -> None:
    (folder / "a.csv").write_bytes(data)
    articles, (reject,) = read_one(folder / "a.csv")
    assert not articles
    assert reason in reject.reason
    assert reject.remedy


@pytest.mark.parametrize("indent", [None, 1])
def test_json_as_a_list(folder: Path, read_one: Callable[..., Found], indent: int | None) -> None:
    items = [{"headline": "The vote", "body": TEXT}, {"body": None}, 7, {"id": "x", "body": TEXT + " More."}]
    (folder / "a.json").write_text(json.dumps(items, indent=indent))
    articles, rejects = read_one(folder / "a.json")
    assert [(one.id, one.title) for one in articles] == [("a#1", "The vote"), ("x", None)]
    assert [(one.file, one.reason.partition(";")[0]) for one in rejects] == [
        ("a.json, item 2", "has no text"),
        ("a.json, item 3", "is no object"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_json_lines_in_wide_letters(folder: Path, read_one: Callable[..., Found], encoding: str) -> None:
    lines = "".join(json.dumps({"text": f"{TEXT} {n}"}) + "\n" for n in range(3000))
    (folder / "a.jsonl").write_bytes(lines.encode(encoding))
    articles, rejects = read_one(folder / "a.jsonl")
    assert (len(articles), rejects) == (3000, [])


def test_json_as_one_object(folder: Path, read_one: Callable[..., Found]) -> None:
    (folder / "a.json").write_text(json.dumps({"title": "The vote", "text": TEXT, "tags": []}, indent=1))
    (folder / "b.json").write_text(json.dumps({"count": 1, "articles": [{"text": TEXT + "b"}]}, indent=1))
    (article,), _ = read_one(folder / "a.json")
    assert (article.id, article.title, article.text) == ("a", "The vote", TEXT)
    (article,), _ = read_one(folder / "b.json")
    assert (article.id, article.text) == ("b#1", TEXT + "b")


@pytest.mark.parametrize("data", ['[{"text": "The council', "[]", "[{}]", "[1, 2]", "{}", "x", ""])
def test_json_without_articles(folder: Path, read_one: Callable[..., Found], data: str) -> None:
    (folder / "a.json").write_text(data)
    articles, (reject,) = read_one(folder / "a.json")
    assert not articles
    assert "reading failed" not in reject.reason
    assert reject.remedy


class Endless(io.RawIOBase):
    """A file without end: a first line, and then the same line for ever."""

    def __init__(self, first: bytes, line: bytes) -> None:
        self.first, self.line, self.given = first, line, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        lines = self.line * (len(buffer) // len(self.line)) if self.given else self.first
        buffer[: len(lines)] = lines
        self.given += len(lines)
        return len(lines)


@pytest.mark.parametrize(
    ("form", "first", "line"),
    [
        (tables, b"text\n", b'"The council, again, met."\n'),
        (jsonl, b"\n", b'{"text": "The council, again, met.", "other": [1, 2]}\n'),
    ],
)
def test_rows_are_streamed(form: ModuleType, first: bytes, line: bytes, options: ReadingOptions) -> None:
    endless = Endless(first, line)
    records = form.read_records(io.BufferedReader(endless, 65_536), "a", options)
    for _ in range(10_000):
        assert next(records).text == "The council, again, met."
    assert endless.given < 10_000 * len(line) + 300_000
