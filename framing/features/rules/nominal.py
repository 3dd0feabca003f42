"""Nouns that report: "accusations that ...", "amid concerns that ..." (room: features)."""

from framing.features.clauses import Cue, Sentence
from framing.features.rules.extent import clause_from
from framing.features.rules.found import Found, cue_span
from framing.lexicon.entries import CueEntry

_MOST_WORDS_BETWEEN = 3


def find_nominal(sentence: Sentence, cue: Cue, entry: CueEntry, cuts: list[int]) -> Found | None:
    """Return the attribution of a noun with a that-clause, and its possessor as source; or None."""
    if not sentence.text_is(cue.last + 1, "that") or cue.last + 2 >= len(sentence):
        return None
    if sentence.is_verbal(cue.last + 2) or sentence.tokens[cue.last + 2].folded.endswith("ed"):
        return None  # a relative clause: "a declaration that calls for"
    if sentence.tokens[cue.last + 2].folded.endswith("s") and sentence.is_in(
        cue.last + 3, "determiner", "possessive", "preposition", "subject pronoun"
    ):
        return None  # "a proposal that includes some cuts"
    source = None
    before = cue.first - 1
    while before > 0 and not (sentence.is_stop(before) or sentence.is_in(before, "preposition")):
        if cue.first - before > _MOST_WORDS_BETWEEN:
            break
        text = sentence.tokens[before].text
        if text.endswith(("'s", "’s", "s'", "s’")):
            first = before
            while first > 0 and sentence.is_capitalised(first - 1) and sentence.is_capitalised(first):
                first -= 1
            source = (
                sentence.tokens[first].start,
                sentence.tokens[before].end - (2 if text[-1] == "s" else 1),
            )
            break
        if sentence.is_in(before, "possessive"):
            source = (sentence.tokens[before].start, sentence.tokens[before].end)
            break
        before -= 1
    return Found(
        "noun, content",
        entry,
        (cue_span(sentence, cue),),
        (clause_from(sentence, cue.last + 2, cuts, cue),),
        source,
        certain=True,
    )
