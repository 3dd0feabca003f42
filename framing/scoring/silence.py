"""Scoring: what the coverage matrix says of silence: what only one outlet tells, what one leaves out that others tell.

An article that is too short, or was written before, is never called silent. What an outlet seems to leave out may only
be told in other words, so its nearest passages stand beside.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from framing.schema import Fact, NearPassage, Silence

OUTLETS_AT_LEAST = 3
"""With two outlets, what one leaves out is what only the other tells: there is no "all others" to speak of."""

NEAR_ENOUGH_TO_DOUBT = 0.3
"""An outlet with a passage as similar as this may tell the fact in other words: nothing is said of its silence."""

NEAR_ENOUGH_TO_SHOW = 0.15
"""What is less similar shares a common word or two with the fact by chance, and is not shown beside it."""


def find_silence(
    facts: Sequence[Fact],
    outlets: Mapping[str, Sequence[str]],
    nearest: Callable[[int, Collection[str]], list[NearPassage]] = lambda fact, articles: [],
) -> list[Silence]:
    """Return what each outlet alone tells, then what it alone leaves out, outlet by outlet, facts in their order.

    `outlets` lists the articles of each; `nearest` is that of `Coverage`. See `only_told_by` and `missing_only_in` for
    what counts; one outlet has nobody to differ from and gives an empty list. Where a passage of an outlet that seems
    not to tell the fact comes as near to it as `NEAR_ENOUGH_TO_DOUBT`, it is neither told alone nor left out. Passages
    less similar than `NEAR_ENOUGH_TO_SHOW` do not stand beside it.
    """
    if len(outlets) < 2:
        return []
    others = {
        outlet: frozenset(one for name, held in outlets.items() if name != outlet for one in held)
        for outlet in outlets
    }
    alone = [
        Silence(
            outlet=outlet,
            kind="told by no other",
            fact=number,
            label=facts[number].label,
            articles=[article for article in outlets[outlet] if facts[number].told.get(article)],
        )
        for outlet, numbers in only_told_by(facts, outlets).items()
        for number in numbers
        if _is_far(nearest(number, others[outlet]))
    ]
    left_out = [
        Silence(
            outlet=outlet,
            kind="told by all others",
            fact=number,
            label=facts[number].label,
            articles=[],
            nearest=[
                near for near in nearest(number, outlets[outlet]) if near.similarity >= NEAR_ENOUGH_TO_SHOW
            ],
        )
        for outlet, numbers in missing_only_in(facts, outlets).items()
        for number in numbers
    ]
    return alone + [one for one in left_out if _is_far(one.nearest)]


def _is_far(nearest: Sequence[NearPassage]) -> bool:
    return all(near.similarity < NEAR_ENOUGH_TO_DOUBT for near in nearest)


def only_told_by(facts: Sequence[Fact], outlets: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Return for each outlet the numbers of the facts that it alone tells; `outlets` lists the articles of each.

    An outlet that tells nothing alone has an empty list.
    """
    found: dict[str, list[int]] = {outlet: [] for outlet in outlets}
    for number, fact in enumerate(facts):
        telling = _telling(fact, outlets)
        if len(telling) == 1:
            found[telling[0]].append(number)
    return found


def missing_only_in(facts: Sequence[Fact], outlets: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Return for each outlet the numbers of the facts that all other outlets tell and none of its articles does.

    All of its articles must have had room to tell the fact ("absent"). Fewer than `OUTLETS_AT_LEAST` outlets give
    empty lists.
    """
    found: dict[str, list[int]] = {outlet: [] for outlet in outlets}
    if len(outlets) < OUTLETS_AT_LEAST:
        return found
    for number, fact in enumerate(facts):
        telling = _telling(fact, outlets)
        if len(telling) == len(outlets) - 1:
            silent = next(outlet for outlet in outlets if outlet not in telling)
            if all(fact.cells.get(article) == "absent" for article in outlets[silent]):
                found[silent].append(number)
    return found


def _telling(fact: Fact, outlets: Mapping[str, Sequence[str]]) -> list[str]:
    return [outlet for outlet, articles in outlets.items() if any(fact.told.get(one) for one in articles)]
