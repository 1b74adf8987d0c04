"""Charts: what is drawn is where it belongs, and what cannot be drawn is left out."""

import math
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import numerics
from numerics.solvers.solution import COLUMNS
from spectra.errors import InputError
from spectra.utils.line_chart import LEFT, RIGHT, TICKS, Axis, Chart, Drawn, Line

FINITE = st.floats(-1e9, 1e9, allow_subnormal=False)
X, Y = (0.0, 1.0, 2.0, 3.0), (0.0, 1.0, 0.5, 0.25)


def drawn(*lines: Line, **more: bool) -> Drawn:
    return Drawn.of(Chart("title", "x", "y", lines, **more))


@settings(max_examples=100)
@given(st.lists(st.tuples(FINITE, FINITE), min_size=2, max_size=20))
def test_every_point_is_inside_the_frame(points: list[tuple[float, float]]) -> None:
    chart = Chart("t", "x", "y", (Line("a", *zip(*points, strict=True)),))
    found = Drawn.of(chart)
    for x, y in (p for pieces in found.curves for piece in pieces for p in piece):
        assert LEFT - 0.1 <= x <= chart.width - RIGHT + 0.1
        assert 0 <= y <= found.bottom + 0.1


@given(st.lists(FINITE, min_size=1, max_size=9), st.booleans())
def test_ticks_are_few_and_in_order(values: list[float], log: bool) -> None:
    kept = [abs(v) + 1e-9 for v in values] if log else values
    ticks = Axis.around(kept, 0, 100, log=log).ticks()
    assert 1 <= len(ticks) <= TICKS + 3
    places = [tick.at for tick in ticks]
    assert places == sorted(places)


def test_larger_is_higher_and_later_is_further_right() -> None:
    ((piece,),) = drawn(Line("a", X, Y)).curves
    (x0, y0), (x1, y1), *_ = piece
    assert x0 < x1
    assert y0 > y1  # downwards


def test_a_curve_stops_where_it_has_no_value() -> None:
    (pieces,) = drawn(Line("a", (0, 1, 2, 3, 4), (0, 1, math.nan, 1, 0))).curves
    assert [len(piece) for piece in pieces] == [2, 2]
    (pieces,) = drawn(Line("a", (0, 1, 2, 3), (0.0, -1.0, 1e-30, 1e-20)), log=True).curves
    assert [len(piece) for piece in pieces] == [2]


@pytest.mark.parametrize("y", [(), (math.nan, math.inf)])
def test_nothing_to_draw_is_said(y: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="nothing to draw"):
        drawn(Line("a", X[: len(y)], y))


def test_svg_is_well_formed_and_names_its_lines() -> None:
    label = 'a < "b" & c'
    found = fromstring(Chart("t", "x", "y", (Line(label, X, Y, Y, Y), Line("d", X, Y))).svg())
    assert label in [text.text for text in found.iter("text")]
    assert len(list(found.iter("polyline"))) == 2
    assert len(list(found.iter("polygon"))) == 1
    dashes = [group.get("stroke-dasharray") for group in found.findall("g")[1:]]
    assert len(set(dashes)) == 2, "lines differ by more than colour"


def test_a_solution_shows_its_own_numbers_in_a_notebook() -> None:
    times = np.linspace(0, 10, 41)
    solution = numerics.solve(numerics.FlowProblem(k=6, R=9, delta=20), times)
    page = fromstring(solution._repr_html_())
    rows = [["".join(cell.itertext()) for cell in row] for row in page.iter("tr")]
    assert [row[0] for row in rows[1:]] == ["maj-maj", "maj-min", "min-min"]
    assert len(rows[0]) == COLUMNS + 1
    assert rows[1][-1] == f"{solution.beta[0, -1]:.6g}"
    assert len(list(page.iter("polyline"))) == 3
    assert solution.message in "".join(page.itertext())


def test_one_time_is_a_table_without_curves() -> None:
    page = fromstring(numerics.solve(numerics.FlowProblem(k=2, R=3, delta=2), [1.0])._repr_html_())
    assert not list(page.iter("svg"))
    assert len(list(page.iter("tr"))) == 2


def test_of_many_modes_some_are_shown_and_it_is_said() -> None:
    problem = numerics.FlowProblem(k=10, R=2, delta=2, init="random", seed=1)
    shown = "".join(fromstring(numerics.solve(problem, [0, 1, 2])._repr_html_()).itertext())
    assert "6 of 9 different modes shown" in shown
