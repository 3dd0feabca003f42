"""Room report: page, Markdown, tables and charts of a comparison, blind to how it was computed."""

from framing.report.summary import Summary, summarise
from framing.report.write import write_report

__all__ = ["Summary", "summarise", "write_report"]
