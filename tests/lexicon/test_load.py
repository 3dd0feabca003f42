"""A lexicon with a fault is refused, and the message says where the fault is and what to do."""

from pathlib import Path
from typing import Any

import pytest

from framing.errors import LexiconError
from framing.lexicon.language import compile_language, load_language
from framing.lexicon.load import Lexicon, finds, load_lexicon, normal_form
from framing.resources import lexicon_folder, shipped_languages

HEADER: dict[str, Any] = {
    "id": "test",
    "version": "1",
    "kind": "stance",
    "title": "A test",
    "language": "en",
    "licence": "MIT",
    "references": [],
    "notes": "",
}


def toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(held)}" for key, held in value.items()) + "}"
    return str(value)


def lexicon_text(kind: str, entries: list[Any], **header: Any) -> str:
    keys = {**HEADER, "kind": kind, **header}
    return "".join(f"{key} = {toml(value)}\n" for key, value in keys.items()) + f"entries = {toml(entries)}\n"


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load(folder: Path, kind: str, *entries: Any) -> Lexicon:
    return load_lexicon(write(folder, lexicon_text(kind, list(entries))))


def hedge(*forms: str) -> dict[str, Any]:
    return {"forms": list(forms), "category": "hedge"}


def loaded(*forms: str, weight: float = 0.5) -> dict[str, Any]:
    return {"forms": list(forms), "category": "judging word", "weight": weight}


def frame(id_: str, *forms: str) -> dict[str, Any]:
    return {"id": id_, "label": id_, "scheme": "s", "definition": "d", "forms": list(forms)}


def organisation(name: str, **keys: Any) -> dict[str, Any]:
    return {"name": name, "kind": "other", "type": "other", **keys}


def cue(lemma: str, **keys: Any) -> dict[str, Any]:
    classes = {"class": "neutral", "author": "neutral", "writer": "non-factive", "act": "assertive"}
    return {"lemma": lemma, **classes, "process": "speech", "takes": ["that"], **keys}


def concept(id_: str, *variants: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"id": id_, "label": id_, "variants": list(variants), **keys}


def variant(label: str, *forms: str, **keys: Any) -> dict[str, Any]:
    return {"label": label, "forms": list(forms), "used_by": "some", "since": "2020", **keys}


REFUSED = [
    # kind, entries, where, what was found
    (
        "stance",
        [hedge("perhaps"), hedge("Perhaps", "perhaps")],
        "entry 2 (Perhaps)",
        "'perhaps' stands twice",
    ),
    ("stance", [hedge("so-to-say", "so to say")], "entry 1 (so-to-say)", "already found by 'so-to-say'"),
    ("stance", [hedge("don't know"), hedge("don’t know")], "entry 2 (don’t know)", "already found by"),
    ("stance", [hedge("maybe", "")], "entry 1 (maybe)", "'' is empty"),
    ("stance", [hedge("...")], "entry 1 (...)", "'...' is empty or matches everything"),
    ("stance", [hedge("*")], "entry 1 (*)", "'*' is empty or matches everything"),
    ("stance", [hedge("ab*")], "entry 1 (ab*)", "'ab*' matches too much"),
    ("stance", [hedge("it is a*")], "entry 1 (it is a*)", "matches too much"),
    ("stance", [hedge("may*be")], "entry 1 (may*be)", "a * inside"),
    ("stance", [hedge("maybe**")], "entry 1 (maybe**)", "a * inside"),
    ("stance", [hedge("pro-")], "entry 1 (pro-)", "a part of a word"),
    ("stance", [hedge()], "entry 1 ()", "has no form"),
    ("stance", [{**hedge("maybe"), "weight": 1}], "entry 1 (['maybe'])", "the key 'weight' is not known"),
    ("stance", [{"forms": ["maybe"]}], "entry 1 (['maybe'])", "missing required field `category`"),
    ("stance", [{**hedge("maybe"), "category": "doubt"}], "entry 1 (['maybe'])", "'doubt'"),
    ("stance", ["maybe"], "entry 1 (not a table)", "Expected `object`"),
    ("loaded", [loaded("evil", weight=2.0)], "entry 1 (evil)", "the weight is 2.0"),
    ("loaded", [loaded("evil", weight=-0.1)], "entry 1 (evil)", "the weight is -0.1"),
    ("cues", [cue("say"), cue("says", forms=["says"])], "entry 2 (says)", "'says' stands twice"),
    ("frames", [frame("a", "tax", "tax")], "entry 1 (a)", "'tax' stands twice"),
    ("frames", [frame("a", "tax"), frame("a", "law")], "entry 2 (a)", "the id 'a' stands in entry 1 too"),
    (
        "organisations",
        [organisation("Kim", aliases=["Kim Jong-un", "Kim Jong Un"])],
        "entry 1 (Kim)",
        "'Kim Jong Un' is already found by 'Kim Jong-un'",
    ),
    (
        "organisations",
        [organisation("A", demonyms=["Korean"]), organisation("B", demonyms=["Korean"])],
        "entry 2 (Korean)",
        "the demonym 'Korean' stands in entry 1 too",
    ),
    (
        "organisations",
        [organisation("A", domains=["a.example"]), organisation("B", domains=["A.example"])],
        "entry 2 (A.example)",
        "the domain 'A.example'",
    ),
    ("naming", [concept("tax")], "entry 1 (tax: variants)", "has no form"),
    ("naming", [concept("tax", variant("a", "levy"), variant("b"))], "entry 1 (tax: b)", "has no form"),
    (
        "naming",
        [concept("tax", variant("a", "levy"), variant("b", "Levy", "levy"))],
        "entry 1 (tax: b)",
        "'levy' stands twice",
    ),
    (
        "naming",
        [concept("tax", variant("a", "levy", near=[""]))],
        "entry 1 (tax: a, near)",
        "'' is empty",
    ),
    (
        "naming",
        [concept("tax", variant("a", "levy", unless=["a*b"]))],
        "entry 1 (tax: a, unless)",
        "a * inside",
    ),
    (
        "naming",
        [concept("tax", variant("a", "levy"), context=["-"])],
        "entry 1 (tax: context)",
        "'-' is empty",
    ),
    (
        "naming",
        [concept("t", {**variant("a", "levy"), "nere": []})],
        "entry 1 (t)",
        "in variants 1 the key 'nere' is not known",
    ),
]


@pytest.mark.parametrize(("kind", "entries", "where", "found"), REFUSED)
def test_a_fault_is_told_with_file_entry_and_remedy(
    tmp_path: Path, kind: str, entries: list[Any], where: str, found: str
) -> None:
    path = write(tmp_path, lexicon_text(kind, entries))
    with pytest.raises(LexiconError) as raised:
        load_lexicon(path)
    error = raised.value
    assert error.where == f"{path}, {where}"
    assert found in error.found
    assert error.expected
    assert error.remedy
    assert all(part in str(error) for part in (str(path), where, found, error.remedy))


def test_a_key_within_an_entry_is_held_against_the_keys_of_its_place(tmp_path: Path) -> None:
    variants = [variant("a", "levy"), {**variant("b", "toll"), "usedby": "us"}]
    path = write(tmp_path, lexicon_text("naming", [concept("t", *variants)]))
    with pytest.raises(LexiconError, match=r"variants 2 .*did you mean 'used_by'") as raised:
        load_lexicon(path)
    assert raised.value.expected == "the keys label, forms, used_by, since, reference, near, unless"


@pytest.mark.parametrize("key", sorted(HEADER))
def test_every_key_of_the_header_is_needed(tmp_path: Path, key: str) -> None:
    text = lexicon_text("stance", [hedge("maybe")])
    kept = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"{key} "))
    path = write(tmp_path, kept)
    with pytest.raises(LexiconError, match=key) as raised:
        load_lexicon(path)
    assert raised.value.where == f"{path}, header"
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ({"kind": "names"}, "'names'"),
        ({"version": 1}, "Expected `str`"),
        ({"author": "me"}, "the key 'author' is not known"),
        ({"id": "my names"}, "'my names'"),
        ({"id": ""}, "''"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, header: dict[str, Any], found: str) -> None:
    path = write(tmp_path, lexicon_text(**{"kind": "stance", "entries": [hedge("maybe")], **header}))
    with pytest.raises(LexiconError) as raised:
        load_lexicon(path)
    assert found in raised.value.found
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (lexicon_text("stance", []), "has no entries"),
        (
            lexicon_text("stance", [hedge("maybe")]).replace("entries", "entry"),
            "the key 'entry' is not known",
        ),
        ("id = ", "cannot be read"),
        (b"id = '\xff'", "cannot be read"),
        ("a = " + "[" * 5000, "cannot be read"),
        ("", "kind is missing"),
    ],
)
def test_a_file_that_is_no_lexicon_is_refused(tmp_path: Path, text: str | bytes, found: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(LexiconError) as raised:
        load_lexicon(path)
    assert found in raised.value.found
    assert str(path) in raised.value.where
    assert raised.value.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.toml", tmp_path):
        with pytest.raises(LexiconError, match="check the path"):
            load_lexicon(path)


ACCEPTED = [
    ("stance", [hedge("us", "US")]),
    ("organisations", [organisation("TASS", aliases=["Tass"]), organisation("BelTA", aliases=["Belta"])]),
    ("frames", [frame("a", "tax"), frame("b", "tax")]),
    ("naming", [concept("a", variant("x", "the deal")), concept("b", variant("x", "the deal"))]),
    ("cues", [cue("claim"), cue("claim", pos="noun")]),
    ("stance", [hedge("perhaps"), hedge("perhaps not")]),
]


@pytest.mark.parametrize(("kind", "entries"), ACCEPTED)
def test_what_is_told_apart_may_stand_together(tmp_path: Path, kind: str, entries: list[Any]) -> None:
    assert len(load(tmp_path, kind, *entries).entries) == len(entries)


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    text = lexicon_text("stance", [hedge("maybe")]).replace("\n", "\r\n")
    assert load_lexicon(write(tmp_path, b"\xef\xbb\xbf" + text.encode())).header.id == "test"


def test_the_digest_is_that_of_the_content(tmp_path: Path) -> None:
    first, again, other = (
        load(tmp_path, "stance", hedge(form)).digest for form in ("maybe", "maybe", "may be")
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("form", "normal"),
    [("Full-Scale War", "full scale war"), ("Kim’s", "kim"), ("Ukrain*", "ukrain*"), ("*", "*")],
)
def test_normal_form(form: str, normal: str) -> None:
    assert normal_form(form) == normal


def test_one_form_finds_another_by_the_rules_of_the_matcher() -> None:
    assert finds("Kim Jong-un", "Kim Jong Un")
    assert not finds("Kim Jong Un", "Kim Jong-un")
    assert finds("Ukrain*", "Ukraine")
    assert not finds("war", "the war")


# --- a user's lexicon beside the shipped ones ------------------------------------------------------------------


def test_a_users_lexicon_adds_to_the_shipped_ones(tmp_path: Path) -> None:
    path = write(tmp_path, lexicon_text("stance", [hedge("zebraish")]))
    shipped, joined = load_language("en"), load_language("en", (path,))
    assert len(joined.lexicons) == len(shipped.lexicons) + 1
    assert "test@" in joined.digests


def test_of_some_kinds_nothing_else_is_there(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    extra = (
        write(tmp_path, lexicon_text("naming", [concept("zebra", variant("zebra", "zebra"))], id="names")),
        write(tmp_path / "words", lexicon_text("stance", [hedge("zebraish")])),
    )
    part, whole = load_language("en", extra, ("naming",)), load_language("en", extra)
    assert {one.header.kind for one in part.lexicons} == {"naming"}
    assert part.concepts == whole.concepts
    assert "zebra" in part.concepts
    assert whole.stance.forms
    assert not part.stance.forms


@pytest.mark.parametrize("code", shipped_languages())
def test_a_shipped_lexicon_bears_the_name_of_its_kind(code: str) -> None:
    for file in lexicon_folder(code).glob("*.toml"):
        assert load_lexicon(file).header.kind == file.stem


def test_a_users_lexicon_takes_the_place_of_one_with_its_id(tmp_path: Path) -> None:
    (shipped,) = (one for one in load_language("en").lexicons if one.header.kind == "loaded")
    path = write(tmp_path, lexicon_text("loaded", [loaded("zebraish")], id=shipped.header.id))
    joined = load_language("en", (path,))
    assert [one.entries for one in joined.lexicons if one.header.kind == "loaded"] == [
        load_lexicon(path).entries
    ]


def test_a_users_lexicon_is_used_for_its_language_alone(tmp_path: Path) -> None:
    path = write(tmp_path, lexicon_text("stance", [hedge("vielleichtchen")], language="de"))
    assert "vielleichtchen" in [form for form, _ in load_language("de", (path,)).stance.forms]
    assert load_language("en", (path,)).digests == load_language("en").digests


def test_a_users_lexicon_of_a_language_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, lexicon_text("stance", [hedge("vielleicht")], language="xx"))
    with pytest.raises(LexiconError, match="language 'xx'"):
        load_language("en", (path,))


def test_a_class_of_a_users_grammar_adds_to_the_shipped_class(tmp_path: Path) -> None:
    lexicon = load(tmp_path, "grammar", {"name": "he", "forms": ["He-Man"]}, {"name": "he", "forms": ["him"]})
    assert compile_language("en", (lexicon,)).grammar["he"] == {"he-man", "him"}


@pytest.mark.parametrize("form", ["step down", "suppl*"])
@pytest.mark.parametrize("key", ["nouns", "verbs", "forms"])
def test_a_synonym_is_a_single_word(tmp_path: Path, key: str, form: str) -> None:
    with pytest.raises(LexiconError, match="is not a single word"):
        load(tmp_path, "synonyms", {"name": "leave", key: ["resign", form]})


def test_a_group_of_synonyms_has_a_word(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="has no form"):
        load(tmp_path, "synonyms", {"name": "leave"})


def test_no_form_of_a_word_stands_in_two_groups_of_synonyms(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="'found' stands twice"):
        load(
            tmp_path, "synonyms", {"name": "find", "forms": ["found"]}, {"name": "begin", "verbs": ["found"]}
        )


def test_synonyms_count_in_the_forms_of_their_part_of_speech(tmp_path: Path) -> None:
    lexicon = load(
        tmp_path,
        "synonyms",
        {"name": "sell", "nouns": ["sale"], "verbs": ["hawk"], "forms": ["sold"]},
        {"name": "own", "verbs": ["own"], "nouns": ["own"]},
    )
    groups = compile_language("en", (lexicon,)).synonyms
    assert {form for form, group in groups.items() if group == "sell"} == {
        *("sale", "sales", "hawk", "hawks", "hawked", "hawking", "sold")
    }
    assert {form for form, group in groups.items() if group == "own"} == {"own", "owns", "owned", "owning"}
