"""Whose words stand where: the outlet's own, attributed to a source, or quoted from one."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

import msgspec

from framing.features.stretches import Stretches
from framing.schema import Attribution, Utterance
from framing.schema import Voice as VoiceName
from framing.text import Document

_OWN: VoiceName = "own"
# What an attribution says in one stretch, and part of a text with its voice and the id of the attribution.
_Content = tuple[int, int, Attribution]
_Spoken = tuple[int, int, VoiceName, str | None]


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
            return VoiceAt(_OWN, None)
        return VoiceAt(utterance.voice, self._by_id.get(utterance.attribution or ""))

    def between(self, start: int, end: int) -> list[Utterance]:
        """Return the utterances that overlap a stretch, in order."""
        return self._stretches.touching(start, end) if end > start else []


def _utterances(document: Document, attributions: Sequence[Attribution]) -> list[Utterance]:
    """Cut each paragraph where the voice changes. Of nested attributions the innermost speaks."""
    waiting = deque(
        sorted(
            [(start, end, one) for one in attributions for start, end in one.content], key=itemgetter(0, 1)
        )
    )
    utterances = []
    inside: list[_Content] = []
    for start, end in document.paragraphs:
        while waiting and waiting[0][0] < end:
            inside.append(waiting.popleft())
        inside = [item for item in inside if item[1] > start]
        spoken = _cut(document, start, end, inside) if inside else [(start, end, _OWN, None)]
        utterances += [
            Utterance(start=left, end=right, voice=voice, attribution=speaker, where=document.where)
            for left, right, voice, speaker in spoken
        ]
    return merge_utterances(utterances)


def _cut(document: Document, start: int, end: int, inside: list[_Content]) -> Iterator[_Spoken]:
    """Yield the parts of a stretch, cut at the edges of the contents that reach into it and of their quotations."""
    edges = {start, end, *[edge for content in inside for edge in content[:2] if start < edge < end]}
    coming = deque(inside)
    active: list[_Content] = []
    for left, right in pairwise(sorted(edges)):
        while coming and coming[0][0] <= left:
            active.append(coming.popleft())
        active = [content for content in active if content[1] > left]
        if not active:
            yield left, right, _OWN, None
            continue
        speaker = min(active, key=_length)[2].id
        for quotation in document.quotations_in(left, right):
            if left < quotation.start:
                yield left, quotation.start, "attributed", speaker
                left = quotation.start
            stop = min(right, quotation.end)
            yield left, stop, "quoted", speaker
            left = stop
        if left < right:
            yield left, right, "attributed", speaker


def _length(content: _Content) -> int:
    return content[1] - content[0]


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
