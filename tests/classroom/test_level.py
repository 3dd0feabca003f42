"""What the level and the minutes decide, and what is never asked because a fair reader could answer otherwise."""

import re
from itertools import pairwise

import pytest

from framing import api
from framing.classroom.lesson import notes_on
from framing.classroom.making import make_lesson
from framing.classroom.plan import LEVELS, rules_of, table
from framing.classroom.quiz.write import make_questions
from framing.classroom.texts import for_level, texts
from framing.cli import main

EARLY = """---
outlet: dpa
title: Leaders to sign treaty in Marden
---
The two leaders are expected to sign a broad treaty in Marden on Wednesday, the ministry said on Tuesday.

Minister Anna Weber said the treaty would open the border for traders from both of the countries.

Eleven buses with delegates left the old harbour before noon, and crowds waved from the long bridge.

"We will keep our promise to every town along the border," Minister Anna Weber told reporters in Marden.
"""
LATE = """---
outlet: Xinhua
title: Leaders sign treaty in Marden
published: 2025-03-12
---
The two leaders signed a broad treaty in Marden on Wednesday after a night of talks in the old castle.

President John Miller claimed that the treaty would make every family of the valley richer within a year.

Farmers insisted that nobody had asked them about the new road through their fields and their forests.

"This is a great day for the valley and for all who live in it," President John Miller told reporters.

The guests later planted a tree behind the castle while a band played songs from both of the countries.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("treaty")
    (folder / "early.txt").write_text(EARLY, encoding="utf-8")
    (folder / "late.txt").write_text(LATE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def comparison(folder):
    held, rejects = api.annotate_all(folder)
    assert not rejects
    return api.compare(held, "A treaty", resamples=0)


def kinds_of(questions):
    return {question.id.split("-")[0] for question in questions}


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_decides_kinds_length_and_options_of_the_quiz(comparison, level, material_of):
    rules, questions = rules_of(level), make_questions(material_of(comparison, level))
    assert questions
    assert kinds_of(questions) <= set(rules["questions"])
    for question in questions:
        assert all(len(shown.text.split()) <= rules["longest"] for shown in question.passages)
        if question.id.startswith(("who-", "verb-")):
            assert 2 <= len(question.options) - 1 <= rules["wrong_options"]


def test_no_two_levels_ask_the_same_quiz(comparison, material_of):
    asked = [tuple(one.prompt for one in make_questions(material_of(comparison, level))) for level in LEVELS]
    assert len(set(asked)) == len(LEVELS)


def test_more_minutes_mean_more_questions_in_the_same_words(comparison, material_of):
    material = material_of(comparison)
    quizzes = [make_questions(material, minutes) for minutes in (1, 5, 10, 240)]
    assert [len(quiz) for quiz in quizzes] == sorted({len(quiz) for quiz in quizzes})
    assert len(quizzes[0]) == 1
    assert quizzes[-1] == make_questions(material)
    for shorter, longer in pairwise(quizzes):
        assert {one.id for one in shorter} <= {one.id for one in longer}


def test_every_kind_of_question_has_its_texts_and_its_minutes():
    kinds = {kind for level in LEVELS for kind in rules_of(level)["questions"]}
    assert kinds == set(table()["questions"])
    for kind in kinds:
        assert texts("quiz")[kind]["name"]
        for level in LEVELS:
            assert for_level(texts("quiz")[kind]["prompt"], level)


def test_the_youngest_read_shorter_tasks_and_passages_and_a_list_of_words(comparison, made_of, page_of):
    for id_, young in made_of(comparison, "12-14").items():
        old = made_of(comparison, "university")[id_]
        assert len(young.task) < len(old.task) or id_ == "lead"
        for item in young.items:
            assert all(shown.length <= rules_of("12-14")["longest"] for shown in item.shown)
    for level in LEVELS:
        sheet = page_of(comparison, "worksheet", level=level)
        for word, meaning, *_ in texts("pages")["worksheet"]["glossary"][level]:
            # A word that is explained is used, but for the name of what the pupils are told.
            assert meaning not in sheet or sheet.casefold().count(word) > 1 or word == "capital"
    assert "bring" in page_of(comparison, "worksheet", level="12-14").split("station or website that ")[1][:6]
    words = {word for word, *_ in texts("pages")["worksheet"]["glossary"]["12-14"]}
    assert words >= {"outlet", "source", "quote", "neutral", "loaded", "capital"}


def test_articles_say_when_they_were_written(comparison, page_of):
    page = page_of(comparison, "articles")
    assert "Published on 12 March 2025." in page
    assert (
        "No date is given. It was written before this had happened: “Leaders sign treaty in Marden”." in page
    )


def test_a_lesson_says_who_does_what_and_asks_what_it_has_made(comparison, material_of, page_of):
    plan = page_of(comparison, "lesson", minutes=120)
    plan_of, exercises = make_lesson(material_of(comparison), "15-18", 120)
    for exercise in exercises:
        assert (texts("lesson")["questions"][exercise.id] in plan) == (exercise.id in plan_of.exercises)
    assert "every article has its item" in plan
    assert "Break" in plan
    assert "Take up" in plan
    assert "no time for more" in page_of(comparison, "lesson", minutes=10)


def test_an_article_without_an_outlet_is_spoken_of(compare_texts, page_of):
    texts_ = [(None, EARLY.split("---\n")[2]), ("Xinhua", LATE.split("---\n")[2])]
    unknown = compare_texts(*texts_)
    for name in ("lesson", "key"):
        assert "Article A came without the name of an outlet" in page_of(unknown, name)
    known = compare_texts(("dpa", texts_[0][1]), texts_[1])
    assert "came without the name" not in page_of(known, "lesson")


def test_one_article_is_told_what_it_cannot_give(folder, tmp_path, comparison, capsys, made_of, page_of):
    with pytest.raises(SystemExit) as stop:
        main(["classroom", str(folder / "late.txt"), "-o", str(tmp_path), "--format", "html"])
    assert stop.value.code == 0
    told = capsys.readouterr().err
    assert "one article alone: no exercise can compare (The same thing by other names: " in told
    assert "What is missing?" in told
    held, _ = api.annotate_all(folder / "late.txt")
    alone = api.compare(held, "A treaty", resamples=0)
    plan = page_of(alone, "lesson", minutes=240)
    assert "They cannot compare" in plan
    assert "Article A alone" not in plan
    assert not {"names", "missing", "order", "outlets", "lead"} & {
        id_ for id_, one in made_of(alone).items() if one.groups
    }
    assert not any(standard in plan for standard in texts("lesson")["comparing"]["15-18"])
    assert page_of(alone, "worksheet").startswith("One article, ")
    assert notes_on(comparison) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--minutes", "abc"], "'abc' is not a whole number from 10 to 240, such as 45."),
        (["--minutes", "45.5"], "'45.5' is not a whole number from 10 to 240, such as 45."),
        (["--minutes", "5"], "'5' is not a whole number from 10 to 240, such as 45."),
        (["--seed", "-1"], "'-1' is not a whole number from 0 up, such as 1."),
        (["--level", "10"], "'12-14', '15-18', 'university'"),
    ],
)
def test_a_wrong_argument_is_told_what_is_right(folder, tmp_path, capsys, given, told):
    with pytest.raises(SystemExit) as stop:
        main(["classroom", str(folder), "-o", str(tmp_path / "out"), *given])
    assert stop.value.code == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


PLAIN = (
    "The river rose over the lower streets of the old town before sunrise on Friday.\n\n"
    "Minister Anna Weber said the bridge was the longest that was ever built in the whole valley.\n"
)


@pytest.mark.parametrize(
    "doubtful",
    [
        "The new mayor of the old town will 'definitely be coming to the harbour' before the winter.",
        "Minister Anna Weber hopes to open another bridge over the river before the end of the year.",
        "Minister Anna Weber must certify that the old bridge over the river is safe by the end of the year.",
        "Minister Anna Weber confirmed the visit of eleven engineers to the harbour in the afternoon.",
        "Minister Anna Weber and President John Miller of Marden at the old castle in the spring of 2017.",
        "Minister Anna Weber praised the builders for “years of work” on the long bridge over the river and for "
        "the new road that leads from there to the harbour.",
    ],
)
def test_whose_words_is_not_asked_where_readers_may_differ(compare_texts, doubtful, made_of):
    voices = made_of(compare_texts(("dpa", f"{PLAIN}\n{doubtful}\n"), ("Xinhua", PLAIN)))["voices"]
    shown = {item.passage.text for item in voices.items}
    assert len(shown) >= 2
    assert doubtful not in shown


def test_a_verb_that_needs_something_of_its_own_is_not_swapped(compare_texts, made_of):
    text = (
        f"{PLAIN}\nMinister Anna Weber told the builders that the work would go on for the whole of the summer.\n\n"
        "President John Miller claimed that nobody in the valley had asked for another bridge.\n\n"
        "Officials revealed on Friday that the two had met three times in a small hotel.\n"
    )
    swap = made_of(compare_texts(("dpa", text), ("Xinhua", PLAIN)))["swap"]
    verbs = {strip.text for item in swap.items for strip in item.passage.strips if strip.marked}
    assert verbs == {"said", "claimed", "revealed"}


def test_a_name_is_marked_alone_and_asked_of_nobody_where_nobody_says_it(compare_texts, material_of, made_of):
    comparison = compare_texts(
        (
            "dpa",
            "Talks between North Korea and its neighbours went on for eleven hours in the old castle on Friday.\n\n"
            "North Korea has closed its border to traders from the south since the spring of that year.\n",
        ),
        (
            "Xinhua",
            "Pyongyang accused its neighbours of sending balloons over the border for most of the summer.\n\n"
            "Since Russia's full-scale invasion of Ukraine began in 2022, ties have grown, with Pyongyang accused of "
            "sending arms to aid its aggression.\n",
        ),
    )
    items = made_of(comparison)["names"].items
    marked = {item.passage.text: [s.text for s in item.passage.strips if s.marked] for item in items}
    assert ["Pyongyang"] in [words for text, words in marked.items() if text.startswith("Pyongyang accused")]
    talked = [item for item in items if "aggression" in item.passage.text]
    assert all(item.for_talk for item in talked)
    asked = {question.id for question in make_questions(material_of(comparison))}
    assert not asked & {item.id for item in talked}


def test_what_comes_nearest_says_it_in_other_words_and_is_not_the_longest(compare_texts, material_of):
    material = material_of(
        compare_texts(
            (
                "dpa",
                "The president approved a draft treaty that the ministry had prepared, officials said.\n\n"
                "Eleven ships waited for the storm to pass before they left the northern harbour.\n",
            ),
            (
                "Xinhua",
                "The official news agency said the president, who came with eleven ministers and forty traders, was "
                "met at the airport by the mayor, by a band and by children with flowers in the early morning.\n\n"
                "An agreement has been accepted.\n",
            ),
        )
    )
    label = "The president approved a draft treaty that the ministry had prepared, officials said."
    nearest = max(
        (one for one in material.sentences if one.article.outlet == "Xinhua"),
        key=lambda one: material.likeness.between(label, one.text),
    )
    assert nearest.text == "An agreement has been accepted."
    assert material.likeness.between(label, label) == pytest.approx(1)
    assert material.likeness.between("", label) == 0


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("“The bridge”: a line that has a heading stood in the paper of the town.", False),
        ("The bridge was last closed to all of the traffic in July 2000.", False),
        ("Thirteen elephants from Denmark crossed the bridge behind a band of trumpets.", True),
    ],
)
def test_nothing_is_missing_that_may_be_told_otherwise(compare_texts, sentence, told, made_of):
    fill = [
        f"The {thing} of the old mill was mended by masons late in the week."
        for thing in ["roof", "wall", "gate"]
    ]
    more = [
        f"The {thing} of the new school was painted by children in spring."
        for thing in ["door", "tower", "bell"]
    ]
    shared = "The mayor of Oldham opened the new bridge over the river Tame on Sunday with a speech."
    comparison = compare_texts(
        ("dpa", "\n\n".join([shared, sentence, *fill * 5])), ("Xinhua", "\n\n".join([shared, *more * 5]))
    )
    questions = [item.question for item in made_of(comparison)["missing"].items]
    assert any(re.escape(sentence[:20]) in re.escape(question) for question in questions) == told
