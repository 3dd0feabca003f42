"""German reports without a verb: "laut", "zufolge", "nach Angaben", "so der Minister", "die Behauptung, dass".

(Room: features.)
"""

from framing.features.german.sentence import GermanSentence, Phrase
from framing.features.german.spans import before_clause, end_of_sentence, going_on, span_of
from framing.features.german.subjects import source_in_adjunct
from framing.features.rules.found import Found
from framing.features.tokens import Cue
from framing.lexicon.entries import CueEntry
from framing.schema import Span

_SUBORDINATE = ("dass", "ob")
_OF = ("des", "der", "von", "vom", "eines", "einer")


def find_by_preposition(sentence: GermanSentence, cue: Cue) -> Found | None:
    """Return the attribution of a cue that is a preposition, a noun or "so", or None."""
    entry = cue.entry("preposition")
    if entry is not None and entry.lemma in sentence.grammar["postposition"]:
        return _behind_source(sentence, cue, entry)
    if entry is not None:
        if cue.first > 0 and sentence.is_capitalised(cue.first):
            return None
        source = sentence.noun_phrase(cue.last + 1) or source_in_adjunct(sentence, cue.last + 1)
        if source is None:
            return None
        return _inserted(sentence, entry, cue, source, Phrase(cue.first, source.last), "according to")
    noun = cue.entry("noun")
    if noun is not None:
        return _noun_with_content(sentence, cue, noun)
    adverb = cue.entry("adverb")
    if adverb is not None:
        return _so(sentence, cue, adverb)
    return None


def _noun_with_content(sentence: GermanSentence, cue: Cue, entry: CueEntry) -> Found | None:
    """Return the attribution of "die Behauptung des Ministers, dass ..."."""
    if not sentence.text_is(cue.last + 1, *_OF):
        return None
    bare = sentence.text_is(cue.last + 1, "von", "vom")
    source = sentence.noun_phrase(cue.last + 2 if bare else cue.last + 1)
    if source is None:
        return None
    first = source.last + 2
    if not (sentence.text_is(source.last + 1, ",") and sentence.text_is(first, *_SUBORDINATE)):
        return None
    content = sentence.tokens[first].start, sentence.tokens[sentence.clause_of(first).last].end
    span = sentence.tokens[cue.first].start, sentence.tokens[cue.last].end
    return Found("noun, content", entry, (span,), (content,), span_of(sentence, source))


def _behind_source(sentence: GermanSentence, cue: Cue, entry: CueEntry) -> Found | None:
    """Return the attribution of "dem Ministerium zufolge"."""
    clause = sentence.clause_of(cue.first)
    for first in range(clause.first, cue.first):
        phrase = sentence.noun_phrase(first)
        if phrase is not None and phrase.last == cue.first - 1:
            return _inserted(sentence, entry, cue, phrase, Phrase(first, cue.last), "according to")
    return None


def _inserted(
    sentence: GermanSentence, entry: CueEntry, cue: Cue, source: Phrase, phrase: Phrase, rule: str
) -> Found | None:
    """Return the attribution of words that are inserted into what somebody says."""
    clause = sentence.clause_of(phrase.first)
    leaning = sentence.is_in(clause.first, "relative", "subordinator") and clause.first < phrase.first
    first, end = 0, end_of_sentence(sentence)
    if leaning:
        first, end = clause.first, sentence.tokens[clause.last].end
    while first < phrase.first and sentence.is_in(first, "coordinator"):
        first += 1
    contents: list[Span] = []
    last = phrase.first - 1
    while last >= first and sentence.is_stop(last) and not sentence.is_inside(last):
        last -= 1
    if last >= first:
        start = sentence.tokens[first].start
        quotation = sentence.document.quotation_at(sentence.tokens[last].start)
        contents.append((min(start, quotation.start) if quotation else start, sentence.tokens[last].end))
    behind = phrase.last + 1
    while behind < min(len(sentence), sentence.last_stop) and sentence.is_stop(behind):
        behind += 1
    if behind < min(len(sentence), sentence.last_stop) and sentence.tokens[behind].start < end:
        contents.append((sentence.tokens[behind].start, end))
    span = sentence.tokens[cue.first].start, sentence.tokens[cue.last].end
    return Found(rule, entry, (span,), tuple(contents), span_of(sentence, source))


def _so(sentence: GermanSentence, cue: Cue, entry: CueEntry) -> Found | None:
    """Return the attribution of "..., so der Minister (weiter)"."""
    clause = sentence.clause_of(cue.first)
    if cue.first != clause.first or clause.first == 0:
        return None
    source = sentence.noun_phrase(cue.last + 1)
    if source is None or sentence.is_in(cue.last + 1, "so-adjective"):
        return None
    rest = range(source.last + 1, clause.last + 1)
    if sentence.has_verb(source.last + 1, clause.last) or any(sentence.is_inside(i) for i in rest):
        return None
    before = before_clause(sentence, clause.first)
    if before is None:
        return None
    span = sentence.tokens[cue.first].start, sentence.tokens[cue.last].end
    contents = (before, *going_on(sentence, clause.last + 1))
    return Found("content, so source", entry, (span,), contents, span_of(sentence, source))
