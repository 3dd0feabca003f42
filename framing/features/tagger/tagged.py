"""What the network finds in a document: what likely cues say, and whose the quotations are that they leave.

(Room: features.)
"""

from collections.abc import Sequence

import numpy as np

from framing.features.tagger.decode import Read, Tagged, find_cues, tag
from framing.features.tagger.inputs import LISTED, Inputs, Stretch, mark
from framing.features.tagger.network import LEFT, RIGHT
from framing.features.tagger.weights import Model
from framing.lexicon.language import Language
from framing.text import Document

# Fewer tokens in marks are a word or two that somebody uses, and need no speaker.
TOKENS_OF_A_QUOTATION = 4
_ENDINGS_OF_VERBS = ("ed", "s", "ing")
# Classes of the grammar of which a stretch alone is no content.
_SAY_NOTHING = ("preposition", "article", "coordinator", "subordinator")


def find_tagged(
    document: Document, language: Language, model: Model, inputs: Inputs, read: Read
) -> list[Tagged]:
    """Return what likely cues say, and what less likely ones do, where it is a quotation that no other cue has.

    Somebody must have said a quotation.
    """

    def tagged(cues: Sequence[Stretch]) -> list[Tagged]:
        return [_at_home(inputs, one) for one in tag(model.weights, inputs, read, cues)]

    def find(least_share: float) -> list[Stretch]:
        return [cue for cue in find_cues(read.roles, least_share) if not _is_name(inputs, cue[0])]

    likely = tagged(find(model.card.least_cue_share))
    attributed = mark_attributed(inputs, likely)
    wanted = find_unsaid(document, inputs, attributed)
    if 1 not in wanted:
        return _with_words(inputs, language, likely)
    paragraphs = set(inputs.paragraph[np.frombuffer(wanted, bool)].tolist())
    near = {paragraph + step for paragraph in paragraphs for step in (-1, 0, 1)}
    less_likely = [
        cue
        for cue in find(model.card.least_cue_share_of_quotation)
        if int(inputs.paragraph[cue[0]]) in near
        and not has_some(attributed, cue)
        and not has_some(wanted, cue)
        and _may_report(inputs, cue)
        and has_some(wanted, (max(0, cue[0] - LEFT), cue[0] + RIGHT))
    ]
    of_quotations = [
        one
        for one in tagged(less_likely)
        if any(2 * wanted.count(1, *stretch) >= stretch[1] - stretch[0] for stretch in one.content)
    ]
    return _with_words(inputs, language, likely + of_quotations)


def mark_attributed(inputs: Inputs, tagged: Sequence[Tagged]) -> bytearray:
    """Return for each token as a byte whether it is a cue or content."""
    attributed = bytearray(len(inputs.tokens))
    for one in tagged:
        mark(attributed, *one.cue)
        for stretch in one.content:
            mark(attributed, *stretch)
    return attributed


def find_unsaid(
    document: Document, inputs: Inputs, attributed: bytearray, fewest: int = TOKENS_OF_A_QUOTATION
) -> bytearray:
    """Return for each token as a byte whether it stands in a quotation of which nothing is `attributed`.

    Quotations of fewer than so many tokens do not count.
    """
    unsaid = bytearray(len(inputs.tokens))
    for quotation in document.quotations:
        inside = inputs.stretch(quotation.inner_start, quotation.inner_end)
        if inside and inside[1] - inside[0] >= fewest and not has_some(attributed, inside):
            mark(unsaid, *inside)
    return unsaid


def has_some(marks: bytearray, stretch: Stretch) -> bool:
    """Whether one of the bytes of a stretch is 1."""
    return marks.find(1, *stretch) >= 0


def _is_name(inputs: Inputs, token: int) -> bool:
    """Whether a capital inside a sentence tells a name, and no lexicon a word of a headline that reports."""
    return (
        inputs.tokens[token].text[0].isupper()
        and token > 0
        and bool(inputs.sentence[token - 1] == inputs.sentence[token])
        and not inputs.context[token, LISTED].any()
    )


def _may_report(inputs: Inputs, cue: Stretch) -> bool:
    """Whether a cue is a mark, is listed, or has the ending of a verb."""
    first = inputs.tokens[cue[0]]
    return (
        not first.is_word
        or bool(inputs.context[cue[0], LISTED].any())
        or any(token.folded.endswith(_ENDINGS_OF_VERBS) for token in inputs.tokens[slice(*cue)])
    )


def _at_home(inputs: Inputs, tagged: Tagged) -> Tagged:
    """Leave out what stands inside another sentence: only what opens or closes a sentence goes on over its edge.

    To another paragraph only what opens or closes that goes on.
    """
    cue = tagged.cue[0]
    last = len(inputs.tokens) - 1
    sentence = inputs.sentence
    home = sentence[cue]

    def belongs(stretch: Stretch) -> bool:
        first, stop = stretch
        if sentence[first] == home:
            return True
        if inputs.paragraph[first] != inputs.paragraph[cue]:
            number = int(inputs.paragraph[first])
            opens, closes = first == inputs.bounds[number], stop == inputs.bounds[number + 1]
        else:
            if sentence[first] <= home <= sentence[stop - 1]:
                return True
            opens = bool(sentence[first - 1] != sentence[first])
            closes = stop > last or bool(sentence[stop] != sentence[stop - 1])
        return opens or (closes and first < cue)

    return Tagged(tagged.cue, tuple(filter(belongs, tagged.content)), tagged.source, tagged.cue_share)


def _with_words(inputs: Inputs, language: Language, tagged: Sequence[Tagged]) -> list[Tagged]:
    """Leave out stretches without words, contents of words that say nothing alone, and what has no content then."""
    tokens, is_in = inputs.tokens, language.is_in

    def has_words(stretch: Stretch) -> bool:
        return any(tokens[number].is_word for number in range(*stretch))

    def says_something(stretch: Stretch) -> bool:
        # Nearly always the first token does.
        for number in range(*stretch):
            if tokens[number].is_word and not is_in(tokens[number].folded, *_SAY_NOTHING):
                return True
        return False

    worded = []
    for one in tagged:
        if content := tuple(filter(says_something, one.content)):
            worded.append(Tagged(one.cue, content, tuple(filter(has_words, one.source)), one.cue_share))
    return worded
