"""Whom the words of a source mean: persons, bodies, pronouns, offices, and those through whom words came."""

import pytest


@pytest.mark.parametrize(
    ("title", "text", "speaker"),
    [
        ("Lind says vote will be fair", "President Bo Lind spoke on Friday.", ("Bo Lind", "government")),
        ("Bo Lind says vote will be fair", "President Bo Lind spoke on Friday.", ("Bo Lind", "government")),
        ("Lind says vote will be fair", "The vote is on Sunday.", ("Lind", "other")),
        ("Ida Lind says vote will be fair", "President Bo Lind spoke on Friday.", ("Ida Lind", "other")),
        ("Lind says vote fair", "Ida Lind sat beside Bo Lind, and Bo Lind spoke.", ("Bo Lind", "other")),
        (
            "Lind says vote fair",
            "Ida Lind and Ida Lind's friend met President Bo Lind.",
            ("Bo Lind", "government"),
        ),
        ("Lind says vote fair", "Minister Ida Lind sat beside Minister Bo Lind.", ("Lind", "other")),
        ("Price says vote fair", "Minister Tom Price left. The price fell.", ("Tom Price", "government")),
        ("Lind says vote fair", "Ida Lind sat beside Prime Minister Bo Lind.", ("Bo Lind", "government")),
    ],
)
def test_whom_a_headline_names_the_text_introduces(annotate, title, text, speaker):
    headline = next(one for one in annotate(text, title=title).attributions if one.where == "title")
    assert (headline.source.canonical, headline.source.type) == speaker


def test_what_somebody_is_beside_a_name_is_nobody_s_name(annotate):
    text = (
        "Pierhead Executive Director Ida Holm said that it was late. "
        "Bo Lind, Seaward Dale Regional Director for the coast, said that it was not."
    )
    assert [one.source.canonical for one in annotate(text).attributions] == ["Ida Holm", "Bo Lind"]


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("Members of the drivers' union said that it was late.", "drivers' union", "civil society"),
        ("A spokesman for the Gull Lift Company said that it was late.", "Gull Lift Company", "business"),
        (
            "A spokesman for the Gull Bay Police Department said that it was late.",
            "Gull Bay Police Department",
            "government",
        ),
        ("Judges on the Ninth Circuit Court said that it was late.", "Ninth Circuit Court", "judiciary"),
        ("Cork TD Jim Holm said that it was late.", "Jim Holm", "legislature"),
        ("Gull Party TD Jim Holm said that it was late.", "Jim Holm", "legislature"),
        (
            "Director of the Seal Bay Reserve Ida Holm said that it was late. “No,” Holm said.",
            "Ida Holm",
            "other",
        ),
        (
            "The South Dale Ministry of Labour said that it was late.",
            "South Dale Ministry of Labour",
            "government",
        ),
        (
            "Minister for Foreign Affairs Bo Lind said that it was late. Mr Lind left.",
            "Bo Lind",
            "government",
        ),
        (
            "Inspector General of Police Bo Abu Lind said that it was late. Lind left.",
            "Bo Abu Lind",
            "military",
        ),
        ("The director of Human Rights Watch said that it was late.", "Human Rights Watch", "civil society"),
        ("Bo Lind, president and CEO of Gull Lifts, said that it was late.", "Bo Lind", "business"),
    ],
)
def test_a_source_has_the_name_that_its_words_hold(annotate, text, canonical, kind):
    source = annotate(text).attributions[0].source
    assert (source.canonical, source.type) == (canonical, kind)


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("Union Harbour Minister Ida Holm said that it was late.", "Ida Holm", "government"),
        ("The union’s general secretary Bo Lind said that it was late.", "Bo Lind", "civil society"),
        ("Farmers’ leader Ida Holm said that it was late.", "Ida Holm", "civil society"),
        ("Gullowa leader Ida Holm said that it was late.", "Ida Holm", "other"),
        ("Tory leader Ida Holm said that it was late.", "Ida Holm", "party"),
        ("Norwegian leader Ida Holm said that it was late.", "Ida Holm", "government"),
        ("North Korean leader Ida Holm said that it was late.", "Ida Holm", "government"),
        ("Norway’s ailing leader Ida Holm said that it was late.", "Ida Holm", "government"),
        ("The North’s leader Ida Holm said that it was late.", "Ida Holm", "government"),
        ("The dockers’ leader said that it was late.", None, "unnamed representative"),
        ("A leader of the party said that it was late.", None, "unnamed representative"),
        ("World leaders said that it was late.", None, "unnamed official"),
        ("Harbours Commissioner Ida Holm said that it was late.", "Ida Holm", "government"),
        (
            "The European Commission met. Commissioner Ida Holm said that it was late.",
            "Ida Holm",
            "international organisation",
        ),
        ("Mayor Ida Holm found that Mr Lind knew. Lind said that it was late.", "Lind", "other"),
        ("The Fair Quay party won. Its leader, Ida Holm, said that it was late.", "Ida Holm", "party"),
        ("A person briefed on the inquiry said that it was late.", None, "unnamed source"),
        ("The rebels, in a message, denied that it was late.", None, "unnamed representative"),
        ("The Corps of Surveyors said that it was late.", "Corps of Surveyors", "other"),
        ("Physicians for Clean Water said that it was late.", "Physicians for Clean Water", "other"),
        ("A senior official in the harbour ministry said that it was late.", None, "unnamed official"),
        ("Norway’s harbour agency ENHA said that it was late.", "ENHA", "government"),
        ("The rights group Open Quay said that it was late.", "Open Quay", "civil society"),
        ("The ratings agency Gull said that it was late.", "Gull", "business"),
        (
            "The harbour agency ENHA met. Ida Holm, ENHA’s director, said that it was late.",
            "Ida Holm",
            "government",
        ),
        ("Prof. Ida Holm said that it was late.", "Ida Holm", "expert"),
        ("Prof Ida Holm said that it was late.", "Ida Holm", "expert"),
        ("The Gull Herald said that it was late.", "Gull Herald", "media"),
        ("Auditor-General Ida Holm said that it was late.", "Ida Holm", "government"),
        ("Cllr Ida Holm said that it was late.", "Ida Holm", "government"),
        ("Maj. Ida Holm said that it was late.", "Ida Holm", "military"),
        ("Brig. Gen. Ida Holm said that it was late.", "Ida Holm", "military"),
        ("Zoë “Zaza” Holm arrived. Holm said that it was late.", "Zoë “Zaza” Holm", "other"),
        ("Reuters’ Ida Holm said that it was late.", "Ida Holm", "media"),
        ("QUAYTON: Dockers at the old quay said that it was late.", None, "unnamed citizen"),
    ],
)
def test_a_source_has_the_type_of_its_office_and_a_bare_name(annotate, text, canonical, kind):
    source = annotate(text).attributions[-1].source
    assert (source.canonical, source.type) == (canonical, kind)


def test_whoever_is_in_a_ministry_is_not_the_ministry(annotate):
    text = "An official in the harbour ministry said that it was late. The ministry said that it was early."
    found = annotate(text, attribution="rules").attributions
    assert [one.source.canonical for one in found] == [None, "harbour ministry"]


def test_a_demonym_of_two_words_is_nobody_s_name(annotate):
    text = "South Korean leader Bo Lind came. The South Korean leader said that it was late."
    (one,) = annotate(text, attribution="rules").attributions
    assert one.source.canonical == "Bo Lind"


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        (
            "The navy said it was late. Norway and Denmark issued a joint statement. “Stop,” it said.",
            None,
            "document",
        ),
        ("The navy issued a statement saying it was late. It said that wells were dry.", "navy", "military"),
        (
            "The findings were disputed by Ida Holm and by Bo Lind, who told reporters that it was late.",
            "Bo Lind",
            "other",
        ),
    ],
)
def test_a_pronoun_means_what_stands_nearest(annotate, text, canonical, kind):
    source = annotate(text, attribution="hybrid").attributions[-1].source
    assert (source.canonical, source.type) == (canonical, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Reuters met the navy. It was alleged in the town hall that the quay was sold.",
        "The navy said that it was late. It is believed that the quay was sold.",
        "The navy said that it was late. It has been claimed that the quay was sold.",
    ],
)
def test_it_before_a_passive_is_nobody(annotate, text):
    source = annotate(text).attributions[-1].source
    assert (source.spans, source.canonical, source.type) == ([], None, "unnamed source")


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        (
            'A harbour official told Reuters, on condition of anonymity, that complaints were "being looked at".',
            "Reuters",
        ),
        ("“The quay is shut,” Ida Holm told KGUL.", "KGUL"),
        ("Ida Holm told WQAY-TV that the quay was shut.", "WQAY-TV"),
        ("“The quay is shut,” Ida Holm told Sky News’ Bo Lind.", "Sky News"),
        ("Ida Holm told WADA that the quay was shut.", None),
        ("Ida Holm told WWII veterans that the quay was shut.", None),
        ("Ida Holm told KFOR commanders that the quay was shut.", None),
        ("Ida Holm told the mayor that the quay was shut.", None),
    ],
)
def test_what_somebody_told_an_outlet_came_through_it(annotate, text, channel):
    (one,) = annotate(text, attribution="hybrid").attributions
    assert (one.via and one.via.canonical, one.via and one.via.type) == (channel, channel and "media")


def test_a_dash_of_a_headline_parts_speakers(annotate):
    found = annotate(
        "The quay is shut.\n\nIt is.", title="Quay was sold, says watchdog — No 10 denies deal"
    ).attributions
    assert [one.source.text for one in found if "—" in one.source.text] == []


def test_words_in_small_letters_are_nobody_s_name(annotate):
    text = "The Special Counsel and his staff met.\n\nSpecial counsel Bo Lind’s office said the report was wrong."
    (one,) = annotate(text).attributions
    assert one.source.canonical == "Bo Lind"


@pytest.mark.parametrize("method", ["rules", "hybrid"])
@pytest.mark.parametrize(
    ("text", "source", "canonical"),
    [
        ("Mrs May told the conference that she would stay.", "Mrs May", "May"),
        ("Theresa May said the plan would fail.", "Theresa May", "Theresa May"),
        ("“It is late,” said Theresa May, who left in July.", "Theresa May", "Theresa May"),
        ("Will Young said he would sing at the dinner.", "Will Young", "Will Young"),
        (
            "The columnist George Will wrote that the party was lost.",
            "The columnist George Will",
            "George Will",
        ),
        ("But May said the plan was sound.", "May", "May"),
        ("Last May the mayor said that the road would close.", "the mayor", None),
        ("In May officials said that the road would close.", "officials", None),
        ("On Monday morning Bo Lind said that the road would close.", "Bo Lind", "Bo Lind"),
        ("In 2015 the mayor said that the road would close.", "the mayor", None),
        ("The mayor said on May 5 that the road would close.", "The mayor", None),
        ("They said that it was late.", "They", None),
        ("Others said that it was late.", "Others", None),
        ("We’ve said that it was late.", "We’ve", None),
        ("Mourners said that the road was long. The crowd of mourners grew.", "Mourners", None),
        ("Young said that the road was long. A young man met Bo Young.", "Young", "Bo Young"),
        ("Moss said that the road was long. There is moss on it, and Kim Moss slid.", "Moss", "Kim Moss"),
        ("Since May officials have said that it was late.", "officials", None),
        ("Everyone wants to be treated equally.", "Everyone", None),
        ("Labour said that it was late. They met at noon.", "Labour", "Labour"),
        ("There is said to be no evidence.", "There", None),
    ],
)
def test_a_capital_tells_a_name_only_where_it_can_be_one(annotate, text, source, canonical, method):
    found = annotate(text, attribution=method).attributions[0]
    assert (found.source.text, found.source.canonical) == (source, canonical)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry, also known as the Gull, has left the pier.",
        "It is therefore expected that prices will rise.",
    ],
)
def test_an_adverb_is_nobody(annotate, text):
    assert not [one for one in annotate(text, attribution="hybrid").attributions if one.source]


@pytest.mark.parametrize(
    ("text", "cue", "source", "canonical", "content"),
    [
        (
            "The findings were disputed by police chief Bo Lind, who told reporters that the samples were few.",
            "told",
            "who",
            "Bo Lind",
            "that the samples were few",
        ),
        (
            "Ida Holm praised Bo Lind, a lawyer for the port, who said the deal was bad.",
            "said",
            "who",
            "Bo Lind",
            "the deal was bad",
        ),
        (
            "The paper was sent to the White House, which said it would reply.",
            "said",
            "which",
            "White House",
            "it would reply",
        ),
        ("Ida Holm met farmers who said prices were low.", "said", "who", None, "prices were low"),
    ],
)
def test_a_relative_pronoun_is_whom_the_clause_before_names(annotate, text, cue, source, canonical, content):
    attributions = annotate(text, attribution="hybrid").attributions
    found = next(one for one in attributions if text[slice(*one.cue.spans[0])] == cue)
    assert (found.source.text, found.source.canonical) == (source, canonical)
    assert [text[slice(*span)] for span in found.content] == [content]


def test_whom_a_relative_clause_tells_of_does_not_speak_on(annotate):
    text = "Ida Holm met Bo Lind, who had criticised the ferry. “It is late,” she said."
    assert annotate(text, attribution="hybrid").attributions[-1].source.canonical == "Ida Holm"
