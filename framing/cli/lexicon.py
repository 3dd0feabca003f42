"""The commands `framing lexicon …`: the lists of words that say what is looked for."""

import sys
from pathlib import Path

import click

from framing.cli import show
from framing.cli.lexicon_suggest import suggest
from framing.cli.outcome import WITH_REJECTS, finish


@click.group()
def lexicon() -> None:
    """Check the lists of words that say what is looked for, or have them proposed."""


@lexicon.command("check")
@click.argument("file", type=click.Path(path_type=Path), metavar="LEXICON")
@click.argument("articles", nargs=-1, type=click.Path(path_type=Path), metavar="[ARTICLES]...")
def check_lexicon(file: Path, articles: tuple[Path, ...]) -> None:
    """Say what is wrong with a lexicon, what overlaps with a shipped one, and what it finds in articles.

    
    Examples:
      framing lexicon check my-names.toml
      framing lexicon check my-names.toml my-event

    Exit codes: 0 nothing to mend; 1 it can be used, but a form stands in a shipped lexicon too, none of its
    entries matches in the articles, or an article was set aside; 2 the lexicon has a fault.
    """
    from framing import api

    report = api.check_lexicon(file, articles)
    show.lexicon_report(report)
    if not (report.is_clean or report.rejects):
        sys.exit(WITH_REJECTS)
    finish(report.rejects)


lexicon.add_command(suggest)
