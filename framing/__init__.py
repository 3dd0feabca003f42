"""framing shows how news outlets tell the same event: whose words they carry, and what they call things.

>>> import framing
>>> articles, rejects = framing.read("seeds/pyongyang-2024")
>>> annotations = [framing.annotate(article) for article in articles]
>>> comparison = framing.compare(annotations)
>>> framing.write_report(comparison, annotations, "my-report")
"""

from typing import TYPE_CHECKING, Any

from framing.version import __version__

if TYPE_CHECKING:
    from framing.api import (
        annotate,
        annotate_file,
        compare,
        correct,
        make_report,
        passages,
        read,
        table,
        write_report,
    )

__all__ = [
    "__version__",
    "annotate",
    "annotate_file",
    "compare",
    "correct",
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
