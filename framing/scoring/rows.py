"""Scoring: the tidy table, one function a family of measures, from the same records as the passages.

A row with passages counts something; a row without is a denominator that several keys share.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple

from framing.schema import VOICES, Annotations, Attribution, Measure, Passage, Voice
from framing.scoring.passages import AnyVoice as AnyVoice
from framing.scoring.passages import Passages, build_passages, name_key
from framing.scoring.places import Places, WordStarts

NO_SOURCE = "no source given"
FIRST_THIRD = "first third"
THE_REST = "the rest"
ANY_ACTOR = "any actor"
LEAD_SENTENCES = 2

# What one sentence adds to one key and voice: (sentence, key, voice, amount, id of the passage); a denominator has no
# passage. Plain tuples: thousands of articles make a million of them.
Count = tuple[int | None, str, AnyVoice, float, str | None]


Base = Literal["words", "words by voice", "attributions"]


class Scored(NamedTuple):
    """One article's counts by measure, the passages that they count, and its number of words of title and body.

    `bases` are the denominators that several measures share, once for all of them.
    """

    counts: dict[str, list[Count]]
    bases: dict[Base, list[Count]]
    passages: list[Passage]
    words: int


@dataclass(frozen=True)
class Family:
    """How the figures of a measure are made from its rows.

    `denominator_key` gives the key under which the denominator of a key stands. `denominator_by_voice` says that each
    voice has its own denominator; else it stands under "all". `total` asks for a figure over all voices beside one a
    voice. `always` lists the (key, voice) that every outlet has a figure for; any other key has one for every outlet
    as soon as one outlet uses it, unless it is `sparse`: then only where it is used. `base` names the denominators of a
    measure that shares them with others; what others do not share is among its own counts.
    """

    count: Callable[["_Reader"], Iterator[Count]]
    base: Base | None = None
    denominator_key: Callable[[str], str] = lambda key: ""
    denominator_by_voice: bool = False
    total: bool = False
    always: tuple[tuple[str, AnyVoice], ...] = ()
    sparse: bool = False

    def denominator_of(self, key: str, voice: AnyVoice) -> tuple[str, AnyVoice]:
        """Return the key and voice under which the rows of a figure's denominator stand."""
        return self.denominator_key(key), voice if self.denominator_by_voice else "all"


def measure_rows(annotations: Annotations) -> list[Measure]:
    """Return the rows of one article, all measures of the registry; an article without words has none.

    Raises `ScoringError` where an utterance belongs to an attribution that is not there.
    """
    article = annotations.article.id
    scored = score_article(annotations)
    return [
        Measure(
            article=article,
            sentence=sentence,
            measure=measure,
            key=key,
            voice=voice,
            numerator=amount if passage is not None else 0.0,
            denominator=amount if passage is None else 0.0,
            passages=[passage] if passage is not None else [],
        )
        for measure, counts in counts_by_measure(scored)
        for sentence, key, voice, amount, passage in counts
    ]


def counts_by_measure(scored: Scored) -> Iterator[tuple[str, Iterator[Count]]]:
    """Yield each measure of the registry with its counts, the denominators that it shares with others first."""
    for measure, counts in scored.counts.items():
        base = FAMILIES[measure].base
        yield measure, chain(scored.bases[base] if base else (), counts)


def score_article(annotations: Annotations, starts: WordStarts | None = None) -> Scored:
    """Return counts, passages and number of words of one article; `starts` and what it raises are those of `Places`."""
    places = Places(annotations, starts)
    reader = _Reader(places, build_passages(places))
    counts = {measure: list(family.count(reader)) for measure, family in FAMILIES.items()}
    return Scored(counts, reader.bases(), reader.passages.all(), places.words)


class _Reader:
    """What the families read of one article, so that words are counted once for all of them."""

    def __init__(self, places: Places, passages: Passages) -> None:
        self.sentences = len(places.annotations.sentences)
        self.places = places
        self.passages = passages
        self.parts = [
            (sentence, count, utterance.voice, places.attribution_of(utterance), passage)
            for (utterance, passage), words in zip(passages.utterances, passages.words, strict=True)
            for sentence, count in words
        ]
        self.attributions = [(a, passage, _home_sentence(places, a)) for a, passage in passages.attributions]
        sentence_at = places.sentence_at
        self.names = [
            (name, passage, sentence_at(name.span[0], name.where)) for name, passage in passages.names
        ]
        self.loaded_sentences = [sentence_at(mark.span[0], mark.where) for mark, _ in passages.loaded]
        self.agency = [
            (one, passage, sentence_at(one.verb[0], one.where)) for one, passage in passages.agency
        ]
        self.top = top_sentences(places)
        self.words_by_voice: dict[tuple[int | None, Voice], int] = {}
        self.words_by_sentence: dict[int | None, int] = {}
        for sentence, count, voice, _, _ in self.parts:
            at = (sentence, voice)
            self.words_by_voice[at] = self.words_by_voice.get(at, 0) + count
            self.words_by_sentence[sentence] = self.words_by_sentence.get(sentence, 0) + count

    def bases(self) -> dict[Base, list[Count]]:
        """Return the denominators that several measures share."""
        return {
            "words": [(at, "", "all", float(words), None) for at, words in self.words_by_sentence.items()],
            "words by voice": [
                (at, "", voice, float(words), None) for (at, voice), words in self.words_by_voice.items()
            ],
            "attributions": [(at, "", "all", 1.0, None) for _, _, at in self.attributions],
        }


def _home_sentence(places: Places, attribution: Attribution) -> int | None:
    """The sentence of the cue: a quotation may run over several, its cue stands in one."""
    spans = attribution.cue.spans or attribution.content
    return places.sentence_at(min(spans)[0], attribution.where) if spans else None


def _count_voices(reader: _Reader) -> Iterator[Count]:
    for sentence, count, voice, _, passage in reader.parts:
        yield sentence, "", voice, float(count), passage.id


def _count_source_types(reader: _Reader) -> Iterator[Count]:
    for sentence, count, voice, attribution, passage in reader.parts:
        if voice != "own":
            yield sentence, _type_of(attribution), voice, float(count), passage.id


def _type_of(attribution: Attribution | None) -> str:
    speaker = (attribution.source or attribution.via) if attribution else None
    return speaker.type if speaker else NO_SOURCE


def _count_sources(reader: _Reader) -> Iterator[Count]:
    for sentence, count, voice, attribution, passage in reader.parts:
        if voice != "own":
            for key in reader.places.keys_of(attribution):
                yield sentence, key, voice, float(count), passage.id


def _count_channels(reader: _Reader) -> Iterator[Count]:
    for sentence, count, voice, attribution, passage in reader.parts:
        if voice != "own":
            for key in reader.places.channels_of(attribution):
                yield sentence, key, voice, float(count), passage.id


def _count_attributions(
    keys: Callable[[Places, Attribution], list[str]],
) -> Callable[[_Reader], Iterator[Count]]:
    def count(reader: _Reader) -> Iterator[Count]:
        for attribution, passage, sentence in reader.attributions:
            for key in keys(reader.places, attribution):
                yield sentence, key, "all", 1.0, passage.id

    return count


def _unnamed(_: Places, attribution: Attribution) -> list[str]:
    named = attribution.source is not None and attribution.source.canonical is not None
    return [] if named else [""]


def _count_names(reader: _Reader) -> Iterator[Count]:
    for name, passage, sentence in reader.names:
        key = name_key(name)
        yield sentence, concept_of(key), "all", 1.0, None
        yield sentence, key, name.voice, 1.0, passage.id


def concept_of(key: str) -> str:
    """Return the key under which all mentions of a naming key's concept are counted: ``concept/``."""
    return key.split("/", 1)[0] + "/"


def _count_stance(reader: _Reader) -> Iterator[Count]:
    for mark, passage in reader.passages.stance:
        sentence = reader.places.sentence_at(mark.span[0], mark.where)
        yield sentence, mark.category, mark.voice, 1.0, passage.id


def _count_loaded(reader: _Reader) -> Iterator[Count]:
    for (mark, passage), sentence in zip(reader.passages.loaded, reader.loaded_sentences, strict=True):
        yield sentence, mark.category, mark.voice, 1.0, passage.id


def _count_sentiment(reader: _Reader) -> Iterator[Count]:
    for (sentence, voice), passage in reader.passages.sentiment.items():
        yield sentence, "", voice, 1.0, None
        yield sentence, "", voice, passage.amount, passage.id


def _count_frames(reader: _Reader) -> Iterator[Count]:
    for sentence in range(reader.sentences):
        yield sentence, "", "all", 1.0, None
    for (sentence, frame, voice), passage in reader.passages.frames.items():
        yield sentence, frame, voice, 1.0, passage.id


def _has_channel(_: Places, attribution: Attribution) -> list[str]:
    return [""] if attribution.via is not None else []


def _count_unnamed_by_position(reader: _Reader) -> Iterator[Count]:
    for attribution, passage, sentence in reader.attributions:
        spans = attribution.cue.spans or attribution.content
        start = min(spans)[0] if spans else 0
        early = reader.places.words_before(start, attribution.where) < reader.places.words / 3
        part = FIRST_THIRD if early else THE_REST
        yield sentence, part, "all", 1.0, None
        for _ in _unnamed(reader.places, attribution):
            yield sentence, part, "all", 1.0, passage.id


def _count_cues_by_type(reader: _Reader) -> Iterator[Count]:
    for attribution, passage, sentence in reader.attributions:
        key = f"{_type_of(attribution)}/{attribution.cue.class_}"
        yield sentence, concept_of(key), "all", 1.0, None
        yield sentence, key, "all", 1.0, passage.id


def _count_weights(reader: _Reader) -> Iterator[Count]:
    for (mark, passage), sentence in zip(reader.passages.weights, reader.loaded_sentences, strict=True):
        yield sentence, mark.category, mark.voice, passage.amount, passage.id


def _count_sentiment_of_actors(reader: _Reader) -> Iterator[Count]:
    """A sentence counts once for each named actor in it, and once for any of them."""
    actors: dict[int, dict[str, None]] = {}
    for one, _, sentence in reader.agency:
        if sentence is not None and one.actor is not None:
            actors.setdefault(sentence, {ANY_ACTOR: None})[one.actor] = None
    for (sentence, voice), passage in reader.passages.sentiment.items():
        for actor in actors.get(sentence, ()):
            yield sentence, actor, voice, 1.0, None
            yield sentence, actor, voice, passage.amount, passage.id


def _count_placed(
    placed: Callable[[Passages], Mapping[tuple[str, AnyVoice], Passage]],
) -> Callable[[_Reader], Iterator[Count]]:
    """Counts of no sentence: where something first stands is a property of the whole article."""

    def count(reader: _Reader) -> Iterator[Count]:
        for (key, voice), passage in placed(reader.passages).items():
            yield None, key, voice, float(reader.places.words), None
            yield None, key, voice, passage.amount, passage.id

    return count


def top_sentences(places: Places) -> dict[int, Literal["headline", "lead"]]:
    """Return the sentences of the headline and the first `LEAD_SENTENCES` of the body, by number."""
    annotations = places.annotations
    titles = [region for region in annotations.article.regions if region.kind == "title"]
    top: dict[int, Literal["headline", "lead"]] = {}
    body: list[tuple[int, int]] = []
    for n, sentence in enumerate(annotations.sentences):
        in_title = sentence.where == "title" or any(
            region.start <= sentence.start < region.end for region in titles
        )
        if in_title:
            top[n] = "headline"
        else:
            body.append((sentence.start, n))
    return top | {n: "lead" for _, n in sorted(body)[:LEAD_SENTENCES]}


def _count_salient_sources(reader: _Reader) -> Iterator[Count]:
    for attribution, passage, sentence in reader.attributions:
        for key in reader.places.keys_of(attribution):
            yield sentence, key, "all", 1.0, None
            if sentence in reader.top:
                yield sentence, key, "all", 1.0, passage.id


def _count_salient_names(reader: _Reader) -> Iterator[Count]:
    for name, passage, sentence in reader.names:
        key = name_key(name)
        yield sentence, key, name.voice, 1.0, None
        yield sentence, key, "all", 1.0, None
        if sentence in reader.top:
            yield sentence, key, name.voice, 1.0, passage.id


def _count_agency(reader: _Reader) -> Iterator[Count]:
    for one, passage, sentence in reader.agency:
        if one.actor is None:
            continue
        for actor in (one.actor, ANY_ACTOR):
            key = f"{actor}/{one.role}"
            either = concept_of(key)
            yield sentence, either, one.voice, 1.0, None
            yield sentence, either, "all", 1.0, None
            yield sentence, key, one.voice, 1.0, passage.id


def _count_passives(reader: _Reader) -> Iterator[Count]:
    """A passive with two agents has two records, and what it is done to one more: each verb counts once."""
    places = reader.places
    passives = {(one.where, one.verb): one.voice for one in places.annotations.agency if one.passive}
    for (where, verb), voice in passives.items():
        yield places.sentence_at(verb[0], where), "", voice, 1.0, None
    for one, passage, sentence in reader.agency:
        if one.passive and one.role == "unsaid":
            yield sentence, "", one.voice, 1.0, passage.id


_EACH_VOICE: tuple[tuple[str, AnyVoice], ...] = tuple(("", voice) for voice in VOICES)

FAMILIES: dict[str, Family] = {
    "voice_share": Family(_count_voices, "words", always=_EACH_VOICE),
    "source_type_share": Family(_count_source_types, "words", total=True),
    "source_share": Family(_count_sources, "words", total=True),
    "source_attribution_share": Family(_count_attributions(Places.keys_of), "attributions"),
    "channel_share": Family(_count_channels, "words", total=True),
    "channel_attribution_share": Family(_count_attributions(Places.channels_of), "attributions"),
    "unnamed_source_share": Family(_count_attributions(_unnamed), "attributions", always=(("", "all"),)),
    "cue_class_share": Family(_count_attributions(lambda _, one: [one.cue.class_]), "attributions"),
    "naming_share": Family(_count_names, denominator_key=concept_of),
    "stance_per_1k_words": Family(_count_stance, "words by voice", denominator_by_voice=True),
    "loaded_per_1k_words": Family(_count_loaded, "words by voice", denominator_by_voice=True),
    "sentiment_mean": Family(_count_sentiment, denominator_by_voice=True, always=_EACH_VOICE),
    "frame_share": Family(_count_frames),
    # An article without the source says nothing of when it speaks: the denominator is that of the key itself.
    "source_first_position": Family(
        _count_placed(lambda passages: passages.first_places), denominator_key=lambda key: key, sparse=True
    ),
    "chain_share": Family(_count_attributions(_has_channel), "attributions", always=(("", "all"),)),
    "unnamed_source_share_by_position": Family(
        _count_unnamed_by_position,
        denominator_key=lambda key: key,
        always=((FIRST_THIRD, "all"), (THE_REST, "all")),
    ),
    "cue_class_by_source_type_share": Family(_count_cues_by_type, denominator_key=concept_of),
    "loaded_weight_per_1k_words": Family(_count_weights, "words by voice", denominator_by_voice=True),
    "actor_sentiment_mean": Family(
        _count_sentiment_of_actors,
        denominator_key=lambda key: key,
        denominator_by_voice=True,
        always=tuple((ANY_ACTOR, voice) for voice in VOICES),
    ),
    "frame_first_position": Family(
        _count_placed(lambda passages: passages.first_frames),
        denominator_key=lambda key: key,
        denominator_by_voice=True,
        sparse=True,
    ),
    "naming_first_position": Family(
        _count_placed(lambda passages: passages.first_names),
        denominator_key=lambda key: key,
        denominator_by_voice=True,
        sparse=True,
    ),
    "source_salience_share": Family(_count_salient_sources, denominator_key=lambda key: key),
    "naming_salience_share": Family(
        _count_salient_names, denominator_key=lambda key: key, denominator_by_voice=True, total=True
    ),
    "agency_share": Family(
        _count_agency,
        denominator_key=concept_of,
        denominator_by_voice=True,
        total=True,
        always=((f"{ANY_ACTOR}/acted on", "all"), (f"{ANY_ACTOR}/acts", "all")),
    ),
    "agentless_passive_share": Family(_count_passives, denominator_by_voice=True, always=_EACH_VOICE),
}
