"""Room report: of a comparison of very many outlets, the part that a page shows; tables and scores hold all of it."""

from msgspec.structs import replace

from framing.report.limits import MOST_OUTLETS
from framing.schema import Comparison, Fact


def focus(comparison: Comparison, most: int = MOST_OUTLETS) -> Comparison:
    """Return a comparison as its outlets with the most words tell it, in their order: columns that can be read.

    Every number is as it was counted among all outlets; what concerns others is left out. A fact that one of these
    outlets tells beside others only is left out too: it would look as if it were told by one alone. A comparison of
    `most` outlets or fewer is returned as it is.
    """
    if len(comparison.outlets) <= most:
        return comparison
    largest = sorted(comparison.outlets, key=lambda one: -one.words)[:most]
    names = {one.name for one in largest}
    articles = {article for one in largest for article in one.articles}
    tellers = {article: one.name for one in comparison.outlets for article in one.articles}
    facts = [place for place, fact in enumerate(comparison.coverage) if _can_be_shown(fact, tellers, names)]
    places = {place: number for number, place in enumerate(facts)}
    return replace(
        comparison,
        outlets=[one for one in comparison.outlets if one.name in names],
        articles=[one for one in comparison.articles if one.id in articles],
        figures=[one for one in comparison.figures if one.outlet in names],
        coverage=[comparison.coverage[place] for place in facts],
        keyness=[one for one in comparison.keyness if one.outlet in names],
        differences=[one for one in comparison.differences if names.issuperset(one.outlets)],
        reuse=[one for one in comparison.reuse if articles.issuperset(one.articles)],
        reuse_shares=[
            one
            for one in comparison.reuse_shares
            if one.article in articles and (one.other is None or one.other in articles)
        ],
        silence=[
            replace(one, fact=places[one.fact])
            for one in comparison.silence
            if one.outlet in names and one.fact in places
        ],
    )


def _can_be_shown(fact: Fact, tellers: dict[str, str], names: set[str]) -> bool:
    told_by = {tellers[article] for article in fact.told if article in tellers}
    return len(told_by & names) > 1 or (bool(told_by) and told_by <= names)
