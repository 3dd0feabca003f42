"""The words of a text that names can be made of, as names have them (room: features)."""

import re
from functools import partial

from framing.lexicon.match import Piece
from framing.lexicon.words import ByWord, fold
from framing.text import Document
from framing.text.scan import Reading, Scan

PARTICLES = frozenset(
    {"de", "da", "del", "der", "di", "van", "von", "bin", "al", "el", "la", "le", "dos", "ibn", "ben"}
)
# Particles with a capital are words with a capital, so that only their later letters may be either.
_PARTICLE = "|".join(f"{word[0]}(?i:{word[1:]})" for word in sorted(PARTICLES))
# What a name can be made of: words that begin with a capital, and particles. Of letters, signs and digits that run on
# without a space, the first letter begins the word.
_NAME = re.compile(rf"[\d_'’.-]*+([^\W\d_a-z][\w'’.-]*+|(?:{_PARTICLE})(?:['’][sS])?[.'’-]*+(?!\w))")
_RUN = re.compile(r"[\w'’.-]*+")
_RUNS_ON = frozenset("'’.-_")

# Where a word begins as names have it, the word, its folded form, that before its first hyphen, if it is capitalised.
_WordOfNames = tuple[int, str, str, str, bool]


class NameWord(Piece, frozen=True, gc=False):
    """A word as names have it, written up to `stop`; `head` is what stands before its first hyphen, folded."""

    stop: int
    head: str
    capital: bool


class NameWords:
    """The words of names of a document, read once and handed out for any stretch."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        # Not a method: this would hold itself, and memory would wait for Python to look for cycles.
        self._read = partial(_read_name_words, document)
        self._words = Scan(document.text, self._read)

    def within(self, start: int, end: int) -> list[NameWord]:
        """Return the words of a stretch that names can be made of."""
        before = self._text[start - 1] if start else " "
        if before.isalnum() or before in _RUNS_ON:  # the word before may run on into the stretch
            return self._read(self._text, start, end).items
        return self._words.within(start, end)


def _runs_on_from_letters(text: str, start: int, stop: int) -> bool:
    """Whether what runs on without a space up to an offset, within a stretch that begins at `start`, has a letter."""
    while stop > start and (text[stop - 1] in _RUNS_ON or text[stop - 1].isdecimal()):
        stop -= 1
    return stop > start and text[stop - 1].isalnum()


def _end_of_run(text: str, start: int, end: int) -> int:
    """Return where what runs on without a space from an offset stops."""
    run = _RUN.match(text, start, end)
    return run.end() if run else start


def _as_name(word: str) -> _WordOfNames | None:
    """Return a word as names have it: possessive endings left out, folded without full stops; None if none has it."""
    found = _NAME.match(word)
    if found is None:
        return None
    written = found[1]
    if written[-2:].lower() in ("'s", "’s"):
        written = written[:-2]
    written = written.rstrip(".-'’") if len(written) > 2 else written
    folded = fold(written).replace(".", "")
    return found.start(1), written, folded, folded.partition("-")[0], written[0].isupper()


_AS_NAME = ByWord(_as_name)


def _read_name_words(document: Document, text: str, start: int, end: int) -> Reading[NameWord]:
    """Return the words of names in a stretch: hyphens inside ("Jean-Pierre"), possessive endings left out."""
    words = []
    for token in document.tokens(start, end):
        name = _AS_NAME[token.text]
        if name is None:
            continue
        begin, stop = token.start, token.end
        if begin > start and text[begin - 1] in _RUNS_ON and _runs_on_from_letters(text, start, begin):
            continue
        if stop < end and text[stop] in _RUNS_ON:
            stop = _end_of_run(text, stop, end)
            name = _AS_NAME[text[begin:stop]]
            if name is None:
                continue
        shift, written, folded, head, capital = name
        begin += shift
        words.append(NameWord(folded, written, begin, begin + len(written), stop, head, capital))
    return Reading(words, [word.start for word in words], [word.stop for word in words])
