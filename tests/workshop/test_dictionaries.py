"""Dictionaries of other tools, taken over and given away: nothing is lost without a word."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from framing.api import export_lexicon, import_dictionary, list_lexicons, new_lexicon, show_lexicon
from framing.cli import main
from framing.errors import UsageError
from framing.lexicon.entries import ENTRY_CLASSES, FrameEntry, NamingEntry
from framing.lexicon.load import labelled_forms, load_lexicon

LIWC = (
    "%\n1\tharvest (the crop)\n2\tweather\n%\n"
    "apple*\t1\nrain\t2\nRain\t2\ncold snap\t1\t2\nlate (frost)\t2\n:)\t1\nplum\t7\n"
)

QUANTEDA = """
Orchard:
  fruit: [Apple*, plum, no]
  trees:
    - espalier
    - "*wood"
Weather: rain
"""

# Twenty such lines stand for more words than any memory holds.
REFERENCES = "a: &a [apple, plum]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_text(text, encoding=encoding)
    return file


def frames_of(file: Path) -> dict[str, list[str]]:
    entries = [entry for entry in load_lexicon(file).entries if isinstance(entry, FrameEntry)]
    return {entry.label: entry.forms for entry in entries}


def names_of(file: Path) -> dict[str, dict[str, list[str]]]:
    entries = [entry for entry in load_lexicon(file).entries if isinstance(entry, NamingEntry)]
    return {entry.label: {one.label: one.forms for one in entry.variants} for entry in entries}


def test_liwc_words_keep_their_categories_and_the_rest_is_named(tmp_path: Path) -> None:
    done = import_dictionary(write(tmp_path, "o.dic", LIWC), tmp_path / "o.toml")
    assert frames_of(done.file) == {"harvest": ["apple*", "cold snap"], "weather": ["rain", "cold snap"]}
    assert (done.entries, done.forms) == (2, 4)
    assert [(one.form, one.place) for one in done.skipped] == [
        ("rain", "line 7"),
        ("late (frost)", "line 9"),
        (":)", "line 10"),
        ("plum", "line 11"),
    ]
    assert "'7'" in done.skipped[-1].reason


def test_quanteda_categories_within_categories(tmp_path: Path) -> None:
    file = write(tmp_path, "o.yml", QUANTEDA)
    done = import_dictionary(file, tmp_path / "frames.toml")
    assert frames_of(done.file) == {
        "Orchard: fruit": ["apple*", "plum", "no"],
        "Orchard: trees": ["espalier"],
        "Weather": ["rain"],
    }
    assert [one.form for one in done.skipped] == ["*wood"]
    named = import_dictionary(file, tmp_path / "names.toml", "naming")
    assert names_of(named.file)["Orchard"] == {"fruit": ["apple*", "plum", "no"], "trees": ["espalier"]}


@pytest.mark.parametrize(
    "text",
    [
        "word,category\nwindfall,apple\nfallen fruit,apple\n",
        "windfall;apple\nfallen fruit;apple\n",
        "\ufeffcategory\tword\napple\twindfall\napple\tfallen fruit\n",
        'windfall,apple\r\n\r\n"fallen fruit",apple\r\n',
    ],
)
def test_a_table_of_words(tmp_path: Path, text: str) -> None:
    done = import_dictionary(write(tmp_path, "o.csv", text), tmp_path / "o.toml", "naming")
    assert names_of(done.file) == {"apple": {"windfall": ["windfall"], "fallen fruit": ["fallen fruit"]}}


@pytest.mark.parametrize("kind", ["frames", "naming", "stance", "loaded"])
def test_a_word_of_two_categories_goes_once_into_the_one_that_is_given(tmp_path: Path, kind: Any) -> None:
    category = {"stance": "hedge", "loaded": "judging word"}.get(kind, "apple")
    file = write(tmp_path, "o.csv", "windfall,apple\nWindfall,pear\nwindfall,pear\nplum,pear\n")
    done = import_dictionary(file, tmp_path / f"{kind}.toml", kind, category=category)
    assert done.forms in (2, 3)  # of some kinds, a name in capitals is a form of its own
    assert "plum" in done.file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told", "names"),
    [
        ("Wort;Kategorie\nFallobst;Apfel\n", "(Wort, Kategorie) was taken for the header", ["Apfel"]),
        ("Keyword,Topic\nwindfall,apple\n", "(Keyword, Topic) was taken for the header", ["apple"]),
        ("windfall,apple\n", "no header was seen: the first row (windfall, apple)", ["apple"]),
    ],
)
def test_what_the_first_row_was_taken_for_is_told(
    tmp_path: Path, text: str, told: str, names: list[str]
) -> None:
    done = import_dictionary(write(tmp_path, "o.csv", text), tmp_path / "o.toml")
    assert told in done.note
    assert list(frames_of(done.file)) == names


def test_the_ending_tells_the_form_of_an_export(tmp_path: Path) -> None:
    for name in ("stance.yml", "stance.YAML", "stance.csv"):
        with pytest.raises(SystemExit):
            main(["lexicon", "export", "stance", "-o", str(tmp_path / name)])
    assert (tmp_path / "stance.csv").read_text().startswith("form,category\n")
    assert (tmp_path / "stance.yml").read_text() == (tmp_path / "stance.YAML").read_text()
    assert (tmp_path / "stance.yml").read_text().startswith("hedge:\n-")


def test_stance_and_loaded_words_need_the_categories_of_their_kind(tmp_path: Path) -> None:
    file = write(tmp_path, "o.csv", "perhaps,hedges\nmaybe,hedges\n")
    with pytest.raises(UsageError, match="did you mean 'hedge'"):
        import_dictionary(file, tmp_path / "o.toml", "stance")
    assert not (tmp_path / "o.toml").exists()
    done = import_dictionary(file, tmp_path / "o.toml", "stance", category="hedge")
    assert (done.entries, done.forms) == (1, 2)
    twice = write(tmp_path, "t.csv", "awful,judging word\nawful,one-sided term\n")
    assert [one.form for one in import_dictionary(twice, tmp_path / "t.toml", "loaded").skipped] == ["awful"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("o.dic", "apple 1\n", "two lines with %"),
        ("o.dic", "%\n1 a\n%\n", "holds no word"),
        ("o.yml", "a: [b", "is no YAML"),
        ("o.yml", "- a\n- b\n", "holds no categories"),
        ("o.yml", REFERENCES, "line 2: refers to another list"),
        ("o.csv", "apple\n", "line 1: has one column"),
        ("o.xls", "apple", "ends in '.xls'"),
    ],
)
def test_what_is_no_dictionary_is_named(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        import_dictionary(write(tmp_path, name, text), tmp_path / "o.toml")
    assert not (tmp_path / "o.toml").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = write(tmp_path, "o.csv", "windfall,apple\n")
    own = write(tmp_path, "own.toml", "mine")
    for make in (lambda: import_dictionary(file, own), lambda: new_lexicon(own)):
        with pytest.raises(UsageError, match="exists already"):
            make()
    assert own.read_text() == "mine"


@pytest.mark.parametrize("kind", sorted(ENTRY_CLASSES))
def test_an_example_of_each_kind_can_be_used_as_it_is(tmp_path: Path, kind: str) -> None:
    lexicon = load_lexicon(new_lexicon(tmp_path / "Our Words.toml", kind))  # type: ignore[arg-type]
    assert (lexicon.header.id, lexicon.header.kind, len(lexicon.entries)) == ("our-words", kind, 1)


@pytest.mark.parametrize("name", [one.header.id for one in list_lexicons("en")])
def test_every_shipped_lexicon_is_given_away_whole(name: str) -> None:
    forms = {form for entry in load_shipped_entries(name) for form, _ in labelled_forms(entry)}
    exported = export_lexicon(name)
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert {row["form"].removeprefix("'") for row in rows} == {form.removeprefix("'") for form in forms}
    assert set(leaves(yaml.safe_load(export_lexicon(name, "quanteda").text))) == forms


def test_naming_comes_back_as_it_went(tmp_path: Path) -> None:
    exported = export_lexicon("naming-en", target=tmp_path / "n.csv")
    assert any("context" in warning for warning in exported.warnings)
    done = import_dictionary(tmp_path / "n.csv", tmp_path / "n.toml", "naming")
    assert not done.skipped
    given = {
        entry.id: {v.label: v.forms for v in entry.variants} for entry in load_shipped_entries("naming-en")
    }
    assert names_of(done.file) == given


def test_words_of_a_lexicon_are_shown_as_one_would_write_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = show_lexicon("loaded", ["brutal"])
    assert shown.entries
    assert all(any("brutal" in form for form in one.forms) for one in shown.entries)
    assert len(load_lexicon(write(tmp_path, "shown.toml", shown.text)).entries) == len(shown.entries)
    with pytest.raises(SystemExit) as stop:
        main(["lexicon", "list"])
    assert stop.value.code == 0
    assert "naming-en" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["lexicon", "show", "lodaed-en"])
    assert stop.value.code == 2
    assert "did you mean 'loaded-en'?" in capsys.readouterr().err


def test_words_left_out_are_told_at_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, "o.dic", LIWC, encoding="cp1252")
    with pytest.raises(SystemExit) as stop:
        main(["lexicon", "import", str(file), "-o", str(tmp_path / "o.toml")])
    assert stop.value.code == 1
    printed = capsys.readouterr()
    assert "2 entries with 4 forms" in printed.out
    assert printed.err.count("not taken over:") == 4


def load_shipped_entries(name: str) -> list:  # type: ignore[type-arg]
    from framing.workshop import open_lexicon

    return list(open_lexicon(name).entries)


def leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    return [str(one) for one in value] if isinstance(value, list) else []
