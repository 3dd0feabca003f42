"""How a command ends: what was set aside, and the exit code.

0: all went well; 1: finished, but some articles were set aside; 2: could not run.
"""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from framing.schema import Reject

_MOST_TOLD = 50
CLEAN, WITH_REJECTS, COULD_NOT_RUN = 0, 1, 2


def finish(rejects: "list[Reject]", anything: bool = True) -> None:
    """Tell which articles were set aside, and leave with the exit code for it, or for there not being `anything`."""
    tell_rejects(rejects)
    sys.exit(code_of(rejects, anything))


def tell_rejects(rejects: "list[Reject]") -> None:
    """Tell which articles were set aside, and why."""
    for reject in rejects[:_MOST_TOLD]:
        remedy = f"; {reject.remedy}" if reject.remedy else ""
        click.echo(f"set aside: {reject.file}: {reject.reason}{remedy}", err=True)
    if len(rejects) > _MOST_TOLD:
        click.echo(f"set aside: {len(rejects) - _MOST_TOLD} more", err=True)


def code_of(rejects: "list[Reject]", anything: bool = True) -> int:
    """Return the exit code for what was set aside, and for whether `anything` could be read at all."""
    if not anything:
        return COULD_NOT_RUN
    return WITH_REJECTS if rejects else CLEAN
