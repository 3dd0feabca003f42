"""Phrases that stand out in the outlets' own words."""

from collections.abc import Callable

import framing
from framing.schema import Annotations, Article, passage_text
from framing.workshop import propose_phrases

MakeArticle = Callable[..., Article]

GULL = (
    "The council opened the harbour barrier. Engineers like the harbour barrier. People fear storms. "
    'Mayor Ada Berg said: "The wall of shame divides us. The wall of shame must go. The wall of shame!" '
    "Storms, barriers and storms, barriers are one thing, and a harbour barrier is another. "
)
TERN = (
    "Boats wait at the harbour barrier. The Low Water Festival begins. The Low Water Festival ends. "
    "It was a Low Water Festival to remember. Of the many, of the many, of the many."
)


def annotate(make_article: MakeArticle) -> list[Annotations]:
    return [
        framing.annotate(make_article("gull", GULL, outlet="The Gull")),
        framing.annotate(make_article("tern", TERN)),
    ]


def test_phrases_come_with_counts_by_outlet_and_places(make_article: MakeArticle) -> None:
    held = annotate(make_article)
    found = {phrase.phrase: phrase for phrase in propose_phrases(held)}
    barrier = found["harbour barrier"]
    assert barrier.counts == {"The Gull": 3, "unidentified": 1}
    articles = {one.article.id: one.article for one in held}
    assert [passage_text(articles[id_], span, where) for id_, span, where in barrier.places] == [
        "harbour barrier"
    ] * 4
    assert barrier.score > 0


def test_only_the_outlets_own_words_count(make_article: MakeArticle) -> None:
    assert not any("shame" in phrase.phrase for phrase in propose_phrases(annotate(make_article)))


def test_a_part_of_a_longer_phrase_is_left_out(make_article: MakeArticle) -> None:
    found = [phrase.phrase for phrase in propose_phrases(annotate(make_article))]
    assert "Low Water Festival" in found
    assert not {"Low Water", "Water Festival"} & set(found)


def test_function_words_and_punctuation_make_no_phrase(make_article: MakeArticle) -> None:
    found = [phrase.phrase.lower() for phrase in propose_phrases(annotate(make_article), at_least=2)]
    assert not [phrase for phrase in found if phrase.split()[0] in ("the", "of", "a", "and")]
    assert not [phrase for phrase in found if "storms barriers" in phrase]


def test_the_firmest_come_first_in_the_same_order_each_time(make_article: MakeArticle) -> None:
    held = annotate(make_article)
    found = propose_phrases(held, at_least=2)
    assert [phrase.score for phrase in found] == sorted((phrase.score for phrase in found), reverse=True)
    assert propose_phrases(held, at_least=2) == found
    assert propose_phrases(held, at_least=2, limit=1) == found[:1]


def test_nothing_gives_nothing(make_article: MakeArticle) -> None:
    assert propose_phrases([]) == []
    assert propose_phrases([framing.annotate(make_article("a", "One."))]) == []
