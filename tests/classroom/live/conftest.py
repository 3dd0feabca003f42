"""A lesson of three made-up articles whose outlets must not be seen, its file, and pages asked without a network."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from framing import api
from framing.classroom.live.app import make_app
from framing.classroom.live.facts import Finding, LiveFact
from framing.classroom.live.store import Store, open_store
from framing.classroom.live.text import Lesson, make_lesson
from framing.schema import Article, Region

FIRST = (
    "Dam bursts above the old town\n\n"
    "By Ann Hill, The Valley Post\n\n"
    "The old dam above the town gave way on Sunday before sunrise.\n\n"
    'Mayor Helen Brook said the flood was "a shameful disaster" that no engineer could have foreseen.\n\n'
    "Forty houses and two bridges stood under water by the early afternoon.\n\n"
    "The (Valley Post) was told that help would come.\n"
)
SECOND = (
    "The old dam above the town gave way on Sunday before sunrise.\n\n"
    "Residents claimed that nobody in the town hall had read their letters about the wall.\n\n"
    'The farmer Paul Reed told Hillwire News: "The town hall looked the other way for years."\n\n'
    "The river is in the north of the country.\n"
)
THIRD = (
    "The old dam above the town gave way on Sunday before sunrise.\n\n"
    "Forty houses and two bridges stood under water by the early afternoon.\n\n"
    "Residents claimed that nobody in the town hall had read their letters about the wall.\n"
)

SECRET = "the-teachers-secret"
ORIGIN = "http://127.0.0.1:8000"
FROM_HERE = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


def _article(id_: str, outlet: str, text: str, regions: list[Region] | None = None) -> Article:
    body = [Region(kind="body", start=0, end=len(text), reason="paragraph")]
    return Article(id=id_, file=f"{id_}.txt", text=text, regions=regions or body, outlet=outlet)


@pytest.fixture(scope="session")
def lesson() -> Lesson:
    byline = FIRST.index("By Ann")
    end = FIRST.index("\n\n", byline)
    regions = [
        Region(kind="title", start=0, end=byline - 2, reason="first line"),
        Region(kind="byline", start=byline, end=end, reason="by"),
        Region(kind="body", start=end + 2, end=len(FIRST), reason="paragraph"),
    ]
    held = [
        api.annotate(_article("valley-post/1", "The Valley Post", FIRST, regions)),
        api.annotate(_article("hillwire/2", "Hillwire News", SECOND)),
        api.annotate(_article("kyodo/3", "Kyodo", THIRD)),
    ]
    made = make_lesson(api.compare(held, "A flood, told by Kyodo", resamples=0), held)
    # So short articles hold no facts that are worth a row of the coverage matrix.
    facts = (
        LiveFact(
            0,
            "Forty houses stood under water.",
            {
                "A": Finding("told", "Forty houses and two bridges stood under water."),
                "B": Finding("not found", "The old dam gave way."),
                "C": Finding("told in part", "Two bridges stood under water."),
            },
        ),
        LiveFact(
            1,
            "Residents had written letters.",
            {
                "A": Finding("not found", "Help would come."),
                "B": Finding("told", "Nobody had read their letters."),
                "C": Finding("told", "Nobody had read their letters."),
            },
        ),
    )
    return made._replace(facts=facts)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "class.sqlite"


@pytest.fixture
def store(file: Path, lesson: Lesson) -> Iterator[Store]:
    held = open_store(file, lesson)
    yield held
    held.close()


class Browser:
    """A browser: it keeps its cookies, and says where its requests come from."""

    def __init__(self, app: Any) -> None:
        self.client = TestClient(app, base_url=ORIGIN, headers=FROM_HERE, follow_redirects=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def join(self, code: str, nickname: str) -> Any:
        return self.client.post("/join", data={"code": code, "nickname": nickname})

    def mark(self, *changes: dict[str, Any]) -> Any:
        return self.client.post("/marks", json={"marks": list(changes)})

    def enter(self, secret: str = SECRET) -> Any:
        return self.client.post("/teacher/enter", data={"secret": secret})


class Clock:
    """A clock that stands still until a test lets it go on, so that no limit depends on how fast a machine is."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_browser(store: Store, lesson: Lesson, clock: Clock) -> Callable[[], Browser]:
    return _browsers(store, lesson, clock)


@pytest.fixture
def open_app(file: Path, clock: Clock) -> Iterator[Callable[[Lesson], tuple[Store, Callable[[], Browser]]]]:
    """Opens a class of another lesson: its file, and what opens browsers in it."""
    with ExitStack() as held:

        def make(lesson: Lesson) -> tuple[Store, Callable[[], Browser]]:
            store = held.enter_context(closing(open_store(file, lesson)))
            return store, _browsers(store, lesson, clock)

        yield make


def _browsers(store: Store, lesson: Lesson, clock: Clock) -> Callable[[], Browser]:
    app = make_app(
        store,
        lesson,
        secret=SECRET,
        hosts=["127.0.0.1", "localhost"],
        address=f"{ORIGIN}/",
        draw=lambda code: f"<svg xmlns='http://www.w3.org/2000/svg'><title>{code}</title></svg>",
        clock=clock,
    )
    return lambda: Browser(app)


@pytest.fixture
def pupil(open_browser: Callable[[], Browser], store: Store) -> Browser:
    """Somebody who has joined as Ann."""
    browser = open_browser()
    assert browser.join(store.get("code"), "Ann").status_code == 303
    return browser


@pytest.fixture
def teacher(open_browser: Callable[[], Browser]) -> Browser:
    browser = open_browser()
    assert browser.enter().status_code == 303
    return browser


_counter = iter(range(10_000_000, 99_999_999))


@pytest.fixture
def voice() -> Callable[..., dict[str, Any]]:
    """Makes a change that says whose words some words are."""

    def make(
        article: str = "A", first: int = 0, last: int = 3, label: str = "own", id_: str = ""
    ) -> dict[str, Any]:
        return {
            "do": "voices",
            "id": id_ or f"change-{next(_counter)}",
            "article": article,
            "first": first,
            "last": last,
            "label": label,
        }

    return make
