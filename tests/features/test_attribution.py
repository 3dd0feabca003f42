import random
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

import framing
from framing.schema import Article, Region

GOLDEN = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))
CASES = GOLDEN["case"]
KNOWN_FAILURES = [case for case in CASES if case.get("known_failure")]
REMEDY = "`python benchmarks/golden.py` shows what fails, and with --mark sets the marks anew"


@pytest.fixture(scope="module")
def golden(benchmark_module):
    return benchmark_module("golden")


@pytest.fixture(scope="module")
def verdicts(golden):
    return [golden.judge(case) for case in CASES]


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not case.get("known_failure")],
    ids=lambda case: case["about"],
)
def test_golden_sentences(case, golden):
    verdict = golden.judge(case)
    assert [found for _, found in verdict.pairs] == [wanted for wanted, _ in verdict.pairs]


def test_what_is_marked_as_a_known_failure_still_fails(verdicts):
    begun_to_pass = [one.case["about"] for one in verdicts if one.right and one.case.get("known_failure")]
    assert begun_to_pass == [], f"these pass now, drop their marks: {REMEDY}"


def test_golden_figures_are_not_below_their_floors(golden, verdicts):
    figures = golden.figures(verdicts)
    assert set(figures) == set(GOLDEN["floors"])
    low = {name: figures[name] for name, floor in GOLDEN["floors"].items() if figures[name] < floor}
    failing = "\n".join(golden.show(one) for one in verdicts if not one.right)
    assert low == {}, f"floors may be raised, not lowered; the cases that fail:\n{failing}"


def test_golden_set_is_as_large_and_as_wide_as_it_was():
    assert len(CASES) >= 273
    assert len({case["kind"] for case in CASES}) >= 32
    assert len({case["region"] for case in CASES if "region" in case}) >= 50
    assert len({case["about"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_golden_passages_stand_in_their_texts(case):
    for wanted in case["attributions"]:
        assert wanted["source"] in case["text"]
        for passage in wanted["content"]:
            assert case["text"].count(passage) == 1
        if wanted.get("form") == "direct":
            assert all(passage[0] in "\"“‘'" for passage in wanted["content"])
        if wanted.get("form") == "indirect":
            assert not any(mark in passage for passage in wanted["content"] for mark in '"“”')


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        "said",
        "said said said.",
        '"Unclosed, he said.',
        'He said "this "and" that" too.',
        "According to",
        "According to .",
        ", said .",
        "’’‘‘“„«»'",
        "who said that what said as saying by of",
        "He said: ",
        "—— said —— that ——",
        "Mr. Mr. Mr. said Mr.",
        "a" * 10_000,
        '"' * 2_001,
        "said, " * 500,
    ],
)
def test_no_text_is_too_strange(text, annotate):
    found = annotate(text)
    assert all(0 <= start < end <= len(text) for one in found.attributions for start, end in one.content)


def test_shuffled_words_never_raise(annotate):
    words = [word for case in CASES for word in case["text"].split()] + ['"', "“", "”", "'", ",", "--", "\n"]
    for seed in range(60):
        chosen = random.Random(seed).choices(words, k=80)
        annotate(" ".join(chosen))


def test_ids_are_unique_and_in_order(annotate):
    found = annotate("A said X was lost. B said Y was lost.", title="C says Z is lost")
    assert [one.id for one in found.attributions] == [f"a{n}" for n in range(1, len(found.attributions) + 1)]


def test_a_title_that_stands_apart_has_offsets_of_its_own(annotate):
    found = annotate("The vote is on Sunday.", title="Minister says vote will be fair")
    (one,) = found.attributions
    assert one.where == "title"
    assert found.article.title[slice(*one.content[0])] == "vote will be fair"


def test_an_outlets_own_interview_is_no_channel_of_its_own_article():
    text = (
        "Crane driver Lia Moss told the BBC that the quay was empty. Bo Lind told Reuters that it was full."
    )
    body = Region(kind="body", start=0, end=len(text), reason="test")
    article = Article(id="one", file="one.txt", text=text, regions=[body], outlet="BBC")
    found = framing.annotate(article, attribution="rules")
    assert [one.via and one.via.canonical for one in found.attributions] == [None, "Reuters"]
    elsewhere = framing.annotate(replace(article, outlet="The Gull"), attribution="rules")
    assert [one.via and one.via.canonical for one in elsewhere.attributions] == ["BBC", "Reuters"]


@pytest.mark.parametrize("method", ["rules", "hybrid"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The port says nine boats sank; the union claims that it was ten.",
            [("The port", "nine boats sank"), ("the union", "that it was ten")],
        ),
        (
            "The union, which speaks for 8,000 dockers, vowed to close the quay.",
            [("The union", "to close the quay")],
        ),
        ("The union has forecast that prices will fall.", [("The union", "that prices will fall")]),
        ("Ida Holm, a fisher, doubted it.", []),
        (
            "Whether the quay will hold, engineers say, depends on the tide.",
            [("engineers", "Whether the quay will hold … depends on the tide")],
        ),
        ("Not according to Bo Lind, a former pilot.", []),
        ("Officials therefore said that it was late.", [("Officials", "that it was late")]),
        ("Bo Lind on Thursday vowed to close the quay.", [("Bo Lind", "to close the quay")]),
        ("Bo Lind on Thursday said that the quay was full.", [("Bo Lind", "that the quay was full")]),
        ("In 2019 officials said that the quay was full.", [("officials", "that the quay was full")]),
        ("The port said in a statement it would close the quay.", [("The port", "it would close the quay")]),
        ("A ruling that struck down the law upset the port.", []),
        ("On Monday senior officials said that it was late.", [("senior officials", "that it was late")]),
    ],
)
def test_who_says_what_and_no_more(annotate, text, found, method):
    attributions = annotate(text, attribution=method).attributions
    told = [" … ".join(text[slice(*span)] for span in one.content) for one in attributions]
    assert list(zip([one.source.text for one in attributions], told, strict=True)) == found


def test_what_somebody_is_beside_a_name_is_not_what_he_says(annotate):
    text = "According to Bo Lind, a former pilot, the strait is safe."
    (found,) = annotate(text).attributions
    assert [text[slice(*span)] for span in found.content] == ["the strait is safe"]


def test_of_two_who_may_have_said_it_the_one_set_beside_it_did(annotate):
    text = "The crowd cheered. “Today we sail,” said Ida Holm, who runs the ferry."
    assert [one.source.canonical for one in annotate(text, attribution="hybrid").attributions] == ["Ida Holm"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "The agency’s findings were disputed by federal police chief Marco Lind.",
            "federal police chief Marco Lind",
        ),
        (
            "Its president Mallikar Kunde accused Mr Modi of “running from questions”.",
            "Its president Mallikar Kunde",
        ),
    ],
)
def test_what_the_tagger_alone_finds_has_its_whole_source(annotate, text, source):
    (found,) = annotate(text, attribution="hybrid").attributions
    assert (found.rule, found.source.text) == ("tagger", source)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The ministry rejected the charge as “baseless and late”.", "asserted"),
        ("The ministry rejected the charge that it was late.", "denied"),
        ("The ministry denied that it was late.", "denied"),
        ("The ministry declined to comment on the quay.", "denied"),
        ("The minister denied that the firm was run as a “front”.", "denied"),
        ("Ida Holm denied working as a “consultant” for the port.", "denied"),
        ("No minister said that it was late.", "denied"),
        ("No 10 said that it was late.", "asserted"),
    ],
)
def test_what_a_thing_is_rejected_as_is_asserted(annotate, text, polarity):
    assert annotate(text).attributions[0].polarity == polarity


@pytest.mark.parametrize(
    ("text", "process", "speech"),
    [
        ("The mayor said the bridge would open in May.", "speech", True),
        ("The mayor believes the bridge will open in May.", "mental", False),
        ("The mayor is believed to have sold the bridge.", "mental", False),
        ("“Why is it closed?” the mayor wondered.", "mental", True),
        ("“Nobody asked us about the bridge,” Ida Holm grumped.", "", True),
        ("The report shows that the bridge is empty at night.", "evidence", False),
    ],
)
def test_speech_is_told_from_thought_by_the_process_of_the_cue_or_by_quotation_marks(
    annotate, text, process, speech
):
    (found,) = annotate(text).attributions
    assert (found.cue.process, found.is_speech) == (process, speech)
