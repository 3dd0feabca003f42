"""What may be said of distances: which pairs differ, and when a map is drawn."""

import msgspec
import pytest

from framing.report.charts import draw_charts, outlet_map
from framing.report.distances import can_be_mapped, find_differing, measure_stress
from framing.report.view import build_view
from framing.schema import OutletMap

SQUARE = [(0.0, 0.0), (0.4, 0.0), (0.4, 0.3), (0.0, 0.3)]
APART = [[0.0, 0.4, 0.5, 0.3], [0.4, 0.0, 0.3, 0.5], [0.5, 0.3, 0.0, 0.4], [0.3, 0.5, 0.4, 0.0]]


def make_map(p=0.005, coordinates=SQUARE, distances=APART, **changes):
    names = ["Ard", "Bex", "Cor", "Dun"][: len(distances)]
    values = [[1.0 if one == other else p for other in names] for one in names]
    held = OutletMap(
        profile="words",
        outlets=names,
        words=200,
        distances=distances,
        p=values,
        coordinates=coordinates,
        order=names,
        stability=[0.9 for _ in names],
    )
    return msgspec.structs.replace(held, **changes)


def test_a_map_that_keeps_the_distances_of_outlets_that_differ_is_drawn():
    held = make_map()
    assert measure_stress(held) == pytest.approx(0.0, abs=1e-9)
    assert len(find_differing(held)) == 6
    assert can_be_mapped(held)
    assert "nearest to each other" in outlet_map._say_title(held)


@pytest.mark.parametrize(
    "held",
    [
        make_map(p=0.2),
        msgspec.structs.replace(make_map(), p=None),
        make_map(coordinates=[(0.0, 0.0), (0.1, 0.0), (0.0, 0.4), (0.1, 0.4)]),
        make_map(distances=[row[:3] for row in APART[:3]], coordinates=SQUARE[:3]),
    ],
    ids=["alike", "untested", "distorted", "three"],
)
def test_no_map_is_drawn_of_what_it_would_show_falsely(held):
    assert not can_be_mapped(held)
    assert "nearest" not in outlet_map._say_title(held)


def test_a_title_names_no_pair_where_none_differs():
    assert "no two outlets lie further apart than chance" in outlet_map._say_title(make_map(p=0.2))
    assert "could not be tested" in outlet_map._say_title(msgspec.structs.replace(make_map(), p=None))


def test_a_map_and_pairs_can_stand_side_by_side(comparison, annotations):
    comparison = msgspec.structs.replace(comparison, maps=[make_map(), make_map(p=0.2)])
    chart = draw_charts(build_view(comparison, annotations))["map"]
    assert "In a map near means alike" in chart.caption
    assert "A row is a pair" in chart.caption
    assert "Ard 90 %" in chart.svg.decode()
    assert "p 0.200" in chart.svg.decode()
