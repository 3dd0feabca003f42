"""Figures of all outlets as one: they add up the outlets', and have intervals where these have too little."""

import random

import pytest
from msgspec.structs import replace

from framing.schema import Event
from framing.scoring import compare, figures

MEASURE = "cue_class_by_source_type_share"


@pytest.fixture
def outlets(annotated):
    """Twelve articles of three outlets, in which two types of source speak, experts always with a neutral verb."""
    dice = random.Random(5)

    def make(number):
        names = dice.choices(("wire", "mayor"), k=6)
        pieces = [[("so it is", "quoted", f"{name}-{n}")] for n, name in enumerate(names)]
        made = annotated(f"a{number:02}", pieces, marks=False, outlet=f"Outlet {number % 3}")
        classes = {"expert": ["neutral"], "government": ["neutral", "emphatic"]}
        told = [
            replace(one, cue=replace(one.cue, class_=dice.choice(classes[one.source.type])))
            for one in made.attributions
        ]
        return replace(made, attributions=told)

    return [make(number) for number in range(12)]


def score(articles, resamples=200):
    return compare(articles, event=Event(title="A storm"), resamples=resamples, facts=False)


def test_they_add_up_the_figures_of_the_outlets(outlets):
    comparison = score(outlets)
    assert {one.measure for one in comparison.together} == {MEASURE}
    for one in comparison.together:
        parts = [held for held in figures(comparison, MEASURE) if held.key == one.key]
        assert one.outlet == ""
        assert one.numerator == sum(part.numerator for part in parts)
        assert one.passages == [passage for part in parts for passage in part.passages]
        amounts = [comparison.passages_by_id[passage].amount for passage in one.passages]
        assert sum(amounts) == one.numerator
        assert one.value == one.numerator / one.denominator


def test_what_varies_has_an_interval_and_what_does_not_says_why(outlets):
    told = {one.key: one for one in score(outlets).together}
    varying = told["government/emphatic"]
    assert varying.low < varying.value < varying.high
    assert varying.resampled == "articles"
    assert told["expert/neutral"].low is None
    assert told["expert/neutral"].refusal == "no interval: everything was counted"


def test_of_few_articles_the_sentences_are_resampled(outlets):
    told = {one.key: one for one in score(outlets[:9]).together}
    assert told["government/emphatic"].resampled == "sentences within this article"


def test_the_order_of_articles_and_outlets_changes_no_number(outlets):
    def numbers(articles):
        return [
            (one.key, one.numerator, one.value, one.low, one.high, one.passages)
            for one in score(articles).together
        ]

    assert numbers(outlets[::-1]) == numbers(outlets)


def test_no_resamples_give_no_intervals(outlets):
    for one in score(outlets, resamples=0).together:
        assert (one.low, one.high, one.resampled) == (None, None, "none")
        assert "no resamples" in one.refusal
