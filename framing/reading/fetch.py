"""Save web pages for later reading (room: reading): politely, one by one, each as a page that any browser opens.

A page is kept as HTML in UTF-8 whose first lines are a comment with its address, as browsers write it who save a page,
and one with the time. So its address, and by it its outlet, goes wherever the file goes.
"""

import hashlib
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from framing.errors import ReadingError, UsageError
from framing.reading.addresses import AddressTest, ForbiddenAddressError, guarded_pool, is_public
from framing.reading.forms.page import PAGE_TYPES, charset_of, decode_page, read_page
from framing.reading.options import ReadingOptions
from framing.schema import Reject
from framing.version import __version__

ROBOT = "framing"
USER_AGENT = f"{ROBOT}/{__version__} (saves single news pages at the request of a reader; no crawler)"
MOST_BYTES = 20_000_000
PAUSE_SECONDS = 2.0
_MOST_REDIRECTS = 5
_MOST_ROBOTS_BYTES = 500_000
_CONNECT_SECONDS, _READ_SECONDS, _PAGE_SECONDS = 10.0, 20.0, 60.0
_LONGEST_PAUSE_SECONDS = 30.0
_LONGEST_URL = 2000
_CHUNK_BYTES = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_NOT_FOUND = (404, 410)
_ASK_PAYMENT_OR_LOGIN = (401, 402, 403)
_WAIT = (429, 503)
_NAME_LETTERS = 60
_IN_BROWSER = "open it in a browser, and save it there"


class Fetched(NamedTuple):
    """What became of one address: the file, new or from before, or the reason why there is none."""

    url: str
    file: Path | None
    is_new: bool
    reject: Reject | None


class _Answer(NamedTuple):
    url: str
    status: int
    headers: Any
    body: bytes


def fetch_pages(
    urls: Sequence[str],
    folder: Path,
    *,
    pause_seconds: float = PAUSE_SECONDS,
    may_connect: AddressTest = is_public,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Fetched]:
    """Save the pages of addresses into a folder, in order; each address comes once.

    A page that is there already is not asked for again. What cannot be saved, or holds no article, is told and not
    kept, and the next address follows. Between two requests to one host there is a pause, longer where the host's
    robots.txt asks for it. `may_connect` judges the addresses of machines. Raises `UsageError` where the extra `web` is
    not installed or the folder cannot be made.
    """
    fetcher = _Fetcher(pause_seconds, may_connect)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(folder, f"cannot be made: {error.strerror}", "a folder", "choose another") from error
    for url in dict.fromkeys(one.strip() for one in urls):
        file = folder / file_name(url)
        if file.is_file():
            yield Fetched(url, file, False, None)
            continue
        try:
            answer = fetcher.get_page(url)
            _save(answer, file, clock())
        except ReadingError as error:
            reason = f"{error.found}; expected {error.expected}" if error.expected else error.found
            yield Fetched(url, None, False, Reject(file=url, reason=reason, remedy=error.remedy))
        except OSError as error:
            raise UsageError(
                file, f"cannot be written: {error.strerror}", "", "choose another folder"
            ) from error
        else:
            yield Fetched(url, file, True, None)


def file_name(url: str) -> str:
    """Return the name under which the page of an address is kept: site and title as far as the address tells them.

    The same address gives the same name, and eight letters of a digest keep two addresses apart.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or "page"
    except ValueError:
        host, parts = "page", urlsplit("")
    steps = [step for step in parts.path.split("/") if step]
    longest = max(steps, key=len, default="")
    words = re.sub(r"[^a-z0-9]+", "-", longest.lower().rpartition(".")[0] or longest.lower()).strip("-")
    site = re.sub(r"[^a-z0-9.-]+", "-", host.removeprefix("www."))
    digest = hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{'-'.join(filter(None, (site, words[:_NAME_LETTERS].strip('-'), digest)))}.html"


def _save(answer: _Answer, file: Path, now: datetime) -> None:
    """Write a page, whole or not at all. Raises `ReadingError` for one without an article."""
    decoded = decode_page(answer.body, answer.url, charset_of(answer.headers.get("Content-Type")))
    read_page(decoded.text, answer.url, ReadingOptions(), answer.url)
    address = answer.url.replace("--", "-%2D")
    head = (
        f"<!-- saved from url=({len(address):04d}){address} -->\n"
        f"<!-- fetched {now:%Y-%m-%dT%H:%M:%SZ} by framing {__version__} -->\n"
    )
    part = file.with_suffix(".part")
    # The mark at the start outweighs whatever encoding the page names.
    part.write_text(head + decoded.text.removeprefix("\ufeff"), encoding="utf-8-sig", newline="")
    os.replace(part, file)


class _Fetcher:
    """What is known of the hosts so far: their robots.txt, and when each was last asked."""

    def __init__(self, pause_seconds: float, may_connect: AddressTest) -> None:
        try:
            import certifi
            from protego import Protego
        except ImportError as error:
            raise UsageError(
                "framing fetch", "needs a library that is not installed", "", "pip install 'framing[web]'"
            ) from error
        from urllib3.util import Timeout

        self._parse_rules = Protego.parse
        self._pause_seconds = pause_seconds
        self._rules: dict[str, Any] = {}
        self._asked: dict[str, float] = {}
        self._pool = guarded_pool(
            may_connect,
            timeout=Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
            retries=False,
            ca_certs=certifi.where(),
            headers={
                "User-Agent": USER_AGENT,
                "Accept": "text/html,application/xhtml+xml",
                "Accept-Encoding": "gzip, deflate",
            },
        )

    def get_page(self, url: str) -> _Answer:
        """Return the answer of an address, after redirects. Raises `ReadingError` for all that is no web page."""
        answer = self._follow(url, MOST_BYTES, check_rules=True)
        if answer.status != 200:
            raise _refused(answer)
        kind = str(answer.headers.get("Content-Type") or "text/html").split(";")[0].strip().lower()
        if kind not in PAGE_TYPES:
            raise ReadingError(
                url, f"is no web page ({kind})", "HTML", "save it from a browser; PDF can be read too"
            )
        return answer

    def _follow(self, url: str, most_bytes: int, check_rules: bool) -> _Answer:
        current = url
        for _ in range(_MOST_REDIRECTS + 1):
            current = _check_url(current, url)
            pause = self._check_rules(current) if check_rules else self._pause_seconds
            answer = self._ask(current, most_bytes, pause)
            target = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            current = urljoin(current, target)
        raise ReadingError(
            url, "is redirected too often", f"at most {_MOST_REDIRECTS} times", "check the address"
        )

    def _check_rules(self, url: str) -> float:
        """Return the pause that the host asks for. Raises `ReadingError` where its robots.txt keeps programs out."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            try:
                self._rules[origin] = self._read_rules(f"{origin}/robots.txt")
            except ReadingError as error:  # a host that does not answer is not asked for every page
                self._rules[origin] = error
        rules = self._rules[origin]
        if isinstance(rules, ReadingError):
            raise rules
        if not rules.can_fetch(url, ROBOT):
            raise ReadingError(
                url,
                "may not be fetched by programs (robots.txt)",
                "",
                "open it in a browser and save it there",
            )
        wanted = rules.crawl_delay(ROBOT) or 0.0
        return max(self._pause_seconds, min(float(wanted), _LONGEST_PAUSE_SECONDS))

    def _read_rules(self, url: str) -> Any:
        """Return the rules of a host: none where it has no robots.txt, all closed where it fails (RFC 9309)."""
        answer = self._follow(url, _MOST_ROBOTS_BYTES, check_rules=False)
        if answer.status == 200:
            return self._parse_rules(answer.body.decode("utf-8", "replace"))
        return self._parse_rules("User-agent: *\nDisallow: /" if answer.status >= 500 else "")

    def _ask(self, url: str, most_bytes: int, pause_seconds: float) -> _Answer:
        from urllib3.exceptions import HTTPError

        host = urlsplit(url).hostname or ""
        if host in self._asked:
            time.sleep(max(0.0, self._asked[host] + pause_seconds - time.monotonic()))
        body = bytearray()
        is_late = threading.Event()
        # A site may send its answer byte by byte, so each byte in time says nothing of the whole.
        limit = threading.Timer(_PAGE_SECONDS, self._end, (is_late,))
        limit.daemon = True
        limit.start()
        try:
            answer = self._pool.request("GET", url, redirect=False, preload_content=False)
            try:
                for chunk in answer.stream(_CHUNK_BYTES):
                    body += chunk
                    if len(body) > most_bytes:
                        raise ReadingError(
                            url,
                            f"is larger than {most_bytes // 1_000_000} MB",
                            "a page",
                            "save it from a browser",
                        )
            finally:
                answer.close()
        except (HTTPError, OSError, ValueError) as error:
            raise _late(url) if is_late.is_set() else _unanswered(url, error) from error
        finally:
            limit.cancel()
            self._asked[host] = time.monotonic()
        if is_late.is_set():  # an answer without a length ends where it is broken off
            raise _late(url)
        return _Answer(url, answer.status, answer.headers, bytes(body))

    def _end(self, is_late: threading.Event) -> None:
        is_late.set()
        self._pool.break_off()


def _late(url: str) -> ReadingError:
    return ReadingError(url, "takes longer than a minute", "a page", "try again later")


def _check_url(url: str, asked: str) -> str:
    """Return an address without its fragment. Raises `ReadingError` for one that may not be asked for."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or len(url) > _LONGEST_URL:
        found = (
            "is no web address" if url == asked else f"is redirected to what is no web address ({url[:80]})"
        )
        raise ReadingError(asked, found, "http:// or https://", "copy the address from a browser")
    if parts.username or parts.password:
        raise ReadingError(asked, "holds a user's name or password", "a plain address", "leave them out")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _refused(answer: _Answer) -> ReadingError:
    remedy = "look at it in a browser"
    if answer.status in _NOT_FOUND:
        remedy = "look for the article's new address"
    elif answer.status in _ASK_PAYMENT_OR_LOGIN:
        remedy = "sign in to the site in a browser and save the page there"
    elif answer.status in _WAIT:
        remedy = "run the same again later: what is there is not fetched again"
    return ReadingError(answer.url, f"was refused by the site (HTTP {answer.status})", "", remedy)


def _unanswered(url: str, error: Exception) -> ReadingError:
    """Return the error for a request that came to no answer, in words that need no knowledge of networks."""
    from urllib3 import exceptions as of

    again = "try again later"
    told: Sequence[tuple[tuple[type[Exception], ...], str, str]] = (
        ((ForbiddenAddressError,), f"leads into a private network or to this machine ({error})", _IN_BROWSER),
        ((of.NameResolutionError,), "leads to a site that is not found", "check the address and the network"),
        ((of.SSLError,), "leads to a site that cannot prove its name (certificate)", _IN_BROWSER),
        (
            (of.NewConnectionError,),
            "leads to a site that takes no connection",
            "check the address and the network",
        ),
        ((of.TimeoutError, TimeoutError), "does not answer in time", again),
        ((of.ProtocolError, of.DecodeError), "breaks off or is damaged", again),
    )
    for kinds, found, remedy in told:
        if isinstance(error, kinds):
            return ReadingError(url, found, "", remedy)
    return ReadingError(url, f"cannot be fetched ({type(error).__name__})", "", _IN_BROWSER)
