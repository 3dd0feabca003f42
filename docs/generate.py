"""Write docs/measures.md from the registry of measures, or with --check tell whether it is up to date."""

import sys
from collections.abc import Sequence
from pathlib import Path

from framing.measures import MEASURES, MeasureDefinition

PAGE = Path(__file__).resolve().parent / "measures.md"

_OPENING = """\
# Measures

<!-- Generated from framing/measures.py by docs/generate.py. Do not edit. -->

Every number of a report is one of these. It is a numerator over a denominator, times a scale where one is
named, unless its entry says how else it is computed. Below the minimum the figure is refused: there is
too little text to say anything.

Where a measure is split by voice, *own* are the outlet's own words, *attributed* those that it reports from
a source, *quoted* those between quotation marks with a speaker. What an attribution is made of, and the types
of source, classes of cue and forms by which measures are keyed: [what an attribution says](attributions.md).
"""


def render_measures(definitions: Sequence[MeasureDefinition]) -> str:
    """Return the reference page of measures as Markdown, in the order given."""
    overview = [
        "| measure | id | unit |",
        "| --- | --- | --- |",
        *(f"| [{each.name}](#{each.id}) | `{each.id}` | {each.unit} |" for each in definitions),
    ]
    return "\n".join([_OPENING, *overview, "", *(_render_measure(each) for each in definitions)])


def _render_measure(definition: MeasureDefinition) -> str:
    low, high = definition.range
    rows = [
        ("name", definition.name),
        ("counts", definition.counts),
        ("one figure for each", definition.key),
        ("out of", definition.denominator),
        ("scale", "" if definition.scale == 1 else f"times {definition.scale:g}"),
        ("range", f"{low:g} to {high:g}"),
        ("a higher value means", definition.higher_means),
        ("refused below", f"{definition.minimum} {definition.unit}"),
        ("computed as", definition.derived),
        ("follows", definition.reference),
        ("weakness", definition.weaknesses),
    ]
    table = "\n".join(f"| {label} | {value} |" for label, value in rows if value)
    return f"## {definition.id}\n\n| | |\n| --- | --- |\n{table}\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page and return 0; with ``--check`` write nothing and return 1 where the page is out of date."""
    page = render_measures(tuple(MEASURES.values()))
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{PAGE.name} is out of date: run python docs/generate.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
