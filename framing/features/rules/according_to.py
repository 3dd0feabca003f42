"""Prepositions that attribute: "according to KCNA, ...", "..., according to officials" (room: features)."""

from framing.features.clauses import Cue, Phrase, Sentence
from framing.features.rules.extent import clause_from, continuation_after, is_statement
from framing.features.rules.found import Found, cue_span
from framing.lexicon.entries import CueEntry


def find_according_to_behind(sentence: Sentence, cue: Cue, entry: CueEntry) -> Found | None:
    """Return the attribution of "content, according to source", or None."""
    if cue.first == 0 or (sentence.is_in(cue.first - 1, "coordinator") and cue.first == 1):
        return None
    source = _source_of_preposition(sentence, cue)
    if source is None:
        return None
    boundary = cue.first - 1
    punctuated = sentence.text_is(boundary, ",") or sentence.is_dash(boundary)
    end = sentence.tokens[boundary - 1].end if punctuated else sentence.tokens[boundary].end
    if (
        sentence.text_is(boundary, ",")
        and source.last + 1 < len(sentence)
        and not sentence.text_is(source.last + 1, ".")
    ):
        # An insertion: "The plan, according to Kim, will ..."
        after = continuation_after(sentence, source.last + 1)
        if after and not any(sentence.is_verbal(i) for i in range(0, boundary)):
            return Found(
                "according to, inserted",
                entry,
                (cue_span(sentence, cue),),
                ((sentence.start, end), after),
                sentence.span(source),
            )
    if not is_statement(sentence, 0, boundary + 1):
        return None
    start = sentence.start
    quotation = sentence.document.quotation_at(sentence.tokens[max(0, boundary - 1)].start)
    if quotation and quotation.start < start:
        start = quotation.start
    return Found(
        "content, according to", entry, (cue_span(sentence, cue),), ((start, end),), sentence.span(source)
    )


def find_according_to(sentence: Sentence, cue: Cue, entry: CueEntry, cuts: list[int]) -> Found | None:
    """Return the attribution of "according to source, content", or None."""
    source = _source_of_preposition(sentence, cue)
    if source is None:
        return None
    comma = source.last + 1
    while comma < len(sentence) and not sentence.text_is(comma, ",", ".", ";"):
        comma += 1
    comma = _behind_apposition(sentence, source, comma)
    if (
        not sentence.text_is(comma, ",")
        or comma + 1 >= len(sentence)
        or sentence.is_in(cue.first - 1, "negation")
    ):
        return None
    return Found(
        "according to, content",
        entry,
        (cue_span(sentence, cue),),
        (clause_from(sentence, comma + 1, cuts, cue),),
        sentence.span(source),
    )


def _behind_apposition(sentence: Sentence, source: Phrase, comma: int) -> int:
    """Return the comma behind what a name is said to be ("according to Bo Lind, a lawyer, ..."), or the one before."""
    if not sentence.is_capitalised(source.last) or not sentence.text_is(comma + 1, "a", "an", "the"):
        return comma
    end = comma + 1
    while end < len(sentence) and not sentence.is_stop(end):
        if sentence.is_verbal(end) or sentence.is_quote_mark(end):
            return comma
        end += 1
    if sentence.text_is(end, "."):
        return end  # nothing follows that could be said
    subject = sentence.is_in(end + 1, "determiner", "possessive", "subject pronoun")
    goes_on = (subject or sentence.is_capitalised(end + 1)) and not sentence.text_is(end + 2, "of")
    return end if sentence.text_is(end, ",") and goes_on else comma


def _source_of_preposition(sentence: Sentence, cue: Cue) -> Phrase | None:
    first = cue.last + 1
    last = first - 1
    for i in range(first, len(sentence)):
        if sentence.is_stop(i) or sentence.is_quote_mark(i) or sentence.is_in(i, "subordinator"):
            break
        if sentence.is_in(i, "auxiliary", "modal") or (i > first and sentence.is_in(i, "time word")):
            break
        last = i
    if last < first:
        return None
    return Phrase(first, last)
