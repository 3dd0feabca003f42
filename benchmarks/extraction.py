"""Measure what is taken from saved web pages against texts cleaned by hand; benchmarks/README.md tells of the data.

Text: the F1 of words (a bag of words, capitals aside) between what reading calls body and the cleaned text, in percent,
the mean over pages. Titles: the share of pages whose title holds the annotated one or is held by it. Days: the share
whose day of publication is the annotated one. A page that is set aside counts 0. The intervals come from resampling
sites, because pages of one site are built alike.
"""

import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from data import find_data, parser_for, read_lines, run_annotate

GOLD = Path("extraction", "news-pages-dev.jsonl.gz")
KEPT = ("id", "html", "url")
WORD = re.compile(r"\w+")
RESAMPLES = 2000
SEED = 20231222
_SHOWN_WORDS = 12


class Page(NamedTuple):
    """How well one page was read: the F1 of its words in percent, and whether title and day are right."""

    url: str
    site: str
    text_f1: float
    title: bool
    day: bool
    lacking: list[str]
    surplus: list[str]


def words_of(text: str | None) -> list[str]:
    """Return the words of a text in small letters, punctuation aside; none of no text."""
    return WORD.findall((text or "").lower())


def body_of(article: dict[str, Any]) -> str:
    """Return what lies in the regions of kind body."""
    body = [one for one in article["regions"] if one["kind"] == "body"]
    return " ".join(article["text"][one["start"] : one["end"]] for one in body)


def bag_f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Return the F1 of two bags of words in percent; 0 where both are empty."""
    both = sum((Counter(found) & Counter(wanted)).values())
    return 100 * 2 * both / max(1, len(found) + len(wanted))


def judge(row: dict[str, Any], article: dict[str, Any] | None) -> Page:
    """Return how well a page was read; `article` is None where it was set aside."""
    found, wanted = words_of(body_of(article)) if article else [], words_of(row["gold_text"])
    mine = " ".join(words_of(article["title"])) if article else ""
    theirs = " ".join(words_of(row["gold_title"]))
    return Page(
        url=row["url"],
        site=row["site"],
        text_f1=bag_f1(found, wanted),
        title=bool(mine) and (mine in theirs or theirs in mine),
        day=article is not None and article["published"] == row["gold_date"],
        lacking=list((Counter(wanted) - Counter(found)).elements()),
        surplus=list((Counter(found) - Counter(wanted)).elements()),
    )


def mean(values: Sequence[float]) -> float:
    """Return the mean; not a number of nothing."""
    return sum(values) / len(values) if values else float("nan")


MEASURES: dict[str, Callable[[Sequence[Page]], float]] = {
    "text F1": lambda pages: mean([page.text_f1 for page in pages]),
    "titles": lambda pages: mean([100 * page.title for page in pages]),
    "days": lambda pages: mean([100 * page.day for page in pages]),
}


def intervals(pages: Sequence[Page], resamples: int = RESAMPLES) -> dict[str, tuple[float, float]]:
    """Return the 95 % percentile interval of each measure when sites are drawn anew with replacement."""
    sites: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        sites[page.site].append(page)
    names = sorted(sites)
    source = random.Random(SEED)
    drawn = [
        [page for name in source.choices(names, k=len(names)) for page in sites[name]]
        for _ in range(resamples)
    ]
    limits = {}
    for name, measure in MEASURES.items():
        values = sorted(map(measure, drawn))
        limits[name] = values[int(0.025 * resamples)], values[int(0.975 * resamples)]
    return limits


def main() -> int:
    """Print the table and return 0, also where there are no data to measure on."""
    parser = parser_for(__doc__)
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="show the N pages that are read worst"
    )
    arguments = parser.parse_args()
    gold = find_data(GOLD)
    if gold is None:
        return 0
    rows = list(read_lines(gold))
    seconds = None
    with tempfile.TemporaryDirectory() as folder:
        predicted = arguments.predicted
        if predicted is None:
            predicted, seconds = run_annotate(rows, KEPT, Path(folder))
        found = {each["article"]["id"]: each["article"] for each in read_lines(predicted)}
    pages = [judge(row, found.get(row["id"])) for row in rows]
    sites = len({page.site for page in pages})
    missing = sum(row["id"] not in found for row in rows)
    print(f"{len(pages)} pages of {sites} sites, {missing} set aside; 95 % intervals by site")
    limits = intervals(pages)
    for name, measure in MEASURES.items():
        low, high = limits[name]
        print(f"{name:8} {measure(pages):5.1f}  ({low:.1f}, {high:.1f})")
    if seconds is not None:
        print(f"framing annotate took {seconds:.1f} s")
    for page in sorted(pages, key=lambda page: page.text_f1)[: arguments.worst]:
        print(f"\n{page.text_f1:5.1f}  {page.url}")
        for name, words in (("lacks", page.lacking), ("has besides", page.surplus)):
            shown = ", ".join(list(dict.fromkeys(words))[:_SHOWN_WORDS])
            print(f"       {name} {len(words)} words{': ' if shown else ''}{shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
