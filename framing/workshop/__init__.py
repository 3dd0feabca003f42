"""The workshop (room: workshop): checks of lexicons, proposals for new ones, and corrections made by hand."""

from framing.workshop.beside import correct_beside, correct_by, find_corrections, names_told
from framing.workshop.check import check_lexicon
from framing.workshop.check_articles import ArticleCheck, CheckedArticle, NearArticle, check_articles
from framing.workshop.correction_entries import CORRECTIONS_FILE, CorrectionsFile, read_corrections
from framing.workshop.corrections import Corrected, apply_corrections
from framing.workshop.dictionaries import Exported, ExportFormat, export_lexicon
from framing.workshop.new_event import new_event
from framing.workshop.new_lexicons import Imported, ImportKind, import_dictionary, new_lexicon
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
from framing.workshop.show import LexiconSummary, ShownLexicon, list_lexicons, open_lexicon, show_lexicon
from framing.workshop.suggest import draft_lexicon, suggest_names

__all__ = [
    "CORRECTIONS_FILE",
    "ArticleCheck",
    "CheckedArticle",
    "ConcordanceLine",
    "Corrected",
    "CorrectionsFile",
    "EntryUse",
    "ExportFormat",
    "Exported",
    "ImportKind",
    "Imported",
    "LexiconReport",
    "LexiconSummary",
    "NamingProposal",
    "NearArticle",
    "Overlap",
    "Phrase",
    "ProposedVariant",
    "ShownLexicon",
    "Suggestions",
    "VariantLine",
    "apply_corrections",
    "check_articles",
    "check_lexicon",
    "correct_beside",
    "correct_by",
    "draft_lexicon",
    "export_lexicon",
    "find_corrections",
    "import_dictionary",
    "list_lexicons",
    "names_told",
    "new_event",
    "new_lexicon",
    "open_lexicon",
    "propose_phrases",
    "read_corrections",
    "show_lexicon",
    "suggest_names",
]
