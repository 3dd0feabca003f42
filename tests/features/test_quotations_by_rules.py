"""Who says a quotation where order, marks and punctuation alone tell it."""

import pytest

from framing.features.attribution import find_document_attributions
from framing.lexicon.language import load_language
from framing.text import parse_text


def _parts(annotate, text):
    return [
        (one.source.text, [text[slice(*span)] for span in one.content])
        for one in annotate(text).attributions
        if one.source
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“We will stay,” Dent barked.", "Dent", ["“We will stay,”"]),
        ("“We are back!” beamed Ida Holm of Cork.", "Ida Holm", ["“We are back!”"]),
        ("His verdict: “It is over,” he said.", "he", ["“It is over,”"]),
        (
            "“It is over,” he said to applause. “We go home today.”",
            "he",
            ["“It is over,”", "“We go home today.”"],
        ),
        (
            "“We lost it all,” said Ida Holm, a farmer from Cork, Ireland, who is 40.",
            "Ida Holm, a farmer from Cork",
            ["“We lost it all,”"],
        ),
        (
            "Asked what he would do now, Lind said, “I will wait for them.”",
            "Lind",
            ["“I will wait for them.”"],
        ),
        (
            "Lind dropped the case, telling reporters, “It was never mine.”",
            "Lind",
            ["“It was never mine.”"],
        ),
        ("Lind left the talks, saying the plan goes “too far.”", "Lind", ["the plan goes “too far.”"]),
        (
            "Bo Lind, a lawyer whose firm was hired by the port, said it was “sunk.”",
            "Bo Lind, a lawyer whose firm was hired by the port",
            ["it was “sunk.”"],
        ),
        (
            "Lind is also an “agent of change,” Holm said. “People want that now.”",
            "Holm",
            ["Lind is also an “agent of change,”", "“People want that now.”"],
        ),
        (
            '“Our roads are bad," she said. "Our bridges are worse.”',
            "she",
            ['“Our roads are bad,"', '"Our bridges are worse.”'],
        ),
    ],
)
def test_who_says_a_quotation(annotate, text, source, content):
    assert _parts(annotate, text) == [(source, content)]


@pytest.mark.parametrize(
    "text",
    [
        "“The Long Road,” Dent opened the exhibition.",
        "The film “The Long Road,” Dent conceived in a year.",
        "“We will stay,” and the crowd moved.",
        "“The Long Road,” Dent opened 12 shows.",
        "“The Long Road,” Dent opened “Tate”.",
        "“Dune Part Two,” Villeneuve directed Chalamet in 2021.",
        "“Let it Be,” an album recorded in 1969, sold well.",
        "“The Long Road,” the film directed by Dent, opens on Friday.",
        "Workers pressed “Start” and left.",
        "Lind called the officer who was at “The Grand” hotel.",
    ],
)
def test_a_verb_with_an_object_or_a_title_in_marks_reports_nothing(annotate, text):
    assert _parts(annotate, text) == []


def test_a_speaker_may_be_of_any_alphabet_and_a_quotation_short(annotate):
    assert _parts(annotate, "“We will stay here,” Şahin thundered.") == [("Şahin", ["“We will stay here,”"])]
    document = parse_text("“We won’t,” Dent thundered.", load_language())
    (one,) = find_document_attributions(document, load_language())
    assert one.source.text == "Dent"


def test_a_verb_of_no_lexicon_has_no_class(annotate):
    (one,) = annotate("“We will stay,” Dent barked.").attributions
    assert (one.cue.class_, one.cue.lemma) == ("unlisted", "barked")
