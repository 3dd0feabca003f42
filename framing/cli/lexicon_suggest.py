"""The command `framing lexicon suggest`: naming disputes that articles seem to have, as a draft to edit."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli import show
from framing.cli.options import PATHS, QUIET, WORKERS, WholeNumber
from framing.cli.outcome import finish

if TYPE_CHECKING:
    from framing.api import Suggestions

_MOST_WORDINGS = 5


@click.command("suggest")
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.toml",
    help="Write a draft of a lexicon, with passages, to edit.",
)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=WholeNumber(1, example=20),
    help="Proposals to make at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the proposals with all their places as JSON.")
@click.option("--force", is_flag=True, help="Write over a file that exists; edits in it are lost.")
@WORKERS
@QUIET
def suggest(
    paths: tuple[Path, ...],
    output: Path | None,
    limit: int,
    as_json: bool,
    force: bool,
    workers: int | None,
    quiet: bool,
) -> None:
    """Propose naming disputes: different wordings for the same thing, found in the articles themselves.

    No naming lexicon is used, so it works on an event for which nobody has written one. It prints a table, with -o it
    writes a draft as well. Proposals are guesses: some will be wrong, and the draft is made for deleting them.

    
    Examples:
      framing lexicon suggest my-event
      framing lexicon suggest my-event -o my-names.toml
      framing lexicon suggest my-event --json > proposals.json
    """
    from framing import api

    if output and output.exists() and not force:
        raise click.UsageError(f"{output} exists: choose another name, or write over it with --force")
    with show.progress("reading articles", quiet or as_json) as advance:
        found = api.suggest_names(paths, limit=limit, workers=workers, progress=advance)
    if output and found.proposals:
        output.write_text(api.draft_lexicon(found, _id_of(output)), encoding="utf-8")
    if as_json:
        click.echo(api.as_json(found))
    elif not quiet:
        _show(found)
        if output and found.proposals:
            click.echo(f"\n{output}")
    finish(found.rejects)


def _show(found: "Suggestions") -> None:
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    if not found.proposals:
        return
    click.echo(f"{show.count(found.articles, 'article')}, {show.count(len(found.outlets), 'outlet')}\n")
    rows = []
    for number, proposal in enumerate(found.proposals, 1):
        for k, variant in enumerate(proposal.variants[:_MOST_WORDINGS]):
            used = ", ".join(f"{outlet} {times}" for outlet, times in variant.counts.items())
            rows.append([str(number) if k == 0 else "", variant.label, used])
        left = len(proposal.variants) - _MOST_WORDINGS
        if left > 0:
            rows.append(["", f"and {left} more", ""])
    show.table(["", "wording", "used by"], rows)


def _id_of(file: Path) -> str:
    return "-".join(file.stem.split()) or "my-names"
