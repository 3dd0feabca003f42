"""A lesson on a made-up strike: anonymous in every form, right in its key, and as long as was asked."""

import io
import re
import sys
import zipfile
from itertools import product
from pathlib import Path

import pytest

from framing import api
from framing.classroom import write
from framing.classroom.anonymous import Anonymity
from framing.classroom.making import make_exercises, make_lesson
from framing.classroom.material import gather
from framing.classroom.missing import make_missing
from framing.classroom.plan import LEVELS, exercise_ids, table
from framing.classroom.texts import texts
from framing.cli import main
from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.language import load_language

REUTERS = """---
outlet: Reuters
title: Harbour strike ends after nine days, Reuters reports
url: https://www.reuters.com/world/harbour-strike
published: 2025-03-11
---
The strike at the harbour of Port Ellery ended on Tuesday after nine days, and the first ship left before noon.

Union leader Maria Soto said the agreement gives the dockers a raise of six percent over two years.

"We have won what nobody believed we could win," Soto told Reuters at the gate.

The port authority said the strike had cost the city four million dollars a day.

Truck drivers waited for hours on the ring road while cranes unloaded the first containers.

Economists claimed that prices of fresh fruit would fall within a week.

The mayor visited the dockers in the night before the vote.

Write to tips@reuters.com or follow @ReutersHarbour, or see https://www.reuters.com/ellery/live for more on this.

(Reporting by Ann Lee; Editing by Tom Fox) Our Standards: The Thomson Reuters Trust Principles
"""
COURIER = """---
outlet: The Ellery Courier
title: Dockers bring harbour to its knees for nine days
url: https://www.ellery-courier.example/strike
published: 2025-03-11
---
The reckless strike at the harbour of Port Ellery ended on Tuesday after nine days of chaos, the Ellery Courier found.

Shop owner Peter Lang insisted that the dockers had held the whole city hostage for their own gain.

The port authority said that the strike had cost the city four million dollars a day.

Union leader Maria Soto said the agreement gives the dockers a raise of six percent over two years.

"Nobody asked the people who lost their wages," Lang told the Courier on Tuesday morning.

Rotten fruit was left in twelve containers beside the northern pier.
"""
XINHUA = """---
outlet: Xinhua
title: Port Ellery dockers return to work
published: 2025-03-12
---
PORT ELLERY, March 12 (Xinhua) -- Dockers at the harbour of Port Ellery returned to work on Wednesday after a strike.

Union leader Maria Soto said the agreement gives the dockers a raise of six percent over two years, Xinhua reported.

The port authority said the strike had cost the city four million dollars a day.

Transport minister Carl Brandt admitted that the government had known of the dispute for months.

The mayor visited the dockers in the night before the vote, local media reported.

Two ships with grain for Africa left the harbour in the evening. Enditem
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("strike")
    for name, text in (("one", REUTERS), ("two", COURIER), ("three", XINHUA)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def comparison(folder):
    held, rejects = api.annotate_all(folder)
    assert not rejects
    return api.compare(held, "The strike, as told by Reuters", resamples=0)


@pytest.fixture(scope="module")
def material(comparison):
    return gather(comparison, Anonymity(comparison))


@pytest.fixture(scope="module")
def exercises(material):
    return {one.id: one for one in make_exercises(material)}


@pytest.fixture(scope="module")
def pack(comparison, tmp_path_factory):
    return write.write_pack(comparison, tmp_path_factory.mktemp("pack"), minutes=180)


def everything_in(file: Path) -> str:
    """All that a file holds, as text: markup, style and metadata too; a Word file or a package with all its parts."""
    if file.suffix not in (".docx", ".zip"):
        return file.read_text(encoding="utf-8")
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as parts:
            return " ".join(name + parts.read(name).decode("utf-8") for name in parts.namelist())
    with zipfile.ZipFile(file) as parts:
        # Styles, theme and fonts are the template's, the same in every file.
        names = [
            name for name in parts.namelist() if name.startswith(("word/document", "docProps/", "word/foot"))
        ]
        names = [name for name in names if name.endswith(".xml")]
        raw = " ".join(parts.read(name).decode("utf-8") for name in names)
    # A word may be cut into several runs: once as it stands, once as it is read.
    return raw + re.sub(r"<[^>]+>", "", raw)


def forms_of(comparison) -> set[str]:
    """Every form by which an outlet of the comparison is known: the registry's, and those of the articles."""
    names = {outlet.name for outlet in comparison.outlets}
    entries = [entry for one in load_language("en").lexicons for entry in one.entries]
    forms = set(names)
    for entry in entries:
        if isinstance(entry, OrganisationEntry) and entry.name in names:
            forms |= {*entry.aliases, *entry.domains, *entry.credits}
    return forms


@pytest.mark.parametrize("name", ["worksheet", "articles"])
def test_pupils_files_hold_no_form_of_an_outlets_name(comparison, pack, name):
    forms = forms_of(comparison) | {
        "the Courier",
        "Courier",
        "ellery-courier",
        "Enditem",
        "@Reuters",
        "Ann Lee",
    }
    assert {"Reuters", "Thomson Reuters", "reuters.com", "Xinhua", "xinhuanet.com"} <= forms
    files = [file for file in pack if file.stem == name]
    assert [file.suffix for file in files] == [".html", ".docx"]
    for file in files:
        held = everything_in(file)
        assert "[outlet]" in held
        for form in forms:
            assert not re.search(rf"(?<!\w){re.escape(form)}(?!\w)", held, re.IGNORECASE), (file.name, form)
        for stem in ("one", "two", "three"):
            assert f"{stem}[" not in held


NORTHERN = """---
outlet: Northern Herald Agency
url: https://news.nha.example/strike
published: 2025-03-11
---
The strike at the harbour of Port Ellery ended on Tuesday, the Northern Herald Agency (NHA) has learned.

Union leader Maria Soto said the agreement gives the dockers a raise of six percent over two years, NHA reported.

A Herald Agency photographer saw the first ship. An Agency reporter was at the gate, and #NorthernHeraldAgency was seen.

The port authority said that the strike had cost the city four million dollars a day.

Shop owner Peter Lang insisted that the dockers had held the whole city hostage for their own gain.

Rotten fruit was left in twelve containers beside the northern pier. See northern-herald-agency.example for more.

(c) NHA. Write to desk@nha.example.
"""


def test_no_form_of_a_made_up_outlet_is_in_any_file_for_pupils(tmp_path):
    (tmp_path / "in").mkdir()
    for name, text in (("one", NORTHERN), ("two", COURIER), ("three", XINHUA)):
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    made = api.write_classroom(tmp_path / "in", tmp_path / "out", minutes=240, quiz=["all"])
    forms = [
        *("Northern Herald Agency", "Northern Herald", "Herald Agency", "NHA", "NorthernHeraldAgency"),
        *("northern-herald-agency", "nha.example", "Agency reporter", "Ellery Courier", "the Courier"),
        *("ellery-courier", "ElleryCourier", "Xinhua", "Enditem", "xinhuanet.com"),
    ]
    pupils = [
        file for file in made.files if file.stem in ("worksheet", "articles") or file.parent.name == "quiz"
    ]
    assert {file.name for file in pupils} >= {"worksheet.docx", "articles.html", "qti21.zip", "anki.txt"}
    assert "[outlet]" in everything_in(next(file for file in pupils if file.name == "articles.docx"))
    for file in pupils:
        held = everything_in(file)
        for form in forms:
            assert not re.search(rf"(?<!\w){re.escape(form)}(?!\w)", held, re.IGNORECASE), (file.name, form)


def test_named_pupils_files_name_the_outlets(comparison, tmp_path):
    for file in write.write_pack(comparison, tmp_path, named=True, forms=["html"])[:2]:
        held = everything_in(file)
        assert "Article A (" in held
        assert "[outlet]" not in held
        assert "The Ellery Courier" in held


def test_key_names_them(pack):
    held = everything_in(next(file for file in pack if file.name == "key.docx"))
    assert all(name in held for name in ("Reuters", "The Ellery Courier", "Xinhua"))


def test_same_input_gives_the_same_bytes_in_word_too(comparison, pack, tmp_path):
    again = write.write_pack(comparison, tmp_path, minutes=180)
    assert [file.name for file in again] == [file.name for file in pack]
    assert [file.read_bytes() for file in again] == [file.read_bytes() for file in pack]


def test_word_files_are_read_by_python_docx_and_hold_what_the_page_holds(pack):
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(next(f for f in pack if f.name == "worksheet.docx").read_bytes()))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    page = everything_in(next(f for f in pack if f.name == "worksheet.html"))
    for title in re.findall(r"<h2><bdi>(.*?)</bdi>", page):
        assert title in words
    assert document.core_properties.author == ""


def test_without_python_docx_the_pages_are_written_and_the_command_says_so(
    folder, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(write, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(SystemExit) as stop:
        main(["classroom", str(folder), "-o", str(tmp_path / "lesson")])
    assert stop.value.code == 0
    told = capsys.readouterr()
    assert [Path(line).name for line in told.out.splitlines()] == [
        f"{name}.html" for name in ("worksheet", "articles", "key", "lesson")
    ]
    assert "pip install 'framing[documents]'" in told.err


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("minutes", [10, 20, 45, 60, 90, 180, 240])
def test_the_parts_of_a_lesson_add_up_to_its_minutes(material, level, minutes):
    plan, exercises = make_lesson(material, level, minutes)
    parts = [plan.opening, plan.reading, *plan.exercises.values(), plan.pause, plan.closing, plan.spare]
    assert sum(parts) == minutes
    assert min(parts) >= 0
    assert 1 <= plan.opening <= 10
    assert 2 <= plan.closing <= 20
    assert bool(plan.pause) == (minutes > 100)
    made = [exercise.id for exercise in exercises if exercise.groups]
    assert made == list(plan.exercises)
    assert made == [id_ for id_ in exercise_ids() if id_ in made]


def test_more_time_never_means_fewer_exercises(material):
    numbers = [len(make_lesson(material, "15-18", minutes)[0].items) for minutes in (20, 45, 90, 180)]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1]


def test_every_exercise_has_its_texts_and_its_place_in_every_table():
    for id_ in exercise_ids():
        assert {"title", "task", "for_teachers", "missing"} <= set(texts("exercises")[id_])
        assert id_ in texts("lesson")["aims"]
        assert id_ in texts("lesson")["how"]
        assert set(table()["exercises"][id_]["item"]) == set(LEVELS)
    for level in LEVELS:
        assert set(table()["levels"][level]["exercises"]) <= set(exercise_ids())
        assert texts("lesson")["standards"][level]
        assert texts("pages")["lesson"]["levels"][level]


def test_right_answers_are_options_and_ids_are_unique(exercises):
    items = [(e, item) for e in exercises.values() for group in e.groups for item in group.items]
    assert len({item.id for _, item in items}) == len(items)
    for exercise, item in items:
        options = item.options or tuple(exercise.choices)
        assert set(item.right) <= set(options)
        assert len(set(options)) == len(options)
        assert item.answers
        if item.ordered:
            assert sorted(item.right) == sorted(options)


def test_swapped_verbs_stand_in_statements_and_are_shown_in_bold(exercises, pack):
    page = everything_in(next(f for f in pack if f.name == "worksheet.html"))
    swaps = exercises["swap"].groups[0].items
    assert {strip.text for item in swaps for strip in item.passage.strips if strip.marked} >= {
        "claimed",
        "admitted",
        "insisted",
    }
    for item in swaps:
        assert item.lines
        (verb,) = [strip.text for strip in item.passage.strips if strip.marked]
        assert verb not in item.lines
        assert f"<strong>{verb}</strong>" in page


def test_order_follows_the_paragraphs(material, exercises):
    items = exercises["order"].groups[0].items
    assert len(items) >= 2
    for item in items:
        numbers = [int(re.search(r"paragraph (\d+):", answer.text)[1]) for answer in item.answers]
        assert numbers == sorted(set(numbers))
        assert [answer.text.split("”")[0].lstrip("“") for answer in item.answers] == list(item.right)
        article = next(
            one for one in material.comparison.articles if material.sheets.name(one.id) in item.question
        )
        told = [re.search(r"paragraph \d+: “(.*)”$", answer.text)[1] for answer in item.answers]
        assert [article.text.index(one) for one in told] == sorted(article.text.index(one) for one in told)


def test_judging_word_has_the_voice_that_the_article_gives_it(exercises):
    items = exercises["judgement"].groups[0].items
    found = {strip.text: item.right for item in items for strip in item.passage.strips if strip.marked}
    assert found["Rotten"] == ("in the outlet’s own words",)


def test_headline_is_held_against_the_sentence_that_says_it(exercises):
    (item,) = [one for one in exercises["headlines"].groups[0].items if "return to work" in one.question]
    assert item.right == ("own words",)
    assert item.quoted[0].text.startswith("Dockers at the harbour")


def test_clues_are_counted_and_never_name_the_outlet_itself(material, exercises):
    for item in exercises["outlets"].groups[0].items:
        assert not material.anonymity.names_outlet(item.question)
        assert "Maria Soto" in item.question
        assert item.right == ()


def test_short_articles_leave_out_what_cannot_be_known(exercises):
    assert exercises["missing"].missing
    assert exercises["missing"].groups == []


THINGS = [
    "roof",
    "wall",
    "gate",
    "tower",
    "bell",
    "floor",
    "window",
    "stair",
    "door",
    "lamp",
    "clock",
    "well",
]
PLACES = [
    "church",
    "school",
    "market",
    "mill",
    "library",
    "station",
    "theatre",
    "bakery",
    "forge",
    "barn",
    "inn",
]
LONG = [
    f"The {thing} of the old {place} was mended by {number} masons late in the week."
    for number, (thing, place) in enumerate(product(THINGS, PLACES), 2)
]


def test_what_is_missing_is_told_with_the_passage_that_comes_nearest(compare_texts):
    shared = "The mayor of Oldham opened the new bridge over the river Tame on Sunday with a speech."
    alone = "Thirteen elephants from Denmark crossed the bridge behind a band of trumpets."
    own = "Nine divers searched the muddy water below for a lost golden ring until midnight."
    comparison = compare_texts(
        ("Kyodo", "\n\n".join([shared, alone, *LONG[:40]]) + "\n"),
        ("dpa", "\n\n".join([shared, own, *LONG[60:100]]) + "\n"),
    )
    made = make_missing(gather(comparison, Anonymity(comparison)), 100)
    lines = {item.question: item for group in made.groups for item in group.items}
    (item,) = [one for question, one in lines.items() if alone in question]
    assert item.right == ("Article A",)
    assert {answer.text.split(" is ")[0] for answer in item.answers if "not found" in answer.text} == {
        "not found; closest in its words"
    }
    assert not any(shared in question for question in lines)


def test_lead_is_marked_by_the_lists_and_by_nothing_else(tmp_path, capsys):
    remarks = api.mark_text("The regime claimed that it had won. It rained.")
    assert [(one.kind, one.words) for one in remarks] == [("judges", "regime"), ("brings in", "claimed")]
    assert api.mark_text("") == []
    (tmp_path / "lead.txt").write_text("The ship left the harbour before noon.", encoding="utf-8")
    main(["mark", str(tmp_path / "lead.txt")], run=_run)
    assert "nothing found that is in the lists" in capsys.readouterr().out


def _run(args, prog_name):
    from framing.cli.commands import cli

    cli.main(args=args, prog_name=prog_name, standalone_mode=False)
