"""The script that measures attributions, on made-up data."""

import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from .conftest import run_script as run

TEXT = 'The mayor said that the pier was safe. "It is not," Ida Holm told us, citing a claim by divers.'


@pytest.fixture(scope="module")
def attribution(benchmark_module) -> ModuleType:
    return benchmark_module("attribution")


def spans(*passages: str) -> list[list[int]]:
    return [[TEXT.index(passage), TEXT.index(passage) + len(passage)] for passage in passages]


MAYOR = {"source": spans("The mayor"), "cue": spans("said"), "content": spans("that the pier was safe")}


HOLM = {"source": spans("Ida Holm"), "cue": spans("told"), "content": spans('"It is not,"')}


DIVERS = {"source": spans("divers"), "cue": spans("claim"), "content": spans("citing")}


def reading_of(attribution, found, annotated, text=TEXT):
    row = {"id": "one", "outlet": "A", "text": text, "attributions": annotated}
    return attribution.read_one(row, {"attributions": found})


def figures_of(attribution, *readings):
    tallies = [attribution.count(reading) for reading in readings]
    return {
        name: one.value for name, one in attribution.estimate(tallies, attribution.all_figures, 50).items()
    }


# --- pairs and words --------------------------------------------------------------------------------------------


def test_contents_are_paired_one_to_one_closest_first(attribution):
    half, most, whole = frozenset({1, 2}), frozenset({1, 2, 3}), frozenset({1, 2, 3, 4})
    assert attribution.pair([half, most], [whole]) == {1: 0}
    assert attribution.pair([half], [whole]) == {0: 0}
    assert attribution.pair([frozenset({1})], [whole]) == {}
    assert attribution.pair([whole, whole], [whole]) == {1: 0}
    assert attribution.pair([frozenset()], [frozenset()]) == {}


def test_words_are_those_that_a_span_touches(attribution):
    numbers = attribution.numbering("One two-fold three.")
    assert numbers([(0, 3)]) == {0}
    assert numbers([(5, 6)]) == {1}
    assert numbers([(2, 14)]) == {0, 1, 2}
    assert numbers([(3, 4), (18, 19)]) == set()


# --- groups -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passages", "groups"),
    [
        (["the pier was safe"], {"indirect"}),
        (["“It is not,”"], {"quoted", "direct"}),
        (['"It is not,"', '"Go home."'], {"quoted", "direct"}),
        (["''It isn't safe,''"], {"direct"}),
        (["“It is not.", "“Go home.”"], {"quoted", "direct"}),
        (["It is not.”"], {"quoted", "direct"}),
        (["the pier was “unsafe”"], {"quoted", "mixed"}),
        (["The pier", "“is unsafe”"], {"quoted", "mixed"}),
    ],
)
def test_quotation_marks_make_the_form_of_a_content(attribution, passages, groups):
    assert set(attribution.content_groups(passages)) == groups


@pytest.mark.parametrize(
    ("text", "cue", "groups"),
    [
        ("Holm said so", "said", {"reported"}),
        ("According to Holm", "According to", {"reported"}),
        ("Holm believes that", "believes", {"other"}),
        ("The allegation that", "allegation", {"nominal"}),
        ("Holm's claim that", "claim", {"reported", "nominal"}),
        ("They claim that", "claim", {"reported"}),
        ("Holm: no", ":", {"other"}),
    ],
)
def test_words_make_the_kind_of_a_cue(attribution, text, cue, groups):
    start = text.index(cue)
    assert set(attribution.cue_groups(text, [(start, start + len(cue))])) == groups


def test_a_cue_without_spans_is_of_the_other_kind(attribution):
    assert set(attribution.cue_groups("Holm: no", [])) == {"other"}


# --- figures ----------------------------------------------------------------------------------------------------


def test_what_is_found_as_annotated_scores_full_marks(attribution):
    figures = figures_of(attribution, reading_of(attribution, [MAYOR, HOLM], [MAYOR, HOLM]))
    assert set(figures.values()) == {100.0}


def test_each_figure_by_hand(attribution):
    shorter = {**MAYOR, "content": spans("pier was safe"), "source": spans("mayor")}
    nobody = {**HOLM, "source": None}
    in_title = {**HOLM, "where": "title"}
    reading = reading_of(attribution, [shorter, nobody, DIVERS, in_title], [MAYOR, HOLM])
    figures = figures_of(attribution, reading)
    # Contents: 3 of 5 words, and 3 of 3; "citing" is one word too many.
    assert figures["content P"] == pytest.approx(100 * 6 / 7)
    assert figures["content R"] == pytest.approx(100 * 6 / 8)
    assert figures["soft P"] == pytest.approx(100 * 2 / 3)
    assert figures["soft R"] == pytest.approx(100)
    assert figures["soft F1"] == pytest.approx(80)
    assert figures["exact F1"] == pytest.approx(100 * 2 / 5)
    # "mayor" shares half of "The mayor", and nobody shares nothing with Ida Holm.
    assert figures["source"] == pytest.approx(50)
    assert figures["quoted R"] == figures["reported R"] == pytest.approx(100)


def test_nothing_found_and_nothing_annotated_are_no_errors(attribution):
    assert set(figures_of(attribution, reading_of(attribution, [], [MAYOR])).values()) == {0.0}
    assert set(figures_of(attribution, reading_of(attribution, [], [])).values()) == {0.0}


def test_an_article_that_was_set_aside_counts_as_one_without_attributions(attribution):
    row = {"id": "one", "outlet": "A", "text": TEXT, "attributions": [MAYOR]}
    reading = attribution.read_one(row, None)
    assert attribution.count(reading)["all annotated"] == 1
    assert attribution.count(reading)["all predicted"] == 0


def test_precision_of_a_group_is_of_what_was_found_in_it_and_recall_of_what_is_annotated(attribution):
    unquoted = {**HOLM, "content": [[HOLM["content"][0][0] + 1, HOLM["content"][0][1] - 1]]}
    tally = attribution.count(reading_of(attribution, [unquoted], [HOLM]))
    sums = attribution.add_up([tally], np.ones((1, 1)))
    direct, indirect = (attribution.group_figures(group, sums) for group in ("direct", "indirect"))
    assert (direct["soft P"][0], direct["soft R"][0]) == (0, 100)
    assert (indirect["soft P"][0], indirect["soft R"][0]) == (100, 0)


def test_intervals_resample_articles_and_are_the_same_on_every_run(attribution):
    good = reading_of(attribution, [MAYOR, HOLM], [MAYOR, HOLM])
    bad = reading_of(attribution, [], [MAYOR, HOLM])
    tallies = [attribution.count(reading) for reading in [good, bad] * 8]
    first, second = (attribution.estimate(tallies, attribution.all_figures, 400) for _ in range(2))
    assert first == second
    recall = first["soft R"]
    assert recall.value == 50
    assert 20 < recall.low < 35
    assert 65 < recall.high < 80
    assert first["soft P"] == (100, 100, 100)


# --- errors -----------------------------------------------------------------------------------------------------


def test_a_gain_is_that_of_the_same_articles(attribution):
    right, wrong = (
        attribution.count(reading_of(attribution, found, [MAYOR, HOLM])) for found in ([MAYOR, HOLM], [])
    )
    gains = attribution.estimate_gain([wrong, right], [right, right], 200)
    assert gains["soft R"].value == 50
    assert (gains["soft R"].low, gains["soft R"].high) == (0, 100)
    assert set(attribution.estimate_gain([right], [right], 20)["soft F1"]) == {0}


def test_each_kind_of_error_is_told(attribution):
    longer = {**MAYOR, "content": spans("that the pier was safe", "It is not")}
    unknown = {**HOLM, "cue": spans("pier")}
    mark = {**HOLM, "cue": []}
    no_that = {**MAYOR, "content": spans("the pier was safe")}
    wrong = {**MAYOR, "source": spans("Ida Holm")}
    far = {**HOLM, "content": spans("by")}
    for found, annotated, kinds in [
        ([], [HOLM], ["missed: the cue is in the lexicon"]),
        ([], [unknown], ["missed: the cue is not in the lexicon"]),
        ([], [mark], ["missed: the cue is a mark, or none is annotated"]),
        ([HOLM], [], ["spurious: where none is annotated"]),
        ([HOLM, {**HOLM, "cue": spans("citing")}], [HOLM], ["spurious: within annotated content"]),
        ([far], [HOLM], ["missed: with its cue a content is found, beside it"]),
        ([longer], [MAYOR], ["content: too long"]),
        ([MAYOR], [longer], ["content: too short"]),
        ([no_that], [MAYOR], ["content: all but a first that"]),
        ([wrong], [MAYOR], ["source: wrong or of other length"]),
        ([{**MAYOR, "source": None}], [MAYOR], ["source: missing"]),
        ([MAYOR], [{**MAYOR, "source": []}], ["source: none is annotated"]),
        ([MAYOR, HOLM], [MAYOR, HOLM], []),
    ]:
        reading = reading_of(attribution, found, annotated)
        assert [mistake.kind for mistake in attribution.find_mistakes(reading)] == kinds


# --- the commands -----------------------------------------------------------------------------------------------


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "part.jsonl"
    rows = [{"id": f"n{n}", "outlet": "A", "text": TEXT, "attributions": [MAYOR, HOLM]} for n in range(2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def found_file(path: Path, text: str = TEXT) -> Path:
    rows = [{"article": {"id": f"n{n}", "text": text}, "attributions": [MAYOR, DIVERS]} for n in range(2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_command_prints_tables_and_errors(attribution, part, tmp_path, monkeypatch, capsys):
    predicted = found_file(tmp_path / "found.jsonl")
    run(attribution, monkeypatch, "--part", part, "--predicted", predicted, "--errors", "--examples", 1)
    printed = capsys.readouterr().out
    assert "articles 2  annotated 4  predicted 4" in printed
    assert "soft F1           50.0  (50.0, 50.0)" in printed
    assert "     2  missed: the cue is in the lexicon" in printed
    assert "annotated: Ida Holm | told |" in printed
    assert "articles/s" not in printed


def test_command_shows_no_texts_unless_asked(attribution, part, tmp_path, monkeypatch, capsys):
    predicted = found_file(tmp_path / "found.jsonl")
    run(attribution, monkeypatch, "--part", part, "--predicted", predicted, "--errors")
    assert "Ida Holm" not in capsys.readouterr().out


def test_command_annotates_and_tells_the_speed(attribution, part, monkeypatch, capsys):
    run(attribution, monkeypatch, "--part", part)
    printed = capsys.readouterr().out
    assert "articles/s" in printed
    # The second article has the text of the first, and is set aside.
    assert "counted as articles without attributions: 1" in printed


def test_a_text_that_is_not_the_annotated_one_stops_the_command(attribution, part, tmp_path, monkeypatch):
    predicted = found_file(tmp_path / "found.jsonl", text=TEXT + " ")
    monkeypatch.setattr(sys, "argv", ["script", "--part", str(part), "--predicted", str(predicted)])
    with pytest.raises(SystemExit, match="not the annotated text"):
        attribution.main()


def test_a_part_without_articles_is_said_to_be_empty(attribution, tmp_path, monkeypatch, capsys):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    run(attribution, monkeypatch, "--part", empty, "--predicted", empty)
    assert "no articles" in capsys.readouterr().out
