"""The records that pass between rooms: frozen, typed, serialisable to JSON.

Every offset is a pair ``[start, end)`` in Python characters of ``Article.text``, or of ``Article.title``
where a record says ``"where": "title"``. The JSON Schema is generated from these classes (`json_schema`).
"""

from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any, Literal

import msgspec

SCHEMA_VERSION = 1

Span = tuple[int, int]
Where = Literal["text", "title"]
Voice = Literal["own", "attributed", "quoted"]
VOICES: tuple[Voice, ...] = ("own", "attributed", "quoted")

RegionKind = Literal["title", "body", "dateline", "byline", "credit", "caption", "boilerplate", "repeat"]
PROSE: frozenset[RegionKind] = frozenset({"title", "body"})

EvidenceKind = Literal[
    "metadata", "domain", "site name", "copyright", "byline", "dateline", "credit", "photo credit", "folder"
]


class Record(msgspec.Struct, frozen=True, gc=False):
    """Base of all records.

    No record leads back to itself, so that the garbage collector need not know of them: each takes 16 bytes less.
    """


class Region(Record, frozen=True, kw_only=True):
    """A stretch of the text and what it is; only title and body are analysed, nothing is deleted."""

    kind: RegionKind
    start: int
    end: int
    reason: str


class OutletEvidence(Record, frozen=True, kw_only=True):
    """What in the article or its metadata names the outlet; `span` is null for what stands beside its text.

    `registered` is false where the registry of organisations does not know the outlet, and its name is as it was found.
    """

    kind: EvidenceKind
    span: Span | None = None
    registered: bool = True


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


class Correction(Record, frozen=True, kw_only=True):
    """What was corrected by hand: `before` is what was found, `after` what stands now, null where it was removed."""

    kind: Literal["outlet", "speaker", "voice", "match"]
    article: str
    span: Span | None
    before: str | None
    after: str | None
    reason: str = ""
    where: Where = "text"


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


class Agency(Record, frozen=True, kw_only=True):
    """Who acts or is acted on: a named actor beside a verb, or a passive that may name no actor at all.

    `spans` is the actor's mention, `verb` the verb with its auxiliaries. A passive gives its agents the role "acts";
    where "by" brings in somebody whom the rules cannot name the role is "unnamed", where nothing does "unsaid", and
    `actor` and `type` are null in both. The named actor to whom a passive is done has a record of its own, "acted on".
    """

    id: str
    role: Literal["acts", "acted on", "unnamed", "unsaid"]
    actor: str | None
    type: str | None
    spans: list[Span]
    verb: Span
    passive: bool
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
    agency: list[Agency] = []
    schema_version: int = SCHEMA_VERSION

    def voice_at(self, offset: int, where: Where = "text") -> tuple[Voice, Attribution | None]:
        """Return whose words stand at an offset: the voice, and the attribution whose source speaks, if any.

        What no utterance covers, such as a dateline, is the outlet's own and nobody's.
        """
        for utterance in self.utterances:
            if utterance.where == where and utterance.start <= offset < utterance.end:
                by_id = {attribution.id: attribution for attribution in self.attributions}
                return utterance.voice, by_id.get(utterance.attribution or "")
        return "own", None


class Event(Record, frozen=True, kw_only=True):
    """What the articles tell of; every field but the title may be unknown.

    `reliance` is the source whose share of each article the report names; `concepts` are the ids of the naming disputes
    that matter most here. Where they are not given, the report takes what the articles hold most of. `outlets` are
    names in the order in which tables and charts show them; others follow.
    """

    title: str
    date: str | None = None
    place: str | None = None
    reliance: str | None = None
    concepts: list[str] = []
    outlets: list[str] = []


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

    @property
    def tellers(self) -> list[str]:
        """The articles whose cells say that they tell the fact; who wrote before it only told of it as to come."""
        return [article for article, cell in self.cells.items() if cell in VOICES]


class Outlet(Record, frozen=True, kw_only=True):
    """An outlet's articles and how much text they hold. Articles that name no outlet stand under "unidentified"."""

    name: str
    articles: list[str]
    words: int
    sentences: int
    attributions: int


class KeyTerm(Record, frozen=True, kw_only=True):
    """A word or phrase that one outlet uses more, or less, than the other outlets together, in its own voice or in all.

    `count` of `total` words in the outlet, `other_count` of `other_total` in the rest. `log_odds` and `z` are those of
    Monroe, Colaresi and Quinn (2008) with an informative Dirichlet prior; `low` and `high` are the 95 % interval of
    `log_odds`, wider than z has it by the design effect (words clump in articles). `g2` is Dunning's (1993),
    `log_ratio` is in bits. `q` is the p-value of `g2` divided by the design effect, after Benjamini and Hochberg.
    `articles` of the outlet hold the term; `dispersion` is Gries's deviation of proportions over the outlet's
    articles (0 even, up to 1 less the smallest article's share), null for one article and for a count of 0.
    """

    outlet: str
    term: str
    voice: Voice | Literal["all"]
    count: int
    total: int
    other_count: int
    other_total: int
    articles: int
    log_odds: float
    low: float
    high: float
    z: float
    g2: float
    log_ratio: float
    q: float
    dispersion: float | None
    passages: list[str]


class Difference(Record, frozen=True, kw_only=True):
    """How far two outlets differ in one measure, with interval and permutation test; or why that cannot be said.

    `p` is the permutation test's; `q` is corrected within the measure, `q_overall` over all measures.
    """

    measure: str
    key: str
    voice: Voice | Literal["all"]
    outlets: tuple[str, str]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    q: float | None = None
    q_overall: float | None = None
    resampled: Literal["sentences within this article", "articles", "none"] = "none"
    refusal: str | None = None


class Reuse(Record, frozen=True, kw_only=True):
    """A passage that two articles share word for word, with where it stands in both, as aligned pairs of spans."""

    articles: tuple[str, str]
    spans: tuple[Span, Span]
    words: int
    where: tuple[Where, Where] = ("text", "text")


class ReusedShare(Record, frozen=True, kw_only=True):
    """How many of an article's words stand word for word in another article, or in any where `other` is null.

    `carried_words` are shared words that no side says in its own voice, such as a quotation that both take from an
    agency; `own_words` are the other shared ones. `total_words` are the article's words of title and body.
    """

    article: str
    other: str | None
    own_words: int
    carried_words: int
    total_words: int

    @property
    def share(self) -> float | None:
        """Shared words over all words (0 to 1), or None for an article without words."""
        return (self.own_words + self.carried_words) / self.total_words if self.total_words else None

    @property
    def own_share(self) -> float | None:
        """Shared words that are not carried over all words (0 to 1), or None for an article without words."""
        return self.own_words / self.total_words if self.total_words else None


class NearPassage(Record, frozen=True, kw_only=True):
    """The passage of an article that comes nearest to a fact that it was not found to tell.

    Nearest is what is most like the fact's label. `similarity` (above 0, up to 1) is the cosine of its weighted terms
    with the telling of the fact most like it.
    """

    article: str
    telling: Telling
    similarity: float


class Silence(Record, frozen=True, kw_only=True):
    """A fact that one outlet alone tells, or alone leaves out: `fact` is its number in `Comparison.coverage`.

    `articles` are those of the outlet that tell it; none where all other outlets tell it. There `nearest` holds what of
    the outlet's comes nearest, the most similar first, so that a reader can judge whether the fact is left out or only
    told in other words; it is empty where no passage has a word in common with the fact.
    """

    outlet: str
    kind: Literal["told by no other", "told by all others"]
    fact: int
    label: str
    articles: list[str]
    nearest: list[NearPassage] = []


class OutletMap(Record, frozen=True, kw_only=True):
    """How far outlets' profiles lie apart: square roots of Jensen-Shannon divergences, on equal amounts of text.

    `distances[i][j]` (0 to 1) is the mean over subsamples of `words` words an outlet, `p[i][j]` a permutation test's
    value; `coordinates` are classical scaling in two dimensions, `order` a hierarchical clustering's leaf order and
    `stability` the share of bootstrap samples in which an outlet keeps its nearest neighbour. Null fields: `refusal`.
    """

    profile: str
    outlets: list[str]
    words: int | None = None
    distances: list[list[float]] | None = None
    p: list[list[float]] | None = None
    coordinates: list[tuple[float, float]] | None = None
    order: list[str] | None = None
    stability: list[float] | None = None
    refusal: str | None = None


class Comparison(Record, frozen=True, kw_only=True):
    """How the outlets tell one event: all that the report, the tables and the classroom show."""

    event: Event
    outlets: list[Outlet]
    articles: list[Article]
    figures: list[Figure]
    passages_by_id: Mapping[str, Passage] = msgspec.field(name="passages")
    coverage: list[Fact]
    rejects: list[Reject]
    signature: str
    keyness: list[KeyTerm] = []
    keyness_notes: list[str] = []
    differences: list[Difference] = []
    reuse: list[Reuse] = []
    reuse_shares: list[ReusedShare] = []
    silence: list[Silence] = []
    maps: list[OutletMap] = []
    concepts: dict[str, str] = {}
    notes: list[str] = []
    corrections: list[Correction] = []
    schema_version: int = SCHEMA_VERSION

    @property
    def outlet_by_article(self) -> dict[str, str]:
        """The name of each article's outlet, by the article's id."""
        return {article: outlet.name for outlet in self.outlets for article in outlet.articles}


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
    # Mappings that make their values when asked are no dictionaries.
    return msgspec.json.encode(record, enc_hook=dict)


def decode_annotations(line: bytes | str) -> Annotations:
    """Read one line of what ``framing annotate`` writes; raises `msgspec.ValidationError`."""
    annotations = msgspec.json.decode(line, type=Annotations)
    _share_words(annotations)
    return annotations


def _share_words(annotations: Annotations) -> None:
    """Keep one copy of the words that come in every article: ids, categories, entries, wordings, names of speakers.

    Of thousands of articles they would take a quarter of the memory.
    """
    listed: list[tuple[Sequence[Record], Sequence[str]]] = [
        (annotations.attributions, ("id", "rule")),
        ([one.cue for one in annotations.attributions], ("lemma", "class_")),
        ([one.source for one in annotations.attributions if one.source], ("text", "canonical", "type")),
        ([one.via for one in annotations.attributions if one.via], ("text", "canonical", "type")),
        (annotations.names, ("id", "concept", "variant", "source", "entry")),
        (annotations.stance, ("id", "category", "entry")),
        (annotations.loaded, ("id", "category", "entry")),
        (annotations.frames, ("id", "frame", "entry")),
        (annotations.agency, ("id", "actor", "type")),
        (annotations.utterances, ("attribution",)),
        ([annotations], ("signature",)),
    ]
    for records, fields in listed:
        for record in records:
            for field in fields:
                if (value := getattr(record, field)) is not None:
                    msgspec.structs.force_setattr(record, field, intern(value))
