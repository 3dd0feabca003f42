"""Room report: the page as PDF, printed by a browser that is on the machine, as its reader would print it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from framing.errors import UsageError

BROWSER_VARIABLE = "FRAMING_BROWSER"
_COMMANDS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge", "brave-browser"),
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
_SECONDS = 180
_DATE = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")


def print_page(page: bytes) -> bytes:
    """Return a page as PDF, with the time of printing taken out.

    Raises `UsageError` where no Chromium, Chrome or Edge is found, or the one found cannot print.
    """
    browser = require_browser()
    with tempfile.TemporaryDirectory(prefix="framing-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "report.html", folder / "report.pdf"
        source.write_bytes(page)
        said = _run(_command(browser, source, target, folder / "profile"))
        if not target.is_file() or not target.stat().st_size:
            raise UsageError(
                "format pdf",
                f"{browser} could not print the page{': ' + said if said else ''}",
                "a file",
                "open index.html in it and print to a file",
            )
        return _DATE.sub(_without_date, target.read_bytes())


def require_browser() -> str:
    """Return the path of a browser; raises `UsageError` where there is none."""
    browser = find_browser()
    if browser is None:
        raise UsageError(
            "format pdf",
            "no browser was found to print the page",
            "Chromium, Google Chrome or Microsoft Edge",
            f"install one, or give its path in the variable {BROWSER_VARIABLE}; "
            "or open index.html and print it to a file",
        )
    return browser


def find_browser() -> str | None:
    """Return the path of a browser that prints without a window, or None: the one in the variable, else a usual one."""
    given = os.environ.get(BROWSER_VARIABLE)
    if given:
        found = shutil.which(given)
        if found is None:
            raise UsageError(BROWSER_VARIABLE, f"{given!r} is no program", "the path of a browser")
        return found
    return next((found for name in _candidates() if (found := shutil.which(name))), None)


def _candidates() -> Iterator[str]:
    yield from _COMMANDS
    if sys.platform == "darwin":
        yield from _MAC
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if os.environ.get(variable):
            yield from (str(Path(os.environ[variable]) / name) for name in _WINDOWS)
    # What the tests of many a project have installed.
    caches = (Path.home() / ".cache", Path.home() / "Library" / "Caches", Path.home() / "AppData" / "Local")
    for cache in caches:
        for pattern in ("chromium-*/chrome-*/chrome", "chromium-*/chrome-*/chrome.exe"):
            yield from (str(path) for path in sorted((cache / "ms-playwright").glob(pattern), reverse=True))


def _command(browser: str, source: Path, target: Path, profile: Path) -> list[str]:
    alone = ["--headless", "--disable-gpu", "--disable-extensions", "--no-first-run"]
    # As the root of a container a browser does not start with a sandbox of its own.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        browser,
        *alone,
        *(["--no-sandbox"] if is_root else []),
        f"--user-data-dir={profile}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        source.as_uri(),
    ]


def _run(command: list[str]) -> str:
    """Run a browser and return the last line that it says, if it fails."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"it did not finish in {_SECONDS} seconds"
    except OSError as error:
        return error.strerror or str(error)
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if done.returncode and lines else ""


def _without_date(found: re.Match[bytes]) -> bytes:
    """The same number of bytes, or the file's table of places would be wrong."""
    start = b"/" + found[1] + b" (D:19700101000000"
    return start + b"0" * (len(found[0]) - len(start) - 1) + b")"
