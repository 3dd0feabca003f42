"""Room report: the one way in which templates become pages: escaped, and with strangers' text made visible."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from framing.report.wording import show_controls


def make_environment(folder: Path) -> Environment:
    """Return an environment for the templates of a folder: everything is escaped, an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def read_asset(folder: Path, name: str) -> str:
    """Return a style or script that a page holds, the same on every system."""
    return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n").strip()


def _finalize(value: Any) -> Any:
    """Make the control characters of every stranger's string visible; what is markup already stays."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return show_controls(value)
    return value
