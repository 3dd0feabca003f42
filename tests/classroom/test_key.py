"""The key says what a pupil sees: its places, its boxes, and what a careful reader may answer in two ways."""

import re
from typing import get_args

import msgspec
import pytest

from framing.classroom.blocks import Choices, Entry, Heading, Points, Text
from framing.classroom.facts import Likeness
from framing.classroom.judgement import KINDS, STRESSING
from framing.classroom.making import make_lesson
from framing.classroom.plan import LEVELS
from framing.classroom.quiz.write import make_questions
from framing.classroom.texts import texts
from framing.classroom.verbs import CLASSES
from framing.classroom.write import make_pages
from framing.lexicon.entries import LoadedCategory, SourceEntry
from framing.lexicon.language import load_language

LEDGER = """\
The city council of Brackwater voted on Tuesday to close the migrant camp on Quarry Street by the end of June.

Mayor Lucia Farran said the camp was a danger to the families who live in it and to the neighbours beside it.

"Nobody should have to raise a child next to an open sewer," Farran told reporters after the vote.

About 300 people, most of them undocumented immigrants from three countries, have lived in tents since October.

According to the city, 120 beds in two former schools will be ready on the first of June.

The Northgate Relief Fund reported on Monday that at least 180 people would be left without a place to sleep.

Two fires broke out in the camp in February, and a man of 34 died in the second one.
"""
BEACON = """\
Brackwater will clear the camp on Quarry Street by the end of June, the city council decided on Tuesday.

The plan ends eight months in which illegal immigrants slept in tents on the railway yard, beside a bakery.

Shop owners revealed in March that their sales had fallen by a third since the first tents went up.

The city has rented two former schools with 120 beds, and the first rooms will open on the first of June.

Mayor Lucia Farran admitted that the council should have acted before the winter.

Firefighters were called to the camp in February, when a man of 34 died in a burning tent.
"""
TIDE = """\
The council of the port city of Brackwater voted on Tuesday to close a camp of 300 people, the mayor's office said.

The camp on Quarry Street, in an old railway yard, will be closed by the end of June.

Ines Calder said that at least 180 undocumented immigrants would have nowhere to sleep by the end of June.

Mayor Lucia Farran told reporters that the two former schools would open on the first of June.

A man died in a fire in the camp in February. The cause of the fire is not known.
"""
WAR = """\
Ties have grown since Russia's full-scale invasion of Ukraine began, with Moscow accused of a long aggression.

Ministers from forty countries met in the old castle for the whole of Tuesday.
"""
PEACE = """\
The minister Anna Weber said the war in Ukraine would go on until the spring of the coming year.

Anna Weber told reporters that the "special military operation in Ukraine" is what she calls the war in Ukraine.
"""

SAID = """\
The mayor of Oldham opened a new camp beside the river on Sunday morning.

Mayor Anna Weber said the undocumented immigrants would move into the two former schools in June.
"""
UNSAID = """\
The city of Oldham has a new camp for the winter, and it stands beside the river.

The illegal immigrants slept in tents on the railway yard for eight months, beside a bakery.
"""


@pytest.fixture(scope="module")
def camp(compare_texts):
    return compare_texts(("The Harbor Ledger", LEDGER), ("Morning Beacon", BEACON), ("Tidewire News", TIDE))


@pytest.fixture(scope="module")
def war(compare_texts):
    return compare_texts(("Kyodo", WAR), ("dpa", PEACE))


def words_of(block):
    return "".join(run.text for run in block.runs) if isinstance(block, Text) else str(block)


def paragraphs_of(page):
    """What pupils read at each place of the page of articles: by "Article A" and a paragraph's number."""
    held, article = {}, ""
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 2:
            article = block.text
        elif isinstance(block, Entry):
            held[article, block.number] = words_of(block.blocks[0])
    return held


@pytest.mark.parametrize("level", LEVELS)
def test_every_place_that_the_key_names_is_where_a_pupil_finds_it(camp, level):
    pages = {page.name: page for page in make_pages(camp, level=level, minutes=240, named=False)}
    paragraphs, checked = paragraphs_of(pages["articles"]), 0
    for entry in pages["key"].blocks:
        if not isinstance(entry, Entry):
            continue
        head = ""
        for block in entry.blocks:
            if isinstance(block, Text) and block.style == "from":
                head = words_of(block)
            elif isinstance(block, Text) and block.style == "quote":
                article, number = re.search(r"(Article [A-Z]), paragraph (\d+)", head).groups()
                assert words_of(block) in paragraphs[article, number]
                checked += 1
            else:
                rows = getattr(block, "rows", None) or [("", words_of(block))]
                for label, told in rows:
                    for named, number, quote in re.findall(
                        r"(?:(Article [A-Z]), )?paragraph (\d+)[^“]*: “([^”]*)”", told
                    ):
                        assert quote in paragraphs[named or label, number]
                        checked += 1
                    for named, number in re.findall(r"(Article [A-Z]), paragraph (\d+)", told):
                        assert (named, number) in paragraphs
    assert checked > 10


def test_no_line_of_a_worksheet_is_called_by_a_number_that_is_not_there(camp):
    pages = {page.name: page for page in make_pages(camp, level="15-18", minutes=240)}
    lines = sum(
        isinstance(block, Entry) and words_of(block.blocks[0]).startswith("Article")
        for block in pages["worksheet"].blocks
    )
    named = [int(number) for number in re.findall(r"[Ll]ine (\d+)", str(pages["key"].blocks))]
    assert named
    assert max(named) <= lines
    assert "line {" not in str(texts("exercises")["order"])


@pytest.mark.parametrize("level", LEVELS)
def test_a_rule_stands_wherever_it_is_needed(camp, material_of, level):
    rules = texts("exercises")["rules"]
    sheet = next(page for page in make_pages(camp, level=level, minutes=240) if page.name == "worksheet")
    points = [item for block in sheet.blocks if isinstance(block, Points) for item in block.items]
    assert {rules["speaker"], rules["nobody"], rules["wording"]} <= {*points}
    questions = [one for one in make_questions(material_of(camp, level)) if one.id.startswith("names-")]
    assert questions
    assert all(rules["speaker"] in one.prompt for one in questions)


@pytest.mark.parametrize("level", LEVELS)
def test_a_reported_name_stands_in_words_that_the_article_reports(compare_texts, made_of, level):
    exercise = made_of(compare_texts(("Kyodo", SAID), ("dpa", UNSAID)), level)["names"]
    assert {
        strip.text: item.right for item in exercise.items for strip in item.passage.strips if strip.marked
    } == {
        "undocumented immigrants": ("in words that it reports",),
        "illegal immigrants": ("in the outlet’s own words",),
    }


@pytest.mark.parametrize("level", LEVELS)
def test_the_answers_need_no_word_of_grammar(camp, made_of, level):
    """Classes of verbs and kinds of words have researchers' names, which stand in the small print alone."""
    exercises = made_of(camp, level).values()
    answers = [answer.text for one in exercises for item in one.items for answer in item.answers]
    questions = [item.question for one in exercises for item in one.items]
    assert any(CLASSES["factive"] in text for text in answers)
    for word in (*(name for name in CLASSES if name != "unlisted"), "booster", "intensifier", "unnamed"):
        assert not any(re.search(rf"\b{word}\b", text) for text in (*answers, *questions)), word


def test_every_kind_of_word_in_the_lists_has_plain_words():
    assert KINDS.keys() == {*get_args(LoadedCategory), *STRESSING}


def test_every_source_without_a_name_has_plain_words():
    entries = [entry for one in load_language("en").lexicons for entry in one.entries]
    held = {entry.unnamed for entry in entries if isinstance(entry, SourceEntry)}
    assert {one for one in held if one.startswith("unnamed ")} == texts("exercises")["unnamed"].keys()


def test_own_alone_is_right_where_nobody_is_named(war, made_of):
    (item,) = [one for one in made_of(war)["names"].items if "aggression" in one.passage.text]
    assert item.right == ("in the outlet’s own words",)


def test_one_name_is_not_asked_for_as_names(war, camp, material_of):
    prompts = {
        len([strip for strip in question.passages[0].strips if strip.marked]): question.prompt
        for comparison in (war, camp)
        for question in make_questions(material_of(comparison))
        if question.id.startswith("names-")
    }
    assert prompts.keys() == {1, 2}
    assert prompts[1].startswith("Look at the marked name.")
    assert prompts[2].startswith("Look at the marked names.")


def test_how_many_articles_tell_it_is_not_told_by_the_form(compare_texts, material_of):
    shared = "The mayor of Oldham opened the new bridge over the river Tame on Sunday with a speech."
    elephants = "Thirteen elephants from Denmark crossed the bridge behind a band of trumpets."
    mended, painted = (
        [f"The {thing} of the {place} was {done} in spring." for thing in things for _ in range(5)]
        for things, place, done in (
            (("roof", "wall", "gate"), "old mill", "mended by masons"),
            (("door", "tower", "bell"), "new school", "painted by children"),
        )
    )
    comparison = compare_texts(
        ("dpa", "\n\n".join([shared, elephants, *mended])), ("Xinhua", "\n\n".join([shared, *painted]))
    )
    questions = [one for one in make_questions(material_of(comparison)) if one.id.startswith("missing-")]
    assert any(elephants in question.prompt for question in questions)
    assert {question.kind for question in questions} == {"multiple"}
    assert all("Tick all that fit." in question.prompt for question in questions)


def test_what_a_council_votes_for_is_not_what_it_says(camp, made_of):
    for item in made_of(camp)["names"].items:
        if "voted on Tuesday to close the migrant camp" in item.passage.text:
            assert item.right == ("in the outlet’s own words",)
    marked = {
        strip.text for item in made_of(camp)["names"].items for strip in item.passage.strips if strip.marked
    }
    assert "undocumented immigrants" in marked
    assert "undocumented" not in marked


def test_whose_office_speaks_is_not_the_speaker(camp, made_of):
    named = {
        answer.text
        for item in made_of(camp)["verbs"].items
        for answer in item.answers
        if answer.label == "Source"
    }
    assert named
    assert not any("mayor" in one for one in named)


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        ("reported on Monday that", ("reported", "reported on Monday that")),
        ("has revealed that", ("revealed", "has revealed", "revealed that", "has revealed that")),
        ("told reporters that", ("told", "told reporters", "told reporters that")),
    ],
)
def test_the_words_that_bring_it_in_are_right_with_what_belongs_to_them(
    compare_texts, material_of, said, accepted
):
    told = f"Minister Anna Weber {said} the old bridge over the river would be closed.\n\n{WAR}"
    questions = make_questions(material_of(compare_texts(("dpa", told), ("Xinhua", WAR))))
    (question,) = [one for one in questions if one.id.startswith("cue-") and "Anna Weber" in one.prompt]
    assert question.accepted == accepted


@pytest.mark.parametrize(
    ("label", "passage", "lacking"),
    [
        (
            "The president has arrived on a state visit",
            "The president came early.",
            ["arrived", "state visit"],
        ),
        ("The council voted", "The council voted on Tuesday.", []),
        ("", "The council voted on Tuesday.", []),
        ("Nine divers", "", ["Nine divers"]),
    ],
)
def test_words_that_a_passage_lacks_are_told_in_their_order(label, passage, lacking):
    assert Likeness([], "en").lacking(label, passage) == lacking


def test_a_headline_that_is_nearly_said_again_is_told_with_what_is_not_there(camp, made_of):
    titles = (
        "Council votes to close camp",
        "Two dancers",
        "Brackwater votes to close tent camp of 300 people",
    )
    articles = [
        msgspec.structs.replace(article, title=title)
        for article, title in zip(camp.articles, titles, strict=True)
    ]
    changed = msgspec.structs.replace(camp, articles=articles)
    (item,) = [one for one in made_of(changed)["headlines"].items if "tent camp" in one.question]
    told = {answer.label: answer.text for answer in item.answers}
    assert told["Paragraph"] == "1"
    assert "“tent”" in told["Look"]
    assert "“Brackwater”" not in told["Look"]


def test_the_lead_lists_what_tells_a_line_best_first_and_no_article_twice(camp, material_of):
    material = material_of(camp)
    _, exercises = make_lesson(material, "15-18", 240)
    (item,) = next(one for one in exercises if one.id == "lead").items
    for shown, answer in zip(item.shown, item.answers, strict=True):
        whole, _, part = answer.text.partition("In part")
        assert material.sheets.place(shown) in whole.split(";")[0]
        first, second = (re.findall(r"Article [A-Z]", one) for one in (whole, part))
        assert len(first) == len(set(first))
        assert not {*first} & {*second}


def test_the_worksheet_shows_what_the_key_calls_right(camp):
    pages = {page.name: page for page in make_pages(camp, level="university", minutes=240)}
    boxes = {
        option
        for entry in pages["worksheet"].blocks
        if isinstance(entry, Entry)
        for block in entry.blocks
        if isinstance(block, Choices)
        for option in block.options
    }
    rights = re.findall(r"\('Right', '([^']*)'\)", str(pages["key"].blocks))
    assert rights
    assert {one for right in rights for one in right.split(", ")} <= boxes
