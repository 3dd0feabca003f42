"""The records of what is found in one article: attributions, voices, names, marks, frames, agency, sentences."""

from collections.abc import Sequence
from sys import intern
from typing import Literal

import msgspec

from framing.errors import UsageError
from framing.schema.articles import SCHEMA_VERSION, Article, Record, Span, Voice, Where


class Source(Record, frozen=True, kw_only=True):
    """Who speaks, or through whom the words came.

    `canonical` is null where nobody is named; `type` then says what is known ("unnamed official").
    """

    spans: list[Span]
    text: str
    canonical: str | None
    type: str


class Cue(Record, frozen=True, kw_only=True):
    """The words that tie content to source: "said", "according to", "quoted ... as saying".

    `process` is what the cue's entry says of it: whether somebody speaks, thinks or feels, or something shows it. It is
    empty for a cue that no lexicon lists.
    """

    spans: list[Span]
    lemma: str
    class_: str = msgspec.field(name="class")
    process: Literal["speech", "mental", "evidence", ""] = ""


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

    @property
    def is_speech(self) -> bool:
        """Whether something is said, not thought, felt or shown: a quotation, whatever its cue, or a cue of speech."""
        return self.form != "indirect" or self.cue.process == "speech"


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

    def __repr__(self) -> str:
        """Return a line: which article it is, and how much was found."""
        found = ("attributions", "names", "stance", "loaded", "frames", "sentences")
        counts = ", ".join(f"{len(getattr(self, name)):,} {name}" for name in found)
        return f"Annotations({self.article.id!r}, outlet={self.article.outlet!r}: {counts})"

    def voice_at(self, offset: int, where: Where = "text") -> tuple[Voice, Attribution | None]:
        """Return whose words stand at an offset: the voice, and the attribution whose source speaks, if any.

        What no utterance covers, such as a dateline, is the outlet's own and nobody's, and so is the very end. Raises
        `UsageError` for an offset outside the text, or outside the title that stands apart.
        """
        length = len((self.article.title or "") if where == "title" else self.article.text)
        if not 0 <= offset <= length:
            raise UsageError(
                f"offset {offset}",
                f"lies outside the {where} of the article {self.article.id!r}, which has {length:,} characters",
                f"0 to {length}",
                "count in article.title" if where == "title" else "count in article.text, from 0",
            )
        for utterance in self.utterances:
            if utterance.where == where and utterance.start <= offset < utterance.end:
                by_id = {attribution.id: attribution for attribution in self.attributions}
                return utterance.voice, by_id.get(utterance.attribution or "")
        return "own", None


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
        ([one.cue for one in annotations.attributions], ("lemma", "class_", "process")),
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
