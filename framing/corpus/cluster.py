"""Workers of a cluster that is there already (room: corpus): a Dask scheduler as an executor for shards.

What travels to them are a function's name, paths and settings, and small summaries come back: workers read the articles
and write the store themselves, so that both must lie where all of them reach them.
"""

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple

from framing.corpus.annotate import Settings
from framing.errors import FramingError, UsageError
from framing.features import annotation_signature
from framing.lexicon.language import load_language
from framing.scoring.signature import signature_difference
from framing.version import __version__

_SECONDS_TO_ANSWER = 10
# A cluster may still be starting its workers when its scheduler answers.
_SECONDS_FOR_WORKERS = 30
# A shard is a minute's work and some hundred bytes: so many keep a thousand workers busy for long.
_PLACES = 10_000
_EXAMPLE = "an address such as tcp://10.0.0.1:8786"


class Cluster(NamedTuple):
    """Workers as an executor, and what it raises for a task that no worker survived."""

    executor: Executor
    lost: tuple[type[BaseException], ...]

    def open(self, places: int) -> AbstractContextManager[Executor]:
        """Open the executor, as an engine does: it is open, and stays so."""
        return nullcontext(self.executor)

    @property
    def places(self) -> int:
        """How many shards are handed in at a time: enough for workers that come later, too."""
        return _PLACES


@contextmanager
def connect(
    address: str,
    settings: Settings,
    seconds: float = _SECONDS_TO_ANSWER,
    workers: float = _SECONDS_FOR_WORKERS,
) -> Iterator[Cluster]:
    """Give an executor whose tasks run on the workers of the Dask scheduler at `address`.

    The scheduler has `seconds` to answer, and as many as `workers` says to have one worker. A task whose worker dies is
    run by another one. Raises `UsageError` where nobody answers, where there are no workers, where those that there are
    would annotate otherwise than this process (no framing, another version, other lexicons), where the scheduler is
    lost, and where Dask is not installed.
    """
    client = _reach(address, seconds)
    try:
        _check_workers(client, address, settings, workers)
        yield Cluster(client.get_executor(pure=False), (_killed(),))
    except CancelledError as error:
        raise UsageError(
            address,
            "the scheduler was lost on the way",
            remedy="start it again, then run the same command with --resume: what is done stays done",
        ) from error
    finally:
        client.close(timeout=seconds)


def _reach(address: str, seconds: float) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "--engine dask", "Dask is not installed", "", "pip install 'framing[scale]'"
        ) from None
    make: Any = Client  # Dask's own functions have no types
    try:
        # In a thread of its own, since a notebook has a loop already.
        with ThreadPoolExecutor(1) as beside:
            beside.submit(asyncio.run, _ask(address, seconds)).result()
        return make(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            address,
            f"no Dask scheduler answers: {error or 'it is silent'}",
            _EXAMPLE,
            "start one (dask scheduler), or check address and firewall",
        ) from error


async def _ask(address: str, seconds: float) -> None:
    """Raise `OSError` (`TimeoutError`) where no scheduler says who it is: a client would wait for it for ever."""
    from distributed.core import rpc

    ask: Any = rpc
    async with asyncio.timeout(seconds), ask(address, timeout=seconds) as scheduler:
        await scheduler.identity()


def _killed() -> type[BaseException]:
    from distributed import KilledWorker

    killed: type[BaseException] = KilledWorker
    return killed


def _check_workers(client: Any, address: str, settings: Settings, seconds: float) -> None:
    from distributed import TimeoutError as NoWorkers

    try:
        client.wait_for_workers(1, timeout=seconds)
    except NoWorkers:
        raise UsageError(
            address, "the scheduler has no workers", "at least one", f"start some: dask worker {address}"
        ) from None
    mine = describe_worker(settings)
    # What cannot even be unpacked there comes as an exception, too.
    found: Mapping[str, Any] = client.run(describe_worker, settings, on_error="return")
    for worker, theirs in sorted(found.items()):
        if theirs == mine:
            continue
        where = f"worker {worker} of {address}"
        if isinstance(theirs, FramingError):
            raise UsageError(where, str(theirs), "the same files on every worker")
        if isinstance(theirs, Exception):
            raise UsageError(
                where,
                f"cannot run framing: {theirs}",
                f"framing {__version__} beside Dask",
                "install it there",
            )
        raise UsageError(
            where,
            f"would annotate with {signature_difference(theirs, mine)}",
            signature_difference(mine, theirs),
            "install the same version of framing on all of them",
        )


def describe_worker(settings: Settings) -> str:
    """Return the signature of annotations as this process would make them of English articles."""
    language = load_language("en", settings.lexicons)
    return annotation_signature(language, *settings.finding)
