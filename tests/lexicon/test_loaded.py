"""The list of loaded words: broad, weighed within range, praise beside blame, and no names in it."""

from collections import Counter
from typing import get_args, get_type_hints

import pytest

from framing.lexicon.entries import LoadedEntry, OrganisationEntry, StanceEntry
from framing.lexicon.language import load_language
from framing.lexicon.load import load_shipped, normal_form
from framing.lexicon.match import pieces_in

CAPITALS = {"Orwellian", "God-given"}


def entries() -> list[LoadedEntry]:
    return [
        entry
        for lexicon in load_shipped("en")["loaded"]
        for entry in lexicon.entries
        if isinstance(entry, LoadedEntry)
    ]


def forms() -> dict[str, LoadedEntry]:
    return {form: entry for entry in entries() for form in entry.forms}


def marked(text: str) -> list[tuple[str, str]]:
    """The forms found in a text, each with its category."""
    found = load_language("en").loaded.find_longest(text, pieces_in(text))
    return [(match.form, match.payload.category) for match in found]


def test_the_list_is_long_enough() -> None:
    assert len(entries()) >= 1000
    assert len(forms()) >= 2000


def test_each_weight_is_in_range_with_one_decimal() -> None:
    for entry in entries():
        assert 0.1 <= entry.weight <= 1.0, entry.forms[0]
        assert entry.weight == round(entry.weight, 1), entry.forms[0]


def test_force_never_weighs_as_much_as_an_insult() -> None:
    intensifiers = [entry for entry in entries() if entry.category == "subjective intensifier"]
    assert max(entry.weight for entry in intensifiers) <= 0.4


def test_all_categories_are_present_in_number() -> None:
    counts = Counter(entry.category for entry in entries())
    assert set(counts) == set(get_args(get_type_hints(LoadedEntry)["category"]))
    assert min(counts.values()) >= 100


@pytest.mark.parametrize(
    "praise_and_blame",
    [
        ("heroic", "cowardly"),
        ("honest", "mendacious"),
        ("tenacious", "spineless"),
        ("astute", "clueless"),
        ("magnificent", "hideous"),
        ("generous", "greedy"),
        ("lauded", "slammed"),
        ("jubilant", "seething"),
        ("seamless", "convoluted"),
    ],
)
def test_praise_stands_beside_blame(praise_and_blame: tuple[str, str]) -> None:
    assert set(praise_and_blame) <= set(forms())


def test_all_inflections_of_a_verb_are_forms_of_one_entry() -> None:
    for family in (
        {"slam", "slams", "slammed", "slamming"},
        {"castigate", "castigates", "castigated", "castigating"},
        {"demonize", "demonise", "demonized", "demonised"},
    ):
        assert len({id(forms()[form]) for form in family}) == 1


def test_no_form_has_a_capital_but_the_two_stated() -> None:
    assert {form for form in forms() if form != form.lower()} == CAPITALS


def test_no_form_goes_on_with_an_open_end() -> None:
    assert not [form for form in forms() if form.endswith("*")]


def test_no_form_is_a_name_of_organisations() -> None:
    names = {
        normal_form(name)
        for lexicon in load_shipped("en")["organisations"]
        for entry in lexicon.entries
        if isinstance(entry, OrganisationEntry)
        for name in (entry.name, *entry.aliases, *entry.metonyms, *entry.demonyms)
    }
    assert not names & {normal_form(form) for form in forms()}


def test_no_form_is_a_stance_word_as_well() -> None:
    stance = {
        normal_form(form)
        for lexicon in load_shipped("en")["stance"]
        for entry in lexicon.entries
        if isinstance(entry, StanceEntry)
        for form in entry.forms
    }
    assert not stance & {normal_form(form) for form in forms()}


def test_no_form_is_a_plain_label_of_an_ideology() -> None:
    labels = {
        "conservative",
        "liberal",
        "communist",
        "socialist",
        "far-right",
        "leftist",
        "islamist",
        "fascist",
    }
    assert not labels & set(forms())


@pytest.mark.parametrize(
    "text",
    [
        "The blast at the fire station was heard for miles.",
        "He would be the first to say that it has been a long war.",
        "The Superior Court in the city failed to meet; the token price fell.",
        "The battle for third place ended in a draw after extra time.",
        "The ministry said on Monday that it would impose a tax on imports.",
    ],
)
def test_plain_news_is_not_marked(text: str) -> None:
    assert marked(text) == []


def test_judging_prose_is_marked() -> None:
    text = "The so-called reformers lambasted the brutal regime and its craven, utterly shameless cronies."
    assert marked(text) == [
        ("so-called", "one-sided term"),
        ("lambasted", "one-sided term"),
        ("brutal", "judging word"),
        ("regime", "judging word"),
        ("craven", "judging word"),
        ("utterly", "subjective intensifier"),
        ("shameless", "judging word"),
        ("cronies", "judging word"),
    ]
