"""What a folder says of its event, and the lexicons that are used without being told."""

from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.reading.event import find_lexicons, find_registry, has_event_file, read_event

LEXICON = """\
id = "{id}"
version = "1"
kind = "organisations"
title = "t"
language = "mul"
licence = "MIT"
references = []
notes = ""
[[entries]]
name = "{id}"
kind = "newspaper"
type = "media"
outlet = true
"""


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "configuration"
    folder.mkdir()
    monkeypatch.setenv("FRAMING_CONFIG_DIR", str(folder))
    return folder


def test_without_a_file_an_event_is_called_as_its_folder(folder: Path) -> None:
    assert read_event([folder]).title == "Event"
    assert read_event([folder / "two-leaders.jsonl.gz"]).title == "Two leaders"
    assert read_event([]).title == "Articles"
    assert not has_event_file([folder])


def test_every_key(folder: Path) -> None:
    (folder / "event.toml").write_text(
        "\ufefftitle = ' The strike '\ndate = 2024-03-04\nplace = 'Nairobi'\nreliance = 'Reuters'\n"
        "concepts = ['a']\noutlets = ['The Guardian ', 'BBC']\nlexicons = []\n",
        encoding="utf-8",
    )
    event = read_event([folder])
    assert (event.title, event.date, event.place) == ("The strike", "2024-03-04", "Nairobi")
    assert (event.reliance, event.concepts, event.outlets) == ("Reuters", ["a"], ["The Guardian", "BBC"])
    assert read_event([folder / "one.txt"]) == event
    assert has_event_file([folder / "one.txt"])


def test_a_time_of_day_is_left_out(folder: Path) -> None:
    (folder / "event.toml").write_text("date = 2024-03-04T05:07:00Z")
    assert read_event([folder]).date == "2024-03-04"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel = 'x'", "did you mean 'title'"),
        ("outlet = ['x']", "did you mean 'outlets'"),
        ("zzz = 1", "check its spelling"),
        ("title = 3", "expected a text"),
        ("title = ''", "expected a text"),
        ("date = 'next week'", "a day such as 2024-06-19"),
        ("date = '2024-02-31'", "a day such as 2024-06-19"),
        ("date = '19 June 2024'", "a day such as 2024-06-19"),
        ("date = 2024", "a day such as 2024-06-19"),
        ("date = 'x'\ndate = 'y'", "mend or remove it"),
        ("outlets = 'BBC'", "a list of outlets' names"),
        ("outlets = ['BBC', 3]", "a list of outlets' names"),
        ("outlets = ['']", "a list of outlets' names"),
        ("lexicons = 'names.toml'", "a list of files"),
    ],
)
def test_what_cannot_be_meant_is_told(folder: Path, text: str, told: str) -> None:
    (folder / "event.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"event\.toml") as caught:
        read_event([folder])
    assert told in str(caught.value)


def test_lexicons_are_found_in_the_order_of_their_rank(folder: Path, own_folder: Path) -> None:
    assert find_lexicons([folder]) == ()
    for file in (own_folder / "outlets.toml", folder / "outlets.toml", folder / "names.toml"):
        file.write_text(LEXICON.format(id=file.stem), encoding="utf-8")
    (folder / "event.toml").write_text("lexicons = ['names.toml']", encoding="utf-8")
    assert find_lexicons([folder]) == (
        own_folder / "outlets.toml",
        folder / "outlets.toml",
        folder / "names.toml",
    )
    assert find_lexicons([folder / "one.txt", folder]) == find_lexicons([folder])
    assert find_lexicons([]) == (own_folder / "outlets.toml",)


def test_a_lexicon_that_is_missing_names_the_nearest(folder: Path) -> None:
    (folder / "names.toml").write_text("", encoding="utf-8")
    (folder / "event.toml").write_text("lexicons = ['nams.toml']", encoding="utf-8")
    with pytest.raises(UsageError, match=r"did you mean 'names\.toml'"):
        find_lexicons([folder])


def test_where_outlets_are_written(folder: Path, own_folder: Path) -> None:
    assert find_registry(None) == own_folder / "outlets.toml"
    assert find_registry(folder) == folder / "outlets.toml"
    with pytest.raises(UsageError, match="framing new"):
        find_registry(folder / "nowhere")
