"""Files in, articles out (room: reading): the stream that all other rooms start from."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from framing.errors import FramingError, ReadingError
from framing.reading.article import read_text
from framing.reading.files import FoundFile, find_files
from framing.reading.folders import FolderNames
from framing.reading.forms.rows import missing_columns
from framing.reading.kinds import load_form
from framing.reading.options import ReadingOptions
from framing.reading.records import Record
from framing.reading.unpacking import DAMAGE, Opened, damaged, open_found
from framing.schema import Article, Reject

_DIGEST_BYTES = 16


def read(paths: Sequence[Path], options: ReadingOptions | None = None) -> Iterator[Article | Reject]:
    """Yield the articles of files and folders in a fixed order, and a reject for each that is set aside.

    A folder is read with all folders in it, sorted by name; ``-`` is standard input. What a file is, its first bytes
    tell (`framing.reading.kinds`); archives are read as the folders they hold. Each id comes once, and each text once
    an outlet; later ones are rejected. Nothing is raised for bad input; no paths give nothing.
    """
    options = replace(options or ReadingOptions())
    seen = _Seen()
    folder_names = FolderNames(options)
    for found in find_files([Path(path) for path in paths], folder_names):
        if isinstance(found, Reject):
            yield found
            continue
        for article in _read_file(found, folder_names, options):
            yield seen.check(article) if isinstance(article, Article) else article
    yield from map(_reject, missing_columns(options))


def _read_file(
    found: FoundFile, folder_names: FolderNames, options: ReadingOptions
) -> Iterator[Article | Reject]:
    for opened in open_found(found, folder_names):
        if isinstance(opened, ReadingError):
            yield _reject(opened)
            continue
        for record in _records(opened, options):
            if isinstance(record, ReadingError):
                yield _reject(record)
                continue
            article = _article(record, opened.found, options)
            if isinstance(article, Article):
                article = folder_names.place(article, opened.found.outlet)
            yield article


def _records(opened: Opened, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the records of a file; whatever goes wrong with it ends it with an error, and the next file is read."""
    try:
        yield from load_form(opened.kind, opened.found.name).read_records(
            opened.stream, opened.found.name, options
        )
    except ReadingError as error:
        yield error
    except FramingError:
        raise
    except DAMAGE as error:
        yield damaged(opened.found.name, error)
    except Exception as error:
        yield _failed(error, opened.found.name)


def _article(record: Record, found: FoundFile, options: ReadingOptions) -> Article | Reject:
    where = f"{found.name}, {record.place}" if record.place else found.name
    try:
        return read_text(
            record.text,
            file=found.name,
            id=f"{found.id}#{record.part}" if record.part else found.id,
            metadata=record.metadata,
            front_matter=record.front_matter,
            encoding=record.encoding,
            notes=record.notes,
            options=options,
        )
    except ReadingError as error:
        return _reject(error, where)
    except FramingError:
        raise  # a lexicon that cannot be read is no fault of the article
    except Exception as error:  # whatever is wrong with one article, the rest is read
        return _reject(_failed(error, where))


def _reject(error: ReadingError, where: str | None = None) -> Reject:
    reason = f"{error.found}; expected {error.expected}" if error.expected else error.found
    return Reject(file=where or error.where, reason=reason, remedy=error.remedy)


def _failed(error: Exception, where: str) -> ReadingError:
    if isinstance(error, ImportError):  # no fault of the article
        reason = " ".join(str(error).split())[:120]
        return ReadingError(
            where, f"needs a library that is not installed: {reason}", "", "install framing again"
        )
    return ReadingError(
        where,
        f"reading failed: {type(error).__name__}: {' '.join(str(error).split())[:120]}",
        "",
        "please report this, with the article if you may share it",
    )


class _Seen:
    """The ids and texts that came so far; of a text only its digest is kept.

    What two outlets print word for word is an article of each: which outlets take one agency's copy is a finding.
    """

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._texts: dict[tuple[bytes, str | None], str] = {}

    def check(self, article: Article) -> Article | Reject:
        """Return the article, or a reject where its id or its outlet's text has come before."""
        text = (_digest(article.text), article.outlet)
        earlier = self._texts.get(text)
        place = (
            article.file
            if article.file.rpartition(".")[0] == article.id
            else f"{article.file} ({article.id})"
        )
        if earlier is not None:
            return Reject(
                file=place,
                reason=f"same text as {earlier}",
                remedy="keep one of the two; it is counted once",
            )
        if article.id in self._ids:
            return Reject(
                file=place,
                reason=f"the id {article.id!r} has come before with another text",
                remedy="give each article an id of its own",
            )
        self._ids.add(article.id)
        self._texts[text] = place
        return article


def _digest(text: str) -> bytes:
    return hashlib.blake2b(
        " ".join(text.split()).encode("utf-8", "replace"), digest_size=_DIGEST_BYTES
    ).digest()
