"""What things are called: the variants of naming lexicons in a document, in whose voice, and whether at a distance."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from framing.features.voice import VoiceAt, Voices
from framing.lexicon.language import Language, Wording
from framing.lexicon.match import Match, Matcher, Piece, without_overlap
from framing.lexicon.words import fold
from framing.schema import Name, Span
from framing.text import Document

_WORDS_OF_A_SCARE_QUOTE = 6
_REACH = 60


def find_names(document: Document, voices: Voices, language: Language, first_id: int = 1) -> list[Name]:
    """Return the naming choices of a document in the order of the text; ids go on from `first_id`."""
    kept = find_wordings(document, language.naming, language.contexts)
    names = []
    for number, match in enumerate(kept, first_id):
        at = voices.at(match.start)
        names.append(
            Name(
                id=f"n{number}",
                concept=match.payload.concept.id,
                variant=match.payload.variant.label,
                span=(match.start, match.end),
                voice=at.voice,
                source=at.attribution.source.canonical if at.attribution and at.attribution.source else None,
                distanced=is_distanced(document, match.start, match.end, at, language),
                entry=match.form,
                where=document.where,
            )
        )
    return names


def find_wordings(
    document: Document, naming: Matcher[Wording], contexts: Matcher[tuple[str, ...]]
) -> list[Match[Wording]]:
    """Return where the wordings of concepts stand and mean them; of one concept none overlap."""
    told = {match.payload for match in contexts.find(document.text, document.pieces)}
    by_concept: dict[str, list[Match[Wording]]] = defaultdict(list)
    for match in naming.find(document.text, document.pieces):
        # Two lexicons may add to one concept, each with a context of its own.
        context = match.payload.concept.context
        if (not context or tuple(context) in told) and _means_it(document, match):
            by_concept[match.payload.concept.id].append(match)
    return sorted(
        (match for group in by_concept.values() for match in without_overlap(group)),
        key=lambda match: (match.start, match.end, match.payload.concept.id),
    )


def _means_it(document: Document, match: Match[Wording]) -> bool:
    """Whether a wording means its concept by the words of its sentence, and by those right around it."""
    near, unless = tuple(match.payload.variant.near), tuple(match.payload.variant.unless)
    if not near and not unless:
        return True
    number = document.sentence_at(match.start)
    sentence = document.sentences[number] if number is not None else (match.start, match.end)
    if near and not _found(document, near, sentence):
        return False
    return not any(
        other.start <= match.start and match.end <= other.end for other in _found(document, unless, sentence)
    )


def _found(document: Document, forms: tuple[str, ...], stretch: Span) -> list[Match[None]]:
    """Return where some forms stand in a stretch of a document."""
    if not forms:
        return []
    pieces: Sequence[Piece] = document.pieces
    first, last = (bisect_left(pieces, offset, key=lambda piece: piece.start) for offset in stretch)
    return _matcher_of(forms).find(document.text, pieces[first:last])


@lru_cache(maxsize=4096)
def _matcher_of(forms: tuple[str, ...]) -> Matcher[None]:
    return Matcher((form, None) for form in forms)


def is_distanced(document: Document, start: int, end: int, at: VoiceAt, language: Language) -> bool:
    """Whether the outlet marks a wording as somebody else's.

    It does by scare quotes that belong to no speaker, by words such as "so-called" or "what Tokyo calls" before it,
    or by naming the wording behind it ("using the Kremlin's wording").
    """
    if at.attribution is not None and at.attribution.rule == "what they call":
        return True
    text = document.text
    number = document.sentence_at(start)
    sentence_start, sentence_end = document.sentences[number] if number is not None else (start, end)
    quotation = document.quotation_at(start)
    if quotation and at.attribution is None:
        return len(text[quotation.inner_start : quotation.inner_end].split()) <= _WORDS_OF_A_SCARE_QUOTE
    before = fold(text[max(sentence_start, start - _REACH) : start]).rstrip(" \"“'‘")
    if any(before.endswith(form) for form in language.grammar["distancing before"]):
        return True
    edge = quotation.end if quotation else end
    return _names_the_wording(fold(text[edge : min(sentence_end, edge + _REACH)]), language)


def _names_the_wording(behind: str, language: Language) -> bool:
    """Whether text such as " using the Kremlin's wording" or " as Moscow calls it" begins right behind a passage."""
    words = behind.lstrip(" ,").split()
    if not words:
        return False
    if words[0] in language.grammar["use of wording"]:
        for k, word in enumerate(words[1:7], 1):
            owned = any(
                "'s" in earlier or earlier in language.grammar["possessive"] for earlier in words[1:k]
            )
            if owned and word.strip(".,") in language.grammar["wording"]:
                return True
    called = any(word in language.grammar["naming verb"] for word in words[1:6])
    return words[0] == "as" and called and any(word.strip(".,") == "it" for word in words[1:7])
