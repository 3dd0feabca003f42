"""What stands before, behind and around a clause of a German sentence, as character spans (room: features)."""

from framing.features.german.sentence import GermanSentence, Phrase, Report
from framing.schema import Span

_SUBORDINATE = ("dass", "ob")


def span_of(sentence: GermanSentence, phrase: Phrase | None) -> Span | None:
    """Return the characters of a phrase; None for None."""
    if phrase is None:
        return None
    return sentence.tokens[phrase.first].start, sentence.tokens[phrase.last].end


def cue_spans(sentence: GermanSentence, report: Report) -> tuple[Span, ...]:
    """Return the characters of a verb, and those of its particle where that stands apart."""
    verb = sentence.tokens[report.at]
    if report.particle is None:
        return ((verb.start, verb.end),)
    particle = sentence.tokens[report.particle]
    return (verb.start, verb.end), (particle.start, particle.end)


def before_clause(sentence: GermanSentence, clause_first: int) -> Span | None:
    """Return what stands before a clause, from the sentence's start or that of the quotation that goes on in it."""
    last = clause_first - 1
    while last >= 0 and sentence.is_stop(last) and not sentence.is_inside(last):
        last -= 1
    if last < 0:
        return None
    start, end = sentence.start, sentence.tokens[last].end
    quotation = sentence.document.quotation_at(sentence.tokens[last].start)
    if quotation is not None:
        start = min(start, quotation.start)
    return start, end


def end_of_sentence(sentence: GermanSentence) -> int:
    """Return where a sentence ends without its last stop."""
    last = min(sentence.last_stop, len(sentence)) - 1
    return sentence.tokens[last].end if last >= 0 else sentence.end


def going_on(sentence: GermanSentence, i: int) -> tuple[Span, ...]:
    """Return what is said further behind a source: a quotation, a clause with "dass" or one in the subjunctive."""
    for clause in sentence.clauses_from(i):
        said = (
            sentence.opens_quotation(clause.first)
            or sentence.text_is(clause.first, *_SUBORDINATE)
            or sentence.subjunctive(clause.first, clause.last, past=True) is not None
        )
        if said and not any(clause.first <= report.finite <= clause.last for report in sentence.reports):
            return ((sentence.tokens[clause.first].start, end_of_sentence(sentence)),)
    return ()


def around_clause(sentence: GermanSentence, clause: Phrase) -> tuple[Span, ...]:
    """Return what stands before and behind a clause, without the signs that part it."""
    before = before_clause(sentence, clause.first) if clause.first > 0 else None
    behind = clause.last + 1
    while behind < min(len(sentence), sentence.last_stop) and sentence.is_stop(behind):
        behind += 1
    end = end_of_sentence(sentence)
    contents = [before] if before else []
    if behind < min(len(sentence), sentence.last_stop) and sentence.tokens[behind].start < end:
        contents.append((sentence.tokens[behind].start, end))
    return tuple(contents)
