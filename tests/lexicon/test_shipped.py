"""The shipped lexicons: each loads, is large enough, says where it comes from, and treats all alike."""

from collections import Counter
from pathlib import Path
from typing import TypeVar, get_args

import pytest

from framing.features.naming import find_wordings
from framing.lexicon.entries import (
    ENTRY_CLASSES,
    CueClass,
    CueEntry,
    FrameEntry,
    Kind,
    LoadedEntry,
    NamingEntry,
    OrganisationEntry,
    SourceEntry,
    StanceEntry,
)
from framing.lexicon.language import load_language
from framing.lexicon.load import Lexicon, labelled_forms, load_lexicon, load_shipped
from framing.lexicon.match import pieces_in
from framing.lexicon.organisations import host_of
from framing.resources import lexicon_folder, shipped_languages
from framing.text import parse_text

E = TypeVar("E")
REGIONS = [
    {"Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"},
    {"Armenia", "Azerbaijan", "Republic of Georgia"},
    {"Fiji", "Papua New Guinea", "Samoa", "Solomon Islands", "Tonga", "Vanuatu", "Cook Islands"},
    {"Brunei", "Cambodia", "East Timor", "Indonesia", "Laos", "Malaysia", "Myanmar", "Thailand", "Vietnam"},
    {"Bangladesh", "Bhutan", "Nepal", "Pakistan", "Sri Lanka"},
    {"Algeria", "Libya", "Morocco", "Tunisia", "Egypt"},
    {"Ethiopia", "Kenya", "Somalia", "South Sudan", "Sudan", "Tanzania", "Uganda"},
    {"Ghana", "Ivory Coast", "Nigeria", "Senegal", "Cameroon"},
    {"Angola", "Botswana", "Malawi", "Mozambique", "Namibia", "Zambia", "Zimbabwe"},
    {"Costa Rica", "El Salvador", "Guatemala", "Honduras", "Nicaragua", "Panama"},
    {"Barbados", "Cuba", "Dominican Republic", "Guyana", "Haiti", "Jamaica", "Trinidad and Tobago"},
    {"Bolivia", "Chile", "Colombia", "Ecuador", "Paraguay", "Peru", "Uruguay", "Venezuela"},
]
FILES = [path for code in shipped_languages() for path in sorted(lexicon_folder(code).glob("*.toml"))]


def entries_of(kind: Kind, record: type[E]) -> list[E]:
    return [
        entry
        for lexicon in load_shipped("en")[kind]
        for entry in lexicon.entries
        if isinstance(entry, record)
    ]


def english() -> list[Lexicon]:
    return [lexicon for group in load_shipped("en").values() for lexicon in group]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_lexicon_loads_and_stands_where_its_header_says(path: Path) -> None:
    lexicon = load_lexicon(path)
    assert lexicon.header.language == path.parent.name
    assert lexicon.header.kind == path.stem
    assert lexicon.header.licence == "MIT"
    assert lexicon.header.title
    assert lexicon.header.notes


def test_every_kind_is_shipped_and_ids_are_unique() -> None:
    assert set(load_shipped("en")) == set(ENTRY_CLASSES)
    ids = [lexicon.header.id for lexicon in english()]
    assert len(ids) == len(set(ids))


def test_reporting_words_have_all_classes() -> None:
    cues = entries_of("cues", CueEntry)
    assert len({cue.lemma for cue in cues}) >= 200
    assert {cue.class_ for cue in cues} == set(get_args(CueClass)) - {
        "unlisted"
    }  # that is for cues of no lexicon
    assert {cue.author for cue in cues} == {"positive", "neutral", "negative"}
    assert {cue.writer for cue in cues} == {"factive", "counter-factive", "non-factive"}
    assert {cue.act for cue in cues} >= {"assertive", "directive", "commissive", "expressive"}
    assert {cue.process for cue in cues} == {"speech", "mental", "evidence"}
    assert all(cue.takes for cue in cues)


def test_outlets_of_many_countries() -> None:
    organisations = entries_of("organisations", OrganisationEntry)
    outlets = [entry for entry in organisations if entry.outlet]
    countries = Counter(entry.country for entry in outlets)
    assert len(outlets) >= 420
    assert None not in countries
    assert len(countries) >= 120
    assert sum(entry.kind == "news agency" for entry in outlets) >= 80
    # No country may make the registry its own, and each part of the world has several outlets.
    assert countries.most_common(1)[0][1] < len(outlets) / 5
    for region in REGIONS:
        assert sum(countries[country] for country in region) >= 8, region
    kinds = {entry.kind for entry in organisations}
    assert kinds >= {"government", "ministry", "parliament", "military", "international organisation"}


def test_every_outlet_is_known_by_a_domain() -> None:
    outlets = [entry for entry in entries_of("organisations", OrganisationEntry) if entry.outlet]
    # Korean Central Television broadcasts, and is cited, but has no pages of its own.
    assert [entry.name for entry in outlets if not entry.domains] == ["Korean Central Television"]
    for entry in outlets:
        for domain in entry.domains:
            assert domain == host_of(domain), f"{entry.name}: {domain} is no plain domain"
            assert "." in domain, f"{entry.name}: {domain}"


def test_one_question_decides_the_type_of_every_outlet() -> None:
    """Whether an outlet is state media is answered by one published scheme, which the header names, and by no other."""
    (lexicon,) = load_shipped("en")["organisations"]
    assert any("State Media Monitor" in reference for reference in lexicon.header.references)
    assert "asked of all countries alike" in lexicon.header.notes
    outlets = [entry for entry in entries_of("organisations", OrganisationEntry) if entry.outlet]
    assert {entry.type for entry in outlets} == {"media", "state media", "expert"}
    assert len({entry.country for entry in outlets if entry.type == "state media"}) >= 40


def test_ownership_stands_only_with_a_reference() -> None:
    for entry in entries_of("organisations", OrganisationEntry):
        if entry.ownership:
            assert entry.ownership.form, entry.name
            assert entry.ownership.reference, entry.name
            assert 1900 < entry.ownership.year < 2100, entry.name


def test_sources_name_all_roles() -> None:
    sources = entries_of("sources", SourceEntry)
    assert {source.role for source in sources} == {"person", "group", "body", "document", "media"}
    assert all(source.type and source.unnamed for source in sources)


def test_stance_and_loaded_words_are_many_and_of_all_categories() -> None:
    stance, loaded = entries_of("stance", StanceEntry), entries_of("loaded", LoadedEntry)
    assert len(stance) + len(loaded) >= 400
    assert len({entry.category for entry in stance}) == 6
    assert len({entry.category for entry in loaded}) == 3


def test_frames_are_those_of_both_schemes() -> None:
    schemes = Counter(frame.scheme for frame in entries_of("frames", FrameEntry))
    assert sorted(schemes.values()) == [5, 14]
    assert all(frame.label and frame.definition for frame in entries_of("frames", FrameEntry))


def test_concepts_have_variants_with_users_and_dates() -> None:
    concepts = entries_of("naming", NamingEntry)
    assert len(concepts) >= 12
    for concept in concepts:
        assert concept.label, concept.id
        assert len(concept.variants) >= 2, concept.id
        labels = [variant.label for variant in concept.variants]
        assert len(labels) == len(set(labels)), concept.id
        for variant in concept.variants:
            assert variant.used_by.strip(), f"{concept.id}: {variant.label}"
            assert variant.since.strip(), f"{concept.id}: {variant.label}"


def test_what_a_variant_excepts_holds_one_of_its_forms() -> None:
    for concept in entries_of("naming", NamingEntry):
        for variant in concept.variants:
            for excepted in variant.unless:
                words = [piece.folded for piece in pieces_in(excepted)]
                assert any(
                    [piece.folded for piece in pieces_in(form)] == words[first : first + len(pieces_in(form))]
                    for form in variant.forms
                    for first in range(len(words))
                ), f"{concept.id}: {excepted}"


def test_no_person_and_no_country_is_a_loaded_or_a_stance_word() -> None:
    # Who is named there would be judged wherever the name stands: these lists hold words, never names.
    countries = [entry for entry in entries_of("organisations", OrganisationEntry) if entry.kind == "country"]
    names = {form.lower() for entry in countries for form in (entry.name, *entry.demonyms)}
    names |= {
        "biden",
        "erdogan",
        "hitler",
        "jinping",
        "kim",
        "macron",
        "merkel",
        "modi",
        "netanyahu",
        "obama",
    }
    names |= {"orban", "putin", "stalin", "trump", "xi", "zelensky", "zelenskyy"}
    adjectives = {"Orwellian", "God-given"}
    for kind in ("loaded", "stance"):
        for lexicon in load_shipped("en")[kind]:
            for entry in lexicon.entries:
                for form, _ in labelled_forms(entry):
                    assert form.islower() or form in adjectives, f"{kind}: {form} looks like a name"
                    assert not {piece.folded for piece in pieces_in(form)} & names, f"{kind}: {form}"


def test_no_outlet_and_no_speaker_decides_what_a_word_weighs() -> None:
    assert not {"used_by", "outlet", "country", "source"} & set(LoadedEntry.__struct_fields__)


def test_every_form_of_english_can_be_found() -> None:
    language = load_language("en")
    for name in ("cues", "sources", "organisations", "stance", "loaded", "frames", "naming"):
        matcher = getattr(language, name)
        for lexicon in load_shipped("en")[name]:
            for entry in lexicon.entries:
                for form, _ in labelled_forms(entry):
                    text = f"a {form.rstrip('*')} "
                    assert form in {match.form for match in matcher.find(text, pieces_in(text))}, (
                        f"{name}: {form}"
                    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("North Korea fired a missile. The North said so.", ["North Korea", "the North"]),
        ("North Korea spoke of the North Atlantic and the North Sea.", ["North Korea"]),
        ("Pyongyang's envoy left. The North Atlantic is wide; the North is not.", ["the North"]),
        ("Moscow blamed the West.", ["the West"]),
        ("Moscow spoke of the West Bank, NATO of the West's aid.", ["the West"]),
        ("China and the West Coast; NATO and the West Wing.", []),
    ],
)
def test_a_point_of_the_compass_is_not_counted_inside_another_name(text: str, found: list[str]) -> None:
    language = load_language("en")
    wordings = find_wordings(parse_text(text, language), language.naming, language.contexts)
    told = [match.payload for match in wordings if match.payload.concept.id in ("north-korea", "west")]
    assert [wording.variant.label for wording in told] == found
