"""The persons of an article: their names, what introduces them, whom a name or role means (room: features)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from framing.features.name_words import PARTICLES, NameWord, NameWords
from framing.features.offices import COUNTRY as COUNTRY
from framing.features.offices import OTHER as OTHER
from framing.features.offices import PARTS_OF_A_SENTENCE, REACH_OF_AN_OFFICE, Offices
from framing.features.stretches import Stretches
from framing.lexicon.entries import OrganisationEntry, SourceEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match, Piece, pieces_in
from framing.lexicon.words import fold
from framing.schema import Span
from framing.text import Document

_LETTER = re.compile(r"[^\W\d_]")
_OF = re.compile(r"(?<![\w'’.-])of ", re.IGNORECASE)
_LONGEST_NAME = 5
_SHORTENED = re.compile(r"\b(\w++)\.(?=\s)")
_APPOSITION = re.compile(r", ([^,.;\n]{3,80})")
_OWNED = re.compile(r"(?:the|a|an|its|their|\w+['’]s)\b")
_OWNS = re.compile(r"(['’]s?) ([^\W\d_a-z]\w*)")
_OWNERS_ENDING = re.compile(r"(?:['’]s?) \Z")
_LONGEST_ENDING = 3
_OPENING_MARKS, _CLOSING_MARKS = ("“", '"', "‘"), ("”", '"', "’")
_MARKS_IN_A_NAME = frozenset(_OPENING_MARKS + _CLOSING_MARKS)
_CLOSED_WORD_OF_A_NAME = re.compile(r"[^\W\d_]{2,}[”\"’] [^\W\d_a-z]")
_SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?:\n][\s\"“”‘’']*|[\"“‘])\Z")
_LONGEST_MARKS = 6
_FEWEST_LETTERS_OF_A_TRADE = 5
_BEHIND_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]* [^\W\d_a-z][\w'’.-]*(?<!day), \Z")
_OFFICE_OF = re.compile(r"\w+ (?:of|for)(?: the)? \Z")
_OFFICE_GOES_ON = (" of ", " for ", " at ", " in ")
_ENDS_OF_AN_APPOSITION = (",", ".", ";", ")", "\n", "")
_NEVER_FIRST_NAMES = frozenset(
    {
        "sentence opener",
        "preposition",
        "subordinator",
        "time word",
        "title",
        "numeral",
        "adverb",
        "contraction",
        "auxiliary",
        "modal",
        "people",
    }
)
_FEWEST_WORDS_OF_A_HEADLINE = 5
_HEADLINE_SHARE = 0.8
_SMALL_WORD = re.compile(r" [a-z]")


@dataclass
class Person:
    """A person of the article under the fullest form of the name, with the words that introduce the name."""

    name: str
    words: tuple[str, ...]
    first: int
    mentions: int = 0
    introductions: set[str] = field(default_factory=set)
    type: str = OTHER


class People:
    """The persons whom a document names in full, in the order of the text."""

    def __init__(
        self,
        document: Document,
        language: Language,
        organisations: Stretches[Match[OrganisationEntry]],
        roles: Stretches[Match[SourceEntry]],
    ) -> None:
        self._text = document.text
        self._grammar = language.grammar
        self._classes_of = language.classes_of
        self._demonyms = language.demonyms
        self._organisations = organisations
        self._roles = roles
        # "Bill" is a name, whatever else it may be.
        self._introducers = Stretches([match for match in roles if match.payload.role != "document"])
        self._behind_in: defaultdict[str, list[str]] = defaultdict(list)
        for behind in document.text.split(" in ")[1:]:
            if words := behind.split(maxsplit=1):
                self._behind_in[words[0]].append(behind)
        self._document = document
        self.offices = Offices(document, language, organisations, roles)
        self._words = NameWords(document)
        self._by_name = self._find_persons(document.paragraphs)
        self._persons = sorted(self._by_name.values(), key=lambda person: person.first)
        self._names = {person.name for person in self._persons}
        self._by_first_word: defaultdict[str, list[Person]] = defaultdict(list)
        self._by_last_word: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self._persons:
            self._by_first_word[person.words[0]].append(person)
            self._by_last_word[person.words[-1]].append(person)
        # Most words begin nobody's name: one look passes them over.
        self._first_heads = {word.partition("-")[0] for word in self._by_first_word}
        self._heads = self._first_heads.union([word.partition("-")[0] for word in self._by_last_word])

    def named_in(self, start: int, end: int) -> list[tuple[int, Person]]:
        """Return the persons named in a stretch by full name or surname, in order."""
        found: list[tuple[int, Person]] = []
        pieces = self._words.within(start, end)
        reached = 0
        for i, piece in enumerate(pieces):
            if i < reached or piece.head not in self._heads:
                continue
            person, used = self._person_at(pieces, i, start)
            if person:
                found.append((piece.start, person))
            reached = i + used
        return found

    def known_by_role(self, span: Span) -> Person | None:
        """Return the person whom the article introduced with these words ("the Russian leader", "the spokesman")."""
        words = {piece.folded for piece in self._document.pieces_in(*span)} - self._grammar["determiner"]
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

    def introduced(self) -> list[Person]:
        """Return the persons beside whose names the article says who they are, in the order of the text."""
        return [person for person in self._persons if person.introductions]

    def bearer_of(self, surname: str) -> Person | None:
        """Return the person with a surname; of several the one whom the article introduces, or None.

        Of those whom it introduces, or else of all, it is the one who is named in full most often.
        """
        bearers = self._by_last_word.get(surname, [])
        weights = [(bool(one.introductions), one.mentions) for one in bearers]
        most = max(weights, default=None)
        return bearers[weights.index(most)] if most and weights.count(most) == 1 else None

    def named(self, name: str | None) -> Person | None:
        """Return the person with a canonical name, or None."""
        return next((one for one in self._persons if one.name == name), None) if name in self._names else None

    def is_person(self, name: str | None) -> bool:
        """Whether a canonical name is that of a person of the article."""
        return name in self._names

    def _person_at(self, pieces: list[NameWord], i: int, start: int) -> tuple[Person | None, int]:
        piece = pieces[i]
        if not piece.capital:
            return None, 1
        name = piece.folded
        exact: tuple[Person | None, int] = None, 1
        follow = pieces[i + 1 : i + _LONGEST_NAME] if piece.head in self._first_heads else ()
        for length, following in enumerate(follow, 2):
            if _LETTER.search(self._text, pieces[i + length - 2].stop, following.start):
                break  # another word stands between
            name = f"{name} {following.folded}"
            person = self._by_name.get(name.replace("-", " "))
            if person:
                exact = person, length
        if exact[0]:
            return exact
        if self._organisations.at(piece.start):
            return None, 1
        if self._belongs_to_name_before(pieces[i - 1] if i else None, piece, start):
            return None, 1
        bearers = self._by_last_word.get(piece.folded, [])
        bearers = bearers or [p for p in self._by_first_word.get(piece.folded, []) if p.introductions]
        if len(bearers) < 2:
            return (bearers[0] if bearers else None), 1
        earlier = [p for p in bearers if p.first <= piece.start] or bearers
        introduced = [p for p in earlier if p.introductions] or earlier
        return introduced[0], 1

    def _belongs_to_name_before(self, before: NameWord | None, piece: Piece, start: int) -> bool:
        """Whether a capitalised word ends a longer name that is no person's ("the Ministry of Energy").

        `before` is the word of names before it, in a stretch that begins at `start`.
        """
        of = piece.start - len("of ")
        if of >= start and _OF.match(self._text, of, piece.start):
            return self._organisations.at(of) is None
        if before is None or not before.capital or self._text[before.end : piece.start] != " ":
            return False
        return not self._is_introduction(before) and not self._is_role(before)

    def _same_country(self, missing: set[str], introductions: set[str]) -> bool:
        wanted = {self._demonyms[word].name for word in missing if word in self._demonyms}
        known = {self._demonyms[word].name for word in introductions if word in self._demonyms}
        return bool(wanted) and wanted <= known and all(word in self._demonyms for word in missing)

    def _find_persons(self, paragraphs: list[Span]) -> dict[str, Person]:
        persons: dict[str, Person] = {}
        for start, end in paragraphs:
            pieces = self._words.within(start, end)
            runs = self._capitalised_runs(pieces)
            if runs and not _is_headline(self._text[start:end], len(pieces)):
                for run in runs:
                    self._add_person(persons, run)
        surnames = {person.words[-1] for person in persons.values() if len(person.words) > 1}
        return {k: person for k, person in persons.items() if len(person.words) > 1 or k not in surnames}

    def _capitalised_runs(self, pieces: Iterable[NameWord]) -> list[list[NameWord]]:
        """Return the words that stand together as names do. A capital alone, as sentences begin with, is no name."""
        runs: list[list[NameWord]] = []
        run: list[NameWord] = []
        for piece in pieces:
            if run and not self._goes_on(run[-1], piece):
                if len(run) > 1:
                    runs.append(run)
                run = []
            if run or piece.capital:
                run.append(piece)
        return [*runs, run] if len(run) > 1 else runs

    def _goes_on(self, before: NameWord, piece: NameWord) -> bool:
        """Whether a name that has one word goes on with another: no sign parts them but the stop of "J." or "Sen."."""
        sign = self._text[before.end : piece.start].strip(" ")
        if (
            sign
            and not (sign == "." and self._is_shortened(before))
            and not (sign in _MARKS_IN_A_NAME and self._is_nickname(before, piece, sign))
        ):
            return False
        belongs = piece.capital or piece.folded in PARTICLES
        return belongs and piece.folded not in self._grammar["subject pronoun"]

    def _is_shortened(self, piece: Piece) -> bool:
        """Whether the full stop behind a word belongs to it ("J. Lind", "Sen. Lind")."""
        short = len(piece.text) == 1 or piece.folded in self._grammar["abbreviation"]
        return short or piece.folded in self._grammar["title"]

    def _is_nickname(self, before: NameWord, piece: NameWord, sign: str) -> bool:
        """Whether a quotation mark stands before or behind one word within a name ("José “Zé” Lind")."""
        if sign in _OPENING_MARKS:
            behind = _CLOSED_WORD_OF_A_NAME.match(self._text, piece.start)
            return behind is not None and before.capital and not self._is_introduction(before)
        opening = self._text[before.start - 1 : before.start]
        return sign in _CLOSING_MARKS and opening != "" and opening in _OPENING_MARKS

    def _add_person(self, persons: dict[str, Person], run: list[NameWord]) -> None:
        if run and self._is_apposition(run):
            return
        last_role = len(run) - 2
        while last_role >= 0 and not (self._is_role(run[last_role]) or self._tells_side(run, last_role)):
            last_role -= 1
        whole, run = run, run[last_role + 1 :]
        while run and (
            self._is_introduction(run[0])
            or (len(run) > 2 and (_is_initialism(run[0]) or self._is_trade(run[0])))
        ):
            run = run[1:]
        while run and run[-1].folded in PARTICLES:
            run = run[:-1]
        run = self._without_what_is_led(run) if run == whole else run
        # One name alone is a person's where a title stands before it ("President Lind").
        fewest = 1 if last_role >= 0 and run and not self._is_introduction(run[-1]) else 2
        if not fewest <= len(run) <= _LONGEST_NAME:
            return
        start, end = run[0].start, run[-1].end
        if self._organisations.touching(start, end):
            return
        grammar, last = self._grammar, run[-1].folded
        if last in self._demonyms or last in grammar["word of a body"] or last in grammar["people"]:
            return
        name = self._text[start:end]
        if self._stands_as_place(name, start) or self._owns_body(start, end):
            return
        words = tuple([piece.folded for piece in run])
        key = " ".join(words).replace("-", " ")
        if key in self._demonyms:
            return  # "the North Korean"
        person = persons.get(key) or persons.setdefault(key, Person(name, words, start))
        person.mentions += 1
        self._add_introduction(person, start, end)

    def _without_what_is_led(self, run: list[NameWord]) -> list[NameWord]:
        """Return the name of the holder of an office behind what it is an office of ("minister for Health Bo Lind").

        That the last words are a person's name shows where the last of them stands elsewhere without the others.
        """
        first = len(run) - 2
        while first > 0 and (len(run[first].folded) == 1 or run[first].folded in PARTICLES):
            first -= 1  # "Bo N. Lind", "Bo von Lind"
        if first <= 0:
            return run
        office = _OFFICE_OF.search(self._text[max(0, run[0].start - REACH_OF_AN_OFFICE) : run[0].start])
        if office is None:
            return run
        role = self._roles.at(run[0].start - len(office[0]))
        surname, name = run[-1].text, self._text[run[first].start : run[-1].end]
        led = role is not None and role.payload.role == "person"
        return run[first:] if led and self._text.count(surname) > self._text.count(name) else run

    def _is_apposition(self, run: list[NameWord]) -> bool:
        """Whether words are what somebody is, beside the name (", Harbour Trust Regional Director for the coast")."""
        return (
            self._is_role(run[-1])
            and not any(map(self._is_role, run[:-1]))
            and self._text.startswith(_OFFICE_GOES_ON, run[-1].end)
            and _BEHIND_NAME.search(self._text, max(0, run[0].start - REACH_OF_AN_OFFICE), run[0].start)
            is not None
        )

    def _stands_as_place(self, name: str, start: int) -> bool:
        """Whether a capitalised name is rather a place: it stands behind "in" and is never introduced as a person."""
        before = self._text[max(0, start - 4) : start].lower()
        if before.endswith((" in ", "\nin ")):
            return True
        return any(behind.startswith(name) for behind in self._behind_in.get(name.split()[0], ()))

    def _owns_body(self, start: int, end: int) -> bool:
        """Whether a name goes on behind its apostrophe as that of a body ("the Harbour Workers' Union")."""
        owns = _OWNS.match(self._text, end)
        if owns is None or fold(owns[2]) not in self._grammar["word of a body"]:
            return False
        return len(owns[1]) == 1 or self._text[max(0, start - 4) : start].lower() == "the "

    def _is_trade(self, piece: Piece) -> bool:
        """Whether a word has a capital only as the first of its sentence: "Haulier", "Mum-of-three"."""
        before = self._text[max(0, piece.start - _LONGEST_MARKS) : piece.start]
        if not _SENTENCE_BEGINS.search(before):
            return False
        if "-of-" in piece.folded:
            return True
        without_capital = (word for word in (piece.folded, f"{piece.folded}s") if word.islower())
        return len(piece.text) >= _FEWEST_LETTERS_OF_A_TRADE and any(
            word in self._written_words for word in without_capital
        )

    @cached_property
    def _written_words(self) -> set[str]:
        """The words of the text as they are written."""
        return {piece.text for piece in self._document.pieces}

    def _is_role(self, piece: Piece) -> bool:
        if piece.folded in self._grammar["title"]:
            return True
        role = self._roles.at(piece.start)
        return role is not None and role.payload.role == "person"

    def _tells_side(self, run: list[NameWord], i: int) -> bool:
        """Whether a word tells a party or people before a name of two words ("House Republican Bo Lind")."""
        return i < len(run) - 2 and run[i].folded in self._grammar["people"]

    def _is_introduction(self, piece: Piece) -> bool:
        classes = self._classes_of.get(piece.folded)
        if piece.folded in self._demonyms or (classes and not classes.isdisjoint(_NEVER_FIRST_NAMES)):
            return True
        return bool(self._introducers.at(piece.start) or self._organisations.at(piece.start))

    def _without_stop(self, match: re.Match[str]) -> str:
        short = match[1].lower() in self._grammar["abbreviation"]
        return f"{match[1]} " if short else match[0]

    def _add_introduction(self, person: Person, start: int, end: int) -> None:
        """Remember the title before a name ("Russian President ...") and the apposition beside it (", the ...")."""
        for words, offset in (self._words_before(start, end), self._apposition_behind(end)):
            if not words.strip():
                continue
            inside = self._roles.inside(offset, offset + len(words))
            roles = [match for match in inside if match.payload.role == "person"]
            if not roles:
                continue
            person.introductions.update(piece.folded for piece in pieces_in(words))
            nearest = roles[-1] if offset < start else roles[0]
            kind = self.offices.type_of(nearest.payload, offset, offset + len(words))
            if person.type == OTHER:
                person.type = kind
        if person.type == OTHER and not person.introductions:
            owner = self._owner_before(start)
            person.type = owner.type if owner else OTHER

    def _owner_before(self, start: int) -> OrganisationEntry | None:
        """Return the body whose a person is, right before the name ("Labour's Bo Lind"); no country."""
        ending = _OWNERS_ENDING.search(self._text, max(0, start - _LONGEST_ENDING), start)
        owner = self._organisations.at(ending.start() - 1) if ending else None
        return owner.payload if owner and owner.payload.kind != COUNTRY else None

    def _words_before(self, start: int, end: int) -> tuple[str, int]:
        """Return the title or office before a name, and where it begins; nothing where no role stands near."""
        roles = self._roles.inside(max(0, start - REACH_OF_AN_OFFICE), start)
        if not roles:
            return "", start
        if self._text.endswith(", ", 0, start):
            return self._office_before(start, end)
        title = self._title_before(start, roles[-1].end)
        return title, start - len(title)

    def _apposition_behind(self, end: int) -> tuple[str, int]:
        """Return what follows a name behind a comma, where it can be who the person is, and where it begins.

        That is ", mayor of Cork"; nothing where it can be no such thing.
        """
        behind = _APPOSITION.match(self._text, end, end + 90)
        if behind is None:
            return "", end
        role = self._roles.at(behind.start(1))
        bare = role is not None and role.start == behind.start(1) and self._is_office(role, behind.end())
        return (behind[1] if bare or _OWNED.match(behind[1]) else ""), behind.start(1)

    def _office_before(self, start: int, end: int) -> tuple[str, int]:
        """Return the office before a comma and a name ("the mayor of Cork, Ida Holm,"), and where it begins."""
        before = self._text[max(0, start - REACH_OF_AN_OFFICE) : start]
        if self._text[end : end + 1] not in _ENDS_OF_AN_APPOSITION:
            return "", start
        stop = start - len(", ")
        opening = stop - len(PARTS_OF_A_SENTENCE.split(before[: -len(", ")])[-1])
        offices = [role for role in self._roles.inside(opening, stop) if self._is_office(role, stop)]
        if not offices:
            return "", start
        words = self._nearest_title(self._text[opening : offices[-1].end], offices[-1].end)
        first = offices[-1].end - len(words)
        return self._text[first:stop], first

    def _is_office(self, role: Match[SourceEntry], stop: int) -> bool:
        """Whether a role is a person's and goes on to a stop with nothing but what it is an office of."""
        behind = self._text[role.end : stop]
        return role.payload.role == "person" and (not behind or behind.startswith(_OFFICE_GOES_ON))

    def _title_before(self, start: int, role_end: int) -> str:
        """Return the title before a name that the nearest role, which ends at `role_end`, stands in."""
        sign = PARTS_OF_A_SENTENCE.search(self._text, role_end, start)
        if sign and sign[0] != ".":
            return ""
        before = self._text[max(0, start - REACH_OF_AN_OFFICE) : start]
        # "Gov. Lind": the full stop of an abbreviation parts nothing.
        before = _SHORTENED.sub(self._without_stop, before) if "." in before else before
        return self._nearest_title(PARTS_OF_A_SENTENCE.split(before)[-1], start)

    def _nearest_title(self, words: str, end: int) -> str:
        """Return the words of a title right before a name, without the verb or clause before the title."""
        start = end - len(words)
        roles = self._roles.inside(start, end)
        if not roles:
            return words
        first = roles[-1].start
        gap = self._text[roles[-1].end : end]
        if gap[:1] == " " and gap[1:2].islower() and not gap.startswith(_OFFICE_GOES_ON):
            return ""  # "The mayor told Ida Holm"
        if " that " in gap or " who " in gap or " which " in gap:
            return ""  # "Mayor Ida Holm found that Mr Lind"
        for piece in reversed(self._document.pieces_in(start, first)):
            part = piece.text[0].isupper() or self._roles.at(piece.start)
            closed = any(piece.folded in self._grammar[name] for name in ("determiner", "preposition"))
            if not (part or closed or piece.folded.endswith(("al", "ial", "ern", "ior"))):
                break
            first = piece.start
        return self._text[first:end]


def _is_initialism(piece: Piece) -> bool:
    return len(piece.text) > 2 and piece.text.isupper()


def _is_headline(line: str, most_capitals: int) -> bool:
    """Whether the words of a line have capitals; no more than `most_capitals` of them can have one."""
    # So many small words are enough to say no, and in prose the first few words hold them.
    enough = most_capitals // 4 + 1
    if len(list(islice(_SMALL_WORD.finditer(line), enough))) == enough:
        return False
    letters = list(filter(str.isalpha, [word[0] for word in line.split()]))
    capitals = sum(map(str.isupper, letters))
    return len(letters) >= _FEWEST_WORDS_OF_A_HEADLINE and capitals > _HEADLINE_SHARE * len(letters)
