"""Who says what in a document: the rules of each sentence, their speakers resolved, as `Attribution` records."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from framing.errors import UsageError
from framing.features.chains import outlet_in, told_outlet, with_channels
from framing.features.clauses import Sentence
from framing.features.german import GermanCast, find_in_german
from framing.features.people import People
from framing.features.rules import Found, find_attributions
from framing.features.second_look import with_second_look
from framing.features.signs import with_announced, with_labels, with_signed
from framing.features.speakers import MEDIA_TYPES, UNKNOWN, Cast
from framing.features.stretches import Covered
from framing.features.tagger import DEFAULT_PIPELINE, Model, Variant, load_model, load_parser, with_tagged
from framing.features.unlisted import with_unlisted
from framing.lexicon.entries import UNLISTED, CueEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.lexicon.words import fold
from framing.schema import Attribution, Cue, Source, Span
from framing.text import Document
from framing.text.quotations import MARKS
from framing.text.sentences import trim

Method = Literal["hybrid", "rules", "spacy"]
Rules = Callable[[Document, Language, Cast, list[Match[CueEntry]]], list[Found]]

OWN_WEIGHTS = "+own-weights"

_OPENING_THAT = re.compile(r"\bthat\s+\Z", re.IGNORECASE)
_OPENING_AS = re.compile(r"\b(?:as|als)\s+\Z", re.IGNORECASE)
_OBJECT_AND_NAME = "object, content"
_QUOTED_NAME = re.compile(r"\b(?:as|als)\s+(?:an?\s+|eine?n?\s+)?[\"“”„‘«]", re.IGNORECASE)
_REACH_OF_THAT = 8
_DASH = re.compile(r" (?:[—–]|--) ")
_STOPS = re.compile(r"[,.;:!?()\"“”]")
_CONJUNCTIONS = ("that", "dass", "ob")
_FEWEST_WORDS_OF_A_BARE_QUOTATION = 3


def find_document_attributions(
    document: Document,
    language: Language,
    first_id: int = 1,
    cast: Cast | None = None,
    method: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: Path | None = None,
) -> list[Attribution]:
    """Return the attributions of a document in the order of the text; ids go on from `first_id`.

    `cast` is the document's, where it has been made already. A text without any has an empty list. The method "spacy"
    is "hybrid" with the trees of a spaCy pipeline, by its name or folder; it raises `UsageError` where that cannot be
    had. `weights` is a folder of the user's own weights.
    """
    cast = cast or make_cast(document, language)
    cues, found = find_by_rules(document, language, cast)
    model = _model(language, method, pipeline, weights)
    found = (
        add_tagged(document, language, cues, found, model, cast)
        if model
        else _with_quotations(document, language, cues, found, cast)
    )
    records = []
    for number, one in enumerate(found, first_id):
        one = _with_told_outlet(document, cast, _with_plain_source(document, language, one))
        source = _source(cast, one.source) if one.source else _unnamed(one)
        records.append(
            Attribution(
                id=f"a{number}",
                source=source,
                via=_channel(cast, one.via) if one.via else None,
                cue=Cue(
                    spans=list(one.cue),
                    lemma=one.entry.lemma,
                    class_=one.entry.class_,
                    process="" if one.entry.class_ == UNLISTED else one.entry.process,
                ),
                content=list(one.content),
                form=_form(document, one.content),
                polarity="denied" if _denies(document, one, language) else "asserted",
                rule=one.rule,
                where=document.where,
            )
        )
    return records


def make_cast(document: Document, language: Language, people_of_text: People | None = None) -> Cast:
    """Return the persons and organisations of a document, as its language names them.

    A headline's names are understood by the people of the text under it.
    """
    return _CASTS.get(language.code, Cast)(document, language, people_of_text)


def describe_method(
    language: Language, method: Method, pipeline: str = DEFAULT_PIPELINE, weights: Path | None = None
) -> str:
    """Return the method as signatures name it: weights by their digest, a parser by its name and version.

    Weights that are not the shipped ones are told as such. Where a language has none, the rules work alone; "spacy"
    raises `UsageError` there.
    """
    model = _model(language, method, pipeline, weights)
    if model is None:
        return "rules"
    parser = f"+{model.parser.name}@{model.parser.version}" if model.parser else ""
    shipped = load_model(language.code, variant=model.card.variant)
    own = OWN_WEIGHTS if shipped is None or shipped.digest != model.digest else ""
    return f"{method}@{model.digest}{parser}{own}"


def _model(language: Language, method: Method, pipeline: str, weights: Path | None) -> Model | None:
    """Return the model of the folder of `weights`, where it has one for the language, else the shipped one."""
    if method == "rules":
        return None
    variant: Variant = "spacy" if method == "spacy" else ""
    model = load_model(language.code, weights, variant=variant) if weights else None
    model = model or load_model(language.code, variant=variant)
    if method == "hybrid":
        return model
    if model is None:
        raise UsageError(
            "spacy",
            f"there are no weights for the language {language.code}",
            "a language with weights",
            "use the method hybrid",
        )
    return model._replace(parser=load_parser(pipeline))


def find_by_rules(
    document: Document, language: Language, cast: Cast | None = None
) -> tuple[list[Match[CueEntry]], list[Found]]:
    """Return a document's matches of the cue lexicon, and what the rules make of them."""
    cast = cast or make_cast(document, language)
    matches = language.cues.find(document.text, document.pieces)
    find_all = _RULES.get(language.code, _find_all)
    found = _with_earlier_paragraphs(document, find_all(document, language, cast, matches))
    found = _with_bare_quotations(document, found)
    return matches, [_with_conjunction(document, one) for one in found]


def add_tagged(
    document: Document,
    language: Language,
    cues: list[Match[CueEntry]],
    found: list[Found],
    model: Model,
    cast: Cast | None = None,
) -> list[Found]:
    """Return what rules and tagger find together, from what the rules found."""
    cast = cast or Cast(document, language)
    together = with_tagged(document, language, cues, found, model)
    together = with_second_look(document, language, cues, together, cast)
    return _with_quotations(document, language, cues, _with_earlier_paragraphs(document, together), cast)


def _with_quotations(
    document: Document, language: Language, cues: list[Match[CueEntry]], found: list[Found], cast: Cast
) -> list[Found]:
    """Return attributions with what is said without a verb: lines of a transcript, quotations that follow another's."""
    found = with_signed(document, with_labels(document, language, cast, found))
    announced = with_announced(document, language, cues, found)
    return _with_bare_quotations(document, announced)


def _with_conjunction(document: Document, found: Found) -> Found:
    """Let content begin with the "that" before it, as PARC 3 and PolNeAR have it."""
    (start, end), *rest = found.content
    opening = _OPENING_THAT.search(document.text, max(0, start - _REACH_OF_THAT), start)
    return replace(found, content=((opening.start(), end), *rest)) if opening else found


def _find_all(
    document: Document, language: Language, cast: Cast, matches: list[Match[CueEntry]]
) -> list[Found]:
    starts = [match.start for match in matches]
    everything: list[Found] = []
    for number, (start, end) in enumerate(document.sentences):
        cues = matches[bisect_left(starts, start) : bisect_left(starts, end)]
        if not cues or _stand_in_one_quotation(document, cues):
            continue
        sentence = Sentence(document, number, language, cues)
        found = find_attributions(sentence)
        if found:
            everything += _with_shared_sources(with_channels(sentence, found, cast))
    return with_unlisted(document, language, sorted(everything, key=lambda one: one.place))


def _stand_in_one_quotation(document: Document, cues: list[Match[CueEntry]]) -> bool:
    """Whether all cues of a sentence are a speaker's, in whose words no rule looks for other speakers."""
    quotation = document.quotation_at(cues[0].start)
    return (
        quotation is not None
        and quotation.inner_start <= cues[0].start <= cues[-1].start < quotation.inner_end
    )


def _with_shared_sources(found: list[Found]) -> list[Found]:
    """Give a verb without a subject of its own (", adding that ...") the source of the verb before it."""
    shared = []
    last: Found | None = None
    for one in found:
        if one.elliptic:
            if last is not None:
                one = replace(one, source=last.source, via=one.via or last.via)
            elif one.source is None:
                continue
        elif one.source:
            last = one
        shared.append(one)
    return shared


def _with_earlier_paragraphs(document: Document, found: list[Found]) -> list[Found]:
    """Let a quotation whose speaker comes at its end hold the paragraphs before, each of which opens it again."""
    carried_on = [pair for pair in pairwise(document.quotations) if pair[0].continues]
    if not carried_on:
        return found
    line_breaks = {(end, start) for (_, end), (start, _) in pairwise(document.paragraphs)}
    before_opening = {
        after.start: before for before, after in carried_on if (before.end, after.start) in line_breaks
    }
    attributed = Covered(span for one in found for span in one.content)
    extended = []
    for one in found:
        earlier: list[Span] = []
        start = one.content[0][0]
        while before := before_opening.get(start):
            if attributed.touches(before.start, before.end):
                break
            earlier.insert(0, (before.start, before.end))
            start = before.start
        extended.append(replace(one, content=(*earlier, *one.content)) if earlier else one)
    return extended


def _with_bare_quotations(document: Document, found: list[Found]) -> list[Found]:
    """Let quotations that no cue introduces follow the attribution before them, if they go on from it."""
    if not document.opening_quotations:
        return found
    attributed = Covered(span for one in found for span in one.content)
    bare = [
        (number, span)
        for number, span in document.opening_quotations
        if not attributed.touches(*span) and _holds_some_words(document.text[slice(*span)])
    ]
    if not bare:
        return found
    extended = list(found)
    by_last_sentence: defaultdict[int | None, list[int]] = defaultdict(list)
    for k, one in enumerate(extended):
        if one.source:
            by_last_sentence[_last_sentence(document, one)].append(k)
    for number, span in bare:
        near = [*by_last_sentence[number - 1], *by_last_sentence[number]]
        before = [k for k in near if _goes_on(document, extended[k], span[0], number)]
        if before:
            k = max(before, key=lambda k: extended[k].content[-1][1])
            extended[k] = replace(extended[k], content=(*extended[k].content, span))
            by_last_sentence[_last_sentence(document, extended[k])].append(k)
    return extended


def _holds_some_words(text: str) -> bool:
    return len(text.split(None, _FEWEST_WORDS_OF_A_BARE_QUOTATION)) >= _FEWEST_WORDS_OF_A_BARE_QUOTATION


def _last_sentence(document: Document, found: Found) -> int | None:
    return document.sentence_at(max(found.content[-1][1], found.cue[-1][1]) - 1)


def _goes_on(document: Document, found: Found, start: int, number: int) -> bool:
    """Whether a quotation that is sentence `number` follows directly on an attribution with a quotation."""
    end = found.content[-1][1]
    edges = (edge for first, last in found.content for edge in (first, last - 1))
    if end > start or not any(map(document.quotation_at, edges)):
        return False
    previous = _last_sentence(document, found)
    if previous is None or previous + 1 < number:
        return False
    same_paragraph = document.paragraph_of[previous] == document.paragraph_of[number]
    last = document.quotation_at(end - 1)
    return (
        same_paragraph or (last is not None and last.continues) or _fills_paragraph(document, start, number)
    )


def _fills_paragraph(document: Document, start: int, number: int) -> bool:
    """Whether a paragraph is nothing but one quotation: without a new speaker, the last one goes on."""
    first, last = document.paragraphs[document.paragraph_of[number]]
    quotation = document.whole_quotation(start)
    return first == start and quotation is not None and quotation[1] >= last


def _source(cast: Cast, span: Span, is_channel: bool = False) -> Source:
    span = _without_lone_marks(cast.document.text, span)
    speaker = cast.resolve_channel(span) if is_channel else cast.resolve(span)
    text = cast.document.text[span[0] : span[1]]
    return Source(spans=[span], text=text, canonical=speaker.canonical, type=speaker.type)


def _channel(cast: Cast, span: Span) -> Source:
    """Return a channel: the outlet that its words name, be it in front of a journalist's name, or a call sign."""
    channel = _source(cast, span, is_channel=True)
    if channel.type in MEDIA_TYPES and not cast.people.is_person(channel.canonical):
        return channel
    outlet = outlet_in(span, cast)
    return replace(channel, canonical=outlet.canonical, type=outlet.type) if outlet else channel


def _with_told_outlet(document: Document, cast: Cast, found: Found) -> Found:
    """Give what somebody "told Reuters" its channel where no rule saw whom it was told."""
    if found.via is not None or found.addressee is not None or found.entry.lemma != "tell":
        return found
    told = told_outlet(found.cue[-1][1], cast)
    return replace(found, via=told) if told else found


def _with_plain_source(document: Document, language: Language, found: Found) -> Found:
    """Return an attribution whose source is who speaks: no "it" that is nobody, no dateline, nothing across a dash."""
    if found.source is None:
        return found
    start, end = found.source
    text, cue = document.text, found.cue[0]
    words = text[start:end]
    if words.lower() == "it" and end <= cue[0] and _is_passive(document, language, end, cue):
        return replace(found, source=None, rule=f"passive, {found.rule}")
    if words.isupper() and text.startswith(": ", end) and end < cue[0]:
        behind = trim(text, end + 1, cue[0])
        if behind and not _STOPS.search(text, *behind):
            return replace(found, source=behind)
    dash = _DASH.search(words) if document.where == "title" else None
    if dash and not _DASH.search(words, dash.end()):
        halves = (start, start + dash.start()), (start + dash.end(), end)
        return replace(found, source=halves[0] if cue[0] < start else halves[1])
    return found


def _is_passive(document: Document, language: Language, start: int, cue: Span) -> bool:
    """Whether "it" is the subject of a passive verb of reporting ("it was alleged that"), and so nobody."""
    tokens = [token.folded for token in document.tokens(start, cue[1])]
    participle = not tokens[-1].endswith("ing") if tokens else False
    return participle and not language.grammar["be"].isdisjoint(tokens[:-1])


def _without_lone_marks(text: str, span: Span) -> Span:
    """Return a source without quotation marks at its edges whose other half stands elsewhere or nowhere."""
    start, end = span
    while (
        end - start > 1 and text[start] in MARKS and not any(mark in MARKS for mark in text[start + 1 : end])
    ):
        start += 1
    while (
        end - start > 1
        and text[end - 1] in MARKS
        and not any(mark in MARKS for mark in text[start : end - 1])
    ):
        end -= 1
    return (start, end) if any(map(str.isalnum, text[start:end])) else span


def _unnamed(found: Found) -> Source | None:
    """An accusation or suspicion has a source even where nobody is named."""
    if found.rule.startswith("passive") or found.rule == "noun, content":
        return Source(spans=[], text="", canonical=None, type=UNKNOWN.type)
    return None


def _form(document: Document, content: tuple[Span, ...]) -> Literal["direct", "indirect", "mixed"]:
    quotations = [document.quotations_in(start, end) for start, end in content]
    if not any(quotations):
        return "indirect"
    words = quoted = 0
    for span, inside in zip(content, quotations, strict=True):
        starts = [token.start for token in document.tokens(*span) if token.is_word]
        words += len(starts)
        quoted += sum(bisect_left(starts, one.end) - bisect_left(starts, one.start) for one in inside)
    opening = document.tokens(*content[0])[0]
    if opening.folded in _CONJUNCTIONS:  # the outlet's own
        words -= 1
        quoted -= document.quotation_at(opening.start) is not None
    if not quoted:
        return "indirect"
    return "direct" if quoted == words else "mixed"


def _denies(document: Document, found: Found, language: Language) -> bool:
    """Whether a verb that denies, a negation beside the verb or a source that is nobody make a denial of it.

    What a thing is denied as is asserted of it ("rejected the charge as “baseless”").
    """
    denies = found.entry.lemma in language.grammar["denial"] and not _is_name_for_it(document, found)
    denied = found.negated != denies
    return denied != bool(found.source and _is_nobody(document.text[slice(*found.source)], language))


def _is_name_for_it(document: Document, found: Found) -> bool:
    """Whether what is said of a thing is but a name for it, behind "as": no clause and no deed ("denied acting as")."""
    if _OBJECT_AND_NAME not in found.rule:
        return False
    start, end = found.content[-1]
    if _OPENING_AS.search(document.text, max(0, start - _REACH_OF_THAT), start):
        return True
    opening = document.tokens(start, end)[0].folded
    return not opening.endswith("ing") and _QUOTED_NAME.search(document.text, start, end) is not None


def _is_nobody(source: str, language: Language) -> bool:
    """Whether a source begins with a word for nobody ("no official"), which in "No 10" is none."""
    numbered = source.split()[1:2]
    counted = bool(numbered) and numbered[0].isdigit()
    return not counted and (fold(source) + " ").startswith(_followed_by_space(language.grammar["nobody"]))


@lru_cache
def _followed_by_space(forms: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{form} " for form in forms)


# What a language has of its own; any other goes by English's word order.
_RULES: dict[str, Rules] = {"de": find_in_german}
_CASTS: dict[str, type[Cast]] = {"de": GermanCast}
