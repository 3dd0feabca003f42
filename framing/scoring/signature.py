"""Scoring: the signature of a comparison, one line that says how its numbers came about (after sacreBLEU)."""

import hashlib
import json
from collections.abc import Sequence

from framing.errors import ScoringError
from framing.schema import SCHEMA_VERSION, Annotations, Article


def comparison_signature(
    annotations: Sequence[Annotations], *, seed: int, resamples: int, units: set[str], by: str = "outlet"
) -> str:
    """Return the annotator's signature with what scoring adds: seed, resamples, resampled units, digest of the corpus.

    `by` is what the articles were grouped by; the signature says so where it is not the outlet. `units` names what was
    resampled, "sentences", "articles" or both. Raises `ScoringError` for no articles, and where articles were annotated
    with different versions or lexicons.
    """
    parts = (
        shared_signature(annotations),
        f"seed:{seed}",
        f"resamples:{resamples}",
        f"unit:{'+'.join(sorted(units)) or 'none'}",
        "" if by == "outlet" else f"by:{by}",
        f"corpus:{corpus_digest([annotation.article for annotation in annotations])}",
    )
    return "|".join(part for part in parts if part)


def shared_signature(annotations: Sequence[Annotations]) -> str:
    """Return the one signature that all articles of a language carry, joined where there are several languages.

    Raises `ScoringError` where they differ within a language, and for no articles.
    """
    if not annotations:
        raise ScoringError(
            "comparison", "no articles", "at least one annotated article", "look at the rejects"
        )
    for annotation in annotations:
        if annotation.schema_version != SCHEMA_VERSION:
            raise ScoringError(
                annotation.article.id,
                f"annotated under schema version {annotation.schema_version}",
                f"version {SCHEMA_VERSION}",
                "annotate it again with this version of framing",
            )
    firsts: dict[str, Annotations] = {}
    for other in annotations:
        first = firsts.setdefault(other.article.language, other)
        if other.signature != first.signature:
            mine = signature_difference(first.signature, other.signature)
            theirs = signature_difference(other.signature, first.signature)
            raise ScoringError(
                "comparison",
                f"article {first.article.id!r} was annotated with {mine} "
                f"but article {other.article.id!r} with {theirs}",
                "one version, one way of finding attributions and the same lexicons for all articles",
                "annotate all of them again",
            )
    return "||".join(firsts[language].signature for language in sorted(firsts))


def corpus_digest(articles: Sequence[Article]) -> str:
    """Return twelve hexadecimal digits of SHA-256 over the articles' ids, apart titles and texts, sorted by id."""
    whole = hashlib.sha256()
    for article in sorted(articles, key=lambda article: article.id):
        title = article.title if article.title_stands_apart else None
        whole.update(json.dumps([article.id, title, article.text]).encode())
    return whole.hexdigest()[:12]


def signature_difference(mine: str, other: str) -> str:
    """Return the parts of a signature that another one lacks, lexicon by lexicon, so that the culprit is named."""
    theirs = {piece for part in other.split("|") for piece in part.split("+")}
    pieces = [piece for part in mine.split("|") for piece in part.split("+")]
    return ", ".join(piece for piece in pieces if piece not in theirs) or repr(mine)
