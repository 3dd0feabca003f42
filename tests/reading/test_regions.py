import random
from collections.abc import Callable

import pytest

from framing.reading import read_text
from framing.reading.lines import lines_in
from framing.reading.metadata import Metadata
from framing.reading.shapes import _COPYRIGHT, _POSITION
from framing.reading.vocabulary import load_vocabulary
from framing.schema import Article, Region

FLOOD = """World
Rivers burst their banks in northern Italy
By Maria Rossi and John Smith
Updated 6:12 a.m. EDT, May 4, 2024
A man pushes his bicycle through a flooded street in Cremona. REUTERS/Anna Bianchi
MILAN, May 4 (Reuters) - Rivers burst their banks across northern Italy on Saturday, forcing thousands to leave.

"We have not seen anything like this in 30 years," the mayor of Cremona, Luca Verdi, told reporters.
Advertisement
Three dams stood at 95 percent of their capacity on Saturday evening, officials said.

Why does it rain so much?

Nobody knows.

The region's needs are:
• pumps and sandbags
• helicopters
• money

"We have not seen anything like this in 30 years," the mayor of Cremona, Luca Verdi, told reporters.
Officials will meet again on Sunday to look at the dams and at the weather.

Reporting by Maria Rossi and John Smith; Editing by Jane Roe
Our Standards: The Principles.
Read Next
Storm leaves 40,000 without power in Slovenia
Venice raises its barriers for the ninth time
© 2024 Reuters. All rights reserved.
"""

LEAD = "The council passed the budget on Monday after a debate that ran for nine hours."
END = "The mayor, who had asked for a delay, did not vote and left before the count was read."

# A line, the kind that it must have between a title and a first paragraph, or after the last one.
BEFORE = [
    ("By Jane Doe", "byline"),
    ("By Jane Doe, Reuters", "byline"),
    ("Story by JANE DOE and John Roe", "byline"),
    ("Jane Doe | 3 min read", "byline"),
    ("Jane Doe in Nairobi", "byline"),
    ("Jane Doe", "byline"),
    ("June 19, 2024", "byline"),
    ("Wed 8 May 2024 17.32 BST", "byline"),
    ("Last updated: 14:05 GMT", "byline"),
    ("Published on 2024-05-08 at 10:11", "byline"),
    ("5 hours ago", "byline"),
    ("Share", "boilerplate"),
    ("Share this article", "boilerplate"),
    ("Facebook Twitter WhatsApp Email 12", "boilerplate"),
    ("Save for later", "boilerplate"),
    ("Listen to this article", "boilerplate"),
    ("Home > News > City", "boilerplate"),
    ("Advertisement", "boilerplate"),
    ("We use cookies to make this site better.", "boilerplate"),
    ("Your browser does not support this video.", "boilerplate"),
    ("The mayor at the town hall on Monday. (AP Photo/Jane Doe)", "caption"),
    ("The mayor at the town hall on Monday. Photograph: Jane Doe/EPA", "caption"),
    ("The mayor at the town hall on Monday. [Jane Doe/Getty Images]", "caption"),
    ("Photo: Jane Doe", "caption"),
    ("The mayor (L) and her deputy at the town hall on Monday.", "caption"),
    ("Mayor Ann Roe, left, talks with a visitor at the town hall.", "caption"),
    ("The mayor is pictured at the town hall.", "caption"),
    ("A debate that nobody had wanted", "body"),
]
AFTER = [
    ("Reuters", "credit"),
    ("— AFP", "credit"),
    ("Agencies", "credit"),
    ("Agencies - AFP", "credit"),
    ("(With inputs from agencies)", "credit"),
    ("© 2024 The Town Gazette", "credit"),
    ("Copyright 2024 The Town Gazette. All rights reserved.", "credit"),
    ("This material may not be published, broadcast, rewritten or redistributed.", "credit"),
    ("(Reporting by Jane Doe; Editing by John Roe)", "credit"),
    ("Jane Doe and John Roe contributed to this report.", "credit"),
    ("Read more: Council fights over budget", "boilerplate"),
    ("Sign up for our weekly newsletter", "boilerplate"),
    ("Click here to read the whole story.", "boilerplate"),
    ("An earlier version of this article gave a wrong date.", "boilerplate"),
    ("Follow us on Facebook", "boilerplate"),
    ("Comments", "boilerplate"),
    ("* * *", "boilerplate"),
    ("Only she stayed home.", "body"),
    ("She never came back", "body"),
]
# Prose that looks a little like furniture; it must stay.
PROSE = [
    "Getty Images sued the company in London on Tuesday over the use of its photographs.",
    "Share prices fell by a third on Monday, and most of them have not come back.",
    "By Monday, the army had taken the bridge and both of the roads to the town.",
    "Reporting by the newspaper showed that the ministry had known of the leak since May of last year.",
    "Copyright law has not kept up with the machines, say the authors of the study.",
    "He told Reuters that the talks had failed (he had not been there).",
    "The firm (a daughter of the BBC) said that it would look into the case at once.",
    "Gov. Ann Roe (R) signed the law on Friday, her office said in a statement.",
    "Heavy fighting was reported from Kharkiv, where the power has been out for two days.",
    "NATO — which has no army of its own — has asked its members for 300,000 troops.",
    "• The first bullet of a list",
    "Q: Will it last?",
    "“No.”",
    "What happens next",
    "Update on January 30, 2024:",
    '"',
]


def kind_of(read: Article, words: str, last: bool = False) -> str:
    start = read.text.rindex(words) if last else read.text.index(words)
    return next(region.kind for region in read.regions if region.start <= start < region.end)


def assert_covers(text: str, regions: list[Region]) -> None:
    reached = 0
    for region in regions:
        assert region.start >= reached
        assert region.end > region.start
        assert region.reason
        assert not text[reached : region.start].strip()
        reached = region.end
    assert not text[reached:].strip()


@pytest.mark.parametrize(("line", "kind"), BEFORE)
def test_line_before_the_article(article: Callable[..., Article], line: str, kind: str) -> None:
    read = article(f"Council passes budget after long debate\n\n{line}\n\n{LEAD}\n\n{END}\n")
    assert kind_of(read, line) == kind
    assert read.title == "Council passes budget after long debate"
    assert kind_of(read, LEAD) == kind_of(read, END) == "body"


@pytest.mark.parametrize(("line", "kind"), AFTER)
def test_line_after_the_article(article: Callable[..., Article], line: str, kind: str) -> None:
    read = article(f"Council passes budget after long debate\n\n{LEAD}\n\n{END}\n\n{line}\n")
    assert kind_of(read, line, last=True) == kind
    assert kind_of(read, LEAD) == kind_of(read, END) == "body"


@pytest.mark.parametrize("line", PROSE)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_prose_stays(article: Callable[..., Article], line: str, gap: str) -> None:
    read = article(f"Council passes budget after long debate\n\n{LEAD}{gap}{line}{gap}{END}\n")
    start = read.text.index(f"\n{line}\n") + 1
    parts = [
        region.kind for region in read.regions if region.start < start + len(line) and start < region.end
    ]
    assert parts == ["body"]


def test_whole_page(article: Callable[..., Article]) -> None:
    read = article(FLOOD)
    assert read.title == "Rivers burst their banks in northern Italy"
    assert read.outlet == "Reuters"
    assert read.published == "2024-05-04"
    kinds = {
        "World": "boilerplate",
        "By Maria Rossi": "byline",
        "Updated 6:12": "byline",
        "A man pushes": "caption",
        "MILAN": "dateline",
        "Rivers burst their banks across": "body",
        "Advertisement": "boilerplate",
        "Why does it": "body",
        "Nobody knows": "body",
        "• pumps": "body",
        "• money": "body",
        "Officials will": "body",
        "Reporting by": "credit",
        "Our Standards": "boilerplate",
        "Read Next": "boilerplate",
        "Venice raises": "boilerplate",
        "© 2024": "credit",
    }
    assert {words: kind_of(read, words) for words in kinds} == kinds
    assert kind_of(read, '"We have not seen') == "body"
    assert kind_of(read, '"We have not seen', last=True) == "repeat"
    assert_covers(FLOOD, read.regions)


@pytest.mark.parametrize(
    ("opening", "rest"),
    [
        ("PARIS — ", LEAD),
        ("PARIS/BERLIN – ", LEAD),
        ("PARIS, June 19 (Yonhap) -- ", LEAD),
        ("BERLIN (dpa) - ", LEAD),
        ("Lima (AFP) – ", LEAD),
        ("NEWPORT NEWS, Va. - ", LEAD),
        ("VATICAN CITY (AP) — ", LEAD),
        ("MOSCOW, March 2. /TASS/. ", LEAD),
        ("(Reuters) - ", LEAD),
        ("Lagos — ", LEAD),
    ],
)
def test_dateline_is_cut_from_its_sentence(article: Callable[..., Article], opening: str, rest: str) -> None:
    read = article(f"Council passes budget after long debate\n\n{opening}{rest}\n\n{END}\n")
    assert [region.kind for region in read.regions] == ["title", "dateline", "body"]
    body = read.regions[2]
    assert read.text[body.start : body.end].startswith("The council")


@pytest.mark.parametrize("credit", ["(Yonhap)", "(AP)", "/TASS/", "— Reuters", "(ABC)", "(AFP, Reuters)"])
def test_credit_is_cut_from_the_last_sentence(article: Callable[..., Article], credit: str) -> None:
    read = article(f"Council passes budget after long debate\n\n{LEAD}\n\n{END} {credit}\n")
    assert [region.kind for region in read.regions] == ["title", "body", "credit"]
    last = read.regions[-1]
    assert read.text[last.start : last.end] == credit


def test_title_without_blank_line_after_it(article: Callable[..., Article]) -> None:
    read = article(f"Council passes the budget\n{LEAD}\n{END}")
    assert read.title == "Council passes the budget"


def test_headline_with_full_stop(article: Callable[..., Article]) -> None:
    assert article(f"Council passes budget after debate.\n\n{LEAD}\n\n{END}").title


def test_short_first_paragraph_is_no_title(article: Callable[..., Article]) -> None:
    assert article(f"The mayor is not a happy woman.\n\n{LEAD}\n\n{END}").title is None


@pytest.mark.parametrize("text", ["The council passed the budget.", LEAD, "Council passes the budget"])
def test_one_line_is_body(article: Callable[..., Article], text: str) -> None:
    read = article(text)
    assert read.title is None
    assert [region.kind for region in read.regions] == ["body"]


def test_two_sentences_in_one_line_are_body(article: Callable[..., Article]) -> None:
    assert [region.kind for region in article(f"{LEAD} {END}").regions] == ["body"]


@pytest.mark.parametrize(
    "notice",
    [
        "You receive this newsletter because you signed up on our website. Unsubscribe here.",
        "You are receiving this email because you asked for it.",
        "This email was sent to reader@example.org.",
        "Sie erhalten diesen Newsletter, weil Sie sich auf unserer Website angemeldet haben.",
    ],
)
def test_what_stands_under_a_newsletter_is_no_word_of_it(notice: str) -> None:
    german = "Der Rat hat den Haushalt am Montag nach neun Stunden beschlossen, und die Bürgermeisterin ging."
    lead, *rest = (german,) * 3 if notice.startswith("Sie") else (LEAD, LEAD, END)
    text = "\n\n".join([lead, *rest, f"{notice}\nHarbour Weekly, 3 Net Loft Lane, Marsdal"])
    found = read_text(text, file="a.eml", id="a")
    aside = "\n".join(text[one.start : one.end] for one in found.regions if one.kind == "boilerplate")
    assert aside == text[text.index(notice) :]


def test_repeated_sentence_within_a_paragraph(article: Callable[..., Article]) -> None:
    read = article(f"Council passes the budget\n\n{LEAD} {END}\n\nMr. Roe was there. {LEAD} Then they left.")
    assert [region.kind for region in read.regions] == ["title", "body", "repeat", "body"]


def test_short_sentences_may_recur(article: Callable[..., Article]) -> None:
    read = article(f"Council passes the budget\n\n{LEAD}\n\nNo.\n\n{END}\n\nNo.\n")
    assert {region.kind for region in read.regions} == {"title", "body"}


def test_notices_that_recur_together(article: Callable[..., Article]) -> None:
    notice = "Hang on.\nThe player is asleep.\n"
    read = article(f"Council passes the budget\n\n{notice}{notice}\n{LEAD}\n\n{END}\n")
    assert [region.kind for region in read.regions] == ["title", "boilerplate", "body"]


def test_caption_printed_twice(article: Callable[..., Article]) -> None:
    caption = "The mayor and her deputy at the town hall on Monday evening."
    read = article(f"Council passes the budget\n\n{caption}\n{caption}\n\n{LEAD}\n\n{END}\n")
    assert [region.kind for region in read.regions] == ["title", "caption", "caption", "body"]


def test_links_at_the_end_by_shape(article: Callable[..., Article]) -> None:
    links = "\n".join(f"Council talks about the {word} for hours" for word in ("park", "bridge", "school"))
    read = article(f"Council passes the budget\n\n{LEAD}\n\n{END}\n\nElsewhere\n{links}\n")
    assert [region.kind for region in read.regions] == ["title", "body", "boilerplate"]


def test_bullets_at_the_end_of_an_article_stay(article: Callable[..., Article]) -> None:
    read = article(
        f"Council passes the budget\n\n{LEAD}\n\n{END}\n\nIt has three parts:\n• roads\n• parks\n• schools\n"
    )
    assert [region.kind for region in read.regions] == ["title", "body"]


@pytest.mark.parametrize(
    "given",
    [
        "Council passes the budget",
        "Council passes the budget - The Town Gazette",
        "council  passes the Budget.",
    ],
)
def test_given_title_is_found(article: Callable[..., Article], given: str) -> None:
    from framing.reading import Metadata

    read = article(f"Council passes the budget.\n\n{LEAD}\n\n{END}\n", metadata=Metadata(title=given))
    assert [region.kind for region in read.regions] == ["title", "body"]
    assert not read.title_stands_apart


@pytest.mark.parametrize("given", [None, "Council passes budget"])
def test_signs_of_markdown_are_no_words(given: str | None) -> None:
    quoted = "“We shall see what comes of it, and we shall say so,” he said."
    text = f"# Council passes budget\n\n{LEAD}\n\n> {quoted}\n\n{END}"
    metadata = Metadata(title=given)
    found = read_text(text, file="a.md", id="a", metadata=metadata)
    assert found.title == "Council passes budget"
    told = [(one.kind, text[one.start : one.end]) for one in found.regions]
    assert [words for kind, words in told if kind == "boilerplate"] == ["#", ">"]
    assert all(words[0] not in "#>" for kind, words in told if kind != "boilerplate")


def test_given_title_that_is_not_in_the_text(article: Callable[..., Article]) -> None:
    from framing.reading import Metadata

    read = article(f"A debate without end\n\n{LEAD}\n\n{END}\n", metadata=Metadata(title="Budget passed"))
    assert [region.kind for region in read.regions] == ["body"]
    assert read.title == "Budget passed"
    assert read.title_stands_apart


def test_given_title_over_two_lines(article: Callable[..., Article]) -> None:
    from framing.reading import Metadata

    given = Metadata(title="Council passes the budget; Mayor leaves the room")
    read = article(f"Council passes the budget;\nMayor leaves the room.\n\n{LEAD}\n\n{END}\n", metadata=given)
    assert [region.kind for region in read.regions][:3] == ["title", "title", "body"]


@pytest.mark.parametrize("seed", range(40))
def test_regions_cover_any_order_of_lines(article: Callable[..., Article], seed: int) -> None:
    chance = random.Random(seed)
    lines = (
        [line for line, _ in (*BEFORE, *AFTER)] + PROSE + FLOOD.splitlines() + [LEAD, END, "", "", "  ", "\t"]
    )
    chance.shuffle(lines)
    text = chance.choice(["\n", "\r\n", "\r", "\n\n"]).join(lines[: chance.randrange(1, len(lines))])
    if len(text.split()) > 1:
        assert_covers(text, article(text).regions)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_seen_for_every_line_end(end: str) -> None:
    first, second, third = lines_in(end.join(["one", "two", "", "three"]))
    assert (first.gap_after, second.gap_after, third.gap_before) == (False, True, True)


@pytest.mark.parametrize(
    "sentence",
    [
        "Something went wrong in the reactor at four in the morning, two engineers told parliament on Tuesday.",
        "An earlier version of this plan was rejected by parliament in May, the minister said on Monday.",
        "The views expressed by the minister angered the opposition, which left the chamber in protest.",
        "An error has occurred in the count of the votes, the electoral commission said late on Sunday.",
        "Join the conversation about peace, the president told the rebels in a speech on Friday evening.",
    ],
)
def test_prose_that_begins_like_furniture_is_prose(sentence):
    lead = "The minister met the union on Monday and spoke for an hour."
    text = f"Talks go on\n\n{lead}\n\n{sentence}\n\nThe talks go on, both sides said."
    article = read_text(text, file="a.txt", id="a")
    assert any(
        region.kind == "body" and sentence in text[region.start : region.end] for region in article.regions
    )


def test_a_menu_is_no_title():
    lead = "The dam was closed on Monday after the storm, officials said."
    text = f"Home | News | World | Sport\n\nDam closed after storm\n\n{lead}"
    article = read_text(text, file="a.txt", id="a")
    assert article.title == "Dam closed after storm"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("name", "english", "german"),
    [
        (
            "rights",
            "It may not be reproduced (All Rights Reserved).",
            "„Nachdruck verboten“, stand darunter.",
        ),
        ("contribution", "Jo Roe contributed to this story.", "Mit Material von dpa"),
        ("photo-sign", "A bridge. Getty Images/Jo Roe", "Eine Brücke. Getty Images/Jo Roe"),
        ("photo-position", "Jo Roe (second from left) with voters", "Jo Roe (von links) mit Wählern"),
        ("origin", "First published in The Example", "Zuerst veröffentlicht bei Beispiel"),
    ],
)
def test_one_look_at_all_words_misses_no_phrase_of_a_line(
    language: str, name: str, english: str, german: str
) -> None:
    furniture = load_vocabulary(language).furniture
    plain = lines_in("The council meets on Monday.\nNobody knows why it does.")
    lines = [*plain, *lines_in(english if language == "en" else german)]
    found = furniture.for_lines(lines)
    assert [found.may_hold(name, line) for line in lines] == [False, False, True]
    assert not furniture.for_lines(plain).may_hold(name, lines[-1])


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("He left.", True),
        ("He left (at last)", False),
        ("He left. (Reuters)", True),
        ("“He left!”", True),
        ("Who left?) [Reuters].", True),
        ("The mayor”", False),
        ("The mayor,", False),
    ],
)
def test_a_line_ends_a_sentence_by_its_last_signs(line: str, ends: bool) -> None:
    assert lines_in(line)[0].ends_sentence is ends


def test_every_sign_that_ends_a_line_does_and_no_place_moves() -> None:
    text = "\ufeffOne.\r\n\r\n Two. \x85Three.\u2028\u2029Four.\v\fFive.\x1cSix.\r"
    assert [text[line.start : line.end] for line in lines_in(text, start=1)] == [
        *("One.", "Two.", "Three.", "Four."),
        "Five.\x1cSix.",
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        *(("copyright", f"{sign} 2024 The Gull") for sign in ("©", "(c)", "(C)", "Copyright", "COPYRIGHT")),
        *(
            ("copyright", f"{sign} 2024 The Gull")
            for sign in ("Copyr\u0131ght", "COPYR\u0130GHT", "AAP/AP ©")
        ),
        *(("position", f"Ida Holm {sign} and Bo Lind") for sign in ("(L)", "(C)", "(R)")),
        *(
            ("position", f"Ida Holm, {which}{side}{rear}, and Bo Lind")
            for which in ("", "far ", "second ")
            for side in ("left", "right", "center", "centre")
            for rear in ("", " rear", " front")
        ),
    ],
)
def test_a_line_that_fits_a_pattern_holds_one_of_its_signs(name: str, line: str) -> None:
    furniture, lines = load_vocabulary("en").furniture, lines_in(line)
    assert {"copyright": _COPYRIGHT, "position": _POSITION}[name].search(line)
    assert furniture.for_lines(lines).may_hold(name, lines[0])
