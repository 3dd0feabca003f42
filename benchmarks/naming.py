"""Measure what things are called on NewsWCL50; benchmarks/README.md tells of the data and of the measure.

For each event three ways are measured: the shipped naming lexicon alone, what ``framing lexicon suggest`` proposes from
the event's articles (its draft, used as it is), and both. An annotated mention is covered where a name that was found
covers most of it; it is right where the name's concept is the one that stands for the annotated concept.
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

import framing
from data import find_data, read_lines
from framing.schema import Annotations, Name

ARTICLES = Path("naming", "newswcl50-dev-articles.jsonl.gz")
MENTIONS = Path("naming", "newswcl50-dev-mentions.jsonl.gz")
TYPES = {
    "actors": ("ACTOR", "COUNTRY", "GROUP"),
    "events": ("EVENT", "ACTION"),
    "other things": ("OBJECT", "MISC"),
}
SHIPPED = "naming-en"
WAYS = ("lexicon", "suggest", "both")

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " ", "\t": " ", "\xa0": " "})


class Mention(NamedTuple):
    """An annotated mention of a concept, at ``[start, end)`` of an article's text."""

    article: str
    concept: str
    type: str
    start: int
    end: int


class Figures(NamedTuple):
    """Figures over some mentions, in percent.

    `covered`: mentions that some name covers. `right`: mentions whose name is of the concept that stands for theirs, in
    the best pairing of concepts one to one. `purity`: of the covered, those in the commonest annotated concept of
    theirs. `b3`: the B-cubed F1 of all mentions, each that is not covered alone.
    """

    mentions: int
    covered: float
    right: float
    purity: float
    b3: float


def place(rows: Iterable[dict[str, Any]], texts: dict[str, str]) -> tuple[list[Mention], int]:
    """Return the mentions that stand in the articles, and how many rows could not be placed.

    A mention is looked for in its sentence, and the sentence in the article; the second of the same words in one
    sentence is the second place. The rows of one place and concept count once.
    """
    found: dict[Mention, None] = {}
    seen: Counter[tuple[str, str, str, str]] = Counter()
    lost = 0
    for row in rows:
        article = "_".join(row["id"].split("_")[:2])
        article = article if article in texts else f"{article}.txt"
        text = texts.get(article, "").translate(_SAME)
        sentence, words = (row[key].translate(_SAME) for key in ("sentence", "code_mention"))
        begin = text.find(sentence)
        if begin < 0 or not words:
            lost += 1
            continue
        key = (article, sentence, words.casefold(), row["code_name"])
        start = _nth(sentence.casefold(), words.casefold(), seen[key])
        seen[key] += 1
        if start < 0:
            lost += 1
            continue
        start += begin
        found[Mention(article, row["code_name"], row["code_type"], start, start + len(words))] = None
    return list(found), lost


def _nth(text: str, words: str, number: int) -> int:
    """Return where words stand for the nth time, from 0; the last place where they stand less often, or -1."""
    last, start = -1, text.find(words)
    while start >= 0:
        last = start
        if number == 0:
            break
        number -= 1
        start = text.find(words, start + 1)
    return last


def concept_at(mention: Mention, names: Sequence[Name]) -> str | None:
    """Return the concept of the name that covers most of a mention, of equal ones the last; None where none does.

    A name covers a mention where it lies in it, or the mention in the name.
    """
    best: tuple[int, int, str] | None = None
    for name in names:
        start, end = max(name.span[0], mention.start), min(name.span[1], mention.end)
        inside = (start, end) in (name.span, (mention.start, mention.end))
        if name.where == "text" and start < end and inside:
            best = max(best or (0, 0, ""), (end - start, start, name.concept))
    return best[2] if best else None


def figures(found: Sequence[tuple[str, str | None]]) -> Figures:
    """Return the figures over pairs of an annotated concept and a concept found, or None."""
    from scipy.optimize import linear_sum_assignment

    covered = [(gold, mine) for gold, mine in found if mine is not None]
    if not covered:
        return Figures(len(found), 0.0, 0.0, 0.0, b_cubed(found) if found else 0.0)
    golds, mines = (sorted({pair[side] for pair in covered}) for side in (0, 1))
    table = np.zeros((len(golds), len(mines)))
    for gold, mine in covered:
        table[golds.index(gold), mines.index(mine)] += 1
    rows, columns = linear_sum_assignment(-table)
    return Figures(
        len(found),
        100 * len(covered) / len(found),
        100 * float(table[rows, columns].sum()) / len(found),
        100 * float(table.max(axis=0).sum()) / len(covered),
        b_cubed(found),
    )


def b_cubed(found: Sequence[tuple[str, str | None]]) -> float:
    """Return the F1 of B-cubed precision and recall, in percent; what has no concept is alone.

    Reference: Bagga and Baldwin 1998.
    """
    mine = [held if held is not None else f"\0{number}" for number, (_, held) in enumerate(found)]
    both = Counter((gold, one) for (gold, _), one in zip(found, mine, strict=True))
    of_gold, of_mine = Counter(gold for gold, _ in found), Counter(mine)
    precision = sum(number * number / of_mine[one] for (_, one), number in both.items()) / len(found)
    recall = sum(number * number / of_gold[gold] for (gold, _), number in both.items()) / len(found)
    return 100 * 2 * precision * recall / (precision + recall)


def names_by_way(
    rows: Sequence[dict[str, Any]], folder: Path, limit: int
) -> dict[str, dict[str, list[Name]]]:
    """Return the names that each way finds in the articles of an event, by article."""
    file = folder / "articles.jsonl"
    file.write_bytes(
        b"".join(
            msgspec.json.encode({"id": row["id"], "outlet": row["publisher"], "text": row["text"]}) + b"\n"
            for row in rows
        )
    )
    articles, _ = framing.read(file)
    shipped = [framing.annotate(article) for article in articles]
    proposed = framing.suggest_names(shipped, limit=limit)
    if not proposed.proposals:
        lexicon = _names(shipped)
        return {"lexicon": lexicon, "suggest": {article: [] for article in lexicon}, "both": lexicon}
    beside, instead = folder / "beside.toml", folder / "instead.toml"
    beside.write_text(framing.draft_lexicon(proposed), encoding="utf-8")
    # A lexicon with the id of a shipped one takes its place.
    instead.write_text(framing.draft_lexicon(proposed, SHIPPED), encoding="utf-8")
    return {
        "lexicon": _names(shipped),
        "suggest": _names(framing.annotate(article, [instead]) for article in articles),
        "both": _names(framing.annotate(article, [beside]) for article in articles),
    }


def _names(annotations: Iterable[Annotations]) -> dict[str, list[Name]]:
    return {annotated.article.id: annotated.names for annotated in annotations}


def main() -> int:
    """Print the tables and return 0, also where there are no data to measure on."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--limit", type=int, default=20, help="proposals that are used of each event (default 20)"
    )
    arguments = parser.parse_args()
    files = [find_data(name) for name in (ARTICLES, MENTIONS)]
    if files[0] is None or files[1] is None:
        return 0
    by_event: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_lines(files[0]):
        by_event[str(row["event"])].append(row)
    rows = [row for row in read_lines(files[1]) if any(row["code_type"] in held for held in TYPES.values())]
    mentions, lost = place(rows, {row["id"]: row["text"] for held in by_event.values() for row in held})
    print(f"{len(mentions)} mentions placed; {lost} rows are not in the texts")
    print(f"{'event':8}{'of':14}{'mentions':>9}  way      covered  right  purity  B3 F1")
    pooled: defaultdict[tuple[str, str], list[tuple[str, str | None]]] = defaultdict(list)
    for event in sorted(by_event):
        with tempfile.TemporaryDirectory() as folder:
            ways = names_by_way(by_event[event], Path(folder), arguments.limit)
        for label, types in TYPES.items():
            held = [one for one in mentions if one.type in types and one.article in ways["both"]]
            for way in WAYS:
                found = [(one.concept, concept_at(one, ways[way][one.article])) for one in held]
                pooled[label, way] += [
                    (f"{event} {gold}", None if mine is None else f"{event} {mine}") for gold, mine in found
                ]
                print(f"{event:8}{label:14}{_row(way, figures(found))}")
    for label in TYPES:
        for way in WAYS:
            print(f"{'all':8}{label:14}{_row(way, figures(pooled[label, way]))}")
    return 0


def _row(way: str, held: Figures) -> str:
    return f"{held.mentions:9}  {way:8} {held.covered:7.1f}  {held.right:5.1f}  {held.purity:6.1f}  {held.b3:5.1f}"


if __name__ == "__main__":
    sys.exit(main())
