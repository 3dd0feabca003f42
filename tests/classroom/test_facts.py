"""Which facts a class can look for: one rule for the printed lesson and the live session."""

from types import SimpleNamespace

import pytest

from framing.classroom import missing
from framing.classroom.facts import is_matter_of_fact
from framing.classroom.live import facts as live

SENTENCE = SimpleNamespace(holds=lambda span: span == (3, 9))
IN_IT = SimpleNamespace(article="a", spans=[(3, 9)])
ELSEWHERE = SimpleNamespace(article="b", spans=[(3, 9)])


def _fact(label="Forty houses stood under water.", *tellers):
    return SimpleNamespace(label=label, told=dict.fromkeys(tellers or ("a",), SENTENCE))


@pytest.mark.parametrize(
    ("label", "matter"),
    [
        ("Forty houses stood under water.", True),
        ("The mayor's houses stood under water.", True),
        ("“Forty houses are gone.”", False),
        ("The mayor called it “a disaster” on Sunday.", False),
        ("The mayor called it 'a disaster' on Sunday.", False),
    ],
)
def test_what_is_quoted_is_not_looked_for(label, matter):
    assert is_matter_of_fact(_fact(label), []) is matter


def test_a_judgement_is_not_looked_for_unless_several_tell_it():
    assert not is_matter_of_fact(_fact(), [IN_IT])
    assert is_matter_of_fact(_fact(), [ELSEWHERE])
    assert is_matter_of_fact(_fact("Forty houses stood under water.", "a", "b"), [IN_IT])


def test_lesson_and_live_session_have_one_rule():
    assert missing.is_matter_of_fact is live.is_matter_of_fact
