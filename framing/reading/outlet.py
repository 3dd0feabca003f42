"""Who publishes an article, and by what evidence (room: reading).

Better evidence goes first: what the user says, the domain of the URL, the name that a page gives itself, a copyright
line, a byline, a dateline, a credit at the end, and last a photo's credit of the form creator/provider/agency. What the
registry does not know is an outlet all the same where a user, a page, a domain or a copyright line names it, and is
marked so. A file's name is never evidence, nor is an agency that an article quotes or whose photo it prints.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.organisations import Organisations, host_of
from framing.reading.metadata import Metadata
from framing.reading.shapes import all_outlets
from framing.reading.vocabulary import Furniture, Vocabulary
from framing.schema import EvidenceKind, OutletEvidence, Region, Span

_AGENCY = "news agency"
_COPYRIGHT_SIGN = re.compile(
    r"(?:copyright|©|\([cC]\))[\s©:,]*(?:\([cC]\)\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*(?:by\s+)?",
    re.IGNORECASE,
)
_COPYRIGHT_END = re.compile(r"[.,;|]|\s+[-–—]\s+|\s+(?:19|20)\d\d\b|\Z")
_MOST_NAME_WORDS = 6
_THREE_PARTS = re.compile(r"[-\w .'’&]+/[\w .'’&-]+/(?P<agency>[\w .'’&-]+)[)\].]*\Z")
_BRACKETED = re.compile(r"[(/]([^()/]+)[)/]")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
_HOST_OF_A_DEVICE = re.compile(r"\A(?:m|mobile|amp)\.(?=[\w-]+\.)")
_NO_HOST = (".local", ".localhost", ".internal", ".invalid")


class Publisher(NamedTuple):
    """The outlet of an article, the evidence, and the agency whose copy it is where that is another one."""

    outlet: str | None
    evidence: OutletEvidence | None
    agency: str | None


class _Found(NamedTuple):
    """An outlet that an article or what stands beside it names; `entry` is None where the registry does not know it.

    `printed_first` says that it is told to be where the article was published before, `may_be_person` that a name of
    which nothing more is known may be anybody's.
    """

    kind: EvidenceKind
    name: str
    entry: OrganisationEntry | None
    span: Span | None = None
    printed_first: bool = False
    may_be_person: bool = False

    @property
    def is_agency(self) -> bool:
        return self.entry is not None and self.entry.kind == _AGENCY


_RANK: tuple[EvidenceKind, ...] = ("copyright", "byline", "dateline", "credit", "photo credit")
# Where a paper stands under these, it is whose copy another one prints; in a credit it may be thanked for less.
_ORIGIN: tuple[EvidenceKind, ...] = ("copyright", "byline")


def find_publisher(
    text: str, regions: Sequence[Region], vocabulary: Vocabulary, given: Metadata
) -> Publisher:
    """Return the publisher of an article from its metadata (`outlet`, `url`, `site`) and what its text says of itself.

    An outlet that the registry does not know stays as it is named. Nothing found gives None three times.
    """
    told = [*_signed(given, vocabulary.organisations), *_evidence(text, regions, vocabulary)]
    told.sort(key=lambda one: _RANK.index(one.kind))
    best = _choose(list(_beside(given, vocabulary.organisations)), told)
    if best is None:
        return Publisher(None, None, None)
    evidence = OutletEvidence(kind=best.kind, span=best.span, registered=best.entry is not None)
    return Publisher(best.name, evidence, _agency_of(told, best))


def _choose(beside: Sequence[_Found], told: Sequence[_Found]) -> _Found | None:
    """Return the best evidence of what stands beside an article and of what its text says, each best first."""
    # A paper that prints an agency's copy is the publisher, wherever in the text it names itself.
    papers = [one for one in told if not one.is_agency and one.kind != "photo credit"]
    papers.sort(key=lambda one: one.entry is None)
    if any(one.is_agency and one.kind == "dateline" for one in told):
        # Under an agency's own dateline a holder of rights of whom only a name is known is as likely its photographer.
        papers = [one for one in papers if not one.may_be_person]
    agencies = [one for one in told if one.is_agency and one.kind != "photo credit"]
    photos = [one for one in told if one.kind == "photo credit"]
    return next(iter((*beside, *papers, *_single(agencies), *(() if agencies else photos))), None)


def _beside(given: Metadata, organisations: Organisations) -> Iterator[_Found]:
    """Yield what user, domain and page say, in that order, except that a domain that nobody knows goes last."""
    domain = _domain(given.url, organisations) if given.url else None
    if given.outlet and given.outlet.strip():
        yield _by_name("metadata", given.outlet.strip(), organisations)
    if domain and domain.entry:
        yield domain
    if given.site and (site := given.site.strip()):
        by_address = _domain(site, organisations) if _ADDRESS.match(site) else None
        yield by_address or _by_name("site name", site, organisations)
    if domain and not domain.entry:
        yield domain


def _signed(given: Metadata, organisations: Organisations) -> Iterator[_Found]:
    """Yield the outlets that sign an article, as its page says apart from its text: "Reuters; Jane Doe"."""
    for name in (given.byline or "").split(";"):
        if entry := organisations.find_outlet(name.strip()):
            yield _Found("byline", entry.name, entry)


def _by_name(kind: EvidenceKind, name: str, organisations: Organisations) -> _Found:
    entry = organisations.find(name) or organisations.find_domain(name)
    if entry is None and _ADDRESS.match(name):
        name = host_of(name) or name  # who gives an address for a name means its host
    return _Found(kind, entry.name if entry else name, entry)


def _domain(url: str, organisations: Organisations) -> _Found | None:
    """Return whose a URL's domain is, or of the page whose address an archive's URL holds ("…/web/2024/https://…")."""
    whole = unquote(url.strip())
    starts = [found.start() for found in _ADDRESS.finditer(whole) if found.start()]
    for address in (url, *(whole[start:] for start in reversed(starts))):
        owner = organisations.owner_of(address)
        if owner is None:
            host = _HOST_OF_A_DEVICE.sub("", host_of(address), count=1)
            is_public = _HOST.fullmatch(host) and not host.endswith(_NO_HOST)
            return _Found("domain", host, None) if is_public else None
        if owner.outlet:
            return _Found("domain", owner.name, owner)
    return None


def _agency_of(told: Sequence[_Found], publisher: _Found) -> str | None:
    """Return whose copy a publisher prints: an agency that the text credits, else another paper."""
    others = [one for one in told if one.kind != "photo credit" and one.name != publisher.name and one.entry]
    agencies = [one for one in others if one.is_agency]
    papers = [one for one in others if one.kind in _ORIGIN or one.printed_first]
    return next((one.name for one in (*_single(agencies), *papers)), None)


def _single(agencies: Sequence[_Found]) -> list[_Found]:
    """Return the agencies of the best evidence where that names one; what is made of several is no one's copy."""
    best = [one for one in agencies if one.kind == agencies[0].kind]
    return best if len({one.name for one in best}) == 1 else []


def _evidence(text: str, regions: Sequence[Region], vocabulary: Vocabulary) -> Iterator[_Found]:
    for region in regions:
        if region.kind in ("title", "body", "repeat"):
            continue
        for start, end in _lines(text, region):
            for found in _in_line(text[start:end], region, vocabulary):
                first, last = found.span or (0, 0)
                yield found._replace(span=(start + first, start + last))


def _lines(text: str, region: Region) -> Iterator[Span]:
    for found in re.finditer(r"[^\r\n]+", text[region.start : region.end]):
        if found.group().strip():
            yield region.start + found.start(), region.start + found.end()


def _in_line(line: str, region: Region, vocabulary: Vocabulary) -> Iterator[_Found]:
    organisations = vocabulary.organisations
    if region.kind == "caption":
        yield from _photo_credit(line, organisations)
    elif region.kind == "dateline":
        # A form of one's own goes before a name: "(CNA)" is the agency's in a dateline, and a broadcaster goes by it.
        own = list(_own_form("dateline", line, organisations))
        yield from own
        for found in _BRACKETED.finditer(line) if not own else ():
            yield from _named("dateline", line, found.start(1), found.end(1), organisations)
    elif region.kind == "boilerplate" and region.reason.startswith("note"):
        yield from _printed_first(line, vocabulary)
    elif region.kind == "byline":
        yield from _byline(line, vocabulary)
    elif region.kind == "credit":
        yield from _credit(line, region, vocabulary)


def _photo_credit(line: str, organisations: Organisations) -> Iterator[_Found]:
    found = _THREE_PARTS.search(line, max(0, len(line) - 90))
    if found and (entry := organisations.find_outlet(found["agency"])):
        yield _Found("photo credit", entry.name, entry, found.span("agency"))


def _byline(line: str, vocabulary: Vocabulary) -> Iterator[_Found]:
    organisations = vocabulary.organisations
    by = vocabulary.furniture.place("byline-start", line)
    yield from _named("byline", line, by[1] if by else 0, len(line), organisations)
    credit = organisations.outlet_at_end(line)
    if credit is not None:
        yield _Found("byline", credit.entry.name, credit.entry, (credit.start, credit.end))
    yield from _own_form("credit", line, organisations)


def _own_form(kind: EvidenceKind, line: str, organisations: Organisations) -> Iterator[_Found]:
    own = organisations.find_credit(line)
    if own is not None:
        yield _Found(kind, own.entry.name, own.entry, (own.start, own.end))


def _credit(line: str, region: Region, vocabulary: Vocabulary) -> Iterator[_Found]:
    organisations, furniture = vocabulary.organisations, vocabulary.furniture
    if "who worked on it" in region.reason:
        return  # reporters and editors, not publishers
    sign = _COPYRIGHT_SIGN.search(line)
    if furniture.place("photo-sign", line) or (not sign and _is_of_photo(line, vocabulary)):
        return  # the photo's, not the article's
    own = list(_own_form("copyright" if sign else "credit", line, organisations))
    yield from own
    if sign is None:
        yield from _named("credit", line, 0, len(line), organisations)
        return
    words, is_house = _holder_words(line[sign.end() :], furniture)
    holder = _known_holder(words, sign.end(), organisations) or _known_part(words, sign.end(), organisations)
    if holder is None and not own and "/" not in words:
        holder = _unknown_holder(words, sign.end(), furniture)
    if holder is not None:
        yield holder._replace(may_be_person=holder.entry is None and not is_house)


def _holder_words(line: str, furniture: Furniture) -> tuple[str, bool]:
    """Return the words that can name a holder of rights, and whether what follows them says that it is a house."""
    stop = _COPYRIGHT_END.search(line)
    words = line[: stop.start()] if stop else line
    house = furniture.place("company-form", words)
    after = furniture.place("holder-end", words)
    stops = [place[0] for place in (house, after) if place and place[0]]
    return words[: min(stops, default=len(words))].rstrip(), house is not None


def _is_of_photo(line: str, vocabulary: Vocabulary) -> bool:
    """Return whether a credit holds a word for pictures, not only what may stand in any credit ("source", "dpa")."""
    reached = 0
    while place := vocabulary.furniture.place("photo-credit", line[reached:]):
        words = line[reached + place[0] : reached + place[1]]
        if not (
            vocabulary.furniture.is_phrase("credit-word", words)
            or vocabulary.organisations.find_outlet(words)
        ):
            return True
        reached += place[1]
    return False


def _printed_first(line: str, vocabulary: Vocabulary) -> Iterator[_Found]:
    """Yield the outlet in which a note says that the article stood first: "republished from The Conversation"."""
    place = vocabulary.furniture.place("origin", line)
    start = place[1] + 1 if place else len(line)
    found = _known_holder(line[start:], start, vocabulary.organisations)
    if found is None and place is not None:
        found = _unknown_first(line[start:], start, vocabulary)
    if found is not None:
        yield found._replace(kind="credit", printed_first=True)


def _unknown_first(words: str, start: int, vocabulary: Vocabulary) -> _Found | None:
    """Return the name of several words with which a note on the first printing goes on, before its date.

    One word may be a town or a language ("first published in English"); what the registry knows is no outlet here.
    """
    furniture = vocabulary.furniture
    dates = [place for name in ("weekday", "month") if (place := furniture.place(name, words))]
    digit = re.search(r"\d", words)
    stop = min([*(place[0] for place in dates), *([digit.start()] if digit else [])], default=len(words))
    found = _unknown_holder(_holder_words(words[:stop], furniture)[0], start, furniture)
    is_name = found is not None and " " in found.name and vocabulary.organisations.find(found.name) is None
    return found if is_name else None


def _known_holder(words: str, start: int, organisations: Organisations) -> _Found | None:
    """Return the outlet with whose name some words begin: "CNN International", "Kyodo News Service"."""
    ends = [found.end() for found in re.finditer(r"\S+", words)]
    for last in reversed(ends):
        entry = organisations.find_outlet(words[:last])
        if entry is not None:
            return _Found("copyright", entry.name, entry, (start, start + last))
    return None


def _known_part(words: str, start: int, organisations: Organisations) -> _Found | None:
    """Return the first outlet among names with slashes between, which is how photos are signed: "Reuters/Jane Doe"."""
    held = [_known_holder(part, 0, organisations) for part in words.split("/")] if "/" in words else []
    known = next((one for one in held if one), None)
    return known and _Found("photo credit", known.name, known.entry, (start, start + len(words.rstrip())))


def _unknown_holder(words: str, start: int, furniture: Furniture) -> _Found | None:
    """Return the name with which some words begin, for a holder of rights whom the registry does not know."""
    if any(furniture.place(name, words) for name in ("photo-sign", "photo-credit", "rights")):
        return None
    joining = furniture.words("name-joint") | {"&"}
    name: list[re.Match[str]] = []
    for found in re.finditer(r"\S+", words):
        joins = found.group() in joining
        if not (joins or found.group()[0].isupper() or (name and found.group()[0].isdigit())):
            break
        if name or not joins:
            name.append(found)
    while name and name[-1].group() in joining:
        name.pop()
    if not 0 < len(name) <= _MOST_NAME_WORDS:
        return None
    first, last = name[0].start(), name[-1].end()
    return _Found("copyright", words[first:last], None, (start + first, start + last))


def _named(
    kind: EvidenceKind, line: str, start: int, end: int, organisations: Organisations
) -> Iterator[_Found]:
    for first, last in all_outlets(line[start:end], organisations):
        entry = organisations.find_outlet(line[start + first : start + last])
        if entry is not None:
            yield _Found(kind, entry.name, entry, (start + first, start + last))
