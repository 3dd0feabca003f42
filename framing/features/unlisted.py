"""Verbs that no lexicon lists: what stands between a finished quotation and its speaker reports (room: features).

"“We won’t,” Dent thundered." and "“We won’t!” beamed Ida Holm." say who speaks by their order alone.
"""

import re
from typing import Final

from framing.features.rules import Found
from framing.features.stretches import Covered
from framing.lexicon.entries import UNLISTED, plain_cue
from framing.lexicon.language import Language
from framing.lexicon.words import fold
from framing.schema import Span
from framing.text import Document

RULE: Final = "quotation, unlisted verb"
# A capital of any alphabet, which the pattern alone cannot tell, or a pronoun: "an album recorded" is no speaker.
_WORD = r"[^\W\d_a-z][\w'’-]*"
_SPEAKER = rf"(?P<source>(?:{_WORD}\.? ){{0,4}}{_WORD}|[a-z]{{1,4}})"
_VERB = r"(?P<cue>[^\W\d_A-Z]{3,}ed)"
_ORDERS = (re.compile(rf"\s+{_SPEAKER} {_VERB}\b"), re.compile(rf"\s+{_VERB} {_SPEAKER}\b"))
_PRONOUNS = ("he", "she", "they", "it", "first person")
_NEXT = re.compile(r"\s*([^\W\d_]+|\S)")
_FEWEST_WORDS = 2
_REACH = 120
_GO_ON = ("adjunct opener", "preposition", "time word", "coordinator", "adverb")


def with_unlisted(document: Document, language: Language, found: list[Found]) -> list[Found]:
    """Return attributions with those whose quotation, nobody's yet, ends its clause right before a speaker and a verb.

    The quotation opens its sentence and ends with a comma, a question or an exclamation mark inside its marks; behind
    the verb stands no object.
    """
    text = document.text
    reports: list[tuple[int, Found]] = []
    for quotation in document.quotations:
        if quotation.continues or text[quotation.inner_end - 1] not in ",?!":
            continue
        matches = (order.match(text, quotation.end, quotation.end + _REACH) for order in _ORDERS)
        behind = next((match for match in matches if match and _may_speak(language, match["source"])), None)
        if behind is None:
            continue
        cue, source = behind.span("cue"), behind.span("source")
        if _reports(document, language, quotation.start, cue, source):
            entry = plain_cue(fold(behind["cue"]), UNLISTED)
            reports.append((behind.end(), Found(RULE, entry, (cue,), (quotation[:2],), source)))
    if not reports:
        return found
    said = Covered(span for one in found for span in (*one.content, *one.cue))
    new = [one for end, one in reports if not said.touches(one.content[0][0], end)]
    return sorted([*found, *new], key=lambda one: one.place)


def _may_speak(language: Language, words: str) -> bool:
    return all(word[0].isupper() for word in words.split()) or language.is_in(fold(words), *_PRONOUNS)


def _reports(document: Document, language: Language, start: int, cue: Span, source: Span) -> bool:
    number = document.sentence_at(start)
    if number is None or document.sentences[number][0] != start or document.sentence_at(cue[0]) != number:
        return False
    if document.count_words(start, min(cue[0], source[0])) < _FEWEST_WORDS:
        return False
    following = _NEXT.match(document.text, max(cue[1], source[1]))
    if following is None or document.sentence_at(following.start(1)) != number:
        return True
    word = following[1]
    return word in ".,;:—–" or language.is_in(fold(word), *_GO_ON)
