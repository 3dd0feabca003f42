"""What the page holds: the story first, every section with its openings, articles with marks, limits that are said."""

import json
import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

import framing.features
import framing.report
from framing.report import html, limits, write_report
from framing.report.evidence import say_rule
from framing.report.findings import Finding, Story
from framing.report.html import bind_per_cent, outlet_labels
from framing.report.marks import find_marks, mark_article
from framing.report.texts import say, say_all
from framing.report.view import Column, build_view
from framing.report.wording import show_controls
from framing.schema import Correction, Event, Fact, KeyTerm, NearPassage, Silence, Telling, passage_text
from framing.scoring import compare

TEMPLATES = Path(framing.report.__file__).parent / "templates"


@pytest.fixture
def write_page(annotations, read_page, tmp_path, without_charts):
    """Writes a report on a changed comparison of the same articles and reads its page."""

    def write(comparison, **changes):
        write_report(msgspec.structs.replace(comparison, **changes), annotations, tmp_path)
        return read_page(tmp_path)

    return write


def opened(page, heading):
    return [one for one in page.openings if heading in one.heading]


def words_of(passage, annotations):
    article, edges, where = annotations[passage[0]].article, passage[6], "title" if passage[5] else "text"
    return [passage_text(article, span, where) for span in zip(edges[::2], edges[1::2], strict=True)]


def test_sections_stand_in_order_and_every_one_is_linked(page):
    sections = [element.attributes["id"] for element in page.all("section")]
    order = ("glance", "words", "naming", "cues", "coverage", "tone", "articles", "reading", "rejects")
    assert [name for name in sections if name in order] == list(order)
    links = [
        element.attributes["href"]
        for element in page.all("a")
        if "nav" in element.parents and element.attributes["href"]
    ]
    assert links == [f"#{name}" for name in sections]
    targets = {element.attributes.get("id") for element in page.elements}
    for element in page.all("a"):
        link = element.attributes["href"] or ""
        assert not link.startswith("#") or link[1:] in targets, link


def test_headings_come_in_order(page):
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_story_stands_first_and_its_numbers_open(comparison, write_page, monkeypatch):
    held = []

    def tell(view):
        number = next(number for number in view.words if number)
        held.append(number)
        parts = ("The <first> outlet has (", number, ") words.")
        return Story(
            heading="What differs most",
            findings=[Finding(parts=parts, section="words")],
            limits=["Nothing <b>else</b>."],
        )

    monkeypatch.setattr(html, "tell_story", tell)
    page = write_page(comparison)
    assert page.all("section")[0].attributes["id"] == "story"
    finding = next(element for element in page.all("li") if "ol" in element.parents)
    assert finding.text.startswith(f"The <first> outlet has ({held[0].text}) words.")
    assert f"({held[0].text})" in [element.text for element in page.all("span", "bound")]
    assert page.figures[0].numerator == held[0].numerator
    assert len(page.figures[0].passages) == len(held[0].passages)
    assert "Nothing <b>else</b>." in [element.text for element in page.all("li")]


def test_key_terms_open_to_their_passages_and_have_a_menu(comparison, annotations, write_page):
    named = next(
        one for one in comparison.figures if one.measure == "naming_share" and one.numerator and one.passages
    )
    term = KeyTerm(
        outlet=named.outlet, term="a <term>", voice="own", count=int(named.numerator), total=100,
        other_count=2, other_total=300, articles=1, log_odds=1.25, low=0.45, high=2.05, z=3.1,
        g2=9.0, log_ratio=2.0, q=0.0004, dispersion=None, passages=named.passages,
    )  # fmt: skip
    page = write_page(comparison, keyness=[term], keyness_notes=["One outlet has too <little> text."])
    *_, opening = opened(page, "a <term>")  # the story tells it too
    assert float(opening.text) == opening.numerator == sum(passage[1] for passage in opening.passages)
    assert opening.text == str(term.count)
    menu = next(one for one in page.all("select") if one.attributes.get("data-menu") == "keyness")
    assert menu.text == named.outlet
    row = next(element.text for element in page.all("tr") if "a <term>" in element.text)
    assert "<0.001" in row
    assert "2 / 300" in row
    assert any("too <little> text" in element.text for element in page.all("p"))


def test_without_key_terms_the_page_says_why(comparison, write_page):
    page = write_page(comparison, keyness=[], keyness_notes=["Too little <text>."])
    section = next(one for one in page.all("section") if one.attributes["id"] == "keyness")
    assert say("page.keyness.nothing") in section.text
    assert "Too little <text>." in section.text


def test_what_all_others_tell_stands_beside_what_comes_nearest(comparison, annotations, write_page):
    near = NearPassage(article="+third", telling=Telling(span=(10, 30), voice="own"), similarity=0.4)
    silences = [
        Silence(
            outlet="unidentified",
            kind="told by all others",
            fact=number,
            label=label,
            articles=[],
            nearest=nearest,
        )
        for number, (label, nearest) in enumerate([("fact <one>", [near]), ("fact two", [])])
    ]
    page = write_page(comparison, silence=silences)
    rows = [element.text for element in page.all("tr") if element.text.startswith("fact ")]
    assert len(rows) == 2
    assert say("page.coverage.no_nearest") in rows[1]
    (opening,) = opened(page, "fact <one>")
    text = annotations[2].article.text[10:30]
    assert words_of(opening.passages[0], annotations) == [text]
    assert text.strip() in rows[0]


def test_shared_passages_open_on_both_sides(comparison, annotations, page):
    shared = [one for one in page.openings if "shared passage" in one.heading]
    assert len(shared) == len(comparison.reuse) > 0
    for opening in shared:
        first, second = opening.passages
        assert first[0] != second[0]
        one, other = (" ".join(words_of(passage, annotations)) for passage in (first, second))
        assert re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def test_corrections_are_listed_and_open(comparison, annotations, write_page):
    corrections = [
        Correction(
            kind="speaker", article="b-second", span=(4, 11), before="<x>", after=None, reason="a <why>"
        ),
        Correction(kind="outlet", article="+third", span=None, before=None, after="Post"),
    ]
    page = write_page(comparison, corrections=corrections)
    section = next(one for one in page.all("section") if one.attributes["id"] == "corrections")
    for text in ("<x>", "a <why>", "Post", say("page.corrections.removed"), say("page.corrections.nothing")):
        assert text in section.text
    (opening,) = opened(page, "corrected: speaker")
    assert words_of(opening.passages[0], annotations) == [annotations[1].article.text[4:11]]
    assert not opened(page, "corrected: outlet")


def test_every_mark_on_the_page_is_one_that_was_found(page, annotations):
    strings, marks = page.evidence["strings"], page.evidence["marks"]
    spans = [element for element in page.all("span") if "data-m" in element.attributes]
    assert spans
    used = {int(number) for element in spans for number in (element.attributes["data-m"] or "").split()}
    assert used == set(range(max(len(held) for held in marks.values())))
    for number, held in enumerate(annotations):
        found = [
            mark
            for where in ("title", "text")
            for mark in find_marks(held, where)
            if mark.span[0] < mark.span[1]
        ]
        reasons = [strings[str(mark[1])] for mark in marks[str(number)] if len(mark) == 3]
        assert len(reasons) == len(found)
    assert any("found by: <u>rule</u>" in text for text in strings.values())
    assert any("in the word list as “possibly”" in text for text in strings.values())


def test_stretches_join_to_the_text_and_marks_cover_their_spans(annotations):
    for held in annotations:
        texts, marks = mark_article(held, {"text": [(7, "a fact", (5, 40))]})
        for text in texts:
            whole = held.article.text if text.where == "text" else held.article.title
            assert "".join(stretch.text for stretch in text.stretches) == whole
        covered = {
            number: "".join(
                stretch.text for text in texts for stretch in text.stretches if number in stretch.marks
            )
            for number in range(len(marks))
        }
        (fact,) = [number for number, mark in enumerate(marks) if mark.fact == 7]
        assert covered[fact] == held.article.text[5:40]
        for number, mark in enumerate(marks):
            assert len(covered[number]) == mark.span[1] - mark.span[0]
        for place, attribution in enumerate(held.attributions):
            content = [
                covered[n]
                for n, mark in enumerate(marks)
                if (mark.kind, mark.attribution) == ("content", place)
            ]
            assert content == [passage_text(held.article, span) for span in attribution.content]


def test_numbered_facts_lead_to_their_rows(comparison, page):
    rows = {element.attributes.get("id") for element in page.all("tr")}
    numbers = {
        element.attributes["data-fact"] for element in page.all("span") if "data-fact" in element.attributes
    }
    assert numbers
    assert {f"fact-{number}" for number in numbers} <= rows
    for number in numbers:
        assert len(comparison.coverage[int(number) - 1].told) > 1


@pytest.mark.usefixtures("without_charts")
def test_a_large_comparison_is_cut_and_says_so(comparison, annotations, read_page, tmp_path, monkeypatch):
    monkeypatch.setattr("framing.report.articles.MOST_LETTERS", len(annotations[0].article.text))
    monkeypatch.setattr("framing.report.evidence.MOST_PASSAGES", 3)
    monkeypatch.setattr("framing.report.evidence.MOST_EXCERPTS", 2)
    monkeypatch.setattr(limits, "MOST_CELLS", 3)
    monkeypatch.setattr(limits, "LONG_TABLE", 1)
    write_report(comparison, annotations, tmp_path)
    page = read_page(tmp_path)
    assert page.faults == []
    assert len(page.all("article")) == 1
    assert any("of 3 articles" in element.text for element in page.all("p"))
    assert any(
        "stand in tables/" in element.text or "stands in tables/" in element.text for element in page.all("p")
    )
    cut = [figure for figure in page.figures if figure.count > len(figure.passages)]
    assert cut
    shown = {number for number, article in enumerate(page.evidence["articles"]) if article[2]}
    texts = [show_controls(held.article.text + (held.article.title or "")) for held in annotations]
    elsewhere = [passage for passage in page.evidence["passages"] if passage[0] not in shown]
    assert elsewhere
    for passage in page.evidence["passages"]:
        assert (len(passage) == 9) == (passage[0] not in shown)
    for passage in elsewhere:
        assert any(passage[8][1] in text for text in texts)
    for figure in page.figures:
        assert len(figure.passages) <= 3


@pytest.mark.usefixtures("without_charts")
def test_every_outlet_has_an_article_on_the_page_before_any_has_two(
    make_annotations, read_page, tmp_path, monkeypatch
):
    held = [make_annotations(f"{name}{n}", name, (0, 1, 5)) for name in ("one", "two") for n in range(4)]
    monkeypatch.setattr("framing.report.articles.MOST_LETTERS", 2 * len(held[0].article.text))
    write_report(compare(held, event=Event(title="Dam"), resamples=20), held, tmp_path)
    page = read_page(tmp_path)
    heads = [element.text for element in page.all("h3") if "article" in element.parents]
    assert sorted(heads) == ["one", "two"]


def test_names_cannot_leave_the_style_that_labels_cells(hostile):
    rules = outlet_labels([Column(name=hostile["outlet"], position=0, articles=[])])
    content = re.search(r'content:"([^"]*)"', rules)
    assert content
    assert re.fullmatch(r"(\\[0-9a-f]+ )+", content[1])
    letters = [chr(int(number, 16)) for number in re.findall(r"\\([0-9a-f]+)", content[1])]
    assert hostile["outlet"].startswith("".join(letters))


def test_the_script_finds_all_its_words():
    script = "".join(file.read_text(encoding="utf-8") for file in sorted((TEMPLATES / "script").glob("*.js")))
    used = set(re.findall(r"page\.words\.(\w+)", script))
    assert used
    # Kinds of numbers and the note's close button are named elsewhere.
    assert used <= set(say_all("page.script"))
    assert {"count", "share", "rate", "mean", "derived"} <= set(say_all("page.script"))


def test_every_rule_of_attribution_is_told_in_plain_words():
    folder = Path(framing.features.__file__).parent
    source = "".join(
        file.read_text(encoding="utf-8") for file in [*sorted(folder.glob("rules/*.py")), folder / "signs.py"]
    )
    lines = [line for line in source.splitlines() if '"""' not in line]
    named = re.findall(r'"((?:source|content|noun|passive|according to), [a-z, ]+)"', "\n".join(lines))
    assert len(set(named)) > 12
    assert {rule for rule in named if not say_rule(rule)} == set()
    assert say_rule("signed; tagger") == f"{say_rule('signed')}{say('page.found.and')}{say_rule('tagger')}"
    assert say_rule("<u>rule</u>") == ""


def test_a_number_keeps_its_per_cent_sign():
    assert bind_per_cent("From 0 % (dpa) to 26 % and % more") == "From 0\u00a0% (dpa) to 26\u00a0% and % more"


def test_templates_hold_no_sentence_of_their_own():
    for file in sorted(TEMPLATES.rglob("*.j2")):
        text = re.sub(r"\{[{%#].*?[}%#]\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<(style|script|code)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", "", text))
        assert set(words) <= {"framing", "charts", "svg", "png", "tables", "csv"}, (file.name, words)


def test_the_island_reads_back(page):
    held = page.evidence
    assert set(held) == {"words", "articles", "openings", "passages", "marks", "strings"}
    assert json.loads(json.dumps(held)) == held
    assert len(held["strings"]) == len(set(held["strings"].values()))


def test_every_file_that_the_page_links_is_written(page, report):
    named = {link for link in (element.attributes.get("href") for element in page.all("a")) if link}
    files = {link for link in named if not link.startswith("#")}
    assert {link.partition("/")[0] for link in files} == {"charts", "tables"}
    for name in sorted(files):
        assert (report / name).is_file(), name


@pytest.mark.usefixtures("without_charts")
def test_without_tables_the_page_links_to_none(comparison, annotations, read_page, tmp_path):
    write_report(comparison, annotations, tmp_path, formats=("html",))
    links = {element.attributes["href"] for element in read_page(tmp_path).all("a")}
    assert not any((link or "").startswith("tables/") for link in links)


def test_page_and_markdown_count_alike_what_one_outlet_tells_alone(comparison, annotations, tmp_path):
    ids = [article.id for article in comparison.articles]
    facts = [
        Fact(label=label, told={ids[0]: [Telling(span=(0, 30), voice="own")]}, cells={ids[0]: "own"})
        for label in ("A dam broke", "A bridge fell", "A school closed")
    ]
    outlet = comparison.outlet_by_article[ids[0]]
    # Of the last, the comparison says nothing: another outlet comes near.
    silence = [
        Silence(
            outlet=outlet, kind="told by no other", fact=number, label=facts[number].label, articles=[ids[0]]
        )
        for number in (0, 1)
    ]
    changed = msgspec.structs.replace(comparison, coverage=facts, silence=silence)
    view = build_view(changed, annotations)
    assert [row.label for row in view.single_facts] == ["A dam broke", "A bridge fell"]
    assert [row.label for row in view.doubtful_facts] == ["A school closed"]
    write_report(changed, annotations, tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert say("page.coverage.single", n=2) in page
    assert say("page.coverage.doubtful", n=1) in page
    assert "in one: 3 (2 with nothing near in the others)" in page
    told = say("markdown.coverage.single", n=3, alone=2, file="tables/silence.csv")
    assert told in (tmp_path / "report.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("without_charts")
def test_facts_that_begin_amid_a_sentence_are_counted_and_stand_in_the_file(
    comparison, annotations, tmp_path
):
    (id_, *_) = [article.id for article in comparison.articles]
    told = {"told": {id_: [Telling(span=(0, 30), voice="own")]}, "cells": {id_: "own"}}
    facts = [Fact(label=label, **told) for label in ("A dam broke", "… while a bridge fell")]
    changed = msgspec.structs.replace(comparison, coverage=facts, silence=[])
    write_report(changed, annotations, tmp_path, formats=("html",))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    listed = page[page.index(say("page.coverage.doubtful", n=2)) :]
    listed = listed[: listed.index("</details>")]
    assert "A dam broke" in listed
    assert "while a bridge fell" not in listed
