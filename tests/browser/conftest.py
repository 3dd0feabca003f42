"""The report in a real browser: one headless Chromium for all tests, the reports it opens, and what it may not do.

Playwright speaks to the browser through pipes, so that pytest-socket need not open the network for it. Without a
browser these tests are skipped; where `CI` or `FRAMING_REQUIRE_BROWSER` is set, a missing one is a failure.
"""

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

import framing
from framing.errors import UsageError
from framing.report import write_report
from framing.report.limits import MOST_OUTLETS
from framing.report.pdf import BROWSER_VARIABLE, find_browser
from framing.schema import Event, Reject
from framing.scoring import compare

from .drawings import read_drawings
from .scores import Scores

TESTS = Path(__file__).resolve().parents[1]
SEEDS = TESTS.parent / "seeds" / "pyongyang-2024"


def _do_without(reason: str) -> NoReturn:
    if os.environ.get("CI") or os.environ.get("FRAMING_REQUIRE_BROWSER"):
        pytest.fail(f"{reason}, and this run must test the page in a browser")
    pytest.skip(reason)


def _find_browser() -> str:
    try:
        found = find_browser()
    except UsageError as error:
        _do_without(str(error))
    return found or _do_without(
        f"no browser was found; install Chromium or Chrome, or name one in {BROWSER_VARIABLE}"
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The one browser of the session."""
    executable = _find_browser()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _do_without("Playwright is missing: pip install '.[test]'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--disable-gpu"])
        yield browser
        browser.close()


# --- the reports --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """A report in a folder, and its scores."""

    folder: Path
    scores: dict[str, Any]


def _open_folder(folder: Path) -> Report:
    return Report(folder, json.loads((folder / "scores.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def seeds_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report on the five articles of the repository."""
    if not SEEDS.is_dir():
        pytest.skip("the seeds are in the repository only")
    folder = tmp_path_factory.mktemp("browser") / "seeds"
    framing.make_report(SEEDS, folder)
    return _open_folder(folder)


LONG_WORD = "Wolkenkratzer" * 800  # over ten thousand characters
HOSTILE_ARTICLE = f"""\
The old dam above the town gave way on Sunday, <script>document.title = "taken"</script> officials said.

"It was an <img src=x onerror=alert(1)> accident," said Ann Hill, the mayor of the town, on Monday.

Click <a href="javascript:alert(2)">here</a> or javascript:alert(3) for more, the \u202eengineers\u202c said.

The \u2066so-called\u2069 catastrophe damaged forty houses, {LONG_WORD} among them, the mayor claimed.

"{LONG_WORD}," said a spokesperson. A terrorist attack was ruled out, according to the ministry.

</div></article></main><style>* {{ display: none }}</style><div onclick="alert(4)" style="position:fixed">\x07.
"""


@pytest.fixture(scope="session")
def hostile_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report with hostile text in every field, and on articles that were read, hostile through and through."""
    made_up = _load_made_up()
    folder = tmp_path_factory.mktemp("browser")
    file = folder / "hostile.jsonl"
    record = {
        "id": "x\" onmouseover='alert(5)'",
        "outlet": "Daily <b>Storm</b> \u202emrotS",
        "title": f"<script>alert(6)</script> {LONG_WORD}",
        "url": "javascript:alert(7)",
        "text": HOSTILE_ARTICLE,
    }
    plain = record | {"id": "y", "outlet": LONG_WORD, "title": "Dam bursts", "url": "https://example.org/"}
    plain["text"] = HOSTILE_ARTICLE.replace("Sunday", "Saturday, in the morning")
    file.write_text("\n".join(map(json.dumps, (record, plain))), encoding="utf-8")
    articles, rejects = framing.read(file)
    assert len(articles) == 2, rejects
    annotations = [
        made_up.build_annotations(
            "a/first", made_up.HOSTILE_OUTLET, (0, 1, 2, 3, 4, 5, 6, 7), made_up.HOSTILE_TITLE
        ),
        made_up.build_annotations("b-second", "The Valley Post", (0, 1, 1, 5, 6, 3, 3, 4, 0, 5, 6, 1) * 2),
        made_up.build_annotations("+third", None, (2, 1)),
        *(msgspec.structs.replace(framing.annotate(one), signature="made up") for one in articles),
    ]
    comparison = compare(
        annotations,
        event=Event(title="A dam bursts </title><script>alert(8)</script>", place="@Valley"),
        rejects=[Reject(file="<empty>.txt", reason=f"the file | is {LONG_WORD}", remedy="remove `it`")],
        concepts={"flood": "the flood & its <cause>"},
        notes=["A note with <b>marks</b>."],
        resamples=100,
    )
    write_report(comparison, annotations, folder / "report")
    return _open_folder(folder / "report")


def _load_made_up() -> Any:
    """Return the module that makes up annotations with hostile text in every field, for the tests of the report."""
    return _load("made_up", TESTS / "report" / "conftest.py")


def _load(name: str, path: Path) -> Any:
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # a dataclass looks its module up while it is made
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def many_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report on as many outlets as a page shows."""
    made_up = _load_made_up()
    held = [
        made_up.build_annotations(f"a{n}", f"Broadcasting Association {n}", (0, 1, 2, 4, 5))
        for n in range(MOST_OUTLETS)
    ]
    folder = tmp_path_factory.mktemp("browser") / "many"
    write_report(compare(held, event=Event(title="A dam bursts"), resamples=20), held, folder)
    return _open_folder(folder)


@pytest.fixture(scope="session")
def several_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report on three outlets of twelve articles each, so that there are key terms, and intervals on all shares."""
    made_up = _load_made_up()
    told = [((0, 1, 5), (0, 5)), ((2, 4, 6), (2, 6, 3)), ((3, 1, 6), (5, 3, 7))]
    held = [
        made_up.build_annotations(f"{name}-{n:02}", name, told[place][n % 2] * (8 + n % 3), f"News {n}")
        for place, name in enumerate(("Daily Storm", "Valley Post", "Coast Herald"))
        for n in range(12)
    ]
    folder = tmp_path_factory.mktemp("browser") / "several"
    write_report(
        compare(held, event=Event(title="A dam bursts"), concepts={"flood": "the flood"}, resamples=200),
        held,
        folder,
    )
    return _open_folder(folder)


@pytest.fixture(params=["seeds", "hostile"])
def report(request: pytest.FixtureRequest) -> Report:
    """Each of the two reports in turn."""
    found: Report = request.getfixturevalue(f"{request.param}_report")
    return found


# --- the charts ---------------------------------------------------------------------------------------------


@pytest.fixture(params=["seeds", "several"])
def charted(request: pytest.FixtureRequest) -> Report:
    """A report with one article an outlet, and one with many."""
    found: Report = request.getfixturevalue(f"{request.param}_report")
    return found


@pytest.fixture(scope="module")
def drawn() -> dict[Path, dict[str, Any]]:
    """The drawings of each report: a page is read once."""
    return {}


@pytest.fixture
def charts(
    drawn: dict[Path, dict[str, Any]], open_page: Callable[..., Any], charted: Report
) -> dict[str, Any]:
    """The drawings of a report's charts, by name."""
    if charted.folder not in drawn:
        drawn[charted.folder] = read_drawings(open_page(charted))
    return drawn[charted.folder]


@pytest.fixture
def scores(charted: Report) -> Scores:
    """The figures of a report, to be looked up."""
    return Scores(charted.scores)


# --- the page -----------------------------------------------------------------------------------------------


@dataclass
class Opened:
    """Opens pages, and writes down whatever they do that a page at rest does not."""

    chromium: Any
    noise: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def __call__(self, report: Report, width: int = 1440, *, dark: bool = False) -> Any:
        """Return a page that shows a report."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            offline=True,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        address = (report.folder / "index.html").as_uri()
        page.on("console", lambda message: self.noise.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.noise.append(f"error: {error}"))
        page.on("dialog", self._dismiss)
        page.on("download", lambda download: self.noise.append(f"download: {download.url}"))
        context.on("request", lambda request: self._note_request(request.url, address))
        context.on("page", lambda other: self.noise.append(f"window: {other.url}"))
        page.goto(address)
        return page

    def _dismiss(self, dialog: Any) -> None:
        self.noise.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_request(self, url: str, address: str) -> None:
        if url.split("#")[0] != address:
            self.noise.append(f"request: {url}")


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a report at a width, in light or dark; at the end, not one of the pages may have made any noise."""
    opened = Opened(chromium)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.noise == []
