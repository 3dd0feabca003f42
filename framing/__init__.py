"""framing shows how news outlets tell the same event: whose words they carry, and what they call things.

>>> import framing
>>> articles, rejects = framing.read("seeds/pyongyang-2024")
>>> annotations = [framing.annotate(article) for article in articles]
>>> comparison = framing.compare(annotations)
>>> framing.write_report(comparison, annotations, "my-report")
"""

import sys
from typing import TYPE_CHECKING, Any

from framing.version import __version__

if TYPE_CHECKING:
    from framing.api import (
        ReadingOptions,
        annotate,
        annotate_file,
        compare,
        correct,
        fetch,
        figure,
        make_report,
        passages,
        read,
        table,
        write_report,
    )

__all__ = [
    "ReadingOptions",
    "__version__",
    "annotate",
    "annotate_file",
    "compare",
    "correct",
    "fetch",
    "figure",
    "make_report",
    "passages",
    "read",
    "table",
    "write_report",
]


def __getattr__(name: str) -> Any:
    """Load the public functions when they are first asked for, so that ``import framing`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    from framing import api

    return getattr(api, name)


def _show_in_notebooks() -> None:
    """Tell IPython, where this runs in it, how to show what this package makes; nothing is loaded until it is shown."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return

    def show(function: str) -> Any:
        def format_one(shown: Any) -> Any:
            from framing.report import notebook

            return getattr(notebook, function)(shown)

        return format_one

    formatters = shell.display_formatter.formatters
    for name in ("Comparison", "Annotations", "Article"):
        formatters["text/html"].for_type_by_name("framing.schema", name, show(f"show_{name.lower()}"))
    # A notebook that has loaded pyplot draws figures by itself, as its reader has set it up.
    if "matplotlib.figure.Figure" not in formatters["image/png"]:
        formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", show("print_figure"))


_show_in_notebooks()
