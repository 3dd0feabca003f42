"""Who a source's words mean: names, pronouns, surnames, roles and organisations resolved inside one article."""

import re
from collections.abc import Iterable
from itertools import dropwhile
from typing import NamedTuple, TypeVar

from framing.features.bare_names import INSIDE_NAMES, BareNames
from framing.features.offices import COUNTRY, OTHER, names_one_body
from framing.features.people import People, Person
from framing.features.stretches import Stretches
from framing.lexicon.entries import OrganisationEntry, SourceEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match, Piece
from framing.lexicon.words import fold, holds_any
from framing.schema import Span
from framing.text import Document

_OF_THE_STATE = frozenset({"government", "legislature", "judiciary", "police", "military"})
_REACH_OF_A_SHORT_NAME = 5_000
_REACH_OF_A_RELATIVE = 120
_FEWEST_WORDS_OF_A_BODY = 3
_OWNER = re.compile(r"[^\W\d_][\w.-]*(?: [^\W\da-z_][\w.-]*){0,4}['’]s?(?= )")
MEDIA_TYPES = frozenset({"media", "state media"})
# Whoever is in a body is one of its people, and not its voice.
_WORK_IN = frozenset({"in", "inside", "within"})

Entry = TypeVar("Entry")


class Speaker(NamedTuple):
    """A resolved source: its canonical name, or None, and its type."""

    canonical: str | None
    type: str


UNKNOWN = Speaker(None, "unnamed source")


class Cast:
    """The persons and organisations of one document, and the memory of who spoke last."""

    people_class = People

    def __init__(self, document: Document, language: Language, people_of_text: People | None = None) -> None:
        self.document = document
        # Whom a headline names, the text under it may name in full.
        self._people_of_text = people_of_text
        self.grammar = language.grammar
        self.demonyms = language.demonyms
        self._classes_of = language.classes_of
        self.organisations = Stretches(language.organisations.find_longest(document.text, document.pieces))
        self.roles = Stretches(language.sources.find_longest(document.text, document.pieces))
        self.people = self.people_class(document, language, self.organisations, self.roles)
        self._names = BareNames(document, language, self.roles, people_of_text or self.people)
        self._bodies: dict[str, Speaker] = {}
        self.last_person: Speaker | None = None
        self._last_spoke_at = -1
        self.last_organisation: Speaker | None = None
        self._organisation_spoke_at = -1
        self.last_group: Speaker | None = None
        self.last_media: Speaker | None = None

    # --- resolution ------------------------------------------------------------------------------------------

    def resolve(self, span: Span) -> Speaker:
        """Return who the words at a span mean, and remember the speaker for the pronouns that follow."""
        speaker = self._as_in_text(self._resolve(span))
        # Of whom a relative clause tells is not who speaks on.
        if fold(self.document.text[slice(*span)]) not in self.grammar["relative"]:
            self._remember(speaker, span)
        return speaker

    def resolve_channel(self, span: Span) -> Speaker:
        """Return through whom words came. A reporter who carries somebody's words is nobody who goes on speaking."""
        speaker = self._as_in_text(self._resolve(span))
        if not self._person_named(speaker.canonical):
            self._remember(speaker, span)
        return speaker

    def _as_in_text(self, speaker: Speaker) -> Speaker:
        """Return a headline's speaker as the text names and introduces the person."""
        if self._people_of_text is None or speaker.canonical is None or speaker.type != OTHER:
            return speaker
        words = fold(speaker.canonical).split()
        person = self._people_of_text.bearer_of(words[-1])
        return self._of_person(person) if person and set(words) <= set(person.words) else speaker

    def _remember(self, speaker: Speaker, span: Span) -> None:
        person = self.people.named(speaker.canonical) if speaker.type == "media" else None
        if person and person.introductions:
            return  # a presenter is neither the outlet nor whom the article goes on to quote
        if person:  # "Al Jazeera's Ida Holm" reports on
            self.last_person = speaker
            self._last_spoke_at = span[0]
            return
        if speaker.type in MEDIA_TYPES:
            self.last_media = speaker
            self.last_organisation = speaker
            self._organisation_spoke_at = span[0]
        elif self._person_named(speaker.canonical):
            self.last_person = speaker
            self._last_spoke_at = span[0]
        elif self._is_plural(span):
            self.last_group = speaker
        elif speaker.canonical:
            self.last_organisation = speaker
            self._organisation_spoke_at = span[0]

    def _person_named(self, canonical: str | None) -> bool:
        return self.people.is_person(canonical)

    def _is_plural(self, span: Span) -> bool:
        roles = self.roles.inside(*span)
        return " and " in self.document.text[span[0] : span[1]] or any(
            m.payload.role == "group" for m in roles
        )

    def _resolve(self, span: Span) -> Speaker:
        words = self.document.text[span[0] : span[1]]
        folded = fold(words).strip(" ,.")
        for resolve in (self._pronoun, self._anaphor, self._pair, self._short_body):
            speaker = resolve(folded, span)
            if speaker:
                return speaker
        joined = self._joined(words, span)
        if joined:
            return joined
        return self._single(span)

    def _pronoun(self, folded: str, span: Span) -> Speaker | None:
        classes = self._classes_of.get(folded, ())
        if "he" in classes or "she" in classes or "his or her" in classes:
            return self._person_before(span[0]) or self.last_person or UNKNOWN
        if "it" in classes:
            return self._issued_before(span[0]) or self.last_organisation or UNKNOWN
        if "they" in classes:
            return self.last_group or self._pair("both countries", span) or UNKNOWN
        if "first person" in classes:
            return UNKNOWN  # outside quotations it is the author, or anybody
        if "nobody" in classes:
            return UNKNOWN
        if "relative" in classes:
            return self._antecedent(folded, span[0]) or UNKNOWN
        return None

    def _issued_before(self, offset: int) -> Speaker | None:
        """Return the joint text that several issued in the sentence before, which "it" then means, no older body."""
        number = self.document.sentence_at(offset)
        if not number:
            return None
        start, end = self.document.sentences[number - 1]
        if self._organisation_spoke_at >= start:
            return None
        for role in self.roles.inside(start, end):
            joint = fold(self.document.text[role.start : role.end]) in self.grammar["joint text"]
            if joint and not self._is_said(role.start):
                return Speaker(None, role.payload.unnamed)
        return None

    def _antecedent(self, pronoun: str, offset: int) -> Speaker | None:
        """Return whom or what a relative pronoun stands for: who is named last before it in its sentence, or None."""
        number = self.document.sentence_at(offset)
        if number is None:
            return None
        place = max(self.document.sentences[number][0], offset - _REACH_OF_A_RELATIVE), offset
        of_people = pronoun in self.grammar["relative of people"]
        kinds = ("person", "group") if of_people else ("body", "document", "media")
        names = [at for at, _ in self.people.named_in(*place)] if of_people else []
        organisations = [] if of_people else self.organisations.inside(*place)
        roles = [one for one in self.roles.inside(*place) if one.payload.role in kinds]
        places = [(at, offset) for at in names]
        places += [(one.start, one.end) for one in organisations]
        places += [(one.start, one.end) for one in roles]
        nearest = max(places, default=None)
        if nearest is None:
            return None
        # "Bo Lind, a lawyer, who": the name says more than what stands beside it.
        beside = [at for at in names if at < nearest[0] and "," in self.document.text[at : nearest[0]]]
        return self._single((beside[-1], nearest[0]) if beside else nearest)

    def _person_before(self, offset: int) -> Speaker | None:
        """Return the person named first in this sentence before the pronoun, or in the sentence before.

        Whoever spoke in the sentence before goes on speaking, whoever else is named there.
        """
        number = self.document.sentence_at(offset)
        if number is None:
            return None
        start, _ = self.document.sentences[number]
        # Set apart right before ", he said" stands whom a speaker speaks of.
        begin = offset if self.document.text[start:offset].rstrip().endswith(",") else start
        for from_, to in ((begin, offset), self.document.sentences[number - 1] if number else (0, 0)):
            found = [person for at, person in self.people.named_in(from_, to) if not self._is_said(at)]
            spoke = self.last_person if from_ <= self._last_spoke_at < to and to <= start else None
            if spoke and any(person.name == spoke.canonical for person in found):
                return spoke
            if found:
                return self._of_person(found[0])
        return None

    def _is_said(self, offset: int) -> bool:
        """Whether a name stands in a quotation: whom a speaker speaks of is not who speaks next."""
        return self.document.quotation_at(offset) is not None

    def _anaphor(self, folded: str, span: Span) -> Speaker | None:
        if folded in self.grammar["anaphoric source"] and not self.organisations.inside(*span):
            return self.last_media
        return None

    def _pair(self, folded: str, span: Span) -> Speaker | None:
        if folded in self.grammar["leader pair"]:
            found = self._last_two(name for name in self._persons_before(span[0]))
            return Speaker(found, "government") if found else None
        if folded in self.grammar["pair"]:
            found = self._last_two(self._countries_before(span[0]))
            return Speaker(found, "government") if found else None
        return None

    def _short_body(self, folded: str, span: Span) -> Speaker | None:
        """Return the body that the article named in full before it said "the foundation" or "the Post"."""
        article, _, noun = folded.partition(" ")
        if article != "the" or noun not in self.grammar["short body"]:
            return None
        full = re.compile(rf"(?:[A-Z][\w.&’'-]*(?: (?:of|and|for|the))? )+{noun.capitalize()}\b")
        near = max(0, span[0] - _REACH_OF_A_SHORT_NAME)
        named = [m for m in full.finditer(self.document.text, near, span[0]) if m.group().lower() != folded]
        if not named:
            return None
        start, end = named[-1].span()
        known = [m.payload for m in self.organisations.inside(start, end) if m.end == end]
        if known:
            return Speaker(known[-1].name, known[-1].type)
        return Speaker(self.document.text[start:end].removeprefix("The "), self._names.type_of(start, end))

    def _last_two(self, names: Iterable[str]) -> str | None:
        distinct: list[str] = []
        for name in names:
            if name not in distinct:
                distinct.append(name)
            if len(distinct) == 2:
                return " and ".join(reversed(distinct))
        return None

    def _countries_before(self, offset: int) -> Iterable[str]:
        for match in self.organisations.backwards_from(offset):
            if match.payload.kind == COUNTRY:
                yield match.payload.name

    def _persons_before(self, offset: int) -> Iterable[str]:
        start = max(0, offset - 1000)
        for _, person in reversed(self.people.named_in(start, offset)):
            yield person.name

    def _joined(self, words: str, span: Span) -> Speaker | None:
        roles = self.roles.inside(*span)
        if " and " not in words or (roles and not self.people.named_in(*span)):
            return None
        if any(" and " in self.document.text[role.start : role.end] for role in roles):
            return None  # "president and CEO"
        speakers = []
        offset = span[0]
        for part in words.split(" and "):
            place = (offset, offset + len(part))
            speakers.append(self._pronoun(fold(part), place) or self._single(place))
            offset += len(part) + len(" and ")
        names = [speaker.canonical for speaker in speakers if speaker.canonical]
        if len(names) != len(speakers) or len(set(names)) < 2 or "," in words.split(" and ")[0]:
            return None
        return Speaker(" and ".join(names), speakers[0].type)

    def _single(self, span: Span) -> Speaker:
        head = self._head(span)
        roles = self.roles.inside(*head)
        named = self._speaking(head, roles) or (self._speaking(span, roles) if head != span else None)
        if named:
            return self._of_person(named, span)
        organisations = self.organisations.inside(*head)
        states = None if organisations else self._group_of_states(head)
        if states:
            return states
        bodies = [m for m in organisations if m.payload.kind != COUNTRY and not self._is_modifier(m, head)]
        role = self._head_role(roles, head)
        if role and not organisations and self._names_body_of_people(role, head):
            words, _, _ = self.document.text[head[0] : head[1]].partition(" (")
            return self._by_its_words((head[0], head[0] + len(words)))
        if role and (not bodies or role.end > bodies[-1].end) and role.payload.role in ("group", "person"):
            return self._of_role(role, organisations, head)
        if bodies:
            return Speaker(bodies[-1].payload.name, bodies[-1].payload.type)
        if role:
            return self._of_role(role, organisations, head)
        if organisations:
            named_after = self._named_after(organisations[0], head)
            return named_after or Speaker(organisations[0].payload.name, organisations[0].payload.type)
        return self._by_its_words(head)

    def _names_body_of_people(self, role: Match[SourceEntry], head: Span) -> bool:
        """Whether people stand in the name of a body ("the Corps of Engineers", "Physicians for Human Rights")."""
        if role.payload.role != "group" or not self.document.text[role.start].isupper():
            return False
        pieces = [p for p in self.document.pieces_in(*head) if p.folded not in self.grammar["determiner"]]
        if len(pieces) < _FEWEST_WORDS_OF_A_BODY or not pieces[0].text[0].isupper():
            return False
        small = [p.folded for p in pieces if not p.text[0].isupper()]
        return bool(small) and all(word in INSIDE_NAMES for word in small) and small != ["and"]

    def _named_after(self, country: Match[OrganisationEntry], head: Span) -> Speaker | None:
        """Return a body that has a country in its name ("UK Ports"), where the name goes on to the end, or None."""
        if self.document.text[country.end : country.end + 1] != " ":
            return None
        behind = self.document.pieces_in(country.end, head[1])
        if not behind or not all(self._names.goes_on(piece) for piece in behind):
            return None
        return Speaker(
            self.document.text[country.start : behind[-1].end],
            self._names.type_of(country.start, behind[-1].end),
        )

    def _speaking(self, span: Span, roles: list[Match[SourceEntry]]) -> Person | None:
        """Return the first person named in a stretch, but for one whose lawyer, say, or spokesman speaks."""
        staff = [role for role in roles if role.payload.role in ("person", "group")]
        named = self.people.named_in(*span)
        if named and not staff:
            return named[0][1]
        for k, (offset, person) in enumerate(named):
            if k + 1 < len(named) and any(
                offset < role.start
                and role.end < named[k + 1][0]
                and "," not in self.document.text[offset : named[k + 1][0]]
                for role in staff
            ):
                continue  # "Lind campaign manager Ida Holm"
            owns = _OWNER.match(self.document.text, offset, span[1])
            behind = owns is not None and any(role.start >= owns.end() for role in staff)
            before = any(
                self.document.text[role.end : offset].strip() in ("for", "of", "to") for role in staff
            )
            if not behind and not before:
                return person
        return None

    def _head(self, span: Span) -> Span:
        """Return the span without an apposition behind a comma, where a name or role stands before it."""
        words = self.document.text[span[0] : span[1]]
        for example in self.grammar["opener of examples"]:
            at = words.find(f" {example} ")
            if at > 0:
                return span[0], span[0] + at  # "Western countries including Japan"
        comma = words.find(", ")
        if comma < 0:
            return span
        before, behind = (span[0], span[0] + comma), (span[0] + comma + len(", "), span[1])
        owner = next((offset for offset, _ in self.people.named_in(*before)), None)
        owned = owner is not None and _OWNER.match(self.document.text, owner, before[1])
        if owned and owned.end() < before[1] and self.people.named_in(*behind):
            return behind  # "Lind's successor, Ida Holm"
        if self.people.named_in(*before) or self.organisations.inside(*before):
            return before
        return span

    def _group_of_states(self, head: Span) -> Speaker | None:
        """Return states that are named together ("Western countries", "Gulf states") under that name, or None."""
        determiners, groups = self.grammar["determiner"], self.grammar["states"]
        if not holds_any(groups, self.document.text, *head):
            return None
        words = self.document.pieces_in(*head)
        pieces = list(dropwhile(lambda piece: piece.folded in determiners, words))
        if len(pieces) < 2 or pieces[-1].folded not in groups:
            return None
        if not pieces[0].text[0].isupper():
            return None
        return Speaker(self.document.text[pieces[0].start : pieces[-1].end], "government")

    def _is_modifier(self, match: Match[OrganisationEntry], head: Span) -> bool:
        """Whether an organisation only modifies what follows it ("the Kremlin's critics", "photos carried by KCNA")."""
        behind = self.document.text[match.end : match.end + 2].lower()
        return behind in ("'s", "’s") and match.end + 2 < head[1]

    def _of_person(self, person: Person, span: Span | None = None) -> Speaker:
        kind = person.type
        if span and kind == OTHER:
            roles = [role for role in self.roles.inside(*span) if role.payload.role != "document"]
            if roles:
                kind = person.type = self.people.offices.type_of(roles[-1].payload, *span)
        return Speaker(person.name, kind)

    def _head_role(self, roles: list[Match[SourceEntry]], head: Span) -> Match[SourceEntry] | None:
        """Return the role that a phrase is about: of "the union of dam workers" the union."""
        of = self.document.text.find(" of ", *head)
        before = [role for role in roles if role.end <= of] or roles
        while (
            len(before) > 1
            and before[-1].payload.role == "document"
            and self._is_led_to(before[-2], before[-1])
        ):
            before = before[:-1]  # "a person briefed on the inquiry", "the rebels, in a message"
        return next(reversed(before), None)

    def _is_led_to(self, role: Match[SourceEntry], document: Match[SourceEntry]) -> bool:
        """Whether a preposition leads from who speaks to a document, which then is not what speaks."""
        if role.payload.role == "document":
            return False
        last = self.document.pieces_in(role.start, role.end)[-1].folded
        between = [piece.folded for piece in self.document.pieces_in(role.end, document.start)]
        return not self.grammar["preposition"].isdisjoint([last, *between])

    def _of_role(
        self, role: Match[SourceEntry], organisations: list[Match[OrganisationEntry]], head: Span
    ) -> Speaker:
        entry = role.payload
        if entry.role == "person" and not self._is_anybody(head):
            known = self.people.known_by_role(head)
            if known:
                return self._of_person(known)
        country = next((m.payload for m in organisations if m.payload.kind == COUNTRY), None)
        bodies = [m.payload for m in organisations if m.payload.kind != COUNTRY]
        if entry.role == "media":
            adjective = country.demonyms[0] if country and country.demonyms else self._demonym_in(head)
            if adjective:
                return Speaker(f"{adjective} {self.document.text[role.start : role.end]}", entry.type)
            return Speaker(None, entry.unnamed)
        if entry.role == "document" and (bodies or country):
            owner = bodies[-1] if bodies else country
            assert owner is not None
            return Speaker(owner.name, owner.type)
        if entry.role == "body":
            return self._of_official(role, head) or self._body(role, head)
        if entry.role == "group" and not any(one.start > role.start for one in organisations):
            named = self._named_behind(role, head) if names_one_body(role, self.document.text) else None
            if named:
                return named
        led = self.people.offices.type_of_what_is_led(entry, *head) or self.people.offices.of_party(
            entry, *head
        )
        if led not in (None, *_OF_THE_STATE):
            return Speaker(None, "unnamed representative")
        of_body = self.people.offices.body_with(entry, *head) or entry
        return Speaker(None, of_body.unnamed)

    def _is_anybody(self, head: Span) -> bool:
        """Whether a phrase brings in somebody new ("one executive"), who is nobody named before."""
        words = self.document.pieces_in(*head)
        return bool(words) and words[0].folded in self.grammar["indefinite"]

    def _body(self, role: Match[SourceEntry], head: Span) -> Speaker:
        """Return an institution under the words that name it: "foreign ministry", and then "the ministry" again."""
        entry = role.payload
        pieces = self._words_of_body(role, head)
        alone = not pieces or (pieces[0].start, pieces[-1].end) == (role.start, role.end)
        word = fold(self.document.text[role.start : role.end])
        named = self._named_behind(role, head)
        if named:
            return named
        if not alone:
            name = self.document.text[pieces[0].start : pieces[-1].end]
            self._bodies[word] = Speaker(name, entry.type)
            return self._bodies[word]
        if word in self._bodies:
            return self._bodies[word]
        return Speaker(word, entry.type) if entry.type in _OF_THE_STATE else Speaker(None, entry.unnamed)

    def _named_behind(self, role: Match[SourceEntry], head: Span) -> Speaker | None:
        """Return the body whose name stands behind what it is ("the shipping company Nordhav"), or None."""
        words = self.document.text[role.start : role.end]
        behind = [piece for piece in self._words_of_body(role, head) if piece.start >= role.end]
        if fold(words) != words or not behind or not all(map(self._names.goes_on, behind)):
            return None
        return Speaker(self.document.text[behind[0].start : behind[-1].end], role.payload.type)

    def _of_official(self, role: Match[SourceEntry], head: Span) -> Speaker | None:
        """Return one who works in a body and does not speak for it ("a senior official in the ministry"), or None."""
        start, _ = self._before_relative(role, head)
        who = [one for one in self.roles.inside(start, role.start) if one.payload.role in ("person", "group")]
        if not who or not self.grammar["spokesperson"].isdisjoint(who[-1].payload.forms):
            return None
        between = self.document.pieces_in(who[-1].end, role.start)
        if not between or between[0].folded not in _WORK_IN:
            return None
        self._body(role, (between[0].end, head[1]))
        return Speaker(None, who[-1].payload.unnamed)

    def _words_of_body(self, role: Match[SourceEntry], head: Span) -> list[Piece]:
        """Return the words that name a body: of "a statement by the interior ministry" the last two."""
        owned, prepositions = (
            self.grammar["determiner"] | self.grammar["possessive"],
            self.grammar["preposition"],
        )
        words = self.document.pieces_in(*self._before_relative(role, head))
        for i in range(len(words) - 1, 0, -1):
            of_another = words[i].folded in owned and words[i - 1].folded in prepositions
            if of_another and words[i].start < role.start:
                words = words[i:]
                break
        while words and words[-1].folded in prepositions:
            words.pop()
        return list(dropwhile(lambda piece: piece.folded in owned or piece.folded in prepositions, words))

    def _before_relative(self, role: Match[SourceEntry], head: Span) -> Span:
        """Return a phrase without the relative clause behind its role ("the company that runs the port")."""
        behind = self.document.pieces_in(role.end, head[1])
        opens = next((piece for piece in behind if piece.folded in self.grammar["relative"]), None)
        return (head[0], opens.start) if opens else head

    def _demonym_in(self, span: Span) -> str | None:
        for piece in self.document.pieces_in(*span):
            if piece.folded in self.demonyms:
                return piece.text
        words = self.document.text[span[0] : span[1]]
        return next(
            (
                form
                for entry in set_of(self.demonyms)
                for form in entry.demonyms
                if " " in form and form in words
            ),
            None,
        )

    def _by_its_words(self, span: Span) -> Speaker:
        name = self._names.name_in(*span)
        return Speaker(self.document.text[slice(*name)], self._names.type_of(*name)) if name else UNKNOWN


def set_of(demonyms: dict[str, OrganisationEntry]) -> list[OrganisationEntry]:
    """Return the organisations of a table of demonyms, each once, in order."""
    return list({entry.name: entry for entry in demonyms.values()}.values())
