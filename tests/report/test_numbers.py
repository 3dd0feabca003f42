"""Every number of the page opens to passages that count up to it."""

import json
import re
from math import isclose

import pytest

from framing.measures import MEASURES
from framing.report import write_report
from framing.report.wording import show_controls
from framing.schema import Event
from framing.scoring import compare


def test_every_number_is_the_sum_of_its_passages(page):
    figures = page.figures
    assert len(figures) > 80
    for figure in figures:
        assert isclose(sum(passage[1] for passage in figure.passages), figure.numerator, abs_tol=1e-9), figure
        assert len(figure.passages) == figure.count


def test_every_number_shows_what_it_was_counted_to_be(page):
    for figure in page.figures:
        text = figure.text.replace(",", "").replace("−", "-")
        refused = re.fullmatch(r"(\S+) of (\S+)", text)
        if figure.kind in ("mean", "derived") and text == "too little text":
            assert "No share is given" in figure.detail
            continue
        if figure.kind == "count":
            assert float({"once": "1", "twice": "2"}.get(text, text)) == figure.numerator
        elif refused:
            assert isclose(float(refused[1]), figure.numerator, abs_tol=0.005)
            assert float(refused[2]) == figure.denominator
            assert "No share is given" in figure.detail
        elif figure.kind != "derived":
            shown = float(text.split()[0].removeprefix("<"))
            scale = {"share": 100, "rate": 1000, "mean": 1}[figure.kind]
            tolerance = {"share": 0.51, "rate": 0.051, "mean": 0.0051}[figure.kind]
            assert abs(shown - scale * figure.numerator / figure.denominator) <= tolerance, figure
            assert ("%" in text) == (figure.kind == "share")


def test_numbers_of_the_page_are_those_of_the_scores(page, report):
    scores = json.loads((report / "scores.json").read_text(encoding="utf-8"))
    held = scores["figures"] + scores["together"]
    known: dict[tuple[str, float, float], set[str]] = {}
    for one in held:
        key = (one["measure"], round(one["numerator"], 5), round(one["denominator"], 5))
        known.setdefault(key, set()).add("" if one["value"] is None else f"{one['value']:.2f}")
    assert {figure.kind for figure in page.figures} >= {"count", "share", "rate", "mean", "derived"}
    for figure in page.figures:
        if figure.kind == "count":
            continue
        key = (figure.measure, round(figure.numerator, 5), round(figure.denominator, 5))
        assert key in known, figure
        if figure.kind == "derived" and " " not in figure.text:
            assert figure.text in known[key]


def test_words_and_attributions_are_the_outlets(page, comparison):
    totals = [figure.numerator for figure in page.figures]
    assert totals[:3] == [outlet.words for outlet in comparison.outlets]
    assert totals[3:6] == [outlet.attributions for outlet in comparison.outlets]


def test_too_little_text_is_a_count_with_the_refusal(page):
    refused = [
        figure for figure in page.figures if "refused" in (figure.element.attributes["class"] or "").split()
    ]
    assert refused
    assert all("needed" in figure.detail for figure in refused)


def test_intervals_say_what_was_resampled(page):
    with_interval = [figure for figure in page.figures if "[" in figure.text]
    assert with_interval
    for figure in with_interval:
        assert "sentences within this article" in figure.detail


def test_passages_lie_in_the_text_that_is_shown(page, annotations):
    texts = [
        (show_controls(held.article.text), show_controls(held.article.title or "")) for held in annotations
    ]
    assert page.evidence["passages"]
    for article, amount, voice, _, _, where, edges, _ in page.evidence["passages"]:
        assert isinstance(amount, int | float)
        assert voice in (0, 1, 2, 3)
        text = texts[article][where]
        assert all(0 <= start < end <= len(text) for start, end in zip(edges[::2], edges[1::2], strict=True))


def test_article_on_the_page_is_the_text_character_for_character(page, annotations):
    shown = [element.text for element in page.all("div", "text")]
    assert shown == [show_controls(held.article.text) for held in annotations]
    assert [len(text) for text in shown] == [len(held.article.text) for held in annotations]
    titles = [element.text for element in page.all("p", "text")]
    assert titles == [show_controls(held.article.title) for held in annotations if held.article.title]


def test_distanced_mentions_are_marked(page):
    assert "held at a distance" in [element.text for element in page.all("span", "tag")]
    assert any(passage[7] for passage in page.evidence["passages"])


def test_all_measures_used_are_explained(page, comparison):
    explained = {element.text for element in page.all("dt")}
    assert {MEASURES[figure.measure].name for figure in comparison.figures} <= explained


@pytest.mark.usefixtures("without_charts")
def test_page_says_articles_were_resampled_where_they_were(make_annotations, read_page, tmp_path):
    many = [make_annotations(f"n{number}", "Daily", (0, 1, 2, 5, number % 8)) for number in range(12)]
    write_report(compare(many, event=Event(title="Dam"), resamples=50, facts=False), many, tmp_path)
    for text in (
        (tmp_path / "report.md").read_text(encoding="utf-8"),
        read_page(tmp_path).all("main")[0].text,
    ):
        assert "resampling each outlet's articles" in text
        assert "within each article" not in text
