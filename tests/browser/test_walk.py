"""Everything that can be pressed does what it says, each one of its kind, by the mouse and by the keyboard."""

import pytest

OPEN_ALL = "() => { for (const folded of document.querySelectorAll('details')) folded.open = true; }"
# What a reader sees of the marks of all articles, one entry a marked stretch.
LOOKS = """() => [...document.querySelectorAll("article .text [data-m]")].map((stretch) => {
  const style = getComputedStyle(stretch);
  return [style.color, style.backgroundColor, style.textDecoration, style.boxShadow, style.borderBottom, style.outline,
    style.fontWeight, style.fontStyle, style.opacity, style.display].join("|");
})"""
# Every number is pressed, then every link behind it, then the way back; what went wrong is returned.
FOLLOW = """() => {
  const bare = (text) => text.replace(/\\s+/g, "");
  const panel = document.getElementById("panel");
  const wrong = [];
  let links = 0;
  const seen = new Set();
  for (const button of document.querySelectorAll("main button[data-o]")) {
    if (seen.has(button.dataset.o)) continue;
    seen.add(button.dataset.o);
    for (let at = button.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    button.click();
    const rows = [...panel.querySelectorAll("li[data-amount]")];
    for (const row of rows) {
      const link = row.querySelector("a[href^='#article-']");
      if (!link) continue;
      links += 1;
      link.click();
      const marks = [...document.querySelectorAll("mark.hit")];
      const said = [...row.querySelectorAll("strong")].map((part) => part.textContent).join("");
      const [head, tail] = [said.split(" […] ")[0], said.split(" […] ").pop()];
      const marked = bare(marks.map((mark) => mark.textContent).join(""));
      const box = marks.length && marks[0].getBoundingClientRect();
      const article = marks.length && marks[0].closest("article");
      if (!marks.length) wrong.push(`no mark: ${said}`);
      else if (!marked.startsWith(bare(head)) || !marked.endsWith(bare(tail))) wrong.push(`other words: ${said}`);
      else if (document.activeElement !== marks[0]) wrong.push(`not focused: ${said}`);
      else if (box.bottom <= 0 || box.top >= innerHeight) wrong.push(`out of sight: ${said}`);
      else if ("#" + article.id !== link.getAttribute("href")) wrong.push(`another article: ${said}`);
    }
    document.getElementById(panel.hidden ? "back-number" : "panel-close").click();
    if (document.activeElement !== button) wrong.push(`no way back: ${button.textContent}`);
    if (document.querySelector("mark.hit")) wrong.push(`a mark is left: ${button.textContent}`);
  }
  return [wrong, links, seen.size];
}"""
FOCUSED = "(element) => element === document.activeElement"


@pytest.fixture(params=["mouse", "Enter", "Space"])
def press(request):
    """Presses a control with the mouse or, once it has the focus, with a key."""

    def by_key(control):
        control.focus()
        control.page.keyboard.press(request.param)

    return by_key if request.param != "mouse" else lambda control: control.click()


@pytest.fixture(params=["mouse", "Space"])
def toggle(request):
    """Checks or unchecks a box with the mouse or with the key that does so everywhere."""

    def by_key(control):
        control.focus()
        control.page.keyboard.press("Space")

    return by_key if request.param != "mouse" else lambda control: control.click()


def test_every_link_behind_every_number_shows_its_passage_and_leads_back(open_page, report):
    page = open_page(report, 1024)
    wrong, links, numbers = page.evaluate(FOLLOW)
    assert wrong == []
    assert links > numbers > 50


@pytest.mark.parametrize("width", [390, 1440])
def test_from_a_number_to_its_passage_and_back_by_the_keyboard_alone(open_page, seeds_report, width):
    page = open_page(seeds_report, width)
    page.evaluate(OPEN_ALL)
    buttons = page.locator("main button[data-o]:not(.zero)").all()
    # Some from everywhere: all of them are followed above.
    for button in buttons[:: max(1, len(buttons) // 20)]:
        button.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "panel-head"
        for _ in range(6):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('#panel-list a[href^=\"#article-\"]')"):
                break
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.matches('mark.hit')")
        page.keyboard.press("Escape")
        if not button.evaluate(FOCUSED):
            page.keyboard.press("Escape")  # the first may close the note of the mark
        assert button.evaluate(FOCUSED)
        assert page.locator("#panel").is_hidden()


def test_every_switch_changes_the_look_of_its_marks_and_of_no_others_for_good(
    open_page, seeds_report, toggle
):
    page = open_page(seeds_report)
    page.evaluate(
        "() => { for (const box of document.querySelectorAll('[data-switch]:not(:checked)')) box.click(); }"
    )
    switches = page.locator("input[data-switch]").all()
    assert len(switches) == 6
    all_on, off = page.evaluate(LOOKS), {}
    for switch in switches:
        name = switch.get_attribute("data-switch")
        toggle(switch)
        off[name] = page.evaluate(LOOKS)
        assert off[name] != all_on, name
        toggle(switch)
        assert page.evaluate(LOOKS) == all_on, name
    # No two switches do the same.
    assert len({str(looks) for looks in off.values()}) == len(off)


def test_a_mark_that_is_switched_off_explains_nothing(open_page, seeds_report, toggle):
    page = open_page(seeds_report)
    first = page.locator("article [data-m][tabindex='0']").first
    first.focus()
    assert page.locator("#note").is_visible()
    for switch in page.locator("input[data-switch]").all():
        if switch.is_checked():
            toggle(switch)
    assert page.locator("#note").is_hidden()
    first.focus()
    assert page.locator("#note").is_hidden()


def test_every_choice_of_the_menus_of_articles_shows_its_articles(open_page, seeds_report):
    page = open_page(seeds_report)
    first, second = page.locator("#article-first"), page.locator("#article-second")
    shown = "() => [...document.querySelectorAll('article[data-article]')].filter((one) => one.checkVisibility())" \
        ".map((one) => one.dataset.article)"  # fmt: skip
    second.focus()
    page.keyboard.press("Home")  # nothing beside it
    first.focus()
    page.keyboard.press("Home")
    values = [one.get_attribute("value") for one in first.locator("option").all()]
    for value in values:
        assert page.evaluate(shown) == [value]
        page.keyboard.press("ArrowDown")
    second.focus()
    choices = [one.get_attribute("value") for one in second.locator("option").all()]
    last = values[-1]
    for choice in choices:
        wanted = {"": [last], "all": [last, *values[:-1]]}.get(
            choice, [last, choice] if choice != last else [last]
        )
        assert page.evaluate(shown) == wanted, choice
        page.keyboard.press("ArrowDown")


def test_every_choice_of_the_menu_of_key_words_shows_its_outlet(open_page, several_report):
    page = open_page(several_report)
    menu = page.locator("[data-menu='keyness']")
    names = menu.locator("option").all_text_contents()
    assert len(names) > 1
    menu.focus()
    page.keyboard.press("Home")
    for name in names:
        visible = [one for one in page.locator("[data-choice='keyness']").all() if one.is_visible()]
        assert len(visible) == 1
        assert name in visible[0].locator("h3").inner_text()
        page.keyboard.press("ArrowDown")


def test_all_that_is_folded_opens_and_closes(open_page, seeds_report, press):
    page = open_page(seeds_report)
    folded = page.locator("details").all()
    assert len(folded) > 10
    for one in folded:
        # What lies inside another can be pressed when that is open.
        one.evaluate(
            "(one) => { for (let at = one; (at = at.parentElement.closest('details')); ) at.open = true; }"
        )
        before = one.evaluate("(one) => one.open")
        for expected in (not before, before):
            press(one.locator("> summary"))
            assert one.evaluate("(one) => one.open") is expected


def test_the_buttons_beside_every_article_step_through_its_marks(open_page, seeds_report, press):
    page = open_page(seeds_report)
    for article in page.locator("article[data-article]").all():
        forward, backward = (article.locator(f"[data-step='{step}']") for step in ("1", "-1"))
        places = []
        for button in (forward, forward, backward):
            press(button)
            assert page.locator("#note").is_visible()
            focused = "(article) => [...article.querySelectorAll('[data-m]')].indexOf(document.activeElement)"
            places.append(article.evaluate(focused))
        assert places[0] < places[1]
        assert places[2] == places[0]
        press(page.locator("#note-close"))
        assert page.locator("#note").is_hidden()


def test_the_panel_leads_to_what_its_measure_means_and_the_bar_back(open_page, seeds_report, press):
    page = open_page(seeds_report, 390)
    button = page.locator("#glance button.figure:not(.zero)").first
    button.click()
    press(page.locator("#panel-detail a")) if press.__name__ == "<lambda>" else _enter(
        page, "#panel-detail a"
    )
    assert page.evaluate("document.activeElement.id").startswith("measure-")
    assert page.locator("#panel").is_hidden()
    press(page.locator("#back-passages"))
    assert page.locator("#panel").is_visible()
    press(page.locator("#panel-close"))
    assert button.evaluate(FOCUSED)


def _enter(page, selector):
    # A link obeys Enter alone.
    page.locator(selector).focus()
    page.keyboard.press("Enter")


def test_files_that_the_page_offers_are_there(open_page, seeds_report):
    page = open_page(seeds_report)
    names = page.locator("a[download]").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )
    assert len(names) > 20
    for name in names:
        assert (seeds_report.folder / name).is_file(), name
