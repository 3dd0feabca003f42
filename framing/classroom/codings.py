"""What coders marked (room: classroom): CSV, brat and Label Studio files in, units with each coder's label out.

A unit is what each coder has judged: a row with an id, or a word of an article in which passages were marked. A coder
who marked nothing in an article that was read has called each of its words `UNMARKED`, where this counts as a label.
"""

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from textwrap import shorten
from typing import Any, Literal, NamedTuple

from framing.errors import UsageError, nearest_name
from framing.lexicon.words import Word, words_in
from framing.schema import Span

UNMARKED = "(unmarked)"
WORDS_A_STRETCH = 50

Unmarked = Literal["label", "skip"]
"""Whether a coder who left a word alone has called it `UNMARKED`, or has not judged it."""

_MOST_TOLD = 3
_OFFSET = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[+-]?[0-9]*[.,]?[0-9]+")
_COLUMNS = {
    "unit": ("unit", "item", "unit_id", "item_id", "id", "sentence"),
    "coder": ("coder", "annotator", "rater", "user", "nickname", "pupil", "coder_id"),
    "label": ("label", "category", "code", "value", "class", "mark"),
    "article": ("article", "document", "doc", "file", "article_id"),
    "start": ("start", "begin", "from"),
    "end": ("end", "stop", "to"),
    "text": ("text", "passage", "quote", "words"),
}


class Unit(NamedTuple):
    """A thing that was coded: its article where it has one, its place and words, its stretch, and labels by coder.

    Words of one stretch hang together, and are drawn together where an interval is estimated.
    """

    id: str
    article: str
    start: int
    end: int
    text: str
    stretch: int
    labels: dict[str, str]


class _Mark(NamedTuple):
    coder: str
    article: str
    start: int
    end: int
    label: str


class _Judgement(NamedTuple):
    coder: str
    unit: str
    label: str
    text: str


class _Read(NamedTuple):
    """What files hold: judgements of units, marks in articles, who has read which article, and the articles' texts."""

    judgements: list[_Judgement]
    marks: list[_Mark]
    readers: dict[tuple[str, str], None]
    texts: dict[str, str]


def read_codings(
    paths: Sequence[Path],
    texts: Mapping[str, str] | None = None,
    prose: Mapping[str, Sequence[Span]] | None = None,
    unmarked: Unmarked = "label",
) -> list[Unit]:
    """Return the units of CSV files, of folders of brat files, one folder a coder, and of Label Studio exports.

    `texts` are the articles by id, for tables that say only where a mark stands, and `prose` the spans of headline and
    body: outside of these only words count that somebody marked. Raises `UsageError`, with file and line, for what
    cannot be read, for a unit to which a coder gives two labels, for marks outside of their article, and for articles
    without a text.
    """
    read = _Read([], [], {}, dict(texts or {}))
    for path in paths:
        if path.is_dir():
            _read_brat(path, read)
        elif path.suffix.lower() in (".sqlite", ".db"):
            raise UsageError(
                path,
                "is a class's file, and holds more than its marks",
                "its marks as a table",
                f"framing class export {path} -o marks.csv",
            )
        elif path.suffix.lower() == ".json":
            _read_label_studio(path, read)
        else:
            _read_table(path, read)
    return [*_judged(read.judgements), *_marked(read, prose or {}, unmarked)]


def _judged(judgements: Iterable[_Judgement]) -> Iterator[Unit]:
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    texts: dict[str, str] = {}
    for one in judgements:
        earlier = labels[one.unit].setdefault(one.coder, one.label)
        if earlier != one.label:
            raise UsageError(
                f"unit {one.unit!r}",
                f"has two labels by {one.coder}: {earlier!r} and {one.label!r}",
                "one label by each coder",
                "keep one of the two, or make two units of it",
            )
        texts.setdefault(one.unit, one.text)
    for number, (unit, given) in enumerate(labels.items()):
        yield Unit(unit, "", 0, 0, texts[unit], number, given)


def _marked(read: _Read, prose: Mapping[str, Sequence[Span]], unmarked: Unmarked) -> Iterator[Unit]:
    by_article: defaultdict[str, list[_Mark]] = defaultdict(list)
    for mark in read.marks:
        by_article[mark.article].append(mark)
    articles = list(dict.fromkeys(article for _, article in read.readers))
    _check_texts(articles, read.texts)
    stretch = 0
    for article in articles:
        text = read.texts[article]
        coders = [coder for coder, of in read.readers if of == article]
        labels = {coder: _labels_at(text, coder, by_article[article]) for coder in coders}
        words = words_in(text)
        if article in prose:
            words = [word for word in words if _counts(word, prose[article], by_article[article])]
        for number, word in enumerate(words):
            stretch += number % WORDS_A_STRETCH == 0
            told = {
                coder: "+".join(sorted({label for at in held[word.start : word.end] for label in at}))
                for coder, held in labels.items()
            }
            given = {
                coder: label or UNMARKED for coder, label in told.items() if label or unmarked == "label"
            }
            yield Unit(f"{article}:{word.start}", article, word.start, word.end, word.text, stretch, given)


def _counts(word: Word, prose: Iterable[Span], marks: Iterable[_Mark]) -> bool:
    """Return whether a word stands in headline or body, or somebody marked it."""
    return any(start <= word.start and word.end <= end for start, end in prose) or any(
        mark.start < word.end and word.start < mark.end for mark in marks
    )


def _check_texts(articles: Sequence[str], texts: Mapping[str, str]) -> None:
    """Raise `UsageError` for articles that have marks and no text: which they are, and which there are."""
    strange = [article for article in articles if article not in texts]
    if not strange:
        return
    if not texts:
        raise UsageError(
            f"{_count(strange)} with marks",
            f"no text is here of {_some(strange)}: the words that nobody marked cannot be counted",
            "the articles that were marked",
            "give them with --articles; their ids are those that framing check shows",
        )
    raise UsageError(
        "--articles",
        f"{_count(strange)} with marks {'is' if len(strange) == 1 else 'are'} not among them: {_some(strange)}",
        f"articles with these ids; given were {_some(sorted(texts))}",
        nearest_name(strange[0], sorted(texts))
        or "give the folder that was marked, as it was given then; framing check shows the ids",
    )


def _count(articles: Sequence[str]) -> str:
    return f"{len(articles)} article{'s' if len(articles) > 1 else ''}"


def _some(articles: Sequence[str]) -> str:
    """Return the first ids, and how many more there are."""
    more = len(articles) - _MOST_TOLD
    shown = ", ".join(map(repr, articles[:_MOST_TOLD]))
    return f"{shown} and {more} more" if more > 0 else shown


def _labels_at(text: str, coder: str, marks: Sequence[_Mark]) -> list[tuple[str, ...]]:
    """Return the labels that a coder gave to each character."""
    held: list[tuple[str, ...]] = [()] * len(text)
    for mark in marks:
        if mark.coder != coder:
            continue
        if not 0 <= mark.start < mark.end <= len(text):
            raise UsageError(
                f"article {mark.article!r}",
                f"has a mark by {coder} from {mark.start} to {mark.end}, and {len(text)} characters",
                "marks inside of the article",
                "give the text that was marked",
            )
        for at in range(mark.start, mark.end):
            held[at] = (*held[at], mark.label)
    return held


# --- tables -----------------------------------------------------------------------------------------------------


def _read_table(path: Path, read: _Read) -> None:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            path, f"cannot be read: {_why(error)}", "a CSV file in UTF-8, a .json export or a folder"
        ) from error
    first = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(content), delimiter=delimiter)
    try:
        _read_rows(path, reader, read)
    except csv.Error as error:
        raise UsageError(
            f"{path}, line {reader.line_num + 1}", f"cannot be read: {error}", "a CSV file in UTF-8"
        ) from error


def _why(error: OSError | ValueError | RecursionError) -> str:
    """Return in plain words why a file cannot be read."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def _read_rows(path: Path, reader: "csv.DictReader[str]", read: _Read) -> None:
    names = _names(path, reader.fieldnames or [])
    if "unit" in names and set(names) <= {"unit", "text"}:
        _read_wide(path, reader, names, read)
    elif {"coder", "label", "article", "start", "end"} <= set(names):
        _read_marks(path, reader, names, read)
    elif {"coder", "label", "unit"} <= set(names):
        for number, row in enumerate(reader, 2):
            coder, unit, label = (
                _cell(path, number, row, names[part]) for part in ("coder", "unit", "label")
            )
            read.judgements.append(_Judgement(coder, unit, label, row.get(names.get("text", ""), "") or ""))
    else:
        raise UsageError(
            path,
            f"has the columns {shorten(', '.join(reader.fieldnames or ['(none)']), 200, placeholder=' …')}",
            "unit, coder and label; or article, coder, start, end and label; or unit and a column a coder",
            "name them in the first line",
        )


def _names(path: Path, columns: Iterable[str]) -> dict[str, str]:
    """Return the column that plays each part."""
    names: dict[str, str] = {}
    met: set[str] = set()
    for name in columns:
        plain = name.strip().casefold()
        part = next((part for part, known in _COLUMNS.items() if plain in known), None)
        if (plain and plain in met) or part in names:
            raise UsageError(
                path,
                f"has two columns for one thing: {names.get(part or '', name)!r} and {name!r}",
                "one column for each thing",
                "rename or remove one of them",
            )
        met.add(plain)
        if part:
            names[part] = name
    return names


def _read_wide(path: Path, reader: "csv.DictReader[str]", names: Mapping[str, str], read: _Read) -> None:
    """A row a unit, a column a coder; an empty cell is a unit that the coder has not judged."""
    known = {names["unit"], names.get("text")}
    coders = [name for name in reader.fieldnames or [] if name not in known and name.strip()]
    if len(coders) < 2:
        raise UsageError(
            path, "has no two columns of labels", "a column for each coder, beside that of the units"
        )
    rows = list(reader)
    _check_coders(path, coders, rows)
    for number, row in enumerate(rows, 2):
        unit = _cell(path, number, row, names["unit"])
        for coder in coders:
            if label := (row[coder] or "").strip():
                read.judgements.append(
                    _Judgement(coder.strip(), unit, label, row.get(names.get("text", ""), "") or "")
                )


def _check_coders(path: Path, coders: Sequence[str], rows: Iterable[Mapping[str, str | None]]) -> None:
    """Raise `UsageError` where a column is no coder's: coders of the same things use the same labels, or numbers."""
    used = {coder: {label for row in rows if (label := (row[coder] or "").strip())} for coder in coders}
    strange = [
        coder
        for coder, labels in used.items()
        if len(labels) > 1
        and not all(_NUMBER.fullmatch(label) for label in labels)
        and not any(labels & others for other, others in used.items() if other != coder)
    ]
    if strange:
        raise UsageError(
            path,
            f"has columns that are no coder's, for no other column has any of their labels: {', '.join(strange)}",
            "a column of units and then one for each coder, whose labels are the same words",
            "leave out all other columns, or give a table with the columns unit, coder and label",
        )


def _read_marks(path: Path, reader: "csv.DictReader[str]", names: Mapping[str, str], read: _Read) -> None:
    """A row a mark; a row with a coder and an article alone tells that the coder has read it and marked nothing."""
    for number, row in enumerate(reader, 2):
        coder, article = (_cell(path, number, row, names[part]) for part in ("coder", "article"))
        read.readers[coder, article] = None
        start, end, label = ((row[names[part]] or "").strip() for part in ("start", "end", "label"))
        if not (start or end or label):
            continue
        if not (_OFFSET.fullmatch(start) and _OFFSET.fullmatch(end) and label):
            raise UsageError(
                f"{path}, line {number}",
                f"has the mark {start or '(empty)'} to {end or '(empty)'}, {label or '(no label)'}",
                "two whole numbers of at most nine digits and a label",
                "offsets count characters from 0; the end is the first character after the mark",
            )
        read.marks.append(_Mark(coder, article, int(start), int(end), label))


def _cell(path: Path, number: int, row: Mapping[str, str | None], name: str) -> str:
    cell = (row.get(name) or "").strip()
    if not cell:
        raise UsageError(
            f"{path}, line {number}", f"has nothing in the column {name!r}", "a value", "fill it in"
        )
    return cell


# --- brat -------------------------------------------------------------------------------------------------------


def _read_brat(folder: Path, read: _Read) -> None:
    """Folders of coders in a folder; in each, an .ann file with the marks beside the .txt file that was marked."""
    found = sorted(folder.rglob("*.ann"))
    if not found:
        remedy = "for tables, name each file: marks.csv"
        raise UsageError(folder, "holds no .ann file", "brat's .txt and .ann files, a folder a coder", remedy)
    for file in found:
        coder = file.parent.name
        article = file.stem
        source = file.with_suffix(".txt")
        try:
            # brat's offsets count both characters of a line end of Windows.
            with source.open(encoding="utf-8", newline="") as stream:
                text = stream.read()
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                error.filename if isinstance(error, OSError) else source,
                f"cannot be read: {_why(error)}",
                "the text that was marked, in UTF-8",
            ) from error
        if read.texts.setdefault(article, text) != text:
            raise UsageError(
                source, "is another text than that of the same name before", "one text for all coders"
            )
        read.readers[coder, article] = None
        for number, line in enumerate(lines, 1):
            if line.startswith("T"):
                read.marks.extend(_brat_marks(f"{file}, line {number}", line, coder, article))


def _brat_marks(where: str, line: str, coder: str, article: str) -> Iterator[_Mark]:
    try:
        label, _, spans = line.split("\t")[1].partition(" ")
        for span in spans.split(";"):
            start, end = map(int, span.split())
            yield _Mark(coder, article, start, end, label)
    except (IndexError, ValueError) as error:
        raise UsageError(
            where, f"is no mark of brat: {line[:60]!r}", "T1, a tab, label start end, a tab, the words"
        ) from error


# --- Label Studio -----------------------------------------------------------------------------------------------


def _read_label_studio(path: Path, read: _Read) -> None:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(path, f"cannot be read: {_why(error)}", "Label Studio's JSON export") from error
    if not isinstance(tasks, list) or not all(
        isinstance(task, dict) and "annotations" in task for task in tasks
    ):
        raise UsageError(
            path,
            "is no list of tasks with annotations",
            "Label Studio's export of the kind JSON (not JSON-MIN)",
        )
    keys: Counter[str] = Counter()
    # Twice, since a task without marks has its text where the others have theirs, and may come before them.
    for step, (number, task) in product((_count_keys, _read_task), list(enumerate(tasks, 1))):
        try:
            step(f"{path}, task {number}", task, number, read, keys)
        except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise UsageError(
                f"{path}, task {number}", f"cannot be read: {error!r}", "text labels or choices"
            ) from error


def _count_keys(where: str, task: dict[str, Any], _number: int, _read: _Read, keys: Counter[str]) -> None:
    """Count under which keys of their data tasks hold the text that was marked."""
    if told := _told(where, task):
        keys.update(list(_fitting(where, task, told)))


def _told(where: str, task: dict[str, Any]) -> list[tuple[int, int, str]]:
    """Return the places of the marks that tell their words, with the words."""
    return [
        (int(value["start"]), int(value["end"]), _bare(value["text"]))
        for one in task["annotations"]
        if not one.get("was_cancelled")
        for _, value in _values(where, one["result"])
        if "labels" in value and "text" in value
    ]


def _fitting(where: str, task: dict[str, Any], told: Sequence[tuple[int, int, str]]) -> dict[str, str]:
    """Return the texts of a task, by key, in which each mark holds its words; all where no mark tells them."""
    fit = {
        key: text
        for key, text in task.get("data", {}).items()
        if isinstance(text, str) and all(_bare(text[start:end]) == words for start, end, words in told)
    }
    if told and not fit:
        raise UsageError(
            where,
            "has marks whose words stand in no text of its data where the marks say",
            "one text in which all marks are",
            "export the text that was marked, without changes",
        )
    return fit


def _read_task(where: str, task: dict[str, Any], number: int, read: _Read, keys: Counter[str]) -> None:
    name = str(task.get("id", number))
    given = [one for one in task["annotations"] if not one.get("was_cancelled")]
    values = {at: list(_values(where, one["result"])) for at, one in enumerate(given)}
    # Of those that fit, the one under the key where most tasks hold the marked words, or the first.
    texts = _fitting(where, task, _told(where, task))
    text = texts[max(texts, key=keys.__getitem__)] if texts else ""
    for at, annotation in enumerate(given):
        by = annotation.get("completed_by", annotation.get("id"))
        coder = str(by.get("email") or by.get("id")) if isinstance(by, dict) else str(by)
        for result, value in values[at]:
            if "choices" in value:
                unit = f"{name}:{result['from_name']}"
                read.judgements.append(_Judgement(coder, unit, "+".join(sorted(value["choices"])), text))
        if values[at] and all("choices" in value for _, value in values[at]):
            continue
        read.texts[name] = text
        read.readers[coder, name] = None
        for _, value in values[at]:
            for label in value.get("labels", ()):
                read.marks.append(_Mark(coder, name, int(value["start"]), int(value["end"]), str(label)))


def _values(where: str, results: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield results that are labels or choices, with their values; relations between marks are passed over."""
    for result in results:
        kind = result.get("type")
        if kind == "relation":
            continue
        value = result["value"]
        if kind not in (None, "labels", "choices") or not {"labels", "choices"} & set(value):
            raise UsageError(
                where,
                f"has a result of the type {kind or '(none)'!r}, which is not read",
                "labels in a text, or choices",
                "export a project, or a view of it, without the others",
            )
        yield result, value


def _bare(words: str) -> str:
    """Return words without white space, since Label Studio writes a line end as a backslash and an n."""
    return "".join(words.replace("\\n", " ").split())
