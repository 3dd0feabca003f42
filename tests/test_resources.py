"""One resolver finds the same lexicons from a wheel, an editable install and a checkout."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from framing.errors import UsageError
from framing.resources import lexicon_folder, shipped_languages

# Without the site module nothing of the running installation is on the path: the folder under test comes
# first, with its .pth files followed as an installer's would be, and the libraries come last.
_LIST_LEXICONS = """
import hashlib, json, site, sys
site.addsitedir(sys.argv[1])
sys.path.append(sys.argv[2])
import framing
from framing.resources import lexicon_folder, shipped_languages
files = {
    f"{language}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
    for language in shipped_languages()
    for path in sorted(lexicon_folder(language).iterdir())
}
folder = str(lexicon_folder("en"))
print(json.dumps({"package": framing.__file__, "folder": folder, "files": files}))
"""


def list_lexicons(folder: Path, elsewhere: Path) -> dict[str, Any]:
    libraries = sysconfig.get_paths()["purelib"]
    finished = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _LIST_LEXICONS, str(folder), libraries],
        cwd=elsewhere,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.fixture
def in_checkout(repository: Path, tmp_path: Path) -> dict[str, Any]:
    return list_lexicons(repository, tmp_path)


def test_checkout_reads_its_own_folder(in_checkout: dict[str, Any], repository: Path) -> None:
    assert Path(in_checkout["package"]).parent == repository / "framing"
    assert Path(in_checkout["folder"]) == repository / "lexicons" / "en"
    names = {f"{path.parent.name}/{path.name}" for path in (repository / "lexicons").glob("*/*.toml")}
    assert set(in_checkout["files"]) == names
    assert names


def test_wheel_carries_the_same_lexicons(
    wheel_folder: Path, in_checkout: dict[str, Any], tmp_path: Path
) -> None:
    in_wheel = list_lexicons(wheel_folder, tmp_path)
    assert Path(in_wheel["package"]).parent == wheel_folder / "framing"
    assert Path(in_wheel["folder"]) == wheel_folder / "framing" / "lexicons" / "en"
    assert in_wheel["files"] == in_checkout["files"]


def test_editable_install_reads_the_checkout(
    editable_folder: Path, in_checkout: dict[str, Any], repository: Path, tmp_path: Path
) -> None:
    editable = list_lexicons(editable_folder, tmp_path)
    assert Path(editable["package"]).parent == repository / "framing"
    assert Path(editable["folder"]) == repository / "lexicons" / "en"
    assert editable["files"] == in_checkout["files"]


def test_editable_install_holds_no_second_copy(editable_folder: Path) -> None:
    assert not list(editable_folder.rglob("*.toml"))


def test_shipped_languages_are_sorted_codes() -> None:
    languages = shipped_languages()
    assert {"de", "en"} <= set(languages)
    assert languages == sorted(languages)


def test_unknown_language_is_refused_with_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"'xx'.*en"):
        lexicon_folder("xx")
