"""Room report: report.md, which stands on its own where Markdown is rendered."""

import re
from collections.abc import Iterable, Mapping, Sequence

from framing.report.charts import Chart
from framing.report.figures import Number
from framing.report.html import COPYRIGHT
from framing.report.style import VOICE_SIGNS
from framing.report.view import Row, Table, View, summary_choices
from framing.report.wording import ACCURACY, CUE_CLASSES, NOTHING_NAMED, VOICE_LABELS, show_on_one_line
from framing.schema import VOICES
from framing.scoring.shingles import SHINGLE_WORDS

_MARKED = re.compile(r"([\\`*_{}\[\]()#+!|<>~$@-])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_ADDRESS = re.compile(r"(https?|ftp|mailto)(:)|\b(www)(\.)", re.IGNORECASE)


def render_markdown(view: View, charts: Mapping[str, Chart]) -> str:
    """Return report.md: summary, naming, whose words, cues, coverage, charts, how to read, signature."""
    comparison = view.comparison
    signature = show_on_one_line(comparison.signature).replace("`", "'")
    facts = [escape(fact) for fact in (comparison.event.date, comparison.event.place) if fact]
    parts = [
        f"# {escape(comparison.event.title)}",
        " · ".join(facts),
        f"{view.introduction} In `index.html`, every number opens to the passages that it counts.",
        "## Summary",
        _summary(view),
        "## Whose words each article carries",
        _picture(charts, "voices"),
        _picture(charts, "reliance"),
        _picture(charts, "source-types"),
        "### Words by type of source, share of all words",
        _table(view, view.source_types),
        "### Words carried from each source, share of all words",
        _table(view, view.sources),
        "## What things are called",
        f"Mentions by voice: {_legend()}. A wording in quotation marks is held at a distance by the outlet.",
        _naming(view) if view.concepts else NOTHING_NAMED,
        _picture(charts, "naming"),
        "## How sources are introduced",
        "; ".join(f"**{name}** {meaning}" for name, meaning in CUE_CLASSES.items()) + ".",
        _picture(charts, "cue-classes"),
        _table(view, view.cues),
        *_coverage(view),
        *_reuse(view),
        *_rejects(view),
        "## How to read this",
        "The report describes these articles and no others; it judges no outlet and holds no wording to be "
        f"the right one. Brackets hold 95 % intervals, from resampling {view.resampling}. "
        "A share without brackets rests on too few passages for an interval that could be trusted; "
        "“3 of 4” means too little text even for a share.",
        ACCURACY,
        *(escape(note) for note in comparison.notes),
        _measures(view),
        "## Signature",
        f"`{signature}`",
        COPYRIGHT,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Return a stranger's text on one line, so that Markdown shows it as it is and links nothing in it."""
    marked = _MARKED.sub(r"\\\1", show_on_one_line(text).replace("&", "&amp;"))
    unnumbered = _NUMBERED.sub(r"\1\\\2", marked)
    # A zero-width space keeps GitHub from making a link of a bare address.
    return _ADDRESS.sub(lambda found: "\u200b".join(part for part in found.groups() if part), unnumbered)


def _lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose cells are escaped already; nothing where there are no rows."""
    held = [f"| {' | '.join(row)} |" for row in rows]
    if not held:
        return "Nothing was found."
    return "\n".join([f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}", *held])


def _outlets(view: View) -> list[str]:
    return [escape(column.name) for column in view.columns]


def _show(number: Number | None) -> str:
    return "–" if number is None else escape(number.text)


def _row(row: Row, label: str = "") -> list[str]:
    return [label or escape(row.label), *(_show(number) for number in row.numbers)]


def _table(view: View, table: Table) -> str:
    header = [escape(table.measure.key or "measure"), *_outlets(view)]
    return _lines(header, (_row(row) for row in table.rows))


def _picture(charts: Mapping[str, Chart], name: str) -> str:
    if name not in charts:
        return ""
    chart = charts[name]
    return f"![{escape(chart.title)}](charts/{name}.png)\n\n*{escape(chart.caption)}*"


def _legend() -> str:
    return ", ".join(f"{VOICE_SIGNS[voice]} {VOICE_LABELS[voice]}" for voice in VOICES)


def _summary(view: View) -> str:
    rows = [
        ["Words", *(_show(number) for number in view.words)],
        ["Attributions", *(_show(number) for number in view.attributions)],
        *(_row(row, f"{VOICE_SIGNS[row.voice]} Share of words, {row.label}") for row in view.voices.rows),
        [
            "Most-used source",
            *(f"{escape(top[0])} {_show(top[1])}" if top else "–" for top in view.top_sources),
        ],
    ]
    if view.reliance:
        rows.append(_row(view.reliance_row, f"Words from {escape(view.reliance)}"))
    rows.extend(_row(row, "Attributions to nobody by name") for row in view.unnamed.rows)
    for concept in view.concepts[:6]:
        cells = [
            "<br>".join(
                f"{_wording(choice.variant, choice.distanced[voice])} {VOICE_SIGNS[voice]} {_show(number)}"
                for choice, voice, number in cell
            )
            or "–"
            for cell in summary_choices(concept)
        ]
        rows.append([escape(concept.label), *cells])
    return _lines(["", *_outlets(view)], rows)


def _wording(variant: str, distance: str) -> str:
    return f"“{escape(variant)}”" if distance else escape(variant)


def _naming(view: View) -> str:
    rows = []
    for concept in view.concepts:
        cells = []
        for cell in concept.cells:
            choices = []
            for choice in cell:
                counts = " ".join(
                    f"{VOICE_SIGNS[voice]} {_show(number)}" for voice, number in choice.counts.items()
                )
                choices.append(f"{_wording(choice.variant, ''.join(choice.distanced.values()))} {counts}")
            cells.append("<br>".join(choices) or "–")
        rows.append([escape(concept.label), *cells])
    return _lines(["thing", *_outlets(view)], rows)


def _coverage(view: View) -> list[str]:
    if not view.coverage:
        return []
    rows = ([escape(row.label), *(cell.outcome for cell in row.cells)] for row in view.shared_facts)
    warning = (
        "Sentences are taken for the same fact when they share enough words, names and numbers. "
        "A fact in other words is easily missed: read “absent” as “not found”."
    )
    rest = f"{len(view.single_facts)} more facts are told by one outlet only; they stand in `tables/silence.csv`."
    matrix = _lines(["fact", *_outlets(view)], rows)
    return ["## What is told, and what is left out", warning, matrix, rest, *_left_out(view)]


def _left_out(view: View) -> list[str]:
    left_out = [one for one in view.comparison.silence if one.kind == "told by all others"]
    if not left_out:
        return []
    rows = ([escape(one.label), escape(one.outlet)] for one in left_out)
    return ["### Told by all others", _lines(["fact", "not found in"], rows)]


def _reuse(view: View) -> list[str]:
    """What each outlet's articles share with any other article, its own included."""
    found = {one.article: one for one in view.comparison.reuse_shares if one.other is None}
    rows = []
    for outlet in view.comparison.outlets:
        held = [found[article] for article in outlet.articles if article in found]
        shared = sum(one.own_words + one.carried_words for one in held)
        if shared:
            numbers = (shared, sum(one.carried_words for one in held), sum(one.total_words for one in held))
            rows.append([escape(outlet.name), *(f"{number:,}" for number in numbers)])
    if not rows:
        return []
    about = (
        f"Words in runs of {SHINGLE_WORDS} or more that stand word for word in another article. What two papers print "
        "of one agency's copy is one voice, not two. By article in `tables/reuse_shares.csv`."
    )
    header = [
        "outlet",
        "shared words",
        "of them, only carried from a source on both sides",
        "of words in all",
    ]
    return ["## Words in common with other articles", about, _lines(header, rows)]


def _rejects(view: View) -> list[str]:
    if not view.comparison.rejects:
        return []
    rows = (
        [escape(reject.file), escape(reject.reason), escape(reject.remedy)]
        for reject in view.comparison.rejects
    )
    return ["## Set aside", _lines(["file", "why", "what to do"], rows)]


def _measures(view: View) -> str:
    return "\n".join(
        f"- **{measure.name}**: counts {measure.counts}; the denominator is {measure.denominator}. "
        f"{measure.weaknesses} ({measure.reference})"
        for measure in view.measures
    )
