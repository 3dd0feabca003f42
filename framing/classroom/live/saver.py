"""Room classroom, live session: marks of many pupils, written to the disk together.

A disk may need ten milliseconds to make sure; a class of sixty sends a hundred marks a second. What comes while
the disk is busy waits and is written at once, and each page hears of its marks only when they are there.
"""

import asyncio
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool

from framing.classroom.live.marks import Mark, Undo
from framing.classroom.live.store import Store

_Waiting = tuple[int, Sequence[Mark | Undo], "asyncio.Future[list[str]]"]


class Saver:
    """Saves changes of pupils, one writing after the other; use it within one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def save(self, pupil: int, changes: Sequence[Mark | Undo]) -> list[str]:
        """Save changes of a pupil and return the reason for each that was refused; "" is one that is on the disk."""
        answer: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
        self._waiting.append((pupil, changes, answer))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await answer

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                told = await run_in_threadpool(
                    self._store.save, [(pupil, changes) for pupil, changes, _ in batch]
                )
            except Exception as error:
                for _, _, answer in batch:
                    if not answer.done():
                        answer.set_exception(error)
            else:
                for (_, _, answer), reasons in zip(batch, told, strict=True):
                    if not answer.done():
                        answer.set_result(reasons)
