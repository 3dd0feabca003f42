import gzip
import io
import random
import sys
import warnings
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from framing.reading import ReadingOptions, read
from framing.schema import Article, Reject

STORY = (
    "<p>The {0} bridge will close to all traffic from Monday, the city said, after divers found cracks.</p>"
    "<p>“We looked for a way to keep one lane open, and there is none,” said Ansel Brandt of the {0} council.</p>"
)


def page(place: str) -> bytes:
    title = f"{place} bridge to close"
    body = f"<article><h1>{title}</h1>{STORY.format(place)}</article>"
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def write_archive(path: Path, packed: bool = True) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its temporary files to be closed
        path.write_bytes(_archive(packed))
    return path


def _archive(packed: bool) -> bytes:
    """Make an archive as a crawler does: requests, pages, redirects, errors, pictures, one packed, one in cp1252."""
    data = io.BytesIO()
    writer = WARCWriter(data, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "a crawler"}))

    def add(url: str, status: str, kind: str, body: bytes, *headers: tuple[str, str]) -> None:
        told = StatusAndHeaders(status, [("Content-Type", kind), *headers], protocol="HTTP/1.1")
        made = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=told)
        writer.write_record(made)

    asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "www.reuters.com")], is_http_request=True)
    writer.write_record(writer.create_warc_record("https://www.reuters.com/a", "request", http_headers=asked))
    add("https://www.reuters.com/a", "200 OK", "text/html; charset=utf-8", page("Alder"))
    add("https://www.reuters.com/old", "301 Moved", "text/html", page("Old"), ("Location", "/a"))
    add("https://www.reuters.com/none", "404 Not Found", "text/html", page("Missing"))
    add("https://www.reuters.com/a.png", "200 OK", "image/png", random.Random(1).randbytes(200_000))
    packed_page = gzip.compress(page("Birch"))
    add("https://news.example/b", "200 OK", "TEXT/HTML", packed_page, ("Content-Encoding", "gzip"))
    add("https://news.example/", "200 OK", "text/html", b"<html><body><a href='/b'>b</a></body></html>")
    western = page("Cedar").decode().encode("cp1252")
    add("https://news.example/c", "200 OK", "text/html; charset=windows-1252", western)
    return data.getvalue()


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_an_archive(folder: Path, options: ReadingOptions, packed: bool) -> None:
    name = "crawl.warc.gz" if packed else "crawl.warc"
    found = list(read([write_archive(folder / name, packed)], options))
    articles = [one for one in found if isinstance(one, Article)]
    assert [(one.id, one.outlet, one.url) for one in articles] == [
        ("crawl#1", "Reuters", "https://www.reuters.com/a"),
        ("crawl#2", articles[1].outlet, "https://news.example/b"),
        ("crawl#4", articles[2].outlet, "https://news.example/c"),
    ]
    assert [one.title for one in articles] == [
        f"{name} bridge to close" for name in ("Alder", "Birch", "Cedar")
    ]
    assert all("“We looked for a way" in one.text for one in articles)
    (reject,) = [one for one in found if isinstance(one, Reject)]
    assert reject.file == f"{name}, page 3 (https://news.example/)"


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc"])
@pytest.mark.parametrize("missing", [100, 300])
def test_an_archive_that_breaks_off(folder: Path, options: ReadingOptions, name: str, missing: int) -> None:
    path = write_archive(folder / name, name.endswith("gz"))
    path.write_bytes(path.read_bytes()[:-missing])
    found = list(read([path], options))
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Reject)
    assert "copy" in found[-1].remedy


def test_damage_in_the_middle_is_told(folder: Path, options: ReadingOptions) -> None:
    path = write_archive(folder / "crawl.warc", packed=False)
    data = path.read_bytes()
    cut = data.index(b"WARC/1.0", data.index(b"Alder bridge"))
    path.write_bytes(data[:cut] + b"what is this\r\n" + data[cut + 20 :])
    found = list(read([path], options))
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Reject)
    assert "damaged" in found[-1].reason


def test_an_archive_without_pages(folder: Path, options: ReadingOptions) -> None:
    whole = write_archive(folder / "whole.warc", packed=False).read_bytes()
    (folder / "crawl.warc").write_bytes(whole[: whole.index(b"WARC/1.0", 10)])
    (found,) = read([folder / "crawl.warc"], options)
    assert isinstance(found, Reject)
    assert "no web page" in found.reason


def test_without_the_extra(folder: Path, options: ReadingOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    (found,) = read([write_archive(folder / "crawl.warc.gz")], options)
    assert isinstance(found, Reject)
    assert "framing[web]" in found.remedy
