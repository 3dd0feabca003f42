"""The command `framing annotate`: what is found in each article, into one file or into a folder of many."""

import sys
from pathlib import Path
from typing import Any, Literal

import click

from framing.cli import options, show
from framing.cli.outcome import COULD_NOT_RUN, finish

_LINES = (".jsonl", ".ndjson")
_FILES = (".txt", ".csv", ".tsv", ".json", ".parquet", ".zip", ".gz")
_PACKED = tuple(f"{lines}.{packed}" for lines in _LINES for packed in ("gz", "bz2", "xz", "zst", "zip"))


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="A file that ends in .jsonl, one article a line; or a folder for many articles, as Parquet.",
)
@click.option("--resume", is_flag=True, help="Go on with a folder: what is done there is not done again.")
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="Who works on a folder: processes of this machine, or the workers of a Dask scheduler.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Of Dask: where it is, for instance tcp://10.0.0.1:8786."
)
@options.LEXICON
@options.annotating
@options.QUIET
def annotate(
    inputs: tuple[str, ...],
    output: str,
    resume: bool,
    engine: Literal["processes", "dask"],
    scheduler: str | None,
    lexicons: tuple[Path, ...],
    how: dict[str, Any],
    quiet: bool,
) -> None:
    """Write what is found in each article: JSON Lines, or for many articles a folder of Parquet files.

    IN is a file, a folder, a pattern in quotation marks, or an address such as s3://bucket/news/. A folder can be
    gone on with after an interruption: docs/annotating-many.md.

    
    Examples:
      framing annotate seeds/pyongyang-2024 -o annotations.jsonl
      framing annotate "news/*.jsonl.gz" -o annotated --workers 8
      framing annotate "news/*.jsonl.gz" -o annotated --workers 8 --resume
      framing annotate "s3://news/*.jsonl.gz" -o s3://annotated --engine dask --scheduler tcp://10.0.0.1:8786
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together: docs/scale.md")
    if scheduler and how["workers"] is not None:
        raise click.UsageError("--workers is for processes; with Dask all workers of the scheduler work")
    if output.lower().endswith((*_PACKED, *_FILES)):
        raise click.UsageError(
            f"{output} would be a folder: write FILE.jsonl and pack it afterwards, or name a folder"
        )
    if output.lower().endswith(_LINES):
        if resume:
            raise click.UsageError("--resume is for a folder; a file is written in one go")
        if scheduler:
            raise click.UsageError("--engine dask is for a folder; a file is written by one process")
        _into_file(inputs, output, lexicons, how, quiet)
    else:
        _into_folder(inputs, output, resume, scheduler, lexicons, how, quiet)


def _into_file(
    inputs: tuple[str, ...], output: str, lexicons: tuple[Path, ...], how: dict[str, Any], quiet: bool
) -> None:
    from framing import api

    with show.progress("annotating articles", quiet) as advance:
        summary = api.annotate_file(inputs, output, lexicons=lexicons, progress=advance, **how)
    if not quiet:
        click.echo(f"{show.count(summary.articles, 'article')} annotated\n{output}")
    finish(summary.rejects)


def _into_folder(
    inputs: tuple[str, ...],
    output: str,
    resume: bool,
    scheduler: str | None,
    lexicons: tuple[Path, ...],
    how: dict[str, Any],
    quiet: bool,
) -> None:
    from framing import api

    try:
        with show.shard_progress(quiet) as advance:
            summary = api.annotate_folder(
                inputs, output, lexicons=lexicons, resume=resume, scheduler=scheduler, progress=advance, **how
            )
    except KeyboardInterrupt:
        click.echo("stopped: what is done stays, and --resume goes on with it", err=True)
        sys.exit(COULD_NOT_RUN)
    if not quiet:
        if summary.done_before:
            click.echo(f"{show.count(summary.done_before, 'shard')} had been done before")
        shards = show.count(len(summary.store.shards), "shard")
        click.echo(f"{show.count(summary.store.articles, 'article')} in {shards}\n{output}")
    finish(summary.rejects)
