"""Growth rates of any counts: known spectra, identities, and a multiprecision count of eigenvalues."""

import io
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import strategies
from flint import arb, ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Rational, Symbol, nan

import spectra
from spectra import InputError, growth_rates
from spectra.utils import progress

HALF = Fraction(1, 2)
TOLERANCE = 1e-13
ERM = partial(growth_rates, gamma=0)

Rates = Sequence[float] | np.ndarray


def squares(counts: Sequence[int], gamma: float | Fraction) -> list[arb]:
    """n_c ω_c² as balls."""
    mean, power = arb(sum(counts)) / len(counts), arb(Fraction(gamma).numerator)
    power /= Fraction(gamma).denominator
    return [(2 * mean) ** (2 * power) * arb(n) ** (1 - 2 * power) for n in counts]


def eigenvalues_above(p: Sequence[arb], x: arb) -> int:
    """How many eigenvalues of P·diag(p)·P on sum-zero vectors exceed x, by the law of inertia."""
    inverse = [1 / (value - x) for value in p]
    total = sum(inverse, arb(0))
    assert (total > 0) or (total < 0), "more digits are needed"
    return sum(1 for value in inverse if value > 0) - int(total > 0)


def accurate(
    counts: Sequence[int],
    rates: Rates,
    gamma: float | Fraction = 0,
    *,
    weights: Sequence[float] | None = None,
    places: Sequence[int] | None = None,
) -> bool:
    """Whether the rates at these places differ from the true ones by less than the tolerance."""
    with ctx.workprec(300):
        if weights is None:
            p = squares(counts, gamma)
        else:
            p = [n * arb(w) ** 2 for n, w in zip(counts, weights, strict=True)]
        for i in range(len(rates)) if places is None else places:
            low, high = (arb(float(rates[i])) * (1 + s * arb(TOLERANCE)) for s in (-1, 1))
            if not eigenvalues_above(p, high**2) <= i < eigenvalues_above(p, low**2):
                return False
    return True


def matrix_rates(p: np.ndarray) -> np.ndarray:
    """By a dense eigenvalue solver; its error is relative to the largest."""
    centring = np.eye(p.size) - 1 / p.size
    return np.sqrt(np.linalg.eigvalsh(centring * p @ centring)[:0:-1])


# -- known spectra


@given(strategies.wide_counts)
def test_one_half_is_exactly_flat_for_any_counts(counts: list[int]) -> None:
    rates = growth_rates(counts)
    assert len(set(rates.tolist())) == 1
    assert rates[0] == pytest.approx(np.sqrt(2 * np.mean(counts)), rel=1e-15)
    assert np.array_equal(rates, growth_rates(counts, gamma=HALF))


@given(strategies.wide_counts, strategies.gammas)
def test_rates_are_flat_only_where_n_omega_squared_is_constant(
    counts: list[int], gamma: float
) -> None:
    assume(len(counts) > 2 and len(set(counts)) > 1 and abs(gamma - 0.5) > 1e-3)
    rates = growth_rates(counts, gamma=gamma)
    p = np.array(counts, dtype=float) ** (1 - 2 * gamma)
    assume(p.max() > p.min() * (1 + 1e-9))
    assert rates[0] > rates[-1]


@given(st.integers(1, 10**12), st.integers(1, 10**12), strategies.gammas)
def test_two_classes_have_the_root_of_the_mean_square(a: int, b: int, gamma: float) -> None:
    weights = (np.array([1 / a, 1 / b]) * (a + b)) ** gamma
    expected = np.sqrt((np.array([a, b]) * weights**2).mean())
    assert growth_rates([a, b], gamma=gamma) == pytest.approx([expected], rel=1e-13)


@given(st.integers(1, 10**12), st.integers(2, 300))
def test_equal_counts_have_all_rates_exactly_the_same(count: int, k: int) -> None:
    assert ERM([count] * k).tolist() == [np.sqrt(count)] * (k - 1)


@pytest.mark.parametrize("k", [2, 4, 10])
@pytest.mark.parametrize("R", [1, 10, Rational(1, 3), 10**6])
@pytest.mark.parametrize("gamma", [0, Rational(1, 4), Rational(1, 2), 1])
def test_step_has_the_rates_derived_in_symbols(k: int, R: int, gamma: Rational) -> None:
    imbalance = spectra.step(k, R)
    levels = spectra.decompose(imbalance)
    derived = spectra.effective(levels, spectra.weights(imbalance, gamma)).true_rate
    repeated = [
        float(rate)
        for rate, times in zip(derived, levels.multiplicities, strict=True)
        for _ in range(int(times))
    ]
    expected = sorted(repeated, reverse=True)
    assert growth_rates(imbalance, gamma=gamma) == pytest.approx(expected, rel=1e-14)
    given_weights = growth_rates(imbalance, weights=spectra.weights(imbalance, gamma))
    assert given_weights == pytest.approx(expected, rel=1e-14)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 1000)), min_size=2, max_size=5))
def test_groups_have_the_rates_of_their_quotient(groups: list[tuple[int, int]]) -> None:
    assume(len({n for _, n in groups}) == len(groups))
    sizes, values = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    unit = np.sqrt(sizes / sizes.sum())
    onto = np.eye(len(groups)) - np.outer(unit, unit)
    between = np.sqrt(np.linalg.eigvalsh(onto * values @ onto)[1:])
    within = np.repeat(np.sqrt(values), [m - 1 for m, _ in groups])
    expected = np.sort(np.concatenate([between, within]))[::-1]
    counts = np.repeat(values, [m for m, _ in groups])
    assert ERM(counts) == pytest.approx(expected, rel=1e-10)


@given(strategies.wide_counts)
def test_a_dense_solver_agrees_as_far_as_it_can(counts: list[int]) -> None:
    p = np.array(counts, dtype=float)
    assert ERM(counts) ** 2 == pytest.approx(matrix_rates(p) ** 2, abs=1e-13 * p.max())


# -- laws


@given(strategies.wide_counts, strategies.gammas)
def test_squared_rates_interlace_with_n_omega_squared(counts: list[int], gamma: float) -> None:
    n = np.array(counts, dtype=float)
    p = np.sort(n * (2 * n.mean() / n) ** (2 * gamma))[::-1]
    squared = growth_rates(counts, gamma=gamma) ** 2
    assert np.all(np.diff(squared) <= 0)
    assert np.all(squared <= p[:-1] * (1 + 1e-13))
    assert np.all(squared >= p[1:] * (1 - 1e-13))


@given(strategies.wide_counts, strategies.gammas, st.randoms(use_true_random=False))
def test_the_order_of_the_classes_is_indifferent(counts: list[int], gamma: float, rng) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(counts)
    rng.shuffle(shuffled)
    assert growth_rates(shuffled, gamma=gamma) == pytest.approx(
        growth_rates(counts, gamma=gamma), rel=1e-14
    )


@given(strategies.wide_counts, strategies.gammas, st.integers(2, 1000))
def test_c_times_the_samples_grow_at_root_c_times_the_rate(
    counts: list[int], gamma: float, c: int
) -> None:
    more = growth_rates([c * n for n in counts], gamma=gamma)
    assert more == pytest.approx(np.sqrt(c) * growth_rates(counts, gamma=gamma), rel=1e-13)


@given(strategies.wide_counts, st.floats(1e-20, 1e20))
def test_a_factor_on_the_weights_is_one_on_the_rates(counts: list[int], factor: float) -> None:
    weights = np.full(len(counts), factor)
    assert growth_rates(counts, weights=weights) == pytest.approx(factor * ERM(counts), rel=1e-13)


def squares_of_rates_have_the_trace_and_determinant_of(counts: np.ndarray, rates: Rates) -> bool:
    """On sum-zero vectors: (1 - 1/k)Σp, and Πp times the mean of 1/p."""
    squared = np.square(rates)
    trace = float(squared.sum() / (counts.sum() * (1 - 1 / counts.size)))
    log_determinant = np.log(counts).sum() + np.log(np.mean(1 / counts))
    ratio = float(np.log(squared).sum() / log_determinant)
    return abs(trace - 1) < 1e-13 and abs(ratio - 1) < 1e-13


@settings(max_examples=20)
@given(strategies.seeds)
def test_thousands_of_rates_keep_trace_and_determinant(seed: int) -> None:
    draw = np.random.default_rng(seed)
    counts = np.round(np.exp(draw.uniform(0, draw.uniform(3, 27), 5000)))
    rates = ERM(counts)
    assert squares_of_rates_have_the_trace_and_determinant_of(counts, rates)
    rates[draw.integers(len(rates))] *= 1.001
    assert not squares_of_rates_have_the_trace_and_determinant_of(counts, rates)


# -- multiprecision

TRILLION = 10**12
CASES = {
    "consecutive": list(range(1, 301)),
    "powers of two": [2**i for i in range(40)],
    "near ties at both ends": [1, 2, TRILLION - 2, TRILLION - 1, TRILLION],
    "clusters": [10**e + i for e in (3, 6, 9, 12) for i in range(40)],
    "clusters of clusters": [1 + i + 10**4 * j + 10**8 * l for i in (0, 1, 2) for j in range(8)
                             for l in (0, 1, 9, 1000)],
    "a gap beside a crowd": [1, 2, 3, *range(10**9, 10**9 + 200)],
    "closing in on a crowd": [TRILLION - 2**i for i in range(39)] + [TRILLION + i for i in range(200)],
    "ties in the tail": [10**6 // r for r in range(1, 400)] + [7] * 50 + [1] * 100,
}  # fmt: skip


@pytest.mark.parametrize("counts", CASES.values(), ids=CASES)
@pytest.mark.parametrize("gamma", [0, 0.3, 1])
def test_every_rate_has_thirteen_digits(counts: list[int], gamma: float) -> None:
    rates = growth_rates(counts, gamma=gamma)
    places = range(0, len(rates), 1 + len(rates) // 60)
    assert accurate(counts, rates, gamma, places=places)


@settings(max_examples=40)
@given(strategies.wide_counts, strategies.gammas)
def test_every_rate_has_thirteen_digits_for_any_counts(counts: list[int], gamma: float) -> None:
    assert accurate(counts, growth_rates(counts, gamma=gamma), gamma)


@settings(max_examples=40)
@given(strategies.wide_counts, st.data())
def test_every_rate_has_thirteen_digits_for_any_weights(
    counts: list[int], data: st.DataObject
) -> None:
    several = st.lists(st.floats(1e-9, 1e9), min_size=len(counts), max_size=len(counts))
    weights = data.draw(several)
    rates = growth_rates(counts, weights=weights)
    assert accurate(counts, rates, weights=weights)
    assert not accurate(counts, rates, weights=[(1 + 1e-9) * w for w in weights])


@pytest.mark.parametrize("gamma", [-100, -20.3, 20, 100])
def test_large_exponents_keep_thirteen_digits(gamma: float) -> None:
    counts = [2, 3, 3, 1, 2, 3, 1]
    assert accurate(counts, growth_rates(counts, gamma=gamma), gamma)


@pytest.mark.parametrize("spread", [10**4, 10**12])
def test_rates_beside_thousands_of_others_have_thirteen_digits(spread: int) -> None:
    draw = np.random.default_rng(1)
    counts = np.unique(np.round(np.exp(draw.uniform(0, np.log(spread), 6000)))).astype(int)
    rates = ERM(counts)
    places = [0, 1, len(rates) // 2, len(rates) - 2, len(rates) - 1]
    assert accurate(
        counts.tolist(), rates, places=places + draw.integers(len(rates), size=5).tolist()
    )


def test_what_is_almost_a_rate_is_told_apart() -> None:
    counts = CASES["closing in on a crowd"]
    rates = ERM(counts)
    for i in (0, 100, len(rates) - 1):
        for slip in (1 - 3e-13, 1 + 3e-13):
            wrong = rates.copy()
            wrong[i] *= slip
            assert not accurate(counts, wrong, places=[i])
    assert not accurate(counts, np.sqrt(sorted(counts, reverse=True)[:-1]))  # the bounds themselves
    other = [n + (n == min(counts)) for n in counts]  # a sample more in 7·10¹¹
    assert accurate(counts, ERM(other), places=[0])
    assert not accurate(counts, ERM(other), places=[len(rates) - 1])
    assert not accurate(counts, rates, gamma=0.01)


def test_a_dense_solver_does_not_have_thirteen_digits() -> None:
    counts = CASES["powers of two"]
    assert not accurate(counts, matrix_rates(np.array(counts, dtype=float)))
    assert accurate(counts, ERM(counts))


# -- reading


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([], "counts must be two classes at least"),
        ([3], "counts must be two classes at least"),
        ([1, 0], r"counts\[1\] must be a finite number above 0, got 0.0: leave out classes"),
        ([1, -1], r"counts\[1\] must be .* got -1.0: give a number above 0"),
        ([1, float("nan")], r"counts\[1\] must be a finite number above 0, got nan"),
        ([float("inf"), 1], r"counts\[0\] must be a finite number above 0, got inf"),
        ([1, 10**400], r"counts\[1\] must be a finite number"),
        (["3", "4"], r"counts\[0\] must be a number, got '3'"),
        ([1, None], r"counts\[1\] must be a number, got None"),
        ([1, 2j], "must be a number"),
        ([True, False], r"counts\[0\] must be a number, got True"),
        ([1, nan], r"counts\[1\] must be a finite real number, got nan"),
        ([1, Symbol("x")], r"counts\[1\] must be a number, got x"),
        ("34", "counts must be a sequence of numbers, got '34'"),
        ({1: 2, 3: 4}, r"pass a list, or its .values\(\)"),
        (5, "counts must be a sequence of numbers, got 5"),
        (None, "counts must be a sequence of numbers, got None"),
        ([[1, 2], [3, 4]], r"counts must be one-dimensional, got shape \(2, 2\)"),
        ([[1, 2], [3]], "counts must be one-dimensional, got nested lists"),
        (spectra.step(), "counts must be an imbalance without symbols"),
    ],
    ids=repr,
)
def test_counts_that_are_none_are_refused(counts: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        growth_rates(counts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"gamma": 0, "weights": [1, 1, 1]}, "gamma = 0 with weights"),
        ({"gamma": float("nan")}, "gamma must be a number, got nan"),
        ({"gamma": "half"}, "gamma must be a number, got 'half'"),
        ({"gamma": spectra.gamma}, "gamma must be a number, got gamma"),
        ({"gamma": 1000}, "give a smaller gamma"),
        ({"weights": [1, 1]}, r"weights must be as long as counts \(3\), got 2"),
        ({"weights": [1, 1, 0]}, r"weights\[2\] must be a finite number above 0, got 0.0"),
        ({"weights": [1, -1, 1]}, r"weights\[1\] must be a finite number above 0"),
        ({"weights": [1, 1, float("nan")]}, r"weights\[2\] must be a finite number above 0"),
        ({"weights": [1, 1e-200, 1e200]}, "weights closer together"),
        ({"gamma": 10**400}, r"gamma must be at most 1e\+09 in size"),
        ({"gamma": -1e300}, r"gamma must be at most 1e\+09 in size"),
        ({"weights": "abc"}, "weights must be a sequence of numbers"),
    ],
    ids=repr,
)
def test_weights_that_are_none_are_refused(keywords: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        growth_rates([1, 2, 3], **keywords)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "counts",
    [
        (3, 1, 2),
        (n for n in (1, 2, 3)),
        {"a": 1, "b": 2, "c": 3}.values(),
        np.array([1, 2, 3], dtype=np.uint8),
        [Fraction(1), Rational(2), 3.0],
        spectra.from_counts([1, 2, 3]),
    ],
    ids=lambda c: type(c).__name__,
)
def test_counts_may_come_in_any_kind_of_list(counts: object) -> None:
    assert ERM(counts).tolist() == ERM([1, 2, 3]).tolist()  # type: ignore[arg-type]


def test_numpy_is_loaded_for_numbers_only() -> None:
    code = (
        "import spectra, sys; assert 'numpy' not in sys.modules; assert 'growth_rates' in dir(spectra);"
        "print(spectra.growth_rates([4, 4], gamma=0)[0], 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2.0 False\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_on_a_terminal_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    monkeypatch.setattr(sys, "stderr", shown)
    ERM(range(1, 1000))
    assert "growth rates" in shown.getvalue()


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_no_bar_is_shown_for_short_work_or_without_a_terminal(
    stream: type[io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = stream()
    monkeypatch.setattr(sys, "stderr", shown)
    ERM(range(1, 1000))
    assert not shown.getvalue()
