"""The workshop (room: workshop): checks of lexicons, proposals for new ones, and corrections made by hand."""

from framing.workshop.beside import correct_beside
from framing.workshop.check import check_lexicon
from framing.workshop.correction_entries import CORRECTIONS_FILE, CorrectionsFile, read_corrections
from framing.workshop.corrections import Corrected, apply_corrections
from framing.workshop.phrases import propose_phrases
from framing.workshop.records import (
    ConcordanceLine,
    EntryUse,
    LexiconReport,
    NamingProposal,
    Overlap,
    Phrase,
    ProposedVariant,
    Suggestions,
    VariantLine,
)
from framing.workshop.suggest import draft_lexicon, suggest_names

__all__ = [
    "CORRECTIONS_FILE",
    "ConcordanceLine",
    "Corrected",
    "CorrectionsFile",
    "EntryUse",
    "LexiconReport",
    "NamingProposal",
    "Overlap",
    "Phrase",
    "ProposedVariant",
    "Suggestions",
    "VariantLine",
    "apply_corrections",
    "check_lexicon",
    "correct_beside",
    "draft_lexicon",
    "propose_phrases",
    "read_corrections",
    "suggest_names",
]
