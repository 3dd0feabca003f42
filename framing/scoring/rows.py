"""Scoring: the tidy table, one function a family of measures, from the same records as the passages.

A row with passages counts something; a row without is a denominator that several keys share.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from framing.schema import VOICES, Annotations, Attribution, Measure, Passage, Voice
from framing.scoring.passages import Passages, build_passages
from framing.scoring.places import Places, source_keys

NO_SOURCE = "no source given"

AnyVoice = Voice | Literal["all"]


class Scored(NamedTuple):
    """One article's rows, the passages that they count, and its number of words of title and body."""

    rows: list[Measure]
    passages: list[Passage]
    words: int


@dataclass(frozen=True)
class Family:
    """How the figures of a measure are made from its rows.

    `denominator_key` gives the key under which the denominator of a key stands. `denominator_by_voice` says that each
    voice has its own denominator; else it stands under "all". `total` asks for a figure over all voices beside one a
    voice. `always` lists the (key, voice) that every outlet has a figure for; any other key has one for every outlet
    as soon as one outlet uses it, unless it is `sparse`: then only where it is used.
    """

    count: Callable[["_Reader"], Iterator[Measure]]
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
    return score_article(annotations).rows


def score_article(annotations: Annotations) -> Scored:
    """Return rows, passages and number of words of one article; raises as `measure_rows`."""
    places = Places(annotations)
    reader = _Reader(places, build_passages(places))
    rows = [row for family in FAMILIES.values() for row in family.count(reader)]
    return Scored(rows, reader.passages.all(), places.words)


class _Reader:
    """What the families read of one article, so that words are counted once for all of them."""

    def __init__(self, places: Places, passages: Passages) -> None:
        self.article = places.annotations.article.id
        self.sentences = len(places.annotations.sentences)
        self.places = places
        self.passages = passages
        self.parts = [
            (sentence, count, utterance.voice, places.attribution_of(utterance), passage)
            for utterance, passage in passages.utterances
            for sentence, count in places.words_by_sentence(utterance)
        ]
        self.attributions = [(a, passage, _home_sentence(places, a)) for a, passage in passages.attributions]
        self.words_by_voice: dict[tuple[int | None, Voice], int] = {}
        self.words_by_sentence: dict[int | None, int] = {}
        for sentence, count, voice, _, _ in self.parts:
            at = (sentence, voice)
            self.words_by_voice[at] = self.words_by_voice.get(at, 0) + count
            self.words_by_sentence[sentence] = self.words_by_sentence.get(sentence, 0) + count

    def counted(
        self, measure: str, sentence: int | None, key: str, voice: AnyVoice, amount: float, passage: Passage
    ) -> Measure:
        return Measure(
            article=self.article,
            sentence=sentence,
            measure=measure,
            key=key,
            voice=voice,
            numerator=amount,
            denominator=0.0,
            passages=[passage.id],
        )

    def shared(
        self, measure: str, sentence: int | None, amount: float, key: str = "", voice: AnyVoice = "all"
    ) -> Measure:
        return Measure(
            article=self.article,
            sentence=sentence,
            measure=measure,
            key=key,
            voice=voice,
            numerator=0.0,
            denominator=float(amount),
            passages=[],
        )

    def all_words(self, measure: str) -> Iterator[Measure]:
        for sentence, count in self.words_by_sentence.items():
            yield self.shared(measure, sentence, count)


def _home_sentence(places: Places, attribution: Attribution) -> int | None:
    """The sentence of the cue: a quotation may run over several, its cue stands in one."""
    spans = attribution.cue.spans or attribution.content
    return places.sentence_at(min(start for start, _ in spans), attribution.where) if spans else None


def _count_voices(reader: _Reader) -> Iterator[Measure]:
    yield from reader.all_words("voice_share")
    for sentence, count, voice, _, passage in reader.parts:
        yield reader.counted("voice_share", sentence, "", voice, count, passage)


def _count_source_types(reader: _Reader) -> Iterator[Measure]:
    yield from reader.all_words("source_type_share")
    for sentence, count, voice, attribution, passage in reader.parts:
        if voice != "own":
            yield reader.counted("source_type_share", sentence, _type_of(attribution), voice, count, passage)


def _type_of(attribution: Attribution | None) -> str:
    speaker = (attribution.source or attribution.via) if attribution else None
    return speaker.type if speaker else NO_SOURCE


def _count_sources(reader: _Reader) -> Iterator[Measure]:
    yield from reader.all_words("source_share")
    for sentence, count, voice, attribution, passage in reader.parts:
        if voice != "own":
            for key in source_keys(attribution):
                yield reader.counted("source_share", sentence, key, voice, count, passage)


def _count_attributions(
    measure: str, keys: Callable[[Attribution], list[str]]
) -> Callable[[_Reader], Iterator[Measure]]:
    def count(reader: _Reader) -> Iterator[Measure]:
        for attribution, passage, sentence in reader.attributions:
            yield reader.shared(measure, sentence, 1)
            for key in keys(attribution):
                yield reader.counted(measure, sentence, key, "all", 1.0, passage)

    return count


def _unnamed(attribution: Attribution) -> list[str]:
    named = attribution.source is not None and attribution.source.canonical is not None
    return [] if named else [""]


def _count_names(reader: _Reader) -> Iterator[Measure]:
    for name, passage in reader.passages.names:
        sentence = reader.places.sentence_at(name.span[0], name.where)
        key = f"{name.concept}/{name.variant}"
        yield reader.shared("naming_share", sentence, 1, key=concept_of(key))
        yield reader.counted("naming_share", sentence, key, name.voice, 1.0, passage)


def concept_of(key: str) -> str:
    """Return the key under which all mentions of a naming key's concept are counted: ``concept/``."""
    return key.split("/", 1)[0] + "/"


def _count_marks(measure: str, field: Literal["stance", "loaded"]) -> Callable[[_Reader], Iterator[Measure]]:
    def count(reader: _Reader) -> Iterator[Measure]:
        for (sentence, voice), words in reader.words_by_voice.items():
            yield reader.shared(measure, sentence, words, voice=voice)
        marks = reader.passages.stance if field == "stance" else reader.passages.loaded
        for mark, passage in marks:
            sentence = reader.places.sentence_at(mark.span[0], mark.where)
            yield reader.counted(measure, sentence, mark.category, mark.voice, 1.0, passage)

    return count


def _count_sentiment(reader: _Reader) -> Iterator[Measure]:
    for (sentence, voice), passage in reader.passages.sentiment.items():
        yield reader.shared("sentiment_mean", sentence, 1, voice=voice)
        yield reader.counted("sentiment_mean", sentence, "", voice, passage.amount, passage)


def _count_frames(reader: _Reader) -> Iterator[Measure]:
    for sentence in range(reader.sentences):
        yield reader.shared("frame_share", sentence, 1)
    for (sentence, frame), passage in reader.passages.frames.items():
        yield reader.counted("frame_share", sentence, frame, "all", 1.0, passage)


def _count_first_places(reader: _Reader) -> Iterator[Measure]:
    """Rows of no sentence: where a source first speaks is a property of the whole article."""
    for key, passage in reader.passages.first_places.items():
        yield reader.shared("source_first_position", None, reader.places.words, key=key)
        yield reader.counted("source_first_position", None, key, "all", passage.amount, passage)


_EACH_VOICE: tuple[tuple[str, AnyVoice], ...] = tuple(("", voice) for voice in VOICES)

FAMILIES: dict[str, Family] = {
    "voice_share": Family(_count_voices, always=_EACH_VOICE),
    "source_type_share": Family(_count_source_types, total=True),
    "source_share": Family(_count_sources, total=True),
    "source_attribution_share": Family(_count_attributions("source_attribution_share", source_keys)),
    "unnamed_source_share": Family(
        _count_attributions("unnamed_source_share", _unnamed), always=(("", "all"),)
    ),
    "cue_class_share": Family(_count_attributions("cue_class_share", lambda a: [a.cue.class_])),
    "naming_share": Family(_count_names, denominator_key=concept_of),
    "stance_per_1k_words": Family(_count_marks("stance_per_1k_words", "stance"), denominator_by_voice=True),
    "loaded_per_1k_words": Family(_count_marks("loaded_per_1k_words", "loaded"), denominator_by_voice=True),
    "sentiment_mean": Family(_count_sentiment, denominator_by_voice=True, always=_EACH_VOICE),
    "frame_share": Family(_count_frames),
    # An article without the source says nothing of when it speaks: the denominator is that of the key itself.
    "source_first_position": Family(_count_first_places, denominator_key=lambda key: key, sparse=True),
}
