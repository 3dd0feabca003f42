"""Verbs that no lexicon lists: what stands between a finished quotation and its speaker reports (room: features).

"“We won’t,” Dent thundered." and "“We won’t!” beamed Ida Holm." say who speaks by their order alone.
"""

import re
from typing import Final

from framing.features.rules import Found
from framing.features.stretches import Stretches, merged
from framing.features.tagger.merge import UNLISTED
from framing.lexicon.entries import plain_cue
from framing.lexicon.language import Language
from framing.lexicon.words import fold
from framing.text import Document

RULE: Final = "quotation, unlisted verb"
_NAME = r"(?:[A-Z][\w'’-]*\.? ){0,4}[A-Z][\w'’-]+"
_SPEAKER = rf"(?P<source>(?i:he|she|they|it|i|we)|(?:[Tt]he|[Aa]n?) (?:[\w'’-]+ ){{0,2}}[\w'’-]+|{_NAME})"
_VERB = r"(?P<cue>[a-z]{3,}ed|read|went on)"
_VERB_FIRST = rf"{_VERB} {_SPEAKER}".replace("<cue>", "<cue2>").replace("<source>", "<source2>")
_BEHIND = re.compile(rf"\s+(?:{_SPEAKER} {_VERB}|{_VERB_FIRST})\b")
_NEXT = re.compile(r"\s*([.,;]|[a-z]+)")
_FEWEST_WORDS = 2
_REACH = 120
_GO_ON = ("adjunct opener", "preposition", "time word", "coordinator", "adverb")


def with_unlisted(document: Document, language: Language, found: list[Found]) -> list[Found]:
    """Return attributions with those whose quotation, nobody's yet, ends its clause right before a speaker and a verb.

    The quotation opens its sentence and ends with a comma, a question or an exclamation mark inside its marks; behind
    the verb stands no object.
    """
    text = document.text
    said = Stretches(merged(span for one in found for span in (*one.content, *one.cue)))
    new = []
    for quotation in document.quotations:
        if quotation.continues or text[quotation.inner_end - 1] not in ",?!":
            continue
        behind = _BEHIND.match(text, quotation.end, quotation.end + _REACH)
        if behind is None or said.touching(quotation.start, behind.end()):
            continue
        inverted = behind["cue"] is None
        cue, source = (
            behind.span("cue2" if inverted else "cue"),
            behind.span("source2" if inverted else "source"),
        )
        if not _reports(document, language, quotation.start, cue, source, behind.end()):
            continue
        new.append(
            Found(RULE, plain_cue(fold(text[slice(*cue)]), UNLISTED), (cue,), (quotation[:2],), source)
        )
    return sorted([*found, *new], key=lambda one: one.place) if new else found


def _reports(
    document: Document,
    language: Language,
    start: int,
    cue: tuple[int, int],
    source: tuple[int, int],
    end: int,
) -> bool:
    number = document.sentence_at(start)
    if number is None or document.sentences[number][0] != start or document.sentence_at(cue[0]) != number:
        return False
    if document.count_words(start, min(cue[0], source[0])) < _FEWEST_WORDS:
        return False
    following = _NEXT.match(document.text, end)
    if following is None or document.sentence_at(following.start(1)) != number:
        return True
    word = following[1]
    return word in ".,;" or not language.classes_of.get(word, frozenset()).isdisjoint(_GO_ON)
