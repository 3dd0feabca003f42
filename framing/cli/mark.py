"""The command `framing mark`: what the word lists notice in a text that somebody wrote."""

from typing import TextIO

import click

from framing.cli import show
from framing.errors import UsageError


@click.command()
@click.argument("text", type=click.File(encoding="utf-8", errors="replace"), metavar="FILE")
def mark(text: TextIO) -> None:
    """Show which words of a text judge, stress, name what has several names, or bring in what somebody said.

    FILE is a text file, or - for what is typed. No mark is given: a text without remarks may still take sides.

    
    Examples:
      framing mark lead.txt
      echo "The regime claimed a historic victory." | framing mark -
    """
    from framing import api

    words = text.read()
    if not words.strip("\ufeff \t\r\n"):
        raise UsageError(text.name, "is empty", "a text", "write one into it first")
    if "\0" in words:
        raise UsageError(text.name, "is binary data", "plain text", "save it as text (.txt) first")
    remarks = api.mark_text(words)
    for remark in remarks:
        click.echo(f"{remark.kind:<10} “{remark.words}”: {remark.reason}")
    found = show.count(len(remarks), "remark") if remarks else "nothing found that is in the lists"
    click.echo(f"{found}; the lists are short and know no context, so read it again yourself")
