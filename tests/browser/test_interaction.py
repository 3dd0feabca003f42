"""What a reader can press works with the mouse and with the keyboard alone."""

import pytest

OPEN_ALL = "() => { for (const folded of document.querySelectorAll('details')) folded.open = true; }"
# What the middle of each control is covered by, if not by itself: nothing may lie over it.
COVERED = """(selector) => [...document.querySelectorAll(selector)]
  .filter((control) => control.checkVisibility())
  .filter((control) => {
    control.scrollIntoView({ block: "center", inline: "center" });
    const box = control.getClientRects()[0];
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return !hit || !(control.contains(hit) || hit.closest("label") === control);
  }).map((control) => control.outerHTML.slice(0, 200))"""
NUMBER = "button[data-o]:not(.zero)"
CONTROLS = "button, summary, select, label:has(input), nav a"
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  element.dataset.visited = "";
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none"
    ? "" : element.outerHTML.slice(0, 200);
}"""

SHOWN = "(names) => names.map((name) => document.getElementById(name).innerText)"
IN_SIGHT = """(mark) => {
  const { top, bottom } = mark.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}"""


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_lies_over_a_control(open_page, report, width):
    page = open_page(report, width)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(COVERED, CONTROLS) == []


def test_tab_key_reaches_every_control_and_shows_where_it_is(open_page, hostile_report):
    page = open_page(hostile_report)
    page.evaluate(OPEN_ALL)
    unseen = []
    for _ in range(5000):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if told is None:
            break
        if told:
            unseen.append(told)
    missed = page.evaluate("""() => [...document.querySelectorAll("button, summary, select, input, a[href]")]
      .filter((control) => !control.closest("#note"))  // it belongs to the mark that was reached last
      .filter((control) => control.checkVisibility() && control.tabIndex >= 0 && !("visited" in control.dataset)
        && control.type !== "radio")
      .map((control) => control.outerHTML.slice(0, 200))""")
    assert missed == []
    assert unseen == []


@pytest.fixture(params=["mouse", "keyboard"])
def press(request):
    """Presses a control with the mouse, or moves the focus there and presses a key."""

    def by_keyboard(control, key="Enter"):
        control.focus()
        control.press(key)

    return by_keyboard if request.param == "keyboard" else lambda control, key="": control.click()


def one_of_each_section(page, selector):
    """Return the first control of a kind in each section of the page, ready to be pressed."""
    page.evaluate(OPEN_ALL)
    sections = page.locator(f"section:has({selector})")
    return [sections.nth(place).locator(selector).first for place in range(sections.count())]


def test_figures_open_the_panel(open_page, seeds_report, press):
    page = open_page(seeds_report)
    buttons = one_of_each_section(page, NUMBER)
    assert len(buttons) >= 5
    for button in buttons:
        press(button)
        assert page.locator("#panel").is_visible()
        assert button.get_attribute("aria-expanded") == "true"
        assert page.locator("#panel-list > li[data-amount]").count() > 0
        page.keyboard.press("Escape")
        assert page.locator("#panel").is_hidden()
        assert button.evaluate("(button) => button === document.activeElement")


def test_panel_closes_by_its_button(open_page, hostile_report, press):
    page = open_page(hostile_report, 390)
    button = page.locator("main button[data-o]").first
    button.click()
    press(page.locator("#panel-close"))
    assert page.locator("#panel").is_hidden()
    assert button.evaluate("(button) => button === document.activeElement")


@pytest.mark.parametrize(("name", "width"), [("hostile", 390), ("seeds", 1440)])
def test_passages_lead_to_their_place_in_the_article(open_page, request, name, width, press):
    page = open_page(request.getfixturevalue(f"{name}_report"), width)
    for button in one_of_each_section(page, NUMBER):
        button.click()
        row = page.locator("#panel-list > li[data-amount]").first
        passage = "".join(row.locator("strong").all_text_contents())
        press(row.locator("a[href^='#article-']"))
        marks = page.locator("mark.hit")
        marked = "".join(marks.all_text_contents())
        head, _, tail = passage.partition(" […] ")
        assert _bare(marked).startswith(_bare(head))
        assert _bare(marked).endswith(_bare(tail))
        assert marks.first.evaluate(IN_SIGHT)
        page.keyboard.press("Escape")
        page.keyboard.press(
            "Escape"
        )  # the first may close a note, where the mouse happens to lie over a mark
        assert page.locator("mark.hit").count() == 0


def _bare(text):
    return "".join(text.split())


def test_switches_show_and_hide_marks(open_page, seeds_report, press):
    page = open_page(seeds_report)
    switches = page.locator("input[data-switch]")
    assert switches.count() >= 5
    for switch in switches.all():
        hidden = f"hide-{switch.get_attribute('data-switch')}"
        before = switch.is_checked()
        assert (hidden in _classes(page)) != before
        press(switch, "Space")
        assert switch.is_checked() != before
        assert (hidden in _classes(page)) == before


def _classes(page):
    return page.evaluate("[...document.body.classList]")


def test_links_of_the_menu_lead_to_their_sections(open_page, seeds_report, press):
    page = open_page(seeds_report)
    for link in page.locator("nav a[href^='#']").all():
        target = (link.get_attribute("href") or "")[1:]
        press(link)
        assert page.evaluate(
            "(id) => document.getElementById(id).getBoundingClientRect().top < innerHeight", target
        )
        assert page.evaluate("location.hash") == f"#{target}"


def test_details_open_and_close(open_page, seeds_report, press):
    page = open_page(seeds_report)
    for folded in page.locator("details:not(details details)").all():
        before = folded.evaluate("(folded) => folded.open")
        press(folded.locator("summary").first)
        assert folded.evaluate("(folded) => folded.open") != before


def test_menus_change_what_they_say_they_change(open_page, seeds_report):
    page = open_page(seeds_report)
    page.evaluate(OPEN_ALL)
    menus = page.locator("select").all()
    assert menus
    for menu in menus:
        names = (menu.get_attribute("aria-controls") or "").split()
        assert names, "a menu says in aria-controls what it changes"
        for other in menus:
            other.select_option(index=0)
        shown = []
        for place in range(menu.locator("option").count()):
            menu.select_option(index=place)
            shown.append(page.evaluate(SHOWN, names))
        assert len({str(text) for text in shown}) > 1


def test_menus_obey_the_keyboard(open_page, seeds_report):
    page = open_page(seeds_report)
    page.evaluate(OPEN_ALL)
    for menu in page.locator("select").all():
        menu.select_option(index=0)
        menu.focus()
        page.keyboard.press("ArrowDown")
        assert menu.evaluate("(menu) => menu.selectedIndex") == 1
        page.keyboard.press("Home")
        assert menu.evaluate("(menu) => menu.selectedIndex") == 0


def test_marks_explain_themselves(open_page, seeds_report):
    page = open_page(seeds_report)
    note, text = page.locator("#note"), page.locator("article[data-article] .body").first
    mark = text.locator("[data-m][tabindex='0']").first
    mark.hover()
    note.wait_for(state="visible")
    assert note.inner_text().strip()
    page.keyboard.press("Escape")
    assert note.is_hidden()
    mark.focus()
    assert note.is_visible()
    first = mark.element_handle()
    page.keyboard.press("ArrowRight")
    assert note.is_visible()
    assert not first.evaluate("(first) => first === document.activeElement")
    page.keyboard.press("ArrowLeft")
    assert first.evaluate("(first) => first === document.activeElement")
    page.keyboard.press("Escape")
    assert note.is_hidden()


def test_marks_can_be_stepped_through(open_page, seeds_report, press):
    page = open_page(seeds_report)
    seen = set()
    for _ in range(3):
        press(page.locator("[data-step='1']").first)
        seen.add(page.evaluate("document.activeElement.dataset.m + document.activeElement.textContent"))
        assert page.locator("#note").is_visible()
    assert len(seen) == 3


def test_notes_lead_back_to_the_numbers(open_page, seeds_report, press):
    page = open_page(seeds_report)
    page.locator("[data-m][tabindex='0']").first.focus()
    press(page.locator("#note .counts a").first)
    assert page.evaluate("document.activeElement.matches('main button[data-o]')")


def test_way_back_from_a_passage_to_its_number(open_page, seeds_report, press):
    page = open_page(seeds_report)
    button = page.locator("#glance button[data-o]").first
    button.click()
    page.locator("#panel-list a[href^='#article-']").first.click()
    press(page.locator("#back-number"))
    assert button.evaluate("(button) => button === document.activeElement")
    assert page.locator("#panel").is_hidden()


def test_what_has_the_focus_is_not_hidden_below_the_sheet(open_page, seeds_report):
    page = open_page(seeds_report, 390)
    page.locator("main button[data-o]:visible").first.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        outside = page.evaluate(
            """() => {
              const [one, sheet] = [document.activeElement, document.getElementById("panel")];
              if (one === document.body || sheet.contains(one)) return true;
              return one.getBoundingClientRect().top < sheet.getBoundingClientRect().top;
            }"""
        )
        assert outside
