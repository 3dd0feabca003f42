"""A second language: the same files, the same ids, one registry of organisations for all."""

from pathlib import Path

import pytest

from framing.errors import LexiconError
from framing.lexicon.entries import CueEntry, FrameEntry, LoadedEntry, NamingEntry, StanceEntry
from framing.lexicon.inflection import forms_in_text, name_forms
from framing.lexicon.language import load_grammar, load_language
from framing.lexicon.load import load_lexicon, load_shipped
from framing.lexicon.match import pieces_in
from framing.lexicon.organisations import join_registries
from framing.lexicon.translated import shipped_lexicons
from framing.resources import lexicon_folder, shipped_languages


def entries(code, kind, record):
    return [one for lexicon in load_shipped(code)[kind] for one in lexicon.entries if isinstance(one, record)]


@pytest.mark.parametrize("code", shipped_languages())
def test_each_language_has_the_same_files_and_classes(code: str) -> None:
    files = {path.name for path in lexicon_folder(code).glob("*.toml")}
    assert files == {path.name for path in lexicon_folder("en").glob("*.toml")}
    assert set(load_grammar(code)) >= set(load_grammar("en"))
    furniture = {entry.name for one in load_shipped(code)["furniture"] for entry in one.entries}
    assert furniture >= {entry.name for one in load_shipped("en")["furniture"] for entry in one.entries}


@pytest.mark.parametrize("code", shipped_languages())
def test_concepts_and_frames_have_the_ids_and_labels_of_english(code: str) -> None:
    english = {entry.id: entry for entry in entries("en", "naming", NamingEntry)}
    own = entries(code, "naming", NamingEntry)
    assert len(own) >= 30
    assert {entry.id: entry.label for entry in own}.items() <= {
        id_: entry.label for id_, entry in english.items()
    }.items()
    assert all(len(entry.variants) >= 2 for entry in own)
    assert all(variant.used_by and variant.since for entry in own for variant in entry.variants)
    frames = {entry.id for entry in entries(code, "frames", FrameEntry)}
    assert frames == {entry.id for entry in entries("en", "frames", FrameEntry)}


def test_most_german_wordings_have_the_label_of_an_english_one() -> None:
    english = {
        (entry.id, one.label) for entry in entries("en", "naming", NamingEntry) for one in entry.variants
    }
    own = [(entry.id, one.label) for entry in entries("de", "naming", NamingEntry) for one in entry.variants]
    assert sum(one in english for one in own) / len(own) > 0.95


def test_german_lists_are_large_enough() -> None:
    cues = entries("de", "cues", CueEntry)
    assert len(cues) >= 200
    assert {cue.class_ for cue in cues} >= {
        "neutral",
        "emphatic",
        "distancing",
        "factive",
        "negating",
        "evaluative",
        "mental",
    }
    assert all(cue.takes and cue.forms for cue in cues)
    assert len(entries("de", "stance", StanceEntry)) >= 200
    assert len(entries("de", "loaded", LoadedEntry)) >= 200
    assert len({one.category for one in entries("de", "stance", StanceEntry)}) == 6


def test_a_separable_verb_may_share_its_forms_with_another() -> None:
    giving = [cue for cue in entries("de", "cues", CueEntry) if "gab" in cue.forms]
    assert {cue.particle for cue in giving} >= {"bekannt", "zu", "an"}


def test_names_are_added_to_one_registry() -> None:
    german = {entry.name: entry for entry in load_language("de").organisation_entries}
    english = {entry.name: entry for entry in load_language("en").organisation_entries}
    assert set(german) == set(english)
    for name, entry in german.items():
        assert (entry.kind, entry.type, entry.domains) == (
            english[name].kind,
            english[name].type,
            english[name].domains,
        )
    assert "Weißen Haus" in german["White House"].aliases
    assert german["Russia"].metonyms == ["Moskau"]
    assert "Russian" in english["Russia"].demonyms
    assert "Russian" not in german["Russia"].demonyms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("das russische Außenministerium", "Russian Foreign Ministry"),
        ("dem russischen Außenministerium", "Russian Foreign Ministry"),
        ("Nordkoreas Führung", "North Korea"),
        ("Sprecher des Weißen Hauses", "White House"),
        ("die Vereinten Nationen", "United Nations"),
        ("der Nachrichtenagentur Tass", "TASS"),
    ],
)
def test_german_names_are_found_in_every_case(text: str, name: str) -> None:
    found = load_language("de").organisations.find_longest(text, pieces_in(text))
    assert name in [match.payload.name for match in found]


def test_names_for_an_unknown_organisation_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    header = 'id = "x"\nversion = "1"\nkind = "organisations"\ntitle = "t"\nlanguage = "de"\nextends = "en"\n'
    path.write_text(
        header + 'licence = "MIT"\nreferences = []\nnotes = ""\nentries = [{ name = "Nobody" }]\n'
    )
    with pytest.raises(LexiconError, match="Nobody"):
        join_registries([*shipped_lexicons("en"), load_lexicon(path)])


def test_only_organisations_extend(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    header = 'id = "x"\nversion = "1"\nkind = "stance"\ntitle = "t"\nlanguage = "de"\nextends = "en"\n'
    path.write_text(
        header + 'licence = "MIT"\nreferences = []\nnotes = ""\nentries = [{ name = "Nobody" }]\n'
    )
    with pytest.raises(LexiconError, match="extends"):
        load_lexicon(path)


def test_endings() -> None:
    assert forms_in_text(["groß angelegte Invasion"], "de") == [
        f"groß angelegt{ending} Invasion" for ending in ("e", "er", "en", "es", "em")
    ]
    assert forms_in_text(["Invasion", "the same house"], "en") == ["Invasion", "the same house"]
    assert name_forms(["Russland", "Paris", "russische"], "de")[:4] == [
        "Russland",
        "Russlands",
        "Paris",
        "russische",
    ]
    assert name_forms(["Russia"], "en") == ["Russia"]
