"""A registry of one's own: what is written, what is refused, and that reading and features know it."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from framing.errors import FramingError, LexiconError, UsageError
from framing.lexicon import registry
from framing.lexicon.language import load_language
from framing.lexicon.load import load_lexicon
from framing.lexicon.match import pieces_in
from framing.lexicon.organisations import load_organisations
from framing.lexicon.registry import NewOutlet, add_outlet, list_outlets


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my event" / "outlets.toml"


def gazette(**more: Any) -> NewOutlet:
    return NewOutlet(
        **{"name": "Harbour Gazette", "domains": ["https://www.harbour-gazette.example/news"], **more}
    )


def test_an_outlet_is_written_as_the_loader_reads_it(file: Path) -> None:
    added = add_outlet(
        file,
        gazette(
            aliases=['The "Gazette" of 1901\\2'],
            credits=["© Gazette Media"],
            country="Kenya",
            kind="newspaper",
        ),
    )
    assert added.file == file
    lexicon = load_lexicon(file)
    assert lexicon.entries == (added.entry,)
    assert added.entry.outlet
    assert added.entry.domains == ["harbour-gazette.example"]
    assert (added.entry.type, added.entry.country) == ("media", "Kenya")
    assert lexicon.header.id == "outlets-my-event"


def test_the_second_outlet_leaves_the_first_and_its_comments(file: Path) -> None:
    add_outlet(file, gazette())
    file.write_text(file.read_text() + "# mine\n", encoding="utf-8")
    add_outlet(file, NewOutlet(name="Radio Harbour"))
    assert [entry["name"] for entry in tomllib.loads(file.read_text())["entries"]] == [
        "Harbour Gazette",
        "Radio Harbour",
    ]
    assert "# mine" in file.read_text()
    assert list(file.parent.iterdir()) == [file]


def test_of_many_at_once_none_is_lost(file: Path) -> None:
    names = [f"Gazette of {place}" for place in ("Ada", "Bern", "Cork", "Doha", "Elche", "Faro")]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: add_outlet(file, NewOutlet(name=name)), names))
    assert sorted(entry.name for entry in load_lexicon(file).entries) == names
    assert list(file.parent.iterdir()) == [file]


def test_a_lock_that_is_never_freed_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_LONGEST_WAIT_SECONDS", 0.0)
    file.parent.mkdir()
    (file.parent / ".outlets.toml.lock").touch()
    with pytest.raises(UsageError, match=r"remove .*\.outlets\.toml\.lock"):
        add_outlet(file, gazette())
    assert not file.exists()


@pytest.mark.parametrize(
    ("outlet", "told"),
    [
        (NewOutlet(name="  "), "at least one word"),
        (NewOutlet(name="…"), "at least one word"),
        (gazette(), "change the entry of 'Harbour Gazette'"),
        (NewOutlet(name="harbour gazette"), "has 'Harbour Gazette' already"),
        (NewOutlet(name="Reuters"), "--extend"),
        (NewOutlet(name="NYT"), "New York Times (newspaper, United States)"),
        (NewOutlet(name="Kremlin"), "is in the registry already"),
        (NewOutlet(name="Radio", aliases=["BBC"]), "is that of BBC"),
        (NewOutlet(name="Radio", domains=["www.bbc.co.uk"]), "is that of BBC"),
        (NewOutlet(name="Radio", domains=["harbour-gazette.example"]), "is that of Harbour Gazette"),
        (NewOutlet(name="Radio", domains=["not a domain"]), "is no domain"),
        (NewOutlet(name="Radio", domains=["radio"]), "is no domain"),
        (NewOutlet(name="Radio", credits=["©"]), "holds no word"),
        (NewOutlet(name="Radio", credits=["AP"]), "is that of AP"),
        (NewOutlet(name="Radio", credits=["(© ap)"]), "is that of AP"),
        (NewOutlet(name="Radio", credits=["With inputs from PTI"]), "is that of PTI"),
        (NewOutlet(name="Radio", credits=["[HG]"]), "is that of Harbour Gazette"),
        (NewOutlet(name="HG"), "is that of Harbour Gazette"),
        (NewOutlet(name="Radio", aliases=["HG"]), "is that of Harbour Gazette"),
        (NewOutlet(name="Radio", credits=["by"]), "anybody's line of credit"),
        (NewOutlet(name="Radio", credits=["© 2024"]), "anybody's line of credit"),
        (NewOutlet(name="Radio", credits=["Foto: Agentur"]), "anybody's line of credit"),
        (NewOutlet(name="Radio", domains=["com.au"]), "shared by many"),
        (NewOutlet(name="Radio", domains=["https://www.co.uk/"]), "shared by many"),
        (NewOutlet(name="The Monday"), "a day or month"),
        (NewOutlet(name="Radio", aliases=["june"]), "a day or month"),
        (NewOutlet(name="Radio*Harbour"), "* inside"),
        (NewOutlet(name="Radio Harbour", aliases=["Radio-Harbour"]), "each form once"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    file: Path, outlet: NewOutlet, told: str
) -> None:
    add_outlet(file, gazette(credits=["(HG)"]))
    before = file.read_bytes()
    with pytest.raises(FramingError) as caught:
        add_outlet(file, outlet)
    assert told in str(caught.value)
    assert "partial" not in str(caught.value)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    ("given", "country", "told"),
    [
        ("kenya", "Kenya", ""),
        ("UK", "United Kingdom", ""),
        ("Keniya", "Keniya", "no country is known by the name 'Keniya'; did you mean 'Kenya'?"),
        ("Reuters", "Reuters", "no country is known"),
    ],
)
def test_a_country_goes_by_the_name_that_the_registry_has(
    file: Path, given: str, country: str, told: str
) -> None:
    added = add_outlet(file, gazette(country=given))
    assert added.entry.country == load_lexicon(file).entries[0].country == country
    assert told in " ".join(added.notes)
    assert bool(added.notes) == bool(told)


def test_a_known_outlet_is_extended_and_keeps_what_it_has(file: Path) -> None:
    entry = add_outlet(file, NewOutlet(name="reuters", domains=["reuters.example"]), extend=True).entry
    assert (entry.name, entry.kind) == ("Reuters", "news agency")
    assert {"reuters.com", "reuters.example"} <= set(entry.domains)
    registry = load_organisations("en", (file,))
    found = registry.find_domain("https://live.reuters.example/x")
    assert found == entry == registry.find("Reuters")
    assert load_organisations("en").find_domain("reuters.example") is None
    with pytest.raises(UsageError, match="no outlet"):
        add_outlet(file, NewOutlet(name="Kremlin"), extend=True)


def test_a_broken_registry_is_not_written_to(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("entries = [\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"outlets\.toml"):
        add_outlet(file, gazette())
    assert file.read_text() == "entries = [\n"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        add_outlet(tmp_path / "file" / "outlets.toml", gazette())


def test_the_features_know_it_in_every_language_and_under_its_name(file: Path) -> None:
    add_outlet(file, gazette(aliases=["HGZ"]))
    language = load_language("en", (file,))
    assert "Harbour Gazette" in {entry.name for entry in language.organisation_entries}
    assert "outlets-my-event@" in language.digests
    text = "HGZ"

    assert [match.payload.name for match in language.organisations.find(text, pieces_in(text))] == [
        "Harbour Gazette"
    ]


def test_own_entries_go_first_and_take_the_place_of_their_name(file: Path) -> None:
    add_outlet(file, NewOutlet(name="The Guardian", domains=["guardian.example"]), extend=True)
    registry = load_organisations("en", (file,))
    assert sum(entry.name == "The Guardian" for entry in registry.entries) == 1
    listed = list_outlets("guardian", country="united kingdom", lexicons=(file,))
    assert [(one.entry.name, one.own) for one in listed] == [("The Guardian", True)]
    assert [one.own for one in list_outlets("guardian", country="United Kingdom")] == [False]


@pytest.mark.parametrize(
    ("words", "narrow", "names"),
    [
        ("HAARETZ", {}, ["Haaretz"]),
        ("haaretz.co.il", {}, ["Haaretz"]),
        ("Trust Principles", {}, ["Reuters"]),
        ("", {"country": "fiji", "kind": "Newspaper"}, ["Fiji Times"]),
        ("no such outlet", {}, []),
    ],
)
def test_search(words: str, narrow: dict[str, str], names: list[str]) -> None:
    assert [one.entry.name for one in list_outlets(words, **narrow)] == names


def test_an_unknown_country_or_kind_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'Kenya'"):
        list_outlets(country="Kenia")
    with pytest.raises(UsageError, match="did you mean 'newspaper'"):
        list_outlets(kind="paper")
