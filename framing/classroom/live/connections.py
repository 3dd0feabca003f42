"""Room classroom, live session: connections that ask for nothing do not keep out those that do.

uvicorn waits for ever for the first request of a connection, and for the rest of one that comes drop by drop. Here a
connection has seconds to ask; and where there are too many, one that keeps a request back goes, or the one that has
waited longest without asking, so that silent ones cost a class nothing even where all come from one address.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 600
MOST_OF_ONE_ADDRESS = 480
"""A class of sixty may share one address, and a browser opens up to six connections."""
SECONDS_TO_ASK = 8.0
"""From the start of a connection, or from the last answer, to the end of a request, its body with it."""
SECONDS_TO_ANSWER = 60.0
"""From the last answer to the end of the next one: pages are small, but so are some networks."""
_SPARE_FILES = 100


class Connection(H11Protocol):
    """A connection that is closed when it keeps silent too long, or when others need its place."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._since = self.loop.time()
        self._deadline: asyncio.TimerHandle | None = None

    @property
    def _answers(self) -> bool:
        """Whether it is this server's turn: a request is there as a whole, its body too, and no answer yet."""
        return (
            self.cycle is not None
            and not self.cycle.response_complete
            and self.conn.their_state not in (h11.IDLE, h11.SEND_BODY)
        )

    @property
    def _place(self) -> tuple[bool, float]:
        """Its place among those that give way: first who has announced a body and not sent it, then by time."""
        return self.conn.their_state is not h11.SEND_BODY, self._since

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, in the place of a silent one where there are too many; all at work: refuse it."""
        super().connection_made(transport)
        everybody = [one for one in self.connections if isinstance(one, Connection)]
        neighbours = [one for one in everybody if one._host == self._host]
        for held, most in ((neighbours, MOST_OF_ONE_ADDRESS), (everybody, MOST_CONNECTIONS)):
            if len(held) > most:
                silent = (one for one in held if one is not self and not one._answers)
                min(silent, key=lambda one: one._place, default=self)._end()
        if not transport.is_closing():
            self._look_after(SECONDS_TO_ASK)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._since = self.loop.time()
        super().on_response_complete()

    @property
    def _host(self) -> str:
        return self.client[0] if self.client else ""

    def _look_after(self, seconds: float) -> None:
        self._deadline = self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        """End what has taken too long, or look again when it could have."""
        most = SECONDS_TO_ANSWER if self._answers else SECONDS_TO_ASK
        left = self._since + most - self.loop.time()
        if left <= 0:
            self._end()
        else:
            self._look_after(min(left, SECONDS_TO_ASK) + 0.01)

    def _end(self) -> None:
        # Out of the count at once: the loop tells of the end of a connection only in its next turn.
        self.connections.discard(self)
        self.transport.abort()


def allow_files() -> None:
    """Let this process hold as many connections as it takes: some systems allow 256 open files unless asked."""
    try:
        import resource
    except ImportError:  # Windows counts otherwise
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
