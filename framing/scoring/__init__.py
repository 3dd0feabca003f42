"""Scoring: from the annotations of many articles to one comparison, every number with its passages and interval."""

from framing.scoring.comparison import compare
from framing.scoring.rows import measure_rows
from framing.scoring.scored import scores
from framing.scoring.table import figures, tidy_table

__all__ = ["compare", "figures", "measure_rows", "scores", "tidy_table"]
