from collections.abc import Callable

import pytest

from framing.reading import Metadata, read_text
from framing.schema import Article

BODY = """Council passes the budget

{opening}The council passed the budget on Monday after a debate that ran for nine hours.

The official Korean Central News Agency said the mayor had left. Reuters could not confirm this.

The mayor did not vote and left before the count was read, according to the BBC.{closing}
"""


def page(opening: str = "", closing: str = "") -> str:
    return BODY.format(opening=opening, closing=closing)


@pytest.mark.parametrize(
    ("text", "outlet", "kind"),
    [
        (page(), None, None),
        (page(closing="\n\n© Kyodo News"), "Kyodo", "copyright"),
        (page(closing="\n\n© 2024 AFP"), "AFP", "copyright"),
        (page(closing="\n\nCopyright 2024 The Associated Press. All rights reserved."), "AP", "copyright"),
        (page("By Reuters\n\n"), "Reuters", "byline"),
        (page("June 19, 2024 - 05:07 By Yonhap\n\n"), "Yonhap", "byline"),
        (page("By Jane Doe, Reuters\n\n"), "Reuters", "byline"),
        (page("By JANE DOE Associated Press\n\n"), "AP", "byline"),
        (page("BERLIN (dpa) - "), "dpa", "dateline"),
        (page("SEOUL, June 19 (Yonhap) -- "), "Yonhap", "dateline"),
        (page("New Delhi [India], June 3 (ANI): "), "ANI", "dateline"),
        (page("NEW DELHI: (PTI) "), "PTI", "dateline"),
        (page(closing="\n\nbur-abc/xyz © Agence France-Presse"), "AFP", "copyright"),
        (page(closing="\n\n© Reuters/Jane Doe"), "Reuters", "photo credit"),
        (page(closing=" (Yonhap)\n\n© Jane Doe/Reuters"), "Yonhap", "credit"),
        (page("SEOUL, South Korea (AP) — ", "\n\n© Jane Doe 2024"), "AP", "dateline"),
        (page(closing="\n\n© Jane Doe/John Roe"), None, None),
        (page(closing=" (Yonhap)"), "Yonhap", "credit"),
        (page(closing="\n\nAgencies - Xinhua"), "Xinhua", "credit"),
        (page(closing="\n\n— AFP"), "AFP", "credit"),
        (page("The mayor at the town hall. -/Town Hall/dpa\n\n"), "dpa", "photo credit"),
        (page("The mayor at the town hall. (KCNA)\n\n"), None, None),
        (page("The mayor at the town hall. Photo: Reuters\n\n"), None, None),
        (page("The mayor at the town hall. -/Town Hall/dpa\n\n", " (Yonhap)"), "Yonhap", "credit"),
        (page("The mayor at the town hall. (KCNA)\n\n", " (Yonhap)"), "Yonhap", "credit"),
        (page(closing="\n\nReporting by Jane Doe of Reuters; Editing by John Roe"), None, None),
    ],
)
def test_what_the_text_says(
    article: Callable[..., Article], text: str, outlet: str | None, kind: str | None
) -> None:
    read = article(text)
    evidence = read.outlet_evidence
    assert (read.outlet, evidence and evidence.kind) == (outlet, kind)
    assert read.agency is None
    if evidence and evidence.span:
        start, end = evidence.span
        assert 0 < start < end <= len(text)


def test_file_name_is_no_evidence(article: Callable[..., Article]) -> None:
    assert article(page(), file="reuters.txt", id="reuters").outlet is None


def test_metadata_goes_first(article: Callable[..., Article]) -> None:
    read = article(page(closing=" (Yonhap)"), metadata=Metadata(outlet="agence france-presse"))
    assert (read.outlet, read.agency) == ("AFP", "Yonhap")
    assert read.outlet_evidence is not None
    assert read.outlet_evidence.kind == "metadata"


def test_unknown_outlet_stays_as_given(article: Callable[..., Article]) -> None:
    assert article(page(), metadata=Metadata(outlet="The Town Gazette")).outlet == "The Town Gazette"


def test_an_address_for_a_name_means_its_host(article: Callable[..., Article]) -> None:
    assert article(page(), metadata=Metadata(site="http://www.gazette.example/")).outlet == "gazette.example"
    assert article(page(), metadata=Metadata(outlet="https://www.bbc.co.uk")).outlet == "BBC"
    assert article(page(), metadata=Metadata(outlet="https://")).outlet == "https://"


def test_paper_that_prints_an_agency_is_the_outlet(article: Callable[..., Article]) -> None:
    url = "https://www.theguardian.com/world/1"
    read = article(page("By Reuters\n\n"), metadata=Metadata(url=url))
    assert (read.outlet, read.agency) == ("The Guardian", "Reuters")
    read = article(page("By Reuters\n\n", "\n\n© 2024 The Guardian"))
    assert (read.outlet, read.agency) == ("The Guardian", "Reuters")


def test_unknown_domain_that_prints_an_agency_is_the_outlet(article: Callable[..., Article]) -> None:
    read = article(page(closing=" (Yonhap)"), metadata=Metadata(url="https://www.blog.example.org/1"))
    assert (read.outlet, read.agency) == ("blog.example.org", "Yonhap")
    assert read.outlet_evidence is not None
    assert not read.outlet_evidence.registered


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("forum.gazette.example.org", "forum.gazette.example.org"),
        ("thefilm.example.co.uk", "thefilm.example.co.uk"),
        ("m.gazette.example.org", "gazette.example.org"),
        ("amp.gazette.example.org", "gazette.example.org"),
    ],
)
def test_only_the_part_for_a_device_is_taken_from_a_host(
    article: Callable[..., Article], host: str, outlet: str
) -> None:
    assert article(page(), metadata=Metadata(url=f"https://{host}/1")).outlet == outlet


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a", "http://intranet/a", "file:///home/a.html", "http://[broken", "a b c"]
)
def test_an_address_that_is_no_public_host_leaves_it_to_the_text(
    article: Callable[..., Article], url: str
) -> None:
    assert article(page(closing=" (Yonhap)"), metadata=Metadata(url=url)).outlet == "Yonhap"
    assert article(page(), metadata=Metadata(url=url)).outlet is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("© 2024 Jane's Harbour Weekly", "Jane's Harbour Weekly"),
        ("(c) Harbour Weekly 2024", "Harbour Weekly"),
        ("Copyright 2023-2024 by the Harbour Weekly. All rights reserved.", "Harbour Weekly"),
        ("Copyright © 2024, Radio Free Harbour and its licensors", "Radio Free Harbour"),
        ("© Getty Images", None),
        ("© 2024 AFP via Getty Images", None),
        ("© 2024", None),
        ("© all that is written here", None),
    ],
)
def test_a_holder_of_rights_whom_nobody_knows(
    article: Callable[..., Article], line: str, outlet: str | None
) -> None:
    assert article(page(closing=f"\n\n{line}")).outlet == outlet


@pytest.mark.parametrize(
    ("site", "outlet", "kind"),
    [
        ("https://www.reuters.com", "Reuters", "domain"),
        ("http://www.harbour-weekly.example", "harbour-weekly.example", "domain"),
        ("Harbour Weekly", "Harbour Weekly", "site name"),
    ],
)
def test_a_site_is_a_name_or_an_address(
    article: Callable[..., Article], site: str, outlet: str, kind: str
) -> None:
    read = article(page(), metadata=Metadata(site=site))
    assert read.outlet_evidence is not None
    assert (read.outlet, read.outlet_evidence.kind) == (outlet, kind)


@pytest.mark.parametrize(
    ("note", "outlet"),
    [
        ("First published in Workers' Voice, 6 March 2024.", "Workers' Voice"),
        ("This article was first published in the Harbour Gazette on 6 March 2024.", "Harbour Gazette"),
        ("This article was first published in the Harbour Gazette on Monday.", "Harbour Gazette"),
        ("Republished from The Conversation.", "The Conversation"),
        ("Originally published in 2019.", None),
        ("First published in March 2024.", None),
        ("This article was originally published in English.", None),
        ("First published in South Africa, 6 March 2024.", None),
        ("First published in Harbour Town in 1949, the novel told of such a debate.", None),
    ],
)
def test_where_it_stood_first(article: Callable[..., Article], note: str, outlet: str | None) -> None:
    assert article(page(closing=f"\n\n{note}")).outlet == outlet


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Von Jana Dohr, dpa", "dpa"),
        ("AFP in Nairobi", "AFP"),
        ("AFP aus Nairobi", "AFP"),
        ("© Hafenblatt AG", "Hafenblatt"),
    ],
)
def test_german_lines_are_known_by_german_words(line: str, outlet: str) -> None:
    body = (
        "Der Rat hat am Montag nach einer langen Debatte den Haushalt beschlossen. Die Bürgermeisterin, die um "
        "Aufschub gebeten hatte, stimmte nicht mit ab und verließ den Saal, bevor das Ergebnis verlesen wurde."
    )
    told = [body, line] if "©" in line else [line, body]
    assert (
        read_text("\n\n".join(["Der Rat beschließt den Haushalt", *told]), file="a.txt", id="a").outlet
        == outlet
    )
