"""What docs/scale.md shows is what happens: its question to the counts gives the figures of a report."""

import re

import pytest
from click.testing import CliRunner

from framing import api
from framing.cli.commands import cli

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

EVENT = "2024-06-19-putin-summit-kim"
ARTICLES = [
    ("Harbour Gazette", "2024-06-19", 'Mayor Helen Brook said the flood was "a shameful disaster" for all.'),
    (
        "Harbour Gazette",
        "2024-06-30",
        'The farmer Paul Reed told us: "The town hall looked away." It rained.',
    ),
    ("Harbour Gazette", "2024-07-01", "Forty houses and two bridges stood under water by the afternoon."),
    ("Valley Post", "2024-06-20", 'Residents claimed that nobody had read "their many letters" at all.'),
]


@pytest.fixture
def page(repository):
    return (repository / "docs" / "scale.md").read_text(encoding="utf-8")


@pytest.fixture
def store(tmp_path, monkeypatch):
    for number, (outlet, day, text) in enumerate(ARTICLES):
        file = tmp_path / "news" / f"{number}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            f"---\noutlet: {outlet}\npublished: {day}\n---\nThe flood\n\n{text}\n", encoding="utf-8"
        )
    monkeypatch.chdir(tmp_path)
    api.annotate_folder("news", "store", attribution="rules")


def test_the_share_of_quoted_words_by_outlet_and_month(page, store):
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    found = duckdb.connect().execute(query).fetchall()
    assert [row[:2] for row in found] == [
        ("Harbour Gazette", "2024-06"), ("Harbour Gazette", "2024-07"), ("Valley Post", "2024-06"),
    ]  # fmt: skip
    expected = {}
    annotations, _ = api.annotate_all("news", attribution="rules")
    groups = {one.article.id: f"{one.article.outlet} {one.article.published[:7]}" for one in annotations}
    for figure in api.compare(annotations, resamples=0, by=groups).figures:
        if (figure.measure, figure.voice) == ("voice_share", "quoted"):
            expected[figure.outlet] = (figure.numerator / figure.denominator, figure.denominator)
    assert {f"{outlet} {month}": (share, words) for outlet, month, share, words in found} == expected
    assert {share > 0 for share, _ in expected.values()} == {True, False}


def test_the_condition_of_the_page_is_one(page, store):
    (where,) = re.findall(r'--where "(.*?)"\n', page)
    run = CliRunner().invoke(cli, ["report", "store", "-o", "report", "--resamples", "0", "--where", where])
    assert "chooses none of the 4 articles" in str(run.exception)
    there = where.replace("Yonhap", "Valley Post")
    run = CliRunner().invoke(cli, ["report", "store", "-o", "report", "--resamples", "0", "--where", there])
    assert run.exit_code == 0, run.output


def test_the_event_that_the_pages_name_is_that_of_the_seeds(repository, tmp_path):
    """In the README, the pages and the help there is one event: the one that the seeds give."""
    seeds = repository / "seeds" / "pyongyang-2024"
    if not seeds.is_dir():
        pytest.skip("the seeds are in the repository only")
    file = tmp_path / "events.jsonl"
    assert [event.id for event in api.group_events(seeds, file).largest] == [EVENT]
    for name in ("README.md", "docs/scale.md", "docs/events.md", "framing/cli/commands.py"):
        named = set(re.findall(r"2024-06-19-[\w-]+", (repository / name).read_text(encoding="utf-8")))
        assert named == {EVENT}, name
    text = (repository / "docs" / "events.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    found = duckdb.connect().execute(query.replace("events.jsonl", str(file))).fetchall()
    assert [row[:3] for row in found] == [(EVENT, 4, 5)]


def test_the_collocates_of_the_page_on_notebooks_have_rows(repository):
    seeds = repository / "seeds" / "pyongyang-2024"
    if not seeds.is_dir():
        pytest.skip("the seeds are in the repository only")
    text = (repository / "docs" / "notebooks.md").read_text(encoding="utf-8")
    annotations, _ = api.annotate_all(seeds, attribution="rules")
    asked = re.findall(r"^framing\.((?:collocates|concordance)\(.*\))$", text, re.MULTILINE)
    assert len(asked) == 6
    for question in asked:
        assert len(eval(f"api.{question}", {"api": api, "annotations": annotations})), question
