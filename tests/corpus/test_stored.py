"""A report from a store is that from the articles, byte for byte; what is asked of a store in vain is told."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

import framing
from framing import api
from framing.api.choice import Choice, describe
from framing.cli.commands import cli
from framing.errors import UsageError
from framing.report import DEFAULT_FORMATS
from framing.schema import encode

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

PLAIN = "The old dam above the town of Aldern gave way on Sunday before sunrise, officials said."
TEXTS = {
    "gazette/first.txt": (
        "---\noutlet: Harbour Gazette\npublished: 2024-06-19\n---\nDam bursts above Aldern\n\n"
        f'{PLAIN}\n\nMayor Helen Brook said the flood was "a shameful disaster" that no engineer could have foreseen. '
        "Forty houses and two bridges stood under water by the early afternoon.\n"
    ),
    "gazette/second.txt": (
        "---\noutlet: Harbour Gazette\npublished: 2024-06-21\n---\nHelp reaches Aldern\n\n"
        "Soldiers brought water and bread to Aldern on Friday. "
        'The farmer Paul Reed told Hillwire News: "The town hall looked the other way for years."\n'
    ),
    "post/first.txt": (
        "---\noutlet: Valley Post\npublished: 2024-06-20\n---\nTown hall denies neglect\n\n"
        f"{PLAIN}\n\nResidents claimed that nobody in the town hall had read their letters about the wall. "
        "The town hall denied that.\n"
    ),
    "post/empty.txt": "\n",
}
EVENT = 'title = "The flood of Aldern"\ndate = "2024-06-16"\nreliance = "Helen Brook"\noutlets = ["Valley Post"]\n'
OWN = """[header]
id = "own-outlets"
version = "1"
kind = "organisations"
title = "Outlets of Aldern"
language = "*"
licence = "CC0-1.0"

"""
CORRECTIONS = """
[[outlet]]
article = "gazette/second"
outlet = "Valley Post"
reason = "a reprint"

[[outlet]]
article = "post/empty"
outlet = "Valley Post"
"""


@pytest.fixture
def articles(tmp_path):
    return write_articles(tmp_path / "aldern")


def write_articles(folder, names=tuple(TEXTS)):
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXTS[name], encoding="utf-8")
    return folder


def write_beside(folder):
    (folder / "event.toml").write_text(EVENT, encoding="utf-8")
    (folder / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    api.add_outlet("Harbour Gazette", folder, domains=["harbour.example"])


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


SCORED = ("json", "csv")
"""What page, Markdown and charts are made from, without their drawing, which takes most of a report's time."""


def assert_same_report(tmp_path, paths, store, formats=SCORED, **chosen):
    how = {"attribution": "rules", "resamples": 50, "formats": formats}
    api.make_report(paths, tmp_path / "from-articles", **how)
    api.make_report(store, tmp_path / "from-store", **how, **chosen)
    expected, found = files_of(tmp_path / "from-articles"), files_of(tmp_path / "from-store")
    assert list(found) == list(expected)
    assert [name for name in expected if found[name] != expected[name]] == []


def annotate(paths, store):
    api.annotate_folder(paths, store, attribution="rules")
    return store


def test_the_report_from_a_store_is_that_from_the_articles(articles, tmp_path):
    assert_same_report(tmp_path, articles, annotate(articles, tmp_path / "store"), DEFAULT_FORMATS)


def test_what_stands_beside_the_articles_counts_and_moves_with_the_store(articles, tmp_path):
    write_beside(articles)
    annotate(articles, tmp_path / "store")
    how = {"resamples": 0, "formats": SCORED}
    api.make_report(articles, tmp_path / "from-articles", attribution="rules", **how)
    expected = files_of(tmp_path / "from-articles")
    shutil.rmtree(articles)
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    made = api.make_report(tmp_path / "elsewhere", tmp_path / "from-store", **how)
    assert files_of(tmp_path / "from-store") == expected
    assert made.comparison.event.title == "The flood of Aldern"
    assert [one.after for one in made.comparison.corrections] == ["Valley Post"]
    assert [one.file for one in made.comparison.rejects] == ["post/empty.txt"]


def test_several_folders_keep_their_corrections_apart(tmp_path):
    folders = [write_articles(tmp_path / name) for name in ("aldern", "brook")]
    for folder in folders:
        (folder / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
        second = folder / "gazette" / "second.txt"
        second.write_text(second.read_text() + f"\nThis was told in {folder.name}.\n", encoding="utf-8")
    assert_same_report(tmp_path, folders, annotate(folders, tmp_path / "store"))


@pytest.mark.parametrize("pattern", ["*/*.txt", "**/*.txt", "gazette/*.txt", "*/first.txt", "g*", "*"])
def test_the_report_of_a_pattern_is_that_of_its_store(articles, tmp_path, pattern):
    # What stands in the folder where the pattern begins counts, as it does for the folder itself.
    write_beside(articles)
    (articles / "gazette" / "event.toml").write_text(
        'title = "The flood, in the Gazette"\n', encoding="utf-8"
    )
    given = f"{articles}/{pattern}"
    assert_same_report(tmp_path, given, annotate(given, tmp_path / "store"))
    event = json.loads((tmp_path / "from-articles" / "scores.json").read_bytes())["event"]
    assert event["title"] == (
        "The flood, in the Gazette" if pattern.startswith("gazette") else "The flood of Aldern"
    )


def test_the_report_of_an_address_on_this_machine_is_that_of_the_folder(articles, tmp_path):
    write_beside(articles)
    given = f"file://{articles}"
    assert_same_report(tmp_path, given, annotate(given, tmp_path / "store"))
    assert files_of(tmp_path / "from-store") == files_of(tmp_path / "from-articles")
    assert api.read(given) == api.read(articles)
    assert api.check(given) == api.check(articles)


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("published >= '2024-06-20'", ["gazette/second.txt", "post/first.txt"]),
        ("outlet = 'Harbour Gazette'", ["gazette/first.txt", "gazette/second.txt"]),
    ],
)
def test_the_report_of_a_condition_is_that_from_its_articles_and_says_so(articles, tmp_path, where, names):
    store = annotate(articles, tmp_path / "store")
    chosen = write_articles(tmp_path / "chosen" / "aldern", names)
    told = api.make_report(chosen, tmp_path / "from-articles", attribution="rules", resamples=50).comparison
    made = api.make_report(store, tmp_path / "from-store", resamples=50, where=where).comparison
    assert made.event.title == f"Aldern: {where}"
    note = f"2 of the 3 articles of a store were chosen, those that meet the condition: {where}"
    assert made.notes == [note, *told.notes]
    assert encode(msgspec.structs.replace(made, event=told.event, notes=told.notes)) == encode(told)
    expected, found = files_of(tmp_path / "from-articles"), files_of(tmp_path / "from-store")
    assert sorted(name for name in expected if found[name] != expected[name]) == [
        "index.html", "report.md", "scores.json",
    ]  # fmt: skip
    # In Markdown and HTML some of its signs are escaped.
    for name in ("index.html", "report.md", "scores.json"):
        assert "were chosen, those that meet the condition" in found[name].decode()


def test_one_article_was_chosen():
    assert describe(Choice(None, None, "words > 9"), 1, 3) == (
        "1 of the 3 articles of a store was chosen, those that meet the condition: words > 9"
    )


def test_the_report_of_an_event_whose_title_is_known_is_that_from_its_articles(articles, tmp_path):
    store = annotate(articles, tmp_path / "store")
    write_events(store / "events.jsonl")
    chosen = write_articles(tmp_path / "chosen" / "aldern", ["gazette/first.txt", "post/first.txt"])
    for folder in (store, chosen):
        (folder / "event.toml").write_text(EVENT, encoding="utf-8")
    assert_same_report(tmp_path, chosen, store, event="2024-06-19-dam")


def test_corrections_of_articles_that_are_not_chosen_are_passed_over(articles, tmp_path):
    write_beside(articles)
    store = annotate(articles, tmp_path / "store")
    made = api.make_report(store, tmp_path / "report", resamples=0, formats=SCORED, where="id = 'post/first'")
    assert made.comparison.corrections == []
    assert made.comparison.rejects == []


def write_events(file):
    told = {
        "gazette/first": "2024-06-19-dam",
        "post/first": "2024-06-19-dam",
        "gazette/second": "2024-06-21-help",
    }
    lines = [json.dumps({"id": id_, "event": event, "outlet": "x"}) for id_, event in told.items()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_an_event_of_a_store(articles, tmp_path):
    store = annotate(articles, tmp_path / "store")
    write_events(store / "events.jsonl")
    made = api.make_report(store, tmp_path / "report", event="2024-06-19-dam", resamples=0, formats=SCORED)
    assert [one.id for one in made.comparison.articles] == ["gazette/first", "post/first"]
    assert made.comparison.event.title == "Event 2024-06-19-dam"
    both = api.make_report(
        store,
        tmp_path / "report",
        event="2024-06-19-dam",
        where="outlet = 'Valley Post'",
        resamples=0,
        formats=SCORED,
    )
    assert [one.id for one in both.comparison.articles] == ["post/first"]
    # What somebody writes into the store's folder goes before all else.
    (store / "event.toml").write_text('date = "2024-06-16"\n', encoding="utf-8")
    own = api.make_report(store, tmp_path / "report", event="2024-06-19-dam", resamples=0, formats=SCORED)
    assert (own.comparison.event.title, own.comparison.event.date) == ("Event 2024-06-19-dam", "2024-06-16")


def test_the_three_commands_of_an_archive_go_together(articles, tmp_path):
    store = annotate(articles, tmp_path / "store")
    api.group_events(store, store / "events.jsonl")
    events = [json.loads(line)["event"] for line in (store / "events.jsonl").read_text().splitlines()]
    assert len(events) == 3
    made = api.make_report(store, tmp_path / "report", event=events[0], resamples=0, formats=SCORED)
    assert len(made.comparison.articles) == events.count(events[0])


def test_a_file_of_events_may_lie_anywhere(articles, tmp_path):
    store = annotate(articles, tmp_path / "store")
    write_events(tmp_path / "told.jsonl")
    made = api.make_report(
        store,
        tmp_path / "report",
        event="2024-06-21-help",
        events=tmp_path / "told.jsonl",
        resamples=0,
        formats=SCORED,
    )
    assert [one.id for one in made.comparison.articles] == ["gazette/second"]


def test_a_store_at_an_address(articles, tmp_path):
    fsspec = pytest.importorskip("fsspec")
    write_beside(articles)
    annotate(articles, "memory://bucket/store")
    assert_same_report(tmp_path, articles, "memory://bucket/store")
    write_events(tmp_path / "events.jsonl")
    fsspec.filesystem("memory").put_file(str(tmp_path / "events.jsonl"), "/bucket/told.jsonl")
    told = {"event": "2024-06-21-help", "events": "memory://bucket/told.jsonl"}
    made = api.make_report("memory://bucket/store", tmp_path / "report", **told, resamples=0, formats=SCORED)
    assert [one.id for one in made.comparison.articles] == ["gazette/second"]


def test_what_cannot_be_chosen_is_told(articles, tmp_path):
    store = annotate(articles, tmp_path / "store")
    for chosen, told in (
        ({"where": "outlet = 'Nobody'"}, "chooses none of the 3 articles"),
        ({"where": "outlt = 'x'"}, "did you mean 'outlet'"),
        ({"event": "x"}, r"events\.jsonl: cannot be read: .*framing events"),
        ({"events": "events.jsonl"}, "--event ID beside it"),
    ):
        with pytest.raises(UsageError, match=told):
            api.make_report(store, tmp_path / "report", **chosen)
    write_events(store / "events.jsonl")
    with pytest.raises(UsageError, match=r"none of the 2 events.*did you mean '2024-06-19-dam'"):
        api.make_report(store, tmp_path / "report", event="2024-06-19-dams")
    with pytest.raises(UsageError, match="no other path beside it"):
        api.make_report([store, articles], tmp_path / "report")
    with pytest.raises(UsageError, match="among the articles of a store, and this is none"):
        api.make_report(articles, tmp_path / "report", where="outlet = 'x'")
    with pytest.raises(UsageError, match="was not annotated with --attribution spacy"):
        api.make_report(store, tmp_path / "report", attribution="spacy")
    assert not (tmp_path / "report").exists()


def test_an_outlet_that_the_store_has_not_is_told_with_the_nearest(tmp_path):
    lines = [
        ("BBC News", "2024-06-02"),
        ("BBC News", "2024-06-30T23:00:00+02:00"),
        ("USA Today", "2024-07-01"),
    ]
    file = tmp_path / "news.jsonl"
    with file.open("w") as stream:
        for number, (outlet, day) in enumerate(lines):
            text = f"The dam above town number {number} gave way on Sunday, officials said."
            stream.write(json.dumps({"outlet": outlet, "published": day, "text": text}) + "\n")
    store = annotate(file, tmp_path / "store")
    made = api.make_report(
        store, tmp_path / "report", resamples=0, formats=SCORED,
        where="outlet in ('BBC News', 'BBC', 'Usa Toda') and published between '2024-06-01' and '2024-06-30'",
    )  # fmt: skip
    assert made.told == [
        "chosen: BBC (2); 2024-06-02 to 2024-06-30",
        "no article of the store is from the outlet 'BBC News': did you mean 'BBC'?",
        "no article of the store is from the outlet 'Usa Toda': did you mean 'USA Today'?",
    ]
    with pytest.raises(UsageError, match=r"chooses none of the 3.*'Xyz': it holds BBC, USA Today"):
        api.make_report(store, tmp_path / "report", where="outlet = 'Xyz'")
    run = CliRunner().invoke(
        cli,
        ["report", str(store), "-o", str(tmp_path / "r"), "--where", "outlet <> 'BBC News'", "--resamples", "0"],
    )  # fmt: skip
    assert "note: no article of the store is from the outlet 'BBC News': did you mean 'BBC'?" in run.stderr
    assert "note: chosen: BBC (2), USA Today (1); 2024-06-02 to 2024-07-01" in run.stderr
    assert "note: 3 of the 3 articles of a store were chosen" in run.stderr


def test_each_choice_has_a_folder_of_its_own(articles, tmp_path, monkeypatch):
    annotate(articles, tmp_path / "store")
    write_events(tmp_path / "store" / "events.jsonl")
    monkeypatch.chdir(tmp_path)
    chosen = [{}, {"event": "2024-06-19-dam"}, {"where": "words > 1"}, {"where": "words >= 1"}]
    chosen.append({"event": "2024-06-19-dam", "where": "words > 1"})
    folders = [
        api.make_report("store", **one, resamples=0, formats=["csv"]).files[0].parent.name for one in chosen
    ]
    assert folders[:2] == ["store", "store-2024-06-19-dam"]
    assert [name.rpartition("-")[0] for name in folders[2:]] == [
        "store-words-1", "store-words-1", "store-2024-06-19-dam-words-1",
    ]  # fmt: skip
    assert len(set(folders)) == len(folders)


def test_a_file_of_events_that_is_out_of_date_is_told(articles, tmp_path):
    store = annotate(articles, tmp_path / "store")
    write_events(store / "events.jsonl")

    def told():
        return api.make_report(
            store, tmp_path / "report", event="2024-06-19-dam", resamples=0, formats=SCORED
        ).told[1:]

    lines = (store / "events.jsonl").read_text(encoding="utf-8")
    assert told() == []
    (store / "events.jsonl").write_text(lines.replace("post/first", "post/gone"), encoding="utf-8")
    assert [one.partition(":")[0] for one in told()] == [
        "the file of events names 1 article of this event that the store does not hold"
    ]
    (store / "events.jsonl").write_text("".join(lines.splitlines(True)[:2]), encoding="utf-8")
    assert [one.partition(":")[0] for one in told()] == [
        "the file of events lists 2 of the store's 3 articles"
    ]


def test_annotations_are_read_from_a_store(articles, tmp_path):
    write_beside(articles)
    store = annotate(articles, tmp_path / "store")
    write_events(store / "events.jsonl")
    seen = []
    held = framing.read_annotations(store, progress=seen.append)
    assert [one.article.id for one in held] == ["gazette/first", "gazette/second", "post/first"]
    assert held[1].article.outlet == "Valley Post"  # by hand
    assert seen == [1, 2, 3]
    (chosen,) = framing.read_annotations(store, event="2024-06-19-dam", where="outlet = 'Valley Post'")
    assert chosen.article == held[2].article
    with pytest.warns(UserWarning, match="'Valley Pot': did you mean 'Valley Post'"):
        framing.read_annotations(store, where="outlet <> 'Valley Pot'")
    with pytest.raises(UsageError, match="is no store"):
        framing.read_annotations(articles)


def test_an_option_that_chooses_is_given_once(tmp_path):
    run = CliRunner().invoke(cli, ["report", str(tmp_path), "--event", "a", "--event", "b"])
    assert run.exit_code == 2
    assert "--event is given 2 times, and may be given once" in run.output


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("framing:", "framing:9."), r"was made with framing:9\.[^;]*; expected framing:[^9]"),
        (("+naming-en@", "+naming-en@0"), "was made with naming-en@0.*expected naming-en@"),
        (('"complete": true', '"complete": false'), "is unfinished.*--resume"),
        (('"format": 1', '"format": "x"'), "cannot be read"),
    ],
)
def test_a_store_that_was_made_otherwise_is_refused(articles, tmp_path, change, told):
    file = annotate(articles, tmp_path / "store") / "store.json"
    before = file.read_text(encoding="utf-8")
    assert change[0] in before
    file.write_text(before.replace(*change), encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        api.make_report(tmp_path / "store", tmp_path / "report")


def test_the_command_reports_from_a_store(articles, tmp_path):
    store = annotate(articles, tmp_path / "store")
    run = CliRunner().invoke(
        cli,
        ["report", str(store), "-o", str(tmp_path / "report"), "--where", "words > 1", "--resamples", "0"],
    )
    assert run.exit_code == 0, run.output
    assert "Harbour Gazette" in run.output
    assert "write an event.toml" in run.stderr
    assert (tmp_path / "report" / "index.html").is_file()
    (store / "event.toml").write_text(EVENT, encoding="utf-8")
    named = CliRunner().invoke(
        cli, ["report", str(store), "-o", str(tmp_path / "report"), "--resamples", "0"]
    )
    assert "write an event.toml" not in named.stderr
    assert named.exit_code == 1  # the empty article is told where everything is chosen


SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "pyongyang-2024"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are in the repository only")
def test_the_report_on_the_seeds_is_the_same_from_a_store(tmp_path):
    api.annotate_folder(SEEDS, tmp_path / "store")
    api.make_report(SEEDS, tmp_path / "from-articles")
    api.make_report(tmp_path / "store", tmp_path / "from-store")
    assert files_of(tmp_path / "from-store") == files_of(tmp_path / "from-articles")
