"""The inflected forms of cues: regular ones by rule, all others as the entry lists them."""

from typing import Any

import pytest

from framing.lexicon.entries import CueEntry
from framing.lexicon.inflection import inflections, regular_verb_forms


def cue(lemma: str, **keys: Any) -> CueEntry:
    classes = {"author": "neutral", "writer": "non-factive", "act": "assertive", "process": "speech"}
    return CueEntry(lemma=lemma, class_="neutral", takes=["that"], **{**classes, **keys})


@pytest.mark.parametrize(
    "forms",
    [
        "warn warns warned warning",
        "argue argues argued arguing",
        "agree agrees agreed agreeing",
        "deny denies denied denying",
        "say says sayed saying",
        "convey conveys conveyed conveying",
        "stress stresses stressed stressing",
        "preach preaches preached preaching",
        "wish wishes wished wishing",
        "fix fixes fixed fixing",
        "plan plans planned planning",
        "quip quips quipped quipping",
        "quiz quizzes quizzed quizzing",
        "shrug shrugs shrugged shrugging",
        "show shows showed showing",
        "report reports reported reporting",
        "lie lies lied lying",
        "veto vetoes vetoed vetoing",
        "panic panics panicked panicking",
    ],
)
def test_regular_forms_of_a_verb(forms: str) -> None:
    assert list(regular_verb_forms(forms.split()[0])) == forms.split()


def test_the_first_word_of_a_phrasal_verb_is_inflected() -> None:
    assert regular_verb_forms("shrug off") == ("shrug off", "shrugs off", "shrugged off", "shrugging off")
    assert regular_verb_forms("point out")[2] == "pointed out"


def test_listed_forms_take_the_place_of_regular_ones() -> None:
    assert inflections(cue("say", forms=["say", "says", "said", "said"])) == ["say", "says", "said"]
    assert inflections(cue("admit", forms=["admit", "admits", "admitted", "admitting"]))[2] == "admitted"


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("claim", ["claim", "claims"]),
        ("testimony", ["testimony", "testimonies"]),
        ("survey", ["survey", "surveys"]),
        ("guess", ["guess", "guesses"]),
        ("memo", ["memo", "memos"]),
    ],
)
def test_plurals_of_nouns(lemma: str, forms: list[str]) -> None:
    assert inflections(cue(lemma, pos="noun")) == forms


@pytest.mark.parametrize("pos", ["preposition", "adverb", "adjective"])
def test_other_words_have_one_form(pos: str) -> None:
    assert inflections(cue("according to", pos=pos)) == ["according to"]
