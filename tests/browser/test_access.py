"""The page for everybody: no rule of WCAG 2.2 AA that axe-core can check is broken, light or dark, small or wide."""

from importlib.resources import files

import pytest

OPEN_ALL = "() => { for (const folded of document.querySelectorAll('details')) folded.open = true; }"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "([place, rules]) => axe.run(place, { runOnly: rules, resultTypes: ['violations'] })"


def find_violations(page, place="html"):
    """Return what axe-core has to say, one line an element; empty where all is well."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(RUN, [place, RULES])
    assert found["passes"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_page_with_all_opened(open_page, seeds_report, width, dark):
    page = open_page(seeds_report, width, dark=dark)
    page.evaluate(OPEN_ALL)
    assert find_violations(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_panel_when_it_is_open(open_page, seeds_report, width, dark):
    page = open_page(seeds_report, width, dark=dark)
    page.locator("main button[data-o]:not(.zero):visible").first.click()
    assert find_violations(page, "#panel") == []
    page.locator("#panel-list a[href^='#article-']").first.click()
    assert find_violations(page, "article:has(mark)") == []


def test_page_of_hostile_articles(open_page, hostile_report):
    page = open_page(hostile_report, 390)
    page.evaluate(OPEN_ALL)
    assert find_violations(page) == []
