"""Effective weights, defects, rates and windows, against explicit matrices and the flow itself."""

import pytest
import strategies
from block_equality import blocks_equal
from hypothesis import given, settings
from needed import drawn
from sympy import (
    Abs,
    Expr,
    Identity,
    Matrix,
    Max,
    Rational,
    Symbol,
    ZeroMatrix,
    diag,
    diff,
    expand,
    eye,
    ones,
    prod,
    radsimp,
    simplify,
    sqrt,
    symbols,
)

import spectra
from spectra import (
    PerLevel,
    R,
    decompose,
    effective,
    from_counts,
    gamma,
    groups,
    k,
    step,
    weights,
    window,
)
from spectra.spectrum.learning_window import FLOWS, Flow
from spectra.spectrum.rates import Effective

x = Symbol("x")
HALF = Rational(1, 2)
STEP = decompose(step())
RW = effective(STEP, weights(step()))
ANY = effective(STEP, weights(step(), gamma))


def same(a: Expr, b: Expr) -> bool:
    return bool(radsimp(expand(a - b)) == 0 or abs((a - b).evalf(40)) < 1e-35)


def at(imbalance: spectra.Imbalance, exponent: Expr = HALF) -> Effective:
    return effective(decompose(imbalance), weights(imbalance, exponent))


def test_the_weights_at_one_half_are_those_of_the_paper() -> None:
    omega = weights(step()).omega
    assert omega["maj"] == sqrt(R + 1) / sqrt(R)
    assert omega["min"] == sqrt(R + 1)


def test_without_exponent_all_weights_are_one_and_no_level_changes() -> None:
    erm = at(step(), Rational(0))
    assert tuple(erm.lam) == (1, 1, 1)
    assert tuple(erm.defect) == (0, 0, 0)
    assert erm.true_rate == STEP.singular_values == erm.projected_rate


def test_the_weight_matrix_is_diagonal_between_right_vectors_for_all_k_and_r() -> None:
    omega = RW.weights.Omega
    diagonal = STEP.block_diagonal(tuple(RW.lam))
    assert blocks_equal(STEP.V.T * omega * STEP.V, diagonal) is True
    swapped = STEP.block_diagonal((RW.lam[2], RW.lam[1], RW.lam[0]))
    assert blocks_equal(STEP.V.T * omega * STEP.V, swapped) is None


def test_the_effective_weights_are_those_of_the_paper_read_rightly() -> None:
    assert RW.lam["maj-maj"] == sqrt(R + 1) / sqrt(R)
    assert RW.lam["maj-min"] == (sqrt(R) + 1) / sqrt(R + 1)
    assert RW.lam["maj-min"] != sqrt((R + 1) / R)
    assert RW.lam["min-min"] == sqrt(R + 1)


def test_three_groups_mix_under_weights_but_not_without() -> None:
    imbalance = from_counts([3, 2, 1])
    for exponent, is_diagonal in ((HALF, None), (Rational(0), True)):
        found = at(imbalance, exponent)
        diagonal = found.decomposition.block_diagonal(tuple(found.lam))
        assert blocks_equal(found.Lambda_blocks, diagonal) is is_diagonal


def test_only_the_row_between_the_groups_is_not_invariant() -> None:
    assert RW.defect["maj-maj"] == RW.defect["min-min"] == 0
    assert RW.defect["maj-min"] == Abs(sqrt(R) - 1) / sqrt(R + 1)
    assert RW.defect["maj-min"].subs(R, 1) == 0
    assert RW.defect["maj-min"].subs(R, 4) == 1 / sqrt(5)


def test_the_defect_matrix_is_zero_in_the_outer_rows_alone() -> None:
    rows = RW.defect_blocks.blocks.tolist()
    assert [all(isinstance(b, ZeroMatrix) for b in row) for row in rows] == [True, False, True]


@pytest.mark.parametrize("ratio", [1, 2, 3, 5])
@pytest.mark.parametrize("classes", [2, 4, 6, 8])
def test_at_concrete_sizes_the_formulas_are_those_of_explicit_matrices(
    classes: int, ratio: int
) -> None:
    half = classes // 2
    imbalance = step(classes, ratio)
    v = decompose(imbalance).V
    omega = diag(*[sqrt(Rational(ratio + 1, ratio))] * (ratio * half), *[sqrt(ratio + 1)] * half)
    lam = v.T * omega * v
    rows = v.T * omega - lam * v.T
    found = at(imbalance)
    column = 0
    for level in decompose(imbalance).levels:
        for _ in range(int(level.multiplicity)):
            assert same(lam[column, column], RW.lam[level.name].subs(R, ratio))
            norm = RW.defect[level.name].subs(R, ratio)
            assert same((rows.row(column) * rows.row(column).T)[0], norm**2)
            assert same(found.lam[level.name], lam[column, column])
            assert same(found.defect[level.name] ** 2, norm**2)
            column += 1
    assert all(same(lam[i, j], 0) for i in range(column) for j in range(column) if i != j)


@pytest.mark.parametrize("exponent", [Rational(0), Rational(1, 2), Rational(1)])
@pytest.mark.parametrize("ratio", [1, 2, 3, 5, Rational(1, 3)])
@pytest.mark.parametrize("classes", [2, 4, 6])
def test_true_rates_are_the_singular_values_of_the_weighted_labels(
    classes: int, ratio: Rational, exponent: Rational
) -> None:
    half = classes // 2
    centring = eye(classes) - ones(classes, classes) / classes
    squares = [ratio * ((ratio + 1) / Rational(ratio)) ** (2 * exponent)] * half
    squares += [(ratio + Rational(1)) ** (2 * exponent)] * half
    polynomial = (centring * diag(*squares) * centring).charpoly(x).as_expr()
    values = {k: classes, R: ratio, gamma: exponent}
    factors = prod(
        (x - simplify(rate.subs(values) ** 2)) ** count.subs(values)
        for rate, count in zip(ANY.true_rate, STEP.multiplicities, strict=True)
    )
    assert expand(polynomial - x * factors) == 0


@given(strategies.step_class_numbers, strategies.integer_ratios, strategies.exponents)
@settings(max_examples=15)
def test_symbolic_results_are_the_concrete_ones_for_every_exponent(
    classes: int, ratio: int, exponent: Rational
) -> None:
    found = at(step(classes, ratio), exponent)
    values = {k: classes, R: ratio, gamma: exponent}
    for name in found.decomposition.names:
        for part in ("lam", "defect", "projected_rate", "true_rate", "true_time"):
            assert same(getattr(ANY, part)[name].subs(values), getattr(found, part)[name])


def linearised_rate(m_1: Expr, m_2: Expr, d: tuple[Expr, Expr]) -> Expr:
    """Leading eigenvalue of the flow of (w, h_maj, h_min) at the origin, from its right side."""
    w, h = symbols("w"), symbols("h_1 h_2")
    n, omega, total = (
        symbols("n_1 n_2", positive=True),
        symbols("o_1 o_2", positive=True),
        m_1 + m_2,
    )
    target = (sqrt(m_2 * n[0] / total), sqrt(m_1 * n[1] / total))
    loss = sum(o * (t - w * y) ** 2 for o, t, y in zip(omega, target, h, strict=True)) / 2
    # Features are weighted samples: dh = -∂loss/∂h, dw = -∂loss/∂w.
    flow = Matrix([-diff(loss, v) for v in (w, *h)])
    jacobian = flow.jacobian([w, *h]).subs({w: 0, h[0]: 0, h[1]: 0})
    square = (jacobian**2).trace() / 2
    return square.subs({n[0]: d[0] / omega[0] ** 2, n[1]: d[1] / omega[1] ** 2})


def test_the_true_rate_between_groups_is_that_of_the_linearised_flow() -> None:
    half = k / 2
    n = (R, 1)
    d = tuple(c * w**2 for c, w in zip(n, RW.weights.omega, strict=True))
    assert simplify(linearised_rate(half, half, d) - RW.true_rate["maj-min"] ** 2) == 0
    assert simplify(linearised_rate(half, half, d) - RW.projected_rate["maj-min"] ** 2) != 0


def test_at_one_half_all_true_rates_are_equal_and_the_projected_ones_are_not() -> None:
    assert set(RW.true_rate) == {sqrt(R + 1)}
    assert RW.projected_rate["maj-min"] == sqrt(2) * (sqrt(R) + 1) / 2
    assert RW.projected_rate["maj-maj"] == sqrt(R + 1)


def test_times_are_inverse_rates() -> None:
    for times, rates in (
        (ANY.true_time, ANY.true_rate),
        (ANY.projected_time, ANY.projected_rate),
    ):
        assert all(simplify(t * r) == 1 for t, r in zip(times, rates, strict=True))


def test_the_true_window_vanishes_at_one_half() -> None:
    assert window(step()) == 0
    assert window(groups(symbols("a b", integer=True, positive=True), [R, 1])) == 0


def test_the_windows_of_the_paper() -> None:
    assert window(step(), which="erm") == Max(sqrt(R), 1 / sqrt(R)) - 1
    printed = sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1)
    assert window(step(), which="projected") == printed - 1
    assert window(step(), which="projected") != printed


def test_the_window_of_every_exponent_is_a_power_of_the_ratio() -> None:
    assert window(step(), gamma) == Max(R, 1 / R) ** Abs(gamma - HALF) - 1


@given(strategies.step_class_numbers, strategies.integer_ratios, strategies.exponents)
@drawn(8, 15)
def test_a_window_is_the_spread_of_the_learning_times(
    classes: int, ratio: int, exponent: Rational
) -> None:
    imbalance = step(classes, ratio)
    cases: tuple[tuple[Flow, PerLevel[Expr]], ...] = (
        ("true", at(imbalance, exponent).true_time),
        ("projected", at(imbalance, exponent).projected_time),
        ("erm", at(imbalance, Rational(0)).true_time),
    )
    for which, times in cases:
        spread = max(times) / min(times) - 1
        assert same(window(imbalance, exponent, which), spread)
        if classes > 2:
            symbolic = window(step(), gamma, which).subs({R: ratio, gamma: exponent})
            assert same(symbolic, spread)


@pytest.mark.parametrize("which", ["true", "projected", "erm"])
@pytest.mark.parametrize("ratio", [Rational(1, 7), Rational(1, 2)])
def test_windows_are_those_of_the_inverse_ratio(which: Flow, ratio: Rational) -> None:
    assert same(window(step(4, ratio), which=which), window(step(4, 1 / ratio), which=which))
    symbolic = window(step(), which=which).subs(R, ratio)
    assert same(symbolic, window(step(4, ratio), which=which))


def test_two_classes_have_no_window() -> None:
    for which in FLOWS:
        assert window(step(2, 5), 1, which) == window(step(2), gamma, which) == 0


def test_a_common_factor_on_the_counts_changes_no_window() -> None:
    assert window(groups([2, 2], [30, 10]), 1) == window(step(4, 3), 1)
    assert window(groups([2, 2], [30, 10]), 1) != window(step(4, 4), 1)


def test_weights_of_classes_follow_the_order_of_the_counts() -> None:
    assert (
        weights(from_counts([1, 4, 1, 4]), 1).classes()
        == weights(groups([2, 2], [4, 1]), 1).omega[::-1] * 2
    )


def test_weights_and_vectors_of_unsorted_counts_fit_together() -> None:
    found = at(from_counts([1, 4, 1, 4]))
    v = found.decomposition.V
    product = v.T * found.weights.Omega * v
    assert all(same(e, f) for e, f in zip(product, found.Lambda, strict=True))
    sorted_weights = at(from_counts([4, 4, 1, 1])).weights.Omega
    assert found.weights.Omega != sorted_weights


def test_weights_of_another_imbalance_are_refused() -> None:
    with pytest.raises(spectra.InputError, match="weights must be those of"):
        effective(STEP, weights(step(4)))


def test_an_unknown_flow_is_refused() -> None:
    with pytest.raises(spectra.InputError, match="which must be one of true, projected, erm"):
        window(step(), which="full")  # type: ignore[arg-type]


def test_the_identity_weights_leave_the_identity() -> None:
    erm = at(step(), Rational(0))
    assert blocks_equal(erm.Lambda, Identity(k - 1)) is True
    assert blocks_equal(RW.Lambda, Identity(k - 1)) is None
