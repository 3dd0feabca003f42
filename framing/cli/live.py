"""The commands `framing class …`: a live session, its marks as CSV, and its end."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from framing.cli import options, show
from framing.cli.outcome import tell_rejects
from framing.errors import nearest_name, nearest_path

if TYPE_CHECKING:
    from framing.api import Started


_HOW_TO_MEASURE = {
    None: "two tasks in one table; for a figure of agreement write each into its own: --only voices, --only loaded",
    "voices": "framing agreement FILE --articles ARTICLES --unmarked skip gives the figure of your screen",
    "loaded": "framing agreement FILE --articles ARTICLES gives the figure of your screen",
    "missing": "framing agreement FILE says how far pupils agree on what is missing",
}


class _StartByDefault(click.Group):
    """A group whose words, where they are no command of it, are the articles to start with."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            if not args[0].startswith("-") and not Path(args[0]).exists():
                commands = ", ".join(sorted(self.commands))
                near = nearest_path(Path(args[0])) or nearest_name(args[0], self.commands) or "check the name"
                raise click.UsageError(
                    f"{args[0]!r} is no command here ({commands}), and no folder or file of articles; {near}",
                    ctx,
                )
            args = ["start", *args]
        return super().parse_args(ctx, args)


@click.group("class", cls=_StartByDefault)
def live() -> None:
    """Read articles with a class: pupils mark them on their phones, then the class stands beside the tool.

    
    Examples:
      framing class my-event
      framing class my-event --network
      framing class export my-event/class.sqlite -o voices.csv --only voices
      framing class delete my-event/class.sqlite

    What you give is a folder or files of articles, as for framing report; framing class start --help shows all options.
    """


@live.command()
@options.PATHS
@click.option(
    "--network",
    is_flag=True,
    help="Let the room's network reach the class, and show its address and QR code  [default: this machine alone].",
)
@click.option(
    "--address",
    metavar="IP",
    help="This machine's address in the room's network, where --network finds the wrong one.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=options.WholeNumber(0, 65535, example=8080),
    help="The port to serve.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.sqlite",
    help="The file that keeps names and marks  [default: class.sqlite beside the articles].",
)
@click.option(
    "--pupils",
    "places",
    type=options.WholeNumber(1, 200, example=30),
    metavar="NUMBER",
    help="How many may join, 200 at most; your screen can change it  [default: 60].",
)
@options.LEXICON
@options.annotating
def start(
    paths: tuple[Path, ...],
    network: bool,
    address: str | None,
    port: int,
    data: Path | None,
    places: int | None,
    lexicons: tuple[Path, ...],
    how: dict[str, Any],
) -> None:
    """Start a session, or go on with one: with the same articles and file, everybody is still there.

    
    Examples:
      framing class my-event
      framing class my-event --network
    """
    from framing import api

    with show.progress("reading articles", quiet=False) as advance:
        prepared = api.prepare_class(paths, lexicons=lexicons, progress=advance, **how)
    tell_rejects(prepared.rejects)
    if prepared.lesson.lack:
        click.echo(f"note: {prepared.lesson.lack}", err=True)
    try:
        api.serve_class(
            prepared, data, tell=_tell, network=network, address=address, port=port, places=places
        )
    except KeyboardInterrupt:
        click.echo("\nThe class has stopped. The same command goes on with it.")


def _tell(started: "Started") -> None:
    click.echo(f"Your screen, for you alone:  {started.teacher}")
    click.echo(f"Pupils open:                 {started.pupils}")
    click.echo(f"Join code:                   {started.code}")
    click.echo(f"Names and marks are kept in  {started.data}")
    if started.qr:
        click.echo(f"\n{started.qr}")
    else:
        click.echo("\nOnly this machine can reach the class. With --network the room can.")
    click.echo("Ctrl+C stops the class.")


@live.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="The table to write.",
)
@click.option(
    "--only",
    type=click.Choice(["voices", "loaded", "missing"]),
    help="Only whose words, loaded words, or what is missing  [default: whose words and loaded words].",
)
def export(file: Path, output: Path, only: Literal["voices", "loaded", "missing"] | None) -> None:
    """Write what the class has marked as CSV, for framing agreement or a spreadsheet.

    
    Examples, with the figures of your screen:
      framing class export my-event/class.sqlite -o voices.csv --only voices
      framing agreement voices.csv --articles my-event --unmarked skip
      framing class export my-event/class.sqlite -o loaded.csv --only loaded
      framing agreement loaded.csv --articles my-event
    """
    from framing import api

    text = api.export_class(file, only or "all")
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error
    click.echo(output)
    click.echo(f"note: {_HOW_TO_MEASURE[only]}", err=True)


@live.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(file: Path, yes: bool) -> None:
    """Delete a session: its nicknames, its marks, its file.

    
    Example:
      framing class delete my-event/class.sqlite
    """
    from framing import api

    if not yes:
        named = f"{file} (which is {file.resolve()})" if file.is_symlink() else file
        click.confirm(f"Delete {named} with all names and marks? This cannot be undone.", abort=True)
    for one in api.delete_class(file):
        click.echo(f"deleted {one}")
