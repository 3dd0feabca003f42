"""Room report: page, Markdown, tables and charts of a comparison, blind to how it was computed."""

from framing.report.formats import DEFAULT_FORMATS, Format
from framing.report.summary import Summary, summarise
from framing.report.write import check_forms, write_report

__all__ = ["DEFAULT_FORMATS", "Format", "Summary", "check_forms", "summarise", "write_report"]
