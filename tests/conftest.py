"""What all tests share: a quiet terminal, charts without a screen, and the package built once.

The network is closed by pytest-socket, and the order is random: see ``[tool.pytest.ini_options]``.
"""

import importlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

# Set before any library reads them: no window, no colours, one width of the terminal everywhere.
os.environ["MPLBACKEND"] = "Agg"
os.environ["NO_COLOR"] = "1"
os.environ["COLUMNS"] = "100"
os.environ.pop("FORCE_COLOR", None)
# Whoever runs the tests may have outlets of their own: a folder that nobody has holds none.
os.environ["FRAMING_CONFIG_DIR"] = str(Path(__file__).with_name("no-configuration"))

ROOT = Path(__file__).resolve().parents[1]


SLOWEST = {
    "test_cluster.py",
    "test_faults.py",
    "test_file_faults.py",
    "test_main_job.py",
    "test_training.py",
    "test_walk.py",
}


def pytest_configure(config: pytest.Config) -> None:
    """Let the order of this file hold where several processes share the modules; xdist has one of its own."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slowest modules, or one processor waits at the end for another; the rest in its random order."""
    items.sort(key=lambda item: item.path.name not in SLOWEST)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml: a checkout or an unpacked source distribution."""
    return ROOT


@pytest.fixture(scope="session")
def benchmark_module(repository: Path) -> Callable[[str], ModuleType]:
    """Import one of the measuring scripts by its name, as running it would."""

    def import_script(name: str) -> ModuleType:
        folder = str(repository / "benchmarks")
        sys.path.insert(0, folder)
        try:
            return importlib.import_module(name)
        finally:
            sys.path.remove(folder)

    return import_script


def run_script(module: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    """Run a measuring script as from the command line."""
    monkeypatch.setattr(sys, "argv", ["script", *map(str, arguments)])
    assert module.main() == 0


@pytest.fixture(scope="session")
def wheel_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the content of the wheel, as an installer would lay it out."""
    return _build_and_unzip("build_wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def editable_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the content of the wheel of an editable install."""
    return _build_and_unzip("build_editable", tmp_path_factory.mktemp("editable"))


def _build_and_unzip(hook: str, folder: Path) -> Path:
    # A build backend must run in the project's folder; a process of its own keeps ours where it is.
    code = f"import sys; from hatchling.build import {hook} as build; build(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    (archive,) = folder.glob("*.whl")
    with zipfile.ZipFile(archive) as wheel:
        wheel.extractall(folder / "content")
    return folder / "content"
