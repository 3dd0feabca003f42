"""report.md: good on its own wherever Markdown is rendered."""

import re

import msgspec
import pytest
from markdown_it import MarkdownIt

from framing.measures import MEASURES
from framing.report.charts import draw_charts
from framing.report.markdown import WIDEST_TABLE, render_markdown
from framing.report.reading import explain_measures, explain_method, explain_signature
from framing.report.texts import say_all
from framing.report.view import build_view
from framing.schema import Correction, Event, Reject
from framing.scoring import compare


@pytest.fixture(scope="module")
def told(report):
    """The report.md of the made-up comparison."""
    return (report / "report.md").read_text(encoding="utf-8")


def heads(text, level=2):
    return re.findall(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)


def section(text, name):
    return text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def tables(text):
    return re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE)


def test_the_story_stands_first(told):
    assert heads(told)[:2] == ["What stands in one article and not in another", "At a glance"]
    assert re.search(
        r"^1\. .+\.$", section(told, "What stands in one article and not in another"), flags=re.MULTILINE
    )
    assert "### What these articles cannot show" in section(
        told, "What stands in one article and not in another"
    )


def test_sections_come_in_the_order_of_the_page(told):
    order = [
        "What stands in one article and not in another",
        "At a glance",
        "Whose words each article carries",
        "What things are called",
        "How sources are introduced",
        "What is told, and what is not found",
        "Tone and frames",
        "Text that articles share",
        "How to read this",
        "Signature",
        "Set aside",
    ]
    assert [head for head in heads(told) if head in order] == order


def test_every_chart_stands_in_its_section_with_its_title_as_text(comparison, annotations, told):
    charts = draw_charts(build_view(comparison, annotations))
    shown = re.findall(r"!\[[^\n]*\]\(charts/([\w-]+)\.png\)\n\n\*\*.+\*\*", told)
    assert sorted(shown) == sorted(charts)
    assert "charts/naming.png" in section(told, "What things are called")
    assert "charts/barcode.png" in section(told, "Whose words each article carries")


def test_charts_that_do_not_exist_are_not_named(comparison, annotations):
    text = render_markdown(build_view(comparison, annotations), {})
    assert "![" not in text
    assert "# A dam bursts" in text


def test_long_tables_are_cut_and_name_the_file(make_annotations):
    held = [make_annotations(name, name, tuple(range(8))) for name in ("one", "two")]
    comparison = compare(held, event=Event(title="Dam"), resamples=20)
    rejects = [Reject(file=f"f{n}", reason="empty") for n in range(15)]
    many = msgspec.structs.replace(comparison, rejects=rejects)
    shown = section(render_markdown(build_view(many, held), {}), "Set aside")
    assert len(tables(shown)[0].splitlines()) == 14
    assert "3 more rows stand in `tables/rejects.csv`." in shown


def test_many_outlets_are_rows_and_not_columns(make_annotations):
    held = [make_annotations(f"a{n}", f"Outlet {n}", (0, 1, 2, 5, 6)) for n in range(WIDEST_TABLE + 2)]
    comparison = compare(held, event=Event(title="Dam"), resamples=0, facts=False)
    text = render_markdown(build_view(comparison, held), {})
    glance = tables(section(text, "At a glance"))[0]
    assert glance.startswith("| outlet | Words |")
    assert len(glance.splitlines()) == WIDEST_TABLE + 4
    assert max(line.count(" | ") for table in tables(text) for line in table.splitlines()) <= WIDEST_TABLE


def test_corrections_are_listed(comparison, annotations):
    corrected = msgspec.structs.replace(
        comparison,
        corrections=[
            Correction(
                kind="speaker", article="a/first", span=(1, 4), before="| Hill", after=None, reason="a *slip*"
            )
        ],
    )
    text = render_markdown(build_view(corrected, annotations), {})
    assert "| speaker | a/first | \\| Hill | removed | a \\*slip\\* |" in section(text, "Corrected by hand")
    story = section(text, "What stands in one article and not in another")
    assert "One finding was corrected by hand; it is listed below." in story
    assert "Corrected by hand" not in heads(render_markdown(build_view(comparison, annotations), {}))


def test_the_signature_is_whole_and_explained(comparison, told):
    assert f"`{comparison.signature}`" in section(told, "Signature")


def test_strangers_text_makes_no_markdown(told, comparison):
    tokens = MarkdownIt("commonmark").enable("table").parse(told)
    kinds = {token.type for token in tokens} | {
        child.type for token in tokens for child in token.children or []
    }
    assert "html_block" not in kinds
    assert "link_open" not in kinds
    assert "fence" not in kinds
    assert "code_block" not in kinds


def test_one_outlet_makes_a_report(make_annotations):
    held = [make_annotations("only", None, (0, 1, 2, 5, 6))]
    view = build_view(compare(held, event=Event(title="Rain"), resamples=20), held)
    text = render_markdown(view, draw_charts(view))
    assert "There is one outlet here, and so nothing to compare" in text
    assert "unidentified" in text


def test_every_measure_has_a_paragraph_of_its_own():
    texts = say_all("reading.measure")
    assert set(texts) == set(MEASURES)
    assert len(set(texts.values())) == len(texts)
    for name, text in texts.items():
        assert 15 <= len(text.split()) <= 100, name
        assert not re.search(r"\b(bias|denominator|numerator|resampl|attribution:)", text), name
        assert text.endswith((".", "”")), name


def test_a_measure_without_a_paragraph_is_told_from_the_registry():
    known = MEASURES["voice_share"]
    (paragraph,) = explain_measures([msgspec.structs.replace(known, id="new")])
    assert known.counts in paragraph.text
    assert known.weaknesses in paragraph.text


def test_method_tells_of_claims_intervals_and_errors():
    told = {paragraph.title: paragraph.text for paragraph in explain_method()}
    assert len(told) == 6
    assert "three passages or more" in told["What the story at the top may say"]
    assert "95 % interval" in told["Brackets"]
    assert "two of three attributions" in told["How often it is wrong"]


def test_every_part_of_a_signature_is_explained():
    signature = "framing:1|attribution:rules@1|lexicons:a@1|seed:0|resamples:9|unit:articles|corpus:1"
    assert all(part.text for part in explain_signature(signature))
    assert [part.title for part in explain_signature("strange:1")] == ["strange:1"]
    assert explain_signature("") == []
