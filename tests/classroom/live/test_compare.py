"""The class beside the tool: the same numbers as `framing agreement` finds in the exported table."""

import csv
import io
from contextlib import closing

import numpy as np
import pytest

from framing import api
from framing.classroom.agreement import measure_agreement
from framing.classroom.live.compare import LABELS, compare_class
from framing.classroom.live.export import export_marks
from framing.classroom.live.marks import Mark
from framing.classroom.live.store import open_store

from .conftest import FIRST, SECOND

NAMES = {1: "Ann", 2: "Bob", 3: "Cem"}


def _voice(label, first, last, article="C"):
    return Mark(f"{label}-{first}-{last}", article, "voices", label, first, last)


def _loaded(first, last, article="A"):
    return Mark(f"loaded-{first}", article, "loaded", "loaded", first, last)


def _words(lesson, letter):
    return len(lesson.article(letter).voices)


def test_without_marks_there_is_a_reason_and_no_number(lesson):
    result = compare_class(lesson, [], {})
    assert result.voices.value is None
    assert result.voices.refusal == "nothing was coded by two people"
    assert result.judged == 0
    assert result.dividing == result.beside_tool == []


def test_where_everybody_says_the_same_alpha_is_undefined_and_the_reason_told(lesson):
    marks = [(pupil, _voice("own", 0, 11)) for pupil in (1, 2)]
    assert "the same label everywhere" in compare_class(lesson, marks, NAMES).voices.refusal


def test_alpha_is_that_of_the_exported_table(lesson, store, tmp_path):
    last = _words(lesson, "C") - 1
    labelled = {
        "Ann": [_voice("own", 0, 20), _voice("quoted", 21, last)],
        "Bob": [_voice("own", 0, 12), _voice("reported", 13, last)],
        "Cem": [_voice("own", 0, last), _voice("quoted", 30, last)],
    }
    for name, marks in labelled.items():
        store.save([(store.pupil(store.join(name)).number, marks)])
    live = compare_class(lesson, store.all_marks(), NAMES)
    table = tmp_path / "marks.csv"
    table.write_text(export_marks(store.file, "voices"), encoding="utf-8")
    texts = {article.id: article.text for article in lesson.articles}
    report = measure_agreement([table], texts, unmarked="skip")
    assert report.units == live.voices.units == last + 1
    assert live.voices.value == pytest.approx(report.alpha, abs=1e-12)


def test_screen_and_exported_table_give_the_same_figures_of_articles_as_they_are_read(tmp_path):
    """Bylines, covered names, dashes and words that nobody labelled: a unit is a unit in both."""
    (tmp_path / "my-event").mkdir()
    for name, text in (("one", FIRST), ("two", SECOND)):
        more = "\n".join(
            f"The 24-year-old – he said – had no. {n} of the U.S. teams, twice.\n" for n in range(40)
        )
        (tmp_path / "my-event" / f"{name}.txt").write_text(f"{text}\n{more}", encoding="utf-8")
    prepared = api.prepare_class(tmp_path / "my-event")
    draw = np.random.default_rng(1)
    with closing(open_store(tmp_path / "class.sqlite", prepared.lesson)) as store:
        for name in ("Ann", "Bob", "Cem"):
            number = store.pupil(store.join(name)).number
            marks = [
                mark
                for article in prepared.lesson.articles
                for first in range(0, len(article.voices) - 9, 9)
                for mark in (
                    _voice(LABELS[draw.integers(3)], first, first + int(draw.integers(9)), article.letter),
                    _loaded(first + 2, first + 2 + int(draw.integers(3)), article.letter),
                )
            ]
            marks = [mark._replace(id=f"mark-{number}-{place}") for place, mark in enumerate(marks)]
            store.save([(number, marks)])
        live = compare_class(prepared.lesson, store.all_marks(), {})
        for what, unmarked in (("voices", "skip"), ("loaded", "label")):
            table = tmp_path / f"{what}.csv"
            table.write_text(api.export_class(store.file, what), encoding="utf-8")
            told = api.measure_agreement(table, tmp_path / "my-event", unmarked=unmarked)
            shown = getattr(live, what)
            assert shown.units == told.units
            assert shown[:3] == pytest.approx((told.alpha, told.low, told.high), abs=1e-12)
            assert shown.low is not None


def test_words_without_a_label_are_not_judged(lesson):
    marks = [(1, _voice("own", 0, 11)), (2, _voice("own", 0, 5)), (2, _voice("quoted", 6, 6))]
    assert compare_class(lesson, marks, NAMES).voices.units == 7


def test_the_class_agrees_with_the_tool_word_by_word(lesson):
    marks = [(pupil, _voice("own", 0, 11)) for pupil in (1, 2)] + [(3, _voice("quoted", 0, 11))]
    article = compare_class(lesson, marks, NAMES).articles[2]
    assert (article.judged, article.same) == (12, 12)
    even = compare_class(lesson, marks[1:], NAMES).articles[2]
    assert (even.judged, even.same) == (12, 0)  # one against one: the class has no label


def test_a_passage_divides_the_class_where_less_than_two_thirds_agree(lesson):
    marks = [(1, _voice("own", 0, 11)), (2, _voice("quoted", 0, 11))]
    (passage,) = compare_class(lesson, marks, NAMES).dividing
    assert passage.text == "The old dam above the town gave way on Sunday before sunrise."
    assert passage.counts == {"own": 1, "reported": 0, "quoted": 1}
    agreed = [*marks, (3, _voice("own", 0, 11))]
    assert compare_class(lesson, agreed, NAMES).dividing == []


def test_a_passage_that_the_class_labels_otherwise_than_the_tool_is_shown(lesson):
    marks = [(pupil, _voice("quoted", 0, 11)) for pupil in NAMES]
    (passage,) = compare_class(lesson, marks, NAMES).beside_tool
    assert (passage.most, passage.tool, passage.letter) == ("quoted", "own", "C")


def test_a_whole_sentence_is_held_against_what_the_tool_mostly_hears_in_it(lesson):
    article = lesson.article("B")
    line = next(
        line
        for line in article.lines
        if {article.voices[word.number] for word in line.words} == {"own", "quoted"}
    )
    numbers = [word.number for word in line.words]
    told = [article.voices[number] for number in numbers]
    assert told.count("quoted") > len(told) / 2
    whole = (numbers[0], numbers[-1])
    marks = [(pupil, _voice("quoted", *whole, "B")) for pupil in NAMES]
    result = compare_class(lesson, marks, NAMES)
    assert (result.judged, result.same) == (len(told), len(told))
    assert result.beside_tool == []
    # Otherwise it is compared word by word: of another label those words agree that the tool hears so.
    marks = [(pupil, _voice("own", *whole, "B")) for pupil in NAMES]
    result = compare_class(lesson, marks, NAMES)
    assert (result.judged, result.same) == (len(told), told.count("own"))
    (passage,) = result.beside_tool
    assert (passage.most, passage.tool) == ("own", "quoted")


def test_of_a_sentence_one_passage_is_shown(lesson):
    article = lesson.article("A")
    voices = [{article.voices[word.number] for word in line.words} for line in article.lines]
    line = article.lines[voices.index({"own", "reported", "quoted"})]
    whole = (line.words[0].number, line.words[-1].number)
    marks = [(1, _voice("own", *whole, "A")), (2, _voice("quoted", *whole, "A"))]
    (passage,) = compare_class(lesson, marks, NAMES).dividing
    assert f"{passage.before} {passage.text} {passage.after}".split() == [word.shown for word in line.words]


def test_loaded_words_are_counted_among_those_who_looked(lesson):
    done = Mark("done-0001", "A", "done", "done")
    marks = [(1, _loaded(3, 3)), (2, _loaded(3, 4)), (3, done)]
    article = compare_class(lesson, marks, NAMES).articles[0]
    assert article.loaded.units == _words(lesson, "A") + 1  # a covered name is two words of the text
    counts = {one.text: one.counts for one in article.loaded_words}
    assert counts["the"] == {"loaded": 2, "plain": 1}


def test_punctuation_and_capitals_make_no_other_loaded_word(lesson):
    # "The", "the" and, made up here, "the," and “the” in several sentences: one word in several places.
    article = lesson.article("A")
    forms = {"the": "“The,", "The": "the."}
    lines = tuple(
        line._replace(
            words=tuple(word._replace(shown=forms.get(word.shown, word.shown)) for word in line.words)
        )
        for line in article.lines
    )
    changed = article._replace(lines=lines, loaded=(False,) * len(article.loaded))
    places = [word.number for word in changed.words if word.shown in forms.values()]
    assert len(places) > 2
    marks = [(pupil, _loaded(at, at)) for at in places[:3] for pupil in (1, 2)]
    marks.append((3, _loaded(places[0], places[0])))
    result = compare_class(lesson._replace(articles=(changed, *lesson.articles[1:])), marks, NAMES)
    (found,) = result.articles[0].loaded_words
    assert found.text in ("the", "The")
    assert found.counts == {"loaded": 3, "plain": 0}
    assert [one.counts["loaded"] for one in found.places] == [3, 2, 2]


@pytest.mark.parametrize(
    ("marks", "phrases"),
    [
        # Neighbours of about as many marks are one phrase, whoever marked a word of it is counted once.
        ([(3, 5), (3, 4), (4, 5), (4, 4)], [(3, 5, 4)]),
        # Who marks the sentence for one word is counted with that word.
        ([(0, 11), (0, 11), (4, 4), (4, 4), (4, 4)], [(4, 4, 5)]),
        # Where nobody says more, the sentence it is.
        ([(0, 11), (0, 11)], [(0, 11, 2)]),
        # Others around it are a phrase of their own.
        ([(2, 2), (2, 2), (2, 2), (2, 2), (2, 2), (3, 3), (3, 3)], [(2, 2, 5), (3, 3, 2)]),
        # What one alone marks is nobody's business.
        ([(2, 2), (3, 3)], []),
    ],
)
def test_loaded_words_side_by_side_are_one_phrase(lesson, marks, phrases):
    article = lesson.articles[2]
    assert not any(article.loaded)
    words = [word.shown.strip(".") for word in article.words]
    given = [(pupil, _loaded(*span, "C")) for pupil, span in enumerate(marks)]
    found = compare_class(lesson, given, NAMES).articles[2].loaded_words
    wanted = [(" ".join(words[first : last + 1]), count) for first, last, count in phrases]
    assert [(one.text, one.counts["loaded"]) for one in found] == wanted


def test_what_the_tool_calls_loaded_in_one_stays_together(lesson):
    article = lesson.articles[2]._replace(
        loaded=tuple(at in (3, 4) for at in range(len(lesson.articles[2].voices)))
    )
    changed = lesson._replace(articles=(*lesson.articles[:2], article))
    marks = [(pupil, _loaded(4, 4, "C")) for pupil in (1, 2)]
    (found,) = compare_class(changed, marks, NAMES).articles[2].loaded_words
    assert (found.text, found.counts["loaded"], found.tool) == ("above the", 2, "loaded")


def test_who_took_all_loaded_marks_off_has_not_looked(lesson):
    off = Mark("loaded-off", "A", "loaded", "none", 3, 3)
    article = compare_class(lesson, [(1, _loaded(3, 3)), (1, off)], NAMES).articles[0]
    assert article.loaded.refusal == "nothing was coded by two people"
    assert article.loaded_words == [] or article.loaded_words[0].judges == 0


def test_facts_and_notes_stand_by_their_article(lesson):
    marks = [
        (1, Mark("fact-0001", "A", "missing", "missing", 1, 1)),
        (2, Mark("note-0001", "A", "notes", "note", text="Who paid?")),
    ]
    article = compare_class(lesson, marks, NAMES).articles[0]
    assert article.lookers == 1  # who wrote has not ticked anything
    assert article.missed == [0, 1]
    assert article.notes == [("Bob", "Who paid?")]


def test_a_class_of_thirty_is_compared_while_it_waits(lesson):
    draw = np.random.default_rng(0)
    marks = []
    for pupil in range(30):
        for article in lesson.articles:
            for first in range(0, len(article.voices) - 5, 5):
                label = ("own", "reported", "quoted")[draw.integers(3)]
                marks.append((pupil, _voice(label, first, first + 4, article.letter)))
    result = compare_class(lesson, marks, {})
    assert abs(result.voices.value) < 0.1  # drawn by lot: no more than chance
    assert result.dividing


# --- the table ----------------------------------------------------------------------------------------------------


def _rows(store, what="all"):
    return list(csv.DictReader(io.StringIO(export_marks(store.file, what))))


def test_the_table_holds_offsets_of_the_article_as_it_was_read(lesson, store):
    store.save([(store.pupil(store.join("Ann")).number, [_voice("quoted", 0, 11), _loaded(3, 3)])])
    texts = {article.id: article.text for article in lesson.articles}
    for row in _rows(store):
        read = texts[row["article"]][int(row["start"]) : int(row["end"])]
        assert " ".join(read.split()) == row["text"]
    assert [(row["coder"], row["label"]) for row in _rows(store)] == [("Ann", "loaded"), ("Ann", "quoted")]
    assert [row["label"] for row in _rows(store, "voices")] == ["quoted"]
    assert [(row["article"], row["letter"]) for row in _rows(store)] == [
        ("valley-post/1", "A"),
        ("kyodo/3", "C"),
    ]


def test_a_loaded_word_stands_in_the_table_without_the_punctuation_around_it(lesson, store):
    article = lesson.article("C")
    last = article.lines[0].words[-1]
    assert last.shown == "sunrise."
    store.save([(store.pupil(store.join("Ann")).number, [_loaded(last.number, last.number, "C")])])
    (row,) = _rows(store, "loaded")
    assert (row["text"], int(row["start"]), int(row["end"])) == ("sunrise", last.start, last.end - 1)


def test_a_mark_does_not_reach_over_what_pupils_did_not_see(lesson, store):
    """Words side by side for pupils, between which the byline stands."""
    article = lesson.article("A")
    heading = article.lines[0].words[-1].number
    store.save([(store.pupil(store.join("Ann")).number, [_voice("own", heading, heading + 2, "A")])])
    assert [row["text"] for row in _rows(store, "voices")] == ["town", "The old"]


def test_who_finished_without_a_mark_has_a_row(lesson, store):
    store.save([(store.pupil(store.join("Ann")).number, [Mark("done-0001", "B", "done", "done")])])
    (row,) = _rows(store)
    assert (row["article"], row["coder"], row["label"], row["letter"]) == ("hillwire/2", "Ann", "", "B")


def test_what_is_missing_is_a_table_of_its_own(store):
    ann = store.pupil(store.join("Ann")).number
    store.save([(ann, [Mark("fact-0001", "A", "missing", "missing", 1, 1)])])
    store.save([(ann, [Mark("note-0001", "A", "notes", "note", text="=1+1")])])
    rows = _rows(store, "missing")
    # What she has not ticked she may not have looked at, before she says that she has finished.
    assert [(row["label"], row["letter"]) for row in rows] == [("missing", "A"), ("note", "A")]
    store.save([(ann, [Mark("done-0001", "A", "done", "done")])])
    rows = _rows(store, "missing")
    assert [row["label"] for row in rows] == ["told", "missing", "note"]
    assert rows[-1]["text"] == "'=1+1"  # no spreadsheet takes it for a formula


def test_the_table_is_the_same_each_time_and_what_is_undone_is_not_in_it(store):
    ann = store.pupil(store.join("Ann")).number
    store.save([(ann, [_voice("own", 0, 3), _voice("quoted", 2, 2)])])
    assert export_marks(store.file) == export_marks(store.file)
    assert [row["label"] for row in _rows(store)] == ["own", "quoted", "own"]
