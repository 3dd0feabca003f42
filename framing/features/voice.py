"""Whose words stand where: the outlet's own, attributed to a source, or quoted from one."""

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from framing.features.stretches import Stretches
from framing.schema import Attribution, Utterance
from framing.schema import Voice as VoiceName
from framing.text import Document


class VoiceAt(msgspec.Struct, frozen=True, gc=False):
    """The voice at an offset, with the attribution that makes it not the outlet's own."""

    voice: VoiceName
    attribution: Attribution | None


class Voices:
    """The utterances of a document, and the answer to whose words stand at any offset."""

    def __init__(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self._by_id = {attribution.id: attribution for attribution in attributions}
        self.utterances = _utterances(document, attributions)
        self._stretches = Stretches(self.utterances)

    def at(self, offset: int) -> VoiceAt:
        """Return the voice at an offset; outside title and body it is the outlet's own."""
        utterance = self._stretches.at(offset)
        if utterance is None:
            return VoiceAt("own", None)
        return VoiceAt(utterance.voice, self._by_id.get(utterance.attribution or ""))

    def between(self, start: int, end: int) -> list[Utterance]:
        """Return the utterances that overlap a stretch, in order."""
        return self._stretches.touching(start, end) if end > start else []


def _utterances(document: Document, attributions: Sequence[Attribution]) -> list[Utterance]:
    """Cut each paragraph where the voice changes. Of nested attributions the innermost speaks."""
    waiting = deque(
        sorted(
            ((start, end, one) for one in attributions for start, end in one.content),
            key=lambda item: item[:2],
        )
    )
    all_quotations = Stretches(document.quotations)
    utterances = []
    inside: list[tuple[int, int, Attribution]] = []
    for start, end in document.paragraphs:
        while waiting and waiting[0][0] < end:
            inside.append(waiting.popleft())
        inside = [item for item in inside if item[1] > start]
        edges = {start, end}
        edges.update(edge for item in inside for edge in item[:2] if start < edge < end)
        edges.update(
            edge
            for q in all_quotations.touching(start, end)
            for edge in (q.start, q.end)
            if start < edge < end
        )
        ordered = sorted(edges)
        active: list[tuple[int, int, Attribution]] = []
        coming = deque(sorted(inside, key=lambda item: item[0]))
        for left, right in pairwise(ordered):
            while coming and coming[0][0] <= left:
                active.append(coming.popleft())
            active = [item for item in active if item[1] > left]
            speaker = min(active, key=lambda item: item[1] - item[0])[2] if active else None
            quoted = all_quotations.at(left) is not None
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
    return merge_utterances(utterances)


def merge_utterances(utterances: list[Utterance]) -> list[Utterance]:
    """Return utterances with neighbours in one voice joined; a paragraph's end always parts them."""
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
