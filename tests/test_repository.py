"""The repository as a visitor finds it: names at the top, commands of the README, what is packed, pages in step."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import framing
from framing.lexicon.entries import ENTRY_CLASSES, Header, Variant
from framing.lexicon.load import load_lexicon
from framing.version import __version__

TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "benchmarks",
    "docs",
    "framing",
    "lexicons",
    "pyproject.toml",
    "reports",
    "seeds",
    "tests",
    "training",
}

FIRST_COMMAND = (
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/framing report seeds/pyongyang-2024"
)
TEST_COMMAND = (
    "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest -n auto --dist loadfile"
)


def settings_of(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


def code_blocks(page: str) -> list[str]:
    return re.findall(r"^```[a-z]*\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def run_python(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # The package that is under test here, installed or not, is the one that the other process finds.
    under_test = str(Path(framing.__file__).parents[1])
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": under_test, **environment},
        capture_output=True,
        text=True,
    )


def test_top_level_holds_only_agreed_names(repository: Path) -> None:
    if shutil.which("git") is None or not (repository / ".git").exists():
        pytest.skip("no git checkout, so nobody knows which files are tracked")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, check=True, capture_output=True, text=True
    )
    names = {name.partition("/")[0] for name in listed.stdout.split("\0") if name}
    assert names <= TOP_LEVEL


def test_readme_gives_both_commands_and_their_windows_forms(repository: Path) -> None:
    page = (repository / "README.md").read_text(encoding="utf-8")
    lines = [line for block in code_blocks(page) for line in block.splitlines()]
    assert lines.index(FIRST_COMMAND) < lines.index(TEST_COMMAND)
    windows = [line for line in lines if line.startswith("py -m venv .venv")]
    assert [r"Scripts\framing report" in line for line in windows] == [True, False]
    assert windows[1].endswith(r"Scripts\pytest -n auto --dist loadfile")


def test_pages_tell_how_many_disputes_the_shipped_names_hold(repository: Path) -> None:
    number = len(load_lexicon(repository / "lexicons" / "en" / "naming.toml").entries)
    for page in (
        "README.md",
        "docs/lexicon-in-ten-minutes.md",
        "framing/report/texts/en/wording.toml",
    ):
        assert f"wordings of {number} disputes" in (repository / page).read_text(encoding="utf-8")


def test_readme_links_lead_to_files(repository: Path) -> None:
    for page in [*repository.glob("*.md"), *(repository / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_wheel_holds_the_package_and_the_lexicons_alone(repository: Path, wheel_folder: Path) -> None:
    packed = {name for name in files_below(wheel_folder) if ".dist-info/" not in name}
    package = {f"framing/{name}" for name in files_below(repository / "framing")}
    lexicons = {f"framing/lexicons/{name}" for name in files_below(repository / "lexicons")}
    assert packed == package | lexicons
    assert "framing/py.typed" in packed


def test_wheel_states_version_and_licence(repository: Path, wheel_folder: Path) -> None:
    (metadata,) = wheel_folder.glob("*.dist-info/METADATA")
    text = metadata.read_text(encoding="utf-8")
    assert f"\nVersion: {__version__}\n" in text
    assert "\nLicense-Expression: MIT\n" in text
    assert list(wheel_folder.glob("*.dist-info/licenses/LICENSE"))


def test_version_is_the_same_everywhere(repository: Path) -> None:
    assert f"\nversion: {__version__}\n" in (repository / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{__version__}]" in (repository / "CHANGELOG.md").read_text(encoding="utf-8")


def test_page_of_measures_is_up_to_date(repository: Path) -> None:
    finished = run_python(repository, "docs/generate.py", "--check")
    assert finished.returncode == 0, finished.stderr


def keys_of(record: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(record)}


def section_of(page: str, heading: str) -> str:
    _, _, rest = page.partition(f"\n### {heading}\n")
    return re.split(r"^##+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def documented_keys(section: str) -> list[set[str]]:
    """The keys in the first column of each table of a section."""
    tables = re.findall(r"(?:^\|.*\n)+", section, flags=re.MULTILINE)
    return [set(re.findall(r"^\| `([a-z_]+)` \|", table, flags=re.MULTILINE)) for table in tables]


@pytest.fixture(scope="module")
def page_of_lexicons(repository: Path) -> str:
    return (repository / "docs" / "lexicons.md").read_text(encoding="utf-8")


def test_page_of_lexicons_lists_the_header(page_of_lexicons: str) -> None:
    assert documented_keys(section_of(page_of_lexicons, "Header")) == [keys_of(Header)]


@pytest.mark.parametrize("kind", sorted(ENTRY_CLASSES))
def test_page_of_lexicons_lists_every_key_and_choice(page_of_lexicons: str, kind: Any) -> None:
    section = section_of(page_of_lexicons, kind)
    records: list[type[msgspec.Struct]] = [ENTRY_CLASSES[kind]]
    if kind == "naming":
        records.append(Variant)
    assert documented_keys(section) == [keys_of(record) for record in records]
    for record in records:
        for field in msgspec.structs.fields(record):
            for choice in get_args(field.type):
                if isinstance(choice, str):
                    assert f"`{choice}`" in section, f"{kind}: {field.name} may be {choice}"


def test_example_of_the_page_of_lexicons_is_valid(page_of_lexicons: str, tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    path.write_text(
        next(block for block in code_blocks(page_of_lexicons) if "[[entries]]" in block), encoding="utf-8"
    )
    assert load_lexicon(path).header.kind == "naming"


@pytest.mark.parametrize("module", ["framing", "framing.features", "framing.reading", "framing.text"])
def test_import_loads_no_heavy_library(tmp_path: Path, module: str) -> None:
    code = (
        f"import sys, {module}; "
        "print(*sorted({'lxml', 'matplotlib', 'nltk', 'pandas', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    finished = run_python(tmp_path, "-c", code)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.split() == []


def test_benchmark_without_data_says_so_and_stops(repository: Path) -> None:
    finished = run_python(repository, "benchmarks/attribution.py", FRAMING_BENCH_DATA="")
    assert finished.returncode == 0
    assert "FRAMING_BENCH_DATA" in finished.stdout
    assert "skipped" in finished.stdout


def test_seeds_are_here_as_they_came(repository: Path) -> None:
    folder = repository / "seeds"
    if not folder.is_dir():
        pytest.skip("a source distribution carries no seeds: they are other people's texts")
    assert (folder / "README.md").is_file()
    texts = sorted((folder / "pyongyang-2024").glob("*.txt"))
    assert [path.name for path in texts] == [
        "000_kyodo.txt",
        "001_dpa.txt",
        "002_yonhap.txt",
        "003_xinhua.txt",
        "004_unidentified.txt",
    ]
