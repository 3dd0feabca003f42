"""From a folder of articles to a report as a user types it: `framing new`, `check`, `outlets`, and what reports make
of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import framing
from framing import api
from framing.cli.commands import main
from framing.reading.event import read_event
from framing.schema import Event

Run = Callable[..., tuple[int, str, str]]

SIGNED = "Council votes to close the harbour\n\n{body}\n\n© {holder} 2024\n"
BODY = (
    "The council voted on Monday to close the old harbour for two years, the mayor told {holder}. "
    "“It is a sad day for the fishermen,” harbour master Ines Duarte said. "
    "Fishermen said they had not been asked. The work will begin in May and should end before the winter storms."
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("FRAMING_CONFIG_DIR", str(tmp_path / "configuration"))

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour"
    folder.mkdir()
    for name, holder in (("a", "Harbour Gazette"), ("b", "Reuters"), ("c", "HGZ Media House")):
        text = SIGNED.format(body=BODY.format(holder=holder), holder=holder)
        (folder / f"{name}.txt").write_text(text.replace("Monday", f"{name} Monday"), encoding="utf-8")
    return folder


def test_check_tells_what_was_read_and_what_is_next(run: Run, harbour: Path) -> None:
    code, out, err = run("check", harbour)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split() == [
        "article",
        "outlet",
        "known",
        "from",
        "date",
        "lang",
        "words",
        "aside",
        "title",
    ]
    assert "Harbour Gazette" in out
    assert "(not in the registry)" in out
    assert "a.txt: 9" in out  # nearly all of its words stand in another
    assert out.splitlines()[-1] == f"- framing report {harbour}"


def test_a_dispute_that_nobody_knows_is_told_by_check_and_report(run: Run, harbour: Path) -> None:
    (harbour / "event.toml").write_text('concepts = ["ukraine-wars", "agreement"]')
    told = "concepts names 'ukraine-wars', which is the id of no naming dispute: did you mean 'ukraine-war'?"
    assert told in run("check", harbour)[1]
    assert "'agreement'" not in run("check", harbour)[1]
    _, _, err = run("report", harbour, "-o", harbour.parent / "out", "--only-tables", "--resamples", "0")
    assert told in err


def test_a_date_that_cannot_be_read_is_shown_whole(run: Run, harbour: Path) -> None:
    for name, day in (("a", "03/04/2024"), ("b", "6 March 2024"), ("c", "2024-03-06T05:07:00Z")):
        file = harbour / f"{name}.txt"
        file.write_text(f"---\npublished: {day}\n---\n{file.read_text()}")
    out = run("check", harbour)[1]
    assert "03/04/2024" in out
    assert "note: a.txt: the date of publication may be of two days" in out
    assert out.count("  2024-03-06  ") == 2


def test_check_sets_aside_with_the_same_exit_codes(run: Run, harbour: Path) -> None:
    (harbour / "empty.txt").write_text("")
    code, out, _ = run("check", harbour, "--json")
    assert code == 1
    found = json.loads(out)
    assert [one["file"] for one in found["rejects"]] == ["empty.txt"]
    assert [one["outlet"] for one in found["articles"]] == ["Harbour Gazette", "Reuters", "HGZ Media House"]
    assert run("check", harbour)[2].startswith("set aside: empty.txt: is empty")
    assert run("check", harbour / "nowhere")[0] == 2
    assert run("check", harbour / "empty.txt")[0] == 2  # no article at all
    assert run("check", harbour / "empty.txt", "--json")[0] == 2
    assert run("check")[0] == 2


@pytest.mark.parametrize("place", ["event", "configuration"])
def test_an_outlet_that_is_added_is_known_without_being_told(
    run: Run, harbour: Path, tmp_path: Path, place: str
) -> None:
    where = ("--event", harbour) if place == "event" else ()
    code, out, _ = run(
        *("outlets", "add", "--name", "Gazette of the Harbour", "--alias", "Harbour Gazette"),
        *("--credit", "© HGZ Media House", "--kind", "newspaper", "--country", "Kenya", *where),
    )
    file = (harbour if place == "event" else tmp_path / "configuration") / "outlets.toml"
    assert (code, out.splitlines()[-1]) == (0, str(file))
    found = json.loads(run("check", harbour, "--json")[1])
    assert [one["outlet"] for one in found["articles"]] == [
        "Gazette of the Harbour",
        "Reuters",
        "Gazette of the Harbour",
    ]
    assert all(one["registered"] for one in found["articles"])
    assert found["lexicons"] == [str(file)]
    assert not found["rejects"]

    target = tmp_path / "annotations.jsonl"
    assert run("annotate", harbour, "-o", target, "--attribution", "rules", "-q")[0] == 0
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["article"]["outlet"] == "Gazette of the Harbour"
    identity = file.parent.name
    assert all(f"outlets-{identity}@" in line["signature"] for line in lines)
    assert ("Kenya" in run("outlets", "list", "gazette of", *where)[1]) is True
    shown = json.loads(run("outlets", "gazette of", "--json", *where)[1])
    assert [(one["name"], one["own"]) for one in shown] == [("Gazette of the Harbour", True)]


def test_a_report_follows_the_event(run: Run, harbour: Path, tmp_path: Path) -> None:
    assert (
        run("outlets", "add", "--event", harbour, "--name", "Gazette", "--alias", "Harbour Gazette")[0] == 0
    )
    (harbour / "event.toml").write_text(
        'title = "The harbour closes"\noutlets = ["HGZ Media House", "reuters", "Harbour Gazette", "Nobody"]\n'
        'lexicons = ["names.toml"]\n',
        encoding="utf-8",
    )
    (harbour / "names.toml").write_text(
        'id = "harbour-names"\nversion = "1"\nkind = "naming"\ntitle = "t"\nlanguage = "en"\nlicence = "MIT"\n'
        'references = []\nnotes = ""\n[[entries]]\nid = "harbour"\nlabel = "the harbour"\n'
        'variants = [{ label = "old harbour", forms = ["old harbour"], used_by = "all", since = "ever" }]\n',
        encoding="utf-8",
    )
    summary = framing.make_report(
        harbour, tmp_path / "report", resamples=0, attribution="rules", formats=["html"]
    )
    comparison = summary.comparison
    assert [one.name for one in comparison.outlets] == ["HGZ Media House", "Reuters", "Gazette"]
    assert "harbour-names@" in comparison.signature
    assert any(one.measure == "naming_share" for one in comparison.figures) or comparison.concepts["harbour"]
    assert any("names Nobody, of which there is no article" in note for note in comparison.notes)
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert page.count("not in the registry") == 1  # HGZ Media House


def test_the_order_of_outlets_moves_no_number(harbour: Path) -> None:
    annotations, _ = api.annotate_all(harbour, attribution="rules")
    plain = api.compare(annotations, Event(title="x"), resamples=20)
    ordered = api.compare(annotations, Event(title="x", outlets=["Reuters"]), resamples=20)
    assert [one.name for one in ordered.outlets] == ["Reuters", "Harbour Gazette", "HGZ Media House"]
    assert ordered.figures == plain.figures
    assert ordered.differences == plain.differences


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["outlets", "add"], 2, "--name NAME"),
        (["outlets", "add", "--name", "Reuters"], 2, "is in the registry already"),
        (["outlets", "add", "--name", "X", "--kind", "paper"], 2, "newspaper"),
        (["outlets", "add", "--name", "X", "--event", "nowhere"], 2, "does not exist"),
        (["outlets", "add", "--name", "X", "--domain", "x y"], 2, "is no domain"),
        (["outlets", "no such outlet at all"], 1, "no outlet is known by"),
        (["outlets", "gardian"], 1, "did you mean"),
        (["outlets", "--country", "Kenia"], 2, "did you mean 'Kenya'"),
        (["outlets", "--nonsense"], 2, "No such option"),
        (["new"], 2, "Missing argument"),
    ],
)
def test_wrong_arguments_are_told(run: Run, arguments: list[str], code: int, told: str) -> None:
    done = run(*arguments)
    assert done[0] == code
    assert told in done[2]


def test_outlets_as_a_table_and_as_csv(run: Run) -> None:
    code, out, _ = run("outlets", "--country", "Fiji")
    assert code == 0
    assert out.splitlines()[-1] == "3 outlets"
    header, *rows = run("outlets", "fiji times", "--csv")[1].splitlines()
    assert header.startswith("name,kind,type,country,domains")
    assert rows[0].startswith("Fiji Times,newspaper,media,Fiji,fijitimes.com.fj; fijitimes.com")
    assert "framing outlets add" in run("outlets", "--help")[1]


def test_questions_on_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    answers = iter(
        [
            "Harbour Gazette",
            "harbour-gazette.example",
            "(HG); © HG Media",
            "",
            "newspaper",
            "Kenya",
            "The strike",
            "2024-03-04",
            "Nairobi",
        ]
    )
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    assert run("outlets", "add", "--event", tmp_path)[0] == 0
    (one,) = [one for one in api.outlets("harbour gazette", event=tmp_path) if one.own]
    assert (one.entry.kind, one.entry.type, one.entry.country) == ("newspaper", "state media", "Kenya")
    assert (one.entry.domains, one.entry.credits) == (["harbour-gazette.example"], ["(HG)", "© HG Media"])
    assert run("new", tmp_path / "strike")[0] == 0
    assert read_event([tmp_path / "strike"]).title == "The strike"


def test_new_makes_a_folder_that_check_reads(run: Run, tmp_path: Path, harbour: Path) -> None:
    code, out, _ = run("new", harbour, "--title", "The harbour closes", "--date", "2024-03-04")
    assert code == 0
    assert "framing check" in out
    code, out, _ = run("check", harbour)
    assert code == 0
    assert "Name the event" not in out
    assert run("new", harbour)[0] == 2


def test_a_word_that_is_like_no_outlet_draws_no_guess(run: Run) -> None:
    assert "did you mean" not in run("outlets", "Kelmouth")[2]
    assert "did you mean 'Guardian'" in run("outlets", "Guardin")[2]


def test_one_article_is_no_event_to_name(run: Run, harbour: Path) -> None:
    assert "Name the event" in run("check", harbour)[1]
    assert "Name the event" not in run("check", harbour / "a.txt")[1]
