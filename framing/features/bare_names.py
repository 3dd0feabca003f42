"""Names that nothing but their capitals tell, as of bodies that stand in no registry (room: features)."""

from functools import cached_property

from framing.features.offices import OTHER
from framing.features.stretches import Stretches
from framing.lexicon.entries import SourceEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match, Piece
from framing.schema import Span
from framing.text import Document

INSIDE_NAMES = ("of", "for", "the", "and")
# Classes whose words are nobody's name, with whatever capital.
_NEVER_NAMES = (
    "subject pronoun", "first person", "anybody", "pronoun", "possessive", "determiner", "negation", "auxiliary",
    "contraction", "connective", "coordinator", "subordinator", "preposition", "question word",
)  # fmt: skip


class BareNames:
    """The capitals of a document, as far as they are names."""

    def __init__(self, document: Document, language: Language, roles: Stretches[Match[SourceEntry]]) -> None:
        self._document = document
        self._grammar = language.grammar
        self._demonyms = language.demonyms
        self._is_in = language.is_in
        self._roles = roles

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
        if piece.start not in self._sentence_starts:
            return False
        if any(self._is_in(word, *_NEVER_NAMES) for word in (piece.folded, piece.folded.partition("'")[0])):
            return True
        plural = piece.text.endswith("s") and self._document.where == "text"
        within = self._words_within_sentences if plural else frozenset()
        return piece.text.lower() in within and piece.text not in within

    @cached_property
    def _sentence_starts(self) -> frozenset[int]:
        return frozenset(start for start, _ in self._document.sentences)

    @cached_property
    def _words_within_sentences(self) -> frozenset[str]:
        starts = self._sentence_starts
        return frozenset(piece.text for piece in self._document.pieces if piece.start not in starts)
