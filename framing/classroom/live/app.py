"""Room classroom, live session: the application: routes of pupils and teacher behind the guards."""

import time
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from framing.classroom.live.guard import LARGEST_BODY, Guard
from framing.classroom.live.pages import NOT_SAVED, STATIC, page
from framing.classroom.live.pupils import Pupils
from framing.classroom.live.store import NotSavedError, Store
from framing.classroom.live.teacher import Teacher
from framing.classroom.live.text import Lesson

_NO_PAGE = "There is no such page here. Pupils begin at the address on the board, the teacher at /teacher."


def make_app(
    store: Store,
    lesson: Lesson,
    *,
    secret: str,
    hosts: Sequence[str],
    address: str,
    draw: Callable[[str], str],
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """Return the application.

    `hosts` are the names by which it may be asked, without port; `address` is where pupils find it, and `draw` makes
    the QR code of it, an SVG picture, for a join code. `clock` tells the seconds by which who is too fast has to wait.
    """
    routes: list[Route | Mount] = [
        *Pupils(store, lesson, clock).routes,
        *Teacher(store, lesson, secret, address, draw, clock).routes,
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
        exception_handlers={HTTPException: _tell, NotSavedError: _tell_disk},
        max_body_size=LARGEST_BODY,
    )


async def _tell(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = _NO_PAGE if error.status_code == 404 else error.detail
    return page("problem.html.j2", error.status_code, problem=problem)


async def _tell_disk(request: Request, error: Exception) -> Response:
    return page("problem.html.j2", 507, problem=NOT_SAVED)
