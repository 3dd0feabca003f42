from collections import defaultdict
from math import fsum

import msgspec
import pytest

from framing.errors import ScoringError
from framing.lexicon.words import count_words
from framing.measures import DERIVED, MEASURES
from framing.schema import Event
from framing.scoring import compare, figures, measure_rows
from framing.scoring.rows import FAMILIES, NO_SOURCE

EVENT = Event(title="A storm")


def test_every_measure_of_the_registry_has_a_family_in_its_order():
    assert [*FAMILIES, *DERIVED] == list(MEASURES)


@pytest.mark.parametrize("which", ["few", "many"])
def test_the_amounts_of_the_passages_of_every_figure_add_up_to_its_numerator(which, request):
    comparison = compare(request.getfixturevalue(which), event=EVENT, resamples=20)
    counted = set()
    for figure in comparison.figures:
        assert len(set(figure.passages)) == len(figure.passages)
        amounts = [comparison.passages_by_id[id_].amount for id_ in figure.passages]
        assert fsum(amounts) == pytest.approx(figure.numerator, abs=1e-9)
        counted |= set(figure.passages)
    assert {figure.measure for figure in comparison.figures} == set(MEASURES)
    assert counted == set(comparison.passages_by_id), "a passage that no figure counts cannot be reached"


def test_passages_of_a_figure_are_of_its_outlet_and_voice(few):
    comparison = compare(few, event=EVENT, resamples=0, facts=False)
    articles = {outlet.name: outlet.articles for outlet in comparison.outlets}
    for figure in comparison.figures:
        for passage in (comparison.passages_by_id[id_] for id_ in figure.passages):
            assert passage.article in articles[figure.outlet]
            assert passage.id.startswith(f"{passage.article}#")
            assert figure.voice in ("all", passage.voice)


def test_rows_add_up_over_articles_to_the_figures_of_the_outlet(few):
    comparison = compare(few, event=EVENT, resamples=0, facts=False)
    above, below = defaultdict(float), defaultdict(float)
    for annotation in few[1:3]:
        for row in measure_rows(annotation):
            above[row.measure, row.key, row.voice] += row.numerator
            below[row.measure, row.key, row.voice] += row.denominator
    for figure in figures_of(comparison, "The Heron"):
        if figure.measure in DERIVED:
            continue
        group = FAMILIES[figure.measure].denominator_of(figure.key, figure.voice)
        assert figure.denominator == pytest.approx(below[(figure.measure, *group)])
        if figure.voice != "all" or not FAMILIES[figure.measure].total:
            key = (figure.measure, figure.key, figure.voice)
            assert figure.numerator == pytest.approx(above[key])


def figures_of(comparison, outlet):
    return [figure for figure in comparison.figures if figure.outlet == outlet]


def test_voices_share_all_words_and_every_word_is_counted_once(few):
    comparison = compare(few, event=EVENT, resamples=0, facts=False)
    for outlet in comparison.outlets:
        by_voice = figures(comparison, "voice_share", outlet.name)
        assert [figure.voice for figure in by_voice] == ["own", "attributed", "quoted"]
        assert sum(figure.numerator for figure in by_voice) == outlet.words == by_voice[0].denominator
        assert sum(figure.value for figure in by_voice) == pytest.approx(1)
        types = figures(comparison, "source_type_share", outlet.name, voice="all")
        others = sum(figure.numerator for figure in by_voice if figure.voice != "own")
        assert sum(figure.numerator for figure in types) == others
    text = few[0].article
    assert comparison.outlets[0].words == count_words(text.text) + count_words(text.title)


def test_a_word_belongs_to_the_utterance_in_which_it_starts(annotated):
    article = annotated("x", [[("one two-three", "own", None)]], marks=False)
    utterances = [
        msgspec.structs.replace(article.utterances[0], end=7),
        msgspec.structs.replace(article.utterances[0], start=7, voice="quoted", attribution=None),
    ]
    rows = measure_rows(msgspec.structs.replace(article, utterances=utterances))
    assert sum(row.denominator for row in rows if row.measure == "voice_share") == 2
    assert [(row.voice, row.numerator) for row in rows if row.measure == "voice_share" and row.passages] == [
        ("own", 2)
    ]


def test_words_in_no_sentence_and_in_a_title_apart_are_counted(annotated):
    whole = annotated("x", [[("the ferry sank", "own", None)]], title=[("Ferry lost", "own", None)])
    rows = [row for row in measure_rows(msgspec.structs.replace(whole, sentences=[])) if row.passages]
    words = [row for row in rows if row.measure == "voice_share"]
    assert sum(row.numerator for row in words) == 5
    assert {row.sentence for row in words} == {None}
    titled = [row for row in measure_rows(whole) if row.passages and row.measure == "voice_share"]
    assert {row.sentence for row in titled} == {0, 1}


def test_an_utterance_over_two_sentences_is_one_passage(annotated):
    article = annotated("x", [[("one two", "own", None)], [("three four five", "own", None)]], marks=False)
    long = msgspec.structs.replace(article.utterances[0], end=len(article.article.text))
    article = msgspec.structs.replace(article, utterances=[long])
    assert [
        row.numerator for row in measure_rows(article) if row.passages and row.measure == "voice_share"
    ] == [2, 3]
    comparison = compare([article], event=EVENT, resamples=0)
    own = figures(comparison, "voice_share", voice="own")[0]
    assert own.passages == ["x#u0"]
    assert comparison.passages_by_id["x#u0"].amount == own.numerator == 5


def test_speaker_and_channel_both_count_and_each_utterance_once(annotated):
    article = annotated(
        "x",
        [
            [("told through the wire", "quoted", "wire-1")],
            [("said by the wire itself now", "attributed", "agency-1")],
            [("together", "quoted", "both-1"), ("hidden voices", "attributed", "officials-1")],
            [("nobody known", "quoted", "nobody-1"), ("scare", "quoted", None)],
        ],
        marks=False,
    )
    comparison = compare([article], event=EVENT, resamples=0)
    words = {f.key: f.numerator for f in figures(comparison, "source_share", voice="all")}
    assert words == {
        "Avia and Boria": 1,
        "Coast Wire": 10,
        "Ivo Lang": 4,
        "unnamed official": 2,
    }
    times = {f.key: f.numerator for f in figures(comparison, "source_attribution_share")}
    assert times == {"Avia and Boria": 1, "Coast Wire": 2, "Ivo Lang": 1, "unnamed official": 1}
    types = {f.key: f.numerator for f in figures(comparison, "source_type_share", voice="all")}
    assert types == {"expert": 4, "news agency": 6, "government": 1, "unnamed official": 2, NO_SOURCE: 3}
    assert figures(comparison, "unnamed_source_share")[0].numerator == 2
    passage = comparison.passages_by_id[f"x#{article.attributions[0].id}"]
    assert (passage.voice, passage.source, passage.entry) == ("quoted", "Ivo Lang", "content-cue-source")
    assert passage.spans == article.attributions[0].content


def test_where_a_source_first_speaks_counts_only_articles_that_hold_it(annotated):
    first = annotated("a", [[("one two three", "own", None)], [("four", "quoted", "mayor-1")]], marks=False)
    again = annotated(
        "b", [[("five six", "quoted", "agency-1")], [("seven", "quoted", "mayor-1")]], marks=False
    )
    comparison = compare([first, again], event=EVENT, resamples=0)
    held = {f.key: (f.numerator, f.denominator) for f in figures(comparison, "source_first_position")}
    assert held == {"Ada Berg": (3 + 2, 4 + 3), "Coast Wire": (0, 3)}


def test_frames_count_a_sentence_once_with_all_its_cues(annotated):
    article = annotated(
        "x", [[("a b", "own", None), ("c", "quoted", None), ("d", "own", None), ("e", "own", None)]]
    )
    comparison = compare([article], event=EVENT, resamples=0)
    found = {(f.key, f.voice): f for f in figures(comparison, "frame_share")}
    assert {key: figure.numerator for key, figure in found.items() if figure.numerator} == {
        ("frame 0", "own"): 1,
        ("frame 0", "all"): 1,
        ("frame 1", "own"): 1,
        ("frame 1", "all"): 1,
        ("frame 2", "quoted"): 1,
        ("frame 2", "all"): 1,
    }
    assert len(comparison.passages_by_id[found["frame 1", "all"].passages[0]].spans) == 2


def test_a_sentence_that_speaks_for_a_frame_in_two_voices_counts_in_each_and_once_in_all(annotated):
    pieces = [("a", "own", None), ("b", "own", None), ("c", "own", None), ("d", "quoted", None)]
    comparison = compare([annotated("x", [pieces])], event=EVENT, resamples=0)
    found = {f.voice: f for f in figures(comparison, "frame_share") if f.key == "frame 1"}
    assert {voice: (figure.numerator, figure.denominator) for voice, figure in found.items()} == {
        "own": (1, 1),
        "quoted": (1, 1),
        "all": (1, 1),
    }
    spans = {voice: comparison.passages_by_id[one.passages[0]].spans for voice, one in found.items()}
    assert spans["all"] == spans["own"] + spans["quoted"]


def test_naming_is_shared_among_all_voices_and_keeps_the_distance(few):
    comparison = compare(few, event=EVENT, resamples=0, facts=False)
    for outlet in comparison.outlets:
        held = figures(comparison, "naming_share", outlet.name)
        assert sum(figure.numerator for figure in held) == held[0].denominator
    quoted = figures(comparison, "naming_share", "The Gull", voice="quoted")
    assert all(comparison.passages_by_id[id_].distanced for figure in quoted for id_ in figure.passages)


def test_an_article_without_words_has_no_rows_of_words(annotated):
    assert [row for row in measure_rows(annotated("x", [])) if row.denominator or row.passages] == []


def test_an_utterance_of_a_missing_attribution_is_an_error(annotated):
    article = annotated("x", [[("hello there", "quoted", "mayor-1")]])
    broken = msgspec.structs.replace(article, attributions=[])
    with pytest.raises(ScoringError, match=r"x: .*'mayor-1'.*annotate the article again"):
        measure_rows(broken)


def test_a_passage_that_is_a_record_has_its_id(few):
    passages = compare(few, event=EVENT, resamples=0).passages_by_id
    for held in few:
        id_ = held.article.id
        for one in held.attributions:
            assert passages[f"{id_}#{one.id}"].spans == one.content
        for one in (*held.names, *held.stance, *held.loaded):
            assert passages[f"{id_}#{one.id}"].spans == [one.span]
