"""What a rule finds: source, cue and content as character spans (room: features)."""

import msgspec

from framing.features.clauses import Cue, Sentence, VerbGroup
from framing.lexicon.entries import CueEntry
from framing.schema import Span


class Found(msgspec.Struct, frozen=True):
    """An attribution in one sentence, as character spans; `source` is None where the sentence names nobody.

    `certain` says that the rule knows a form which the tagger, that has seen few of them, must not correct.
    """

    rule: str
    entry: CueEntry
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    source: Span | None
    addressee: Span | None = None
    via: Span | None = None
    negated: bool = False
    elliptic: bool = False
    certain: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Return what orders attributions in a text: where cue or content begins, then the cue."""
        return min(self.content[0][0], self.cue[0][0]), self.cue[0][0]


def cue_span(sentence: Sentence, cue: Cue) -> Span:
    """Return the characters of a cue."""
    return sentence.tokens[cue.first].start, sentence.tokens[cue.last].end


def verb_span(sentence: Sentence, group: VerbGroup) -> Span:
    """Return the characters of the verb of a group."""
    return sentence.tokens[group.verb].start, sentence.tokens[group.last].end
