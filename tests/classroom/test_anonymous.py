"""By what an article speaks of its outlet, and what only looks like it."""

import pytest

from framing.classroom.anonymous import Anonymity


@pytest.mark.parametrize(
    ("outlet", "text", "covered"),
    [
        ("Hillwire News", "An aide told Hillwire that help would come.", True),
        ("Hillwire News Agency", "An aide told Hillwire News that help would come.", True),
        ("Hillwire News Agency", "An aide told Hillwire that help would come.", True),
        ("Ostmark Media Group", "“No,” he told Ostmark.", True),
        # A word is a name only as it is written in one.
        ("Hillwire News", "The hillwire fence gave way.", False),
        # What is left would mean something else.
        ("Northern News Agency", "Trains in Northern Ireland stood still.", False),
        ("The Daily Press", "Daily trains stood still.", False),
        ("Russian News Agency", "Russian trains stood still.", False),
        ("London Press Agency", "The London office was closed.", False),
        ("News", "News of the flood came late.", True),
    ],
)
def test_the_front_of_a_name_is_covered_where_it_is_a_name(compare_texts, outlet, text, covered):
    comparison = compare_texts((outlet, text), ("The Valley Post", "Forty houses stood under water."))
    assert Anonymity(comparison).names_outlet(text) is covered


@pytest.mark.parametrize(
    ("outlet", "text", "covered"),
    [
        # A common word is left, and a name is covered.
        (
            "The Times",
            "It rained three times, the Times reported.",
            "It rained three times, [outlet] reported.",
        ),
        (
            "The Sun",
            "The sun rose over the hill, the Sun wrote.",
            "The sun rose over the hill, [outlet] wrote.",
        ),
        ("Sun", "The sun rose, Sun readers saw.", "The sun rose, [outlet] readers saw."),
        ("Kyodo", "As kYODO said, Kyodo left.", "As [outlet] said, [outlet] left."),
        # A town is left where a paper is called after it, and the paper's name is covered.
        (
            "Ellery News",
            "A bridge near Ellery fell, Ellery News said.",
            "A bridge near Ellery fell, [outlet] said.",
        ),
        (
            "Pyongyang Times",
            "In Pyongyang it rained, the Times said.",
            "In Pyongyang it rained, [outlet] said.",
        ),
        ("Hillwire News", "He wrote an article in Hillwire.", "He wrote an article in [outlet]."),
        ("Hillwire News", "In Hillwire News he wrote.", "In [outlet] he wrote."),
        # Of a paper that is called as its town and nothing else, the town is covered too.
        ("Ellery", "A bridge near Ellery fell.", "A bridge near [outlet] fell."),
    ],
)
def test_a_word_or_a_place_is_told_from_a_name(compare_texts, outlet, text, covered):
    comparison = compare_texts((outlet, text), ("The Valley Post", "Forty houses stood under water."))
    assert Anonymity(comparison).cover(text) == covered
