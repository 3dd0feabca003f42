"""The command `framing fetch`: save web pages into a folder, for later reading."""

from pathlib import Path
from typing import IO

import click

from framing.cli import options, show
from framing.cli.outcome import finish


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--from",
    "list_file",
    type=click.File("r", encoding="utf-8-sig"),
    metavar="FILE",
    help="A file with an address a line, or - for standard input; lines that begin with # are passed over.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder for the pages; what is in it already is not fetched again.",
)
@click.option(
    "--pause",
    default=2.0,
    show_default=True,
    type=click.FloatRange(0.5),
    metavar="SECONDS",
    help="The pause between two requests to one host.",
)
@options.QUIET
def fetch(urls: tuple[str, ...], list_file: IO[str] | None, output: Path, pause: float, quiet: bool) -> None:
    """Save web pages for later reading, each as a file with its address and the time.

    Only public pages that robots.txt leaves open to programs are fetched. A page without an article (a notice about
    cookies, a paywall) is told and not kept.

    
    Examples:
      framing fetch https://example.com/news/some-article -o my-event
      framing fetch --from addresses.txt -o my-event

    Exit codes: 0 all were saved, 1 some were not, 2 could not run.
    """
    from framing import api

    listed = [line.strip() for line in list_file or () if line.strip() and not line.lstrip().startswith("#")]
    addresses = [*urls, *listed]
    if not addresses:
        raise click.UsageError("no address is given")
    saved = kept = 0
    rejects = []
    for one in api.fetch(addresses, output, pause_seconds=pause):
        if one.reject:
            rejects.append(one.reject)
        elif one.is_new:
            saved += 1
        else:
            kept += 1
        if one.file and not quiet:
            click.echo(f"{one.file}{'' if one.is_new else '  (was there)'}")
    if not quiet:
        before = f", {kept} there already" if kept else ""
        click.echo(f"{show.count(saved, 'page')} saved{before}", err=True)
    finish(rejects)
