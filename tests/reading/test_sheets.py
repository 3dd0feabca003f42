"""Workbooks of Excel and files of Parquet: what is read of them, and what damage or another program leaves."""

import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from framing.reading.forms import sheets

from .made_tables import TEXT, Found, write_candidates, write_sheets


@pytest.mark.parametrize("name", ["news.ods", "news.xls", "locked.xlsx"])
def test_workbooks_that_are_not_read_say_what_to_save(
    forms: Path, read_one: Callable[..., Found], name: str
) -> None:
    articles, (reject,) = read_one(forms / name)
    assert not articles
    assert ".xlsx" in reject.remedy


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


def test_rows_without_what_reads_them(
    folder: Path, read_one: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_candidates(folder, ".xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    _, (reject,) = read_one(path)
    assert "pip install 'framing[tables]'" in reject.remedy
