"""Tables that tests write: one article or some, in each form of a table."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow
from pyarrow import parquet

from framing.schema import Article, Reject

Found = tuple[list[Article], list[Reject]]

TEXT = "The council voted on Monday, after nine hours, to close the old harbour.\n\nThe mayor did not vote."


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
