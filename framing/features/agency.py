"""Who acts, who is acted on, and passives that do not say by whom: names beside verbs, by rule (room: features).

There is no parser here. A name counts only where it stands right before its verb, right behind it, or behind "by";
verbs of saying are left out, for who speaks is told by the attributions. What the rules cannot see they leave alone.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Literal

import msgspec

from framing.features.speakers import Cast
from framing.features.stretches import Covered
from framing.features.voice import Voices
from framing.lexicon.language import Language
from framing.measures import is_measured
from framing.schema import Agency, Attribution
from framing.text import Document, Token


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_GET = frozenset({"get", "gets", "got", "gotten", "getting"})
_HAVE = frozenset({"has", "have", "had", "having"})
# What ends in -ed or stands after "be" but tells a state of somebody, not what was done to them.
_STATES = _words("""
based concerned delighted determined disappointed embarrassed excited interested located married
pleased situated supposed surprised tired used worried scared convinced satisfied accustomed aged
alarmed ashamed committed dedicated devoted entitled frustrated gone gratified involved opposed
outraged prepared qualified related retired thrilled
""")
# English verbs whose participle does not end in -ed; those that take no object are left out.
_IRREGULAR_PARTICIPLES = _words("""
beaten bent bitten blown born bought bound bred broadcast broken brought built burnt cast caught
chosen cut dealt done dragged drawn driven dug eaten fed felt forbidden forecast forgiven forgotten
fought found frozen given grown heard held hidden hit hung hurt kept known laid led left lent let
lit lost made meant met misled mistaken outlawed overcome overrun overseen overtaken overthrown paid
proven put read rebuilt retaken rewritten ridden run said seen sent set shaken shed shot shown shut
slain sold sought spent split spoken spread stolen stricken struck stuck sung sunk swept sworn taken
taught thought thrown told torn trodden understood undertaken undone upheld withdrawn withheld won
worn woven wound written
""")
# What looks like a past form and is none, or only links a subject to what it is.
_NOT_A_PAST = _words("""
appeared became biped bleed breed creed deed exceed feed greed heed hundred indeed naked need proceed reed
remained rugged sacred seed seemed speed steed succeed tweed united weed wicked
""")
_NO_PARTICIPLES = _STATES | _NOT_A_PAST
# Persons' names run over capitals, initials and particles ("Ursula von der Leyen").
_PART = r"[^\W\da-z_](?:\.(?= )|[\w'’-]*)"
_NAME = re.compile(rf"{_PART}(?: (?:(?:al|bin|da|de|del|der|di|van|von) )*{_PART})*")
_LONGEST_VERB_GROUP = 8
_REACH_OF_BY = 14
# "Kim is expected to sign": Kim is not the one to whom something is done. "Is set to" is no passive at all.
_EXPECTATIONS = _words("""
believed expected known reported rumoured rumored said scheduled slated thought
""")


class Actor(msgspec.Struct, frozen=True, gc=False):
    """A named actor at ``[start, end)``: a person or an organisation under its canonical name."""

    start: int
    end: int
    name: str
    type: str


_AUXILIARY = ("auxiliary", "modal", "contraction")


class _Verb(msgspec.Struct, frozen=True, gc=False):
    """A verb group, tokens ``[first, last]``, and whether it is passive."""

    first: int
    last: int
    passive: bool


def find_agency(
    document: Document,
    voices: Voices,
    language: Language,
    attributions: Sequence[Attribution],
    first_id: int = 1,
    cast: Cast | None = None,
) -> list[Agency]:
    """Return who acts and is acted on in a document, in the order of the verbs; ids go on from `first_id`.

    `cast` is the document's, where it has been made already. A verb that is the cue of one of the attributions counts
    for nobody. A text without names or passives has an empty list, and so has one in a language for whose word order
    there are no rules. Reference: Van Leeuwen 1996.
    """
    if not is_measured("agency_share", language.code):
        return []
    actors = _named_actors(document, cast or Cast(document, language))
    starts = [actor.start for actor in actors]
    cues = Covered(span for attribution in attributions for span in attribution.cue.spans)
    grammar = _Grammar(language)
    found: list[Agency] = []
    for tokens, (start, end) in zip(document.tokens_of_sentences, document.sentences, strict=True):
        inside = actors[bisect_left(starts, start) : bisect_left(starts, end)]
        words = [token.folded for token in tokens]
        # What nobody named does is left out, so that only a passive counts.
        if not inside and grammar.leads_to_passive.isdisjoint(words):
            continue
        clause = _Sentence(tokens, words, inside, grammar)
        for verb in clause.verbs():
            span = (tokens[verb.first].start, tokens[verb.last].end)
            if cues.touches(*span):
                continue
            for role, party in clause.parties(verb):
                found.append(
                    Agency(
                        id=f"g{first_id + len(found)}",
                        role=role,
                        actor=party.name if party else None,
                        type=party.type if party else None,
                        spans=[(party.start, party.end)] if party else [],
                        verb=span,
                        passive=verb.passive,
                        voice=voices.at(span[0]).voice,
                        where=document.where,
                    )
                )
    return found


class _Grammar:
    """The closed classes of a language that verb groups are made of.

    `be` are all forms of it, the denied ones too; a word of `leads_to_passive` stands in each passive.
    """

    def __init__(self, language: Language) -> None:
        self.classes_of = language.classes_of
        self.past = language.grammar.get("irregular past", frozenset())
        self.be = _with_denied(language.grammar["be"])
        self.leads_to_passive = _together(_GET, self.be)
        self.auxiliary = _together(_GET, *(language.grammar.get(name, frozenset()) for name in _AUXILIARY))
        self.adverb, self.not_adverb = language.grammar["adverb"], language.grammar["not an adverb"]
        self.negation = language.grammar.get("negation", frozenset())


@lru_cache
def _together(*classes: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*classes)


@lru_cache
def _with_denied(auxiliary: frozenset[str]) -> frozenset[str]:
    return auxiliary.union(f"{word}n't" for word in auxiliary)


def _named_actors(document: Document, cast: Cast) -> list[Actor]:
    """The organisations and introduced persons of a document, by their starts, without overlap.

    A run of capitals that nothing introduces as a person may be a place or a treaty.
    """
    found = [Actor(m.start, m.end, m.payload.name, m.payload.type) for m in cast.organisations]
    taken = {actor.start for actor in found}
    for start, end in document.paragraphs:
        for offset, person in cast.people.named_in(start, end):
            if offset not in taken and person.introductions:
                found.append(Actor(offset, _end_of_name(document.text, offset), person.name, person.type))
    kept: list[Actor] = []
    for actor in sorted(found, key=attrgetter("start")):
        if not kept or actor.start >= kept[-1].end:
            kept.append(actor)
    return kept


def _end_of_name(text: str, start: int) -> int:
    """The end of the run of capitalised words that begins at an offset, a possessive ending included."""
    match = _NAME.match(text, start)
    return match.end() if match else start


Role = Literal["acts", "acted on", "unnamed", "unsaid"]


class _Sentence:
    """A sentence's words, its named actors as token numbers, and the questions of this module."""

    def __init__(
        self, tokens: list[Token], words: list[str], actors: Sequence[Actor], grammar: _Grammar
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.grammar = grammar
        auxiliary = grammar.auxiliary
        self.auxiliaries = [i for i, word in enumerate(words) if word in auxiliary]
        self.begins: dict[int, tuple[int, Actor]] = {}
        self.ends: dict[int, tuple[int, Actor]] = {}
        token_starts = [token.start for token in tokens] if actors else []
        for actor in actors:
            first = bisect_left(token_starts, actor.start)
            last = bisect_left(token_starts, actor.end) - 1
            # "Russia's": the name owns what follows and is no party itself; "pro-Russia": part of a longer word.
            whole = first <= last and tokens[first].start == actor.start and tokens[last].end == actor.end
            if whole:
                self.ends[last] = (first, actor)
                self.begins[first] = (last, actor)

    def verbs(self) -> list[_Verb]:
        """Return passives, and the active verbs that stand beside a named actor."""
        found: list[_Verb] = []
        reached = 0
        for i in self._places():
            verb = self._verb_from(i) if i >= reached else None
            if verb:
                reached = verb.last + 1
                if verb.passive or self.begins:
                    found.append(verb)
        return found

    def _places(self) -> list[int]:
        """Return where verb groups may begin that count: at auxiliaries, and at the words beside named actors."""
        if not self.begins:
            return self.auxiliaries
        places = set(self.auxiliaries)
        for last in self.ends:
            i = last + 1
            while self._is_adverb(i):
                places.add(i)
                i += 1
            places.add(i)
        for first in self.begins:
            i = first - 1
            while self._in(i, "determiner", "title"):
                places.add(i)
                i -= 1
            places.add(i)
        return [i for i in sorted(places) if 0 <= i < len(self.words)]

    def parties(self, verb: _Verb) -> list[tuple[Role, Actor | None]]:
        """Return the roles that a verb gives: to the names before and behind it, or to nobody."""
        subjects, objects = self._subjects(verb.first), self._objects(verb.last + 1)
        if not verb.passive:
            acting: list[tuple[Role, Actor | None]] = [("acts", actor) for actor in subjects]
            return acting + [("acted on", actor) for actor in objects]
        by = self._by(verb.last)
        agents = self._agents(by + 1) if by is not None else []
        told: list[tuple[Role, Actor | None]] = [("acts", actor) for actor in agents[:1]]
        if not told:
            told = [("unsaid" if by is None else "unnamed", None)]
        more: list[tuple[Role, Actor | None]] = [("acts", actor) for actor in agents[1:]]
        expected = self._is_to(verb.last + 1) and self.words[verb.last] in _EXPECTATIONS
        done_to: list[tuple[Role, Actor | None]] = [("acted on", actor) for actor in subjects if not expected]
        return [*told, *more, *done_to]

    def _verb_from(self, first: int) -> _Verb | None:
        """The verb group that begins at a token: auxiliaries, modals and adverbs, and the verb they lead to."""
        words, auxiliary = self.words, self.grammar.auxiliary
        if words[first] not in auxiliary:
            return (
                _Verb(first, first, False)
                if self._is_past(first) and not self._is_passive_by(first)
                else None
            )
        last_auxiliary, i = first, first + 1
        stop = min(len(words), first + _LONGEST_VERB_GROUP)
        while i < stop:
            if words[i] in auxiliary:
                last_auxiliary = i
            elif words[i] not in self.grammar.negation and not self._is_adverb(i):
                break
            i += 1
        if i >= len(words) or not self.tokens[i].is_word or not self.tokens[i].text[0].islower():
            return None
        led_by, verb = words[last_auxiliary], words[i]
        if led_by in self.grammar.leads_to_passive:
            if self._is_participle(i):
                return _Verb(first, i, True)
            active = led_by in self.grammar.be and verb.endswith("ing")
        elif led_by in _HAVE:
            active = self._ends_in_ed(verb) or verb in _IRREGULAR_PARTICIPLES or verb in self.grammar.past
        else:
            active = not self._in(i, "determiner", "possessive", "preposition", "subject pronoun")
        return _Verb(first, i, False) if active else None

    def _subjects(self, first: int) -> list[Actor]:
        """The names that end right before a verb; "of Russia" and "in Moscow" are no subjects."""
        i = first - 1
        while self._is_adverb(i):
            i -= 1
        found: list[Actor] = []
        while i in self.ends:
            begin, actor = self.ends[i]
            found.append(actor)
            i = begin - 1
            if self._in(i, "coordinator") and i - 1 in self.ends:
                i -= 1
        if not found:
            return []
        while self._in(i, "title") or (
            i >= 0 and self.tokens[i].text[0].isupper() and not self._in(i, "preposition")
        ):
            i -= 1
        if self._in(i, "determiner") and self.words[i] != "that":
            i -= 1
        return [] if self._in(i, "preposition", "possessive") else found[::-1]

    def _objects(self, first: int) -> list[Actor]:
        """The names that begin right at a token, or behind a determiner or title there."""
        i = first
        while self._in(i, "determiner", "title") and i not in self.begins:
            i += 1
        found: list[Actor] = []
        while i in self.begins:
            last, actor = self.begins[i]
            # "Russia sanctions", "Kyiv residents": the name describes what follows.
            if not found and self._goes_on(last + 1):
                return []
            found.append(actor)
            i = last + 1
            if self._in(i, "coordinator") and i + 1 in self.begins:
                i += 1
        return found

    def _agents(self, first: int) -> list[Actor]:
        """The names behind "by", past an office in capitals ("by Prime Minister Holm")."""
        i = first
        while i not in self.begins and (
            self._in(i, "determiner", "title") or (i < len(self.tokens) and self.tokens[i].text[0].isupper())
        ):
            i += 1
        return self._objects(i)

    def _goes_on(self, i: int) -> bool:
        closed = ("preposition", "coordinator", "subordinator", "adverb", "auxiliary", "modal", "time word")
        return (
            i < len(self.tokens)
            and self.tokens[i].is_word
            and not self._in(i, *closed, "determiner", "possessive")
            and not self._is_past(i)
            and not self.words[i].endswith(("ing", "ly"))
        )

    def _by(self, verb: int) -> int | None:
        """The "by" that brings in an agent: not "by Friday", "by 30 per cent", "by sending"."""
        for i in range(verb + 1, min(len(self.tokens), verb + _REACH_OF_BY)):
            if self.words[i] == "by":
                next_word = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
                if next_word is None or not next_word.is_word or next_word.text[0].isdigit():
                    return i if next_word is not None and not next_word.is_word else None
                means = next_word.folded.endswith("ing") or self._in(i + 1, "time word")
                return None if means else i
            if (
                not self.tokens[i].is_word
                or self.words[i] in self.grammar.auxiliary
                or self._in(i, "subordinator")
            ):
                return None
        return None

    def _is_passive_by(self, i: int) -> bool:
        """Whether a form such as "backed" in "rebels backed by Iran" is a participle and not a past."""
        return self.words[i + 1 : i + 2] == ["by"]

    def _is_past(self, i: int) -> bool:
        word, token = self.words[i], self.tokens[i]
        if word in _NOT_A_PAST or not (self._ends_in_ed(word) or word in self.grammar.past):
            return False
        if not token.is_word or not token.text[0].islower() or "-" in token.text:
            return False
        if self._in(i - 1, "determiner", "possessive", "preposition"):
            return False
        # A headline's "Kim expected to sign" leaves out its "is".
        return not (word in _EXPECTATIONS and self._is_to(i + 1))

    def _is_participle(self, i: int) -> bool:
        word = self.words[i]
        if word == "set" and self._is_to(i + 1):
            return False
        return word not in _NO_PARTICIPLES and (self._ends_in_ed(word) or word in _IRREGULAR_PARTICIPLES)

    def _ends_in_ed(self, word: str) -> bool:
        return word.endswith("ed") and len(word) > 3

    def _is_to(self, i: int) -> bool:
        return self.words[i : i + 1] == ["to"]

    def _is_adverb(self, i: int) -> bool:
        if not 0 <= i < len(self.words):
            return False
        word = self.words[i]
        ly = word.endswith("ly") and len(word) > 4 and word not in self.grammar.not_adverb
        return (ly or word in self.grammar.adverb or word == "last") and self.tokens[i].text[0].islower()

    def _in(self, i: int, *classes: str) -> bool:
        known = self.grammar.classes_of.get(self.words[i]) if 0 <= i < len(self.words) else None
        return known is not None and not known.isdisjoint(classes)
