"""Change the voice of a passage, and all that hangs on it: utterances, attributions, sentences (room: workshop)."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from framing.errors import UsageError
from framing.features.sentences import sentiment_by_voice
from framing.features.stretches import Stretches
from framing.features.voice import merge_utterances
from framing.lexicon.language import load_grammar
from framing.lexicon.words import fold, words_in
from framing.schema import (
    Annotations,
    Attribution,
    Cue,
    FrameCue,
    Loaded,
    Name,
    Sentence,
    Source,
    Span,
    Stance,
    Utterance,
    Voice,
    Where,
)
from framing.workshop.locate import Place, text_of

BY_HAND = "corrected by hand"
_NO_CLASS = "unlisted"
# Words of these classes say nothing once the words that they belong to are taken away: "that", "and the", "of".
_LEFT_OVER = (
    *("auxiliary", "coordinator", "determiner", "modal", "possessive", "preposition", "relative"),
    *("subject pronoun", "subordinator"),
)

Marked = TypeVar("Marked", Stance, Loaded, FrameCue)


def change_voice(
    held: Annotations, place: Place, voice: Voice, where: str, source: Source | None = None
) -> Annotations:
    """Return annotations in which a passage has a voice; words that are no longer the outlet's own get a speaker.

    Beside words of one speaker they are that speaker's; else an attribution without a cue is made for them, to `source`
    or to nobody named. `where` is how a message names the correction. Raises `UsageError` for words that were set
    aside, for a source of words that have a speaker, and for words beside those of several.
    """
    inside = utterances_in(held, place)
    if not inside:
        raise UsageError(
            where,
            "these words were set aside: they are no part of title and body",
            "words that are counted",
            "look at the article in the report",
        )
    if voice == "own":
        place = _widen(held, place)
    spoken = held if voice == "own" else _give_speaker(held, voice, inside, place, where, source)
    joins = _speaker_of(spoken, inside, place) if spoken is not held else None
    utterances = merge_utterances(
        [part for one in held.utterances for part in _cut(one, place, voice, joins)]
    )
    if utterances == held.utterances:
        return held
    changed = msgspec.structs.replace(spoken, utterances=utterances)
    attributions = [one for old in changed.attributions for one in _keep_words(old, changed, place)]
    changed = respeak(msgspec.structs.replace(changed, attributions=attributions))
    sentences = [recount(changed, one) if _touches(one, place) else one for one in changed.sentences]
    return msgspec.structs.replace(changed, sentences=sentences)


def describe_voices(held: Annotations, place: Place) -> str:
    """Return the voices and speakers of a passage in words: "own; quoted, Kim Jong Un"."""
    speakers = {one.id: name_of(one.source) for one in held.attributions}
    told = [
        ", ".join(filter(None, (one.voice, speakers.get(one.attribution or ""))))
        for one in utterances_in(held, place)
    ]
    return "; ".join(dict.fromkeys(told))


def utterances_in(held: Annotations, place: Place) -> list[Utterance]:
    """Return the utterances of which words stand in a passage."""
    start, end = place.span
    text = text_of(held.article, place.where)
    return [
        one
        for one in held.utterances
        if one.where == place.where and words_in(text, max(start, one.start), min(end, one.end))
    ]


def name_of(source: Source | None) -> str:
    """Return the name of a source or, where nobody is named, its type; empty for no source."""
    return (source.canonical or source.type) if source else ""


def _give_speaker(
    held: Annotations,
    voice: Voice,
    inside: Sequence[Utterance],
    place: Place,
    where: str,
    source: Source | None,
) -> Annotations:
    """Return annotations in which the passage's words that nobody says belong to an attribution, old or new."""
    there = {one.attribution for one in inside if one.attribution}
    if there and source:
        names = [name_of(one.source) or "nobody named" for one in held.attributions if one.id in there]
        raise UsageError(
            where,
            f"these words have a speaker already: {', '.join(names)}",
            "no speaker here",
            "name the right one in a [[speaker]] entry",
        )
    if all(one.attribution for one in inside):
        return held
    if len(there) > 1:
        raise UsageError(
            where,
            f"these words have {len(there)} speakers, and some have none",
            "words beside those of one speaker",
            "give fewer words, in several entries",
        )
    if not there:
        made = _make_attribution(held, voice, source, place)
        return msgspec.structs.replace(held, attributions=[*held.attributions, made])
    attributions = [
        msgspec.structs.replace(one, content=_joined([*one.content, place.span])) if one.id in there else one
        for one in held.attributions
    ]
    return msgspec.structs.replace(held, attributions=attributions)


def _speaker_of(held: Annotations, inside: Sequence[Utterance], place: Place) -> str:
    """The attribution that takes in the passage: the one that stands there, else the one just made."""
    return next((one.attribution for one in inside if one.attribution), held.attributions[-1].id)


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _make_attribution(held: Annotations, voice: Voice, source: Source | None, place: Place) -> Attribution:
    taken = {one.id for one in held.attributions}
    return Attribution(
        id=next(id_ for n in range(1, len(taken) + 2) if (id_ := f"h{n}") not in taken),
        source=source,
        via=None,
        cue=Cue(spans=[], lemma="", class_=_NO_CLASS),
        content=[place.span],
        form="direct" if voice == "quoted" else "indirect",
        rule=BY_HAND,
        where=place.where,
    )


def _widen(held: Annotations, place: Place) -> Place:
    """Return a passage with what it leaves of a content on either side, where only words of closed classes are left."""
    text = text_of(held.article, place.where)
    grammar = load_grammar(held.article.language)
    left_over = frozenset[str]().union(*(grammar.get(name, frozenset()) for name in _LEFT_OVER))

    def is_empty(first: int, last: int) -> bool:
        return all(fold(word.text) in left_over for word in words_in(text, first, last))

    start, end = place.span
    touched = [
        span
        for one in held.attributions
        if one.where == place.where
        for span in one.content
        if span[0] < end and span[1] > start
    ]
    starts = [first for first, _ in touched if first < start and is_empty(first, start)]
    ends = [last for _, last in touched if last > end and is_empty(end, last)]
    return Place((min([start, *starts]), max([end, *ends])), place.where)


def _cut(one: Utterance, place: Place, voice: Voice, speaker: str | None) -> Iterator[Utterance]:
    """Yield an utterance as up to three: before the passage, in it, behind it."""
    start, end = max(one.start, place.span[0]), min(one.end, place.span[1])
    if one.where != place.where or start >= end:
        yield one
        return
    attribution = None if voice == "own" else one.attribution or speaker
    parts: tuple[tuple[int, int, Voice, str | None], ...] = (
        (one.start, start, one.voice, one.attribution),
        (start, end, voice, attribution),
        (end, one.end, one.voice, one.attribution),
    )
    for first, last, spoken, whose in parts:
        if first < last:
            yield Utterance(start=first, end=last, voice=spoken, attribution=whose, where=one.where)


def _keep_words(attribution: Attribution, changed: Annotations, place: Place) -> Iterator[Attribution]:
    """Yield an attribution with the words that are left to it, in the form that their voices give it, if any are."""
    start, end = place.span
    touched = any(first < end and last > start for first, last in attribution.content)
    if attribution.where != place.where or not touched:
        yield attribution
        return
    text = text_of(changed.article, place.where)
    mine = [one for one in changed.utterances if one.where == place.where]
    gaps = [(one.start, one.end) for one in mine if one.voice == "own"]
    content = [span for held in attribution.content for span in without(held, gaps) if words_in(text, *span)]
    if content:
        voices = {one.voice for one in mine if one.attribution == attribution.id}
        form = {("quoted",): "direct", ("attributed",): "indirect", ("attributed", "quoted"): "mixed"}.get(
            tuple(sorted(voices)), attribution.form
        )
        yield msgspec.structs.replace(attribution, content=content, form=form)


def without(span: Span, gaps: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of a span that lie in none of the gaps, in order."""
    start, end = span
    for first, last in sorted(gaps):
        if first < end and last > start:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def _touches(sentence: Sentence, place: Place) -> bool:
    return sentence.where == place.where and sentence.start < place.span[1] and sentence.end > place.span[0]


def recount(held: Annotations, sentence: Sentence) -> Sentence:
    """Return a sentence with words and sentiment of its voices as `describe_sentences` gives them."""
    text = text_of(held.article, sentence.where)
    starts = [word.start for word in words_in(text, sentence.start, sentence.end)]
    parts: dict[Voice, list[str]] = {}
    words: dict[Voice, int] = {}
    for one in held.utterances:
        first, last = max(sentence.start, one.start), min(sentence.end, one.end)
        count = sum(first <= start < last for start in starts) if one.where == sentence.where else 0
        if count:
            parts.setdefault(one.voice, []).append(text[first:last].strip())
            words[one.voice] = words.get(one.voice, 0) + count
    sentiment = sentiment_by_voice(parts, held.article.language)
    return msgspec.structs.replace(sentence, words=words, sentiment=sentiment)


def respeak(held: Annotations) -> Annotations:
    """Return annotations whose marked words have the voice, and names the speaker, of the place where they stand."""
    stretches = {
        where: Stretches(
            sorted((one for one in held.utterances if one.where == where), key=lambda one: one.start)
        )
        for where in ("title", "text")
    }
    by_id = {one.id: one for one in held.attributions}

    def voice_at(offset: int, where: Where) -> Voice:
        found = stretches[where].at(offset)
        return found.voice if found else "own"

    def speak(name: Name) -> Name:
        found = stretches[name.where].at(name.span[0])
        attribution = by_id.get(found.attribution or "") if found else None
        return msgspec.structs.replace(
            name,
            voice=voice_at(name.span[0], name.where),
            source=attribution.source.canonical if attribution and attribution.source else None,
        )

    def voiced(one: Marked) -> Marked:
        return msgspec.structs.replace(one, voice=voice_at(one.span[0], one.where))

    return msgspec.structs.replace(
        held,
        names=[speak(one) for one in held.names],
        stance=[voiced(one) for one in held.stance],
        loaded=[voiced(one) for one in held.loaded],
        frames=[voiced(one) for one in held.frames],
        agency=[msgspec.structs.replace(one, voice=voice_at(one.verb[0], one.where)) for one in held.agency],
    )
