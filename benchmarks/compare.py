"""Time `compare` and measure its memory on corpora of 500 to 4,000 articles of 550 words in nine outlets.

The articles are made up by recombining lines of real ones, so that words, names and attributions are as frequent as
in news. Each size runs in a process of its own, which reads annotations and compares them, nothing else.
"""

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

WORDS = 550
OUTLETS = 9
SIZES = (500, 1000, 2000, 4000)


def read_articles(folder: Path) -> list[dict[str, str]]:
    """Return title and text of the articles in ``stories/*.jsonl.gz`` below a folder; empty where there are none."""
    found = []
    for file in sorted((folder / "stories").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        found += [{"title": record["title"], "text": record["text"]} for record in records]
    return found


def recombine(articles: Sequence[dict[str, str]], count: int, seed: int = 0) -> Iterator[dict[str, str]]:
    """Yield made-up articles of at least `WORDS` words, whose lines are drawn from all articles."""
    dice = random.Random(seed)
    lines = [line for article in articles for line in article["text"].splitlines() if len(line.split()) > 4]
    titles = [article["title"] for article in articles if article["title"]]
    for n in range(count):
        drawn: list[str] = []
        words = 0
        while words < WORDS:
            drawn.append(dice.choice(lines))
            words += len(drawn[-1].split())
        yield {
            "id": f"{n:05}",
            "outlet": f"Outlet {n % OUTLETS}",
            "title": dice.choice(titles),
            "text": "\n".join(drawn),
        }


def write_annotations(folder: Path, count: int, file: Path) -> None:
    """Make up articles and write their annotations to a file; this is not timed."""
    corpus = file.with_name("corpus.jsonl")
    with corpus.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(article) + "\n" for article in recombine(read_articles(folder), count))
    command = [sys.executable, "-m", "framing", "annotate", str(corpus), "-o", str(file), "--quiet"]
    subprocess.run(command, check=True)


def measure(file: Path, count: int, facts: bool) -> tuple[int, float, float, float, float]:
    """Return articles, seconds of `compare` and of its processor, and peak megabytes before and after.

    The megabytes are those of this process, with the annotations held.
    """
    from framing.schema import Event, decode_annotations
    from framing.scoring import compare

    with file.open("rb") as lines:
        annotations = [decode_annotations(line) for line, _ in zip(lines, range(count), strict=False)]
    before = _peak()
    begin, processor = time.perf_counter(), time.process_time()
    compare(annotations, event=Event(title="Recombined"), facts=facts)
    seconds = time.perf_counter() - begin, time.process_time() - processor
    return len(annotations), *seconds, before, _peak()


def _peak() -> float:
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts kibibytes, macOS bytes.
    return size / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


def main() -> int:
    """Print one row a size: seconds, seconds of the processor, those for 1,000 articles, peak memory of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=Path, help="what `framing annotate` wrote, else it is made up")
    parser.add_argument("--without-facts", action="store_true", help="leave the coverage matrix out")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(*measure(arguments.annotations, arguments.one, not arguments.without_facts))
        return 0
    data = os.environ.get("FRAMING_BENCH_DATA")
    if not arguments.annotations and (not data or not read_articles(Path(data))):
        print("skipped: FRAMING_BENCH_DATA names no folder with stories/*.jsonl.gz")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.annotations or Path(folder) / "annotations.jsonl"
        if not arguments.annotations:
            write_annotations(Path(str(data)), max(SIZES), file)
        print(f"{'articles':>8} {'seconds':>8} {'CPU':>6} {'per 1,000':>9} {'MB before':>9} {'MB peak':>8}")
        for size in SIZES:
            command = [sys.executable, __file__, "--annotations", str(file), "--one", str(size)]
            command += ["--without-facts"] if arguments.without_facts else []
            # One thread: what is promised holds on one core.
            alone = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
            printed = subprocess.run(command, check=True, capture_output=True, text=True, env=alone).stdout
            read, seconds, processor, before, peak = map(float, printed.split())
            per_1000 = 1000 * processor / read
            print(f"{read:8,.0f} {seconds:8.2f} {processor:6.2f} {per_1000:9.2f} {before:9.0f} {peak:8.0f}")
            if read < size:
                break
    return 0


if __name__ == "__main__":
    sys.exit(main())
