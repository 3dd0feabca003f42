"""Find the forms of lexicons in a text: literal words, a trailing ``*``, word boundaries, no regular expressions."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any, Generic, TypeVar

import msgspec

from framing.lexicon.words import FOLDED, ByWord, fold

Payload = TypeVar("Payload")

# Hyphens part words here, so that "full-scale" and "full scale" are one form and "DPRK-Russia" holds two names.
_PIECE = re.compile(r"\w+(?:['’.]\w+)*")
# Most forms are words with one space between, of which each is a piece.
_PLAIN = re.compile(r"\w+(?: \w+)*+")
_GAP = re.compile(r"(?:['’][sS]?)?\s?\s?[-‐‑]?\s?")
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_HYPHENS = frozenset("-‐‑")
_TYING = _HYPHENS | {"."}
_PREFIX_KEY = 3
_ORDER = attrgetter("order")


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


class _Form(msgspec.Struct, frozen=True, gc=False):
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


# A form that is not compiled yet: with its payload, the number of its matcher and its place there.
_Filed = tuple[str, Any, int, int]


class _Node:
    """A word of forms in a tree of their words: the forms that end with it, in order, and what may follow.

    `next` takes the word behind it and returns that word's node, or None where no form goes on with it.
    """

    __slots__ = ("_following", "_open_forms", "forms", "next")

    def __init__(self) -> None:
        self.forms: list[_Form] = []
        self._open_forms: list[_Form] = []
        self._following: dict[str, _Node] = {}
        # Few words have open forms behind them; of all others the dictionary alone is asked.
        self.next: Callable[[str], _Node | None] = self._following.get

    def add(self, form: _Form) -> None:
        """File a form that begins with this word, under its later ones."""
        node = self
        *closed, last = form.words
        for word in [*closed[1:], *(() if form.open_ended or not closed else (last,))]:
            node = node._following.setdefault(word, _Node())
        if form.open_ended and closed:
            node._open_forms.append(form)
            node.next = node._next_or_opened
        else:
            node.forms.append(form)

    def _next_or_opened(self, word: str) -> "_Node | None":
        return _with_opened(self._following.get(word), self._open_forms, word)


def pieces_in(text: str, start: int = 0, end: int | None = None) -> Pieces:
    """Return the pieces of a stretch of text in order."""
    found = _PIECE.finditer(text, start, len(text) if end is None else end)
    return Pieces([piece_of(match.group(), match.start()) for match in found])


def piece_of(word: str, start: int) -> Piece:
    """Return the piece of a word without hyphens that begins at an offset."""
    if is_possessive(word):
        word = word[:-2]
    return Piece(FOLDED[word], word, start, start + len(word))


def folded_words(text: str) -> str:
    """Return the folded words of the pieces of a text, one space between."""
    if text.isalnum() or _PLAIN.fullmatch(text):
        return fold(text)
    words = _PIECE.findall(text)
    return " ".join([fold(word[:-2] if is_possessive(word) else word) for word in words])


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
    def _forms(self) -> tuple[dict[str, list[_Filed]], dict[str, list[_Form]]]:
        """Return the forms by their first word, and those of one open word, compiled, by its first letters.

        To file a form takes a third of the time of compiling it, and the first words of most are in no text.
        """
        starts: dict[str, list[_Filed]] = {}
        by_prefix: dict[str, list[_Form]] = {}
        for number, matcher in enumerate(self._matchers):
            for rank, (form, payload) in enumerate(matcher.forms):
                first, _, later = folded_words(form.rstrip("*")).partition(" ")
                if form.endswith("*") and not later:
                    compiled = _compile(form, payload, number, rank)
                    by_prefix.setdefault(first[:_PREFIX_KEY], []).append(compiled)
                else:
                    starts.setdefault(first, []).append((form, payload, number, rank))
        return starts, by_prefix

    def find(self, text: str, pieces: Pieces) -> list[list[Match[Any]]]:
        """Return for each matcher what stands in the text; it is remembered with the pieces."""
        if self not in pieces.found:
            pieces.found[self] = self._find(text, pieces)
        return pieces.found[self]

    def _find(self, text: str, pieces: Pieces) -> list[list[Match[Any]]]:
        """Return what stands in the text: from left to right, and of one place the longest first."""
        found: list[list[Match[Any]]] = [[] for _ in self._matchers]
        words = pieces.words
        for number, node in enumerate(map(self._starts_of.__getitem__, words)):
            if node is None:
                continue
            if node.forms:
                _add_word(node.forms, text, pieces[number], found)
            last = number + 1
            longer = node.next(words[last])
            while longer is not None:
                if longer.forms:
                    _add_words(longer.forms, text, pieces[number : last + 1], found)
                last += 1
                longer = longer.next(words[last])
        return found

    def _start_of(self, word: str) -> _Node | None:
        """Return the forms that a word may begin, or is or goes on from ("sanction*" from "sanctioned")."""
        starts, by_prefix = self._forms
        filed, opened = starts.get(word), by_prefix.get(word[:_PREFIX_KEY])
        node = _node_of(filed) if filed else None
        return _with_opened(node, opened, word) if opened else node


def _node_of(filed: Iterable[_Filed]) -> _Node:
    """Return the node of a word with all forms that begin with it."""
    node = _Node()
    for one in filed:
        node.add(_compile(*one))
    return node


def _with_opened(node: _Node | None, forms: Iterable[_Form], word: str) -> _Node | None:
    """Return a word's node with those of some forms whose last, open word the word is or goes on from."""
    opened = [form for form in forms if word.startswith(form.words[-1])]
    if not opened:
        return node
    together = copy(node) if node else _Node()
    together.forms = sorted([*together.forms, *opened], key=_ORDER)
    return together


def _add_word(forms: Iterable[_Form], text: str, piece: Piece, found: list[list[Match[Any]]]) -> None:
    """Add those of some forms of one word, which stands at a piece, that have their capitals.

    A small-letter form is not found inside a compound ("war" in "anti-war"); a name is ("DPRK" in "DPRK-Russia").
    """
    start, end = piece.start, piece.end
    compound = _in_compound(text, start, end)
    for form in forms:
        if _has_capitals(form, [piece]) if form.capitals else not compound:
            found[form.matcher].append(Match(start, end, form.form, form.payload))


def _add_words(
    forms: Iterable[_Form], text: str, pieces: Sequence[Piece], found: list[list[Match[Any]]]
) -> None:
    """Add those of some longer forms, whose words stand at some pieces, that are parted so too.

    They go before the shorter ones that were found where they begin.
    """
    start, end = pieces[0].start, pieces[-1].end
    compound = _in_compound(text, start, end)
    for form in forms:
        stands = _has_capitals(form, pieces) if form.capitals else not compound
        if not stands or not _is_parted(form, text, pieces):
            continue
        matches = found[form.matcher]
        place = len(matches)
        while place and matches[place - 1].start == start and matches[place - 1].end < end:
            place -= 1
        matches.insert(place, Match(start, end, form.form, form.payload))


def without_overlap(matches: Iterable[Match[Payload]]) -> Iterator[Match[Payload]]:
    """Yield matches that are sorted by start and longest first, leaving out those that overlap an earlier one."""
    reached = -1
    for match in matches:
        if match.start >= reached:
            reached = match.end
            yield match


def _compile(form: str, payload: Any, matcher: int, rank: int) -> _Form:
    open_ended = form.endswith("*")
    literal = form.rstrip("*")
    if _PLAIN.fullmatch(literal):
        texts = literal.split(" ")
        gaps = (" ",) * (len(texts) - 1)
    else:
        pieces = pieces_in(literal)
        texts = [piece.text for piece in pieces]
        gaps = tuple(_plain_gap(form[before.end : after.start]) for before, after in pairwise(pieces))
    return _Form(
        words=tuple(map(fold, texts)),
        gaps=gaps,
        capitals=() if form.islower() else _capitals_of(texts),
        open_ended=open_ended,
        form=form,
        payload=payload,
        matcher=matcher,
        order=(open_ended and len(texts) == 1, rank),
    )


def _capitals_of(words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    return tuple(
        (number, k) for number, word in enumerate(words) for k, letter in enumerate(word) if letter.isupper()
    )


def _has_capitals(form: _Form, pieces: Sequence[Piece]) -> bool:
    """Whether the words at some pieces have a form's capitals."""
    return all(pieces[number].text[k].isupper() for number, k in form.capitals)


def _is_parted(form: _Form, text: str, pieces: Sequence[Piece]) -> bool:
    """Whether the words at some pieces are parted as in a form."""
    for own_gap, (before, after) in zip(form.gaps, pairwise(pieces), strict=True):
        if not _gap_fits(own_gap, text[before.end : after.start]):
            return False
    return True


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
    if text[start - 1] not in _HYPHENS and text[end : end + 1] not in _TYING:
        return False  # as most words do, it stands alone
    if start >= 2 and text[start - 1] in _HYPHENS:
        before = start - 3 if text[start - 2] == "." else start - 2
        if before >= 0 and text[before].isalnum():
            return True
    hyphen = end + 1 if text[end : end + 1] == "." else end
    return text[hyphen : hyphen + 1] in _HYPHENS and text[hyphen + 1 : hyphen + 2].isalnum()
