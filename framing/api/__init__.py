"""The public interface (room: api): everything that the commands do, as plain functions."""

from typing import TYPE_CHECKING

from framing.api.annotations import annotate, annotate_all, annotate_file, correct
from framing.api.articles import add_outlet, check, fetch, new_event, outlets, read
from framing.api.classroom import can_write_word, mark_text, measure_agreement, write_classroom
from framing.api.comparisons import (
    attributions,
    collocates,
    compare,
    concordance,
    figure,
    passages,
    schema,
    summarise,
    table,
)
from framing.api.events import group_events
from framing.api.lexicons import (
    as_json,
    check_lexicon,
    draft_lexicon,
    export_lexicon,
    import_dictionary,
    list_lexicons,
    new_lexicon,
    show_lexicon,
    suggest_names,
)
from framing.api.live import delete_class, export_class, prepare_class, serve_class
from framing.api.reports import ReportSummary, make_report, write_report
from framing.api.stores import annotate_folder, read_annotations
from framing.reading import ReadingOptions

if TYPE_CHECKING:
    # What the functions return, for those who annotate their own code with it.
    from framing.classroom.agreement import AgreementReport as AgreementReport
    from framing.classroom.live.serve import Started as Started
    from framing.corpus.annotate_folder import Progress as Progress
    from framing.corpus.event_file import EventsSummary as EventsSummary
    from framing.lexicon.registry import ListedOutlet as ListedOutlet
    from framing.workshop import ArticleCheck as ArticleCheck
    from framing.workshop import CheckedArticle as CheckedArticle
    from framing.workshop import LexiconReport as LexiconReport
    from framing.workshop import ShownLexicon as ShownLexicon
    from framing.workshop import Suggestions as Suggestions

__all__ = [
    "ReadingOptions",
    "ReportSummary",
    "add_outlet",
    "annotate",
    "annotate_all",
    "annotate_file",
    "annotate_folder",
    "as_json",
    "attributions",
    "can_write_word",
    "check",
    "check_lexicon",
    "collocates",
    "compare",
    "concordance",
    "correct",
    "delete_class",
    "draft_lexicon",
    "export_class",
    "export_lexicon",
    "fetch",
    "figure",
    "group_events",
    "import_dictionary",
    "list_lexicons",
    "make_report",
    "mark_text",
    "measure_agreement",
    "new_event",
    "new_lexicon",
    "outlets",
    "passages",
    "prepare_class",
    "read",
    "read_annotations",
    "schema",
    "serve_class",
    "show_lexicon",
    "suggest_names",
    "summarise",
    "table",
    "write_classroom",
    "write_report",
]
