"""What a file is, by its first bytes and then by its ending."""

import re

import pytest

from framing.errors import ReadingError
from framing.reading.kinds import KINDS, find_kind, find_zip_kind, without_ending

PROSE = b"The council voted on Monday to close the old harbour, the mayor said.\n"


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (PROSE, "a.txt", "text"),
        (PROSE, "a.MD", "text"),
        (PROSE, "a", "text"),
        (PROSE, "Mr. Smith goes to town", "text"),
        (PROSE, "reuters 19.06.2024", "text"),
        (b"", "a.txt", "text"),
        (PROSE, "a.csv", "tables"),
        (b"id\ttext\tdate\n1\tx\ty\n", "a.txt", "tables"),
        (b"\xef\xbb\xbfid,text,date\n", "a.txt", "tables"),
        ("id;Volltext;Datum\n".encode("utf-16"), "a.txt", "tables"),
        (b"Date, place and text of the speech\n", "a.txt", "text"),
        (b"Story, source\n\nThe harbour, which is old, will close.\n", "a.txt", "text"),
        (b"Story, source\nThe harbour will close.\n", "a.txt", "text"),
        (b'text,source\n"The harbour\nwill close",x\n', "a.txt", "tables"),
        ('{"text": "x"}\n'.encode("utf-16-le"), "a.txt", "jsonl"),
        (PROSE, "a.jsonl", "jsonl"),
        (b'{"text": "x"}\n', "a.txt", "jsonl"),
        (b'\xef\xbb\xbf{"text": "x"}\n', "a.json", "jsonl"),
        (b'[\n {"text": "x"}]', "a.txt", "json"),
        (b'{\n "text": "x"}', "a.json", "json"),
        (b'["We will go," he said.]', "a.txt", "text"),
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"{\\rtf1\\ansi", "a.doc", "rtf"),
        (b"PAR1\x15\x04", "a.csv", "parquet"),
        (b"\x1f\x8b\x08", "a.txt", "gzip"),
        (b"PK\x03\x04", "a.pages", "zip"),
        (b"WARC/1.0\r\n", "a", "warc"),
        (b"<!DOCTYPE html><html>", "a.txt", "page"),
        (b"\n<!-- saved from url=(0014)about:internet -->\n<html lang=en>", "a", "page"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "a.xml", "page"),
        ("<!doctype html>".encode("utf-16"), "a.txt", "page"),
        (PROSE, "a.html", "page"),
        (b"From: a@b.example\r\nSubject: News\r\n of today\r\nMIME-Version: 1.0\r\n\r\nx", "a.txt", "mail"),
        (b"Date: Monday\nSubject: the harbour\n\n" + PROSE, "a.txt", "text"),
        (PROSE, "a.eml", "mail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "old-office"),
        (b"\x89PNG\r\n", "a.jpg", "picture"),
        (b"x" * 257 + b"ustar", "a.txt", "tar"),
    ],
)
def test_kinds(head: bytes, name: str, kind: str) -> None:
    assert find_kind(head, name).name == kind


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx", ".parquet", ".zip", ".gz", ".rtf", ".warc"])
def test_an_ending_that_the_bytes_do_not_keep(ending: str) -> None:
    with pytest.raises(ReadingError, match=re.escape(f"is named {ending}, but is not")):
        find_kind(PROSE, f"a{ending}")
    with pytest.raises(ReadingError, match="is empty"):
        find_kind(b"", f"a{ending}")


@pytest.mark.parametrize("name", ["a.py", "a.css", "a.xml", "a.log"])
def test_an_ending_that_is_none_of_ours(name: str) -> None:
    with pytest.raises(ReadingError, match=r"not read.*\.txt"):
        find_kind(PROSE, name)


def test_documents_that_are_archives() -> None:
    assert find_zip_kind(["[Content_Types].xml", "word/document.xml"]).name == "word"
    assert find_zip_kind(["xl/workbook.xml"]).name == "sheets"
    assert find_zip_kind(["mimetype", "content.xml"]).name == "odt"
    assert find_zip_kind(["a.txt", "word/notes.txt"]).name == "zip"


def test_every_ending_is_of_one_kind() -> None:
    endings = [ending for kind in KINDS for ending in kind.endings]
    assert len(endings) == len(set(endings))
    assert all(ending == ending.lower() for ending in endings)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a.txt", "a"),
        ("a.csv.gz", "a"),
        ("x/a.b.JSONL.GZ", "x/a.b"),
        ("a", "a"),
        ("reuters 19.06.2024", "reuters 19.06.2024"),
        ("x.y/a", "x.y/a"),
        (".txt", ".txt"),
    ],
)
def test_names_without_their_endings(name: str, stem: str) -> None:
    assert without_ending(name) == stem


@pytest.mark.parametrize(
    "start", [b"a: b\n", b"<!-- ", b"<!---->", b"<!-- a --> ", b" ", b"a,", b"-", b"{", b"\n"]
)
def test_looking_at_a_file_takes_no_time(start: bytes) -> None:
    assert find_kind(start * (32_768 // len(start)), "a.txt").name == "text"
