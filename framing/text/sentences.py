"""Split paragraphs into sentences. Own code, because quotation marks and offsets must agree with the rest."""

import re
from collections.abc import Collection, Iterator

# The look behind and the possessive marks keep long runs of stops from being tried again and again. The look behind
# stands behind the first stop: a pattern that begins with what is rare runs over a text in a third of the time.
_END = re.compile(r"(?P<mark>[.!?…](?<![.!?…].)[.!?…]*+)(?P<close>[\"”’'»)\]]*+)(?=\s)")
_NEXT = re.compile(r"\s+(?P<open>[\"“‘'«(\[]*)(?P<word>[\w$€£]\S*)")
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
    sentences = []
    begin = start
    for match in _END.finditer(text, start, end):
        following = _NEXT.match(text, match.end(), end)
        if (
            match["close"]
            and match["mark"] in ("?", "!")
            and _speaker_follows(text, match.end(), end, speech)
        ):
            continue
        if following and _is_numbered(text, begin, match, following, numbering):
            continue
        if following and _ends_sentence(text, begin, match, following, abbreviations, openers):
            sentences.append((begin, match.end()))
            begin = match.end() + (len(following.group()) - len(following.group().lstrip()))
    sentences.append((begin, end))
    bounded = (part for s, e in sentences for part in _bounded(text, s, e))
    return [trimmed for s, e in bounded if (trimmed := trim(text, s, e))]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what has no sentence's length any more (lists, mojibake), so that work stays linear in the text."""
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


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


def _is_numbered(
    text: str, begin: int, match: re.Match[str], following: re.Match[str], numbering: Collection[str]
) -> bool:
    return (
        match["mark"] == "."
        and _word_before(text, begin, match.start()).lower() in numbering
        and following["word"][0].isdigit()
    )


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
    word = _word_before(text, begin, match.start())
    if match["mark"] != "." or match["close"]:
        return not (match["mark"] == "!" and len(word) == 1 and word.isupper())  # a name such as "E! News"
    plain_next = next_word.rstrip(".,;:!?").lower()
    if _INITIALS.fullmatch(word):
        # One letter is somebody's initial; several are a name that may stand last.
        return len(word) > 1 and plain_next in openers
    return word.lower() not in abbreviations
