"""Simple HTML to lines (room: reading): for Word documents turned into HTML, and for pages that hold an export."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

_BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "div",
        "dt",
        "dd",
        "section",
        "article",
        "table",
        "body",
        "pre",
    }
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})
_NOTES = frozenset({"li", "a", "dt", "dd"})
_SOURCE_BREAK = re.compile(r"[ \t]*[\r\n]\s*")
_TITLE_PLACES = 6


class Marked(NamedTuple):
    """The lines of a page that are not blank, and its title: a heading of the first level among the first lines."""

    lines: list[str]
    title: str | None


def lines_of(html: str) -> Marked:
    """Return the lines of a page: its blocks, a table's row as one line with tabs, without scripts and footnotes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return Marked(reader.lines, reader.title)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.title: str | None = None
        self._text = ""
        self._cell_ended = False
        self._left_out = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or leave out what begins here."""
        if self._left_out:
            self._depth += tag == self._left_out
            return
        id_ = dict(attrs).get("id") or ""
        if tag in _UNSEEN or (tag in _NOTES and id_.startswith(("footnote", "endnote"))):
            self._left_out, self._depth = tag, 1
        elif tag in _BLOCKS:
            self.end_line()
        elif tag == "br":
            self._text += "\n"

    def handle_endtag(self, tag: str) -> None:
        """End a line, a cell, a row, or what is left out."""
        if self._left_out:
            self._depth -= tag == self._left_out
            if not self._depth:
                self._left_out = ""
        elif tag in _CELLS:
            self.end_line()
            self._cell_ended = True
        elif tag in _BLOCKS:
            self.end_line(heading=tag == "h1")
            if tag == "tr":
                self._cell_ended = False

    def handle_data(self, data: str) -> None:
        """Take text; a line's end in the source is a space."""
        if not self._left_out:
            self._text += _SOURCE_BREAK.sub(" ", data)

    def end_line(self, heading: bool = False) -> None:
        """Take what has come as a line; the first one of a cell goes on with the cell before it."""
        text = "\n".join(line for line in (part.strip() for part in self._text.split("\n")) if line)
        self._text = ""
        if not text:
            return
        if self._cell_ended and self.lines:
            self.lines[-1] += "\t" + text
            self._cell_ended = False
            return
        self.lines.append(text)
        if heading and self.title is None and len(self.lines) <= _TITLE_PLACES:
            self.title = " ".join(text.split())
