"""Names that nothing but their capitals tell, as of bodies that stand in no registry (room: features)."""

import re
from functools import cached_property

from framing.features.offices import OTHER
from framing.features.people import People
from framing.features.stretches import Stretches
from framing.lexicon.entries import SourceEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match, Piece
from framing.schema import Span
from framing.text import Document

INSIDE_NAMES = ("of", "for", "the", "and")
# "May said", "Democrats said", "Labour said": words of these classes are names too.
_CLASSES_OF_NAMES_TOO = frozenset(
    {"modal", "time word", "people", "party word", "side of a leader", "name of a newspaper"}
)
_NO_CLASS: frozenset[str] = frozenset()
_CAPITAL_WITHIN = re.compile(r"(?:(?<=[a-z] )|(?<=[a-z], ))[^\W\d_a-z][\w'’-]*")


class BareNames:
    """The capitals of a document, as far as they are names."""

    def __init__(
        self, document: Document, language: Language, roles: Stretches[Match[SourceEntry]], people: People
    ) -> None:
        self._document = document
        self._grammar = language.grammar
        self._demonyms = language.demonyms
        self._classes_of = language.classes_of
        self._roles = roles
        self._people = people

    def name_in(self, start: int, end: int) -> Span | None:
        """Return the words of a stretch that stand together as a name, without article and title, or None."""
        pieces = [
            p for p in self._document.pieces_in(start, end) if p.folded not in self._grammar["determiner"]
        ]
        while len(pieces) > 1 and pieces[0].folded in self._grammar["title"]:
            pieces = pieces[1:]
        if len(pieces) == 1 and (len(pieces[0].text) == 1 or self._opens_sentence_alone(pieces[0])):
            return None  # the Q and A of an interview; "Others", "Participants"
        capital = [p.text[0].isupper() for p in pieces]
        if any(capital) and all(c or p.folded in INSIDE_NAMES for c, p in zip(capital, pieces, strict=True)):
            return pieces[0].start, pieces[-1].end
        capitals = [p for p in pieces if p.text[0].isupper() and p.folded not in self._demonyms]
        if capitals and pieces[-1] is capitals[-1] and len(capitals) > 1:
            return capitals[0].start, capitals[-1].end
        return None

    def type_of(self, start: int, end: int) -> str:
        """Return the type that the last word of a name tells ("the Dockers' Union", "Quay Holdings")."""
        last = self._document.pieces_in(start, end)[-1]
        if last.folded in self._grammar["company ending"]:
            return "business"
        if last.folded in self._grammar["name of a newspaper"]:
            return "media"
        if last.folded in self._grammar["party word"]:
            return "party"
        role = self._roles.at(last.start)
        return role.payload.type if role and role.payload.role == "body" else OTHER

    def goes_on(self, piece: Piece) -> bool:
        """Whether a word goes on with a name: it has a capital and is no day or month."""
        return piece.text[0].isupper() and piece.folded not in self._grammar["time word"]

    def _opens_sentence_alone(self, piece: Piece) -> bool:
        """Whether a word has its capital only since it opens a sentence: elsewhere it is written small."""
        if piece.start not in self._sentence_starts or self._people.bearer_of(piece.folded):
            return False
        if self._classes_of.get(piece.folded.partition("'")[0], _NO_CLASS) - _CLASSES_OF_NAMES_TOO:
            return True
        return piece.text.lower() in self._small_words and piece.text not in self._capitals_within

    @cached_property
    def _sentence_starts(self) -> frozenset[int]:
        return frozenset(start for start, _ in self._document.sentences)

    @cached_property
    def _small_words(self) -> frozenset[str]:
        return frozenset(piece.text for piece in self._document.pieces if piece.text.islower())

    @cached_property
    def _capitals_within(self) -> frozenset[str]:
        """The words that have a capital behind another word of their sentence."""
        return frozenset(_CAPITAL_WITHIN.findall(self._document.text))
