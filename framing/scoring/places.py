"""Scoring: where an article's words, sentences and utterances lie, looked up by offset."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from framing.errors import ScoringError
from framing.lexicon.words import WORD
from framing.schema import Annotations, Attribution, Source, Span, Utterance, Where

WHERES: tuple[Where, ...] = ("title", "text")

WordStarts = Mapping[Where, list[int]]
"""The offsets in title and text at which words start, in order."""


class Stretches:
    """Stretches ``(start, end, number)`` that do not overlap, found by an offset in them."""

    def __init__(self, stretches: Sequence[tuple[int, int, int]]) -> None:
        self._stretches = sorted(stretches)
        self._starts = [start for start, _, _ in self._stretches]

    def at(self, offset: int) -> tuple[int, int, int] | None:
        """Return the stretch that holds an offset, or None between stretches."""
        i = bisect_right(self._starts, offset) - 1
        return self._stretches[i] if i >= 0 and offset < self._stretches[i][1] else None

    def next_start(self, offset: int) -> int | None:
        """Return where the first stretch after an offset starts, or None after the last."""
        i = bisect_right(self._starts, offset)
        return self._starts[i] if i < len(self._starts) else None

    def overlapping(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return the stretches that share a character with ``[start, end)``, cut to it, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        # Comparisons rather than calls: this is asked for every sentence.
        return [
            (a if a > start else start, b if b < end else end, number)
            for a, b, number in self._stretches[first:last]
            if b > start and a < b
        ]


class Places:
    """The look-ups of one article; offsets in the text and in a title that stands apart are kept apart.

    A sentence or utterance is named by its number in the annotations. Only words that start in an utterance count:
    utterances cover title and body, the rest of the text is set aside.
    """

    def __init__(self, annotations: Annotations, starts: WordStarts | None = None) -> None:
        """Take the records of an article; `starts` may give where its words in utterances start, already found."""
        self.annotations = annotations
        self._starts = starts
        self._attributions = {attribution.id: attribution for attribution in annotations.attributions}
        self.sentences = {where: _stretches(annotations.sentences, where) for where in WHERES}
        self.utterances = {where: _stretches(annotations.utterances, where) for where in WHERES}

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        return {id_: source_keys(attribution) for id_, attribution in self._attributions.items()}

    @cached_property
    def _channels(self) -> dict[str, list[str]]:
        return {id_: channel_keys(attribution) for id_, attribution in self._attributions.items()}

    @cached_property
    def _speakers(self) -> dict[str | None, str | None]:
        speakers: dict[str | None, str | None] = {
            id_: next(iter(keys), None) for id_, keys in self._keys.items()
        }
        return speakers | {None: None}

    @cached_property
    def _words(self) -> WordStarts:
        """Where words start that stand in an utterance; found on first use, for many look-ups need none."""
        if self._starts is not None:
            return self._starts
        article = self.annotations.article
        texts = {"title": article.title or "", "text": article.text}
        held: dict[Where, list[int]] = {where: [] for where in WHERES}
        starts = {where: [word.start() for word in WORD.finditer(texts[where])] for where in WHERES}
        for utterance in sorted(self.annotations.utterances, key=lambda utterance: utterance.start):
            words = starts[utterance.where]
            first, last = bisect_left(words, utterance.start), bisect_left(words, utterance.end)
            held[utterance.where] += words[first:last]
        return held

    @cached_property
    def words(self) -> int:
        """The number of words of title and body."""
        return sum(len(words) for words in self._words.values())

    def words_before(self, offset: int, where: Where) -> int:
        """Return how many words of title and body stand before an offset; a title apart stands before the text."""
        before = bisect_left(self._words[where], offset)
        return before + (len(self._words["title"]) if where == "text" else 0)

    def words_by_sentence(self, utterance: Utterance) -> list[tuple[int | None, int]]:
        """Return the words that start in an utterance as (sentence number, count); None for words in no sentence.

        Empty where the utterance holds no word.
        """
        words, sentences = self._words[utterance.where], self.sentences[utterance.where]
        i, last = bisect_left(words, utterance.start), bisect_left(words, utterance.end)
        parts: list[tuple[int | None, int]] = []
        while i < last:
            sentence = sentences.at(words[i])
            stop = sentence[1] if sentence else sentences.next_start(words[i])
            j = last if stop is None else bisect_left(words, stop, i, last)
            parts.append((sentence[2] if sentence else None, j - i))
            i = j
        return parts

    def sentence_at(self, offset: int, where: Where) -> int | None:
        """Return the number of the sentence that holds an offset, or None."""
        found = self.sentences[where].at(offset)
        return found[2] if found else None

    def attribution_of(self, utterance: Utterance) -> Attribution | None:
        """Return who is behind an utterance, or None; raises `ScoringError` where the record is missing."""
        if utterance.attribution is None:
            return None
        if utterance.attribution not in self._attributions:
            raise ScoringError(
                self.annotations.article.id,
                f"the utterance at [{utterance.start}, {utterance.end}) belongs to attribution "
                f"{utterance.attribution!r}, which is not among the article's attributions",
                "the id of one of them",
                "annotate the article again",
            )
        return self._attributions[utterance.attribution]

    def speaker_at(self, offset: int, where: Where) -> str | None:
        """Return the source whose words stand at an offset, or None in the outlet's own words."""
        found = self.utterances[where].at(offset)
        if found is None:
            return None
        return self.speaker_of(self.annotations.utterances[found[2]])

    def speaker_of(self, utterance: Utterance) -> str | None:
        """Return the source whose words an utterance is, or None; raises as `attribution_of`."""
        speakers = self._speakers
        if utterance.attribution not in speakers:
            self.attribution_of(utterance)
        return speakers[utterance.attribution]

    def keys_of(self, attribution: Attribution | None) -> list[str]:
        """Return the `source_keys` of one of the article's attributions, found once."""
        return self._keys[attribution.id] if attribution else []

    def channels_of(self, attribution: Attribution | None) -> list[str]:
        """Return the `channel_keys` of one of the article's attributions, found once."""
        return self._channels[attribution.id] if attribution else []


def source_key(source: Source | None) -> str | None:
    """Return a source's canonical name or, where nobody is named, its type; None for no source."""
    return None if source is None else source.canonical or source.type


def source_keys(attribution: Attribution | None) -> list[str]:
    """Return the speaker and the channel of an attribution, each once; joint speakers stay one key."""
    if attribution is None:
        return []
    speaker = source_key(attribution.source)
    return [*([speaker] if speaker else []), *channel_keys(attribution)]


def channel_keys(attribution: Attribution | None) -> list[str]:
    """Return the channel of an attribution where it is another source than the speaker; else nothing."""
    if attribution is None:
        return []
    channel = source_key(attribution.via)
    return [channel] if channel and channel != source_key(attribution.source) else []


def speaker_key(attribution: Attribution | None) -> str | None:
    """Return the speaker, or where the text names none the channel, or None."""
    return next(iter(source_keys(attribution)), None)


def all_spans(attribution: Attribution) -> list[Span]:
    """Return the spans of an attribution's source, channel, cue and content."""
    roles = [
        role.spans for role in (attribution.source, attribution.via, attribution.cue) if role is not None
    ]
    return [span for spans in (*roles, attribution.content) for span in spans]


def _stretches(records: Sequence[object], where: Where) -> Stretches:
    held = [(r.start, r.end, n) for n, r in enumerate(records) if r.where == where]  # type: ignore[attr-defined]
    return Stretches(held)
