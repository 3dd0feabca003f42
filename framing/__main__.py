"""``python -m framing``: the same as the command."""

from framing.cli import main

main()
