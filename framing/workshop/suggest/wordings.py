"""Wordings: the mentions that call things by the same words, and which two may stand for one thing (room: workshop).

A wording is a noun with or without what stands before it ("treaty", "partnership treaty"). Two wordings that stand for
the same thing stand beside the same words, are of the same things ("invasion of Ukraine", "war in Ukraine"), are told
in the same facts by different articles, and seldom stand beside each other in one sentence. No single sign is enough:
what counts is that several kinds of sign agree.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import Any, NamedTuple

from framing.lexicon.language import Language
from framing.lexicon.match import pieces_in
from framing.workshop.suggest.mentions import ENTITY, Mention

LONGEST_WORDING = 4
WORDINGS_AT_MOST = 3000
"""Wordings that are compared at most, the commonest."""

PAIRS_AT_MOST = 200_000
"""Pairs that are looked at closely at most, the most alike."""

# How much each kind of sign tells. Parties: both of whom it is ("Russia's invasion of Ukraine"); party: one of them,
# beside another name of the sentence; group: synonyms; near, around: names and words of the same sentence.
_WEIGHTS = {
    "parties": 3.0,
    "group": 2.5,
    "governor": 2.0,
    "anchor": 1.5,
    "party": 1.0,
    "modifier": 0.8,
    "frame": 0.8,
    "near": 0.5,
    "around": 0.3,
}
_KINDS_THAT_COUNT = frozenset({"parties", "group", "governor", "anchor", "modifier", "frame"})
# One kind of sign alone is chance more often than not.
_SURE_BY_KINDS = (0.2, 0.45, 0.8, 1.0)
_MOST_TOLD_BY_ONE = 3.0
_HALF_SURE = 10.0
_LEAST_LIKENESS = 0.08
# Two noun phrases with one noun are seldom two names, and often two things of one kind.
_ONE_NOUN = 0.3
# "Officials" and "statement", "law" and "laws": a person is no thing, many are not one.
_UNLIKE_IN_KIND = 0.6
_OFTEN_TOGETHER = 0.7
_ROLES = ("person", "group", "media")
_EVENT = -1

Words = tuple[str, ...]
Feature = tuple[str, str]
Strengths = Mapping[Feature, float]
Places = Mapping[Feature, set[int]]


class Wording(NamedTuple):
    """Words, and the numbers of the mentions that use them; `proper` where they are mostly written as a name."""

    words: Words
    mentions: tuple[int, ...]
    proper: bool


class Pair(NamedTuple):
    """How sure it is that two wordings, by their numbers, stand for one thing, from 0 to about 1.

    `shared` are the features that speak for it, the strongest first; `aligned` is the number of facts that one article
    tells with one wording and another article with the other.
    """

    first: int
    second: int
    score: float
    shared: tuple[Feature, ...]
    aligned: int


class _Profile(NamedTuple):
    """What is known of a wording: what its features tell of it, and where it stands."""

    wording: Wording
    strengths: Strengths
    facts: Mapping[int, Places]
    sentences: frozenset[int]
    plural: bool
    speaks: bool


def find_wordings(mentions: Sequence[Mention], language: Language, at_least: int) -> list[Wording]:
    """Return the wordings that stand so often, in the order of their words; each end of a phrase is a wording.

    A word that never has a determiner and is no plural may be no noun: none of these ends a wording.
    """
    held: defaultdict[Words, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        if mention.kind == "thing":
            words = mention.words[-LONGEST_WORDING:]
            for k in range(len(words)):
                held[words[k:]].append(number)
    left_out = language.grammar.get("light noun", frozenset()) | language.grammar["time word"]
    # The end of one longer wording alone is no wording of its own.
    ends = {
        words[1:]
        for words, numbers in held.items()
        if len(words) > 1 and len(held[words[1:]]) == len(numbers)
    }
    kept = [
        words
        for words, numbers in held.items()
        if len(numbers) >= at_least
        and words not in ends
        and words[-1] not in left_out
        and not words[-1].startswith(ENTITY)
        and len(words[-1]) > 2
        and any(mentions[k].opened or mentions[k].plural or mentions[k].proper for k in numbers)
    ]
    kept.sort(key=lambda words: (-len(held[words]), words))
    return [
        Wording(
            words,
            tuple(held[words]),
            2 * sum(mentions[k].proper for k in held[words]) > len(held[words]),
        )
        for words in sorted(kept[:WORDINGS_AT_MOST])
    ]


def compare_wordings(
    wordings: Sequence[Wording],
    mentions: Sequence[Mention],
    facts: Sequence[frozenset[int]],
    language: Language,
) -> list[Pair]:
    """Return the pairs of wordings that anything speaks for, in the order of their numbers.

    `facts` are the numbers of the facts that each mention stands in.
    """
    if not wordings:
        return []
    profiles = _profiles(wordings, mentions, facts, language)
    sentences = 1 + max(mention.sentence for mention in mentions)
    similar = _likeness([profile.strengths for profile in profiles])
    return [
        _compare(i, j, likeness, profiles[i], profiles[j], sentences)
        for i, j, likeness in similar
        if _may_be_one(wordings[i], wordings[j])
    ]


def _profiles(
    wordings: Sequence[Wording],
    mentions: Sequence[Mention],
    facts: Sequence[frozenset[int]],
    language: Language,
) -> list[_Profile]:
    frames = _frames_of({wording.words[-1] for wording in wordings}, language)
    counted = [_features(wording, mentions, frames, language.synonyms) for wording in wordings]
    return [
        _Profile(
            wording,
            strengths,
            _by_fact(wording, mentions, facts),
            frozenset(mentions[k].sentence for k in wording.mentions),
            2 * sum(mentions[k].plural for k in wording.mentions) > len(wording.mentions),
            not language.roles_of.get(wording.words[-1], frozenset()).isdisjoint(_ROLES),
        )
        for wording, strengths in zip(wordings, _strengths(counted), strict=True)
    ]


def _features(
    wording: Wording,
    mentions: Sequence[Mention],
    frames: Mapping[str, Sequence[str]],
    synonyms: Mapping[str, str],
) -> Counter[Feature]:
    found: Counter[Feature] = Counter()
    for k in wording.mentions:
        mention = mentions[k]
        for kind in ("anchor", "modifier", "governor", "around", "near"):
            found.update((kind, one) for one in getattr(mention, _FIELDS[kind]))
        parties = sorted(one for one in mention.anchors if one.startswith(ENTITY))
        if len(parties) > 1:
            found["parties", " ".join(parties)] += 1
        found.update(
            ("party", " ".join(sorted((one, two)))) for one in parties for two in mention.near - {one}
        )
    head = wording.words[-1]
    found.update(("frame", one) for one in frames[head])
    if head in synonyms:
        found["group", synonyms[head]] = 1
    return found


_FIELDS = {
    "anchor": "anchors",
    "modifier": "modifiers",
    "governor": "governors",
    "around": "around",
    "near": "near",
}


def _frames_of(heads: set[str], language: Language) -> dict[str, Sequence[str]]:
    """Return the frames that nouns speak for: what kind of thing each may be."""
    found: dict[str, Sequence[str]] = {}
    for head in heads:
        matches = language.frames.find(head, pieces_in(head))
        found[head] = sorted({match.payload.id for match in matches if match.end - match.start == len(head)})
    return found


def _strengths(counted: Sequence[Counter[Feature]]) -> list[Strengths]:
    """Return what each feature tells of each wording: positive pointwise mutual information, weighed by its kind."""
    of_feature: Counter[Feature] = Counter()
    for one in counted:
        of_feature.update(one)
    total = of_feature.total()
    found: list[Strengths] = []
    for one in counted:
        of_wording = one.total()
        told = {name: log(number * total / (of_feature[name] * of_wording)) for name, number in one.items()}
        found.append(
            {
                name: _WEIGHTS[name[0]] * (1 + log(one[name])) * min(_MOST_TOLD_BY_ONE, information)
                for name, information in sorted(told.items())
                if information > 0
            }
        )
    return found


def _likeness(strengths: Sequence[Strengths]) -> list[tuple[int, int, float]]:
    """Return the cosines of wordings that have some likeness, each pair once, in order."""
    import numpy as np
    from scipy.sparse import csr_matrix, triu

    names = {name: i for i, name in enumerate(sorted({name for one in strengths for name in one}))}
    columns = [names[name] for one in strengths for name in one]
    starts = np.cumsum([0, *(len(one) for one in strengths)])
    values = np.array([value for one in strengths for value in one.values()])
    matrix = csr_matrix((values, columns, starts), shape=(len(strengths), len(names)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    norms[norms == 0] = 1.0
    matrix = matrix.multiply(1 / norms[:, None]).tocsr()
    similar: Any = triu(matrix @ matrix.T, k=1).tocoo()
    kept = similar.data >= _LEAST_LIKENESS
    rows, others, values = similar.row[kept], similar.col[kept], np.round(similar.data[kept], 9)
    if len(values) > PAIRS_AT_MOST:
        strongest = np.lexsort((others, rows, -values))[:PAIRS_AT_MOST]
        rows, others, values = rows[strongest], others[strongest], values[strongest]
    return sorted(zip(rows.tolist(), others.tolist(), values.tolist(), strict=True))


def _may_be_one(one: Wording, two: Wording) -> bool:
    """Whether two wordings may be compared: of names only an article itself can say that they are one.

    Where one is the end of the other ("treaty", "partnership treaty") there is nothing to tell.
    """
    short = min(len(one.words), len(two.words))
    return not (one.proper or two.proper) and one.words[-short:] != two.words[-short:]


def _compare(i: int, j: int, likeness: float, one: _Profile, two: _Profile, sentences: int) -> Pair:
    worth = {
        name: min(value, two.strengths[name])
        for name, value in one.strengths.items()
        if name in two.strengths
    }
    aligned = _count_aligned(one.facts, two.facts)
    evidence = sum(worth.values())
    kinds = {kind for kind, _ in worth} & _KINDS_THAT_COUNT
    if one.wording.words[-1] == two.wording.words[-1]:
        evidence -= sum(value for (kind, _), value in worth.items() if kind in ("frame", "group"))
        # "Income tax" and "property tax": only a fact told with either makes them one.
        evidence *= _ONE_NOUN if aligned else 0.0
    # What a lexicon of synonyms says was not gathered from these articles: it counts twice.
    signs = len(kinds) + ("group" in kinds) + bool(aligned)
    rarest = min(len(one.sentences), len(two.sentences))
    score = (
        likeness**0.5
        * evidence
        / (evidence + _HALF_SURE)
        * _SURE_BY_KINDS[min(signs, 3)]
        * (4 / 3 * (1 - 0.5 ** (aligned + 1)))
        * rarest
        / (rarest + 1)
        * _apart(one, two, rarest, sentences)
    )
    if one.plural != two.plural:
        score *= _UNLIKE_IN_KIND
    if one.speaks != two.speaks:
        score *= _UNLIKE_IN_KIND
    shared = sorted(worth, key=lambda name: (-round(worth[name], 9), name))
    return Pair(i, j, round(score, 6), tuple(shared), aligned)


def _apart(one: _Profile, two: _Profile, rarest: int, sentences: int) -> float:
    """Return how much two wordings keep apart, 0 to 1: what stands in one sentence is seldom one thing."""
    beside = len(one.sentences & two.sentences)
    chance = len(one.sentences) * len(two.sentences) / sentences
    apart = 1 - max(0.0, beside - chance) / rarest
    return apart * _OFTEN_TOGETHER if beside > 1 else apart


def _by_fact(
    wording: Wording, mentions: Sequence[Mention], facts: Sequence[frozenset[int]]
) -> dict[int, Places]:
    """Return by fact the words beside a wording, each with the articles that tell the fact so.

    What headlines and leads tell is one fact, the event; all of them have its parties, so these do not count there.
    """
    found: defaultdict[int, defaultdict[Feature, set[int]]] = defaultdict(lambda: defaultdict(set))
    for k in wording.mentions:
        mention = mentions[k]
        beside = {("modifier", one) for one in mention.modifiers}
        beside |= {("governor", one) for one in mention.governors}
        for place in beside if mention.leads else ():
            found[_EVENT][place].add(mention.article)
        beside |= {("anchor", one) for one in mention.anchors}
        for fact in facts[k]:
            for place in beside:
                found[fact][place].add(mention.article)
    return {fact: dict(places) for fact, places in found.items()}


def _count_aligned(one: Mapping[int, Places], two: Mapping[int, Places]) -> int:
    """Count the facts in which articles say one wording where others say the other: in the same place of the fact."""
    return sum(
        any(len(one[fact][place] | two[fact][place]) > 1 for place in one[fact].keys() & two[fact].keys())
        for fact in one.keys() & two.keys()
    )
