"""Whatever befalls a run, nothing is half written or lost: in the end there is what an undisturbed run makes."""

import operator
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial

import psutil
import pytest

from framing import api
from framing.corpus.engine import Lost, processes, run_shards
from framing.corpus.storage import Folder, locked

STORIES = 2000
SHARDS = 4
SECONDS = 120
RULES = ("--attribution", "rules")


@pytest.fixture(scope="module")
def news(tmp_path_factory, write_stories):
    """An archive of four shards, each of a second or so, one line of it broken."""
    file = write_stories(tmp_path_factory.mktemp("news") / "archive.jsonl", range(STORIES))
    lines = file.read_text().splitlines(keepends=True)
    lines[700] = "{broken\n"
    file.write_text("".join(lines))
    return file.parent


@pytest.fixture(scope="module")
def undisturbed(news, tmp_path_factory, content):
    """What the store of the archive holds when nothing happens."""
    folder = tmp_path_factory.mktemp("undisturbed") / "store"
    summary = api.annotate_folder(str(news), folder, attribution="rules")
    assert len(summary.store.shards) == SHARDS
    assert [reject.file for reject in summary.rejects] == ["archive.jsonl, line 701"]
    return content(folder)


@pytest.fixture
def command(news):
    """The command that annotates the archive, in an environment that finds the package as the tests do."""

    def build(store, *more, archive=news):
        return [
            *(sys.executable, "-m", "framing", "annotate", str(archive), "-o", str(store), *RULES),
            *("--workers", "2", *more),
        ]

    return build


@pytest.fixture
def start(command):
    """Begin a run in a process of its own, which is ended with the test."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    begun = []

    def begin(store, *more, limit=lambda: None, **other):
        def prepare():
            # Where the tests run in the background, an interrupt is ignored, and by their children too.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            limit()

        begun.append(
            subprocess.Popen(
                command(store, *more, **other),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment,
                # A group of its own: what is left of it, halted workers too, ends with the test.
                start_new_session=True,
                preexec_fn=prepare,
            )
        )
        return begun[-1]

    yield begin
    for one in begun:
        with suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGKILL)
        one.communicate()


def wait_for(what):
    until = time.monotonic() + SECONDS
    while not (found := what()):
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)
    return found


def shards_in(store):
    return list((store / "annotations").glob("*.parquet")) if store.exists() else []


def workers_of(run):
    """The processes that work, known by what they have at hand: the file that they are writing."""

    def writes(process):
        try:
            return any(file.path.endswith(".partial") for file in process.open_files())
        except (psutil.Error, OSError):
            return False

    return [one for one in psutil.Process(run.pid).children(recursive=True) if writes(one)]


def hold_a_worker(run):
    """Halt a worker in the middle of a shard, so that a run cannot end before the test has had its way."""

    def halt():
        for one in workers_of(run):
            one.suspend()
            if one in workers_of(run):
                return one
            one.resume()
        return None

    return wait_for(halt)


def test_a_worker_that_is_killed_costs_its_shards_time_and_nothing_else(
    start, tmp_path, undisturbed, content
):
    store = tmp_path / "store"
    run = start(store)
    wait_for(lambda: workers_of(run))[0].kill()
    _, told = run.communicate(timeout=SECONDS)
    assert run.returncode == 1, told
    assert content(store) == undisturbed


def test_a_killed_run_is_gone_on_with(start, tmp_path, undisturbed, content):
    store = tmp_path / "store"
    run = start(store)
    held = hold_a_worker(run)
    wait_for(lambda: shards_in(store))
    workers = psutil.Process(run.pid).children(recursive=True)
    run.kill()
    run.wait(timeout=SECONDS)
    held.resume()
    done = len(shards_in(store))
    assert 0 < done < SHARDS
    _, alive = psutil.wait_procs(workers, timeout=SECONDS)
    assert not alive
    again = start(store, "--resume")
    said, told = again.communicate(timeout=SECONDS)
    assert again.returncode == 1, told
    assert "done before" in said
    assert content(store) == undisturbed


def test_an_interrupted_run_ends_at_once_and_is_gone_on_with(start, tmp_path, undisturbed, content):
    store = tmp_path / "store"
    run = start(store)
    hold_a_worker(run)
    wait_for(lambda: shards_in(store))
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=SECONDS)
    assert (run.returncode, told) == (
        2,
        "stopped: what is done stays, and --resume goes on with it\n",
    )
    assert not list(store.rglob("*.partial"))
    again = start(store, "--resume")
    again.communicate(timeout=SECONDS)
    assert content(store) == undisturbed


def test_a_full_disk_is_told_and_what_was_done_stays(start, tmp_path, undisturbed, content):
    store = tmp_path / "store"
    largest = max(len(held) for name, held in undisturbed.items() if name.startswith("annotations"))

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest - 1, largest - 1))

    run = start(store, limit=small_disk)
    said, told = run.communicate(timeout=SECONDS)
    assert run.returncode == 2
    assert told.startswith("error: ")
    assert "cannot be written: File too large" in told
    assert "--resume" in told
    assert "Traceback" not in told + said
    done = {name: held for name, held in content(store).items() if name.startswith("annotations/")}
    assert len(done) < SHARDS
    assert done.items() <= undisturbed.items()
    assert not list(store.rglob("*.partial"))
    again = start(store, "--resume")
    again.communicate(timeout=SECONDS)
    assert content(store) == undisturbed


def test_two_runs_into_one_folder(start, tmp_path, write_stories, content):
    archive, store = write_stories(tmp_path / "news" / "few.jsonl", range(20)), tmp_path / "store"
    with locked(Folder(str(store))):
        second = start(store, archive=archive)
        _, told = second.communicate(timeout=SECONDS)
    assert second.returncode == 2
    assert "another run is writing into it" in told
    assert not content(store)
    again = start(store, archive=archive)
    again.communicate(timeout=SECONDS)
    assert again.returncode == 0
    api.annotate_folder(str(archive), tmp_path / "undisturbed", attribution="rules")
    assert content(store) == content(tmp_path / "undisturbed")


def test_files_that_cannot_be_read_are_set_aside(tmp_path, write_stories):
    write_stories(tmp_path / "news" / "whole.jsonl", range(5))
    (tmp_path / "news" / "torn.parquet").write_bytes(b"PAR1" + bytes(2_500_000))
    (tmp_path / "news" / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    summary = api.annotate_folder(tmp_path / "news", tmp_path / "store", attribution="rules")
    assert summary.store.articles == 5
    assert [one.file for one in summary.rejects] == ["gone.jsonl", "torn.parquet"]


def test_what_always_kills_its_worker_is_lost_and_nothing_else_is():
    works = [partial(os._exit, 1), *(partial(operator.neg, number) for number in range(8))]
    results = list(run_shards(processes, operator.call, works, places=2))
    assert sorted(result for _, result in results if not isinstance(result, Lost)) == list(range(-7, 1))
    assert [work for work, result in results if isinstance(result, Lost)] == works[:1]


def test_a_shard_that_is_lost_is_set_aside_and_tried_again_by_resuming(
    news, tmp_path, undisturbed, content, monkeypatch
):
    from framing.corpus import annotate_folder

    whole = annotate_folder.annotate_shard
    started = []

    def dies_at_the_second(job, shard, **more):
        started.append(shard.name)
        if "000000500" in shard.name:
            raise annotate_folder.LOST[0]("its worker died")
        return whole(job, shard, **more)

    monkeypatch.setattr(annotate_folder, "annotate_shard", dies_at_the_second)
    store = tmp_path / "store"
    summary = api.annotate_folder(str(news), store, attribution="rules")
    (lost,) = [one for one in summary.rejects if "records" in one.file]
    assert lost.file == "archive.jsonl, records 501 to 1,000"
    assert "died three times" in lost.reason
    assert sum("000000500" in name for name in started) == 3
    monkeypatch.undo()
    again = api.annotate_folder(str(news), store, attribution="rules", resume=True)
    assert again.done_before == SHARDS - 1
    assert content(store) == undisturbed
