"""Connections that ask for nothing keep nobody out, even where all come from one address."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

pytest.importorskip("uvicorn")

import uvicorn

from framing.classroom.live import connections
from framing.classroom.live.connections import Connection

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
SLOW = ASK.replace(b"GET /", b"GET /slow")
UNFINISHED = SLOW.replace(b"\r\n\r\n", b"\r\nContent-Length: 9999\r\n\r\n")


class Gate:
    """Holds answers to /slow back until it is opened, and counts those that wait."""

    def __init__(self):
        self.opened = asyncio.Event()
        self.waiting = 0

    async def answer(self, scope, receive, send):
        if scope["path"] == "/slow":
            self.waiting += 1
            await self.opened.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def holds(self, count):
        while self.waiting < count:
            await asyncio.sleep(0.01)


def _run(work):
    """Let clients speak to a server of this machine, in a thread whose event loop is nobody else's.

    Nothing here is held against a clock but by the thirty seconds after which nobody waits any longer.
    """

    async def main():
        gate = Gate()
        config = uvicorn.Config(
            gate.answer,
            interface="asgi3",
            http=Connection,
            port=0,
            log_level="error",
            lifespan="off",
            ws="none",
            timeout_keep_alive=1000,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        clients = []

        async def connect():
            host, port = server.servers[0].sockets[0].getsockname()
            clients.append(await asyncio.open_connection(host, port))
            return clients[-1]

        try:
            async with asyncio.timeout(30):
                while not server.started:
                    assert not serving.done()
                    await asyncio.sleep(0.01)
                return await work(connect, gate)
        finally:
            for _, writer in clients:
                writer.transport.abort()
            gate.opened.set()
            server.should_exit = True
            await serving

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, main()).result()


async def _ask(connection, request=ASK):
    reader, writer = connection
    writer.write(request)
    return await reader.readuntil(b"ok")


async def _until_closed(connection):
    with suppress(ConnectionError):
        await connection[0].read()


async def _put_at_work(connect, gate, count):
    asked = [asyncio.create_task(_ask(await connect(), SLOW)) for _ in range(count)]
    await gate.holds(count)
    return asked


@pytest.fixture
def patience(monkeypatch):
    """Nobody is put out for taking too long."""
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 1000)
    monkeypatch.setattr(connections, "SECONDS_TO_ANSWER", 1000)


def test_silent_connections_of_the_same_address_keep_nobody_out(monkeypatch):
    # The real number would need more open files than some systems allow a test.
    monkeypatch.setattr(connections, "MOST_OF_ONE_ADDRESS", 80)

    async def work(connect, gate):
        silent = [await connect() for _ in range(200)]
        asked = [await _ask(await connect()) for _ in range(60)]
        gone = [one for one in silent if one[0].at_eof() or one[0].exception()]
        return asked, len(gone)

    asked, gone = _run(work)
    assert all(b"200 OK" in one for one in asked)
    assert gone >= 200 + 60 - 80


def test_who_is_being_answered_is_not_put_out_by_others(monkeypatch, patience):
    monkeypatch.setattr(connections, "MOST_OF_ONE_ADDRESS", 5)

    async def work(connect, gate):
        slow = await _put_at_work(connect, gate, 4)
        for _ in range(20):
            await connect()
        asked = await _ask(await connect())
        gate.opened.set()
        return [asked, *await asyncio.gather(*slow)]

    assert all(b"200 OK" in one for one in _run(work))


def test_where_all_are_at_work_one_more_is_refused(monkeypatch, patience):
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)

    async def work(connect, gate):
        slow = await _put_at_work(connect, gate, 3)
        await _until_closed(await connect())
        gate.opened.set()
        return [*await asyncio.gather(*slow), await _ask(await connect())]

    assert all(b"200 OK" in one for one in _run(work))


def test_who_keeps_the_body_of_a_request_back_gives_way_first(monkeypatch, patience):
    monkeypatch.setattr(connections, "MOST_OF_ONE_ADDRESS", 6)

    async def work(connect, gate):
        idle = await connect()
        await _ask(idle)
        held_back = [await connect() for _ in range(5)]
        for _, writer in held_back:
            writer.write(UNFINISHED)
        await gate.holds(5)
        asked = [await _ask(await connect()) for _ in range(5)]
        for one in held_back:
            await _until_closed(one)
        return [*asked, await _ask(idle)]

    assert all(b"200 OK" in one for one in _run(work))


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b""),  # says nothing
        (b"GET / HTTP/1.1\r\n", b"x"),  # sends headers drop by drop
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", b"x"),  # is answered, and goes on so
        (UNFINISHED, b"x"),  # waits for an answer to what it has not said
        (ASK, b"G"),  # has asked once
    ],
    ids=["silent", "headers", "body", "unanswered body", "after an answer"],
)
def test_who_asks_for_nothing_more_is_cut_off(monkeypatch, first, drop):
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 0.6)

    async def work(connect, gate):
        began = time.monotonic()
        connection = await connect()
        connection[1].write(first)

        async def drip():
            while True:
                await asyncio.sleep(0.1)
                connection[1].write(drop)

        dripping = asyncio.create_task(drip())
        await _until_closed(connection)
        dripping.cancel()
        return time.monotonic() - began

    assert _run(work) >= 0.6


def test_an_answer_that_nobody_takes_does_not_last_for_ever(monkeypatch):
    # Time enough to ask, on a busy machine too.
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 1.5)
    monkeypatch.setattr(connections, "SECONDS_TO_ANSWER", 1.6)

    async def work(connect, gate):
        (asked,) = await _put_at_work(connect, gate, 1)
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await asked
        return gate.opened.is_set()

    assert not _run(work)


def test_who_goes_on_asking_stays(monkeypatch):
    # Ten times as long as it keeps silent, for a busy machine, and less than all of it lasts.
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 2)

    async def work(connect, gate):
        connection = await connect()
        began = time.monotonic()
        while time.monotonic() - began < 2.5:
            assert b"200 OK" in await _ask(connection)
            await asyncio.sleep(0.2)
        return await _ask(connection)

    assert b"200 OK" in _run(work)


@pytest.mark.parametrize(("soft", "hard", "asked"), [(256, 10_000, 700), (256, 300, 300), (1024, 4096, None)])
def test_a_system_that_allows_few_files_is_asked_for_more(monkeypatch, soft, hard, asked):
    resource = pytest.importorskip("resource")
    told = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: told.append(limits[0]))
    connections.allow_files()
    assert told == ([] if asked is None else [asked])
