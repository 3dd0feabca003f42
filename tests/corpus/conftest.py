"""Archives made up for the tests of stores: short reports, each with a text of its own, in several shards."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

PLACES = ("the harbour", "the old market", "a school", "the river bank", "the town hall")
OUTLETS = ("Harbour Gazette", "Reuters", "Yonhap")


def story(number: int, paragraphs: int = 1) -> dict[str, str]:
    """A report of its own: every record of a file may be told from the others by its text."""
    paragraph = (
        f"Officials opened plan {number} at {PLACES[number % 5]} on Monday. "
        f'"It is a shameful plan," the mayor said of number {number}.'
    )
    return {
        "title": f"Bridge plan {number}",
        "text": "\n\n".join([paragraph] * paragraphs),
        "outlet": OUTLETS[number % 3],
        "published": f"2024-06-{1 + number % 28:02}",
    }


@pytest.fixture(scope="session")
def write_stories() -> Callable[..., Path]:
    """A function that writes a file of JSON Lines."""

    def write(file: Path, numbers: range, paragraphs: int = 1) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(story(n, paragraphs)) + "\n" for n in numbers))
        return file

    return write


def files_in(folder: Path) -> dict[str, bytes]:
    """All that a store is: each file by its path, with its bytes."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and one.name != ".lock"
    }


@pytest.fixture(scope="session")
def content() -> Callable[[Path], dict[str, bytes]]:
    """A function that reads a whole store."""
    return files_in
