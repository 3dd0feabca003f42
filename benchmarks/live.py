"""Measure the live session: does a class lose a mark, and how long does a mark take?

    python benchmarks/live.py                      60 pupils, two marks a second each, for a minute
    python benchmarks/live.py --kill               the same, the server killed (-9) in the middle and started again
    python benchmarks/live.py --silent 700         the same, while a joker opens 700 connections, again and again
    python benchmarks/live.py --unfinished 700     the same, while each of these announces a mark that never comes

The server is the real one, started as a teacher starts it, on this machine. Pupils keep what was not acknowledged and
send it again, as their page does. At the end every acknowledged mark is looked for in the file.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds" / "pyongyang-2024"
A_SECOND = 2
LONGEST_WAIT = 60
MOST_TRIES = 20
UNFINISHED = b"POST /marks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\n"
LABELS = ("own", "reported", "quoted", "none")


@dataclass
class Server:
    """The real server in a process of its own: started, killed, and started again on the same port and file."""

    articles: Path
    data: Path
    port: int = 0
    code: str = ""
    secret: str = ""
    process: "subprocess.Popen[str] | None" = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it says where it is; raises `RuntimeError` where it does not."""
        command = [sys.executable, "-u", "-m", "framing", "class", str(self.articles)]
        command += ["--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        told = ""
        for line in self.process.stdout:
            told += line
            if line.startswith("Ctrl+C"):
                break
        found = re.search(r":(\d+)/teacher#(\S+)\s+Pupils open:.*\s+Join code:\s+(\w+)", told)
        if found is None:
            raise RuntimeError(f"the server did not start: {told}")
        self.port, self.secret, self.code = int(found[1]), found[2], found[3]

    def kill(self) -> None:
        """Kill it as a machine that stops does: nothing is tidied up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        self._wait()

    def stop(self) -> None:
        """Stop it as Ctrl+C does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            self._wait()

    def _wait(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.wait(30)
        self.process.stdout.close()
        self.process = None


@dataclass
class Outcome:
    """What was sent and acknowledged, how long each answer took, and who was turned away."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)
    turned_away: int = 0
    retries: int = 0
    missing: int = 0
    unknown: int = 0
    doubled: int = 0

    def percentile(self, share: float) -> float:
        """Return the time in seconds that this share of answers needed at most."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


async def _pupil(
    number: int, server: Server, seconds: float, all_are_there: asyncio.Barrier, outcome: Outcome
) -> None:
    name = f"Pupil {number}"
    draw = random.Random(number)
    origin = {"Origin": server.address}
    async with httpx2.AsyncClient(base_url=server.address, headers=origin, timeout=5) as client:
        for _ in range(MOST_TRIES):
            joined = await client.post("/join", data={"code": server.code, "nickname": name}, timeout=30)
            if joined.status_code != 429:  # a class that joins at once waits for its turn, as its pages do
                break
            await asyncio.sleep(2 + 4 * draw.random())
        assert joined.status_code == 303, joined.text
        await all_are_there.wait()
        ends = time.monotonic() + seconds
        due = time.monotonic() + draw.random() / A_SECOND
        waiting: list[dict[str, object]] = []
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += 1 / A_SECOND
            over = time.monotonic() >= ends
            if over and (not waiting or time.monotonic() >= ends + LONGEST_WAIT):
                return
            if not over:
                waiting.append(_mark(draw, number, len(outcome.sent)))
                outcome.sent.append((name, str(waiting[-1]["id"])))
            began = time.monotonic()
            try:
                answer = await client.post("/marks", json={"marks": waiting[:40]})
            except httpx2.TransportError:
                outcome.retries += 1
                continue
            outcome.turned_away += answer.status_code == 401
            if answer.status_code != 200:
                outcome.retries += 1
                continue
            outcome.seconds.append(time.monotonic() - began)
            saved = set(answer.json()["saved"])
            outcome.acknowledged |= {(name, one) for one in saved}
            waiting = [one for one in waiting if one["id"] not in saved]


def _mark(draw: random.Random, pupil: int, count: int) -> dict[str, object]:
    first = draw.randrange(30)
    return {
        "do": "voices",
        "id": f"{pupil:04}-{count:08}",
        "article": "A",
        "first": first,
        "last": first + draw.randrange(10),
        "label": draw.choice(LABELS),
    }


async def _keep_silent(server: Server, connections: int, said: bytes = b"") -> None:
    """Open connections that ask for nothing, or say the beginning of a request and no more, until it is cancelled.

    For each that the server closes another one is opened.
    """

    async def one() -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
                writer.write(said)
                await reader.read()
                writer.close()
            except OSError:
                pass
            await asyncio.sleep(1)

    await asyncio.gather(*(one() for _ in range(connections)))


async def _class(
    server: Server, pupils: int, seconds: float, kill: bool, silent: int, unfinished: int
) -> Outcome:
    outcome = Outcome()
    all_are_there = asyncio.Barrier(pupils + 1)
    jokers = [
        asyncio.create_task(_keep_silent(server, silent)),
        asyncio.create_task(_keep_silent(server, unfinished, UNFINISHED)),
    ]
    if silent or unfinished:
        await asyncio.sleep(2)
    async with asyncio.TaskGroup() as group:
        for number in range(pupils):
            group.create_task(_pupil(number, server, seconds, all_are_there, outcome))
        await all_are_there.wait()
        if kill:
            await asyncio.sleep(seconds / 2)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
    for joker in jokers:
        joker.cancel()
    return outcome


def measure(
    articles: Path, pupils: int, seconds: float, kill: bool = False, silent: int = 0, unfinished: int = 0
) -> Outcome:
    """Let a class mark, and return what came of it, with what the file holds at the end."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(articles, Path(folder) / "class.sqlite")
        server.start()
        try:
            outcome = asyncio.run(_class(server, pupils, seconds, kill, silent, unfinished))
        finally:
            server.kill()  # so that what is counted is what was on the disk, not what a tidy end put there
        with closing(sqlite3.connect(server.data)) as connection:
            rows = connection.execute(
                "SELECT nickname, id FROM marks JOIN pupils ON pupil = number"
            ).fetchall()
    outcome.missing = len(outcome.acknowledged - set(rows))
    outcome.unknown = len(set(rows) - set(outcome.sent))
    outcome.doubled = len(rows) - len(set(rows))
    return outcome


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pupils", type=int, default=60)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--kill", action="store_true")
    options.add_argument("--silent", type=int, default=0)
    options.add_argument("--unfinished", type=int, default=0)
    options.add_argument("--articles", type=Path, default=SEEDS)
    given = options.parse_args()
    outcome = measure(given.articles, given.pupils, given.seconds, given.kill, given.silent, given.unfinished)
    print(f"pupils                  {given.pupils}, {A_SECOND} marks a second each, {given.seconds:g} s")
    print(f"marks sent              {len(outcome.sent):,}")
    print(f"acknowledged            {len(outcome.acknowledged):,}")
    print(f"acknowledged, not there {outcome.missing}")
    print(f"there, never sent       {outcome.unknown}")
    print(f"doubled                 {outcome.doubled}")
    print(f"sent again              {outcome.retries}")
    print(f"pupils turned away      {outcome.turned_away}")
    for share in (0.5, 0.95, 0.99, 1.0):
        print(f"time to the answer, {100 * share:>3.0f} % {1000 * outcome.percentile(share):.0f} ms")


if __name__ == "__main__":
    main()
