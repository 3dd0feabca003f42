"""The commands `framing lexicon …`: the lists of words that say what is looked for."""

import json
import sys
from pathlib import Path
from typing import Any, cast

import click
import msgspec

from framing.cli import show
from framing.cli.lexicon_suggest import suggest
from framing.cli.outcome import CLEAN, WITH_REJECTS, finish

_MOST_TOLD = 20


@click.group()
def lexicon() -> None:
    """See, check, make, propose and exchange the lists of words that say what is looked for."""


@lexicon.command("list")
@click.option("--language", metavar="CODE", help="Those of one language alone, for instance en.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_lexicons(language: str | None, as_json: bool) -> None:
    """List the shipped lexicons."""
    from framing import api

    summaries = api.list_lexicons(language)
    if as_json:
        click.echo(json.dumps([msgspec.to_builtins(one) for one in summaries], ensure_ascii=False, indent=1))
        return
    rows = [
        [
            one.header.id,
            one.header.kind,
            one.header.version,
            str(one.entries),
            str(one.forms),
            one.header.title,
        ]
        for one in summaries
    ]
    show.table(["id", "kind", "version", "entries", "forms", "title"], rows)


@lexicon.command("show")
@click.argument("name", metavar="LEXICON")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show_lexicon(name: str, words: tuple[str, ...], as_json: bool) -> None:
    """Show what a lexicon holds; with words, the entries in which one of them stands, as you would write them.

    LEXICON is the id of a shipped lexicon (framing lexicon list) or a file.

    
    Examples:
      framing lexicon show naming
      framing lexicon show loaded regime brutal
    """
    from framing import api

    shown = api.show_lexicon(name, words)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(shown), ensure_ascii=False, indent=1))
    elif not shown.entries:
        click.echo(f"no entry of {shown.summary.header.id} holds {' or '.join(words)}", err=True)
        sys.exit(WITH_REJECTS)
    elif words:
        click.echo(shown.text, nl=False)
    else:
        show.lexicon_summary(shown)


@lexicon.command("new")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.toml")
@click.option("--kind", default="naming", show_default=True, metavar="KIND", help="What the list is for.")
@click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="The language of its words."
)
def new_lexicon(file: Path, kind: str, language: str) -> None:
    """Begin a lexicon of your own: a file with one example to overwrite and a note on each key.

    KIND is naming, stance, loaded, frames, cues, sources, organisations, grammar, furniture or synonyms.

    
    Example:
      framing lexicon new my-names.toml
    """
    from framing import api

    written = api.new_lexicon(file, cast("Any", kind), language)
    click.echo(f"{written}: overwrite the example, then: framing lexicon check {written}")


@lexicon.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="DICTIONARY")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.toml",
    help="The lexicon to write.",
)
@click.option(
    "--kind",
    type=click.Choice(["frames", "naming", "stance", "loaded"]),
    default="frames",
    show_default=True,
    help="What its categories become.",
)
@click.option("--category", help="The category of all words, in place of the dictionary's own.")
@click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="The language of its words."
)
@click.option("--licence", default="not stated", help="Its maker's terms, for instance CC-BY-4.0.")
def import_dictionary(
    file: Path, output: Path, kind: Any, category: str | None, language: str, licence: str
) -> None:
    """Take over a dictionary of another tool: LIWC (.dic), quanteda (.yml), or a table of words (.csv, .tsv).

    As frames, the report counts the sentences that hold a category's words; as naming, each category is a thing and
    its words the wordings for it.

    
    Examples:
      framing lexicon import moral.dic -o moral.toml
      framing lexicon import taxes.csv -o taxes.toml --kind naming

    Exit codes: 0 all words were taken over; 1 some were not, which are listed; 2 could not run.
    """
    from framing import api

    done = api.import_dictionary(file, output, kind, category=category, language=language, licence=licence)
    click.echo(f"{done.file}: {show.entries(done.entries)} with {show.count(done.forms, 'form')}")
    if done.note:
        click.echo(f"note: {done.note}", err=True)
    for one in done.skipped[:_MOST_TOLD]:
        click.echo(f"not taken over: {one.form} ({one.place}): {one.reason}", err=True)
    if len(done.skipped) > _MOST_TOLD:
        click.echo(f"not taken over: {len(done.skipped) - _MOST_TOLD} more", err=True)
    sys.exit(WITH_REJECTS if done.skipped else CLEAN)


@lexicon.command("export")
@click.argument("name", metavar="LEXICON")
@click.option(
    "--to",
    "form",
    type=click.Choice(["csv", "quanteda"]),
    help="A table, or a dictionary in YAML  [default: by the ending of the file, else csv].",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file to write [default: print].",
)
def export_lexicon(name: str, form: Any, output: Path | None) -> None:
    """Give a lexicon to another tool: as CSV, or as a dictionary for quanteda.

    
    Examples:
      framing lexicon export stance -o stance.csv
      framing lexicon export my-names.toml -o my-names.yml
    """
    from framing import api

    by_ending: Any = "quanteda" if output and output.suffix.lower() in (".yml", ".yaml") else "csv"
    exported = api.export_lexicon(name, form or by_ending, output)
    click.echo(exported.text if output is None else f"{output}\n", nl=False)
    for warning in exported.warnings:
        click.echo(f"note: {warning}", err=True)


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
