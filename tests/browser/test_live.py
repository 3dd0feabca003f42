"""The live session in a real browser: five phones at once, by touch and by keyboard, with a network that drops."""

import re
import sqlite3
from contextlib import closing

import pytest

from .test_access import find_violations

TEXTS = {
    "one": "Dam bursts above the old town\n\n"
    "The old dam above the town gave way on Sunday before sunrise.\n\n"
    'Mayor Helen Brook said the flood was "a shameful disaster" that no engineer could have foreseen.\n\n'
    "Forty houses and two bridges stood under water by the early afternoon.\n\n",
    "two": "Letters that nobody read\n\n"
    "Residents claimed that nobody in the town hall had read their letters about the wall.\n\n"
    'The farmer Paul Reed said: "The town hall looked the other way for years."\n\n'
    "The old dam above the town gave way on Sunday before sunrise.\n\n",
}
# Long enough for facts that one tells and the other does not.
MORE = {
    "one": "More than two hundred people spent the night in the sports hall of the school. "
    "Firemen from eleven villages came with boats and pumps before noon. "
    "Farmers lost sixty cows and most of the hay in their barns.\n\n"
    "The river had risen by three metres within a single night after a week of heavy rain. "
    "Trains to the coast were stopped between the two tunnels until Tuesday evening. "
    "A bakery at the market gave away bread and hot soup from the back of a lorry.\n\n"
    "Divers found the broken gate in the mud below the old mill. "
    "Two schools stayed closed, and pupils helped to fill bags with sand along the main street. "
    "The water fell slowly during the second night, and electricity came back to most of the streets.\n",
    "two": "The council had put off the repair of the gates because money was short after the new railway station. "
    "Insurers expect claims of ninety million crowns from the owners of shops and houses.\n\n"
    "A judge will hear the first complaint of the residents in autumn. "
    "An engineer had warned of cracks in the eastern side in a report four years ago. "
    "The report was never read aloud in a meeting, as the minutes of the council show.\n\n"
    "Several families have begun to collect signatures for a vote on the whole council. "
    "The region’s parliament has set up a committee of seven members that may ask for all papers. "
    "Its chairman promised first answers within six weeks and a hearing that everybody can attend. "
    "Lawyers doubt that the town can pay for new walls without help from the state.\n",
}
WAIT = 15_000


@pytest.fixture(scope="module")
def server(tmp_path_factory, benchmark_module):
    folder = tmp_path_factory.mktemp("class")
    for name, outlet in (("one", "The Valley Post"), ("two", "Hillwire News")):
        text = f"---\noutlet: {outlet}\npublished: 2025-03-12\n---\n{TEXTS[name]}{MORE[name]}"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    running = benchmark_module("live").Server(folder, folder / "class.sqlite")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def open_page(chromium, server):
    """Opens a page of its own browser; at the end, none may have told of an error."""
    contexts, noise = [], []

    def open_page(path="/", width=360, touch=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, has_touch=touch, reduced_motion="reduce", **options
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: noise.append(f"error: {error}"))
        page.on("dialog", lambda dialog: noise.append(f"dialog: {dialog.message}"))
        page.on("console", lambda told: noise.append(told.text) if "Content Security" in told.text else None)
        context.on(
            "request", lambda asked: noise.append(asked.url) if server.address not in asked.url else None
        )
        page.goto(server.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noise == []


@pytest.fixture
def join(open_page, server):
    def join(nickname, width=360, **options):
        page = open_page(f"/?code={server.code}", width, **options)
        page.fill("#nickname", nickname)
        page.click("button.main")
        page.wait_for_url("**/read")
        all_saved(page)
        return page

    return join


@pytest.fixture
def teacher(open_page, server):
    page = open_page(f"/teacher#{server.secret}", 1440, touch=False)
    page.locator("#progress").wait_for()
    yield page
    go_on(page, "1. Mark")


def go_on(teacher, step):
    with teacher.expect_navigation():  # until the new page's scripts listen
        teacher.get_by_role("button", name=step).click()


def all_saved(page):
    page.locator("#saved", has_text=re.compile("^All saved$")).wait_for()


def line(page, number):
    return page.locator("article:not([hidden]) .line").nth(number)


def kept(server, nickname):
    with closing(sqlite3.connect(server.data)) as connection:
        return connection.execute(
            "SELECT task, article, label, first, last FROM marks JOIN pupils ON pupil = number"
            " WHERE nickname = ? AND NOT undone ORDER BY seq",
            (nickname,),
        ).fetchall()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_five_phones_mark_at_once_and_the_teacher_sees_it(join, teacher, server):
    phones = [join(f"Phone {number}", width) for number, width in enumerate((360, 360, 390, 768, 1440))]
    for number in range(1, 4):
        for phone in phones:
            line(phone, number).locator(".w").first.tap()
            phone.locator(".tools .reported").tap()
    for number, phone in enumerate(phones):
        all_saved(phone)
        assert len(kept(server, f"Phone {number}")) == 3
    teacher.locator("#progress li", has_text="Phone 4").get_by_text("3 marks").wait_for()
    go_on(teacher, "2. Compare")
    assert teacher.get_by_text("Where the class and the tool differ").is_visible()
    phones[0].locator("#message", has_text="The class has stopped marking.").wait_for()
    assert phones[0].locator(".tools .own").is_disabled()
    assert phones[0].locator(".tools").is_hidden()
    assert "Valley Post" not in phones[0].content() + teacher.content()
    go_on(teacher, "3. Name the outlets")
    teacher.locator("#outlets").wait_for()
    assert "The Valley Post" in teacher.content()
    phones[0].locator("h1", has_text="The Valley Post").wait_for()


def test_what_is_missing_is_a_table_for_the_class_and_then_for_phones(join, teacher):
    phone, other = join("Looker"), join("Other looker")
    assert "Published on 12 March 2025." in phone.locator("#article-A .written").text_content()
    missed = phone.locator("#article-A [data-fact]").nth(0)
    for page in (phone, other):
        page.locator("#article-A [data-fact]").nth(0).check()
        all_saved(page)
    phone.locator("#article-A [data-fact]").nth(1).check()
    all_saved(phone)
    assert phone.locator(".tab.after").is_hidden()
    go_on(teacher, "2. Compare")
    field = teacher.locator(".facts button").first
    assert re.search(r"2 of \d miss it", field.text_content())
    opened = teacher.locator(f"#{field.get_attribute('aria-controls')}")
    assert opened.is_hidden()
    field.focus()
    teacher.keyboard.press("Enter")
    assert opened.is_visible()
    assert field.get_attribute("aria-expanded") == "true"
    teacher.keyboard.press("Tab")
    teacher.keyboard.press("Space")  # one field of a row at a time
    assert opened.is_hidden()
    assert field.get_attribute("aria-expanded") == "false"
    go_on(teacher, "3. Name the outlets")
    phone.locator("#article-A .to-facts").tap()
    field = phone.locator("#found button").first
    assert field.locator(".mine").is_visible()
    assert other.locator("#found button").nth(2).locator(".mine").is_hidden()
    field.tap()
    assert phone.locator("#found .opened p").first.is_visible()
    assert fits(phone)
    assert missed.is_hidden()
    phone.locator(".tab").first.tap()
    assert missed.is_visible()
    phone.locator(".tab.after").tap()
    go_on(teacher, "1. Mark")
    phone.locator("#article-A").wait_for()  # what the tool found is hidden again
    assert phone.locator("#facts").is_hidden()


def test_words_are_chosen_by_touch(join, server):
    page = join("Toucher")
    for word in (0, 2, 4):  # the sentence, then from one word to another
        line(page, 1).locator(".w").nth(word).tap()
    page.locator(".tools .loaded").tap()
    all_saved(page)
    first = int(line(page, 1).locator(".w").first.get_attribute("data-w"))
    assert kept(server, "Toucher") == [("loaded", "A", "loaded", first + 2, first + 4)]
    page.locator("[data-undo]").tap()
    all_saved(page)
    assert kept(server, "Toucher") == []


def test_words_are_chosen_by_dragging_a_mouse(join, server):
    page = join("Mouse", 1440, touch=False)
    words = line(page, 2).locator(".w")
    start, end = words.nth(1).bounding_box(), words.nth(3).bounding_box()
    page.mouse.move(start["x"] + 2, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 2, end["y"] + 8, steps=5)
    page.mouse.up()
    page.locator(".tools .quoted").click()
    all_saved(page)
    first = int(words.first.get_attribute("data-w"))
    assert kept(server, "Mouse") == [("voices", "A", "quoted", first + 1, first + 3)]


def test_everything_can_be_done_by_keyboard(join, server):
    page = join("Keys", 1440, touch=False)
    line(page, 0).focus()
    keys = ("ArrowDown", "3", "ArrowDown", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "4", "2", "u")
    for key in keys:
        page.keyboard.press(key)
    all_saved(page)
    one, two = (int(line(page, number).locator(".w").first.get_attribute("data-w")) for number in (1, 2))
    last = int(line(page, 1).locator(".w").last.get_attribute("data-w"))
    assert kept(server, "Keys") == [
        ("voices", "A", "quoted", one, last),
        ("loaded", "A", "loaded", two + 1, two + 2),
    ]
    assert "(marked: quoted)" in line(page, 1).text_content()
    page.locator(".tab").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator("#article-B").is_visible()
    page.locator("#article-B textarea").focus()
    page.keyboard.type("Who paid? 1234u")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#article-B .done").focus()
    page.keyboard.press("Space")
    all_saved(page)
    assert [row[:3] for row in kept(server, "Keys")[2:]] == [("notes", "B", "note"), ("done", "B", "done")]


def test_what_is_marked_without_a_network_is_saved_when_it_is_back(join, server):
    page = join("Tunnel")
    page.context.set_offline(True)
    for number in (1, 2, 3):
        line(page, number).locator(".w").first.tap()
        page.locator(".tools .own").tap()
    page.locator("#saved", has_text="No network: 3 marks wait").wait_for()
    assert kept(server, "Tunnel") == []
    page.locator(".tab").nth(1).tap()
    assert page.locator("#article-B").is_visible()  # the other article is there too
    page.context.set_offline(False)
    all_saved(page)
    assert len(kept(server, "Tunnel")) == 3


def test_an_answer_that_gets_lost_doubles_nothing(join, server):
    page = join("Lost")
    tries = []

    def lose(route):
        if route.request.method == "POST" and not tries:
            tries.append(route.fetch().status)  # it arrives, and nobody hears of it
            route.abort()
        else:
            route.continue_()

    page.route("**/marks", lose)
    line(page, 1).locator(".w").first.tap()
    page.locator(".tools .own").tap()
    all_saved(page)
    page.locator(".text .w.own").first.wait_for()
    page.unroute("**/marks")
    assert tries == [200]
    assert len(kept(server, "Lost")) == 1


def test_marks_that_wait_are_sent_after_the_page_was_opened_again(join, server):
    page = join("Again")
    page.route(
        "**/marks", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    line(page, 1).locator(".w").first.tap()
    page.locator(".tools .own").tap()
    page.locator("#saved.away").wait_for()
    page.unroute("**/marks")
    page.reload()
    all_saved(page)
    assert page.locator(".text .w.own").count() == 12
    assert len(kept(server, "Again")) == 1


def test_where_the_teacher_s_disk_is_full_the_page_says_so_keeps_the_mark_and_tries_again(join, server):
    page = join("Full")
    refused = {"status": 507, "json": {"problem": "the teacher's machine cannot save"}}
    page.route(
        "**/marks",
        lambda route: route.fulfill(**refused) if route.request.method == "POST" else route.continue_(),
    )
    line(page, 1).locator(".w").first.tap()
    page.locator(".tools .own").tap()
    page.locator("#message", has_text="cannot save just now. Tell your teacher.").wait_for()
    page.locator("#saved", has_text="Not saved: 1 mark waits").wait_for()
    page.wait_for_timeout(4500)  # what the page asks meanwhile does not hide it
    assert page.locator("#message").is_visible()
    assert "Not saved" in page.locator("#saved").text_content()
    page.unroute("**/marks")
    all_saved(page)
    assert page.locator("#message").is_hidden()
    assert len(kept(server, "Full")) == 1


def test_of_a_batch_that_is_refused_whole_the_others_are_sent_apart(join, server):
    page = join("Parts")
    page.context.set_offline(True)
    for number in (1, 2, 3):
        line(page, number).locator(".w").first.tap()
        page.locator(".tools .own").tap()

    def refuse(route):
        marks = route.request.post_data_json["marks"] if route.request.method == "POST" else []
        if any(mark["first"] == 6 for mark in marks):
            route.fulfill(status=400, json={"problem": "these are no marks"})
        else:
            route.continue_()

    firsts = [line(page, number).locator(".w").first.get_attribute("data-w") for number in (1, 2, 3)]
    assert firsts[0] == "6"
    page.route("**/marks", refuse)
    page.context.set_offline(False)
    page.locator("#message", has_text="could not be saved").wait_for()
    all_saved(page)
    assert [str(row[3]) for row in kept(server, "Parts")] == firsts[1:]


def test_who_must_wait_to_join_joins_without_doing_anything(open_page, server):
    page = open_page(f"/?code={server.code}")
    waiting = open_page(f"/?code={server.code}")
    script = waiting.context.request.get(f"{server.address}/static/join.js").text()
    html = (
        page.content()
        .replace("<form", "<form data-again")
        .replace("</head>", '<script src="/static/join.js" defer></script></head>')
    )
    assert "requestSubmit" in script
    page.route(
        "**/join", lambda route: route.fulfill(status=429, body=html, content_type="text/html"), times=1
    )
    page.fill("#nickname", "Patience")
    page.click("button.main")
    page.locator("form[data-again]").wait_for()
    page.fill("#nickname", "Patience")
    page.wait_for_url("**/read")


def test_marks_are_there_when_the_page_is_opened_again(join):
    page = join("Back")
    line(page, 1).locator(".w").first.tap()
    page.locator(".tools .quoted").tap()
    all_saved(page)
    page.reload()
    page.locator(".text .w.quoted").first.wait_for()
    assert page.locator(".text .w.quoted").count() == 12


def test_the_teacher_removes_a_nickname_and_is_asked_first(join, teacher):
    page = join("Joker <b>")
    item = teacher.locator("#progress li", has_text="Joker <b>")
    item.get_by_role("button", name="Remove").click()
    teacher.get_by_text("Remove Joker <b>, with all marks?").wait_for()
    teacher.locator("dialog button.main").click()
    page.locator("form[action='/join']").wait_for()
    item.wait_for(state="detached")


def test_a_pupil_with_another_phone_is_let_in_again_with_all_marks(join, open_page, teacher, server):
    lost = join("Wanderer")
    line(lost, 1).locator(".w").first.tap()
    lost.locator(".tools .own").tap()
    all_saved(lost)
    item = teacher.locator("#progress li", has_text="Wanderer")
    item.get_by_role("button", name="Let Wanderer in again").click()
    teacher.get_by_text("Let Wanderer in again? Who joins next").wait_for()
    teacher.locator("dialog button.main").click()
    item.get_by_text("may join again under this nickname").wait_for()
    found = join("Wanderer")
    found.locator(".text .w.own").first.wait_for()
    lost.locator("form[action='/join']").wait_for()


def test_the_teacher_removes_all_who_mark_nothing_and_draws_another_code(join, teacher, server):
    working, joker = join("Worker"), join("Idler")
    line(working, 1).locator(".w").first.tap()
    working.locator(".tools .own").tap()
    all_saved(working)
    teacher.locator("#progress li", has_text="Worker").get_by_text("1 mark").wait_for()
    teacher.get_by_role("button", name="Remove all without a mark").click()
    teacher.get_by_text("With the join code they can join again.").wait_for()
    teacher.locator("dialog button.main").click()
    joker.locator("form[action='/join']").wait_for()
    teacher.get_by_text("Somebody plays tricks?").click()
    teacher.get_by_role("button", name="Draw a new join code").click()
    teacher.locator("p.code", has_not_text=server.code).wait_for()
    joker.fill("#nickname", "Joker")
    joker.fill("#code", server.code)
    joker.click("button.main")
    joker.get_by_text("That is not the code of this class.").wait_for()
    server.code = teacher.locator("p.code").text_content()
    assert working.locator("#saved").text_content() == "All saved"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pupil_s_pages_are_for_everybody(open_page, join, teacher, width, dark):
    colours = {"color_scheme": "dark" if dark else "light"}
    door = open_page("/", width, **colours)
    assert find_violations(door) == []
    assert fits(door)
    page = join(f"Axe {width} {dark}", width, **colours)
    page.locator(".help summary").click()
    for number, tool in ((0, "own"), (1, "reported"), (2, "quoted"), (2, "loaded")):
        line(page, number).locator(".w").first.click()
        page.locator(f".tools .{tool}").click()
    page.locator("article:not([hidden]) textarea").fill("Who paid?")
    page.locator("article:not([hidden]) form.note button").click()
    all_saved(page)
    assert find_violations(page) == []
    assert fits(page)
    go_on(teacher, "3. Name the outlets")
    page.locator("article:not([hidden]) .to-facts").click()
    for number in (0, 3):
        page.locator("#found button").nth(number).click()
    assert find_violations(page) == []
    assert fits(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_teacher_s_pages_are_for_everybody(open_page, server, join, width, dark):
    colours = {"color_scheme": "dark" if dark else "light"}
    for name, tool in (("own", "own"), ("other", "quoted")):
        page = join(f"Axe {name} {width} {dark}")
        line(page, 1).locator(".w").first.tap()
        page.locator(f".tools .{tool}").tap()
        page.locator(".tools .loaded").tap()
        all_saved(page)
    outside = open_page("/teacher", width, **colours)
    assert find_violations(outside) == []
    page = open_page(f"/teacher#{server.secret}", width, **colours)
    for step, place in (
        ("1. Mark", "#progress"),
        ("2. Compare", "#voices"),
        ("3. Name the outlets", "#outlets"),
    ):
        go_on(page, step)
        page.locator(place).wait_for()
        page.evaluate(
            "() => { for (const folded of document.querySelectorAll('details')) folded.open = true; }"
        )
        for field in page.locator(".facts tr > td:nth-child(2) button").all():
            field.click()
        assert find_violations(page) == []
        assert fits(page)
    go_on(page, "1. Mark")


def test_what_fingers_hit_is_large_enough(join):
    page = join("Finger")
    for button in page.locator("button:visible").all():
        box = button.bounding_box()
        assert box["height"] >= 24, button.text_content()
        assert box["width"] >= 24, button.text_content()
