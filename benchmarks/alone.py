"""Run `framing` in a process of its own and tell what it took: seconds of its processor, megabytes at its peak.

As a script it is that process: what the command printed, then a line with both figures.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """What a process took: seconds of the processor, and megabytes at its peak."""

    seconds: float
    megabytes: float


def run_alone(command: Sequence[str]) -> Measured:
    """Run a Python script that prints both figures last; raises `SystemExit` where it could not run.

    Exit code 1, by which `framing` says that articles were set aside, is no fault.
    """
    # One thread: what is promised holds on one core.
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    finished = subprocess.run([sys.executable, *command], capture_output=True, text=True, env=alone)
    if finished.returncode not in (0, 1) or not finished.stdout:
        raise SystemExit(f"{' '.join(command)} could not run:\n{finished.stderr}")
    seconds, megabytes = map(float, finished.stdout.splitlines()[-1].split())
    return Measured(seconds, megabytes)


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        # On Linux, what getrusage says of a child begins with what its parent holds.
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


if __name__ == "__main__":
    from framing.cli import main

    try:
        main(sys.argv[1:])
    except SystemExit:  # as every command ends; what else is raised is a fault, and tells no figures
        print(time.process_time(), peak_megabytes())
        raise
