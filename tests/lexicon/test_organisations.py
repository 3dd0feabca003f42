from pathlib import Path

import pytest

from framing.lexicon.load import load_lexicon
from framing.lexicon.organisations import Organisations, host_of, load_organisations

LEXICON = """
id = "tiny"
version = "1"
kind = "organisations"
title = "Tiny"
language = "en"
licence = "MIT"
references = []
notes = ""

[[entries]]
name = "The Daily Planet"
aliases = ["Planet", "dp-news"]
kind = "newspaper"
type = "media"
outlet = true
domains = ["dailyplanet.example", "https://www.planet.example/"]
credits = ["© Planet Media", "Planet Wire Desk"]

[[entries]]
name = "AP"
aliases = ["Associated Press"]
kind = "news agency"
type = "media"
outlet = true

[[entries]]
name = "Ministry of Rain"
aliases = ["MOR"]
kind = "ministry"
type = "government"
domains = ["rain.example"]
"""


@pytest.fixture
def registry(tmp_path: Path) -> Organisations:
    path = tmp_path / "tiny.toml"
    path.write_text(LEXICON)
    return Organisations(load_lexicon(path).entries)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("The Daily Planet", "The Daily Planet"),
        ("daily planet", "The Daily Planet"),
        ("DP News", "The Daily Planet"),
        ("the associated press", "AP"),
        ("ap", "AP"),
        ("MOR", "Ministry of Rain"),
        ("Nobody at all", "Nobody at all"),
        ("", ""),
    ],
)
def test_canonical(registry: Organisations, name: str, canonical: str) -> None:
    assert registry.canonical(name) == canonical


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("AP", "AP"),
        ("The Associated Press", "AP"),
        ("ASSOCIATED PRESS", "AP"),
        ("associated press", None),
        ("ap", None),
        ("Daily Planet", "The Daily Planet"),
        ("Ministry of Rain", None),
        ("AP and others", None),
        ("", None),
    ],
)
def test_find_outlet_minds_capitals(registry: Organisations, words: str, name: str | None) -> None:
    found = registry.find_outlet(words)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.dailyplanet.example/a/b?c=1", "The Daily Planet"),
        ("edition.dailyplanet.example", "The Daily Planet"),
        ("http://planet.example:8080", "The Daily Planet"),
        ("notdailyplanet.example", None),
        ("https://rain.example/", None),
        ("example", None),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_find_domain(registry: Organisations, address: str, name: str | None) -> None:
    found = registry.find_domain(address)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("© Planet Media", "© Planet Media"),
        ("Copyright ©Planet Media 2024", "©Planet Media"),
        ("Planet Media", None),
        ("From the Planet Wire Desk", "Planet Wire Desk"),
        ("", None),
    ],
)
def test_find_credit(registry: Organisations, line: str, words: str | None) -> None:
    found = registry.find_credit(line)
    assert (line[found.start : found.end] if found else None) == words


def test_outlet_at_end(registry: Organisations) -> None:
    line = "JANE DOE Associated Press"
    found = registry.outlet_at_end(line)
    assert found is not None
    assert line[found.start : found.end] == "Associated Press"
    assert registry.outlet_at_end("JANE DOE") is None


def test_host_of() -> None:
    assert host_of("HTTPS://WWW.A.Example./x") == "a.example"


def test_every_shipped_form_of_credit_is_found_as_that_of_its_outlet() -> None:
    registry = load_organisations()
    for entry in registry.outlets:
        for form in entry.credits:
            found = registry.find_credit(f"… {form}")
            assert found is not None, form
            assert found.entry == entry, form
            assert registry.may_hold_credit(f"… {form}".lower()), form
    assert not registry.may_hold_credit("the mayor left")


def test_every_shipped_domain_leads_to_its_outlet_and_archives_to_none() -> None:
    registry = load_organisations()
    for entry in registry.entries:
        for domain in entry.domains:
            assert registry.find_domain(f"https://www.{domain}/a") == (entry if entry.outlet else None), (
                domain
            )
            assert registry.owner_of(f"https://sub.{domain}/a") == entry, domain
