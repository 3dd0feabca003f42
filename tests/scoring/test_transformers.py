import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

import framing
from framing.errors import UsageError
from framing.measures import MEASURES
from framing.schema import Article, Event, Region
from framing.scoring import compare, figures
from framing.scoring.transformers import FramingFeatures, KeynessTransformer, class_keyness

TEXTS = [
    'Officials said the talks may have failed. "Never," said Ada Berg. The brutal plan was dropped.',
    "The ferry sank in the storm.",
    "",
]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@pytest.mark.parametrize(
    "estimator",
    [
        FramingFeatures(),
        KeynessTransformer(),
        KeynessTransformer(k=2, prior_words=50.0),
        KeynessTransformer(weigh=False),
    ],
    ids=repr,
)
def test_scikit_learns_own_checks_pass(estimator):
    results = check_estimator(estimator, on_skip=None)
    assert {result["status"] for result in results} <= {"passed", "skipped", "xfail"}


def test_features_are_the_figures_of_a_comparison_of_the_text_alone():
    transformer = FramingFeatures(missing=float("nan"))
    rows = transformer.fit_transform(TEXTS)
    names = transformer.get_feature_names_out()
    assert rows.shape == (3, len(names))
    assert len(set(names)) == len(names)
    body = [Region(kind="body", start=0, end=len(TEXTS[0]), reason="test")]
    article = framing.annotate(Article(id="one", file="", text=TEXTS[0], regions=body))
    comparison = compare([article], event=Event(title="x"), resamples=0, facts=False)
    found = dict(zip(names, rows[0], strict=True))
    checked = 0
    for measure in MEASURES:
        for figure in figures(comparison, measure):
            parts = [part for part in (figure.key, figure.voice.replace("all", "")) if part]
            name = f"{measure}[{', '.join(parts)}]" if parts else measure
            if name in found and figure.denominator:
                scaled = MEASURES[measure].scale * figure.numerator / figure.denominator
                assert found[name] == pytest.approx(scaled)
                checked += 1
    assert checked > 10
    assert found["agentless_passive_share[own]"] == 1
    assert np.isnan(dict(zip(names, rows[1], strict=True))["unnamed_source_share"])
    assert np.isnan(rows[2]).all()


def test_features_are_stateless_and_take_any_iterable():
    rows = FramingFeatures().transform(iter(TEXTS))
    assert (rows == FramingFeatures().fit(TEXTS[::-1]).transform(TEXTS)).all()
    assert (rows[1] == FramingFeatures().transform([TEXTS[1]])[0]).all()
    assert np.isfinite(rows).all()
    assert FramingFeatures().transform([]).shape == (0, rows.shape[1])


@pytest.mark.parametrize(("given", "message"), [("one text", "put it into a list"), ([1], r"X\[0\]: a int")])
def test_what_is_no_list_of_texts_is_refused(given, message):
    with pytest.raises(UsageError, match=message):
        FramingFeatures().fit(given)


def test_keyness_is_that_of_the_paper_worked_by_hand():
    counts = np.array([[10.0, 5, 0], [2, 8, 5]])
    delta, z = class_keyness(counts, prior_words=30.0)
    prior = 30 * np.array([13, 14, 6]) / 33
    for term in range(3):
        here, there = counts[0, term] + prior[term], counts[1, term] + prior[term]
        expected = np.log(here / (15 + 30 - here)) - np.log(there / (15 + 30 - there))
        assert delta[0, term] == pytest.approx(expected)
        assert z[0, term] == pytest.approx(expected / np.sqrt(1 / here + 1 / there))
    assert z[1] == pytest.approx(-z[0])
    assert class_keyness(np.array([[3.0, 1], [3, 1]]))[1] == pytest.approx(np.zeros((2, 2)))


def test_key_terms_are_kept_and_weighted_and_named():
    documents = ["war war talks", "talks treaty", "war storm", "treaty treaty talks"]
    pipeline = make_pipeline(CountVectorizer(), KeynessTransformer(k=2))
    weighted = pipeline.fit_transform(documents, ["a", "b", "a", "b"])
    assert scipy.sparse.issparse(weighted)
    assert list(pipeline.get_feature_names_out()) == ["treaty", "war"]
    step = pipeline[-1]
    assert list(step.classes_) == ["a", "b"]
    assert step.z_.shape == (2, 4)
    assert step.z_[0, -1] > 0 > step.z_[1, -1]
    plain = pipeline[0].transform(documents).toarray()[:, step.selected_]
    assert weighted.toarray() == pytest.approx(plain * step.weights_[step.selected_])
    unweighted = KeynessTransformer(k=2, weigh=False).fit(
        pipeline[0].transform(documents).toarray(), [0, 1, 0, 1]
    )
    assert (unweighted.transform(pipeline[0].transform(documents).toarray()) == plain).all()


def test_dense_and_sparse_counts_give_the_same():
    dice = np.random.default_rng(0)
    counts, labels = dice.poisson(1.0, (12, 6)), np.repeat(["a", "b", "c"], 4)
    dense = KeynessTransformer().fit(counts, labels)
    thin = KeynessTransformer().fit(scipy.sparse.csr_array(counts), labels)
    assert dense.z_ == pytest.approx(thin.z_)
    assert dense.transform(counts) == pytest.approx(thin.transform(scipy.sparse.csr_array(counts)).toarray())


@pytest.mark.parametrize(
    ("estimator", "counts", "labels", "message"),
    [
        (KeynessTransformer(), [[1, 2], [3, -1]], [0, 1], "Negative values"),
        (KeynessTransformer(), [[1, 2], [3, 1]], [0, 0], "two classes"),
        (KeynessTransformer(k=0), [[1, 2], [3, 1]], [0, 1], "must be positive"),
        (KeynessTransformer(prior_words=0.0), [[1, 2], [3, 1]], [0, 1], "must be positive"),
    ],
)
def test_bad_counts_and_options_are_refused(estimator, counts, labels, message):
    with pytest.raises(ValueError, match=message):
        estimator.fit(counts, labels)


def test_importing_framing_and_scoring_loads_no_scikit_learn():
    code = "import sys, framing, framing.api, framing.scoring.frame; print({'sklearn', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
