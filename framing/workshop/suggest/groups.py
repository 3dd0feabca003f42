"""Groups of wordings that stand for the same thing (room: workshop)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from framing.workshop.suggest.wordings import Pair, Wording

BEGINS = 0.06
"""The least score of the pair with which a group begins."""

JOINS = 0.05
"""The least average score of a wording and the nouns of the group that it joins."""

NOUNS_OF_A_GROUP = 7
"""More different nouns than this are no longer names of one thing."""

_USED_UP = 0.6


class Group(NamedTuple):
    """Numbers of wordings that stand for the same thing, the pairs that say so, and how sure it is, 0 to 1."""

    wordings: tuple[int, ...]
    pairs: tuple[Pair, ...]
    score: float


def group_wordings(wordings: Sequence[Wording], pairs: Sequence[Pair]) -> list[Group]:
    """Return groups, the surest first: each grows from its surest pair, by the wording that is surest to belong.

    A wording is in one group at most; so are those most of whose mentions a group holds already. Of equal ones the one
    with the smaller number comes first.
    """
    by_key = {(pair.first, pair.second): pair for pair in pairs}
    near: defaultdict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        near[pair.first].add(pair.second)
        near[pair.second].add(pair.first)
    taken: set[int] = set()
    groups = []
    for pair in sorted(pairs, key=lambda one: (-one.score, one.first, one.second)):
        if pair.score < BEGINS:
            break
        if pair.first in taken or pair.second in taken:
            continue
        members = _grow(pair, wordings, by_key, near, taken)
        taken |= members | _used_up(members, wordings)
        held = sorted(members)
        keys = ((i, j) for n, i in enumerate(held) for j in held[n + 1 :])
        inside = [by_key[key] for key in keys if key in by_key]
        groups.append(Group(tuple(sorted(members)), tuple(inside), pair.score))
    return groups


def _grow(
    pair: Pair,
    wordings: Sequence[Wording],
    by_key: Mapping[tuple[int, int], Pair],
    near: Mapping[int, set[int]],
    taken: set[int],
) -> set[int]:
    members = {pair.first, pair.second}
    while len({wordings[k].words[-1] for k in members}) < NOUNS_OF_A_GROUP:
        waiting = set().union(*(near[k] for k in members)) - taken - members
        ranked = [(round(_average(k, members, wordings, by_key), 9), -k) for k in sorted(waiting)]
        score, number = max(ranked, default=(0.0, 0))
        if score < JOINS:
            break
        members.add(-number)
    return members


def _average(
    k: int, members: set[int], wordings: Sequence[Wording], by_key: Mapping[tuple[int, int], Pair]
) -> float:
    """Return the mean, over the nouns of a group, of the surest pair with each; its own endings are no evidence."""
    by_noun: defaultdict[str, float] = defaultdict(float)
    for m in sorted(members):
        one, two = wordings[k].words, wordings[m].words
        short = min(len(one), len(two))
        if one[-short:] != two[-short:]:
            pair = by_key.get((min(k, m), max(k, m)))
            by_noun[two[-1]] = max(by_noun[two[-1]], pair.score if pair else 0.0)
    return sum(by_noun.values()) / len(by_noun) if by_noun else 0.0


def _used_up(members: set[int], wordings: Sequence[Wording]) -> set[int]:
    """Return the wordings most of whose mentions are those of a group."""
    held = {k for member in members for k in wordings[member].mentions}
    return {
        number
        for number, wording in enumerate(wordings)
        if len(held.intersection(wording.mentions)) > _USED_UP * len(wording.mentions)
    }
