"""The pages as a browser asks for them: joining, marking, comparing, naming."""

import html
import re
from contextlib import suppress

import pytest
from lxml import etree

from framing.classroom.live.marks import Mark
from framing.classroom.live.store import NotSavedError


def _text(response):
    return html.unescape(response.text)


def test_a_pupil_joins_and_finds_all_articles_on_one_page(pupil, lesson):
    page = pupil.get("/read")
    assert page.status_code == 200
    assert [f'id="article-{article.letter}"' in page.text for article in lesson.articles] == [True] * 3
    assert "Forty houses stood under water." in page.text
    assert pupil.get("/").headers["location"] == "/read"


def test_a_code_may_be_typed_in_small_letters_and_apart(open_browser, store):
    code = store.get("code").lower()
    assert open_browser().join(f" {code[:3]} {code[3:]} ", "Bob").status_code == 303


def test_a_mark_is_saved_and_comes_back(pupil, voice):
    change = voice(last=2, label="quoted")
    assert pupil.mark(change).json() == {
        "saved": [change["id"]],
        "refused": {},
        "unreadable": [],
        "state": "marking",
    }
    (mark,) = pupil.get("/marks").json()["marks"]
    assert (mark["first"], mark["last"], mark["label"]) == (0, 2, "quoted")


def test_what_is_sent_twice_counts_once(pupil, voice):
    change = voice()
    for _ in range(2):
        assert pupil.mark(change, change).json()["saved"] == [change["id"]] * 2
    assert len(pupil.get("/marks").json()["marks"]) == 1


def test_undo_takes_a_mark_back(pupil, voice):
    change = voice()
    pupil.mark(change, {"do": "undo", "id": "undo-0001", "mark": change["id"]})
    assert pupil.get("/marks").json()["marks"] == []


def test_what_cannot_be_is_refused_and_the_rest_is_saved(pupil, voice):
    good, bad = voice(), voice(article="Z")
    told = pupil.mark(bad, good).json()
    assert told["saved"] == [good["id"]]
    assert told["refused"] == {bad["id"]: "there is no such article"}


def test_what_cannot_be_read_takes_no_other_mark_with_it(pupil, voice):
    good = [voice() for _ in range(38)]
    told = pupil.mark(*good[:20], voice(id_="strange-1") | {"last": "x"}, {"no": "mark"}, *good[20:]).json()
    assert told["saved"] == [one["id"] for one in good]
    assert told["refused"] == {"strange-1": "it cannot be read"}
    assert told["unreadable"] == [21]


def test_who_has_joined_takes_no_second_place(pupil, store):
    assert pupil.join(store.get("code"), "Bob").headers["location"] == "/read"
    assert [one.nickname for one in store.pupils()] == ["Ann"]


def test_the_teacher_says_how_many_may_join(pupil, open_browser, teacher, store):
    teacher.post("/teacher/places", data={"places": "1"})
    answer = open_browser().join(store.get("code"), "Bob")
    assert answer.status_code == 409
    assert "The class is full: 1 have joined." in answer.text
    teacher.post("/teacher/places", data={"places": "2"})
    assert open_browser().join(store.get("code"), "Bob").status_code == 303
    for wrong in ("0", "-1", "201", "many", "", "9" * 40, "²"):
        teacher.post("/teacher/places", data={"places": wrong})
        assert store.places == 2


def test_the_teacher_removes_all_who_have_not_marked_anything(pupil, open_browser, teacher, voice, store):
    pupil.mark(voice())
    for number in range(5):
        open_browser().join(store.get("code"), f"Joker {number}")
    assert "Remove all without a mark (5)" in teacher.get("/teacher").text
    teacher.post("/teacher/remove", data={"pupil": "idle"})
    assert [one.nickname for one in store.pupils()] == ["Ann"]
    assert "without a mark" not in teacher.get("/teacher").text


def test_a_mark_that_was_taken_back_keeps_no_idle_name(pupil, teacher, voice, store):
    change = voice()
    pupil.mark(change, {"do": "undo", "id": "undo-0001", "mark": change["id"]})
    assert "Remove all without a mark (1)" in teacher.get("/teacher/progress").text
    teacher.post("/teacher/remove", data={"pupil": "idle"})
    assert store.pupils() == []


def test_a_pupil_who_has_lost_their_key_is_let_in_again_with_all_marks(
    pupil, open_browser, teacher, voice, store
):
    pupil.mark(voice())
    other = open_browser()
    refused = other.join(store.get("code"), "Ann")
    assert refused.status_code == 409
    assert "ask your teacher to let you in again" in _text(refused)
    teacher.post("/teacher/again", data={"pupil": "1"})
    assert "may join again under this nickname" in _text(teacher.get("/teacher/progress"))
    assert pupil.get("/marks").status_code == 401
    assert other.join("WRONGG", "Ann").status_code == 403
    assert other.join(store.get("code"), "Ann").status_code == 303
    assert len(other.get("/marks").json()["marks"]) == 1
    assert [one.nickname for one in store.pupils()] == ["Ann"]
    assert "may join again" not in _text(teacher.get("/teacher/progress"))
    # That was for once.
    assert open_browser().join(store.get("code"), "Ann").status_code == 409


def test_who_is_let_in_again_needs_no_free_place(pupil, open_browser, teacher, store):
    store.put("places", "1")
    teacher.post("/teacher/again", data={"pupil": "1"})
    assert open_browser().join(store.get("code"), "Bob").status_code == 409
    assert open_browser().join(store.get("code"), "Ann").status_code == 303


def test_with_a_new_code_nobody_comes_in_by_the_old_one_and_all_stay(pupil, open_browser, teacher, store):
    old = store.get("code")
    teacher.post("/teacher/code")
    assert store.get("code") != old
    assert store.get("code") in teacher.get("/teacher").text
    assert store.get("code") in teacher.get("/qr.svg").text
    assert open_browser().join(old, "Joker").status_code == 403
    assert open_browser().join(store.get("code"), "Bob").status_code == 303
    assert pupil.get("/read").status_code == 200


def test_what_the_removed_pupil_marked_is_out_of_the_counts(pupil, open_browser, teacher, voice, store):
    other = open_browser()
    other.join(store.get("code"), "Bob")
    for browser in (pupil, other):
        browser.mark(
            voice(), {"do": "missing", "id": "fact-0001", "article": "A", "fact": 1, "label": "missing"}
        )
    number = next(one.number for one in store.pupils() if one.nickname == "Bob")
    teacher.post("/teacher/remove", data={"pupil": str(number)})
    assert other.mark(voice()).status_code == 401
    teacher.post("/teacher/state", data={"state": "comparing"})
    shown = _text(teacher.get("/teacher"))
    assert "1 of 1 miss it" in shown
    assert "of 2 miss it" not in shown
    assert {pupil for pupil, _ in store.all_marks()} == {1}


# --- a full disk --------------------------------------------------------------------------------------------------


@pytest.fixture
def full_disk(store):
    """Lets the file grow no more until it is told to."""
    (pages,) = store._writer.execute("PRAGMA page_count").fetchone()
    store._writer.execute(f"PRAGMA max_page_count = {pages}")
    return lambda: store._writer.execute("PRAGMA max_page_count = 1000000")


def _fill(browser, voice):
    """Mark until the disk is full; return the change that found no room."""
    for _ in range(200):
        change = {"do": "notes", "id": voice()["id"], "article": "A", "text": "x" * 200}
        answer = browser.mark(change)
        if answer.status_code != 200:
            return change, answer
    raise AssertionError("the disk never was full")


def test_where_the_disk_is_full_pupil_and_teacher_are_told_and_nothing_is_lost(
    pupil, open_browser, teacher, store, voice, full_disk
):
    change, answer = _fill(pupil, voice)
    assert (answer.status_code, answer.json()) == (507, {"problem": "the teacher's machine cannot save"})
    held = len(store.all_marks())
    shown = _text(teacher.get("/teacher/progress"))
    assert "Nothing can be saved on this machine now (database or disk is full)" in shown
    full_disk()
    assert pupil.mark(change).json()["saved"] == [change["id"]]
    assert len(store.all_marks()) == held + 1
    assert "Nothing can be saved" not in _text(teacher.get("/teacher/progress"))


def test_who_cannot_join_for_a_full_disk_is_told(open_browser, store, full_disk):
    store.put("places", "200")
    with suppress(NotSavedError):
        for number in range(200):
            store.join(f"Nickname {number}")
    assert store.trouble
    answer = open_browser().join(store.get("code"), "Ann")
    assert answer.status_code == 507
    assert "its disk may be full" in answer.text


# What the pupil's page says of itself: nothing of it is a reading of the tool.
DATA = {"state", "session", "pupil", "article", "outlet", "task", "label", "w", "fact", "undo", "clear"}


def test_pupils_do_not_see_what_the_tool_says_before_the_outlets_are_named(pupil, teacher, voice, lesson):
    pupil.mark(voice())
    for state in ("marking", "comparing"):
        teacher.post("/teacher/state", data={"state": state})
        for path in ("/read", "/marks", "/state"):
            shown = pupil.get(path).text
            for name in (
                "Valley Post",
                "Hillwire",
                "Kyodo",
                "valley-post",
                "hillwire",
                "kyodo",
                "attributed",
            ):
                assert name not in shown
        assert pupil.get("/state").json() == {"state": state}
        assert pupil.get("/facts").json() == {"problem": "the answers are not open yet"}
        told = pupil.get("/marks").json()
        assert set(told) == {"marks", "state"}
        assert [set(mark) for mark in told["marks"]] == [set(Mark._fields)]
        page = etree.HTML(pupil.get("/read").text)
        held = {
            (one.tag, key, value) for one in page.iter(etree.Element) for key, value in one.attrib.items()
        }
        assert {key.removeprefix("data-") for _, key, _ in held if key.startswith("data-")} <= DATA
        assert {value for _, key, value in held if key == "data-outlet"} == {""}
        # The buttons name all labels there are; no word or sentence has one.
        tagged = {(tag, value) for tag, key, value in held if key in ("data-label", "data-task")}
        assert {tag for tag, _ in tagged} <= {"button", "input"}
        assert "loaded" not in " ".join(
            one.get("class", "") for one in page.xpath("//article//*[not(self::button)]")
        )
    teacher.post("/teacher/state", data={"state": "named"})
    told = pupil.get("/state").json()["articles"]["A"]
    assert set(told) == {"outlet", "voices", "loaded"}
    assert told["outlet"] == "The Valley Post"
    assert told["voices"] == list(lesson.articles[0].voices)


def test_once_the_outlets_are_named_pupils_see_what_the_tool_found_of_what_is_missing(
    pupil, open_browser, teacher
):
    stranger = open_browser()
    for state, status in (("comparing", 403), ("named", 200), ("marking", 403)):
        teacher.post("/teacher/state", data={"state": state})
        assert pupil.get("/facts").status_code == status
        assert stranger.get("/facts").status_code == 401
    teacher.post("/teacher/state", data={"state": "named"})
    table = etree.HTML(pupil.get("/facts").text)
    fields = {
        (one.get("data-fact"), one.get("data-article")): one.get("class") for one in table.iter("button")
    }
    assert fields == {
        ("0", "A"): "told",
        ("0", "B"): "not-found",
        ("0", "C"): "told-in-part",
        ("1", "A"): "not-found",
        ("1", "B"): "told",
        ("1", "C"): "told",
    }
    (opened,) = table.xpath("//*[@id='found-0-B']")
    assert " ".join("".join(opened.itertext()).split()) == (
        "Article B: not found. Nearest comes: The old dam gave way."
    )


def test_pupils_see_when_an_article_was_written(store, lesson, pupil):
    assert pupil.get("/read").text.count("No date is given.") == len(lesson.articles)


def test_without_facts_nobody_is_asked_what_is_missing_and_the_reason_is_told(open_app, lesson, file):
    alone = lesson._replace(facts=())
    store, app = open_app(alone)
    pupil, teacher = app(), app()
    pupil.join(store.get("code"), "Ann")
    teacher.enter()
    shown = pupil.get("/read").text
    assert "What is missing?</h2>" not in shown
    assert "“What is missing?” is left out" in shown
    assert "does not tell" not in shown
    assert "A question that article A leaves open for you" in shown
    assert "“What is missing?” is left out" in _text(teacher.get("/teacher"))
    teacher.post("/teacher/state", data={"state": "comparing"})
    shown = _text(teacher.get("/teacher"))
    assert "“What is missing?” is left out" in shown
    assert '<h2 id="missing">What pupils would want to know</h2>' in shown


def test_who_comes_too_late_is_told(pupil, teacher, voice):
    teacher.post("/teacher/state", data={"state": "comparing"})
    answer = pupil.mark(voice())
    assert answer.status_code == 409
    assert answer.json()["state"] == "comparing"
    teacher.post("/teacher/state", data={"state": "marking"})
    assert pupil.mark(voice()).status_code == 200


def test_the_teacher_sees_how_far_everybody_is(pupil, teacher, voice):
    pupil.mark(
        voice(), voice(article="B"), {"do": "done", "id": "done-0001", "article": "B", "label": "done"}
    )
    shown = " ".join(re.sub(r"<[^>]+>", " ", _text(teacher.get("/teacher/progress"))).split())
    assert "1 of 60 has joined" in shown
    assert "A 1 1 0 B 1 1 1 C 0 0 0" in shown
    assert "Ann 2 marks, 1 of 3 finished" in shown


def test_the_teacher_sees_the_class_beside_the_tool(pupil, open_browser, teacher, store, voice):
    other = open_browser()
    other.join(store.get("code"), "Bob")
    for browser, label in ((pupil, "own"), (other, "quoted")):
        browser.mark(voice("C", 0, 11, label), voice("C", 12, 20, "quoted"))
        browser.mark({"do": "missing", "id": "fact-0001", "article": "A", "fact": 1, "label": "missing"})
        browser.mark({"do": "notes", "id": "note-0001", "article": "A", "text": "Who paid?"})
        browser.mark(
            {"do": "loaded", "id": "load-0001", "article": "A", "first": 3, "last": 3, "label": "loaded"}
        )
    teacher.post("/teacher/state", data={"state": "comparing"})
    shown = _text(teacher.get("/teacher"))
    assert "What divides the class" in shown
    assert "<mark>The old dam above the town gave way on Sunday before sunrise.</mark>" in shown
    assert "Where the class and the tool differ" in shown
    assert "Who paid?" in shown
    assert "none: no two pupils have marked the same words" in shown  # article B
    assert "The Valley Post" not in shown
    teacher.post("/teacher/state", data={"state": "named"})
    assert "The Valley Post" in _text(teacher.get("/teacher"))


def test_the_class_beside_the_tool_can_be_shown_before_anybody_has_marked(teacher):
    teacher.post("/teacher/state", data={"state": "comparing"})
    assert "none: no two pupils have marked the same words" in teacher.get("/teacher").text


def test_the_teacher_removes_a_nickname(pupil, teacher, voice, store):
    pupil.mark(voice())
    assert teacher.post("/teacher/remove", data={"pupil": "1"}).status_code == 303
    assert pupil.mark(voice()).status_code == 401
    assert pupil.get("/read").headers["location"] == "/"
    assert store.all_marks() == []


def test_every_page_of_the_teacher_hears_where_the_class_is(teacher):
    for state in ("marking", "comparing", "named"):
        teacher.post("/teacher/state", data={"state": state})
        assert teacher.get("/teacher/progress").headers["Class-State"] == state
    assert (
        'headers.get("Class-State") !== document.body.dataset.state' in teacher.get("/static/teacher.js").text
    )


def test_who_is_at_no_page_is_told_where_to_begin(open_browser):
    answer = open_browser().get("/nothing/here")
    assert answer.status_code == 404
    assert "the teacher at /teacher" in answer.text


def test_nobody_joins_when_the_door_is_closed(open_browser, teacher, store):
    teacher.post("/teacher/door", data={"door": "closed"})
    assert open_browser().join(store.get("code"), "Bob").status_code == 403
    teacher.post("/teacher/door", data={"door": "open"})
    assert open_browser().join(store.get("code"), "Bob").status_code == 303


def test_a_form_that_makes_no_sense_changes_nothing(teacher, store):
    for path, field in (("state", "state"), ("door", "door"), ("remove", "pupil"), ("again", "pupil")):
        for value in ("../..", "named; DROP TABLE marks", "-1", "99999999999999999999", ""):
            assert teacher.post(f"/teacher/{path}", data={field: value}).status_code == 303
    assert (store.state, store.get("door")) == ("marking", "open")
