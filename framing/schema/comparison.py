"""The records of a comparison: figures with their passages, facts, key terms, differences, shared text, maps."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from framing.schema.articles import (
    SCHEMA_VERSION,
    VOICES,
    Article,
    Correction,
    Record,
    Reject,
    Span,
    Voice,
    Where,
)


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


AMID = "… "
"""So the label of a fact begins that begins amid a sentence."""


class Fact(Record, frozen=True, kw_only=True):
    """A row of the coverage matrix: which article tells a fact, and in which voice at best."""

    label: str
    told: dict[str, list[Telling]]
    cells: dict[str, Cell]

    @property
    def begins_amid(self) -> bool:
        """Whether the label begins amid a sentence."""
        return self.label.startswith(AMID)

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

    `own_words` are those of them that the article says in its own voice, `carried_words` those that it attributes or
    quotes, whatever the other does. `total_words` are the article's words of title and body.
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
        """Shared words in the article's own voice over all words (0 to 1), or None for an article without words."""
        return self.own_words / self.total_words if self.total_words else None


class OutletReuse(Record, frozen=True, kw_only=True):
    """What share of an outlet's words stand word for word in another article, of this outlet or of another.

    `voice` is "all" for all shared words, "own" for those in its own voice, see `ReusedShare`. `value` (0 to 1) is
    `words` over `total_words`, null for no words. Where articles were resampled, `low` and `high` are its 95 %
    interval, what each article shares with these others taken as it is; else `refusal` says why there is none.
    """

    outlet: str
    voice: Literal["own", "all"]
    articles: int
    words: int
    total_words: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    resampled: Literal["articles", "none"] = "none"
    refusal: str | None = None


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
    """How the outlets tell one event: all that the report, the tables and the classroom show.

    The figures in `together` are those of all outlets as one, for what each alone has too little of: their `outlet` is
    empty.
    """

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
    reuse_by_outlet: list[OutletReuse] = []
    together: list[Figure] = []
    silence: list[Silence] = []
    maps: list[OutletMap] = []
    concepts: dict[str, str] = {}
    notes: list[str] = []
    corrections: list[Correction] = []
    schema_version: int = SCHEMA_VERSION

    def __repr__(self) -> str:
        """Return a line: the event, and how much there is of what."""
        counts = ("outlets", "articles", "figures", "passages_by_id")
        told = ", ".join(f"{len(getattr(self, name)):,} {name.partition('_')[0]}" for name in counts)
        return f"Comparison({self.event.title!r}: {told})"

    @property
    def outlet_by_article(self) -> dict[str, str]:
        """The name of each article's outlet, by the article's id."""
        return {article: outlet.name for outlet in self.outlets for article in outlet.articles}
