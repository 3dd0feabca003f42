"""Of very many outlets the page shows the largest, says so, and claims nothing that the others make untrue."""

import pytest

from framing.report import write_report
from framing.report.focus import focus
from framing.report.limits import MOST_OUTLETS, spread
from framing.schema import Event
from framing.scoring import compare

MANY = MOST_OUTLETS + 3


@pytest.fixture(scope="module")
def articles(make_annotations):
    """Articles of many outlets, each a little longer than the one before; the shortest tells what the longest tells."""
    return [
        make_annotations(
            f"a{number:02}", f"Outlet {number:02}", (0, 1, *(4, 6) * (number // 2), *(5,) * (number % 2))
        )
        for number in range(MANY)
    ]


@pytest.fixture(scope="module")
def whole(articles):
    return compare(articles, event=Event(title="Dam"), resamples=20)


def test_few_outlets_stay_as_they_are(comparison):
    assert focus(comparison) is comparison


def test_largest_outlets_are_shown_in_their_order(whole):
    shown = focus(whole)
    held = [one for one in whole.outlets if one in shown.outlets]
    assert shown.outlets == held
    assert len(held) == MOST_OUTLETS
    left_out = [one for one in whole.outlets if one not in shown.outlets]
    assert max(one.words for one in left_out) <= min(one.words for one in held)


def test_numbers_stay_as_they_were_counted(whole):
    shown = focus(whole)
    names = {one.name for one in shown.outlets}
    assert shown.figures == [figure for figure in whole.figures if figure.outlet in names]
    assert shown.passages_by_id is whole.passages_by_id


def test_nothing_refers_to_what_is_left_out(whole):
    shown = focus(whole)
    names, articles = {one.name for one in shown.outlets}, {one.id for one in shown.articles}
    assert articles == {article for one in shown.outlets for article in one.articles}
    assert names.issuperset(
        name for one in shown.differences for name in one.outlets if name in _names(whole)
    )
    assert articles.issuperset(article for one in shown.reuse for article in one.articles)
    assert articles.issuperset(one.other for one in shown.reuse_shares if one.other)
    assert all(shown.coverage[one.fact].label == one.label for one in shown.silence)


def test_no_fact_looks_as_if_one_outlet_alone_told_it(whole):
    tellers = {article: one.name for one in whole.outlets for article in one.articles}
    shown = focus(whole, most=2)
    names = {one.name for one in shown.outlets}
    told = [{tellers[article] for article in fact.told} for fact in shown.coverage]
    assert len(shown.coverage) < len(whole.coverage)
    assert all(len(by & names) > 1 or by <= names for by in told)


def _names(comparison):
    return {one.name for one in comparison.outlets}


@pytest.mark.usefixtures("without_charts")
def test_page_says_that_it_shows_the_largest_and_the_tables_hold_all(whole, articles, read_page, tmp_path):
    write_report(whole, articles, tmp_path)
    text = read_page(tmp_path).all("header", "page")[0].text
    assert f"How {MANY} outlets tell this event in {MANY} articles" in text
    assert f"shown are the {MOST_OUTLETS} with the most words" in text
    table = (tmp_path / "tables" / "figures.csv").read_text(encoding="utf-8")
    assert all(name in table for name in _names(whole))


@pytest.mark.parametrize(
    ("held", "most", "chosen"),
    [([], 3, []), ([1, 2], 3, [1, 2]), (range(9), 3, [0, 3, 6]), (range(10), 4, [0, 2, 5, 7]), ([1], 0, [])],
)
def test_sample_is_spread_evenly(held, most, chosen):
    assert spread(held, most) == chosen
