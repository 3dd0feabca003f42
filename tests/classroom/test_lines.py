"""Lines that pupils look for or write from: no speaker that an article may not name, and told as the key says."""

from collections import Counter
from dataclasses import replace

import msgspec
import pytest

from framing import api
from framing.classroom.anonymous import Anonymity
from framing.classroom.lead import names_day
from framing.classroom.making import SHOWING, make_exercises, make_lesson
from framing.classroom.material import MOST_USES, gather
from framing.classroom.quiz.build import from_exercise
from framing.classroom.reports import names_speaker, without_speaker
from framing.errors import UsageError

FILL = "The river rose over the lower streets of the old town before sunrise on Friday.\n\n"


@pytest.fixture(scope="module")
def sentence_of(compare_texts, material_of):
    def find(text, before=""):
        material = material_of(compare_texts(("dpa", f"{FILL}{before}{text}\n"), ("Xinhua", FILL)))
        return next(one for one in material.sentences if one.text == text)

    return find


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The bridge was closed on Monday for all traffic, the mayor said.", "closed on Monday for all traffic."),
        ("Minister Anna Weber said the agreement gives a raise.", "The agreement gives a raise."),
        ("Officials revealed on Friday that the two had met three times.", "The two had met three times."),
        ("The river rose over the streets before sunrise on Sunday.", "before sunrise on Sunday."),
        ("The ministry denied that it had known of the cracks in the bridge.", None),
        ('Minister Anna Weber said the bridge was "the longest that was ever built".', None),
        ("Minister Anna Weber must certify that the old bridge over the river is safe.", None),
    ],
)  # fmt: skip
def test_a_line_is_told_without_who_says_so_or_not_at_all(sentence_of, text, line):
    told = without_speaker(sentence_of(text))
    assert told is None if line is None else str(told).endswith(line)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("The bridge was closed on Monday for all traffic, Minister Anna Weber said.", True),
        ("The bridge was closed on Monday for all traffic, it said.", False),
        ("The bridge was closed on Monday for all traffic, the report said.", False),
        ("Minister Anna Weber said the bridge was closed on Monday, according to the report.", False),
    ],
)
def test_a_speaker_is_named_in_the_line_itself(sentence_of, text, known):
    before = "The Transport Ministry said the bridge had shown deep cracks for years.\n\n"
    assert names_speaker(sentence_of(text, before)) is known


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The bridge was closed on Monday for all traffic, the mayor said.", True),
        ("The bridge was closed for all traffic, the mayor said on Monday.", False),
        ("The bridge was closed for all of the traffic on 3 March 2024.", True),
        ("The bridge was closed for all of the traffic in March 2024.", False),
    ],
)
def test_the_day_on_which_it_was_said_is_not_the_day_of_the_event(sentence_of, text, day):
    assert names_day(sentence_of(text)) is day


BRIDGE = "The two leaders opened the Marden bridge in heavy rain{day}, and crowds waved from both banks of the river."
BAND = "A band of eleven trumpets played songs from both of the countries under the lime trees."
LUNCH = "The guests ate trout and apple cake in the old castle after the speeches."


def test_a_lead_has_a_line_with_a_day_where_there_is_one(compare_texts, made_of, page_of):
    texts = [
        "\n\n".join([BRIDGE.format(day=day), BAND, LUNCH, *more])
        for day, more in (
            ("", ["The river Marden carried ice for most of that winter."]),
            (
                "",
                ["Farmers sold chestnuts beside the road on Sunday.", "Forty buses brought schoolchildren."],
            ),
            (" on Sunday", ["Farmers sold chestnuts beside the road on Sunday."]),
        )
    ]
    comparison = compare_texts(*zip(("dpa", "Xinhua", "Kyodo"), texts, strict=True))
    (item,) = made_of(comparison)["lead"].items
    assert any("Sunday" in one.text for one in item.shown)
    assert len({one.folded for one in item.shown}) == len(item.shown)
    key = page_of(comparison, "key", minutes=240)
    assert all(f"text='{n}. Article" in key for n in range(1, len(item.shown) + 1))


def test_the_key_does_not_count_as_told_what_an_article_tells_in_part(compare_texts, made_of):
    comparison = compare_texts(
        (
            "dpa",
            "The closure of the Orrin bridge will take 6 months and cost 42 million crowns.\n\n" + BAND,
        ),
        ("Xinhua", "The closure of the Orrin bridge will cost 42 million crowns.\n\n" + BAND),
        (
            "Kyodo",
            "The closure of the Orrin bridge will take 6 months and cost 42 million crowns.\n\n" + BAND,
        ),
    )
    (item,) = made_of(comparison)["lead"].items
    told = next(
        answer.text for one, answer in zip(item.shown, item.answers, strict=True) if "Orrin" in one.text
    )
    whole, part = told.split("In part")
    assert "Article A" in whole
    assert "Article C" in whole
    assert "Article B" in part
    assert "Article A" not in part
    assert "Article C" not in part


# The first and the last paragraph: too far apart for the day of the one to be taken for the day of the other.
EARLY = (
    "The two leaders will meet in Marden on Wednesday for talks on the border, the ministry said on Tuesday.\n",
    "Eleven cranes stood idle beside the northern harbour because of the storm.\n",
)
LATE = (
    "The two leaders met in Marden on Wednesday for talks on the border.\n",
    "Thirteen elephants from Denmark crossed the market square behind a band of trumpets.\n",
)


def test_who_wrote_before_could_not_tell_it_and_the_key_says_so(compare_texts, made_of):
    comparison = compare_texts(
        *(
            (
                outlet,
                "\n".join(
                    [
                        first,
                        *(f"Wall {number} of the {place} was mended by masons.\n" for number in range(2, 38)),
                        last,
                    ]
                ),
            )
            for outlet, (first, last), place in (
                ("dpa", EARLY, "old mill"),
                ("Xinhua", LATE, "new school"),
                ("Kyodo", LATE, "bakery"),
            )
        )
    )
    cells = [fact.cells for fact in comparison.coverage]
    assert any("not yet happened" in one.values() for one in cells)
    items = [one for one in made_of(comparison)["missing"].items if "elephants" in one.question]
    assert items
    for item in items:
        told = next(answer.text for answer in item.answers if answer.label == "Article A")
        assert told.startswith("written before “")
        assert "not found" not in told


def test_pupils_are_sent_to_what_says_when_an_article_was_written(compare_texts, made_of):
    early, late = "\n".join(EARLY), "\n".join(LATE)
    comparison = compare_texts(("dpa", early), ("Xinhua", late), ("Kyodo", late))
    assert "Look below each headline" in made_of(comparison)["missing"].task
    neither = compare_texts(("Xinhua", late), ("Kyodo", late))
    assert "No article says when" in made_of(neither)["missing"].task


WAR = (
    "Vladimir Putin said the war in Ukraine would go on until the goals of his army are reached.\n\n"
    'Vladimir Putin told reporters that the "special military operation in Ukraine" goes as planned, KCNA reported.\n\n'
)
OTHER = (
    "Russia's full-scale invasion of Ukraine began on a cold morning in February 2022.\n\n"
    "Ministers from forty countries met in the old castle for the whole of Tuesday.\n"
)


def test_where_a_name_stands_is_asked_alike_everywhere(compare_texts, material_of, made_of):
    comparison = compare_texts(("Kyodo", OTHER), ("dpa", WAR))
    for level in ("12-14", "15-18"):
        names = made_of(comparison, level)["names"]
        assert "where does each name stand" in names.title
        assert "here does the name stand" in names.task
        assert names.choices == [
            "in the outlet’s own words",
            "in words that it reports",
            "in words that it quotes",
        ]
        for question in from_exercise(names, material_of(comparison, level)):
            assert question.name == "Where does the name stand?"
            assert {option.text for option in question.options} == set(names.choices)
            assert ("Tick all that fit." in question.prompt) == (question.kind == "multiple")
        for item in names.items:
            told = [answer.text for answer in item.answers]
            assert item.right
            assert any("may be the outlet’s own" in one for one in told) == (
                "in words that it reports" in item.right
            )
            for answer in item.answers:
                assert answer.label.strip("“”") in item.passage.text


def test_every_item_with_boxes_has_a_line_for_what_is_right(compare_texts, material_of, page_of):
    comparison = compare_texts(("Kyodo", OTHER), ("dpa", WAR))
    _, exercises = make_lesson(material_of(comparison), "15-18", 240)
    boxed = [item for one in exercises for item in one.items if item.right and not item.ordered]
    assert len(boxed) > 3
    assert page_of(comparison, "key", minutes=240).count("('Right', ") == len(boxed)


def test_abbreviations_are_explained_and_the_footnote_stands_where_a_name_is_covered(compare_texts, page_of):
    sheet = page_of(compare_texts(("Kyodo", OTHER), ("dpa", WAR)), "worksheet", level="15-18", minutes=240)
    assert "('KCNA', 'Korean Central News Agency, news agency (North Korea)')" in sheet
    assert "stands where an article names" not in sheet
    hidden = page_of(compare_texts(("KCNA", OTHER), ("dpa", WAR)), "worksheet", level="15-18", minutes=240)
    assert "Korean Central" not in hidden


def test_a_denial_is_not_swapped(compare_texts, made_of):
    denial = "The ministry denied that it had known of the deep cracks in the old bridge.\n\n"
    said = "Officials claimed that nobody in the valley had asked for another bridge.\n\n"
    other = "Residents said that nobody in the town hall had read their letters about it.\n"
    swap = made_of(compare_texts(("dpa", denial + said), ("Xinhua", other)))["swap"]
    verbs = {strip.text for item in swap.items for strip in item.passage.strips if strip.marked}
    assert "denied" not in verbs
    assert verbs


@pytest.mark.parametrize(
    "headline", ["What the flood means for you", "Why the wall broke", "Who knew of the cracks?"]
)
def test_a_headline_that_asks_is_no_headline_to_prove(compare_texts, headline, made_of):
    held = compare_texts(("dpa", f"{headline}, {FILL}"), ("Xinhua", FILL))
    for title, asked in ((headline, False), ("River rises over lower streets of old town", True)):
        articles = [msgspec.structs.replace(one, title=title) for one in held.articles]
        changed = msgspec.structs.replace(held, articles=articles)
        assert any(title in item.question for item in made_of(changed)["headlines"].items) is asked


def test_no_paragraph_serves_a_third_exercise_where_others_are_free(comparison, material_of):
    material, served = material_of(comparison), Counter()
    for exercise in make_exercises(material, {"voices": 3, "verbs": 2, "swap": 2, "judgement": 2}):
        places = {material.sheets.place(one) for item in exercise.items for one in item.shown}
        if exercise.id in SHOWING:
            served.update(places)
    assert served
    assert max(served.values()) <= MOST_USES
    spent = gather(comparison, Anonymity(comparison))
    one = spent.sentences[0]
    used = replace(spent, used={spent.sheets.place(one): MOST_USES})
    assert used.is_spent(one)
    assert one not in used.unspent().sentences


def write_one(
    folder,
    text=f"Thousands wait for the ferry\n\n{FILL}Residents claimed that nobody had read their letters.\n",
):
    folder.mkdir()
    (folder / "one.txt").write_text(text, encoding="utf-8")
    return folder


def test_one_article_gives_its_headline_and_a_title_goes_before(tmp_path):
    folder = write_one(tmp_path / "news")
    assert (
        api.write_classroom(folder, tmp_path / "a").comparison.event.title == "Thousands wait for the ferry"
    )
    made = api.write_classroom(folder, tmp_path / "b", title="The ferry", forms=["html"])
    assert "The ferry" in made.files[0].read_text(encoding="utf-8")
    assert any("too little for a lesson" in note for note in made.notes)


@pytest.mark.parametrize("below", [".", "lesson"])
def test_a_lesson_is_not_written_among_the_articles(tmp_path, below):
    folder = write_one(tmp_path / "news")
    with pytest.raises(UsageError, match="lies in the folder of articles") as error:
        api.write_classroom(folder, folder / below)
    assert "../lesson" in str(error.value.remedy)
    assert [file.name for file in folder.iterdir()] == ["one.txt"]


def test_the_youngest_hear_the_answers_after_each_exercise(comparison, page_of):
    assert "Hear the answers" in page_of(comparison, "lesson", level="12-14", minutes=90)
    assert "Hear the answers" not in page_of(comparison, "lesson", level="15-18", minutes=90)


ORDERED = [
    "The two leaders opened the Marden bridge on Sunday in heavy rain before forty guests.",
    "A band of eleven trumpets played songs from both of the countries under the lime trees.",
    "The guests ate trout and apple cake in the old castle after the speeches of the mayor.",
]


@pytest.mark.parametrize(
    ("before", "doubtful"),
    [("Trumpets had woken the countries.", True), ("Nobody had slept well.", False)],
)
def test_an_order_on_which_readers_may_differ_is_not_in_the_quiz(
    compare_texts, material_of, made_of, monkeypatch, before, doubtful
):
    # In a text as short as this one, every word weighs about the same.
    monkeypatch.setattr("framing.classroom.order.NEAR", 0.1)
    first, second = "\n\n".join([before, *ORDERED]), "\n\n".join(reversed(ORDERED))
    comparison = compare_texts(("dpa", first), ("Xinhua", second))
    order = made_of(comparison)["order"]
    held = {item.article: item for item in order.items}
    assert held["0-dpa"].for_talk is doubtful
    assert (f"Article A, paragraph 1: “{before}”" in held["0-dpa"].evidence) is doubtful
    asked = {question.id for question in from_exercise(order, material_of(comparison))}
    assert (held["0-dpa"].id in asked) is not doubtful
    assert held["1-Xinhua"].id in asked
