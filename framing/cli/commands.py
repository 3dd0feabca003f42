"""The command line: `framing report`, `annotate`, `classroom`, `schema`, and the groups of other files."""

import atexit
import gc
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from framing.cli import options, show
from framing.cli.agreement import agreement
from framing.cli.annotate import annotate
from framing.cli.check import check
from framing.cli.events import events
from framing.cli.fetch import fetch
from framing.cli.lexicon import lexicon
from framing.cli.live import live
from framing.cli.mark import mark
from framing.cli.new import new
from framing.cli.outcome import COULD_NOT_RUN, finish
from framing.cli.outlets import outlets
from framing.errors import FramingError
from framing.version import __version__

if TYPE_CHECKING:
    from framing.report import Format
    from framing.schema import Article, Comparison


class _Commands(click.Group):
    """Ends every command that is stopped with Ctrl-C as one that could not run, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (
            KeyboardInterrupt
        ):  # click would take it for exit code 1, which says that articles were set aside
            click.echo("stopped", err=True)
            sys.exit(COULD_NOT_RUN)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="framing", message="%(prog)s %(version)s")
def cli() -> None:
    """Show how news outlets tell the same event.

    
    Examples:
      framing report seeds/pyongyang-2024
      framing annotate articles.jsonl.gz -o annotations.jsonl
      framing classroom seeds/pyongyang-2024 -o lesson

    Exit codes: 0 all went well, 1 some articles were set aside, 2 could not run.
    """


@cli.command()
@options.INPUTS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the report [default: reports/NAME OF THE FIRST PATH, and the event or condition].",
)
@click.option("--reliance", metavar="SOURCE", help="The source whose share is shown, for instance KCNA.")
@options.LEXICON
@options.RESAMPLES
@options.SEED
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["html", "markdown", "csv", "json", "parquet", "pdf"]),
    help="What to write, in place of html, markdown, csv and json; may be given several times.",
)
@click.option(
    "--only-tables",
    is_flag=True,
    help="Write the tables and scores.json with its schema, nothing else: --format csv.",
)
@click.option(
    "--excerpts",
    is_flag=True,
    help="Show passages of a few words in place of whole articles, for a report that is passed on.",
)
@click.option("--lang", "language", default="en", show_default=True, help="Language of the report.")
@options.choosing
@options.annotating
@options.QUIET
def report(
    paths: tuple[str, ...],
    output: Path | None,
    reliance: str | None,
    lexicons: tuple[Path, ...],
    resamples: int,
    seed: int,
    formats: "tuple[Format, ...]",
    only_tables: bool,
    excerpts: bool,
    language: str,
    chosen: dict[str, Any],
    how: dict[str, Any],
    quiet: bool,
) -> None:
    """Compare the articles of files and folders and write one report.

    A corrections.toml beside the articles, in each folder that holds some, puts right what was found:
    docs/corrections.md. PATH may also be a store, a folder that framing annotate has made: docs/scale.md.

    
    Examples:
      framing report seeds/pyongyang-2024
      framing report my-event -o my-report --reliance TASS
      framing report my-event --format html --format pdf --excerpts
      framing report store --event 2024-06-19-putin-summit-kim -o my-report
    """
    from framing import api

    if only_tables:
        if set(formats) - {"csv", "parquet"}:
            raise click.UsageError("--only-tables goes with --format csv or parquet, and with no other")
        formats = formats or ("csv",)

    with show.progress("reading articles", quiet) as advance:
        summary = api.make_report(
            paths,
            output,
            lexicons=lexicons,
            reliance=reliance,
            resamples=resamples,
            seed=seed,
            formats=formats or None,
            language=language,
            excerpts=excerpts,
            progress=advance,
            **chosen,
            **how,
        )
    if not quiet:
        show.table(*api.summarise(summary.comparison))
        _tell_notes(summary.comparison.articles)
        for told in summary.told:
            click.echo(f"note: {told}", err=True)
        _tell_event(summary.comparison, paths)
        _tell_corrections(summary.comparison)
        page = summary.files[0]
        click.echo(
            f"\n{page.parent if page.suffix == '.json' else page}"
        )  # tables alone have no page to open
    finish(summary.comparison.rejects)


@cli.command()
@options.PATHS
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for worksheet, articles, key and lesson plan.",
)
@click.option(
    "--level",
    default="15-18",
    show_default=True,
    type=click.Choice(["12-14", "15-18", "university"]),
    help="The pupils' age: decides which exercises and questions there are, in which words, and how long each takes.",
)
@click.option(
    "--minutes",
    default=45,
    show_default=True,
    type=options.WholeNumber(10, 240, example=45),
    help="Length of the lesson; the exercises are chosen to fit, and the questions of a quiz.",
)
@click.option(
    "--title", default="", help="What the articles tell of  [default: the event's, or the folder's name]."
)
@click.option("--named", is_flag=True, help="Name the outlets on the pupils' pages too.")
@click.option(
    "--format",
    "forms",
    multiple=True,
    default=["html", "word"],
    type=click.Choice(["html", "word"]),
    help="What to write, in place of both. Word needs python-docx.",
)
@click.option(
    "--quiz",
    multiple=True,
    type=click.Choice(["moodle", "gift", "qti12", "qti21", "csv", "all"]),
    help="Also write a quiz that a learning platform imports, into DIR/quiz; may be given several times. "
    "moodle and gift are for Moodle, qti12 for Canvas, qti21 for Blackboard, csv for spreadsheets and flash cards.",
)
@options.LEXICON
@click.option(
    "--seed",
    default=0,
    show_default=True,
    type=options.WholeNumber(0, example=1),
    help="Seed of the order of the passages.",
)
@options.annotating
@options.QUIET
def classroom(
    paths: tuple[Path, ...],
    output: Path,
    level: Literal["12-14", "15-18", "university"],
    minutes: int,
    title: str,
    named: bool,
    forms: tuple[Literal["html", "word"], ...],
    quiz: tuple[str, ...],
    lexicons: tuple[Path, ...],
    seed: int,
    how: dict[str, Any],
    quiet: bool,
) -> None:
    """Make a lesson from the articles: worksheet, articles, teacher's key and lesson plan.

    Worksheet and articles are for pupils and name no outlet. The key has the answers, with the passages that prove
    them. All come as pages to print (.html) and as Word files to edit (.docx).

    
    Examples:
      framing classroom seeds/pyongyang-2024 -o lesson
      framing classroom my-event -o lesson --level 12-14 --minutes 60
      framing classroom my-event -o lesson --quiz moodle
    """
    from framing import api

    with show.progress("reading articles", quiet) as advance:
        summary = api.write_classroom(
            paths,
            output,
            level=level,
            minutes=minutes,
            title=title,
            named=named,
            forms=forms,
            quiz=quiz,
            lexicons=lexicons,
            seed=seed,
            progress=advance,
            **how,
        )
    if not quiet:
        _tell_notes(summary.comparison.articles)
        _tell_corrections(summary.comparison)
        if "word" in forms and not api.can_write_word():
            click.echo(
                "note: no Word files, for python-docx is missing: pip install 'framing[documents]'", err=True
            )
        for note in summary.notes:
            click.echo(f"note: {note}", err=True)
        click.echo("\n".join(str(file) for file in summary.files))
    finish(summary.comparison.rejects)


@cli.command()
@click.argument("name", type=click.Choice(["scores", "annotations"]), default="scores")
def schema(name: Literal["scores", "annotations"]) -> None:
    """Print the JSON Schema of scores.json, or of a line of annotations.jsonl."""
    from framing import api

    click.echo(json.dumps(api.schema(name), ensure_ascii=False, indent=1))


def _tell_notes(articles: "list[Article]") -> None:
    """Tell what was noticed in reading, and which articles name no outlet."""
    # The articles of a table have its notes in common.
    for file, note in dict.fromkeys((article.file, note) for article in articles for note in article.notes):
        click.echo(f"note: {file}: {note}", err=True)
    unnamed = list(dict.fromkeys(article.file for article in articles if article.outlet is None))
    if unnamed:
        click.echo(
            f"note: no outlet is named in {', '.join(unnamed[:5])}{' and others' if len(unnamed) > 5 else ''}; "
            "to name it, begin the file with lines ---, outlet: NAME, ---, or give a table a column outlet",
            err=True,
        )


def _tell_event(comparison: "Comparison", paths: tuple[str, ...]) -> None:
    """Tell what to know of the comparison as a whole, and how to name the event where nobody has."""
    for note in comparison.notes:
        click.echo(f"note: {note}", err=True)
    from framing.api.stored import find_store, has_title

    if any(path != "-" for path in paths) and not has_title(paths):
        place = "into the folder of the store" if find_store(paths) else "beside the articles"
        click.echo(
            f"note: the report is called {comparison.event.title!r}, since nobody has named the event; "
            f'to name it, write an event.toml {place}: title = "…"',
            err=True,
        )


def _tell_corrections(comparison: "Comparison") -> None:
    """Tell how much was corrected by hand; the report lists it."""
    if comparison.corrections:
        number = show.count(len(comparison.corrections), "correction")
        click.echo(f"note: {number} made by hand in corrections.toml", err=True)


for command in (agreement, annotate, check, events, fetch, lexicon, live, mark, new, outlets):
    cli.add_command(command)


def main(arguments: list[str] | None = None, run: Callable[..., object] = cli.main) -> None:
    """Run the command line; what goes wrong is told in one line, and the exit code is 2."""
    # Python would look through all lexicons for cycles before it ends: a tenth of a second for nothing.
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows a mark in its place
    try:
        run(args=arguments, prog_name="framing")
    except FramingError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(COULD_NOT_RUN)
