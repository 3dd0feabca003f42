import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.reading import ReadingOptions, read
from framing.schema import Article, Reject

SAVED = Path(__file__).resolve().parents[1] / "data" / "web" / "saved.html"
BRIDGE = "https://www.alderbay-courier.example/news/harbour-bridge-closes"
STORY = (
    "The harbour bridge will close to all traffic from Monday, the city said, after divers found cracks in two piers.",
    "“We looked for a way to keep one lane open, and there is none,” said Ansel Brandt, the city's chief engineer.",
    "He expects the work to take nine months and to cost about €14 million, which the council has not yet voted on.",
    "Shopkeepers on the north bank fear for their trade and asked for help with their rents until the bridge is open.",
)
ReadPage = Callable[..., Article | Reject]


def page(body: str, head: str = "<title>Harbour bridge to close</title>", charset: str = "utf-8") -> str:
    return f"<!doctype html><html><head><meta charset={charset}>{head}</head><body>{body}</body></html>"


def article(*paragraphs: str) -> str:
    return (
        f"<article><h1>Harbour bridge to close</h1>{''.join(f'<p>{one}</p>' for one in paragraphs)}</article>"
    )


@pytest.fixture
def read_page(folder: Path, options: ReadingOptions) -> ReadPage:
    """Read one page that a test writes."""

    def make(html: str | bytes, name: str = "page.html") -> Article | Reject:
        (folder / name).write_bytes(html if isinstance(html, bytes) else html.encode())
        (found,) = read([folder / name], options)
        return found

    return make


def body_of(found: Article | Reject) -> str:
    assert isinstance(found, Article), found
    return "\n".join(found.text[one.start : one.end] for one in found.regions if one.kind == "body")


@pytest.mark.parametrize("library", ["trafilatura", "trafilatura.metadata"])
def test_a_library_that_is_missing_is_no_fault_of_the_page(
    read_page: ReadPage, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    found = read_page(page(article(*STORY)))
    assert isinstance(found, Reject)
    assert "library that is not installed" in found.reason
    assert "report" not in found.remedy


def test_page_saved_by_a_browser(options: ReadingOptions) -> None:
    (found,) = read([SAVED], options)
    assert isinstance(found, Article)
    assert found.title == "Harbour bridge to close for nine months"
    assert found.published == "2024-03-05"
    assert found.outlet == "The Alder Bay Courier"
    assert found.url == BRIDGE
    body = body_of(found)
    assert body.startswith("The harbour bridge will close to all traffic")
    assert body.endswith("four miles to the east.")
    for furniture in ("Most read", "Old mill", "Photo:", "Imprint", "dataset", "Home"):
        assert furniture not in found.text


def test_the_known_domain_names_the_outlet(read_page: ReadPage) -> None:
    head = (
        "<title>Bridge | Site</title><meta property='og:site_name' content='Some Name'>"
        "<link rel='canonical' href='https://www.reuters.com/world/bridge-closes/'>"
    )
    found = read_page(page(article(*STORY), head))
    assert isinstance(found, Article)
    assert found.outlet == "Reuters"
    assert found.outlet_evidence is not None
    assert found.outlet_evidence.kind == "domain"
    assert found.url == "https://www.reuters.com/world/bridge-closes/"


@pytest.mark.parametrize(
    ("author", "agency"),
    [
        ('{"@type": "Organization", "name": "Reuters"}', "Reuters"),
        ('[{"@type": "Person", "name": "Edda Marlow"}, "Reuters"]', "Reuters"),
        ('{"@type": "Person", "name": "Edda Marlow"}', None),
    ],
)
def test_who_signs_tells_whose_copy_a_paper_prints(
    read_page: ReadPage, author: str, agency: str | None
) -> None:
    said = f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>'
    found = read_page(page(article(*STORY), f"<meta property='og:site_name' content='Fen Gazette'>{said}"))
    assert isinstance(found, Article)
    assert (found.outlet, found.agency) == ("Fen Gazette", agency)


def test_a_domain_that_nobody_knows_is_an_outlet(read_page: ReadPage) -> None:
    found = read_page(page(article(*STORY), "<link rel='canonical' href='https://www.fen-gazette.co.uk/a'>"))
    assert isinstance(found, Article)
    assert found.outlet == "fen-gazette.co.uk"


def test_where_a_browser_saved_it_from_outweighs_the_canonical_address(read_page: ReadPage) -> None:
    html = page(article(*STORY), "<link rel='canonical' href='https://www.reuters.com/world/bridge/'>")
    found = read_page(f"<!-- saved from url=({len(BRIDGE):04d}){BRIDGE} -->\n{html}")
    assert isinstance(found, Article)
    assert found.url == BRIDGE


@pytest.mark.parametrize(
    ("head", "outlet", "day"),
    [
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], '
            '"publisher": {"name": "The Fen &amp; Dyke Gazette"}, "datePublished": "2024-05-01T23:30:00Z"}]}</script>',
            "The Fen & Dyke Gazette",
            "2024-05-01",
        ),
        (
            '<meta property="og:site_name" content="Alder Bay Times">'
            '<meta property="article:published_time" content="2031-01-09T05:00:00Z">',
            "Alder Bay Times",
            "2031-01-09",
        ),
        ('<script type="application/ld+json">{"@type": "NewsArticle", broken</script>', None, None),
        ('<script type="application/ld+json">[[1, null, "x"], {"@type": null}]</script>', None, None),
    ],
)
def test_metadata(read_page: ReadPage, head: str, outlet: str | None, day: str | None) -> None:
    found = read_page(page(article(*STORY), head))
    assert isinstance(found, Article)
    assert (found.outlet, found.published) == (outlet, day)


@pytest.mark.parametrize(
    ("heading", "title", "expected"),
    [
        (
            "Bridge to close for nine months",
            "Bridge to close | Alder News",
            "Bridge to close for nine months",
        ),
        ("News", "Bridge to close for nine months | News | Alder News", "Bridge to close for nine months"),
        ("Alder News", "Bridge to close – Alder News", "Bridge to close"),
        ("Alder News", "Bridge to close – for nine months", "Bridge to close – for nine months"),
    ],
)
def test_title_as_printed_else_without_the_site(
    read_page: ReadPage, heading: str, title: str, expected: str
) -> None:
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    head += "<meta property='og:site_name' content='Alder News'>"
    found = read_page(page(f"<h1>{heading}</h1>" + article(*STORY).replace("h1", "h4"), head))
    assert isinstance(found, Article)
    assert found.title == expected


def test_posts_of_others_and_comments_are_left_out(read_page: ReadPage) -> None:
    post = (
        "<blockquote class='twitter-tweet'><p>This closure is a scandal for our whole city</p></blockquote>"
    )
    comments = "<div id='comments'><p>I always said that this bridge would fall down one day.</p></div>"
    found = read_page(page(article(*STORY, post) + comments))
    assert isinstance(found, Article)
    assert "scandal" not in found.text
    assert "fall down" not in found.text


def test_an_article_laid_out_in_tables(read_page: ReadPage) -> None:
    rows = "".join(f"<tr><td>{one}</td></tr>" for one in STORY)
    assert "chief engineer" in body_of(
        read_page(page(f"<h1>Harbour bridge to close</h1><table>{rows}</table>"))
    )


@pytest.mark.parametrize(
    ("body", "reason", "remedy"),
    [
        (
            article(STORY[0], STORY[1]) + "<div>Subscribe to continue reading</div>",
            "must pay or sign in",
            "sign in",
        ),
        (
            "<div role='dialog'><h2>We value your privacy</h2><p>We use cookies and similar methods to run this site, "
            "to measure its use and to show you advertisements that fit.</p><button>Accept all cookies</button></div>",
            "cookies",
            "answer the notice",
        ),
        (
            "<div role='dialog'><p>We and our 842 partners store and/or access information on a device, such as "
            "unique IDs, to process personal data. You may accept or manage your choices.</p></div>",
            "cookies",
            "answer the notice",
        ),
        (
            "<div role='dialog'><h2>Ihre Privatsphäre ist uns wichtig</h2><p>Wir und unsere 215 Partner speichern "
            "Informationen auf einem Gerät und rufen sie dort ab, um Daten zu verarbeiten.</p>"
            "<button>Zustimmen und weiter</button></div>",
            "cookies",
            "answer the notice",
        ),
        (
            "<article><p>The council voted on Monday to close the bridge, the mayor told the press.</p></article>"
            "<div>Become a member for full access to this story.</div>",
            "pay or sign in",
            "sign in",
        ),
        (
            "<article><p>Der Rat hat am Montag beschlossen, die Brücke zu sperren, sagte die Bürgermeisterin.</p>"
            "</article><div>Mit einem Abo weiterlesen</div>",
            "pay or sign in",
            "sign in",
        ),
        ("<div>" * 20_000, "no article", "own page"),
        ("<div id='root'></div><script>render()</script>", "scripts", ".mhtml"),
        (
            "<noscript>You need to enable JavaScript to run this app.</noscript><div></div>",
            "scripts",
            ".mhtml",
        ),
        (
            "<h1>Please wait</h1><p>Verify you are human by completing the action below.</p>",
            "robots",
            "browser",
        ),
        (
            "<nav><a href='/'>Home</a> <a href='/n'>News</a></nav><p>Weather: 12°</p>",
            "no article",
            "own page",
        ),
        (
            "<main>"
            + "".join(
                f"<h3><a href='/{i}'>{word} council votes on the bridge and the ferry in {i} weeks</a></h3>"
                for i, word in enumerate(("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"))
            )
            + "</main>",
            "list of links",
            "each",
        ),
    ],
)
def test_a_page_without_an_article_says_what_it_is(
    read_page: ReadPage, body: str, reason: str, remedy: str
) -> None:
    found = read_page(page(body))
    assert isinstance(found, Reject), found
    assert reason in found.reason
    assert remedy in found.remedy


def test_a_missing_page(read_page: ReadPage) -> None:
    body = "<h1>Page not found</h1><p>The page that you were looking for has moved, or it was never here at all.</p>"
    found = read_page(page(body, "<title>Page not found - Alder News</title>"))
    assert isinstance(found, Reject)
    assert "leads to no article" in found.reason


def test_a_page_that_says_one_must_pay(read_page: ReadPage) -> None:
    said = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    )
    stub = read_page(page(article(STORY[0]), said))
    assert isinstance(stub, Reject)
    assert "pay" in stub.reason
    whole = read_page(page(article(*STORY, *(one.replace("bridge", "tunnel") for one in STORY)), said))
    assert isinstance(whole, Article)
    assert "pay" in whole.notes[0]


def test_a_short_article_is_an_article(read_page: ReadPage) -> None:
    assert body_of(read_page(page(article(STORY[0])))) == STORY[0]


@pytest.mark.parametrize(
    ("said", "encoded"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("koi8-r", "utf-8-sig"),
        ("nonsense", "utf-8"),
        ("x", "utf-16"),
    ],
)
def test_encodings(read_page: ReadPage, said: str, encoded: str) -> None:
    assert "“We looked" in body_of(read_page(page(article(*STORY), charset=said).encode(encoded)))


def test_a_broken_byte_does_not_change_the_others(read_page: ReadPage) -> None:
    html = page(article(*STORY) + "<hr>" * 500).encode().replace(b"nine months", b"nine\xff months\0")
    assert "“We looked" in body_of(read_page(html))


def test_a_page_of_countless_elements_takes_no_time(read_page: ReadPage) -> None:
    begin = time.process_time()
    assert isinstance(read_page(page("<p>" + "<span>a</span>" * 200_000)), Reject)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "html",
    [
        b"<html>",
        b"<!doctype html>",
        b"<html><body>" + b"<div>" * 5000,
        b"<html>\0\0\1\2<p>" + bytes(range(256)) * 9,
    ],
)
def test_broken_pages_are_rejects(read_page: ReadPage, html: bytes) -> None:
    assert isinstance(read_page(html), Reject)


def test_deep_pages_are_read(read_page: ReadPage) -> None:
    assert "chief engineer" in body_of(read_page(page("<div>" * 200 + article(*STORY) + "</div>" * 200)))


def test_pictures_within_a_page_do_not_count(read_page: ReadPage) -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 8_000_000}'>"
    assert "chief engineer" in body_of(read_page(page(article(picture, *STORY))))


def test_the_parts_of_a_saved_page_are_no_articles(folder: Path, options: ReadingOptions) -> None:
    for name in ("bridge_files", "bridge-Dateien", "other_files"):
        (folder / name).mkdir()
        (folder / name / "frame.html").write_text(page(article(*STORY)))
    (folder / "bridge.html").write_text(page(article(*(one.upper() for one in STORY))))
    found = list(read([folder], options))
    assert [one.file for one in found] == ["bridge.html", "other_files/frame.html"]


def test_pages_in_json_lines(folder: Path, options: ReadingOptions) -> None:
    rows = [
        {
            "id": "a",
            "html": page(article(*STORY)),
            "url": "https://www.reuters.com/x",
            "title": "Given title",
        },
        {"id": "b", "html": page("<p>nothing</p>")},
        {"id": "c", "html": None, "text": STORY[0]},
        {"id": "d", "html": page(article(*STORY[1:]))},
    ]
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)))
    a, b, c, d = read([folder], options)
    assert isinstance(a, Article)
    assert (a.id, a.outlet, a.title) == ("a", "Reuters", "Given title")
    assert isinstance(b, Reject)
    assert b.file == "pages.jsonl, line 2"
    assert isinstance(c, Article)
    assert c.text == STORY[0]
    assert isinstance(d, Article)
    assert d.title == "Harbour bridge to close"


def test_plain_text_is_read_without_what_reads_pages(folder: Path) -> None:
    (folder / "a.txt").write_text("\n\n".join(STORY))
    code = (
        "import sys; from framing.reading import read; "
        f"print(len(list(read([{str(folder)!r}]))), sorted({{'trafilatura', 'lxml'}} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "1 []", done.stderr


def test_pages_in_a_table(folder: Path, options: ReadingOptions) -> None:
    with (folder / "pages.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "html", "outlet"])
        rows.writerow(["a", page(article(*STORY)), "The Times of Alder Bay"])
    (found,) = read([folder], options)
    assert isinstance(found, Article), found
    assert (found.id, found.outlet, found.title) == ("a", "The Times of Alder Bay", "Harbour bridge to close")
