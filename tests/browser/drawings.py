"""Reads what a chart draws, as the browser holds it: its texts, boxes, lines and marks, and the tables behind it."""

import re
from dataclasses import dataclass
from typing import Any

# The drawing for wide screens of each chart, and the tables one click away from it.
READ = """() => [...document.querySelectorAll("figure.chart")].map((chart) => {
  const drawing = chart.querySelector(".drawing.wide svg");
  const behind = chart.nextElementSibling;
  const tables = behind && behind.matches("details.numbers") ? [...behind.querySelectorAll("table")] : [];
  const cells = (row) => [...row.cells].map((cell) => cell.textContent.trim());
  const look = (element) => Object.fromEntries((element.getAttribute("style") || "").split(";")
    .map((rule) => rule.split(":")).filter((rule) => rule.length === 2));
  const number = (element, name) => Number(element.getAttribute(name));
  return {
    name: chart.id.replace("chart-", ""),
    title: chart.querySelector("h3").textContent,
    texts: [...drawing.querySelectorAll("text")].map((text) => ({
      words: text.textContent, x: number(text, "x"), y: number(text, "y"), look: look(text) })),
    paths: [...drawing.querySelectorAll("path:not(defs path)")].map((path) => ({
      d: path.getAttribute("d"), look: look(path) })),
    marks: [...drawing.querySelectorAll("use")].map((mark) => ({
      x: number(mark, "x"), y: number(mark, "y"), look: look(mark) })),
    tables: tables.map((table) => ({
      caption: table.caption.textContent, head: cells(table.tHead.rows[0]),
      rows: [...table.tBodies[0].rows].map(cells), byOutlet: table.classList.contains("by-outlet") })),
  };
})"""

_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_POINT = re.compile(r"[ML] (\S+) (\S+)")
# The drawing's numbers have two decimals.
NEAR = 0.03


@dataclass(frozen=True)
class Text:
    """A line of text: where it begins, or its middle or end if it is so anchored, and its foot."""

    words: str
    x: float
    y: float
    colour: str


@dataclass(frozen=True)
class Box:
    """A filled box."""

    colour: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A straight line."""

    colour: str
    x: float
    y: float
    end_x: float
    end_y: float


@dataclass(frozen=True)
class Mark:
    """A mark by its middle; a hollow one has the colour of its edge."""

    colour: str
    x: float
    y: float


class Drawing:
    """A chart as it is drawn, with the tables behind it."""

    def __init__(self, held: dict[str, Any]) -> None:
        self.name: str = held["name"]
        self.title: str = held["title"]
        self.tables: list[dict[str, Any]] = held["tables"]
        self.texts = [Text(one["words"], one["x"], one["y"], _colour(one["look"])) for one in held["texts"]]
        self.marks = [Mark(_colour(one["look"]), one["x"], one["y"]) for one in held["marks"]]
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        for path in held["paths"]:
            for part in path["d"].split("M ")[1:]:
                points = [(float(x), float(y)) for x, y in _POINT.findall("M " + part)]
                if path["look"].get("fill") == "none":
                    (x, y), (end_x, end_y) = points
                    self.lines.append(Line(_colour(path["look"]), x, y, end_x, end_y))
                else:
                    xs, ys = [x for x, _ in points], [y for _, y in points]
                    box = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
                    self.boxes.append(Box(_colour(path["look"]), *box))

    def heads(self) -> list[Box]:
        """The strips of colour above the columns of a grid, one an outlet, from left to right."""
        strips = [box for box in self.boxes if box.colour.startswith("outlet-") and near(box.height, 3)]
        return sorted(strips, key=lambda box: box.x)

    def text_at(self, x: float, y: float) -> str | None:
        """The text that begins (or is anchored) at a place, or None."""
        return next((one.words for one in self.texts if near(one.x, x) and near(one.y, y)), None)

    def box_at(self, x: float, y: float) -> Box | None:
        """The box whose upper left corner is at a place, heads left out, or None."""
        return next((one for one in self.boxes if near(one.x, x) and near(one.y, y)), None)

    def interval_at(self, y: float, left: float, right: float) -> tuple[float, float] | None:
        """The ends of the level line at a height within some bounds, or None."""
        for one in self.lines:
            start, end = sorted((one.x, one.end_x))
            if near(one.y, y) and near(one.end_y, y) and left - 1 <= start and end <= right + 1:
                return start, end
        return None


def read_drawings(page: Any) -> dict[str, Drawing]:
    """Return the charts of a page by name."""
    return {held["name"]: Drawing(held) for held in page.evaluate(READ)}


def near(one: float, other: float, within: float = NEAR) -> bool:
    """Whether two places are the same but for rounding."""
    return abs(one - other) <= within


def _colour(look: dict[str, str]) -> str:
    """The name of the CSS variable that colours a shape: of its filling or, where that is none or paper, its edge.

    Ink, which a drawing says once for all, where the shape says nothing.
    """
    if "fill" not in look:
        return "ink"
    for part in ("fill", "stroke"):
        found = _VARIABLE.search(look.get(part, ""))
        if found and found[1] != "paper":
            return found[1]
    return ""
