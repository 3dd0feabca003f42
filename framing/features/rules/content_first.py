"""Content before its source: "..., the Kremlin said", "...," said Kim, "Trade, she said, ..." (room: features)."""

from framing.features.clauses import Cue, Phrase, Sentence, VerbGroup
from framing.features.rules.according_to import find_according_to_behind
from framing.features.rules.extent import (
    content_before,
    continuation_after,
    is_statement,
    parts_content,
    tail_is_adjunct,
)
from framing.features.rules.found import Found, verb_span
from framing.features.rules.source_first import find_addressee


def find_content_first(sentence: Sentence, cue: Cue) -> Found | None:
    """Return the attribution of a cue whose content stands before it, or on both sides of it; else None."""
    preposition = cue.entry("preposition")
    if preposition:
        return find_according_to_behind(sentence, cue, preposition)
    entry = cue.entry("verb")
    if entry is None or cue.first not in sentence.verb_positions:
        return None
    if not {"that", "quote"} & set(entry.takes):
        return None
    group = sentence.verb_group(cue)
    if group.passive or group.infinitive or group.participle:
        return None
    inverted = _inverted_subject(sentence, cue, group)
    subject = inverted or sentence.subject_before(group.first)
    if subject is None or not sentence.agrees(subject, cue, entry):
        return None
    boundary = group.first - 1 if inverted else subject.first - 1
    last = subject.last if inverted else cue.last
    if not parts_content(sentence, boundary):
        return None
    tail = last + 1
    if sentence.text_is(tail, "to") and "to" in entry.takes:
        return None
    addressee = None
    if not inverted and not tail_is_adjunct(sentence, tail):
        addressee = find_addressee(sentence, entry, tail)
        if addressee is None or not tail_is_adjunct(sentence, addressee.last + 1):
            return None
        tail = addressee.last + 1
    before = content_before(sentence, boundary)
    if before is None:
        return None
    if before[1] - before[0] > 0 and not is_statement(sentence, 0, boundary):
        after = continuation_after(sentence, tail)
        if after is None:
            return None
    else:
        after = continuation_after(sentence, tail)
    if "that" not in entry.takes and not sentence.is_quote_mark(boundary):
        return None
    contents = (before,) if after is None else (before, after)
    return Found(
        rule="content, then source" if not inverted else "content, then cue and source",
        entry=entry,
        cue=(verb_span(sentence, group),),
        content=contents,
        source=sentence.span(subject),
        addressee=sentence.span(addressee) if addressee else None,
        negated=group.negated,
    )


def _inverted_subject(sentence: Sentence, cue: Cue, group: VerbGroup) -> Phrase | None:
    if sentence.text_is(cue.first - 1, ",") and sentence.subject_before(cue.first):
        return None  # "An official, who asked not to be named, denied any ..."
    if group.first != cue.first or not parts_content(sentence, cue.first - 1):
        return None
    following = cue.last + 1
    if (
        sentence.is_stop(following)
        or sentence.is_quote_mark(following)
        or sentence.is_in(following, "preposition", "subordinator", "time word", "auxiliary", "adverb")
    ):
        return None
    phrase = sentence.phrase_after(following)
    if phrase is None or not tail_is_adjunct(sentence, phrase.last + 1):
        return None
    return sentence.apposition_after(phrase)
