"""Room report: how much of a large comparison one page holds, so that a phone can open it; the files hold the rest."""

# Rows of a table that are shown at once; more open on demand.
LONG_TABLE = 12
# Cells (rows times outlets) that a table may have on the page.
MOST_CELLS = 600
# Letters of all articles whose texts the page holds.
MOST_LETTERS = 300_000
# Passages that a number lists where the page does not hold all articles; of them from articles that it does not hold.
MOST_PASSAGES = 12
MOST_EXCERPTS = 3
# Letters of an excerpt, and around it.
EXCERPT_LETTERS = 120
CONTEXT_LETTERS = 40
GLANCE_CONCEPTS = 6
MOST_PAIRS = 40
MOST_TERMS = 40
MOST_REJECTS = 200
MOST_CORRECTIONS = 200


def most_rows(outlets: int) -> int:
    """Return how many rows a table with a column for each outlet may have; never fewer than are shown at once."""
    return max(LONG_TABLE, MOST_CELLS // max(1, outlets))
