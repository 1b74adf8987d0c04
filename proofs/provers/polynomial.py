"""Real arithmetic through polynomials: sympy's ``Poly`` on one side, cvc5 on the other.

The second route beside :mod:`proofs.provers.smt`, sharing no code with it. The formula is
first brought to conditions on polynomials by sympy's algebra (``together``, ``fraction``,
``Poly``), its radicals and exponentials replaced by generators; cvc5's coverings procedure
then decides the conjunction. Generators carry a few true facts of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from math import lcm

import sympy as sp

from proofs.domain import Domain
from proofs.provers import solvers

TIMEOUT_MS = 4000
LARGEST_TOTAL_DEGREE = 60


class NotPolynomialError(ValueError):
    """The formula does not come down to polynomials in known generators."""


Side = tuple[sp.Expr, str]
"""A polynomial expression and its relation to zero: one of ">", ">=", "=", "distinct"."""


@dataclass
class Generators:
    """The variables that replace what is not rational, with their defining conditions."""

    orders: dict[sp.Expr, int] = field(default_factory=dict)
    made: dict[sp.Expr, sp.Dummy] = field(default_factory=dict)
    conditions: list[Side] = field(default_factory=list)
    exponents: dict[sp.Dummy, sp.Expr] = field(default_factory=dict)
    defined: list[sp.Expr] = field(default_factory=list)

    def variable(self, key: sp.Expr) -> tuple[sp.Dummy, bool]:
        new = key not in self.made
        if new:
            self.made[key] = sp.Dummy(f"g{len(self.made)}", real=True)
        return self.made[key], new

    def root(self, base: sp.Expr, order: int) -> sp.Dummy:
        y, new = self.variable(sp.Pow(base, sp.Rational(1, order), evaluate=False))
        if new:
            numerator, denominator = sp.fraction(sp.together(base))
            self.conditions += [(y, ">="), (y**order * denominator - numerator, "=")]
        return y

    def exponential(self, u: sp.Expr) -> sp.Dummy:
        """Return the variable for exp(u), u a rational function of variables already there."""
        e, new = self.variable(sp.exp(u, evaluate=False))
        if new:
            self.exponents[e] = u
            self.conditions.append((e, ">"))
        return e


def _split(exponent: sp.Expr) -> Iterator[tuple[sp.Rational, sp.Expr]]:
    for piece in sp.Add.make_args(sp.expand(exponent)):
        yield piece.as_coeff_Mul(rational=True)


def _plan(expr: sp.Basic, orders: dict[sp.Expr, int]) -> None:
    """Find, for every radicand and every exponential, the finest root that is needed."""
    for node in sp.preorder_traversal(expr):
        if isinstance(node, sp.exp):
            for c, rest in _split(node.exp):
                # exp(c·log x) is a power of x, not a new exponential
                key = rest.args[0] if isinstance(rest, sp.log) else sp.exp(rest)
                orders[key] = lcm(orders.get(key, 1), int(c.q))
        elif isinstance(node, sp.Pow) and isinstance(node.exp, sp.Rational):
            orders[node.base] = lcm(orders.get(node.base, 1), int(node.exp.q))


def _rational(expr: sp.Expr, gens: Generators) -> sp.Expr:
    """Replace, from the leaves up, all that is not rational by generators."""
    if not expr.args:
        return expr
    args = [_rational(arg, gens) if not isinstance(expr, sp.exp) else arg for arg in expr.args]
    if isinstance(expr, sp.Pow) and isinstance(expr.exp, sp.Rational) and expr.exp.q != 1:
        order = gens.orders[expr.base]
        power = int(expr.exp.p) * (order // int(expr.exp.q))
        return gens.root(args[0], order) ** power
    if isinstance(expr, sp.exp):
        factors = []
        for c, rest in _split(expr.exp):
            if isinstance(rest, sp.log):
                factors.append(_rational(sp.Pow(rest.args[0], c), gens))
                continue
            order = gens.orders[sp.exp(rest)]
            base = gens.exponential(_rational(rest, gens) / order)
            factors.append(base ** int(c * order))
        return sp.Mul(*factors)
    if isinstance(expr, sp.log):
        return _log(args[0], gens)
    if isinstance(expr, sp.Abs):
        v, new = gens.variable(expr)
        if new:
            numerator, denominator = sp.fraction(sp.together(args[0]))
            gens.conditions += [(v, ">="), ((v * denominator) ** 2 - numerator**2, "=")]
        return v
    if isinstance(expr, sp.Pow):
        if not isinstance(expr.exp, sp.Integer):
            raise NotPolynomialError(str(expr))
        if expr.exp < 0:
            gens.defined.append(sp.together(args[0]))
    elif not isinstance(expr, (sp.Add, sp.Mul)):
        raise NotPolynomialError(str(expr))
    return expr.func(*args)


def _log(inside: sp.Expr, gens: Generators) -> sp.Expr:
    v, new = gens.variable(sp.log(inside, evaluate=False))
    if new:
        up, down = sp.fraction(sp.together(inside))
        # 1 - 1/x ≤ log x ≤ x - 1, written without division for x = up/down
        gens.conditions += [
            (up * down, ">"),
            ((up - down - v * down) * down, ">="),
            ((v * up - up + down) * up, ">="),
            # log x has the sign of x - 1
            (v * (up - down) * down, ">="),
        ]
    return v


def _prepare(expr: sp.Basic) -> sp.Basic:
    """Write hyperbolic functions, maxima and symbolic powers through exp, log and Abs."""
    expr = expr.rewrite([sp.sinh, sp.cosh, sp.tanh, sp.coth], sp.exp)
    expr = expr.replace(sp.Max, lambda *a: reduce(lambda x, y: (x + y + sp.Abs(x - y)) / 2, a))
    expr = expr.replace(sp.Min, lambda *a: reduce(lambda x, y: (x + y - sp.Abs(x - y)) / 2, a))
    return expr.replace(
        lambda e: isinstance(e, sp.Pow) and not e.exp.is_Rational,
        lambda e: sp.exp(e.exp * sp.log(e.base)),
    )


def _literals(statement: sp.Basic) -> list[list[sp.Rel]]:
    """Return the statement as a disjunction of conjunctions of relations."""
    compound = isinstance(statement, (sp.And, sp.Or, sp.Not, sp.Implies))
    normal = sp.to_dnf(statement) if compound else statement
    if normal in (sp.true, sp.false):
        return [[]] if normal == sp.true else []
    clauses = normal.args if isinstance(normal, sp.Or) else (normal,)
    return [list(c.args) if isinstance(c, sp.And) else [c] for c in clauses]


SENSE = {sp.Gt: ">", sp.Ge: ">=", sp.Lt: ">", sp.Le: ">=", sp.Eq: "=", sp.Ne: "distinct"}


def _side(relation: sp.Rel, gens: Generators) -> Side:
    """Bring a relation to a polynomial compared with zero; its denominator is not zero."""
    if relation.func not in SENSE:
        raise NotPolynomialError(str(relation))
    left, right = relation.args
    if isinstance(relation, (sp.Lt, sp.Le)):
        left, right = right, left
    numerator, denominator = sp.fraction(sp.together(_rational(_prepare(left - right), gens)))
    sense = SENSE[relation.func]
    return (numerator if sense in ("=", "distinct") else numerator * denominator, sense)


def _facts(gens: Generators) -> list[str]:
    """Say what is true of the exponentials, in SMT-LIB."""
    said = []
    logs = {v: key.args[0] for key, v in gens.made.items() if isinstance(key, sp.log)}
    roots = [(y, k.base, int(1 / k.exp)) for k, y in gens.made.items() if isinstance(k, sp.Pow)]
    scale = [(_name(e), _quotient(u)) for e, u in gens.exponents.items()]
    for e, u in scale:
        said += [
            f"(>= {e} (+ 1.0 {u}))",
            f"(<= (* {e} (- 1.0 {u})) 1.0)",
            f"(=> (> {u} 0.0) (> {e} 1.0))",
            f"(=> (< {u} 0.0) (< {e} 1.0))",
            f"(=> (= {u} 0.0) (= {e} 1.0))",
        ]
    for v, inside in logs.items():
        scale.append((_quotient(inside), _name(v)))
        for y, base, q in roots:
            if base == inside:
                scale.append((_name(y), f"(/ {_name(v)} {q}.0)"))
                said.append(f"(<= {_name(v)} (* {q}.0 (- {_name(y)} 1.0)))")
    for i, (a, u) in enumerate(scale):
        for b, w in scale[:i]:
            said.append(f"(=> (< {u} {w}) (< {a} {b}))")
            said.append(f"(=> (= {u} {w}) (= {a} {b}))")
            said.append(f"(=> (> {u} {w}) (> {a} {b}))")
    return said


def _quotient(expr: sp.Expr) -> str:
    up, down = sp.fraction(sp.together(expr))
    if down == 1:
        return _smt(up)
    return f"(/ {_smt(up)} {_smt(down)})"


def _smt(expr: sp.Expr) -> str:
    """Print a polynomial expression in expanded form."""
    generators = sorted(expr.free_symbols, key=str)
    if not generators:
        return _coefficient(sp.Rational(expr))
    poly = sp.Poly(expr, *generators)
    if poly.total_degree() > LARGEST_TOTAL_DEGREE:
        raise NotPolynomialError(f"degree {poly.total_degree()}")
    terms = []
    for exponents, coefficient in poly.terms():
        factors = [_coefficient(coefficient)]
        for g, n in zip(generators, exponents, strict=True):
            factors += [_name(g)] * n
        terms.append(factors[0] if len(factors) == 1 else f"(* {' '.join(factors)})")
    return terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"


def _coefficient(value: sp.Rational) -> str:
    if not isinstance(value, sp.Rational):
        raise NotPolynomialError(str(value))
    body = f"(/ {abs(int(value.p))} {int(value.q)})"
    return f"(- {body})" if value < 0 else body


def _name(symbol: sp.Symbol) -> str:
    # any printable name, made safe for SMT-LIB
    return f"v{str(symbol).encode().hex()}"


def _declared(symbol: sp.Symbol) -> Iterator[Side]:
    """Yield what the declaration of a symbol says, as polynomial conditions."""
    if symbol.is_even and symbol.is_positive:
        yield symbol - 2, ">="
    elif symbol.is_integer and symbol.is_positive:
        yield symbol - 1, ">="
    elif symbol.is_positive:
        yield symbol, ">"
    elif symbol.is_nonnegative:
        yield symbol, ">="
    elif symbol.is_negative:
        yield -symbol, ">"
    elif symbol.is_nonpositive:
        yield -symbol, ">="
    elif symbol.is_nonzero:
        yield symbol, "distinct"


def _assert(side: Side) -> str:
    expr, sense = side
    if sense == "distinct":
        return f"(distinct {_smt(expr)} 0.0)"
    return f"({sense} {_smt(expr)} 0.0)"


def holds(statement: sp.Basic, domain: Domain, milliseconds: int = TIMEOUT_MS) -> bool:
    """Whether cvc5 proves that no admissible value violates ``statement``.

    The denominators must be shown not to vanish as well. False means "not shown".

    Raises
    ------
    NotPolynomialError
        If the formula cannot be brought to polynomials.

    Examples
    --------
    >>> from proofs.domain import domain_of
    >>> from spectra import R
    >>> holds(sp.sqrt(R + 1) < sp.sqrt(R) + 1, domain_of([R], []))
    True
    >>> holds(sp.sqrt(R + 1) > 2, domain_of([R], []))
    False
    """
    given = [_literals(assumption) for assumption in domain.assumptions]
    everything = sp.Tuple(*(_prepare(e) for e in (statement, *domain.assumptions)))
    # the negation of a relation must be one of the six kinds, so it is taken before encoding
    for clause in _literals(sp.Not(statement)):
        gens = Generators()
        _plan(everything, gens.orders)
        base = [_assert_all(options, gens) for options in given]
        violated = [_side(literal, gens) for literal in clause]
        sides = [*gens.conditions, *(s for x in domain.symbols for s in _declared(x))]
        said = [*map(_assert, sides), *base, *_facts(gens)]
        zero = [f"(= {_smt(sp.fraction(d)[0])} 0.0)" for d in gens.defined]
        below = [f"(distinct {_smt(sp.fraction(d)[0])} 0.0)" for d in gens.defined]
        names = sorted(map(_name, {*domain.symbols, *gens.made.values()}))
        if zero and not _unsat(names, [*said, f"(or {' '.join(zero)} false)"], milliseconds):
            return False
        if not _unsat(names, [*said, *below, *map(_assert, violated)], milliseconds):
            return False
    return True


def _assert_all(options: list[list[sp.Rel]], gens: Generators) -> str:
    clauses = [[_assert(_side(literal, gens)) for literal in clause] for clause in options]
    parts = [f"(and {' '.join(c)} true)" for c in clauses]
    return f"(or {' '.join(parts)} false)"


def _unsat(names: list[str], assertions: list[str], milliseconds: int) -> bool:
    text = "".join(f"(declare-const {name} Real)\n" for name in names)
    text += "".join(f"(assert {a})\n" for a in assertions)
    return solvers.ask("cvc5", text, milliseconds).status == "unsat"
