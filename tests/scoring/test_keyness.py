import math
import random
from collections import Counter

import msgspec
import numpy as np
import pytest

from framing.errors import ScoringError
from framing.lexicon.language import load_grammar, load_language
from framing.schema import passage_text
from framing.scoring.association import (
    benjamini_hochberg,
    design_effect,
    deviation_of_proportions,
    difference_p,
    g_squared,
    log_odds,
    log_ratio,
)
from framing.scoring.keyness import NORMAL_95, find_key_terms
from framing.scoring.terms import closed_class_words, find_terms
from framing.scoring.words import read_corpus

FILLER = [f"word{n}" for n in range(40)]


def write(annotated, id_, outlet, dice, marker=None, times=0, sentences=25, voice="own"):
    """Make an article of random words, whose first sentences hold a marker."""
    held = []
    for n in range(sentences):
        words = dice.choices(FILLER, k=10)
        if n < times:
            words[4:6] = marker.split()
        by = None if voice == "own" else f"mayor-{n}"
        held.append([(" ".join(words) + ".", voice, by)])
    return annotated(id_, held, outlet=outlet, marks=False)


@pytest.fixture
def gull_and_heron(annotated):
    """Twelve articles each; the Gull writes "harbour ferry" often, the Heron now and then."""
    dice = random.Random(1)
    return [
        write(annotated, f"{outlet}/{n:02}", outlet, dice, "harbour ferry", times)
        for outlet, times in (("Gull", 6), ("Heron", 1))
        for n in range(12)
    ]


# --- the formulas -------------------------------------------------------------------------------------------


def test_log_odds_and_z_are_those_worked_by_hand():
    # y = 30 of 1,000, y' = 10 of 1,500; the prior gives the term 4 of 200 pseudo-words.
    # here: (30 + 4) / (1000 + 200 - 30 - 4) = 34 / 1166; there: (10 + 4) / (1500 + 200 - 10 - 4) = 14 / 1686.
    # delta = log(0.0291595) - log(0.0083037) = -3.534974 + 4.791055 = 1.256081
    # variance = 1/34 + 1/14 = 0.0294118 + 0.0714286 = 0.1008403; z = 1.256081 / 0.3175537 = 3.955492
    delta, z = log_odds(30, 1000, 10, 1500, 4, 200)
    assert delta == pytest.approx(1.25608, abs=1e-5)
    assert z == pytest.approx(3.9555, abs=1e-4)
    assert delta == pytest.approx(math.log(34 / 1166) - math.log(14 / 1686), rel=1e-12)


def test_g_squared_is_that_worked_by_hand_from_all_four_cells():
    # Observed 30, 10, 970, 1490; the pooled share is 40 / 2500, so expected 16, 24, 984, 1476.
    # 2 * (30 log(30/16) + 10 log(10/24) + 970 log(970/984) + 1490 log(1490/1476))
    # = 2 * (18.858260 - 8.754687 - 13.900072 + 14.066298) = 20.539596
    assert g_squared(30, 1000, 10, 1500) == pytest.approx(20.5396, abs=1e-3)


@pytest.mark.parametrize(
    "cells", [(30, 1000, 10, 1500), (0, 500, 7, 900), (5, 400, 0, 8000), (3, 300, 3, 300)]
)
def test_g_squared_agrees_with_nltk_and_scipy(cells):
    from nltk.metrics import BigramAssocMeasures
    from scipy.stats import chi2_contingency

    count, total, other, other_total = cells
    table = [[count, total - count], [other, other_total - other]]
    scipys = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    # A bigram's table: both words, the first word in all, the second in all, all words.
    nltks = BigramAssocMeasures.likelihood_ratio(count, (count + other, total), total + other_total)
    assert g_squared(*cells) == pytest.approx(scipys, abs=1e-9)
    assert g_squared(*cells) == pytest.approx(nltks, abs=1e-6)


def test_log_ratio_counts_doublings_and_nought_as_a_half():
    assert log_ratio(8, 100, 4, 200) == pytest.approx(2)
    assert log_ratio(8, 100, 0, 100) == pytest.approx(math.log2(8 / 0.5))
    assert log_ratio(0, 100, 8, 100) == pytest.approx(-4)


def test_dispersion_is_griess_deviation_of_proportions():
    # Parts of 50 %, 30 % and 20 % of the text hold 1, 1 and 8 of the 10: |.1-.5| + |.1-.3| + |.8-.2| = 1.2, half 0.6.
    assert deviation_of_proportions([1, 1, 8], [50, 30, 20]) == pytest.approx(0.6)
    assert deviation_of_proportions([5, 3, 2], [50, 30, 20]) == 0
    assert deviation_of_proportions([0, 0, 4], [50, 30, 20]) == pytest.approx(0.8)
    assert deviation_of_proportions([3], [50]) is None
    assert deviation_of_proportions([0, 0], [50, 50]) is None


def test_the_design_effect_is_that_of_the_ratio_estimator():
    counts, sizes = np.array([0, 9, 0, 3]), np.array([100, 120, 80, 100])
    # share = 12 / 400 = 0.03; residuals -3, 5.4, -2.4, 0, squares sum to 9 + 29.16 + 5.76 = 43.92;
    # effect = 4/3 * 43.92 / (12 * 0.97) = 58.56 / 11.64 = 5.030928
    effect = design_effect(12, 400, counts @ counts, counts @ sizes, sizes @ sizes, 4)
    assert effect == pytest.approx(5.030928, abs=1e-6)
    # Evenly spread is no better than independent; what cannot be known changes nothing.
    assert design_effect(4, 400, 4, 400, 40000, 4) == 1
    assert design_effect(0, 400, 0, 0, 40000, 4) == 1
    assert design_effect(12, 400, 144, 4800, 160000, 1) == 1


@pytest.mark.parametrize(
    "cells", [(6, 100, 0, 400), (0, 400, 9, 100), (40, 1000, 12, 1000), (9, 500, 8, 500)]
)
def test_the_p_value_is_g_squareds_or_the_exact_one_where_that_is_larger(cells):
    from scipy.stats import binom, chi2

    count, total, other, other_total = cells
    share = total / (total + other_total)
    at_least, at_most = binom.sf(count - 1, count + other, share), binom.cdf(count, count + other, share)
    plain = chi2.sf(g_squared(*cells), 1)
    exact = min(1, 2 * min(at_least, at_most)) if plain <= 0.1 else 0
    assert difference_p(*cells) == pytest.approx(max(plain, exact), rel=1e-9)


def test_all_six_on_one_of_five_sides_are_as_likely_as_counted():
    assert difference_p(6, 100, 0, 400) == pytest.approx(2 * 0.2**6, rel=1e-9)


def test_swapping_the_sides_swaps_the_signs():
    cells, swapped = (30, 1000, 10, 1500), (10, 1500, 30, 1000)
    assert log_odds(*cells, 4, 200)[0] == -log_odds(*swapped, 4, 200)[0]
    assert log_odds(*cells, 4, 200)[1] == -log_odds(*swapped, 4, 200)[1]
    assert log_ratio(*cells) == -log_ratio(*swapped)
    assert g_squared(*cells) == pytest.approx(g_squared(*swapped))


def test_false_discovery_rates_equal_scipys():
    theirs = pytest.importorskip("scipy.stats").false_discovery_control
    p = np.random.default_rng(0).random(50) ** 2
    assert benjamini_hochberg(p) == pytest.approx(theirs(p))
    assert benjamini_hochberg(p.reshape(5, 10)).ravel().tolist() == benjamini_hochberg(p).tolist()
    assert benjamini_hochberg([]).tolist() == []
    assert benjamini_hochberg([0.04, 0.04]).tolist() == [0.04, 0.04]


# --- what is a term -----------------------------------------------------------------------------------------


def all_terms(annotations, minimum=1, closed=frozenset()):
    corpus = read_corpus(annotations)
    terms = find_terms(corpus, np.ones(len(corpus), dtype=bool), minimum, closed)
    return Counter(terms.texts[number] for number in terms.term)


def test_phrases_keep_within_sentence_voice_and_punctuation(annotated):
    one = annotated(
        "a",
        [
            [("Gulls eat fish, crabs", "own", None), ("and old bread", "quoted", "mayor")],
            [("Herons wait", "own", None)],
        ],
        title=[("Gulls eat", "own", None)],
        marks=False,
    )
    other = annotated(
        "b",
        [[(w, "own", None)] for w in ["gulls", "eat", "fish", "crabs", "and", "old", "bread", "herons"]],
        marks=False,
    )
    found = all_terms([one, other])
    # "eat fish", "and old" and "old bread" stand nowhere but within a longer phrase.
    phrases = {term: count for term, count in found.items() if " " in term}
    assert phrases == {"gulls eat": 2, "gulls eat fish": 1, "and old bread": 1, "herons wait": 1}


def test_closed_class_phrases_are_left_out_and_single_words_kept(annotated):
    text = "of the ferry and of the crew of the"
    found = all_terms([annotated("a", [[(text, "own", None)]], marks=False)], closed={"of", "the", "and"})
    assert "of the" not in found
    assert "and of the" not in found
    assert found["of"] == 3
    assert found["the ferry and"] == 1
    assert {"of", "the", "its", "was"} <= closed_class_words()


def test_a_possessive_counts_as_the_word(annotated):
    held = [annotated("a", [[("Orlov’s ferry. Orlov's crew. ORLOV", "own", None)]], marks=False)]
    assert all_terms(held)["orlov"] == 3


def test_the_shipped_grammar_is_that_of_the_whole_language():
    assert load_grammar("en") == load_language("en").grammar


# --- the comparison -----------------------------------------------------------------------------------------


def by_term(keyness, outlet, voice="own"):
    return {term.term: term for term in keyness.terms if (term.outlet, term.voice) == (outlet, voice)}


def test_the_marker_is_found_with_its_numbers(gull_and_heron):
    keyness = find_key_terms(gull_and_heron)
    gull, heron = by_term(keyness, "Gull"), by_term(keyness, "Heron")
    # "harbour" and "ferry" only stand within the phrase and are not listed beside it.
    assert set(gull) == set(heron) == {"harbour ferry"}
    term = gull["harbour ferry"]
    assert (term.count, term.total, term.other_count, term.other_total) == (72, 3000, 12, 3000)
    assert (term.articles, term.dispersion) == (12, pytest.approx(0))
    # The prior: 84 of 6,000 words, scaled to the 3,000 of the smaller side.
    delta, z = log_odds(72, 3000, 12, 3000, 42, 3000)
    assert (term.log_odds, term.z) == (pytest.approx(delta), pytest.approx(z))
    # Spread evenly over the articles, a term has no design effect: the interval is the one of z.
    half = NORMAL_95 * float(delta) / float(z)
    assert (term.low, term.high) == (pytest.approx(delta - half), pytest.approx(delta + half))
    assert term.g2 == pytest.approx(float(g_squared(72, 3000, 12, 3000)))
    assert term.log_ratio == pytest.approx(math.log2(6))
    other = heron["harbour ferry"]
    assert (other.log_odds, other.z, other.q) == (-term.log_odds, -term.z, pytest.approx(term.q))


def test_the_interval_is_wider_where_a_term_clumps(gull_and_heron, annotated):
    even = by_term(find_key_terms(gull_and_heron), "Gull")["harbour ferry"]
    dice = random.Random(1)
    # As often in all, but in half of the Gull's articles alone.
    clumped = [
        write(annotated, f"{outlet}/{n:02}", outlet, dice, "harbour ferry", times[n % 2])
        for outlet, times in (("Gull", (12, 0)), ("Heron", (1, 1)))
        for n in range(12)
    ]
    term = by_term(find_key_terms(clumped, level=1.0, terms_at_most=1000), "Gull")["harbour ferry"]
    assert (term.count, term.log_odds) == (even.count, pytest.approx(even.log_odds))
    assert term.high - term.low > 1.2 * (even.high - even.low)


def test_the_prior_can_be_set(gull_and_heron):
    keyness = find_key_terms(gull_and_heron, prior_words=600)
    delta, z = log_odds(72, 3000, 12, 3000, 8.4, 600)
    term = by_term(keyness, "Gull")["harbour ferry"]
    assert (term.log_odds, term.z) == (pytest.approx(delta), pytest.approx(z))
    assert "scaled to 600 words" in keyness.notes[0]


def test_q_is_benjamini_and_hochbergs_over_all_tests(gull_and_heron):
    from scipy.stats import binomtest, false_discovery_control

    keyness = find_key_terms(gull_and_heron, level=1.0, terms_at_most=10_000)
    tests = int(keyness.notes[0].split(": ")[1].split()[0].replace(",", ""))
    # Terms that both sides use alike have no side to be listed on.
    assert 0 < len(keyness.terms) <= tests
    term = by_term(keyness, "Gull")["harbour ferry"]
    p = binomtest(72, 84, 0.5).pvalue
    # The smallest p stands four times: two outlets, and all text in one voice. Even spread has no design effect.
    assert term.q == pytest.approx(false_discovery_control([p] * 4 + [1.0] * (tests - 4))[0], rel=1e-6)


def test_passages_add_up_and_are_the_words(gull_and_heron):
    keyness = find_key_terms(gull_and_heron, level=1.0)
    passages = {passage.id: passage for passage in keyness.passages}
    articles = {one.article.id: one.article for one in gull_and_heron}
    assert len(passages) == len(keyness.passages)
    assert {id_ for term in keyness.terms for id_ in term.passages} == set(passages)
    for term in keyness.terms:
        held = [passages[id_] for id_ in term.passages]
        assert sum(passage.amount for passage in held) == term.count
        assert {passage.entry for passage in held} <= {term.term}
        for passage in held:
            article = articles[passage.article]
            assert article.outlet == term.outlet
            assert passage_text(article, passage.spans[0], passage.where).lower() == term.term


def test_a_name_and_a_modal_verb_are_two_terms_with_passages_of_their_own(annotated):
    dice = random.Random(7)
    held = [
        write(annotated, f"{outlet}/{n}", outlet, dice, marker, 8)
        for outlet, marker in (("Gull", "Mrs May’s"), ("Heron", "gulls may"))
        for n in range(6)
    ]
    keyness = find_key_terms(held, level=1.0, terms_at_most=1000)
    passages = {passage.id: passage for passage in keyness.passages}
    articles = {one.article.id: one.article for one in held}
    for outlet, term, written in (("Gull", "mrs May", "Mrs May’s"), ("Heron", "gulls may", "gulls may")):
        one = by_term(keyness, outlet)[term]
        assert (one.count, one.other_count) == (48, 0)
        found = [passages[id_] for id_ in one.passages]
        assert {passage_text(articles[p.article], p.spans[0], p.where) for p in found} == {written}


def test_own_voice_is_kept_apart_and_passages_name_the_speaker(annotated):
    dice = random.Random(2)
    held = [write(annotated, f"g{n}", "Gull", dice, "harbour ferry", 6, voice="quoted") for n in range(6)]
    held += [write(annotated, f"g{n}x", "Gull", dice) for n in range(6)]
    held += [write(annotated, f"h{n}", "Heron", dice) for n in range(6)]
    keyness = find_key_terms(held)
    assert "harbour ferry" in by_term(keyness, "Gull", "all")
    assert by_term(keyness, "Gull", "own") == {}
    assert {(passage.voice, passage.source) for passage in keyness.passages} == {("quoted", "Ada Berg")}


def test_identical_outlets_show_nothing(annotated):
    dice = random.Random(3)
    texts = [[" ".join(dice.choices(FILLER, k=10)) for _ in range(25)] for _ in range(8)]
    held = []
    for outlet, order in (("Gull", 1), ("Heron", -1)):
        for n, sentences in enumerate(texts):
            # The words of each sentence the other way round: the same words, and no passage that is shared.
            pieces = [[(" ".join(text.split()[::order]) + ".", "own", None)] for text in sentences]
            held.append(annotated(f"{outlet}{n}", pieces, outlet=outlet, marks=False))
    keyness = find_key_terms(held, level=1.0, terms_at_most=1000)
    single = [term for term in keyness.terms if " " not in term.term]
    assert single == []  # no difference has no sign
    assert find_key_terms(held).terms == []


def test_random_halves_of_bursty_articles_show_nothing(annotated):
    # Each article has a topic word of its own, ten times: plain G-squared finds every one of them.
    dice = random.Random(4)
    held = []
    for n in range(24):
        words = [*dice.choices(FILLER, k=240), *[f"topic{n % 12}"] * 10]
        dice.shuffle(words)
        held.append(annotated(f"a{n:02}", [[(" ".join(words), "own", None)]], marks=False))
    for seed in range(5):
        halves = random.Random(seed).sample(["Gull", "Heron"] * 12, 24)
        split = [
            msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, outlet=outlet))
            for one, outlet in zip(held, halves, strict=True)
        ]
        assert find_key_terms(split).terms == []


def test_copies_count_once_for_the_first_id(gull_and_heron):
    copied = [
        msgspec.structs.replace(
            one, article=msgspec.structs.replace(one.article, id=f"x/{one.article.id}", outlet="Heron")
        )
        for one in gull_and_heron
        if one.article.outlet == "Gull"
    ]
    keyness = find_key_terms(gull_and_heron + copied)
    plain = find_key_terms(gull_and_heron)
    term, before = (by_term(one, "Gull")["harbour ferry"] for one in (keyness, plain))
    assert (term.count, term.total, term.other_count, term.other_total) == (72, 3000, 12, 3000)
    assert (term.z, term.passages) == (before.z, before.passages)
    assert "3,000 of 9,000 words" in keyness.notes[0]


def test_swapping_labels_swaps_signs(gull_and_heron):
    other = {"Gull": "Heron", "Heron": "Gull"}
    swapped = [
        msgspec.structs.replace(
            one, article=msgspec.structs.replace(one.article, outlet=other[one.article.outlet])
        )
        for one in gull_and_heron
    ]
    before = by_term(find_key_terms(gull_and_heron), "Gull")
    after = by_term(find_key_terms(swapped), "Gull")
    assert {name: term.z for name, term in after.items()} == {name: -term.z for name, term in before.items()}


def test_order_changes_nothing(gull_and_heron):
    shuffled = random.Random(5).sample(gull_and_heron, len(gull_and_heron))
    assert find_key_terms(shuffled, level=1.0) == find_key_terms(gull_and_heron, level=1.0)


def test_forty_outlets_are_each_set_against_all_others(annotated):
    dice = random.Random(6)
    held = [
        write(
            annotated, f"{outlet:02}/{n}", f"outlet {outlet:02}", dice, f"mark{outlet} mark{outlet}b", 4, 12
        )
        for outlet in range(40)
        for n in range(2)
    ]
    keyness = find_key_terms(held)
    for outlet in range(40):
        assert f"mark{outlet} mark{outlet}b" in by_term(keyness, f"outlet {outlet:02}")


def test_short_text_is_refused_in_a_note(annotated, gull_and_heron):
    short = annotated("s", [[(" ".join(FILLER), "own", None)]], outlet="Tern", marks=False)
    keyness = find_key_terms([*gull_and_heron, short])
    assert by_term(keyness, "Tern") == {}
    assert keyness.notes[1].startswith(
        "Key terms of Tern in its own voice are not given: 40 words against 6,000"
    )
    # Its text is part of what the others are set against.
    assert by_term(keyness, "Gull")["harbour ferry"].other_total == 3040


def test_nothing_to_compare_is_said(annotated, gull_and_heron):
    assert find_key_terms([]).terms == []
    one_outlet = find_key_terms(gull_and_heron[:12])
    assert (one_outlet.terms, one_outlet.passages) == ([], [])
    assert "two outlets" in one_outlet.notes[0]
    empty = find_key_terms([annotated("a", [], outlet="A"), annotated("b", [], outlet="B")])
    assert (empty.terms, empty.passages) == ([], [])
    assert len(empty.notes) == 5


@pytest.mark.parametrize(
    "wrong",
    [{"level": 1.5}, {"terms_at_most": 0}, {"minimum_count": 0}, {"minimum_words": -1}, {"prior_words": 0.0}],
)
def test_senseless_settings_are_errors(wrong):
    with pytest.raises(ScoringError, match=next(iter(wrong))):
        find_key_terms([], **wrong)
