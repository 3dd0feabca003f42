"""The registry of organisations (room: lexicon): who is who, by name, alias, domain and form of credit.

Names are compared folded, without a leading article and with spaces and hyphens alike. In running text a capital of
the registered name must be a capital there ("AP" is not "ap"); metadata may be written in any way.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from framing.errors import LexiconError
from framing.lexicon.entries import EVERY_LANGUAGE, OrganisationEntry
from framing.lexicon.load import Lexicon, collect
from framing.lexicon.match import Matcher, Piece, folded_words, pieces_in
from framing.lexicon.phrases import PhraseIndex
from framing.lexicon.translated import organisations_in, shipped_lexicons, with_names

_LONGEST_NAME_WORDS = 8
_ARTICLE = "the"


class Credit(NamedTuple):
    """An outlet named in a line of credit, at ``[start, end)`` of that line."""

    entry: OrganisationEntry
    start: int
    end: int


class Organisations:
    """All organisations of one or more lexicons, with the look-ups that reading and features need."""

    def __init__(self, entries: Iterable[OrganisationEntry]) -> None:
        self.entries = tuple(entries)
        self._by_name: dict[str, list[tuple[str, OrganisationEntry]]] = {}
        self._by_domain: dict[str, OrganisationEntry] = {}
        for entry in self.entries:
            for name in (entry.name, *entry.aliases):
                self._by_name.setdefault(key_of_name(name), []).append((name, entry))
            for domain in entry.domains:
                self._by_domain.setdefault(host_of(domain), entry)
        self._credits = Matcher(_credit_forms(self.outlets))
        self._credits_by_word = PhraseIndex((form.lower(), form) for form, _ in self._credits.forms)

    @property
    def outlets(self) -> list[OrganisationEntry]:
        """Return the organisations that can publish an article."""
        return [entry for entry in self.entries if entry.outlet]

    def find(self, name: str) -> OrganisationEntry | None:
        """Return the organisation of a name or alias, however it is capitalised; None where it is unknown."""
        candidates = self._by_name.get(key_of_name(name), [])
        exact = [entry for form, entry in candidates if form == name]
        return next(iter(exact or [entry for _, entry in candidates]), None)

    def canonical(self, name: str) -> str:
        """Return the registry's name for a name or alias, or the name itself where it is unknown."""
        entry = self.find(name)
        return entry.name if entry else name

    def find_outlet(self, name: str) -> OrganisationEntry | None:
        """Return the outlet that text names by exactly these words; capitals count, None where it is unknown."""
        pieces = pieces_in(name)
        if not pieces or len(pieces) > _LONGEST_NAME_WORDS:
            return None
        for form, entry in self._by_name.get(key_of_name(name), []):
            if entry.outlet and _capitals_kept(form, pieces):
                return entry
        return None

    def find_domain(self, address: str) -> OrganisationEntry | None:
        """Return the outlet of a URL or domain, subdomains included; None where it is unknown or no address."""
        entry = self.owner_of(address)
        return entry if entry is not None and entry.outlet else None

    def owner_of(self, address: str) -> OrganisationEntry | None:
        """Return whose a URL or domain is, be it an outlet or, as an archive of others' pages, none."""
        labels = host_of(address).split(".")
        owners = (self._by_domain.get(".".join(labels[first:])) for first in range(len(labels) - 1))
        return next((entry for entry in owners if entry is not None), None)

    def owner_by_domain(self, domain: str) -> OrganisationEntry | None:
        """Return the organisation that has exactly this domain, subdomains aside; None where it is free."""
        return self._by_domain.get(host_of(domain))

    def may_hold_credit(self, low: str) -> bool:
        """Return whether a line, in small letters, can hold a form of credit: quick, and right when it says no."""
        return any(True for _ in self._credits_by_word.may_stand_in(low))

    def find_credit(self, line: str) -> Credit | None:
        """Return the outlet whose own form of credit (key ``credits``) stands in the line, the longest form first.

        A sign without letters, as "©", is compared too: it must stand before the form where the form has it.
        """
        pieces = pieces_in(line)
        found = []
        for match in self._credits.find(line, pieces):
            form, entry = match.payload
            sign = _sign_of(form)
            if not sign:
                found.append(Credit(entry, match.start, match.end))
            elif line[: match.start].rstrip().endswith(sign):
                found.append(Credit(entry, line.rindex(sign, 0, match.start), match.end))
        return max(found, key=lambda credit: credit.end - credit.start, default=None)

    def outlet_at_end(self, words: str) -> Credit | None:
        """Return the outlet whose name closes a stretch of words ("JANE DOE Associated Press"), longest name first."""
        pieces = pieces_in(words)
        for first in range(max(0, len(pieces) - _LONGEST_NAME_WORDS), len(pieces)):
            start, end = pieces[first].start, pieces[-1].end
            entry = self.find_outlet(words[start:end])
            if entry is not None:
                return Credit(entry, start, end)
        return None


@lru_cache
def load_organisations(language: str = "en", extra: tuple[Path, ...] = ()) -> Organisations:
    """Return the registry of a language's shipped lexicons and of a user's own files that add to it.

    Of `extra`, files of other kinds and for other languages are passed over. Raises `LexiconError` where the language
    ships none, and for a file that cannot be trusted.
    """
    shipped = [one for one in shipped_lexicons(language) if one.header.kind == "organisations"]
    if not shipped:
        raise LexiconError(f"lexicons/{language}", "has no lexicon of organisations", "a file of that kind")
    lexicons = {one.header.id: one for one in shipped}
    for one in collect(extra).get("organisations", ()):
        if one.header.language in (language, EVERY_LANGUAGE):
            lexicons.pop(one.header.id, None)
            lexicons[one.header.id] = one
    return Organisations(join_registries(list(lexicons.values())))


def join_registries(lexicons: Sequence[Lexicon]) -> list[OrganisationEntry]:
    """Return the organisations of lexicons as one registry, those of the last one first: the first found counts.

    An entry takes the place of one of the same name in an earlier lexicon. Lexicons of other kinds are passed over;
    those that only add the names of a language add them.
    """
    seen: set[str] = set()
    joined: list[OrganisationEntry] = []
    for lexicon in reversed(lexicons):
        entries = organisations_in(lexicon, lexicons)
        joined += [entry for entry in entries if key_of_name(entry.name) not in seen]
        seen.update(key_of_name(entry.name) for entry in entries)
    return with_names(joined, lexicons)


def key_of_name(name: str) -> str:
    """Return a name as it is compared: folded, without a leading article, spaces and hyphens alike."""
    return folded_words(name).removeprefix(f"{_ARTICLE} ")


def host_of(address: str) -> str:
    """Return the host of a URL or domain in lower case, without port and "www."; empty for an empty address."""
    address = address.strip()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def _capitals_kept(form: str, pieces: list[Piece]) -> bool:
    own = pieces_in(form)
    if len(own) != len(pieces):
        return True  # they differ by the leading article alone
    return all(
        piece.text[at].isupper()
        for mine, piece in zip(own, pieces, strict=True)
        for at, letter in enumerate(mine.text)
        if letter.isupper() and mine.folded != _ARTICLE
    )


def _credit_forms(outlets: list[OrganisationEntry]) -> Iterator[tuple[str, tuple[str, OrganisationEntry]]]:
    for entry in outlets:
        for form in entry.credits:
            if pieces_in(form):
                yield form, (form, entry)


def _sign_of(form: str) -> str:
    pieces = pieces_in(form)
    return form[: pieces[0].start].strip()
