"""Small articles and lexicons for the tests of the workshop, and a check that all figures add up."""

from collections.abc import Callable
from math import isclose
from pathlib import Path

import pytest

from framing.schema import Article, Comparison, Region

HEADER = """
id = "{id}"
version = "1"
kind = "{kind}"
title = "A test"
language = "{language}"
licence = "MIT"
references = []
notes = ""
"""

ONE = """Council votes to close the harbour

The council voted on Monday to close the old harbour for two years, Mayor Ann Hill said. Her critics call the plan an \
outrageous invasion of the town, and perhaps a mistake.

“It is a sad day for the fishermen,” harbour master Ines Duarte told reporters. “It is a sad day for the town.” \
Fishermen said they had not been asked. The war in Ukraine has made fuel dear, and the work will begin in May.
"""
TWO = """Harbour to close

(Reuters) - The old harbour will close for two years, Mayor Ann Hill said on Monday. Russia's special military \
operation in Ukraine has made fuel dear, she added. It is a sad day for the town.
"""

WriteLexicon = Callable[..., Path]
MakeArticle = Callable[..., Article]


def check_sums(comparison: Comparison) -> None:
    """Each figure is the sum of the passages that it counts."""
    for figure in comparison.figures:
        total = sum(comparison.passages_by_id[id_].amount for id_ in figure.passages)
        assert isclose(total, figure.numerator, abs_tol=1e-6), figure


@pytest.fixture
def write_lexicon(tmp_path: Path) -> WriteLexicon:
    """Write a lexicon file of a kind from the text of its entries."""

    def write(kind: str, entries: str, id_: str = "mine", language: str = "en") -> Path:
        path = tmp_path / f"{id_}.toml"
        path.write_text(HEADER.format(id=id_, kind=kind, language=language) + entries, encoding="utf-8")
        return path

    return write


@pytest.fixture
def make_article() -> MakeArticle:
    """Make an article all of whose text is body, but for a line of furniture at the end if there is one."""

    def make(id_: str, text: str, furniture: str = "", **keys: str) -> Article:
        whole = f"{text}\n{furniture}" if furniture else text
        regions = [Region(kind="body", start=0, end=len(text), reason="test")]
        return Article(id=id_, file=f"{id_}.txt", text=whole, regions=regions, **keys)  # type: ignore[arg-type]

    return make
