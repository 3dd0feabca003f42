"""Nouns that report: "accusations that ...", "a claim by the mayor that ..." (room: features)."""

from framing.features.clauses import Cue, Phrase, Sentence
from framing.features.rules.extent import clause_from
from framing.features.rules.found import Found, cue_span
from framing.lexicon.entries import CueEntry
from framing.schema import Span

_MOST_WORDS_BETWEEN = 3


def find_nominal(sentence: Sentence, cue: Cue, entry: CueEntry, cuts: list[int]) -> Found | None:
    """Return the attribution of a noun with a that-clause, and its possessor or agent as source; or None."""
    agent = _agent(sentence, cue.last + 1)
    that = (agent.last if agent else cue.last) + 1
    if not sentence.text_is(that, "that") or not _opens_clause(sentence, that + 1):
        return None
    return Found(
        "noun, content",
        entry,
        (cue_span(sentence, cue),),
        (clause_from(sentence, that + 1, cuts, cue),),
        sentence.span(agent) if agent else _possessor(sentence, cue),
        certain=True,
    )


def _agent(sentence: Sentence, first: int) -> Phrase | None:
    """Return who reports behind a noun: "a claim by the mayor"."""
    return sentence.phrase_after(first + 1) if sentence.text_is(first, "by", "from") else None


def _opens_clause(sentence: Sentence, first: int) -> bool:
    """Whether what follows "that" may say something, and is no relative clause."""
    verb = sentence.is_verbal(first) or sentence.is_in(first, "irregular past")
    if first >= len(sentence) or verb or sentence.folded[first].endswith("ed"):
        return False  # "a declaration that calls for"
    return not (
        sentence.folded[first].endswith("s")
        and sentence.is_in(first + 1, "determiner", "possessive", "preposition", "subject pronoun")
    )  # "a proposal that includes some cuts"


def _possessor(sentence: Sentence, cue: Cue) -> Span | None:
    """Return whose noun it is: "the mayor's claim", "his repeated claims"."""
    for before in range(cue.first - 1, max(0, cue.first - 1 - _MOST_WORDS_BETWEEN), -1):
        if sentence.is_stop(before) or sentence.is_in(before, "preposition"):
            return None
        token = sentence.tokens[before]
        if token.text.endswith(("'s", "’s", "s'", "s’")):
            first = before
            while first > 0 and sentence.is_capitalised(first - 1) and sentence.is_capitalised(first):
                first -= 1
            return sentence.tokens[first].start, token.end - (2 if token.text[-1] == "s" else 1)
        if sentence.is_in(before, "possessive"):
            return token.start, token.end
    return None
