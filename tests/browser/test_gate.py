"""Where there is no browser the tests of the page are skipped with a reason, except where they must run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import _find_browser

HERE = Path(__file__).resolve().parent


@pytest.mark.parametrize("required", ["FRAMING_REQUIRE_BROWSER", "CI", None])
def test_where_a_browser_must_be_a_missing_one_is_a_failure(required, monkeypatch):
    for name in ("CI", "FRAMING_REQUIRE_BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FRAMING_BROWSER", "a-browser-that-nobody-has")
    if required:
        monkeypatch.setenv(required, "1")
    outcome = pytest.fail.Exception if required else pytest.skip.Exception
    with pytest.raises(outcome, match="'a-browser-that-nobody-has' is no program"):
        _find_browser()


@pytest.mark.parametrize(
    ("required", "outcome", "code"),
    [({}, "SKIPPED", 0), ({"FRAMING_REQUIRE_BROWSER": "1"}, "ERROR", 1)],
)
def test_missing_browser(required, outcome, code):
    asked = {
        name: value for name, value in os.environ.items() if name not in ("CI", "FRAMING_REQUIRE_BROWSER")
    }
    finished = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            str(HERE / "test_safety.py"),
            "-k",
            "added",
        ],
        cwd=HERE.parents[1],
        env=asked | required | {"FRAMING_BROWSER": "a-browser-that-nobody-has"},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == code, finished.stdout
    assert f"{outcome} " in finished.stdout
    assert "'a-browser-that-nobody-has' is no program" in finished.stdout
