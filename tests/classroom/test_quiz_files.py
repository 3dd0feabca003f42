"""Quiz files read back: by readers written from the formats' documentation, and with any text in every place."""

import csv
import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from moodle_xml_parser.parser import parse_bytes

from framing.classroom.anonymous import Anonymity
from framing.classroom.material import gather
from framing.classroom.quiz import FORMATS
from framing.classroom.quiz.moodle import has_shares, share_of
from framing.classroom.quiz.questions import Option, Pair, Question, Shown, clean
from framing.classroom.quiz.write import make_questions
from framing.classroom.sentences import Strip
from framing.report.wording import show_controls

DATA = Path(__file__).parents[1] / "data" / "quiz"


def words(markup):
    """Return the text of HTML, with every run of white space one space."""
    return " ".join(html.unescape(re.sub(r"<(/?)(p|blockquote|strong)>", " ", markup)).split())


def squeeze(text):
    """Return text without white space: where tags stand does not matter."""
    return "".join(text.split())


def check(content, name):
    """Return a document's root, held against a DTD, its namespace taken away."""
    text = content.decode("utf-8")
    root = etree.fromstring(re.sub(r' xmlns="[^"]+"', "", text).encode())
    dtd = etree.DTD(str(DATA / f"{name}.dtd"))
    assert dtd.validate(root), dtd.error_log.filter_from_errors()
    return root


def unzip(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def read_moodle(content):
    """Return {id: (kind, prompt, [(answer, share)], pairs)}."""
    found = {}
    for question in check(content, "moodle").iterfind("question[idnumber]"):
        kind = question.get("type")
        if kind == "multichoice":
            kind = "choice" if question.findtext("single") == "true" else "multiple"
        unfold = str if kind == "shortanswer" else words
        found[question.findtext("idnumber")] = (
            {"shortanswer": "short"}.get(kind, kind),
            words(question.findtext("questiontext/text")),
            [(unfold(a.findtext("text")), float(a.get("fraction"))) for a in question.iterfind("answer")],
            [
                (words(p.findtext("text")), p.findtext("answer/text"))
                for p in question.iterfind("subquestion")
            ],
        )
    return found


_ESCAPES = {f"\\{sign}": f"\ue000{ord(sign)}\ue001" for sign in "~=#{}:"}


def read_gift(content, category):
    """Return the same as `read_moodle`, reading GIFT by the rules of Moodle's importer."""
    found = {}
    for block in re.split(r"\n\s*\n", content.decode("utf-8")):
        lines = block.strip().split("\n")
        ids = [re.search(r"\[id:([^\]]+)\]", line) for line in lines if line.startswith("//")]
        text = "\n".join(line for line in lines if not line.startswith("//"))
        if text.startswith("$CATEGORY:"):
            # Moodle takes it as it stands: no escape is undone here.
            assert text == f"$CATEGORY: {category}"
            continue
        assert len(ids) == 1
        # Escapes are put out of the way before any sign is looked for, escaped backslashes first.
        text = text.replace("\\\\", "\ue002")
        for escape, placeholder in _ESCAPES.items():
            text = text.replace(escape, placeholder)
        assert "\\" not in text
        name, asked, answers, feedback = re.fullmatch(
            r"::([^:]*)::\[html\]([^{}]*)\{([^{}]*?)####([^{}]*)\}", text, re.DOTALL
        ).groups()
        assert name
        assert feedback
        signed = re.findall(r"([~=])([^~=]*)", answers)
        found[ids[0][1]] = _gift_answers(asked, signed)
    return found


def _gift_answers(asked, signed):
    answers, pairs = [], []
    for sign, rest in signed:
        share = re.match(r"%(-?[0-9]{1,2}\.?[0-9]*)%", rest)
        text = (rest[share.end() :] if share else rest).split("#", 1)[0].strip()
        if share is None and "->" in text and sign == "=":
            prompt, answer = text.split("->", 1)
            pairs.append((words(_unescape(prompt)), _unescape(answer).strip()))
        else:
            text = text.removeprefix("[plain]") if text.startswith("[plain][") else text
            assert share or not text.startswith("["), "taken for a format"
            unfold = str if sign == "=" and share else words
            value = float(share[1]) if share else 100.0 * (sign == "=")
            answers.append((unfold(_unescape(text)), value))
    if pairs:
        kind = "matching"
    elif all(sign == "=" for sign, _ in signed):
        kind = "short"
    else:
        kind = "choice" if any(sign == "=" for sign, _ in signed) else "multiple"
    return kind, words(_unescape(asked)), answers, pairs


def _unescape(text):
    for escape, placeholder in _ESCAPES.items():
        text = text.replace(placeholder, escape[1])
    return text.replace("\ue002", "\\")


def read_qti12(content):
    """Return {id: (kind, prompt, {option: right}, pairs)}; an option is right where a full score asks for it."""
    package = unzip(content)
    check(package["imsmanifest.xml"], "qti21")
    found = {}
    for item in check(package["quiz/quiz.xml"], "qti12").iter("item"):
        kind = {
            "multiple_choice_question": "choice",
            "multiple_answers_question": "multiple",
            "matching_question": "matching",
            "short_answer_question": "short",
        }[item.findtext(".//fieldentry")]
        feedback = {one.get("ident") for one in item.iter("itemfeedback")}
        assert {one.get("linkrefid") for one in item.iter("displayfeedback")} == feedback
        labels = {
            one.get("ident"): words(one.findtext("material/mattext") or "")
            for one in item.iter("response_label")
        }
        right = [
            (one.get("respident"), one.text)
            for condition in item.iter("respcondition")
            if condition.find("displayfeedback[@linkrefid='correct_fb']") is not None
            for one in condition.iter("varequal")
            if one.getparent().tag != "not"
        ]
        prompts = {
            f"{one.get('ident')}": words(one.findtext("material/mattext") or "")
            for one in item.iter("response_lid")
        }
        prompt = words(item.findtext("presentation/material/mattext"))
        if kind == "short":
            found[item.get("ident")] = (kind, prompt, dict.fromkeys((text for _, text in right), True), [])
        elif kind == "matching":
            found[item.get("ident")] = (kind, prompt, {}, [(prompts[r], labels[text]) for r, text in right])
        else:
            held = {text for _, text in right}
            found[item.get("ident")] = (kind, prompt, {t: i in held for i, t in labels.items()}, [])
    return found


def read_qti21(content):
    """Return the same as `read_qti12`, after checking that manifest, test and items fit together."""
    package = unzip(content)
    manifest = check(package["imsmanifest.xml"], "qti21")
    files = {one.get("href") for one in manifest.iter("file")}
    assert files == set(package) - {"imsmanifest.xml"}
    test = check(package["test.xml"], "qti21")
    found = {}
    for reference in test.iter("assessmentItemRef"):
        item = check(package[reference.get("href")], "qti21")
        assert item.get("identifier") == reference.get("identifier")
        found[item.get("identifier")] = _read_item(item)
    return found


def _read_item(item):
    labels = {
        one.get("identifier"): " ".join("".join(one.itertext()).split())
        for tag in ("simpleChoice", "simpleAssociableChoice")
        for one in item.iter(tag)
    }
    right = [one.text for one in item.iterfind("responseDeclaration/correctResponse/value")]
    prompt = " ".join(" ".join(item.find("itemBody/div").itertext()).split())
    assert {"right", "wrong"} <= {one.get("identifier") for one in item.iter("modalFeedback")}
    for one in item.iter("modalFeedback"):
        assert one.get("identifier") in {"right", "wrong", *labels}
    if item.find(".//matchInteraction") is not None:
        pairs = [tuple(labels[ident] for ident in value.split()) for value in right]
        return "matching", prompt, {}, pairs
    if item.find(".//textEntryInteraction") is not None:
        keys = [one.get("mapKey") for one in item.iter("mapEntry")]
        assert right == keys[:1]
        return "short", prompt, dict.fromkeys(keys, True), []
    kind = "choice" if item.find(".//choiceInteraction").get("maxChoices") == "1" else "multiple"
    return kind, prompt, {text: ident in right for ident, text in labels.items()}, []


def read_csv(content):
    """Return the rows of questions.csv by id; a cell like a formula has an apostrophe in front."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return {row["id"]: row for row in rows}


def read_tabs(content):
    return [line.split("\t") for line in content.decode("utf-8").split("\n")[:-1] if not line.startswith("#")]


# Whatever an article may hold, and what formats take for signs of their own.
SIGNS = [
    *"~=#{}:\\*%[]|\"'<>&\n\r\t\x00\x1b\x85\u2028\ud800\ufffe",
    "//",
    "::",
    "->",
    "####",
    "\\n",
    "\\:",
    "%50%",
    "[html]",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&#58;",
    "$CATEGORY:",
    "=cmd|'/C calc'!A0",
    "T",
    "TRUE",
]
text = st.lists(st.sampled_from(SIGNS) | st.text(max_size=8), max_size=6).map("".join)
word = text.filter(clean)


@st.composite
def make_question(draw):
    kind = draw(st.sampled_from(["choice", "multiple", "matching", "short"]))
    strips = st.builds(Strip, word, st.booleans())
    shown = st.builds(
        Shown, label=st.just("Article A"), strips=st.lists(strips, min_size=1, max_size=3).map(tuple)
    )
    given: dict = {"options": (), "pairs": (), "accepted": ()}
    if kind == "short":
        given["accepted"] = tuple(draw(st.lists(word, min_size=1, max_size=3)))
    elif kind == "matching":
        prompts = draw(st.lists(word, min_size=2, max_size=4, unique_by=lambda one: clean(one).casefold()))
        given["pairs"] = tuple(Pair(prompt=one, answer=draw(word)) for one in prompts)
        assume(len({clean(pair.answer).casefold() for pair in given["pairs"]}) > 1)
    else:
        texts = draw(st.lists(word, min_size=2, max_size=5, unique_by=lambda one: clean(one).casefold()))
        right = 1 if kind == "choice" else draw(st.integers(1, len(texts)))
        given["options"] = tuple(
            Option(text=one, right=place < right, feedback=draw(text)) for place, one in enumerate(texts)
        )
    return Question(
        id=f"{kind}-{draw(st.integers(0, 999))}",
        kind=kind,
        name=draw(text),
        prompt=draw(text),
        passages=tuple(draw(st.lists(shown, max_size=2))),
        explanation=draw(text),
        proof=tuple(draw(st.lists(shown, max_size=1))),
        keep_order=draw(st.booleans()),
        **given,
    )


def asked(question):
    """Return what pupils read before they answer, without white space."""
    shown = "".join(f"{passage.label}:{clean(passage.text)}" for passage in question.passages)
    return squeeze(shown + clean(question.prompt))


def right_options(question):
    return {clean(option.text): option.right for option in question.options} or {
        clean(answer): True for answer in question.accepted
    }


def pairs_of(question):
    return [(clean(pair.prompt), clean(pair.answer)) for pair in question.pairs]


@pytest.fixture(scope="module")
def questions(comparison):
    return make_questions(gather(comparison, Anonymity(comparison)))


def hold(questions, title):
    """Write questions in every format and hold what is read back against them."""
    written = {name: write(title, questions).files for name, write in FORMATS.items()}
    category = check(written["moodle"]["moodle.xml"], "moodle").findtext("question/category/text")
    moodle = read_moodle(written["moodle"]["moodle.xml"])
    gift = read_gift(written["gift"]["gift.txt"], category)
    qti = [read_qti12(written["qti12"]["qti12.zip"]), read_qti21(written["qti21"]["qti21.zip"])]
    rows, cards = read_csv(written["csv"]["questions.csv"]), read_tabs(written["csv"]["anki.txt"])
    assert {one.id for one in questions if has_shares(one)} == set(moodle) == set(gift)
    for question in questions:
        for found in (moodle, gift):
            hold_moodle(question, found[question.id])
        for found in qti:
            kind, prompt, options, pairs = found[question.id]
            assert (kind, squeeze(prompt), options) == (
                question.kind,
                asked(question),
                right_options(question),
            )
            assert sorted(pairs) == sorted(pairs_of(question))
        row = rows[question.id]
        assert row["kind"] == question.kind
        assert all(squeeze(show_controls(clean(one))) in squeeze(row["right"]) for one in question.right)
    assert all(len(card) == 3 for card in cards)
    backs = {card[0]: squeeze(html.unescape(card[2])) for card in cards}
    for question in questions:
        if question.kind != "matching":
            for said in (*question.right, question.explanation, *(shown.label for shown in question.proof)):
                assert squeeze(clean(said)) in backs[question.id]
    assert len({card[0] for card in cards}) == len(cards)
    assert all(len(card) == 2 for card in read_tabs(written["csv"]["quizlet.txt"])) or not questions


def hold_moodle(question, found):
    kind, prompt, answers, pairs = found
    assert kind == question.kind
    assert squeeze(prompt) == asked(question)
    assert pairs == pairs_of(question)
    if kind == "short":
        typed = [(answer.replace("\\*", "*"), share) for answer, share in answers if answer != "*"]
        assert typed == [(clean(answer), 100) for answer in question.accepted if clean(answer)]
        return
    assert [(squeeze(answer), share) for answer, share in answers] == [
        (squeeze(clean(option.text)), float(share_of(question, option.right))) for option in question.options
    ]


def test_files_of_articles_hold_what_the_questions_say(questions):
    assert len(questions) > 5
    hold(questions, "A flood")


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(make_question(), text)
def test_any_text_comes_back_as_it_was(question, title):
    hold((question,), title)


def test_an_independent_reader_takes_the_moodle_file_the_same_way(questions):
    content = FORMATS["moodle"]("A flood", questions).files["moodle.xml"]
    found = parse_bytes(content)["multichoice"]
    wanted = [question for question in questions if question.kind in ("choice", "multiple")]
    assert [one.single for one in found] == [question.kind == "choice" for question in wanted]
    for one, question in zip(found, wanted, strict=True):
        assert question.id in one.name
        assert {option.answer: option.score_fraction > 0 for option in one.options} == right_options(question)


def test_marks_for_ticking_everything_are_none():
    options = tuple(Option(text=str(place), right=place < 3) for place in range(5))
    question = Question(id="a-1", kind="multiple", name="", prompt="", options=options, explanation="")
    total = sum(float(share_of(question, option.right)) for option in options)
    assert abs(total) < 0.001


def test_no_cell_is_a_formula():
    options = (Option(text="=1+1", right=True), Option(text="-2"))
    question = Question(id="a-1", kind="choice", name="@sum", prompt="+1", options=options, explanation="=A1")
    content = FORMATS["csv"]("title", (question,)).files["questions.csv"].decode("utf-8-sig")
    cells = next(csv.reader(io.StringIO(content.split("\r\n", 1)[1], newline="")))
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert cells[2] == "'@sum"


def test_the_category_is_named_as_moodle_will_show_it():
    question = Question(id="a-1", kind="short", name="n", prompt="p", accepted=("said",), explanation="e")
    title = "Flood: {what} we know = ~50% #1"
    written = FORMATS["gift"](title, (question,)).files["gift.txt"].decode("utf-8")
    assert written.split("\n")[0] == f"$CATEGORY: $course$/top/{title}"
