"""What the measuring scripts share: finding annotated data and running ``framing annotate`` on its texts."""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

DATA = "FRAMING_BENCH_DATA"


class Annotated(NamedTuple):
    """Annotated rows, what ``framing annotate`` found in each text by article id, and the seconds that it took."""

    rows: list[dict[str, Any]]
    found: dict[str, dict[str, Any]]
    seconds: float | None


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, compressed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def find_data(name: Path) -> Path | None:
    """Return the file of that name in the folder of annotated data; where it is missing, say so and return None."""
    folder = os.environ.get(DATA)
    if not folder:
        print(f"skipped: set {DATA} to the folder of annotated data; see benchmarks/README.md")
        return None
    if not Path(folder, name).is_file():
        print(f"skipped: {DATA} is set, but {name} is not in it; see benchmarks/README.md")
        return None
    return Path(folder, name)


def parser_for(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the option to score annotations that were written before."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--predicted", type=Path, help="a file that framing annotate wrote before")
    return parser


def run_annotate(rows: Sequence[dict[str, Any]], kept: Collection[str], folder: Path) -> tuple[Path, float]:
    """Run ``framing annotate`` on some keys of the rows; return the path of what it wrote, and the seconds.

    The seconds hold all of the command: its start, reading and writing. Raises `SystemExit` where it could not run.
    """
    articles, predicted = folder / "articles.jsonl", folder / "predicted.jsonl"
    with articles.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps({key: value for key, value in row.items() if key in kept}) + "\n")
    command = [sys.executable, "-m", "framing", "annotate", str(articles), "-o", str(predicted), "--quiet"]
    begin = time.perf_counter()
    finished = subprocess.run(command)
    if finished.returncode not in (0, 1):
        raise SystemExit("framing annotate could not run")
    return predicted, time.perf_counter() - begin


def read_annotated(gold: Path, kept: Collection[str], predicted: Path | None = None) -> Annotated:
    """Read annotated rows, and what is found in them when only the keys `kept` are shown, or was found before.

    Raises `SystemExit` where a text that was read is not the annotated one: offsets would mean something else.
    """
    rows = list(read_lines(gold))
    seconds = None
    with tempfile.TemporaryDirectory() as folder:
        if predicted is None:
            predicted, seconds = run_annotate(rows, kept, Path(folder))
        found = {each["article"]["id"]: each for each in read_lines(predicted)}
    for row in rows:
        if row["id"] in found and found[row["id"]]["article"]["text"] != row["text"]:
            raise SystemExit(f"{row['id']}: the text of the prediction is not the annotated text")
    return Annotated(rows, found, seconds)
