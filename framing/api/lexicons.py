"""Lexicons: look at them, check them, make and exchange them, have them proposed (room: api)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from framing.api.annotations import annotate_all
from framing.api.articles import read
from framing.api.paths import AnyPath, path_list
from framing.schema import Annotations, Reject

if TYPE_CHECKING:
    from framing.lexicon.entries import Kind
    from framing.workshop import (
        Exported,
        ExportFormat,
        Imported,
        ImportKind,
        LexiconReport,
        LexiconSummary,
        ShownLexicon,
        Suggestions,
    )


def check_lexicon(file: AnyPath, paths: AnyPath | Sequence[AnyPath] = ()) -> "LexiconReport":
    """Check a lexicon: what it holds, what overlaps with shipped ones, how often its entries match in articles.

    Articles that cannot be read stand in the report's rejects. Raises `LexiconError` for a lexicon with a fault and
    `UsageError` for a path that does not exist.
    """
    from framing.workshop import check_lexicon as check

    articles, rejects = read(paths) if path_list(paths) else ([], [])
    return check(Path(file), articles, rejects)


def list_lexicons(language: str | None = None) -> "list[LexiconSummary]":
    """Return header, digest and size of the shipped lexicons of a language, or of all languages.

    Raises `UsageError` for a language without lexicons.
    """
    from framing.workshop import list_lexicons as list_shipped

    return list_shipped(language)


def show_lexicon(name: AnyPath, words: Sequence[str] = ()) -> "ShownLexicon":
    """Return a lexicon, by its file or by the id of a shipped one, with the entries that hold one of the words, or all.

    Raises `UsageError` for an unknown id and `LexiconError` for a file with a fault.
    """
    from framing.workshop import show_lexicon as show

    return show(name, words)


def new_lexicon(file: AnyPath, kind: "Kind" = "naming", language: str = "en") -> Path:
    """Write a lexicon with one example entry, to overwrite by hand; see `framing.workshop.new_lexicons`."""
    from framing.workshop import new_lexicon as new

    return new(Path(file), kind, language)


def import_dictionary(
    file: AnyPath,
    target: AnyPath,
    kind: "ImportKind" = "frames",
    *,
    category: str | None = None,
    language: str = "en",
    licence: str = "not stated",
) -> "Imported":
    """Write a LIWC, quanteda or CSV dictionary as a lexicon; see `framing.workshop.new_lexicons.import_dictionary`."""
    from framing.workshop import import_dictionary as take_over

    return take_over(Path(file), Path(target), kind, category=category, language=language, licence=licence)


def export_lexicon(name: AnyPath, form: "ExportFormat" = "csv", target: AnyPath | None = None) -> "Exported":
    """Return a lexicon as the text of a CSV or of a quanteda dictionary, with what is lost on the way.

    A `target` is a new file to write it to. Raises as `show_lexicon` does, and `UsageError` for a target that exists.
    """
    from framing.lexicon.write import write_new
    from framing.workshop import export_lexicon as export
    from framing.workshop import open_lexicon

    exported = export(open_lexicon(name), form)
    if target is not None:
        write_new(Path(target), exported.text)
    return exported


def suggest_names(
    articles: "AnyPath | Sequence[AnyPath] | Sequence[Annotations]",
    *,
    limit: int = 20,
    lexicons: Sequence[AnyPath] = (),
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> "Suggestions":
    """Propose naming disputes from articles, files and folders or annotations; see `framing.workshop.suggest_names`.

    Raises `UsageError` for paths that do not exist or hold no article.
    """
    from framing.workshop import suggest_names as suggest

    if not isinstance(articles, str | Path) and articles and isinstance(articles[0], Annotations):
        held, rejects = [one for one in articles if isinstance(one, Annotations)], list[Reject]()
    else:
        held, rejects = annotate_all(
            cast("AnyPath | Sequence[AnyPath]", articles),
            lexicons=lexicons,
            workers=workers,
            progress=progress,
        )
    return suggest(held, limit=limit, lexicons=path_list(lexicons), rejects=rejects)


def draft_lexicon(suggestions: "Suggestions", lexicon_id: str = "my-names") -> str:
    """Return proposals as the text of a naming lexicon to edit; see `framing.workshop.draft_lexicon`."""
    from framing.workshop import draft_lexicon as draft

    return draft(suggestions, lexicon_id)


def as_json(suggestions: "Suggestions") -> str:
    """Return proposals with all their places as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(suggestions), indent=1).decode()
