"""Where shards are worked on (room: corpus): anything with the interface of `concurrent.futures.Executor`.

An engine is a function that opens an executor of so many places, as a context manager; it is opened anew after one of
its processes died. Only what is handed in and small summaries travel: workers read and write storage themselves.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing import connection
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Engine = Callable[[int], AbstractContextManager[Executor]]
LOST: tuple[type[BaseException], ...] = (BrokenExecutor,)
_SECONDS_BETWEEN_LOOKS = 0.3
_SECONDS_FOR_A_DEATH = 3.0


class Lost(Exception):  # noqa: N818 - what became of a shard, not an error that is raised
    """What becomes of a piece of work whose worker died each time."""


def run_shards(
    engine: Engine,
    work: Callable[[T], R],
    shards: Iterable[T],
    places: int,
    lost: tuple[type[BaseException], ...] = LOST,
    look: Callable[[], None] | None = None,
) -> Iterator[tuple[T, R | Lost]]:
    """Yield each shard with its result, as they come, worked on in so many places at a time.

    Where a worker dies (an error of `lost`), what was in work then is tried again twice on new workers, the second time
    alone, so that no shard is blamed for another; what kills its worker even then is `Lost`. All else that `work`
    raises ends the run. `look` is called every now and then while there is work.
    """
    left = list(shards)
    for places_now in (places, places, 1):
        left = yield from _run_once(engine, work, left, places_now, lost, look)
    for shard in left:
        yield shard, Lost("the process that worked on it died three times")


def _run_once(
    engine: Engine,
    work: Callable[[T], R],
    shards: list[T],
    places: int,
    lost: tuple[type[BaseException], ...],
    look: Callable[[], None] | None,
) -> Generator[tuple[T, R | Lost], None, list[T]]:
    """Yield what could be done, and return what was in work when a worker died."""
    waiting, died = list(reversed(shards)), []
    while waiting:
        with engine(places) as executor:
            running: dict[Future[R], T] = {}
            broken = False
            while (waiting and not broken) or running:
                while waiting and not broken and len(running) < places:
                    try:
                        running[executor.submit(work, waiting[-1])] = waiting[-1]
                    except lost:  # it broke since the last result: this one was never begun
                        broken = True
                    else:
                        waiting.pop()
                done = wait(running, look and _SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED).done
                if look:
                    look()
                for future in done:
                    shard = running.pop(future)
                    try:
                        result = future.result()
                    except lost:
                        broken = True
                        died.append(shard)
                    else:
                        yield shard, result
    return died


class _Here(Executor):
    """Works in this process, at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def here(places: int) -> Iterator[Executor]:
    """Open an executor that works in this process, whatever the places: for little work."""
    yield _Here()


@contextmanager
def processes(places: int) -> Iterator[Executor]:
    """Open an executor of so many processes.

    They end with this one, however it ends, and at once where it is interrupted.
    """
    pool = ProcessPoolExecutor(places, _context(), initializer=_begin_worker)
    ended = threading.Event()
    threading.Thread(target=_break_after_a_death, args=(pool, ended), daemon=True).start()
    try:
        yield pool
    except BaseException:
        for process in _processes(pool):
            process.kill()
        raise
    finally:
        ended.set()
        pool.shutdown(cancel_futures=True)


def _processes(pool: ProcessPoolExecutor) -> list[Any]:
    return list((pool._processes or {}).values())


def _break_after_a_death(pool: ProcessPoolExecutor, ended: threading.Event) -> None:
    """Break a pool that does not see by itself that one of its processes died.

    It reads a result to its end before it looks at its processes; of one that was killed amid sending, the end never
    comes, and a lock that it held keeps the others from sending theirs.
    """
    while not ended.wait(1):
        processes = _processes(pool)
        results: Any = pool._result_queue
        if connection.wait([one.sentinel for one in processes], 0) and not ended.wait(_SECONDS_FOR_A_DEATH):
            for one in processes:
                one.kill()
            results._writer.close()  # with the last that could write, the reading ends too
            return


def _context() -> Any:
    """Return how processes start: never as a copy of this one, which may have threads and holds a lock."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["framing.corpus.work"])
    return context


def _begin_worker() -> None:
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    """A process whose parent was killed would wait for work, and hold its files, for ever."""
    parent.join()
    os._exit(1)
