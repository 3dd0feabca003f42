"""Room classroom, live session: the server on this machine, and its address in the room's network."""

import asyncio
import errno
import io
import secrets
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from framing.classroom.live.files import hold_file
from framing.classroom.live.store import MOST_PUPILS, NotSavedError, open_store
from framing.classroom.live.text import Lesson
from framing.errors import UsageError

if TYPE_CHECKING:
    from segno import QRCode

LOOPBACK = "127.0.0.1"
_TRIES = 20


class Started(NamedTuple):
    """What the teacher must know: where to look, where pupils go, the code, and the QR code for a terminal."""

    teacher: str
    pupils: str
    code: str
    qr: str
    data: Path


def serve_class(
    lesson: Lesson,
    data: Path,
    tell: Callable[[Started], None],
    *,
    network: bool = False,
    address: str | None = None,
    port: int = 8000,
    places: int | None = None,
) -> None:
    """Serve a session until it is interrupted; `tell` hears where it is as soon as it can be reached.

    As many as there are `places` may join: those of the last start where none are given, `USUAL_PUPILS` at first.

    Without `network` or `address` this machine alone can reach it. Raises `UsageError` where the extra is missing, the
    address is not this machine's, the port is taken, `data` is not the file of these articles, its class runs, the disk
    is full, or `places` are not 1 to `MOST_PUPILS`.
    """
    try:
        import segno
        import uvicorn

        from framing.classroom.live.app import make_app
        from framing.classroom.live.connections import Connection, allow_files
    except ImportError as error:
        raise UsageError(
            "framing class", f"needs {error.name}", remedy="pip install 'framing[classroom]'"
        ) from error
    if address:
        _check_address(address)
    if places is not None and not 1 <= places <= MOST_PUPILS:
        raise UsageError("places", f"cannot be {places}", f"a number from 1 to {MOST_PUPILS}")
    host = address or (find_address() if network else LOOPBACK)
    with ExitStack() as held:
        held.enter_context(hold_file(data))
        sockets = _listen_everywhere(list(dict.fromkeys((LOOPBACK, host))), port)
        for one in sockets:
            held.enter_context(closing(one))
        port = sockets[0].getsockname()[1]
        store = held.enter_context(closing(open_store(data, lesson)))
        try:
            # A key that somebody else has come by holds until the next start at most.
            store.dismiss_teachers()
            if places:
                store.put("places", str(places))
        except NotSavedError as error:
            raise UsageError(data, f"cannot be written: {error}", remedy="make room on the disk") from error
        allow_files()
        secret = secrets.token_urlsafe(16)
        pupils = f"http://{host}:{port}/"
        code = store.get("code")

        def scan(code: str) -> "QRCode":
            # The code is in the link, so that who scans it has only a nickname to choose.
            return segno.make(f"{pupils}?code={code}", micro=False)

        app = make_app(
            store,
            lesson,
            secret=secret,
            hosts=sorted({LOOPBACK, "localhost", host}),
            address=pupils,
            draw=lambda code: _picture(scan(code)),
        )
        # No log of requests: who did what when is nobody's business, and what nobody writes cannot leak.
        config = uvicorn.Config(
            app,
            http=Connection,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=3,
        )
        tell(
            Started(
                # What stands after # is never sent, so that it can stand in no log.
                teacher=f"http://{LOOPBACK}:{port}/teacher#{secret}",
                pupils=pupils,
                code=code,
                qr=_signs(scan(code)) if host != LOOPBACK else "",
                data=data,
            )
        )
        asyncio.run(uvicorn.Server(config).serve(sockets=sockets))


def _check_address(address: str) -> None:
    """Raise `UsageError` for what is no address (IPv4), and for 0.0.0.0, however it is written."""
    try:
        unspecified = not any(socket.inet_aton(address))
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"--address {address}",
            "is no address of the kind 192.168.1.20",
            "this machine's address in the room's network",
            "give --network alone, which finds it",
        ) from error
    if unspecified:
        raise UsageError(
            f"--address {address}",
            "means every network of this machine, and is no address that pupils could open",
            "this machine's address in the room's network",
            "give --network alone, which finds it",
        )


def _picture(qr: "QRCode") -> str:
    picture = io.BytesIO()
    qr.save(picture, kind="svg", scale=4, border=2, light="white", xmldecl=False, omitsize=True)
    return picture.getvalue().decode()


def _signs(qr: "QRCode") -> str:
    signs = io.StringIO()
    qr.terminal(out=signs, compact=True, border=2)
    return signs.getvalue()


def find_address() -> str:
    """Return this machine's address in the network to which it would send; raises `UsageError` without a network."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            # To connect a datagram socket sends nothing: it only asks which way would be taken.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            pass
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        found = set()
    for one in sorted(found):
        if not one.startswith("127."):
            return one
    raise UsageError(
        "--network",
        "this machine is in no network",
        "a wireless or wired network that the pupils are in too",
        "join it, or open a hotspot on this machine, and name its address with --address",
    )


def _listen_everywhere(hosts: Sequence[str], port: int) -> list[socket.socket]:
    """Listen at one port of several addresses; port 0 is any that is free at all of them."""
    for tries_left in reversed(range(_TRIES)):
        sockets = [_listen(hosts[0], port)]
        try:
            taken = sockets[0].getsockname()[1]
            sockets += [_listen(host, taken) for host in hosts[1:]]
        except UsageError:
            sockets[0].close()
            # What is free at one address may be taken at another; a port that was asked for stays as it is.
            if port or not tries_left:
                raise
        else:
            return sockets
    raise AssertionError("the last try returns or raises")


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except (OSError, OverflowError) as error:
        listening.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"port {port}", "is taken by another program", remedy="choose another one with --port"
            ) from error
        if isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL:
            raise UsageError(
                host,
                "is not an address of this machine",
                "its address in the room's network",
                "give --network alone, which finds it",
            ) from error
        why = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{host}:{port}", f"cannot be served: {why}", "a port that this user may open", "see --port"
        ) from error
    return listening
