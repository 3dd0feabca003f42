"""Find the forms of lexicons in a text: literal words, a trailing ``*``, word boundaries, no regular expressions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from framing.lexicon.words import FOLDED, ByWord

Payload = TypeVar("Payload")

# Hyphens part words here, so that "full-scale" and "full scale" are one form and "DPRK-Russia" holds two names.
_PIECE = re.compile(r"\w+(?:['’.]\w+)*")
_GAP = re.compile(r"(?:['’][sS]?)?\s?\s?[-‐‑]?\s?")
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_HYPHENS = frozenset("-‐‑")
_PREFIX_KEY = 3


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A hyphen-free part of a word, folded, at ``[start, end)``; a possessive ending is left out."""

    folded: str
    text: str
    start: int
    end: int


class Pieces(list[Piece]):
    """The pieces of a text in order, with an index of their words: all matchers look up the same one."""

    @cached_property
    def found(self) -> "dict[Search, list[list[Match[Any]]]]":
        """Return what each search found in the pieces, which it remembers here."""
        return {}

    @cached_property
    def words(self) -> list[str]:
        """Return the folded words of the pieces, and an empty one behind the last."""
        return [*[piece.folded for piece in self], ""]


class Match(msgspec.Struct, Generic[Payload], frozen=True, gc=False):
    """A form found at ``[start, end)``, with what the form stands for."""

    start: int
    end: int
    form: str
    payload: Payload


class _Form(NamedTuple):
    """A compiled form: its folded words, what stands between them, and its capitals as (word, letter) numbers.

    `matcher` is the number of its matcher in a search, `order` sorts forms that stand at the same place.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    capitals: tuple[tuple[int, int], ...]
    open_ended: bool
    form: str
    payload: Any
    matcher: int
    order: tuple[bool, int]


# Where a form begins, its end with a minus, its order, and the form.
_Ranked = tuple[int, int, tuple[bool, int], _Form]


class _Node:
    """A word of forms in a tree of their words: the forms that end with it, and the words that may follow.

    `open_forms` are those that end with a word which goes on from theirs.
    """

    __slots__ = ("following", "forms", "open_forms")

    def __init__(self) -> None:
        self.forms: list[_Form] = []
        self.open_forms: list[_Form] = []
        self.following: dict[str, _Node] = {}

    def add(self, form: _Form) -> None:
        """File a form that begins with this word, under its later ones."""
        node = self
        *closed, last = form.words
        for word in [*closed[1:], *(() if form.open_ended or not closed else (last,))]:
            node = node.following.setdefault(word, _Node())
        (node.open_forms if form.open_ended and closed else node.forms).append(form)

    def with_opened(self, opened: Iterable[_Form]) -> "_Node":
        """Return this word with some forms of one open word that it goes on from."""
        together = copy(self)
        together.forms = [*self.forms, *opened]
        return together


def pieces_in(text: str, start: int = 0, end: int | None = None) -> Pieces:
    """Return the pieces of a stretch of text in order."""
    found = _PIECE.finditer(text, start, len(text) if end is None else end)
    return Pieces([piece_of(match.group(), match.start()) for match in found])


def piece_of(word: str, start: int) -> Piece:
    """Return the piece of a word without hyphens that begins at an offset."""
    if is_possessive(word):
        word = word[:-2]
    return Piece(FOLDED[word], word, start, start + len(word))


def is_possessive(word: str) -> bool:
    """Whether a word has an ending that is left out of its piece."""
    return len(word) > 2 and word.endswith(_POSSESSIVES)


class Matcher(Generic[Payload]):
    """Many forms, found by looking once at each different word of a text."""

    def __init__(self, forms: Iterable[tuple[str, Payload]]) -> None:
        self.forms = list(forms)
        self._search = Search([self])
        self._number = 0

    def find(self, text: str, pieces: Sequence[Piece]) -> list[Match[Payload]]:
        """Return every form that stands in the text, overlapping ones too, by start and then longest first."""
        if not isinstance(pieces, Pieces):
            pieces = Pieces(pieces)
        return self._search.find(text, pieces)[self._number]

    def find_longest(self, text: str, pieces: Sequence[Piece]) -> list[Match[Payload]]:
        """Return the forms that stand in the text, of overlapping ones the leftmost and then the longest."""
        return list(without_overlap(self.find(text, pieces)))


def search_together(matchers: Iterable[Matcher[Any]]) -> None:
    """Let matchers look through a text together: the first of them that is asked finds for all."""
    some = list(matchers)
    search = Search(some)
    for number, matcher in enumerate(some):
        matcher._search, matcher._number = search, number


class Search:
    """The forms of some matchers, found in one pass over the words of a text."""

    def __init__(self, matchers: Sequence[Matcher[Any]]) -> None:
        self._matchers = matchers
        self._starts_of = ByWord(self._start_of)

    @cached_property
    def _forms(self) -> tuple[dict[str, _Node], dict[str, list[_Form]]]:
        """Return the forms by their first word, and those of one open word by its first letters."""
        starts: dict[str, _Node] = {}
        by_prefix: dict[str, list[_Form]] = {}
        for number, matcher in enumerate(self._matchers):
            for rank, (form, payload) in enumerate(matcher.forms):
                compiled = _compile(form, payload, number, rank)
                first = compiled.words[0]
                if len(compiled.words) == 1 and compiled.open_ended:
                    by_prefix.setdefault(first[:_PREFIX_KEY], []).append(compiled)
                else:
                    starts.setdefault(first, _Node()).add(compiled)
        return starts, by_prefix

    def find(self, text: str, pieces: Pieces) -> list[list[Match[Any]]]:
        """Return for each matcher what stands in the text; it is remembered with the pieces."""
        if self not in pieces.found:
            pieces.found[self] = self._find(text, pieces)
        return pieces.found[self]

    def _find(self, text: str, pieces: Pieces) -> list[list[Match[Any]]]:
        found: list[list[_Ranked]] = [[] for _ in self._matchers]
        words = pieces.words
        for number, node in enumerate(map(self._starts_of.__getitem__, words)):
            last = number
            while node is not None:
                if node.forms:
                    _add(node.forms, text, pieces, number, last, found)
                last += 1
                next_word = words[last]
                # Few words have open forms: what seldom is to be done is asked for before it is done.
                if node.open_forms and (opened := _opened(node.open_forms, next_word)):
                    _add(opened, text, pieces, number, last, found)
                node = node.following.get(next_word)
        for ranked in found:
            # The order parts any two forms at one place, so that the forms themselves are never compared.
            ranked.sort()
        return [
            [Match(begin, -end, form.form, form.payload) for begin, end, _, form in ranked]
            for ranked in found
        ]

    def _start_of(self, word: str) -> _Node | None:
        """Return the forms that a word may begin, or is or goes on from ("sanction*" from "sanctioned")."""
        starts, by_prefix = self._forms
        start = starts.get(word)
        opened = _opened(by_prefix.get(word[:_PREFIX_KEY], ()), word)
        if not opened:
            return start
        return (start or _Node()).with_opened(opened)


def _opened(forms: Iterable[_Form], word: str) -> list[_Form]:
    """Return those of some forms whose last, open word a word is or goes on from."""
    return [form for form in forms if word.startswith(form.words[-1])]


def _add(
    forms: Iterable[_Form], text: str, pieces: Pieces, first: int, last: int, found: list[list[_Ranked]]
) -> None:
    """Add those of some forms, whose words stand at some pieces, that have their capitals and what parts their words.

    A small-letter form is not found inside a compound ("war" in "anti-war"); a name is ("DPRK" in "DPRK-Russia").
    """
    start, end = pieces[first].start, pieces[last].end
    compound = None
    for form in forms:
        if form.capitals:
            if not all(pieces[first + number].text[k].isupper() for number, k in form.capitals):
                continue
        else:
            if compound is None:
                compound = _in_compound(text, start, end)
            if compound:
                continue
        if first == last or _is_parted(form, text, pieces, first):
            found[form.matcher].append((start, -end, form.order, form))


def without_overlap(matches: Iterable[Match[Payload]]) -> Iterator[Match[Payload]]:
    """Yield matches that are sorted by start and longest first, leaving out those that overlap an earlier one."""
    reached = -1
    for match in matches:
        if match.start >= reached:
            reached = match.end
            yield match


def _compile(form: str, payload: Any, matcher: int, rank: int) -> _Form:
    pieces = pieces_in(form.rstrip("*"))
    open_ended = form.endswith("*")
    return _Form(
        words=tuple(piece.folded for piece in pieces),
        gaps=tuple(_plain_gap(form[before.end : after.start]) for before, after in pairwise(pieces)),
        capitals=tuple(
            (number, k)
            for number, piece in enumerate(pieces)
            for k, letter in enumerate(piece.text)
            if letter.isupper()
        ),
        open_ended=open_ended,
        form=form,
        payload=payload,
        matcher=matcher,
        order=(open_ended and len(pieces) == 1, rank),
    )


def _is_parted(form: _Form, text: str, pieces: Sequence[Piece], first: int) -> bool:
    """Whether the words of a form, the first of which stands at a piece, are parted as in the form."""
    return all(
        _gap_fits(own_gap, text[pieces[k].end : pieces[k + 1].start])
        for k, own_gap in enumerate(form.gaps, first)
    )


def _plain_gap(gap: str) -> str:
    """Return what parts two words of a form; all that is like a space is one."""
    return " " if _GAP.fullmatch(gap) else gap


def _gap_fits(own_gap: str, gap: str) -> bool:
    """Whether what parts two words of a text is what parts them in a form, or like it: a space, a hyphen, a line end.

    A full stop or any other sign must stand in the form ("U.S. Army", "Mail & Guardian"), or a form would run from one
    sentence into the next; the stop of an abbreviation may be left out in the text. No form crosses a blank line.
    """
    if gap == own_gap:
        return True
    return own_gap in (" ", ". ") and _GAP.fullmatch(gap) is not None and gap.count("\n") < 2


def _in_compound(text: str, start: int, end: int) -> bool:
    """Whether a hyphen ties a stretch to another word, which may end in a full stop ("U.S.-supplied")."""
    if start >= 2 and text[start - 1] in _HYPHENS:
        before = start - 3 if text[start - 2] == "." else start - 2
        if before >= 0 and text[before].isalnum():
            return True
    hyphen = end + 1 if text[end : end + 1] == "." else end
    return text[hyphen : hyphen + 1] in _HYPHENS and text[hyphen + 1 : hyphen + 2].isalnum()
