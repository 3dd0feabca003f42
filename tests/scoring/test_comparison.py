import json
import random
import subprocess
import sys

import msgspec
import pytest

import framing
from framing.errors import ScoringError, UsageError
from framing.measures import DERIVED, MEASURES
from framing.schema import UNIDENTIFIED, Comparison, Event, Reject, decode_annotations, encode
from framing.scoring import compare, figures, scores, tidy_table
from framing.scoring.table import COLUMNS

EVENT = Event(title="A storm", date="2023-05-04", place="Marden")


def test_the_same_input_gives_the_same_bytes_and_survives_a_round_trip(few):
    first, second = (compare(few, event=EVENT, resamples=100) for _ in range(2))
    assert encode(first) == encode(second)
    assert encode(msgspec.json.decode(encode(first), type=Comparison)) == encode(first)
    assert json.dumps(scores(first)) == json.dumps(scores(second))


@pytest.mark.parametrize("which", ["few", "many"])
def test_the_order_of_articles_changes_nothing_but_the_order_of_outlets(which, request):
    articles = request.getfixturevalue(which)
    shuffled = random.Random(1).sample(articles, len(articles))
    one, other = (compare(held, event=EVENT, resamples=100) for held in (articles, shuffled))
    by_name = [
        {(f.measure, f.outlet, f.key, f.voice): f for f in comparison.figures} for comparison in (one, other)
    ]
    assert by_name[0] == by_name[1]
    assert one.coverage == other.coverage
    assert one.passages_by_id == other.passages_by_id
    assert one.signature == other.signature


def test_an_outlet_keeps_its_intervals_whoever_it_is_compared_with(few):
    alone = compare(few[:1], event=EVENT, facts=False)
    among = compare(few, event=EVENT, facts=False)
    wanted = {
        (f.measure, f.key, f.voice): (f.value, f.low, f.high)
        for f in alone.figures
        if f.measure != "naming_divergence"  # from the others, whoever they are
    }
    found = {
        (f.measure, f.key, f.voice): (f.value, f.low, f.high) for f in among.figures if f.outlet == "The Gull"
    }
    assert wanted.items() <= found.items()


def test_outlets_stand_as_first_seen_and_the_unnamed_stand_together(few):
    comparison = compare([few[3], *few[:3]], event=EVENT, facts=False, resamples=0)
    assert [outlet.name for outlet in comparison.outlets] == [UNIDENTIFIED, "The Gull", "The Heron"]
    heron = comparison.outlets[2]
    assert heron.articles == ["b/1", "b/2"]
    assert heron.attributions == len(few[1].attributions) + len(few[2].attributions)
    assert heron.sentences == len(few[1].sentences) + len(few[2].sentences)


def test_figures_follow_the_registry_and_every_outlet_has_every_key(few):
    comparison = compare(few, event=EVENT, resamples=0)
    order = [figure.measure for figure in comparison.figures]
    assert list(dict.fromkeys(order)) == list(MEASURES)
    for measure in set(MEASURES) - {"source_first_position", "fact_first_position", "fact_salience_share"}:
        keys = [
            [(f.key, f.voice) for f in figures(comparison, measure, outlet.name)]
            for outlet in comparison.outlets
        ]
        assert keys[0] == keys[1] == keys[2]


def test_one_outlet_alone_is_described_and_the_notes_say_that_nothing_is_compared(few):
    comparison = compare(few[:1], event=EVENT, resamples=50, notes=["so"])
    assert comparison.notes == [
        "so",
        "There is one outlet, The Gull: its figures stand alone, and nothing is compared.",
    ]
    assert comparison.figures
    assert (comparison.differences, comparison.silence, comparison.keyness) == ([], [], [])
    assert all(one.refusal for one in comparison.maps)
    assert compare(few, event=EVENT, resamples=0, facts=False).notes == []


def test_an_outlet_without_attributions_has_its_words_and_reasons_for_the_rest(annotated, few):
    silent = annotated("z", [[("word " * 12, "own", None)]] * 10, outlet="The Tern", marks=False)
    comparison = compare([*few, silent], event=EVENT, resamples=50)
    own = figures(comparison, "voice_share", "The Tern", voice="own")[0]
    assert (own.value, own.refusal) == (1, "no interval: everything was counted")
    for measure in ("unnamed_source_share", "chain_share", "cue_class_share", "effective_sources"):
        for figure in figures(comparison, measure, "The Tern"):
            assert (figure.numerator, figure.denominator, figure.value) == (0, 0, None)
            assert figure.refusal.startswith("0 attributions, at least")


def test_the_signature_says_how_the_numbers_came_about(few):
    signature = compare(few, event=EVENT, seed=3, resamples=50, facts=False).signature
    assert signature.startswith("framing 0|cues:1|seed:3|resamples:50|unit:sentences|corpus:")
    text = msgspec.structs.replace(few[0].article, text=few[0].article.text + " ")
    other = [msgspec.structs.replace(few[0], article=text), *few[1:]]
    assert compare(other, event=EVENT, seed=3, resamples=50, facts=False).signature != signature


def test_few_and_many_articles_are_both_named_as_units(few, many):
    both = [*many, *(one for one in few if one.article.outlet is None)]
    assert "|unit:articles+sentences|" in compare(both, event=EVENT, resamples=5, facts=False).signature


def test_rejects_concepts_and_notes_are_carried_along(few):
    reject = Reject(file="x.txt", reason="empty")
    comparison = compare(
        few, event=EVENT, rejects=[reject], concepts={"storm": "The storm"}, notes=["so"], resamples=0
    )
    assert comparison.rejects == [reject]
    assert comparison.concepts == {"storm": "The storm"}
    assert comparison.notes == ["so"]


def test_no_articles_is_an_error_with_a_remedy():
    with pytest.raises(ScoringError, match=r"no articles.*rejects"):
        compare([], event=EVENT)


def test_articles_annotated_differently_are_refused_and_named(few):
    odd = msgspec.structs.replace(few[2], signature="framing 0|cues:2")
    with pytest.raises(ScoringError, match=r"'a/1'.*cues:1.*'b/2'.*cues:2.*annotate all of them again"):
        compare([*few[:2], odd], event=EVENT)


def test_another_schema_version_is_refused(few):
    with pytest.raises(ScoringError, match="a/1: annotated under schema version 99"):
        compare([msgspec.structs.replace(few[0], schema_version=99)], event=EVENT)


def test_two_articles_of_one_id_are_refused(few):
    with pytest.raises(ScoringError, match="2 articles have the id 'a/1'"):
        compare([few[0], few[0]], event=EVENT)


@pytest.mark.parametrize("option", ["seed", "resamples"])
def test_negative_options_are_refused(few, option):
    with pytest.raises(ScoringError, match=f"{option}: -1"):
        compare(few, event=EVENT, **{option: -1})


def test_one_outlet_without_attribution_is_scored(annotated):
    comparison = compare([annotated("x", [[("so it goes", "own", None)]])], event=EVENT)
    assert [outlet.attributions for outlet in comparison.outlets] == [0]
    assert figures(comparison, "unnamed_source_share")[0].refusal == "0 attributions, at least 5 needed"


def test_unknown_measures_and_outlets_get_the_nearest_name(few):
    comparison = compare(few, event=EVENT, resamples=0, facts=False)
    with pytest.raises(ScoringError, match="did you mean 'voice_share'"):
        figures(comparison, "voices_share")
    with pytest.raises(ScoringError, match="did you mean 'The Heron'"):
        figures(comparison, "voice_share", "the heron")
    with pytest.raises(ScoringError, match="did you mean 'Coast Wire'"):
        figures(comparison, "source_share", "The Gull", key="Coast Wires")


def test_the_table_has_a_row_a_figure_and_no_number_that_is_not_known(few):
    comparison = compare(few, event=EVENT, resamples=100, facts=False)
    table = tidy_table(comparison)
    assert len(table) == len(comparison.figures)
    for row, figure in zip(table, comparison.figures, strict=True):
        assert tuple(row) == COLUMNS
        assert row["unit"] == MEASURES[figure.measure].unit
        assert row["passages"] == len(figure.passages)
        assert (row["value"] is None) == (figure.value is None)
        if row["value"] is not None and row["measure"] not in DERIVED:
            assert row["value"] == pytest.approx(
                row["scale"] * row["numerator"] / row["denominator"], abs=1e-5
            )


def test_scores_hold_every_passage_that_a_figure_counts_and_round_at_the_edge(few):
    comparison = compare(few, event=EVENT, resamples=100)
    whole = scores(comparison)
    assert list(whole)[:4] == ["schema_version", "signature", "event", "outlets"]
    text = json.dumps(whole, allow_nan=False)
    assert json.loads(text) == whole
    for figure, exact in zip(whole["figures"], comparison.figures, strict=True):
        assert {"unit", "scale"} <= set(figure)
        assert set(figure["passages"]) <= set(whole["passages"])
        if exact.low is not None:
            assert figure["low"] == round(exact.low, 6)
    assert whole["coverage"][0].keys() >= {"label", "told", "cells"}


def test_one_shard_or_ten_give_identical_bytes(many, tmp_path):
    def score(shards):
        for n in range(shards):
            (tmp_path / f"{n}.jsonl").write_bytes(b"".join(encode(one) + b"\n" for one in many[n::shards]))
        lines = [line for n in range(shards) for line in (tmp_path / f"{n}.jsonl").read_bytes().splitlines()]
        held = [decode_annotations(line) for line in lines]
        return json.dumps(scores(compare(held, event=EVENT, resamples=100)), sort_keys=True)

    assert score(10) == score(1)


def test_importing_scoring_loads_neither_scikit_learn_nor_nltk():
    code = "import sys, framing.scoring; print({'sklearn', 'nltk', 'scipy', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_are_no_annotations_is_told_with_what_to_give(few):
    for given in ([held.article for held in few], few[0], "my-event", iter(few)):
        with pytest.raises(UsageError, match=r"annotations: are .*a list of what framing\.annotate"):
            framing.compare(given)
