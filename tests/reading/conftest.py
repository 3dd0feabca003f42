"""What the tests of reading share: the shipped words, without waiting for lexicons that reading does not use."""

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.lexicon.load import load_lexicon
from framing.lexicon.organisations import Organisations
from framing.reading import ReadingOptions, Vocabulary, read, read_text
from framing.reading.vocabulary import Furniture
from framing.resources import lexicon_folder
from framing.schema import Article, Reject

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


@pytest.fixture
def forms(repository: Path) -> Path:
    """Files that programs have written."""
    return repository / "tests" / "data" / "forms"


@pytest.fixture
def read_one(options: ReadingOptions) -> Callable[..., tuple[list[Article], list[Reject]]]:
    """Read a file; gives its articles and what was set aside."""

    def read_path(path: Path, **columns: str) -> tuple[list[Article], list[Reject]]:
        chosen = ReadingOptions(vocabulary=options.vocabulary, columns=columns)
        found = list(read([path], chosen))
        return (
            [one for one in found if isinstance(one, Article)],
            [one for one in found if isinstance(one, Reject)],
        )

    return read_path
