"""Make the documents of this folder with the programs that people use; README.md says which and how.

The articles are made up, and so is the event. Run it from the root of the checkout; the texts of the exports are
written by hand to how each database lays out its own.
"""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

# ruff: noqa: E501 - the lines of an export are as long as they are
HERE = Path(__file__).parent


class Made(NamedTuple):
    title: str
    outlet: str
    date: tuple[str, str, str]  # as Nexis, Factiva and ProQuest write it
    byline: str
    place: str
    paragraphs: tuple[str, ...]


ARTICLES = (
    Made(
        "Ferry Runs Aground Off Marsdal; All 212 Aboard Are Safe",
        "The New York Times",
        ("March 4, 2025 Tuesday", "4 March 2025", "Mar 4, 2025"),
        "By HELEN ODUYA",
        "MARSDAL",
        (
            "A passenger ferry ran aground on a sandbank off the island of Marsdal early on Tuesday, and all 212 people "
            "aboard were brought to shore in lifeboats, the coast guard said.",
            "The captain told rescuers that the ship had lost its steering in thick fog, according to a spokeswoman "
            "for the coast guard, Ingrid Vasse. “We were lucky with the tide,” she said. “An hour later it would "
            "have been another story.”",
            "Length: 94 meters. Year of building: 1987. Those two lines in the ship's papers were all that the owner, "
            "Marsdal Lines, would confirm on Tuesday.",
            "Passengers described a long, grinding noise and then silence. Nobody shouted, said Tomas Breck, a teacher "
            "who was travelling with 30 pupils.",
            "The ministry of transport has opened an inquiry.",
        ),
    ),
    Made(
        "Grounded ferry had failed two safety checks, inspectors say",
        "Süddeutsche Zeitung (English)",
        ("March 5, 2025 Wednesday", "5 March 2025", "Mar 5, 2025"),
        "",
        "",
        (
            "The ferry that ran aground off Marsdal on Tuesday had failed two safety checks since November, according to "
            "reports by the maritime inspectorate that were seen by this newspaper.",
            "Inspectors found that the backup steering did not answer within the time that the rules allow. The "
            "company promised repairs by January; whether they were made is not known.",
            "Document numbers in the reports show that a third inspection was planned for this week. Marsdal Lines did "
            "not answer questions. A lawyer for the company said that the ship was “seaworthy on every day that it "
            "sailed.”",
            "The union of seafarers called the grounding “an accident with a timetable.”",
        ),
    ),
    Made(
        "Island counts the cost as ferry stays on the sand",
        "La Nación",
        ("March 6, 2025 Thursday", "6 March 2025", "Mar 6, 2025"),
        "Inés Cárdenas",
        "PORT LISLE",
        (
            "Shelves were emptying in the shops of Marsdal on Thursday as the island's only ferry lay on a sandbank for "
            "a third day.",
            "“Bread we can bake. Insulin we cannot,” said the island's doctor, Ruth Amsel. A naval helicopter was to "
            "bring medicine in the afternoon, the government said.",
            "Title: “The Slow Boat.” That is the name of the song that a school class has written about its night in "
            "the lifeboats, and by noon it had been heard 40,000 times.",
            "Marsdal Lines said that two tugs would try to free the ship at high water on Saturday. Engineers outside "
            "the company doubt that two are enough.",
        ),
    ),
    Made(
        "Why fog is no excuse",
        "The Guardian (London)",
        ("March 7, 2025 Friday 6:15 AM GMT", "7 March 2025", "Mar 7, 2025"),
        "Priya Raman in Port Lisle",
        "",
        (
            "Every ship on that route carries radar, and the sandbank has been on the charts since 1811.",
            "The owner speaks of bad luck. But luck, the inspectors' papers suggest, was all that stood between the "
            "passengers and the sea for most of the winter.",
            "What is needed now is not a new captain; it is a second ferry. The government has promised one since "
            "2016, in 512 words of a coalition agreement that nobody has read aloud since.",
        ),
    ),
)


def nexis(articles: tuple[Made, ...]) -> list[str]:
    lines = [
        "User Name: A Reader",
        "Date and Time: Monday, March 10, 2025 3:12:00 PM CET",
        "Job Number: 246801357",
        f"Documents ({len(articles)})",
    ]
    for number, one in enumerate(articles, 1):
        lines += [
            f"{number}. {one.title}",
            "Client/Matter: -None-",
            "Search Terms: ferry AND Marsdal",
            "Search Type: Terms and Connectors",
            "Narrowed by:",
            "Content Type\tNarrowed by",
            "News\t-None-",
        ]
    for one in articles:
        lines += [
            one.title,
            one.outlet,
            one.date[0],
            "Final Edition",
            f"Copyright 2025 {one.outlet} All Rights Reserved",
            "Section: NEWS; Pg. 3",
            f"Length: {_words(one)} words",
        ]
        lines += [f"Byline: {one.byline}"] if one.byline else []
        lines += [f"Dateline: {one.place}"] if one.place else []
        lines += ["Body", *one.paragraphs]
        if one is articles[0]:
            lines += [
                "Graphic",
                "PHOTO: The ferry on the sandbank on Tuesday morning. (PHOTOGRAPH BY A. N. OTHER)",
            ]
        lines += [
            "Classification",
            "Language: ENGLISH",
            "Publication-Type: Newspaper",
            "Subject: FERRIES (90%); MARITIME ACCIDENTS (89%); COAST GUARDS (78%)",
            "Geographic: MARSDAL (90%)",
            f"Load-Date: {' '.join(one.date[0].split()[:3])}",
            "End of Document",
        ]
    return lines


def lexisnexis(articles: tuple[Made, ...]) -> str:
    import textwrap

    text = ""
    for number, one in enumerate(articles, 1):
        centred = [
            f"{number} of {len(articles)} DOCUMENTS",
            "",
            one.outlet,
            "",
            one.date[0],
            "Late Edition - Final",
        ]
        text += "\n\n" + "\n".join(line.center(78).rstrip() for line in centred) + f"\n\n{one.title}\n\n"
        fields = [
            f"BYLINE: {one.byline}" if one.byline else "",
            "SECTION: Section A; Column 0; Foreign Desk; Pg. 3",
            f"LENGTH: {_words(one)} words",
            f"DATELINE: {one.place}" if one.place else "",
        ]
        text += "\n\n".join(field for field in fields if field) + "\n\n"
        text += "\n\n".join("\n".join(textwrap.wrap("   " + part, 78)) for part in one.paragraphs)
        text += "\n\nURL: http://www.example.org/\n\nSUBJECT: FERRIES (90%); MARITIME ACCIDENTS (89%)\n\n"
        text += f"LOAD-DATE: {' '.join(one.date[0].split()[:3])}\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n"
        text += (
            f"Copyright 2025 {one.outlet}".center(78).rstrip()
            + "\n"
            + "All Rights Reserved".center(78).rstrip()
            + "\n"
        )
    return text


def factiva_tagged(articles: tuple[Made, ...]) -> list[tuple[str, list[str]]]:
    rows = []
    for number, one in enumerate(articles, 1):
        rows += [("SE", ["World News"])] if number == 1 else []
        rows += [("HD", [one.title])]
        rows += [("BY", [one.byline])] if one.byline else []
        rows += [
            ("WC", [f"{_words(one)} words"]),
            ("PD", [one.date[1]]),
            ("ET", ["10:15"]),
            ("SN", [one.outlet]),
            ("SC", ["LBA"]),
            ("LA", ["English"]),
            ("CY", [f"Copyright 2025. {one.outlet}."]),
        ]
        rows += [
            ("LP", list(one.paragraphs[:1])),
            ("TD", list(one.paragraphs[1:])),
            ("CO", ["mrsdln : Marsdal Lines"]),
            ("NS", ["gcat : Political/General News | gdis : Disasters/Accidents"]),
            ("RE", ["mrsd : Marsdal"]),
            ("PUB", ["A Publisher Limited"]),
            ("AN", [f"Document LBA00000202503{number:02}el34000{number}k"]),
        ]
    return rows


def factiva_plain(articles: tuple[Made, ...]) -> list[str]:
    lines = ["Dow Jones Factiva", "© 2025 Factiva, Inc. All rights reserved."]
    for number, one in enumerate(articles, 1):
        lines += ["World News"] if number == 1 else []
        lines += [
            one.title,
            *([one.byline] if one.byline else []),
            f"{_words(one)} words",
            one.date[1],
            "10:15",
            one.outlet,
            "LBA",
            "English",
            f"Copyright 2025. {one.outlet}. All Rights Reserved.",
            *one.paragraphs,
            f"Document LBA00000202503{number:02}el34000{number}k",
        ]
    return [*lines, "Search Summary", "Text ferry and Marsdal", f"Results Found {len(articles)}"]


def proquest(articles: tuple[Made, ...]) -> str:
    rule = "_" * 60
    text = ""
    for number, one in enumerate(articles, 1):
        fields = [
            f"Document {number} of {len(articles)}",
            one.title,
            f"Author: {one.byline.removeprefix('By ')}" if one.byline else "",
            f"Publication info: {one.outlet}, Late Edition (East Coast); New York, N.Y. [New York, N.Y] {one.date[1]}: A.3.",
            f"http://search.proquest.com/docview/31234567{number}?accountid=1",
            f"Abstract: {one.paragraphs[0]}",
            "Links: http://example.org/link?sid=1",
            "Full text: " + "\n\n".join(one.paragraphs),
            "Subject: Ferries; Maritime accidents; Coast guards",
            "Location: Marsdal",
            f"Title: {one.title}",
            f"Publication title: {one.outlet}, Late Edition (East Coast); New York, N.Y.",
            "First page: A.3",
            "Publication year: 2025",
            f"Publication date: {one.date[2]}",
            "Section: A",
            "Publisher: A Publisher Limited",
            "Source type: Newspapers",
            "Language of publication: English",
            "Document type: News",
            f"ProQuest document ID: 31234567{number}",
            f"Document URL: http://search.proquest.com/docview/31234567{number}?accountid=1",
            f"Copyright: Copyright {one.outlet} {one.date[2]}",
            "Last updated: 2025-03-09",
            "Database: ProQuest Central",
        ]
        text += f"{rule}\n\n" + "\n\n".join(field for field in fields if field) + "\n\n"
    return (
        text
        + f"{rule}\nContact us at: http://www.example.org/contact\nDatabase copyright © 2025 ProQuest LLC. All rights reserved.\n"
    )


def _words(one: Made) -> int:
    return sum(len(part.split()) for part in one.paragraphs)


def make_word(path: Path, lines: list[str], headings: set[str]) -> None:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line, style="Heading 1" if line in headings else None)
    document.save(str(path))


def make_article(path: Path, one: Made) -> None:
    """A document as a writer leaves it: title, table, footer, text that was struck and text that was put in."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_paragraph(one.title, style="Title")
    document.add_paragraph(one.byline)
    for part in one.paragraphs:
        document.add_paragraph(part)
    changed = document.add_paragraph("The tugs are due ")
    for tag, run, words in (("del", "delText", "on Friday"), ("ins", "t", "on Saturday")):
        changed._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="B"><w:r><w:{run}>{words}</w:{run}></w:r></w:{tag}>'
            )
        )
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Ship", "Built"), ("Ferry", "1987")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.sections[0].footer.paragraphs[0].text = "A footer of the page"
    document.core_properties.title = "Document1"
    document.save(str(path))


def make_tables_rtf(path: Path, rows: list[tuple[str, list[str]]]) -> None:
    """RTF as Factiva sends it: a table whose left column holds the tags."""

    def escape(words: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in words)

    body = "".join(
        "{\\trowd\\cellx800\\cellx9000\\intbl{\\b "
        + tag
        + "}\\cell "
        + "\\par\\par ".join(map(escape, values))
        + "\\cell\\row}\n"
        for tag, values in rows
    )
    path.write_text(
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\n" + body + "}", encoding="ascii"
    )


def convert(source: Path, ending: str, folder: Path = HERE) -> None:
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing"
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                str(folder),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )


def make_pdfs(one: Made, all_: tuple[Made, ...]) -> None:
    import pypdf
    from PIL import Image, ImageDraw

    page = "".join(
        f"<p>{part}</p>" for part in (*one.paragraphs, *all_[1].paragraphs, *all_[2].paragraphs) * 2
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(
            f"<meta charset=utf-8><title>{one.title}</title><style>p {{hyphens: auto}}</style><body lang=en>"
            f"<h1>{one.title}</h1><p>{one.byline}</p>{page}",
            encoding="utf-8",
        )
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={HERE / 'chromium.pdf'}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    make_columns(HERE / "columns.pdf", all_)
    make_across(HERE / "across.pdf", one)
    make_matplotlib(HERE / "matplotlib.pdf", one)
    writer = pypdf.PdfWriter(clone_from=HERE / "matplotlib.pdf")
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(HERE / "encrypted.pdf")
    image = Image.new("1", (600, 800), 1)
    ImageDraw.Draw(image).multiline_text((40, 40), "\n".join(one.paragraphs[0].split(", ")), fill=0)
    buffer = io.BytesIO()
    image.save(buffer, "PDF", resolution=72)
    (HERE / "scanned.pdf").write_bytes(buffer.getvalue())


def make_columns(path: Path, articles: tuple[Made, ...]) -> None:
    """Two columns with a running head and page numbers, justified, words cut at the ends of lines."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    width, height = A5

    def around(canvas, document) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(36, height - 24, "THE MARSDAL REVIEW")
        canvas.drawCentredString(width / 2, 20, f"– {document.page} –")

    document = BaseDocTemplate(str(path), pagesize=A5, invariant=True, title="untitled")
    gap = (width - 90) / 2
    frames = [Frame(36 + k * (gap + 18), 40, gap, height - 80, 0, 0, 0, 0) for k in (0, 1)]
    document.addPageTemplates(PageTemplate("two", frames, onPage=around))
    text = ParagraphStyle(
        "text",
        fontName="Times-Roman",
        fontSize=12,
        leading=14,
        alignment=TA_JUSTIFY,
        firstLineIndent=10,
        hyphenationLang="en_US",
        splitLongWords=1,
    )
    head = ParagraphStyle(
        "head", fontName="Times-Bold", fontSize=14, leading=16, spaceAfter=6, spaceBefore=10
    )
    flow = []
    for one in articles[:3]:
        flow += [Paragraph(one.title, head), *(Paragraph(part, text) for part in one.paragraphs)]
    document.build(flow)


def make_across(path: Path, one: Made) -> None:
    """Two columns that a program wrote line by line across the page, with words cut by hand."""
    from reportlab.pdfgen.canvas import Canvas

    left = [
        "The passen-",
        "gers of the grounded ferry were taken to",
        "the school of Marsdal, where the pupils",
        "had made soup and beds for two hun-",
        "dred people. It was a well-",
        "known routine, the mayor said, since the",
        "island practises it each winter with the",
    ]
    right = [
        "coast guard and the Red Cross.",
        "The ship's owner thanked the islanders",
        "and promised to pay for every blanket,",
        "which the mayor called a well-known",
        "promise. She had heard it before, she",
        "said, and she had kept the bills since",
        "the grounding of the year 1999.",
    ]
    canvas = Canvas(str(path), pagesize=(420, 300), invariant=True)
    canvas.setFont("Helvetica", 10)
    for k, (one_side, other) in enumerate(zip(left, right, strict=True)):
        canvas.drawString(20, 250 - 13 * k, one_side)
        canvas.drawString(225, 250 - 13 * k, other)
    canvas.save()


def make_matplotlib(path: Path, one: Made) -> None:
    import textwrap

    import matplotlib

    matplotlib.use("pdf")
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(5, 6))
    figure.text(0.05, 0.95, one.title, fontsize=13, va="top")
    figure.text(
        0.05, 0.88, "\n\n".join(textwrap.fill(part, 62) for part in one.paragraphs), fontsize=9, va="top"
    )
    figure.savefig(path, metadata={"CreationDate": None})


def main() -> None:
    titles = {one.title for one in ARTICLES}
    lines = nexis(ARTICLES)
    (HERE / "nexis-uni.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    make_word(HERE / "nexis-uni.docx", lines, titles)
    convert(HERE / "nexis-uni.docx", "pdf")
    convert(HERE / "nexis-uni.docx", "rtf")
    (HERE / "lexisnexis.txt").write_text(lexisnexis(ARTICLES), encoding="utf-8")
    rows = factiva_tagged(ARTICLES)
    text = "\n\n".join(
        f"{tag}\t" + "\n\n".join(values) if tag not in ("LP", "TD") else f"{tag}\n" + "\n\n".join(values)
        for tag, values in rows
    )
    (HERE / "factiva-tagged.txt").write_text(text + "\n", encoding="utf-8")
    (HERE / "factiva-spaces.txt").write_text(text.replace("\t", " ") + "\n", encoding="utf-8")
    make_tables_rtf(HERE / "factiva-tagged.rtf", rows)
    lines = factiva_plain(ARTICLES)
    (HERE / "factiva-plain.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    make_word(HERE / "factiva-plain.docx", lines, titles)
    convert(HERE / "factiva-plain.docx", "pdf")
    (HERE / "proquest.txt").write_text(proquest(ARTICLES), encoding="utf-8")
    make_word(HERE / "proquest.docx", [line for line in proquest(ARTICLES).split("\n") if line], set())
    convert(HERE / "proquest.docx", "pdf")
    make_article(HERE / "article.docx", ARTICLES[0])
    for ending in ("odt", "pdf", "rtf"):
        convert(HERE / "article.docx", ending)
    with tempfile.TemporaryDirectory() as folder:
        convert(HERE / "article.odt", "docx", Path(folder))
        shutil.move(Path(folder) / "article.docx", HERE / "libreoffice.docx")
    make_pdfs(ARTICLES[0], ARTICLES)


if __name__ == "__main__":
    main()
