"""Room classroom, live session: the pupils' pages: join, read and mark. Nothing here knows a key before the end."""

import secrets
from collections.abc import Callable
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from framing.classroom.live.guard import JOINS, MARKS, REQUESTS, WRONG_KEYS, Limiter
from framing.classroom.live.marks import LONGEST_NOTE, Mark, Undo, check_change, decode_batch
from framing.classroom.live.nicknames import clean_nickname
from framing.classroom.live.pages import address_of, go_to, page, read_body, read_form, render, set_key
from framing.classroom.live.saver import Saver
from framing.classroom.live.store import NotSavedError, Pupil, RefusedError, Store
from framing.classroom.live.text import Lesson

_NO_NICKNAME = "A nickname has 1 to 24 letters or digits and begins with one of them."
_WRONG_CODE = "That is not the code of this class. It stands on the board."
_SLOW_DOWN = "Too many requests. Wait a moment, then load the page again."
_QUEUE = "Many are joining at once. This page tries again by itself in a few seconds."
_WAIT = "Too many tries. Wait a minute, then try again."


class Pupils:
    """The routes of the pupils; `clock` is that of the limits."""

    def __init__(self, store: Store, lesson: Lesson, clock: Callable[[], float]) -> None:
        self._store, self._lesson = store, lesson
        self._saver = Saver(store)
        self._cookie = f"framing-pupil-{store.get('id')}"
        self._wrong, self._joins = Limiter(WRONG_KEYS, clock), Limiter(JOINS, clock)
        self._marks, self._requests = Limiter(MARKS, clock), Limiter(REQUESTS, clock)
        # The same for every pupil, and by far the most of the page.
        self._articles = Markup(render("articles.html.j2", lesson=lesson, longest_note=LONGEST_NOTE))
        self._facts = Markup(render("found.html.j2", lesson=lesson))
        self.routes = [
            Route("/", self.show_door, methods=["GET"]),
            Route("/join", self.join, methods=["POST"]),
            Route("/read", self.read, methods=["GET"]),
            Route("/marks", self.send_marks, methods=["GET"]),
            Route("/marks", self.save_marks, methods=["POST"]),
            Route("/state", self.send_state, methods=["GET"]),
            Route("/facts", self.send_facts, methods=["GET"]),
        ]

    async def _who(self, request: Request) -> Pupil | None:
        """Return who asks; raises `HTTPException` for a pupil who asks too often."""
        pupil = await run_in_threadpool(self._store.pupil, request.cookies.get(self._cookie, ""))
        if pupil and not self._requests.allow(pupil.number):
            raise HTTPException(429, _SLOW_DOWN)
        return pupil

    async def show_door(self, request: Request) -> Response:
        """Show the form to join, its code filled in for those who come by the QR code."""
        if await self._who(request):
            return go_to("/read")
        return self._door(code=request.query_params.get("code", "")[:12])

    def _door(self, code: str = "", nickname: str = "", problem: str = "", status: int = 200) -> Response:
        return page(
            "join.html.j2",
            status,
            again=problem == _QUEUE,
            title=self._lesson.title,
            code=code,
            nickname=nickname,
            problem=problem,
            closed=self._store.get("door") != "open",
        )

    async def join(self, request: Request) -> Response:
        """Let in who knows the code, under a nickname that nobody has."""
        form, address = await read_form(request), address_of(request)
        if await self._who(request):
            # A second place in the class would be one that somebody else lacks.
            return go_to("/read")
        code, nickname = form.get("code", ""), form.get("nickname", "")
        if self._store.get("door") != "open":
            return self._door(code, nickname, status=403)
        given = "".join(code.split()).upper()[:40]
        if not secrets.compare_digest(given.encode(), self._store.get("code").encode()):
            # A class may share one address: whoever guesses there keeps nobody out who knows the code. What keeps
            # them from finding it is its length: this slows down nobody who does not read the answer.
            if not self._wrong.allow(address):
                return self._door(code[:12], nickname, _WAIT, 429)
            return self._door(code[:12], nickname, _WRONG_CODE, 403)
        if not self._joins.allow(address):
            return self._door(code, nickname, _QUEUE, 429)
        name = clean_nickname(nickname)
        if name is None:
            return self._door(code, "", _NO_NICKNAME, 400)
        try:
            key = await run_in_threadpool(self._store.join, name)
        except RefusedError as refusal:
            return self._door(code, nickname, str(refusal), 409)
        response = go_to("/read")
        set_key(response, self._cookie, key)
        return response

    async def read(self, request: Request) -> Response:
        """Show all articles on one page, so that it goes on where the network does not."""
        pupil = await self._who(request)
        if pupil is None:
            return go_to("/")
        return page(
            "read.html.j2",
            lesson=self._lesson,
            pupil=pupil,
            session=self._store.get("id"),
            articles=self._articles,
        )

    async def send_marks(self, request: Request) -> Response:
        """Send a pupil their own marks: whose they are is said by the key, never by the request."""
        pupil = await self._who(request)
        if pupil is None:
            return _nobody()
        marks = await run_in_threadpool(self._store.marks_of, pupil.number)
        return _json({"marks": [mark._asdict() for mark in marks], **self._state()})

    async def send_state(self, request: Request) -> Response:
        """Send whether the class still marks; once the outlets are named, names and the tool's marks too."""
        return _json(self._state()) if await self._who(request) else _nobody()

    async def send_facts(self, request: Request) -> Response:
        """Send what the tool found of what is missing, once the outlets are named."""
        if await self._who(request) is None:
            return _nobody()
        if self._store.state != "named":
            return _json({"problem": "the answers are not open yet"}, 403)
        return HTMLResponse(self._facts)

    def _state(self) -> dict[str, Any]:
        state = self._store.state
        if state != "named":
            return {"state": state}
        return {
            "state": state,
            "articles": {
                one.letter: {
                    "outlet": one.outlet,
                    "voices": one.voices,
                    "loaded": [number for number, loaded in enumerate(one.loaded) if loaded],
                }
                for one in self._lesson.articles
            },
        }

    async def save_marks(self, request: Request) -> Response:
        """Save changes; what is said to be saved is on the disk."""
        pupil = await self._who(request)
        if pupil is None:
            return _nobody()
        try:
            changes = decode_batch(await read_body(request))
        except ValueError:
            return _json({"problem": "these are no marks"}, 400)
        if self._store.state != "marking":
            return _json({"problem": "the class has stopped marking", "state": self._store.state}, 409)
        if not self._marks.allow(pupil.number, len(changes)):
            return _json({"problem": "slow down"}, 429)
        checked = [check_change(change, self._lesson) for change in changes]
        good = [one for one in checked if isinstance(one, Mark | Undo)]
        try:
            reasons = iter(await self._saver.save(pupil.number, good) if good else [])
        except NotSavedError:
            return _json({"problem": "the teacher's machine cannot save"}, 507)
        told = [one if isinstance(one, str) else next(reasons) for one in checked]
        pairs = list(zip((change.id for change in changes), told, strict=True))
        return _json(
            {
                "saved": [id_ for id_, reason in pairs if not reason],
                "refused": {id_: reason for id_, reason in pairs if reason and id_},
                # Only a page that is not ours, or is broken, sends what has no id: it is told the place.
                "unreadable": [place for place, (id_, _) in enumerate(pairs) if not id_],
                "state": self._store.state,
            }
        )


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def _nobody() -> Response:
    return JSONResponse({"problem": "you are not in this class"}, 401)
