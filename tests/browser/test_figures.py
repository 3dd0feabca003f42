"""Every figure of the page: it is the one in scores.json, and what it opens counts up to it."""

import math
import re
from collections import defaultdict

import pytest

from framing.report.wording import show_controls

# Each number is pressed and closed again, and what a reader would see of it is returned, with the record behind it.
# Whether the browser turns keys and clicks into presses is another file's question.
WALK = """() => {
  const { strings, openings } = JSON.parse(document.getElementById("evidence").textContent);
  return [...document.querySelectorAll("main button[data-o]")].map((button) => {
    for (let at = button.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    const [kind, heading, detail, numerator, denominator, unit, measure, passages, total] = openings[button.dataset.o];
    button.click();
    const panel = document.getElementById("panel");
    const rows = [...panel.querySelectorAll("#panel-list > li[data-amount]")];
    const seen = {
      kind: strings[kind], measure: strings[measure], heading: heading.map((part) => strings[part]).join(" · "),
      numerator, denominator, listed: passages.length, total,
      text: button.textContent.trim(),
      opened: !panel.hidden && document.activeElement.id === "panel-head",
      head: document.getElementById("panel-head").textContent,
      amounts: rows.map((row) => Number(row.dataset.amount)),
      empty: rows.filter((row) => !row.querySelector("strong").textContent).length,
    };
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    seen.closed = panel.hidden && document.activeElement === button;
    return seen;
  });
}"""


@pytest.fixture(scope="module")
def walked():
    """What was seen at each report: a walk is taken once."""
    return {}


@pytest.fixture
def numbers(walked, open_page, report):
    """All that opens: figures, tellings of facts, places."""
    if report.folder not in walked:
        # Narrower than where the page makes room beside the panel: to lay it out anew each time takes minutes.
        walked[report.folder] = open_page(report, 1024).evaluate(WALK)
    return walked[report.folder]


@pytest.fixture
def figures(numbers):
    """What was counted or measured."""
    return [number for number in numbers if number["measure"]]


def test_every_number_opens_and_closes(numbers):
    assert len(numbers) > 50
    for number in numbers:
        assert number["opened"], number
        assert number["head"] == number["heading"]
        assert number["closed"], number


def test_every_place_opens_to_its_passages(numbers):
    places = [number for number in numbers if not number["measure"]]
    assert places
    for place in places:
        assert not place["empty"], place
        assert len(place["amounts"]) == place["total"] > 0, place


def test_every_figure_opens_to_passages_that_add_up_to_it(figures):
    for figure in figures:
        assert not figure["empty"], figure
        assert len(figure["amounts"]) == figure["listed"] == figure["total"], figure
        assert math.isclose(sum(figure["amounts"]), figure["numerator"], abs_tol=1e-9), figure
    assert sum(bool(figure["amounts"]) for figure in figures) > len(figures) / 2


def test_every_figure_is_one_of_the_scores(figures, report):
    known = defaultdict(list)
    for score in report.scores["figures"] + report.scores["together"]:
        known[score["measure"], _rounded(score["numerator"]), _rounded(score["denominator"])].append(score)
    plain = [figure for figure in figures if figure["kind"] != "count"]
    for figure in plain:
        numbers = (_rounded(figure["numerator"]), _rounded(figure["denominator"]))
        scores = [
            score
            for score in known[figure["measure"], *numbers]
            if figure["heading"].startswith(_outlet(score)) and _says(figure, score)
        ]
        assert scores, figure
        assert len(figure["amounts"]) in {len(score["passages"]) for score in scores}, figure


def test_every_count_is_a_sum_of_the_scores(figures, report):
    """A plain count is the numerator of a score, or the sum of those of a measure and an outlet."""
    sums = defaultdict(float)
    for score in report.scores["figures"]:
        for key in (score["key"], None):
            sums[score["measure"], score["outlet"], key, score["voice"]] += score["numerator"]
            sums[score["measure"], score["outlet"], key, None] += score["numerator"]
    for figure in figures:
        if figure["kind"] != "count":
            continue
        known = {
            _rounded(total)
            for (measure, outlet, *_), total in sums.items()
            if measure == figure["measure"] and figure["heading"].startswith(f"{show_controls(outlet)} · ")
        }
        assert _rounded(figure["numerator"]) in known, figure
        text = figure["text"].replace(",", "").strip("()").removesuffix(" times")
        assert _rounded(WORDS.get(text, text)) == _rounded(figure["numerator"]), figure


def _outlet(score):
    """What the heading of a score's figure begins with; what no outlet has is all outlets'."""
    return f"{show_controls(score['outlet']) or 'All outlets together'} · "


# The story writes the smallest counts as words.
WORDS = {"never": 0, "once": 1, "twice": 2}
# What is shown of a value, and how far rounding may take it.
SCALES = {"share": (100, 0.51), "rate": (1, 0.051), "mean": (1, 0.0051)}


def _says(figure, score):
    """Whether a figure shows a score's value and interval, or its count where a value was refused."""
    text = figure["text"].replace(",", "").replace("−", "-")
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
    if score["value"] is None:
        if " of " in text:
            return numbers == pytest.approx([score["numerator"], score["denominator"]], abs=0.005)
        return "too little text" in text
    # What is worked out of others is a share or a plain number; the text tells which.
    kind = figure["kind"] if figure["kind"] != "derived" else "share" if "%" in text else "rate"
    scale, tolerance = SCALES[kind]
    expected = [scale * score["value"]]
    if score["low"] is not None and "[" in text:
        expected += [scale * score["low"], scale * score["high"]]
    if text.startswith("<"):
        return 0 < expected[0] < numbers[0] and numbers[1:] == pytest.approx(expected[1:], abs=tolerance)
    return numbers == pytest.approx(expected, abs=tolerance)


def _rounded(number):
    return round(float(number), 5)
