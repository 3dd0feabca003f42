"""The persons of an article: their names, what introduces them, whom a name or role means (room: features)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from framing.lexicon.entries import OrganisationEntry, SourceEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match, Piece, pieces_in
from framing.lexicon.words import fold
from framing.schema import Span
from framing.text import Document

_NAME_PARTICLES = frozenset(
    {"de", "da", "del", "der", "di", "van", "von", "bin", "al", "el", "la", "le", "dos", "ibn", "ben"}
)
_NAME = re.compile(r"[^\W\d_][\w'’.-]*", re.UNICODE)
_LONGEST_NAME = 5
OTHER = "other"
COUNTRY = "country"


@dataclass
class Person:
    """A person of the article under the fullest form of the name, with the words that introduce the name."""

    name: str
    words: tuple[str, ...]
    first: int
    introductions: set[str] = field(default_factory=set)
    type: str = OTHER


class People:
    """The persons whom a document names in full, in the order of the text."""

    def __init__(
        self,
        document: Document,
        language: Language,
        organisations: list[Match[OrganisationEntry]],
        roles: list[Match[SourceEntry]],
    ) -> None:
        self._text = document.text
        self._grammar = language.grammar
        self._demonyms = language.demonyms
        self._organisations = organisations
        self._roles = roles
        self._by_name = self._find_persons(document.paragraphs)
        self._persons = sorted(self._by_name.values(), key=lambda person: person.first)

    def named_in(self, start: int, end: int) -> list[tuple[int, Person]]:
        """Return the persons named in a stretch by full name or surname, in order."""
        found: list[tuple[int, Person]] = []
        pieces = _pieces_in_name(self._text, start, end)
        i = 0
        while i < len(pieces):
            person, used = self._person_at(pieces, i)
            if person:
                found.append((pieces[i].start, person))
            i += max(1, used)
        return found

    def known_by_role(self, span: Span) -> Person | None:
        """Return the person whom the article introduced with these words ("the Russian leader", "the spokesman")."""
        words = {piece.folded for piece in pieces_in(self._text, *span)} - self._grammar["determiner"]
        if not words:
            return None
        best: tuple[int, Person] | None = None
        leads = words & self._grammar["leader"]
        for person in self._persons:
            if person.first > span[0]:
                break
            shared = words & person.introductions
            also_leads = leads and person.introductions & self._grammar["leader"]
            missing = words - person.introductions - (leads if also_leads else set())
            if missing and not self._same_country(missing, person.introductions):
                continue
            score = len(shared) + bool(also_leads)
            if score and (best is None or score >= best[0]):
                best = (score, person)
        return best[1] if best else None

    def is_person(self, name: str | None) -> bool:
        """Whether a canonical name is that of a person of the article."""
        return any(person.name == name for person in self._persons)

    def type_of(self, role: SourceEntry, start: int, end: int) -> str:
        """Return the type of whoever has a role, of the body that stands with it if one does."""
        inside = [m.payload for m in self._organisations if start <= m.start and m.end <= end]
        bodies = [entry for entry in inside if entry.kind != COUNTRY]
        if bodies:
            return bodies[-1].type
        if role.type == OTHER and inside:
            return inside[-1].type
        return role.type

    def _person_at(self, pieces: list[Piece], i: int) -> tuple[Person | None, int]:
        piece = pieces[i]
        if not piece.text[0].isupper():
            return None, 1
        for length in range(_LONGEST_NAME, 1, -1):
            words = tuple(p.folded for p in pieces[i : i + length])
            exact = self._by_name.get(" ".join(words).replace("-", " ")) if len(words) == length else None
            if exact:
                return exact, length
        if any(m.start <= piece.start < m.end for m in self._organisations):
            return None, 1
        bearers = [p for p in self._persons if p.words[-1] == piece.folded]
        bearers = bearers or [p for p in self._persons if p.words[0] == piece.folded and p.introductions]
        earlier = [p for p in bearers if p.first <= piece.start] or bearers
        if not earlier:
            return None, 1
        introduced = [p for p in earlier if p.introductions] or earlier
        return introduced[0], 1

    def _same_country(self, missing: set[str], introductions: set[str]) -> bool:
        wanted = {self._demonyms[word].name for word in missing if word in self._demonyms}
        known = {self._demonyms[word].name for word in introductions if word in self._demonyms}
        return bool(wanted) and wanted <= known and all(word in self._demonyms for word in missing)

    def _find_persons(self, paragraphs: list[Span]) -> dict[str, Person]:
        persons: dict[str, Person] = {}
        for start, end in paragraphs:
            for run in self._capitalised_runs(_pieces_in_name(self._text, start, end)):
                self._add_person(persons, run)
        return persons

    def _capitalised_runs(self, pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
        run: list[Piece] = []
        for piece in pieces:
            gap = self._text[run[-1].end : piece.start] if run else ""
            joined = bool(run) and gap.strip(" ") in ("", ".") and "\n" not in gap
            belongs = piece.text[0].isupper() or (bool(run) and piece.folded in _NAME_PARTICLES)
            if run and not (joined and belongs):
                yield run
                run = []
            if piece.text[0].isupper() or run:
                run = [*run, piece] if belongs else []
            if run and self._text[piece.end : piece.end + 2].lower() in ("'s", "’s"):
                yield run
                run = []
        if run:
            yield run

    def _add_person(self, persons: dict[str, Person], run: list[Piece]) -> None:
        while run and self._is_introduction(run[0]):
            run = run[1:]
        while run and run[-1].folded in _NAME_PARTICLES:
            run = run[:-1]
        if not 2 <= len(run) <= _LONGEST_NAME or self._overlaps_organisation(run[0].start, run[-1].end):
            return
        text = self._text
        name = text[run[0].start : run[-1].end]
        words = tuple(piece.folded for piece in run)
        person = persons.setdefault(" ".join(words).replace("-", " "), Person(name, words, run[0].start))
        self._add_introduction(person, run[0].start, run[-1].end)

    def _is_introduction(self, piece: Piece) -> bool:
        if piece.folded in self._demonyms or piece.folded in self._grammar["sentence opener"]:
            return True
        if any(
            piece.folded in self._grammar[name]
            for name in ("preposition", "subordinator", "time word", "title")
        ):
            return True
        inside = lambda match: match.start <= piece.start < match.end  # noqa: E731
        return any(map(inside, self._roles)) or any(map(inside, self._organisations))

    def _overlaps_organisation(self, start: int, end: int) -> bool:
        return any(match.start < end and start < match.end for match in self._organisations)

    def _add_introduction(self, person: Person, start: int, end: int) -> None:
        """Remember the title before a name ("Russian President ...") and the apposition behind it (", the ...")."""
        text = self._text
        before = text[max(0, start - 80) : start]
        title = re.split(r"[.,;:!?()\"“”\n]|\band\b", before)[-1]
        behind = re.match(r", ((?:the|a|an|\w+['’]s)\b[^,.;\n]{3,80})", text[end : end + 90])
        for words, offset in ((title, start - len(title)), (behind.group(1) if behind else "", end + 2)):
            if not words.strip():
                continue
            roles = [m for m in self._roles if offset <= m.start and m.end <= offset + len(words)]
            if not roles:
                continue
            person.introductions.update(piece.folded for piece in pieces_in(words))
            kind = self.type_of(roles[-1].payload, offset, offset + len(words))
            if person.type == OTHER:
                person.type = kind


def _pieces_in_name(text: str, start: int, end: int) -> list[Piece]:
    """Return words as names have them: hyphens inside ("Jean-Pierre"), possessive endings left out."""
    pieces = []
    for match in _NAME.finditer(text, start, end):
        word = match.group()
        if word[-2:].lower() in ("'s", "’s"):
            word = word[:-2]
        word = word.rstrip(".-'’") if len(word) > 2 else word
        if word:
            pieces.append(Piece(fold(word).replace(".", ""), word, match.start(), match.start() + len(word)))
    return pieces
