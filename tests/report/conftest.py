"""A small comparison made up for the report, with hostile text in every field, and a reader of its page."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from framing.report import write_report
from framing.report.findings import tell_story
from framing.report.view import View, build_view
from framing.schema import (
    Annotations,
    Article,
    Attribution,
    Comparison,
    Cue,
    Event,
    FrameCue,
    Loaded,
    Name,
    OutletEvidence,
    Region,
    Reject,
    Sentence,
    Source,
    Stance,
    Utterance,
    Voice,
)
from framing.scoring import compare

HOSTILE_OUTLET = '<script>alert("outlet")</script> & "Sons" | *Daily* $x_1$'
HOSTILE_SOURCE = "=HYPERLINK('http://evil.example/','Mayor') <b>|</b> \u202eroyaM"
HOSTILE_TITLE = "Dam bursts \u202egnp.exe <img src=x onerror=alert(1)>"

_SENTENCES = (
    "The old dam above the town gave way on Sunday after a week of heavy rain in the hills. ",
    "{mayor} said the flood was a natural disaster that nobody could possibly have foreseen or stopped. ",
    'Residents called it "a man-made catastrophe" and "</script><script>alert(2)</script>" at the meeting. ',
    "The so-called accident \U0001f30a damaged forty houses, two bridges & the only school in the valley. ",
    "Engineers had warned of cracks in the wall twice before, according to a report that was published. ",
    "Rescue teams arrived in the night with boats and searched the lower streets until the next day. ",
    "A great many people are expected to spend the coming weeks in tents on the higher ground there. ",
    "\u2067Hidden\u2069 order and a bell\x07 stand here, with 'single' and \"double\" marks, for the reader. ",
)


def build_annotations(
    name: str, outlet: str | None, sentences: tuple[int, ...], title: str | None = None
) -> Annotations:
    """Return the annotations of an article put together from numbered sentences; offsets are found, not given."""
    text = "".join(_SENTENCES[number] for number in sentences).replace("{mayor}", "Mayor Ann Hill")
    furniture = "Share on <i>Friendly</i>"
    whole = text + "\r\n" + furniture
    attributions: list[Attribution] = []
    spoken: list[tuple[int, int, Voice, str]] = []

    def attribute(content: str, cue: str, source: Source | None, voice: Voice) -> None:
        start = text.find(content)
        if start >= 0:
            at = text.find(cue)
            identifier = f"a{len(attributions)}"
            attributions.append(
                Attribution(
                    id=identifier,
                    source=source,
                    via=None,
                    cue=Cue(spans=[(at, at + len(cue))], lemma=cue, class_="neutral"),
                    content=[(start, start + len(content))],
                    form="direct" if voice == "quoted" else "indirect",
                    rule="<u>rule</u>",
                )
            )
            spoken.append((start, start + len(content), voice, identifier))

    mayor = text.find("Mayor Ann Hill")
    attribute(
        "the flood was a natural disaster that nobody could possibly have foreseen or stopped",
        "said",
        Source(
            spans=[(mayor, mayor + 14)],
            text="Mayor Ann Hill",
            canonical=HOSTILE_SOURCE,
            type="local government",
        ),
        "attributed",
    )
    residents = Source(spans=[], text="Residents", canonical=None, type="unnamed person")
    attribute('"a man-made catastrophe"', "called", residents, "quoted")
    attribute('"</script><script>alert(2)</script>"', "called", residents, "quoted")
    attribute("Engineers had warned of cracks in the wall twice before", "according to", None, "attributed")
    return Annotations(
        article=Article(
            id=name,
            file=f"{name}.txt",
            text=whole,
            regions=[
                Region(kind="body", start=0, end=len(text), reason="paragraph"),
                Region(kind="boilerplate", start=len(text), end=len(whole), reason="a <share> button"),
            ],
            outlet=outlet,
            outlet_evidence=OutletEvidence(kind="metadata") if outlet else None,
            title=title,
            url="javascript:alert(3)",
            notes=["decoded as <latin-1>"],
        ),
        attributions=attributions,
        names=_names(text, spoken),
        stance=[
            Stance(id=f"s{at}", span=(at, at + 8), category="hedge", entry="possibly", voice="attributed")
            for at in _places(text, "possibly")
        ],
        loaded=[
            Loaded(
                id=f"l{at}", span=(at, at + 5), category="intensifier", entry="great", weight=1.0, voice="own"
            )
            for at in _places(text, "great")
        ],
        frames=[
            FrameCue(id=f"f{at}", span=(at, at + 6), frame="public safety", entry="Rescue", voice="own")
            for at in _places(text, "Rescue")
        ],
        sentences=_sentences(text, spoken),
        utterances=_utterances(text, title or "", spoken),
        signature="made up",
    )


def _places(text: str, word: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(word), text)]


def _voice_at(spoken: list[tuple[int, int, Voice, str]], offset: int) -> Voice:
    return next((voice for start, end, voice, _ in spoken if start <= offset < end), "own")


def _names(text: str, spoken: list[tuple[int, int, Voice, str]]) -> list[Name]:
    return [
        Name(
            id=f"n{at}",
            concept="flood",
            variant=variant,
            span=(at, at + len(variant)),
            voice=_voice_at(spoken, at),
            source=HOSTILE_SOURCE if _voice_at(spoken, at) == "attributed" else None,
            distanced=variant == "accident",
            entry=variant,
        )
        for variant in ("natural disaster", "catastrophe", "accident")
        for at in _places(text, variant)
    ]


def _sentences(text: str, spoken: list[tuple[int, int, Voice, str]]) -> list[Sentence]:
    sentences, start = [], 0
    for found in re.finditer(r"\. ", text):
        words: dict[Voice, int] = {}
        for word in re.finditer(r"\w+", text[start : found.end()]):
            voice = _voice_at(spoken, start + word.start())
            words[voice] = words.get(voice, 0) + 1
        scores = {voice: round(0.37 - 0.11 * len(sentences), 4) for voice in words}
        sentences.append(Sentence(start=start, end=found.end(), words=words, sentiment=scores))
        start = found.end()
    return sentences


def _utterances(text: str, title: str, spoken: list[tuple[int, int, Voice, str]]) -> list[Utterance]:
    utterances, position = [], 0
    for start, end, voice, attribution in sorted(spoken):
        if position < start:
            utterances.append(Utterance(start=position, end=start, voice="own"))
        utterances.append(Utterance(start=start, end=end, voice=voice, attribution=attribution))
        position = end
    utterances.append(Utterance(start=position, end=len(text), voice="own"))
    if title:
        utterances.append(Utterance(start=0, end=len(title), voice="own", where="title"))
    return utterances


@pytest.fixture(scope="session")
def annotations() -> list[Annotations]:
    """Three articles: of a hostile outlet, of a plain one, and one too short of nobody."""
    return [
        build_annotations("a/first", HOSTILE_OUTLET, (0, 1, 2, 3, 4, 5, 6, 7), HOSTILE_TITLE),
        build_annotations("b-second", "The Valley Post", (0, 1, 1, 5, 6, 3, 3, 4, 0, 5, 6, 1) * 2),
        build_annotations("+third", None, (2, 1)),
    ]


@pytest.fixture(scope="session")
def comparison(annotations: list[Annotations]) -> Comparison:
    """The comparison of these articles."""
    return compare(
        annotations,
        event=Event(
            title="A dam bursts </title><script>alert(4)</script>", date="2023-05-07", place="@Valley"
        ),
        rejects=[Reject(file="<empty>.txt", reason="the file | is empty", remedy="remove `it`")],
        concepts={"flood": "the flood & its <cause>"},
        notes=["A note with <b>marks</b>."],
        resamples=200,
    )


@pytest.fixture(scope="session")
def report(
    comparison: Comparison, annotations: list[Annotations], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of the report on them."""
    folder = tmp_path_factory.mktemp("report")
    write_report(comparison, annotations, folder)
    return folder


@pytest.fixture
def without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the charts out, whose drawing takes most of a report's time: for tests of its words and tables."""
    monkeypatch.setattr("framing.report.write.draw_charts", lambda view: {})


@pytest.fixture(scope="session")
def make_annotations() -> Callable[..., Annotations]:
    """Makes the annotations of an article from numbered sentences."""
    return build_annotations


PLAIN = (("Alpha", (0, 5, 6)), ("Reuters", (0, 6, 5)))
"""Two outlets and the numbers of their sentences."""


@pytest.fixture
def make_view() -> Callable[..., View]:
    """Makes the view of articles, given as (outlet, numbers of sentences)."""

    def make(*articles: tuple[str | None, tuple[int, ...]], resamples: int = 50, **changes: Any) -> View:
        held = [
            build_annotations(f"{place}-{outlet}", outlet, sentences)
            for place, (outlet, sentences) in enumerate(articles)
        ]
        comparison = compare(
            held, event=Event(title="A dam bursts"), concepts={"flood": "the flood"}, resamples=resamples
        )
        return build_view(msgspec.structs.replace(comparison, **changes), held)

    return make


def told(view: View) -> list[str]:
    """Return the sentences of the story on articles."""
    return [finding.text for finding in tell_story(view).findings]


@pytest.fixture(scope="session")
def hostile() -> dict[str, str]:
    """What strangers wrote, by field."""
    return {"outlet": HOSTILE_OUTLET, "source": HOSTILE_SOURCE, "title": HOSTILE_TITLE}


@pytest.fixture(scope="session")
def read_page() -> Callable[[Path], "Page"]:
    """Reads the page of a report in a folder."""
    return parse_page


@pytest.fixture(scope="session")
def page(report: Path) -> "Page":
    """The page of the report, parsed."""
    return parse_page(report)


VOID = {"meta", "br", "hr", "img", "input", "link", "wbr"}


@dataclass
class Element:
    """An element with its attributes, its parents' names and all text inside it."""

    tag: str
    attributes: dict[str, str | None]
    parents: tuple[str, ...]
    text: str = ""


@dataclass
class Opening:
    """What a button opens: the panel's words and numbers, the passages that it lists, and how many there are."""

    element: Element
    kind: str
    heading: str
    detail: str
    numerator: float
    denominator: float
    unit: str
    measure: str
    passages: list[list[Any]]
    count: int

    @property
    def text(self) -> str:
        """What the button shows."""
        return self.element.text


@dataclass
class Page(HTMLParser):
    """All elements of a page in order; `faults` lists end tags that do not match."""

    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.faults.append(f"an attribute of <{tag}> comes twice")
        element = Element(tag, dict(attributes), tuple(parent.tag for parent in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attributes), tuple(parent.tag for parent in self._open)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1].tag if self._open else 'nothing'}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, class_name: str = "") -> list[Element]:
        """Return the elements of a tag that carry a class."""
        return [
            element
            for element in self.elements
            if element.tag == tag
            and (not class_name or class_name in (element.attributes.get("class") or "").split())
        ]

    @property
    def still_open(self) -> list[str]:
        """The tags that were never closed."""
        return [element.tag for element in self._open]

    @property
    def openings(self) -> list["Opening"]:
        """What every button opens, in the order of the buttons."""
        held = self.evidence

        def text(number: int) -> str:
            return str(held["strings"][str(number)])

        openings = []
        for element in self.elements:
            number = element.attributes.get("data-o")
            if number is not None:
                kind, heading, detail, numerator, denominator, unit, measure, listed, count = held[
                    "openings"
                ][int(number)]
                openings.append(
                    Opening(
                        element=element,
                        kind=text(kind),
                        heading=" · ".join(map(text, heading)),
                        detail=text(detail),
                        numerator=float(numerator),
                        denominator=float(denominator),
                        unit=text(unit),
                        measure=text(measure),
                        passages=[held["passages"][place] for place in listed],
                        count=count,
                    )
                )
        return openings

    @property
    def figures(self) -> list["Opening"]:
        """What the buttons open that show a number."""
        return [one for one in self.openings if one.measure]

    @property
    def evidence(self) -> dict[str, Any]:
        """The articles and passages that the page carries."""
        found: dict[str, Any] = json.loads(
            next(element.text for element in self.all("script") if element.attributes.get("id") == "evidence")
        )
        return found


def parse_page(folder: Path) -> Page:
    """Return a report's page, parsed."""
    page = Page()
    page.feed((folder / "index.html").read_text(encoding="utf-8"))
    page.close()
    return page
