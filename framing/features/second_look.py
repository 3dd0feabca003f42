"""A second look at what the tagger found, with the clauses of its sentence and the persons of the article.

The tagger reads words in a window: it takes the name next to a verb for its subject, and an act for words. The geometry
of the sentence knows better where a clause or an apposition parts the two. (Room: features.)
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from framing.features.chains import with_cited
from framing.features.clauses import Sentence
from framing.features.rules import Found
from framing.features.speakers import Cast
from framing.features.tagger.merge import RULE
from framing.lexicon.entries import UNLISTED, CueEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.lexicon.words import fold
from framing.schema import Span
from framing.text import Document

_PARTED = re.compile(r"\s*,\s")
_RELATIVE_BEHIND_COMMA = re.compile(r",\s+(?:\w+\s+of\s+)?(?:which|who|whom|whose)\b")
_CITING = re.compile(r",\s+(?:citing|quoting)\b")
_NAME_BEHIND = re.compile(r",\s+(?=[^\W\d_])")
_REACH = 160
_FAR = 1000
_LONGEST_AUXILIARY = 8
_POSSESSIVES = ("'s", "’s", "s'", "s’")


def with_second_look(
    document: Document,
    language: Language,
    cues: Sequence[Match[CueEntry]],
    found: Sequence[Found],
    cast: Cast,
) -> list[Found]:
    """Return attributions with better sources where the tagger had a part in them, without what is nobody's words."""
    looks = _Looks(document, language, cues, cast)
    seen = [looks.at(one) for one in found if not looks.says_nothing(one)]
    cited = [one.source for one in seen if one.via and one.source]
    return [one for one in seen if one.rule != RULE or not _only_names(one, cited)]


def _only_names(found: Found, cited: Sequence[Span]) -> bool:
    """Whether what an attribution says is whom an outlet cites: that is no content, but a source."""
    start, end = found.content[0]
    return any(
        source != found.source
        and source[0] < end
        and start < source[1]
        and (start == source[0] or end - start <= 2 * (source[1] - source[0]))
        for source in cited
    )


class _Looks:
    """What a second look asks of a document; a sentence is taken apart only where something in it calls for that."""

    def __init__(
        self, document: Document, language: Language, cues: Sequence[Match[CueEntry]], cast: Cast
    ) -> None:
        self._document = document
        self._text = document.text
        self._language = language
        self._grammar = language.grammar
        self._cues = cues
        self._cast = cast
        self._last: Sentence | None = None

    def at(self, found: Found) -> Found:
        """Return an attribution with the source that the clauses of its sentence, or those whom it cites, ask for."""
        if not found.rule.endswith(RULE):
            return found
        found = self._without_circumstance(found)
        if found.source is None:
            return found
        source = self._across_relative(found) or self._with_name(found.source)
        if source and source != found.source and not _overlaps(source, found.content):
            found = replace(found, source=source)
        if found.via is None and _CITING.search(self._text, *self._near(found)):
            found = with_cited(self._sentence(found), found, self._cast)
        return found

    def says_nothing(self, found: Found) -> bool:
        """Whether what the tagger alone found is the outlet's own expectation or an act without words."""
        return found.rule == RULE and (
            self._is_expected(found) or self._is_act(found) or self._is_no_cue(found)
        )

    def _is_no_cue(self, found: Found) -> bool:
        """Whether a cue of no lexicon is but "are" before a verb, or what somebody has ("the port's programme")."""
        if found.entry.class_ != UNLISTED or any(map(self._holds_quotation, found.content)):
            return False
        start, end = found.cue[0][0], found.cue[-1][1]
        opening = self._document.tokens(*found.content[0])[0].folded
        words = [token.folded for token in self._document.tokens(start, end)]
        if opening.endswith("ing") and all(word in self._grammar["be"] for word in words):
            return True
        if found.source is None:
            return False
        first, last = found.source
        return self._text[first:last].endswith(_POSSESSIVES) and not self._text[last:start].strip()

    def _holds_quotation(self, span: Span) -> bool:
        return any(self._document.quotations_at([token.start for token in self._document.tokens(*span)]))

    def _without_circumstance(self, found: Found) -> Found:
        """Leave out what a mere "after" parts from the content: when something is said is not what is said."""
        content = [found.content[0]]
        for start, end in found.content[1:]:
            between = fold(self._text[content[-1][1] : start]).strip(" ,")
            circumstance = (
                between in self._grammar["circumstance opener"] or between in self._grammar["contrast"]
            )
            if not circumstance or found.cue[0][0] > content[-1][0] or self._document.quotation_at(start):
                content.append((start, end))
        return replace(found, content=tuple(content)) if len(content) < len(found.content) else found

    def _across_relative(self, found: Found) -> Span | None:
        """Return the cue's subject where a relative clause parts it from the tagger's source; else None.

        The source may stand at the end of that clause ("the unions, which are feared by the mayor, warned") or
        before it ("the unions, which the mayor says are strong").
        """
        assert found.source is not None
        last, cue = found.source[1], found.cue[0][0]
        ends_clause = last <= cue and _PARTED.match(self._text, last, cue)
        if not ends_clause or not _RELATIVE_BEHIND_COMMA.search(self._text, self._near(found)[0], cue):
            return None
        sentence = self._sentence(found)
        place = bisect_left(sentence.starts, cue)
        while sentence.is_adverb(place - 1) or sentence.is_in(place - 1, "auxiliary", "modal", "negation"):
            place -= 1
        subject = sentence.subject_before(place)
        span = sentence.span(subject) if subject else None
        return span if span and not _overlaps(span, [found.source]) else None

    def _with_name(self, source: Span) -> Span | None:
        """Return a role with the name in apposition behind it ("the opposition leader, Karl Dent"), or None."""
        start, end = source
        comma = _NAME_BEHIND.match(self._text, end, end + _REACH)
        if comma is None:
            return None
        holds_office = any(role.payload.role == "person" for role in self._cast.roles.inside(start, end))
        if not holds_office or self._cast.people.named_in(start, end):
            return None
        close = re.compile(r"[,.;:()\n]").search(self._text, comma.end(), end + _REACH)
        stop = close.start() if close else min(end + _REACH, len(self._text))
        named = self._cast.people.named_in(comma.end(), stop)
        if not named or named[0][0] != comma.end():
            return None
        name = named[0][1].name
        ends = comma.end() + len(name)
        return (start, ends) if ends == stop else None

    def _is_expected(self, found: Found) -> bool:
        """Whether "expected to" is a passive without its auxiliary: "Lind expected to resign", in a headline."""
        start, end = found.cue[-1]
        words = [fold(word) for word in self._text[start:end].split()]
        if len(words) != 1 or not words[0].endswith("ed") or words[0] not in self._grammar["expectation"]:
            return False
        if not re.match(r"\s+to\b", self._text[end : end + 4]) or found.source is None:
            return False
        if fold(self._text[slice(*found.source)]) in self._grammar["subject pronoun"]:
            return False
        before = self._text[max(0, start - _LONGEST_AUXILIARY) : start].split()
        if before and fold(before[-1]) in self._grammar["auxiliary"]:
            return False
        opening, close = self._sentence_span(found)
        headline = not self._text[opening:close].rstrip(" \"”’'").endswith((".", "!", "?"))
        return headline or self._text[opening : found.source[0]].rstrip().endswith(",")

    def _is_act(self, found: Found) -> bool:
        """Whether a person is welcomed, or judged by a deed at a place, and no words of it are given."""
        if len(found.content) != 1 or found.cue[-1][1] > found.content[0][0]:
            return False
        start, end = found.content[0]
        greets = fold(self._text[slice(*found.cue[-1])].split()[-1]) in self._grammar["greeting"]
        if not greets and found.entry.class_ != "evaluative":
            return False
        if self._holds_quotation((start, end)):
            return False
        pieces = self._document.pieces_in(start, end)
        stop = next((piece.start for piece in pieces if self._opens_adjunct(piece.folded)), end)
        if not self._is_person(start, stop):
            return False
        behind = [piece.folded for piece in pieces if piece.start >= stop]
        if any(word in ("for", "that", "as", "over", "by") for word in behind):
            return False
        if greets:
            return True
        # What is judged at a place is a deed; "in tweets" words are given.
        at_place = bool(behind) and behind[0] in self._grammar["place opener"]
        roles = self._cast.roles.inside(stop, end)
        return at_place and not any(role.payload.role in ("document", "media") for role in roles)

    def _opens_adjunct(self, word: str) -> bool:
        return word in self._grammar["preposition"] or word in self._grammar["time word"] or word == "that"

    def _is_person(self, start: int, end: int) -> bool:
        words = fold(self._text[start:end]).strip(" ,")
        if words in ("him", "her", "them"):
            return True
        roles = self._cast.roles.inside(start, end)
        if roles and roles[-1].end >= end - 1:
            return roles[-1].payload.role in ("person", "group")
        named = self._cast.people.named_in(start, end)
        return bool(named) and "'s" not in words and "’s" not in words

    def _sentence_span(self, found: Found) -> Span:
        number = self._document.sentence_at(found.cue[0][0])
        return self._document.sentences[number] if number is not None else (0, 0)

    def _near(self, found: Found) -> Span:
        """Return what of a sentence stands near the cue, so that one without end is not read from end to end."""
        start, end = self._sentence_span(found)
        cue = found.cue[0][0]
        return max(start, cue - _FAR), min(end, cue + _FAR)

    def _sentence(self, found: Found) -> Sentence:
        number = self._document.sentence_at(found.cue[0][0])
        assert number is not None
        if self._last is None or self._last.number != number:
            start, end = self._document.sentences[number]
            first, last = (
                bisect_left(self._cues, edge, key=lambda match: match.start) for edge in (start, end)
            )
            self._last = Sentence(self._document, number, self._language, list(self._cues[first:last]))
        return self._last


def _overlaps(span: Span, content: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in content)
