"""Room report: the page, one file that opens without a network and runs no script but its own."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from framing.report import limits
from framing.report.articles import ShownArticle, choose_articles, show_articles
from framing.report.between import passage_at
from framing.report.charts import Chart
from framing.report.distances import find_differing
from framing.report.evidence import Evidence
from framing.report.figures import Number
from framing.report.findings import tell_story
from framing.report.reading import explain_measures, explain_method, explain_signature
from framing.report.style import VOICE_SIGNS, css_variables, outlet_variables
from framing.report.templating import make_environment, read_asset
from framing.report.texts import say, say_all, say_markup
from framing.report.view import Column, View, summary_choices
from framing.report.wording import cue_classes, nothing_named, rests_on_rules, show_on_one_line, voice_labels
from framing.schema import UNIDENTIFIED, Correction

_TEMPLATES = Path(__file__).parent / "templates"
_LABEL_LETTERS = 40
_SCRIPTS = ("base", "panel", "marks", "articles", "page")

_PER_CENT = re.compile(r"(?<=\d) (?=%)")
_OPENING = re.compile(r"[(\[“‘]+$")
_CLOSING = re.compile(r"^[)\]”’,.;:]+")

# The charts that have a place of their own; any other stands at the end of its section.
_PLACED = {
    "barcode", "voices", "source-types", "sources", "naming", "cue-classes", "coverage", "frames", "stance", "map",
    "reuse",
}  # fmt: skip


def render_page(view: View, charts: Mapping[str, Chart]) -> str:
    """Return index.html: styles, script, drawings, articles and passages in one text."""
    chosen = choose_articles(view)
    # What is counted over all outlets has passages in articles of those that the page leaves out.
    evidence = Evidence(
        view.whole, [one.article.id for one in chosen], whole=len(chosen) == len(view.comparison.articles)
    )
    rows = limits.most_rows(len(view.columns))
    colours = outlet_variables([outlet.words for outlet in view.comparison.outlets])
    # Marked before anything else is asked for, so that articles have the first numbers.
    articles = show_articles(view, chosen, view.shared_facts[:rows], evidence)
    articles_of = Counter(map(_outlet_of, articles))
    story = tell_story(view)
    script = _join_scripts()
    environment = make_environment(_TEMPLATES)
    environment.globals.update(
        view=view,
        comparison=view.comparison,
        charts=dict(charts),
        has_tables="csv" in view.formats,
        has_charts=bool(view.formats & {"html", "markdown"}),
        articles=articles,
        story=story,
        bind_brackets=bind_brackets,
        bind_per_cent=bind_per_cent,
        map_shows_nothing=_why_no_map(view),
        sections=_sections(view, charts, bool(story.findings or story.limits), articles),
        say=say,
        say_markup=say_markup,
        limits=limits,
        most_rows=rows,
        most_terms=limits.most_terms(len(view.columns)),
        open_number=evidence.number,
        open_tellings=evidence.tellings,
        open_places=evidence.places,
        open_correction=lambda one: _open_correction(evidence, view, one),
        evidence_json=lambda: Markup(evidence.to_json(say_all("page.script"))),
        markup=Markup,
        other_charts=lambda section: _other_charts(charts, section),
        summary_choices=summary_choices,
        outlet_colours=colours,
        outlet_of=_outlet_of,
        article_label=lambda held: _article_label(held, articles_of),
        told=say_all("page.told"),
        voice_signs=VOICE_SIGNS,
        voice_labels=voice_labels(),
        cue_classes=cue_classes(),
        nothing_named=nothing_named(),
        explained=explain_measures(view.measures),
        method=explain_method(rests_on_rules(view.comparison.articles)),
        signature=explain_signature(view.comparison.signature),
    )
    page = environment.get_template("page.html.j2").render(
        style=Markup(
            "\n".join((_colours(), read_asset(_TEMPLATES, "style.css"), outlet_labels(view.columns)))
        ),
        script=Markup(script),
        policy=_policy(script),
    )
    return page.strip() + "\n"


def _sections(
    view: View, charts: Mapping[str, Chart], has_story: bool, articles: Sequence[ShownArticle]
) -> list[str]:
    """Return the names of the sections for which there is anything to show, in the order of the page."""
    comparison = view.comparison
    there = {
        "story": has_story,
        "glance": True,
        "words": True,
        "naming": True,
        "cues": True,
        "coverage": bool(view.coverage),
        "keyness": bool(view.terms or comparison.keyness_notes),
        "tone": True,
        "reuse": bool(view.shared_words),
        "map": bool(view.distances),
        "articles": bool(articles),
        "reading": True,
        "corrections": bool(comparison.corrections),
        "rejects": bool(comparison.rejects),
    }
    return [name for name, shown in there.items() if shown]


def _other_charts(charts: Mapping[str, Chart], section: str) -> list[Chart]:
    placed = [name for name in charts if name in _PLACED or name.startswith("keyness-")]
    return [chart for name, chart in charts.items() if name not in placed and chart.section == section]


def _outlet_of(held: ShownArticle) -> str:
    return held.column.name if held.column else held.article.outlet or UNIDENTIFIED


def _article_label(held: ShownArticle, articles_of: Mapping[str, int]) -> str:
    """Return an article's name in a menu: its outlet and, where the outlet has several, its title."""
    outlet = _outlet_of(held)
    return outlet if articles_of[outlet] == 1 else f"{outlet}: {held.article.title or held.article.id}"


def _open_correction(evidence: Evidence, view: View, one: Correction) -> int | None:
    """Return the number of the opening of the corrected place; None where the correction is of the whole article."""
    held = next((held for held in view.annotations if held.article.id == one.article), None)
    if one.span is None or held is None:
        return None
    heading = say("page.corrections.heading", kind=one.kind, article=one.article)
    before, after = (
        one.before or say("page.corrections.nothing"),
        one.after or say("page.corrections.removed"),
    )
    detail = say("page.corrections.detail", before=before, after=after)
    return evidence.places(heading, detail, [passage_at(held, one.span, one.where)])


def bind_brackets(parts: Sequence[str | Number]) -> list[tuple[str, str | Number, str]]:
    """Return a sentence's parts with what touches a number on each side, which no end of a line may part from it."""
    texts = [part if isinstance(part, str) else "" for part in parts]
    opened = [_OPENING.search(text) for text in ("", *texts)]
    closed = [_CLOSING.match(text) for text in (*texts[1:], "")]
    bound: list[tuple[str, str | Number, str]] = []
    for place, part in enumerate(parts):
        if isinstance(part, str):
            after_number = place > 0 and not isinstance(parts[place - 1], str)
            before_number = place + 1 < len(parts) and not isinstance(parts[place + 1], str)
            text = _CLOSING.sub("", part) if after_number else part
            bound.append(("", _OPENING.sub("", text) if before_number else text, ""))
        else:
            before, after = opened[place], closed[place]
            bound.append((before[0] if before else "", part, after[0] if after else ""))
    return bound


def bind_per_cent(text: str) -> str:
    """Return text in which no end of a line parts a number from its per cent sign."""
    return _PER_CENT.sub("\u00a0", text)


def _why_no_map(view: View) -> str:
    """Return why the maps show nothing that the eye could take for a finding; empty where one does."""
    drawn = [held for held in view.comparison.maps if held.coordinates]
    if not drawn:
        return say("page.map.none")
    if any(map(find_differing, drawn)):
        return ""
    return say("page.map.alike" if any(held.p for held in drawn) else "page.map.untested")


def _colours() -> str:
    """Return the rules that give the colours of charts and page their names, in light and in dark."""
    light, dark = (
        "".join(f"--{name}:{colour};" for name, colour in css_variables(dark=dark).items())
        for dark in (False, True)
    )
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}"


def outlet_labels(columns: Sequence[Column]) -> str:
    """Return the rules that name the outlet in each cell where a narrow screen has no room for the heads of columns.

    Outlets are the last columns of every table by outlet. Each letter of a name is written by its number, so that no
    name can end the string that it stands in.
    """
    rules = []
    for place, column in enumerate(reversed(columns), 1):
        name = "".join(f"\\{ord(letter):x} " for letter in show_on_one_line(column.name)[:_LABEL_LETTERS])
        rules.append(f'.by-outlet td:nth-last-of-type({place})::before{{content:"{name}"}}')
    return "@media screen and (max-width: 48rem) {\n" + "\n".join(rules) + "\n}"


def _join_scripts() -> str:
    """Return the page's script: its parts, which see each other and nothing else."""
    parts = [read_asset(_TEMPLATES / "script", f"{name}.js") for name in _SCRIPTS]
    return "\n".join(('"use strict";', "(() => {", *parts, "})();"))


def _policy(script: str) -> str:
    """Return the content security policy that lets this one script run and nothing else load."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
