"""The base of all records, and those of articles: the text as read, its regions, what was set aside or put right."""

from typing import Any, Literal

import msgspec

SCHEMA_VERSION = 1

UNIDENTIFIED = "unidentified"

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

    def __repr__(self) -> str:
        """Return a line: a terminal has no use for the whole text."""
        return f"Article({self.id!r}, outlet={self.outlet!r}, {len(self.text):,} characters)"

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

    kind: Literal["outlet", "aside", "speaker", "voice", "match"]
    article: str
    span: Span | None
    before: str | None
    after: str | None
    reason: str = ""
    where: Where = "text"


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
