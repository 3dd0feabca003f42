"""Room classroom, live session: what the pages of pupils and teacher have in common: templates, forms, cookies."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from framing.report.templating import make_environment

HERE = Path(__file__).parent
STATIC = HERE / "static"

NOT_SAVED = (
    "The teacher’s machine cannot save anything: its disk may be full. What was saved before is still there."
)

_LONGEST_SECONDS = 10


@cache
def _environment() -> Environment:
    return make_environment(HERE / "templates")


def render(template: str, **values: Any) -> str:
    """Return a page; everything in it is escaped."""
    return _environment().get_template(template).render(**values)


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Answer with a page."""
    return HTMLResponse(render(template, **values), status_code=status)


def go_to(path: str) -> RedirectResponse:
    """Answer that a page is elsewhere."""
    return RedirectResponse(path, status_code=303)


async def read_body(request: Request) -> bytes:
    """Return the body; who sends it drop by drop is cut off. Raises `HTTPException`."""
    try:
        async with asyncio.timeout(_LONGEST_SECONDS):
            return await request.body()
    except TimeoutError as error:
        raise HTTPException(408, "The request took too long.") from error


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form that a page of ours has sent; raises `HTTPException` for anything else."""
    try:
        text = (await read_body(request)).decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=8, errors="strict"))
    except ValueError as error:
        raise HTTPException(400, "This form cannot be read.") from error


def set_key(response: Response, name: str, key: str) -> None:
    """Give a browser a key that no script can read and no other site can make it send."""
    response.set_cookie(name, key, max_age=14 * 24 * 3600, httponly=True, samesite="strict", path="/")


def address_of(request: Request) -> str:
    """Return the address from which a request comes; what a request says of itself counts for nothing."""
    return request.client.host if request.client else ""
