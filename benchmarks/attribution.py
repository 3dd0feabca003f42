"""Measure attribution on the development part of PolNeAR; benchmarks/README.md says where the data come from."""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from framing.lexicon.words import Word, words_in

DATA = "FRAMING_BENCH_DATA"
GOLD = Path("attribution", "polnear-dev.jsonl.gz")
LEAST_OVERLAP = 0.5

Words = frozenset[int]


class Relation(NamedTuple):
    """An attribution as the numbers of the words of its content and of its source."""

    content: Words
    source: Words


class Tally(NamedTuple):
    """Counts that add up over articles; `sourced` are the pairs whose annotation names a source."""

    articles: int = 0
    annotated: int = 0
    predicted: int = 0
    paired: int = 0
    sourced: int = 0
    source_agrees: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Return the sum of two tallies."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def overlap(first: Words, second: Words) -> float:
    """Return the Jaccard overlap of two sets of words, from 0 to 1; 0 where both are empty."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def numbers_in(words: Sequence[Word], spans: Sequence[Sequence[int]]) -> Words:
    """Return the numbers of the words that any of the spans touches."""
    return frozenset(
        number
        for number, word in enumerate(words)
        if any(word.start < end and start < word.end for start, end in spans)
    )


def pair(predicted: Sequence[Relation], annotated: Sequence[Relation]) -> list[tuple[Relation, Relation]]:
    """Pair relations one to one by their content, closest first, where it overlaps by half or more."""
    candidates = sorted(
        (-overlap(mine.content, theirs.content), i, j)
        for i, mine in enumerate(predicted)
        for j, theirs in enumerate(annotated)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for negative_overlap, i, j in candidates:
        if -negative_overlap >= LEAST_OVERLAP and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return [(predicted[i], annotated[j]) for i, j in pairs.items()]


def tally_article(predicted: Sequence[Relation], annotated: Sequence[Relation]) -> Tally:
    """Return the counts of one article."""
    pairs = pair(predicted, annotated)
    sourced = [(mine, theirs) for mine, theirs in pairs if theirs.source]
    agreeing = sum(overlap(mine.source, theirs.source) >= LEAST_OVERLAP for mine, theirs in sourced)
    return Tally(1, len(annotated), len(predicted), len(pairs), len(sourced), agreeing)


def share(part: int, whole: int) -> float:
    """Return a share in percent; 0 where there is nothing to share."""
    return 100 * part / whole if whole else 0.0


def format_row(name: str, tally: Tally) -> str:
    """Return one line of the table."""
    precision, recall = share(tally.paired, tally.predicted), share(tally.paired, tally.annotated)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    source = share(tally.source_agrees, tally.sourced)
    return (
        f"{name:16} {tally.articles:8} {tally.annotated:9} {tally.predicted:9} "
        f"{precision:6.1f} {recall:6.1f} {f1:6.1f} {source:7.1f}"
    )


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, compressed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def spans_of(role: Any) -> Sequence[Sequence[int]]:
    """Return the spans of a role, given as a list of spans, as a record that has them, or as null."""
    if isinstance(role, dict):
        return list(role["spans"])
    return list(role or ())


def relations_of(words: Sequence[Word], attributions: Sequence[dict[str, Any]]) -> list[Relation]:
    """Return the attributions in a text; those in a title that stands apart from it are left out."""
    return [
        Relation(numbers_in(words, spans_of(each["content"])), numbers_in(words, spans_of(each["source"])))
        for each in attributions
        if each.get("where", "text") == "text"
    ]


def measure(gold: Path, predicted: Path) -> dict[str, Tally]:
    """Return the counts by outlet; an article that was not predicted counts as one without attributions.

    Raises `SystemExit` where a predicted text is not the annotated one: offsets would mean something else.
    """
    found = {row["article"]["id"]: row for row in read_lines(predicted)}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in read_lines(gold):
        prediction = found.get(row["id"])
        if prediction is not None and prediction["article"]["text"] != row["text"]:
            raise SystemExit(f"{row['id']}: the text of the prediction is not the annotated text")
        words = words_in(row["text"])
        mine = relations_of(words, prediction["attributions"] if prediction else [])
        tally = tally_article(mine, relations_of(words, row["attributions"]))
        tallies[row["outlet"]] = tallies[row["outlet"]].plus(tally)
    return dict(tallies)


def annotate(gold: Path, folder: Path) -> Path:
    """Run ``framing annotate`` on the articles without their annotations and return the path of what it wrote."""
    articles, predicted = folder / "articles.jsonl", folder / "predicted.jsonl"
    with articles.open("w", encoding="utf-8") as lines:
        for row in read_lines(gold):
            del row["attributions"]
            lines.write(json.dumps(row) + "\n")
    command = [sys.executable, "-m", "framing", "annotate", str(articles), "-o", str(predicted)]
    finished = subprocess.run(command)
    if finished.returncode == 2:
        raise SystemExit("framing annotate could not run")
    return predicted


def main() -> int:
    """Print the table and return 0, also where there are no data to measure on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--predicted", type=Path, help="a file that framing annotate wrote before")
    arguments = parser.parse_args()
    data = os.environ.get(DATA)
    if not data:
        print(f"skipped: set {DATA} to the folder of annotated data; see benchmarks/README.md")
        return 0
    gold = Path(data) / GOLD
    if not gold.is_file():
        print(f"skipped: {DATA} is set, but {GOLD} is not in it; see benchmarks/README.md")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tallies = measure(gold, arguments.predicted or annotate(gold, Path(folder)))
    total = Tally()
    print(f"{'outlet':16} articles annotated predicted      P      R     F1  source")
    for outlet, tally in sorted(tallies.items()):
        print(format_row(outlet, tally))
        total = total.plus(tally)
    print(format_row("all", total))
    return 0


if __name__ == "__main__":
    sys.exit(main())
