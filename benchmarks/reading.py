"""Measure reading: seconds and memory for a large file of each form, of made-up articles.

Each form is read in a process of its own, as `framing annotate` reads it before it annotates.
"""

import argparse
import csv
import gzip
import json
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from speed import describe_machine

MEGABYTES = 200
SENTENCES = 14
FIELDS = ("id", "outlet", "title", "published", "text")
_WHO = [
    "the mayor",
    "a spokesman for the port",
    "the union",
    "two engineers",
    "the opposition",
    "residents of the old town",
]
_SAYS = ["said", "told reporters", "denied", "warned", "argued", "insisted"]
_WHAT = (
    "that the harbour would close for two years",
    "that nobody had asked the fishermen",
    "that the walls had been unsafe since the great storm",
    "that the town could not pay for the work alone",
    "that a vote would be held before the end of the month",
    "that the figures in the report were wrong",
)
_WHEN = [
    "on Monday",
    "late on Tuesday",
    "at a meeting in the town hall",
    "in a letter",
    "after nine hours of debate",
]
_READ = """
import resource, sys, time
from pathlib import Path
from framing.reading import read
from framing.schema import Article
begin = time.process_time()
articles = rejects = characters = 0
for one in read([Path(sys.argv[1])]):
    if isinstance(one, Article):
        articles += 1
        characters += len(one.text)
    else:
        rejects += 1
status = Path("/proc/self/status")
if status.exists():
    # On Linux, ru_maxrss of a child begins with what its parent holds.
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    peak = int(line.split()[1]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(articles, rejects, characters, time.process_time() - begin, peak / 1e6)
"""


class Measured(NamedTuple):
    """What reading a file gave and took: times in processor seconds, memory in megabytes at its peak."""

    articles: int
    rejects: int
    characters: int
    seconds: float
    peak_megabytes: float


def make_articles(characters: int) -> Iterator[dict[str, str]]:
    """Yield made-up articles, each another and always the same, until their texts have so many characters."""
    chance = random.Random(0)
    made = 0
    number = 0
    while made < characters:
        number += 1
        sentences = [
            f"{chance.choice(_WHO).capitalize()} {chance.choice(_SAYS)} {chance.choice(_WHEN)} "
            f"{chance.choice(_WHAT)}, for the {chance.randrange(1000)}th time."
            for _ in range(chance.randrange(SENTENCES // 2, 2 * SENTENCES))
        ]
        paragraphs = [" ".join(sentences[first : first + 3]) for first in range(0, len(sentences), 3)]
        text = "\n\n".join(paragraphs)
        made += len(text)
        yield {
            "id": f"made-{number}",
            "outlet": f"The {chance.randrange(1, 40)}. Outlet",
            "title": f"Harbour report {number}",
            "published": f"2024-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
            "text": text,
        }


def write_lines(file: Path, characters: int) -> None:
    """Write articles as JSON Lines."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(article) + "\n" for article in make_articles(characters))


def write_csv(file: Path, characters: int) -> None:
    """Write articles as CSV."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS)
        writer.writeheader()
        writer.writerows(make_articles(characters))


def write_csv_gz(file: Path, characters: int) -> None:
    """Write articles as CSV and pack it."""
    write_csv(file.with_suffix(""), characters)
    with file.with_suffix("").open("rb") as plain, gzip.open(file, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(plain, packed)
    file.with_suffix("").unlink()


def write_zip(file: Path, characters: int) -> None:
    """Write articles as texts into an archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for article in make_articles(characters):
            archive.writestr(f"{article['id']}.txt", article["text"])


def write_parquet(file: Path, characters: int) -> None:
    """Write articles as Parquet."""
    import pyarrow
    from pyarrow import parquet

    articles = list(make_articles(characters))
    columns = {field: [article[field] for article in articles] for field in FIELDS}
    parquet.write_table(pyarrow.table(columns), file, row_group_size=20_000)


def write_sheet(file: Path, characters: int) -> None:
    """Write articles as an Excel workbook."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Articles")
    sheet.append(FIELDS)
    for article in make_articles(characters):
        sheet.append([article[field] for field in FIELDS])
    workbook.save(file)


WRITERS: dict[str, Callable[[Path, int], None]] = {
    ".jsonl": write_lines,
    ".csv": write_csv,
    ".csv.gz": write_csv_gz,
    ".zip": write_zip,
    ".parquet": write_parquet,
    ".xlsx": write_sheet,
}


def measure(file: Path) -> Measured:
    """Read a file in a process of its own."""
    finished = subprocess.run(
        [sys.executable, "-c", _READ, str(file)], check=True, capture_output=True, text=True
    )
    articles, rejects, characters, seconds, peak = finished.stdout.split()
    return Measured(int(articles), int(rejects), int(characters), float(seconds), float(peak))


def main() -> int:
    """Print a table, one form a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=MEGABYTES, help=f"of text in a file ({MEGABYTES})")
    parser.add_argument("--form", choices=WRITERS, action="append", help="measure this form alone")
    arguments = parser.parse_args()
    print(f"{'form':10} {'file, MB':>10} {'articles':>10} {'set aside':>10} {'seconds':>10} {'peak, MB':>10}")
    with tempfile.TemporaryDirectory() as scratch:
        for form in arguments.form or WRITERS:
            file = Path(scratch) / f"articles{form}"
            WRITERS[form](file, int(arguments.megabytes * 1e6))
            found = measure(file)
            print(
                f"{form:10} {file.stat().st_size / 1e6:10.1f} {found.articles:10,} {found.rejects:10,} "
                f"{found.seconds:10.1f} {found.peak_megabytes:10.0f}"
            )
            file.unlink()
    print(describe_machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
