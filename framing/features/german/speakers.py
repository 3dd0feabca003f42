"""Whom the words of a German source mean: what differs from English is the head of a phrase, and a few words.

(Room: features.)
"""

import re

from framing.features.people import OTHER, People, Person
from framing.features.speakers import UNKNOWN, Cast, Speaker
from framing.lexicon.entries import SourceEntry
from framing.lexicon.match import Match, pieces_in
from framing.lexicon.words import fold
from framing.schema import Span

_AND = " und "
_APPOSITION = re.compile(r"(?: \([^()\n]{1,30}\))?, ([^,.;\n]{3,80})")
_COMMON = ("ung", "heit", "keit", "schaft", "tion", "tät", "ismus", "nis", "ungen", "tionen", "keiten")
_OF = ("des", "der", "von", "vom", "eines", "einer")


class GermanPeople(People):
    """The persons of a German text, in which every noun has a capital: a run of capitals must not hold a plain noun."""

    def _add_person(self, persons: dict[str, Person], run: list) -> None:  # type: ignore[type-arg]
        run = run[: _end_of_name([piece.folded for piece in run])]
        if any(self._is_plain_noun(piece.folded) for piece in run[1:]):
            return
        super()._add_person(persons, run)

    def _is_plain_noun(self, word: str) -> bool:
        return word.endswith(_COMMON) or word in self._plain_nouns

    @property
    def _plain_nouns(self) -> frozenset[str]:
        return self._grammar["word of a body"] | self._grammar["time word"]

    def _apposition_behind(self, end: int) -> tuple[str, int]:
        behind = _APPOSITION.match(self._text, end, end + 120)
        if behind is None:
            return "", end
        words = pieces_in(behind[1])
        owned = bool(words) and words[0].folded in self._grammar["determiner"] | self._grammar["possessive"]
        role = self._roles.at(behind.start(1))
        return (behind[1] if owned or role is not None else ""), behind.start(1)


class GermanCast(Cast):
    """The persons and organisations of a German document, and the memory of who spoke last."""

    people_class = GermanPeople

    def _is_plural(self, span: Span) -> bool:
        words = self.document.text[span[0] : span[1]]
        return _AND in words or any(m.payload.role == "group" for m in self.roles.inside(*span))

    def _pronoun(self, folded: str, span: Span) -> Speaker | None:
        if folded == "sie":
            # "sie" is she, they, or a body that speaks: whoever spoke last is meant.
            return self._person_before(span[0]) or self.last_person or self.last_group or UNKNOWN
        if folded in ("dieser", "diese", "letzterer", "letztere"):
            return self.last_person or UNKNOWN
        if folded == "man":
            return UNKNOWN
        return super()._pronoun(folded, span)

    def _joined(self, words: str, span: Span) -> Speaker | None:
        if _AND not in words or (self.roles.inside(*span) and not self.people.named_in(*span)):
            return None
        speakers, offset = [], span[0]
        for part in words.split(_AND):
            speakers.append(self._single((offset, offset + len(part))))
            offset += len(part) + len(_AND)
        names = [speaker.canonical for speaker in speakers if speaker.canonical]
        if len(names) != len(speakers) or len(set(names)) < len(names) or "," in words.split(_AND)[0]:
            return None
        return Speaker(" and ".join(names), speakers[0].type)

    def _head_role(self, roles: list[Match[SourceEntry]], head: Span) -> Match[SourceEntry] | None:
        """Return the role that a phrase is about: the first, whose owner follows in the genitive."""
        return roles[0] if roles else None

    def _body(self, role: Match[SourceEntry], head: Span) -> Speaker:
        """Return an institution under the words that name it, as nouns are written: "Polizei", "Ministerium"."""
        speaker = super()._body(role, head)
        word = self.document.text[role.start : role.end]
        if speaker.canonical != fold(word):
            return speaker
        plain = (form for form in role.payload.forms if word in (f"{form}s", f"{form}es"))
        return Speaker(next(plain, word), speaker.type)

    def _before_relative(self, role: Match[SourceEntry], head: Span) -> Span:
        return head  # "Ministerium der Justiz": what opens a relative clause is an article too

    def _speaking(self, span: Span, roles: list[Match[SourceEntry]]) -> Person | None:
        """Return the first person named in a stretch for whom nobody else speaks ("Sprecher von ...")."""
        for offset, person in self.people.named_in(*span):
            before = self.document.text[span[0] : offset].split()
            staff = [role for role in roles if role.end <= offset]
            if not (staff and before and before[-1].lower() in _OF):
                return person
        return None

    def _of_person(self, person: Person, span: Span | None = None) -> Speaker:
        speaker = super()._of_person(person, span)
        return speaker if speaker.type != OTHER or span is None else Speaker(person.name, person.type)


def _end_of_name(words: list[str]) -> int:
    """Return how many words of a run are a name: "der" and "von" go on with it only behind one first name."""
    for i, word in enumerate(words):
        if word in ("der", "den", "dem", "des") and (i == 0 or words[i - 1] not in ("von", "van")):
            return i
        if word in ("von", "vom", "van") and i > 1:
            return i
    return len(words)
