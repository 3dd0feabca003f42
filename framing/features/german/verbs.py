"""German verbs of reporting: before what is said, behind it, amid it, and in clauses that lean (room: features)."""

from framing.features.german.content import find_announced, find_content, is_negated, until_clause_ends
from framing.features.german.sentence import GermanSentence, Phrase, Report
from framing.features.german.spans import (
    around_clause,
    before_clause,
    cue_spans,
    end_of_sentence,
    going_on,
    span_of,
)
from framing.features.german.subjects import (
    closes_content,
    find_addressee,
    phrase_ending,
    source_in_adjunct,
    subject_before,
    subject_behind,
    subject_with_apposition,
)
from framing.features.rules.found import Found
from framing.schema import Span

_SUBORDINATE = ("dass", "ob")


def find_by_verb(sentence: GermanSentence, report: Report, earlier: list[Found]) -> Found | None:
    """Return the attribution of a verb, or None; `earlier` are those before it in the sentence."""
    if report.final:
        return _as_somebody_said(sentence, report) or _in_subordinate(sentence, report)
    if sentence.text_is(report.at + 1, "es") and report.entry.lemma in sentence.grammar["said by nobody"]:
        return _it_says(sentence, report)
    if sentence.text_is(report.finite - 1, "es") and report.entry.lemma in sentence.grammar["said by nobody"]:
        return _it_says(sentence, report)
    clause = sentence.clause_of(report.finite)
    if report.finite == clause.first and clause.first > 0:
        if sentence.is_in(0, "subordinator") and not sentence.closes_quotation(clause.first - 2):
            subject = subject_behind(sentence, report)  # "Während A schwieg, sprach B von ..."
            return _content_behind(sentence, report, subject, None) if subject else None
        if closes_content(sentence, clause.first) and subject_behind(sentence, report) is not None:
            return _content_first(sentence, report, clause)
        subject = subject_with_apposition(sentence, clause.first)
        if subject is not None:
            return _content_behind(sentence, report, subject, None)
        if earlier:
            return _content_behind(sentence, report, None, earlier[-1].source, elliptic=True)
        return _content_first(sentence, report, clause)
    first = clause.first
    while sentence.is_in(first, "coordinator") and first < report.finite:
        first += 1
    if sentence.is_in(first, "subordinator") and not sentence.text_is(first, "da"):
        return None  # "als er sagte, ..."
    if first == report.finite or (sentence.is_in(report.finite - 1, "coordinator") and first < report.finite):
        same = earlier[-1].source if earlier else span_of(sentence, subject_before(sentence, first, report))
        return _content_behind(sentence, report, None, same, elliptic=True) if same else None
    if _is_relative(sentence, first, report):
        antecedent = phrase_ending(sentence, first - 2)
        return _content_behind(sentence, report, antecedent, None, one_clause=True) if antecedent else None
    subject = subject_before(sentence, first, report)
    if subject is None:
        subject = subject_behind(sentence, report)
        if subject is None:
            subject = source_in_adjunct(sentence, first)
    return _content_behind(sentence, report, subject, None) if subject else None


def _is_relative(sentence: GermanSentence, first: int, report: Report) -> bool:
    """Whether a clause behind a comma leans on a noun ("der betonte, ...") rather than begins anew."""
    return sentence.text_is(first - 1, ",") and first + 1 == report.at and sentence.is_in(first, "relative")


def _content_first(sentence: GermanSentence, report: Report, clause: Phrase) -> Found | None:
    """Return the attribution of "..., sagte X (am Mittwoch)", and of what goes on behind it."""
    if not {"that", "quote"} & set(report.entry.takes):
        return None
    subject = subject_behind(sentence, report)
    if subject is None:
        subject = next(
            (
                phrase
                for i in range(report.at + 1, min(len(sentence), report.at + 4))
                if (phrase := source_in_adjunct(sentence, i))
            ),
            None,
        )
        if subject is None:
            return None
    before = before_clause(sentence, clause.first)
    if before is None:
        return None
    last = max(subject.last, report.at, report.particle or 0)
    contents = (before, *going_on(sentence, last + 1))
    return Found(
        "content, then cue and source",
        report.entry,
        cue_spans(sentence, report),
        contents,
        span_of(sentence, subject),
        addressee=find_addressee(sentence, report, subject),
    )


def _content_behind(
    sentence: GermanSentence,
    report: Report,
    subject: Phrase | None,
    same: Span | None,
    *,
    elliptic: bool = False,
    one_clause: bool = False,
) -> Found | None:
    """Return the attribution of a verb with its content behind it; `same` is a source that an earlier verb names."""
    start, rule = find_content(sentence, report, subject)
    if start is None:
        return None
    if one_clause or rule == "source, cue, name for it" or rule == "source, cue, object":
        span = until_clause_ends(sentence, start, report)
    else:
        span = sentence.tokens[start].start, end_of_sentence(sentence)
    if span[1] <= span[0]:
        return None
    return Found(
        rule,
        report.entry,
        cue_spans(sentence, report),
        (span,),
        span_of(sentence, subject) if subject else same,
        addressee=find_addressee(sentence, report, subject),
        negated=is_negated(sentence, report),
        elliptic=elliptic,
    )


def _as_somebody_said(sentence: GermanSentence, report: Report) -> Found | None:
    """Return the attribution of ", wie X (am Mittwoch) mitteilte", whose content stands around it."""
    clause = sentence.clause_of(report.at)
    if not sentence.text_is(clause.first, "wie"):
        return None
    source = None
    for i in range(clause.first + 1, report.at):
        if sentence.text_is(i, "es") or sentence.is_in(i, "adverb", "time word"):
            continue
        source = source_in_adjunct(sentence, i) or (
            None if sentence.is_in(i, "preposition") else sentence.noun_phrase(i)
        )
        if source:
            break
    contents = around_clause(sentence, clause)
    return Found(
        "content, as somebody said",
        report.entry,
        cue_spans(sentence, report),
        contents,
        span_of(sentence, source) if source else None,
    )


def _in_subordinate(sentence: GermanSentence, report: Report) -> Found | None:
    """Return the attribution of "während X sagte, die Lage sei ruhig, ..."."""
    clause = sentence.clause_of(report.at)
    if sentence.is_in(clause.first, "question word") or sentence.text_is(clause.first, *_SUBORDINATE):
        return None
    subject = sentence.noun_phrase(clause.first + 1)
    if subject is None or subject.last >= report.at:
        return None
    return _content_behind(sentence, report, subject, None, one_clause=True)


def _it_says(sentence: GermanSentence, report: Report) -> Found | None:
    """Return the attribution of "..., hieß es aus dem Ministerium" and "In dem Bericht heißt es: ..."."""
    clause = sentence.clause_of(report.finite)
    source = None
    for i in (*range(clause.first, report.finite), *range(report.at + 2, clause.last + 1)):
        if not sentence.is_inside(i) and (source := source_in_adjunct(sentence, i)):
            break
    span = span_of(sentence, source) if source else None
    cue = cue_spans(sentence, report)
    if report.finite == clause.first and clause.first > 0:
        before = before_clause(sentence, clause.first)
        contents = (before, *going_on(sentence, clause.last + 1)) if before else ()
        return Found("content, it says", report.entry, cue, contents, span)
    start = find_announced(sentence, report.at, report, {"that", "quote"})
    if start is None:
        return None
    content = ((sentence.tokens[start].start, end_of_sentence(sentence)),)
    return Found("it says, content", report.entry, cue, content, span)
