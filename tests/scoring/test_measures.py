import random
import sys
from math import log

import msgspec
import numpy as np
import pytest

from framing.errors import ScoringError, UsageError
from framing.measures import DERIVED, MEASURES
from framing.schema import Agency, Event
from framing.scoring import compare, figures
from framing.scoring.derived import derived_figures, effective_number, jensen_shannon
from framing.scoring.frame import passages_of, table
from framing.scoring.grouping import NO_AGENCY, group_annotations
from framing.scoring.views import VIEWS

EVENT = Event(title="A storm")


def values(comparison, measure, **wanted):
    return {
        (one.key, one.voice): (one.numerator, one.denominator)
        for one in figures(comparison, measure, **wanted)
    }


def score(*articles):
    return compare(articles, event=EVENT, resamples=0, facts=False)


def agency(id_, role, actor, verb, *, passive=False, voice="own"):
    spans = [(verb[0], verb[0] + 1)] if actor else []
    return Agency(
        id=id_,
        role=role,
        actor=actor,
        type="government" if actor else None,
        spans=spans,
        verb=verb,
        passive=passive,
        voice=voice,
    )


def test_every_definition_is_whole_and_declared_once():
    assert not set(MEASURES) & set(DERIVED) or all(MEASURES[id_].derived for id_ in DERIVED)
    for id_, one in (MEASURES | DERIVED).items():
        assert one.id == id_
        assert all((one.name, one.counts, one.denominator, one.unit, one.higher_means))
        assert all((one.reference, one.weaknesses))
        assert one.range[0] < one.range[1]
        assert one.minimum > 0


# --- measures that are ratios of sums -----------------------------------------------------------------------------


def test_chains_and_cue_classes_by_type_of_source(annotated):
    pieces = [
        [("so it is", "quoted", f"{who}-{n}")] for n, who in enumerate(("wire", "mayor", "agency", "mayor"))
    ]
    comparison = score(annotated("x", pieces, marks=False))
    assert values(comparison, "chain_share") == {("", "all"): (1, 4)}
    # The wire speaks once for itself and passes on once what the mayor said.
    assert values(comparison, "source_attribution_share")["Coast Wire", "all"] == (2, 4)
    assert values(comparison, "channel_attribution_share") == {("Coast Wire", "all"): (1, 4)}
    words = values(comparison, "source_share")["Coast Wire", "all"][0]
    assert values(comparison, "channel_share")["Coast Wire", "all"][0] == words / 2
    assert values(comparison, "cue_class_by_source_type_share") == {
        ("expert/neutral", "all"): (1, 1),
        ("government/neutral", "all"): (2, 2),
        ("news agency/neutral", "all"): (1, 1),
    }


def test_unnamed_speakers_are_counted_apart_in_the_first_third_and_the_rest(annotated):
    pieces = [
        [("one two", "quoted", "officials-1")],
        [("three four five six", "own", None)],
        [("seven eight", "quoted", "mayor-1"), ("nine", "quoted", "officials-2")],
    ]
    assert values(score(annotated("x", pieces, marks=False)), "unnamed_source_share_by_position") == {
        ("first third", "all"): (1, 1),
        ("the rest", "all"): (1, 2),
    }


def test_weights_of_loaded_words_add_up(annotated):
    article = annotated("x", [[("dire straits", "own", None)], [("dire", "own", None)]])
    weighed = [
        msgspec.structs.replace(one, weight=w) for one, w in zip(article.loaded, (0.25, 0.5), strict=True)
    ]
    comparison = score(msgspec.structs.replace(article, loaded=weighed))
    assert values(comparison, "loaded_weight_per_1k_words")["label", "own"] == (0.75, 3)
    assert values(comparison, "loaded_per_1k_words")["label", "own"] == (2, 3)


def test_first_places_of_frames_and_wordings_are_counted_in_words(annotated):
    article = annotated("x", [[("one two", "own", None)], [("three", "own", None)], [("four", "own", None)]])
    comparison = score(article)
    # The cues of frames 1, 2 and 0 stand at the starts of the sentences; wordings take turns.
    assert values(comparison, "frame_first_position") == {
        (frame, voice): (before, 4)
        for frame, before in (("frame 0", 3), ("frame 1", 0), ("frame 2", 2))
        for voice in ("own", "all")
    }
    assert values(comparison, "naming_first_position") == {
        (wording, voice): (before, 4)
        for wording, before in (("storm/wording 0", 2), ("storm/wording 1", 0))
        for voice in ("own", "all")
    }


def test_headline_and_lead_are_set_against_the_whole(annotated):
    pieces = [
        [("one", "quoted", f"{who}-{n}")] for n, who in enumerate(("mayor", "agency", "mayor", "mayor"))
    ]
    comparison = score(annotated("x", pieces, title=[("storm", "own", None)]))
    assert values(comparison, "source_salience_share") == {
        ("Ada Berg", "all"): (1, 3),
        ("Coast Wire", "all"): (1, 1),
    }
    # Title, then two sentences: three of the five mentions, which take turns between two wordings.
    naming = values(comparison, "naming_salience_share")
    for voices in (("all",), ("own", "quoted")):
        assert sum(above for (_, voice), (above, _) in naming.items() if voice in voices) == 3
        assert sum(below for (_, voice), (_, below) in naming.items() if voice in voices) == 5


def test_who_acts_and_passives_are_counted_and_a_passive_with_two_agents_once(annotated):
    article = annotated("x", [[("word " * 9, "own", None)], [("word " * 9, "own", None)]], marks=False)
    article = msgspec.structs.replace(
        article,
        agency=[
            agency("g1", "acts", "Avia", (5, 9)),
            agency("g2", "acted on", "Boria", (5, 9)),
            agency("g3", "acts", "Boria", (15, 19), passive=True),
            agency("g4", "acts", "Avia", (15, 19), passive=True),
            agency("g5", "unsaid", None, (50, 54), passive=True),
            agency("g6", "acted on", "Boria", (50, 54), passive=True),
            agency("g7", "unnamed", None, (60, 64), passive=True),
        ],
    )
    comparison = score(article)
    shares = {
        "Avia/acts": (2, 2),
        "Boria/acted on": (2, 3),
        "Boria/acts": (1, 3),
        "any actor/acted on": (2, 5),
        "any actor/acts": (3, 5),
    }
    assert values(comparison, "agency_share") == {
        (key, voice): share for key, share in shares.items() for voice in ("own", "all")
    }
    assert values(comparison, "agentless_passive_share")["", "own"] == (1, 3)
    sentiment = values(comparison, "actor_sentiment_mean", voice="own")
    compounds = [sentence.sentiment["own"] for sentence in article.sentences]
    assert sentiment["Avia", "own"] == (pytest.approx(compounds[0]), 1)
    assert sentiment["Boria", "own"] == (pytest.approx(sum(compounds)), 2)
    assert sentiment["any actor", "own"] == (pytest.approx(sum(compounds)), 2)


# --- measures that are not ----------------------------------------------------------------------------------------


def by_id(found, measure, outlet, key="", voice="all"):
    wanted = (measure, outlet, key, voice)
    return next(one for one in found if (one.measure, one.outlet, one.key, one.voice) == wanted)


def test_the_effective_number_is_that_of_the_formula():
    assert effective_number(np.array([3.0])) == 1
    assert effective_number(np.array([5.0, 5.0, 5.0, 0.0])) == pytest.approx(3)
    assert effective_number(np.zeros(3)) == 1
    shares = (0.5, 0.25, 0.25)
    by_hand = np.exp(-sum(share * log(share) for share in shares))
    assert effective_number(np.array([[2.0, 1, 1]])) == pytest.approx([by_hand])
    stats = pytest.importorskip("scipy.stats")
    counts = np.array([7.0, 3, 1, 1, 0])
    assert effective_number(counts) == pytest.approx(np.exp(stats.entropy(counts)), rel=1e-12)


def test_the_divergence_is_scipys_distance_squared():
    distance = pytest.importorskip("scipy.spatial.distance")
    one, other = np.array([8.0, 1, 0]), np.array([2.0, 2, 6])
    assert jensen_shannon(one, other) == pytest.approx(distance.jensenshannon(one, other, base=2) ** 2)
    assert jensen_shannon(one, other) == jensen_shannon(other, one)
    assert jensen_shannon(one, 3 * one) == pytest.approx(0, abs=1e-12)
    assert jensen_shannon(np.array([1.0, 0]), np.array([0, 4.0])) == pytest.approx(1)


def derive(*articles, resamples=200, seed=0):
    return derived_figures(group_annotations(articles), resamples=resamples, seed=seed)


def spoken(annotated, id_, counts, outlet="The Gull"):
    """An article in which sources speak so often, in turns."""
    names = [f"{who}-{n}" for who, times in counts.items() for n in range(times)]
    return annotated(id_, [[("so it is", "quoted", name)] for name in names], outlet=outlet, marks=False)


def test_sources_are_counted_once_an_attribution_and_refused_when_few(annotated):
    few = by_id(derive(spoken(annotated, "x", {"mayor": 5, "nobody": 3})), "effective_sources", "The Gull")
    assert (few.value, few.refusal) == (None, "5 attributions, at least 10 needed")
    assert (few.numerator, few.denominator) == (5, 8)
    some = by_id(derive(spoken(annotated, "x", {"mayor": 6, "agency": 6})), "effective_sources", "The Gull")
    assert some.value == pytest.approx(2)
    assert some.low is None
    assert some.refusal.startswith("no interval: 12 attributions, at least 400 needed")
    assert len(some.passages) == len(set(some.passages)) == some.numerator == 12


def test_enough_attributions_have_an_interval_around_the_number(annotated):
    article = spoken(annotated, "x", {"mayor": 240, "agency": 100, "wire": 60})
    found = by_id(derive(article), "effective_sources", "The Gull")
    assert 1 < found.low < found.value < found.high < 3.1
    assert (found.resampled, found.refusal) == ("sentences within this article", None)
    again = by_id(derive(article, seed=1), "effective_sources", "The Gull")
    assert again.value == found.value
    assert again.low != found.low
    single = by_id(derive(spoken(annotated, "x", {"mayor": 400})), "effective_sources", "The Gull")
    assert (single.value, single.low) == (1, None)
    assert single.refusal == "no interval: all attributions are to one source"


def test_articles_are_resampled_where_there_are_enough(annotated):
    articles = [spoken(annotated, f"x{n}", {"mayor": 25 + n, "agency": 14}) for n in range(12)]
    found = by_id(derive(*articles), "effective_sources", "The Gull")
    assert found.value == pytest.approx(float(effective_number(np.array([366.0, 168.0]))))
    assert found.resampled == "articles"
    assert found.low < found.value < found.high <= 2.001


def named(annotated, id_, wordings, outlet):
    """An article that names one concept with wordings so often."""
    article = annotated(id_, [[("word", "own", None)]] * len(wordings), outlet=outlet)
    names = [
        msgspec.structs.replace(one, variant=wording)
        for one, wording in zip(article.names, wordings, strict=True)
    ]
    return msgspec.structs.replace(article, names=names)


def test_outlets_with_other_wordings_lie_apart_and_alike_ones_do_not(annotated):
    gull = named(annotated, "a", ["war"] * 15 + ["crisis"] * 5, "The Gull")
    heron = named(annotated, "b", ["crisis"] * 20, "The Heron")
    owl = named(annotated, "c", ["war"] * 3, "The Owl")
    found = derive(gull, heron, owl)
    far = by_id(found, "naming_divergence", "The Gull", "storm", "own")
    assert far.value == pytest.approx(float(jensen_shannon(np.array([15.0, 5]), np.array([3.0, 20]))))
    assert "0.5% of random splits" in far.refusal
    assert far.low is None
    assert len(far.passages) == far.numerator == 20
    few = by_id(found, "naming_divergence", "The Owl", "storm", "own")
    assert (few.value, few.refusal) == (None, "3 mentions, at least 10 needed")
    alike = derive(gull, named(annotated, "b", ["war"] * 15 + ["crisis"] * 5, "The Heron"))
    same = by_id(alike, "naming_divergence", "The Heron", "storm", "all")
    assert same.value == pytest.approx(0, abs=1e-12)
    assert "100.0% of random splits" in same.refusal


def test_one_outlet_alone_differs_from_nobody(annotated):
    found = derive(named(annotated, "a", ["war"] * 20, "The Gull"))
    assert (
        by_id(found, "naming_divergence", "The Gull", "storm").refusal
        == "in the other outlets 0 mentions, at least 10 needed"
    )


def test_derived_figures_do_not_depend_on_the_order_and_add_up(few):
    def told(articles):
        return {(one.measure, one.outlet, one.key, one.voice): one for one in derive(*articles)}

    assert told(few) == told(few[::-1])
    comparison = score(*few)
    for one in told(few).values():
        assert sum(comparison.passages_by_id[id_].amount for id_ in one.passages) == one.numerator
        assert one.value is not None or one.refusal
    assert derived_figures({}, resamples=10, seed=0) == []


def test_random_halves_of_one_outlet_seldom_look_far_apart(annotated):
    dice = np.random.default_rng(5)
    low = 0
    for _ in range(60):
        words = dice.choice(["war", "crisis", "conflict"], 60, p=[0.5, 0.3, 0.2]).tolist()
        found = derive(
            named(annotated, "a", words[:30], "The Gull"), named(annotated, "b", words[30:], "The Heron")
        )
        refusal = by_id(found, "naming_divergence", "The Gull", "storm", "own").refusal
        low += float(refusal.split("; ")[1].split("%")[0]) <= 5
    assert low <= 8


# --- grouping, tables and passages --------------------------------------------------------------------------------


def test_articles_are_grouped_by_outlet_agency_article_or_a_mapping(few):
    by_agency = [
        msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, agency=agency))
        for one, agency in zip(few, ("Coast Wire", None, "Coast Wire", None), strict=True)
    ]

    def ids(by):
        return {
            name: [one.article.id for one in held] for name, held in group_annotations(by_agency, by).items()
        }

    assert ids("outlet") == {"The Gull": ["a/1"], "The Heron": ["b/1", "b/2"], "unidentified": ["c/1"]}
    assert ids("agency") == {"Coast Wire": ["a/1", "b/2"], NO_AGENCY: ["b/1", "c/1"]}
    assert ids("article") == {id_: [id_] for id_ in ("a/1", "b/1", "b/2", "c/1")}
    assert ids({"a/1": "x", "b/1": "y", "b/2": "x", "c/1": "x", "more": "z"}) == {
        "x": ["a/1", "b/2", "c/1"],
        "y": ["b/1"],
    }
    with pytest.raises(ScoringError, match="did you mean 'outlet'"):
        group_annotations(few, "outlets")
    with pytest.raises(ScoringError, match=r"no group for 3 of 4 articles, the first 'b/1'"):
        group_annotations(few, {"a/1": "x"})


def test_passages_are_opened_with_their_words(few):
    comparison = score(*few)
    opened = passages_of(comparison, "naming_share", "The Heron", key="storm/wording 1", voice="own")
    assert (
        len(opened)
        == figures(comparison, "naming_share", "The Heron", key="storm/wording 1", voice="own")[0].numerator
    )
    texts = {one.article.id: one.article for one in few}
    for one in opened:
        held = texts[one.passage.article]
        source = held.title if one.passage.where == "title" else held.text
        assert one.text == source[slice(*one.passage.spans[0])]
        assert one.outlet == "The Heron"
    every = passages_of(comparison, "source_share", "The Gull")
    assert len({one.passage.id for one in every}) == len(every)
    with pytest.raises(
        ScoringError, match=r"key of source_share: 'Ada Bergg' is not known.*did you mean 'Ada Berg'"
    ):
        passages_of(comparison, "source_share", "The Gull", key="Ada Bergg")
    with pytest.raises(ScoringError, match="did you mean 'quoted'"):
        passages_of(comparison, "source_share", "The Gull", voice="quote")
    with pytest.raises(ScoringError, match="did you mean 'The Heron'"):
        passages_of(comparison, "source_share", "The Herron")
    with pytest.raises(ScoringError, match="did you mean 'naming_share'"):
        passages_of(comparison, "naming_shares")


def test_a_key_that_only_others_have_gives_an_empty_list(annotated):
    said = [[("A storm broke.", "own", None)], [("We are safe.", "quoted", "mayor-1")]]
    comparison = score(annotated("a", said), annotated("b", said[:1], outlet="The Heron"))
    assert passages_of(comparison, "source_share", "The Gull", key="Ada Berg")
    assert passages_of(comparison, "source_share", "The Heron", key="Ada Berg") == []
    nobody = score(annotated("a", said[:1]))
    with pytest.raises(ScoringError, match="nothing is counted here"):
        passages_of(nobody, "source_attribution_share", "The Gull", key="Ada Berg")


def test_key_terms_are_opened_with_their_words(annotated):
    dice = random.Random(2)

    def write(id_, outlet, word):
        words = [word, "harbour", "council", "ferry", "bridge", "signal"]
        lines = [" ".join(dice.choices(words, k=12)) for _ in range(30)]
        return annotated(id_, [[(line, "own", None)] for line in lines], outlet=outlet, marks=False)

    gulls = [write(f"a{n}", "The Gull", "tempest") for n in range(4)]
    comparison = score(*gulls, *(write(f"b{n}", "The Heron", "breeze") for n in range(4)))
    term = next(one for one in comparison.keyness if one.term == "tempest" and one.outlet == "The Gull")
    opened = passages_of(comparison, "keyness", "The Gull", key="tempest", voice=term.voice)
    assert len(opened) == term.count > 0
    assert {one.text for one in opened} == {"tempest"}
    with pytest.raises(ScoringError, match="did you mean 'tempest'"):
        passages_of(comparison, "keyness", key="tempist")
    with pytest.raises(ScoringError, match="did you mean 'The Gull'"):
        passages_of(comparison, "keyness", "The Gul")


def test_a_table_without_key_terms_says_why(few):
    pytest.importorskip("pandas")
    comparison = score(*few[:1])
    frame = table(comparison, "keyness")
    assert len(frame) == 0
    assert frame.attrs["notes"] == comparison.keyness_notes
    assert "two outlets" in frame.attrs["notes"][0]
    assert "nothing is compared" in table(comparison, "naming").attrs["notes"][-1]


def test_views_are_tables_with_a_row_a_figure(few):
    pandas = pytest.importorskip("pandas")
    comparison = score(*few)
    whole = table(comparison)
    assert len(whole) == len(comparison.figures)
    naming = table(comparison, "naming")
    assert {"concept", "wording"} <= set(naming.columns)
    assert "key" not in naming.columns
    assert set(naming["concept"]) == {"storm"}
    held = naming[(naming["outlet"] == "The Gull") & (naming["voice"] == "own")]
    gull = figures(comparison, "naming_share", "The Gull", voice="own")
    assert held["numerator"].sum() == sum(one.numerator for one in gull)
    assert len(table(comparison, "loaded_per_1k_words")) == len(figures(comparison, "loaded_per_1k_words"))
    for view in (*VIEWS, "coverage", "keyness", "differences", "reuse"):
        assert isinstance(table(comparison, view), pandas.DataFrame)
    assert list(table(comparison, "keyness").columns)[:2] == ["outlet", "term"]
    missing = whole[whole["value"].isna()]
    assert (missing["refusal"] != "").all()
    assert missing["value"].iloc[0] is pandas.NA
    with pytest.raises(ScoringError, match="did you mean 'naming'"):
        table(comparison, "nameing")


def test_a_view_names_only_measures_that_there_are():
    named_in_views = {measure for measures in VIEWS.values() for measure in measures}
    assert named_in_views == set(MEASURES | DERIVED)


def test_without_pandas_the_error_says_what_to_install(few, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pandas is not installed.*pip install pandas"):
        table(score(*few))
