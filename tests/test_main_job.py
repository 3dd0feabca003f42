"""The main job end to end, on the five articles of the repository: the numbers that the project promises to keep."""

import json
import re
from html.parser import HTMLParser
from math import isclose
from pathlib import Path

import pytest

import framing

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds" / "pyongyang-2024"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are in the repository only")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return framing.make_report(SEEDS, folder / "first"), framing.make_report(SEEDS, folder / "second"), folder


@pytest.fixture(scope="module")
def page(made):
    return (made[2] / "first" / "index.html").read_text(encoding="utf-8")


def test_outlets_are_those_that_the_texts_name(made):
    comparison = made[0].comparison
    assert [outlet.name for outlet in comparison.outlets] == [
        "Kyodo", "dpa", "Yonhap", "Xinhua", "unidentified",
    ]  # fmt: skip
    assert not comparison.rejects


def test_the_same_input_gives_the_same_bytes(made):
    first, second, folder = made
    names = [path.relative_to(folder / "first") for path in first.files]
    assert names == [path.relative_to(folder / "second") for path in second.files]
    for name in names:
        assert (folder / "first" / name).read_bytes() == (folder / "second" / name).read_bytes(), name


def test_all_files_are_there(made):
    names = {path.relative_to(made[2] / "first").as_posix() for path in made[0].files}
    assert {"index.html", "report.md", "scores.json", "annotations.jsonl"} <= names
    assert any(name.startswith("tables/") and name.endswith(".csv") for name in names)
    charts = {name for name in names if name.startswith("charts/")}
    assert len({name for name in charts if name.endswith(".svg")}) >= 4
    assert {Path(name).stem for name in charts if name.endswith(".svg")} == {
        Path(name).stem for name in charts if name.endswith(".png")
    }


def test_the_page_is_one_small_file_that_loads_nothing(page):
    assert len(page.encode("utf-8")) < 1_000_000
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)
    assert "Content-Security-Policy" in page


class _Buttons(HTMLParser):
    def __init__(self):
        super().__init__()
        self.buttons = []
        self.openings = []

    def handle_starttag(self, tag, attributes):
        held = dict(attributes)
        if tag == "button" and "figure" in (held.get("class") or "").split():
            self.buttons.append(int(held["data-o"]))
        if "data-o" in held:
            self.openings.append(int(held["data-o"]))


def test_every_number_of_the_page_counts_its_passages(page):
    parser = _Buttons()
    parser.feed(page)
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    island = json.loads(found[1])
    openings, passages = island["openings"], island["passages"]
    assert len(parser.buttons) > 300
    assert set(parser.openings) == set(range(len(openings)))
    for place in parser.buttons:
        _, _, _, numerator, _, _, _, counted, *_ = openings[place]
        assert isclose(sum(passages[one][1] for one in counted), numerator, abs_tol=1e-6), openings[place]


def test_every_figure_adds_up_from_its_passages(made):
    comparison = made[0].comparison
    for figure in comparison.figures:
        total = sum(comparison.passages_by_id[id_].amount for id_ in figure.passages)
        assert isclose(total, figure.numerator, abs_tol=1e-6), figure


def naming(comparison, outlet, concept):
    return {
        (figure.key.partition("/")[2], figure.voice)
        for figure in comparison.figures
        if figure.measure == "naming_share"
        and figure.outlet == outlet
        and figure.key.startswith(f"{concept}/")
        and figure.numerator
    }


def test_what_each_outlet_calls_the_war(made):
    comparison = made[0].comparison
    assert ("full-scale invasion", "own") in naming(comparison, "Kyodo", "ukraine-war")
    assert ("war in Ukraine", "own") in naming(comparison, "dpa", "ukraine-war")
    assert ("special military operation", "quoted") in naming(comparison, "dpa", "ukraine-war")
    aggression = {
        voice for variant, voice in naming(comparison, "Yonhap", "ukraine-war") if variant == "aggression"
    }
    assert aggression == {"quoted"}
    assert all(voice != "own" for _, voice in naming(comparison, "Xinhua", "ukraine-war"))


def test_reliance_on_kcna(made):
    shares = {
        figure.outlet: figure.value
        for figure in made[0].comparison.figures
        if (figure.measure, figure.key, figure.voice) == ("source_share", "KCNA", "all")
    }
    assert shares["dpa"] == 0
    assert all(shares[outlet] > 0.1 for outlet in ("Kyodo", "Yonhap", "Xinhua", "unidentified"))


def test_the_command_table_names_share_and_wording(made):
    from framing.api import summarise

    header, rows = summarise(made[0].comparison)
    assert header[:3] == ["outlet", "words", "attributions"]
    assert header[3:] == ["KCNA share", "calls the war in Ukraine"]
    assert len(rows) == 5
