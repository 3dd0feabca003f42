"""The page loads nothing, says nothing on the console, and runs nothing but its own script."""

import re

import pytest

REFUSED = ["connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem"]

# The browser tells of each refusal when it comes to it; a frame's comes from another process.
TRY_TO_BREAK_OUT = """async (expected) => {
  const refused = new Set();
  document.addEventListener("securitypolicyviolation", (event) => refused.add(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.taken = true";
  document.body.append(script);
  const picture = document.createElement("img");
  picture.setAttribute("onerror", "window.taken = true");
  picture.src = "https://example.invalid/picture.png";
  document.body.append(picture);
  const frame = document.createElement("iframe");
  frame.src = "https://example.invalid/";
  document.body.append(frame);
  await fetch("https://example.invalid/").catch(() => {});
  const patience = Date.now() + 10000;
  do await new Promise((resolve) => setTimeout(resolve, 50));
  while (Date.now() < patience && !expected.every((each) => refused.has(each)));
  return { refused: [...refused].sort(), taken: window.taken === true };
}"""

STRANGERS = """() => [...document.querySelectorAll("*")].filter((element) =>
  element.matches("img, iframe, object, embed, base, form, link, area, main style, main script")
  || element.getAttributeNames().some((name) => name.startsWith("on"))
  || !/^(#|charts\\/|tables\\/|report\\.md$|scores\\.json$)/.test(element.getAttribute("href") ?? "#")
).map((element) => element.outerHTML.slice(0, 200))"""

CONTROLS = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
)


def test_page_opens_without_a_request_or_a_word_on_the_console(open_page, report):
    page = open_page(report)
    assert page.locator("h1").inner_text().strip()
    assert page.locator("main button[data-o]").count() > 50
    # open_page fails the test if the page asked for anything, or said anything.


def test_nothing_can_be_added_that_runs_or_loads(open_page, seeds_report):
    page = open_page(seeds_report)
    tried = page.evaluate(TRY_TO_BREAK_OUT, REFUSED)
    open_page.noise.clear()  # the browser says what it refused, and so it should
    assert not tried["taken"]
    assert set(REFUSED) <= set(tried["refused"])


@pytest.fixture
def hostile_page(open_page, hostile_report):
    return open_page(hostile_report, 390)


def test_markup_of_strangers_is_shown_as_text(hostile_page):
    shown = hostile_page.evaluate("document.body.textContent")
    for written in (
        '<script>alert("outlet")</script> & "Sons" | *Daily* $x_1$',
        '<script>document.title = "taken"</script>',
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(2)">here</a>',
        "</div></article></main><style>",
        "</script><script>alert(2)</script>",
        "the flood & its <cause>",
    ):
        assert written in shown, written
    assert "A dam bursts </title>" in hostile_page.title()


def test_no_element_or_handler_of_strangers_is_in_the_page(hostile_page):
    assert hostile_page.evaluate(STRANGERS) == []


def test_no_control_character_turns_the_text_around(hostile_page):
    found = CONTROLS.findall(hostile_page.evaluate("document.documentElement.outerHTML"))
    assert found == []


OVERFLOWING = """() => [...document.querySelectorAll("article, article *, h1, h2, h3, p, li, th, td")]
  .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== "inline")
  .filter((element) => !element.closest("svg") && !/auto|scroll/.test(getComputedStyle(element).overflowX))
  .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.clientWidth > innerWidth)
  .map((element) => element.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("width", [390, 1440])
def test_long_words_stay_in_their_boxes(open_page, hostile_report, width):
    page = open_page(hostile_report, width)
    page.evaluate("() => { for (const folded of document.querySelectorAll('details')) folded.open = true; }")
    assert page.evaluate(OVERFLOWING) == []
