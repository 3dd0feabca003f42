"""Find quotations in a paragraph: straight and curly marks, unclosed ones, and apostrophes that are no marks."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_PAIRS = {"“": "”", "«": "»", "„": "“", "‘": "’", '"': '"', "'": "'", "''": "''", "``": "''"}
_MARK = re.compile(r"''|``|[\"“”«»„‘’']")
_OPENERS_BEFORE = frozenset(" \t\u00a0([{—–-/\n")
_SHORTEST_SINGLE = 2
_SINGLE = frozenset("'‘")


class Quotation(NamedTuple):
    """A quotation at ``[start, end)`` with its marks; `continues` when the paragraph ends before the mark closes."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    continues: bool = False


def find_quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quotation]:
    """Return the outermost quotations of each paragraph in order; none overlaps another.

    A quotation that no mark closes runs to the end of its paragraph, never further; by the custom of print the next
    paragraph opens with a mark again if it goes on.
    """
    return [found for start, end in paragraphs for found in _in_paragraph(text, start, end)]


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    position = start
    while opening := _next_opening(text, position, start, end):
        mark = opening.group()
        closing = _closing(text, opening, end)
        if closing is None and mark in _SINGLE:
            position = opening.end()  # an apostrophe after all
            continue
        if closing is None:
            found.append(Quotation(opening.start(), end, opening.end(), end, continues=True))
            break
        found.append(Quotation(opening.start(), closing.end(), opening.end(), closing.start()))
        position = closing.end()
    return found


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
