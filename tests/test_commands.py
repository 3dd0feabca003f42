"""The commands as a user types them, wrong arguments and bad files included.

Most run in this process, which has the libraries loaded; what only a process of its own can show has one.
"""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import framing
from framing.cli.commands import cli, main
from framing.features import DEFAULT_PIPELINE, Method
from framing.report import Format

PROSE = (
    "Council votes to close the harbour\n\n"
    "The council voted on Monday to close the old harbour for two years, the mayor said. "
    "“It is a sad day for the fishermen,” harbour master Ines Duarte told reporters. "
    "Fishermen said they had not been asked. The work will begin in May and should end before the winter storms.\n\n"
    "(Reuters)\n"
)


TABLES = ("--only-tables", "--resamples", 0)
"""For tests that look at no page: to draw its charts takes most of a report's time."""


def run_apart(*arguments, cwd):
    """Run the command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", "framing", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command in this process; gives what a process of its own gives, and a fault in it fails the test."""

    def run_here(*arguments, cwd):
        monkeypatch.chdir(cwd)
        with pytest.raises(SystemExit) as ended:
            main([str(one) for one in arguments])
        told = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, ended.value.code or 0, told.out, told.err)

    return run_here


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "one.txt").write_text(PROSE, encoding="utf-8")
    (folder / "two.txt").write_text(
        PROSE.replace("Reuters", "AFP").replace("Monday", "Tuesday"), encoding="utf-8"
    )
    return folder


def test_version_and_help(tmp_path):
    assert run_apart("--version", cwd=tmp_path).stdout.startswith("framing 0.")
    shown = run_apart("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert "framing report seeds/pyongyang-2024" in shown.stdout


def test_completion_knows_all_public_names_and_no_other():
    assert dir(framing) == sorted(framing.__all__)
    assert all(hasattr(framing, name) for name in dir(framing))


def test_help_loads_nothing_heavy(tmp_path):
    code = (
        "import sys\n"
        "from framing.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'matplotlib', 'pandas', 'sklearn', 'nltk', 'numpy', 'rich', 'jinja2'}\n"
        "heavy = (heavy | {'trafilatura', 'lxml', 'urllib3', 'warcio', 'protego'}) & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path
    )
    assert "heavy: []" in done.stdout


def test_report_prints_table_and_path(articles, tmp_path):
    done = run_apart("report", articles, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split()[:2] == ["outlet", "words"]
    last = done.stdout.splitlines()[-1]
    assert Path(last) == Path("reports/harbour/index.html")
    assert (tmp_path / last).is_file()
    assert "\x1b" not in done.stdout


def test_quiet_prints_nothing(run, articles, tmp_path):
    done = run("report", articles, "--quiet", "-o", tmp_path / "out", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_annotate_writes_one_line_an_article(articles, tmp_path):
    done = run_apart("annotate", articles, "-o", "a.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["article"]["id"] for row in rows] == ["one", "two"]
    assert {"attributions", "names", "stance", "loaded", "signature"} <= set(rows[0])


def test_workers_change_nothing(run, articles, tmp_path):
    for workers in (1, 2):
        run("annotate", articles, "-o", f"{workers}.jsonl", "--workers", workers, cwd=tmp_path)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_a_broken_article_stops_nothing_and_is_told(run, articles, tmp_path):
    (articles / "empty.txt").write_text("", encoding="utf-8")
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (articles / "word.txt").write_text("Hello", encoding="utf-8")
    (articles / "again.txt").write_text(PROSE, encoding="utf-8")
    (articles / "huge.txt").write_text("word " * 1_100_000, encoding="utf-8")
    (articles / "francais.txt").write_text(
        "Le conseil a décidé lundi de fermer le vieux port pendant deux ans, a déclaré la maire de la ville. "
        "Les pêcheurs disent qu'ils n'ont pas été consultés, et les travaux doivent commencer au mois de mai.",
        encoding="utf-8",
    )
    (articles / "latin.txt").write_bytes(
        "The café owner said the prices would rise again before the summer, and nobody disagreed with her.".encode(
            "latin-1"
        )
    )
    (articles / "wide.txt").write_bytes(
        "The ferry will sail on Sunday, the company said, if the weather allows it to leave the port.".encode(
            "utf-16"
        )
    )
    done = run("report", articles, "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("set aside: ")]
    assert sorted(line.split(": ")[1] for line in told) == [
        "binary.txt", "empty.txt", "francais.txt", "huge.txt", "one.txt", "word.txt",
    ]  # fmt: skip
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("binary.txt", "francais.txt", "huge.txt"))
    scores = json.loads((tmp_path / "out" / "scores.json").read_text(encoding="utf-8"))
    assert len(scores["rejects"]) == 6
    encodings = {
        row["article"]["file"]: row["article"]["encoding"]
        for row in map(
            json.loads, (tmp_path / "out" / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
        )
    }
    assert encodings["wide.txt"].startswith("utf-16")
    assert encodings["latin.txt"] not in ("utf-8", "ascii")


def test_jsonl_streams_and_ignores_other_fields(run, tmp_path):
    rows = [
        {"id": f"n{n}", "text": PROSE.replace("Monday", f"day {n}"), "outlet": "AFP", "secret": "x"}
        for n in range(3)
    ]
    with gzip.open(tmp_path / "in.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write("\n".join([*map(json.dumps, rows[:2]), "{broken", json.dumps(rows[2])]))
    done = run("annotate", "in.jsonl.gz", "-o", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    out = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["article"]["id"] for line in out.splitlines()] == ["n0", "n1", "n2"]
    assert "secret" not in out
    assert "in.jsonl.gz" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "nowhere"], "nowhere: does not exist"),
        (["report", "void"], "no article could be read"),
        (["report"], "Missing argument"),
        (["report", "harbour", "--seed", "-1"], "--seed"),
        (["annotate", "harbour"], "--output"),
        (["annotate", "harbour", "-o", "taken/a.jsonl"], "cannot be written"),
        (["report", "harbour", "-o", "taken/out"], "cannot be written"),
        (["report", "harbour", "--lexicon", "bad.toml"], "bad.toml"),
        (["report", "broken-event"], "event.toml"),
        (["rapport"], "No such command"),
        (["report", "harbour", "--format", "word"], "'word' is not one of"),
        (["report", "harbour", "--lang", "xx"], "language 'xx'"),
        (["report", "harbour", "--only-tables", "--format", "html"], "--only-tables goes with"),
        (
            ["report", "corrected"],
            "corrections.toml: [[outlet]] number 1: no article that was read is called",
        ),
        (["schema", "passages"], "'passages' is not one of"),
        (["mark", "empty.txt"], "empty.txt: is empty; expected a text"),
        (["mark", "noise.txt"], "noise.txt: is binary data; expected plain text"),
        (["report", "noise.txt"], "whose name ends in what it is: .pdf, .docx, .html"),
        (
            ["class", "harbour", "--port", "http"],
            "'http' is not a whole number from 0 to 65535, such as 8080.",
        ),
        (["annotate", "harbour", "-o", "a.jsonl", "--workers", "0"], "'0' is not a whole number from 1 up"),
        (["agreement", "harbour"], "for tables, name each file"),
    ],
)
def test_what_cannot_run_says_why(run, arguments, told, articles, tmp_path):
    (tmp_path / "void").mkdir()
    (tmp_path / "empty.txt").write_text(" ", encoding="utf-8")
    (tmp_path / "noise.txt").write_bytes(b"\0\1\xff")
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("id = 1", encoding="utf-8")
    (tmp_path / "broken-event").mkdir()
    (tmp_path / "broken-event" / "event.toml").write_text("titel = 'x'", encoding="utf-8")
    (tmp_path / "broken-event" / "a.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "corrected").mkdir()
    (tmp_path / "corrected" / "a.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "corrected" / "corrections.toml").write_text(
        '[[outlet]]\narticle = "b"\noutlet = "AFP"\n', encoding="utf-8"
    )
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_lexicon_of_ones_own_adds_to_the_shipped_ones(run, articles, tmp_path):
    (tmp_path / "harbour.toml").write_text(
        """
id = "harbour"
version = "1"
kind = "naming"
title = "The harbour"
language = "en"
licence = "CC0"
references = []
notes = ""

[[entries]]
id = "harbour"
label = "the harbour"
variants = [{ label = "old harbour", forms = ["old harbour"], used_by = "all", since = "2020" }]
""",
        encoding="utf-8",
    )
    done = run("report", articles, "-o", "out", "--lexicon", "harbour.toml", *TABLES, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "calls the harbour" in done.stdout
    assert "old harbour" in done.stdout


def test_a_console_without_a_letter_shows_a_mark(articles, tmp_path):
    (articles / "three.txt").write_text(
        f"---\noutlet: 新华社\n---\n{PROSE.replace('Monday', 'Sunday')}", encoding="utf-8"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(
        [sys.executable, "-m", "framing", "report", str(articles), "-o", "out", *map(str, TABLES)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert b"???" in done.stdout


def test_utf_16_tables_are_read(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": PROSE}) + "\n", encoding="utf-16")
    done = run("annotate", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_nobodys_own_files_are_overwritten(run, articles, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "report.md").write_text("my own", encoding="utf-8")
    done = run("report", articles, "-o", "mine", cwd=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "mine" / "report.md").read_text(encoding="utf-8") == "my own"


def test_a_smaller_report_leaves_nothing_of_an_earlier_one(run, articles, tmp_path):
    run("report", articles, "-o", "out", "--quiet", cwd=tmp_path)
    (tmp_path / "out" / "charts" / "keyness-99.png").write_bytes(b"")
    run("report", articles, "-o", "out", "--quiet", cwd=tmp_path)
    assert not (tmp_path / "out" / "charts" / "keyness-99.png").exists()


def test_reliance_knows_aliases_and_refuses_names_nobody_has(run, articles, tmp_path):
    known = run("report", articles, "-o", "out", "--reliance", "ines duarte", *TABLES, cwd=tmp_path)
    assert "Ines Duarte share" in known.stdout
    unknown = run("report", articles, "-o", "out", "--reliance", "Nobody", *TABLES, cwd=tmp_path)
    assert unknown.returncode == 2
    assert "Ines Duarte" in unknown.stderr


def test_a_source_that_no_article_has_is_told(run, articles, tmp_path):
    done = run("report", articles, "-o", "out", "--reliance", "TASS", "--resamples", 0, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = "No article carries words of TASS, so its share is 0 % everywhere."
    assert f"note: {told}" in done.stderr
    for name in ("report.md", "index.html", "scores.json"):
        assert told in (tmp_path / "out" / name).read_text(encoding="utf-8"), name
    heard = run("report", articles, "-o", "out", "--reliance", "Ines Duarte", *TABLES, cwd=tmp_path)
    assert "No article carries" not in heard.stderr


def test_how_to_name_the_event_is_told_where_nobody_has(run, articles, tmp_path):
    done = run("report", articles, "-o", "out", *TABLES, cwd=tmp_path)
    assert "note: the report is called 'Harbour'" in done.stderr
    assert "event.toml" in done.stderr
    (articles / "event.toml").write_text('title = "The harbour closes"\n', encoding="utf-8")
    for path in (articles, articles / "one.txt"):
        done = run("report", path, "-o", "out", *TABLES, cwd=tmp_path)
        assert "event.toml" not in done.stderr
        scores = json.loads((tmp_path / "out" / "scores.json").read_text(encoding="utf-8"))
        assert scores["event"]["title"] == "The harbour closes"


def test_the_forms_of_a_report_are_chosen(run, articles, tmp_path):
    done = run("report", articles, "-o", "out", *TABLES, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.splitlines()[-1]) == Path("out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "scores.json", "scores.schema.json", "tables",
    }  # fmt: skip
    done = run("report", articles, "-o", "out", "--format", "markdown", "--format", "parquet", cwd=tmp_path)
    assert Path(done.stdout.splitlines()[-1]) == Path("out/report.md")
    assert (tmp_path / "out" / "tables" / "figures.parquet").is_file()
    assert not (tmp_path / "out" / "tables" / "figures.csv").exists()
    done = run("report", articles, "-o", "out", "--excerpts", "--format", "html", cwd=tmp_path)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "This report shows excerpts" in page
    assert "had not been asked. The work will begin in May" not in page


def test_corrections_are_told(run, articles, tmp_path):
    (articles / "corrections.toml").write_text(
        '[[outlet]]\narticle = "one"\noutlet = "Harbour Post"\n', encoding="utf-8"
    )
    done = run("report", articles, "-o", "out", *TABLES, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 correction made by hand in corrections.toml" in done.stderr
    assert "Harbour Post" in done.stdout
    sheet = run("classroom", articles, "-o", "lesson", cwd=tmp_path)
    assert "1 correction made by hand" in sheet.stderr


@pytest.mark.parametrize("name", ["scores", "annotations"])
def test_schemas_are_printed(run, name, tmp_path):
    done = run("schema", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "$defs" in json.loads(done.stdout)


def test_the_formats_are_those_of_the_report() -> None:
    (option,) = [one for one in cli.commands["report"].params if one.name == "formats"]
    assert tuple(option.type.choices) == get_args(Format)


def test_the_choices_of_attribution_are_those_of_the_package() -> None:
    options = {option.name: option for option in cli.commands["annotate"].params}
    assert tuple(options["attribution"].type.choices) == get_args(Method)
    assert options["pipeline"].default == DEFAULT_PIPELINE


def test_columns_and_folders(run, tmp_path):
    rows = f'When,Who,What\n2024-03-04,The Coast Daily,"{PROSE}"\n'
    (tmp_path / "news.csv").write_text(rows, encoding="utf-8")
    failed = run("annotate", "news.csv", "-o", "a.jsonl", cwd=tmp_path)
    assert failed.returncode == 2
    assert "has no column that is known to hold the articles' text, but When, Who, What" in failed.stderr
    assert "--columns text=NAME" in failed.stderr
    columns = ("--columns", "text=What,outlet=Who", "--columns", "published=When")
    done = run("annotate", "news.csv", "-o", "a.jsonl", "--attribution", "rules", *columns, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    article = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))["article"]
    assert (article["outlet"], article["published"], article["id"]) == (
        "The Coast Daily",
        "2024-03-04",
        "news#2",
    )
    for wrong, told in (
        ("What", "is not FIELD=NAME"),
        ("txt=What", "did you mean 'text'"),
        ("text=Whatt", "no column 'Whatt'"),
    ):
        failed = run("annotate", "news.csv", "-o", "b.jsonl", "--columns", wrong, cwd=tmp_path)
        assert failed.returncode == 2
        assert told in failed.stderr
    (tmp_path / "event" / "Bay_Post").mkdir(parents=True)
    (tmp_path / "event" / "Bay_Post" / "one.txt").write_text(PROSE, encoding="utf-8")
    run("annotate", "event", "-o", "c.jsonl", "--attribution", "rules", "--outlet-folders", cwd=tmp_path)
    article = json.loads((tmp_path / "c.jsonl").read_text(encoding="utf-8"))["article"]
    assert (article["outlet"], article["outlet_evidence"]["kind"]) == ("Bay Post", "folder")
