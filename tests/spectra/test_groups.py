"""Any number of groups, any weights: rates, windows, the small matrix behind them, their display."""

from collections.abc import Sequence

import numpy as np
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from needed import drawn
from sympy import (
    Abs,
    CRootOf,
    Float,
    Identity,
    Max,
    Min,
    Rational,
    Symbol,
    diag,
    expand,
    eye,
    sqrt,
    symbols,
)

import spectra
from spectra import (
    NotReducibleError,
    decompose,
    effective,
    from_counts,
    gamma,
    groups,
    quotient,
    saddle_times,
    step,
    weights,
    window,
)
from spectra.errors import SpectraError
from spectra.spectrum.group_spectrum import spectrum
from spectra.spectrum.learning_window import FLOWS, at_least, lies_between, spread

M = symbols("m_1:5", integer=True, positive=True)
N = symbols("n_1:5", positive=True)
x = Symbol("x")
some_weights = st.lists(st.sampled_from([Rational(1, 2), 1, 2, 3]), min_size=6, max_size=6)


def rates(counts: Sequence[int], omega: Sequence[float]) -> list[float]:
    """Singular values of ZΩ from the explicit matrix, descending."""
    k = len(counts)
    centring = np.eye(k) - 1 / k
    squares = centring @ np.diag(np.array(counts) * np.array(omega, dtype=float) ** 2) @ centring
    found: list[float] = np.sqrt(np.linalg.eigvalsh(squares)[1:])[::-1].tolist()
    return found


@given(strategies.count_lists, st.sampled_from([0, Rational(1, 4), 0.3, Rational(1, 2), 1]))
@settings(max_examples=10)
def test_rates_and_windows_are_those_of_the_explicit_matrix(counts: list[int], g: Rational) -> None:
    imbalance = from_counts(counts)
    omega = [(2 * sum(counts) / len(counts) / n) ** float(g) for n in counts]
    expected = rates(counts, omega)
    found = effective(decompose(imbalance), weights(imbalance, g))
    repeats = zip(found.true_rate, found.decomposition.multiplicities, strict=True)
    listed = sorted((float(rate) for rate, n in repeats for _ in range(int(n))), reverse=True)
    assert listed == pytest.approx(expected, rel=1e-9)
    spread = expected[0] / expected[-1] - 1
    within = [n**0.5 * w for n, w in zip(counts, omega, strict=True) if counts.count(n) > 1]
    alone = any(rate == pytest.approx(expected[-1], rel=1e-9) for rate in within)
    if alone or len(set(counts)) < 3 or g == 0:
        assert float(window(imbalance, g)) == pytest.approx(spread, rel=1e-9, abs=1e-9)
    elif spread > 1e-9:
        with pytest.raises(NotReducibleError, match="may be learned sooner"):
            window(imbalance, g)


@given(st.permutations([7, 5, 3, 2, 2, 1]), some_weights)
@drawn(8, 15)
def test_weights_of_single_classes_give_the_rates_of_the_explicit_matrix(
    counts: list[int], omega: list[int]
) -> None:
    imbalance = groups([1] * len(counts), counts)
    given_ = weights(imbalance, omega=omega)
    found = [float(rate) for rate in effective(decompose(imbalance), given_).true_rate]
    assert sorted(found, reverse=True) == pytest.approx(rates(counts, omega), rel=1e-9)
    assert list(given_.squares) == [n * w**2 for n, w in zip(counts, omega, strict=True)]


def test_many_different_counts_have_rates_of_thirty_digits() -> None:
    counts = list(range(1, 15))
    found = decompose(from_counts(counts)).singular_values
    assert [float(s) for s in found] == pytest.approx(rates(counts, [1] * 14), rel=1e-12)
    assert all(s.has(Float) for s in found)
    few = decompose(from_counts(counts[:5])).singular_values
    assert all(s.has(CRootOf) for s in few)


def test_three_groups_of_symbols_have_closed_forms() -> None:
    data = groups(M[:3], N[:3])
    found = decompose(data)
    assert found.names == ("g1-g1", "between-1", "g2-g2", "between-2", "g3-g3")
    values = dict(zip((*M[:3], *N[:3]), (2, 3, 1, 9, 4, 1), strict=True))
    numbers = [s.subs(values) for s in found.singular_values]
    expected = rates([9, 9, 4, 4, 4, 1], [1] * 6)
    assert [float(n) for n in numbers[:4]] == pytest.approx(
        [expected[i] for i in (0, 1, 2, 4)], rel=1e-12
    )
    polynomial = quotient(data).polynomial(x)
    for name in ("between-1", "between-2"):
        root = found.singular_values[name] ** 2
        assert abs(polynomial.subs(x, root).subs(values).evalf(40)) < 1e-30


@pytest.mark.parametrize("count", [2, 3])
def test_the_small_matrix_has_the_roots_of_the_secular_equation(count: int) -> None:
    data = groups(M[:count], N[:count])
    small = quotient(data)
    sizes = dict(zip(M, (2, 3, 1, 4), strict=True))
    matrix = small.matrix.subs(sizes)
    k = sum(list(sizes.values())[:count])
    polynomial = small.polynomial(x).subs(sizes)
    assert expand(matrix.charpoly(x).as_expr() * (-1) ** (count - 1) * k - x * polynomial) == 0
    secular = sum(sizes[m] / (n - x) for m, n in zip(M[:count], N[:count], strict=True))
    secular *= diag(*(n - x for n in N[:count])).det()
    assert expand(secular.cancel() - polynomial) == 0
    assert expand(small.polynomial(x).subs(sizes).subs(x, N[0]) - polynomial) != 0


def test_the_small_matrix_follows_the_weights() -> None:
    data = groups(M[:2], N[:2])
    omega = weights(data, omega=symbols("a b", positive=True))
    assert tuple(quotient(data, omega).squares) == omega.squares != data.counts
    with pytest.raises(spectra.InputError, match="weights must be those of the imbalance"):
        quotient(data, weights(step()))


def test_windows_of_any_number_of_groups_of_symbols() -> None:
    for count in (3, 4):
        data = groups(M[:count], N[:count])
        assert window(data) == 0
        found = window(data, gamma)
        values = dict(zip((*N, *M), (50, 20, 10, 2, *[2] * 4), strict=True))
        for g in (0, Rational(1, 4), 1):
            numbers = [int(values[n]) for n in N[:count]]
            twice = from_counts([n for n in numbers for _ in range(2)])
            expected = float(window(twice, g))
            assert float(found.subs(gamma, g).subs(values)) == pytest.approx(expected, rel=1e-12)
    omega = weights(groups(M, N), omega=symbols("w_1:5", positive=True))
    assert window(groups(M, N), omega).free_symbols == {*N, *omega.omega}


def test_rates_are_compared_as_far_as_it_is_proved() -> None:
    x, y, z = symbols("x y z", positive=True)
    assert spread((x, x + y, x + z)) == Max(x + y, x + z) / x - 1
    assert spread((x, 2 * x, x)) == 1
    assert spread((x + y + z, x + y, x)) == (x + y + z) / x - 1
    mean = sqrt((x**2 + 2 * y**2) / 3)
    assert spread((x, mean, y)) == Max(x / y, y / x) - 1
    assert lies_between(mean, x, y)
    assert not lies_between(x, mean, y)
    assert not lies_between(y, x, mean)
    assert at_least(x + y, x)
    assert not at_least(x, 1 / x)
    one, two, three = (expand((x + 1) ** i) / (x + 1) ** (i - 1) for i in (1, 2, 3))
    assert lies_between(one, two, three)
    assert not lies_between(x, two, three)
    mixed = window(groups([2, 2, 2], [x, 4, 2]), gamma)
    assert mixed == (Max(4, x) / Min(2, x)) ** Abs(gamma - Rational(1, 2)) - 1


def test_a_window_takes_no_weights_of_another_imbalance() -> None:
    with pytest.raises(spectra.InputError, match="weights must be those of the imbalance"):
        window(groups(M, N), weights(step()))


@pytest.mark.parametrize("counts", [(100, 10, 1), (100, 30, 10, 3, 1)])
def test_a_window_whose_last_mode_mixes_has_no_formula(counts: tuple[int, ...]) -> None:
    data = from_counts(counts)
    for exponent in (Rational(1, 4), Rational(3, 4), 1):
        with pytest.raises(NotReducibleError, match=r"saddle_times\(\.\.\.\)\.window"):
            window(data, exponent)
    rule = saddle_times(counts, gamma=1 if len(counts) == 3 else 0.75)
    assert rule.window == pytest.approx({3: 1.5501, 5: 0.8045}[len(counts)], abs=1e-4)
    assert rule.window < rule.window_bound - 0.7
    assert window(data) == 0
    assert float(window(data, 0)) == pytest.approx(saddle_times(counts, gamma=0).window, rel=1e-12)


def test_a_window_whose_last_mode_is_within_a_group_has_one_beside_single_classes() -> None:
    data = from_counts([10, 10, 5, 1, 1])
    assert window(data, 1) == sqrt(10) - 1
    with pytest.raises(NotReducibleError):
        window(from_counts([10, 5, 1, 1]), 1)


def test_four_groups_of_symbols_are_refused_where_there_is_no_formula() -> None:
    data = groups(M, N)
    for call in (decompose, lambda d: window(d, which="projected")):
        with pytest.raises(
            spectra.NotReducibleError, match=r"give numbers .* 4 matrix of quotient"
        ):
            call(data)
    with pytest.raises(spectra.NotReducibleError):
        window(groups([1, *M[1:]], N), 0)
    assert quotient(data).matrix.shape == (4, 4)


def test_groups_of_equal_squares_keep_orthonormal_vectors() -> None:
    data = from_counts([8, 2, 2, 1])
    flat = effective(decompose(data), weights(data))
    assert set(flat.true_rate) == {sqrt(Rational(13, 2))}
    tied = groups([2, 1, 3], [4, 1, 1])
    u = decompose(tied).U
    assert (u.T * u - eye(5)).applyfunc(lambda e: e.evalf(30).round(20)).is_zero_matrix


def test_weights_are_one_per_class_in_the_users_order_or_one_per_group() -> None:
    data = from_counts([1, 10, 5])
    assert weights(data, omega=[3, 1, 2]).classes() == (3, 1, 2)
    two = from_counts([1, 10, 1])
    assert weights(two, omega=[3, 1, 3]).classes() == (3, 1, 3)
    assert weights(two, omega=[1, 3]).classes() == (3, 1, 3)
    assert weights(two, omega=[1, 3]).gamma is None


@pytest.mark.parametrize(
    ("omega", "message"),
    [
        ([3, 1, 2], r"omega must be equal for classes of one group .* use groups"),
        ([1], r"omega must be one weight per class, or per group \(2\)"),
        ([], "omega must be one weight per class"),
        ([1, 0], r"omega\[1\] must be positive, got 0"),
        ([1, -2], r"omega\[1\] must be positive"),
        ([1, float("nan")], r"omega\[1\] must be a number"),
        ([1, "2"], r"omega\[1\] must be a number"),
    ],
)
def test_weights_without_meaning_are_refused(omega: list[object], message: str) -> None:
    with pytest.raises(spectra.InputError, match=message.replace(" .* ", ".*")):
        weights(from_counts([1, 10, 1]), omega=omega)


def test_everything_says_in_a_terminal_what_it_is_and_in_latex() -> None:
    data = groups(M[:2], N[:2])
    made = weights(data, omega=symbols("a b", positive=True))
    shown = [data, decompose(data), made, effective(decompose(data), made), quotient(data, made)]
    for thing in shown:
        first, *lines = repr(thing).splitlines()
        assert first == type(thing).__name__
        assert len(lines) >= 2
        assert all(line.startswith("  ") for line in lines)
        assert spectra.to_latex(thing) in thing._repr_latex_()
    assert repr(step()).splitlines() == [
        "Imbalance", "  maj  k/2 classes of R samples", "  min  k/2 classes of 1 samples"
    ]  # fmt: skip


@given(st.lists(st.integers(1, 40), min_size=3, max_size=5))
@drawn(8, 15)
def test_the_window_of_erm_is_between_its_bounds(counts: list[int]) -> None:
    found = float(window(from_counts(counts), which="erm"))
    ordered = sorted(counts, reverse=True)
    assert found <= sqrt(ordered[0] / ordered[-1]) - 1 + 1e-9
    assert found >= sqrt(ordered[1] / ordered[-2]) - 1 - 1e-9
    assert set(FLOWS) == {"true", "projected", "erm"}


def test_roots_of_one_number_in_two_forms_are_one() -> None:
    imbalance = from_counts([1, 1, 2, 3, 5])
    found = effective(decompose(imbalance), weights(imbalance, Rational(3, 10)))
    wanted = spectra.growth_rates([5, 3, 2, 1, 1], gamma=0.3)
    assert sorted(map(float, found.true_rate), reverse=True) == pytest.approx(wanted)


def test_a_single_class_has_no_level_within_its_group_also_among_many_groups() -> None:
    sizes, counts = [2, 1, 2, 1, 1, 1, 1, 1, 1], tuple(range(9, 0, -1))
    found = spectrum(groups(sizes, counts), tuple(map(Rational, counts)))
    assert found.within == tuple(n if m > 1 else None for m, n in zip(sizes, counts, strict=True))
    few = spectrum(groups(sizes[:8], counts[:8]), tuple(map(Rational, counts[:8])))
    assert few.within == found.within[:8]


@pytest.mark.parametrize("counts", [(5, 3, 1), (1, 3, 5), (9, 4, 2, 1)])
def test_vectors_between_groups_are_positive_on_the_last(counts: tuple[int, ...]) -> None:
    found = decompose(groups([2] * len(counts), counts))
    vectors = [part.vector for part in found.parts if part.vector is not None]
    assert len(vectors) == len(counts) - 1
    assert all(float(vector[-1]) > 0 for vector in vectors)


def test_the_all_ones_direction_is_in_the_kernel_as_the_matrix_is_centred(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imbalance = groups([2, 2], [11, 7])
    monkeypatch.setattr(type(imbalance), "centring", lambda self: Identity(self.class_count))
    with pytest.raises(SpectraError, match="not in the kernel"):
        spectrum(imbalance, imbalance.counts)


def test_counts_of_no_samples_have_no_right_vectors_in_html() -> None:
    for count, has in ((3, True), (Rational(5, 2), False)):
        shown = decompose(groups([2, 2], [count, 1]))._repr_html_()
        assert ("<mi>V</mi>" in shown) is has
        assert "<mi>U</mi>" in shown


def test_counts_of_no_samples_have_no_matrix_of_weights() -> None:
    imbalance = groups([2, 2], [Rational(5, 2), 1])
    with pytest.raises(spectra.InputError, match="must be an integer to list samples"):
        _ = weights(imbalance).Omega_blocks
