"""What a command takes with all the processes that it starts, as seen from outside: for `speed --report`."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_SECONDS_BETWEEN_LOOKS = 0.3


class Watched(NamedTuple):
    """Seconds on the clock, processor seconds of all processes together, and megabytes at the peak of the largest."""

    wall_seconds: float
    processor_seconds: float
    megabytes: float


def run_watched(command: Sequence[str], folder: Path) -> Watched:
    """Run a command in a folder and look at its processes now and then: the last moments of each are not counted.

    Raises `SystemExit` where it could not run (exit code 2 or worse), and where psutil is not installed.
    """
    try:
        import psutil  # type: ignore[import-untyped]
    except ImportError:
        raise SystemExit("pip install psutil: it tells what the processes of a command take") from None
    seconds: dict[int, float] = {}
    peak = 0
    begin = time.perf_counter()
    with (folder / "told").open("w+") as told:
        started = subprocess.Popen(command, cwd=folder, stdout=told, stderr=told)
        watched = psutil.Process(started.pid)
        while started.poll() is None:
            try:
                for process in (watched, *watched.children(recursive=True)):
                    with process.oneshot():
                        times = process.cpu_times()
                        seconds[process.pid] = times.user + times.system
                        peak = max(peak, process.memory_info().rss)
            except psutil.Error:  # one that has just ended
                pass
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        wall = time.perf_counter() - begin
        if started.returncode not in (0, 1):
            told.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{told.read()}")
    return Watched(wall, sum(seconds.values()), peak / 1e6)
