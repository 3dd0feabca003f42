"""Who says what in a document: the rules of each sentence, their speakers resolved, as `Attribution` records."""

from bisect import bisect_left
from dataclasses import replace
from typing import Literal

from framing.features.chains import with_channels
from framing.features.clauses import Sentence
from framing.features.rules import Found, find_attributions
from framing.features.speakers import UNKNOWN, Cast
from framing.lexicon.language import Language
from framing.schema import Attribution, Cue, Source, Span
from framing.text import Document

_FEWEST_WORDS_OF_A_BARE_QUOTATION = 5


def find_document_attributions(
    document: Document, language: Language, first_id: int = 1
) -> list[Attribution]:
    """Return the attributions of a document in the order of the text; ids go on from `first_id`.

    A text without any has an empty list.
    """
    cast = Cast(document, language)
    found = _with_bare_quotations(document, _find_all(document, language, cast))
    records = []
    for number, one in enumerate(found, first_id):
        source = _source(cast, one.source) if one.source else _unnamed(one)
        records.append(
            Attribution(
                id=f"a{number}",
                source=source,
                via=_source(cast, one.via) if one.via else None,
                cue=Cue(spans=list(one.cue), lemma=one.entry.lemma, class_=one.entry.class_),
                content=list(one.content),
                form=_form(document, one.content),
                polarity="denied" if _denies(one, language) else "asserted",
                rule=one.rule,
                where=document.where,
            )
        )
    return records


def _find_all(document: Document, language: Language, cast: Cast) -> list[Found]:
    matches = language.cues.find(document.text, document.pieces)
    starts = [match.start for match in matches]
    everything: list[Found] = []
    for number, (start, end) in enumerate(document.sentences):
        cues = matches[bisect_left(starts, start) : bisect_left(starts, end)]
        if not cues:
            continue
        sentence = Sentence(document, number, language, cues)
        found = with_channels(sentence, find_attributions(sentence), cast)
        everything += _with_shared_sources(found)
    return sorted(everything, key=lambda one: (min(one.content[0][0], one.cue[0][0]), one.cue[0][0]))


def _with_shared_sources(found: list[Found]) -> list[Found]:
    """Give a verb without a subject of its own (", adding that ...") the source of the verb before it."""
    shared = []
    last: Found | None = None
    for one in sorted(found, key=lambda one: one.cue[0][0]):
        if one.elliptic:
            if last is not None:
                one = replace(one, source=last.source, via=one.via or last.via)
            elif one.source is None:
                continue
        elif one.source:
            last = one
        shared.append(one)
    return shared


def _with_bare_quotations(document: Document, found: list[Found]) -> list[Found]:
    """Let quotations that no cue introduces follow the attribution before them, if they go on from it."""
    extended = list(found)
    for quotation in document.quotations:
        span = (quotation.start, quotation.end)
        words = document.text[quotation.inner_start : quotation.inner_end].split()
        if len(words) < _FEWEST_WORDS_OF_A_BARE_QUOTATION or any(_touches(span, one) for one in extended):
            continue
        number = document.sentence_at(quotation.start)
        if number is None or document.sentences[number][0] != quotation.start:
            continue
        before = [k for k, one in enumerate(extended) if one.content[-1][1] <= quotation.start and one.source]
        if not before:
            continue
        k = max(before, key=lambda k: extended[k].content[-1][1])
        if _goes_on(document, extended[k], number):
            extended[k] = replace(extended[k], content=(*extended[k].content, span))
    return extended


def _goes_on(document: Document, found: Found, number: int) -> bool:
    """Whether a quotation that is sentence `number` follows directly on an attribution with a quotation."""
    previous = document.sentence_at(max(found.content[-1][1], found.cue[-1][1]) - 1)
    if previous is None or not any(document.quotation_at(start) for start, _ in found.content):
        return False
    if previous + 1 < number:
        return False
    same_paragraph = document.paragraph_of[previous] == document.paragraph_of[number]
    last = document.quotation_at(found.content[-1][1] - 1)
    return same_paragraph or (last is not None and last.continues)


def _touches(span: Span, found: Found) -> bool:
    return any(start < span[1] and span[0] < end for start, end in found.content)


def _source(cast: Cast, span: Span) -> Source:
    speaker = cast.resolve(span)
    text = cast.document.text[span[0] : span[1]]
    return Source(spans=[span], text=text, canonical=speaker.canonical, type=speaker.type)


def _unnamed(found: Found) -> Source | None:
    """An accusation or suspicion has a source even where nobody is named."""
    if found.rule.startswith("passive") or found.rule == "noun, content":
        return Source(spans=[], text="", canonical=None, type=UNKNOWN.type)
    return None


def _form(document: Document, content: tuple[Span, ...]) -> Literal["direct", "indirect", "mixed"]:
    words = [token for start, end in content for token in document.tokens(start, end) if token.is_word]
    quoted = sum(document.quotation_at(token.start) is not None for token in words)
    if quoted == 0:
        return "indirect"
    return "direct" if quoted == len(words) else "mixed"


def _denies(found: Found, language: Language) -> bool:
    return found.negated != (found.entry.lemma in language.grammar["denial"])
