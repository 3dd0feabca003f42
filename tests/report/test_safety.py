"""What strangers wrote is shown as text and nothing more, in every file of the report."""

import base64
import csv
import hashlib
import re
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from framing.report.markdown import escape
from framing.report.tables import make_harmless
from framing.report.wording import show_controls

_CONTROLS = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
)

# What lies beside the page may be linked: it is opened by hand, and only then.
_FILE = re.compile(r"charts/[a-z0-9-]+\.(svg|png)|tables/[a-z_]+\.csv")


def test_page_is_well_formed(page):
    assert page.faults == []
    assert page.still_open == []
    identifiers = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(identifiers) == len(set(identifiers))


def test_page_runs_its_own_script_and_no_other(page):
    scripts = page.all("script")
    assert [script.attributes.get("type") for script in scripts] == ["application/json", None]
    digest = base64.b64encode(hashlib.sha256(scripts[1].text.encode()).digest()).decode()
    policy = next(
        element.attributes["content"] or ""
        for element in page.all("meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_page_has_no_elements_or_handlers_of_strangers(page):
    assert not {"img", "b", "i", "u", "iframe", "object", "embed", "link", "base", "form"} & {
        element.tag for element in page.elements
    }
    for element in page.elements:
        assert not [name for name in element.attributes if name.startswith("on")], element


def test_page_loads_nothing(page):
    for element in page.elements:
        assert "src" not in element.attributes
        for name in ("href", "xlink:href"):
            target = element.attributes.get(name)
            assert target is None or _FILE.fullmatch(target) or target.startswith("#"), element
    text = (next(iter(page.all("style"))).text).lower()
    assert "url(" not in text
    assert "@import" not in text


def test_no_control_character_reaches_a_file(report):
    for path in sorted(report.rglob("*")):
        if path.suffix in (".html", ".md", ".csv", ".svg"):
            assert not _CONTROLS.search(path.read_text(encoding="utf-8")), path


def test_hostile_outlet_is_shown_as_it_is(page, hostile):
    heads = [element.text for element in page.all("th")]
    assert hostile["outlet"] in heads


def test_controls_become_visible_and_keep_their_place():
    text = "a\u202eb\r\nc\rd\x00e\ud800f\u2028"
    shown = show_controls(text)
    assert shown == "a⇐b \nc\nd␀e\ufffdf␤"
    assert len(shown) == len(text)


@pytest.mark.parametrize("text", ["plain", "मानक हिन्दी", "שלום", "family 👩‍👩‍👧", "tab\there\nline", ""])
def test_honest_text_stays(text):
    assert show_controls(text) == text


@pytest.mark.parametrize(
    "cell",
    [
        *("=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", '"=1', "'=1", "\u00a0=1"),
        *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20A1", "\u3000\uff1d1", "\uff02=1", "\ufe661", "\u207a1"),
    ],
)
def test_cell_that_looks_like_a_formula_is_made_harmless(cell):
    assert make_harmless(cell).startswith("'")


@pytest.mark.parametrize(
    ("cell", "harmless"), [(-0.5, -0.5), (3.0, 3), (None, ""), ("a-b", "a-b"), ("'tis", "'tis")]
)
def test_other_cells_stay(cell, harmless):
    assert make_harmless(cell) == harmless


def test_tables_hold_no_formula_and_are_rectangular(report):
    tables = sorted((report / "tables").glob("*.csv"))
    assert {"figures", "naming", "sources", "cues", "coverage", "stance", "frames"} <= {
        path.stem for path in tables
    }
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1, path
        for cell in (cell for row in rows for cell in row):
            assert not re.match(r"[=+@\t\r-]", cell) or re.fullmatch(r"-\d+(\.\d+)?(e-\d+)?", cell), (
                path,
                cell,
            )
        assert b"\r\n" in path.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "a | b",
        "<b>bold</b>",
        "*stars* and _lines_",
        "[text](http://evil.example/)",
        "![picture](x.png)",
        "`code`",
        "# head",
        "1. list",
        "- list",
        "&lt;",
        "$x$",
        "\\*",
        "http://evil.example/ and www.evil.example",
        "~~gone~~",
    ],
)
def test_markdown_shows_strangers_text_as_it_is(text):
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"x {escape(text)}")
    inline = tokens[1].children or []
    assert {token.type for token in inline} <= {"text", "text_special", "softbreak"}
    assert "".join(token.content for token in inline).replace("\u200b", "") == f"x {text}"


def test_markdown_tables_keep_their_columns(report):
    text = (report / "report.md").read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert len([token for token in tokens if token.type == "table_open"]) >= 5
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(columns) == 1, block
    for picture in re.findall(r"\]\((charts/[^)]+)\)", text):
        assert (report / picture).is_file()
    kinds = {child.type for token in tokens for child in (token.children or [])}
    assert "link_open" not in kinds
    inline = [
        child.content for token in tokens for child in (token.children or []) if child.type == "html_inline"
    ]
    assert set(inline) <= {"<br>"}


def test_drawings_are_well_formed_and_quiet(report):
    drawings = sorted((report / "charts").glob("*.svg"))
    assert {path.stem for path in drawings} == {
        *("barcode", "voices", "source-types", "sources", "cue-classes"),
        *("naming", "coverage", "frames", "stance", "reuse"),
    }
    for path in drawings:
        tags = {element.tag.split("}")[-1] for element in ElementTree.parse(path).iter()}
        assert not tags & {"script", "image", "a", "foreignObject"}
