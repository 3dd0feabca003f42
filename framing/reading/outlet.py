"""Who publishes an article, and by what evidence (room: reading).

Better evidence goes first: metadata, the domain of the URL, a copyright line, a byline, a dateline, a credit at the
end, and last a photo's credit of the form creator/provider/agency. A file's name is never evidence, nor is an agency
that an article quotes or whose photo it prints.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.organisations import Organisations
from framing.reading.shapes import all_outlets
from framing.schema import EvidenceKind, OutletEvidence, Region, Span

_AGENCY = "news agency"
_COPYRIGHT_SIGN = re.compile(
    r"(?:copyright|©|\([cC]\))[\s©:,]*(?:\([cC]\)\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*", re.IGNORECASE
)
_COPYRIGHT_END = re.compile(r"[.,;|]|\s+[-–—]\s+|\s+(?:all rights|inc|ltd|llc|via)\b|\Z", re.IGNORECASE)
_BYLINE = re.compile(r"\bby\s+", re.IGNORECASE)
_THREE_PARTS = re.compile(r"[-\w .'’&]+/[\w .'’&-]+/(?P<agency>[\w .'’&-]+)[)\].]*\Z")
_BRACKETED = re.compile(r"[(/]([^()/]+)[)/]")


class Publisher(NamedTuple):
    """The outlet of an article, the evidence, and the agency whose copy it is where that is another one."""

    outlet: str | None
    evidence: OutletEvidence | None
    agency: str | None


class _Found(NamedTuple):
    kind: EvidenceKind
    entry: OrganisationEntry
    span: Span


_RANK: tuple[EvidenceKind, ...] = ("copyright", "byline", "dateline", "credit", "photo credit")


def find_publisher(
    text: str,
    regions: Sequence[Region],
    organisations: Organisations,
    outlet: str | None = None,
    url: str | None = None,
    site: str | None = None,
) -> Publisher:
    """Return the publisher of an article from its metadata (`outlet`, `url`) and from what its text says of itself.

    An outlet of the metadata that the registry does not know stays as given. A `site`, the name that a page gives its
    site, counts where the URL's domain is not known. Nothing found gives None three times.
    """
    found = sorted(_evidence(text, regions, organisations), key=lambda one: _RANK.index(one.kind))
    if outlet and outlet.strip():
        known = organisations.find(outlet.strip()) or organisations.find_domain(outlet)
        name = known.name if known else outlet.strip()
        return Publisher(name, OutletEvidence(kind="metadata"), _agency_of(found, name))
    by_domain = organisations.find_domain(url) if url else None
    if by_domain is not None:
        return Publisher(by_domain.name, OutletEvidence(kind="domain"), _agency_of(found, by_domain.name))
    if site and site.strip():
        known = organisations.find(site.strip()) or organisations.find_domain(site)
        name = known.name if known else site.strip()
        return Publisher(name, OutletEvidence(kind="metadata"), _agency_of(found, name))
    if not found:
        return Publisher(None, None, None)
    # A paper that prints an agency's copy is the publisher, wherever in the text it names itself.
    papers = [one for one in found if one.entry.kind != _AGENCY and one.kind != "photo credit"]
    best = papers[0] if papers else found[0]
    evidence = OutletEvidence(kind=best.kind, span=best.span)
    return Publisher(best.entry.name, evidence, _agency_of(found, best.entry.name))


def _agency_of(found: Sequence[_Found], outlet: str) -> str | None:
    for one in found:
        if one.entry.kind == _AGENCY and one.kind != "photo credit" and one.entry.name != outlet:
            return one.entry.name
    return None


def _evidence(text: str, regions: Sequence[Region], organisations: Organisations) -> Iterator[_Found]:
    for region in regions:
        if region.kind in ("title", "body", "repeat"):
            continue
        for start, end in _lines(text, region):
            line = text[start:end]
            for kind, entry, (first, last) in _in_line(line, region, organisations):
                yield _Found(kind, entry, (start + first, start + last))


def _lines(text: str, region: Region) -> Iterator[Span]:
    for found in re.finditer(r"[^\r\n]+", text[region.start : region.end]):
        if found.group().strip():
            yield region.start + found.start(), region.start + found.end()


def _in_line(line: str, region: Region, organisations: Organisations) -> Iterator[_Found]:
    if region.kind == "caption":
        yield from _photo_credit(line, organisations)
    elif region.kind == "dateline":
        for found in _BRACKETED.finditer(line):
            yield from _named("dateline", line, found.start(1), found.end(1), organisations)
    elif region.kind == "byline":
        yield from _byline(line, organisations)
    elif region.kind == "credit":
        yield from _credit(line, region, organisations)


def _photo_credit(line: str, organisations: Organisations) -> Iterator[_Found]:
    found = _THREE_PARTS.search(line, max(0, len(line) - 90))
    if found and (entry := organisations.find_outlet(found["agency"])):
        yield _Found("photo credit", entry, found.span("agency"))


def _byline(line: str, organisations: Organisations) -> Iterator[_Found]:
    by = _BYLINE.search(line)
    yield from _named("byline", line, by.end() if by else 0, len(line), organisations)
    credit = organisations.outlet_at_end(line)
    if credit is not None:
        yield _Found("byline", credit.entry, (credit.start, credit.end))


def _credit(line: str, region: Region, organisations: Organisations) -> Iterator[_Found]:
    own = organisations.find_credit(line)
    if "who worked on it" in region.reason:
        return  # reporters and editors, not publishers
    sign = _COPYRIGHT_SIGN.search(line)
    if own is not None:
        yield _Found("copyright" if sign else "credit", own.entry, (own.start, own.end))
    if sign:
        stop = _COPYRIGHT_END.search(line, sign.end())
        end = stop.start() if stop else len(line)
        yield from _copyright_holder(line, sign.end(), end, organisations)
        return
    yield from _named("credit", line, 0, len(line), organisations)


def _copyright_holder(line: str, start: int, end: int, organisations: Organisations) -> Iterator[_Found]:
    words = line[start:end]
    entry = organisations.find_outlet(words)
    if entry is not None:
        yield _Found("copyright", entry, (start, start + len(words.rstrip())))
        return
    # "CNN International", "Kyodo News Service": the name may go on after what the registry knows.
    ends = [found.end() for found in re.finditer(r"\S+", words)]
    for last in reversed(ends[:-1]):
        entry = organisations.find_outlet(words[:last])
        if entry is not None:
            yield _Found("copyright", entry, (start, start + last))
            return


def _named(
    kind: EvidenceKind, line: str, start: int, end: int, organisations: Organisations
) -> Iterator[_Found]:
    for first, last in all_outlets(line[start:end], organisations):
        entry = organisations.find_outlet(line[start + first : start + last])
        if entry is not None:
            yield _Found(kind, entry, (start + first, start + last))
