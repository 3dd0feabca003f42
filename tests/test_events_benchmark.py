"""The script that measures `framing events`, on made-up data."""

import json

import pytest


@pytest.fixture(scope="module")
def events(benchmark_module):
    return benchmark_module("events")


def test_bcubed_by_hand(events):
    story = {"a": "1", "b": "1", "c": "2", "d": "2"}
    found = events.bcubed_of_articles(story, {"a": "x", "b": "x", "c": "x"})
    assert found == {
        "a": (pytest.approx(2 / 3), 1),
        "b": (pytest.approx(2 / 3), 1),
        "c": (pytest.approx(1 / 3), 0.5),
        "d": (1, 0.5),
    }
    score = events.mean_of(list(found.values()))
    assert score.precision == pytest.approx(100 * (5 / 3 + 1) / 4)
    assert score.recall == pytest.approx(75)


def test_made_up_articles_are_the_same_on_every_run_and_sorted_by_day(events):
    text = " ".join(f"In the town of Skagen {word} of Ida Holm came by." for word in "abcdefghij")
    made = list(events.make_up([{"text": text}] * 4, 60))
    assert made == list(events.make_up([{"text": text}] * 4, 60))
    assert len({row["id"] for row in made}) == 60
    assert [row["published"] for row in made] == sorted(row["published"] for row in made)
    assert not any("Skagen" in row["text"] for row in made)


def test_accuracy_is_printed_with_days_and_without(events, tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    rows = [
        {
            "id": f"{word}{n}",
            "story": word,
            "outlet": f"Paper {n}",
            "published": f"2024-0{1 + len(word)}-01",
            "title": f"The {word} of the town",
            "text": f"The {word} was opened in the town. " * 3
            + f"Many people came to the {word}, said number {n}.",
        }
        for word in ("pier", "museum")
        for n in range(2)
    ]
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    events.print_accuracy(gold, None)
    printed = capsys.readouterr().out
    assert "4 articles, 2 stories" in printed
    assert "with days     2 events  P 100.0  R 100.0  F1 100.0" in printed
    assert "without" in printed


def test_a_folder_without_the_file_is_named(events, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FRAMING_BENCH_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["events.py"])
    assert events.main() == 0
    assert "is not in it" in capsys.readouterr().out
