"""Whatever befalls a run that writes one file: its processes end, nothing is half written, and a line says why."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest

SECONDS = 120


@pytest.fixture
def run(tmp_path, write_stories):
    """A run by two workers that has begun to write, held there; and its workers, with more to send than is read."""
    write_stories(tmp_path / "news.jsonl", range(4000), paragraphs=20)
    begun = subprocess.Popen(
        [
            *(sys.executable, "-m", "framing", "annotate", "news.jsonl", "-o", "out/annotations.jsonl"),
            *("--attribution", "rules", "--workers", "2"),
        ],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
        # Where the tests run in the background, an interrupt is ignored, and by their children too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until = time.monotonic() + SECONDS
    while not list(tmp_path.glob("out/.*.partial")):
        assert time.monotonic() < until
        assert begun.poll() is None, begun.communicate()
        time.sleep(0.02)
    begun.send_signal(signal.SIGSTOP)
    children = psutil.Process(begun.pid).children(recursive=True)
    workers = [one for one in children if one.ppid() != begun.pid]
    assert len(workers) == 2
    yield begun, workers
    with suppress(ProcessLookupError):
        os.killpg(begun.pid, signal.SIGKILL)
    begun.communicate()


def ends(begun, workers):
    """What a run says at its end, when all its processes have ended."""
    begun.send_signal(signal.SIGCONT)
    _, told = begun.communicate(timeout=SECONDS)
    _, alive = psutil.wait_procs(workers, timeout=SECONDS)
    assert not alive
    return told


@pytest.mark.parametrize("which", [0, 1])
def test_a_worker_that_is_killed_ends_the_run_with_a_line(run, tmp_path, which):
    """One of the two is amid sending what the halted run does not read; the other waits for its turn to send."""
    begun, workers = run
    until = time.monotonic() + SECONDS
    while any(one.status() != psutil.STATUS_SLEEPING for one in workers):
        assert time.monotonic() < until
        time.sleep(0.2)
    workers[which].kill()
    told = ends(begun, workers)
    assert begun.returncode == 2
    assert told.startswith("error: workers: one of them died")
    assert "Traceback" not in told
    assert not list((tmp_path / "out").iterdir())


def test_workers_end_with_a_run_that_is_killed(run):
    begun, workers = run
    begun.kill()
    ends(begun, workers)
    assert begun.returncode == -signal.SIGKILL


def test_a_run_that_is_stopped_says_so(run, tmp_path):
    begun, workers = run
    os.killpg(begun.pid, signal.SIGINT)
    assert ends(begun, workers) == "stopped\n"
    assert begun.returncode == 2
    assert not list((tmp_path / "out").iterdir())
