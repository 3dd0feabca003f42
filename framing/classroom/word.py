"""Room classroom: a page as a Word file that a teacher edits (python-docx, of the extra `documents`)."""

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from framing.classroom.blocks import (
    Answers,
    Blank,
    Block,
    Choices,
    Entry,
    Heading,
    Page,
    Points,
    Table,
    Text,
)
from framing.report.wording import show_controls

# A file's content alone decides its bytes, never the day on which it was written.
_THE_DAY = datetime(2000, 1, 1)
_BOX = "☐ "
_INDENT = Cm(0.9)
_TEXT_WIDTH = Cm(16.5)
_GREY = RGBColor(0x44, 0x44, 0x44)
_SIZES = {"from": 9, "small": 8.5, "note": 10, "quote": 12}


def render_word(page: Page) -> bytes:
    """Return a page as the bytes of a .docx file on A4, whose text also fits Letter."""
    document = Document()
    _set_up(document, page)
    document.add_heading(show_controls(page.title), 1)
    _add(document, " · ".join(part for part in (page.kind, page.about) if part), size=10, grey=True)
    if page.fields:
        _add(document, "      ".join(f"{field}: {'_' * 26}" for field in page.fields))
    for block in page.blocks:
        _block(document, block)
    if page.compact:
        for paragraph in document.paragraphs:
            paragraph.paragraph_format.line_spacing = 1.05
            if not str(getattr(paragraph.style, "name", "")).startswith("Heading"):
                paragraph.paragraph_format.space_after = Pt(5)
    for line in page.footer:
        _add(document, line, size=8.5, grey=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_dates(buffer.getvalue())


def _set_up(document: Any, page: Page) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin = section.bottom_margin = Cm(1.8)
    _number_pages(section.footer.paragraphs[0])
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.paragraph_format.space_after = Pt(5)
    for level, size in ((1, 19), (2, 14), (3, 12)):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0x11, 0x11, 0x11)
        for attribute in [name for name in style.element.rPr.rFonts.attrib if name.endswith("Theme")]:
            del style.element.rPr.rFonts.attrib[attribute]
    properties = document.core_properties
    properties.title, properties.language = f"{page.kind}: {show_controls(page.title)}"[:255], page.language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = _THE_DAY


def _number_pages(paragraph: Any) -> None:
    """Put the page's number into a footer, as a field that Word fills in."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _block(document: Any, block: Block, indent: Any = None) -> None:
    match block:
        case Heading():
            heading = document.add_heading(show_controls(block.text), block.level)
            heading.paragraph_format.page_break_before = block.new_page
        case Text():
            _text(document, block, indent)
        case Choices():
            _choices(document, block, indent)
        case Blank():
            _blank(document, block.label, indent)
        case Points():
            for item in block.items:
                if block.boxes:
                    _add(document, _BOX + item)
                else:
                    document.add_paragraph(show_controls(item), style="List Bullet")
        case Answers():
            for label, answer in block.rows:
                paragraph = _add(document, f"{label}: ", bold=True, indent=indent)
                paragraph.add_run(show_controls(answer))
        case Table():
            _table(document, block)
        case Entry():
            _entry(document, block)


def _entry(document: Any, entry: Entry) -> None:
    """Add an entry's blocks, indented, its number before the first, all kept together."""
    before = len(document.paragraphs)
    for part in entry.blocks:
        _block(document, part, _INDENT)
    held = document.paragraphs[before:]
    if not held:
        return
    first = held[0]
    first.paragraph_format.first_line_indent = -_INDENT
    first.paragraph_format.tab_stops.add_tab_stop(_INDENT)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = entry.number
    run.append(text)
    run.append(OxmlElement("w:tab"))
    place = 1 if first._p.pPr is not None else 0
    first._p.insert(place, run)
    for paragraph in held:
        paragraph.paragraph_format.keep_together = True
    for paragraph in held[:-1]:
        paragraph.paragraph_format.keep_with_next = True
    held[-1].paragraph_format.space_after = Pt(12)


def _text(document: Any, block: Text, indent: Any) -> None:
    paragraph = document.add_paragraph()
    if indent is not None:
        paragraph.paragraph_format.left_indent = indent
    if block.style in ("task", "from"):
        paragraph.paragraph_format.keep_with_next = True
    for one in block.runs:
        run = paragraph.add_run(show_controls(one.text))
        run.underline = one.look == "mark" or None
        run.bold = one.look == "bold" or block.style == "question" or None
        if block.style in _SIZES:
            run.font.size = Pt(_SIZES[block.style])
        if block.style == "quote":
            run.font.name = "Times New Roman"
            paragraph.paragraph_format.line_spacing = 1.3
        if block.style in ("from", "small"):
            run.font.color.rgb = _GREY


def _choices(document: Any, block: Choices, indent: Any) -> None:
    if block.ordered:
        for option in block.options:
            _add(document, f"____  {option}", indent=indent)
    else:
        _add(document, "      ".join(_BOX + option for option in block.options), indent=indent)


def _blank(document: Any, label: str, indent: Any) -> None:
    paragraph = _add(document, f"{label} \t" if label else "\t", indent=indent)
    paragraph.paragraph_format.space_before = Pt(8)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for row in block.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = show_controls(words)
    table.autofit = False
    for column, width in zip(table.columns, _widths(block), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    document.add_paragraph()


def _widths(block: Table) -> list[int]:
    """Return the columns' widths, wider where there is more to read, none so narrow that a date would break."""
    longest = [max(len(row[place]) for row in (block.head, *block.rows)) for place in range(len(block.head))]
    weights = [min(max(length, 13), 70) for length in longest]
    return [int(_TEXT_WIDTH * weight / sum(weights)) for weight in weights]


def _add(
    document: Any,
    words: str,
    *,
    size: float | None = None,
    grey: bool = False,
    bold: bool = False,
    indent: Any = None,
) -> Any:
    paragraph = document.add_paragraph()
    if indent is not None:
        paragraph.paragraph_format.left_indent = indent
    run = paragraph.add_run(show_controls(words))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if grey:
        run.font.color.rgb = _GREY
    return paragraph


def _without_dates(content: bytes) -> bytes:
    """Return a .docx with all its parts dated alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return buffer.getvalue()
