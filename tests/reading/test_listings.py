"""Addresses of fsspec: each file that is listed has an address of its own, by which any process can read it."""

import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from framing.errors import UsageError
from framing.reading.listings import _around, list_inputs, named

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


def test_the_root_of_a_storage_is_a_folder():
    memory = fsspec.filesystem("memory")
    memory.pipe("/root.jsonl", b"one")
    memory.pipe("/deep/b.jsonl", b"two")
    try:
        for root in ("memory://", "memory:///"):
            found = read(root)
            assert (found["root.jsonl"], found["deep/b.jsonl"]) == (b"one", b"two")
        assert read("memory://*.jsonl")["root.jsonl"] == b"one"
    finally:
        memory.rm("/root.jsonl")
        memory.rm("/deep", recursive=True)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *told):
        pass


@pytest.fixture
def web(tmp_path):
    pytest.importorskip("aiohttp")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.jsonl").write_text("one")
    (tmp_path / "news" / "b.jsonl").write_text("two")
    # A page has links, as a list of files has them; those by which a list is sorted are no files.
    page = '<a href="a.jsonl">a</a> <a href="b.jsonl">b</a> <a href="?C=N;O=D">by name</a>'
    (tmp_path / "news" / "index.html").write_text(page)
    (tmp_path / "story.html").write_text(page)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("news/a.jsonl", {"a.jsonl": b"one"}),
        # As archives on the web name their files; what is asked for is no pattern, and no part of the name.
        ("news/a.jsonl?download=1", {"a.jsonl": b"one"}),
        ("news/a.jsonl?of=/deep/x.csv&by=*", {"a.jsonl": b"one"}),
        ("news/", {"a.jsonl": b"one", "b.jsonl": b"two"}),
        ("news", {"a.jsonl": b"one", "b.jsonl": b"two"}),
        ("news/*.jsonl", {"a.jsonl": b"one", "b.jsonl": b"two"}),
    ],
)
def test_addresses_of_the_web(web, given, expected):
    assert read(f"{web}/{given}") == expected


def test_the_query_of_an_address_is_no_part_of_its_name():
    assert named("https://host/a.jsonl?Signature=secret") == "https://host/a.jsonl"
    assert named("simplecache::https://host/a.jsonl?x=1") == "simplecache::https://host/a.jsonl"
    for kept in ("news/a?.jsonl", "s3://bucket/2024-0?.jsonl", "https://host/a.jsonl"):
        assert named(kept) == kept


@pytest.mark.enable_socket
def test_a_page_of_the_web_is_no_folder_of_its_links(web):
    assert list(read(f"{web}/story.html")) == ["story.html"]
    with pytest.raises(UsageError, match="names no file"):
        list_inputs(f"{web}/nothing.jsonl?download=1")
