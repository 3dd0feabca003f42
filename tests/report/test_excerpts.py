"""Excerpts: nothing else of the articles is told anywhere, and every number stays what it was."""

import json
import re
from itertools import pairwise
from math import isclose
from pathlib import Path

import pytest

import framing
from framing.lexicon.words import fold, words_in
from framing.report import write_report
from framing.report.excerpts import GAP, LARGEST_SHARE, LONGEST_RUN, make_excerpts
from framing.schema import PROSE, passage_text
from framing.scoring import scores

_IN_A_ROW, _LONGEST_TITLE = 12, 25

LONG_QUOTATION = (
    "“We have seen the water rise in every spring of my life, and every spring we were told that the wall would hold, "
    "that the gates were new, that nobody need leave a house or a cow behind, and every spring it was a lie, told by "
    "people who live on the hill and have never carried a bed up a stair in the dark,” farmer Ines Duarte said."
)
PROSE_OF_ONE = (
    "Flood takes the lower town\n\n"
    "The old dam above the town gave way on Sunday after a week of heavy rain in the hills, Mayor Ann Hill said, and "
    "the outrageous flood perhaps damaged forty houses, two bridges and the only school in the whole valley.\n\n"
    f"{LONG_QUOTATION} Rescue teams arrived in the night with boats and searched the lower streets until the next day, "
    "while the council met in the church to decide where two hundred families should sleep in the coming weeks.\n"
)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("flood")
    (folder / "one.txt").write_text(PROSE_OF_ONE, encoding="utf-8")
    (folder / "two.txt").write_text(
        "---\noutlet: Valley Post\n---\n" + PROSE_OF_ONE.replace("Sunday", "Monday"), encoding="utf-8"
    )
    return [framing.annotate(article) for article in framing.read(folder)[0]]


@pytest.fixture(scope="module")
def of_the_seeds(repository: Path):
    folder = repository / "seeds" / "pyongyang-2024"
    if not folder.is_dir():
        pytest.skip("a source distribution carries no seeds: they are other people's texts")
    return [framing.annotate(article) for article in framing.read(folder)[0]]


LONG_TITLE = (
    "The old dam above the lower town has given way on a Sunday morning after a whole week of heavy rain in all of the "
    "green hills to the north, Mayor Ann Hill said, and nobody knows why"
)
ENDLESS_TITLE = (
    " ".join(PROSE_OF_ONE.split()) + " Russia's special military operation in Ukraine goes on, he said."
)


@pytest.fixture(scope="module")
def with_long_titles(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("titles")
    body = PROSE_OF_ONE.partition("\n\n")[2]
    rows = [
        {"text": f"{LONG_TITLE}\n\n{body}", "title": LONG_TITLE, "outlet": "Valley Post"},
        {"text": body.replace("Sunday", "Monday"), "title": ENDLESS_TITLE, "outlet": "Hill Times"},
        {"text": body.replace("Sunday", "Tuesday"), "title": LONG_TITLE, "outlet": "Hill Times"},
    ]
    (folder / "more.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return [framing.annotate(article) for article in framing.read(folder)[0]]


@pytest.fixture(params=["held", "of_the_seeds", "with_long_titles"])
def annotations(request: pytest.FixtureRequest):
    return request.getfixturevalue(request.param)


def rows_of_words(text: str) -> set[tuple[str, ...]]:
    words = [fold(word.text) for word in words_in(text)]
    return {tuple(words[n : n + _IN_A_ROW]) for n in range(len(words) - _IN_A_ROW + 1)}


def in_readers_eyes(path: Path) -> str:
    """What a file says to whoever reads it: without tags, escapes and the strokes of drawings."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\\u003c.*?\\u003e|\\[nrt\"]", " ", text)
    if path.suffix in (".html", ".svg"):
        text = re.sub(r"<path[^>]*>", " ", text)
        text = re.sub(r"<(?!!--)[^>]*>", lambda tag: " ".join(re.findall(r'="([^"]*)"', tag[0])), text)
    return text


def leaks(annotations, folder: Path) -> dict[str, tuple[str, ...]]:
    """The files of a report that tell twelve words in a row of an article, each with an example."""
    titles = [one.article.title or "" for one in annotations]
    shown = {
        row for title in titles if len(words_in(title)) <= _LONGEST_TITLE for row in rows_of_words(title)
    }
    wholes = (*titles, *(one.article.text for one in annotations))
    texts = {row for whole in wholes for row in rows_of_words(whole)} - shown
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".png":
            told = rows_of_words(in_readers_eyes(path)) | rows_of_words(path.read_text(encoding="utf-8"))
            if told & texts:
                found[path.name] = min(told & texts)
    return found


def test_no_file_tells_twelve_words_in_a_row(annotations, tmp_path: Path) -> None:
    comparison = framing.compare(annotations, "A flood", resamples=20)
    write_report(comparison, annotations, tmp_path, excerpts=True)
    assert leaks(annotations, tmp_path) == {}


def test_a_report_on_whole_articles_does(held, tmp_path: Path) -> None:
    write_report(framing.compare(held, "A flood", resamples=0), held, tmp_path)
    assert {"index.html", "annotations.jsonl", "passages.csv", "scores.json"} <= set(leaks(held, tmp_path))


def test_every_number_stays(annotations) -> None:
    comparison = framing.compare(annotations, "A flood", resamples=20)
    whole, cut = scores(comparison), scores(make_excerpts(comparison, annotations).comparison)

    def numbers(value):
        if isinstance(value, dict):
            return [
                n for key, one in sorted(value.items()) if key not in ("span", "spans") for n in numbers(one)
            ]
        if isinstance(value, list):
            return [n for one in value for n in numbers(one)]
        return [value] if isinstance(value, int | float) else []

    for part in ("outlets", "figures", "coverage", "keyness", "differences", "reuse", "reuse_shares", "maps"):
        assert numbers(whole[part]) == numbers(cut[part])
    shortened = make_excerpts(comparison, annotations).comparison
    for figure in shortened.figures:
        total = sum(shortened.passages_by_id[id_].amount for id_ in figure.passages)
        assert isclose(total, figure.numerator, abs_tol=1e-6), figure


def test_what_is_kept_is_short_and_stands_in_the_article(annotations) -> None:
    comparison = framing.compare(annotations, "A flood", resamples=0)
    for whole, cut in zip(
        comparison.articles, make_excerpts(comparison, annotations).comparison.articles, strict=True
    ):
        parts = [" ".join(part.split()) for part in cut.text.split(GAP)]
        assert all(part in " ".join(whole.text.split()) for part in parts)
        kept = len(words_in(cut.text))
        assert 0 < kept <= LARGEST_SHARE * len(words_in(whole.text))
        title = len(words_in(whole.title or ""))
        longest = max(LONGEST_RUN, title if title <= _LONGEST_TITLE else 0)
        assert all(len(words_in(part)) <= longest for part in (*parts, cut.title or ""))


def test_marks_that_are_kept_read_as_they_did(annotations) -> None:
    comparison = framing.compare(annotations, "A flood", resamples=0)
    seen = 0
    for before, after in zip(annotations, make_excerpts(comparison, annotations).annotations, strict=True):
        for old, new in zip(
            (*before.names, *before.loaded, *before.stance),
            (*after.names, *after.loaded, *after.stance),
            strict=True,
        ):
            words = passage_text(after.article, new.span, new.where)
            assert GAP in words or words == passage_text(before.article, old.span, old.where)
            seen += GAP not in words
    assert seen >= 2


def test_marks_in_a_long_title_stand_in_what_is_left_of_it(with_long_titles) -> None:
    comparison = framing.compare(with_long_titles, "A flood", resamples=0)
    cut = make_excerpts(comparison, with_long_titles)
    assert any(one.where == "title" for one in comparison.passages_by_id.values())
    by_id = {one.id: one for one in cut.comparison.articles}
    for one in cut.comparison.passages_by_id.values():
        for start, end in one.spans:
            article = by_id[one.article]
            whole = (article.title or "") if one.where == "title" else article.text
            assert 0 <= start < end <= len(whole), one
    beyond = [
        (before.article, old, after.article, new)
        for before, after in zip(with_long_titles, cut.annotations, strict=True)
        for old, new in zip(before.names, after.names, strict=True)
        if old.where == "title"
    ]
    assert beyond
    for before, old, after, new in beyond:
        assert passage_text(before, old.span, "title").startswith("special military operation")
        assert passage_text(after, new.span, "title") == GAP


def test_stretches_still_follow_each_other(annotations) -> None:
    comparison = framing.compare(annotations, "A flood", resamples=0)
    for held in make_excerpts(comparison, annotations).annotations:
        text = held.article.text
        utterances = [one for one in held.utterances if one.where == "text"]
        assert all(one.end <= other.start for one, other in pairwise(utterances))
        assert all(0 <= one.start < one.end <= len(text) for one in (*utterances, *held.article.regions))
        assert any(region.kind in PROSE for region in held.article.regions)
        for attribution in held.attributions:
            for start, end in (*attribution.content, *attribution.cue.spans):
                assert 0 <= start < end <= len(text)


def test_a_long_quotation_is_cut_too(held) -> None:
    comparison = framing.compare(held, "A flood", resamples=0)
    attribution = next(
        one for one in make_excerpts(comparison, held).annotations[0].attributions if one.form == "direct"
    )
    text = make_excerpts(comparison, held).annotations[0].article.text
    said = " ".join(text[start:end] for start, end in attribution.content)
    assert GAP in said
    assert len(words_in(said)) < 30 < len(words_in(LONG_QUOTATION))


@pytest.mark.usefixtures("without_charts")
def test_the_report_says_what_it_shows(held, tmp_path: Path) -> None:
    comparison = framing.compare(held, "A flood", resamples=0)
    write_report(comparison, held, tmp_path, excerpts=True)
    for name in ("index.html", "report.md"):
        assert "This report shows excerpts" in (tmp_path / name).read_text(encoding="utf-8")
    for name in ("index.html", "report.md", "scores.json", "annotations.jsonl"):
        assert "excerpts:11 words, 30 %" in (tmp_path / name).read_text(encoding="utf-8")


def test_an_article_without_marks_keeps_its_title_alone(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(
        "---\ntitle: Rain\n---\n" + "It rained on the lake and on the hills and on the road. " * 9,
        encoding="utf-8",
    )
    held = [framing.annotate(framing.read(tmp_path)[0][0])]
    (cut,) = make_excerpts(framing.compare(held, resamples=0), held).comparison.articles
    assert cut.text.strip() == GAP
    assert cut.title == "Rain"
