"""Find the forms of lexicons in a text: literal words, a trailing ``*``, word boundaries, no regular expressions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

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
    def places(self) -> dict[str, list[int]]:
        """Return the numbers of the pieces that are a word, by word."""
        places: dict[str, list[int]] = {}
        for number, piece in enumerate(self):
            places.setdefault(piece.folded, []).append(number)
        return places


class Match(NamedTuple, Generic[Payload]):
    """A form found at ``[start, end)``, with what the form stands for."""

    start: int
    end: int
    form: str
    payload: Payload


class _Form(NamedTuple, Generic[Payload]):
    """A compiled form: its folded words, what stands between them, and its capitals as (word, letter) numbers.

    `rank` orders forms that stand at the same place.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    capitals: tuple[tuple[int, int], ...]
    open_ended: bool
    form: str
    payload: Payload
    rank: int


# Where a form begins, its end with a minus, whether it is one open word, its rank, and the form.
_Ranked = tuple[int, int, bool, int, _Form[Payload]]


class _Start(Generic[Payload]):
    """The forms that begin with one word: the word alone, those with a known second word, those with an open one."""

    __slots__ = ("by_second_word", "open_second_word", "single")

    def __init__(self) -> None:
        self.single: list[_Form[Payload]] = []
        self.by_second_word: dict[str, list[_Form[Payload]]] = {}
        self.open_second_word: list[_Form[Payload]] = []

    def add(self, form: _Form[Payload]) -> None:
        """File a form under what its second word is."""
        if len(form.words) == 1:
            self.single.append(form)
        elif len(form.words) == 2 and form.open_ended:
            self.open_second_word.append(form)
        else:
            self.by_second_word.setdefault(form.words[1], []).append(form)


def pieces_in(text: str, start: int = 0, end: int | None = None) -> Pieces:
    """Return the pieces of a stretch of text in order."""
    found = _PIECE.finditer(text, start, len(text) if end is None else end)
    return Pieces(piece_of(match.group(), match.start()) for match in found)


def piece_of(word: str, start: int) -> Piece:
    """Return the piece of a word without hyphens that begins at an offset."""
    # Most words end in another letter: one look at it is cheaper than the full test.
    if word[-1] in "sS" and len(word) > 2 and word.endswith(_POSSESSIVES):
        word = word[:-2]
    return Piece(FOLDED[word], word, start, start + len(word))


class Matcher(Generic[Payload]):
    """Many forms, found by looking once at each different word of a text."""

    def __init__(self, forms: Iterable[tuple[str, Payload]]) -> None:
        self._starts: dict[str, _Start[Payload]] = {}
        self._by_prefix: dict[str, list[_Form[Payload]]] = {}
        self._opened_by = ByWord(self._forms_opened_by)
        for rank, (form, payload) in enumerate(forms):
            compiled = _compile(form, payload, rank)
            first = compiled.words[0]
            if len(compiled.words) == 1 and compiled.open_ended:
                self._by_prefix.setdefault(first[:_PREFIX_KEY], []).append(compiled)
            else:
                self._starts.setdefault(first, _Start()).add(compiled)

    def find(self, text: str, pieces: Sequence[Piece]) -> list[Match[Payload]]:
        """Return every form that stands in the text, overlapping ones too, by start and then longest first."""
        pieces = pieces if isinstance(pieces, Pieces) else Pieces(pieces)
        places = pieces.places
        found: list[_Ranked[Payload]] = []
        # Few words of a text begin a form: these alone are looked at.
        for word in self._starts.keys() & places.keys():
            start = self._starts[word]
            for number in places[word]:
                for form in start.single:
                    if _single_fits(form, text, pieces[number]):
                        found.append(_ranked(form, pieces, number, number))
            if start.by_second_word or start.open_second_word:
                _find_longer(start, text, pieces, places[word], found)
        if self._by_prefix:
            for word in places:
                for form in self._opened_by[word]:
                    fitting = [number for number in places[word] if _single_fits(form, text, pieces[number])]
                    found += [_ranked(form, pieces, number, number) for number in fitting]
        # The rank parts any two forms at one place, so that the forms themselves are never compared.
        found.sort()
        return [Match(begin, -end, form.form, form.payload) for begin, end, _, _, form in found]

    def find_longest(self, text: str, pieces: Sequence[Piece]) -> list[Match[Payload]]:
        """Return the forms that stand in the text, of overlapping ones the leftmost and then the longest."""
        return list(without_overlap(self.find(text, pieces)))

    def _forms_opened_by(self, word: str) -> tuple[_Form[Payload], ...]:
        """Return the forms of one open word that a word goes on from ("sanction*" from "sanctioned")."""
        forms = self._by_prefix.get(word[:_PREFIX_KEY], ())
        return tuple(form for form in forms if word.startswith(form.words[0]))


def _find_longer(
    start: _Start[Payload], text: str, pieces: Pieces, numbers: list[int], found: list[_Ranked[Payload]]
) -> None:
    """Add the forms of two or more words that begin at some pieces, all of them the same word."""
    for number in numbers:
        second = pieces[number + 1].folded if number + 1 < len(pieces) else ""
        for form in start.by_second_word.get(second, ()):
            last = number + len(form.words) - 1
            if last < len(pieces) and _fits(form, text, pieces, number, last):
                found.append(_ranked(form, pieces, number, last))
        for form in start.open_second_word:
            if second.startswith(form.words[1]) and _fits(form, text, pieces, number, number + 1):
                found.append(_ranked(form, pieces, number, number + 1))


def _ranked(form: _Form[Payload], pieces: Pieces, first: int, last: int) -> _Ranked[Payload]:
    """Return a found form so that sorting puts it where it belongs: by start, then longest, then by rank."""
    open_word = form.open_ended and len(form.words) == 1
    return pieces[first].start, -pieces[last].end, open_word, form.rank, form


def without_overlap(matches: Iterable[Match[Payload]]) -> Iterator[Match[Payload]]:
    """Yield matches that are sorted by start and longest first, leaving out those that overlap an earlier one."""
    reached = -1
    for match in matches:
        if match.start >= reached:
            reached = match.end
            yield match


def _compile(form: str, payload: Payload, rank: int) -> _Form[Payload]:
    pieces = pieces_in(form.rstrip("*"))
    return _Form(
        words=tuple(piece.folded for piece in pieces),
        gaps=tuple(_plain_gap(form[before.end : after.start]) for before, after in pairwise(pieces)),
        capitals=tuple(
            (number, k)
            for number, piece in enumerate(pieces)
            for k, letter in enumerate(piece.text)
            if letter.isupper()
        ),
        open_ended=form.endswith("*"),
        form=form,
        payload=payload,
        rank=rank,
    )


def _single_fits(form: _Form[Payload], text: str, piece: Piece) -> bool:
    """Whether a form of one word, whose letters stand in a piece, has its capitals or is no part of a compound."""
    if form.capitals:
        return all(piece.text[k].isupper() for _, k in form.capitals)
    return not _in_compound(text, piece.start, piece.end)


def _fits(form: _Form[Payload], text: str, pieces: Sequence[Piece], first: int, last: int) -> bool:
    """Whether a form of several words, the first of which stands at a piece, goes on to another piece."""
    words = form.words
    for k in range(1, len(words)):
        piece = pieces[first + k]
        if piece.folded != words[k] and not (
            form.open_ended and first + k == last and piece.folded.startswith(words[k])
        ):
            return False
    for number, k in form.capitals:
        if not pieces[first + number].text[k].isupper():
            return False
    for k, own_gap in enumerate(form.gaps, first):
        if not _gap_fits(own_gap, text[pieces[k].end : pieces[k + 1].start]):
            return False
    # A small-letter form is not found inside a compound ("war" in "anti-war"); a name is ("DPRK" in "DPRK-Russia").
    return bool(form.capitals) or not _in_compound(text, pieces[first].start, pieces[last].end)


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
