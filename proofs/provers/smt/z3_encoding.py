"""Formulas as SMT-LIB text for Z3, by walking them: every sub-expression becomes a term.

Roots become variables with their defining polynomial. Exponentials, logarithms and powers
with symbolic exponents become variables of which only true facts are said (exp u ≥ 1 + u,
the sign of log, monotonicity between exponentials): what follows from those facts holds for
the functions themselves. Unsatisfiable negation is therefore a proof; a model is only a
candidate for a counterexample, to be checked in ball arithmetic.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import sympy as sp
from flint import arb, ctx

from proofs.claims.domain import bounds
from proofs.provers.expressions.arb_evaluation import NoBallError, ball

LARGEST_POWER = 48
ENCLOSURE_BITS, LARGEST_CONSTANT = 64, 10**300

OPERATORS: dict[type, str] = {
    sp.Eq: "=",
    sp.Gt: ">",
    sp.Ge: ">=",
    sp.Lt: "<",
    sp.Le: "<=",
}

EXPONENT, INVERSE = sp.Function("exponent"), sp.Function("inverse")
"""Keys of the variables that stand for an exponent and for the inverse of an exponential."""


class NotEncodableError(ValueError):
    """The formula has a part that has no faithful SMT term."""


def number(value: Fraction) -> str:
    """Write a rational as an SMT-LIB real."""
    body = f"(/ {abs(value.numerator)}.0 {value.denominator}.0)"
    return f"(- {body})" if value < 0 else body


@dataclass
class Encoder:
    """Declarations, facts, and the conditions under which every part is defined."""

    names: dict[sp.Basic, str] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    obligations: list[tuple[int, str, sp.Basic]] = field(default_factory=list)
    exponentials: list[tuple[str, str]] = field(default_factory=list)
    products: list[tuple[str, sp.Expr]] = field(default_factory=list)
    coarse: bool = False

    def fresh(self, key: sp.Basic, kind: str) -> str:
        """Declare a new constant for ``key`` and return its name."""
        name = f"{kind}{len(self.names)}"
        self.names[key] = name
        self.declared.append(f"(declare-const {name} Real)")
        return name

    def require(self, condition: str, culprit: sp.Basic) -> None:
        """Note that the formula is defined only under ``condition``, given the facts so far."""
        self.obligations.append((len(self.facts), condition, culprit))

    # formulas -------------------------------------------------------------------------------

    def formula(self, expr: sp.Basic) -> str:
        """Encode a relation or a Boolean combination of relations."""
        if expr in (sp.true, sp.false):
            return str(bool(expr)).lower()
        if isinstance(expr, sp.Not):
            return f"(not {self.formula(expr.args[0])})"
        if isinstance(expr, sp.Implies):
            return f"(=> {self.formula(expr.args[0])} {self.formula(expr.args[1])})"
        if isinstance(expr, (sp.And, sp.Or)):
            word = "and" if isinstance(expr, sp.And) else "or"
            return f"({word} {' '.join(self.formula(arg) for arg in expr.args)})"
        if isinstance(expr, sp.Ne):
            return f"(not (= {self.term(expr.lhs)} {self.term(expr.rhs)}))"
        if expr.func in OPERATORS:
            return f"({OPERATORS[expr.func]} {self.term(expr.lhs)} {self.term(expr.rhs)})"
        raise NotEncodableError(f"{expr.func.__name__} is not a relation")

    # terms ----------------------------------------------------------------------------------

    def term(self, expr: sp.Basic) -> str:
        """Return the SMT-LIB term of an expression."""
        if isinstance(expr, (sp.Rational, sp.Float)):
            exact = sp.Rational(expr)
            return number(Fraction(int(exact.p), int(exact.q)))
        if expr in self.names:
            return self.names[expr]
        if isinstance(expr, sp.Symbol):
            return self._symbol(expr)
        if isinstance(expr, (sp.Add, sp.Mul)):
            word = "+" if isinstance(expr, sp.Add) else "*"
            return f"({word} {' '.join(self.term(arg) for arg in expr.args)})"
        if expr == sp.E:
            return self._exponential(sp.S.One)
        if isinstance(expr, sp.exp) or (isinstance(expr, sp.Pow) and expr.base == sp.E):
            return self._exponential(expr.exp)
        if isinstance(expr, sp.Pow):
            return self._power(expr)
        if isinstance(expr, sp.log):
            return self._logarithm(expr.args[0])
        return self._function(expr)

    def _symbol(self, expr: sp.Symbol) -> str:
        name = self.fresh(expr, "v")
        self.facts += [self.formula(bound) for bound in bounds(expr)]
        return name

    def _power(self, expr: sp.Pow) -> str:
        base, exponent = expr.args
        if isinstance(exponent, sp.Integer) and exponent > 0:
            return self._repeat(self.term(base), int(exponent))
        if isinstance(exponent, sp.Integer):
            return self._inverse(sp.Pow(base, -exponent))
        if isinstance(exponent, sp.Rational):
            root = self._root(base, int(exponent.q))
            power = self._repeat(root, abs(int(exponent.p)))
            if exponent > 0:
                return power
            return self._inverse(sp.Pow(base, -exponent))
        return self._exponential(exponent * sp.log(base, evaluate=False))

    def _repeat(self, term: str, times: int) -> str:
        if times > LARGEST_POWER:
            raise NotEncodableError(f"power {times} is too high")
        return term if times == 1 else f"(* {' '.join([term] * times)})"

    def _inverse(self, expr: sp.Expr) -> str:
        key = sp.Pow(expr, -1, evaluate=False)
        if key in self.names:
            return self.names[key]
        below = self.term(expr)
        if not expr.is_nonzero:
            self.require(f"(not (= {below} 0.0))", expr)
        name = self.fresh(key, "inv")
        self.facts.append(f"(= (* {name} {below}) 1.0)")
        return name

    def _root(self, base: sp.Expr, order: int) -> str:
        key = sp.Tuple(base, sp.Integer(order))
        if key in self.names:
            return self.names[key]
        inside = self.term(base)
        if not base.is_nonnegative:
            self.require(f"(>= {inside} 0.0)", base)
        name = self.fresh(key, "root")
        self.facts += [f"(>= {name} 0.0)", f"(= {self._repeat(name, order)} {inside})"]
        return name

    def _exponential(self, exponent: sp.Expr) -> str:
        """Split exp(Σ c·M) into powers of exp(M), one variable for each M."""
        parts = []
        for piece in sp.Add.make_args(sp.expand(exponent)):
            c, rest = piece.as_coeff_Mul(rational=True)
            if isinstance(rest, sp.log):
                parts.append(self.term(sp.Pow(rest.args[0], c)))
                continue
            if rest == 1 and max(abs(c.p), c.q) > LARGEST_POWER:
                parts.append(self._number(sp.exp(c)))
                continue
            variable = self._root_of_exponential(rest, int(c.q))
            p = int(c.p)
            if p > 0:
                parts.append(self._repeat(variable, p))
            else:
                key = INVERSE(sp.Symbol(variable))
                if key not in self.names:
                    inverse = self.fresh(key, "inv")
                    self.facts.append(f"(= (* {inverse} {variable}) 1.0)")
                    self.facts.append(f"(> {inverse} 0.0)")
                parts.append(self._repeat(self.names[key], -p))
        if len(parts) == 1:
            return parts[0]
        product = f"(* {' '.join(parts)})"
        self.products.append((product, exponent))
        return product

    def _root_of_exponential(self, monomial: sp.Expr, order: int) -> str:
        key = sp.exp(monomial / order, evaluate=False)
        if key in self.names:
            return self.names[key]
        u = self._exponent(monomial / order)
        name = self.fresh(key, "e")
        self.facts += [
            f"(> {name} 0.0)",
            f"(>= {name} (+ 1.0 {u}))",
            f"(<= (* {name} (- 1.0 {u})) 1.0)",
            f"(= (> {name} 1.0) (> {u} 0.0))",
            f"(= (< {name} 1.0) (< {u} 0.0))",
            f"(=> (>= {u} 0.0) (>= {name} (+ 1.0 {u} (/ (* {u} {u}) 2.0))))",
        ]
        if monomial.is_number:
            self._enclose(name, key)
        self.exponentials.append((name, u))
        return name

    def _exponent(self, expr: sp.Expr) -> str:
        """Encode an exponent; when coarse, keep nothing of it but a sign that is plain."""
        signs = (("is_positive", ">"), ("is_nonnegative", ">="), ("is_negative", "<"))
        for name, word in signs:
            if self.coarse and getattr(expr, name) and not isinstance(expr, sp.Symbol):
                key = EXPONENT(expr)
                if key not in self.names:
                    self.facts.append(f"({word} {self.fresh(key, 'u')} 0.0)")
                return self.names[key]
        return self.term(expr)

    def link(self) -> None:
        """Say how exponentials, logarithms and roots that occur together are ordered."""
        pairs = list(self.exponentials)
        logs = [key for key in self.names if isinstance(key, sp.log)]
        roots = [key for key in self.names if isinstance(key, sp.Tuple)]
        for key in logs:
            pairs.append((self.term(key.args[0]), self.names[key]))
            for root in roots:
                if root[0] == key.args[0]:
                    y, q, log = self.names[root], number(Fraction(int(root[1]))), self.names[key]
                    pairs.append((y, f"(/ {log} {q})"))
                    self.facts.append(f"(<= {log} (* {q} (- {y} 1.0)))")
                    self.facts.append(f"(>= (* {y} {log}) (* {q} (- {y} 1.0)))")
        for product, exponent in self.products:
            # e^u ≥ 1 + u for the whole exponent, if that brings in nothing new
            if exponent.atoms(sp.Function) <= set(self.names):
                u = self.term(exponent)
                self.facts.append(f"(>= {product} (+ 1.0 {u}))")
                self.facts.append(f"(<= (* {product} (- 1.0 {u})) 1.0)")
        for (a, u), (b, v) in combinations(pairs, 2):
            self.facts.append(f"(= (> {a} {b}) (> {u} {v}))")
            self.facts.append(f"(= (< {a} {b}) (< {u} {v}))")

    def _logarithm(self, inside: sp.Expr) -> str:
        expanded = sp.expand_log(sp.log(inside))
        if not isinstance(expanded, sp.log):
            return self.term(expanded)
        inside = expanded.args[0]
        key = sp.log(inside, evaluate=False)
        if key in self.names:
            return self.names[key]
        x = self.term(inside)
        if not inside.is_positive:
            self.require(f"(> {x} 0.0)", inside)
        name = self.fresh(key, "log")
        self.facts += [
            f"(> {x} 0.0)",
            f"(<= {name} (- {x} 1.0))",
            f"(=> (not (= {x} 1.0)) (< {name} (- {x} 1.0)))",
            f"(>= (* {x} {name}) (- {x} 1.0))",
            f"(= (> {name} 0.0) (> {x} 1.0))",
            f"(= (< {name} 0.0) (< {x} 1.0))",
        ]
        if inside.is_number:
            self._enclose(name, key)
        return name

    def _function(self, expr: sp.Basic) -> str:
        if isinstance(expr, (sp.sinh, sp.cosh, sp.tanh, sp.coth)):
            return self.term(expr.rewrite(sp.exp))
        if isinstance(expr, sp.Abs):
            inner = self.term(expr.args[0])
            return f"(ite (>= {inner} 0.0) {inner} (- {inner}))"
        if isinstance(expr, (sp.Max, sp.Min)):
            word = ">=" if isinstance(expr, sp.Max) else "<="
            first, *rest = (self.term(arg) for arg in expr.args)
            for item in rest:
                first = f"(ite ({word} {first} {item}) {first} {item})"
            return first
        if isinstance(expr, sp.Piecewise):
            return self._piecewise(expr)
        if expr.is_number and expr.is_extended_real:
            return self._number(expr)
        raise NotEncodableError(f"no SMT term for {expr.func.__name__}")

    def _piecewise(self, expr: sp.Piecewise) -> str:
        pairs = [(self.term(value), self.formula(when)) for value, when in expr.args]
        if pairs[-1][1] != "true":
            self.require(f"(or {' '.join(when for _, when in pairs)})", expr)
        result = pairs[-1][0]
        for value, when in reversed(pairs[:-1]):
            result = f"(ite {when} {value} {result})"
        return result

    def _number(self, expr: sp.Basic) -> str:
        """Stand for a constant without a polynomial (π, ζ(3), …)."""
        if expr in self.names:
            return self.names[expr]
        name = self.fresh(expr, "c")
        self._enclose(name, expr)
        return name

    def _enclose(self, name: str, number_: sp.Basic) -> None:
        """Say between which rationals a constant lies."""
        msg = f"no enclosure of the constant {number_}"
        try:
            with ctx.workprec(ENCLOSURE_BITS):
                value = ball(number_, {})
        except (NoBallError, ValueError) as error:
            raise NotEncodableError(msg) from error
        if not abs(value) < LARGEST_CONSTANT:
            raise NotEncodableError(msg)
        low, high = arb(value.lower()).fmpq(), arb(value.upper()).fmpq()
        self.facts.append(f"(>= {name} {number(Fraction(int(low.p), int(low.q)))})")
        self.facts.append(f"(<= {name} {number(Fraction(int(high.p), int(high.q)))})")
