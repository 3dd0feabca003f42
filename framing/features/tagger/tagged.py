"""What the network finds in a document: what likely cues say, and whose the quotations are that they leave.

(Room: features.)
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.features.tagger.decode import Read, Tagged, find_cues, tag
from framing.features.tagger.inputs import LISTED, Inputs, Stretch
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
    wanted = find_unsaid(document, inputs, likely)
    if not wanted.any():
        return _with_words(inputs, language, likely)
    near = {paragraph + step for paragraph in set(inputs.paragraph[wanted].tolist()) for step in (-1, 0, 1)}
    taken = _attributed(inputs, likely) | wanted
    less_likely = [
        cue
        for cue in find(model.card.least_cue_share_of_quotation)
        if int(inputs.paragraph[cue[0]]) in near
        and not taken[slice(*cue)].any()
        and _may_report(inputs, cue)
        and wanted[max(0, cue[0] - LEFT) : cue[0] + RIGHT].any()
    ]
    of_quotations = [
        one
        for one in tagged(less_likely)
        if any(2 * wanted[slice(*stretch)].sum() >= stretch[1] - stretch[0] for stretch in one.content)
    ]
    return _with_words(inputs, language, likely + of_quotations)


def _attributed(inputs: Inputs, tagged: Sequence[Tagged]) -> NDArray[np.bool_]:
    """Return which tokens are a cue or content."""
    attributed = np.zeros(len(inputs.tokens), bool)
    for one in tagged:
        for stretch in (one.cue, *one.content):
            attributed[slice(*stretch)] = True
    return attributed


def find_unsaid(
    document: Document, inputs: Inputs, tagged: Sequence[Tagged], fewest: int = TOKENS_OF_A_QUOTATION
) -> NDArray[np.bool_]:
    """Return which tokens (tokens,) stand in quotations of so many tokens of which nothing is attributed."""
    attributed = _attributed(inputs, tagged)
    unsaid = np.zeros(len(inputs.tokens), bool)
    for quotation in document.quotations:
        inside = inputs.stretch(quotation.inner_start, quotation.inner_end)
        if inside and inside[1] - inside[0] >= fewest and not attributed[slice(*inside)].any():
            unsaid[slice(*inside)] = True
    return unsaid


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

    def belongs(stretch: Stretch) -> bool:
        first, stop = stretch
        if inputs.paragraph[first] != inputs.paragraph[cue]:
            number = int(inputs.paragraph[first])
            opens, closes = first == inputs.bounds[number], stop == inputs.bounds[number + 1]
        else:
            parts = inputs.sentence
            if parts[first] <= parts[cue] <= parts[stop - 1]:
                return True
            opens = bool(parts[first - 1] != parts[first])
            closes = stop > last or bool(parts[stop] != parts[stop - 1])
        return opens or (closes and first < cue)

    return tagged._replace(content=tuple(filter(belongs, tagged.content)))


def _with_words(inputs: Inputs, language: Language, tagged: Sequence[Tagged]) -> list[Tagged]:
    """Leave out stretches without words, contents of words that say nothing alone, and what has no content then."""

    def told(stretches: tuple[Stretch, ...], *say_nothing: str) -> tuple[Stretch, ...]:
        return tuple(
            one
            for one in stretches
            if any(
                token.is_word and not language.is_in(token.folded, *say_nothing)
                for token in inputs.tokens[slice(*one)]
            )
        )

    worded = [
        one._replace(content=told(one.content, *_SAY_NOTHING), source=told(one.source)) for one in tagged
    ]
    return [one for one in worded if one.content]
