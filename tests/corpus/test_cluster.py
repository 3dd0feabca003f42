"""A real Dask scheduler and its workers on this machine: what they make equals what processes make, byte for byte."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import framing
from framing import api
from framing.cli.commands import cli
from framing.corpus.annotate import Settings
from framing.corpus.cluster import connect
from framing.errors import UsageError
from framing.lexicon.language import load_language

pytest.importorskip("pyarrow")
pytest.importorskip("distributed")

# These tests speak to a scheduler on this machine; the network stays closed.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

RULES = Settings(attribution="rules")
SECONDS = 60


class Machines:
    """A scheduler, and workers that are started and killed: processes that end with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.running: list[subprocess.Popen[bytes]] = []

    def _start(self, *arguments: str, packages: str | None = None) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        if packages is None:
            packages = str(Path(framing.__file__).resolve().parents[1])
        environment["PYTHONPATH"] = packages
        log = (self.folder / f"{len(self.running)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        self.running.append(process)
        return process

    def start_scheduler(self) -> str:
        self._start("scheduler", "--port", "0", "--scheduler-file", str(self.file))
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                return str(json.loads(self.file.read_text())["address"])
            except (OSError, ValueError):
                time.sleep(0.05)
        raise AssertionError("the scheduler does not start")

    def start_worker(self, packages: str | None = None) -> "subprocess.Popen[bytes]":
        place = str(self.folder / f"worker-{len(self.running)}")
        known = ["--scheduler-file", str(self.file), "--local-directory", place]
        return self._start("worker", *known, "--nthreads", "1", "--no-nanny", packages=packages)

    def stop(self) -> None:
        for process in reversed(self.running):
            process.kill()
        for process in self.running:
            process.wait()


@pytest.fixture
def machines(tmp_path):
    (tmp_path / "machines").mkdir()
    held = Machines(tmp_path / "machines")
    yield held
    held.stop()


def write_news(folder, shards=8, articles=11):
    """Files large enough for a shard each."""
    folder.mkdir()
    told = (
        'Mayor Helen Brook said the flood was "a shameful disaster" that no engineer could have foreseen. '
        "Residents claimed that nobody in the town hall had read their letters about the wall. "
    )
    # Space between paragraphs costs bytes, which make a shard, and no time.
    space = "\n" + " " * 200_000 + "\n"
    for shard in range(shards):
        lines = [
            json.dumps(
                {"id": f"{shard}-{number}", "text": f"Day {number} of week {shard}. {told}{space}{told}"}
            )
            for number in range(articles)
        ]
        (folder / f"week-{shard}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_what_a_cluster_makes_equals_what_processes_make_though_a_worker_is_killed(machines, tmp_path):
    news = write_news(tmp_path / "news")
    expected = api.annotate_folder(news, tmp_path / "by-processes", attribution="rules", workers=2)
    assert len(expected.store.shards) == 8
    address = machines.start_scheduler()
    workers = [machines.start_worker() for _ in range(2)]
    from distributed import Client

    with Client(address, set_as_default=False) as client:  # both are there before one is killed
        client.wait_for_workers(2, timeout=SECONDS)
    seen = []

    def kill_one(at):
        seen.append(at.shards)
        if at.shards == 2:
            workers[0].send_signal(signal.SIGKILL)

    summary = api.annotate_folder(
        news, tmp_path / "by-dask", attribution="rules", scheduler=address, progress=kill_one
    )
    assert workers[0].wait(SECONDS) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert seen == list(range(9))
    assert summary.store == expected.store
    assert files_of(tmp_path / "by-dask") == files_of(tmp_path / "by-processes")


def test_the_command_takes_a_scheduler(machines, tmp_path):
    news = write_news(tmp_path / "news", shards=1, articles=2)
    address = machines.start_scheduler()
    machines.start_worker()
    arguments = ["annotate", str(news), "-o", str(tmp_path / "store"), "--attribution", "rules"]
    run = CliRunner().invoke(cli, [*arguments, "--engine", "dask", "--scheduler", address])
    assert run.exit_code == 0, run.output
    assert "2 articles in 1 shard" in run.output


@pytest.mark.parametrize(
    "more",
    [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]],
)
def test_engine_and_scheduler_go_together(more, tmp_path):
    run = CliRunner().invoke(cli, ["annotate", str(tmp_path), "-o", str(tmp_path / "store"), *more])
    assert run.exit_code == 2
    assert "go together" in run.output


def test_a_scheduler_that_does_not_answer_is_told_within_seconds():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begin = time.monotonic()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with (
            pytest.raises(UsageError, match=r"no Dask scheduler answers.*dask scheduler"),
            connect(address, RULES, seconds=1),
        ):
            pass
        assert time.monotonic() - begin < 20


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:80"])
def test_what_is_no_address_is_told(address):
    with (
        pytest.raises(UsageError, match=r"no Dask scheduler answers.*tcp://10\.0\.0\.1:8786"),
        connect(address, RULES, seconds=1),
    ):
        pass


def test_a_scheduler_without_workers_is_told(machines):
    address = machines.start_scheduler()
    with (
        pytest.raises(UsageError, match=f"has no workers.*dask worker {address}"),
        connect(address, RULES, workers=0.5),
    ):
        pass


def write_package(folder, version):
    """A package of this name that says of itself that it is of another version."""
    source = Path(framing.__file__).resolve().parent
    (folder / "framing").mkdir(parents=True)
    for path in source.iterdir():
        if path.name != "version.py":
            (folder / "framing" / path.name).symlink_to(path)
    (folder / "framing" / "version.py").write_text(f'__version__ = "{version}"\n')
    if not (source / "lexicons").is_dir():
        (folder / "lexicons").symlink_to(source.parent / "lexicons")
    return str(folder)


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_workers_of_another_version_are_told(machines, tmp_path):
    address = machines.start_scheduler()
    machines.start_worker(packages=write_package(tmp_path / "other", "9.9.9"))
    with (
        pytest.raises(
            UsageError, match=r"worker tcp://.*would annotate with framing:9\.9\.9; expected framing:"
        ),
        connect(address, RULES),
    ):
        pass


def test_workers_that_cannot_run_framing_are_told(machines, tmp_path):
    (tmp_path / "none" / "framing").mkdir(parents=True)
    (tmp_path / "none" / "framing" / "__init__.py").write_text("raise ImportError('no framing here')\n")
    address = machines.start_scheduler()
    machines.start_worker(packages=str(tmp_path / "none"))
    with (
        pytest.raises(UsageError, match=r"cannot run framing.*no framing here.*install it there"),
        connect(address, RULES),
    ):
        pass


def test_lexicons_that_workers_do_not_have_are_told(machines, tmp_path):
    address = machines.start_scheduler()
    machines.start_worker()
    api.add_outlet("Harbour Gazette", tmp_path, domains=["harbour.example"])
    own = tmp_path / "outlets.toml"
    load_language("en", (own,))  # known here from now on
    own.unlink()
    settings = Settings(lexicons=(own,), attribution="rules")
    with pytest.raises(UsageError, match="the same files on every worker"), connect(address, settings):
        pass


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(UsageError, match=r"pip install 'framing\[scale\]'"),
        connect("tcp://127.0.0.1:1", RULES),
    ):
        pass


def test_nothing_of_this_loads_dask_before_it_is_asked_for():
    assert importlib.util.find_spec("distributed") is not None
    code = "import sys, framing.api, framing.corpus.cluster; sys.exit('distributed' in sys.modules)"
    folder = str(Path(framing.__file__).resolve().parents[1])
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": folder})
