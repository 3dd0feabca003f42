"""Room classroom: exercises with keys from a comparison, each answer with its passage."""

from framing.classroom.lesson import notes_on
from framing.classroom.write import write_pack

__all__ = ["notes_on", "write_pack"]
