"""Room report: report.md, which stands on its own where Markdown is rendered."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from framing.report.charts import Chart
from framing.report.figures import Number
from framing.report.findings import Finding, tell_story
from framing.report.limits import LONG_TABLE
from framing.report.reading import explain_measures, explain_method, explain_signature
from framing.report.style import VOICE_SIGNS
from framing.report.texts import say, say_all
from framing.report.view import Row, Table, View, summary_choices
from framing.report.wording import cue_classes, nothing_named, rests_on_rules, show_on_one_line, voice_labels
from framing.schema import VOICES, Correction
from framing.scoring.shingles import SHINGLE_WORDS

WIDEST_TABLE = 8
"""Outlets that stand as columns; of more, each outlet is a row."""

_MOST_OUTLETS = 40
_MOST_CHARTS = 4

# The measures whose figures or charts stand here; the page and the tables hold more.
_SHOWN = {
    "voice_share",
    "source_type_share",
    "source_share",
    "unnamed_source_share",
    "cue_class_share",
    "naming_share",
    "frame_share",
    "stance_per_1k_words",
    "loaded_per_1k_words",
}

_MARKED = re.compile(r"([\\`*_{}\[\]|<>~$@])")
_AT_START = re.compile(r"^(\s*)(?:([-+#=>])|(\d+)([.)]))")
_ADDRESS = re.compile(r"(https?|ftp|mailto)(:)|\b(www)(\.)", re.IGNORECASE)


def render_markdown(view: View, charts: Mapping[str, Chart]) -> str:
    """Return report.md: the story first, then the sections of the page with their charts, how to read, signature."""
    comparison = view.comparison
    facts = [escape(fact) for fact in (comparison.event.date, comparison.event.place) if fact]
    parts = [
        f"# {escape(comparison.event.title)}",
        " · ".join(facts),
        f"{view.introduction} {say('markdown.opening')}" if "html" in view.formats else view.introduction,
        *_story(view),
        *_glance(view),
        *_words(view, charts),
        *_naming(view, charts),
        *_cues(view, charts),
        *_coverage(view, charts),
        *_terms(view, charts),
        *_tone(view, charts),
        *_reuse(view, charts),
        *_map(view, charts),
        *_reading(view),
        *_corrections(view),
        *_rejects(view),
        say("page.copyright"),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Return a stranger's text on one line, so that Markdown shows it as it is and links nothing in it."""
    marked = _MARKED.sub(r"\\\1", show_on_one_line(text).replace("&", "&amp;"))
    unnumbered = _AT_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", marked
    )
    # A zero-width space keeps GitHub from making a link of a bare address.
    return _ADDRESS.sub(lambda found: "\u200b".join(part for part in found.groups() if part), unnumbered)


def _story(view: View) -> Iterator[str]:
    story = tell_story(view)
    if story.findings:
        yield f"## {story.heading}"
        yield "\n".join(f"{place}. {_sentence(finding)}" for place, finding in enumerate(story.findings, 1))
    if story.limits:
        yield f"### {say('markdown.limits')}"
        yield "\n".join(f"- {escape(limit)}" for limit in story.limits)


def _sentence(finding: Finding) -> str:
    return escape(finding.text)


def _glance(view: View) -> Iterator[str]:
    labels = voice_labels()
    rows = [
        [say("markdown.row.words"), *(_show(number) for number in view.words)],
        [say("markdown.row.attributions"), *(_show(number) for number in view.attributions)],
    ]
    for row in view.voices.rows:
        label = say("markdown.row.share", voice=labels[row.voice])
        rows.append(_row(row, f"{VOICE_SIGNS[row.voice]} {label}"))
    tops = (f"{escape(top[0])} {_show(top[1])}" if top else "–" for top in view.top_sources)
    rows.append([say("markdown.row.top_source"), *tops])
    if view.reliance:
        source = escape(view.reliance)
        rows.append(_row(view.reliance_row, say("markdown.row.from_source", source=source)))
        if any(view.channel_row.numbers):
            rows.append(_row(view.channel_row, say("markdown.row.through_source", source=source)))
    rows.extend(_row(row, say("markdown.row.unnamed")) for row in view.unnamed.rows)
    for concept in view.concepts[:4]:
        cells = [
            "<br>".join(
                f"{_wording(choice.variant, choice.distanced[voice])} {VOICE_SIGNS[voice]}\u00a0{_show(number)}"
                for choice, voice, number in cell
            )
            or "–"
            for cell in summary_choices(concept)
        ]
        rows.append([escape(concept.label), *cells])
    yield _head("glance")
    yield _by_outlet(view, "", rows, view.file_of("outlets"))


def _words(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    yield _head("head.words")
    yield from _pictures(charts, lambda chart: chart.section == "words")
    for name, table in (("types", view.source_types), ("sources", view.sources)):
        yield f"### {say(f'markdown.head.{name}')}"
        yield _table(view, table, view.file_of("sources"))


def _naming(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    yield _head("head.naming")
    if not view.concepts:
        yield nothing_named()
        return
    yield say("markdown.voices_are", legend=_legend())
    yield from _pictures(charts, lambda chart: chart.section == "naming")
    rows = []
    for concept in view.concepts:
        cells = []
        for cell in concept.cells:
            choices = []
            for choice in cell:
                counts = " ".join(
                    f"{VOICE_SIGNS[voice]}\u00a0{_show(number)}" for voice, number in choice.counts.items()
                )
                choices.append(f"{_wording(choice.variant, ''.join(choice.distanced.values()))} {counts}")
            cells.append("<br>".join(choices) or "–")
        rows.append([escape(concept.label), *cells])
    yield _by_outlet(view, say("markdown.column.thing"), rows, view.file_of("naming"))


def _cues(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    yield _head("head.cues")
    yield "; ".join(f"**{name}** {meaning}" for name, meaning in cue_classes().items()) + "."
    yield from _pictures(charts, lambda chart: chart.section == "cues")
    yield _table(view, view.cues, view.file_of("cues"))


def _coverage(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    if not view.coverage:
        return
    yield _head("head.coverage")
    yield from _pictures(charts, lambda chart: chart.section == "coverage")
    told = say_all("markdown.cell")
    rows = [[escape(row.label), *(told[cell.outcome] for cell in row.cells)] for row in view.shared_facts]
    if len(view.columns) <= WIDEST_TABLE:
        yield _by_outlet(view, say("markdown.column.fact"), rows, view.file_of("coverage"))
    alone = len(view.single_facts)
    if single := alone + len(view.doubtful_facts):
        yield say("markdown.coverage.single", n=single, alone=alone, file=view.file_of("silence"))
    if view.left_out:
        yield f"### {say('markdown.head.left_out')}"
        header = [say("markdown.column.fact"), say("markdown.column.not_in")]
        left_out = [[escape(one.label), escape(one.outlet)] for one in view.left_out]
        yield _cut(header, left_out, view.file_of("silence"))


def _terms(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    if not view.terms:
        return
    yield _head("head.keyness")
    yield from _pictures(charts, lambda chart: chart.section == "keyness")
    voices = voice_labels()
    header = [say(f"markdown.column.{name}") for name in ("outlet", "term", "whose", "count", "others")]
    rows = [
        [
            escape(table.outlet),
            escape(term.term),
            voices.get(term.voice) or say("markdown.column.anybody"),
            _show(term.count),
            escape(term.others),
        ]
        for table in view.terms
        for term in table.terms[:3]
    ]
    yield _cut(header, rows, view.file_of("keyness"))


def _tone(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    tables = [table for table in view.others if table.rows]
    if not tables:
        return
    yield _head("head.tone")
    yield say("markdown.tone.weak")
    yield from _pictures(charts, lambda chart: chart.section in ("tone", "more"))
    for table in tables:
        if not table.has_voices:
            yield f"### {table.measure.name}"
            yield _table(view, table, view.file_of("frames"))


def _map(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    pictures = list(_pictures(charts, lambda chart: chart.section == "map"))
    refused = [
        say("markdown.map.refused", profile=escape(one.profile), refusal=escape(one.refusal))
        for one in view.distances
        if one.refusal
    ]
    if pictures:
        yield _head("head.map")
        yield from pictures
        yield "\n".join(f"- {line}" for line in refused)


def _reuse(view: View, charts: Mapping[str, Chart]) -> Iterator[str]:
    """What each outlet's articles share with any other article, its own included."""
    rows = [
        [escape(one.outlet), escape(one.share), escape(one.own_share), one.total]
        for one in view.shared_by_outlet
    ]
    if rows:
        yield _head("head.reuse")
        yield say("markdown.reuse.about", n=SHINGLE_WORDS, file=view.file_of("reuse_by_outlet"))
        yield from _pictures(charts, lambda chart: chart.section == "reuse")
        header = [say(f"markdown.column.{name}") for name in ("outlet", "shared", "own_share", "total")]
        yield _cut(header, rows, view.file_of("reuse_by_outlet"))


def _corrections(view: View) -> Iterator[str]:
    corrections = view.comparison.corrections
    if corrections:
        yield _head("head.corrections")
        yield say("markdown.corrections.about")
        header = [say(f"markdown.column.{name}") for name in ("kind", "article", "before", "after", "why")]
        yield _cut(header, [_correction(one) for one in corrections], view.file_of("corrections"))


def _correction(one: Correction) -> list[str]:
    before = escape(one.before) if one.before is not None else say("markdown.corrections.nothing")
    after = escape(one.after) if one.after is not None else say("markdown.corrections.removed")
    return [one.kind, escape(one.article), before, after, escape(one.reason)]


def _rejects(view: View) -> Iterator[str]:
    if view.comparison.rejects:
        yield _head("head.rejects")
        header = [say(f"markdown.column.{name}") for name in ("file", "why", "remedy")]
        rows = [
            [escape(reject.file), escape(reject.reason), escape(reject.remedy)]
            for reject in view.comparison.rejects
        ]
        yield _cut(header, rows, view.file_of("rejects"))


def _reading(view: View) -> Iterator[str]:
    signature = show_on_one_line(view.comparison.signature).replace("`", "'")
    yield _head("head.reading")
    for paragraph in explain_method(rests_on_rules(view.comparison.articles)):
        yield f"**{paragraph.title}.** {paragraph.text}"
    yield say("markdown.reading.intervals", resampling=view.resampling)
    yield from (escape(note) for note in view.comparison.notes)
    yield f"### {say('markdown.head.measures')}"
    yield "\n".join(
        f"- **{paragraph.title}.** {paragraph.text} ({paragraph.reference})"
        for paragraph in explain_measures(one for one in view.measures if one.id in _SHOWN)
    )
    tables = "tables/" if view.formats & {"csv", "parquet"} else "scores.json"
    yield " ".join(
        [
            *([say("markdown.reading.page")] if "html" in view.formats else []),
            say("markdown.reading.figures", file=tables),
        ]
    )
    yield _head("head.signature")
    yield f"`{signature}`"
    yield f"{say('reading.signature.text')} {say('markdown.reading.parts')}"
    yield "\n".join(
        f"- `{part.title.partition(':')[0]}`: {part.text}"
        for part in explain_signature(signature)
        if part.text
    )


def _head(name: str) -> str:
    return f"## {say(f'markdown.{name}')}"


def _pictures(charts: Mapping[str, Chart], wanted: Callable[[Chart], bool]) -> Iterator[str]:
    held = [chart for chart in charts.values() if wanted(chart)]
    for chart in held[:_MOST_CHARTS]:
        # What a picture shows in one sentence; its numbers stand in the tables.
        shown = (chart.alternative or chart.title).partition(". ")[0]
        yield f"![{escape(shown)}](charts/{chart.name}.png)"
        yield f"**{escape(chart.title)}.** {escape(chart.caption)}"
    if len(held) > _MOST_CHARTS:
        yield say("markdown.more_charts", n=len(held) - _MOST_CHARTS)


def _table(view: View, table: Table, file: str) -> str:
    name = escape(table.measure.key or say("markdown.column.measure"))
    return _by_outlet(view, name, [_row(row) for row in table.rows], file)


def _by_outlet(view: View, corner: str, rows: Sequence[Sequence[str]], file: str) -> str:
    """Return rows of a label and a cell for each outlet; of many outlets each is a row, the longest ones first."""
    names = [escape(column.name) for column in view.columns]
    if len(names) <= WIDEST_TABLE:
        return _cut([corner, *names], rows, file)
    sizes = [outlet.words for outlet in view.comparison.outlets]
    order = sorted(range(len(names)), key=lambda place: (-sizes[place], names[place]))[:_MOST_OUTLETS]
    held = rows[:WIDEST_TABLE]
    turned = [[names[place], *(row[place + 1] for row in held)] for place in order]
    table = _lines([say("markdown.column.outlet"), *(row[0] for row in held)], turned)
    notes = (
        [say("markdown.many", n=len(names), shown=len(order), file=file)] if len(order) < len(names) else []
    )
    if len(rows) > len(held):
        notes.append(say("markdown.rest", n=len(rows) - len(held), file=file))
    return "\n\n".join([table, *notes])


def _cut(header: Sequence[str], rows: Sequence[Sequence[str]], file: str) -> str:
    """Return a table's first rows, and where the others stand."""
    table = _lines(header, rows[:LONG_TABLE])
    more = len(rows) - LONG_TABLE
    return f"{table}\n\n{say('markdown.rest', n=more, file=file)}" if more > 0 else table


def _lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose cells are escaped already; a sentence where there are no rows."""
    held = [f"| {' | '.join(row)} |" for row in rows]
    if not held:
        return say("markdown.nothing")
    return "\n".join([f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}", *held])


def _show(number: Number | None) -> str:
    return "–" if number is None else escape(number.text)


def _row(row: Row, label: str = "") -> list[str]:
    return [label or escape(row.label), *(_show(number) for number in row.numbers)]


def _legend() -> str:
    labels = voice_labels()
    return ", ".join(f"{VOICE_SIGNS[voice]} {labels[voice]}" for voice in VOICES)


def _wording(variant: str, distance: str) -> str:
    return f"“{escape(variant)}”" if distance else escape(variant)
