"""Find the sentences that an article prints a second time (room: reading)."""

import re
from collections.abc import Iterator

from framing.reading.lines import plain_words

_FEWEST_WORDS = 5
_BREAK = re.compile(r"([.!?…][\"'”’)]*)\s+")
# Where a text has no other signs, to look for full stops alone takes a third of the time.
_BREAK_AT_STOP = re.compile(r"(\.[\"'”’)]*)\s+")
_ABBREVIATION = re.compile(r"(?:\A|[\s.(\"“‘])[A-Z][a-z]{0,2}\Z")
_EDGES = " .!?…,;:\"'“”‘’()"


class Sentences:
    """The sentences seen so far in one article."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def note(self, words: str) -> None:
        """Remember a passage, so that it is a repeat when it comes again."""
        self._seen.add(_key(words))

    def split(self, text: str) -> list[tuple[int, int, bool]]:
        """Return the stretches of a paragraph, ``[start, end)`` without space around, and whether they are repeats.

        Neighbouring sentences of one sort are one stretch. A sentence of fewer than five words is never a repeat.
        """
        stretches: list[tuple[int, int, bool]] = []
        for start, end in _sentences(text):
            key = _key(text[start:end])
            repeated = key in self._seen and len(key.split()) >= _FEWEST_WORDS
            self._seen.add(key)
            if stretches and stretches[-1][2] == repeated:
                stretches[-1] = (stretches[-1][0], end, repeated)
            else:
                stretches.append((start, end, repeated))
        return stretches


def _key(words: str) -> str:
    return plain_words(words.strip(_EDGES))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    pattern = _BREAK if "?" in text or "!" in text or "…" in text else _BREAK_AT_STOP
    for found in pattern.finditer(text):
        stop = found.start()
        # No sentence ends at a short capitalised word with a full stop ("Mr.", "U.S.", "Sen.").
        before = max(0, stop - 4)
        if text[stop] == "." and not text[before:stop].islower() and _ABBREVIATION.search(text, before, stop):
            continue
        yield start, found.end(1)
        start = found.end()
    if start < len(text):
        yield start, len(text)
