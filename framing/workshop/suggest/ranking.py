"""Which candidates look most like a dispute: many mentions, several outlets, and no agreement (room: workshop)."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from framing.schema import UNIDENTIFIED, Annotations
from framing.workshop.suggest.candidates import Candidate, Corpus

_SMOOTHING = 3.0
_OF_KIND = {"thing": 1.0, "organisation": 0.9, "person": 0.45}


def outlet_names(annotations: Sequence[Annotations]) -> list[str]:
    """Return the outlet of each article; one that names none stands for itself, under its id."""
    return [
        annotated.article.outlet or f"{UNIDENTIFIED} ({annotated.article.id})" for annotated in annotations
    ]


def disagreement(counts: Sequence[Mapping[str, int]]) -> float:
    """Return how far outlets disagree in their choice of variants, 0 to 1; `counts` are a variant's by outlet.

    The generalised Jensen-Shannon divergence of the outlets' shares, outlets weighed alike, over the largest that so
    many outlets and variants can have. Fewer than two outlets or variants give 0. Reference: Lin 1991.
    """
    outlets = sorted({outlet for one in counts for outlet in one})
    if len(outlets) < 2 or len(counts) < 2:
        return 0.0
    table = np.array([[one.get(outlet, 0) for one in counts] for outlet in outlets], dtype=float)
    shares = table / table.sum(axis=1, keepdims=True)
    divergence = _entropy(shares.mean(axis=0)) - float(np.mean([_entropy(row) for row in shares]))
    return min(1.0, max(0.0, divergence / math.log2(min(len(outlets), len(counts)))))


def _entropy(shares: np.ndarray) -> float:
    held = shares[shares > 0]
    return float(-(held * np.log2(held)).sum())


def rank(candidates: Sequence[Candidate], corpus: Corpus) -> list[tuple[float, float, Candidate]]:
    """Return score, disagreement and candidate, the best first; what fewer than two outlets speak of is left out."""
    outlets = outlet_names(corpus.annotations)
    ranked = []
    for candidate in candidates:
        counts = [Counter(outlets[corpus.mentions[k].article] for k in held) for held in candidate.variants]
        using = {outlet for one in counts for outlet in one}
        if len(using) < 2:
            continue
        differing = disagreement(counts)
        total = sum(one.total() for one in counts)
        # The commonest wording alone says nothing of a choice: what counts is how much is said otherwise.
        otherwise = total - max(one.total() for one in counts)
        marked = sum(corpus.mentions[k].distanced for held in candidate.variants for k in held)
        score = (
            candidate.sureness
            * (0.25 + differing)
            * math.log1p(otherwise)
            * (total / (total + _SMOOTHING))
            * (len(using) / len(set(outlets))) ** 0.5
            * (1 + 0.5 * min(1, marked))
            * _OF_KIND[candidate.kind]
        )
        ranked.append((round(score, 6), round(differing, 6), candidate))
    return sorted(ranked, key=lambda one: (-one[0], one[2].kind, one[2].subject or "", one[2].variants))
