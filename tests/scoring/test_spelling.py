import pytest

from framing.lexicon.language import load_language
from framing.scoring.spelling import spelling_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yury Petrov", "Yuri Petrov"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Dmitry Peskov", "Dmitriy Peskov"),
        ("José García", "Jose Garcia"),
        ("Karine Jean-Pierre", "karine jean pierre"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Jong Un", "Kim Jong Il"), ("TASS", "RIA Novosti"), ("AAP", "AP"), ("CCTV", "CTV")],
)
def test_different_names_have_different_keys(one, other):
    assert spelling_key(one) != spelling_key(other)


def test_no_two_names_of_the_registry_are_taken_for_one():
    names = [entry.name for entry in load_language("en").organisation_entries]
    assert len({spelling_key(name) for name in names}) == len(set(names))
