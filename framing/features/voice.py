"""Whose words stand where: the outlet's own, attributed to a source, or quoted from one."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from framing.schema import Attribution, Utterance
from framing.schema import Voice as VoiceName
from framing.text import Document


class VoiceAt(NamedTuple):
    """The voice at an offset, with the attribution that makes it not the outlet's own."""

    voice: VoiceName
    attribution: Attribution | None


class Voices:
    """The utterances of a document, and the answer to whose words stand at any offset."""

    def __init__(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self._by_id = {attribution.id: attribution for attribution in attributions}
        self.utterances = _utterances(document, attributions)
        self._starts = [utterance.start for utterance in self.utterances]

    def at(self, offset: int) -> VoiceAt:
        """Return the voice at an offset; outside title and body it is the outlet's own."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0 or offset >= self.utterances[number].end:
            return VoiceAt("own", None)
        utterance = self.utterances[number]
        return VoiceAt(utterance.voice, self._by_id.get(utterance.attribution or ""))

    def between(self, start: int, end: int) -> list[Utterance]:
        """Return the utterances that overlap a stretch, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return (
            [one for one in self.utterances[first:] if one.start < end and start < one.end]
            if end > start
            else []
        )


def _utterances(document: Document, attributions: Sequence[Attribution]) -> list[Utterance]:
    """Cut each paragraph where the voice changes. Of nested attributions the innermost speaks."""
    contents = sorted(
        ((start, end, attribution) for attribution in attributions for start, end in attribution.content),
        key=lambda item: item[1] - item[0],
    )
    utterances = []
    for start, end in document.paragraphs:
        inside = [item for item in contents if item[0] < end and start < item[1]]
        quotations = [q for q in document.quotations if q.start < end and start < q.end]
        edges = {start, end}
        edges.update(edge for item in inside for edge in item[:2] if start < edge < end)
        edges.update(edge for q in quotations for edge in (q.start, q.end) if start < edge < end)
        ordered = sorted(edges)
        for left, right in pairwise(ordered):
            speaker = next((a for s, e, a in inside if s <= left and right <= e), None)
            quoted = any(q.start <= left and right <= q.end for q in quotations)
            voice: VoiceName = "own" if speaker is None else "quoted" if quoted else "attributed"
            utterances.append(
                Utterance(
                    start=left,
                    end=right,
                    voice=voice,
                    attribution=speaker.id if speaker else None,
                    where=document.where,
                )
            )
    return _merged(utterances)


def _merged(utterances: list[Utterance]) -> list[Utterance]:
    """Join neighbours in one voice; a paragraph's end always parts them."""
    merged: list[Utterance] = []
    for one in utterances:
        last = merged[-1] if merged else None
        if last and last.end == one.start and last.voice == one.voice and last.attribution == one.attribution:
            merged[-1] = Utterance(
                start=last.start, end=one.end, voice=one.voice, attribution=one.attribution, where=one.where
            )
        else:
            merged.append(one)
    return merged
