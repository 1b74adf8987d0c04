"""Hypothesis strategies shared by all tests."""

from fractions import Fraction
from functools import partial
from typing import TypeAlias

from hypothesis import strategies as st
from sympy import (
    Abs,
    BlockMatrix,
    E,
    Eq,
    Expr,
    Ge,
    Gt,
    Identity,
    Integer,
    Le,
    Lt,
    MatrixExpr,
    Ne,
    OneMatrix,
    Rational,
    Transpose,
    ZeroMatrix,
    exp,
    expand,
    log,
    sqrt,
)
from sympy.logic.boolalg import Boolean
from sympy.matrices.expressions.kronecker import KroneckerProduct

import spectra

# Exact parameters of small flow problems, for validated arithmetic.
exact_ratios = st.fractions(min_value=Fraction(1, 10), max_value=40, max_denominator=10)
exact_scales = st.fractions(min_value=0, max_value=9, max_denominator=8)
exact_times = st.fractions(min_value=0, max_value=4, max_denominator=8)

# numerics
even_class_numbers = st.integers(1, 4).map(lambda m: 2 * m)
ratios = st.floats(0.05, 200.0)
unbalanced_ratios = st.one_of(st.floats(0.05, 0.5), st.floats(2.0, 200.0))
scales = st.floats(0.0, 60.0)
small_scales = st.floats(4.0, 30.0)
gammas = st.floats(-0.5, 1.5)
seeds = st.integers(0, 2**32)
singular_values = st.floats(1e-3, 1e3)
class_counts = st.lists(st.integers(1, 6), min_size=2, max_size=4).map(tuple)
small_counts = st.lists(st.integers(1, 30), min_size=3, max_size=4).map(tuple)
positive_weights = st.lists(st.sampled_from([0.5, 0.7, 1.0, 1.5, 2.0]), min_size=4, max_size=4)

TwoGroups: TypeAlias = tuple[tuple[int, int], tuple[int, int], tuple[float, float]]
two_groups: st.SearchStrategy[TwoGroups] = st.tuples(
    st.tuples(st.integers(1, 3), st.integers(1, 4)),
    st.tuples(st.integers(1, 60), st.integers(1, 60)).filter(lambda n: n[0] != n[1]),
    st.tuples(st.floats(0.2, 4.0), st.floats(0.2, 4.0)),
)
"""Classes, samples per class and weight of each of two groups."""

logit_terms = st.fixed_dictionaries(
    {},
    optional={
        "shift": st.tuples(st.floats(-2.0, 3.0), st.floats(-1.0, 1.0)),
        "logit_scale": st.tuples(st.floats(0.4, 2.0), st.floats(0.4, 2.0)),
        "margin": st.tuples(st.floats(-0.5, 2.0), st.floats(-0.5, 2.0)),
    },
)
"""What cross-entropy does to the logits of majority and minority classes: some of it, or nothing."""

# spectra

step_class_numbers = st.sampled_from([2, 4, 6, 8])
"""Numbers of classes k of a STEP imbalance."""

integer_ratios = st.sampled_from([1, 2, 3, 5])
"""Imbalance ratios R with integer counts."""

exponents = st.sampled_from([Rational(n, 4) for n in range(-1, 6)])
"""Weighting exponents γ."""

count_lists = st.lists(st.sampled_from([1, 2, 3, 5]), min_size=2, max_size=6)
"""Samples per class, in any order, with repetitions."""

wide_counts = st.lists(
    st.one_of(
        st.integers(1, 20),
        st.integers(1, 10**12),
        st.integers(0, 39).map(lambda i: 2**i),
        st.integers(10**12 - 9, 10**12),
    ),
    min_size=2,
    max_size=40,
)
"""Samples per class from 1 to 10¹²: ties, clusters and wide spreads."""

BLOCK_SIZES = (Integer(1), spectra.m, spectra.m - 1, spectra.R * spectra.m, spectra.k)
"""Dimensions of random block expressions."""


def atoms(rows: Expr, cols: Expr) -> list[MatrixExpr]:
    """Matrices of one symbol that have this shape."""
    m, ratio = spectra.m, spectra.R
    basis = spectra.SumZeroBasis(m)
    repeat = KroneckerProduct(Identity(m), OneMatrix(1, ratio))
    shaped = [Identity(rows)] if rows == cols else []
    shaped += [basis, Transpose(basis), repeat, Transpose(repeat)]
    shaped += [ZeroMatrix(rows, cols), OneMatrix(rows, cols)]
    return [a for a in shaped if a.shape == (rows, cols)]


@st.composite
def block_expressions(
    draw: st.DrawFn, rows: Expr | None = None, cols: Expr | None = None, depth: int = 3
) -> MatrixExpr:
    """Random sums, products, transposes and block matrices of symbolic size."""
    rows = draw(st.sampled_from(BLOCK_SIZES)) if rows is None else rows
    cols = draw(st.sampled_from(BLOCK_SIZES)) if cols is None else cols
    kinds = ["atom", "sum", "product", "transpose"] + (["block"] if rows == spectra.k else [])
    kind = draw(st.sampled_from(kinds)) if depth else "atom"
    smaller = partial(block_expressions, depth=depth - 1)
    if kind == "sum":
        scalar = draw(st.sampled_from([Integer(-2), sqrt(spectra.R), 1 / spectra.k]))
        return draw(smaller(rows, cols)) + scalar * draw(smaller(rows, cols))
    if kind == "product":
        middle = draw(st.sampled_from(BLOCK_SIZES))
        return draw(smaller(rows, middle)) * draw(smaller(middle, cols))
    if kind == "transpose":
        return Transpose(draw(smaller(cols, rows)))
    if kind == "block":
        halves = [draw(smaller(spectra.m, cols)) for _ in range(2)]
        return BlockMatrix([[half] for half in halves])
    return draw(st.sampled_from(atoms(rows, cols)))


# proofs

RATIONALS = (Rational(1, 2), Rational(1), Rational(2), Rational(3), Rational(-1), Rational(1, 3))
"""Constants of random formulas."""

EXPONENTS = (Rational(1, 2), Rational(2), Rational(-1), Rational(-1, 2), Rational(1, 3))
"""Exponents of random formulas."""


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> Expr:
    """Random real formulas in k, R, δ, t and γ with radicals, exponentials and logarithms.

    They may be undefined for some values of their symbols.
    """
    kinds = ["symbol", "number"] + ["sum", "product", "power", "function"] * (2 if depth else 0)
    kind = draw(st.sampled_from(kinds))
    if kind == "symbol":
        return draw(st.sampled_from([spectra.R, spectra.R, spectra.k, spectra.delta, spectra.t]))
    if kind == "number":
        return draw(st.sampled_from(RATIONALS))
    smaller = formulas(depth=depth - 1)
    if kind == "sum":
        return draw(smaller) + draw(st.sampled_from(RATIONALS)) * draw(smaller)
    if kind == "product":
        return draw(smaller) * draw(smaller)
    if kind == "power":
        exponent = draw(st.sampled_from([*EXPONENTS, spectra.gamma]))
        return draw(smaller.filter(lambda e: e != 0)) ** exponent
    function = draw(st.sampled_from([exp, log, Abs]))
    return function(draw(smaller.filter(lambda e: e != 0 and not e.has(exp, E))))


@st.composite
def relations(draw: st.DrawFn) -> Boolean:
    """Random relations between two formulas; often the second is close to the first."""
    left = draw(formulas())
    right = draw(st.one_of(formulas(), st.just(left), st.just(left + 1), st.just(expand(left))))
    kind = draw(st.sampled_from([Eq, Ne, Le, Lt, Ge, Gt]))
    return kind(left, right, evaluate=False)


HALF, FOURTH = Rational(1, 2), Rational(1, 4)
UNEQUAL = st.sampled_from([(Integer(2), HALF), (HALF, Integer(3)), (1 + HALF, Integer(1))])
"""Positive numbers of flows."""

ENTROPY = {"loss": "cross-entropy"}
FLOW_PARAMETERS = {
    "one decay": st.sampled_from([FOURTH, FOURTH / 2]).map(lambda x: {"decay": x}),
    "two decays": st.sampled_from([(FOURTH, 0), (0, HALF)]).map(lambda x: {"decay": x}),
    "data": st.sampled_from([(1, 2), (1, 0), (0, 2)]).map(
        lambda x: {"data": spectra.ClassMeans(*x)}
    ),
    "targets": st.sampled_from(["frequency", "one-hot"]).map(lambda x: {"targets": x}),
    "matrix": st.sampled_from(
        [((1, 1, 0), (0, 1, 1), (1, 0, 1)), ((1, 0, 2, 0), (0, 1, 1, 1))]
    ).map(lambda x: {"targets": x}),
    "one size": st.sampled_from([2, HALF]).map(lambda x: {"scales": (x, x)}),
    "two sizes": UNEQUAL.map(lambda x: {"scales": x}),
    "depth": st.just({"depth": 3}),
    "init": st.just({"init": "random"}),
    "loss": st.just(ENTROPY),
    "shift": UNEQUAL.map(lambda x: {**ENTROPY, "shift": x}),
    "logit_scale": UNEQUAL.map(lambda x: {**ENTROPY, "logit_scale": x}),
    "margin": UNEQUAL.map(lambda x: {**ENTROPY, "margin": x}),
}
"""What a flow may ask beside the paper's: keywords of proofs.Flow, with numbers."""


@st.composite
def weighted_groups(draw: st.DrawFn) -> tuple[spectra.Imbalance, Expr | spectra.Weights]:
    """Two groups mostly, else three or one, of few classes of few samples, and weights that differ.

    In the simplest one, which is drawn first, sizes, counts and weights differ.
    """
    count = draw(st.sampled_from([2, 2, 2, 3, 1]))
    sizes = draw(st.permutations([2, 3, 1]))[:count] if count > 1 else [3]
    groups = spectra.groups(sizes, draw(st.permutations([5, 2, 1, 2]))[:count])
    weight = draw(st.sampled_from([(2, HALF, 1), HALF, 1, (HALF, 3, 1)]))
    tell = isinstance(weight, tuple)
    return groups, spectra.weights(groups, omega=weight[:count]) if tell else Integer(0) + weight
