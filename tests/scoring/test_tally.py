import numpy as np
import pytest

from framing.schema import Event
from framing.scoring import tally as module
from framing.scoring.comparison import compare
from framing.scoring.rows import FAMILIES
from framing.scoring.scored import encode_scores
from framing.scoring.tally import Tally

ARTICLES = module._ARTICLES_COUNTED_WHOLE


@pytest.fixture
def whole(made_up):
    """An outlet of just so many articles that no comparison asks for its sentences."""
    return [made_up(f"gull/{n:02}", n, sentences=5) for n in range(ARTICLES)]


def test_counts_added_up_by_article_are_those_of_their_sentences(whole, monkeypatch):
    by_article = Tally(whole)
    monkeypatch.setattr(module, "_ARTICLES_COUNTED_WHOLE", ARTICLES + 1)
    by_sentence = Tally(whole)
    for measure in FAMILIES:
        for side in ("above", "below"):
            held, expected = getattr(by_article, side)[measure], getattr(by_sentence, side)[measure]
            assert held.keys() == expected.keys()
            for key, cell in held.items():
                assert cell.passages == expected[key].passages
                assert cell.total == pytest.approx(expected[key].total, abs=1e-12)
                columns = (
                    by_article.columns([cell], "articles"),
                    by_sentence.columns([expected[key]], "articles"),
                )
                assert np.allclose(*columns, atol=1e-12)
                assert by_article.count_units(cell, "articles") == by_sentence.count_units(
                    expected[key], "articles"
                )


def test_scores_are_the_same_however_they_were_added_up(whole, made_up, monkeypatch):
    articles = [*whole, *(made_up(f"heron/{n}", 99 - n, outlet="The Heron") for n in range(3))]

    def score():
        return encode_scores(compare(articles, event=Event(title="A storm"), resamples=50, facts=False))

    scores = score()
    monkeypatch.setattr(module, "_ARTICLES_COUNTED_WHOLE", ARTICLES + 1)
    assert score() == scores


def test_whoever_is_counted_by_article_is_exchanged_by_article():
    assert {module.unit_to_exchange(ARTICLES, other) for other in range(1, 60)} == {"articles"}
    assert module.unit_to_exchange(ARTICLES - 1, 1) is None
