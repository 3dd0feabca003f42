"""The page on a phone, a tablet and a desk, and on paper."""

import io
import re

import pytest
from pypdf import PdfReader

OPEN_ALL = "() => { for (const folded of document.querySelectorAll('details')) folded.open = true; }"
# A4 less the margins that browsers leave, in CSS pixels.
PAPER_WIDTH = 718


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_page_does_not_scroll_sideways(open_page, report, width):
    page = open_page(report, width)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("main button[data-o]").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_table_of_many_outlets_takes_the_window_and_breaks_no_word(open_page, many_report):
    page = open_page(many_report, 1440)
    around, inside, text = page.evaluate("""() => {
      const table = document.querySelector("#glance .scroll");
      return [table.clientWidth, table.scrollWidth, document.querySelector("#glance h2").clientWidth];
    }""")
    assert text < around < 1440
    # Even a source whose name is one word of forty letters widens no column beyond measure.
    assert inside < 12 * 10 * 16 + 200
    # The longest word of a name stands on one line: a name of three words on three at most.
    assert page.evaluate("""() => {
      const names = [...document.querySelectorAll("#glance thead bdi")];
      return names.every((name) => name.clientHeight <= 3.2 * parseFloat(getComputedStyle(name).lineHeight));
    }""")
    page.locator("main button[data-o]").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_printing_cuts_no_chart_at_the_side(open_page, report):
    page = open_page(report, PAPER_WIDTH)
    page.emulate_media(media="print")
    cut = page.evaluate("""() => [...document.querySelectorAll("figure.chart svg")]
      .filter((drawing) => drawing.checkVisibility())
      .filter((drawing) => {
        const { left, right } = drawing.getBoundingClientRect();
        const box = drawing.closest("figure.chart").getBoundingClientRect();
        return left < box.left - 1 || right > box.right + 1 || right > innerWidth;
      }).map((drawing) => drawing.closest("figure.chart").textContent.slice(0, 80))""")
    assert cut == []


def test_printing_keeps_each_chart_on_one_sheet(open_page, report):
    page = open_page(report)
    charts = page.evaluate("""() => [...document.querySelectorAll("figure.chart")]
      .filter((chart) => chart.checkVisibility())
      .map((chart) => [chart.querySelector("h2, h3, h4"), chart.querySelector("figcaption")]
        .map((part) => part.textContent))""")
    assert len(charts) >= 4
    sheets = [_bare(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    for title, caption in charts:
        assert any(_bare(title) in sheet and _bare(caption)[:60] in sheet for sheet in sheets), title


def _bare(text: str) -> str:
    """Leave letters and digits only: a PDF places words, and spaces and signs are guessed from the gaps."""
    return re.sub(r"\W", "", text).casefold()
