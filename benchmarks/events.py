"""Measure `framing events`: how well it groups, and how long it takes; benchmarks/README.md tells of the data.

Accuracy: BCubed precision, recall and F1 (Bagga and Baldwin 1998) in percent on articles whose stories are annotated,
with their days and without them; intervals resample stories. ``--stories FILE`` measures on another file.

Time: articles are made up from real ones, any that are given (``--time ARTICLES.jsonl``). Each made-up event takes the
sentences of three articles drawn at random and gives new names to what has a capital within a sentence, the same ones
throughout, so that the vocabulary grows as it does in news. Each of its articles, one to twelve of different outlets on
two days, draws half of those sentences, at most 25; one in five is a copy of another with some sentences cut from its
end. A thousand articles fall on a day, so that more articles are more days. Each size runs in a process of its own, as
a user would run it, and how well the made-up events are found is printed beside it.
"""

import json
import math
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import alone
from alone import run_alone
from data import find_data, parser_for, read_lines

GOLD = Path("stories", "seesaw-train.jsonl.gz")
KEPT = ("id", "outlet", "title", "text", "url")
SIZES = (1000, 5000, 20_000, 100_000)
OUTLETS = 40
# Twenty-five sentences have some 550 words.
SENTENCES = 25
ARTICLES_A_DAY = 1000
RESAMPLES = 2000
SEED = 20240619
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
_SYLLABLES = [
    first + last for first in "bdfgklmnprstvz" for last in ("a", "e", "i", "o", "u", "an", "el", "or")
]


class BCubed(NamedTuple):
    """Precision, recall and F1 in percent; not a number of nothing."""

    precision: float
    recall: float
    f1: float


def bcubed_of_articles(story: Mapping[str, str], event: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Return precision and recall (0 to 1) of each article; one without an event is alone."""
    groups: dict[str, list[str]] = defaultdict(list)
    for article in story:
        groups[event.get(article, f"\0{article}")].append(article)
    sizes = Counter(story.values())
    found = {}
    for members in groups.values():
        inside = Counter(story[one] for one in members)
        for one in members:
            together = inside[story[one]]
            found[one] = together / len(members), together / sizes[story[one]]
    return found


def mean_of(values: Sequence[tuple[float, float]]) -> BCubed:
    """Return the mean precision and recall of articles, and their harmonic mean."""
    if not values:
        return BCubed(math.nan, math.nan, math.nan)
    precision, recall = (100 * sum(part) / len(values) for part in zip(*values, strict=True))
    return BCubed(precision, recall, 2 * precision * recall / (precision + recall))


def interval(found: Mapping[str, tuple[float, float]], story: Mapping[str, str]) -> tuple[float, float]:
    """Return the 95 % percentile interval of F1 when stories are drawn anew with replacement."""
    by_story: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for article, value in found.items():
        by_story[story[article]].append(value)
    names, dice = sorted(by_story), random.Random(SEED)
    drawn = sorted(
        mean_of([value for name in dice.choices(names, k=len(names)) for value in by_story[name]]).f1
        for _ in range(RESAMPLES)
    )
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def write_lines(file: Path, rows: Iterator[dict[str, Any]]) -> None:
    """Write objects as JSON Lines."""
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


class Run(NamedTuple):
    """What one run gave: the event of each article, seconds of its processor, and megabytes at its peak."""

    event: dict[str, str]
    seconds: float
    megabytes: float


def run_events(articles: Path) -> Run:
    """Run ``framing events`` on a file; raises `SystemExit` where it could not run."""
    found = articles.with_name(f"{articles.stem}-events.jsonl")
    # Rejects are told where accuracy is measured.
    took = run_alone([alone.__file__, "events", str(articles), "-o", str(found), "--quiet"])
    return Run({row["id"]: row["event"] for row in read_lines(found)}, took.seconds, took.megabytes)


def print_accuracy(gold: Path, predicted: Path | None) -> None:
    """Print a line with the days of the articles and one without them, or one for a file written before."""
    rows = list(read_lines(gold))
    story = {row["id"]: row["story"] for row in rows}
    print(f"{len(story)} articles, {len(set(story.values()))} stories; 95 % intervals by story")
    with tempfile.TemporaryDirectory() as folder:
        for name, kept in (("with days", (*KEPT, "published")), ("without", KEPT)):
            if predicted:
                name, event = "predicted", {row["id"]: row["event"] for row in read_lines(predicted)}
            else:
                file = Path(folder, f"{name}.jsonl")
                write_lines(file, ({key: row[key] for key in kept if key in row} for row in rows))
                event = run_events(file).event
            found = bcubed_of_articles(story, event)
            score, (low, high) = mean_of(list(found.values())), interval(found, story)
            print(
                f"{name:10} {len(set(event.values())):4} events  P {score.precision:5.1f}  R {score.recall:5.1f}  "
                f"F1 {score.f1:5.1f}  ({low:.1f}, {high:.1f})"
            )
            if predicted:
                break


def make_up(articles: Sequence[Mapping[str, Any]], count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Yield made-up articles with their `story`, in the order of their days; see the top of this file."""
    dice = random.Random(seed)
    split = [
        [sentence for sentence in _BETWEEN_SENTENCES.split(article["text"]) if len(sentence.split()) > 4]
        for article in articles
    ]
    split = [sentences for sentences in split if len(sentences) > 4]
    waiting: list[dict[str, Any]] = []
    made, story, day = 0, 0, 0
    while made < count:
        today = [one for one in waiting if one["day"] <= day]
        waiting = [one for one in waiting if one["day"] > day]
        while len(today) < ARTICLES_A_DAY:
            for one in _tell(split, story, day, dice):
                (today if one["day"] == day else waiting).append(one)
            story += 1
        dice.shuffle(today)
        for one in today[: count - made]:
            published = date(2020, 1, 1) + timedelta(days=day)
            yield {"id": f"{made:07}", **one, "published": published.isoformat()}
            made += 1
        day += 1


def _tell(
    split: Sequence[Sequence[str]], story: int, day: int, dice: random.Random
) -> Iterator[dict[str, Any]]:
    names: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        return names.setdefault(found[0], "".join(dice.choices(_SYLLABLES, k=3)).capitalize())

    sentences = [_NAME.sub(rename, one) for drawn in dice.sample(split, 3) for one in drawn]
    # Most events have one article, few have many.
    number = min(12, int(dice.paretovariate(1)))
    texts: list[list[str]] = []
    for outlet in dice.sample(range(OUTLETS), number):
        if texts and dice.random() < 0.2:
            copied = dice.choice(texts)
            told = copied[: max(3, math.ceil(len(copied) * dice.uniform(0.7, 1)))]
        else:
            told = dice.sample(sentences, max(3, min(len(sentences) // 2, SENTENCES)))
        texts.append(told)
        yield {
            "story": str(story),
            "outlet": f"Outlet {outlet}",
            "title": " ".join(told[0].split()[:10]),
            "text": "\n".join(told),
            "day": day + (dice.random() < 0.3),
        }


def print_times(articles: Sequence[Mapping[str, Any]], sizes: Sequence[int]) -> None:
    """Print a row a size, and the exponent of the growth of time from the first to the last."""
    print(f"{'articles':>8} {'CPU s':>7} {'s per 1,000':>11} {'MB peak':>8} {'BCubed F1':>9}")
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            file = Path(folder, f"{size}.jsonl")
            story: dict[str, str] = {}
            made = make_up(articles, size)
            write_lines(file, (_without_story(row, story) for row in made))
            run = run_events(file)
            score = mean_of(list(bcubed_of_articles(story, run.event).values()))
            print(
                f"{size:8,} {run.seconds:7.1f} {1000 * run.seconds / size:11.2f} {run.megabytes:8.0f} {score.f1:9.1f}"
            )
            times.append(run.seconds)
    if len(sizes) > 1:
        exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
        print(f"time grows with the articles to the power of {exponent:.2f}")


def _without_story(row: dict[str, Any], story: dict[str, str]) -> dict[str, Any]:
    story[row["id"]] = row.pop("story")
    return row


def main() -> int:
    """Print the tables and return 0, also where there are no data to measure on."""
    parser = parser_for(__doc__)
    parser.add_argument("--stories", type=Path, metavar="FILE", help="measure on these annotated articles")
    parser.add_argument(
        "--time",
        type=Path,
        metavar="FILE",
        help="time it on articles made up from these, JSON Lines with text",
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many articles, ascending")
    arguments = parser.parse_args()
    if arguments.time:
        print_times(list(read_lines(arguments.time)), arguments.sizes)
        return 0
    gold = arguments.stories or find_data(GOLD)
    if gold is not None:
        print_accuracy(gold, arguments.predicted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
