"""Room classroom: what a page is made of, the same for HTML and for Word."""

from dataclasses import dataclass
from typing import ClassVar, Literal

Style = Literal["body", "task", "from", "quote", "question", "note", "small"]


@dataclass(frozen=True)
class Run:
    """Words of one look: plain, underlined as evidence, or bold."""

    text: str
    look: Literal["plain", "mark", "bold"] = "plain"


@dataclass(frozen=True)
class Heading:
    """A heading of the second or third level; the page's title is the first."""

    kind: ClassVar[str] = "heading"
    text: str
    level: Literal[2, 3] = 2
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    kind: ClassVar[str] = "text"
    runs: tuple[Run, ...]
    style: Style = "body"


@dataclass(frozen=True)
class Choices:
    """Boxes to tick; where they are `ordered`, boxes to write a number in, one below the other."""

    kind: ClassVar[str] = "choices"
    options: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Blank:
    """A label, which may be empty, and a line to write on."""

    kind: ClassVar[str] = "blank"
    label: str


@dataclass(frozen=True)
class Points:
    """A list of points."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]
    boxes: bool = False


@dataclass(frozen=True)
class Answers:
    """Labels, each with what belongs to it."""

    kind: ClassVar[str] = "answers"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table with a heading row."""

    kind: ClassVar[str] = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Simple = Heading | Text | Choices | Blank | Points | Answers | Table


@dataclass(frozen=True)
class Entry:
    """Blocks with a number or letter before them, which stay on one page."""

    kind: ClassVar[str] = "entry"
    number: str
    blocks: tuple[Simple, ...]


Block = Simple | Entry


@dataclass(frozen=True, kw_only=True)
class Page:
    """A document: `name` is its file's, without an ending. `fields` are to be filled in at the top, such as "Name".

    What is `compact` is read and not written on.
    """

    name: str
    language: str
    title: str
    kind: str
    about: str
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]
    fields: tuple[str, ...] = ()
    compact: bool = False


def text(words: str, style: Style = "body") -> Text:
    """Return a plain paragraph."""
    return Text((Run(words),), style)
