"""What the comparison of the five seed articles must show, with passages, and how little it must claim."""

from pathlib import Path

import pytest

import framing
from framing.scoring.frame import OpenComparison

SEEDS = Path(__file__).parents[2] / "seeds" / "pyongyang-2024"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are in the repository only")


@pytest.fixture(scope="module")
def comparison() -> OpenComparison:
    articles, _ = framing.read(SEEDS)
    return framing.compare([framing.annotate(article) for article in articles], "Pyongyang")


def wordings(comparison: OpenComparison, outlet: str, concept: str) -> set[tuple[str, str]]:
    """The wording and voice of each passage in which an outlet names a concept."""
    keys = {
        figure.key
        for figure in comparison.figures
        if figure.measure == "naming_share" and figure.key.startswith(f"{concept}/")
    }
    return {
        (opened.text, opened.passage.voice)
        for key in keys
        for opened in comparison.passages("naming_share", outlet, key=key)
    }


def test_each_outlets_words_for_the_war_stand_in_their_voice(comparison):
    assert ("full-scale invasion", "own") in wordings(comparison, "Kyodo", "ukraine-war")
    dpa = comparison.passages("naming_share", "dpa", key="ukraine-war/special military operation")
    assert [(opened.passage.voice, opened.passage.distanced) for opened in dpa] == [("quoted", True)]
    assert ("the war in Ukraine", "own") in wordings(comparison, "dpa", "ukraine-war")
    yonhap = comparison.passages("naming_share", "Yonhap", key="ukraine-war/aggression")
    assert [(opened.passage.voice, opened.passage.source) for opened in yonhap] == [
        ("quoted", "Karine Jean-Pierre")
    ]
    assert all(voice != "own" for _, voice in wordings(comparison, "Xinhua", "ukraine-war"))


def test_north_korea_is_named_as_each_outlet_names_it(comparison):
    assert ("isolated dictatorship", "own") in wordings(comparison, "dpa", "north-korea")
    assert ("DPRK", "own") in wordings(comparison, "Xinhua", "north-korea")
    for outlet in ("Kyodo", "dpa", "Yonhap"):
        held = wordings(comparison, outlet, "north-korea")
        assert any(text.startswith("North Korea") and voice == "own" for text, voice in held)
    assert not any("North Korea" in text for text, _ in wordings(comparison, "Xinhua", "north-korea"))


def test_each_outlets_share_of_kcna_is_there(comparison):
    shares = {
        figure.outlet: figure.value
        for figure in comparison.figures
        if (figure.measure, figure.key, figure.voice) == ("source_share", "KCNA", "all")
    }
    assert set(shares) == {outlet.name for outlet in comparison.outlets}
    assert shares["dpa"] == 0 < min(shares[outlet] for outlet in ("Kyodo", "Yonhap", "Xinhua"))


def test_arms_transfers_are_one_fact_of_three_outlets_and_their_denial_another(comparison):
    texts = {article.id: article.text for article in comparison.articles}
    outlets = {article.id: article.outlet for article in comparison.articles}

    def told(fact):
        return {
            outlets[id_]: " ".join(texts[id_][slice(*telling.span)] for telling in held)
            for id_, held in fact.told.items()
        }

    (claim,) = [fact for fact in comparison.coverage if "arms to Moscow" in told(fact).get("Kyodo", "")]
    assert set(told(claim)) == {"Kyodo", "dpa", "Yonhap"}
    assert "ballistic missiles" in told(claim)["dpa"]
    assert "ballistic missiles" in told(claim)["Yonhap"]
    assert {outlets[id_]: cell for id_, cell in claim.cells.items()}["Xinhua"] == "absent"
    (denial,) = [
        fact for fact in comparison.coverage if "arms deals with each other" in told(fact).get("dpa", "")
    ]
    assert denial is not claim
    assert "Kyodo" not in told(denial)


def test_five_articles_prove_little(comparison):
    given = [figure for figure in comparison.figures if figure.low is not None]
    assert 0 < len(given) < len(comparison.figures) / 20
    assert all(figure.refusal for figure in comparison.figures if figure.low is None)
    assert {figure.resampled for figure in given} == {"sentences within this article"}
    assert all(one.q is None or one.q > 0.01 for one in comparison.differences)


def test_a_comparison_answers_for_its_tables_and_passages(comparison):
    held = comparison.table("naming")
    assert list(held["outlet"].unique()) == ["Kyodo", "dpa", "Yonhap", "Xinhua", "unidentified"]
    assert held.equals(framing.table(comparison, "naming"))
    opened = comparison.passages("source_share", "Kyodo", key="KCNA")
    assert opened
    assert opened == framing.passages(comparison, "source_share", "Kyodo", key="KCNA")
