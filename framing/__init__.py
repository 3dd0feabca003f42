"""framing shows how news outlets tell the same event: whose words they carry, and what they call things.

>>> import framing
>>> articles, rejects = framing.read("seeds/pyongyang-2024")
>>> annotations = [framing.annotate(article) for article in articles]
>>> comparison = framing.compare(annotations)
>>> framing.write_report(comparison, annotations, "my-report")
"""

import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from framing.version import __version__

if TYPE_CHECKING:
    from framing.api import (
        ReadingOptions,
        add_outlet,
        annotate,
        annotate_file,
        annotate_folder,
        attributions,
        check,
        collocates,
        compare,
        concordance,
        correct,
        draft_lexicon,
        fetch,
        figure,
        make_report,
        new_event,
        outlets,
        passages,
        read,
        read_annotations,
        suggest_names,
        table,
        write_report,
    )

__all__ = [
    "ReadingOptions",
    "__version__",
    "add_outlet",
    "annotate",
    "annotate_file",
    "annotate_folder",
    "attributions",
    "check",
    "collocates",
    "compare",
    "concordance",
    "correct",
    "draft_lexicon",
    "fetch",
    "figure",
    "make_report",
    "new_event",
    "outlets",
    "passages",
    "read",
    "read_annotations",
    "suggest_names",
    "table",
    "write_report",
]


def __getattr__(name: str) -> Any:
    """Load the public functions when they are first asked for, so that ``import framing`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    from framing import api

    _let_records_show_themselves()
    return getattr(api, name)


def __dir__() -> list[str]:
    """Return the public names, those too that are not loaded yet, for completion in a notebook."""
    return sorted(__all__)


def _show_by(function: str) -> Callable[[Any], Any]:
    """Return a method or formatter that asks the report's room how to show an object, and loads it only then."""

    def show(shown: Any) -> Any:
        from framing.report import notebook

        return getattr(notebook, function)(shown)

    return show


@cache
def _let_records_show_themselves() -> None:
    """Give records the method by which notebooks show an object: here, since no record may know of HTML."""
    from framing.schema import Annotations, Article, Comparison

    for record in (Annotations, Article, Comparison):
        setattr(record, "_repr_html_", _show_by(f"show_{record.__name__.lower()}"))  # noqa: B010


def _show_figures() -> None:
    """Tell IPython, where this runs in it, how to show a figure of matplotlib, which has no such method.

    A notebook that has loaded pyplot draws figures by itself, as its reader has set it up.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    formatters = shell.display_formatter.formatters if shell else {}
    if "image/png" in formatters and "matplotlib.figure.Figure" not in formatters["image/png"]:
        formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", _show_by("print_figure"))


_show_figures()
