"""What commands print: tables and progress, rich on a terminal and plain elsewhere."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from framing.api import LexiconReport, Progress, ShownLexicon


def table(header: list[str], rows: list[list[str]]) -> None:
    """Print a table: with lines on a terminal, columns set apart by two spaces elsewhere."""
    if not sys.stdout.isatty():
        _plain_table(header, rows)
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(*header)
    for row in rows:
        shown.add_row(*(_safe(cell) for cell in row))
    Console().print(shown)


def _safe(cell: str) -> str:
    from rich.markup import escape

    return escape(cell)


def _plain_table(header: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, *rows]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


_NARROWEST = 6


def fitted_table(header: list[str], rows: list[list[str]], below: Sequence[str] = ()) -> None:
    """Print a table whose cells are cut to the width of the terminal, the longest first; elsewhere nothing is cut.

    `below` may hold a line for each row, which stands under it where there is one.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    for number, row in enumerate([header, *rows]):
        cells = (_cut(cell, room).ljust(room) for cell, room in zip(row, widths, strict=True))
        line = "  ".join(cells).rstrip()
        click.echo(line if number else click.style(line, bold=True))
        if number and below and below[number - 1]:
            click.echo(click.style(_cut(f"  {below[number - 1]}", width), dim=True))


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[: room - 1]}…"


def terminal_is_narrow(fewest_columns: int) -> bool:
    """Return whether what is printed goes to a terminal of fewer columns."""
    return sys.stdout.isatty() and shutil.get_terminal_size().columns < fewest_columns


def lexicon_summary(shown: "ShownLexicon") -> None:
    """Print a lexicon's header, and each entry on a line with its forms."""
    header = shown.summary.header
    click.echo(f"{header.id} {header.version}, {header.kind}, language {header.language}: {header.title}")
    click.echo(f"{entries(shown.summary.entries)}, {count(shown.summary.forms, 'form')}; {header.licence}")
    for reference in header.references:
        click.echo(f"  {reference}")
    click.echo()
    table(["entry", "forms"], [[one.name, ", ".join(one.forms)] for one in shown.entries])


def lexicon_report(report: "LexiconReport") -> None:
    """Print what a check of a lexicon found: its size, its entries as a table, then lines on each."""
    header = report.header
    click.echo(f"{report.file}: {header.id} {header.version}, {header.kind}, language {header.language}")
    click.echo(f"{entries(report.entries)}, {count(report.forms, 'form')}")
    if report.replaces:
        click.echo("A shipped lexicon has this id: yours takes its place.")
    click.echo()
    if report.articles:
        click.echo(f"{count(report.articles, 'article')} read")
        rows = [[use.entry, str(use.forms), str(use.matches), str(use.articles)] for use in report.uses]
        table(["entry", "forms", "matches", "articles"], rows)
        _lines_of(report)
        _list("never found", [use.entry for use in report.never_found])
    else:
        table(["entry", "forms"], [[use.entry, str(use.forms)] for use in report.uses])
    overlaps = [
        f"{one.form!r} ({one.entry}) and {one.other_form!r} ({one.other_entry}) of {one.lexicon}"
        for one in report.overlaps
    ]
    _list("overlaps with shipped lexicons", overlaps)


def _lines_of(report: "LexiconReport") -> None:
    for use in report.uses:
        if use.lines:
            click.echo(f"\n{use.entry}")
        for line in use.lines:
            words = " ".join(filter(None, (line.left, f"[{line.hit}]", line.right)))
            click.echo(f"  {words}  ({line.article})")


def _list(title: str, lines: list[str]) -> None:
    if lines:
        click.echo(f"\n{title}: {len(lines)}")
    for line in lines:
        click.echo(f"  {line}")


def count(number: int, noun: str) -> str:
    """Return a number with its noun: "1 article", "2 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def entries(number: int) -> str:
    """Return a number of entries of a lexicon with its noun."""
    return f"{number:,} entr{'y' if number == 1 else 'ies'}"


_WIDE = 110


@contextmanager
def shard_progress(quiet: bool) -> "Iterator[Callable[[Progress], None]]":
    """Give a function that is told how far a store is; it shows a bar on a terminal and is silent elsewhere.

    The time left goes by bytes of input, and counts from the start of this run.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda at: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (
        *(TextColumn("annotating"), BarColumn(bar_width=max(min(console.width - 68, 40), 4))),
        *(TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.fields[said]}")),
    )
    begin = time.monotonic()
    before: list[int] = []
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, said="")

        def tell(at: "Progress") -> None:
            if not before:
                before.append(at.bytes)
            said = how_far(at, before[0], time.monotonic() - begin, shards=console.width >= _WIDE)
            bar.update(task, total=at.all_bytes, completed=at.bytes, said=said)

        yield tell


def how_far(at: "Progress", bytes_before: int, seconds: float, *, shards: bool) -> str:
    """Return how many articles are done in so many seconds, how fast, and how long it may still take.

    `bytes_before` were done before this run; nobody knows how long the rest takes before some bytes are.
    """
    rate = at.articles / max(seconds, 0.001)
    said = [
        *([f"{at.shards:,} of {count(at.all_shards, 'shard')}"] if shards else []),
        count(at.articles, "article"),
        *([f"{rate:.0f} a second"] if at.articles else []),
    ]
    if at.bytes > bytes_before:
        left = round(seconds * (at.all_bytes - at.bytes) / (at.bytes - bytes_before))
        said.append(f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left")
    return ", ".join(said)


@contextmanager
def progress(what: str, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many are done; it shows them on a terminal and is silent elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, completed=done)
