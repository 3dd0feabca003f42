"""Room report: `write_report`, which puts page, Markdown, scores, tables and charts into a folder."""

import json
from collections.abc import Sequence
from pathlib import Path

from framing.report.charts import draw_charts
from framing.report.html import render_page
from framing.report.markdown import render_markdown
from framing.report.tables import write_tables
from framing.report.view import build_view
from framing.schema import Annotations, Comparison, encode
from framing.scoring.table import scores


def write_report(
    comparison: Comparison,
    annotations: Sequence[Annotations],
    folder: Path,
    *,
    reliance: str | None = None,
) -> list[Path]:
    """Write a report into a folder, which is made where it is missing, and return the files in order.

    Writes index.html, report.md, scores.json, annotations.jsonl, tables/*.csv and charts/*.svg and .png;
    files of these names are replaced. `reliance` is the canonical name of the source whose share is shown for
    each outlet; without it, the event's own, else the one used most. The same input gives the same bytes. Raises
    `OSError` where the folder cannot be written.
    """
    view = build_view(comparison, annotations, reliance)
    charts = draw_charts(view)
    files: dict[str, bytes] = {
        "index.html": render_page(view, charts).encode("utf-8"),
        "report.md": render_markdown(view, charts).encode("utf-8"),
        "scores.json": _to_json(scores(comparison)),
        "annotations.jsonl": b"".join(encode(held) + b"\n" for held in annotations),
    }
    for name, table in sorted(write_tables(view).items()):
        files[f"tables/{name}.csv"] = table.encode("utf-8")
    for name, chart in charts.items():
        files[f"charts/{name}.svg"] = chart.svg
        files[f"charts/{name}.png"] = chart.png
    _clear(folder, set(files))
    return [_write(folder / name, content) for name, content in files.items()]


def _clear(folder: Path, names: set[str]) -> None:
    """Remove tables and charts of an earlier report that this one does not have: they would tell of other articles."""
    for pattern in ("tables/*.csv", "charts/*.svg", "charts/*.png"):
        for path in sorted(folder.glob(pattern)):
            if path.relative_to(folder).as_posix() not in names:
                path.unlink()


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _to_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
