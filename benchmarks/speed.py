"""Time the commands as a user runs them, a large report, annotating by stages or for the first time, or how all grows.

Without a file of articles, real news is fetched with pip (see `news`).
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import alone
from alone import run_alone
from framing.collector import rare_collection
from framing.corpus.annotate import Settings, annotate_to_file, one_thread
from framing.features.agency import find_agency
from framing.features.attribution import find_document_attributions
from framing.features.naming import find_names
from framing.features.sentences import describe_sentences
from framing.features.speakers import Cast
from framing.features.voice import Voices
from framing.features.wording import find_frame_cues, find_loaded, find_stance
from framing.lexicon.language import Language, load_language
from framing.lexicon.words import WORD, count_words
from framing.reading import read
from framing.schema import Article
from framing.text import Document, parse_article
from news import fetch_news, write_articles
from sizes import STEPS, print_sizes
from watched import run_watched

# What a stage can cost at the least: one pass of a regular expression over the text, for its words and marks.
_ONE_PASS = "one regular expression"
_FLOOR = re.compile(WORD.pattern + r"|\S")
_SPACY = "en_core_web_sm"
_ARTICLES_FOR_SPACY = 50
_MANY = 1000
_SIZES = (100, 1000, 4000)
_LARGE_REPORT = 2000
_SHORT = "The mayor said on Friday that the bridge would open in May.\n"
_WORDS = 550  # of an article of the usual length


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


# What is found by lexicons alone. The first of them looks for all: its time is that of one pass over the words.
_FEATURES: dict[str, Callable[[Document, Voices, Language], Sequence[object]]] = {
    "names": find_names,
    "stance": find_stance,
    "loaded words": find_loaded,
    "frames": find_frame_cues,
}


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
            laps.end("voices")
            for name, find in _FEATURES.items():
                find(document, voices, language)
                laps.end(name)
            describe_sentences(document, voices)
            laps.end("sentiment")
            find_agency(document, voices, language, attributions, cast=cast)
            laps.end("agency")


def print_stages(path: Path, repeats: int) -> None:
    """Print the best processor time of each stage, in milliseconds an article, and articles a second and core.

    Beside them stands how many times the stage takes what one pass of a regular expression over the text takes, and
    how many times as fast as a spaCy pipeline it is, where one is installed.
    """
    runs: list[dict[str, float]] = []
    articles: list[Article] = []
    for _ in range(repeats + 1):
        laps = Laps()
        articles = [one for one in read([path]) if isinstance(one, Article)]
        laps.end("reading")
        with rare_collection(), one_thread():  # as the command has them
            time_stages(articles, laps)
        for article in articles:
            _FLOOR.findall(article.text)
        laps.end(_ONE_PASS)
        with tempfile.TemporaryDirectory() as folder:
            laps.end("")
            annotate_to_file(read([path]), Path(folder) / "annotations.jsonl")
            laps.end("all, from file to file")
            laps.end("")
            annotate_to_file(read([path]), Path(folder) / "annotations.jsonl", Settings(attribution="rules"))
            laps.end("all, by rules alone")
        runs.append(laps.seconds)
    if not articles:
        raise SystemExit(f"{path} holds no articles")
    seconds = {
        stage: min(run[stage] for run in runs[1:]) / len(articles)
        for stage in runs[0]
        if stage not in ("", "lexicons")
    }
    letters = statistics.mean(len(article.text) for article in articles)
    spacy = letters * time_spacy([article.text for article in articles[:_ARTICLES_FOR_SPACY]])
    if spacy:
        seconds[f"spaCy, {_SPACY}"] = spacy
    print(
        f"{'stage':28} {'ms an article':>13} {'articles a second':>18} {'times one pass':>15} {'to spaCy':>9}"
    )
    for stage, each in seconds.items():
        faster = f"{spacy / each:8.1f}x" if spacy else f"{'':9}"
        print(f"{stage:28} {1000 * each:13.2f} {1 / each:18.0f} {each / seconds[_ONE_PASS]:15.1f} {faster}")
    words = statistics.median(count_words(article.text) for article in articles)
    print(f"{len(articles)} articles of {words:.0f} words (median), one core, best of {repeats} runs")


def print_first_runs(path: Path, repeats: int) -> None:
    """Print one row a run of `framing annotate`, each in a process that has met none of the words before."""
    words = sum(count_words(one.text) for one in read([path]) if isinstance(one, Article))
    print(f"{'start, CPU s':>12} {'all, CPU s':>11} {'ms of 550 words':>16} {'a second':>9} {'MB peak':>8}")
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            short, annotations = Path(folder) / "short.txt", Path(folder) / "annotations.jsonl"
            short.write_text(_SHORT, encoding="utf-8")
            command, options = (
                [alone.__file__, "annotate"],
                ["--quiet", "--workers", "1", "-o", str(annotations)],
            )
            start, whole = (run_alone([*command, str(articles), *options]) for articles in (short, path))
        each = (whole.seconds - start.seconds) * _WORDS / max(1, words)
        print(
            f"{start.seconds:12.2f} {whole.seconds:11.2f} {1000 * each:16.2f} {1 / each:9.1f} {whole.megabytes:8.0f}",
            flush=True,
        )


def time_spacy(texts: Sequence[str]) -> float:
    """Return the processor seconds that spaCy's small pipeline takes for a letter of texts; 0, said aloud, without it.

    By letters: it is given fewer articles than the rest, and the first may be longer than most.
    """
    try:
        import spacy

        pipeline = spacy.load(_SPACY)
    except (ImportError, OSError):
        print(f"spaCy is left out: pip install spacy, then python -m spacy download {_SPACY}")
        return 0.0
    pipeline(texts[0])
    begin = time.process_time()
    for text in texts:
        pipeline(text)
    return (time.process_time() - begin) / sum(map(len, texts))


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
            ("framing --version", ["--version"]),
            ("framing annotate", ["annotate", str(path), "-o", "annotations.jsonl", "--quiet"]),
            ("framing report", ["report", str(path), "--quiet"]),
        ):
            seconds = time_command([sys.executable, "-m", "framing", *options], Path(folder), repeats)
            print(f"{name:20} {statistics.median(seconds):9.2f} {min(seconds):9.2f}")


def print_report(path: Path, repeats: int) -> None:
    """Print what `framing report` takes from the articles to the page, with as many processes as there are cores."""
    print(f"{'framing report':20} {'s':>7} {'CPU s':>7} {'MB peak':>8}")
    for number in range(1, repeats + 1):
        with tempfile.TemporaryDirectory() as folder:
            took = run_watched(
                [sys.executable, "-m", "framing", "report", str(path), "-o", "report", "--quiet"],
                Path(folder),
            )
        print(
            f"{f'run {number}':20} {took.wall_seconds:7.1f} {took.processor_seconds:7.1f} {took.megabytes:8.0f}",
            flush=True,
        )


def _articles(path: Path | None, count: int, folder: Path) -> Path:
    """Return the file of articles that was given, or one of real news with so many."""
    if path is not None:
        return path.resolve()
    file = folder / "news.jsonl"
    write_articles(fetch_news(folder), count, file)
    return file


def main() -> int:
    """Print the times of the commands, or what an option asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path, nargs="?", help="a folder of articles, or a file of them")
    parser.add_argument("--repeats", type=int, default=5, help="runs that are counted (5)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--stages", action="store_true", help="time the stages of annotating in this process")
    what.add_argument(
        "--first", action="store_true", help="time annotating in processes that have never met the articles"
    )
    what.add_argument(
        "--report",
        action="store_true",
        help="time framing report on all articles that are given, else on 2,000 of nine outlets",
    )
    what.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        metavar="N",
        help="time annotating, scoring and report over the first 100, 1,000 and 4,000 articles, or N",
    )
    parser.add_argument("--annotate-only", action="store_true", help="with --sizes: no scoring, no report")
    arguments = parser.parse_args()
    repeats = max(1, arguments.repeats)
    sizes = sorted(arguments.sizes or _SIZES)
    with tempfile.TemporaryDirectory() as folder:
        wanted = max(sizes) if arguments.sizes is not None else _LARGE_REPORT if arguments.report else _MANY
        path = _articles(arguments.path, wanted, Path(folder))
        if arguments.sizes is not None:
            print_sizes(path, sizes, STEPS[:1] if arguments.annotate_only else STEPS)
        elif arguments.stages:
            print_stages(path, repeats)
        elif arguments.first:
            print_first_runs(path, repeats)
        elif arguments.report:
            print_report(path, repeats)
        else:
            print_commands(path, repeats)
    print(describe_machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
