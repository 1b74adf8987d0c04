"""Z = UΣVᵀ: for all k and R by the calculus, and at concrete sizes by exact arithmetic."""

import pytest
import strategies
from block_equality import blocks_equal
from hypothesis import given, settings
from needed import more
from sympy import (
    Identity,
    ImmutableMatrix,
    Matrix,
    OneMatrix,
    Rational,
    Symbol,
    ZeroMatrix,
    diag,
    expand,
    eye,
    ones,
    prod,
    radsimp,
    sqrt,
    symbols,
)

import spectra
from spectra import R, SumZeroBasis, decompose, groups, instantiate, k, m, step

x = Symbol("x")
STEP = decompose(step())


def explicit_labels(counts: list[int]) -> Matrix:
    """One-hot labels, written out class by class."""
    samples = [c for c, n in enumerate(counts) for _ in range(n)]
    return Matrix(len(counts), len(samples), lambda i, j: int(samples[j] == i))


def centred(counts: list[int]) -> Matrix:
    k = len(counts)
    return (eye(k) - ones(k, k) / k) * explicit_labels(counts)


def is_zero(matrix: Matrix) -> bool:
    return all(radsimp(expand(e)) == 0 for e in matrix)


def test_the_decomposition_multiplies_to_z_for_all_k_and_r() -> None:
    assert blocks_equal(STEP.U * STEP.sigma * STEP.V.T, step().sel()) is True


def test_a_decomposition_with_a_wrong_sign_is_not_proved() -> None:
    wrong = STEP.block_diagonal((sqrt(R), -sqrt((R + 1) / 2), sqrt(1 + 0 * R)))
    assert blocks_equal(STEP.U * wrong * STEP.V.T, step().sel()) is None


def test_the_singular_vectors_are_orthonormal_for_all_k_and_r() -> None:
    assert blocks_equal(STEP.U.T * STEP.U, Identity(k - 1)) is True
    assert blocks_equal(STEP.V.T * STEP.V, Identity(k - 1)) is True
    right = STEP.class_V_blocks
    assert blocks_equal(right.T * right, Identity(k - 1)) is True


def test_the_left_vectors_span_the_complement_of_ones_so_the_rank_is_k_minus_1() -> None:
    assert blocks_equal(STEP.U * STEP.U.T, Identity(k) - OneMatrix(k, k) / k) is True
    assert blocks_equal(STEP.U * STEP.U.T, Identity(k)) is None
    assert sum(STEP.multiplicities) == k - 1


def test_every_column_of_z_sums_to_zero() -> None:
    z = step().sel()
    assert blocks_equal(OneMatrix(1, k) * z, ZeroMatrix(1, z.cols)) is True
    y = step().labels()
    assert blocks_equal(OneMatrix(1, k) * y, ZeroMatrix(1, y.cols)) is None


def test_the_levels_are_those_of_the_paper() -> None:
    assert [tuple(level) for level in STEP.levels] == [
        ("maj-maj", sqrt(R), k / 2 - 1),
        ("maj-min", sqrt(2) * sqrt(R + 1) / 2, 1),
        ("min-min", 1, k / 2 - 1),
    ]


def test_the_left_vectors_are_those_of_the_paper_with_its_signs() -> None:
    f, one = SumZeroBasis(m), OneMatrix(m, 1) / sqrt(k)
    assert STEP.U.blocks.tolist() == [
        [f, -one, ZeroMatrix(m, m - 1)],
        [ZeroMatrix(m, m - 1), one, f],
    ]


@pytest.mark.parametrize("ratio", [1, 2, 3, 5])
@pytest.mark.parametrize("classes", [2, 4, 6, 8])
def test_at_concrete_sizes_the_formulas_are_the_exact_matrices(classes: int, ratio: int) -> None:
    half = classes // 2
    counts = [ratio] * half + [1] * half
    z = centred(counts)
    d = decompose(step(classes, ratio))
    assert step(classes, ratio).labels() == explicit_labels(counts)
    assert step(classes, ratio).sel() == z
    assert is_zero(d.U * d.sigma * d.V.T - z)
    assert is_zero(d.V.T * d.V - eye(classes - 1))
    assert is_zero(d.U.T * d.U - eye(classes - 1))
    at = {k: classes, R: ratio}
    assert is_zero(instantiate(STEP.U * STEP.sigma * STEP.V.T, at) - z)


@pytest.mark.parametrize("ratio", [1, 2, 3, 5])
@pytest.mark.parametrize("classes", [2, 4, 6, 8])
def test_the_singular_values_are_the_roots_of_the_characteristic_polynomial(
    classes: int, ratio: int
) -> None:
    z = centred([ratio] * (classes // 2) + [1] * (classes // 2))
    at = {k: classes, R: ratio}
    factors = prod(
        (x - s.subs(at) ** 2) ** mult.subs(at)
        for s, mult in zip(STEP.singular_values, STEP.multiplicities, strict=True)
    )
    assert expand((z * z.T).charpoly(x).as_expr() - x * factors) == 0


@given(strategies.count_lists)
@settings(max_examples=12)
def test_any_list_of_counts_is_decomposed_in_its_own_order(counts: list[int]) -> None:
    if len(set(counts)) > 2:  # nested radicals: by value
        counts = [min(counts) if n == min(counts) else max(counts) for n in counts]
    imbalance = spectra.from_counts(counts)
    d = decompose(imbalance)
    assert imbalance.labels() == explicit_labels(counts)
    assert is_zero(d.U * d.sigma * d.V.T - centred(counts))
    assert imbalance.class_counts() == tuple(counts)


@pytest.mark.parametrize("counts", [[3, 2, 1], [7, 5, 3, 2], *more(([1, 5, 1, 2, 2],))])
def test_three_and_more_groups_are_decomposed_by_value(counts: list[int]) -> None:
    d = decompose(spectra.from_counts(counts))
    difference = d.U.evalf(30) * d.sigma.evalf(30) * d.V.evalf(30).T - centred(counts)
    assert max(abs(e) for e in difference) < 1e-25


def test_two_groups_of_any_size_have_closed_forms() -> None:
    a, b = symbols("a b", integer=True, positive=True)
    p, q = symbols("p q", positive=True)
    d = decompose(groups([a, b], [p, q]))
    assert blocks_equal(d.U * d.sigma * d.V.T, groups([a, b], [p, q]).sel()) is True
    assert d.singular_values["maj-min"] ** 2 == (a * q + b * p) / (a + b)
    assert d.singular_values["maj-min"] ** 2 != (a * p + b * q) / (a + b)


def test_two_classes_have_the_level_between_the_groups_alone() -> None:
    assert decompose(step(2, 3)).names == ("maj-min",)
    assert decompose(step(2)).names == ("maj-min",)
    assert step(2, 3).sel() == centred([3, 1])


def test_balanced_classes_have_three_levels_of_value_one() -> None:
    d = decompose(step(6, 1))
    assert d.names == ("maj-maj", "maj-min", "min-min")
    assert tuple(d.singular_values) == (1, 1, 1)


@pytest.mark.parametrize("classes", [4, None])
def test_the_order_is_reversed_where_the_ratio_is_below_one(classes: int | None) -> None:
    d = decompose(step(classes, Rational(1, 3)))
    assert d.names == ("min-min", "maj-min", "maj-maj")
    assert decompose(step(classes, 3)).names == ("maj-maj", "maj-min", "min-min")


def test_a_ratio_below_one_is_that_of_more_samples_in_the_other_group() -> None:
    small = decompose(step(4, Rational(1, 3)))
    whole = decompose(groups([2, 2], [3, 1]))
    scaled = tuple(sqrt(3) * s for s in small.singular_values)
    assert scaled == tuple(whole.singular_values)
    right = instantiate(small.class_V_blocks)
    assert is_zero(right.T * right - eye(3))
    with pytest.raises(spectra.InputError, match=r"integer to list samples, got 1/3"):
        _ = small.V


def test_class_vectors_are_the_sample_vectors_times_the_root_of_the_count() -> None:
    d = decompose(step(4, 3))
    first = [0, 3, 6, 7]
    scaled = diag(*[sqrt(n) for n in (3, 3, 1, 1)]) * d.V[first, :]
    assert is_zero(ImmutableMatrix(scaled) - instantiate(d.class_V_blocks))


def test_relabelling_classes_permutes_the_rows_only() -> None:
    a, b = (
        decompose(spectra.from_counts([1, 3, 1, 3])),
        decompose(spectra.from_counts([3, 3, 1, 1])),
    )
    assert a.levels == b.levels
    assert a.U[[1, 3, 0, 2], :] == b.U
    assert b.U != a.U
