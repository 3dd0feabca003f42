"""Room report: the story first, the few differences that hold up, as sentences whose figures open.

What may be claimed, and why, stands in docs/uncertainty.md, "The story at the top".
"""

from framing.report.findings.records import Finding, Places, Story
from framing.report.findings.story import tell_story

__all__ = ["Finding", "Places", "Story", "tell_story"]
