"""Folders that are named after outlets."""

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.reading import ReadingOptions, read
from framing.schema import Article

TEXT = "The council voted on Monday, after nine hours, to close the old harbour. The mayor did not vote."
Told = dict[str, tuple[str | None, str | None, str | None]]


@pytest.fixture
def outlets(options: ReadingOptions) -> Callable[..., Told]:
    """Read, and tell of each article outlet, kind of evidence and agency."""

    def read_outlets(*paths: Path, outlet_folders: bool = False) -> Told:
        chosen = ReadingOptions(vocabulary=options.vocabulary, outlet_folders=outlet_folders)
        articles = list(read(paths, chosen))
        assert all(isinstance(one, Article) for one in articles), articles
        return {
            one.id: (one.outlet, one.outlet_evidence.kind if one.outlet_evidence else None, one.agency)
            for one in articles
            if isinstance(one, Article)
        }

    return read_outlets


def write(folder: Path, *names: str, text: str = TEXT) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n\nThis is {name}.", encoding="utf-8")


def test_subfolders_that_all_name_outlets(folder: Path, outlets: Callable[..., Told]) -> None:
    write(
        folder, "reuters/a.txt", "the-guardian/2024/06/a.txt", "bbc.com/a.txt", "Yonhap_News/a.txt", "a.txt"
    )
    told = outlets(folder)
    assert told == {
        "a": (None, None, None),
        "reuters/a": ("Reuters", "folder", None),
        "the-guardian/2024/06/a": ("The Guardian", "folder", None),
        "bbc.com/a": ("BBC", "folder", None),
        "Yonhap_News/a": ("Yonhap", "folder", None),
    }
    assert outlets(folder) == told


def test_one_subfolder_that_names_none(folder: Path, outlets: Callable[..., Told]) -> None:
    write(folder, "reuters/a.txt", "interviews/a.txt")
    assert {told[0] for told in outlets(folder).values()} == {None}


def test_folders_below_that_name_outlets(folder: Path, outlets: Callable[..., Told]) -> None:
    write(folder, "2023/reuters/a.txt", "2023/tass/a.txt", "2024/notes/a.txt")
    assert [told[0] for told in outlets(folder).values()] == ["Reuters", "TASS", None]


def test_what_an_article_says_goes_first(folder: Path, outlets: Callable[..., Told]) -> None:
    write(folder, "reuters/a.txt", text=f"---\noutlet: The Town Gazette\n---\n{TEXT}")
    write(folder, "tass/a.txt", text=f"---\nurl: https://www.bbc.com/news/1\n---\n{TEXT}")
    write(folder, "the-guardian/a.txt", text=f"{TEXT}\n\n© Kyodo News")
    assert outlets(folder) == {
        "reuters/a": ("The Town Gazette", "metadata", None),
        "tass/a": ("BBC", "domain", None),
        # An agency's copy in a paper's folder: the paper printed it.
        "the-guardian/a": ("The Guardian", "folder", "Kyodo"),
    }


def test_the_agency_of_an_agency_stays(folder: Path, outlets: Callable[..., Told]) -> None:
    write(folder, "reuters/a.txt", text=f"{TEXT}\n\n© Kyodo News")
    assert outlets(folder) == {"reuters/a": ("Kyodo", "copyright", None)}


def test_any_folder_when_asked_for(folder: Path, outlets: Callable[..., Told]) -> None:
    write(folder, "reuters/2024/a.txt", "Town_Gazette/a.txt")
    write(folder, "Bay-Post/a.txt", text=f"{TEXT}\n\n© Kyodo News")
    write(folder, "own/a.txt", text=f"---\noutlet: The Coast\n---\n{TEXT}")
    assert outlets(folder, outlet_folders=True) == {
        "Bay-Post/a": ("Bay Post", "folder", "Kyodo"),
        "Town_Gazette/a": ("Town Gazette", "folder", None),
        "own/a": ("The Coast", "metadata", None),
        "reuters/2024/a": ("Reuters", "folder", None),
    }


def test_folders_given_side_by_side(folder: Path, outlets: Callable[..., Told]) -> None:
    write(folder, "reuters/a.txt", "tass/deep/a.txt")
    assert outlets(folder / "reuters", folder / "tass") == {
        "reuters/a": ("Reuters", "folder", None),
        "tass/deep/a": ("TASS", "folder", None),
    }


def test_what_a_browser_saves_beside_a_page_is_passed_over(
    folder: Path, outlets: Callable[..., Told]
) -> None:
    write(folder, "The vote_files/style.css", "The vote_files/note.txt", "other_files/a.txt")
    (folder / "The vote.html").touch()
    names = [one.file for one in read([folder])]
    assert "other_files/a.txt" in names
    assert not any(name.startswith("The vote_files") for name in names)
