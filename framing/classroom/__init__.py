"""Room classroom: exercises with keys from a comparison, each answer with its passage."""

from framing.classroom.write import write_pack

__all__ = ["write_pack"]
