"""Room report: matplotlib's SVG as the page holds it, short, in the page's colours and without title and caption."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from framing.report.style import css_variables

_VARIABLES = {colour: f"var(--{name})" for name, colour in css_variables().items()}
_COLOUR = re.compile("|".join(_VARIABLES))
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_LEFT_OUT = re.compile(r"paper|(?:head|foot)-\d+")
# What a browser does anyway, and the typeface, which the page gives.
_DEFAULTS = frozenset(
    {"stroke-linejoin: miter", "stroke-linecap: butt", "text-anchor: start", "font-weight: 400"}
)
# What most text has is said once.
_TEXT = "font-size:9px;fill:var(--ink)"
_SHORTHAND = re.compile(r"font: (?:(?P<weight>bold|\d+) )?(?P<size>[\d.]+)px [^;]*")


def make_inline(svg: str, prefix: str, label: str, box: tuple[float, float, float, float]) -> str:
    """Return an SVG for the page: what stands in `box` (left, top, width, height), named by `label`.

    Colours of `style.css_variables` become those variables; identifiers begin with `prefix`, so that many drawings can
    stand in one page. Coordinates keep two decimals. Groups that only group are left out.
    """
    view = " ".join(f"{number:.6g}" for number in box)
    root = ElementTree.fromstring(svg)
    body = "".join(_write_children(root, prefix))
    return f'<svg role="img" aria-label="{escape(label)}" viewBox="{view}" style="{_TEXT}">{body}</svg>'


def escape(text: str) -> str:
    """Return text that stands for itself in an element and in an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _write_children(element: ElementTree.Element, prefix: str) -> Iterator[str]:
    for child in element:
        yield from _write(child, prefix)


def _write(element: ElementTree.Element, prefix: str) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2]
    if tag in ("metadata", "style", "clipPath") or _LEFT_OUT.fullmatch(element.get("id", "")):
        return
    if tag in ("g", "defs") and (tag == "g" or not _holds_shapes(element)):
        yield from _write_children(element, prefix)
        return
    attributes = "".join(_write_attributes(element, tag, prefix))
    inside = escape(element.text or "") if tag == "text" else ""
    inside += "".join(_write_children(element, prefix))
    yield f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"


def _holds_shapes(definitions: ElementTree.Element) -> bool:
    return any(child.tag.endswith("}path") for child in definitions)


def _write_attributes(element: ElementTree.Element, tag: str, prefix: str) -> Iterator[str]:
    for name, value in element.items():
        bare = name.rpartition("}")[2]
        if bare == "href":
            yield f' href="#{prefix}-{value[1:]}"'
        elif bare == "id":
            # Only what is referred to needs its name.
            if tag == "path" and re.fullmatch(r"m[0-9a-f]{10}", value):
                yield f' id="{prefix}-{value}"'
        elif bare == "style":
            style = _shorten_style(value)
            yield f' style="{escape(style)}"' if style else ""
        elif bare == "d":
            yield f' d="{" ".join(_round(value).split())}"'
        elif bare in ("x", "y") or (bare == "transform" and not value.startswith("rotate(-0")):
            yield f' {bare}="{_round(value)}"'


def _shorten_style(style: str) -> str:
    style = _SHORTHAND.sub(
        lambda found: (
            f"font-size: {found['size']}px" + (f"; font-weight: {found['weight']}" if found["weight"] else "")
        ),
        style,
    )
    rules = [rule.strip() for rule in style.split(";")]
    kept = [
        rule.replace(": ", ":")
        for rule in rules
        if rule and rule not in _DEFAULTS and not rule.startswith("font-family")
    ]
    coloured = (_COLOUR.sub(lambda found: _VARIABLES[found[0]], rule) for rule in kept)
    return ";".join(rule for rule in coloured if rule not in _TEXT)


def _round(numbers: str) -> str:
    return _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip(".") or "0", numbers)
