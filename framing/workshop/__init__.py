"""The workshop (room: workshop): checks of lexicons, and proposals for new ones from the articles themselves."""

from framing.workshop.check import check_lexicon
from framing.workshop.phrases import propose_phrases
from framing.workshop.records import ConcordanceLine, EntryUse, LexiconReport, Overlap, Phrase

__all__ = [
    "ConcordanceLine",
    "EntryUse",
    "LexiconReport",
    "Overlap",
    "Phrase",
    "check_lexicon",
    "propose_phrases",
]
