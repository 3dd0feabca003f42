"""The commands `framing outlets …`: the registry of outlets, searched, and added to."""

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli import show
from framing.cli.outcome import CLEAN, WITH_REJECTS
from framing.errors import nearest_name

if TYPE_CHECKING:
    from framing.api import ListedOutlet

_KINDS = ("newspaper", "news agency", "broadcaster", "online media", "magazine")
_TYPES = ("media", "state media")
_EVENT = click.option(
    "--event",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="The folder of an event, which has outlets of its own.",
)


class _ListByDefault(click.Group):
    """A group whose words, where they are no command of it, are what `list` looks for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_ListByDefault)
def outlets() -> None:
    """Show which outlets are known, and add those that are not.

    
    Examples:
      framing outlets guardian
      framing outlets --country Kenya
      framing outlets add --name "Harbour Gazette" --domain harbour-gazette.example
    """


@outlets.command("list")
@click.argument("words", nargs=-1)
@click.option("--country", default="", help="Only outlets of this country.")
@click.option("--kind", default="", help=f"Only outlets of this kind: {', '.join(_KINDS)}.")
@_EVENT
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
def list_outlets(
    words: tuple[str, ...], country: str, kind: str, event: Path | None, form: str | None
) -> None:
    """List the outlets that some words name; without words, all.

    The words may stand in a name, an alias, a domain or a form of credit.

    
    Examples:
      framing outlets guardian
      framing outlets --country Kenya --kind newspaper
      framing outlets list add

    Exit codes: 0 some were found, 1 none, 2 could not run.
    """
    from framing import api

    wanted = " ".join(words)
    found = api.outlets(wanted, country=country, kind=kind, event=event)
    if form == "json":
        click.echo(json.dumps([_as_record(one) for one in found], ensure_ascii=False, indent=1))
    elif form == "csv":
        _print_csv([_as_record(one) for one in found])
    elif found:
        _print_table(found)
    if found:
        sys.exit(CLEAN)
    names = [
        name.removeprefix("The ")
        for one in api.outlets(event=event)
        for name in (one.entry.name, *one.entry.aliases)
    ]
    near = nearest_name(wanted, names, likeness=0.75)
    click.echo(
        f"no outlet is known by {wanted!r}{'; ' + near if near else ''}\n"
        "framing outlets add adds one; an article whose outlet is not known is read all the same",
        err=True,
    )
    sys.exit(WITH_REJECTS)


@outlets.command("add")
@click.option("--name", default="", help="The name under which reports show it.")
@click.option("--domain", "domains", multiple=True, help="Domain of its pages; may be given several times.")
@click.option(
    "--credit",
    "credits_",
    multiple=True,
    metavar="FORM",
    help="A form by which its articles are signed, such as '(HG)' or '© Gazette Media'; name and aliases need none.",
)
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="Another name that it goes by.")
@click.option("--kind", type=click.Choice(_KINDS), help="What it is  [default: online media].")
@click.option(
    "--type",
    "type_",
    type=click.Choice(_TYPES),
    help="state media, if the state or its ruling party both owns or chiefly funds it and decides what it prints  "
    "[default: media].",
)
@click.option("--country", help="Where it is at home.")
@_EVENT
@click.option("--extend", is_flag=True, help="Add what is new to an outlet that the registry has.")
def add_outlet(
    name: str,
    domains: tuple[str, ...],
    credits_: tuple[str, ...],
    aliases: tuple[str, ...],
    kind: str | None,
    type_: str | None,
    country: str | None,
    event: Path | None,
    extend: bool,
) -> None:
    """Add an outlet to a registry of your own.

    It is written to outlets.toml in the folder of an event (--event), else in your configuration folder, where it
    holds for all events. Without --name you are asked. Nothing that is there is overwritten.


    
    Examples:
      framing outlets add
      framing outlets add --event my-event --name "Harbour Gazette" --domain harbour-gazette.example --credit "(HG)"
      framing outlets add --extend --name Reuters --domain reuters.example
    """
    from framing import api

    given = {"domains": domains, "credits": credits_, "aliases": aliases, "kind": kind, "type": type_}
    answers: dict[str, object] = {key: value for key, value in {**given, "country": country}.items() if value}
    if not name.strip():
        if not sys.stdin.isatty():
            raise click.UsageError(
                "the outlet's name is missing: --name NAME. Without it, you are asked for everything on a "
                "terminal; this is none."
            )
        name, asked = _ask(answers)
        answers.update(asked)
    added = api.add_outlet(name, event, extend=extend, **answers)
    for note in added.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(f"{added.entry.name} is known from now on\n{added.file}")


def _ask(answers: dict[str, object]) -> tuple[str, dict[str, object]]:
    """Ask for the name, and for all that no option has given; an empty answer leaves it out."""
    name = click.prompt("Name of the outlet").strip()
    questions = {
        "domains": "Domain of its pages (several: with a space between; empty: none)",
        "credits": "Form of credit besides its name, such as (HG) (several: with ; between; empty: none)",
        "aliases": "Other names (several: with ; between; empty: none)",
    }
    asked: dict[str, object] = {}
    for key, question in questions.items():
        if key not in answers:
            words = click.prompt(question, default="", show_default=False)
            asked[key] = (
                words.split() if key == "domains" else [one for one in words.split(";") if one.strip()]
            )
    if "kind" not in answers:
        asked["kind"] = click.prompt("Kind", type=click.Choice(_KINDS), default="online media")
    if "country" not in answers:
        asked["country"] = click.prompt("Country (empty: not known)", default="", show_default=False)
    if "type" not in answers:
        question = "Does the state or its ruling party both own or chiefly fund it and decide what it prints?"
        asked["type"] = _TYPES[click.confirm(question, default=False)]
    return name, asked


def _as_record(one: "ListedOutlet") -> dict[str, object]:
    entry = one.entry
    return {
        "name": entry.name,
        "kind": entry.kind,
        "type": entry.type,
        "country": entry.country,
        "domains": entry.domains,
        "credits": entry.credits,
        "aliases": entry.aliases,
        "own": one.own,
    }


def _print_csv(records: list[dict[str, object]]) -> None:
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["name", "kind", "type", "country", "domains", "credits", "aliases", "own"])
    for record in records:
        rows.writerow(["; ".join(one) if isinstance(one, list) else one for one in record.values()])


def _print_table(found: "list[ListedOutlet]") -> None:
    header = ["name", "kind", "type", "country", "domains", "also signed or named"]
    rows = [
        [
            f"{'* ' if one.own else ''}{one.entry.name}",
            one.entry.kind,
            one.entry.type,
            one.entry.country or "",
            " ".join(one.entry.domains),
            "; ".join([*one.entry.credits, *one.entry.aliases]),
        ]
        for one in found
    ]
    show.fitted_table(header, rows)
    click.echo(
        f"\n{show.count(len(found), 'outlet')}{' (* your own)' if any(one.own for one in found) else ''}"
    )
