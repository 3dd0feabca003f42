"""The findings of the story at the top: only differences that hold up, in sentences fit for a newspaper."""

import random
from dataclasses import replace

import msgspec
import pytest

from framing.report.between import print_term
from framing.report.evidence import make_passage
from framing.report.figures import FigureIndex, Number
from framing.report.findings import tell_story
from framing.report.findings.shares import find_counted, find_tested, hold_up
from framing.report.focus import focus
from framing.report.summary import summarise
from framing.report.view import build_view
from framing.schema import (
    Difference,
    Event,
    Fact,
    Figure,
    KeyTerm,
)
from framing.scoring import compare
from framing.scoring.overall import correct_overall

from .conftest import PLAIN, told


def figure(outlet, value, passages=(), measure="voice_share", key="", voice="own", denominator=1000.0):
    return Figure(
        measure=measure,
        outlet=outlet,
        key=key,
        voice=voice,
        numerator=value * denominator,
        denominator=denominator,
        passages=list(passages),
        value=value,
        low=value - 0.03,
        high=value + 0.03,
    )


def difference(
    value, low, high, q=0.01, outlets=("Alpha", "Reuters"), measure="voice_share", key="", voice="own"
):
    one = Difference(
        measure=measure, key=key, voice=voice, outlets=outlets, value=value, low=low, high=high, p=q, q=q
    )
    return correct_overall([one])[0]


def test_what_holds_up_has_a_test_and_an_interval_apart_from_nought():
    differences = [
        difference(0.2, 0.1, 0.3),
        difference(-0.2, -0.3, -0.1),
        difference(0.2, -0.1, 0.5),
        difference(0.2, 0.1, 0.3, q=0.06),
        difference(0.2, 0.1, 0.3, q=None),
        difference(0.2, None, None),
        difference(0.2, 0.1, 0.3, voice="quoted"),
        difference(0.2, 0.1, 0.3, measure="agentless_passive_share"),
        difference(0.2, 0.1, 0.3, measure="source_share", key="unnamed official", voice="all"),
    ]
    tested = hold_up(differences)
    assert tested.held == differences[:2]
    assert tested.count == 4


def test_a_difference_is_told_with_both_figures_and_its_interval(make_view):
    view = make_view(*PLAIN, figures=[figure("Alpha", 0.25), figure("Reuters", 0.62)])
    index = FigureIndex(view.comparison)
    (candidate,) = find_tested(view, index, hold_up([difference(-0.37, -0.45, -0.29)]))
    assert candidate.finding.text == (
        "In Reuters' article, 62 % [59–65] of the words are the outlet's own; "
        "in Alpha's 25 % [22–28]: 37 percentage points [29–45] apart."
    )
    assert [part.text for part in candidate.finding.parts if isinstance(part, Number)] == [
        "62 % [59–65]",
        "25 % [22–28]",
    ]


def test_shares_without_an_interval_are_said_to_rest_on_little(make_view):
    def limits(**changes):
        passages = make_view(*PLAIN).comparison.passages_by_id
        held = [
            msgspec.structs.replace(one, passages=list(passages)[:3] if one.numerator else [], **changes)
            for one in source_figures({"Alpha": 3, "Reuters": 0})
        ]
        return tell_story(make_view(*PLAIN, figures=held, reuse=[])).limits

    assert any("without brackets" in limit for limit in limits(low=None, high=None))
    assert not any("without brackets" in limit for limit in limits(low=0.1, high=0.5))


def test_of_several_pairs_the_farthest_is_told(make_view):
    shares = {"Alpha": 0.2, "Reuters": 0.6, "Gamma": 0.4}
    view = make_view(
        *PLAIN, ("Gamma", (5, 6)), figures=[figure(name, share) for name, share in shares.items()]
    )
    differences = [
        difference(-0.4, -0.5, -0.3),
        difference(-0.2, -0.3, -0.1, outlets=("Alpha", "Gamma")),
        difference(0.2, 0.1, 0.3, outlets=("Reuters", "Gamma")),
    ]
    (candidate,) = find_tested(view, FigureIndex(view.comparison), hold_up(differences))
    assert "Gamma" not in candidate.finding.text


def test_one_outlet_against_all_others_together(make_view):
    view = make_view(*PLAIN, figures=[figure("Alpha", 0.25), figure("Reuters", 0.62)])
    against = difference(-0.2, -0.3, -0.1, outlets=("Alpha", "all other outlets"))
    (candidate,) = find_tested(view, FigureIndex(view.comparison), hold_up([against]))
    assert candidate.finding.text == (
        "In Alpha's article, 25 % [22–28] of the words are the outlet's own: "
        "20 percentage points [10–30] less than in all other articles together."
    )


def test_rates_are_told_per_thousand_words(make_view):
    measure, key = "stance_per_1k_words", "hedge"
    rates = [figure(name, 0.0, measure=measure, key=key) for name in ("Alpha", "Reuters")]
    rates = [
        msgspec.structs.replace(rate, numerator=count, value=count, low=count - 1, high=count + 1)
        for rate, count in zip(rates, (12.0, 4.0), strict=True)
    ]
    view = make_view(*PLAIN, figures=rates)
    (candidate,) = find_tested(
        view, FigureIndex(view.comparison), hold_up([difference(8.0, 5.0, 11.0, measure=measure, key=key)])
    )
    assert candidate.finding.text == (
        "In Alpha's article, the outlet's own words hold 12.0 [11.0–13.0] hedges (such as “may”) in every 1,000; "
        "in Reuters' 4.0 [3.0–5.0]: 8.0 [5.0–11.0] apart."
    )


def source_figures(counts, denominator=1000.0, key="KCNA"):
    return [
        figure(
            outlet,
            count / 10,
            [f"{outlet}{n}" for n in range(count)],
            measure="source_share",
            key=key,
            voice="all",
            denominator=denominator,
        )
        for outlet, count in counts.items()
    ]


@pytest.mark.parametrize(("passages", "is_told"), [(2, False), (3, True)])
def test_none_is_told_where_three_passages_would_be_expected(make_view, make_annotations, passages, is_told):
    view = make_view(*PLAIN, figures=source_figures({"Alpha": passages, "Reuters": 0}))
    passage = next(iter(view.comparison.passages_by_id.values()))
    held = {f"Alpha{n}": passage for n in range(passages)}
    view = replace(view, comparison=msgspec.structs.replace(view.comparison, passages_by_id=held))
    texts = [candidate.finding.text for candidate in find_counted(view, FigureIndex(view.comparison))]
    expected = "In Alpha's article, 30 % [27–33] of the words come from KCNA; in Reuters' none were found."
    assert texts == ([expected] if is_told else [])


def test_an_article_without_is_said_to_be_written_before_where_it_was(make_view):
    view = make_view(*PLAIN, figures=source_figures({"Alpha": 3, "Reuters": 0}))
    passage = next(iter(view.comparison.passages_by_id.values()))
    before = {article.id: "not yet happened" for article in view.columns[1].articles}
    view = replace(
        view,
        comparison=msgspec.structs.replace(
            view.comparison,
            passages_by_id={f"Alpha{n}": passage for n in range(3)},
            coverage=[Fact(label="A dam bursts", told={}, cells=before)],
        ),
    )
    (candidate,) = find_counted(view, FigureIndex(view.comparison))
    assert candidate.finding.text.endswith(
        "in Reuters' (written before some of this happened) none were found."
    )


def test_none_is_not_told_of_an_article_that_may_have_the_source_by_another_name(make_view):
    view = make_view(*PLAIN, figures=source_figures({"Alpha": 3, "Reuters": 0}))
    passage = next(iter(view.comparison.passages_by_id.values()))

    def texts(namesake):
        (other,) = source_figures({"Reuters": 1})
        figures = [*view.comparison.figures, msgspec.structs.replace(other, key=namesake)]
        held = {f"{outlet}{n}": passage for outlet in ("Alpha", "Reuters") for n in range(3)}
        changed = msgspec.structs.replace(view.comparison, figures=figures, passages_by_id=held)
        candidates = find_counted(replace(view, comparison=changed), FigureIndex(changed))
        return [one.finding.text for one in candidates]

    assert any("KCNA" in text for text in texts("Coast Wire"))
    assert not any("KCNA" in text for text in texts("Agency KCNA"))


def test_figures_refused_for_want_of_text_are_no_ground_for_none(make_view):
    some, none = source_figures({"Alpha": 5, "Reuters": 0})
    refused = msgspec.structs.replace(none, value=None, low=None, high=None)
    view = make_view(*PLAIN, figures=[some, refused])
    assert find_counted(view, FigureIndex(view.comparison)) == []


def test_page_and_terminal_name_one_source_though_the_page_shows_fewer_outlets(make_view, monkeypatch):
    held = [("Alpha", (0, 1, 3, 5)), ("Gamma", (0, 5, 6, 4, 5)), ("Delta", (1,))]
    view = make_view(*held)
    changed = msgspec.structs.replace(
        view.whole,
        figures=[
            *source_figures({"Alpha": 40, "Gamma": 30, "Delta": 0}, key="Ann Hill"),
            *source_figures({"Alpha": 0, "Gamma": 0, "Delta": 900}, key="Bo Lind"),
        ],
    )
    monkeypatch.setattr(focus, "__defaults__", (2,))
    shown = build_view(changed, view.annotations)
    assert [column.name for column in shown.columns] == ["Alpha", "Gamma"]
    assert shown.reliance == "Bo Lind"
    assert any("Bo Lind" in head for head in summarise(changed).header)


TERM = KeyTerm(
    outlet="Alpha",
    term="levee",
    voice="own",
    count=12,
    total=1200,
    other_count=1,
    other_total=3400,
    articles=1,
    log_odds=2.0,
    low=1.0,
    high=3.0,
    z=5.0,
    g2=30.0,
    log_ratio=4.0,
    q=0.001,
    dispersion=None,
    passages=[],
)


def test_a_key_term_is_told_with_its_counts(make_view):
    weak = msgspec.structs.replace(TERM, term="weak", q=0.02)
    # Whether an outlet writes "Mr" is its house style.
    title = msgspec.structs.replace(TERM, term="Mr", count=60)
    view = make_view(*PLAIN, figures=[], reuse=[], keyness=[weak, title, TERM])
    assert not any("therefore tell only what stands" in limit for limit in tell_story(view).limits)
    assert told(view) == [
        "“levee” stands 12 times in the 1,200 own words of Alpha's article, and once in the 3,400 of all others."
    ]


def test_a_key_term_is_told_as_it_is_printed(make_view):
    view = make_view(*PLAIN)
    article = view.comparison.articles[0]
    changed = msgspec.structs.replace(article, text="Mrs May’s aide met Mrs May. A dam in the U.S. broke.")

    def printed(term, *starts):
        spans = [(start, start + len(term)) for start in starts]
        passages = [
            msgspec.structs.replace(make_passage(article.id, span, "own"), id=f"k{n}")
            for n, span in enumerate(spans)
        ]
        term = msgspec.structs.replace(TERM, term=term, passages=[passage.id for passage in passages])
        comparison = msgspec.structs.replace(
            view.comparison,
            articles=[changed],
            passages_by_id={passage.id: passage for passage in passages},
        )
        return print_term(comparison, term)

    assert printed("mrs May", 0, 19) == "Mrs May"
    assert printed("u.s", changed.text.index("U.S")) == "U.S."
    assert printed("levee") == "levee"


def test_random_halves_hardly_ever_differ(make_annotations):
    dice = random.Random(11)
    claims = 0
    for round_ in range(20):
        halves = [
            make_annotations(name, name, tuple(dice.choices(range(8), k=40))) for name in ("one", "two")
        ]
        comparison = compare(halves, event=Event(title="Halves"), resamples=100, seed=round_)
        claims += bool(hold_up(comparison.differences).held)
    assert claims <= 2
