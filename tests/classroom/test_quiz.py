"""The quiz: questions with one clear answer each, names covered, in files that readers of the formats understand."""

import re
import zipfile

import pytest

from framing import api
from framing.classroom.anonymous import Anonymity
from framing.classroom.material import gather
from framing.classroom.quiz import FORMATS, write_quiz
from framing.classroom.quiz.build import texts_of
from framing.classroom.quiz.questions import Option, Pair, Question, clean
from framing.classroom.quiz.reported import VERBS, cannot_be_meant
from framing.classroom.quiz.write import make_questions
from framing.classroom.verbs import CLASSES
from framing.cli import main
from framing.errors import UsageError
from framing.lexicon.language import load_language

WAR = (
    "Prime Minister Anna Weber said the plan of President John Miller would cost the town its only school.\n\n"
    "President John Miller claimed that Anna Weber had never read the plan that he sent her in May.\n\n"
    "Officials revealed that the two leaders had met three times in a small hotel near the border.\n\n"
    "The river rose over the lower streets of the old town before sunrise on Friday.\n"
)
PEACE = (
    "Minister Paul Stone insisted that every family of the valley would get a new home before winter.\n\n"
    "The mayor Eva Hill said that Paul Stone had promised the town much more than that.\n\n"
    '"We will rebuild every house in the lower town before the winter comes," Mayor Eva Hill told reporters.\n\n'
    "Forty houses and two bridges stood under water by the early afternoon of the same day.\n"
)


def make_choice(**changes):
    given = {
        "id": "who-1",
        "kind": "choice",
        "name": "Who?",
        "prompt": "Who says it?",
        "options": (Option(text="Anna", right=True), Option(text="John")),
        "explanation": "Anna says it.",
    }
    return Question(**given | changes)


@pytest.fixture(scope="module")
def quarrel(compare_texts):
    """Two articles with four people who speak of one another, with verbs of four classes."""
    return compare_texts(("Kyodo", WAR), ("The Valley Post", PEACE), title="A quarrel, told by Kyodo")


@pytest.fixture(scope="module")
def questions(quarrel):
    return questions_of(quarrel)


def questions_of(comparison):
    """All questions that pupils of 15 to 18, and students, are asked."""
    material = gather(comparison, Anonymity(comparison))
    held = {one.id: one for one in make_questions(material)}
    older = make_questions(gather(comparison, Anonymity(comparison), level="university"))
    return (*held.values(), *(one for one in older if one.id not in held))


def by_prefix(questions, prefix):
    return [question for question in questions if question.id.startswith(f"{prefix}-")]


@pytest.mark.parametrize(
    "changes",
    [
        {"options": (Option(text="Anna", right=True),)},
        {"options": (Option(text="Anna", right=True), Option(text="anna "))},
        {"options": (Option(text="Anna", right=True), Option(text="\x00"), Option(text="\x01"))},
        {"options": (Option(text="Anna"), Option(text="John"))},
        {"options": (Option(text="Anna", right=True), Option(text="John", right=True))},
        {"kind": "multiple", "options": (Option(text="Anna"), Option(text="John"))},
        {"kind": "short", "options": (), "accepted": ()},
        {"kind": "short", "options": (), "accepted": (" ",)},
        {
            "kind": "matching",
            "options": (),
            "pairs": (Pair(prompt="a", answer="1"), Pair(prompt="b", answer="1")),
        },
        {
            "kind": "matching",
            "options": (),
            "pairs": (Pair(prompt="a", answer="1"), Pair(prompt="a", answer="2")),
        },
    ],
)
def test_question_without_one_clear_answer_cannot_be_made(changes):
    make_choice()
    with pytest.raises(ValueError, match="not clear"):
        make_choice(**changes)


def test_questions_of_every_kind_are_made_with_ids_of_their_own(questions):
    assert {question.kind for question in questions} >= {"choice", "short", "matching"}
    ids = [question.id for question in questions]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+-[0-9a-f]{10}", one) for one in ids)


def test_ids_stay_while_wrong_options_change(compare_texts, questions):
    # Another article brings other sources, and with them other wrong options.
    more = compare_texts(
        ("Kyodo", WAR),
        ("The Valley Post", PEACE),
        ("Hillwire", "The farmer Ben Carter said the water had never come so near to his old barn before.\n"),
    )
    others = make_questions(gather(more, Anonymity(more)))
    before = {question.id: question for question in by_prefix(questions, "who")}
    after = {question.id: question for question in by_prefix(others, "who")}
    same = before.keys() & after.keys()
    assert same
    assert any(before[one].options != after[one].options for one in same)
    for one in same:
        ids = {option.text: option.id for option in before[one].options}
        assert all(ids.get(option.text, option.id) == option.id for option in after[one].options)


def test_no_wrong_speaker_is_named_where_the_speaker_is(questions):
    found = by_prefix(questions, "who")
    assert len(found) >= 3
    for question in found:
        (right,) = question.right
        passage = question.passages[0].text
        assert right.split()[-1] in passage
        for option in question.options:
            if not option.right:
                assert not set(option.text.split()) & set(right.split())
                if "spoken of" in option.feedback:
                    assert option.text.split()[-1] in passage
                else:
                    assert option.text not in passage


def test_a_house_is_no_wrong_option_where_its_speaker_is_right(compare_texts):
    comparison = compare_texts(
        (
            "Kyodo",
            "White House spokesperson Karine Jean-Pierre said the talks would go on for as long as they must.\n\n"
            "The White House said the talks would go on for another week in the old town.\n\n"
            "The Pentagon said the ships would leave the harbour before the end of the week.\n\n"
            "The Kremlin said the talks had never been about the ships in the harbour.\n",
        ),
        ("The Valley Post", PEACE),
    )
    questions = by_prefix(make_questions(gather(comparison, Anonymity(comparison))), "who")
    wrong = {q.right[0]: {o.text for o in q.options if not o.right} for q in questions}
    assert "White House" not in wrong.get("Karine Jean-Pierre", set())
    assert not {"Pentagon", "United States"} & wrong.get("White House", set())
    assert wrong


@pytest.mark.parametrize(
    ("source", "right", "fair"),
    [
        ("Anna Weber", "John Miller", True),
        ("Paul Weber", "Anna Weber", False),
        ("Russian media", "Anna Weber", False),
        ("Foreign Office", "Anna Weber", False),
        ("Anna Weber", "Foreign Office", False),
        ("Town Hall", "Anna Weber", False),
        ("City Council", "Anna Weber", False),
        ("Russian President", "Vladimir Putin", False),
        ("Prime Minister", "Keir Starmer", False),
        ("Keir Starmer", "Vladimir Putin", True),
        ("White House", "Karine Jean-Pierre", False),
        ("Kremlin", "White House", True),
        ("Pentagon", "White House", False),
        ("North Korea", "South Korea", False),
    ],
)
def test_a_fair_wrong_speaker_can_be_nobody_else(source, right, fair):
    assert cannot_be_meant(source, right, load_language("en")) is fair


def test_wrong_verbs_are_of_another_class_and_not_in_the_passage(questions):
    found = by_prefix(questions, "verb")
    assert found
    entries = [entry for one in load_language("en").lexicons for entry in one.entries]
    classes = {entry.lemma: entry.class_ for entry in entries if getattr(entry, "pos", "") == "verb"}
    lemmas = {
        "said": "say",
        "stated": "state",
        "claimed": "claim",
        "alleged": "allege",
        "revealed": "reveal",
        "confirmed": "confirm",
    }
    for class_, verbs in VERBS.items():
        assert {classes[lemmas[verb]] for verb in verbs} == {class_}
    for question in found:
        (right,) = question.right
        wanted = next(
            class_ for class_, told in CLASSES.items() if f"“{right}” {told}" in question.explanation
        )
        for option in question.options:
            assert option.text not in question.passages[0].text.split()
            if not option.right:
                assert CLASSES[wanted] not in option.feedback


def test_typed_answers_stand_in_the_passage(questions):
    found = by_prefix(questions, "cue")
    assert found
    for question in found:
        assert all(answer in question.passages[0].text for answer in question.accepted)


def test_every_question_explains_and_quotes_its_answer(questions):
    for question in questions:
        assert question.explanation
        assert question.feedback_right.startswith("That is right.")
        assert question.feedback_wrong.startswith("That is not right.")
        assert any(
            strip.marked for shown in (*question.passages, *question.proof) for strip in shown.strips
        ) or ("own words" in question.explanation or "not found" in question.explanation)


def test_files_name_no_outlet_unless_asked(quarrel, questions, tmp_path):
    covered = " ".join(texts_of(questions))
    for name in ("kyodo", "the valley post", "valleypost"):
        assert name not in covered.lower()
    made = write_quiz(quarrel, tmp_path / "covered", ["all"])
    named = write_quiz(quarrel, tmp_path / "named", ["csv"], named=True)
    for file in made.files:
        content = [file.read_bytes()]
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                content = [archive.read(one) for one in archive.namelist()]
        for one in content:
            assert b"kyodo" not in one.lower()
            assert b"valley post" not in one.lower()
    assert "Kyodo" in named.files[0].read_text(encoding="utf-8-sig")


def test_the_same_articles_give_the_same_bytes(quarrel, tmp_path):
    first = write_quiz(quarrel, tmp_path / "first", ["all"])
    again = write_quiz(quarrel, tmp_path / "again", ["all"])
    assert [file.name for file in first.files] == [
        "moodle.xml",
        "gift.txt",
        "qti12.zip",
        "qti21.zip",
        "questions.csv",
        "anki.txt",
        "quizlet.txt",
    ]
    for one, other in zip(first.files, again.files, strict=True):
        assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(first.files[2]) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def test_what_a_format_cannot_hold_is_said(quarrel, tmp_path):
    notes = {name: write_quiz(quarrel, tmp_path, [name]).notes for name in FORMATS}
    assert any("ids" in note for note in notes["gift"])
    assert any("one feedback" in note for note in notes["gift"])
    assert any("Quizlet holds no ids" in note for note in notes["csv"])
    assert not [note for note in notes["moodle"] if note.startswith("moodle")]
    many = make_choice(kind="multiple", options=tuple(Option(text=f"{n}", right=n < 11) for n in range(15)))
    for name in ("moodle", "gift"):
        written = FORMATS[name]("title", (many,))
        assert any("left out: who-1" in loss for loss in written.losses)
    assert not FORMATS["qti21"]("title", (many,)).losses


def test_unknown_format_and_too_little_text_are_said(quarrel, compare_texts, tmp_path):
    with pytest.raises(UsageError, match="no quiz format"):
        write_quiz(quarrel, tmp_path, ["kahoot"])
    empty = compare_texts(("Kyodo", "Rain.\n"), ("The Valley Post", "Sun.\n"))
    with pytest.raises(UsageError, match="too little for a quiz"):
        write_quiz(empty, tmp_path / "none", ["moodle"])
    assert not (tmp_path / "none").exists()


def test_command_writes_the_quiz_and_tells_what_is_lost(tmp_path, capsys):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(f"---\noutlet: Kyodo\n---\n{WAR}", encoding="utf-8")
    (articles / "b.txt").write_text(f"---\noutlet: dpa\n---\n{PEACE}", encoding="utf-8")
    folder = tmp_path / "lesson"
    given = ["--format", "html", "--quiz", "gift", "--quiz", "csv"]
    with pytest.raises(SystemExit) as stop:
        main(["classroom", str(articles), "-o", str(folder), *given])
    assert stop.value.code == 0
    told = capsys.readouterr()
    assert sorted(file.name for file in (folder / "quiz").iterdir()) == [
        "anki.txt",
        "gift.txt",
        "questions.csv",
        "quizlet.txt",
    ]
    assert "note: gift: ids stand in comments" in told.err
    assert str(folder / "quiz" / "gift.txt") in told.out
    without = api.write_classroom(articles, tmp_path / "paper", forms=["html"])
    assert not (tmp_path / "paper" / "quiz").exists()
    assert without.notes == []


def test_clean_text_is_one_line_that_xml_allows():
    assert clean("a\x00b\n\tc\ud800\uffff ") == "a\ufffdb c\ufffd\ufffd"
