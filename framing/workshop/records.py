"""What the workshop finds, as records (room: workshop)."""

from typing import Literal

import msgspec

from framing.lexicon.entries import Header
from framing.schema import Record, Reject, Span, Voice, Where


class ConcordanceLine(Record, frozen=True, kw_only=True):
    """A place where an entry matches: the words found, with what stands before and after them on one line."""

    article: str
    left: str
    hit: str
    right: str
    span: Span
    where: Where = "text"


class Overlap(Record, frozen=True, kw_only=True):
    """A form that a shipped lexicon of the same kind and language has too, or that one of the two finds."""

    form: str
    entry: str
    other_form: str
    other_entry: str
    lexicon: str


class EntryUse(Record, frozen=True, kw_only=True):
    """An entry (of `naming`: a variant), and where it matches in the articles given.

    `number` is the entry's place in the file, from 1. `matches` and `articles` count all places and the articles that
    hold one, `lines` shows the first few; all are empty where no article was given.
    """

    number: int
    entry: str
    forms: int
    matches: int = 0
    articles: int = 0
    lines: list[ConcordanceLine] = msgspec.field(default_factory=list)


class LexiconReport(Record, frozen=True, kw_only=True):
    """What a check of a lexicon found; a lexicon with faults has no report but raises `LexiconError`.

    `entries` counts the tables of the file, `uses` holds one row an entry or, of `naming`, a variant. `replaces` says
    that a shipped lexicon has the same id, so that this one takes its place. `articles` is the number of articles read.
    """

    file: str
    header: Header
    digest: str
    entries: int
    forms: int
    replaces: bool
    overlaps: list[Overlap]
    uses: list[EntryUse]
    articles: int = 0
    rejects: list[Reject] = msgspec.field(default_factory=list)

    @property
    def never_found(self) -> list[EntryUse]:
        """Return the entries without a match; empty where no article was given."""
        return [use for use in self.uses if not use.matches] if self.articles else []

    @property
    def is_clean(self) -> bool:
        """Whether nothing needs a second look.

        An overlap does, an article that was set aside, and a lexicon of which the articles given hold nothing at all.
        A single entry that never matches does not: a list is made for more than the articles at hand.
        """
        unused = bool(self.articles) and len(self.never_found) == len(self.uses)
        return not (self.overlaps or self.rejects or unused)


class Phrase(Record, frozen=True, kw_only=True):
    """A phrase that stands out in the outlets' own words.

    `counts` holds the outlets that use it, `score` is the log-likelihood ratio of its words standing together (0 and
    above, more is firmer), `places` are all of its places as (article id, span, where).
    """

    phrase: str
    counts: dict[str, int]
    score: float
    places: list[tuple[str, Span, Where]]


class VariantLine(ConcordanceLine, frozen=True, kw_only=True):
    """A place where a proposed wording stands, with its outlet and whose word it is there.

    `distanced` says that the outlet marks it as somebody else's ("so-called", scare quotes).
    """

    outlet: str
    voice: Voice
    distanced: bool = False


class ProposedVariant(Record, frozen=True, kw_only=True):
    """A wording of a proposed dispute: its forms, how often each outlet uses it, in whose voice, and all its places.

    An article that names no outlet counts under its own id.
    """

    label: str
    forms: list[str]
    counts: dict[str, int]
    voices: dict[Voice, int]
    lines: list[VariantLine]


ProposalKind = Literal["thing", "organisation", "person"]


class NamingProposal(Record, frozen=True, kw_only=True):
    """A naming dispute that the articles seem to have, with what speaks for it; the commonest wording comes first.

    `evidence` says in words why the wordings are held for one thing. `disagreement` is the Jensen-Shannon divergence of
    the outlets' choices as a share of the largest possible, 0 (all choose alike) to 1 (none shares a wording).
    `score` puts the proposals in order and means nothing beside it.
    """

    id: str
    label: str
    kind: ProposalKind
    variants: list[ProposedVariant]
    evidence: list[str]
    disagreement: float
    score: float


class Suggestions(Record, frozen=True, kw_only=True):
    """Proposals for a naming lexicon, the best first, and the articles that they come from.

    `notes` say what could not be done, and why there are no proposals where there are none.
    """

    proposals: list[NamingProposal]
    articles: int
    outlets: list[str]
    language: str = "en"
    notes: list[str] = msgspec.field(default_factory=list)
    rejects: list[Reject] = msgspec.field(default_factory=list)
