"""What the tests of reading share: the shipped words, without waiting for lexicons that reading does not use."""

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.lexicon.load import load_lexicon
from framing.lexicon.organisations import Organisations
from framing.reading import ReadingOptions, Vocabulary, read_text
from framing.reading.vocabulary import Furniture
from framing.resources import lexicon_folder
from framing.schema import Article

Read = Callable[..., Article]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    folder = lexicon_folder("en")
    return Vocabulary(
        Furniture(load_lexicon(folder / "furniture.toml").entries),
        Organisations(load_lexicon(folder / "organisations.toml").entries),
    )


@pytest.fixture(scope="session")
def options(vocabulary: Vocabulary) -> ReadingOptions:
    return ReadingOptions(vocabulary=vocabulary)


@pytest.fixture(scope="session")
def article(options: ReadingOptions) -> Read:
    """Read a text that a test writes."""

    def make(text: str, **known: object) -> Article:
        given = {"file": "a.txt", "id": "a", "options": options, **known}
        return read_text(text, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with a name of its own."""
    made = tmp_path / "event"
    made.mkdir()
    return made
