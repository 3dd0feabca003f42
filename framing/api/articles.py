"""Articles, and who publishes them: read, fetch and check them, know their outlets, begin an event (room: api)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.api.paths import AnyPath, event_of, input_list, lexicons_for, path_list, roots_of, stream
from framing.lexicon.language import load_language
from framing.reading import ReadingOptions
from framing.reading.event import find_lexicons, find_registry, has_event_file, unknown_concepts
from framing.schema import Article, Reject

if TYPE_CHECKING:
    from framing.lexicon.registry import AddedOutlet, ListedOutlet
    from framing.reading.fetch import Fetched
    from framing.workshop import ArticleCheck


def read(
    paths: AnyPath | Sequence[AnyPath],
    reading: ReadingOptions | None = None,
    lexicons: Sequence[AnyPath] = (),
) -> tuple[list[Article], list[Reject]]:
    """Read files and folders; return the articles in a fixed order, and what was set aside with the reasons.

    ``-`` is standard input. `reading` says which columns of a table hold what, and whether folders are outlets.
    Outlets of your own, in an ``outlets.toml`` beside the articles or in your configuration folder, are known, and
    those of `lexicons`, other files of organisations. Raises `UsageError` for a path that does not exist.
    """
    articles: list[Article] = []
    rejects: list[Reject] = []
    for found in stream(paths, reading, lexicons_for(input_list(paths), lexicons)):
        if isinstance(found, Reject):
            rejects.append(found)
        else:
            articles.append(found)
    return articles, rejects


def fetch(urls: str | Sequence[str], folder: AnyPath, *, pause_seconds: float = 2.0) -> "Iterator[Fetched]":
    """Save web pages into a folder, for later reading, and yield what became of each address.

    See `framing.reading.fetch.fetch_pages` for what is fetched and what is not.
    """
    from framing.reading.fetch import fetch_pages

    return fetch_pages([urls] if isinstance(urls, str) else urls, Path(folder), pause_seconds=pause_seconds)


def check(
    paths: AnyPath | Sequence[AnyPath],
    reading: ReadingOptions | None = None,
    lexicons: Sequence[AnyPath] = (),
) -> "ArticleCheck":
    """Read files and folders and say what was read, and what to put right before a report; nothing is annotated.

    `reading` and `lexicons` are as in `read`. Raises `UsageError` for a path that does not exist.
    """
    from framing.workshop import check_articles

    inputs = input_list(paths)
    found, roots = lexicons_for(inputs, lexicons), roots_of(inputs)
    articles, rejects = read(paths, reading, found)
    event = event_of(roots, found)
    languages = sorted({article.language for article in articles}) if event.concepts else []
    concepts = [id_ for code in languages for id_ in load_language(code, found, ("naming",)).concepts]
    return check_articles(
        articles,
        rejects,
        event,
        [str(file) for file in found],
        has_event_file(roots),
        notes=unknown_concepts(event, concepts) if articles else [],
    )


def outlets(
    words: str = "", *, country: str = "", kind: str = "", event: AnyPath | None = None
) -> "list[ListedOutlet]":
    """Return the outlets that some words name, your own and those of an `event`'s folder among them: `list_outlets`."""
    from framing.lexicon.registry import list_outlets

    return list_outlets(words, country=country, kind=kind, lexicons=find_lexicons(path_list(event or ())))


def add_outlet(
    name: str, event: AnyPath | None = None, *, extend: bool = False, **details: Any
) -> "AddedOutlet":
    """Add an outlet to the registry of an `event`'s folder, or to the one of all your events: `registry.add_outlet`.

    `details` are domains, credits, aliases, kind, type and country, see `registry.NewOutlet`.
    """
    from framing.lexicon.registry import NewOutlet
    from framing.lexicon.registry import add_outlet as add

    own = find_lexicons(path_list(event or ()))
    file = find_registry(Path(event) if event else None)
    return add(file, NewOutlet(name=name, **details), extend=extend, lexicons=own)


def new_event(folder: AnyPath, title: str = "", date: str = "", place: str = "") -> list[Path]:
    """Make a folder for an event's articles and return the files that were written: `workshop.new_event`."""
    from framing.workshop import new_event as make

    return make(Path(folder), title, date, place)
