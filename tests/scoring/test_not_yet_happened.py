"""What had not happened when an article was written: by tense, by weekdays, by the days of publication."""

import msgspec
import pytest

from framing.lexicon.language import load_language
from framing.lexicon.words import words_in
from framing.scoring.coverage import coverage
from framing.scoring.tellings import Part
from framing.scoring.tense import Outlook, latest, outlook_of

from .conftest import tell


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council will close the channel.", Outlook(True, "close")),
        ("Both leaders are expected to close the channel.", Outlook(True, "close")),
        ("The channel is to be closed on Friday.", Outlook(True, "closed")),
        ("The mayor was to visit Marden.", Outlook(True, "visit")),
        ("The council has plans to widen it.", Outlook(True, "widen")),
        ("The council closed the channel.", Outlook(False, "closed")),
        ("The channel was closed on Friday.", Outlook(False, "closed")),
        ("The mayor said the council would close it.", Outlook(True, "close")),
        ("The mayor has told reporters that the council may close it.", Outlook(True, "close")),
        ("The mayor met engineers who will widen it.", Outlook(False, "met")),
        (
            "In a letter published Friday, the mayor said the council has a plan to widen it.",
            Outlook(True, "widen"),
        ),
        ("The mayor promised to widen it.", Outlook(True, "widen")),
        ("The channel is viewed with suspicion.", None),
        ("The council would have closed it.", None),
        ("A closure due to its age.", None),
        ("Council to close channel", None),
    ],
)
def test_tense_by_the_first_verb(sentence, expected):
    part = Part((0, len(sentence)), "text", 0, tuple(words_in(sentence)))
    assert outlook_of(part, load_language("en").grammar, str, headline=False) == expected


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        ("The mayor announced that the council will close it.", "announced", Outlook(True, "close")),
        ("The mayor announced a holiday.", "announced", Outlook(False, "announced")),
        ("The mayor announced that the council closed it.", "announced", Outlook(False, "closed")),
    ],
)
def test_a_verb_of_speech_tells_what_happened_only_where_no_other_does(sentence, verb, expected):
    part = Part((0, len(sentence)), "text", 0, tuple(words_in(sentence)))
    grammar = load_language("en").grammar
    at = sentence.index(verb)
    assert outlook_of(part, grammar, str, False, lambda start: start == at) == expected


def test_a_headline_may_tell_by_an_infinitive():
    part = Part((0, 24), "title", 0, tuple(words_in("Council to close channel")))
    assert outlook_of(part, load_language("en").grammar, str, headline=True) == Outlook(True, "close")


def test_weekdays_in_order_where_they_lie_near():
    assert latest(frozenset({6, 0, 1})) == 1
    assert latest(frozenset({0, 4})) == 0
    assert latest(frozenset({0, 2, 4})) is None
    assert latest(frozenset()) is None


def test_who_tells_as_to_come_what_others_tell_as_done_wrote_before(annotated):
    facts, *_ = coverage(
        [
            tell(annotated, "a", ("Avia and Boria are expected to sign the Marden fishing treaty.", "own")),
            tell(annotated, "b", ("Avia and Boria signed the Marden fishing treaty.", "own")),
            tell(annotated, "c", ("Boria praised the Marden fishing treaty with Avia.", "own")),
        ]
    )
    treaty = next(fact for fact in facts if {"a", "b"} <= fact.told.keys())
    assert (treaty.cells["a"], treaty.cells["b"]) == ("not yet happened", "own")
    assert treaty.cells["c"] != "not yet happened"
    assert treaty.told["a"]


def test_what_is_still_to_come_for_all_has_not_happened_for_none(annotated):
    same = "Avia and Boria are expected to sign the Marden fishing treaty."
    facts, *_ = coverage([tell(annotated, "a", (same, "own")), tell(annotated, "b", (same, "own"))])
    assert facts[0].cells == {"a": "own", "b": "own"}


def test_whoever_only_expects_what_came_about_wrote_before_in_whatever_verb(annotated):
    facts, *_ = coverage(
        [
            tell(annotated, "a", ("Avia and Boria are expected to sign the Marden fishing treaty.", "own")),
            tell(annotated, "b", ("Avia and Boria signed the Marden fishing treaty.", "own")),
            tell(annotated, "c", ("Avia and Boria may produce the Marden fishing treaty.", "attributed")),
        ]
    )
    assert facts[0].cells == {"a": "not yet happened", "b": "own", "c": "not yet happened"}
    assert facts[0].tellers == ["b"]


def test_what_comes_before_something_else_is_not_told_as_done(annotated):
    facts, *_ = coverage(
        [
            tell(
                annotated,
                "a",
                ("The mayor said on Tuesday that coal was short.", "own"),
                ("The crew will load coal at Tarn quay before boarding the ferry Halcyon at Marden.", "own"),
            ),
            tell(annotated, "b", ("The crew boarded the ferry Halcyon at Marden on Wednesday.", "own")),
        ]
    )
    (boarded,) = [fact for fact in facts if {"a", "b"} == fact.told.keys()]
    assert boarded.cells == {"a": "not yet happened", "b": "own"}


def test_an_announcement_of_what_all_expect_makes_nobody_early(annotated):
    ferry = "a second ferry will start from Marden to Tarn in May"
    facts, *_ = coverage(
        [
            tell(annotated, "a", (f"{ferry.capitalize()}.", "own"), ("The mayor said so on Tuesday.", "own")),
            tell(annotated, "b", (f"The mayor approved on Wednesday that {ferry}.", "own")),
            tell(annotated, "c", (f"The council decided {ferry}.", "own")),
        ]
    )
    assert facts[0].cells == dict.fromkeys("abc", "own")


def test_an_article_of_the_day_before_is_not_silent(annotated):
    early = ("The ferry Halcyon loaded coal, the mayor said on Tuesday.", "own")
    late = ("The ferry Halcyon sank off Marden on Wednesday.", "own")
    old = ("Marden widened its northern channel in 1987.", "own")
    facts, *_ = coverage(
        [
            tell(annotated, "a", early),
            tell(annotated, "b", late, old),
            tell(annotated, "c", late, old),
        ]
    )
    cells = {fact.label: fact.cells["a"] for fact in facts if set(fact.told) == {"b", "c"}}
    assert cells == {late[0]: "not yet happened", old[0]: "absent"}


def test_what_goes_on_after_a_later_day_has_not_happened_for_whoever_wrote_before(annotated):
    late = ("The ferry Halcyon sank off Marden on Wednesday.", "own")
    after = ("Divers pulled nine sailors aboard a trawler.", "own")
    old = ("Marden widened its northern channel in 1987.", "own")
    then = ("Gulls circled a broken lantern.", "own")
    expecting = ("The ferry Halcyon loaded coal, the mayor said on Tuesday.", "own")
    held = [tell(annotated, "b", late, after, old, then), tell(annotated, "c", late, after, old, then)]

    def cells(*told):
        facts, *_ = coverage([tell(annotated, "a", *told), *held])
        return [next(fact.cells["a"] for fact in facts if fact.label == one[0]) for one in (after, old, then)]

    assert cells(expecting) == ["not yet happened", "absent", "absent"]
    assert cells(("Coal was loaded at noon.", "own")) == ["absent", "absent", "absent"]


def test_what_an_article_tells_is_told_though_others_give_it_a_later_day(annotated):
    same = "Halcyon's first crossing to Marden in nine winters"
    held = [
        tell(
            annotated, "a", (f"It is {same}.", "own"), ("Coal was loaded, the mayor said on Tuesday.", "own")
        ),
        tell(annotated, "b", (f"The ferry began {same} on Wednesday.", "own")),
    ]
    fact = next(fact for fact in coverage(held).facts if {"a", "b"} == fact.told.keys())
    assert fact.cells == {"a": "own", "b": "own"}


def test_dates_decide_before_weekdays(annotated):
    late = ("The ferry Halcyon sank off Marden on Wednesday.", "own")
    held = [tell(annotated, "a", ("Coal was loaded at noon.", "own")), tell(annotated, "b", late)]
    days = {"a": "2024-06-18", "b": "2024-06-20T08:00:00Z"}

    def cell(annotations):
        return next(fact.cells["a"] for fact in coverage(annotations)[0] if fact.label == late[0])

    assert cell(on_days(held, days)) == "not yet happened"
    assert cell(on_days(held, {"a": "2024-06-19", "b": "2024-06-20"})) == "absent"
    assert cell(on_days(held, {"a": "not known", "b": "2024-06-20"})) == "absent"


def on_days(held, days):
    """Return annotations with the days on which the articles were published."""
    replace = msgspec.structs.replace
    return [replace(one, article=replace(one.article, published=days[one.article.id])) for one in held]


def test_what_happened_days_before_a_report_was_known_to_later_articles(annotated):
    ended = ("The ferry talks ended without a deal at Marden late on Friday.", "own")
    held = [
        tell(annotated, "a", ended),
        tell(annotated, "b", ended, ("The crews walked out at Tarn on Monday.", "own")),
        tell(annotated, "c", ("The ferries stood still at noon.", "own")),
        tell(annotated, "d", ("Shops closed early, the mayor said on Tuesday.", "own")),
    ]
    for tuesday in ("2024-03-05", None):
        days = {"a": "2024-03-04", "b": None, "c": tuesday, "d": None}
        told = next(fact for fact in coverage(on_days(held, days))[0] if set(fact.told) == {"a", "b"})
        assert (told.cells["c"], told.cells["d"]) == ("absent", "absent")


def test_a_later_article_is_not_early_though_it_looks_forward(annotated):
    held = [
        tell(annotated, "a", ("Avia and Boria signed the Marden fishing treaty.", "own")),
        tell(annotated, "b", ("Avia and Boria are expected to sign the Marden fishing treaty.", "own")),
    ]

    def cell(late):
        (fact, *_) = coverage(on_days(held, {"a": "2024-03-04", "b": late}))[0]
        return fact.cells["b"]

    assert [cell(late) for late in ("2024-03-03", "2024-03-04", None)] == ["not yet happened"] * 3
    assert cell("2024-03-06") == "own"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Both look forward, in two verbs; what one tells as done beside it is something else.
        (
            "Crews at Marden walked out on Monday over a plan that will cost 640 ferry jobs.",
            "A plan will wipe out 640 ferry jobs at Marden.",
        ),
        ("Crews at Marden refused on Monday to load coal.", "Crews at Marden will not load coal."),
    ],
)
def test_what_is_still_to_come_or_never_to_come_has_not_happened_meanwhile(annotated, one, other):
    said = ("Shops closed early, the mayor said on Monday.", "own")
    held = [tell(annotated, "a", (one, "own")), tell(annotated, "b", (other, "own"), said)]
    fact = next(fact for fact in coverage(held)[0] if set(fact.told) == {"a", "b"})
    assert fact.cells == {"a": "own", "b": "own"}
