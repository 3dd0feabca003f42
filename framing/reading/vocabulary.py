"""The words that steer the rules of reading (room: reading): furniture phrases by class, and the outlets' registry."""

import re
from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from framing.errors import LexiconError
from framing.lexicon.entries import FurnitureEntry
from framing.lexicon.load import load_lexicon, load_shipped
from framing.lexicon.match import Matcher, Piece, pieces_in
from framing.lexicon.organisations import Organisations, load_organisations
from framing.lexicon.phrases import PhraseIndex
from framing.lexicon.words import fold
from framing.reading.lines import Line, plain_words
from framing.resources import lexicon_folder

# Classes whose phrases make a whole line furniture; the other classes are only parts of shapes.
_PHRASES = (
    "share",
    "error",
    "navigation",
    "subscription",
    "consent",
    "advertising",
    "comment",
    "note",
    "related-heading",
)

# Classes whose phrases are looked for in every line, anywhere in it.
_ANYWHERE = ("rights", "contribution", "photo-sign", "photo-position", "origin")

# Signs, in small letters, one of which stands in each line that fits a pattern of `framing.reading.shapes`: to one that
# takes capitals for small letters, a Turkish i is an i.
_SIGNS = {
    "copyright": ["©", "(c)", "copyright", "copyr\u0131ght", "copyri\u0307ght"],
    "position": [
        *(" (l)", " (c)", " (r)"),
        *(
            f", {which}{side}"
            for which in ("", "far ", "second ")
            for side in ("left", "right", "center", "centre")
        ),
    ],
}

_SMALL_WORDS = "prose-word"
_FIRST_WORD = re.compile(r"\w+")


class Opening(NamedTuple):
    """A furniture phrase with which a line begins: its class and how many words it has."""

    name: str
    words: int


class Furniture:
    """The classes of words of a furniture lexicon, compiled for look-up."""

    def __init__(self, entries: Iterable[FurnitureEntry]) -> None:
        self._forms: dict[str, list[str]] = {}
        for entry in entries:
            self._forms.setdefault(entry.name, []).extend(entry.forms)
        self._phrases = Matcher((form, name) for name in _PHRASES for form in self._forms.get(name, ()))
        self._matchers = {
            name: Matcher((form, name) for form in forms) for name, forms in self._forms.items()
        }
        self._keys = {name: [plain_words(form) for form in forms] for name, forms in self._forms.items()}
        self._sought = self._keys | _SIGNS
        self._anywhere = PhraseIndex(
            (key, (name, key)) for name in (*_ANYWHERE, *_SIGNS) for key in self._sought.get(name, ())
        )
        self._openings: dict[str, tuple[str, ...]] = {}
        for name in _PHRASES:
            for form in self._keys.get(name, ()):
                first = _first_word(form)
                self._openings[first] = (*self._openings.get(first, ()), form)
        self._words = {
            name: frozenset(piece.folded for form in forms for piece in pieces_in(form))
            for name, forms in self._forms.items()
        }
        self.months = [form.casefold() for form in self._forms.get("month", ())]

    def words(self, name: str) -> frozenset[str]:
        """Return all single words, folded, of a class; empty where the lexicon has no such class."""
        return self._words.get(name, frozenset())

    def is_phrase(self, name: str, words: str) -> bool:
        """Return whether words, brackets around them aside, are a phrase of a class and nothing else."""
        return plain_words(words.strip("()[] ")) in self._keys.get(name, ())

    def for_lines(self, lines: Iterable[Line]) -> "Furniture":
        """Return the furniture for some lines, in which classes are not looked for of which no phrase stands in them.

        Most articles hold no phrase of most classes: one look at all of their words spares one at each line.
        """
        text = "\n".join([line.low for line in lines])
        standing = {name for name, key in self._anywhere.may_stand_in(text) if key in text}
        narrowed = copy(self)
        narrowed._sought = self._sought | {name: [] for name in {*_ANYWHERE, *_SIGNS} - standing}
        return narrowed

    def may_hold(self, name: str, line: Line) -> bool:
        """Return whether a phrase of a class, or a sign, can stand in a line: quick, and right when it says no."""
        return any(map(line.low.__contains__, self._sought.get(name, ())))

    def holds(self, name: str, line: Line) -> bool:
        """Return whether a phrase of a class stands anywhere in a line."""
        return self.may_hold(name, line) and self.place(name, line.bare, line.pieces or None) is not None

    def place(self, name: str, line: str, pieces: list[Piece] | None = None) -> tuple[int, int] | None:
        """Return where in a line the first phrase of a class stands, or None."""
        matcher = self._matchers.get(name)
        if matcher is None:
            return None
        found = matcher.find(line, pieces_in(line) if pieces is None else pieces)
        return (found[0].start, found[0].end) if found else None

    def may_open(self, line: Line) -> bool:
        """Return whether a line can begin with a furniture phrase or a number: quick, and right when it says no."""
        found = _FIRST_WORD.search(line.low)
        if not found:
            return False
        first = found.group()
        openings = self._openings.get(first)
        return first[0].isdigit() or (openings is not None and line.low.startswith(openings, found.start()))

    def whole_line(self, line: str, pieces: list[Piece]) -> str | None:
        """Return the class of phrase that opens a line made of nothing but furniture phrases and numbers, else None."""
        found = self._phrases.find_longest(line, pieces)
        if not found:
            return None
        covered = [False] * len(pieces)
        for match in found:
            for k, piece in enumerate(pieces):
                covered[k] |= match.start <= piece.start < match.end
        if all(done or piece.text.isdecimal() for done, piece in zip(covered, pieces, strict=True)):
            return found[0].payload
        return None

    def opening(self, line: str, pieces: list[Piece]) -> Opening | None:
        """Return the longest furniture phrase with which a line begins, or None."""
        if not pieces:
            return None
        found = [match for match in self._phrases.find(line, pieces[:8]) if match.start == pieces[0].start]
        if not found:
            return None
        longest = max(found, key=lambda match: match.end)
        return Opening(longest.payload, sum(piece.start < longest.end for piece in pieces))


def _first_word(low: str) -> str:
    found = _FIRST_WORD.search(low)
    return found.group() if found else ""


class Vocabulary(NamedTuple):
    """What reading needs to know of the world: furniture phrases and who is who."""

    furniture: Furniture
    organisations: Organisations


@lru_cache
def small_words(language: str) -> frozenset[str]:
    """Return the folded words by which a text is known to be in a shipped language, without its other lexicons."""
    lexicon = load_lexicon(lexicon_folder(language) / "furniture.toml")
    entries = (entry for entry in lexicon.entries if isinstance(entry, FurnitureEntry))
    return frozenset(fold(form) for entry in entries if entry.name == _SMALL_WORDS for form in entry.forms)


@lru_cache
def load_furniture(language: str) -> Furniture:
    """Return the furniture phrases of a shipped language, without its other lexicons."""
    lexicon = load_lexicon(lexicon_folder(language) / "furniture.toml")
    return Furniture(entry for entry in lexicon.entries if isinstance(entry, FurnitureEntry))


@lru_cache
def load_vocabulary(language: str = "en", extra: tuple[Path, ...] = ()) -> Vocabulary:
    """Return the vocabulary of a language's shipped lexicons, and the organisations of `extra` files that add to them.

    Raises `LexiconError` where a lexicon is missing or cannot be trusted.
    """
    lexicons = load_shipped(language).get("furniture", ())
    if not lexicons:
        raise LexiconError(f"lexicons/{language}", "has no lexicon of furniture", "a file of that kind")
    entries = [
        entry for lexicon in lexicons for entry in lexicon.entries if isinstance(entry, FurnitureEntry)
    ]
    return Vocabulary(Furniture(entries), load_organisations(language, extra))
