"""The command `framing agreement`: how far those agree who coded the same things."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from framing.cli import options, show

if TYPE_CHECKING:
    from framing.api import AgreementReport

_SHOWN = 20
_UNMARKED = "(unmarked)"


@click.command()
@options.PATHS
@click.option(
    "--articles",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The articles that were marked, where the files do not hold their texts.",
)
@click.option(
    "--level",
    type=click.Choice(["nominal", "ordinal", "interval"]),
    default="nominal",
    show_default=True,
    help="Whether labels are names, ranks or numbers.",
)
@click.option(
    "--unmarked",
    type=click.Choice(["label", "skip"]),
    default="label",
    show_default=True,
    help="Whether a coder who left a word alone gave it the label (unmarked), or has not judged it.",
)
@options.RESAMPLES
@options.SEED
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def agreement(
    paths: tuple[Path, ...],
    articles: tuple[Path, ...],
    level: Any,
    unmarked: Any,
    resamples: int,
    seed: int,
    as_json: bool,
) -> None:
    """Say how far coders agree: Krippendorff's alpha, agreement by pair, and where they differ.

    PATH is a table (.csv) with the columns unit, coder, label, or article, coder, start, end, label, or unit and a
    column a coder; a folder of brat files, one folder a coder; or a JSON export of Label Studio.

    
    Examples:
      framing agreement coding.csv
      framing agreement loaded.csv --articles my-event
      framing agreement voices.csv --articles my-event --unmarked skip
    """
    from framing import api

    report = api.measure_agreement(
        paths, articles, unmarked=unmarked, level=level, resamples=resamples, seed=seed
    )
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(report), ensure_ascii=False, indent=1))
    else:
        _print(report)


def _print(report: "AgreementReport") -> None:
    click.echo(
        f"{show.count(len(report.coders), 'coder')}, {show.count(report.units, 'unit')} coded by two or more"
    )
    if report.alpha is None:
        click.echo(f"Krippendorff's alpha: none: {report.refusal}")
    else:
        interval = (
            f" [{report.low:.2f}, {report.high:.2f}]"
            if report.low is not None
            else f" (no interval: {report.interval_refusal})"
        )
        click.echo(f"Krippendorff's alpha: {report.alpha:.2f}{interval}")
    click.echo("1 is full agreement, 0 what chance would give, below 0 less than that.\n")
    if report.by_label:
        rows = [[label, _number(alpha)] for label, alpha in report.by_label.items()]
        show.table(["label against all others", "alpha"], rows)
        if _UNMARKED in report.by_label:
            click.echo(f"{_UNMARKED}: words that a coder left alone; --unmarked skip does not count them")
        click.echo()
    pairs = [
        [*one.coders, str(one.units), f"{100 * one.same:.0f} %" if one.units else "–", _number(one.alpha)]
        for one in report.pairs
    ]
    show.table(["coder", "coder", "units", "same label", "alpha"], pairs)
    click.echo(f"\n{show.count(len(report.disagreements), 'passage')} over which coders differ")
    for one in report.disagreements[:_SHOWN]:
        told = "; ".join(f"{label}: {', '.join(coders)}" for label, coders in one.labels.items())
        click.echo(f"  {one.unit}  {one.text}\n      {told}")
    if len(report.disagreements) > _SHOWN:
        click.echo(f"  … and {len(report.disagreements) - _SHOWN} more: --json lists all")


def _number(alpha: float | None) -> str:
    return "–" if alpha is None else f"{alpha:.2f}"
