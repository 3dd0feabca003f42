"""How time and memory grow with the number of articles: annotating, scoring and the report, each size anew.

Each size runs in processes of its own, so that the memory of one tells nothing of the other: ``speed.py --sizes``.
"""

import math
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from alone import Measured, peak_megabytes, run_alone

STEPS = ("annotate", "compare", "report")


def print_sizes(articles: Path, counts: Sequence[int], steps: Sequence[str]) -> None:
    """Print a row a size: seconds by step, articles a second and peak memory; then the exponent of the growth.

    `articles` is a file of JSON Lines with as many as the largest count.
    """
    print(f"{'articles':>8}" + "".join(f" {step + ' s':>10} {'MB':>6}" for step in steps))
    rows: list[tuple[int, list[Measured]]] = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            measured = [_measure_alone(step, articles, count, Path(folder)) for step in steps]
        rows.append((count, measured))
        cells = "".join(f" {one.seconds:10.1f} {one.megabytes:6.0f}" for one in measured)
        print(f"{count:8,}{cells}", flush=True)
    if len(rows) > 1:
        for number, step in enumerate(steps):
            exponent = growth([count for count, _ in rows], [one[number].seconds for _, one in rows])
            print(f"{step}: time grows with the {exponent:.2f}th power of the articles")


def growth(counts: Sequence[float], seconds: Sequence[float]) -> float:
    """Return the slope of log seconds over log counts by least squares: 1 where time is proportional."""
    x, y = [math.log(count) for count in counts], [math.log(each) for each in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum(
        (a - mean_x) ** 2 for a in x
    )


def _measure_alone(step: str, articles: Path, count: int, folder: Path) -> Measured:
    return run_alone([__file__, step, str(articles), str(count), str(folder)])


def measure(step: str, articles: Path, count: int, folder: Path) -> Measured:
    """Do one step for the first articles of a file, on what the step before it left in the folder.

    The time of a step holds reading what it needs, and the start of the libraries that it loads.
    """
    begin = time.process_time()
    annotated = folder / "annotations.jsonl"
    if step == "annotate":
        _annotate(articles, count, annotated)
        return Measured(time.process_time() - begin, peak_megabytes())

    import framing
    from framing.schema import decode_annotations

    annotations = [decode_annotations(line) for line in annotated.read_bytes().splitlines()]
    comparison = framing.compare(annotations)
    if step == "report":
        begin = time.process_time()
        framing.write_report(comparison, annotations, folder / "report")
    return Measured(time.process_time() - begin, peak_megabytes())


def _annotate(articles: Path, count: int, file: Path) -> None:
    from framing.corpus.annotate import annotate_to_file
    from framing.reading import read

    some = file.with_name("articles.jsonl")
    with articles.open("rb") as lines, some.open("wb") as kept:
        kept.writelines(line for line, _ in zip(lines, range(count), strict=False))
    summary = annotate_to_file(read([some]), file)
    if summary.articles + len(summary.rejects) < count:
        raise SystemExit(f"{articles} holds {summary.articles} articles: ask for no more")


if __name__ == "__main__":
    _step, _articles, _count, _folder = sys.argv[1:]
    print(*measure(_step, Path(_articles), int(_count), Path(_folder)))
