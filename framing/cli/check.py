"""The command `framing check`: what was read, as a table, and what to put right before a report."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli import options, show
from framing.cli.outcome import code_of, finish

if TYPE_CHECKING:
    from framing.api import ArticleCheck, CheckedArticle

_MOST_ROWS = 200
_WIDE = 110
_BEGINS_WITH_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@click.command()
@options.PATHS
@options.LEXICON
@options.reading
@click.option("--json", "as_json", is_flag=True, help="Print JSON, which holds all that is known.")
def check(
    paths: tuple[Path, ...],
    lexicons: tuple[Path, ...],
    columns: dict[str, str],
    outlet_folders: bool,
    as_json: bool,
) -> None:
    """Show what was read, and what to put right before a report: outlets, dates, words, what is set aside.

    Nothing is annotated, so it is quick. What to do next stands at the end.


    
    Examples:
      framing check my-event
      framing check my-event --json > check.json
    """
    from framing import api

    reading = api.ReadingOptions(columns=columns, outlet_folders=outlet_folders)
    found = api.check(paths, reading, lexicons)
    if as_json:
        click.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=1))
        sys.exit(code_of(found.rejects, bool(found.articles)))
    _print(found, " ".join(map(str, paths)))
    finish(found.rejects, bool(found.articles))


def _print(found: "ArticleCheck", paths: str) -> None:
    shown = found.articles[:_MOST_ROWS]
    labels = _labels(found.articles)[:_MOST_ROWS]
    if shown:
        _print_table(shown, labels)
    if len(found.articles) > len(shown):
        click.echo(f"… and {len(found.articles) - len(shown):,} more: --json shows all")
    outlets = {one.outlet for one in found.articles if one.outlet}
    click.echo(f"\n{show.count(len(found.articles), 'article')}, {show.count(len(outlets), 'outlet')}")
    for file in found.lexicons:
        click.echo(f"a list of your own is used: {file}")
    for one, label in zip(shown, labels, strict=True):
        for note in one.notes:
            click.echo(f"note: {label}: {note}")
        for other in one.near:
            click.echo(f"note: {label}: {other.share:.0%} of its words stand in {other.id} too")
    steps = [*found.next_steps, *([f"framing report {paths}"] if found.articles else [])]
    click.echo("\nNext" if steps else "")
    for step in steps:
        click.echo(f"- {step}")


def _print_table(articles: "list[CheckedArticle]", labels: list[str]) -> None:
    narrow = show.terminal_is_narrow(_WIDE)
    header = ["article", "outlet", "known from", "date", "lang", "words", "aside"]
    rows = [
        [
            label,
            f"{one.outlet or 'no outlet'}{f' ({one.agency})' if one.agency else ''}",
            _evidence(one, narrow),
            _day(one.published or ""),
            one.language,
            f"{one.words:,}",
            f"{one.aside_share:.0%}",
        ]
        for one, label in zip(articles, labels, strict=True)
    ]
    titles = [one.title or "" for one in articles]
    if narrow:
        show.fitted_table(header, rows, titles)
    else:
        show.fitted_table(
            [*header, "title"], [[*row, title] for row, title in zip(rows, titles, strict=True)]
        )


def _day(published: str) -> str:
    """Return the day without its time; a date that could not be read stands as it was given."""
    return published[:10] if _BEGINS_WITH_A_DAY.match(published) else published


def _labels(articles: "list[CheckedArticle]") -> list[str]:
    """Return what each article is called: its file, or its id where the file holds several."""
    times = Counter(one.file for one in articles)
    return [one.file if times[one.file] == 1 else one.id for one in articles]


def _evidence(one: "CheckedArticle", narrow: bool) -> str:
    words = f": {one.evidence_text}" if one.evidence_text and not narrow else ""
    mark = " (not in the registry)" if one.registered is False else ""
    if narrow and mark:
        mark = " (new)"
    return f"{one.evidence or ''}{words}{mark}"
