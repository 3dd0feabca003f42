"""The report as a whole: which files, the same bytes every time, and what is left when there is little to show."""

import csv
import json
import re
import subprocess
import sys

import msgspec
import pytest

from framing.report import DEFAULT_FORMATS, write_report
from framing.report.charts import is_chart_name
from framing.schema import Correction, Event, Reject, decode_annotations
from framing.scoring import compare


def test_all_files_are_written_and_listed(comparison, annotations, tmp_path):
    paths = write_report(comparison, annotations, tmp_path / "new" / "folder")
    names = [path.relative_to(tmp_path / "new" / "folder").as_posix() for path in paths]
    assert names[:3] == ["index.html", "report.md", "scores.json"]
    assert {"annotations.jsonl", "scores.schema.json", "tables/README.md"} <= set(names)
    assert "tables/figures.csv" in names
    assert "charts/voices.png" in names
    assert all(path.is_file() and path.stat().st_size for path in paths)


def test_two_runs_give_the_same_bytes(comparison, annotations, report, tmp_path):
    for path in write_report(comparison, annotations, tmp_path):
        assert path.read_bytes() == (report / path.relative_to(tmp_path)).read_bytes(), path


def test_annotations_and_scores_can_be_read_back(comparison, annotations, report):
    lines = (report / "annotations.jsonl").read_bytes().splitlines()
    assert [decode_annotations(line) for line in lines] == annotations
    first, second = (decode_annotations(line) for line in lines[:2])
    # What comes in every article is held once: memory of thousands of articles depends on it.
    assert first.signature is second.signature
    assert first.attributions[0].id is second.attributions[0].id
    scores = json.loads((report / "scores.json").read_text(encoding="utf-8"))
    assert scores["signature"] == comparison.signature
    assert len(scores["coverage"]) == len(comparison.coverage)


@pytest.mark.usefixtures("without_charts")
def test_shared_text_and_what_one_outlet_alone_tells_are_written(comparison, annotations, report, tmp_path):
    def rows(folder, name):
        with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    shares = rows(report, "reuse_shares")
    assert [int(row["own_words"]) for row in shares] == [one.own_words for one in comparison.reuse_shares]
    assert shares[0]["other"] == ""
    assert sum(float(row["share"]) for row in shares) > 0
    assert len(rows(report, "silence")) == len(comparison.silence) > 0
    told = (report / "report.md").read_text(encoding="utf-8")
    assert "## Text that articles share" in told
    gone = msgspec.structs.replace(
        comparison.silence[0], outlet="The Valley Post", kind="told by all others", label="a | b", articles=[]
    )
    without = msgspec.structs.replace(comparison, silence=[gone], reuse_shares=[], reuse_by_outlet=[])
    write_report(without, annotations, tmp_path)
    changed = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| a \\| b | The Valley Post |" in changed
    assert "## Text that articles share" not in changed


@pytest.mark.usefixtures("without_charts")
def test_the_source_asked_for_is_the_one_shown(comparison, annotations, read_page, tmp_path):
    write_report(comparison, annotations, tmp_path, reliance="unnamed person")
    page = read_page(tmp_path)
    assert any("From unnamed person" in element.text for element in page.all("th"))


def test_without_asking_the_most_used_source_is_shown(page, hostile):
    name = hostile["source"].replace("\u202e", "⇐")
    assert any(f"From {name}" in element.text for element in page.all("th"))


def test_an_article_that_names_nobody_makes_a_report(make_annotations, read_page, tmp_path):
    plain = [make_annotations("only", None, (0, 5))]
    comparison = compare(plain, event=Event(title="Rain"), resamples=50)
    write_report(comparison, plain, tmp_path)
    page = read_page(tmp_path)
    assert page.faults == []
    assert "sources" not in {path.stem for path in (tmp_path / "charts").iterdir()}
    assert "unidentified" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_rejects_and_notes_are_shown(page):
    assert any(element.text == "the file | is empty" for element in page.all("bdi"))
    assert any("A note with <b>marks</b>." in element.text for element in page.all("p"))


def test_the_room_alone_loads_no_plotting():
    code = "import sys, framing.report; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.usefixtures("without_charts")
def test_the_events_own_choice_of_source_and_concept_comes_first(make_annotations, read_page, tmp_path):
    def rename(held):
        names = [msgspec.structs.replace(name, concept="other") for name in held.names[:1]] + held.names[1:]
        return msgspec.structs.replace(held, names=names)

    held = [rename(make_annotations(name, name, (0, 1, 2, 3, 5))) for name in ("one", "two")]
    for concept in ("other", "flood"):
        event = Event(title="Dam", reliance="unnamed person", concepts=[concept])
        write_report(compare(held, event=event, resamples=20), held, tmp_path)
        heads = [element.text for element in read_page(tmp_path).all("th")]
        assert any("From unnamed person" in head for head in heads)
        assert next(head for head in heads if head.endswith("is called")) == f"{concept}is called"


def test_a_new_report_leaves_the_files_that_are_nobodys_report(comparison, annotations, tmp_path):
    write_report(comparison, annotations, tmp_path)
    own = ["tables/my-notes.csv", "tables/mine.parquet", "charts/my-chart.svg", "charts/keyness-notes.png"]
    stale = ["charts/keyness-99.svg", "charts/keyness-99.png", "tables/outlets.parquet", "report.pdf"]
    for name in own + stale:
        (tmp_path / name).write_bytes(b"x")
    write_report(comparison, annotations, tmp_path, formats=("markdown",))
    assert [name for name in own if not (tmp_path / name).exists()] == []
    assert [name for name in stale if (tmp_path / name).exists()] == []
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["mine.parquet", "my-notes.csv"]


def test_every_chart_has_a_name_that_a_later_report_knows_again(report):
    names = {path.stem for path in (report / "charts").iterdir()}
    assert names
    assert all(map(is_chart_name, names))


_NAMED = re.compile(
    r"(?:tables|charts)/[\w.-]*\w|\b(?:index\.html|report\.md|annotations\.jsonl|scores\.json)"
)


@pytest.mark.parametrize(
    "formats",
    [("html",), ("markdown",), ("html", "json"), ("markdown", "csv"), ("html", "parquet"), DEFAULT_FORMATS],
    ids=" ".join,
)
def test_page_and_markdown_name_only_files_that_were_written(formats, comparison, annotations, tmp_path):
    long = msgspec.structs.replace(
        comparison,
        rejects=[Reject(file=f"{n}.txt", reason="is empty") for n in range(300)],
        corrections=[
            Correction(kind="outlet", article="one", span=None, before=None, after=f"Post {n}", reason="")
            for n in range(300)
        ],
        coverage=comparison.coverage * 40,
    )
    written = write_report(long, annotations, tmp_path, formats=formats)
    names = {path.relative_to(tmp_path).as_posix() for path in written} | {"tables", "charts"}
    for name in ("index.html", "report.md"):
        if name in names:
            told = set(_NAMED.findall((tmp_path / name).read_text(encoding="utf-8")))
            assert told - names == set(), name
            assert {"tables/rejects.csv", "tables/rejects.parquet", "scores.json"} & told, name
