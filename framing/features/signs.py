"""Speakers by a mark alone: a colon behind the name or the sentence that announces a quotation, a dash before the name.

"REYES: At six." in a line of its own; "The board released a statement:" before a quotation in the same paragraph or the
next; "“Never again.” — Ida Holm". Somebody says it; no verb of the lexicon has to stand there. (Room: features.)
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from framing.features.clauses import Sentence
from framing.features.people import COUNTRY
from framing.features.rules import Found
from framing.features.speakers import Cast
from framing.features.stretches import Covered
from framing.features.tagger.merge import RULE
from framing.lexicon.entries import CueEntry, plain_cue
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.schema import Span
from framing.text import Document
from framing.text.sentences import trim

_LABEL = re.compile(
    r"[\"“]?(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3}|Q|A)(?: ?\([^()\n]{1,40}\))?:(?=\s)"
)
_NAME = r"[A-Z][\w.'’-]*(?: (?:(?:de|da|del|der|di|van|von|bin|al|la) )*[A-Z][\w.'’-]*){0,4}"
_SIGNED = re.compile(
    rf"\s*(?P<dash>[―—–]|--|-(?=\s))\s*(?P<name>{_NAME})(?P<rest>,[^.!?\"“”\n]{{2,80}})?\.?\s*"
)
_FEWEST_LABELS = 2
_QUESTION_AND_ANSWER = {"Q", "A"}
_NEVER_IN_LABELS = frozenset(
    {
        "section label",
        "subordinator",
        "question word",
        "subject pronoun",
        "auxiliary",
        "modal",
        "contraction",
        "clitic verb",
        "negation",
        "adjunct opener",
        "time word",
        "numeral",
        "plain speech",
    }
)
_FEWEST_WORDS_ANNOUNCED = 4
# White space between a colon and its quotation: a line end, a blank line, an indent.
_LONGEST_GAP = 12


class _Label(NamedTuple):
    """Capitals before a colon at the start of a line, and what stands behind it."""

    name: str
    span: Span
    colon: Span
    said: Span


COLON, DASH = plain_cue(":"), plain_cue("—")


def with_labels(document: Document, language: Language, cast: Cast, found: list[Found]) -> list[Found]:
    """Return attributions with the lines of a transcript, each its speaker's, whose name in capitals opens the line.

    One such line alone is no transcript. Capitals also head the parts of an explainer or a round-up of markets, which
    are the outlet's own words: a label is a speaker's where it is a question's or its answer's, names a person whom
    the article introduces, or stands in what is plainly a conversation, where names come back in turn or one asks and
    another says I. What was found across a label gives way, and so does what the tagger alone
    found in such a line or in a heading.
    """
    labels = []
    for start, end in document.paragraphs:
        label = _LABEL.match(document.text, start, end)
        said = trim(document.text, label.end(), end) if label else None
        if label and said:
            labels.append(_Label(label[1], label.span(1), (label.end() - 1, label.end()), said))
    if not labels:
        return found
    possible = [one for one in labels if _may_speak(one, document, language, cast)]
    no_headings = set(possible)
    headings = Covered((one.span[0], one.colon[1]) for one in labels if one not in no_headings)
    speaking = _of_speakers(possible, document, language, cast)
    if len(speaking) < _FEWEST_LABELS:
        speaking = []
    names = Covered((one.span[0], one.colon[1]) for one in speaking)
    lines = Covered(one.said for one in speaking)

    def gives_way(one: Found) -> bool:
        parts = (*one.cue, *one.content, *([one.source] if one.source else []))
        return any(names.touches(*part) for part in parts) or (
            one.rule == RULE and any(lines.touches(*part) or headings.touches(*part) for part in one.cue)
        )

    said_by = [
        Found("speaker label", COLON, (one.colon,), (one.said,), one.span, certain=True) for one in speaking
    ]
    return sorted([*said_by, *(one for one in found if not gives_way(one))], key=lambda one: one.place)


def _of_speakers(labels: list[_Label], document: Document, language: Language, cast: Cast) -> list[_Label]:
    """Return the labels that name speakers: all in a conversation, elsewhere those of known persons."""
    turns = [name for name, _ in groupby(one.name for one in labels)]
    in_turn = len(turns) > len(set(turns)) or any(_is_office(one, cast) for one in labels)
    asks = [document.text[slice(*one.said)].rstrip("\"”’'").endswith("?") for one in labels]
    personal = [
        any(token.folded in language.grammar["first person singular"] for token in document.tokens(*one.said))
        for one in labels
    ]
    answered = any(
        asks[k] and personal[k + 1] and one.name != labels[k + 1].name for k, one in enumerate(labels[:-1])
    )
    if answered or (in_turn and any(asks + personal)) or set(turns) >= _QUESTION_AND_ANSWER:
        return labels
    return [one for one in labels if _is_known(one, cast)]


def _is_known(label: _Label, cast: Cast) -> bool:
    """Whether a label names a person whom the article introduces."""
    return any(person.introductions for _, person in cast.people.named_in(*label.span))


def _may_speak(label: _Label, document: Document, language: Language, cast: Cast) -> bool:
    """Whether a label is no place, no people's name, no heading and no sentence."""
    if label.name in _QUESTION_AND_ANSWER or _is_known(label, cast):
        return True
    if any(match.payload.kind == COUNTRY for match in cast.organisations.inside(*label.span)):
        return False
    words = [piece.folded for piece in document.pieces_in(*label.span)]
    return not any(word in language.demonyms or language.is_in(word, *_NEVER_IN_LABELS) for word in words)


def _is_office(label: _Label, cast: Cast) -> bool:
    """Whether a label ends with a person's office ("THE MAYOR")."""
    roles = cast.roles.inside(*label.span)
    return bool(roles) and roles[-1].payload.role == "person" and roles[-1].end == label.span[1]


def with_announced(
    document: Document, language: Language, cues: Sequence[Match[CueEntry]], found: list[Found]
) -> list[Found]:
    """Return attributions with the quotations behind a colon that nobody has said yet.

    They belong to the attribution that ends at the colon; else to the subject of the sentence before it.
    """
    together = list(found)
    behind_colon = [
        (colon, one.start)
        for one in document.quotations
        if not one.goes_on and (colon := _colon_before(document.text, one.start)) >= 0
    ]
    if not behind_colon:
        return sorted(together, key=lambda one: one.place)
    said = Covered(span for one in found for span in one.content)
    by_end = {one.content[-1][1]: k for k, one in enumerate(together)}
    for colon, start in behind_colon:
        whole = document.whole_quotation(start)
        if whole is None or said.touches(*whole):
            continue
        if document.count_words(*whole) < _FEWEST_WORDS_ANNOUNCED:
            continue
        k = by_end.get(colon, by_end.get(colon + 1))
        if k is not None:
            *before, last = together[k].content
            says_all = document.count_words(*last) < _FEWEST_WORDS_ANNOUNCED and not document.quotation_at(
                last[0]
            )
            content = (*before, whole) if says_all else (*before, last, whole)
            together[k] = replace(together[k], content=content)
        elif announced := _announced(document, language, cues, colon, whole):
            together.append(announced)
    return sorted(together, key=lambda one: one.place)


def with_signed(document: Document, found: list[Found]) -> list[Found]:
    """Return attributions with the quotations that fill a paragraph but for a dash and a name behind them.

    The name may stand in a line of its own. What was found within such a quotation or across its dash gives way.
    """
    signed = []
    for number, (start, end) in enumerate(document.paragraphs):
        whole = document.whole_quotation(start)
        if whole is None or whole[0] != start or document.count_words(*whole) < _FEWEST_WORDS_ANNOUNCED:
            continue
        if whole[1] >= end and number + 1 < len(document.paragraphs):
            end = document.paragraphs[number + 1][1]
        name = _SIGNED.fullmatch(document.text, whole[1], end)
        if name:
            signed.append(
                Found("signed", DASH, (name.span("dash"),), (whole,), name.span("name"), certain=True)
            )
    if not signed:
        return found
    stretches = Covered((one.content[0][0], one.source[1]) for one in signed if one.source)
    kept = [one for one in found if not any(stretches.touches(*span) for span in (*one.cue, *one.content))]
    return sorted([*signed, *kept], key=lambda one: one.place)


def _colon_before(text: str, start: int) -> int:
    """Return where the colon stands that only white space parts from an offset, or -1."""
    colon = text.rfind(":", max(0, start - _LONGEST_GAP), start)
    return colon if colon >= 0 and not text[colon + 1 : start].strip() else -1


def _announced(
    document: Document, language: Language, cues: Sequence[Match[CueEntry]], colon: int, quotation: Span
) -> Found | None:
    number = document.sentence_at(colon)
    if number is None:
        return None
    start, end = document.sentences[number]
    first, last = (
        bisect_left(cues, edge, key=lambda match: match.start) for edge in (start, min(end, colon))
    )
    sentence = Sentence(document, number, language, list(cues[first:last]))
    verbs = [
        cue
        for cue in sentence.cues
        if cue.first in sentence.verb_positions and not sentence.quoted[cue.first]
    ]
    subject = sentence.main_subject(len(sentence))
    entry, cue = COLON, (colon, colon + 1)
    if verbs and (verb := verbs[-1].entry("verb")):
        group = sentence.verb_group(verbs[-1])
        subject = (None if group.passive else sentence.subject_before(group.first)) or subject
        entry = verb
        cue = sentence.tokens[verbs[-1].first].start, sentence.tokens[verbs[-1].last].end
    if subject is None or sentence.tokens[subject.first].start >= colon:
        return None
    return Found("announced by a colon", entry, (cue,), (quotation,), sentence.span(subject), certain=True)
