"""Content before its source: "..., the Kremlin said", "...," said Kim, "Trade, she said, ..." (room: features)."""

from framing.features.clauses import Cue, Phrase, Sentence, VerbGroup
from framing.features.rules.according_to import find_according_to_behind
from framing.features.rules.extent import (
    content_before,
    continuation_after,
    is_statement,
    opens_plainly,
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
    if entry is None or cue.first <= sentence.first_parting or cue.first not in sentence.verb_positions:
        return None
    if "that" not in entry.takes and "quote" not in entry.takes:
        return None
    group = sentence.verb_group(cue)
    if group.passive or group.infinitive or group.participle:
        return None
    inverted = _inverted_subject(sentence, cue, group)
    subject = inverted or _subject_after_quotation(sentence, group) or sentence.subject_before(group.first)
    if subject is None or not sentence.agrees(subject, cue, entry):
        return None
    boundary = group.first - 1 if inverted else subject.first - 1
    if not inverted and sentence.text_is(boundary, "as"):
        boundary -= 1  # "..., as he said in April"
    last = subject.last if inverted else cue.last
    if not parts_content(sentence, boundary):
        return None
    tail = last + 1
    ended = _ends_quotation(sentence, boundary)
    if (
        not ended
        and sentence.text_is(tail, "to")
        and not (
            sentence.is_in(tail + 1, "determiner", "possessive", "addressee")
            or sentence.is_capitalised(tail + 1)
        )
    ):
        return None  # "a document expected to help"
    addressee = None
    if not inverted and not tail_is_adjunct(sentence, tail):
        addressee = find_addressee(sentence, entry, tail)
        announces = opens_plainly(sentence, tail) and not (entry.addressee and sentence.opens_quotation(tail))
        open_end = ended and not announces
        if not open_end and (addressee is None or not tail_is_adjunct(sentence, addressee.last + 1)):
            return None
        tail = addressee.last + 1 if addressee else tail
    before = content_before(sentence, boundary)
    if before is None:
        return None
    after = continuation_after(sentence, tail, quoted=ended)
    if after is None and boundary and not is_statement(sentence, 0, boundary):
        return None
    if after and _is_setting(sentence, boundary) and sentence.opens_quotation(tail + 1):
        return None  # "On Monday, as the vote began, she said, ..."
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


def _is_setting(sentence: Sentence, boundary: int) -> bool:
    """Whether what stands before a boundary only says when, where or on what question, and ends without a mark."""
    opens = sentence.is_in(0, "adjunct opener") or sentence.text_is(0, "asked", "pressed")
    return opens and not sentence.is_quote_mark(boundary)


def _ends_quotation(sentence: Sentence, boundary: int) -> bool:
    """Whether a quotation ends at a boundary with the comma or mark that shows that its sentence is over."""
    if not sentence.closes_quotation(boundary) or not sentence.text_is(boundary - 1, ",", "?", "!"):
        return False
    quotation = sentence.document.quotation_at(sentence.tokens[boundary].start)
    return quotation is not None and quotation.start <= sentence.start


def _subject_after_quotation(sentence: Sentence, group: VerbGroup) -> Phrase | None:
    """Return all that stands between a finished quotation and a verb, however many commas part it, or None."""
    last = group.first - 2
    if not sentence.quote_marks or not sentence.text_is(last + 1, ","):
        return None
    mark = next((i for i in range(last, 0, -1) if sentence.closes_quotation(i)), None)
    if mark is None or not _ends_quotation(sentence, mark):
        return None
    between = range(mark + 1, last + 1)
    if not between or sentence.is_in(mark + 1, "coordinator", "subordinator", "adjunct opener"):
        return None
    if any(sentence.is_verbal(i) or sentence.is_in(i, "subordinator") for i in between):
        return None
    return Phrase(mark + 1, last)


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
        or _is_object(sentence, following)
    ):
        return None
    phrase = sentence.phrase_after(following)
    if phrase is None:
        return None
    if not tail_is_adjunct(sentence, phrase.last + 1) and not _ends_quotation(sentence, cue.first - 1):
        return None
    if not any(sentence.quoted[: cue.first]) and _is_clause(sentence, phrase):
        return None
    return sentence.apposition_after(phrase)


def _is_object(sentence: Sentence, i: int) -> bool:
    """Whether a word at i can only be what is said ("Bo Lind, the mayor, doubted it"; "..., confirmed this")."""
    alone = sentence.is_stop(i + 1) or sentence.is_in(i + 1, "preposition")
    return sentence.is_in(i, "it") or (alone and sentence.is_in(i, "determiner"))


def _is_clause(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a stretch without a known verb rather is subject, verb and object ("the order violates rights")."""
    for i in range(phrase.first + 1, phrase.last):
        word = sentence.folded[i]
        verb = word.endswith("s") and not word.endswith(("ss", "'s")) and not sentence.is_capitalised(i)
        if verb and not sentence.is_in(i + 1, "preposition", "coordinator"):
            return True
    return False
