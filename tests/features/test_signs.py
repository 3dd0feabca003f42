"""Speakers by a mark alone, citations, owners and nobodies: who says it where no verb of the lexicon tells."""

import pytest


def told(annotate, text):
    """Return source, canonical name and contents of each attribution of a text."""
    return [
        (one.source.text, one.source.canonical, [text[start:end] for start, end in one.content])
        for one in annotate(text).attributions
        if one.source
    ]


def test_labels_of_a_transcript_open_at_least_two_lines(annotate):
    text = "HOLM: When did you see the smoke?\nREYES (by phone): At six.\nHOLM: Who rang the bell?"
    assert [one[0] for one in told(annotate, text)] == ["HOLM", "REYES", "HOLM"]
    assert told(annotate, "UPDATE: The pier is open again. The ferry leaves at noon.") == []


@pytest.mark.parametrize(
    "lines",
    [
        ("WHAT WE KNOW: The dam broke at six.", "WHY IT MATTERS: Two towns lie below it."),
        ("LONDON: Shares fell by two percent.", "TOKYO: The yen rose.", "LONDON: Shares fell again."),
        ("NOTE: The bridge is closed.", "UPDATE: It is open again. Who knew?", "NOTE: I was wrong."),
        ("STRENGTHS: The team is young.", "WEAKNESSES: It is slow.", "STRENGTHS: The coach is old."),
        ("SPANISH: Who cooks best?", "GREEK: I do.", "SPANISH: We shall see."),
    ],
)
def test_headings_in_capitals_are_the_outlets_own_words(annotate, attribute, lines):
    for between in ("\n", "\n\n"):
        assert told(annotate, between.join(lines)) == []
        assert all(one.rule != "speaker label" for one in attribute(between.join(lines)))


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Q: Is the bridge safe?\nA: For cars.", [None, None]),
        ("Mayor Nia Rees came.\nREES: It is safe.\nREES: It is new.", ["Nia Rees", "Nia Rees"]),
        ("THE MAYOR: Who will pay?\nTHE EDITOR: The town.", [None, None]),
        ("HOLM: When did you ring?\nREYES: I rang at six.", ["HOLM", "REYES"]),
    ],
)
def test_labels_of_persons_offices_and_answers_are_speakers(annotate, text, speakers):
    labelled = [one for one in annotate(text).attributions if one.rule == "speaker label"]
    assert [one.source.canonical for one in labelled] == speakers


def test_a_sentence_with_a_colon_announces_the_quotation_behind_it(annotate):
    text = (
        "The harbour board released this on Monday:\n\n“The pier will close for a year.”\n\nThe town agreed."
    )
    assert [(one[0], one[2]) for one in told(annotate, text)] == [
        ("The harbour board", ["“The pier will close for a year.”"])
    ]


@pytest.mark.parametrize("dash", ["—", "―", "--", "- "])
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_a_dash_and_a_name_sign_a_quotation(annotate, dash, between):
    text = f"“A ferry once a week is no service.”{between}{dash}Eamon Diver, a baker from Cork\n\nThe bay was calm."
    assert [one[1:] for one in told(annotate, text)] == [
        ("Eamon Diver", ["“A ferry once a week is no service.”"])
    ]


def test_a_dash_in_a_sentence_signs_nothing(annotate):
    text = (
        "“A ferry once a week” — Cork had two before the war — was the slogan of the year. The bay was calm."
    )
    assert all(one.rule != "signed" for one in annotate(text).attributions)


@pytest.mark.parametrize(
    "text",
    [
        "The plant will close, Reuters reported on Friday, citing two officials.",
        "Reuters reported that the plant will close, citing two officials.",
        "Reuters reported, citing two officials, that the plant will close.",
        "Reuters reported on Friday, citing two officials, that the plant will close.",
        "Reuters said earlier this week, quoting two officials, that the plant will close.",
        "Reuters, citing two officials, said on Friday that the plant will close.",
    ],
)
@pytest.mark.parametrize("method", ["annotate", "attribute"])
def test_those_whom_an_outlet_cites_are_the_source(request, method, text):
    found = request.getfixturevalue(method)(text)
    (one,) = getattr(found, "attributions", found)
    assert all(
        text[start:end].removeprefix("that ").casefold() == "the plant will close"
        for start, end in one.content
    )
    assert (one.source.text, one.source.type, one.via.canonical) == (
        "two officials",
        "unnamed official",
        "Reuters",
    )


@pytest.mark.parametrize(
    ("text", "who", "kind"),
    [
        ("Carl Vane was held on Monday. Vane’s lawyer said he was ill.", None, "unnamed representative"),
        ("Carl Vane was held on Monday. A lawyer for Vane said he was ill.", None, "unnamed representative"),
        ("Mr. Carl Vane's lawyer, Ida Holm, said he was ill.", "Ida Holm", None),
        ("The union's secretary said the strike would go on.", None, "unnamed representative"),
        ("The minister's secretary said the talks would go on.", None, "unnamed official"),
    ],
)
def test_who_speaks_for_another_is_not_the_other(annotate, text, who, kind):
    (one,) = annotate(text).attributions
    assert one.source.canonical == who
    assert kind in (None, one.source.type)


@pytest.mark.parametrize("source", ["No one", "Nobody", "None of the officials"])
def test_what_nobody_said_is_denied(annotate, source):
    (one,) = annotate(f"{source} said that the pier was safe.").attributions
    assert one.polarity == "denied"
    assert one.source.canonical is None


def test_a_content_ends_with_its_sentence_even_in_a_preposition(annotate):
    text = "The baker said the strike would go on."
    (one,) = annotate(text).attributions
    assert [text[start:end] for start, end in one.content] == ["the strike would go on"]
