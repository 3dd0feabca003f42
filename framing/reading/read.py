"""Files in, articles out (room: reading): the stream that all other rooms start from."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from framing.errors import FramingError, ReadingError
from framing.reading.article import read_text
from framing.reading.duplicates import Seen, list_article
from framing.reading.files import FoundFile, find_files
from framing.reading.folders import FolderNames
from framing.reading.forms.rows import missing_columns
from framing.reading.kinds import load_form
from framing.reading.listings import Listing
from framing.reading.options import ReadingOptions
from framing.reading.records import Record
from framing.reading.unpacking import DAMAGE, Opened, damaged, open_found
from framing.schema import Article, Reject


def read(
    paths: Sequence[Path | Listing], options: ReadingOptions | None = None
) -> Iterator[Article | Reject]:
    """Yield the articles of files and folders in a fixed order, and a reject for each that is set aside.

    A folder is read with all folders in it, sorted by name; ``-`` is standard input. What a file is, its first bytes
    tell (`framing.reading.kinds`); archives are read as the folders they hold. Each id comes once, and each text once
    an outlet; later ones are rejected. Nothing is raised for bad input; no paths give nothing.
    """
    options = replace(options or ReadingOptions())
    seen = Seen()
    listed = [path if isinstance(path, Listing) else Path(path) for path in paths]
    folder_names = FolderNames(options)
    for found in find_files(listed, folder_names):
        if isinstance(found, Reject):
            yield found
            continue
        for article in read_file(found, folder_names, options):
            again = seen.check(list_article(article)) if isinstance(article, Article) else None
            yield again or article
    yield from rejects_of_columns(options)


def rejects_of_columns(options: ReadingOptions) -> Iterator[Reject]:
    """Yield a reject for each column that was asked for and that no table had which was read with these options."""
    yield from map(_reject, missing_columns(options))


def read_file(
    found: FoundFile,
    folder_names: FolderNames,
    options: ReadingOptions,
    start: int = 0,
    stop: int | None = None,
) -> Iterator[Article | Reject]:
    """Yield the articles of one file, and a reject for each that is set aside; what comes twice is not looked for.

    Of a file that can be read in parts (`count_records`), only the records from `start` up to, not including, `stop`
    are read; those before are passed over.
    """
    part = None if start == 0 and stop is None else (start, stop)
    for opened in open_found(found, folder_names):
        if isinstance(opened, ReadingError):
            yield _reject(opened)
            continue
        for record in _records(opened, options, part):
            if isinstance(record, ReadingError):
                yield _reject(record)
                continue
            article = _article(record, opened.found, options)
            if isinstance(article, Article):
                article = folder_names.place(article, opened.found.outlet)
            yield article


def count_records(found: FoundFile, options: ReadingOptions) -> int | None:
    """Return how many records a file holds, those among them that cannot be read; None where it is read as a whole.

    That is a file of another form than `Kind.splits` says, an archive, and one that is damaged or names no text.
    """
    if found.name.lower().endswith(".zip"):
        return None
    for opened in open_found(found, FolderNames(options)):
        if isinstance(opened, ReadingError) or not opened.kind.splits:
            return None
        try:
            count: int = load_form(opened.kind, found.name).count_records(
                opened.stream, found.name, replace(options)
            )
        except Exception:  # it is told, with place and remedy, when the file is read
            return None
        return count
    return None


def _records(
    opened: Opened, options: ReadingOptions, part: tuple[int, int | None] | None
) -> Iterator[Record | ReadingError]:
    """Yield the records of a file; whatever goes wrong with it ends it with an error, and the next file is read."""
    try:
        form = load_form(opened.kind, opened.found.name)
        yield from form.read_records(opened.stream, opened.found.name, options, *(part or ()))
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
