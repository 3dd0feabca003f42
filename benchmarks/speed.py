"""Time the commands as a user runs them, the start of Python included, or the stages of annotating in one process."""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from framing.corpus.annotate import annotate_to_file
from framing.features.agency import find_agency
from framing.features.attribution import find_document_attributions
from framing.features.naming import find_names
from framing.features.sentences import describe_sentences
from framing.features.speakers import Cast
from framing.features.voice import Voices
from framing.features.wording import find_frame_cues, find_loaded, find_stance
from framing.lexicon.language import load_language
from framing.lexicon.words import count_words
from framing.reading import read
from framing.schema import Article
from framing.text import parse_article


def time_command(command: Sequence[str], folder: Path, repeats: int) -> list[float]:
    """Return the seconds of each run, after one that is not counted.

    Raises `SystemExit` where the command could not run (exit code 2 or worse).
    """
    seconds = []
    for _ in range(repeats + 1):
        begin = time.perf_counter()
        finished = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        seconds.append(time.perf_counter() - begin)
        if finished.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)} failed:\n{finished.stderr}")
    return seconds[1:]


class Laps:
    """Processor time by stage: other programs on the machine do not count."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._since = time.process_time()

    def end(self, stage: str) -> None:
        """Count the time since the end of the stage before for this one."""
        now = time.process_time()
        self.seconds[stage] += now - self._since
        self._since = now


def time_stages(articles: Sequence[Article], laps: Laps) -> None:
    """Annotate articles stage by stage."""
    language = load_language("en")
    laps.end("lexicons")
    for article in articles:
        documents = parse_article(article, language)
        for document in documents:
            document.tokens(0, 0)  # tokens and pieces are made when they are first asked for
            _ = document.pieces
        laps.end("text")
        for document in documents:
            cast = Cast(document, language)
            attributions = find_document_attributions(document, language, cast=cast)
            laps.end("attribution")
            voices = Voices(document, attributions)
            for find in (find_names, find_stance, find_loaded, find_frame_cues):
                find(document, voices, language)
            laps.end("names, stance, loaded words, frames")
            describe_sentences(document, voices)
            laps.end("sentiment")
            find_agency(document, voices, language, attributions, cast=cast)
            laps.end("agency")


def print_stages(path: Path, repeats: int) -> None:
    """Print the best processor time of each stage, in milliseconds an article, and articles a second and core."""
    runs: list[dict[str, float]] = []
    articles: list[Article] = []
    for _ in range(repeats + 1):
        laps = Laps()
        articles = [one for one in read([path]) if isinstance(one, Article)]
        laps.end("reading")
        time_stages(articles, laps)
        with tempfile.TemporaryDirectory() as folder:
            laps.end("")
            annotate_to_file(read([path]), Path(folder) / "annotations.jsonl")
            laps.end("all, from file to file")
        runs.append(laps.seconds)
    if not articles:
        raise SystemExit(f"{path} holds no articles")
    print(f"{'stage':36} {'ms an article':>13} {'articles a second':>18}")
    for stage in runs[0]:
        seconds = min(run[stage] for run in runs[1:]) / len(articles)
        if stage not in ("", "lexicons"):
            print(f"{stage:36} {1000 * seconds:13.2f} {1 / seconds:18.0f}")
    words = statistics.median(count_words(article.text) for article in articles)
    print(f"{len(articles)} articles of {words:.0f} words (median), one core, best of {repeats} runs")


def describe_machine() -> str:
    """Return processor architecture, cores, system and Python in one line."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def print_commands(path: Path, repeats: int) -> None:
    """Print one row a command: the median and the best of the runs, in seconds."""
    print(f"{'command':20} {'median s':>9} {'best s':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, options in (
            ("framing --help", ["--help"]),
            ("framing annotate", ["annotate", str(path), "-o", "annotations.jsonl", "--quiet"]),
            ("framing report", ["report", str(path), "--quiet"]),
        ):
            seconds = time_command([sys.executable, "-m", "framing", *options], Path(folder), repeats)
            print(f"{name:20} {statistics.median(seconds):9.2f} {min(seconds):9.2f}")


def main() -> int:
    """Print the times of the commands, or with ``--stages`` of the stages of annotating."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="a folder of articles, or with --stages any file of articles")
    parser.add_argument("--repeats", type=int, default=5, help="runs that are counted (5)")
    parser.add_argument("--stages", action="store_true", help="time the stages of annotating in this process")
    arguments = parser.parse_args()
    measure = print_stages if arguments.stages else print_commands
    measure(arguments.path.resolve(), max(1, arguments.repeats))
    print(describe_machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
