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


async def _answer(scope, receive, send):
    if scope["path"] == "/slow":
        await asyncio.sleep(0.5)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def _run(work):
    """Let clients speak to a server of this machine, in a thread whose event loop is nobody else's."""

    async def main():
        server = uvicorn.Server(
            uvicorn.Config(_answer, http=Connection, port=0, log_level="error", lifespan="off", ws="none")
        )
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        host, port = server.servers[0].sockets[0].getsockname()
        clients = []

        async def connect():
            clients.append(await asyncio.open_connection(host, port))
            return clients[-1]

        try:
            return await asyncio.wait_for(work(connect), 30)
        finally:
            for _, writer in clients:
                writer.transport.abort()
            server.should_exit = True
            await serving

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, main()).result()


async def _ask(connection, request=ASK):
    reader, writer = connection
    writer.write(request)
    return await reader.readuntil(b"ok")


async def _until_closed(connection):
    began = time.monotonic()
    with suppress(ConnectionError):
        await connection[0].read()
    return time.monotonic() - began


def test_silent_connections_of_the_same_address_keep_nobody_out(monkeypatch):
    # The real number would need more open files than some systems allow a test.
    monkeypatch.setattr(connections, "MOST_OF_ONE_ADDRESS", 80)

    async def work(connect):
        silent = [await connect() for _ in range(200)]
        asked = [await _ask(await connect()) for _ in range(60)]
        gone = [one for one in silent if one[0].at_eof() or one[0].exception()]
        return asked, len(gone)

    asked, gone = _run(work)
    assert all(b"200 OK" in one for one in asked)
    assert gone >= 200 + 60 - 80


def test_who_is_being_answered_is_not_put_out_by_others(monkeypatch):
    monkeypatch.setattr(connections, "MOST_OF_ONE_ADDRESS", 5)

    async def work(connect):
        slow = [
            asyncio.create_task(_ask(await connect(), ASK.replace(b"GET /", b"GET /slow"))) for _ in range(4)
        ]
        await asyncio.sleep(0.1)
        for _ in range(20):
            await connect()
        return await asyncio.gather(*slow)

    assert all(b"200 OK" in one for one in _run(work))


def test_where_all_are_at_work_one_more_is_refused(monkeypatch):
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)

    async def work(connect):
        slow = [
            asyncio.create_task(_ask(await connect(), ASK.replace(b"GET /", b"GET /slow"))) for _ in range(3)
        ]
        await asyncio.sleep(0.1)
        refused = await _until_closed(await connect())
        return refused, await asyncio.gather(*slow), await _ask(await connect())

    refused, answers, after = _run(work)
    assert refused < 0.3
    assert all(b"200 OK" in one for one in [*answers, after])


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b""),  # says nothing
        (b"GET / HTTP/1.1\r\n", b"x"),  # sends headers drop by drop
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", b"x"),  # is answered, and goes on so
        (ASK, b"G"),  # has asked once
    ],
    ids=["silent", "headers", "body", "after an answer"],
)
def test_who_asks_for_nothing_more_is_cut_off(monkeypatch, first, drop):
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 0.6)

    async def work(connect):
        connection = await connect()
        connection[1].write(first)

        async def drip():
            while True:
                await asyncio.sleep(0.1)
                connection[1].write(drop)

        dripping = asyncio.create_task(drip())
        took = await _until_closed(connection)
        dripping.cancel()
        return took

    assert 0.4 < _run(work) < 3


def test_an_answer_that_nobody_takes_does_not_last_for_ever(monkeypatch):
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 0.1)
    monkeypatch.setattr(connections, "SECONDS_TO_ANSWER", 0.3)

    async def work(connect):
        connection = await connect()
        connection[1].write(ASK.replace(b"GET /", b"GET /slow"))
        return await _until_closed(connection)

    assert _run(work) < 0.48


def test_who_goes_on_asking_stays(monkeypatch):
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 0.5)

    async def work(connect):
        connection = await connect()
        answers = []
        for _ in range(8):
            answers.append(await _ask(connection))
            await asyncio.sleep(0.2)
        return answers

    assert len(_run(work)) == 8


@pytest.mark.parametrize(("soft", "hard", "asked"), [(256, 10_000, 700), (256, 300, 300), (1024, 4096, None)])
def test_a_system_that_allows_few_files_is_asked_for_more(monkeypatch, soft, hard, asked):
    resource = pytest.importorskip("resource")
    told = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: told.append(limits[0]))
    connections.allow_files()
    assert told == ([] if asked is None else [asked])
