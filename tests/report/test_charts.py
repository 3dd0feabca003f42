"""The charts: what they say, that nothing in them overlaps, and colours that every reader can tell apart."""

import itertools
import re
import subprocess
import sys
from math import log
from xml.etree import ElementTree

import matplotlib
import msgspec
import numpy as np
import pytest

from framing.report.charts import chart_names, draw_charts, make_figure
from framing.report.charts import cues as cues_chart
from framing.report.charts import keyness as keyness_chart
from framing.report.charts.coverage import order_matrix
from framing.report.charts.drawing import Plan, lay_out, style
from framing.report.charts.sheet import NARROW, WIDE, cut_middle, fit, fit_name, text_width, wrap
from framing.report.style import (
    DIVERGING,
    OUTLET_COLOURS,
    STYLE_FILE,
    TYPE_COLOURS,
    VOICE_COLOURS,
    css_variables,
    outlet_places,
    outlet_variables,
)
from framing.report.view import build_view
from framing.schema import VOICES, Event, KeyTerm, OutletMap
from framing.scoring import compare

ORDER = [
    "barcode",
    "voices",
    "source-types",
    "sources",
    "cue-classes",
    "naming",
    "coverage",
    "keyness-1",
    "keyness-2",
    "frames",
    "stance",
    "map",
    "reuse",
]
LONG = "The Independent Observer and Daily Telegraph of the Upper Valley, Region"


def key_term(outlet, term, log_odds, z, voice="own"):
    return KeyTerm(
        outlet=outlet,
        term=term,
        voice=voice,
        count=12,
        total=900,
        other_count=3,
        other_total=2000,
        articles=1,
        log_odds=log_odds,
        low=log_odds - 1.96 * abs(log_odds / z),
        high=log_odds + 1.96 * abs(log_odds / z),
        z=z,
        g2=9.0,
        log_ratio=1.0,
        q=0.01,
        dispersion=None,
        passages=[],
    )


def with_terms_and_map(comparison):
    """Return a comparison with key terms of two outlets and a map, as larger ones have."""
    names = [outlet.name for outlet in comparison.outlets]
    terms = [
        key_term(names[0], "dam <wall>", 1.2, 4.0),
        key_term(names[0], "flood", -0.8, -3.0),
        key_term(names[1], "a very long phrase that would run into the line of its interval " * 2, 2.0, 5.0),
    ]
    apart = OutletMap(
        profile="words in the outlet's own voice",
        outlets=names,
        words=200,
        distances=[[0.0 if one == other else 0.4 for other in names] for one in names],
        p=[[1.0 for _ in names] for _ in names],
        coordinates=[(0.01 * place, 0.02 * place) for place, _ in enumerate(names)],
        order=names,
        stability=[0.7 for _ in names],
    )
    return msgspec.structs.replace(comparison, keyness=terms, maps=[apart])


@pytest.fixture(scope="module")
def view(comparison, annotations):
    return build_view(with_terms_and_map(comparison), annotations)


@pytest.fixture(scope="module")
def charts(view):
    return draw_charts(view)


@pytest.fixture(scope="module")
def crowd(make_annotations):
    """Forty outlets with long names that differ at their ends, one in letters that the typeface lacks."""
    sentences = [(0, 1, 2, 3, 4, 5, 6, 1), (1, 1, 5, 6, 3, 3, 4), (2, 2, 4, 1, 6)]
    names = ["新聞社" * 9, "X" * 200, *(f"{LONG} {number}" for number in range(38))]
    held = [
        make_annotations(f"{place:02}", name, sentences[place % 3] * 2) for place, name in enumerate(names)
    ]
    comparison = compare(held, event=Event(title="Dam"), resamples=20)
    return build_view(with_terms_and_map(comparison), held)


def plans(view):
    from framing.report import charts

    held: list[Plan] = list(charts._plan(view))
    return held


def plans_by_name(view):
    return {plan.name: plan for plan in plans(view)}


def test_all_charts_come_in_their_order_and_say_where_they_belong(view, charts):
    assert chart_names(view) == list(charts)
    assert [name for name in charts if name in ORDER] == [name for name in ORDER if name in charts]
    assert {"barcode", "voices", "sources", "naming", "coverage", "keyness-1", "stance", "map"} <= set(charts)
    for chart in charts.values():
        assert chart.title
        assert chart.caption
        assert chart.section
        assert chart.data
        assert 40 < len(chart.alternative) < 1500
        assert chart.png.startswith(b"\x89PNG")


def test_titles_are_carried_by_their_numbers(view, charts):
    shares = [number.value for number in view.voices.rows[0].numbers if number and number.value is not None]
    for value in (min(shares), max(shares)):
        assert f"{100 * value:.0f} %" in charts["voices"].title
    told = [row for row in view.coverage if row.outlets]
    # As the cells show it: own, attributed or quoted.
    found = [sum(cell.outcome in VOICES for cell in row.cells) for row in told]
    everywhere, alone = found.count(len(view.columns)), len(view.single_facts)
    # Who tells it as to come tells of it, so that such a fact is not found in one outlet alone.
    single = sum(row.outlets == 1 for row in told)
    title = charts["coverage"].title
    assert title == (
        f"{len(told)} facts; found in all outlets: {everywhere}, "
        f"in one: {single} ({alone} with nothing near in the others)"
    )


def test_drawings_for_the_page_hold_variables_and_nothing_of_strangers(charts, hostile):
    known = set(css_variables())
    names: list[str] = []
    for chart in charts.values():
        for drawing in (chart.inline, chart.inline_narrow):
            root = ElementTree.fromstring(drawing)
            assert root.get("role") == "img"
            assert root.get("aria-label")
            assert set(re.findall(r"var\(--([\w-]+)\)", drawing)) <= known
            assert not re.search(r"(?:fill|stroke):\s*#", drawing)
            assert {element.tag for element in root.iter()} <= {"svg", "defs", "path", "text", "use"}
            names += re.findall(r' id="([^"]+)"', drawing)
            assert set(re.findall(r'href="#([^"]+)"', drawing)) <= set(names)
    assert len(names) == len(set(names))
    assert any("&lt;script&gt;" in chart.inline for chart in charts.values())
    assert not any("\u202e" in chart.inline for chart in charts.values())


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("which", ["view", "crowd"])
def test_no_text_overlaps_another_or_leaves_the_sheet(request, which, width):
    with style():
        for plan in plans(request.getfixturevalue(which)):
            figure = lay_out(plan, width)
            figure.set_dpi(72)
            wide, high = figure.get_size_inches() * 72
            assert high < 20 * 72
            boxes = [(text.get_text(), text.get_window_extent()) for text in figure.texts if text.get_text()]
            for words, box in boxes:
                assert box.x0 > -1, (plan.name, words)
                assert box.x1 < wide + 1, (plan.name, words)
            for (one, first), (other, second) in itertools.combinations(boxes, 2):
                across = min(first.x1, second.x1) - max(first.x0, second.x0)
                down = min(first.y1, second.y1) - max(first.y0, second.y0)
                # Lines stand close: only the room for accents and descenders is shared.
                assert across < 1 or down < 0.3 * min(first.height, second.height), (plan.name, one, other)


def test_forty_outlets_are_cut_to_eight_and_that_is_said(crowd):
    charts = draw_charts(crowd)
    assert all("8 of 40 outlets" in charts[name].caption for name in ("voices", "sources", "coverage"))
    assert sum(len(chart.inline) + len(chart.inline_narrow) for chart in charts.values()) < 450_000
    # Names that are alike but for their ends are still told apart.
    shown = set(re.findall(r">(The [^<]*…[^<]*)<", charts["voices"].inline))
    assert len(shown) >= 6


def test_one_article_without_attributions_makes_no_empty_chart(make_annotations):
    held = [make_annotations("only", None, (0, 5))]
    view = build_view(compare(held, event=Event(title="Rain"), resamples=20), held)
    names = chart_names(view)
    assert names[:2] == ["barcode", "voices"]
    assert not {"sources", "source-types", "cue-classes", "coverage", "map", "reuse"} & set(names)
    assert list(draw_charts(view)) == names


def test_a_users_own_settings_change_nothing_and_are_left_alone(view, charts):
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "path"}):
        again = draw_charts(view)
        assert matplotlib.rcParams["font.size"] == 30
    assert {name: (chart.svg, chart.png) for name, chart in again.items()} == {
        name: (chart.svg, chart.png) for name, chart in charts.items()
    }


def test_drawing_leaves_pyplot_alone():
    code = (
        "import sys; from framing.report.charts import draw_charts, style\n"
        "with style(): pass\n"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_figure_can_be_restyled(view):
    figure = make_figure(view, "voices")
    assert isinstance(figure, matplotlib.figure.Figure)
    assert any(text.get_text() == "The Valley Post" for text in figure.texts)
    with pytest.raises(KeyError):
        make_figure(view, "no such chart")


def test_key_words_are_named_in_the_title_strongest_first(comparison, annotations):
    def title(*terms):
        return plans_by_name(build_view(msgspec.structs.replace(comparison, keyness=[*terms]), annotations))[
            "keyness-2"
        ].title

    outlet = comparison.outlets[1].name
    more = [key_term(outlet, "flood", 0.8, 3.0), key_term(outlet, "dam", 0.7, 4.0)]
    less = [key_term(outlet, "mayor", -0.8, -5.0), key_term(outlet, "warned", -0.9, -6.0)]
    assert title(*more, *less) == f"The article from {outlet} uses “dam”, “flood” more than the others do"
    assert title(*less) == f"The article from {outlet} uses “warned”, “mayor” less than the others do"


def test_verbs_by_type_of_source_are_drawn_with_their_intervals(make_annotations):
    many = [make_annotations(f"n{n:02}", f"Post {n % 3}", (1, 5) * (n % 4 + 1)) for n in range(12)]
    view = build_view(compare(many, event=Event(title="Dam"), resamples=50, facts=False), many)
    lines = cues_chart._type_lines(view)
    assert lines
    together = {one.key: one for one in view.comparison.together}
    for line in lines:
        for name, share in line.shares.items():
            scored = together[f"{line.label}/{name}"]
            assert (share.share, share.low, share.high) == (scored.value, scored.low, scored.high)
            assert line.count == scored.denominator


def test_shared_text_is_drawn_by_article_or_of_several_by_outlet_with_intervals(make_annotations):
    def plan(articles):
        view = build_view(compare(articles, event=Event(title="Dam"), resamples=80, facts=False), articles)
        with style():
            made = plans_by_name(view)["reuse"]
            drawn = [text.get_text() for text in lay_out(made).texts]
        return view, made, drawn

    one_each = [make_annotations(f"n{n}", f"Post {n}", (n, 2, 5, 6)) for n in range(2)]
    _, made, drawn = plan(one_each)
    assert made.data[0] == "reuse_shares"
    assert "not an estimate" in made.caption
    many = [
        make_annotations(f"n{n:02}", f"Post {n % 2}", (0, 1, 2, 5) if n % 3 else (3, 4)) for n in range(24)
    ]
    view, made, drawn = plan(many)
    assert made.data[0] == "reuse_by_outlet"
    for one in view.comparison.reuse_by_outlet:
        if one.voice == "all":
            words = f"{100 * one.value:.0f} % of {one.total_words:,} words in 12 articles"
            assert words in drawn


def test_terms_of_the_own_voice_are_chosen_strongest_first():
    terms = [key_term("A", f"more {n}", 0.5 + n / 10, 3.0 + n) for n in range(20)]
    terms += [key_term("A", "less", -log(2), -3.0), key_term("A", "any", 3.0, 9.0, voice="all")]
    terms += [key_term("B", "any", 3.0, 9.0, voice="all")]
    chosen = [term.term for term in keyness_chart.choose_terms(terms, "A")]
    assert chosen == [f"more {n}" for n in range(19, 7, -1)] + ["less"]
    assert [term.term for term in keyness_chart.choose_terms(terms, "B")] == ["any"]


def test_gaps_of_the_matrix_stand_together(view):
    told = [row for row in view.coverage if row.outlets]
    columns, rows = order_matrix(view.columns, told, 99)
    counts = [sum(bool(row.cells[column.position].tellings) for row in rows) for column in columns]
    assert counts == sorted(counts, reverse=True)
    assert [row.outlets for row in rows] == sorted((row.outlets for row in told), reverse=True)
    assert len(order_matrix(view.columns, told, 2)[1]) == 2


def test_text_is_made_to_fit():
    assert text_width("iii", 10) < text_width("mmm", 10) < text_width("mmm", 10, bold=True)
    assert text_width("新聞", 10) > 20
    assert fit("short", 100, 9) == "short"
    cut = fit("a line that is far too long", 60, 9)
    assert cut.endswith("…")
    assert text_width(cut, 9) <= 60
    assert not fit("e\u0301" * 40, 60, 9).startswith("\u0301")
    lines = wrap("one two three four five six", 60, 9, most=2)
    assert len(lines) == 2
    assert all(text_width(line, 9) <= 60 for line in lines)
    assert cut_middle("abcdefghij", 5) == "ab…ij"
    (name,) = fit_name(f"{LONG} 12", 110, 9)
    assert name.startswith("The")
    assert name.endswith("12")
    assert text_width(name, 9) <= 110


def test_names_of_outlets_stand_whole_on_several_lines_where_they_can():
    room = text_width("Telegraph", 9) + 1
    assert fit_name("Kelmouth Echo", room, 9, most=2) == ["Kelmouth", "Echo"]
    narrow = text_width("Kelmo-", 9) + 1
    broken = fit_name("Kelmouth Echo", narrow, 9, most=4)
    assert broken == ["Kelm-", "outh", "Echo"]
    assert all(text_width(line, 9) <= narrow for line in broken)
    far_too_long = fit_name(LONG, narrow, 9, most=4)
    assert len(far_too_long) <= 4
    assert all(text_width(line, 9) <= narrow for line in far_too_long)


def luminance(colour):
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted(float(luminance(colour) @ weights) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_colours_stand_out_from_the_paper(dark):
    colours = css_variables(dark)
    letters = ["ink", "muted", *VOICE_COLOURS, *DIVERGING, *(f"type-{family}" for family in TYPE_COLOURS)]
    for name in letters:
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
    for name in colours:
        if name.startswith("outlet-"):
            assert contrast(colours[name], colours["paper"]) >= 3, name


# Severe deficiencies of red, green and blue vision after Machado, Oliveira and Fernandes (2009), in linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
TO_CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_OKLAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("palette", ["type-", "outlet-", "voice"])
@pytest.mark.parametrize("missing", DEFICIENCIES)
def test_colours_of_a_palette_stay_apart_for_every_reader(palette, missing, dark):
    colours = css_variables(dark)
    names = [name for name in colours if name.startswith(palette)] or list(VOICE_COLOURS)
    seen = [np.clip(np.array(DEFICIENCIES[missing]) @ luminance(colours[name]), 0, 1) for name in names]
    places = [np.array(TO_OKLAB) @ np.cbrt(np.array(TO_CONES) @ colour) for colour in seen]
    for (one, first), (other, second) in itertools.combinations(zip(names, places, strict=True), 2):
        # Distance in Oklab; 0.02 is just seen, side by side.
        assert np.linalg.norm(first - second) > 0.06, (one, other)


def test_the_style_file_has_the_colours_of_the_style():
    settings = matplotlib.rc_params_from_file(STYLE_FILE)
    colours = css_variables()
    assert settings["text.color"] == colours["ink"]
    assert settings["figure.facecolor"] == settings["savefig.facecolor"] == colours["paper"]
    assert tuple(settings["axes.prop_cycle"].by_key()["color"]) == OUTLET_COLOURS
    assert set(css_variables(dark=True)) == set(colours)
    assert len(set(colours.values())) == len(colours)


def test_outlets_keep_their_colours_whatever_is_drawn():
    assert outlet_places([5, 9, 1]) == [0, 1, 2]
    assert outlet_variables([5, 9, 1]) == ["outlet-1", "outlet-2", "outlet-3"]
    words = [10, 1, *range(20, 28)]
    assert outlet_places(words) == list(range(2, 10))
    assert outlet_variables(words) == ["muted", "muted", *(f"outlet-{slot}" for slot in range(1, 9))]


def test_the_style_file_is_shipped(wheel_folder):
    assert (wheel_folder / "framing" / "report" / "framing.mplstyle").is_file()
