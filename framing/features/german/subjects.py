"""Who speaks in a German clause: the subject before or behind its verb, and who is spoken to (room: features)."""

from framing.features.german.sentence import GermanSentence, Phrase, Report
from framing.features.german.spans import span_of
from framing.schema import Span

_NOMINATIVE = ("er", "ich", "wir", "man")
_PLACE_OF_SOURCE = ("aus", "in", "im", "von", "vom", "seitens", "beim", "bei", "auf")


def closes_content(sentence: GermanSentence, clause_first: int) -> bool:
    """Whether what stands before a clause can be what somebody says: a quotation, or words with a verb."""
    boundary = clause_first - 1
    if sentence.closes_quotation(boundary - 1) or sentence.closes_quotation(boundary):
        return True
    before = [edge for edge in sentence.boundaries if edge < boundary and not sentence.text_is(edge, ",")]
    return sentence.has_verb(max(before, default=-1) + 1, boundary - 1) or not _is_noun_phrase(
        sentence, 0, boundary - 1
    )


def _is_noun_phrase(sentence: GermanSentence, first: int, last: int) -> bool:
    phrase = sentence.noun_phrase(first)
    if phrase is None:
        return False
    return phrase.last >= last or sentence.text_is(phrase.last + 1, ",")


def subject_with_apposition(sentence: GermanSentence, clause_first: int) -> Phrase | None:
    """Return "Ida Holm, die Chefin des Verbands," before a verb that follows its second comma, or None."""
    boundary = clause_first - 1
    if not sentence.text_is(boundary, ","):
        return None
    for edge in [edge for edge in sentence.boundaries if edge < boundary][-2:]:
        phrase = sentence.noun_phrase(edge + 1)
        if phrase is None or sentence.is_pronoun(edge + 1):
            continue
        if phrase.last < boundary and sentence.text_is(phrase.last + 1, ","):
            return Phrase(phrase.first, boundary - 1)
    return None


def subject_before(sentence: GermanSentence, first: int, report: Report) -> Phrase | None:
    """Return the subject that stands before the finite verb, or None where something else stands there."""
    if sentence.is_in(first, "preposition", "adverb", "time word", "question word"):
        return None
    if sentence.text_is(report.finite + 1, *_NOMINATIVE) and not sentence.is_inside(report.finite + 1):
        return None  # "Einzelheiten nannte er nicht": the object stands first
    phrase = sentence.noun_phrase(first)
    if phrase is None or phrase.last >= report.finite:
        return None
    if phrase.last == report.finite - 1 or all(
        sentence.is_in(i, "adverb", "preposition", "time word", "determiner") or sentence.is_capitalised(i)
        for i in range(phrase.last + 1, report.finite)
    ):
        return phrase
    return None


def subject_behind(sentence: GermanSentence, report: Report) -> Phrase | None:
    """Return the subject that stands behind the finite verb, over adverbs and adjuncts, or None."""
    i = report.finite + 1
    while i < len(sentence) and not sentence.is_stop(i) and not sentence.is_inside(i):
        if i == report.at or i == report.particle:
            return None
        if sentence.is_pronoun(i):
            return Phrase(i, i) if not sentence.text_is(i, "ihr", "uns") else None
        if sentence.is_in(i, "preposition") or sentence.text_is(i, "sich"):
            adjunct = None if sentence.text_is(i, "sich") else sentence.adjunct_end(i)
            i = adjunct + 1 if adjunct is not None else i + 1
            continue
        if sentence.is_in(i, "adverb", "time word") or sentence.tokens[i].text[0].isdigit():
            i += 1
            continue
        addressee = sentence.addressee_from(i)
        if addressee is not None:
            i = addressee.last + 1
            continue
        phrase = sentence.noun_phrase(i)
        if phrase and report.entry.lemma in sentence.grammar["naming with von"]:
            von = next((k for k in range(phrase.first, phrase.last) if sentence.text_is(k, "von")), None)
            phrase = Phrase(phrase.first, von - 1) if von else phrase
        return sentence.with_apposition(phrase) if phrase else None
    return None


def source_in_adjunct(sentence: GermanSentence, first: int) -> Phrase | None:
    """Return whoever stands in "aus Regierungskreisen" or "in dem Bericht" at a token, or None."""
    if not sentence.text_is(first, *_PLACE_OF_SOURCE):
        return None
    return sentence.noun_phrase(first + 1)


def phrase_ending(sentence: GermanSentence, last: int) -> Phrase | None:
    """Return the noun phrase that ends at a token, as long as can be within its clause."""
    if last < 0:
        return None
    for first in range(sentence.clause_of(last).first, last + 1):
        phrase = sentence.noun_phrase(first)
        if phrase is not None and phrase.last == last:
            return phrase
    return None


def find_addressee(sentence: GermanSentence, report: Report, subject: Phrase | None) -> Span | None:
    """Return whom a verb addresses, beside its subject, or None."""
    first = report.finite + 1
    clause = sentence.clause_of(report.finite)
    for i in range(first, clause.last + 1):
        if subject and subject.first <= i <= subject.last:
            continue
        if sentence.is_inside(i):
            return None
        addressee = sentence.addressee_from(i)
        if addressee is not None:
            return span_of(sentence, addressee)
    return None
