"""Room classroom, quiz: text that is safe in XML and HTML, and trees and packages written the same way each time."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree

from markupsafe import escape

from framing.classroom.quiz.questions import Option, Question, Shown, clean

# No zip file can be older, so this says "no date".
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def to_html(text: str) -> str:
    """Return text as HTML that is XHTML too."""
    return str(escape(clean(text)))


def html_of_passage(passage: Shown) -> str:
    """Return a passage as a quotation with its article; marked words are strong and underlined."""
    words = "".join(
        f"<strong>{_keep_spaces(strip.text)}</strong>" if strip.marked else _keep_spaces(strip.text)
        for strip in passage.strips
    )
    return f"<p>{to_html(passage.label)}:</p><blockquote><p>{words.strip()}</p></blockquote>"


def html_of_question(question: Question) -> str:
    """Return what pupils read before they answer: passages, then the question."""
    passages = "".join(html_of_passage(passage) for passage in question.passages)
    return f"{passages}<p>{to_html(question.prompt)}</p>"


def html_of_feedback(question: Question, opening: str) -> str:
    """Return an opening and the passages that prove the right answer."""
    return f"<p>{to_html(opening)}</p>" + "".join(html_of_passage(passage) for passage in question.proof)


def html_of_option(option: Option) -> str:
    """Return what whoever chooses an option is told of it alone; empty where there is nothing."""
    return f"<p>{to_html(option.feedback)}</p>" if option.feedback else ""


def plain(passage: Shown) -> str:
    """Return a passage as plain text, marked words between asterisks."""
    words = "".join(f"*{strip.text}*" if strip.marked else strip.text for strip in passage.strips)
    return f"{passage.label}: {clean(words)}"


def add(
    parent: ElementTree.Element, tag: str, text: str | None = None, /, **attributes: str
) -> ElementTree.Element:
    """Add an element and return it; its text must be clean."""
    child = ElementTree.SubElement(parent, tag, attributes)
    if text is not None:
        child.text = text
    return child


def to_xml(root: ElementTree.Element, *, indented: bool = True) -> bytes:
    """Return a tree as UTF-8; not `indented` where white space between elements is text."""
    if indented:
        ElementTree.indent(root, " ")
    written = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def to_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of members in the order of their names, without dates: the same for the same members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, _NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, members[name], compresslevel=9)
    return written.getvalue()


def list_ids(questions: Iterable[Question]) -> str:
    """Return the questions' ids for a message."""
    return ", ".join(question.id for question in questions)


def _keep_spaces(text: str) -> str:
    """Return a piece of a passage as HTML; a space at its edge stays, for it parts words."""
    inner = to_html(text)
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if before else ''}{inner}{' ' if after and inner else ''}"
