"""Tables of every kind: by real software, badly written, cut off, and with columns that must be found."""

import csv
import io
import json
import re
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from framing.errors import UsageError
from framing.reading import ReadingOptions, read
from framing.reading.forms import jsonl, sheets, tables
from framing.reading.forms.rows import HEADERS
from framing.schema import Article, Reject

Found = tuple[list[Article], list[Reject]]

TEXT = "The council voted on Monday, after nine hours, to close the old harbour.\n\nThe mayor did not vote."
HEADER = ("Id", "Headline", "Publication", "Date", "Body")
ROWS = (
    ("h1", "Harbour to close for two years", "Ostrava Bay Post", "2024-03-04"),
    ("h2", "Fishermen march against closure", "The Coast Daily", "2024-03-05"),
    ("h3", "Engineers: walls unsafe since 2019", "Ostrava Bay Post", "2024-03-06"),
)


@pytest.fixture
def forms(repository: Path) -> Path:
    return repository / "tests" / "data" / "forms"


@pytest.fixture
def read_one(options: ReadingOptions) -> Callable[..., Found]:
    def read_path(path: Path, **columns: str) -> Found:
        chosen = ReadingOptions(vocabulary=options.vocabulary, columns=columns)
        found = list(read([path], chosen))
        return (
            [one for one in found if isinstance(one, Article)],
            [one for one in found if isinstance(one, Reject)],
        )

    return read_path


def write_csv(path: Path, *rows: Sequence[object], encoding: str = "utf-8", **way: object) -> Path:
    with path.open("w", newline="", encoding=encoding) as out:
        csv.writer(out, **way).writerows(rows)  # type: ignore[arg-type]
    return path


def write_sheets(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


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


@pytest.mark.parametrize("name", ["news.ods", "news.xls", "locked.xlsx"])
def test_workbooks_that_are_not_read_say_what_to_save(
    forms: Path, read_one: Callable[..., Found], name: str
) -> None:
    articles, (reject,) = read_one(forms / name)
    assert not articles
    assert ".xlsx" in reject.remedy


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


CANDIDATES = ("id", "content", "body", "article_text")


def write_candidates(folder: Path, ending: str) -> Path:
    path = folder / f"a{ending}"
    row = ("1", "The council met again on Monday.", TEXT, "The council met at last on Friday.")
    if ending == ".csv":
        return write_csv(path, CANDIDATES, row)
    if ending == ".xlsx":
        return write_sheets(path, News=[CANDIDATES, row])
    if ending == ".parquet":
        parquet.write_table(pyarrow.table(dict(zip(CANDIDATES, ([cell] for cell in row), strict=True))), path)
        return path
    path.write_text(json.dumps(dict(zip(CANDIDATES, row, strict=True))) + "\n")
    return path


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_three_columns_that_may_be_the_text(
    folder: Path, read_one: Callable[..., Found], ending: str
) -> None:
    path = write_candidates(folder, ending)
    articles, (reject,) = read_one(path)
    assert not articles
    assert "3 columns that may hold the articles' text: article_text, body, content" in reject.reason
    assert "--columns text=article_text" in reject.remedy
    (article,), rejects = read_one(path, text="body")
    assert (article.text, rejects) == (TEXT, [])
    assert 'text from "body"' in article.notes[0]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_a_column_that_is_asked_for_and_missing(
    folder: Path, read_one: Callable[..., Found], ending: str
) -> None:
    articles, (reject,) = read_one(write_candidates(folder, ending), text="Boddy")
    assert not articles
    assert "has no column 'Boddy'" in reject.reason
    assert "id, content, body, article_text" in reject.reason


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_columns_are_asked_of_the_tables_that_have_them(
    folder: Path, options: ReadingOptions, ending: str
) -> None:
    write_candidates(folder, ending)
    write_csv(folder / "b.csv", ("Copy", "Day"), (TEXT + " Twice.", "2024-03-04"))
    (folder / "c.txt").write_text(TEXT + " Thrice.")
    (folder / "d.jsonl").write_text(json.dumps({"text": TEXT + " Again.", "content": "x"}) + "\n")
    chosen = ReadingOptions(vocabulary=options.vocabulary, columns={"text": "Copy", "published": "Day"})
    found = list(read([folder], chosen))
    (reject,) = [one for one in found if isinstance(one, Reject)]
    assert "has no column 'Copy', which is asked for as text" in reject.reason
    articles = {one.file: one for one in found if isinstance(one, Article)}
    assert (articles["b.csv"].published, len(articles)) == ("2024-03-04", 3)
    assert 'no "Copy" for text' in articles["d.jsonl"].notes[0]


def test_a_column_that_no_table_has(folder: Path, options: ReadingOptions) -> None:
    path = write_csv(folder / "a.csv", ("text", "date"), (TEXT, "2024-03-04"))
    chosen = ReadingOptions(vocabulary=options.vocabulary, columns={"published": "Dayt"})
    for _ in range(2):
        article, reject = read([path], chosen)
        assert isinstance(article, Article), article
        assert isinstance(reject, Reject), reject
        assert "no table has a column 'Dayt'" in reject.reason


def test_the_page_lists_the_names_of_columns(repository: Path) -> None:
    page = (repository / "docs" / "inputs.md").read_text(encoding="utf-8")
    for field, names in HEADERS.items():
        (listed,) = re.findall(rf"^\| `{field}` \| (.+) \|$", page, flags=re.MULTILINE)
        assert [name.replace("_", "").casefold() for name in listed.split(", ")] == list(names)


def test_a_field_that_there_is_not() -> None:
    with pytest.raises(UsageError, match=r"'titel' is no field.*did you mean 'title'"):
        ReadingOptions(columns={"titel": "Headline"})


def test_columns_of_any_name_when_asked_for(folder: Path, read_one: Callable[..., Found]) -> None:
    path = write_csv(folder / "a.csv", ("Was, wann", "x y"), ("The vote", TEXT), delimiter=";")
    (article,), _ = read_one(path, text="x y", title="Was, wann")
    assert (article.text, article.title) == (TEXT, "The vote")


def test_fields_of_json_lines_are_found_too(folder: Path, read_one: Callable[..., Found]) -> None:
    first = {"headline": "The vote", "articleBody": TEXT, "publisher": {"name": "Reuters"}, "docid": 7.0}
    (folder / "a.jsonl").write_text(json.dumps(first) + "\n" + json.dumps({"articleBody": TEXT + " More."}))
    (one, two), rejects = read_one(folder / "a.jsonl")
    assert (one.id, one.title, one.outlet, two.id, rejects) == ("7", "The vote", "Reuters", "a#2", [])


def test_the_field_text_is_the_text_of_json_lines(folder: Path, read_one: Callable[..., Found]) -> None:
    (folder / "a.jsonl").write_text(json.dumps({"text": TEXT, "body": "x", "content": 3}) + "\n")
    (article,), rejects = read_one(folder / "a.jsonl")
    assert (article.text, article.notes, rejects) == (TEXT, [], [])


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


def test_two_columns_of_one_name(folder: Path, read_one: Callable[..., Found]) -> None:
    _, (reject,) = read_one(write_csv(folder / "a.csv", ("text", "text", "date"), (TEXT, TEXT, "2024-03-04")))
    assert "--columns" not in reject.remedy
    assert "rename" in reject.remedy


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


def test_sheets_and_rows_as_excel_shows_them(folder: Path, read_one: Callable[..., Found]) -> None:
    path = write_sheets(
        folder / "a.xlsx",
        Notes=[["what this is"], ["a list"]],
        March=[
            [],
            ["Text", "Date"],
            [TEXT, date(2024, 3, 4)],
            [],
            ["The council met.", datetime(2024, 3, 5, 9)],
        ],
        April=[["Text"], [17], ["The council met again."]],
        Empty=[],
    )
    articles, (reject,) = read_one(path)
    assert [(one.id, one.published) for one in articles] == [
        ("a#March-3", "2024-03-04"),
        ("a#March-5", "2024-03-05T09:00:00"),
        ("a#April-3", None),
    ]
    assert (reject.file, "no string" in reject.reason) == ("a.xlsx, sheet 'April', row 2", True)


def test_a_workbook_with_a_cell_in_its_last_corner(folder: Path, read_one: Callable[..., Found]) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["text"])
    sheet.append([TEXT])
    sheet.cell(1_048_576, 16_384).value = "stray"
    workbook.save(folder / "a.xlsx")
    (article,), (reject,) = read_one(folder / "a.xlsx")
    assert article.text == TEXT
    assert "no text" in reject.reason


def test_a_sheet_that_may_hold_articles_is_not_passed_over(
    folder: Path, read_one: Callable[..., Found]
) -> None:
    path = write_sheets(
        folder / "a.xlsx",
        News=[["text", "date"], [TEXT, "2024-03-04"]],
        Older=[["Copy as printed", "Date"], [TEXT, "2024-03-05"]],
        Two=[["Body", "Content"], [TEXT, TEXT]],
        Chart=[["Month", "Circulation"], ["March", 12]],
    )
    (article,), rejects = read_one(path)
    assert article.text == TEXT
    assert [one.file for one in rejects] == ["a.xlsx, sheet 'Older'", "a.xlsx, sheet 'Two'"]


def test_a_row_whose_number_is_beyond_all_sheets(
    folder: Path, read_one: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_MOST_ROWS", 1000)
    whole = write_sheets(folder / "b.xlsx", News=[["text"], [TEXT], ["The council met again."]])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(folder / "a.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'r="3"', b'r="90000000000"'))
    (article,), (reject,) = read_one(folder / "a.xlsx")
    assert article.text == TEXT
    assert "no sheet of Excel" in reject.reason


def test_excel_cuts_long_texts(folder: Path, read_one: Callable[..., Found]) -> None:
    long = ("The council met. " * 3000)[:32_767]
    (article,), _ = read_one(write_sheets(folder / "a.xlsx", News=[["text"], [long]]))
    assert any("cut off" in note for note in article.notes)


def test_parquet_is_read_in_batches(folder: Path, read_one: Callable[..., Found]) -> None:
    texts = [f"The council met {n} times." for n in range(700)] + [None]
    table = pyarrow.table(
        {
            "full_text": texts,
            "date": [datetime(2024, 3, 4)] * 701,
            "source": pyarrow.array(["Reuters"] * 701).dictionary_encode(),
            "vector": [[1.0, 2.0]] * 701,
        }
    )
    parquet.write_table(table, folder / "a.parquet", row_group_size=300, compression="zstd")
    articles, (reject,) = read_one(folder / "a.parquet")
    assert [one.id for one in articles] == [f"a#{n}" for n in range(1, 701)]
    assert (articles[0].published, articles[0].outlet) == ("2024-03-04", "Reuters")
    assert reject.file == "a.parquet, row 701"


def test_parquet_with_bytes(folder: Path, read_one: Callable[..., Found]) -> None:
    table = pyarrow.table({"text": ["The café met.".encode(), "The café closed.".encode("cp1252")]})
    parquet.write_table(table, folder / "a.parquet")
    articles, rejects = read_one(folder / "a.parquet")
    assert [one.text for one in articles] == ["The café met.", "The café closed."]
    assert not rejects


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_workbooks_and_parquet_cut_off(
    folder: Path, read_one: Callable[..., Found], ending: str, share: float
) -> None:
    whole = write_candidates(folder, ending).read_bytes()
    (folder / f"a{ending}").write_bytes(whole[: int(len(whole) * share)])
    articles, (reject,) = read_one(folder / f"a{ending}")
    assert not articles
    assert reject.file == f"a{ending}"
    assert "reading failed" not in reject.reason
    assert reject.remedy


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
def test_damaged_within(folder: Path, read_one: Callable[..., Found], ending: str) -> None:
    whole = bytearray(write_candidates(folder, ending).read_bytes())
    for place in range(40, len(whole) - 400, 7):
        whole[place] ^= 0xFF
    (folder / f"a{ending}").write_bytes(bytes(whole))
    articles, (reject,) = read_one(folder / f"a{ending}")
    assert not articles
    assert "reading failed" not in reject.reason


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_found_by_content_under_another_ending(
    folder: Path, read_one: Callable[..., Found], ending: str
) -> None:
    data = write_candidates(folder, ending).read_bytes()
    (folder / "b.txt").write_bytes(data)
    (article,), rejects = read_one(folder / "b.txt", text="body")
    assert (article.text, rejects) == (TEXT, [])


def test_rows_without_what_reads_them(
    folder: Path, read_one: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_candidates(folder, ".xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    _, (reject,) = read_one(path)
    assert "pip install 'framing[tables]'" in reject.remedy


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
