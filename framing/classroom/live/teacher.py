"""Room classroom, live session: the teacher's screen, for who knows the secret that is printed at the start."""

import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from framing.classroom.live.compare import Result, compare_class
from framing.classroom.live.guard import WRONG_KEYS, Limiter
from framing.classroom.live.pages import address_of, go_to, page, read_form, render, set_key
from framing.classroom.live.store import MOST_PUPILS, STATES, Store
from framing.classroom.live.text import Lesson

_Answer = Callable[[Request], Awaitable[Response]]


class Teacher:
    """The routes of the teacher; `address` is where pupils find the class, `draw` makes a QR code of it and a code."""

    def __init__(
        self,
        store: Store,
        lesson: Lesson,
        secret: str,
        address: str,
        draw: Callable[[str], str],
        clock: Callable[[], float],
    ) -> None:
        self._store, self._lesson = store, lesson
        self._secret, self._address, self._draw = secret, address, draw
        self._cookie = f"framing-teacher-{store.get('id')}"
        self._wrong = Limiter(WRONG_KEYS, clock)
        self.routes = [
            Route("/teacher", self._guard(self.show, 200), methods=["GET"]),
            Route("/teacher/enter", self.enter, methods=["POST"]),
            *(
                Route(path, self._guard(answer), methods=[method])
                for path, method, answer in (
                    ("/teacher/progress", "GET", self.show_progress),
                    ("/teacher/state", "POST", self.change_state),
                    ("/teacher/door", "POST", self.change_door),
                    ("/teacher/code", "POST", self.renew_code),
                    ("/teacher/places", "POST", self.change_places),
                    ("/teacher/remove", "POST", self.remove),
                    ("/teacher/again", "POST", self.let_in_again),
                    ("/qr.svg", "GET", self.draw_address),
                )
            ),
        ]

    def _guard(self, answer: _Answer, status: int = 401) -> _Answer:
        """Return what answers a teacher, and asks everybody else for the secret."""

        async def answer_teacher(request: Request) -> Response:
            key = request.cookies.get(self._cookie, "")
            if not await run_in_threadpool(self._store.is_teacher, key):
                return page("enter.html.j2", status, problem="")
            return await answer(request)

        return answer_teacher

    async def enter(self, request: Request) -> Response:
        """Let in who knows the secret."""
        form, address = await read_form(request), address_of(request)
        if self._wrong.is_full(address):
            return page("enter.html.j2", 429, problem="Too many tries. Wait a minute, then try again.")
        if not secrets.compare_digest(form.get("secret", "").strip().encode(), self._secret.encode()):
            self._wrong.add(address)
            return page(
                "enter.html.j2", 403, problem="That is not the secret. It stands where framing was started."
            )
        response = go_to("/teacher")
        set_key(response, self._cookie, await run_in_threadpool(self._store.admit_teacher))
        return response

    async def show(self, request: Request) -> Response:
        """Show how far the class is; once marking has stopped, the class beside the tool."""
        state = self._store.state
        result = None if state == "marking" else await run_in_threadpool(self._compare)
        return page(
            "teacher.html.j2",
            lesson=self._lesson,
            state=state,
            address=self._address,
            code=self._store.get("code"),
            result=result,
            progress=self._progress(),
            most=MOST_PUPILS,
            door=self._store.get("door"),
        )

    def _compare(self) -> Result:
        nicknames = {pupil.number: pupil.nickname for pupil in self._store.pupils()}
        return compare_class(self._lesson, self._store.all_marks(), nicknames)

    async def show_progress(self, request: Request) -> Response:
        """Send the part of the screen that changes while the class marks."""
        html = render("progress.html.j2", lesson=self._lesson, progress=self._progress())
        return HTMLResponse(html, headers={"Class-State": self._store.state})

    def _progress(self) -> dict[str, Any]:
        pupils = self._store.pupils()
        rows = self._store.progress()
        marks: defaultdict[int, int] = defaultdict(int)
        finished: defaultdict[int, int] = defaultdict(int)
        for pupil, _, count, done in rows:
            marks[pupil] += count
            finished[pupil] += bool(done)
        return {
            "trouble": self._store.trouble,
            "places": self._store.places,
            "idle": self._store.count_idle(),
            "pupils": [
                {"pupil": one, "marks": marks[one.number], "finished": finished[one.number]} for one in pupils
            ],
            "articles": [
                {
                    "letter": article.letter,
                    "marks": sum(count for _, letter, count, _ in rows if letter == article.letter),
                    "readers": sum(letter == article.letter for _, letter, _, _ in rows),
                    "finished": sum(bool(done) for _, letter, _, done in rows if letter == article.letter),
                }
                for article in self._lesson.articles
            ],
        }

    async def change_state(self, request: Request) -> Response:
        """Go on to comparing or naming, or back."""
        state = (await read_form(request)).get("state")
        if state in STATES:
            await run_in_threadpool(self._store.put, "state", state)
        return go_to("/teacher")

    async def change_door(self, request: Request) -> Response:
        """Let nobody join any more, or again."""
        door = (await read_form(request)).get("door")
        if door in ("open", "closed"):
            await run_in_threadpool(self._store.put, "door", door)
        return go_to("/teacher")

    async def remove(self, request: Request) -> Response:
        """Take a pupil out, with all their marks; or all who have not marked anything."""
        named = (await read_form(request)).get("pupil", "")
        if (number := _whole(named, 999_999_999)) is not None:
            await run_in_threadpool(self._store.remove, number)
        elif named == "idle":
            await run_in_threadpool(self._store.remove_idle)
        return go_to("/teacher")

    async def let_in_again(self, request: Request) -> Response:
        """Let a pupil whose browser has lost its key join again under the same nickname, with all marks."""
        number = _whole((await read_form(request)).get("pupil", ""), 999_999_999)
        if number is not None:
            await run_in_threadpool(self._store.await_again, number)
        return go_to("/teacher")

    async def renew_code(self, request: Request) -> Response:
        """Draw another join code, for instance where the old one has reached somebody outside the class."""
        await run_in_threadpool(self._store.renew_code)
        return go_to("/teacher")

    async def change_places(self, request: Request) -> Response:
        """Say how many may join; nobody who has joined goes."""
        places = _whole((await read_form(request)).get("places", ""), MOST_PUPILS)
        if places:
            await run_in_threadpool(self._store.put, "places", str(places))
        return go_to("/teacher")

    async def draw_address(self, request: Request) -> Response:
        """Send the QR code; it holds the join code, so that only the teacher's screen may show it."""
        return Response(self._draw(self._store.get("code")), media_type="image/svg+xml")


def _whole(given: str, most: int) -> int | None:
    """Return the whole number of up to `most` that a form holds, or None for anything else."""
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
    return number if number is not None and number <= most else None
