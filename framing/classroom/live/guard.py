"""Room classroom, live session: what keeps strangers, jokers and other pages out.

Requests that change something must come from a page of this server; everything must be asked for by a name of this
server (a stranger's page cannot point a name of its own here); and who tries too often has to wait.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 65_536
"""What a page sends at once: fifty notes of two hundred signs, however many bytes each sign has."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" browsers send the origin "null" with forms, and nothing tells whence they come.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD"})


class Rate(NamedTuple):
    """How often something may be done: `burst` times at once, `per_second` in the long run."""

    burst: float
    per_second: float


WRONG_KEYS = Rate(10, 1 / 6)
"""Wrong secrets from one address, and wrong join codes until the page asks to wait; the right code is always let in."""
JOINS = Rate(40, 2)
"""Joins from one address: a whole class may share one; sixty that press the button at once are in after ten seconds."""
MARKS = Rate(300, 10)
"""Changes of one pupil: the burst lets through what waited while the network was away."""
REQUESTS = Rate(40, 6)
"""Requests of one pupil."""


class Limiter:
    """Counts by key what was done, in buckets that leak; forgets keys whose bucket is empty."""

    _MOST_KEYS = 10_000

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._held: dict[Hashable, tuple[float, float]] = {}

    def is_full(self, key: Hashable, amount: float = 1) -> bool:
        """Return whether `amount` more would be too much."""
        return self._level(key) + amount > self._rate.burst

    def add(self, key: Hashable, amount: float = 1) -> None:
        """Count `amount` more."""
        if len(self._held) >= self._MOST_KEYS:
            self._held = {one: held for one, held in self._held.items() if self._level(one) > 0}
        self._held[key] = (self._level(key) + amount, self._clock())

    def allow(self, key: Hashable, amount: float = 1) -> bool:
        """Count `amount` more and return True, or False where that would be too much."""
        if self.is_full(key, amount):
            return False
        self.add(key, amount)
        return True

    def _level(self, key: Hashable) -> float:
        level, since = self._held.get(key, (0.0, 0.0))
        return max(0.0, level - (self._clock() - since) * self._rate.per_second)


def comes_from_here(headers: Headers) -> bool:
    """Return whether a page of this server sends a request: by Sec-Fetch-Site, by Origin, by both where both are told.

    One of them is sent by every browser of the last years; a request with neither is refused.
    """
    site, origin, host = headers.get("sec-fetch-site"), headers.get("origin"), headers.get("host", "")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and origin in (None, f"http://{host}")


class Guard:
    """Refuses changes that come from elsewhere, and tells browsers what a page of ours may do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if scope["method"] not in _SAFE and not comes_from_here(Headers(scope=scope)):
            refusal = PlainTextResponse("This must be sent from a page of this class.", status_code=403)
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)
