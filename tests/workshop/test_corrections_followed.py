"""Corrections by hand: where their file is looked for, who follows it, and that the page on it shows what is read."""

import json
import re
from pathlib import Path

import pytest

import framing
from framing.api import write_classroom
from framing.errors import UsageError
from framing.workshop import read_corrections
from framing.workshop.correction_entries import KINDS

from .conftest import ONE, TWO, check_sums


def test_a_report_follows_and_lists_the_corrections_beside_its_articles(tmp_path: Path) -> None:
    event = tmp_path / "harbour"
    event.mkdir()
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        (event / name).write_text(text, encoding="utf-8")
    (event / "corrections.toml").write_text(
        '[[outlet]]\narticle = "one"\noutlet = "Harbour Post"\n'
        '[[match]]\narticle = "one"\ntext = "outrageous"\nremove = true\n',
        encoding="utf-8",
    )
    summary = framing.make_report(event, tmp_path / "out", resamples=20, formats=["json"])
    assert [one.name for one in summary.comparison.outlets] == ["Harbour Post", "Reuters"]
    assert not summary.comparison.rejects
    check_sums(summary.comparison)
    scores = json.loads((tmp_path / "out" / "scores.json").read_text(encoding="utf-8"))
    assert [one["kind"] for one in scores["corrections"]] == ["outlet", "match"]
    assert "corrections:" in scores["signature"]
    framing.annotate_file(event, tmp_path / "plain.jsonl")
    assert '"entry":"outrageous' in (tmp_path / "plain.jsonl").read_text(encoding="utf-8")


def test_each_of_several_folders_has_corrections_of_its_own(tmp_path: Path) -> None:
    for name, text in (("a", ONE), ("b", TWO)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b" / "corrections.toml").write_text(
        '[[outlet]]\narticle = "one"\noutlet = "B Post"\n', encoding="utf-8"
    )
    paths = [tmp_path / "a", tmp_path / "b"]
    summary = framing.make_report(paths, tmp_path / "out", resamples=0, formats=["json"])
    assert [one.outlet for one in summary.comparison.articles] == [None, "B Post"]


@pytest.fixture
def corrected_event(tmp_path: Path) -> Path:
    """A folder with an article and, in a folder below it, another; both with corrections."""
    event = tmp_path / "harbour"
    (event / "later").mkdir(parents=True)
    for folder, text, outlet in ((event, ONE, "Harbour Post"), (event / "later", TWO, "Later Post")):
        (folder / "one.txt").write_text(text, encoding="utf-8")
        (folder / "corrections.toml").write_text(
            f'[[outlet]]\narticle = "one"\noutlet = "{outlet}"\n', encoding="utf-8"
        )
    return event


def outlets_of(paths: Path | list[Path], folder: Path) -> list[str | None]:
    summary = framing.make_report(paths, folder, resamples=0, formats=("json",))
    assert len(summary.comparison.corrections) == len(summary.comparison.articles)
    return [one.outlet for one in summary.comparison.articles]


def test_corrections_are_found_beside_every_article(corrected_event: Path, tmp_path: Path) -> None:
    assert outlets_of(corrected_event, tmp_path / "a") == ["Harbour Post", "Later Post"]
    assert outlets_of(corrected_event / "later", tmp_path / "b") == ["Later Post"]
    assert outlets_of(corrected_event / "one.txt", tmp_path / "c") == ["Harbour Post"]
    (corrected_event / "later" / "one.txt").rename(corrected_event / "later" / "two.txt")
    (corrected_event / "later" / "corrections.toml").write_text(
        '[[outlet]]\narticle = "two"\noutlet = "Later Post"\n', encoding="utf-8"
    )
    files = [corrected_event / "later" / "two.txt", corrected_event / "one.txt"]
    assert outlets_of(files, tmp_path / "d") == ["Later Post", "Harbour Post"]


def test_the_classroom_follows_the_corrections_beside_files_too(
    corrected_event: Path, tmp_path: Path
) -> None:
    summary = write_classroom(corrected_event / "one.txt", tmp_path / "lesson")
    assert [one.outlet for one in summary.comparison.articles] == ["Harbour Post"]


def test_corrections_of_articles_that_are_not_read_wait_and_those_of_none_are_refused(
    corrected_event: Path, tmp_path: Path
) -> None:
    (corrected_event / "two.txt").write_text(TWO, encoding="utf-8")
    file = corrected_event / "corrections.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + '[[outlet]]\narticle = "two"\noutlet = "Second Post"\n', encoding="utf-8")
    assert outlets_of(corrected_event / "one.txt", tmp_path / "out") == ["Harbour Post"]
    file.write_text(text + '[[outlet]]\narticle = "three"\noutlet = "Third Post"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="three"):
        framing.make_report(corrected_event / "one.txt", tmp_path / "out", resamples=0)


def test_the_page_on_corrections_shows_what_can_be_read(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs" / "corrections.md").read_text(encoding="utf-8")
    example = next(block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    (tmp_path / "corrections.toml").write_text(example, encoding="utf-8")
    entries = read_corrections(tmp_path / "corrections.toml").entries
    assert [type(one.entry) for one in entries] == list(KINDS.values())
    for kind, record in KINDS.items():
        assert f"**`[[{kind}]]`**" in page
        for field in record.__struct_fields__:
            assert re.search(rf"`{field}\b", page), f"{kind}: {field} is not described"


def test_the_file_on_that_page_corrects_the_seeds(repository: Path, tmp_path: Path) -> None:
    if not (repository / "seeds").is_dir():
        pytest.skip("a source distribution carries no seeds: they are other people's texts")
    page = (repository / "docs" / "corrections.md").read_text(encoding="utf-8")
    example = next(block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    (tmp_path / "corrections.toml").write_text(example, encoding="utf-8")
    articles, _ = framing.read(repository / "seeds" / "pyongyang-2024")
    done = framing.correct([framing.annotate(one) for one in articles], tmp_path / "corrections.toml")
    assert [one.kind for one in done.corrections] == list(KINDS)
    check_sums(framing.compare(done.annotations, corrections=done.corrections, resamples=0))
