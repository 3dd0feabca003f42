"""Naming disputes that articles seem to have, proposed without a naming lexicon (room: workshop)."""

from framing.workshop.suggest.draft import draft_lexicon
from framing.workshop.suggest.propose import LIMIT, suggest_names

__all__ = ["LIMIT", "draft_lexicon", "suggest_names"]
