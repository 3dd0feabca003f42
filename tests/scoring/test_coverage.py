import random

import pytest

from framing.schema import Event, passage_text
from framing.scoring import compare
from framing.scoring import coverage as module
from framing.scoring.coverage import coverage


def tell(annotated, id_, *sentences, long=True, **options):
    """Make an article of whole sentences (text, voice); a long one has a tail that no other article shares."""
    tail = [[(f"{id_}{n} {id_}x{n} {id_}y{n} " * 5, "own", None)] for n in range(12)] if long else []
    return annotated(id_, [[(text, voice, None)] for text, voice in sentences] + tail, marks=False, **options)


@pytest.fixture
def event(annotated):
    return [
        tell(
            annotated,
            "a",
            ("The ferry Halcyon sank off Marden with 41 people aboard.", "own"),
            ("Divers recovered the engine log on Friday.", "own"),
        ),
        tell(
            annotated,
            "b",
            ("Halcyon, a ferry carrying 41 people, has sunk near Marden.", "attributed"),
            ("The harbour council will vote on new lights.", "own"),
        ),
        tell(
            annotated,
            "c",
            ("Forty-one were aboard when the ferry Halcyon sank off Marden.", "quoted"),
            long=False,
        ),
    ]


def test_the_same_fact_in_three_articles_is_one_row_with_voices(event):
    facts, notes = coverage(event)
    assert notes == []
    sinking = facts[0]
    assert set(sinking.told) == {"a", "b", "c"}
    assert sinking.cells == {"a": "own", "b": "attributed", "c": "quoted"}
    assert "Halcyon" in sinking.label


def test_what_one_article_tells_is_kept_below_and_short_articles_are_not_called_silent(event):
    facts, _ = coverage(event)
    assert [len(fact.told) for fact in facts] == sorted((len(fact.told) for fact in facts), reverse=True)
    divers = next(fact for fact in facts if fact.label.startswith("Divers"))
    assert divers.cells == {"a": "own", "b": "absent", "c": "too short"}


def test_every_sentence_is_told_once_and_its_span_is_its_words(event):
    facts, _ = coverage(event)
    told = [(id_, telling.span) for fact in facts for id_, held in fact.told.items() for telling in held]
    assert len(told) == len(set(told)) == sum(len(annotation.sentences) for annotation in event)
    texts = {annotation.article.id: annotation.article for annotation in event}
    assert all(fact.label for fact in facts)
    for fact in facts:
        words = [
            " ".join(passage_text(texts[id_], one.span, one.where).split())
            for id_, held in fact.told.items()
            for one in held
        ]
        assert fact.label in words


def test_the_best_voice_makes_the_cell(annotated):
    same = "The ferry Halcyon sank off Marden."
    facts, _ = coverage(
        [tell(annotated, "a", (same, "quoted"), (same, "attributed")), tell(annotated, "b", (same, "own"))]
    )
    assert facts[0].cells == {"a": "attributed", "b": "own"}
    assert len(facts[0].told["a"]) == 2


def test_a_title_that_stands_apart_tells_too(annotated):
    apart = tell(annotated, "a", title=[("Ferry Halcyon sinks off Marden", "own", None)])
    other = tell(annotated, "b", ("Ferry Halcyon sank off Marden.", "own"))
    facts, _ = coverage([apart, other])
    assert [(one.where, one.span[0]) for one in facts[0].told["a"]] == [("title", 0)]


def test_order_changes_nothing(event):
    for seed in range(3):
        assert coverage(random.Random(seed).sample(event, 3)) == coverage(event)


def test_copies_of_a_sentence_cost_nothing_and_stay_together(annotated):
    same = ("The ferry Halcyon sank off Marden.", "own")
    facts, notes = coverage([tell(annotated, f"a{n:03}", same, long=False) for n in range(300)])
    assert (len(facts), notes) == (1, [])
    assert len(facts[0].told) == 300


def test_one_article_has_nothing_to_be_compared_with(event):
    assert coverage(event[:1]) == ([], [])
    assert coverage([]) == ([], [])


def test_articles_without_words_tell_nothing(annotated):
    assert coverage([annotated("a", []), annotated("b", [[("of the and", "own", None)]])]) == ([], [])


def test_too_many_sentences_are_said_to_be_too_many(event, monkeypatch):
    monkeypatch.setattr(module, "SENTENCES_AT_MOST", 5)
    comparison = compare(event, event=Event(title="The Halcyon"), resamples=0)
    assert comparison.coverage == []
    assert "The coverage matrix was left out" in comparison.notes[0]
