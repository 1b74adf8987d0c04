"""The parts the provers are made of: balls, normal forms, calculus, solvers."""

from fractions import Fraction
from time import perf_counter

import pytest
from flint import ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from proofs.provers.expressions import radical_normal_form
from proofs.provers.expressions.arb_evaluation import NoBallError, ball, compare
from proofs.provers.expressions.critical_points import critical_points
from proofs.provers.expressions.derivative import derivative
from proofs.provers.expressions.mpmath_intervals import enclosure, interval
from proofs.provers.expressions.sample_points import admissible, points
from proofs.provers.relations.tactics import toolbox
from proofs.provers.smt import processes
from proofs.provers.smt.real_arithmetic import ask_both
from strategies import formulas
from sympy import (
    E,
    Eq,
    Expr,
    Float,
    Function,
    Ge,
    Gt,
    I,
    Integer,
    Lt,
    Rational,
    Symbol,
    cosh,
    diff,
    exp,
    log,
    oo,
    pi,
    sin,
    sinh,
    sqrt,
    tanh,
)

from proofs.claims.domain import allows, domain_of
from proofs.claims.verdict import Verdict, combine
from spectra import R, delta, gamma, k, t

x = Symbol("x", positive=True)
AT = {
    R: Fraction(7, 3),
    delta: Fraction(1, 2),
    t: Fraction(3, 4),
    gamma: Fraction(1, 3),
    k: Fraction(4),
}

# balls ------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(formulas())
def test_a_ball_holds_the_value_at_higher_precision(expr: Expr) -> None:
    if expr.has(I):
        return
    with ctx.workprec(60):
        coarse = ball(expr, AT)
    with ctx.workprec(400):
        fine = ball(expr, AT)
    if coarse.is_finite() and fine.is_finite():
        assert coarse.overlaps(fine)
        assert fine.rad() <= coarse.rad()


def test_an_expression_without_a_real_value_has_no_finite_ball() -> None:
    for expr in (sqrt(R - 3), log(R - 3), 1 / (R - Rational(7, 3)), (R - 3) ** Rational(1, 3)):
        assert not ball(expr, AT).is_finite()


def test_a_function_without_a_rule_is_refused() -> None:
    with pytest.raises(NoBallError, match="no rule for g"):
        ball(Function("g")(R), AT)
    with pytest.raises(NoBallError, match="no value for the symbol x"):
        ball(x, AT)


def test_a_comparison_is_certain_or_none() -> None:
    assert compare(sqrt(R), Integer(1), AT) == 1
    assert compare(R + t, R + Rational(3, 4), {**AT, R: Fraction(2)}) == 0
    assert compare(sqrt(R) ** 2 + pi, R + pi, AT) is None


# points -----------------------------------------------------------------------------------------


def test_listed_points_obey_declarations_and_assumptions() -> None:
    domain = domain_of([k, R, t, gamma], [R > 1, gamma < 1])
    found = list(points(domain, 200))
    assert len(found) > 20
    assert all(p[R] > 1 and p[gamma] < 1 and p[t] >= 0 and p[k] % 2 == 0 for p in found)
    assert all(admissible(domain, p) for p in found)


@pytest.mark.parametrize(
    ("symbol", "good", "bad"),
    [
        (k, 4, 3),
        (R, Rational(1, 2), -1),
        (t, 0, -1),
        (Symbol("n", odd=True), 5, 4),
        (Symbol("p", prime=True), 7, 9),
        (Symbol("z", nonzero=True), -1, 0),
    ],
    ids=str,
)
def test_a_declaration_allows_what_it_says(symbol: Symbol, good: object, bad: object) -> None:
    assert allows(symbol, Rational(good))
    assert allows(symbol, Rational(bad)) is False


# normal forms -----------------------------------------------------------------------------------

IDENTITIES = [
    sqrt(2 * R + 2) - sqrt(2) * sqrt(R + 1),
    R**gamma * R ** (1 - gamma) - R,
    log(2 * R) - log(R) - log(2),
    log(sqrt(R)) - log(R) / 2,
    cosh(t) ** 2 - sinh(t) ** 2 - 1,
    sqrt(R**2 + 2 * R + 1) - R - 1,
    exp(2 * delta) - exp(delta) ** 2,
]


@pytest.mark.parametrize("expr", IDENTITIES, ids=str)
def test_an_identity_has_normal_form_zero_and_its_neighbour_does_not(expr: Expr) -> None:
    assert radical_normal_form.vanishes(expr)
    assert not radical_normal_form.vanishes(expr + Rational(1, 10**6))


def test_a_root_over_an_unknown_sign_keeps_its_sign() -> None:
    assert not radical_normal_form.vanishes(sqrt(1 / (1 - R)) + sqrt(1 - R) / (1 - R))
    assert not radical_normal_form.vanishes(sqrt((R - 1) ** 2) - (R - 1))


def test_symbols_that_print_alike_have_different_normal_forms() -> None:
    assert not radical_normal_form.vanishes(R - Symbol("R"))


@settings(max_examples=40, deadline=None)
@given(formulas(), formulas())
def test_what_normalises_to_zero_is_zero_in_balls(a: Expr, b: Expr) -> None:
    expr = (a + b) ** 2 - a**2 - 2 * a * b - b**2
    if expr.has(I, oo, -oo) or not expr.free_symbols <= set(AT):
        return
    try:
        zero = radical_normal_form.vanishes(expr) and radical_normal_form.vanishes(a - b)
        value = ball(a - b, AT)
    except (radical_normal_form.NoNormalFormError, NoBallError):
        return
    assert not zero or not value.is_finite() or value.contains(0)


# calculus ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "f", [x**x, log(1 + x) / x, tanh(x**2), exp(-x) * sqrt(x), sinh(1 / x)], ids=str
)
def test_the_two_differentiation_routines_agree(f: Expr) -> None:
    value = ball(derivative(f, x) - diff(f, x), {x: Fraction(5, 4)})
    assert value.contains(0)
    assert value.rad() < 1e-10


def test_turning_points_are_found_in_closed_form() -> None:
    assert critical_points(diff(x * exp(-x), x), x, Integer(0), oo) == [1]
    assert critical_points(diff(log(x) / x, x), x, Integer(0), oo) == [E]
    assert critical_points(diff((x**2 - 2) ** 2, x), x, Integer(0), oo) == [sqrt(2)]


@given(st.fractions(min_value=Fraction(1, 10), max_value=5), st.fractions(min_value=0, max_value=2))
@settings(max_examples=40, deadline=None)
def test_intervals_hold_the_values_inside(low: Fraction, width: Fraction) -> None:
    from mpmath import iv

    f = exp(-x) * log(1 + x) + sqrt(x)
    iv.dps = 15
    ends = [iv.mpf(v.numerator) / v.denominator for v in (low, low + width)]
    found = interval(f, {x: iv.mpf([ends[0].a, ends[1].b])})
    middle = ball(f, {x: low + width / 2})
    assert float(found.a) <= float(middle.upper())
    assert float(middle.lower()) <= float(found.b)


def test_constants_lie_in_their_enclosures() -> None:
    for number in (pi, E, log(2), exp(-1), sqrt(2) * pi):
        low, high = enclosure(number)
        assert low <= number.evalf(40) <= high
        assert high - low < Float("1e-15")


def test_positivity_on_an_interval_is_not_claimed_where_it_fails() -> None:
    for name in ("z3", "cvc5"):
        tools = toolbox(name, perf_counter() + 5, 300, [])
        assert tools.positive_on(x**2 - 2 * x + Rational(101, 100), x, Fraction(0), Fraction(3))
        assert not tools.positive_on(x**2 - 2 * x + 1, x, Fraction(0), Fraction(3))
        assert not tools.positive_on(log(x - 1), x, Fraction(0), Fraction(3))


# solvers ----------------------------------------------------------------------------------------


def ask(name: processes.Name, text: str, milliseconds: int) -> processes.Answer:
    return processes.ask_all([(name, text)], milliseconds)[name]


@pytest.mark.parametrize("name", ["z3", "cvc5"])
def test_a_solver_that_is_killed_answers_the_next_question(name: processes.Name) -> None:
    text = "(declare-const x Real)(assert (< (* x x) (- 1.0)))"
    process = processes.solver(name).start()
    process.kill()
    process.wait()
    assert ask(name, text, 2000).status == "unsat"


@pytest.mark.parametrize("name", ["z3", "cvc5"])
def test_a_solver_that_takes_too_long_is_stopped_and_recovers(name: processes.Name) -> None:
    variables = "".join(f"(declare-const x{i} Real)" for i in range(9))
    powers = " ".join(f"(* x{i} x{i} x{i} x{(i + 1) % 9} x{(i + 4) % 9})" for i in range(9))
    hard = f"{variables}(assert (= (+ {powers}) 7.0))(assert (> (* x0 x1 x2 x3) (+ x4 {powers})))"
    started = perf_counter()
    ask(name, hard, 50)
    assert perf_counter() - started < 20
    assert ask(name, "(declare-const y Real)(assert (> y y))", 2000).status == "unsat"


def test_an_answer_in_time_is_remembered_and_a_late_one_asked_again() -> None:
    text = "(declare-const z Real)(assert (> (* z z) 2.0))"
    first = ask("z3", text, 1000)
    assert ask("z3", text, 10) is first


def test_a_question_that_is_not_understood_is_an_error_in_words() -> None:
    with pytest.raises(processes.SolverError, match="the solver cvc5 refused a question"):
        ask("cvc5", "(assert nonsense)", 1000)


@pytest.mark.parametrize(
    "statement",
    [
        sqrt(R + 1) < sqrt(R) + 1,
        Ge((R + 1) / 2, sqrt(R), evaluate=False),
        Lt(log(1 + R), R, evaluate=False),
        Gt(exp(delta), 1 + delta, evaluate=False),
        Lt(pi, Rational(22, 7), evaluate=False),
    ],
    ids=str,
)
def test_both_routes_prove_what_is_true_and_neither_what_is_false(statement: Gt) -> None:
    domain = domain_of(statement.free_symbols, ())
    denial = statement.negated.func(*statement.args, evaluate=False)
    assert all(f.proved for f in ask_both(statement, domain, 2000).values())
    assert not any(f.proved for f in ask_both(denial, domain, 2000).values())


def test_what_has_no_terms_is_left_undecided() -> None:
    from proofs.provers.relations import relation

    statement = Gt(sin(R) + Function("g")(R), -5, evaluate=False)
    assert combine(relation.evidence_on(statement, domain_of([R], ()))) is Verdict.UNDECIDED


def test_an_equality_with_itself_needs_a_value() -> None:
    hole = Eq(log(R - 1), log(R - 1), evaluate=False)
    assert not any(f.proved for f in ask_both(hole, domain_of([R], ())).values())
