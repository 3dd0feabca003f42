"""Scoring: framing's measures and keyness as scikit-learn transformers. The only module that loads scikit-learn."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from framing.errors import UsageError
from framing.features import annotate_article
from framing.lexicon.entries import CueEntry, FrameEntry, LoadedEntry, StanceEntry
from framing.lexicon.language import Language, load_language
from framing.measures import MEASURES
from framing.schema import VOICES, Annotations, Article, Region
from framing.scoring.association import log_odds
from framing.scoring.rows import FAMILIES, AnyVoice, measure_rows

Values = NDArray[np.float64]

_MEASURES = (
    "voice_share",
    "unnamed_source_share",
    "chain_share",
    "cue_class_share",
    "stance_per_1k_words",
    "loaded_per_1k_words",
    "loaded_weight_per_1k_words",
    "sentiment_mean",
    "frame_share",
    "agentless_passive_share",
)
"""The measures whose keys are known before any text is read, so that every text has the same columns."""


class FramingFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts as rows of framing's measures: voices, sources, cues, stance, loaded words, sentiment, frames, passives.

    `X` is an iterable of n strings, each a whole text, all of it body; the result is an (n, features) array of floats,
    in the ranges of the registry of measures, one column for each measure, key and voice of the shipped lexicons of
    `language`. Where a text holds nothing to divide by (no attribution, no words in a voice) the column is `missing`:
    0.0 so that any estimator takes it, NaN to keep "nothing there" apart from "none of it". No texts: (0, features).

    Stateless: every text is read by itself, and `fit` only checks its input. Raises `UsageError` for a bare string, and
    for what is no text, and a language without lexicons.
    """

    def __init__(self, *, language: str = "en", missing: float = 0.0) -> None:
        self.language = language
        self.missing = missing

    def fit(self, X: Iterable[str], y: Any = None) -> "FramingFeatures":  # noqa: N803
        """Check that the texts are texts; nothing is learned from them."""
        _texts(X)
        return self

    def transform(self, X: Iterable[str]) -> Values:  # noqa: N803
        """Return the features of texts, (n, features)."""
        texts = _texts(X)
        language = load_language(self.language)
        columns = _columns(language)
        rows = [_features(text, language, columns, self.missing) for text in texts]
        return np.array(rows, dtype=np.float64).reshape(len(texts), len(columns))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Return the columns' names, as "frame_share[economic]" or "voice_share[own]"."""
        named = [_column_name(*column) for column in _columns(load_language(self.language))]
        return np.array(named, dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        """There is nothing to fit."""
        return True

    def __sklearn_tags__(self) -> Tags:
        """Tell scikit-learn that the input is text."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        return tags


class KeynessTransformer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counts of terms weighted by how key each term is to one of the classes, the least key ones left out.

    A term's weight is the largest of its absolute z over the classes, each against the rest: log-odds with an
    informative Dirichlet prior, after Monroe, Colaresi and Quinn (2008). The prior gives each term its share of the
    whole, of `prior_words` words in all: by default as many as the smaller of the two sides holds. `k` keeps that many
    terms of largest weight, in the columns' order (None: all); `weigh=False` selects only.

    `X` is (n, terms) with counts of 0 or more, dense or sparse, `y` n labels of at least two classes. After `fit`:
    `z_` and `log_odds_` (classes, terms; positive where the class uses the term more), `weights_` (terms), `classes_`
    and `selected_` (the kept columns' numbers). A term that stands nowhere has a z near 0. Raises `ValueError`, as
    scikit-learn's estimators do, for negative counts, one class, and a `k` or `prior_words` that is not positive.
    """

    def __init__(self, *, k: int | None = None, prior_words: float | None = None, weigh: bool = True) -> None:
        self.k = k
        self.prior_words = prior_words
        self.weigh = weigh

    def fit(self, X: ArrayLike, y: ArrayLike) -> "KeynessTransformer":  # noqa: N803
        """Learn each term's keyness from counts and labels."""
        counts, labels = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)
        check_classification_targets(labels)
        _check_counts(counts)
        if any(number is not None and number <= 0 for number in (self.k, self.prior_words)):
            raise ValueError("k and prior_words must be positive")
        self.classes_, which = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(
                f"KeynessTransformer needs two classes or more; the data has 1 class: {self.classes_[0]}"
            )
        members = np.eye(len(self.classes_))[which].T
        by_class: Values = np.asarray(members @ counts)
        self.log_odds_, self.z_ = class_keyness(by_class, self.prior_words)
        self.weights_: Values = np.abs(self.z_).max(axis=0)
        kept = self.weights_.size if self.k is None else min(self.k, self.weights_.size)
        # A stable sort: of terms alike key the first ones are kept.
        self.selected_ = np.sort(np.argsort(-self.weights_, kind="stable")[:kept])
        return self

    def transform(self, X: ArrayLike) -> Any:  # noqa: N803
        """Return the kept columns, weighted, as (n, kept); sparse where the input is."""
        check_is_fitted(self)
        counts = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        _check_counts(counts)
        kept = counts[:, self.selected_]
        if not self.weigh:
            return kept
        weights = self.weights_[self.selected_]
        return kept @ sparse.diags_array(weights) if sparse.issparse(kept) else kept * weights

    def get_feature_names_out(self, input_features: Sequence[str] | None = None) -> NDArray[np.object_]:
        """Return the names of the kept columns, those given or those of `fit`."""
        check_is_fitted(self)
        names: NDArray[np.object_] = super().get_feature_names_out(input_features)[self.selected_]
        return names

    def __sklearn_tags__(self) -> Tags:
        """Tell scikit-learn that counts are 0 or more, may be sparse, and need labels."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.target_tags.required = True
        return tags


def class_keyness(counts: Values, prior_words: float | None = None) -> tuple[Values, Values]:
    """Return log-odds and z of each class against the rest, both (classes, terms), from counts of the same shape.

    The prior is the whole, with one more of each term so that none is 0, scaled to `prior_words`; by default to the
    words of the smaller side.
    """
    together = counts.sum(axis=0)
    totals = counts.sum(axis=1, keepdims=True)
    others, other_totals = together - counts, together.sum() - totals
    smaller = np.maximum(np.minimum(totals, other_totals), 1.0)
    prior_total = smaller if prior_words is None else np.full_like(totals, prior_words)
    prior = prior_total * (together + 1) / (together.sum() + together.size)
    return log_odds(counts, totals, others, other_totals, prior, prior_total)


def _check_counts(counts: Any) -> None:
    values = counts.data if sparse.issparse(counts) else counts
    if values.size and values.min() < 0:
        raise ValueError("Negative values in data passed to KeynessTransformer: counts are 0 or more")


def _texts(given: Iterable[str]) -> list[str]:
    if isinstance(given, str):
        raise UsageError("X", "a single string", "an iterable of strings", "put it into a list")
    texts = list(given)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise UsageError(f"X[{number}]", f"a {type(text).__name__}", "a string")
    return texts


Column = tuple[str, str, AnyVoice]


def _columns(language: Language) -> list[Column]:
    keys = {
        "cue_class_share": _names(language, CueEntry, "class_"),
        "stance_per_1k_words": _names(language, StanceEntry, "category"),
        "loaded_per_1k_words": _names(language, LoadedEntry, "category"),
        "loaded_weight_per_1k_words": _names(language, LoadedEntry, "category"),
        "frame_share": _names(language, FrameEntry, "id"),
    }
    split = {"voice_share", "stance_per_1k_words", "loaded_per_1k_words", "loaded_weight_per_1k_words"}
    split |= {"sentiment_mean", "agentless_passive_share"}
    whole: tuple[AnyVoice, ...] = ("all",)
    return [
        (measure, key, voice)
        for measure in _MEASURES
        for key in keys.get(measure, [""])
        for voice in (VOICES if measure in split else whole)
    ]


def _names(language: Language, entry_class: type, field: str) -> list[str]:
    return sorted(
        {
            str(getattr(entry, field))
            for lexicon in language.lexicons
            for entry in lexicon.entries
            if isinstance(entry, entry_class)
        }
    )


def _column_name(measure: str, key: str, voice: AnyVoice) -> str:
    parts = [part for part in (key, "" if voice == "all" else voice) if part]
    return f"{measure}[{', '.join(parts)}]" if parts else measure


def _features(text: str, language: Language, columns: Sequence[Column], missing: float) -> list[float]:
    above: dict[Column, float] = {}
    below: dict[Column, float] = {}
    for row in measure_rows(_annotate(text, language)):
        at: Column = (row.measure, row.key, row.voice)
        above[at] = above.get(at, 0.0) + row.numerator
        below[at] = below.get(at, 0.0) + row.denominator
    values = []
    for column in columns:
        measure, key, voice = column
        denominator = below.get((measure, *FAMILIES[measure].denominator_of(key, voice)), 0.0)
        scaled = MEASURES[measure].scale * above.get(column, 0.0)
        values.append(scaled / denominator if denominator else missing)
    return values


def _annotate(text: str, language: Language) -> Annotations:
    body = [Region(kind="body", start=0, end=len(text), reason="given as text")] if text else []
    return annotate_article(
        Article(id="text", file="", text=text, regions=body, language=language.code), language
    )
