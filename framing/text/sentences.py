"""Split paragraphs into sentences. Own code, because quotation marks and offsets must agree with the rest."""

import re
from collections.abc import Collection
from itertools import pairwise

# The look behind and the possessive marks keep long runs of stops from being tried again and again. The look behind
# stands behind the first stop: a pattern that begins with what is rare runs over a text in a third of the time.
_END = re.compile(r"(?P<mark>[.!?…](?<![.!?…].)[.!?…]*+)(?P<close>[\"”’'»)\]]*+)(?=\s)")
_NEXT = re.compile(r"(?P<space>\s+)(?P<open>[\"“‘'«(\[]*)(?P<word>[\w$€£]\S*)")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_NAME_AND_WORD = re.compile(
    r"\s+(?:[A-Z][\w’'-]*\.? ){1,4}(?P<word>[a-z]+)(?=[.,]|\s+(?:on|in|at|during|after|before|as|of|to)\b)"
)
_LONGEST_SENTENCE = 2_000
_STRIP = "\"“‘'«([—–-"


def split_sentences(
    text: str,
    start: int,
    end: int,
    abbreviations: Collection[str],
    openers: Collection[str],
    numbering: Collection[str] = (),
    speech: Collection[str] = (),
) -> list[tuple[int, int]]:
    """Return the sentences of one paragraph as ``[start, end)`` without surrounding space.

    `abbreviations` never end a sentence ("Mr."); initials ("U.S.") end one only before a word of `openers` ("the"),
    words of `numbering` none before a number ("No. 4"). A question or exclamation in quotation marks goes on where a
    name and a verb of `speech` follow ("“Why?” Bo Lind asked"). Sentences of more than 2,000 characters are cut at a
    space. A paragraph of white space has none.
    """
    stretch = trim(text, start, end)
    if stretch is None:
        return []
    begin, end = stretch
    sentences: list[tuple[int, int]] = []
    for match in _END.finditer(text, begin, end):
        following = _NEXT.match(text, match.end(), end)
        if following is None:
            continue
        mark, close = match.groups()
        if close and mark in ("?", "!") and _speaker_follows(text, match.end(), end, speech):
            continue
        if _ends_sentence(text, begin, match, following, abbreviations, openers, numbering):
            sentences += _bounded(text, begin, match.end())
            begin = following.end("space")
    return sentences + _bounded(text, begin, end)


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut what has no sentence's length any more (lists, mojibake), so that work stays linear in the text."""
    if end - start <= _LONGEST_SENTENCE:
        return [(start, end)]
    edges = [start]
    while end - edges[-1] > _LONGEST_SENTENCE:
        begin = edges[-1]
        cut = text.rfind(" ", begin + 1, begin + _LONGEST_SENTENCE)
        edges.append(cut if cut > begin else begin + _LONGEST_SENTENCE)
    parts = (trim(text, *part) for part in pairwise([*edges, end]))
    return [part for part in parts if part]


def _word_before(text: str, begin: int, stop: int) -> str:
    start = stop
    while start > begin and not text[start - 1].isspace():
        start -= 1
    return text[start:stop].lstrip(_STRIP)


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span without the white space around it, or None where nothing else is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _speaker_follows(text: str, position: int, end: int, speech: Collection[str]) -> bool:
    """Whether a capitalised name, a verb of speech and no words of its own follow."""
    name = _NAME_AND_WORD.match(text, position, end)
    return name is not None and name["word"] in speech


def _ends_sentence(
    text: str,
    begin: int,
    match: re.Match[str],
    following: re.Match[str],
    abbreviations: Collection[str],
    openers: Collection[str],
    numbering: Collection[str],
) -> bool:
    opening, next_word = following.group("open", "word")
    first = next_word[0]
    if first.islower() or not (opening or first.isupper() or first.isdigit() or first in "$€£"):
        return False
    mark, close = match.groups()
    word = _word_before(text, begin, match.start())
    if mark == "." and first.isdigit() and word.lower() in numbering:
        return False
    if mark != "." or close:
        return not (mark == "!" and len(word) == 1 and word.isupper())  # a name such as "E! News"
    if _INITIALS.fullmatch(word):
        # One letter is somebody's initial; several are a name that may stand last.
        return len(word) > 1 and next_word.rstrip(".,;:!?").lower() in openers
    return word.lower() not in abbreviations
