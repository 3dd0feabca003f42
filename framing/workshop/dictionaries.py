"""Word lists of other tools (room: workshop): LIWC ``.dic``, quanteda YAML and two-column CSV, read and written.

LIWC and quanteda know words and a trailing ``*`` in any case, so what is read from them is written small. What a
lexicon, or the other format, cannot hold is named and counted, never dropped in silence.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from framing.errors import LexiconError, UsageError, nearest_name
from framing.lexicon.entries import (
    CueEntry,
    Entry,
    FrameEntry,
    LoadedEntry,
    NamingEntry,
    SourceEntry,
    StanceEntry,
)
from framing.lexicon.load import Lexicon, check_form, is_proper, labelled_forms, normal_form
from framing.reading.decode import decode

ExportFormat = Literal["csv", "quanteda"]

# A file of another tool is far smaller; what is larger is no list of words.
_MOST_BYTES = 50_000_000
# The names of columns in English and German, and the commonest of some other languages.
_WORD_COLUMNS = (
    *(
        "form",
        "forms",
        "word",
        "words",
        "term",
        "terms",
        "pattern",
        "token",
        "entry",
        "lemma",
        "keyword",
        "phrase",
    ),
    *(
        "expression",
        "wort",
        "wörter",
        "begriff",
        "ausdruck",
        "stichwort",
        "mot",
        "terme",
        "palabra",
        "término",
    ),
)
_CATEGORY_COLUMNS = (
    *(
        "category",
        "categories",
        "class",
        "label",
        "key",
        "group",
        "concept",
        "type",
        "topic",
        "frame",
        "code",
    ),
    *(
        "dimension",
        "kategorie",
        "klasse",
        "gruppe",
        "konzept",
        "thema",
        "typ",
        "catégorie",
        "classe",
        "categoría",
    ),
)
_VARIANT_COLUMNS = ("variant", "variante", "wording")


class Word(NamedTuple):
    """A word of a dictionary with the path of its category, outermost first, and where it stands in the file."""

    form: str
    category: tuple[str, ...]
    place: str


class Skipped(NamedTuple):
    """A word that could not be taken over, where it stands, and why."""

    form: str
    place: str
    reason: str


class Dictionary(NamedTuple):
    """The words of a dictionary that a lexicon can hold, in the order of the file, and those that it cannot.

    `note` says what the first row of a table was taken for.
    """

    words: list[Word]
    skipped: list[Skipped]
    note: str = ""


class Exported(NamedTuple):
    """A lexicon in another tool's format, and what that format cannot say."""

    text: str
    warnings: list[str]


def read_dictionary(file: Path) -> Dictionary:
    """Read a LIWC dictionary (``.dic``), a quanteda dictionary (``.yml``, ``.yaml``) or a table (``.csv``, ``.tsv``).

    Words that no lexicon can hold are set aside with the reason. Raises `UsageError` for any other ending, and for
    a file that is not what its ending says or holds no word.
    """
    readers = {".dic": _liwc, ".yml": _quanteda, ".yaml": _quanteda, ".csv": _table, ".tsv": _table}
    ending = file.suffix.lower()
    if ending not in readers:
        raise UsageError(
            file, f"ends in {ending!r}", "a LIWC .dic, a quanteda .yml, or a .csv", "save it as one of these"
        )
    text, words, skipped = _text_of(file), [], []
    seen: set[tuple[str, tuple[str, ...], bool]] = set()
    for found in readers[ending](text, file):
        word = found if isinstance(found, Skipped) else _usable(found, seen)
        if isinstance(word, Skipped):
            skipped.append(word)
        else:
            words.append(word)
    if not words:
        more = f": {skipped[0].form!r}, {skipped[0].reason}" if skipped else ""
        raise UsageError(file, f"holds no word that can be taken over{more}", "words with their categories")
    return Dictionary(words, skipped, _about_first_row(text) if readers[ending] is _table else "")


def export_lexicon(lexicon: Lexicon, form: ExportFormat) -> Exported:
    """Return a lexicon as CSV (form, category and, of naming, variant) or as a quanteda dictionary in YAML."""
    rows = list(dict.fromkeys(_rows_of(lexicon.entries)))
    warnings = list(_losses(lexicon, form))
    return Exported(_csv(rows) if form == "csv" else _yaml(rows), warnings)


# --- reading ----------------------------------------------------------------------------------------------------


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise UsageError(file, "is larger than 50 MB", "a list of words")
        return decode(file.read_bytes(), str(file)).text
    except OSError as error:
        raise UsageError(
            file, f"cannot be read: {error.strerror or error}", "a file", "check the path"
        ) from error


def _usable(word: Word, seen: set[tuple[str, tuple[str, ...], bool]]) -> Word | Skipped:
    try:
        check_form(word.place, word.form)
    except LexiconError as error:
        return Skipped(word.form, word.place, error.found)
    key = (normal_form(word.form), word.category, is_proper(word.form))
    if key in seen:
        return Skipped(word.form, word.place, f"stands twice in {': '.join(word.category)}")
    seen.add(key)
    return word


def _liwc(text: str, file: Path) -> Iterator[Word | Skipped]:
    lines = text.splitlines()
    marks = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise UsageError(file, "has no list of categories", "two lines with % around the categories")
    names: dict[str, str] = {}
    for line in lines[marks[0] + 1 : marks[1]]:
        parts = line.split(None, 1)
        if len(parts) == 2:
            # LIWC 2015 says after the short name what it stands for.
            names[parts[0]] = re.sub(r"\s*\(.*\)\s*$", "", parts[1]).strip() or parts[1].strip()
    for number, line in enumerate(lines[marks[1] + 1 :], marks[1] + 2):
        place = f"line {number}"
        fields = line.split("\t") if "\t" in line else re.split(r"\s+(?=\d)", line.strip())
        form, ids = fields[0].strip(), " ".join(fields[1:]).split()
        if not form:
            continue
        if not ids:
            yield Skipped(form, place, "has no category")
        for id_ in dict.fromkeys(ids):
            if id_ not in names:
                yield Skipped(
                    form, place, f"has the category {id_!r}, which is not in the list of categories"
                )
            elif re.search(r"\([\w*]|<\w|\d/\d", form):
                yield Skipped(form, place, "counts only beside other words, which a lexicon does not know")
            else:
                yield Word(form.lower(), (names[id_],), place)


def _quanteda(text: str, file: Path) -> Iterator[Word | Skipped]:
    import yaml

    class Loader(yaml.BaseLoader):  # type: ignore[misc]
        """Refuses lists that stand for others (``*name``): ten lines of them can stand for more than any memory."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                event = self.peek_event()
                raise UsageError(
                    f"{file}, line {event.start_mark.line + 1}",
                    f"refers to another list (*{event.anchor})",
                    "lists of words",
                    "write the words themselves, and a word that begins with * in quotation marks",
                )
            return super().compose_node(parent, index)

    try:
        # The base loader leaves every word a word: "no" and "on" are none of YAML's truth values.
        table = yaml.load(text, Loader=Loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(
            file, f"is no YAML: {' '.join(str(error).split())[:160]}", "a quanteda dictionary"
        ) from error
    if not isinstance(table, dict):
        raise UsageError(file, "holds no categories", "categories, each with a list of words")
    yield from _nested(table, ())


def _nested(value: Any, path: tuple[str, ...]) -> Iterator[Word | Skipped]:
    place = ": ".join(path)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _nested(inner, (*path, str(key).strip()))
    elif isinstance(value, list):
        for inner in value:
            yield from _nested(inner, path)
    elif isinstance(value, str) and value.strip():
        yield Word(value.strip().lower(), path, place)


def _table(text: str, file: Path) -> Iterator[Word | Skipped]:
    rows = _rows_in(text)
    columns: tuple[int, int, int | None] = (0, 1, None)
    for number, row in enumerate(rows, 1):
        if number == 1 and (header := _header(row)):
            columns = header
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < 2:
            raise UsageError(
                f"{file}, line {number}",
                f"has one column: {row[0]!r}",
                "a word and its category",
                "write them as word,category",
            )
        word, category, variant = (
            _cell(row[column]) if column is not None and column < len(row) else "" for column in columns
        )
        if word and category:
            yield Word(word, (category, variant) if variant else (category,), f"line {number}")
        else:
            yield Skipped(
                word or category, f"line {number}", "lacks its category" if word else "lacks its word"
            )


def _rows_in(text: str) -> Iterator[list[str]]:
    sample = text[:5000]
    delimiter = max("\t;,", key=lambda sign: (sample.count(sign), sign == ","))
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _about_first_row(text: str) -> str:
    row = next(_rows_in(text), [])
    shown = ", ".join(cell.strip() for cell in row)
    if _header(row):
        return f"the first row ({shown}) was taken for the header"
    return f"no header was seen: the first row ({shown}) was taken for a word and its category"


def _header(row: Sequence[str]) -> tuple[int, int, int | None] | None:
    """Return the numbers of the columns for word, category and variant where a row names the first two."""
    names = [cell.strip().casefold().lstrip("\ufeff") for cell in row]
    numbers = [
        next((number for number, name in enumerate(names) if name in known), None)
        for known in (_WORD_COLUMNS, _CATEGORY_COLUMNS, _VARIANT_COLUMNS)
    ]
    return None if numbers[0] is None or numbers[1] is None else (numbers[0], numbers[1], numbers[2])


def _cell(cell: str) -> str:
    """Return what a cell says; an apostrophe that keeps a spreadsheet from reckoning is none of its words."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA_SIGNS else text


# --- writing ----------------------------------------------------------------------------------------------------

_FORMULA_SIGNS = frozenset("=+-@")


def _rows_of(entries: Iterable[Entry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in entries:
        if isinstance(entry, NamingEntry):
            for variant in entry.variants:
                for form in variant.forms:
                    yield form, (entry.id, variant.label)
        else:
            for form, label in labelled_forms(entry):
                yield form, (_category_of(entry, label),)


def _category_of(entry: Entry, label: str) -> str:
    """Return what a user of another tool would count by: the class of a cue, the category of a stance word."""
    if isinstance(entry, CueEntry):
        return entry.class_
    if isinstance(entry, StanceEntry | LoadedEntry):
        return entry.category
    if isinstance(entry, SourceEntry):
        return entry.type
    return entry.id if isinstance(entry, FrameEntry) else label


def _csv(rows: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    with_variants = any(len(category) > 1 for _, category in rows)
    writer.writerow(["form", "category", "variant"] if with_variants else ["form", "category"])
    for form, category in rows:
        cells = [form, *category]
        writer.writerow([f"'{cell}" if cell[:1] in _FORMULA_SIGNS else cell for cell in cells])
    return buffer.getvalue()


def _yaml(rows: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    import yaml

    table: dict[str, Any] = {}
    for form, category in rows:
        inner: Any = table
        for key in category[:-1]:
            inner = inner.setdefault(key, {})
        inner.setdefault(category[-1], []).append(form)
    return str(yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=10_000))


def _losses(lexicon: Lexicon, form: ExportFormat) -> Iterator[str]:
    names = [entry for entry in lexicon.entries if isinstance(entry, NamingEntry)]
    bound = sum(
        bool(entry.context or any(one.near or one.unless for one in entry.variants)) for entry in names
    )
    if bound:
        yield f"{bound} of {len(names)} concepts count only in a context (context, near, unless), which is left out"
    if any(isinstance(entry, LoadedEntry) for entry in lexicon.entries):
        yield "the weights are left out"
    capitals = sum(is_proper(word) for word, _ in _rows_of(lexicon.entries))
    if form == "quanteda" and capitals:
        yield f"quanteda reads capitals as small letters unless told otherwise; {capitals} forms have one"


def check_category(category: str, allowed: Sequence[str]) -> str:
    """Return a category that a kind of lexicon knows; raises `UsageError`, with the nearest, for any other."""
    if category in allowed:
        return category
    raise UsageError(
        f"category {category!r}",
        "is none of this kind of lexicon",
        f"one of {', '.join(allowed)}",
        nearest_name(category, allowed) or "give --category, which counts for all words",
    )
