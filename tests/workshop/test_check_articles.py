"""What a check of articles says, before anything is annotated."""

from collections.abc import Sequence

import pytest

from framing.reading import Metadata, read_text
from framing.schema import Article, Event, Reject
from framing.workshop import ArticleCheck, check_articles

BODY = (
    "The council voted on Monday to close the old harbour for two years. Fishermen said that nobody had asked them. "
    "The work will begin in May and should end before the storms of winter, and the ferries will leave from the new "
    "pier until then. The mayor called the vote a step long overdue. The harbour master said that it was a sad "
    "day for all who had worked there, some of them for forty years, and that he would miss the smell of tar. "
    "The shops at the quay will stay open, and the market will move to the square before the church.\n"
)
OTHER = " ".join(f"Sentence {number} tells of a matter of its own." for number in range(20)) + "\n"


def article(id_: str, text: str = BODY, **given: str) -> Article:
    return read_text(text, file=f"{id_}.txt", id=id_, metadata=Metadata(**given))


def check(articles: Sequence[Article], event: Event | None = None, named: bool = True) -> ArticleCheck:
    return check_articles(articles, [], event, [], named)


def test_an_article_is_told_with_its_outlet_and_the_words_that_name_it() -> None:
    read = article("a", f"Harbour closes for two years\n\n{BODY}\n© Kyodo News\n\nShare this\n")
    (one,) = check([read]).articles
    assert (one.outlet, one.registered, one.evidence, one.evidence_text) == (
        "Kyodo",
        True,
        "copyright",
        "Kyodo News",
    )
    assert one.title == "Harbour closes for two years"
    assert 100 < one.words < 120
    assert one.aside_share == pytest.approx(5 / (one.words + 5), abs=0.02)
    assert not one.notes


def test_steps_say_what_to_put_right() -> None:
    found = check(
        [
            article("a", url="https://gazette.example.net/1"),
            article("b", OTHER, published="2024-03-04"),
            article("c", "Only a few words stand here.\n", outlet="Reuters"),
        ],
        Event(title="x", outlets=["Reuters", "Routers"]),
        named=False,
    )
    steps = "\n".join(found.next_steps)
    assert "1 article has no outlet (b)" in steps
    assert "1 article is of an outlet that the registry does not know (gazette.example.net)" in steps
    assert "1 article is very short (c)" in steps
    assert "2 articles have no date (a, c)" in steps
    assert "event.toml puts Routers in order" in steps
    assert "Name the event" in steps
    assert len(found.next_steps) == 6


def test_articles_that_need_nothing_have_no_steps() -> None:
    given = {"published": "2024-03-04"}
    found = check([article("a", outlet="Reuters", **given), article("b", OTHER, outlet="BBC", **given)])
    assert found.next_steps == []


def test_near_duplicates_are_told_once_a_pair() -> None:
    found = check(
        [
            article("a", outlet="Reuters"),
            article("b", f"{BODY}\nOne more sentence stands in this one alone.\n", outlet="BBC"),
            article("c", OTHER, outlet="AFP"),
        ]
    )
    near = {one.id: [other.id for other in one.near] for one in found.articles}
    assert near == {"a": ["b"], "b": ["a"], "c": []}
    assert found.articles[0].near[0].share == 1.0
    (step,) = found.next_steps
    assert step.startswith("a and b share 100%")


def test_one_outlet_and_rejects_are_told() -> None:
    found = check_articles([article("a", outlet="BBC")], [Reject(file="x.pdf", reason="r")])
    steps = "\n".join(found.next_steps)
    assert "There is one outlet only" in steps
    assert "1 was set aside" in steps


def test_nothing_gives_an_empty_check() -> None:
    found = check([])
    assert (found.articles, found.next_steps) == ([], [])
    assert found.as_data()["articles"] == []
