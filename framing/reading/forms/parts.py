"""What stands where in one article of an export (room: reading): title, source, date, byline and body.

Each function takes the lines between two marks and gives the parts, or None where they are no article of the layout.
"""

import re
from collections.abc import Sequence

from framing.reading.forms.layouts import (
    Labelled,
    Parts,
    Plain,
    Row,
    Tagged,
    Words,
    is_copyright,
    is_date,
    label_of,
    mark_numbers,
)
from framing.reading.lines import lines_in
from framing.reading.shapes import is_name_alone

Rows = Sequence[Row]
_FEWEST_LABELS = 2
_FEWEST_TAGS = 4
_TAG = re.compile(r"(?P<tag>[A-Z]{2,3})(?P<space>[\s|]+|\Z)")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_ITEM = re.compile(r"\d+\.\s+(.+)")
_REACH = 12
_MOST_NOTES = 5
_ROWS_AFTER_DATE = 9
_FEWEST_TITLE_WORDS = 4


def labelled_parts(rows: Rows, layout: Labelled, words: Words) -> Parts | None:
    """Return the parts of an article whose lines have labels."""
    head_labels = [
        *layout.head,
        *layout.title,
        *layout.byline,
        *layout.credit,
        *layout.dateline,
        *layout.standfirst,
    ]
    tail_labels = [*layout.tail, *layout.title, *layout.outlet, *layout.published]
    first_label = next((i for i, row in enumerate(rows) if _is_head(row, head_labels, layout)), None)
    if first_label is None:
        return None
    body, opening = _body_start(rows, first_label, head_labels, layout)
    tail = _tail_start(rows, body, tail_labels, layout)
    fields = _fields(rows[first_label : body if opening is None else body - 1], head_labels)
    after = _fields(rows[tail:], tail_labels)
    kinds = {*fields, *after} | ({"body"} if opening is not None else set())
    if len(kinds) < _FEWEST_LABELS:
        return None
    known = fields | after
    head = [row for row in rows[:first_label] if not is_copyright(row.text, words)]
    title, outlet, published = _unlabelled(head, layout)
    main = [*([Row(opening, True)] if opening else []), *rows[body:tail]]
    return Parts(
        title=_one(fields, layout.title) or _one(after, layout.title) or title,
        outlet=_one(known, layout.outlet) or outlet,
        published=_one(known, layout.published) or published,
        byline=_one(fields, layout.byline),
        credit=_one(fields, layout.credit),
        dateline=_one(fields, layout.dateline),
        standfirst=_one(fields, layout.standfirst),
        body=_without_rights(main, words),
    )


def _without_rights(rows: Rows, words: Words) -> Rows:
    """Return a body without the line of rights that may stand above or below it."""
    while rows and is_copyright(rows[0].text, words):
        rows = rows[1:]
    while rows and is_copyright(rows[-1].text, words):
        rows = rows[:-1]
    return rows


def _is_head(row: Row, labels: Sequence[str], layout: Labelled) -> bool:
    return label_of(row.text, labels) is not None or _body_opening(row.text, layout) is not None


def _body_opening(line: str, layout: Labelled) -> str | None:
    """Return what stands behind a mark of the body on its line, or None for a line without the mark."""
    for mark in layout.body:
        if line == mark or (mark.endswith(":") and line.startswith(mark)):
            return line.removeprefix(mark).strip()
    return None


def _body_start(
    rows: Rows, first_label: int, labels: Sequence[str], layout: Labelled
) -> tuple[int, str | None]:
    """Return the line after the mark of the body and what stands behind the mark, else the line after the labels."""
    for i in range(first_label, len(rows)):
        opening = _body_opening(rows[i].text, layout)
        if opening is not None:
            return i + 1, opening
    i = first_label
    while i < len(rows):
        if label_of(rows[i].text, labels) is None and rows[i].gap:
            break
        i += 1
    return i, None


def _tail_start(rows: Rows, body: int, labels: Sequence[str], layout: Labelled) -> int:
    """Return the line with which the fields below a body begin, found from the end: prose ends them.

    So a paragraph that happens to begin like a label stays in the body, unless only fields follow it.
    """
    tail = len(rows)
    i = len(rows) - 1
    while i >= body:
        line = rows[i].text
        if line in layout.headings or line in layout.notes or label_of(line, labels):
            tail = i
        elif _is_prose(line) or tail - i > _REACH:
            above = range(i, max(body, i - _MOST_NOTES) - 1, -1)
            heading = next((k for k in above if rows[k].text in layout.notes), None)
            if heading is None:
                break
            i = tail = heading
        i -= 1
    return tail


def _is_prose(line: str) -> bool:
    return any(one.is_prose for one in lines_in(line))


def _fields(rows: Rows, labels: Sequence[str]) -> dict[str, str]:
    """Return the labelled lines; a line goes on with one that has no value or no gap below it."""
    fields: dict[str, str] = {}
    last = None
    for row in rows:
        found = label_of(row.text, labels)
        if found is not None:
            last = found[0] if found[0] not in fields else None
            if last is not None:
                fields[last] = found[1]
        elif last is not None and (not row.gap or not fields[last]):
            fields[last] = f"{fields[last]} {row.text}".strip()
        else:
            last = None
    return fields


def _one(fields: dict[str, str], labels: Sequence[str]) -> str:
    return next((fields[label] for label in labels if fields.get(label)), "")


def _unlabelled(head: Rows, layout: Labelled) -> tuple[str, str, str]:
    """Return title, source and date as they stand above the labels, the date between or below the two."""
    dates = [i for i, row in enumerate(head) if is_date(row.text)]
    if not dates:
        return (_joined(head[:1]) if layout.title_first else ""), "", ""
    # The headline above or below may hold a date too, and so may a cover page.
    date = next((i for i in (reversed(dates) if layout.title_first else dates) if i > 0), dates[0])
    published = head[date].text
    outlet = head[date - 1].text if date else ""
    if layout.title_first:
        return _title_above(head[: max(date - 1, 0)]), outlet, published
    below = head[date + 1 :]
    blocks = [k for k, row in enumerate(below) if row.gap]
    return _joined(below[blocks[-1] :] if blocks else below[-1:]), outlet, published


def _title_above(rows: Rows) -> str:
    """Return the title at the end of some lines: all of them, or, below a cover page, the line that its list names."""
    items = [found[1] for row in rows if (found := _ITEM.match(row.text))]
    if not items:
        return _joined(rows)
    named = next((i for i in range(len(rows) - 1, -1, -1) if rows[i].text in items), len(rows) - 1)
    return _joined(rows[named:])


def _joined(rows: Rows) -> str:
    return " ".join(row.text for row in rows)


def tagged_parts(rows: Rows, layout: Tagged) -> Parts | None:
    """Return the parts of an article whose fields have tags; the tags come in the layout's order."""
    starts = [i for i, row in enumerate(rows) if _tag(row.text, layout.first)]
    if not starts:
        return None
    rows = rows[starts[0] :]
    order = [*layout.head, *layout.body, *layout.tail]
    places: list[tuple[str, int, str]] = []
    rank = -1
    for i, row in enumerate(rows):
        found = _tag(row.text, order[rank + 1 :], apart=layout.body)
        if found is not None and (found[0] not in layout.tail or _only_fields_follow(rows, i, layout)):
            places.append((found[0], i, found[1]))
            rank = order.index(found[0])
    if len(places) < _FEWEST_TAGS or layout.title not in [tag for tag, _, _ in places]:
        return None
    fields: dict[str, Rows] = {}
    for place, (tag, i, value) in enumerate(places):
        stop = places[place + 1][1] if place + 1 < len(places) else len(rows)
        fields[tag] = [*([Row(value, True)] if value else []), *rows[i + 1 : stop]]
    return Parts(
        title=_joined(fields.get(layout.title, ())),
        outlet=_joined(fields.get(layout.outlet, ())),
        published=_joined(fields.get(layout.published, ())),
        byline=_joined(fields.get(layout.byline, ())),
        credit=_joined(fields.get(layout.credit, ())),
        body=[row for tag in layout.body for row in fields.get(tag, ())],
    )


def _tag(line: str, tags: Sequence[str], apart: Sequence[str] = ()) -> tuple[str, str] | None:
    """Return the tag with which a line begins and what follows; one of `apart` needs more than a space behind it."""
    found = _TAG.match(line)
    if found is None or found["tag"] not in tags:
        return None
    value = line[found.end() :].strip(" \t|")
    return None if found["tag"] in apart and value and found["space"] == " " else (found["tag"], value)


def _only_fields_follow(rows: Rows, start: int, layout: Tagged) -> bool:
    """Return whether from a line on there are only fields: no prose that is no field itself."""
    return all(_tag(row.text, layout.tail) or not _is_prose(row.text) for row in rows[start:])


def plain_parts(rows: Rows, layout: Plain, words: Words) -> Parts | None:
    """Return the parts of an article by the line of its length: headline and byline above, date and source below."""
    length = next(
        (
            i
            for i in range(len(rows) - 1)
            if mark_numbers(rows[i].text, layout.length) and is_date(rows[i + 1].text)
        ),
        None,
    )
    if length is None:
        return None
    below = _before_prose(rows[length + 1 : length + 1 + _ROWS_AFTER_DATE], words)
    last = max(
        (k for k, row in enumerate(below) if row.text in layout.languages or is_copyright(row.text, words)),
        default=0,
    )
    between = [row.text for row in below[1:last] if not _CLOCK.match(row.text)]
    title, byline = _headline(rows[:length], words)
    return Parts(
        title=title,
        outlet=between[0] if between else "",
        published=below[0].text,
        byline=byline,
        body=rows[length + 1 + last + 1 :],
    )


def _before_prose(rows: Rows, words: Words) -> Rows:
    prose = (i for i, row in enumerate(rows) if _is_prose(row.text) and not is_copyright(row.text, words))
    return rows[: next(prose, len(rows))]


def _headline(rows: Rows, words: Words) -> tuple[str, str]:
    """Return headline and byline; a section may stand above them, and a cover page above all."""
    above = [row.text for row in rows[-3:]]
    byline = ""
    if len(above) > 1 and _is_byline(rows[-1].text, above[-2], words):
        byline = above.pop()
    return (above[-1] if above else ""), byline


def _is_byline(line: str, above: str, words: Words) -> bool:
    """Return whether a line is a byline: by its first word, or as a name alone below what may be a headline."""
    names = is_name_alone(lines_in(line)[0]) and len(above.split()) >= _FEWEST_TITLE_WORDS
    return names or line.partition(" ")[0].lower() in words.byline
