"""Small articles and lexicons for the tests of the workshop."""

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.schema import Article, Region

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

WriteLexicon = Callable[..., Path]
MakeArticle = Callable[..., Article]


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
