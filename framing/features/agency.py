"""Who acts, who is acted on, and passives that do not say by whom: names beside verbs, by rule (room: features).

There is no parser here. A name counts only where it stands right before its verb, right behind it, or behind "by";
verbs of saying are left out, for who speaks is told by the attributions. What the rules cannot see they leave alone.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from framing.features.speakers import Cast
from framing.features.voice import Voices
from framing.lexicon.language import Language
from framing.measures import is_measured
from framing.schema import Agency, Attribution, Span
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


class Actor(NamedTuple):
    """A named actor at ``[start, end)``: a person or an organisation under its canonical name."""

    start: int
    end: int
    name: str
    type: str


_AUXILIARY = ("auxiliary", "modal", "contraction")


class _Verb(NamedTuple):
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
    cues = sorted(span for attribution in attributions for span in attribution.cue.spans)
    longest = max((end - start for start, end in cues), default=0)
    auxiliary = _together(_GET, *(language.grammar.get(name, frozenset()) for name in _AUXILIARY))
    verbal = _together(auxiliary, language.grammar.get("irregular past", frozenset()))
    found: list[Agency] = []
    for tokens, (start, end) in zip(document.tokens_of_sentences, document.sentences, strict=True):
        inside = actors[bisect_left(starts, start) : bisect_left(starts, end)]
        near = cues[bisect_left(cues, (start - longest, 0)) : bisect_left(cues, (end, 0))]
        spoken = [span for span in near if start < span[1]]
        clause = _Sentence(tokens, inside, spoken, language, verbal, auxiliary)
        for verb in clause.verbs():
            span = (clause.tokens[verb.first].start, clause.tokens[verb.last].end)
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


@lru_cache
def _together(*classes: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*classes)


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
    for actor in sorted(found):
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
        self,
        tokens: list[Token],
        actors: Sequence[Actor],
        cues: Sequence[Span],
        language: Language,
        verbal: frozenset[str],
        auxiliary: frozenset[str],
    ) -> None:
        self.tokens = tokens
        self.grammar = language.grammar
        self.classes_of = language.classes_of
        self.cues = cues
        self.verbal, self.auxiliary = verbal, auxiliary
        self.past = language.grammar.get("irregular past", frozenset())
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
        # Only these words begin a verb group: most others are passed over with one look.
        if self.begins:
            begins = self.verbal
            places = [
                i for i, one in enumerate(self.tokens) if one.folded in begins or one.folded[-2:] == "ed"
            ]
        else:  # what nobody named does is left out, so that only a passive counts, which an auxiliary begins
            begins = self.auxiliary
            places = [i for i, one in enumerate(self.tokens) if one.folded in begins]
        reached = 0
        for i in places:
            verb = self._verb_from(i) if i >= reached else None
            if verb:
                reached = verb.last + 1
                if (verb.passive or self.begins) and not self._is_cue(verb):
                    found.append(verb)
        return found

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
        expected = self._is_to(verb.last + 1) and self.tokens[verb.last].folded in _EXPECTATIONS
        done_to: list[tuple[Role, Actor | None]] = [("acted on", actor) for actor in subjects if not expected]
        return [*told, *more, *done_to]

    def _verb_from(self, first: int) -> _Verb | None:
        """The verb group that begins at a token: auxiliaries, modals and adverbs, and the verb they lead to."""
        if not self._is_auxiliary(first):
            return (
                _Verb(first, first, False)
                if self._is_past(first) and not self._is_passive_by(first)
                else None
            )
        last_auxiliary, i = first, first + 1
        while i < min(len(self.tokens), first + _LONGEST_VERB_GROUP):
            if self._is_auxiliary(i):
                last_auxiliary = i
            elif not self._is_adverb(i) and not self._in(i, "negation"):
                break
            i += 1
        if i >= len(self.tokens) or not self.tokens[i].is_word or not self.tokens[i].text[0].islower():
            return None
        auxiliary, verb = self.tokens[last_auxiliary].folded, self.tokens[i].folded
        if auxiliary in _GET or self._is_be(last_auxiliary):
            if self._is_participle(i):
                return _Verb(first, i, True)
            active = self._is_be(last_auxiliary) and verb.endswith("ing")
        elif auxiliary in _HAVE:
            active = self._ends_in_ed(verb) or verb in _IRREGULAR_PARTICIPLES or verb in self.past
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
        while self._in(i, "title") or (
            i >= 0 and self.tokens[i].text[0].isupper() and not self._in(i, "preposition")
        ):
            i -= 1
        if self._in(i, "determiner") and self.tokens[i].folded != "that":
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
            and not self.tokens[i].folded.endswith(("ing", "ly"))
        )

    def _by(self, verb: int) -> int | None:
        """The "by" that brings in an agent: not "by Friday", "by 30 per cent", "by sending"."""
        for i in range(verb + 1, min(len(self.tokens), verb + _REACH_OF_BY)):
            if self.tokens[i].folded == "by":
                next_word = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
                if next_word is None or not next_word.is_word or next_word.text[0].isdigit():
                    return i if next_word is not None and not next_word.is_word else None
                means = next_word.folded.endswith("ing") or self._in(i + 1, "time word")
                return None if means else i
            if not self.tokens[i].is_word or self._is_auxiliary(i) or self._in(i, "subordinator"):
                return None
        return None

    def _is_passive_by(self, i: int) -> bool:
        """Whether a form such as "backed" in "rebels backed by Iran" is a participle and not a past."""
        return i + 1 < len(self.tokens) and self.tokens[i + 1].folded == "by"

    def _is_past(self, i: int) -> bool:
        word = self.tokens[i]
        if not word.is_word or not word.text[0].islower() or "-" in word.text:
            return False
        if self._in(i - 1, "determiner", "possessive", "preposition") or word.folded in _NOT_A_PAST:
            return False
        if self._is_to(i + 1) and word.folded in _EXPECTATIONS:
            return False  # a headline's "Kim expected to sign" leaves out its "is"
        return self._ends_in_ed(word.folded) or word.folded in self.past

    def _is_participle(self, i: int) -> bool:
        word = self.tokens[i].folded
        if word == "set" and self._is_to(i + 1):
            return False
        return word not in _NO_PARTICIPLES and (self._ends_in_ed(word) or word in _IRREGULAR_PARTICIPLES)

    def _ends_in_ed(self, word: str) -> bool:
        return word.endswith("ed") and len(word) > 3

    def _is_to(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].folded == "to"

    def _is_auxiliary(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].folded in self.auxiliary

    def _is_be(self, i: int) -> bool:
        word = self.tokens[i].folded
        return word in self.grammar["be"] or word.removesuffix("n't") in self.grammar["be"]

    def _is_adverb(self, i: int) -> bool:
        if not 0 <= i < len(self.tokens) or not self.tokens[i].text[0].islower():
            return False
        word = self.tokens[i].folded
        ly = word.endswith("ly") and len(word) > 4 and word not in self.grammar["not an adverb"]
        return ly or word == "last" or word in self.grammar["adverb"]

    def _is_cue(self, verb: _Verb) -> bool:
        start, end = self.tokens[verb.first].start, self.tokens[verb.last].end
        return bool(self.cues) and any(a < end and start < b for a, b in self.cues)

    def _in(self, i: int, *classes: str) -> bool:
        known = self.classes_of.get(self.tokens[i].folded) if 0 <= i < len(self.tokens) else None
        return known is not None and not known.isdisjoint(classes)
