"""Mentions: what an article's noun phrases and names speak of, with the words around them (room: workshop)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from framing.features.naming import is_distanced
from framing.features.people import Person
from framing.features.speakers import Cast
from framing.features.stretches import Stretches
from framing.features.voice import VoiceAt
from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.language import Language
from framing.lexicon.words import fold
from framing.schema import Annotations, Span, Utterance, Voice, Where
from framing.scoring.spelling import spelling_key
from framing.text import Document, Token, parse_article
from framing.workshop.suggest.noun_phrases import NounPhrase, Usage, lemma

Kind = Literal["thing", "organisation", "person"]

ENTITY = "@"
"""Before the canonical name of an organisation, a country or a person, where it stands in for words."""

_SKIPPED = frozenset(
    {
        "adverb",
        "auxiliary",
        "be",
        "contraction",
        "determiner",
        "modal",
        "negation",
        "possessive",
        "preposition",
        "relative",
    }
)
_GOVERNORS_REACH = 5
_SENTENCES_OF_A_LEAD = 2
_VERBAL = frozenset({"auxiliary", "be", "modal", "contraction", "adverb", "negation"})
_OPENS = frozenset({"determiner", "possessive"})
_BE = frozenset({"be"})
_PREPOSITION = frozenset({"preposition"})
_WORDS_AROUND = 8


class Mention(NamedTuple):
    """A place where something is called by a name or a noun.

    `words` are what it is called: lemmas, the head last; a country or organisation among them is its canonical name.
    `subject` is the canonical name of the person or organisation that it means, where that is known, and `named` says
    that it is a name and no description. `definite` says that "the" stands before it, `opened` any determiner.
    `anchors` are what it is of: owner, complement, and names among its modifiers; `modifiers` the other words before
    the head; `governors` the verbs that it is subject or object of; `around` and `near` words and names about it.
    `leads` says that it stands at the beginning of the article.
    """

    kind: Kind
    article: int
    where: Where
    span: Span
    sentence: int
    words: tuple[str, ...]
    subject: str | None
    named: bool
    definite: bool
    opened: bool
    anchors: frozenset[str]
    modifiers: frozenset[str]
    governors: frozenset[str]
    around: frozenset[str]
    near: frozenset[str]
    proper: bool
    plural: bool
    leads: bool
    voice: Voice
    distanced: bool


class Reading(NamedTuple):
    """The mentions of some articles, and the folded words that the articles write with a small letter somewhere."""

    mentions: list[Mention]
    small: frozenset[str]


def read_mentions(
    annotations: Sequence[Annotations], language: Language, stem: Callable[[str], str]
) -> Reading:
    """Return the mentions of articles in the order of the texts; sentences are numbered over all articles."""
    documents = [parse_article(annotated.article, language) for annotated in annotations]
    usage = Usage(language, (document for held in documents for document in held))
    casts = [[Cast(document, language) for document in held] for held in documents]
    persons = _Persons(person for held in casts for cast in held for person in cast.people.introduced())
    sentence = 0
    found: list[Mention] = []
    for number, annotated in enumerate(annotations):
        behind_lead = sentence + _SENTENCES_OF_A_LEAD
        for document, cast in zip(documents[number], casts[number], strict=True):
            reader = _Reader(annotated, number, document, cast, usage, language, stem, persons, behind_lead)
            for start, end in document.sentences:
                found += reader.read(start, end, sentence)
                sentence += 1
    return Reading(found, usage.small)


class _Persons:
    """The persons whom the articles introduce: one whatever an article's fullest form of the name is."""

    def __init__(self, persons: Iterable[Person]) -> None:
        names: dict[str, Counter[str]] = {}
        for person in persons:
            names.setdefault(_name_key(person.name), Counter())[person.name] += 1
        self._canonical = {
            key: min(counted, key=lambda name: (-counted[name], name)) for key, counted in names.items()
        }
        by_surname: dict[str, set[str]] = {}
        for canonical in self._canonical.values():
            by_surname.setdefault(fold(canonical.split()[-1]), set()).add(canonical)
        self._by_surname = {word: held.pop() for word, held in by_surname.items() if len(held) == 1}

    def canonical(self, name: str) -> str | None:
        """Return the name that stands for a person, or None for whom no article introduces as one."""
        return self._canonical.get(_name_key(name))

    def by_surname(self, word: str) -> str | None:
        """Return the only person of a surname, or None."""
        return self._by_surname.get(word)


def _name_key(name: str) -> str:
    words = name.split()
    return spelling_key(f"{words[0]} {words[-1]}" if len(words) > 2 and "-" not in name else name)


class _Name(NamedTuple):
    """A person's or organisation's name as tokens ``[first, last]`` of a sentence."""

    first: int
    last: int
    canonical: str
    kind: Kind
    metonym: bool


class _Reader:
    """Reads the sentences of one document."""

    def __init__(
        self,
        annotated: Annotations,
        number: int,
        document: Document,
        cast: Cast,
        usage: Usage,
        language: Language,
        stem: Callable[[str], str],
        persons: _Persons,
        behind_lead: int,
    ) -> None:
        self._behind_lead = behind_lead
        self._number = number
        self._known = persons
        self._document = document
        self._cast = cast
        self._usage = usage
        self._language = language
        self._stem = stem
        self._by_id = {attribution.id: attribution for attribution in annotated.attributions}
        spoken = [one for one in annotated.utterances if one.where == document.where]
        self._utterances: Stretches[Utterance] = Stretches(sorted(spoken, key=lambda one: one.start))
        self._persons = [
            found for start, end in document.paragraphs for found in cast.people.named_in(start, end)
        ]
        self._person_starts = [offset for offset, _ in self._persons]

    def read(self, start: int, end: int, sentence: int) -> list[Mention]:
        """Return the mentions of a sentence."""
        tokens = self._document.tokens(start, end)
        if not tokens:
            return []
        phrases = list(self._usage.noun_phrases(self._document, tokens))
        names = self._names(tokens, start, end)
        at = self._by_token(names)
        near = frozenset(ENTITY + name.canonical for name in names)
        stems = [
            self._stem(token.folded.removesuffix("'s")) if self._is_content(token) else "" for token in tokens
        ]
        found: list[tuple[int, int, Kind, tuple[str, ...], str | None, frozenset[str], str, bool]] = []
        for k, phrase in enumerate(phrases):
            anchors = self._anchors(tokens, phrases, k, at)
            last = at.get(phrase.last)
            first_name = at.get(phrase.first)
            if last is not None and last.kind == "person":
                if last.first > phrase.first:
                    words = self._words(tokens, phrase.first, last.first - 1, at)
                    if not self._is_title(words) and self._is_role(words[-1]):
                        found.append(
                            (
                                phrase.first,
                                last.first - 1,
                                "person",
                                words,
                                last.canonical,
                                anchors,
                                phrase.opener,
                                False,
                            )
                        )
                continue
            if last is not None and (last.first <= phrase.first or last == first_name):
                continue  # a name, and nothing beside it
            words = self._words(tokens, phrase.first, phrase.last, at)
            if words[-1].startswith(ENTITY):
                continue
            subject = None
            kind: Kind = "thing"
            if phrase.opener in ("the", "his", "her", "its", "their") or phrase.opener.endswith("'s"):
                person = self._by_role(tokens, phrase)
                if person is not None:
                    subject, kind = self._known.canonical(person.name), "person"
            found.append((phrase.first, phrase.last, kind, words, subject, anchors, phrase.opener, False))
        for name in names:
            if not name.metonym:
                owner: frozenset[str] = frozenset()
                words = self._name_words(tokens, name)
                opener = tokens[name.first - 1].folded if name.first else ""
                found.append((name.first, name.last, name.kind, words, name.canonical, owner, opener, True))
        return [
            self._mention(tokens, stems, sentence, near, *one)
            for one in sorted(found, key=lambda one: one[:2])
        ]

    def _mention(
        self,
        tokens: Sequence[Token],
        stems: Sequence[str],
        sentence: int,
        near: frozenset[str],
        first: int,
        last: int,
        kind: Kind,
        words: tuple[str, ...],
        subject: str | None,
        anchors: frozenset[str],
        opener: str,
        named: bool,
    ) -> Mention:
        span = tokens[first].start, _end_of(tokens[last])
        voice, distanced = self._voice(span)
        return Mention(
            kind=kind,
            article=self._number,
            where=self._document.where,
            span=span,
            sentence=sentence,
            words=words,
            subject=subject,
            named=named,
            definite=opener == "the",
            opened=bool(opener),
            anchors=anchors,
            modifiers=frozenset(word for word in words[:-1] if not word.startswith(ENTITY)),
            governors=self._governors(tokens, stems, first, last),
            around=frozenset(
                one
                for one in (
                    *stems[max(0, first - _WORDS_AROUND) : first],
                    *stems[last + 1 : last + 1 + _WORDS_AROUND],
                )
                if one
            ),
            near=near,
            proper=tokens[last].text[0].isupper() and not self._usage.is_small(_bare(tokens[last])),
            plural=_bare(tokens[last]) != lemma(_bare(tokens[last])),
            leads=sentence < self._behind_lead,
            voice=voice,
            distanced=distanced,
        )

    def _voice(self, span: Span) -> tuple[Voice, bool]:
        utterance = self._utterances.at(span[0])
        if utterance is None:
            return "own", False
        at = VoiceAt(utterance.voice, self._by_id.get(utterance.attribution or ""))
        return at.voice, is_distanced(self._document, *span, at, self._language)

    def _names(self, tokens: Sequence[Token], start: int, end: int) -> list[_Name]:
        starts = [token.start for token in tokens]
        found: list[_Name] = []
        for match in self._cast.organisations.touching(start, end):
            first, last = _token_range(starts, match.start, match.end)
            # "DPRK-Russia" is no name of either.
            if tokens[first].start == match.start and _end_of(tokens[last]) == match.end:
                found.append(
                    _Name(
                        first,
                        last,
                        match.payload.name,
                        "organisation",
                        _is_metonym(match.payload, match.form),
                    )
                )
        taken = {i for name in found for i in range(name.first, name.last + 1)}
        for i, token in enumerate(tokens):
            entry = self._language.demonyms.get(token.folded.removesuffix("'s"))
            pair = f"{token.folded} {tokens[i + 1].folded}" if i + 1 < len(tokens) else ""
            both = self._language.demonyms.get(pair)
            if i in taken or not token.text[:1].isupper():
                continue
            if both is not None:
                found.append(_Name(i, i + 1, both.name, "organisation", False))
                taken |= {i, i + 1}
            elif entry is not None:
                found.append(_Name(i, i, entry.name, "organisation", False))
                taken.add(i)
        first_person, last_person = (bisect_left(self._person_starts, offset) for offset in (start, end))
        for offset, person in self._persons[first_person:last_person]:
            first = bisect_left(starts, offset)
            if first >= len(tokens) or tokens[first].start != offset or first in taken:
                continue
            last = first
            canonical = self._known.canonical(person.name)
            if canonical is None:
                continue
            words = set(person.words)
            while (
                last + 1 < len(tokens)
                and _bare(tokens[last + 1]) in words
                and tokens[last + 1].text[0].isupper()
            ):
                last += 1
            found.append(_Name(first, last, canonical, "person", False))
            taken |= set(range(first, last + 1))
        for i, token in enumerate(tokens):
            bare = _bare(token)
            surname = self._known.by_surname(bare) if i not in taken and token.text[:1].isupper() else None
            # A surname that only other articles introduce; "Justice" and "Bush administration" are none.
            if surname and not self._usage.is_small(bare):
                found.append(_Name(i, i, surname, "person", False))
        return sorted(found)

    def _by_token(self, names: Sequence[_Name]) -> dict[int, _Name]:
        return {i: name for name in names for i in range(name.first, name.last + 1)}

    def _words(self, tokens: Sequence[Token], first: int, last: int, at: dict[int, _Name]) -> tuple[str, ...]:
        words: list[str] = []
        for i in range(first, last + 1):
            name = at.get(i)
            word = ENTITY + name.canonical if name else lemma(_bare(tokens[i]))
            if words and words[-1] == word:
                continue
            # "Title X", "White Paper": the words of a name are one.
            if i > first and name is None and at.get(i - 1) is None and self._in_name(tokens, i):
                words[-1] += " " + word
            else:
                words.append(word)
        return tuple(words)

    def _in_name(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether token i goes on with a name that the token before belongs to."""
        return all(
            tokens[k].text[0].isupper() and not self._usage.is_small(_bare(tokens[k])) for k in (i - 1, i)
        )

    def _name_words(self, tokens: Sequence[Token], name: _Name) -> tuple[str, ...]:
        return tuple(_bare(tokens[i]) for i in range(name.first, name.last + 1))

    def _anchors(
        self, tokens: Sequence[Token], phrases: Sequence[NounPhrase], k: int, at: dict[int, _Name]
    ) -> frozenset[str]:
        """Return what a phrase is of: whose, of what, and what its modifiers say."""
        phrase = phrases[k]
        words = self._words(tokens, phrase.first, phrase.last, at)
        anchors = {word for word in words[:-1] if word.startswith(ENTITY)}
        if k and phrases[k - 1].owner and phrases[k - 1].last == phrase.first - 1:
            anchors.add(self._words(tokens, phrases[k - 1].first, phrases[k - 1].last, at)[-1])
        if k + 1 < len(phrases):
            behind = phrases[k + 1]
            gap = tokens[phrase.last + 1 : behind.first]
            of = bool(gap) and self._usage.is_in(gap[0], _PREPOSITION)
            if of and (len(gap) == 1 or (len(gap) == 2 and self._usage.is_in(gap[1], _OPENS))):
                anchors.add(self._words(tokens, behind.first, behind.last, at)[-1])
        return frozenset(anchors)

    def _governors(
        self, tokens: Sequence[Token], stems: Sequence[str], first: int, last: int
    ) -> frozenset[str]:
        """Return the verbs to which a phrase is subject or object, as far as words right beside it tell."""
        found = set()
        for places, side in (
            (range(first - 1, max(-1, first - 1 - _GOVERNORS_REACH), -1), "object of "),
            (range(last + 1, min(len(tokens), last + 1 + _GOVERNORS_REACH)), "subject of "),
        ):
            passive = False
            for i in places:
                if not tokens[i].is_word:
                    break
                if self._usage.is_in(tokens[i], _VERBAL) or self._usage.is_in(tokens[i], _OPENS):
                    passive = passive or self._usage.is_in(tokens[i], _BE)
                    continue
                if self._usage.parts(tokens[i]):
                    break
                before = tokens[i - 1] if i else None
                verbal = before is not None and self._usage.is_in(before, _VERBAL)
                if tokens[i].text[0].islower() and (
                    verbal or self._usage.is_verb(tokens, i, side == "subject of ")
                ):
                    past = tokens[i].folded.endswith(("ed", "en", "n", "t"))
                    at = "object of " if passive and past and side == "subject of " else side
                    found.add(at + self._stem(tokens[i].folded))
                break
        return frozenset(found)

    def _is_content(self, token: Token) -> bool:
        return (
            token.is_word
            and token.text[0].isalpha()
            and len(token.text) > 1
            and not self._usage.is_in(token, _SKIPPED)
            and not self._usage.parts(token)
        )

    def _by_role(self, tokens: Sequence[Token], phrase: NounPhrase) -> Person | None:
        span = tokens[phrase.first].start, _end_of(tokens[phrase.last])
        roles = self._cast.roles.inside(*span)
        if not roles or roles[-1].payload.role != "person" or roles[-1].end != span[1]:
            return None
        return self._cast.people.known_by_role(span)

    def _is_role(self, word: str) -> bool:
        return "person" in self._language.roles_of.get(word, ())

    def _is_title(self, words: Sequence[str]) -> bool:
        return all(word.rstrip(".") in self._cast.grammar["title"] for word in words)


def _is_metonym(entry: OrganisationEntry, form: str) -> bool:
    return form in entry.metonyms


def _bare(token: Token) -> str:
    word = token.folded
    return word[:-2] if word.endswith("'s") else word.removesuffix("'")


def _end_of(token: Token) -> int:
    """Return where a token ends without a possessive ending."""
    return token.end - 2 if token.folded.endswith("'s") else token.end


def _token_range(starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    first = max(0, bisect_left(starts, start))
    return min(first, len(starts) - 1), max(first, bisect_left(starts, end) - 1)
