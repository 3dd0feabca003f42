"""A table may be read in parts: together they give what reading it as a whole gives, error for error."""

import gzip
import json
from dataclasses import replace
from itertools import pairwise

import pyarrow
import pytest
from pyarrow import parquet

from framing.reading import ReadingOptions
from framing.reading.files import FoundFile
from framing.reading.folders import FolderNames
from framing.reading.read import count_records, read_file

ROWS = [{"id": f"n{number}", "text": f"Report {number} begins, and ends here."} for number in range(150)]


def jsonl():
    lines = [json.dumps(row) for row in ROWS]
    lines[3] = "{broken"
    lines[70] = ""
    lines[80] = json.dumps({"id": "x"})
    return "\n".join(lines).encode(), 149


def csv():
    lines = ["id,text", *(f'{row["id"]},"{row["text"]}"' for row in ROWS)]
    lines[20] = 'n19,"a quotation mark that never closes'
    lines[40] = ""
    return "\n".join(lines).encode(), 149


def parquet_bytes(folder):
    parquet.write_table(pyarrow.Table.from_pylist(ROWS), folder / "news.parquet", row_group_size=40)
    return (folder / "news.parquet").read_bytes(), 150


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_parts_give_what_the_whole_gives(tmp_path, form, packed):
    content, records = {"jsonl": jsonl, "csv": csv, "parquet": lambda: parquet_bytes(tmp_path)}[form]()
    file = tmp_path / f"table.{form}{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(content) if packed else content)
    found = FoundFile(file, file.name, "table")
    options = ReadingOptions()

    def read(*part):
        return list(read_file(found, FolderNames(options), replace(options), *part))

    whole = read()
    assert count_records(found, options) == len(whole) == records
    bounds = [0, 1, 39, 40, 41, 100, None]
    parts = [read(start, stop) for start, stop in pairwise(bounds)]
    assert [len(part) for part in parts] == [1, 38, 1, 1, 59, records - 100]
    assert [one for part in parts for one in part] == whole


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"One article, and no table."),
        ("a.jsonl", b'{"words": 1, "more": 2}\n'),
        ("a.jsonl.gz", gzip.compress(b'{"text": "A story."}\n' * 99, mtime=0)[:-12]),
        ("a.csv", b""),
        ("a.parquet", b"PAR1 torn"),
    ],
)
def test_what_is_read_as_a_whole_is_not_counted(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert not count_records(FoundFile(tmp_path / name, name, "a"), ReadingOptions())
