"""German: the golden sentences, quotation marks, speech in the subjunctive, and what is left out."""

# ruff: noqa: RUF001 (marks that look like others are what this is about)

import tomllib
from pathlib import Path

import pytest

import framing
from framing.features.attribution import find_document_attributions
from framing.lexicon.language import load_language
from framing.schema import Annotations, Article, Region
from framing.text import parse_text

GOLDEN = tomllib.loads((Path(__file__).parent / "golden_de.toml").read_text(encoding="utf-8"))
CASES = GOLDEN["case"]
REMEDY = "`python benchmarks/golden.py de` shows what fails, and with --mark sets the marks anew"


def annotate(text: str) -> Annotations:
    body = Region(kind="body", start=0, end=len(text), reason="test")
    return framing.annotate(Article(id="one", file="one.txt", text=text, language="de", regions=[body]))


@pytest.fixture(scope="module")
def golden(benchmark_module):
    return benchmark_module("golden")


@pytest.fixture(scope="module")
def verdicts(golden):
    return [golden.judge(case, "de") for case in CASES]


def test_golden_sentences(verdicts, golden):
    wrong = [one for one in verdicts if not one.right and not one.case.get("known_failure")]
    assert not wrong, "\n".join(map(golden.show, wrong))


def test_what_is_marked_as_a_known_failure_still_fails(verdicts):
    begun_to_pass = [one.case["about"] for one in verdicts if one.right and one.case.get("known_failure")]
    assert begun_to_pass == [], f"these pass now, drop their marks: {REMEDY}"


def test_golden_figures_are_not_below_their_floors(golden, verdicts):
    figures = golden.figures(verdicts)
    assert set(figures) == set(GOLDEN["floors"])
    assert {name: figures[name] for name, floor in GOLDEN["floors"].items() if figures[name] < floor} == {}


def test_golden_set_is_as_large_and_as_wide_as_it_was():
    assert len(CASES) >= 137
    assert len({case["kind"] for case in CASES}) >= 17
    assert len({case["about"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_golden_passages_stand_in_their_texts(case):
    for wanted in case["attributions"]:
        assert wanted["source"] in case["text"]
        assert all(case["text"].count(passage) == 1 for passage in wanted["content"])


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("„Ja“, sagte er.", ["„Ja“"]),
        ("„Ja”, sagte er.", ["„Ja”"]),
        ('„Ja", sagte er.', ['„Ja"']),
        ("»Ja«, sagte er.", ["»Ja«"]),
        ("«Ja», sagte er.", ["«Ja»"]),
        ("›Ja gut‹, sagte er.", ["›Ja gut‹"]),
        ("‚Ja gut‘, sagte er.", ["‚Ja gut‘"]),
        ("„Er sagte ‚nie‘ dazu“, hieß es.", ["„Er sagte ‚nie‘ dazu“"]),
        ("„Ja.“ Dann: „Nein.“", ["„Ja.“", "„Nein.“"]),
        ("Scholz’ Plan und Lukas’ Antwort.", []),
    ],
)
def test_quotation_marks(text, quotations):
    found = parse_text(text, load_language("de")).quotations
    assert [text[one.start : one.end] for one in found] == quotations


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Am 19. Juni kam er. Am 20. Juni ging er.", 2),
        ("Dr. Holm kam. Prof. Feld ging.", 2),
        ("„Die Lage ist ernst. Wir gehen.“ Dann schwieg er.", 3),
        ("Es war im Jahr 2024. Danach nicht mehr.", 2),
    ],
)
def test_sentences_end_where_german_ends_them(text, sentences):
    assert len(parse_text(text, load_language("de")).sentences) == sentences


def test_speech_in_the_subjunctive_is_not_the_outlets():
    text = "Der Minister sagte, der Plan stehe. Er werde im Mai vorgelegt. Am Abend regnete es."
    found = annotate(text)
    assert [one.rule for one in found.attributions] == ["source, cue, content", "subjunctive, goes on"]
    assert {text[one.start : one.end].strip(): one.voice for one in found.utterances}[
        "Am Abend regnete es."
    ] == "own"
    assert found.attributions[1].source == found.attributions[0].source


def test_sentiment_and_agency_are_left_out_and_no_zero():
    found = annotate("Die Armee tötete zwölf Menschen. Das ist furchtbar und schrecklich.")
    assert found.agency == []
    assert [one.sentiment for one in found.sentences] == [{}, {}]
    assert all(one.words for one in found.sentences)


def test_rules_alone_are_named_in_the_signature():
    assert "attribution:rules" in annotate("Alles ist gut.").signature


@pytest.mark.parametrize(
    "text",
    [
        "„",
        "„“",
        "sagte",
        "sagte sagte sagte.",
        "„Offen, sagte er.",
        "Laut .",
        "zufolge",
        ", so .",
        ": „",
        "hieß es",
        "teilte mit mit mit",
        "„" * 500,
        "sagte, " * 300,
        "wie wie wie sagte",
        "Nach Angaben",
        "«»›‹‚‘",
    ],
)
def test_no_text_is_too_strange(text):
    found = annotate(text)
    assert all(0 <= start < end <= len(text) for one in found.attributions for start, end in one.content)


def test_a_cast_of_its_own_is_not_needed():
    language = load_language("de")
    document = parse_text("Die Polizei sagte, es sei ruhig.", language)
    assert len(find_document_attributions(document, language)) == 1
