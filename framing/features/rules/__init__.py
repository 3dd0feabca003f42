"""Rules that find who says what in one sentence. Each looks at a cue and the clauses around it (room: features)."""

import re
from bisect import bisect_left
from functools import lru_cache

from framing.features.clauses import Cue, Sentence, VerbGroup
from framing.features.rules.according_to import find_according_to
from framing.features.rules.content_first import find_content_first
from framing.features.rules.extent import is_plain_participle, opens_plainly
from framing.features.rules.found import Found
from framing.features.rules.nominal import find_nominal
from framing.features.rules.passive import find_passive, find_quoted_as_saying, find_what_is_called
from framing.features.rules.source_first import find_source_first
from framing.lexicon.entries import CueEntry
from framing.lexicon.words import fold
from framing.schema import Span

# Any sign that is more than a mark around words.
_SAID = re.compile(r"[^ \"“”'.,]")

__all__ = ["Found", "find_attributions"]


def find_attributions(sentence: Sentence) -> list[Found]:
    """Return the attributions of a sentence in the order of their cues; a sentence without cues has none."""
    closing = {
        cue.first: found
        for cue in sentence.cues
        if not sentence.quoted[cue.first] and (found := find_content_first(sentence, cue))
    }
    cuts = _cuts(sentence, closing)
    results: list[Found] = []
    further: list[Span] = []
    for cue in sentence.cues:
        if sentence.quoted[cue.first]:
            continue  # what a speaker says of other speakers is the speaker's
        if further and any(first <= sentence.tokens[cue.first].start < last for first, last in further):
            continue  # the "saying" of "quoted as saying"
        found = closing.get(cue.first) or _by_other_rules(sentence, cue, cuts)
        if found and found.rule == "noun, content" and _taken(found, results):
            continue  # "said in a statement that ..."
        if found and found.content and _says_something(sentence, found):
            results.append(found)
            further += found.cue[1:]
    return results


def _by_other_rules(sentence: Sentence, cue: Cue, cuts: list[int]) -> Found | None:
    verb = cue.entry("verb")
    if verb and cue.first in sentence.verb_positions:
        group = sentence.verb_group(cue)
        for rule in (find_quoted_as_saying, find_passive, find_what_is_called, find_source_first):
            found = rule(sentence, cue, verb, group, cuts)
            if found:
                return found
    noun = cue.entry("noun")
    if noun:
        return find_nominal(sentence, cue, noun, cuts)
    preposition = cue.entry("preposition")
    if preposition:
        return find_according_to(sentence, cue, preposition, cuts)
    return None


def _cuts(sentence: Sentence, closing: dict[int, Found]) -> list[int]:
    """Return the tokens at which a content must end: before a later source and cue, or before ", adding"."""
    cuts = []
    for first, found in closing.items():
        source = bisect_left(sentence.starts, found.source[0]) if found.source else first
        cuts.append(min(source, first) - 1)
    for cue in sentence.cues:
        verb = cue.entry("verb")
        if verb is None or cue.first in closing or cue.first not in sentence.verb_positions:
            continue
        group = sentence.verb_group(cue)
        if group.participle:
            if sentence.text_is(group.first - 1, ",") and is_plain_participle(sentence, cue, verb, group):
                cuts.append(group.first - 1)
            continue
        subject = sentence.subject_before(group.first)
        if subject is None:
            if _joins_finite_speech(sentence, group, verb):
                cuts.append(group.first - 1)
        elif sentence.text_is(subject.first - 2, ",") and sentence.is_in(
            subject.first - 1, "coordinator", "contrast"
        ):
            cuts.append(subject.first - 2)
        elif sentence.text_is(subject.first - 1, ";"):
            cuts.append(subject.first - 1)
    return sorted(cuts)


def _taken(found: Found, earlier: list[Found]) -> bool:
    return any(found.content[0][0] == start for one in earlier for start, _ in one.content)


def _joins_finite_speech(sentence: Sentence, group: VerbGroup, entry: CueEntry) -> bool:
    """Whether a verb of speech shares the subject of an earlier one ("said prices fell and added that ...")."""
    joined = sentence.is_in(group.first - 1, "coordinator") and not group.infinitive
    finite = sentence.folded[group.verb] != entry.lemma
    return joined and finite and entry.process == "speech" and opens_plainly(sentence, group.last + 1)


def _says_something(sentence: Sentence, found: Found) -> bool:
    text = sentence.document.text
    openings, longest = _openings(sentence.grammar["anonymity"])
    start, end = found.content[0]
    if fold(text[start : min(end, start + longest)]).startswith(openings):
        return False
    said = False
    for start, end in found.content:
        if end <= start:
            return False
        said = said or _SAID.search(text, start, end) is not None
    return said


@lru_cache
def _openings(forms: frozenset[str]) -> tuple[tuple[str, ...], int]:
    return tuple(forms), max(map(len, forms), default=0)
