"""Arguments and options that several commands share."""

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., object])
# A column's name may hold a comma, and another field never follows one without its sign of equality.
_BETWEEN_COLUMNS = re.compile(r",(?=\s*\w+\s*=)")


class WholeNumber(click.IntRange):
    """A whole number in a range; what is none is refused in words that name the range and an example."""

    name = "whole number"

    def __init__(self, least: int, most: int | None = None, *, example: int) -> None:
        """Take the ends of the range, of which the upper may be open, and a number that makes sense."""
        super().__init__(least, most)
        self.example = example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; raises `click.BadParameter` for any other value."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            ends = f"from {self.min} up" if self.max is None else f"from {self.min} to {self.max}"
            self.fail(f"{value!r} is not a whole number {ends}, such as {self.example}.", param, ctx)


PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
# A path would lose one of the two strokes of an address (s3://…).
INPUTS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
LEXICON = click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A lexicon of your own, which adds to the shipped ones; may be given several times.",
)
ATTRIBUTION = click.option(
    "--attribution",
    default="hybrid",
    show_default=True,
    type=click.Choice(["hybrid", "rules", "spacy"]),
    help="Find who says what by rules and a learned tagger, by rules alone, or with a parser too.",
)
PIPELINE = click.option(
    "--pipeline",
    default="en_core_web_sm",
    show_default=True,
    metavar="NAME",
    help="The installed spaCy pipeline for --attribution spacy.",
)
WEIGHTS = click.option(
    "--weights",
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Weights of the tagger that you have trained, in place of the shipped ones (docs/model-card.md).",
)
WORKERS = click.option(
    "--workers",
    default=None,
    type=WholeNumber(1, example=2),
    help="Processes that share the work  [default: 1 for few articles, one a processor for many].",
)


def reading(command: _Command) -> _Command:
    """Give a command the options on how to read: `columns`, a field to its column, and `outlet_folders`."""
    columns = click.option(
        "--columns",
        multiple=True,
        metavar="FIELD=NAME,...",
        callback=lambda context, option, given: _columns(given),
        help="Which column of a table holds text, title, outlet, published, url or id, for instance "
        "text=Body,title=Headline  [default: found by their names].",
    )
    folders = click.option(
        "--outlet-folders",
        is_flag=True,
        help="Take the name of every subfolder for the outlet of its articles  [default: where all of them "
        "are outlets that the registry knows, and an article does not name its own].",
    )
    return columns(folders(command))


def _option_once(name: str, **how: Any) -> Callable[[_Command], _Command]:
    """Return an option that may be given once: of two, Click would take the second without a word."""

    def take(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> str | None:
        if len(given) > 1:
            raise click.UsageError(f"{name} is given {len(given)} times, and may be given once")
        return given[0] if given else None

    return click.option(name, multiple=True, callback=take, **how)


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose articles of a store, which reach it as one argument: `chosen`."""
    event = _option_once(
        "--event", metavar="ID", help="Of a store: the articles of an event (framing events)."
    )
    events = _option_once(
        "--events",
        metavar="FILE",
        help="The file that says which articles tell which event  [default: events.jsonl in the store].",
    )
    where = _option_once(
        "--where",
        metavar="CONDITION",
        help="Of a store: the articles that a condition keeps, for instance "
        "\"outlet in ('dpa', 'Yonhap') and published >= '2024-06-01'\" (docs/scale.md).",
    )

    @event
    @events
    @where
    @wraps(command)
    def run(*, event: str | None, events: str | None, where: str | None, **others: Any) -> None:
        command(chosen={"event": event, "events": events, "where": where}, **others)

    return run


def annotating(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options on how to read and annotate, which reach it as one argument for the API: `how`."""

    @ATTRIBUTION
    @PIPELINE
    @WEIGHTS
    @reading
    @WORKERS
    @wraps(command)
    def run(
        *,
        attribution: str,
        pipeline: str,
        weights: Path | None,
        columns: dict[str, str],
        outlet_folders: bool,
        workers: int | None,
        **others: Any,
    ) -> None:
        from framing import api

        how = {
            "attribution": attribution,
            "pipeline": pipeline,
            "weights": weights,
            "reading": api.ReadingOptions(columns=columns, outlet_folders=outlet_folders),
            "workers": workers,
        }
        command(how=how, **others)

    return run


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for pair in (pair for text in given for pair in _BETWEEN_COLUMNS.split(text)):
        field, sign, name = pair.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"{pair!r} is not FIELD=NAME, for instance text=Body")
        columns[field.strip().lower()] = name.strip()
    return columns


RESAMPLES = click.option(
    "--resamples",
    default=1000,
    show_default=True,
    type=WholeNumber(0, example=1000),
    help="Resamples for the intervals.",
)
SEED = click.option(
    "--seed", default=0, show_default=True, type=WholeNumber(0, example=1), help="Seed of the resampling."
)
