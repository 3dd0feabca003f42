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
