"""What stands beside a text (room: reading): the fields of front matter and of a JSON record, as plain strings."""

from datetime import date, datetime
from typing import Any, NamedTuple

_LARGEST_NUMBER = 1e18


class Metadata(NamedTuple):
    """The fields that reading takes from front matter, a record or a page; each may be missing.

    `outlet` is what a user says; `site` is the name that a page gives itself, `byline` who signs the article there,
    several parted by semicolons.
    """

    id: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    site: str | None = None
    byline: str | None = None


def metadata_from(fields: dict[str, Any]) -> Metadata:
    """Return the known fields; "date" stands in for "published", values that are no single value are left out."""
    published = fields.get("published")
    return Metadata(
        id=plain(fields.get("id")),
        outlet=plain(fields.get("outlet")),
        title=plain(fields.get("title")),
        published=plain(fields.get("date") if published is None else published),
        url=plain(fields.get("url")),
        site=plain(fields.get("site")),
        byline=plain(fields.get("byline")),
    )


def join(first: Metadata, second: Metadata) -> Metadata:
    """Return the fields of the first, and of the second those that the first leaves open."""
    return Metadata(*(mine or other for mine, other in zip(first, second, strict=True)))


def plain(value: Any) -> str | None:
    """Return a value as a string without space around it; None for empty ones, lists, tables and truth values."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, int | float) and abs(value) < _LARGEST_NUMBER:
        return str(value)
    return None
