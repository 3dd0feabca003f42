"""The records that pass between rooms: frozen, typed, serialisable to JSON.

Every offset is a pair ``[start, end)`` in Python characters of ``Article.text``, or of ``Article.title``
where a record says ``"where": "title"``. The JSON Schema is generated from these classes (`json_schema`).
"""

from typing import Any, Literal

import msgspec

SCHEMA_VERSION = 1

Span = tuple[int, int]
Where = Literal["text", "title"]
Voice = Literal["own", "attributed", "quoted"]
VOICES: tuple[Voice, ...] = ("own", "attributed", "quoted")

RegionKind = Literal["title", "body", "dateline", "byline", "credit", "caption", "boilerplate", "repeat"]
PROSE: frozenset[RegionKind] = frozenset({"title", "body"})

EvidenceKind = Literal["metadata", "domain", "copyright", "byline", "dateline", "credit", "photo credit"]


class Record(msgspec.Struct, frozen=True):
    """Base of all records."""


class Region(Record, frozen=True, kw_only=True):
    """A stretch of the text and what it is; only title and body are analysed, nothing is deleted."""

    kind: RegionKind
    start: int
    end: int
    reason: str


class OutletEvidence(Record, frozen=True, kw_only=True):
    """What in the article or its metadata names the outlet; `span` is null for metadata."""

    kind: EvidenceKind
    span: Span | None = None


class Article(Record, frozen=True, kw_only=True):
    """One article as read. `text` is the text as decoded and is never edited afterwards."""

    id: str
    file: str
    text: str
    regions: list[Region]
    outlet: str | None = None
    outlet_evidence: OutletEvidence | None = None
    agency: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = "en"
    encoding: str = "utf-8"
    notes: list[str] = []

    @property
    def title_stands_apart(self) -> bool:
        """Whether the title came with the metadata and is no part of the text."""
        return bool(self.title) and not any(region.kind == "title" for region in self.regions)


class Reject(Record, frozen=True, kw_only=True):
    """An article that was set aside: where it is, why, and what to do about it."""

    file: str
    reason: str
    remedy: str = ""


class Source(Record, frozen=True, kw_only=True):
    """Who speaks, or through whom the words came.

    `canonical` is null where nobody is named; `type` then says what is known ("unnamed official").
    """

    spans: list[Span]
    text: str
    canonical: str | None
    type: str


class Cue(Record, frozen=True, kw_only=True):
    """The words that tie content to source: "said", "according to", "quoted ... as saying"."""

    spans: list[Span]
    lemma: str
    class_: str = msgspec.field(name="class")


class Attribution(Record, frozen=True, kw_only=True):
    """Who says what: source, cue and content in the terms of PARC 3 and PolNeAR."""

    id: str
    source: Source | None
    via: Source | None
    cue: Cue
    content: list[Span]
    form: Literal["direct", "indirect", "mixed"]
    polarity: Literal["asserted", "denied"] = "asserted"
    rule: str = ""
    where: Where = "text"


class Utterance(Record, frozen=True, kw_only=True):
    """A stretch in one voice. Utterances of an article cover its title and body without overlap."""

    start: int
    end: int
    voice: Voice
    attribution: str | None = None
    where: Where = "text"


class Name(Record, frozen=True, kw_only=True):
    """A naming choice: the thing spoken of, the wording chosen, and whose wording it is."""

    id: str
    concept: str
    variant: str
    span: Span
    voice: Voice
    source: str | None
    distanced: bool
    entry: str = ""
    where: Where = "text"


class Stance(Record, frozen=True, kw_only=True):
    """A hedge, booster, factive, assertive, implicative or attitude marker."""

    id: str
    span: Span
    category: str
    entry: str
    voice: Voice
    where: Where = "text"


class Loaded(Record, frozen=True, kw_only=True):
    """A word that judges where it seems to report."""

    id: str
    span: Span
    category: str
    entry: str
    weight: float
    voice: Voice
    where: Where = "text"


class FrameCue(Record, frozen=True, kw_only=True):
    """A word or phrase that speaks for a frame."""

    id: str
    span: Span
    frame: str
    entry: str
    voice: Voice
    where: Where = "text"


class Sentence(Record, frozen=True, kw_only=True):
    """A sentence, its words by voice, and its VADER compound score by voice (-1 to 1)."""

    start: int
    end: int
    words: dict[Voice, int]
    sentiment: dict[Voice, float]
    where: Where = "text"


class Annotations(Record, frozen=True, kw_only=True):
    """All that was found in one article: one line of what ``framing annotate`` writes."""

    article: Article
    attributions: list[Attribution]
    names: list[Name]
    stance: list[Stance]
    loaded: list[Loaded]
    frames: list[FrameCue]
    sentences: list[Sentence]
    utterances: list[Utterance]
    signature: str
    schema_version: int = SCHEMA_VERSION


class Event(Record, frozen=True, kw_only=True):
    """What the articles tell of; every field but the title may be unknown.

    `reliance` is the source whose share of each article the report names; `concepts` are the ids of the naming disputes
    that matter most here. Where they are not given, the report takes what the articles hold most of.
    """

    title: str
    date: str | None = None
    place: str | None = None
    reliance: str | None = None
    concepts: list[str] = []


class Measure(Record, frozen=True, kw_only=True):
    """One row of the tidy table: what one sentence adds to one measure, key and voice.

    `sentence` is the sentence's number in the article, or null for what no sentence holds. Rows add up: articles,
    shards and outlets merge by summing numerators and denominators. A denominator stands once for all keys that share
    it, in a row of its own with an empty key and no numerator.
    """

    article: str
    sentence: int | None
    measure: str
    key: str
    voice: Voice | Literal["all"]
    numerator: float
    denominator: float
    passages: list[str]


class Passage(Record, frozen=True, kw_only=True):
    """A place in an article that a figure counts, and the `amount` that it adds to the figure's numerator."""

    id: str
    article: str
    spans: list[Span]
    amount: float
    voice: Voice
    source: str | None = None
    entry: str = ""
    where: Where = "text"
    distanced: bool = False


class Figure(Record, frozen=True, kw_only=True):
    """One number of the comparison, with what it is made of.

    `value` is numerator over denominator in the measure's unit, `low` and `high` its 95 % interval. Where the text
    is too short all three are null, where only an interval would mislead `low` and `high` are; `refusal` says why.
    The amounts of `passages` add up to `numerator`.
    """

    measure: str
    outlet: str
    key: str
    voice: Voice | Literal["all"]
    numerator: float
    denominator: float
    passages: list[str]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    resampled: Literal["sentences within this article", "articles", "none"] = "none"
    refusal: str | None = None


class Telling(Record, frozen=True, kw_only=True):
    """A passage that tells a fact."""

    span: Span
    voice: Voice
    where: Where = "text"


Cell = Literal["own", "attributed", "quoted", "absent", "too short", "not yet happened"]


class Fact(Record, frozen=True, kw_only=True):
    """A row of the coverage matrix: which article tells a fact, and in which voice at best."""

    label: str
    told: dict[str, list[Telling]]
    cells: dict[str, Cell]


class Outlet(Record, frozen=True, kw_only=True):
    """An outlet's articles and how much text they hold. Articles that name no outlet stand under "unidentified"."""

    name: str
    articles: list[str]
    words: int
    sentences: int
    attributions: int


class Comparison(Record, frozen=True, kw_only=True):
    """How the outlets tell one event: all that the report, the tables and the classroom show."""

    event: Event
    outlets: list[Outlet]
    articles: list[Article]
    figures: list[Figure]
    passages: dict[str, Passage]
    coverage: list[Fact]
    rejects: list[Reject]
    signature: str
    concepts: dict[str, str] = {}
    notes: list[str] = []
    schema_version: int = SCHEMA_VERSION


UNIDENTIFIED = "unidentified"


def passage_text(article: Article, span: Span, where: Where = "text") -> str:
    """Return the words at a span, of the title that stands apart or of the text."""
    source = (article.title or "") if where == "title" else article.text
    return source[span[0] : span[1]]


def json_schema(record: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema of a record class and of all that it holds."""
    return msgspec.json.schema(record)


def encode(record: Record) -> bytes:
    """Return a record as one line of JSON without a line end."""
    return msgspec.json.encode(record)


def decode_annotations(line: bytes | str) -> Annotations:
    """Read one line of what ``framing annotate`` writes; raises `msgspec.ValidationError`."""
    return msgspec.json.decode(line, type=Annotations)
