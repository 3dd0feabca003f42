import zlib
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from framing.reading import ReadingOptions, read
from framing.reading.forms.mail import unwrap
from framing.schema import Article, Reject

SAVED = Path(__file__).resolve().parents[1] / "data" / "web" / "saved.mhtml"
PARAGRAPHS = (
    "The harbour bridge will close to all traffic from Monday, the city said, after divers found cracks in two of "
    "its six piers.",
    "“We looked for a way to keep one lane open, and there is none,” said Ansel Brandt, the chief engineer.",
)
# As mail programs lay out newsletters: tables in tables.
NEWSLETTER = (
    "<html><body><table><tr><td><a href='#'>View in browser</a></td></tr><tr><td><table><tr><td>"
    f"<h1>Harbour bridge to close</h1></td></tr><tr><td><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    "<p>He expects the work to take nine months and to cost about €14 million, which the council has not voted on.</p>"
    "</td></tr></table></td></tr><tr><td><a href='#'>Unsubscribe</a></td></tr></table></body></html>"
)


def write_mail(
    path: Path, text: str | None = None, html: str | None = None, sender: str = "news@alderbay.example"
) -> Path:
    mail = EmailMessage()
    mail["From"] = f"Édith Marlow <{sender}>"
    mail["To"] = "reader@example.org"
    mail["Subject"] = (
        "Harbour bridge to close – nine months without a crossing, and no ferry before the summer"
    )
    mail["Date"] = "Tue, 05 Mar 2024 23:15:00 -0500"
    mail["Message-ID"] = "<1@alderbay.example>"
    if text is not None:
        mail.set_content(text)
    if html is not None:
        (mail.add_alternative if text is not None else mail.set_content)(html, subtype="html")
    path.write_bytes(mail.as_bytes(policy=SMTP))
    return path


def read_one(path: Path, options: ReadingOptions) -> Article | Reject:
    (found,) = read([path], options)
    return found


def test_page_saved_as_one_file_by_chromium(options: ReadingOptions) -> None:
    found = read_one(SAVED, options)
    assert isinstance(found, Article), found
    assert found.title == "Harbour bridge to close for nine months"
    assert found.outlet == "The Alder Bay Courier"
    assert found.url == "https://www.alderbay-courier.example/news/harbour-bridge-closes"
    assert found.published is None  # the envelope tells the day of saving
    assert "the city’s engineers said, after divers found cracks" in found.text
    assert "Old mill" not in found.text


def test_text_mail(folder: Path, options: ReadingOptions) -> None:
    found = read_one(write_mail(folder / "a.eml", "\n\n".join(PARAGRAPHS)), options)
    assert isinstance(found, Article), found
    assert (
        found.title
        == "Harbour bridge to close – nine months without a crossing, and no ferry before the summer"
    )
    assert found.published == "2024-03-05"
    assert found.outlet is None
    assert PARAGRAPHS[1] in found.text


def test_newsletter_in_tables(folder: Path, options: ReadingOptions) -> None:
    path = write_mail(folder / "a.eml", "See this mail in a browser.", NEWSLETTER, "service@reuters.com")
    found = read_one(path, options)
    assert isinstance(found, Article), found
    assert found.outlet == "Reuters"
    body = [found.text[one.start : one.end] for one in found.regions if one.kind == "body"]
    assert any(PARAGRAPHS[1] in one for one in body)
    assert not any("Unsubscribe" in one for one in body)


def test_the_text_stands_in_for_a_page_without_one(folder: Path, options: ReadingOptions) -> None:
    path = write_mail(
        folder / "a.eml", "\n\n".join(PARAGRAPHS), "<html><body><img src='x.png'></body></html>"
    )
    found = read_one(path, options)
    assert isinstance(found, Article), found
    assert PARAGRAPHS[0] in found.text


def test_lines_that_a_mail_program_broke_are_joined() -> None:
    wrapped = (
        "The harbour bridge will close to all traffic from Monday, the city said,\n"
        "after divers found cracks.\n\n- one item of a list that is just as long as a line\n- another\n"
    )
    assert unwrap(wrapped).splitlines() == [
        "The harbour bridge will close to all traffic from Monday, the city said, after divers found cracks.",
        "",
        "- one item of a list that is just as long as a line",
        "- another",
    ]


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_page_that_breaks_off(folder: Path, options: ReadingOptions, kept: float) -> None:
    data = SAVED.read_bytes()
    (folder / "cut.mhtml").write_bytes(data[: int(len(data) * kept)])
    found = read_one(folder / "cut.mhtml", options)
    if isinstance(found, Article):
        assert "harbour bridge" in found.text
    else:
        assert found.remedy


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MIME-Version: 1.0\n\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png\n\nabc\n--x--\n",
        b"MIME-Version: 1.0\nSubject: =?nonsense?q?=ff?=\nDate: tomorrow\nContent-Type: text/plain; charset=zz\n\n\xff",
        b"no headers and hardly a word",
        zlib.compress(b"x" * 500),
    ],
)
def test_broken_mail_is_a_reject(folder: Path, options: ReadingOptions, data: bytes) -> None:
    (folder / "a.eml").write_bytes(data)
    found = read_one(folder / "a.eml", options)
    assert isinstance(found, Reject)
    assert "reading failed" not in found.reason


def test_parts_within_parts_without_end_are_damage(folder: Path, options: ReadingOptions) -> None:
    depth = 2000
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    (folder / "a.eml").write_text(f"MIME-Version: 1.0\n{parts}\nhello")
    found = read_one(folder / "a.eml", options)
    assert isinstance(found, Reject)
    assert "is damaged" in found.reason


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: Bridge to close", "Bridge to close"),
        ("AW: WG: RE[2]: Bridge to close", "Bridge to close"),
        ("Re-opened: the bridge", "Re-opened: the bridge"),
        ("Council: bridge to close", "Council: bridge to close"),
        ("Fwd:", "Fwd:"),
    ],
)
def test_a_title_is_without_what_mail_programs_put_before_it(
    folder: Path, options: ReadingOptions, subject: str, title: str
) -> None:
    head = f"MIME-Version: 1.0\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    (folder / "a.eml").write_text(head + "\n\n".join(PARAGRAPHS))
    found = read_one(folder / "a.eml", options)
    assert isinstance(found, Article), found
    assert found.title == title


def mail_with(note: str, *files: tuple[str, bytes]) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Édith Marlow <edith@alderbay.example>"
    mail["Subject"] = "the piece we spoke of"
    mail["Message-ID"] = "<2@alderbay.example>"
    mail["Date"] = "Tue, 05 Mar 2024 23:15:00 -0500"
    mail.set_content(note)
    for name, data in files:
        kind = {"html": ("text", "html"), "png": ("image", "png")}.get(
            name.rpartition(".")[2], ("application", "octet-stream")
        )
        mail.add_attachment(data, *kind, filename=name)
    return mail


ATTACHED = (
    "<html><head><title>Bridge to close</title></head><body><article>"
    f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article></body></html>"
)


def test_attached_articles_are_read_and_the_covering_note_is_not(
    folder: Path, options: ReadingOptions, repository: Path
) -> None:
    word = (repository / "tests" / "data" / "forms" / "article.docx").read_bytes()
    mail = mail_with(
        "Here is the piece that we spoke of yesterday. Best, Édith",
        ("bridge.html", ATTACHED.encode()),
        ("ferry.docx", word),
        ("logo.png", b"\x89PNG"),
        ("sheet.ods.bin", b"\0\1"),
    )
    (folder / "a.eml").write_bytes(mail.as_bytes(policy=SMTP))
    page, document = read([folder / "a.eml"], options)
    assert isinstance(page, Article), page
    assert isinstance(document, Article), document
    assert (page.id, page.title, page.published) == ("a#1", "Bridge to close", None)
    assert PARAGRAPHS[1] in page.text
    assert "Marsdal" in document.text
    assert any("own 11 words are left out" in note for note in page.notes)
    assert any("not read: sheet.ods.bin" in note for note in page.notes)
    assert not any("logo" in note for note in page.notes)


def test_a_long_mail_with_an_attachment_is_an_article_too(folder: Path, options: ReadingOptions) -> None:
    mail = mail_with("\n\n".join(PARAGRAPHS * 4), ("bridge.html", ATTACHED.encode()))
    (folder / "a.eml").write_bytes(mail.as_bytes(policy=SMTP))
    assert [one.id for one in read([folder / "a.eml"], options) if isinstance(one, Article)] == ["a", "a#1"]


def test_a_mail_that_was_passed_on_whole(folder: Path, options: ReadingOptions) -> None:
    inner = mail_with("\n\n".join(PARAGRAPHS))
    inner.replace_header("Subject", "Bridge to close")
    for _ in range(2):
        outer = mail_with("See below.")
        outer.add_attachment(inner)
        inner = outer
    (folder / "a.eml").write_bytes(outer.as_bytes(policy=SMTP))
    found = read_one(folder / "a.eml", options)
    assert isinstance(found, Article), found
    assert (found.title, found.published) == ("Bridge to close", "2024-03-05")
    for _ in range(5):
        outer = mail_with("See below.")
        outer.add_attachment(inner)
        inner = outer
    (folder / "b.eml").write_bytes(outer.as_bytes(policy=SMTP))
    told = [one.reason for one in read([folder / "b.eml"], options) if isinstance(one, Reject)]
    assert "too many times over" in told[0]


def test_a_mail_with_odd_headers_is_read(folder: Path, options: ReadingOptions) -> None:
    head = b"MIME-Version: 1.0\nSubject: =?nonsense?q?Bridge?=\nDate: tomorrow\nContent-Type: text/plain; charset=z\n\n"
    (folder / "a.eml").write_bytes(head + PARAGRAPHS[0].encode())
    found = read_one(folder / "a.eml", options)
    assert isinstance(found, Article), found
    assert found.published is None
