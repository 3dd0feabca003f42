"""Room report: what distances between outlets allow to be said: which pairs differ, and whether a map is true."""

from itertools import combinations
from math import dist, sqrt

from framing.schema import OutletMap
from framing.scoring.association import benjamini_hochberg

LEVEL = 0.05
"""The false discovery rate, over the pairs of one profile, up to which two outlets are said to lie apart."""

MOST_STRESS = 0.2
"""The stress (0 to 1) up to which a drawing in two dimensions keeps the distances: Kruskal (1964) calls 0.2 poor."""

FEWEST_ON_A_MAP = 4
"""Outlets from which on a map shows more than their distances: two or three points always lie as they lie."""


def list_pairs(held: OutletMap) -> list[tuple[int, int]]:
    """Return all pairs of places, the nearest first; none where there are no distances."""
    distances = held.distances or []
    return sorted(
        combinations(range(len(distances)), 2), key=lambda pair: (distances[pair[0]][pair[1]], pair)
    )


def find_differing(held: OutletMap) -> list[tuple[int, int]]:
    """Return the pairs that lie further apart than chance would put them; none where no test was made."""
    if held.p is None:
        return []
    pairs = list_pairs(held)
    q = benjamini_hochberg([held.p[one][other] for one, other in pairs])
    return [pair for pair, value in zip(pairs, q.tolist(), strict=True) if value <= LEVEL]


def measure_stress(held: OutletMap) -> float:
    """Return how far the drawn distances are from the measured ones: 0 where they are the same, 1 of one point.

    Reference: Kruskal 1964 (stress, formula 1, here without a monotone transformation and over the measured distances).
    """
    distances, points = held.distances or [], held.coordinates or []
    if not points:
        return 1.0
    pairs = [(distances[one][other], dist(points[one], points[other])) for one, other in list_pairs(held)]
    total = sum(measured**2 for measured, _ in pairs)
    return sqrt(sum((measured - drawn) ** 2 for measured, drawn in pairs) / total) if total else 1.0


def can_be_mapped(held: OutletMap) -> bool:
    """Return whether a map says something: enough outlets, a pair that differs, distances kept by the drawing."""
    return (
        len(held.outlets) >= FEWEST_ON_A_MAP
        and measure_stress(held) <= MOST_STRESS
        and bool(find_differing(held))
    )
