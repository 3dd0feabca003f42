"""Grouping into events, on made-up articles: days, copies, languages, long-running subjects, files and names."""

import itertools
import json
import os
import random
import subprocess
import sys

import pytest
from click.testing import CliRunner

import framing.api as api
from framing.cli.commands import cli
from framing.corpus.event_file import events_to_file
from framing.corpus.event_terms import TermStore, read_terms
from framing.errors import UsageError
from framing.schema import Article, Region, Reject

SUBJECTS = {
    "pier": "pier harbour mayor Holm divers rust planks ferry council repair storm Skagen anchor tide engineers",
    "bank": "bank Veltor merger shares regulator Ostrova billion branches takeover bid savers directors Kranz fee deal",
    "cup": "goal final Ravena striker penalty trophy stadium Moltke coach crowd referee extra keeper fans champions",
}
FILLER = [
    "the",
    "a",
    "of",
    "to",
    "and",
    "in",
    "that",
    "it",
    "was",
    "for",
    "on",
    "with",
    "said",
    "more",
    "many",
    "there",
]


def text_of(subject: str, seed: int, words: int = 160) -> str:
    dice = random.Random(f"{subject}{seed}")
    vocabulary = SUBJECTS.get(subject, subject).split()
    drawn = [dice.choice(vocabulary) if dice.random() < 0.5 else dice.choice(FILLER) for _ in range(words)]
    return ". ".join(" ".join(drawn[n : n + 12]).capitalize() for n in range(0, words, 12)) + "."


def article(id: str, text: str, published: str | None = None, **more) -> Article:
    more = {"outlet": f"Outlet {id}", "title": " ".join(text.split()[:6]), **more}
    body = Region(kind="body", start=0, end=len(text), reason="test")
    return Article(id=id, file="made.jsonl", text=text, regions=[body], published=published, **more)


def told(subject: str, seed: int, published: str | None = None, **more) -> Article:
    return article(f"{subject}-{seed}", text_of(subject, seed), published, **more)


def group(articles, tmp_path, **options) -> dict[str, str]:
    """Return the event of each article id, as the file tells it."""
    events_to_file(articles, tmp_path / "events.jsonl", **options)
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row["event"] for row in map(json.loads, lines)}


def parts(events: dict[str, str]) -> set[frozenset[str]]:
    """Return the groups, whatever they are called."""
    return {
        frozenset(one for one in events if events[one] == event) for event in sorted(set(events.values()))
    }


@pytest.mark.parametrize("day", ["2024-03-05", None])
def test_articles_on_one_thing_are_one_event_whether_their_days_are_known_or_not(day, tmp_path):
    made = [told(subject, seed, day) for seed in range(4) for subject in SUBJECTS]
    wanted = {frozenset(f"{subject}-{seed}" for seed in range(4)) for subject in SUBJECTS}
    assert parts(group(made, tmp_path)) == wanted


def test_the_same_words_weeks_apart_are_two_events(tmp_path):
    made = [told("pier", seed, "2024-03-05") for seed in range(3)]
    made += [told("pier", seed, "2024-05-20") for seed in range(3, 6)]
    assert parts(group(made, tmp_path)) == {
        frozenset(f"pier-{seed}" for seed in range(3)),
        frozenset(f"pier-{seed}" for seed in range(3, 6)),
    }


def test_what_is_told_on_the_next_day_belongs_to_the_event(tmp_path):
    made = [told("pier", seed, f"2024-03-0{5 + seed % 2}") for seed in range(4)]
    made += [told("bank", seed, f"2024-03-0{5 + seed % 2}") for seed in range(4)]
    assert len(parts(group(made, tmp_path))) == 2


def test_a_subject_that_goes_on_for_weeks_is_not_chained_into_one_event(tmp_path):
    made = [told("pier", day * 3 + n, f"2024-03-{1 + day:02}") for day in range(28) for n in range(3)]
    events = group(made, tmp_path)
    days = {one.id: one.published for one in made}
    for members in parts(events):
        spread = {days[one] for one in members}
        assert len(spread) <= 7
    assert len(parts(events)) >= 5


def test_the_order_of_the_input_changes_no_group_and_lines_keep_it(tmp_path):
    made = [
        told(subject, seed, f"2024-03-{1 + 6 * (seed % 3):02}") for seed in range(9) for subject in SUBJECTS
    ]
    first = group(made, tmp_path)
    shuffled = random.Random(5).sample(made, len(made))
    second = group(shuffled, tmp_path)
    assert list(second) == [one.id for one in shuffled]
    assert parts(first) == parts(second)


def test_copies_of_an_agency_are_one_event_however_many_there_are(tmp_path):
    text = text_of("pier", 0, 300)
    copies = [
        article(f"copy-{n}", text[: len(text) - 20 * (n % 4)], "2024-03-05", outlet=f"Paper {n}")
        for n in range(130)
    ]
    others = [told("bank", seed, "2024-03-05") for seed in range(3)]
    assert parts(group([*copies, *others], tmp_path)) == {
        frozenset(one.id for one in copies),
        frozenset(one.id for one in others),
    }


def test_two_languages_never_share_an_event(tmp_path):
    made = [told("pier", 0, "2024-03-05"), told("pier", 1, "2024-03-05", language="de")]
    same = article("pier-2", made[0].text, "2024-03-05", language="de")
    assert len(parts(group([made[0], same], tmp_path))) == 2


def test_german_articles_are_grouped(tmp_path):
    words = {
        "Brücke": "Brücke Einsturz Pfeiler Stadtrat Gutachten Schiffe Sperrung Lindau Baufirma Träger Stahl",
        "Streik": "Streik Gewerkschaft Lokführer Tarif Verhandlung Züge Bahnhof Fahrgäste Lohn Angebot Ausstand",
    }
    made = [
        article(f"{name}-{seed}", text_of(vocabulary, seed), "2024-03-05", language="de")
        for name, vocabulary in words.items()
        for seed in range(3)
    ]
    assert parts(group(made, tmp_path)) == {
        frozenset(f"{name}-{seed}" for seed in range(3)) for name in words
    }


def test_an_article_without_a_day_joins_an_event_but_never_two(tmp_path):
    made = [told("pier", seed, "2024-03-05") for seed in range(3)]
    made += [told("pier", seed, "2024-05-20") for seed in range(3, 6)]
    made += [told("bank", seed, "2024-05-20") for seed in range(3)]
    undated = [told("pier", 7), told("bank", 7)]
    events = group([undated[0], *made, undated[1]], tmp_path)
    assert events["bank-7"] == events["bank-0"]
    assert events["pier-7"] in (events["pier-0"], events["pier-3"])
    assert events["pier-0"] != events["pier-3"]


def test_articles_without_words_are_alone(tmp_path):
    made = [article("one", "…", "2024-03-05"), article("two", "!", None), told("pier", 1, "2024-03-05")]
    assert len(parts(group(made, tmp_path))) == 3


def test_an_event_is_named_after_its_day_and_what_its_titles_share(tmp_path):
    titles = ["Mayor Holm closes the old pier", "Holm shuts pier after storm", "Pier closed, says Holm"]
    made = [told("pier", n, f"2024-03-0{5 + n % 2}", title=title) for n, title in enumerate(titles, start=0)]
    events = set(group(made, tmp_path).values())
    assert len(events) == 1
    name = events.pop()
    assert name.startswith("2024-03-05-")
    assert {"holm", "pier"} <= set(name.split("-"))


def test_two_events_with_one_name_are_told_apart(tmp_path):
    made = [told(subject, seed, "2024-03-05", title="In short") for subject in SUBJECTS for seed in range(2)]
    assert set(group(made, tmp_path).values()) == {
        "2024-03-05-short",
        "2024-03-05-short-2",
        "2024-03-05-short-3",
    }


def test_a_day_that_is_none_counts_as_no_day(tmp_path):
    events = group([told("pier", 1, "31/05/2024")], tmp_path)
    assert events["pier-1"].startswith("undated-")


def test_the_summary_counts_outlets_and_events_of_few_can_be_left_out(tmp_path):
    made = [told("pier", seed, "2024-03-05") for seed in range(3)]
    made += [told("bank", seed, "2024-03-05", outlet="One paper") for seed in range(2)]
    made += [told("cup", 0, "2024-03-05", outlet=None), Reject(file="x", reason="empty")]
    summary = events_to_file(made, tmp_path / "events.jsonl", min_outlets=2)
    assert (summary.articles, summary.events, summary.shared) == (6, 3, 1)
    assert summary.written == 1
    assert [event.outlets for event in summary.largest] == [3]  # what is listed is in the file
    everything = events_to_file(made, tmp_path / "all.jsonl")
    assert [event.outlets for event in everything.largest] == [3, 1, 0]
    assert len(summary.rejects) == 1
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["pier-0", "pier-1", "pier-2"]


def test_terms_take_title_lead_names_and_numbers_into_account():
    text = "The mayor spoke. On Monday Ida Holm paid 1,200 crowns. " + "Nothing more was said there. " * 60
    plain = read_terms(article("a", text, title=None))
    titled = read_terms(article("a", text, title="Crowns"))
    assert titled.counts.sum() > plain.counts.sum()
    store = TermStore()
    for terms in (plain, titled, plain):
        store.add(terms)
    vectors = store.vectors([0, 1, 2], store.rarity())
    likeness = (vectors @ vectors.T).toarray()
    assert likeness[0, 2] == pytest.approx(1, abs=1e-5)
    assert likeness[0, 1] < 1
    store.close()


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path):
    file = tmp_path / "archive.jsonl"
    rows = [
        {
            "id": f"{subject}-{seed}",
            "outlet": f"Paper {seed}",
            "title": f"What is new of the {subject}",
            "published": "2024-03-05",
            "text": text_of(subject, seed),
        }
        for subject, seed in itertools.product(SUBJECTS, range(3))
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_the_command_writes_lines_and_prints_a_table(archive, tmp_path):
    output = tmp_path / "events.jsonl"
    result = CliRunner().invoke(cli, ["events", str(archive), "-o", str(output)])
    assert result.exit_code == 0, result.output
    assert "9 articles, 3 events; 3 are told by several outlets" in result.output
    row = json.loads(output.read_text(encoding="utf-8").splitlines()[0])
    assert list(row) == ["id", "event", "outlet", "published", "title"]
    assert (row["id"], row["outlet"], row["published"]) == ("pier-0", "Paper 0", "2024-03-05")


def test_the_same_input_gives_the_same_bytes_whatever_the_order_of_sets(archive, tmp_path):
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "framing", "events", archive, "-o", tmp_path / f"{seed}.jsonl", "--quiet"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
            check=True,
        )
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_a_store_gives_what_the_articles_give(archive, tmp_path):
    pytest.importorskip("pyarrow")
    api.annotate_folder([archive], tmp_path / "store", attribution="rules", workers=1)
    api.group_events(archive, tmp_path / "a.jsonl")
    api.group_events(tmp_path / "store", tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_what_cannot_be_read_or_written_is_told(archive, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="no article could be read"):
        api.group_events(empty, tmp_path / "events.jsonl")
    assert not (tmp_path / "events.jsonl").exists()
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        api.group_events(archive, tmp_path / "folder.jsonl")
    with pytest.raises(UsageError, match=r"is no name for JSON Lines; expected a file that ends in \.jsonl"):
        api.group_events(archive, tmp_path / "events.csv")
    with pytest.raises(UsageError, match="does not exist"):
        api.group_events(tmp_path / "nowhere", tmp_path / "events.jsonl")
