"""Fetching from a server on this machine: pytest-socket lets these tests reach 127.0.0.1 and nothing else."""

import contextlib
import gzip
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli.commands import cli
from framing.errors import UsageError
from framing.reading import ReadingOptions, read
from framing.reading import fetch as fetching
from framing.reading.addresses import is_public
from framing.reading.fetch import Fetched, fetch_pages, file_name
from framing.schema import Article

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

HERE = "127.0.0.1"
STORY = (
    "<article><h1>Harbour bridge to close</h1>"
    "<p>The harbour bridge will close to all traffic from Monday, the city said, after divers found cracks in it.</p>"
    "<p>“We looked for a way to keep one lane open, and there is none,” said Ansel Brandt, the chief engineer.</p>"
    "<p>He expects the work to take nine months and to cost about €14 million, which nobody has voted on.</p></article>"
)
PAGE = f"<!doctype html><html><head><title>Harbour bridge to close</title></head><body>{STORY}</body></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A web site on this machine: what it answers to each path, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.address = f"http://{HERE}:{port}"
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str, float]] = []

    def url(self, path: str) -> str:
        return self.address + path

    def asked_paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, self.headers["User-Agent"], time.monotonic()))
            status, headers, body = made.answers.get(self.path, (404, HTML, b"nothing here"))
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client has seen enough

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer((HERE, 0), Handler)
    made = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(urls: list[str], folder: Path, pause_seconds: float = 0.0) -> list[Fetched]:
    """Fetch with this machine allowed, which only a program can do, and no option of a command."""
    return list(
        fetch_pages(
            urls,
            folder,
            pause_seconds=pause_seconds,
            may_connect=lambda address: address == HERE or is_public(address),
            clock=lambda: datetime(2024, 3, 5, 8, 0, tzinfo=UTC),
        )
    )


def reason(fetched: Fetched) -> str:
    assert fetched.reject is not None, fetched
    assert fetched.file is None
    return fetched.reject.reason


def test_a_page_is_kept_with_its_address_and_can_be_read(
    site: Site, folder: Path, options: ReadingOptions
) -> None:
    site.answers["/bridge"] = (200, HTML, PAGE.encode())
    (one,) = fetch([site.url("/bridge")], folder)
    assert one.is_new
    assert one.file is not None
    start = one.file.read_bytes()[:200].decode("utf-8-sig")
    assert site.url("/bridge") in start
    assert "2024-03-05T08:00:00Z" in start
    (found,) = read([folder], options)
    assert isinstance(found, Article)
    assert found.url == site.url("/bridge")
    assert found.title == "Harbour bridge to close"
    assert "“We looked for a way" in found.text
    (_, agent, _) = site.asked[-1]
    assert agent.startswith("framing/")


def test_the_charset_of_the_answer_is_kept(site: Site, folder: Path, options: ReadingOptions) -> None:
    wrong = PAGE.replace("<head>", "<head><meta charset=utf-8>")
    site.answers["/bridge"] = (
        200,
        {"Content-Type": "text/html; charset=windows-1252"},
        wrong.encode("cp1252"),
    )
    fetch([site.url("/bridge")], folder)
    (found,) = read([folder], options)
    assert isinstance(found, Article)
    assert "€14 million" in found.text


def test_what_is_there_is_not_fetched_again(site: Site, folder: Path) -> None:
    site.answers["/bridge"] = (200, HTML, PAGE.encode())
    urls = [site.url("/bridge"), site.url("/later"), site.url("/bridge")]
    first = fetch(urls, folder)
    assert [one.is_new for one in first] == [True, False]
    site.asked.clear()
    site.answers["/later"] = (200, HTML, PAGE.encode())
    second = fetch(urls, folder)
    assert [(one.is_new, one.reject) for one in second] == [(False, None), (True, None)]
    assert site.asked_paths() == ["/robots.txt", "/later"]


@pytest.mark.parametrize(
    ("path", "answer", "expected"),
    [
        ("/gone", (410, HTML, b""), "HTTP 410"),
        ("/members", (403, HTML, b""), "HTTP 403"),
        ("/busy", (429, HTML, b""), "HTTP 429"),
        ("/a.pdf", (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), "application/pdf"),
        ("/huge", (200, HTML, b"<html>" + b"x" * 20_000_001), "larger than 20 MB"),
        (
            "/bomb",
            (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"<p>x</p>" * 4_000_000)),
            "larger than 20 MB",
        ),
        ("/cut", (200, {**HTML, "Content-Length": "5000"}, b"<html><p>Begin"), "breaks off"),
        ("/damaged", (200, {**HTML, "Content-Encoding": "gzip"}, b"no gzip at all"), "damaged"),
        ("/empty", (200, HTML, b""), "no web page"),
        (
            "/wall",
            (200, HTML, b"<html><body><p>Subscribe to continue</p><p>Now</p></body></html>"),
            "must pay",
        ),
    ],
)
def test_one_fault_does_not_stop_the_others(
    site: Site, folder: Path, path: str, answer: Answer, expected: str
) -> None:
    site.answers |= {path: answer, "/bridge": (200, HTML, PAGE.encode())}
    bad, good = fetch([site.url(path), site.url("/bridge")], folder)
    assert expected in reason(bad)
    assert good.is_new
    assert [one.name for one in folder.iterdir()] == [good.file and good.file.name]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "example.org/a",
        "http://",
        "http://[::1",
        "http://user:secret@127.0.0.1/a",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_only_plain_web_addresses(folder: Path, url: str) -> None:
    (one,) = fetch([url], folder)
    assert "address" in reason(one) or "password" in reason(one)


def test_robots_txt_is_kept_to(site: Site, folder: Path) -> None:
    rules = b"User-agent: *\nDisallow: /private/\n\nUser-agent: framing\nDisallow: /\nAllow: /news/\n"
    site.answers |= {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, rules),
        "/news/bridge": (200, HTML, PAGE.encode()),
    }
    allowed, closed = fetch([site.url("/news/bridge"), site.url("/sport")], folder)
    assert allowed.is_new
    assert "robots.txt" in reason(closed)
    assert site.asked_paths() == ["/robots.txt", "/news/bridge"]


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site, folder: Path) -> None:
    site.answers |= {"/robots.txt": (503, HTML, b""), "/bridge": (200, HTML, PAGE.encode())}
    (one,) = fetch([site.url("/bridge")], folder)
    assert "robots.txt" in reason(one)


def test_redirects(site: Site, folder: Path, options: ReadingOptions) -> None:
    site.answers |= {
        "/short": (302, {"Location": "/moved"}, b""),
        "/moved": (301, {"Location": site.url("/bridge")}, b""),
        "/bridge": (200, HTML, PAGE.encode()),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/out": (302, {"Location": "file:///etc/passwd"}, b""),
    }
    moved, loop, out = fetch([site.url("/short"), site.url("/loop"), site.url("/out")], folder)
    assert moved.is_new
    assert "too often" in reason(loop)
    assert "no web address" in reason(out)
    (found,) = read([folder], options)
    assert isinstance(found, Article)
    assert found.url == site.url("/bridge")


def test_a_redirect_into_a_private_network_is_not_followed(site: Site, folder: Path) -> None:
    site.answers["/in"] = (302, {"Location": "http://169.254.169.254/latest/meta-data"}, b"")
    (one,) = fetch([site.url("/in")], folder)
    assert "private network" in reason(one)


def test_this_machine_is_refused_unless_a_program_allows_it(site: Site, folder: Path) -> None:
    site.answers["/bridge"] = (200, HTML, PAGE.encode())
    (one,) = fetch_pages([site.url("/bridge")], folder, pause_seconds=0)
    assert "private network or to this machine" in reason(one)
    assert not site.asked


def test_the_judged_address_is_the_one_connected_to(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public at the first look and leads to this machine at the second gains nothing."""
    looks = iter(["198.51.100.7", HERE, HERE, HERE])
    port = int(site.address.rpartition(":")[2])
    monkeypatch.setattr(
        "framing.reading.addresses.socket.getaddrinfo",
        lambda host, port, **known: [
            (2, 1, 6, "", (next(looks) if host == "rebind.example" else host, port))
        ],
    )
    tried: list[str] = []

    def connect(address: tuple[str, int], *rest: object, **known: object) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError("no such machine")

    monkeypatch.setattr("framing.reading.addresses.create_connection", connect)
    list(
        fetch_pages(
            [f"http://rebind.example:{port}/a"], folder, pause_seconds=0, may_connect=lambda one: one != HERE
        )
    )
    assert tried == ["198.51.100.7"]
    assert not site.asked


@pytest.mark.parametrize("start", [b"", b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_an_answer_that_comes_byte_by_byte_is_broken_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(fetching, "_PAGE_SECONDS", 1.0)
    sent: list[int] = []
    with socket.create_server((HERE, 0)) as server:

        def drip() -> None:
            asked, _ = server.accept()
            with asked, contextlib.suppress(OSError):
                asked.recv(10_000)
                asked.sendall(b"HTTP/1.0 404 No rules\r\n\r\n")
            asked, _ = server.accept()
            with asked, contextlib.suppress(OSError):
                asked.recv(10_000)
                asked.sendall(start)
                for number in range(2000):
                    asked.sendall(b"H")
                    sent.append(number)
                    time.sleep(0.05)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        (fetched,) = fetch([f"http://{HERE}:{server.getsockname()[1]}/a"], folder)
        assert "longer than a minute" in reason(fetched)
        thread.join()
        assert len(sent) < 2000  # nobody waited for all of it


def test_a_pause_between_two_requests_to_a_host(site: Site, folder: Path) -> None:
    site.answers |= {f"/{i}": (200, HTML, PAGE.encode()) for i in range(2)}
    fetch([site.url("/0"), site.url("/1")], folder, pause_seconds=0.15)
    times = [when for _, _, when in site.asked]
    assert len(times) == 3
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.14


def test_the_pause_that_robots_txt_asks_for(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("framing.reading.fetch.time.sleep", slept.append)
    site.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nCrawl-delay: 7\n")
    fetch([site.url("/0"), site.url("/1")], folder)
    assert [round(one) for one in slept] == [7, 7]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("fec0::1", False),
        ("::127.0.0.1", False),
        ("::a00:1", False),
        ("::ffff:0:127.0.0.1", False),
        ("2001:db8::1", False),
        ("2002:7f00:1::", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_public_addresses(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_file_names() -> None:
    name = file_name(
        "https://www.example.org/2024/03/05/harbour-bridge-to-close-for-nine-months.html?x=1#top"
    )
    assert name.startswith("example.org-harbour-bridge-to-close-for-nine-months-")
    assert name.endswith(".html")
    assert name != file_name(
        "https://www.example.org/2024/03/05/harbour-bridge-to-close-for-nine-months.html?x=2"
    )
    for odd in ("http://[::1", "https://例え.jp/記事", "https://a.b/" + "../" * 50, "con", ""):
        made = file_name(odd)
        assert len(made) < 120
        assert not set(made) & set('/\\:*?"<>| ')


def test_command(site: Site, folder: Path) -> None:
    (folder / "list.txt").write_text(f"\n# the bridge\n{site.url('/bridge')}\nftp://example.org/\n")
    done = CliRunner().invoke(cli, ["fetch", "--from", str(folder / "list.txt"), "-o", str(folder / "out")])
    assert done.exit_code == 1
    assert "private network" in done.output
    assert "ftp://example.org/: is no web address" in done.output
    assert "0 pages saved" in done.output
    assert CliRunner().invoke(cli, ["fetch", "-o", str(folder)]).exit_code == 2
    (folder / "file").write_text("")
    blocked = CliRunner().invoke(cli, ["fetch", site.url("/"), "-o", str(folder / "file" / "x")])
    assert isinstance(blocked.exception, UsageError)
