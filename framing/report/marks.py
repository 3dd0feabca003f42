"""Room report: an article's text cut into stretches that carry the same marks, each mark with what explains it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from framing.report.evidence import say_rule
from framing.report.texts import say
from framing.report.wording import cue_classes
from framing.schema import PROSE, Annotations, Attribution, Source, Span, Where

# A fact as an article tells it: the fact's number and where the telling stands.
FactPlaces = Mapping[Where, Sequence[tuple[int, str, Span]]]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mark: its kind, the sentence that explains it, and the attribution or the fact that it belongs to."""

    kind: str
    span: Span
    reason: str = ""
    attribution: int | None = None
    fact: int | None = None
    distanced: bool = False


@dataclass
class Stretch:
    """A piece of text and the numbers of its marks; `fact` is the number of a fact that begins here."""

    text: str
    classes: list[str] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    fact: int | None = None


@dataclass(frozen=True, kw_only=True)
class MarkedText:
    """A text in stretches that join to the whole."""

    where: Where
    stretches: list[Stretch]


def mark_article(
    annotations: Annotations, facts: FactPlaces | None = None
) -> tuple[list[MarkedText], list[Mark]]:
    """Return an article's texts in stretches, the title that stands apart first, and the marks that they number.

    Without text there are no stretches.
    """
    texts, marks = [], list[Mark]()
    for where in ("title", "text") if annotations.article.title_stands_apart else ("text",):
        found = [mark for mark in find_marks(annotations, where, facts) if mark.span[0] < mark.span[1]]
        text = (annotations.article.title or "") if where == "title" else annotations.article.text
        texts.append(MarkedText(where=where, stretches=_cut(text, found, len(marks))))
        marks.extend(found)
    return texts, marks


def _cut(text: str, marks: Sequence[Mark], first: int) -> list[Stretch]:
    edges = sorted({0, len(text), *(edge for mark in marks for edge in mark.span)})
    edges = [edge for edge in edges if 0 <= edge <= len(text)]
    stretches = [Stretch(text[start:end]) for start, end in pairwise(edges)]
    for number, mark in enumerate(marks, first):
        start, end = mark.span
        places = range(bisect_left(edges, start), min(bisect_left(edges, end), len(stretches)))
        for place in places:
            stretch = stretches[place]
            stretch.marks.append(number)
            kinds = [mark.kind, "distanced"] if mark.distanced else [mark.kind]
            if mark.kind == "name":
                # One wording is one box, whatever else begins or ends in it.
                kinds += ["goes-on"] if place != places[-1] else []
                kinds += ["went-on"] if place != places[0] else []
            stretch.classes.extend(kind for kind in kinds if kind not in stretch.classes)
        if mark.fact is not None and places:
            stretches[places[0]].fact = mark.fact
    return stretches


def find_marks(annotations: Annotations, where: Where, facts: FactPlaces | None = None) -> Iterable[Mark]:
    """Yield every mark of a text, the broad ones first."""
    if where == "text":
        for region in annotations.article.regions:
            span = (region.start, region.end)
            if region.kind not in PROSE:
                reason = say("page.marks.aside", kind=region.kind, reason=region.reason)
                yield Mark(kind="aside", span=span, reason=reason)
            elif region.kind == "title":
                yield Mark(kind="headline", span=span)
    for number, label, span in (facts or {}).get(where, ()):
        yield Mark(
            kind="fact", span=span, reason=say("page.marks.fact", number=number, label=label), fact=number
        )
    yield from _voice_marks(annotations, where)
    for number, attribution in enumerate(annotations.attributions):
        if attribution.where == where:
            yield from _attribution_marks(number, attribution)
    for name in annotations.names:
        if name.where == where:
            text = "page.marks.name_distanced" if name.distanced else "page.marks.name"
            reason = say(text, concept=name.concept, variant=name.variant, entry=name.entry or name.variant)
            yield Mark(kind="name", span=name.span, reason=reason, distanced=name.distanced)
    for kind, records in (("loaded", annotations.loaded), ("stance", annotations.stance)):
        for record in records:
            if record.where == where:
                reason = say(f"page.marks.{kind}", category=record.category, entry=record.entry)
                yield Mark(kind=kind, span=record.span, reason=reason)


def _voice_marks(annotations: Annotations, where: Where) -> Iterable[Mark]:
    numbers = {attribution.id: number for number, attribution in enumerate(annotations.attributions)}
    for utterance in annotations.utterances:
        if utterance.where == where and utterance.voice != "own":
            number = numbers.get(utterance.attribution or "")
            attribution = None if number is None else annotations.attributions[number]
            rule = _rule(attribution) if attribution else ""
            speaker = _speaker(attribution, "to" if utterance.voice == "attributed" else "from")
            reason = say(f"page.marks.{utterance.voice}", speaker=speaker, rule=rule)
            span = (utterance.start, utterance.end)
            yield Mark(kind=utterance.voice, span=span, reason=reason, attribution=number)


def _attribution_marks(number: int, attribution: Attribution) -> Iterable[Mark]:
    rule = _rule(attribution)
    for source, role in ((attribution.source, "source"), (attribution.via, "channel")):
        if source is not None:
            reason = say(f"page.marks.{role}", who=_name_and_type(source), rule=rule)
            for span in source.spans:
                yield Mark(kind="source", span=span, reason=reason, attribution=number)
    cue = attribution.cue
    meaning = cue_classes().get(cue.class_, cue.class_)
    reason = say("page.marks.cue", lemma=cue.lemma, cue_class=meaning, rule=rule)
    for span in cue.spans:
        yield Mark(kind="cue", span=span, reason=reason, attribution=number)
    for span in attribution.content:
        yield Mark(kind="content", span=span, attribution=number)


def _rule(attribution: Attribution) -> str:
    rule = attribution.rule
    return say("page.marks.rule", rule=say_rule(rule) or rule) if rule else ""


def _speaker(attribution: Attribution | None, word: Literal["to", "from"]) -> str:
    if attribution is None:
        return ""
    source = attribution.source
    speaker = say(f"page.marks.{word}", who=_name_and_type(source)) if source else ""
    channel = say("page.marks.by_way_of", who=_source_name(attribution.via)) if attribution.via else ""
    return speaker + channel


def _name_and_type(source: Source) -> str:
    name = _source_name(source)
    return name if name == source.type else say("page.marks.who", source=name, type=source.type)


def _source_name(source: Source) -> str:
    return source.canonical or source.text or source.type
