"""Addresses of fsspec: each file that is listed has an address of its own, by which any process can read it."""

import zipfile

import pytest

from framing.reading.listings import _around, list_inputs

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "a.jsonl").write_text("one")
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as news:
        news.write(tmp_path / "a.jsonl", "a.jsonl")
        news.write(tmp_path / "a.jsonl", "deep/b.jsonl")
    return tmp_path


def read(given):
    held = {}
    for file, relative in list_inputs(given).files:
        with file.open("rb") as stream:
            held[relative] = stream.read()
    return held


def test_what_lies_in_something_else_is_read_from_there(archive):
    assert read(f"zip://*.jsonl::file://{archive}/news.zip") == {"a.jsonl": b"one"}
    assert read(f"zip://deep::simplecache::file://{archive}/news.zip") == {"b.jsonl": b"one"}
    assert read(f"simplecache::file://{archive}/a.jsonl") == {"a.jsonl": b"one"}


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        ("s3://bucket/news/*.csv", "bucket/news/*.csv", ("s3://", "")),
        ("s3://bucket/news/", "bucket/news", ("s3://", "")),
        ("sftp://me@host/news/", "/news", ("sftp://me@host", "")),
        ("http://host:80/a.csv", "http://host:80/a.csv", ("", "")),
        ("http://host/news/", "http://host/news/", ("", "")),
        ("zip://a.csv::s3://bucket/a.zip", "a.csv", ("zip://", "::s3://bucket/a.zip")),
        ("simplecache::s3://bucket/a.csv", "bucket/a.csv", ("simplecache::s3://", "")),
    ],
)
def test_the_address_of_a_file_keeps_host_and_chain(address, path, expected):
    assert _around(address, path) == expected
