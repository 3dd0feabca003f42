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


class _Shared:
    """A likeness that counts the label's words in a passage."""

    def of(self, label, passage):
        wanted = label.split()
        return sum(word in passage.split() for word in wanted) / len(wanted)


def _found(texts, events=()):
    sentences = [SimpleNamespace(text=text) for text in texts]
    fact = SimpleNamespace(label="forty houses drowned early", told={"a": None}, nearest={"b": sentences[0]})
    return live._find(fact, "b", sentences, _Shared(), events).found


def test_what_two_sentences_tell_between_them_is_in_doubt():
    assert _found(["forty people ran", "they saw nothing", "drowned"]) == "not found"
    assert _found(["forty people ran", "houses drowned"]) == "in doubt"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"a": "own", "b": "not yet happened"}, "not yet happened"),
        ({"a": "own", "b": "absent"}, "not found"),
        # Who tells it was written before the event too, so that the event does not matter.
        ({"a": "not yet happened", "b": "not yet happened"}, "not found"),
    ],
)
def test_an_article_that_was_written_before_could_not_tell_it(cells, found):
    assert _found(["forty people ran"], [SimpleNamespace(cells=cells, label="The dam burst")]) == found
