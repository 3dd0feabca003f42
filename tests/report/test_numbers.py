"""Every number of the page opens to passages that count up to it."""

import json
import re
from math import isclose

from framing.measures import MEASURES
from framing.report import write_report
from framing.schema import Event
from framing.scoring import compare


def attribute(element, name):
    value = element.attributes[f"data-{name}"]
    assert value is not None
    return value


def test_every_number_is_the_sum_of_its_passages(page):
    buttons = page.all("button", "figure")
    passages = page.evidence["passages"]
    assert len(buttons) > 80
    for button in buttons:
        amounts = [passages[name][1] for name in attribute(button, "passages").split()]
        numerator = float(attribute(button, "numerator"))
        assert isclose(sum(amounts), numerator, abs_tol=1e-9), button


def test_every_number_shows_what_it_was_counted_to_be(page):
    for button in page.all("button", "figure"):
        numerator, denominator = (
            float(attribute(button, "numerator")),
            float(attribute(button, "denominator")),
        )
        text = button.text.replace(",", "").replace("−", "-")
        kind = attribute(button, "shown")
        refused = re.fullmatch(r"(\S+) of (\S+)", text)
        if kind == "mean" and text == "too little text":
            assert "No share is given" in attribute(button, "detail")
            continue
        if kind == "count":
            assert float({"once": "1", "twice": "2"}.get(text, text)) == numerator
        elif refused:
            assert isclose(float(refused[1]), numerator, abs_tol=0.005)
            assert float(refused[2]) == denominator
            assert "No share is given" in attribute(button, "detail")
        else:
            shown = float(text.split()[0].removeprefix("<"))
            scale = {"share": 100, "rate": 1000, "mean": 1}[kind]
            tolerance = {"share": 0.51, "rate": 0.051, "mean": 0.0051}[kind]
            assert abs(shown - scale * numerator / denominator) <= tolerance, button
            assert ("%" in text) == (kind == "share")


def test_numbers_of_the_page_are_those_of_the_scores(page, report):
    held = json.loads((report / "scores.json").read_text(encoding="utf-8"))["figures"]
    known = {
        (figure["measure"], round(figure["numerator"], 5), round(figure["denominator"], 5)) for figure in held
    }
    for button in page.all("button", "figure"):
        if attribute(button, "shown") == "count":
            continue
        numbers = (float(attribute(button, "numerator")), float(attribute(button, "denominator")))
        assert (attribute(button, "measure"), round(numbers[0], 5), round(numbers[1], 5)) in known


def test_words_and_attributions_are_the_outlets(page, comparison):
    totals = [float(attribute(button, "numerator")) for button in page.all("button", "figure")]
    assert totals[:3] == [outlet.words for outlet in comparison.outlets]
    assert totals[3:6] == [outlet.attributions for outlet in comparison.outlets]


def test_too_little_text_is_a_count_with_the_refusal(page):
    refused = page.all("button", "refused")
    assert refused
    assert all("needed" in attribute(button, "detail") for button in refused)


def test_intervals_say_what_was_resampled(page):
    with_interval = [button for button in page.all("button", "figure") if "[" in button.text]
    assert with_interval
    for button in with_interval:
        assert "sentences within this article" in attribute(button, "detail")


def test_passages_lie_in_the_text_that_is_shown(page, annotations):
    evidence = page.evidence
    for article, amount, voice, _, _, where, edges, _ in evidence["passages"].values():
        assert isinstance(amount, int | float)
        assert voice in (0, 1, 2)
        text = evidence["articles"][article]["texts"][where]
        assert all(0 <= start < end <= len(text) for start, end in zip(edges[::2], edges[1::2], strict=True))
    for held, article in zip(annotations, evidence["articles"], strict=True):
        assert len(article["texts"][0]) == len(held.article.text)


def test_article_on_the_page_is_the_text_character_for_character(page):
    shown = [element.text for element in page.all("div", "text")]
    assert shown == [article["texts"][0] for article in page.evidence["articles"]]
    titles = [element.text for element in page.all("p", "text")]
    assert titles == [article["texts"][1] for article in page.evidence["articles"] if article["texts"][1]]


def test_distanced_mentions_are_marked(page):
    assert "held at a distance" in [element.text for element in page.all("span", "tag")]
    assert any(passage[7] for passage in page.evidence["passages"].values())


def test_all_measures_used_are_explained(page, comparison):
    explained = {element.text for element in page.all("dt")}
    assert {MEASURES[figure.measure].name for figure in comparison.figures} <= explained


def test_page_says_articles_were_resampled_where_they_were(make_annotations, read_page, tmp_path):
    many = [make_annotations(f"n{number}", "Daily", (0, 1, 2, 5, number % 8)) for number in range(12)]
    write_report(compare(many, event=Event(title="Dam"), resamples=50, facts=False), many, tmp_path)
    for text in (
        (tmp_path / "report.md").read_text(encoding="utf-8"),
        read_page(tmp_path).all("main")[0].text,
    ):
        assert "resampling each outlet's articles" in text
        assert "within each article" not in text
