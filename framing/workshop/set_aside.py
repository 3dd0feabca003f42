"""Set a passage aside by hand as no part of the article, and all that was found in it (room: workshop)."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from framing.errors import UsageError
from framing.lexicon.words import words_in
from framing.schema import (
    Annotations,
    Attribution,
    FrameCue,
    Loaded,
    Name,
    Region,
    Sentence,
    Source,
    Span,
    Stance,
    Utterance,
)
from framing.workshop.corrected_voices import recount, respeak, utterances_in, without
from framing.workshop.locate import Place

_PROSE = ("title", "body")

Marked = TypeVar("Marked", Name, Stance, Loaded, FrameCue)


def set_aside(held: Annotations, place: Place, reason: str, where: str) -> Annotations:
    """Return annotations that no longer count a passage of the text; a sentence keeps what is left of it.

    It becomes a region of its own, with the `reason`, so that the report shows what was set aside and why. Words that
    are set aside already stay so. `where` is how a message names the correction. Raises `UsageError` for words of the
    title, which the report and the scores know the article by.
    """
    article = held.article
    in_title = any(one.kind == "title" and _overlaps((one.start, one.end), place) for one in article.regions)
    if place.where == "title" or in_title:
        raise UsageError(
            where,
            "these words stand in the title",
            "words of the body",
            "mend the title in the file or table itself",
        )
    if not utterances_in(held, place):
        return held
    attributions = [left for one in held.attributions for left in _left_of_attribution(one, held, place)]
    regions = [part for one in article.regions for part in _cut_region(one, place)]
    regions.append(Region(kind="boilerplate", start=place.span[0], end=place.span[1], reason=reason))
    changed = replace(
        held,
        article=replace(article, regions=sorted(regions, key=lambda one: (one.start, one.end))),
        attributions=attributions,
        utterances=[part for one in held.utterances for part in _cut_utterance(one, place)],
        names=_outside(held.names, place),
        stance=_outside(held.stance, place),
        loaded=_outside(held.loaded, place),
        frames=_outside(held.frames, place),
        agency=[
            one
            for one in held.agency
            if one.where != place.where or not any(_overlaps(span, place) for span in (one.verb, *one.spans))
        ],
    )
    sentences = [part for one in held.sentences for part in _left_of_sentence(one, changed, place)]
    return respeak(replace(changed, sentences=sentences))


def _overlaps(span: Span, place: Place) -> bool:
    return span[0] < place.span[1] and span[1] > place.span[0]


def _outside(marks: Sequence[Marked], place: Place) -> list[Marked]:
    return [one for one in marks if one.where != place.where or not _overlaps(one.span, place)]


def _cut_region(region: Region, place: Place) -> Iterator[Region]:
    if region.kind not in _PROSE:
        yield region
        return
    for start, end in without((region.start, region.end), [place.span]):
        yield replace(region, start=start, end=end)


def _cut_utterance(one: Utterance, place: Place) -> Iterator[Utterance]:
    if one.where != place.where:
        yield one
        return
    for start, end in without((one.start, one.end), [place.span]):
        yield replace(one, start=start, end=end)


def _left_of_attribution(one: Attribution, held: Annotations, place: Place) -> Iterator[Attribution]:
    """Yield an attribution with what is left of its parts; none where nothing that is said is left."""
    if one.where != place.where:
        yield one
        return
    text = held.article.text
    content = [part for span in one.content for part in without(span, [place.span]) if words_in(text, *part)]
    if content:
        cue = replace(one.cue, spans=[span for span in one.cue.spans if not _overlaps(span, place)])
        yield replace(
            one, content=content, cue=cue, source=_left_of(one.source, place), via=_left_of(one.via, place)
        )


def _left_of(source: Source | None, place: Place) -> Source | None:
    """Return a source that no longer stands in the passage; who it is stays known."""
    if source is None:
        return None
    return replace(source, spans=[span for span in source.spans if not _overlaps(span, place)])


def _left_of_sentence(one: Sentence, changed: Annotations, place: Place) -> Iterator[Sentence]:
    if one.where != place.where or not _overlaps((one.start, one.end), place):
        yield one
        return
    text = changed.article.text
    for start, end in without((one.start, one.end), [place.span]):
        if words_in(text, start, end):
            yield recount(changed, replace(one, start=start, end=end))
