"""Scoring: which articles are compared as one: an outlet's, an agency's, each alone, or as a mapping says."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Literal

from framing.errors import ScoringError, nearest_name
from framing.schema import UNIDENTIFIED, Annotations, Outlet

By = Literal["outlet", "agency", "article"] | Mapping[str, str]
NO_AGENCY = "no agency"
UNIDENTIFIED_APART = 12


def group_annotations(annotations: Sequence[Annotations], by: By = "outlet") -> dict[str, list[Annotations]]:
    """Return the articles of each group, groups in the order in which the articles first name them.

    `by` is "outlet", "agency" (whose copy an article printed, else "no agency"), "article" (each by its id), or a
    mapping from every article's id to its group. An article that names no outlet stands under "unidentified"; several
    stand each under "unidentified" with its id, for they need not be of one outlet, but more than `UNIDENTIFIED_APART`
    stand together. No articles give no groups. Raises `ScoringError` for another word, with the nearest, and for
    articles that the mapping leaves out.
    """
    if isinstance(by, Mapping):
        missing = [one.article.id for one in annotations if one.article.id not in by]
        if missing:
            raise ScoringError(
                "by",
                f"the mapping holds no group for {len(missing)} of {len(annotations)} articles, "
                f"the first {missing[0]!r}",
                "a group for every article's id",
                nearest_name(missing[0], by),
            )
    elif by not in ("outlet", "agency", "article"):
        known = ("outlet", "agency", "article")
        raise ScoringError(
            "by",
            f"{by!r} is not known",
            "one of " + ", ".join(known) + ", or a mapping from article ids to groups",
            nearest_name(str(by), known),
        )
    unnamed = sum(one.article.outlet is None for one in annotations)
    apart = 1 < unnamed <= UNIDENTIFIED_APART
    groups: dict[str, list[Annotations]] = {}
    for annotation in annotations:
        groups.setdefault(_group_of(annotation, by, apart), []).append(annotation)
    return groups


def order_outlets(outlets: Sequence[Outlet], names: Sequence[str]) -> list[Outlet]:
    """Return outlets in the order in which some names name them; those that none names follow in their own order."""
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    return sorted(outlets, key=lambda outlet: places.get(outlet.name, len(places)))


def _group_of(annotation: Annotations, by: By, apart: bool) -> str:
    article = annotation.article
    if by == "outlet" and article.outlet is None and apart:
        return f"{UNIDENTIFIED} ({article.id})"
    if isinstance(by, Mapping):
        return by[article.id]
    if by == "article":
        return article.id
    return (article.agency or NO_AGENCY) if by == "agency" else (article.outlet or UNIDENTIFIED)


def group_digest(by: Mapping[str, str], annotations: Sequence[Annotations]) -> str:
    """Return what a signature says of a mapping: eight hexadecimal digits of SHA-256 over the articles' groups."""
    used = sorted((one.article.id, by[one.article.id]) for one in annotations)
    return f"mapping@{hashlib.sha256(json.dumps(used).encode()).hexdigest()[:8]}"
