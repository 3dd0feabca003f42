"""What kind of body an office is of: "the union's secretary", "farmers' leader", "its president" (room: features)."""

import re
from functools import cached_property

from framing.features.stretches import Stretches
from framing.lexicon.entries import OrganisationEntry, SourceEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match, Piece, pieces_in
from framing.lexicon.words import holds_any
from framing.text import Document

OTHER = "other"
COUNTRY = "country"
REACH_OF_AN_OFFICE = 80
# It begins with the set of first letters, and looks back from the "a" of "and": a third of the time.
PARTS_OF_A_SENTENCE = re.compile(r"[.,;:!?()\"“”\na](?:(?<!a)|(?<=\ba)nd\b)")
# "the Harbour Workers' Union (HWU)": the short form of the name before it.
# It begins with what is rare in a text, and looks back from there for the word: a twentieth of the time.
_INITIALISM = re.compile(r"\((?<=\w \()([^\W\d_a-z]{2,8})\)")
# "the environment agency ENVA": its name behind what it is.
_CAPITALS_BEHIND = re.compile(r" [^\W\d_a-z]{2,8}(?![\w'’-])")
_REACH_OF_ITS = 400
_WORDS_OF_AN_OFFICE = 3  # "shadow farming secretary"
# Whom somebody leads: people of no office have a movement's leader, whatever they are.
_LED_BY = {"citizen": "civil society", "health": "civil society", "business": "business"}
_TYPES_OF_BODIES = frozenset({"government", "civil society", "expert", "business", "armed group"})


class Offices:
    """The offices of a document and the types of the bodies whose they are."""

    def __init__(
        self,
        document: Document,
        language: Language,
        organisations: Stretches[Match[OrganisationEntry]],
        roles: Stretches[Match[SourceEntry]],
    ) -> None:
        self._text = document.text
        self._document = document
        self._grammar = language.grammar
        self._classes_of = language.classes_of
        self._demonyms = language.demonyms
        self._organisations = organisations
        self._roles = roles
        self._initialisms = {
            found[1]: body.payload
            for found in _INITIALISM.finditer(document.text)
            if (body := roles.at(found.start() - len(" ("))) and body.payload.role == "body"
        }
        self._initialisms |= {
            self._text[body.end + 1 : found.end()]: body.payload
            for body in roles
            if self._text[body.start].islower()
            and names_one_body(body, self._text)
            and (found := _CAPITALS_BEHIND.match(self._text, body.end))
            and not roles.at(body.end + 1)
        }

    def type_of(self, role: SourceEntry, start: int, end: int) -> str:
        """Return the type of whoever has a role, of the body that stands with it if one does."""
        inside = [match.payload for match in self._organisations.inside(start, end)]
        bodies = [entry for entry in inside if entry.kind != COUNTRY]
        if bodies:
            return bodies[-1].type
        shadow = self._grammar["shadow"]
        if holds_any(shadow, self._text, max(0, start - REACH_OF_AN_OFFICE), end):
            before = PARTS_OF_A_SENTENCE.split(self._text[max(0, start - REACH_OF_AN_OFFICE) : start])[-1]
            near = [*pieces_in(before)[-_WORDS_OF_AN_OFFICE:], *self._document.pieces_in(start, end)]
            if any(piece.folded in shadow for piece in near):
                return "party"
        if self._initialisms:
            for piece in self._document.pieces_in(start, end):
                if piece.text in self._initialisms:
                    return self._initialisms[piece.text].type
        its = self._grammar["its"]
        if (
            role.type in (OTHER, "government")
            and holds_any(its, self._text, start, end)
            and any(piece.folded in its for piece in self._document.pieces_in(start, end))
        ):
            return self._type_of_body_before(start) or role.type
        owner = self.body_with(role, start, end)
        if self._grammar["holder of a commission"].intersection(role.forms):
            return owner.type if owner else self._type_of_commission or role.type
        led = None if owner else self.type_of_what_is_led(role, start, end)
        if led:
            return led
        if role.type == OTHER and inside:
            return inside[-1].type
        return owner.type if owner else self.of_party(role, start, end) or role.type

    def body_with(self, role: SourceEntry, start: int, end: int) -> SourceEntry | None:
        """Return the body without a name whose office a role is, where it says more: "secretary of the union"."""
        if role.type not in (OTHER, "government"):
            return None
        if not self._grammar["office of state"].isdisjoint(form.split()[-1] for form in role.forms):
            return None  # "the Union Minister of Police"
        inside = [match.payload for match in self._roles.inside(start, end)]
        return next(
            (one for one in inside if one.role == "body" and one is not role and one.type != OTHER), None
        )

    def of_party(self, role: SourceEntry, start: int, end: int) -> str | None:
        """Return the type of an office in a party ("the party's treasurer"), None for any other."""
        words = self._grammar["party word"]
        if role.type not in (OTHER, "government") or not holds_any(words, self._text, start, end):
            return None
        if not self._grammar["office of state"].isdisjoint(form.split()[-1] for form in role.forms):
            return None
        return (
            "party" if any(piece.folded in words for piece in self._document.pieces_in(start, end)) else None
        )

    def type_of_what_is_led(self, role: SourceEntry, start: int, end: int) -> str | None:
        """Return the type of a leader by the word before ("farmers' leader"), None where it may be a state's."""
        if self._grammar["bare leader"].isdisjoint(role.forms):
            return None
        for leader in self._roles.inside(start, end):
            pieces = self._document.pieces_in(start, leader.start)
            if not pieces or self._grammar["bare leader"].isdisjoint(leader.payload.forms):
                continue
            before = pieces[-1]
            people = " ".join(piece.folded for piece in pieces[-2:])  # "North Korean"
            whose = self._roles.at(before.start)
            if whose and whose.payload.role != "document":
                return _LED_BY.get(whose.payload.type, whose.payload.type)
            side = before.folded in self._grammar["people"] and before.folded not in self._grammar["title"]
            if side or before.folded in self._grammar["side of a leader"]:
                return "party"
            demonym = before.folded in self._demonyms or people in self._demonyms
            state = demonym or before.folded in self._grammar["leads a state"]
            plain = self._classes_of.get(before.folded, frozenset()) - {"word of a body", "short body"}
            if state or plain or self._organisations.at(before.start) or self._is_place(before):
                return None
            if before.text.islower() and any(
                one.payload.kind == COUNTRY for one in self._organisations.inside(start, leader.start)
            ):
                return None  # "Norway's ailing leader"
            return OTHER
        return None

    def _is_place(self, piece: Piece) -> bool:
        """Whether a name owns its leader, as a place does ("the North's leader")."""
        return piece.text[0].isupper() and self._text[piece.end : piece.end + 1] in ("'", "’")

    @cached_property
    def _type_of_commission(self) -> str | None:
        """The type of the commission that the article names, whose commissioners it then speaks of."""
        return next(
            (one.payload.type for one in self._organisations if "Commission" in one.payload.name), None
        )

    def _type_of_body_before(self, offset: int) -> str | None:
        """Return the type of the body named last before an offset, which "its president" is the president of."""
        near = max(0, offset - _REACH_OF_ITS)
        named = next(
            (
                m
                for m in self._organisations.backwards_from(offset)
                if m.payload.kind != COUNTRY and not m.payload.outlet
            ),
            None,
        )
        body = next((m for m in self._roles.backwards_from(offset) if m.payload.role == "body"), None)
        last = max((m for m in (named, body) if m and m.start >= near), key=lambda m: m.end, default=None)
        words = self._grammar["party word"]
        if holds_any(words, self._text, last.end if last else near, offset):
            pieces = self._document.pieces_in(last.end if last else near, offset)
            if any(piece.folded in words for piece in pieces):
                return "party"
        return last.payload.type if last else None


def names_one_body(role: Match[SourceEntry], text: str) -> bool:
    """Whether a role is a kind of body of which one may be named behind it ("agency", "rights group")."""
    if role.payload.role == "body":
        return True
    return (
        role.payload.role == "group" and role.payload.type in _TYPES_OF_BODIES and text[role.end - 1] != "s"
    )
