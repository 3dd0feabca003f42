"""Passives and names for things: "was quoted as saying", "is suspected of", "what they call" (room: features)."""

from framing.features.clauses import Cue, Phrase, Sentence, VerbGroup
from framing.features.rules.extent import (
    OBJECTS_AFTER_CUE,
    clause_from,
    content_before,
    is_statement,
    parts_content,
)
from framing.features.rules.found import Found, verb_span
from framing.lexicon.entries import CueEntry
from framing.schema import Span


def find_quoted_as_saying(
    sentence: Sentence, cue: Cue, entry: CueEntry, group: VerbGroup, cuts: list[int]
) -> Found | None:
    """Return the attribution of "X quoted Y as saying" or "Y was quoted by X as saying", or None."""
    if "as" not in sentence.folded:
        return None
    places = range(cue.last + 1, len(sentence) - 1)
    saying = next(
        (i + 1 for i in places if sentence.folded[i] == "as" and _is_participle(sentence, i + 1)), None
    )
    if saying is None or any(
        sentence.is_stop(i) and not sentence.text_is(i, ",") for i in range(cue.last + 1, saying)
    ):
        return None
    subject = sentence.subject_before(group.first)
    speaker, channel = subject, None
    if group.passive:
        if sentence.text_is(cue.last + 1, "by"):
            channel = Phrase(cue.last + 2, saying - 2)
    elif cue.last + 1 <= saying - 2:
        last = saying - 2 if not sentence.is_stop(saying - 2) else saying - 3
        speaker, channel = Phrase(cue.last + 1, last), subject
    if subject is None or speaker is None:
        return None
    boundary = subject.first - 1
    content = content_before(sentence, boundary) if parts_content(sentence, boundary) else None
    if content is None or not is_statement(sentence, 0, boundary):
        start = saying + 1
        while sentence.text_is(start, "that", ",", ":"):
            start += 1
        if start >= len(sentence):
            return None
        content = clause_from(sentence, start, cuts, cue)
    as_saying = (sentence.tokens[saying - 1].start, sentence.tokens[saying].end)
    return Found(
        "quoted as saying",
        entry,
        (verb_span(sentence, group), as_saying),
        (content,),
        sentence.span(speaker),
        via=sentence.span(channel) if channel else None,
        negated=group.negated,
        certain=True,
    )


def _is_participle(sentence: Sentence, i: int) -> bool:
    return sentence.folded[i].endswith("ing") and i in sentence.verb_positions


def find_passive(
    sentence: Sentence, cue: Cue, entry: CueEntry, group: VerbGroup, cuts: list[int]
) -> Found | None:
    """Return the attribution of "is regarded as Y by X" or "is suspected of Y", or None."""
    # "Pyongyang accused of arming Moscow" has lost its auxiliary in the manner of headlines.
    reduced = not group.participle and sentence.text_is(cue.last + 1, "of", "as") and "ing" in entry.takes
    if not (group.passive or reduced):
        return None
    by = _agent(sentence, cue.last + 1)
    source = sentence.span(by) if by else None
    start = cue.last + 1
    if by and "as" in entry.takes and sentence.text_is(start, "as"):
        rule = "passive, as"
    elif "ing" in entry.takes and sentence.text_is(start, "of") and start + 1 < len(sentence):
        rule = "passive, of"
    else:
        return None
    return Found(
        rule,
        entry,
        (verb_span(sentence, group),),
        (_until_agent(sentence, start + 1, by, cuts, cue),),
        source,
        negated=group.negated,
        certain=True,
    )


def _agent(sentence: Sentence, start: int) -> Phrase | None:
    for i in range(start, min(len(sentence), start + OBJECTS_AFTER_CUE)):
        if sentence.is_stop(i):
            return None
        if sentence.text_is(i, "by") and not sentence.folded[min(i + 1, len(sentence) - 1)].endswith("ing"):
            return sentence.phrase_after(i + 1)
    return None


def _until_agent(sentence: Sentence, start: int, by: Phrase | None, cuts: list[int], cue: Cue) -> Span:
    span = clause_from(sentence, start, cuts, cue)
    if by is None or by.first - 2 < start:
        return span
    return span[0], min(span[1], sentence.tokens[by.first - 2].end)


def find_what_is_called(
    sentence: Sentence, cue: Cue, entry: CueEntry, group: VerbGroup, cuts: list[int]
) -> Found | None:
    """Return the attribution of "what X calls Y" or "what X said was Y", or None."""
    subject = sentence.subject_before(group.first)
    if subject is None or not sentence.text_is(subject.first - 1, "what") or group.passive:
        return None
    start = cue.last + 1
    if (sentence.is_in(start, "be") and "that" in entry.takes) or (
        sentence.text_is(start, "as") and "as" in entry.takes
    ):
        start += 1
    elif "as" not in entry.takes or sentence.is_stop(start):
        return None
    else:
        bare = sentence.noun_phrase_from(start)
        if bare is None:
            return None
        return Found(
            "what they call",
            entry,
            (verb_span(sentence, group),),
            (sentence.span(bare),),
            sentence.span(subject),
            negated=group.negated,
            certain=True,
        )
    if start >= len(sentence):
        return None
    return Found(
        "what they call",
        entry,
        (verb_span(sentence, group),),
        (clause_from(sentence, start, cuts, cue),),
        sentence.span(subject),
        negated=group.negated,
        certain=True,
    )
