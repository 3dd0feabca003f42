import itertools
import random

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from framing.scoring import distances
from framing.scoring.distances import PROFILES, make_maps, order_by_linkage, scale_classically


def writing(annotated, id_, outlet, words, sentences=40, seed=0):
    dice = random.Random(f"{id_} {seed}")
    held = [[(" ".join(dice.choices(words, k=12)), "own", None)] for _ in range(sentences)]
    return annotated(id_, held, outlet=outlet)


SEA = [f"sea{n}" for n in range(30)]
LAND = [f"land{n}" for n in range(30)]


@pytest.fixture
def shores(annotated):
    """Two outlets that write of the sea, two that write of the land."""
    return [
        writing(annotated, f"{outlet}/{n}", outlet, words)
        for outlet, words in (("Auk", SEA), ("Boar", LAND), ("Cod", SEA), ("Deer", LAND + SEA[:3]))
        for n in range(4)
    ]


def test_outlets_that_write_alike_lie_together(shores):
    words = make_maps(shores)[0]
    assert words.outlets == ["Auk", "Boar", "Cod", "Deer"]
    assert words.words == 4 * 40 * 12
    distances = np.array(words.distances)
    assert (distances == distances.T).all()
    assert (np.diag(distances) == 0).all()
    assert distances.max() <= 1
    assert distances[0, 2] < 0.2 < 0.9 < distances[0, 1]
    assert words.order in (
        ["Auk", "Cod", "Deer", "Boar"],
        ["Auk", "Cod", "Boar", "Deer"],
        ["Cod", "Auk", "Deer", "Boar"],
    )
    assert words.stability == [1.0] * 4
    assert words.p[0][1] == words.p[1][0] < 0.06
    assert words.p[0][2] > 0.05
    assert words.p[0][0] == 1
    xs = [x for x, _ in words.coordinates]
    assert (xs[0] > 0) == (xs[2] > 0) != (xs[1] > 0)


def test_equal_amounts_make_distances_that_do_not_depend_on_how_much_one_wrote(annotated):
    long = [writing(annotated, f"a/{n}", "A", SEA) for n in range(6)]
    short = [
        writing(annotated, "b/1", "B", SEA, sentences=20),
        writing(annotated, "c/1", "C", SEA, sentences=20),
    ]
    words = make_maps([*long, *short])[0]
    distances = words.distances
    assert words.p is None
    assert words.refusal == "no test: some outlets have too few articles to exchange"
    assert distances[0][1] == pytest.approx(distances[1][2], abs=0.05)


def test_the_order_of_articles_and_outlets_changes_nothing(shores):
    shuffled = random.Random(1).sample(shores, len(shores))
    assert make_maps(shores) == make_maps(shuffled)


def test_an_outlet_with_too_little_is_left_out_and_named(shores, annotated):
    few = writing(annotated, "e/1", "Eel", SEA, sentences=3)
    words = make_maps([*shores, few])[0]
    assert "Eel" not in words.outlets
    assert words.refusal == "at least 150 words needed; left out: Eel (36 words)"
    one = annotated("e/1", [[("Fog.", "own", None)]], outlet="Eel", marks=False)
    assert make_maps([*shores, one])[0].refusal == "at least 150 words needed; left out: Eel (1 word)"
    assert words.distances is not None


def test_one_outlet_or_none_has_no_map_and_a_reason(shores):
    for held in (shores[:4], []):
        for one in make_maps(held):
            assert (one.distances, one.p, one.coordinates, one.order, one.stability) == (None,) * 5
            assert one.refusal.startswith("a map needs two outlets")
    assert [one.profile for one in make_maps([])] == [profile.name for profile in PROFILES]


def test_two_outlets_have_a_distance_and_no_choice_of_neighbours(shores):
    words = make_maps([one for one in shores if one.article.outlet in ("Auk", "Boar")])[0]
    assert words.distances[0][1] == pytest.approx(1)
    assert words.stability is None
    assert words.order == ["Auk", "Boar"]
    assert words.coordinates[0][0] == -words.coordinates[1][0] != 0


def test_sources_and_wordings_have_maps_of_their_own(made_up):
    held = [made_up(f"{k}/{n}", 20 * k + n, outlet=f"Outlet {k}") for k in range(3) for n in range(12)]
    words, sources, wordings = make_maps(held)
    for one in (words, sources, wordings):
        assert np.array(one.distances).shape == (3, 3)
        assert one.refusal is None
    assert sources.words >= 20
    assert make_maps(held, seed=1)[1].distances != sources.distances


def test_scaling_gives_back_points_of_the_plane():
    points = np.array([[0.0, 0], [3, 0], [3, 4], [-1, 2], [0.5, 0.5]])
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    found = scale_classically(distances)
    assert np.linalg.norm(found[:, None] - found[None], axis=2) == pytest.approx(distances)
    assert found.sum(axis=0) == pytest.approx([0, 0])
    assert scale_classically(np.zeros((1, 1))).tolist() == [[0.0, 0.0]]


def test_scaling_equals_principal_components_of_the_points():
    decomposition = pytest.importorskip("sklearn.decomposition")
    points = np.random.default_rng(0).normal(size=(12, 5))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    theirs = decomposition.PCA(2).fit_transform(points)
    assert np.abs(scale_classically(distances)) == pytest.approx(np.abs(theirs))


def test_the_order_of_points_on_a_line_is_the_line():
    points = np.array([5.0, 1, 4, 2, 3.1])
    distances = np.abs(points[:, None] - points[None])
    assert order_by_linkage(distances) in ([1, 3, 4, 2, 0], [0, 2, 4, 3, 1])
    assert order_by_linkage(distances)[0] == 0
    assert order_by_linkage(np.zeros((1, 1))) == [0]


def test_distances_are_those_of_scipy():
    dice = np.random.default_rng(5)
    counts = dice.poisson(0.7, (6, 40)).astype(float)
    found = distances._distances(counts)
    for i, j in itertools.combinations(range(6), 2):
        assert found[i, j] == pytest.approx(jensenshannon(counts[i], counts[j], base=2), abs=1e-9)
    assert np.array_equal(found, found.T)


def test_equal_and_empty_rows_are_no_distance_apart():
    counts = np.array([[3.0, 1, 2], [6, 2, 4], [0, 0, 0]])
    assert not distances._distances(counts).any()
