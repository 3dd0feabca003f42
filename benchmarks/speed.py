"""Time the commands as a user runs them on a folder of articles, the start of Python included."""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path


def time_command(command: Sequence[str], folder: Path, repeats: int) -> list[float]:
    """Return the seconds of each run, after one that is not counted.

    Raises `SystemExit` where the command could not run (exit code 2 or worse).
    """
    seconds = []
    for _ in range(repeats + 1):
        begin = time.perf_counter()
        finished = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        seconds.append(time.perf_counter() - begin)
        if finished.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)} failed:\n{finished.stderr}")
    return seconds[1:]


def describe_machine() -> str:
    """Return processor architecture, cores, system and Python in one line."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def main() -> int:
    """Print one row a command: the median and the best of the runs, in seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="a folder of articles")
    parser.add_argument("--repeats", type=int, default=5, help="runs that are counted (5)")
    arguments = parser.parse_args()
    path = str(arguments.path.resolve())
    print(f"{'command':20} {'median s':>9} {'best s':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, options in (
            ("framing --help", ["--help"]),
            ("framing annotate", ["annotate", path, "-o", "annotations.jsonl", "--quiet"]),
            ("framing report", ["report", path, "--quiet"]),
        ):
            seconds = time_command(
                [sys.executable, "-m", "framing", *options], Path(folder), max(1, arguments.repeats)
            )
            print(f"{name:20} {statistics.median(seconds):9.2f} {min(seconds):9.2f}")
    print(describe_machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
