"""Figures: what the data behind each says, that drawing is clean, and the command that writes them."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from numerics import NumericsError, delay_constant, figure_data, figures
from numerics.figures.command import FIGURES
from numerics.figures.style import RANDOM, SPECTRAL, to_bytes

if TYPE_CHECKING:
    from numerics.figures.fig_limits import LimitCurves
    from numerics.figures.fig_windows import WindowCurves
    from numerics.figures.style import Captioned

COMMAND = (sys.executable, "-m", "numerics.figures")
SIGNATURES = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}
Captured = pytest.CaptureFixture[str]


@cache
def drawn(name: str) -> Captioned:
    """A figure of the command, with seed 5, and of one draw where there are many."""
    if name == "gaussian-inputs":
        return figures.figure_gaussian_inputs(5, draws=1)
    return FIGURES[name][1](5, False)


@pytest.fixture(scope="module")
def windows() -> WindowCurves:
    return figures.window_curves([10])


@pytest.fixture(scope="module")
def limits() -> LimitCurves:
    return figures.limit_curves(10)


# what the figures say


@pytest.mark.parametrize("figure", ["2d", "2e", "5", "6"])
def test_the_data_of_a_figure_end_at_the_labels_from_both_starts(figure: str) -> None:
    data = figure_data(figure)
    centred = data.labels - data.labels.mean(axis=0)
    assert np.allclose((data.U * data.sigma) @ data.V.T, centred, atol=1e-12)
    for panel in data.panels:
        for curves in (panel.spectral, panel.random):
            assert curves.logits[0] == pytest.approx(1, abs=1e-3)
            assert curves.logits[-1] < 1e-4
            assert np.allclose(
                np.sort(curves.singular_values[:, -1]), np.sort(data.sigma), atol=1e-4
            )
            assert curves.gram_W[-1] < 0.01  # descent is balanced to the order of its step
            assert curves.off_left[-1] < 1e-4


def test_singular_values_of_the_logits_approach_those_of_the_labels_from_both_starts() -> None:
    for panel in figure_data("5").panels:
        for curves in (panel.spectral, panel.random):
            last = np.sort(curves.singular_values[:, -1])
            assert last == pytest.approx([1, 5.5**0.5, 10**0.5], abs=1e-4)
            assert curves.singular_values[:, 0].max() < 1e-6


def test_erm_learns_one_after_the_other_and_reweighting_nearly_together() -> None:
    erm, rw = (figure_data(part).panels[0] for part in ("2d", "2e"))
    for start in ("spectral", "random"):
        spans = []
        for panel in (erm, rw):
            curves = getattr(panel, start)
            half = [(v > 0.5 * v[-1]).argmax() for v in curves.singular_values]
            spans.append(max(half) / min(half) - 1)
            assert panel is rw or half == sorted(set(half))
        assert spans[0] > 1.5
        assert spans[1] < 0.5


def test_random_starts_leave_the_outside_of_the_singular_subspaces_behind() -> None:
    for data in (figure_data("5"), figure_data("6")):
        random = data.panels[0].random
        assert random.off_left[0] > 0.3
        assert random.off_right[0] > 0.5
        assert max(random.off_left[-1], random.off_right[-1]) < 1e-4


def test_spectral_reweighting_leaves_the_right_subspace_though_the_closed_form_says_it_stays() -> (
    None
):
    erm, rw = figure_data("5").panels
    assert erm.spectral.off_right.max() < 1e-12
    assert rw.spectral.off_right.max() == pytest.approx(0.24, abs=0.01)
    balanced = figure_data("5", R=1).panels[1]  # where there is nothing to re-weight
    assert balanced.spectral.off_right.max() < 1e-12


def test_the_true_and_the_claimed_mode_agree_for_equal_classes_only() -> None:
    curves = figures.mode_curves([1, 2, 10, 100], [8, 64])
    assert curves.gap[0].max() < 1e-9
    assert curves.gap[1:, 0] == pytest.approx([0.041, 0.286, 0.560], abs=1e-3)
    assert np.all(curves.gap[1:, 1] > curves.gap[1:, 0])  # and more so for smaller starts
    assert curves.gap[-1, 1] > 0.99


def test_the_true_window_vanishes_at_one_half_and_the_projected_one_nowhere(
    windows: WindowCurves,
) -> None:
    curves = windows
    least = curves.true[0].argmin()
    assert curves.gamma[least] == pytest.approx(0.5)
    assert curves.true[0, least] == pytest.approx(0, abs=1e-12)
    assert curves.projected[0].min() > 0.12
    assert curves.true[0, 0] == pytest.approx(10**0.5 - 1)  # ERM
    assert curves.true[0] == pytest.approx(curves.true[0, ::-1])  # as long at 1 - γ
    assert np.all(curves.true <= curves.projected + 1e-12)


def test_windows_measured_on_flows_are_those_of_the_formulas_of_their_own_system(
    windows: WindowCurves,
) -> None:
    curves = windows
    at = [int(np.abs(curves.gamma - g).argmin()) for g in curves.sampled]
    assert curves.true_measured[0] == pytest.approx(curves.true[0, at], abs=1e-7)
    assert curves.projected_measured[0] == pytest.approx(curves.projected[0, at], abs=1e-7)
    assert abs(curves.true_measured - curves.projected[:, at]).max() > 0.05  # not of the other's


def test_times_over_delta_tend_to_one_limit_and_the_claimed_one_to_another(
    limits: LimitCurves,
) -> None:
    curves = limits
    ratio = curves.true / curves.delta
    assert ratio[:, -1] == pytest.approx(1, abs=1e-3)
    assert np.abs(ratio - 1)[:, -1].max() < np.abs(ratio - 1)[:, 20].max()
    assert curves.claimed[-1] / curves.delta[-1] == pytest.approx(22**0.5 / (10**0.5 + 1), abs=1e-3)


def test_what_is_left_of_the_times_tends_to_the_delay_constants(limits: LimitCurves) -> None:
    curves = limits
    assert curves.mode_names == ("maj-maj", "maj-min", "min-min")
    assert curves.delays[1] == float(delay_constant(10))
    assert (curves.true - curves.delta)[:, -1] == pytest.approx(curves.delays, abs=1e-6)
    assert (curves.claimed - curves.delta)[-1] > 100


def test_shares_of_tiny_logits_are_still_shares_and_of_none_undefined() -> None:
    tiny = figure_data("2e", delta=200).panels[0]
    for curves in (tiny.spectral, tiny.random):
        assert np.all((curves.off_right >= 0) & (curves.off_right <= 1))
    assert tiny.random.off_right[0] > 0.5
    none = figure_data("2e", delta=400).panels[0].spectral
    assert np.isnan(none.off_right[0])
    assert none.off_right[-1] < 1e-6


# support matrices


def test_a_support_matrix_depends_on_its_seed_alone_and_every_context_says_something() -> None:
    matrix = figures.draw_support(3, words=5, contexts=40)
    assert matrix.shape == (5, 40)
    assert np.array_equal(matrix, figures.draw_support(3, words=5, contexts=40))
    assert not np.array_equal(matrix, figures.draw_support(4, words=5, contexts=40))
    assert set(matrix.sum(axis=0)) <= {1, 2, 3, 4}


def test_figure_6_shows_and_lists_the_matrix_that_was_drawn_or_given() -> None:
    rows = figures.figure_6(seed=2).listing.split("\n")
    assert np.array_equal([[int(x) for x in row] for row in rows], figures.draw_support(2))
    given = figures.figure_6(support=[[1, 0, 1], [0, 1, 1], [0, 0, 1]], targets="frequency")
    assert "less the frequencies of words" in given.caption
    assert given.listing == "101\n011\n001"
    assert "as given" in given.caption


# drawing


@pytest.mark.parametrize("name", ["2", "5", "6"])
def test_spectral_runs_are_orange_and_random_ones_blue_with_markers(name: str) -> None:
    figure = drawn(name)
    lines = [line for axes in figure.axes for line in axes.get_lines()]
    looks = {
        (line.get_color(), line.get_marker()) for line in lines if np.size(line.get_xdata()) > 100
    }
    assert looks == {(SPECTRAL, "None"), (RANDOM, "o")}


def test_one_time_axis_for_both_weightings_and_steps_of_each_above_it_where_asked() -> None:
    figure = figures.figure_2(steps=True)
    curves = [axes for axes in figure.axes if axes.get_xlabel() == "flow time t"]
    (erm, rw), data = curves, figure_data("5")
    assert erm.get_xlim() == rw.get_xlim() == (0, data.end)
    figure.draw_without_rendering()
    for axes, panel in zip(curves, data.panels, strict=True):
        (above,) = axes.child_axes
        assert above.get_xlim()[1] == pytest.approx(data.end / panel.step_size)
        last = float(panel.spectral.steps[-1]) * panel.step_size
        assert np.asarray(axes.get_lines()[0].get_xdata())[-1] == pytest.approx(last)
        assert last == pytest.approx(data.end, rel=2e-3)  # neither curve stops before the axis
    assert not any(axes.child_axes for axes in drawn("2").axes)


@pytest.mark.parametrize("name", ["2", "5", "6"])
def test_matrices_of_signed_numbers_have_a_bar_of_their_colours(name: str) -> None:
    axes = drawn(name).axes
    signed = [a for a in axes if a.images and a.images[0].cmap.name == "PRGn"]
    assert len(signed) == {"2": 1, "5": 2, "6": 2}[name]
    assert all(a.images[0].colorbar is not None for a in signed)


@pytest.mark.parametrize("name", FIGURES)
def test_captions_say_what_was_run(name: str) -> None:
    figure = drawn(name)
    caption = figure.caption
    if name in ("2", "5", "6"):
        for words in ("seed 5", "δ = 8", "steps times their size", "Z"):
            assert words in caption
    if name != "6":
        assert "full system" in caption or "full flow" in caption
    if name in ("modes", "windows", "limits"):
        assert "projected system" in caption
    assert figure.get_suptitle() == figure.title
    for axes in figure.axes:
        if axes.get_label() != "<colorbar>":
            assert axes.get_title(loc="left").startswith("(")


def curve(figure: Captioned, panel: int, label: str) -> tuple[Any, Any]:
    """A curve of a panel, by its label."""
    (line,) = [x for x in figure.axes[panel].get_lines() if x.get_label() == label]
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


def test_what_decay_leaves_vanishes_at_the_growth_rates() -> None:
    figure = drawn("decay")
    for panel, wanted in enumerate([(10**0.5, 5.5**0.5, 1.0), (11**0.5,) * 3]):
        for name, threshold in zip(("maj-maj", "maj-min", "min-min"), wanted, strict=True):
            decays, left = curve(figure, panel, name)
            assert np.all(left[decays >= threshold + 1e-9] == 0)
            assert np.all(left[decays < threshold - 1e-9] > 0)
            assert left[0] == pytest.approx(1)
    for axes in figure.axes:
        assert axes.get_xlim()[1] > 11**0.5


def test_the_best_times_to_stop_are_at_the_least_errors_drawn() -> None:
    figure = drawn("test-time")
    ends = []
    for panel in range(4):
        times, errors = curve(figure, panel, "balanced")
        (time,), (error,) = curve(figure, panel, "best time to stop")
        assert error <= errors.min() + 1e-3
        ends.append(time == times[-1])
        both = [curve(figure, panel, side)[1] for side in ("majority", "minority")]
        assert np.allclose(np.mean(both, axis=0), errors)
    assert ends == [True, True, False, False]  # without enough weight there is nothing to gain
    ratios, exponents = curve(figure, 4, "R = 10")
    wanted = [0.5 + 0.5 * np.log10((1 + 10 * x**2) / (1 + x**2)) for x in ratios]
    assert np.allclose(exponents, wanted)


def test_the_losses_differ_in_maj_min_and_marks_come_near_the_limits() -> None:
    figure = drawn("losses")
    ratios, crossed = curve(figure, 0, "cross-entropy, δ → ∞")
    assert np.all(crossed > 2**0.5 - 1)
    assert crossed[-1] < 0.43
    assert np.allclose(curve(figure, 0, "squared, δ → ∞")[1], np.sqrt(2 / (ratios + 1)))
    some, late = curve(figure, 0, "cross-entropy, δ = 64")
    _, early = curve(figure, 0, "cross-entropy, δ = 8")
    limit = np.interp(np.log(some), np.log(ratios), crossed)
    assert np.all(np.abs(late - limit) < np.abs(early - limit))


@pytest.mark.parametrize("draw", [figures.figure_modes, figures.figure_windows])
def test_a_title_stays_within_a_figure_of_one_panel(draw: Any) -> None:
    figure = draw(ratios=(10,))
    figure.draw_without_rendering()
    assert "\n" in figure.get_suptitle()
    assert figure.title == " ".join(figure.get_suptitle().split())
    for text in figure.texts:
        assert text.get_window_extent().x1 <= figure.bbox.x1


def test_a_notebook_shows_a_figure_with_its_caption_as_alternative_text() -> None:
    shown = figures.figure_modes(ratios=[10], scales=[8])._repr_html_()
    assert shown.startswith("<img ")
    assert "base64," in shown
    assert "Largest distance" in shown


def test_drawing_touches_no_setting_of_the_caller_and_opens_no_window() -> None:
    script = """
import numerics.figures, sys
assert "matplotlib" not in sys.modules
import matplotlib as mpl
mpl.rcParams["font.size"] = 21
mpl.use("agg")
before = dict(mpl.rcParams)
figure = numerics.figures.figure_modes(ratios=[10], scales=[8])
figure._repr_html_()
assert dict(mpl.rcParams) == before and "matplotlib.pyplot" not in sys.modules
"""
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


def test_files_are_the_same_every_time() -> None:
    twice = [figures.figure_modes(ratios=[10], scales=[8]) for _ in range(2)]
    for form, signature in SIGNATURES.items():
        first, second = (to_bytes(figure, form) for figure in twice)
        assert first == second
        assert first.startswith(signature)


@pytest.mark.parametrize(
    ("function", "bad", "message"),
    [
        ("figure_2", {"seed": -1}, "seed = -1"), ("figure_2", {"seed": None}, "seed = None"),
        ("figure_2", {"k": 3}, "k = 3"), ("figure_5", {"R": 2.5}, "R = 2.5"),
        ("figure_5", {"delta": float("nan")}, "delta = nan"),
        ("figure_6", {"fraction": 0}, "fraction = 0"),
        ("figure_6", {"support": [[1, 2]]}, "support = "),
        ("figure_6", {"support": [[1, 1], [1, 1]]}, "support = "),
        ("figure_6", {"support": [[1, 1], [0, 0]], "targets": "frequency"}, "support has columns"),
        ("figure_6", {"targets": "one-hot"}, "targets = "),
        ("figure_modes", {"ratios": [0]}, "R = "), ("figure_modes", {"scales": []}, "delta = "),
        ("figure_windows", {"ratios": [-1]}, "R = -1"), ("figure_limits", {"R": 0}, "R = 0"),
        ("draw_support", {"words": 1}, "words = 1"), ("draw_support", {"seed": 0.5}, "seed = 0.5"),
    ],
)  # fmt: skip
def test_a_figure_of_nothing_is_refused_by_name(function: str, bad: Any, message: str) -> None:
    with pytest.raises(NumericsError) as caught:
        getattr(figures, function)(**bad)
    assert str(caught.value).startswith(message)
