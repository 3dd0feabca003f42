"""Arguments and options that several commands share."""

from pathlib import Path

import click

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
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
WORKERS = click.option(
    "--workers",
    default=None,
    type=click.IntRange(1),
    help="Processes that share the work  [default: 1 for few articles, one a processor for many].",
)
