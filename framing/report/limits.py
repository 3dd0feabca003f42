"""Room report: how much of a large comparison one page holds, so that a phone can open it; the files hold the rest."""

from collections.abc import Sequence
from typing import TypeVar

_Held = TypeVar("_Held")

# Outlets that the page compares: those with the most words.
MOST_OUTLETS = 12
# Outlets beside one another that find room in the width of the text; of more, tables are set closer and wider.
MANY_COLUMNS = 7
# Letters of an outlet's longest word from which on the head of its column may break it.
LONG_WORD = 20
# Rows of a table that are shown at once; more open on demand.
LONG_TABLE = 12
# Cells (rows times outlets) that a table may have on the page.
MOST_CELLS = 600
# Letters of all articles whose texts the page holds.
MOST_LETTERS = 200_000
# Passages that a number lists where the page does not hold all articles; of them from articles that it does not hold.
MOST_PASSAGES = 24
MOST_EXCERPTS = 4
# Letters of an excerpt, and around it.
EXCERPT_LETTERS = 160
CONTEXT_LETTERS = 60
GLANCE_CONCEPTS = 6
MOST_PAIRS = 40
MOST_TERMS = 40
FEWEST_TERMS = 8
MOST_REJECTS = 200
MOST_CORRECTIONS = 200


def most_rows(outlets: int) -> int:
    """Return how many rows a table with a column for each outlet may have; never fewer than are shown at once."""
    return max(LONG_TABLE, MOST_CELLS // max(1, outlets))


def most_terms(outlets: int) -> int:
    """Return how many key terms of each outlet the page shows."""
    return min(MOST_TERMS, max(FEWEST_TERMS, MOST_CELLS // max(1, outlets)))


def spread(held: Sequence[_Held], most: int) -> list[_Held]:
    """Return at most so many of what is held, evenly spread from the first on; all where there are no more."""
    if len(held) <= most:
        return list(held)
    return [held[place * len(held) // most] for place in range(most)]
