"""Split paragraphs into sentences. Own code, because quotation marks and offsets must agree with the rest."""

import re
from collections.abc import Collection

_END = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"”’'»)\]]*)(?=\s+)")
_NEXT = re.compile(r"\s+(?P<open>[\"“‘'«(\[]*)(?P<word>[\w$€£]\S*)")
_LAST_WORD = re.compile(r"(\S+)\Z")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_STRIP = "\"“‘'«([—–-"


def split_sentences(
    text: str, start: int, end: int, abbreviations: Collection[str], openers: Collection[str]
) -> list[tuple[int, int]]:
    """Return the sentences of one paragraph as ``[start, end)`` without surrounding space.

    `abbreviations` never end a sentence ("Mr."); initials ("U.S.") end one only before a word of `openers`
    ("the"). A paragraph of white space has none.
    """
    sentences = []
    begin = start
    for match in _END.finditer(text, start, end):
        following = _NEXT.match(text, match.end(), end)
        if following and _ends_sentence(text, begin, match, following, abbreviations, openers):
            sentences.append((begin, match.end()))
            begin = match.end() + (len(following.group()) - len(following.group().lstrip()))
    sentences.append((begin, end))
    return [trimmed for s, e in sentences if (trimmed := trim(text, s, e))]


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span without the white space around it, or None where nothing else is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _ends_sentence(
    text: str,
    begin: int,
    match: re.Match[str],
    following: re.Match[str],
    abbreviations: Collection[str],
    openers: Collection[str],
) -> bool:
    next_word = following["word"]
    if not (next_word[0].isupper() or next_word[0].isdigit() or next_word[0] in "$€£" or following["open"]):
        return False
    if next_word[0].islower():
        return False
    if match["mark"] != "." or match["close"]:
        return True
    last = _LAST_WORD.search(text, begin, match.start())
    word = last.group().lstrip(_STRIP) if last else ""
    plain_next = next_word.rstrip(".,;:!?").lower()
    if _INITIALS.fullmatch(word):
        # One letter is somebody's initial; several are a name that may stand last.
        return len(word) > 1 and plain_next in openers
    return word.lower() not in abbreviations
