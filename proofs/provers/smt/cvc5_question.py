"""Real arithmetic through polynomials: sympy's ``Poly`` on one side, cvc5 on the other.

The second route beside :mod:`proofs.provers.smt.z3_question`, sharing no code with it. The formula is
first brought to conditions on polynomials by sympy's algebra, its radicals and exponentials
replaced by generators; cvc5's coverings procedure then decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from proofs.claims.domain import Domain
from proofs.provers.smt.cvc5_encoding import (
    Generators,
    NotPolynomialError,
    Side,
    plan,
    prepare,
    rational,
)

__all__ = ["NotPolynomialError", "Question", "question"]

LARGEST_TOTAL_DEGREE = 60

SENSE = {sp.Gt: ">", sp.Ge: ">=", sp.Lt: ">", sp.Le: ">=", sp.Eq: "=", sp.Ne: "distinct"}


@dataclass(frozen=True)
class Question:
    """Texts of which both must be unsatisfiable.

    Attributes
    ----------
    violated : str
        Somewhere in the domain the statement is defined and fails.
    undefined : str
        Somewhere in the domain a part of it is undefined; empty if every part is plainly defined.
    """

    violated: str
    undefined: str


def question(statement: sp.Basic, domain: Domain) -> Question:
    """Return what to ask cvc5.

    Raises
    ------
    NotPolynomialError
        If the formula cannot be brought to polynomials.

    Examples
    --------
    >>> from proofs.claims.domain import domain_of
    >>> from proofs.provers.smt import processes
    >>> from spectra import R
    >>> asked = question(sp.sqrt(R + 1) < sp.sqrt(R) + 1, domain_of([R], []))
    >>> asked.undefined, processes.ask_all([("cvc5", asked.violated)], 1000)["cvc5"].status
    ('', 'unsat')
    """
    writer = Writer(statement, domain)
    # each clause violates the statement; it is taken before encoding, since the negation of a
    # relation must be one of the six kinds
    failures = [
        [writer.side(literal) for literal in clause] for clause in literals(sp.Not(statement))
    ]
    return writer.question(failures)


def literals(statement: sp.Basic) -> list[list[sp.Rel]]:
    """Return the statement as a disjunction of conjunctions of relations."""
    compound = isinstance(statement, (sp.And, sp.Or, sp.Not, sp.Implies))
    normal = sp.to_dnf(statement) if compound else statement
    if normal in (sp.true, sp.false):
        return [[]] if normal == sp.true else []
    clauses = normal.args if isinstance(normal, sp.Or) else (normal,)
    return [list(c.args) if isinstance(c, sp.And) else [c] for c in clauses]


class Writer:
    """Collects what is known on a domain and writes questions in SMT-LIB."""

    def __init__(self, statement: sp.Basic, domain: Domain) -> None:
        self.gens = Generators()
        self.prepared: dict[sp.Expr, sp.Expr] = {}
        for relation in sp.And(statement, *domain.assumptions, evaluate=False).atoms(sp.Rel):
            for side in relation.args:
                self.prepared[side] = prepare(side, canonical=isinstance(statement, sp.Eq))
                plan(self.prepared[side], self.gens.orders)
        self.names: dict[sp.Symbol, str] = {}
        self.given = [declared for s in domain.symbols for declared in _declared(s)]
        self.assumed = [
            [[self.side(literal) for literal in clause] for clause in literals(assumption)]
            for assumption in domain.assumptions
        ]
        self.start = len(self.gens.conditions)
        if any(need for need, _ in self.gens.conditions) and not all(
            isinstance(a, sp.Rel) for a in domain.assumptions
        ):
            raise NotPolynomialError("an assumption may be undefined in part")

    def side(self, relation: sp.Rel) -> Side:
        """Bring a relation to a polynomial compared with zero."""
        if relation.func not in SENSE:
            raise NotPolynomialError(str(relation))
        left, right = (
            self.prepared[arg] if arg in self.prepared else prepare(arg) for arg in relation.args
        )
        if isinstance(relation, (sp.Lt, sp.Le)):
            left, right = right, left
        gap = rational(left, self.gens) - rational(right, self.gens)
        numerator, denominator = sp.fraction(sp.together(gap))
        sense = SENSE[relation.func]
        if sense in ("=", "distinct"):
            numerator = self.reduced(numerator)
        return (numerator if sense in ("=", "distinct") else numerator * denominator, sense)

    def reduced(self, numerator: sp.Expr) -> sp.Expr:
        """Replace powers of radicals by their bases, the latest first; zero stays zero."""
        for key, y in reversed(self.gens.made.items()):
            if not isinstance(key, sp.Pow) or not numerator.has(y):
                continue
            up, down = sp.fraction(sp.together(key.base))
            order = int(1 / key.exp)
            if sp.Poly(numerator, y).degree() >= order:
                numerator = sp.prem(numerator, y**order * down - up, y)
        return sp.expand(numerator)

    # writing ----------------------------------------------------------------------------------

    def question(self, failures: list[list[Side]]) -> Question:
        """Return the texts for a statement that fails where one of ``failures`` holds."""
        before, after = self.gens.conditions[: self.start], self.gens.conditions[self.start :]
        # an assumption holds only where it is defined, so there needs are facts
        known = [self.text(side) for side in [*self.given, *(side for _, side in before)]]
        known += [_any([_all(map(self.text, c)) for c in a]) for a in self.assumed]
        violated = _any([_all(map(self.text, clause)) for clause in failures])
        facts = [self.text(side) for _, side in after]
        exponentials = exponential_facts(self)
        everything = [*known, *facts, *exponentials, *logarithmic_facts(self), violated]
        undefined = "false"
        for need, side in reversed(after):
            said = self.text(side)
            undefined = f"(or (not {said}) {undefined})" if need else f"(and {said} {undefined})"
        needed = any(need for need, _ in after)
        return Question(
            self._asserted(everything),
            self._asserted([*known, *exponentials, undefined]) if needed else "",
        )

    def _asserted(self, assertions: list[str]) -> str:
        text = "".join(f"(declare-const {name} Real)\n" for name in self.names.values())
        return text + "".join(f"(assert {a})\n" for a in assertions)

    def text(self, side: Side) -> str:
        """Write a condition."""
        expr, sense = side
        return f"({sense} {self.polynomial(expr)} 0.0)"

    def polynomial(self, expr: sp.Expr) -> str:
        """Write a polynomial expression in expanded form."""
        generators = sorted(expr.free_symbols, key=str)
        if not generators:
            return _coefficient(expr)
        poly = sp.Poly(expr, *generators)
        if poly.total_degree() > LARGEST_TOTAL_DEGREE:
            raise NotPolynomialError(f"degree {poly.total_degree()}")
        terms = []
        for exponents, coefficient in poly.terms():
            factors = [_coefficient(coefficient)]
            for g, n in zip(generators, exponents, strict=True):
                factors += [self.name(g)] * n
            terms.append(factors[0] if len(factors) == 1 else f"(* {' '.join(factors)})")
        return terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"

    def quotient(self, expr: sp.Expr) -> str:
        """Write a rational function."""
        up, down = sp.fraction(sp.together(expr))
        if down == 1:
            return self.polynomial(up)
        return f"(/ {self.polynomial(up)} {self.polynomial(down)})"

    def exponentials(self) -> list[tuple[str, str]]:
        """Return the names of the exponentials, each with its exponent."""
        return [(self.name(e), self.quotient(u)) for e, u in self.gens.exponents.items()]

    def name(self, symbol: sp.Symbol) -> str:
        """Return the name of a variable: numbered, since different symbols may print alike."""
        return self.names.setdefault(symbol, f"v{len(self.names)}")


def _coefficient(value: sp.Expr) -> str:
    if not isinstance(value, sp.Rational):
        raise NotPolynomialError(str(value))
    body = f"(/ {abs(int(value.p))} {int(value.q)})"
    return f"(- {body})" if value < 0 else body


def _all(parts: Iterator[str]) -> str:
    return f"(and {' '.join(parts)} true)"


def _any(parts: list[str]) -> str:
    return f"(or {' '.join(parts)} false)"


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


def exponential_facts(writer: Writer) -> list[str]:
    """Say what is true of exponentials, and how they are ordered."""
    said = []
    for e, u in writer.exponentials():
        said += [
            f"(>= {e} (+ 1.0 {u}))",
            f"(<= (* {e} (- 1.0 {u})) 1.0)",
            f"(=> (distinct {u} 0.0) (> {e} (+ 1.0 {u})))",
            f"(=> (> {u} 0.0) (> {e} 1.0))",
            f"(=> (< {u} 0.0) (< {e} 1.0))",
            f"(=> (= {u} 0.0) (= {e} 1.0))",
        ]
    return said + ordered(writer.exponentials())


def logarithmic_facts(writer: Writer) -> list[str]:
    """Say how exponentials, logarithms and roots that occur together are ordered."""
    made, said, scale = writer.gens.made, [], writer.exponentials()
    roots = [(y, k.base, int(1 / k.exp)) for k, y in made.items() if isinstance(k, sp.Pow)]
    for v, inside in [(v, k.args[0]) for k, v in made.items() if isinstance(k, sp.log)]:
        log = writer.name(v)
        x = writer.quotient(inside)
        said.append(f"(=> (distinct {x} 1.0) (< {log} (- {x} 1.0)))")
        scale.append((x, log))
        for y, base, q in roots:
            if base == inside:
                root = writer.name(y)
                scale.append((root, f"(/ {log} {q}.0)"))
                said.append(f"(<= {log} (* {q}.0 (- {root} 1.0)))")
    for product, exponent in writer.gens.products:
        # e^u ≥ 1 + u for the whole exponent, if that brings in nothing new
        logs = exponent.atoms(sp.log)
        if logs and exponent.atoms(sp.Function) == logs and logs <= set(made):
            gap = product - 1 - rational(exponent, writer.gens)
            up, down = sp.fraction(sp.together(gap))
            said.append(writer.text((up * down, ">=")))
    return said + ordered(scale) if len(scale) > len(writer.gens.exponents) else []


def ordered(scale: list[tuple[str, str]]) -> list[str]:
    """Say that of pairs (x, log x) both sides are in the same order."""
    said = []
    for i, (a, u) in enumerate(scale):
        for b, w in scale[:i]:
            said.append(f"(=> (< {u} {w}) (< {a} {b}))")
            said.append(f"(=> (= {u} {w}) (= {a} {b}))")
            said.append(f"(=> (> {u} {w}) (> {a} {b}))")
    return said
