"""Room classroom: what the word lists and rules notice in a text that a pupil wrote."""

from dataclasses import dataclass

from framing.classroom.verbs import CLASSES
from framing.schema import Annotations, Span, Where, passage_text

_STRESSING = ("booster", "attitude marker")
_VOICES = {"own": "your own word", "attributed": "reported", "quoted": "quoted"}


@dataclass(frozen=True)
class Remark:
    """Something to look at again: what kind of thing it is, the words, and why."""

    kind: str
    words: str
    reason: str
    span: Span


def mark_text(annotations: Annotations) -> list[Remark]:
    """Return remarks in the order of the text: words that judge or stress, names in dispute, verbs that say more.

    An empty list means that nothing in the lists was found, not that a text is neutral.
    """

    def words(span: Span, where: Where) -> str:
        return " ".join(passage_text(annotations.article, span, where).split())

    remarks = [
        Remark("judges", words(one.span, one.where), f"{one.category}; {_VOICES[one.voice]}", one.span)
        for one in annotations.loaded
    ]
    remarks += [
        Remark("stresses", words(one.span, one.where), f"{one.category}; {_VOICES[one.voice]}", one.span)
        for one in annotations.stance
        if one.category in _STRESSING
    ]
    remarks += [
        Remark("names", words(one.span, one.where), f"one of several names; {_VOICES[one.voice]}", one.span)
        for one in annotations.names
    ]
    remarks += [
        Remark("brings in", words(span, one.where), f"{one.cue.class_}: {CLASSES[one.cue.class_]}", span)
        for one in annotations.attributions
        if one.cue.class_ != "neutral"
        for span in one.cue.spans[:1]
    ]
    return sorted(remarks, key=lambda one: (one.span, one.kind))
