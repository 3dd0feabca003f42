"""The workshop (room: workshop): checks of lexicons, proposals for new ones, and corrections made by hand."""

from framing.workshop.beside import correct_beside
from framing.workshop.check import check_lexicon
from framing.workshop.check_articles import ArticleCheck, CheckedArticle, NearArticle, check_articles
from framing.workshop.correction_entries import CORRECTIONS_FILE, CorrectionsFile, read_corrections
from framing.workshop.corrections import Corrected, apply_corrections
from framing.workshop.new_event import new_event
from framing.workshop.phrases import propose_phrases
from framing.workshop.records import ConcordanceLine, EntryUse, LexiconReport, Overlap, Phrase

__all__ = [
    "CORRECTIONS_FILE",
    "ArticleCheck",
    "CheckedArticle",
    "ConcordanceLine",
    "Corrected",
    "CorrectionsFile",
    "EntryUse",
    "LexiconReport",
    "NearArticle",
    "Overlap",
    "Phrase",
    "apply_corrections",
    "check_articles",
    "check_lexicon",
    "correct_beside",
    "new_event",
    "propose_phrases",
    "read_corrections",
]
