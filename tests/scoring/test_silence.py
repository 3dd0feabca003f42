"""What one outlet alone tells and what it alone leaves out, and what comes nearest to it elsewhere."""

import msgspec
import pytest

from framing.schema import Event, Fact, NearPassage, Silence, Telling
from framing.scoring import compare, scores
from framing.scoring.coverage import coverage
from framing.scoring.frame import table
from framing.scoring.silence import find_silence, missing_only_in, only_told_by

from .conftest import tell


def test_what_one_alone_tells_and_one_alone_leaves_out():
    def fact(**cells):
        told = {id_: [Telling(span=(0, 1), voice="own")] for id_, cell in cells.items() if cell == "own"}
        return Fact(label="", told=told, cells=cells)

    facts = [
        fact(a="own", b="own", c="absent"),
        fact(a="own", b="own", c="not yet happened"),
        fact(a="own", b="absent", c="too short"),
        fact(a="own", b="own", c="own"),
    ]
    outlets = {"Gull": ["a"], "Heron": ["b"], "Tern": ["c"]}
    assert only_told_by(facts, outlets) == {"Gull": [2], "Heron": [], "Tern": []}
    assert missing_only_in(facts, outlets) == {"Gull": [], "Heron": [], "Tern": [0]}
    assert missing_only_in(facts, {"Gull": ["a"], "Tern": ["c"]}) == {"Gull": [], "Tern": []}
    assert only_told_by([], outlets) == {"Gull": [], "Heron": [], "Tern": []}


def test_silence_lists_what_one_outlet_alone_tells_and_what_it_alone_leaves_out():
    def fact(label, **cells):
        told = {id_: [Telling(span=(0, 1), voice="own")] for id_, cell in cells.items() if cell == "own"}
        return Fact(label=label, told=told, cells=cells)

    facts = [
        fact("all but the Tern", a="own", b="own", b2="absent", c="absent"),
        fact("all but the Tern, which had no room", a="own", b="own", b2="own", c="too short"),
        fact("the Heron alone", a="absent", b="absent", b2="own", c="absent"),
        fact("two", a="own", b="absent", b2="absent", c="absent"),
    ]
    outlets = {"Gull": ["a"], "Heron": ["b", "b2"], "Tern": ["c"]}
    found = [
        (one.outlet, one.kind, one.fact, one.label, one.articles) for one in find_silence(facts, outlets)
    ]
    assert found == [
        ("Gull", "told by no other", 3, "two", ["a"]),
        ("Heron", "told by no other", 2, "the Heron alone", ["b2"]),
        ("Tern", "told by all others", 0, "all but the Tern", []),
    ]
    assert find_silence(facts, {"Gull": ["a"]}) == []
    assert find_silence([], outlets) == []


def test_the_comparison_its_tables_and_its_scores_hold_the_silence(few, annotated):
    few = [*few, tell(annotated, "far", ("Granite quarries near Ulvik reopened.", "own"), outlet="Tern")]
    comparison = compare(few, event=Event(title="A storm"), resamples=0)
    outlets = {one.name: one.articles for one in comparison.outlets}
    assert comparison.silence == find_silence(comparison.coverage, outlets, coverage(few).nearest)
    assert comparison.silence
    written = msgspec.convert(scores(comparison)["silence"], list[Silence])
    assert [one.fact for one in written] == [one.fact for one in comparison.silence]
    for one, held in zip(written, comparison.silence, strict=True):
        assert [near.telling for near in one.nearest] == [near.telling for near in held.nearest]
    for one in comparison.silence:
        assert comparison.coverage[one.fact].label == one.label
    pytest.importorskip("pandas")
    frame = table(comparison, "silence")
    told = ["outlet", "kind", "fact", "label", "articles"]
    near = ["nearest", "nearest_article", "nearest_voice", "nearest_similarity"]
    assert list(frame.columns) == told + near
    assert frame["fact"].tolist() == [one.fact for one in comparison.silence]


def test_what_comes_nearest_stands_beside_what_an_outlet_seems_to_leave_out(annotated):
    fact = "The ferry Halcyon struck the northern pier of Marden on Tuesday."
    near = "Repairs of the pier will take long."
    far = "The ferry company raised fares for cyclists."
    event = [
        tell(annotated, "a", (fact, "own"), outlet="Gull"),
        tell(annotated, "b", (fact, "own"), outlet="Heron"),
        tell(annotated, "c", ("Schools closed for want of teachers.", "own"), (far, "own"), outlet="Tern"),
        tell(annotated, "d", (near, "attributed"), outlet="Tern"),
    ]
    comparison = compare(event, event=Event(title="A ferry"), resamples=0)
    (gone,) = [one for one in comparison.silence if one.kind == "told by all others"]
    assert (gone.outlet, gone.label) == ("Tern", fact)
    texts = {one.article.id: one.article.text for one in event}
    shown = [
        (one.article, texts[one.article][slice(*one.telling.span)], one.telling.voice) for one in gone.nearest
    ]
    assert shown == [("d", near, "attributed"), ("c", far, "own")]
    first, second = (one.similarity for one in gone.nearest)
    assert 0 < second < first < 1
    assert compare(event[::-1], event=Event(title="A ferry"), resamples=0).silence[-1].nearest == gone.nearest

    pytest.importorskip("pandas")
    frame = table(comparison, "silence")
    row = frame[frame["kind"] == "told by all others"].iloc[0]
    assert row["nearest"] == near
    assert (row["nearest_article"], row["nearest_voice"]) == ("d", "attributed")
    assert row["nearest_similarity"] == pytest.approx(first)
    assert frame[frame["kind"] == "told by no other"]["nearest"].isna().all()


def test_an_outlet_that_comes_near_enough_to_doubt_is_not_called_silent():
    told = {id_: [Telling(span=(0, 1), voice="own")] for id_ in "ab"}
    facts = [Fact(label="", told=told, cells={"a": "own", "b": "own", "c": "absent"})]

    def kinds(similarity):
        near = NearPassage(article="c", telling=Telling(span=(0, 1), voice="own"), similarity=similarity)
        found = find_silence(facts, {"Gull": ["a"], "Heron": ["b"], "Tern": ["c"]}, lambda *_: [near])
        return [(one.outlet, one.kind) for one in found]

    assert kinds(0.29) == [("Tern", "told by all others")]
    assert kinds(0.3) == []


def test_what_is_hardly_like_it_is_not_shown_beside_it():
    told = {id_: [Telling(span=(0, 1), voice="own")] for id_ in "ab"}
    facts = [Fact(label="", told=told, cells={"a": "own", "b": "own", "c": "absent"})]

    def shown(similarity):
        near = NearPassage(article="c", telling=Telling(span=(0, 1), voice="own"), similarity=similarity)
        (found,) = find_silence(facts, {"Gull": ["a"], "Heron": ["b"], "Tern": ["c"]}, lambda *_: [near])
        return found.nearest

    assert not shown(0.14)
    assert shown(0.15)


def test_what_another_outlet_may_tell_in_other_words_is_not_told_alone():
    facts = [
        Fact(label="", told={"a": [Telling(span=(0, 1), voice="own")]}, cells={"a": "own", "b": "absent"})
    ]
    asked = []

    def kinds(similarity):
        def nearest(fact, articles):
            asked.append(sorted(articles))
            return [
                NearPassage(article="b", telling=Telling(span=(0, 1), voice="own"), similarity=similarity)
            ]

        return [
            (one.outlet, one.kind) for one in find_silence(facts, {"Gull": ["a"], "Heron": ["b"]}, nearest)
        ]

    assert kinds(0.29) == [("Gull", "told by no other")]
    assert kinds(0.3) == []
    assert asked == [["b"], ["b"]]


def test_nothing_comes_near_what_shares_no_word(annotated):
    fact = "The ferry Halcyon struck the northern pier of Marden on Tuesday."
    event = [
        tell(annotated, "a", (fact, "own"), outlet="Gull"),
        tell(annotated, "b", (fact, "own"), outlet="Heron"),
        tell(annotated, "c", ("Schools closed for want of teachers.", "own"), outlet="Tern"),
    ]
    comparison = compare(event, event=Event(title="A ferry"), resamples=0)
    assert [one.nearest for one in comparison.silence if one.kind == "told by all others"] == [[]]
