"""What strangers, jokers and other people's pages may try, and what comes of it."""

import logging

import pytest

from framing.classroom.live import pages
from framing.classroom.live.guard import LARGEST_BODY, Limiter, Rate
from framing.classroom.live.nicknames import clean_nickname, look_alike

from .conftest import FROM_HERE, ORIGIN, SECRET

TEACHERS = ("/teacher/progress", "/qr.svg")


# --- codes and secrets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["", "AAAAAA", "%", "x" * 10_000, "\uff22\uff23", "\x00"])
def test_a_wrong_or_missing_join_code_lets_nobody_in(open_browser, store, code):
    browser = open_browser()
    answer = browser.join(code, "Bob")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert store.pupils() == []
    assert browser.get("/read").status_code == 303
    assert browser.get("/marks").status_code == 401


def test_a_form_without_code_or_name_lets_nobody_in(open_browser, store):
    assert open_browser().post("/join", data={}).status_code == 403
    assert open_browser().post("/join", data={"code": store.get("code")}).status_code == 400
    assert store.pupils() == []


def test_who_guesses_codes_is_told_to_wait_and_keeps_nobody_out(open_browser, store, clock):
    browser = open_browser()
    for _ in range(10):
        assert browser.join("WRONGG", "Bob").status_code == 403
    for _ in range(100):
        assert browser.join("WRONGG", "Bob").status_code == 429
    clock.now += 6
    assert [browser.join("WRONGG", "Bob").status_code for _ in range(2)] == [403, 429]
    assert browser.join(store.get("code"), "Bob").status_code == 303
    assert [one.nickname for one in store.pupils()] == ["Bob"]


def test_a_code_is_too_long_to_be_guessed(store):
    """A thousand guesses a second for an hour find one of 20^8 codes once in seven thousand lessons."""
    codes = set()
    for _ in range(20):
        store.renew_code()
        codes.add(store.get("code"))
    assert len(codes) == 20
    assert {len(code) for code in codes} == {8}
    assert 20**8 / (1000 * 3600) > 7000


@pytest.mark.parametrize("secret", ["", "wrong", SECRET.upper(), SECRET + "x", "ü"])
def test_a_wrong_secret_opens_nothing(open_browser, secret):
    browser = open_browser()
    assert browser.enter(secret).status_code == 403
    for path in TEACHERS:
        assert browser.get(path).status_code == 401


def test_who_guesses_secrets_must_wait_even_when_one_is_right(open_browser, clock):
    browser = open_browser()
    for _ in range(10):
        assert browser.enter("wrong").status_code == 403
    assert browser.enter().status_code == 429
    clock.now += 6
    assert browser.enter().status_code == 303


def test_secrets_are_compared_in_constant_time(open_browser, store, monkeypatch):
    compared = []

    def compare(one, other):
        compared.append((one, other))
        return one == other

    monkeypatch.setattr("secrets.compare_digest", compare)
    open_browser().enter("wrong")
    open_browser().join("WRONGG", "Bob")
    assert compared == [(b"wrong", SECRET.encode()), (b"WRONGG", store.get("code").encode())]


def test_a_made_up_key_is_nobody_s(open_browser, store):
    browser = open_browser()
    for kind in ("pupil", "teacher"):
        browser.client.cookies.set(f"framing-{kind}-{store.get('id')}", "1")
    assert browser.get("/marks").status_code == 401
    assert browser.get("/teacher/progress").status_code == 401


def test_nothing_secret_is_logged(pupil, teacher, store, voice, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        pupil.mark(voice())
        teacher.get("/teacher")
        pupil.get("/nowhere")
    told = caplog.text + "".join(capfd.readouterr())
    for secret in (SECRET, store.get("code"), "Ann", *pupil.client.cookies.values()):
        assert secret not in told


def test_keys_are_for_this_site_and_no_script(open_browser, store):
    for answer in (open_browser().join(store.get("code"), "Bob"), open_browser().enter()):
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie


def test_every_page_of_the_teacher_takes_the_secret_out_of_the_address(open_browser, teacher):
    for browser, script in ((open_browser(), "enter.js"), (teacher, "teacher.js")):
        assert f"/static/{script}" in browser.get("/teacher").text
        code = browser.get(f"/static/{script}").text
        # Before anything that can fail or wait.
        assert 'history.replaceState(null, "", location.pathname)' in code.split("document.")[0]


# --- one pupil and another --------------------------------------------------------------------------------------


def test_a_pupil_sees_their_own_marks_whatever_they_ask_for(pupil, open_browser, store, voice):
    pupil.mark(voice(label="quoted"))
    other = open_browser()
    other.join(store.get("code"), "Mallory")
    for path in ("/marks?pupil=1", "/marks?nickname=Ann", "/marks?id=1"):
        assert other.get(path).json()["marks"] == []
    assert other.get("/marks/1").status_code == 404


def test_a_pupil_cannot_undo_another_s_mark(pupil, open_browser, store, voice):
    change = voice()
    pupil.mark(change)
    other = open_browser()
    other.join(store.get("code"), "Mallory")
    told = other.mark({"do": "undo", "id": "undo-0001", "mark": change["id"]}).json()
    assert told["refused"] == {"undo-0001": "there is no such mark of yours"}
    assert len(pupil.get("/marks").json()["marks"]) == 1


def test_a_pupil_is_no_teacher(pupil, store):
    for path in TEACHERS:
        assert pupil.get(path).status_code == 401
    shown = pupil.get("/teacher")
    assert "Secret" in shown.text
    assert store.get("code") not in shown.text
    for path, form in (
        ("state", {"state": "named"}),
        ("remove", {"pupil": "1"}),
        ("door", {"door": "closed"}),
    ):
        assert pupil.post(f"/teacher/{path}", data=form).status_code == 401
    assert (store.state, store.get("door"), len(store.pupils())) == ("marking", "open", 1)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2fapp.py",
        "/static//etc/passwd",
        "/static/",
        "/class.sqlite",
        "/read/../../class.sqlite",
    ],
)
def test_no_path_leads_out_of_the_pages(pupil, path):
    assert pupil.get(path).status_code in (404, 405)


@pytest.mark.parametrize("article", ["../../etc/passwd", "..", "A/../B", "A\x00", "valley-post/1", "a", ""])
def test_a_path_is_no_article(pupil, voice, article):
    assert pupil.mark(voice(article=article)).status_code == 400
    assert pupil.get("/marks").json()["marks"] == []


# --- what is sent -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"null", b"[[[[", b'{"marks": [{}]}', b"a=b"])
def test_malformed_marks_are_refused(pupil, body):
    assert pupil.post("/marks", content=body).status_code == 400


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=%ff", b"&".join(b"a=1" for _ in range(100))])
def test_malformed_forms_are_refused(open_browser, body):
    for path in ("/join", "/teacher/enter"):
        assert open_browser().post(path, content=body).status_code == 400


def test_what_is_too_large_is_refused(pupil, open_browser):
    large = b"x" * (LARGEST_BODY + 1)
    for path in ("/marks", "/join", "/teacher/enter"):
        assert pupil.post(path, content=large).status_code == 413
        assert pupil.post(path, content=iter([large[:100], large])).status_code == 413


def test_other_methods_are_refused(pupil):
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert pupil.request(method, "/marks").status_code == 405


def test_who_marks_too_fast_must_wait_and_loses_nothing(pupil, voice, clock):
    answers = [pupil.mark(*(voice() for _ in range(50))).status_code for _ in range(8)]
    assert answers == [200] * 6 + [429] * 2
    clock.now += 5
    assert pupil.mark(*(voice() for _ in range(50))).status_code == 200
    assert len(pupil.get("/marks").json()["marks"]) == 350


@pytest.mark.parametrize("path", ["/", "/read", "/marks", "/state"])
def test_who_asks_too_often_must_wait_and_others_need_not(pupil, open_browser, store, clock, path):
    answers = [pupil.get(path).status_code for _ in range(50)]
    assert answers == [303 if path == "/" else 200] * 40 + [429] * 10
    assert pupil.post("/marks", json={"marks": []}).status_code == 429
    other = open_browser()
    other.join(store.get("code"), "Bob")
    assert other.get("/read").status_code == 200
    clock.now += 1
    assert [pupil.get("/state").status_code for _ in range(7)] == [200] * 6 + [429]


def test_the_articles_are_rendered_once_for_all(pupil, open_browser, store, lesson, monkeypatch):
    rendered = []
    render = pages.render
    monkeypatch.setattr(pages, "render", lambda one, **values: rendered.append(one) or render(one, **values))
    other = open_browser()
    other.join(store.get("code"), "Bob")
    main = [browser.get("/read").text.split("</details>")[1] for browser in (pupil, other)]
    assert rendered == ["read.html.j2"] * 2
    assert main[0] == main[1]
    assert main[0].count("<article ") == len(lesson.articles)
    assert "&lt;article" not in main[0]


def test_one_address_cannot_fill_the_class(open_browser, store, clock):
    store.put("places", "200")
    answers = [open_browser().join(store.get("code"), f"Joker {number}").status_code for number in range(80)]
    assert answers == [303] * 40 + [429] * 40
    assert len(store.pupils()) == 40
    clock.now += 1
    answers = [open_browser().join(store.get("code"), f"More {number}").status_code for number in range(3)]
    assert answers == [303, 303, 429]


def test_a_bucket_empties_with_time():
    now = [0.0]
    limiter = Limiter(Rate(2, 0.5), clock=lambda: now[0])
    assert [limiter.allow("a") for _ in range(3)] == [True, True, False]
    assert limiter.allow("b")
    now[0] = 2
    assert limiter.allow("a")
    assert not limiter.allow("a")


# --- nicknames ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["Zoë", "李雷", "أمل", "Ann-Marie 2", "x", "O'Neil", " Ann  B "])
def test_a_name_of_letters_will_do(given):
    assert clean_nickname(given) == " ".join(given.split())


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        "<script>",
        "=1+1",
        "@SUM(A1)",
        "x" * 25,
        "a\x00b",
        "\u200b",
        "\u3164",
        "Ann\u3164",
        "Ann\u034f",
        "a" + "\u0301" * 10,
    ],
)
def test_other_names_will_not(given):
    assert clean_nickname(given) is None


@pytest.mark.parametrize(
    "given",
    ["\u200bAnn", "A\u202enn", "Ann\u00ad", "Ann\u2800", "\uff21\uff4e\uff4e", "Ann\ufe0f", "  Ann\u2003"],
)
def test_what_nobody_sees_is_taken_out_of_a_name(given):
    assert clean_nickname(given) == "Ann"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ann", "ANN", True),
        ("Ann", "\u0410nn", True),  # a Cyrillic letter
        ("Ian", "lan", True),
        ("Anna1", "Annal", True),
        ("Zoë", "Zoe\u0308", True),
        ("Tom", "Torn", True),
        ("Paul O", "Paul0", True),
        ("Strauß", "Strauss", True),
        ("Ian", "Lan", False),
        ("Zoë", "Zoe", False),
        ("Pupil 1", "Pupil 2", False),
        ("李雷", "李蕾", False),
    ],
)
def test_names_that_look_alike_are_known(one, other, alike):
    assert look_alike(one, other) is look_alike(other, one) is alike


def test_a_script_in_a_nickname_stays_words(open_browser, store, teacher):
    name = "A<script>alert(1)"
    browser = open_browser()
    assert browser.join(store.get("code"), name).status_code == 303
    browser.mark({"do": "notes", "id": "note-0001", "article": "A", "text": "<img src=x onerror=alert(1)>"})
    browser.mark({"do": "notes", "id": "note-0002", "article": "A", "text": "{{ 7 * 7 }}"})
    pages = [browser.get("/read").text, teacher.get("/teacher").text, teacher.get("/teacher/progress").text]
    teacher.post("/teacher/state", data={"state": "comparing"})
    pages.append(teacher.get("/teacher").text)
    for shown in pages:
        assert "A&lt;script&gt;alert(1)" in shown
        assert "<script>" not in shown
        assert "<img src=x" not in shown
    assert "{{ 7 * 7 }}" in pages[-1]


def test_a_script_in_a_code_or_name_that_is_shown_again_stays_words(open_browser):
    for answer in (
        open_browser().get("/?code=%22%3E%3Cscript%3E"),
        open_browser().join('"><script>', '"><script>'),
    ):
        assert "<script" not in answer.text


# --- other people's pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1:8000.evil.example"},
        {},
    ],
    ids=str,
)
def test_a_change_that_comes_from_elsewhere_is_refused(pupil, teacher, store, voice, headers):
    for browser in (pupil, teacher):
        for name in FROM_HERE:
            del browser.client.headers[name]
        browser.client.headers.update(headers)
    assert pupil.mark(voice()).status_code == 403
    assert pupil.join(store.get("code"), "Bob").status_code == 403
    assert teacher.post("/teacher/state", data={"state": "named"}).status_code == 403
    assert store.state == "marking"
    assert store.all_marks() == []


@pytest.mark.parametrize("kept", [("Origin",), ("Sec-Fetch-Site",)])
def test_an_older_browser_that_sends_one_of_both_is_let_in(pupil, voice, kept):
    for name in set(FROM_HERE) - set(kept):
        del pupil.client.headers[name]
    assert pupil.mark(voice()).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[::1"])
def test_a_stranger_s_name_for_this_machine_is_refused(pupil, voice, host):
    origin = {"Host": host, "Origin": f"http://{host}"}
    for path in ("/", "/read", "/marks", "/teacher", "/static/live.css"):
        assert pupil.get(path, headers={"Host": host}).status_code == 400
    assert pupil.client.post("/marks", json={"marks": [voice()]}, headers=origin).status_code == 400


def test_every_answer_says_what_the_page_may_do(pupil, teacher):
    answers = [pupil.get(path) for path in ("/", "/read", "/state", "/static/live.css", "/nowhere")]
    answers += [
        teacher.get("/teacher"),
        teacher.get("/qr.svg"),
        pupil.post("/marks", headers={"Origin": "null"}),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers


def test_pages_hold_no_script_style_or_address_of_their_own(pupil, teacher):
    teacher.post("/teacher/state", data={"state": "named"})
    for shown in (pupil.get("/read").text, teacher.get("/teacher").text, pupil.get("/nowhere").text):
        assert "<style" not in shown
        assert " style=" not in shown
        assert " onclick" not in shown
        assert "https://" not in shown
        assert shown.count("http://") == shown.count(ORIGIN)
