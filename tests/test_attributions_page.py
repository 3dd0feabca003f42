"""What docs/attributions.md says of attributions is what the records and the lexicons hold."""

import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import framing
from framing.api.comparisons import attributions
from framing.lexicon.entries import CueClass, CueEntry
from framing.lexicon.language import load_language
from framing.lexicon.load import load_lexicon
from framing.schema import Annotations, Attribution, Cue, Voice, Where


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "attributions.md").read_text(encoding="utf-8")


def block(page: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def choices(record: type[msgspec.Struct], field: str) -> set[Any]:
    (found,) = (one for one in msgspec.structs.fields(record) if one.name == field)
    return set(get_args(found.type))


def test_the_page_lists_every_field_and_every_value(page: str, repository: Path) -> None:
    fields = {field.encode_name for field in msgspec.structs.fields(Attribution)}
    assert fields == set(
        re.findall(r"^\| `(\w+)` \|", page.partition("### Source")[0].partition("## The record")[2], re.M)
    )
    values = choices(Attribution, "form") | choices(Attribution, "polarity") | choices(Cue, "process")
    values |= {*get_args(CueClass), *get_args(Voice), *get_args(Where)}
    types = {"country", "other"}
    for code in ("en", "de"):
        types |= {one.type for one in load_language(code).organisation_entries if one.type}
        sources = load_lexicon(repository / "lexicons" / code / "sources.toml").entries
        types |= {name for one in sources for name in (one.type, one.unnamed)}
    assert {one for one in values | types if one and f"`{one}`" not in page} == set()


def test_a_cue_has_the_processes_of_its_lexicon_or_none() -> None:
    assert choices(Cue, "process") == choices(CueEntry, "process") | {""}


@pytest.fixture
def annotated(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Annotations:
    folder = tmp_path / "my-event"
    folder.mkdir()
    (folder / "ferry.txt").write_text(f"---\noutlet: Harbour Gazette\n---\nNo ferry\n\n{block(page, 'text')}")
    monkeypatch.chdir(tmp_path)
    return framing.annotate(framing.read(folder)[0][0])


def test_the_example_is_what_is_found(page: str, annotated: Annotations) -> None:
    table = attributions([annotated]).fillna("").replace({True: "yes", False: "no"})
    rows = {
        name: [cell.strip() for cell in cells.strip().strip("|").split("|")]
        for name, cells in re.findall(r"^\| `(\w+)` (\|.*)$", page.partition("## The record")[0], re.M)
    }
    assert list(table["attribution"]) == ["a1", "a2", "a3", "a4", "a5"]
    assert rows == {name: list(table[name]) for name in rows}


def test_the_recipe_for_speech_alone_runs(page: str, annotated: Annotations) -> None:
    held: dict[str, Any] = {}
    exec(block(page, "python"), held)
    assert [one.id for one in held["said"]] == ["a1", "a3", "a4", "a5"]
    assert list(held["table"].query("speech")["attribution"]) == ["a1", "a3", "a4", "a5"]
