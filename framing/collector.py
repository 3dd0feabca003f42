"""Python's garbage collector, put off where it would only walk over records that stay and hold no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Annotating leaves no cycles behind; lexicons, weights and what is remembered of words are some 150,000 objects.
_OBJECTS_BETWEEN_COLLECTIONS = 200_000


def collect_seldom() -> None:
    """Let the collector run only after very many new objects, in a process that does nothing else."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


@contextmanager
def rare_collection() -> Iterator[None]:
    """Let the collector run only after very many new objects. What was made meanwhile counts as old afterwards.

    One that begins within another, or runs beside it in another thread, changes nothing; nor where somebody has put
    the collector off, or further off, already.
    """
    before = gc.get_threshold()
    if not gc.isenabled() or not 0 < before[0] < _OBJECTS_BETWEEN_COLLECTIONS:
        yield
        return
    collect_seldom()
    try:
        yield
    finally:
        _count_all_as_old()
        gc.set_threshold(*before)


@contextmanager
def without_collection() -> Iterator[None]:
    """Put the collector off: many records that stay are made in a row, and it would walk over all of them.

    Also a decorator. What was on before is on again afterwards; what was made meanwhile then counts as old.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _count_all_as_old()
            gc.enable()


def _count_all_as_old() -> None:
    """File all that is young as old without a look at each: else the next record made would start one."""
    if not gc.get_freeze_count():  # what somebody else has frozen stays so
        gc.freeze()
        gc.unfreeze()
