"""Room report: `write_report`, which puts page, Markdown, scores, tables and charts into a folder."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import msgspec

from framing.collector import without_collection
from framing.errors import UsageError
from framing.report.charts import draw_charts, is_chart_name
from framing.report.excerpts import Excerpts, make_excerpts
from framing.report.formats import DEFAULT_FORMATS, Format
from framing.report.html import render_page
from framing.report.markdown import render_markdown
from framing.report.pdf import print_page, require_browser
from framing.report.tables import load_pyarrow, table_names, write_parquet, write_tables
from framing.report.texts import in_language
from framing.report.view import View, build_view
from framing.schema import Annotations, Comparison, encode
from framing.scoring.scored import encode_scores, scores_schema
from framing.scoring.spelling import unify_names

_PLAIN_FILES = (
    *("index.html", "report.md", "report.pdf", "scores.json", "scores.schema.json", "annotations.jsonl"),
    "tables/README.md",
)


def write_report(
    comparison: Comparison,
    annotations: Sequence[Annotations],
    folder: Path,
    *,
    reliance: str | None = None,
    formats: Sequence[Format] = DEFAULT_FORMATS,
    language: str = "en",
    excerpts: bool = False,
) -> list[Path]:
    """Write a report into a folder, which is made where it is missing, and return the files in order.

    `formats` are any of "html" (index.html), "markdown" (report.md), both with charts/*.svg and .png, "csv" and
    "parquet" (tables/), "json" (annotations.jsonl) and "pdf" (report.pdf); scores.json and its schema are always
    written. Files of an earlier report are replaced or removed. `reliance` is the canonical name of the source whose
    share is shown for each outlet; without it, the event's own, else the one used most. `excerpts` shows
    passages of a few words in place of whole articles, see `make_excerpts`. The same input gives the same bytes, but
    for a PDF, which is the browser's. Raises `OSError` where the folder cannot be written and `UsageError` as
    `check_forms` does.
    """
    check_forms(formats, language)
    with in_language(language), without_collection():
        shown = make_excerpts(comparison, annotations) if excerpts else None
        files = dict(_contents(comparison, annotations, shown, reliance, set(formats)))
    _clear(folder, set(files))
    return [_write(folder / name, content) for name, content in files.items()]


def _contents(
    comparison: Comparison,
    annotations: Sequence[Annotations],
    excerpts: Excerpts | None,
    reliance: str | None,
    formats: set[Format],
) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of the files, the ones to look at first.

    Where `excerpts` are shown, charts are still drawn from the annotations of the whole articles: they show how long
    each stretch is, and none of its words.
    """
    whole = annotations
    if excerpts:
        comparison, annotations = excerpts.comparison, excerpts.annotations
    if formats & {"html", "markdown", "pdf"}:
        view = replace(build_view(comparison, annotations, reliance), formats=frozenset(formats))
        if excerpts:
            view = replace(view, introduction=f"{view.introduction} {excerpts.notice}", excerpts=True)
        charts = draw_charts(replace(view, annotations=_in_order(view, whole)) if excerpts else view)
        page = render_page(view, charts).encode("utf-8") if formats & {"html", "pdf"} else b""
        if "html" in formats:
            yield "index.html", page
        if "pdf" in formats:
            yield "report.pdf", print_page(page)
        if "markdown" in formats:
            yield "report.md", render_markdown(view, charts).encode("utf-8")
    yield "scores.json", encode_scores(comparison)
    yield "scores.schema.json", _to_json(scores_schema())
    if "json" in formats:
        yield "annotations.jsonl", b"".join(encode(held) + b"\n" for held in annotations)
    tables = write_tables(comparison, annotations) if "csv" in formats else {}
    tables |= write_parquet(comparison, annotations) if "parquet" in formats else {}
    for name, table in sorted(tables.items()):
        yield f"tables/{name}", table
    if formats & {"html", "markdown"}:
        for name, chart in charts.items():
            yield f"charts/{name}.svg", chart.svg
            yield f"charts/{name}.png", chart.png


def _in_order(view: View, annotations: Sequence[Annotations]) -> list[Annotations]:
    # Sources are spelled as the comparison counts them.
    by_id = {held.article.id: held for held in unify_names(annotations)}
    return [by_id[held.article.id] for held in view.annotations]


def check_forms(formats: Sequence[Format], language: str = "en") -> None:
    """Raise `UsageError` for what cannot be written here: unknown formats and languages, formats without their tool."""
    known = get_args(Format)
    for one in formats:
        if one not in known:
            raise UsageError("format", f"is {one!r}", " or ".join(map(repr, known)))
    if not formats:
        raise UsageError("format", "none was given", " or ".join(map(repr, known)))
    with in_language(language):
        pass
    if "pdf" in formats:
        require_browser()
    if "parquet" in formats:
        load_pyarrow()


def _clear(folder: Path, names: set[str]) -> None:
    """Remove what an earlier report has and this one does not: it would tell of other articles."""
    for name in sorted(_own_files(folder) - names):
        (folder / name).unlink()


def _own_files(folder: Path) -> set[str]:
    """Return the files there that only a report can have written: by their names, for a reader may add others."""
    tables = {f"tables/{name}{ending}" for name in table_names() for ending in (".csv", ".parquet")}
    charts = {
        f"charts/{path.name}"
        for ending in ("svg", "png")
        for path in folder.glob(f"charts/*.{ending}")
        if is_chart_name(path.stem)
    }
    return charts | {name for name in {*_PLAIN_FILES, *tables} if (folder / name).is_file()}


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _to_json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
