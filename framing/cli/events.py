"""The command `framing events`: which articles tell the same event."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli import options, show
from framing.cli.outcome import finish

if TYPE_CHECKING:
    from framing.api import EventsSummary

_LONGEST_TITLE = 60


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False),
    metavar="FILE.jsonl",
    help="The file to write, one article a line with its event.",
)
@click.option(
    "--min-outlets",
    default=1,
    show_default=True,
    type=options.WholeNumber(1, example=3),
    help="Write only the articles of events that so many outlets tell, or more.",
)
@options.LEXICON
@options.reading
@options.QUIET
def events(
    inputs: tuple[str, ...],
    output: str,
    min_outlets: int,
    lexicons: tuple[Path, ...],
    columns: dict[str, str],
    outlet_folders: bool,
    quiet: bool,
) -> None:
    """Group articles into events: find which of them, over outlets and days, tell the same thing.

    
    Examples:
      framing events archive.jsonl.gz -o events.jsonl
      framing events "news/*.jsonl.gz" -o events.jsonl --min-outlets 3
      framing events annotated -o annotated/events.jsonl

    IN is what framing annotate reads, or a folder that it has written. How events are found, how well, and what
    their names mean: docs/events.md.
    """
    from framing import api

    with show.progress("reading articles", quiet) as advance:
        summary = api.group_events(
            inputs,
            output,
            min_outlets=min_outlets,
            reading=api.ReadingOptions(columns=columns, outlet_folders=outlet_folders),
            lexicons=lexicons,
            progress=advance,
        )
    if not quiet:
        _tell(summary, min_outlets)
        click.echo(f"\n{output}")
    finish(summary.rejects)


def _tell(summary: "EventsSummary", min_outlets: int) -> None:
    shared = "1 is told" if summary.shared == 1 else f"{summary.shared:,} are told"
    click.echo(
        f"{show.count(summary.articles, 'article')}, {show.count(summary.events, 'event')}; "
        f"{shared} by several outlets\n"
    )
    if min_outlets > 1:
        click.echo(f"written: {show.count(summary.written, 'event')} of {min_outlets} outlets or more\n")
    if not summary.largest:
        return
    rows = [
        [
            event.id,
            f"{event.outlets:,}",
            f"{event.articles:,}",
            _days(event.first, event.last),
            _cut(event.title),
        ]
        for event in summary.largest
    ]
    show.fitted_table(["event", "outlets", "articles", "days", "first title"], rows)


def _days(first: str | None, last: str | None) -> str:
    if first is None or first == last:
        return first or "unknown"
    return f"{first} to {last}"


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
