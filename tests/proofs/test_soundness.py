"""No wrong verdict, ever: random statements against sampling at high precision."""

from collections.abc import Iterator

import mpmath
import pytest
from hypothesis import HealthCheck, given
from needed import drawn
from strategies import relations
from sympy import (
    Add,
    Basic,
    E,
    Eq,
    Expr,
    Ge,
    Gt,
    Le,
    Lt,
    Mul,
    Ne,
    Rel,
    Symbol,
    exp,
    lambdify,
    log,
    sympify,
)
from verdicts import evidence, verdict

import proofs
from proofs import Evidence, Outcome, Verdict
from proofs.claims.verdict import combine
from spectra import R, delta, gamma, k, t

# the time limit may strike within a finaliser, where Python drops what is raised; it strikes again
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SAMPLES = [
    {k: 4, R: mpmath.mpf("2.7"), delta: mpmath.mpf("1.3"), t: mpmath.mpf("0.8"), gamma: mpmath.mpf("0.3")},
    {k: 2, R: mpmath.mpf("0.3"), delta: mpmath.mpf("0.1"), t: mpmath.mpf("0.05"), gamma: mpmath.mpf("-1.2")},
    {k: 10, R: mpmath.mpf("31"), delta: mpmath.mpf("4"), t: mpmath.mpf("6"), gamma: mpmath.mpf("0.9")},
    {k: 2, R: mpmath.mpf("1.01"), delta: mpmath.mpf("0.9"), t: mpmath.mpf("1e-4"), gamma: mpmath.mpf("0.51")},
    {k: 100, R: mpmath.mpf("0.97"), delta: mpmath.mpf("2.2"), t: mpmath.mpf("1.1"), gamma: mpmath.mpf("2")},
    {k: 6, R: mpmath.mpf("1000"), delta: mpmath.mpf("0.01"), t: mpmath.mpf("20"), gamma: mpmath.mpf("-0.2")},
]  # fmt: skip
TOUCH = mpmath.mpf(10) ** -40
HOLDS = {
    Eq: lambda gap: abs(gap) < TOUCH,
    Ne: lambda gap: abs(gap) > TOUCH,
    Gt: lambda gap: gap > TOUCH,
    Ge: lambda gap: gap > -TOUCH,
    Lt: lambda gap: gap < -TOUCH,
    Le: lambda gap: gap < TOUCH,
}
"""Whether a relation holds, to the precision of the sample."""

STRICT = (Gt, Lt, Ne)


@pytest.fixture(autouse=True, scope="module")
def soon_given_up() -> Iterator[None]:
    """Give up a statement after half a second: what is still undecided then claims nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("proofs.engine.decide.LIMIT", 0.5)
        yield


def gap_at(statement: Rel, point: dict[Symbol, object]) -> mpmath.mpf | None:
    """Return left less right at a point, relative to their size; None where not real and finite."""
    symbols = sorted(statement.free_symbols, key=str)
    with mpmath.workdps(60):
        try:
            sides = lambdify(symbols, list(statement.args), modules="mpmath")(
                *(mpmath.mpf(point[s]) for s in symbols)
            )
            left, right = (mpmath.mpmathify(s) for s in sides)
            gap = (left - right) / (1 + abs(left) + abs(right))
        except (ZeroDivisionError, ValueError, OverflowError, MemoryError):
            return None
        real = abs(mpmath.im(left)) + abs(mpmath.im(right)) < TOUCH
        return mpmath.re(gap) if real and mpmath.isfinite(gap) else None


def violated(statement: Rel, point: dict[Symbol, object]) -> bool:
    gap = gap_at(statement, point)
    # a difference that 60 digits do not show decides nothing about a strict relation
    blind = statement.func in STRICT and gap is not None and abs(gap) < TOUCH
    return gap is not None and not blind and not HOLDS[statement.func](gap)


def fails_as_said(statement: Rel, found: tuple[Evidence, ...]) -> bool:
    """Whether the counterexample, read back from the report, is one."""
    (shown,) = (e.counterexample for e in found if e.outcome is Outcome.REFUTES)
    assert shown is not None
    if any(value.startswith("a zero in") for _, value in shown.parameters):
        return True  # a value that is known to exist: no number to put in
    by_name = {str(s): s for s in statement.free_symbols}
    with mpmath.workdps(60):
        point = {
            by_name[name]: mpmath.mpmathify(lambdify([], sympify(value), "mpmath")())
            for name, value in shown.parameters
            if name in by_name
        }
    gap = gap_at(statement, point)
    return gap is not None and not HOLDS[statement.func](gap)


@drawn(20, 60, suppress_health_check=list(HealthCheck))
@given(relations())
def test_no_verdict_is_contradicted_by_sampling(statement: Rel) -> None:
    found = evidence(statement)
    said = combine(found)
    if said is Verdict.PROVED:
        assert not any(violated(statement, point) for point in SAMPLES)
    if said is Verdict.REFUTED:
        assert fails_as_said(statement, found)


@drawn(14, 40, suppress_health_check=list(HealthCheck))
@given(relations())
def test_a_statement_and_its_denial_are_never_both_proved(statement: Rel) -> None:
    denial = statement.negated
    denial = denial.func(*denial.args, evaluate=False) if isinstance(denial, Rel) else denial
    found = {verdict(s) for s in (statement, denial)}
    assert found != {Verdict.PROVED}


@pytest.mark.parametrize("wrong", [Eq, Lt])
def test_the_sampling_itself_sees_a_wrong_statement(wrong: type[Rel]) -> None:
    assert any(violated(wrong(R + 1, R, evaluate=False), point) for point in SAMPLES)


x = Symbol("x", real=True)


@pytest.mark.parametrize(
    ("side", "value", "needed"),
    [
        (Mul(x, 1 / x, evaluate=False), 1, Ne(x, 0)),
        (Add(1 / x, -1 / x, evaluate=False), 0, Ne(x, 0)),
        (Mul(0, 1 / x, evaluate=False), 0, Ne(x, 0)),
        (exp(log(x), evaluate=False), x, Gt(x, 0)),
    ],
)
def test_what_is_cancelled_must_have_been_defined(side: Expr, value: Expr, needed: Rel) -> None:
    statement = Eq(side, value, evaluate=False)
    assert verdict(statement) is Verdict.UNDECIDED
    assert verdict(statement, (needed,)) is Verdict.PROVED


@pytest.mark.parametrize(
    "statement",
    [
        E * R < 2.718281828459045 * R,
        Eq(1.0000000000000002 * R, R, evaluate=False),
        proofs.Delay(10) > 0.7777958061181862,
    ],
    ids=str,
)
def test_decimals_are_all_the_digits_that_were_written(statement: Basic) -> None:
    """What differs in the sixteenth digit differs: 15 digits would make equals of these."""
    made = proofs.Claim("digits", statement, source="a test")
    (result,) = proofs.check([made]).results
    assert result.verdict is proofs.Verdict.REFUTED
