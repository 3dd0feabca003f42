"""Find quotations in a paragraph: straight and curly marks, unclosed ones, and apostrophes that are no marks."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_PAIRS = {"“": "”", "”": "”", "«": "»", "„": "“", "‘": "’", '"': '"', "'": "'", "''": "''", "``": "''"}
# Every sign that can be a quotation mark and nothing else: an apostrophe is none of them.
MARKS = frozenset('"“”«»„')
# Two apostrophes or grave accents, or one mark; the set of first letters stands first, since it is found faster so.
_MARK = re.compile(r"[\"“”«»„‘’'`](?:(?<=')'|(?<=`)`|(?<!`))")
_OPENERS_BEFORE = frozenset(" \t\u00a0([{—–-/\n")
_SHORTEST_SINGLE = 2
_SINGLE = frozenset("'‘")
_NEVER_OPEN_ENDED = _SINGLE | {"”"}
_MOST_BROKEN_LINES = 6
_LONGEST_WITH_ANOTHER = 2_000
_SENTENCE_END = re.compile(r"[.!?…]\s")
_FEWEST_ENDS = 2
_ENDS = frozenset(",.?!…")


class Quotation(NamedTuple):
    """A quotation at ``[start, end)`` with its marks; `continues` when the paragraph ends before the mark closes."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    continues: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether this is a later line of a quotation that opened on an earlier one."""
        return self.inner_start == self.start


def find_quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quotation]:
    """Return the outermost quotations of each paragraph in order; none overlaps another.

    A quotation that no mark closes runs to the end of its paragraph; by the custom of print the next paragraph opens
    with a mark again if it goes on. Only where a later line holds the missing end do the lines between belong to it.
    Marks around the whole of a text are no quotation: it is looked through without them.
    """
    quotations = _find(text, paragraphs)
    if not _wrap_all(text, paragraphs, quotations):
        return quotations
    inner = [(quotations[0].inner_start, paragraphs[0][1]), *paragraphs[1:]]
    inner[-1] = (inner[-1][0], quotations[-1].inner_end)
    return _find(text, inner)


def _find(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quotation]:
    found = [one for start, end in paragraphs for one in _in_paragraph(text, start, end)]
    return _with_broken_lines(text, paragraphs, found)


def _wrap_all(text: str, paragraphs: Sequence[tuple[int, int]], found: Sequence[Quotation]) -> bool:
    """Whether one pair of marks holds all of a text, and the text is longer than somebody's sentence or two."""
    if len(found) != len(paragraphs) or not found or found[-1].continues:
        return False
    if any(one[:2] != paragraph for one, paragraph in zip(found, paragraphs, strict=True)):
        return False
    one_pair = not found[0].goes_on and all(later.goes_on for later in found[1:])
    return one_pair and len(_SENTENCE_END.findall(text, found[0].start, found[-1].inner_end)) >= _FEWEST_ENDS


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    position = start
    unclosed: set[str] = set()
    while opening := _next_opening(text, position, start, end):
        mark = opening.group()
        closing = _straight_closing(text, opening, end) if mark == "“" else None
        if closing is None and mark not in unclosed:
            closing = _outermost_closing(text, opening, end) or _closing(text, opening, end)
        if closing is None and mark in _NEVER_OPEN_ENDED:
            position = opening.end()  # an apostrophe after all, and so are those that follow
            unclosed.add(mark)
            continue
        if closing is None:
            found.append(Quotation(opening.start(), end, opening.end(), end, continues=True))
            break
        found.append(Quotation(opening.start(), closing.end(), opening.end(), closing.start()))
        position = closing.end()
    return found


def _with_broken_lines(
    text: str, paragraphs: Sequence[tuple[int, int]], found: list[Quotation]
) -> list[Quotation]:
    """Let an unclosed quotation run on over lines without an opening mark up to the line that holds its end.

    Some tables and pages give each sentence a line of its own. Where a line opens a quotation of its own, or no end
    comes within a few lines, the quotation ends with its own line.
    """
    joined = list(found)
    open_ones = {one.end: one for one in found if one.continues}
    for number, (_, end) in enumerate(paragraphs):
        open_one = open_ones.get(end)
        if open_one is None:
            continue
        mark = text[open_one.start : open_one.inner_start]
        following = paragraphs[number + 1 : number + 1 + _MOST_BROKEN_LINES]
        stop = next((k for k, line in enumerate(following) if _first_mark(text, line, mark)), None)
        closing = _first_mark(text, following[stop], mark) if stop is not None else None
        if stop is None or closing is None or not _can_close(text, closing, following[stop], mark):
            continue
        joined += [Quotation(s, e, s, e, continues=True) for s, e in following[:stop]]
        joined.append(Quotation(following[stop][0], closing.end(), following[stop][0], closing.start()))
    return _outermost(joined)


def _outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return quotations in order, without those that begin within another."""
    outermost: list[Quotation] = []
    for one in sorted(quotations, key=lambda one: (one.start, -one.end)):
        if not outermost or one.start >= outermost[-1].end:
            outermost.append(one)
    return outermost


def _first_mark(text: str, line: tuple[int, int], mark: str) -> re.Match[str] | None:
    """Return the first mark of a line that may open or close quotations of this kind."""
    kinds = (mark, _PAIRS[mark])
    return next((m for m in _MARK.finditer(text, *line) if m.group() in kinds), None)


def _can_close(text: str, found: re.Match[str], line: tuple[int, int], mark: str) -> bool:
    if found.group() != _PAIRS[mark]:
        return False
    after = text[found.end()] if found.end() < line[1] else " "
    alone = found.start() == line[0]
    return not after.isalnum() and (alone or not text[found.start() - 1].isspace())


def _next_opening(text: str, position: int, start: int, end: int) -> re.Match[str] | None:
    for match in _MARK.finditer(text, position, end):
        mark = match.group()
        if mark not in _PAIRS:
            continue
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        if mark in ("“", "«", "„", "``"):
            return match
        if mark in _SINGLE and after.isdigit():
            continue  # the '90s
        if before in _OPENERS_BEFORE and not after.isspace():
            return match
    return None


def _closing(text: str, opening: re.Match[str], end: int) -> re.Match[str] | None:
    mark = opening.group()
    wanted = _PAIRS[mark]
    single = mark in _SINGLE
    for match in _MARK.finditer(text, opening.end(), end):
        if match.group() != wanted and not (mark == '"' and match.group() == "”"):
            continue
        before = text[match.start() - 1]
        after = text[match.end()] if match.end() < end else " "
        if single and (
            after.isalnum() or before.isspace() or match.start() - opening.end() < _SHORTEST_SINGLE
        ):
            continue  # an apostrophe inside the quotation, or the 'n' of rock 'n' roll
        if single and before == "s" and after == " " and _closing_later(text, match, wanted, end):
            continue  # a plural possessive inside the quotation
        if mark in ('"', "''") and before.isspace() and not after.isspace() and match.start() > opening.end():
            continue
        return match
    return None


def _outermost_closing(text: str, opening: re.Match[str], end: int) -> re.Match[str] | None:
    """Return the mark that closes a quotation which holds one of its own kind within one of another; else None.

    “He told me, ‘She said “never” twice,’” said Holm.
    """
    end = min(end, opening.end() + _LONGEST_WITH_ANOTHER)
    if opening.group() != "“" or text.find("“", opening.end(), end) < 0:
        return None
    within, depth, deepest = False, 0, 0
    for match in _MARK.finditer(text, opening.end(), end):
        mark = match.group()
        if mark == "‘":
            within = True
        elif mark == "’" and not text[match.end() : match.end() + 1].isalnum():
            within = False
        elif mark == "“" and (within or depth):
            depth, deepest = depth + 1, 1
        elif mark == "“":
            return None
        elif mark == "”":
            if not depth:
                return match if deepest else None
            depth -= 1
    return None


def _straight_closing(text: str, opening: re.Match[str], end: int) -> re.Match[str] | None:
    """Return the straight mark that closes a quotation which a curly one opened, where marks are mixed; else None.

    It stands before any other opening, straight or curly, and no curly mark closes the quotation: “Nothing," he said.
    Behind a comma or the end of a sentence it closes whatever opens later (“Nothing," he said. "Go on.”), and so does
    a curly mark that is the wrong way round (“Nothing,“ he said).
    """
    found = None
    for match in _MARK.finditer(text, opening.end(), end):
        mark = match.group()
        if mark == "“":
            after = text[match.end()] if match.end() < end else " "
            return match if found is None and text[match.start() - 1] in _ENDS and after.isspace() else found
        opens = mark == '"' and found is not None and text[match.start() - 1] in _OPENERS_BEFORE
        if opens and found is not None and text[found.start() - 1] in _ENDS:
            break
        if mark == "”":
            return None
        if mark == '"' and found is None:
            after = text[match.end()] if match.end() < end else " "
            if text[match.start() - 1] in _OPENERS_BEFORE or after.isalnum():
                return None
            found = match
    return found


def _closing_later(text: str, match: re.Match[str], wanted: str, end: int) -> bool:
    """Whether another mark that can close still follows before any new opening."""
    for later in _MARK.finditer(text, match.end(), end):
        before = text[later.start() - 1]
        after = text[later.end()] if later.end() < end else " "
        if later.group() == wanted and not before.isspace() and not after.isalnum():
            return True
        if later.group() in _SINGLE and before in _OPENERS_BEFORE:
            return False
    return False
