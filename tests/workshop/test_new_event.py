"""A folder for an event: what is written, that it can be read, and that nothing is overwritten."""

import tomllib
from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.reading.event import read_event
from framing.workshop import new_event


def test_the_folder_says_what_was_given(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "harbour-strike"
    written = new_event(folder, 'The "harbour" strike', "2024-03-04", "Nairobi, Kenya")
    assert written == [folder / "event.toml", folder / "README.md"]
    event = read_event([folder])
    assert (event.title, event.date, event.place) == ('The "harbour" strike', "2024-03-04", "Nairobi, Kenya")
    assert "framing check" in (folder / "README.md").read_text(encoding="utf-8")


def test_without_answers_it_is_called_as_the_folder(tmp_path: Path) -> None:
    new_event(tmp_path / "harbour-strike")
    event = read_event([tmp_path / "harbour-strike"])
    assert (event.title, event.date, event.place) == ("Harbour strike", None, None)


def test_every_key_that_sleeps_can_be_woken(tmp_path: Path) -> None:
    new_event(tmp_path / "a")
    (tmp_path / "a" / "names.toml").write_text("")
    file = tmp_path / "a" / "event.toml"
    awake = [line.removeprefix("# ") if " = " in line else line for line in file.read_text().splitlines()]
    file.write_text("\n".join(awake))
    assert set(tomllib.loads(file.read_text())) == {
        "title",
        "date",
        "place",
        "reliance",
        "concepts",
        "outlets",
        "lexicons",
    }
    assert read_event([tmp_path / "a"]).outlets


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "one.txt").write_text("mine too")
    assert new_event(tmp_path) == [tmp_path / "event.toml"]
    assert (tmp_path / "README.md").read_text() == "mine"
    before = (tmp_path / "event.toml").read_text()
    with pytest.raises(UsageError, match="is there already"):
        new_event(tmp_path, "Another title")
    assert (tmp_path / "event.toml").read_text() == before


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "04.03.2024", "20240304"])
def test_a_day_that_is_none_makes_no_folder(tmp_path: Path, day: str) -> None:
    with pytest.raises(UsageError, match="2024-06-19"):
        new_event(tmp_path / "a", day=day)
    assert not (tmp_path / "a").exists()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        new_event(tmp_path / "a")
