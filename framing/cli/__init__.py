"""The command line (room: cli): a thin skin over `framing.api`, which is loaded only when a command runs."""

from framing.cli.commands import main

__all__ = ["main"]
