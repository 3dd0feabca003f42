"""Measure loaded language on BABE, sentences that experts marked as biased; benchmarks/README.md tells of the data.

Three figures, in percent: AUC of the summed weights per 10 words as a score for "biased" (50 is chance), F1 of "at
least one loaded word" for the biased class, and precision, recall and F1 of the marked words over the biased
sentences. The intervals come from resampling whole topics, because sentences of one topic share their words.
"""

import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from data import Annotated, find_data, parser_for, read_annotated

GOLD = Path("loaded", "babe-dev.jsonl.gz")
KEPT = ("id", "text", "outlet")
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
RESAMPLES = 1000
SEED = 20130804


class Sentence(NamedTuple):
    """What is known of one sentence: the words are distinct and folded; `score` is weight per 10 words."""

    topic: str
    biased: bool
    score: float
    mine: frozenset[str]
    theirs: frozenset[str]


Measure = Callable[[Sequence[Sentence]], float]


def percent(part: float, whole: float) -> float:
    """Return a share in percent; 0 where there is nothing to share."""
    return 100 * part / whole if whole else 0.0


def rank_auc(sentences: Sequence[Sentence]) -> float:
    """Return the chance that a biased sentence scores above another, ties counting half, in percent.

    This is the Mann-Whitney statistic with mean ranks. Not a number where one class is missing.
    """
    counts: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for sentence in sentences:
        counts[sentence.score][sentence.biased] += 1
    unbiased = sum(plain for plain, _ in counts.values())
    biased = sum(loaded for _, loaded in counts.values())
    if not unbiased or not biased:
        return float("nan")
    below, wins = 0, 0.0
    for _, (plain, loaded) in sorted(counts.items()):
        wins += loaded * (below + plain / 2)
        below += plain
    return 100 * wins / (biased * unbiased)


def sentence_f1(sentences: Sequence[Sentence]) -> float:
    """Return the F1 of "at least one loaded word" for the biased sentences, in percent."""
    found = sum(sentence.score > 0 for sentence in sentences)
    biased = sum(sentence.biased for sentence in sentences)
    both = sum(sentence.biased and sentence.score > 0 for sentence in sentences)
    return percent(2 * both, found + biased)


def word_counts(sentences: Sequence[Sentence]) -> tuple[int, int, int]:
    """Return over the biased sentences how many words both mark, the list marks, and the annotators mark."""
    biased = [sentence for sentence in sentences if sentence.biased]
    return (
        sum(len(sentence.mine & sentence.theirs) for sentence in biased),
        sum(len(sentence.mine) for sentence in biased),
        sum(len(sentence.theirs) for sentence in biased),
    )


def word_precision(sentences: Sequence[Sentence]) -> float:
    """Return the share of words marked by the list that the annotators mark too, in percent."""
    both, mine, _ = word_counts(sentences)
    return percent(both, mine)


def word_recall(sentences: Sequence[Sentence]) -> float:
    """Return the share of words marked by the annotators that the list marks too, in percent."""
    both, _, theirs = word_counts(sentences)
    return percent(both, theirs)


def word_f1(sentences: Sequence[Sentence]) -> float:
    """Return the harmonic mean of word precision and recall, in percent."""
    both, mine, theirs = word_counts(sentences)
    return percent(2 * both, mine + theirs)


MEASURES: dict[str, Measure] = {
    "AUC": rank_auc,
    "sentence F1": sentence_f1,
    "word precision": word_precision,
    "word recall": word_recall,
    "word F1": word_f1,
}


def interval_by_topic(
    sentences: Sequence[Sentence], measure: Measure, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a measure when topics are drawn anew with replacement."""
    topics: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        topics[sentence.topic].append(sentence)
    names = sorted(topics)
    source = random.Random(SEED)
    values = sorted(
        measure([sentence for name in source.choices(names, k=len(names)) for sentence in topics[name]])
        for _ in range(resamples)
    )
    return values[int(0.025 * resamples)], values[int(0.975 * resamples)]


def judge(row: dict[str, Any], marks: Sequence[dict[str, Any]]) -> Sentence:
    """Return what the list and the annotators say of one sentence."""
    words = [(found.group().lower(), *found.span()) for found in WORD.finditer(row["text"])]
    spans = [mark["span"] for mark in marks]
    return Sentence(
        topic=row["topic"],
        biased=row["biased"],
        score=10 * sum(mark["weight"] for mark in marks) / max(1, len(words)),
        mine=frozenset(
            word for word, start, end in words if any(start < last and first < end for first, last in spans)
        ),
        theirs=frozenset(word.lower() for phrase in row["biased_words"] for word in WORD.findall(phrase)),
    )


def read_sentences(data: Annotated) -> list[Sentence]:
    """Return all sentences; one that `framing annotate` set aside counts as one without a loaded word."""
    return [
        judge(
            row,
            [
                mark
                for mark in data.found.get(row["id"], {"loaded": []})["loaded"]
                if mark.get("where", "text") == "text"
            ],
        )
        for row in data.rows
    ]


def main() -> int:
    """Print the table and return 0, also where there are no data to measure on."""
    arguments = parser_for(__doc__).parse_args()
    gold = find_data(GOLD)
    if gold is None:
        return 0
    sentences = read_sentences(read_annotated(gold, KEPT, arguments.predicted))
    topics = len({sentence.topic for sentence in sentences})
    biased = sum(sentence.biased for sentence in sentences)
    print(f"{len(sentences)} sentences, {biased} biased, {topics} topics; 95 % intervals by topic")
    for name, measure in MEASURES.items():
        low, high = interval_by_topic(sentences, measure)
        print(f"{name:15} {measure(sentences):5.1f}  ({low:.1f}, {high:.1f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
