"""The command `framing new`: a folder for the articles of an event."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--title", default="", help="What the articles tell of  [default: the folder's name].")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="The day of the event.")
@click.option("--place", default="", help="Where it was.")
def new(folder: Path, title: str, day: str, place: str) -> None:
    """Begin a folder for an event, with an event.toml to fill in.

    On a terminal you are asked for what no option gives. What is there already is kept.


    
    Examples:
      framing new my-event
      framing new summit-2024 --title "The summit in Geneva" --date 2024-06-16 --place "Geneva, Switzerland"
    """
    from framing import api

    if not (title or day or place) and sys.stdin.isatty():
        click.echo("An empty answer leaves it out; event.toml can be changed at any time.")
        title = click.prompt("What do the articles tell of?", default="", show_default=False)
        day = click.prompt("On which day was it (2024-06-19)?", default="", show_default=False)
        place = click.prompt("Where?", default="", show_default=False)
    for file in api.new_event(folder, title, day, place):
        click.echo(file)
    click.echo(f"\nPut the articles into {folder}, then: framing check {folder}")
