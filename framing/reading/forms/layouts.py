"""What the exports of news databases look like (room: reading): the layouts of ``exports.toml`` and their lines."""

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

_FILE = Path(__file__).with_name("exports.toml")
_RULE = re.compile(r"_{10,}")
_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"\b[0-3]?\d\b")
_MOST_DATE_WORDS = 8
_SHORTEST_CODE = 15


class Labelled(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A layout with labels before colons; ``exports.toml`` says what each list holds."""

    name: str
    tells: list[str]
    ends: list[str]
    starts: list[str]
    rules: bool
    title_first: bool
    body: list[str]
    title: list[str]
    outlet: list[str]
    published: list[str]
    byline: list[str]
    credit: list[str]
    dateline: list[str]
    standfirst: list[str]
    head: list[str]
    tail: list[str]
    headings: list[str]
    notes: list[str]


class Tagged(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A layout with a tag of capitals before each field."""

    name: str
    ends: list[str]
    head: list[str]
    body: list[str]
    tail: list[str]
    title: str
    outlet: str
    published: str
    byline: str
    credit: str
    first: list[str]


class Plain(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A layout in which the order of the lines tells what they are."""

    name: str
    ends: list[str]
    length: list[str]
    languages: list[str]


class Words(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Words that all layouts share."""

    rights_start: list[str]
    rights_end: list[str]
    byline: list[str]
    edition: list[str]
    no_text: list[str]


class Layouts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """All layouts that are known."""

    labelled: list[Labelled]
    tagged: list[Tagged]
    plain: list[Plain]
    words: Words


class Row(NamedTuple):
    """A line that is not blank, without the space around it, and whether a blank line stands before it."""

    text: str
    gap: bool


class Parts(NamedTuple):
    """What an export says of one article; a field is empty where it says nothing."""

    title: str = ""
    outlet: str = ""
    published: str = ""
    byline: str = ""
    credit: str = ""
    dateline: str = ""
    standfirst: str = ""
    body: Sequence[Row] = ()


@lru_cache
def load_layouts() -> Layouts:
    """Return the layouts that are shipped."""
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), Layouts)


def may_be_export(text: str) -> bool:
    """Return whether a text holds the words of some mark: quick, and right when it says no."""
    return any(word in text for word in _first_words())


@lru_cache
def _first_words() -> tuple[str, ...]:
    layouts = load_layouts()
    marks = {
        mark for one in layouts.labelled for mark in (*one.ends, *(one.tells if one.rules else one.starts))
    }
    marks.update(_codes(layouts))
    return tuple(sorted({max(mark.replace("#", " ").split(), key=len) for mark in marks}))


def _codes(layouts: Layouts) -> list[str]:
    return [mark for one in layouts.tagged for mark in one.ends] + [
        mark for one in layouts.plain for mark in one.ends
    ]


def rows_of(text: str) -> list[Row]:
    """Return the lines of a text that are not blank, in order."""
    rows, gap = [], True
    for line in text.splitlines():
        bare = line.replace("\xa0", " ").strip("\ufeff \t\x0c")
        if bare:
            rows.append(Row(bare, gap))
        gap = not bare
    return rows


def mark_numbers(line: str, marks: Sequence[str]) -> tuple[int, ...] | None:
    """Return the numbers in a line that is one of the marks ("Document 3 of 25": 3 and 25), or None for no mark."""
    for mark in marks:
        pattern = _pattern(mark)
        if found := pattern.fullmatch(line):
            return tuple(int(re.sub(r"\D", "", number)) for number in found.groups())
    return None


@lru_cache
def _pattern(mark: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word).replace(r"\#", r"(\d[\d,.]*)") for word in mark.split()))


def is_mark(line: str) -> bool:
    """Return whether a line begins or ends an article in some layout."""
    layouts = load_layouts()
    counted = any(line in one.ends or mark_numbers(line, one.starts) for one in layouts.labelled)
    return counted or is_rule(line) or has_code(line, _codes(layouts))


def is_rule(line: str) -> bool:
    """Return whether a line is a line of underscores, as it divides the articles of some exports."""
    return _RULE.fullmatch(line) is not None


def has_code(line: str, marks: Sequence[str]) -> bool:
    """Return whether a line is a mark and the code of a document: "Document REUTR00020240619ek6j001"."""
    for mark in marks:
        code = line.rpartition(mark)[2].strip(" |") if mark in line else ""
        if len(code) >= _SHORTEST_CODE and code.isalnum() and any(map(str.isdigit, code)):
            before = line.partition(mark)[0].strip(" |\t")
            return before in ("", "AN")
    return False


def is_date(line: str) -> bool:
    """Return whether a line is a date: a year and a day among few words, or a year and one word ("March 2025")."""
    year = _DATE.search(line)
    if year is None or len(line.split()) > _MOST_DATE_WORDS:
        return False
    rest = line[: year.start()] + line[year.end() :]
    dated = _DAY.search(rest) is not None or len(line.split()) == 2
    return dated and not line.endswith((".", "!", "?"))


def is_copyright(line: str, words: Words) -> bool:
    """Return whether a line is one of rights."""
    return line.startswith(tuple(words.rights_start)) or line.endswith(tuple(words.rights_end))


def label_of(line: str, labels: Sequence[str]) -> tuple[str, str] | None:
    """Return the label with which a line begins and what stands behind its colon, or None."""
    label, colon, value = line.partition(":")
    return (label.strip(), value.strip()) if colon and label.strip() in labels else None
