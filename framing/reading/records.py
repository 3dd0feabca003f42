"""What every form of input becomes (room: reading): one record an article, before its regions are marked.

A reader of a form is a function of this shape, one module a form in `framing.reading.forms`::

    def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]

It takes bytes, unpacked already, and yields the articles in their order; what is no article is an error among them,
which says what, where and what to do, and the next ones follow. It imports what it needs when it is called. A
`ReadingError` that it raises ends the file, and so does an error of damaged bytes (`DAMAGE` in
`framing.reading.unpacking`), which is told in plain words. The stream can seek where the form's row in
`framing.reading.kinds` says so; else it is read once, from its start.

A form that splits there takes two more arguments, `start` and `stop`: only the records between them are read, counted
as they are yielded, errors too. `count_records`, with the three arguments above, says how many there are.
"""

from collections.abc import Sequence
from typing import NamedTuple

from framing.errors import ReadingError
from framing.reading.metadata import Metadata


class Record(NamedTuple):
    """The text of one article as it stands in a file, and what the file says beside it.

    `part` tells the record from the others of its file and becomes part of the article's id; it is empty where the
    file is one article. `place` says the same to a person ("line 12"). `front_matter` is true where the text itself
    may begin with metadata.
    """

    text: str
    part: str = ""
    place: str = ""
    metadata: Metadata = Metadata()
    encoding: str = "utf-8"
    notes: Sequence[str] = ()
    front_matter: bool = False


def needs_extra(name: str, called: str, extra: str) -> ReadingError:
    """Return the error for a form whose library is not installed; `extra` is what to install it with."""
    return ReadingError(
        name, f"is {called}, and what reads it is not installed", "", f"pip install 'framing[{extra}]'"
    )
