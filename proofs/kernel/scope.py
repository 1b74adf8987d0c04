"""What is known at one place of a proof: variables, defined terms, facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import add, mul
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flint import arb

from proofs.kernel.errors import UndefinedTerm, ensure, reject
from proofs.kernel.formulas import NEGATION, All, Fact, Formula, Some, entails, fact, negation
from proofs.kernel.functions import FUNCTIONS, Args, Ball, function
from proofs.kernel.language import NAME, RELATIONS, REPEATED, WHOLE, Tree, exponent, repeated
from proofs.kernel.polynomials import NUMBER, Poly, Ring, rational

if TYPE_CHECKING:
    from collections.abc import Mapping


def sign_fact(x: Poly, sign: str) -> Formula:
    """Return ``x sign 0`` for any of the six relations."""
    return fact(-x if "<" in sign else x, sign.replace("<", ">"))


@dataclass(frozen=True)
class Term:
    """A defined term: ``op`` of its arguments, which contain earlier names only."""

    op: str
    args: Args


@dataclass
class Scope:
    """The names that may be used, and what is known of them.

    A step inside a branch works in a scope of its own, :meth:`inner`, which starts with all that
    is known outside; what it finds stays inside. Names are never used twice in one object.

    Attributes
    ----------
    ring : Ring
        Polynomials in all names of the object, also those not yet introduced.
    kinds : dict
        Kind of each variable.
    terms : dict
        The defined terms.
    facts : dict
        Formulas that hold, by the name of the step that showed them.
    assume : tuple of formulas
        The hypotheses as they were typed.
    used : Counter
        Rules and axioms used anywhere in the object.
    taken : set of str
        Names introduced anywhere in the object.
    flow : Flow, optional
        The differential equation that the names obey, where facts hold at all times.
    """

    ring: Ring
    assume: tuple[Tree, ...] = ()
    kinds: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    facts: dict[str, Formula] = field(default_factory=dict)
    used: Counter[tuple[str, str]] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    flow: Any = None

    def inner(self) -> Scope:
        """Return a scope that starts with what is known here."""
        kinds, terms, facts = dict(self.kinds), dict(self.terms), dict(self.facts)
        return Scope(self.ring, self.assume, kinds, terms, facts, self.used, self.taken)

    # names ------------------------------------------------------------------------------------

    def _take(self, name: Any) -> str:
        new = isinstance(name, str) and NAME.fullmatch(name) and name not in self.taken
        ensure(new, f"{name!r} is not a new name")
        self.taken.add(name)
        return str(name)

    def declare(self, name: object, kind: str, sign: str = "") -> Poly:
        """Introduce a variable."""
        new = self._take(name)
        self.kinds[new] = kind
        x = self.ring.generator(new)
        if sign:
            self.facts[f"{new}.sign"] = sign_fact(x, sign)
        return x

    def define(self, name: object, op: str, args: Args) -> Poly:
        """Introduce a term that is known to be defined."""
        new, kind = self._take(name), function(op)
        self.terms[new] = Term(op, args)
        self.used["axiom", kind.axiom] += 1
        x = self.ring.generator(new)
        for i, formula in enumerate(kind.facts(x, *args)):
            self.facts[f"{new}.{i}"] = formula
        return x

    def learn(self, name: object, formula: Formula) -> None:
        """Keep a formula that has been shown."""
        self.facts[self._take(name)] = formula

    def known(self, names: Any) -> All:
        """Return the conjunction of the formulas of these names."""
        names = [names] if isinstance(names, str) else names
        for name in names:
            ensure(name in self.facts, f"nothing is known here under the name {name!r}")
        return All(tuple(self.facts[name] for name in names))

    def one(self, name: Any, *relations: str) -> Poly:
        """Return p of a fact ``p rel 0`` with one of the relations."""
        known = self.facts.get(name)
        if not isinstance(known, Fact) or known.rel not in relations:
            reject(f"{name!r} is not a fact with one of {relations}")
        return known.poly

    def require(self, names: Any, wanted: Formula, purpose: str) -> None:
        """Refuse unless what the names stand for says ``wanted``."""
        ensure(entails(self.known(names), wanted), f"{purpose} does not follow from {names!r}")

    # polynomials and formulas -----------------------------------------------------------------

    def read(self, terms: object) -> Poly:
        """Read a polynomial in names that may be used here."""
        p = self.ring.read(terms)
        self.allow(p)
        return p

    def allow(self, p: Poly) -> None:
        """Refuse a polynomial in names that may not be used here."""
        for name in self.ring.names_in(p):
            ensure(name in self.kinds or name in self.terms, f"{name!r} is not known here")

    def read_formula(self, data: Any) -> Formula:
        """Read a formula over polynomials, as it stands in a step."""
        head, *rest = data
        if head in ("and", "or"):
            return (All if head == "and" else Some)(tuple(map(self.read_formula, rest)))
        ensure(head in NEGATION and len(rest) == 1, f"{data!r} is not a fact")
        return fact(self.read(rest[0]), head)

    def find(self, op: str, args: Args) -> Poly:
        """Return the generator of a term."""
        for name, term in self.terms.items():
            if term.op == op and term.args == args:
                return self.ring.generator(name)
        raise UndefinedTerm(f"a term {op} has not been defined")

    def poly(self, tree: Tree, values: Mapping[str, Poly] = MappingProxyType({})) -> Poly:
        """Return a tree as a polynomial in names and defined terms, with values for some names."""
        if isinstance(tree, str):
            if tree in values:
                return values[tree]
            if NUMBER.fullmatch(tree):
                return self.ring.constant(rational(tree))
            ensure(tree in self.kinds, f"{tree!r} is no variable here")
            return self.ring.generator(tree)
        head, *rest = tree
        if head == "^":
            base, n = rest
            return self.poly(base, values) ** exponent(n)
        if head in REPEATED:
            op, trees = repeated(tree)
            return self.find(op, tuple(self.poly(part, values) for part in trees))
        parts = tuple(self.poly(part, values) for part in rest)
        if head in ("+", "*"):
            return reduce(add if head == "+" else mul, parts, self.ring.constant(head == "*"))
        known = head in FUNCTIONS and len(parts) == FUNCTIONS[head].size
        ensure(known, f"{head!r} is no function of {len(parts)} arguments")
        return self.find(head, parts)

    def formula(self, data: Tree) -> Formula:
        """Return a formula over trees as one over polynomials; every term must be defined."""
        head, *rest = data
        if head in ("and", "or"):
            return (All if head == "and" else Some)(tuple(map(self.formula, rest)))
        if head == "not":
            (part,) = rest
            return negation(self.formula(part))
        if head == "implies":
            premise, conclusion = map(self.formula, rest)
            return Some((negation(premise), conclusion))
        ensure(head in RELATIONS, f"{head!r} is no relation")
        left, right = map(self.poly, rest)
        return sign_fact(left - right, head)

    # kinds ------------------------------------------------------------------------------------

    def is_integral(self, p: Poly, kinds: tuple[str, ...] = WHOLE) -> bool:
        """Whether a polynomial takes integer values, by its coefficients and names."""

        def is_whole(name: str) -> bool:
            term = self.terms.get(name)
            return self.kinds.get(name) in kinds or bool(term and function(term.op).integer)

        return all(c.q == 1 for c in p.coeffs()) and all(map(is_whole, self.ring.names_in(p)))

    def is_even(self, p: Poly) -> bool:
        """Whether a polynomial takes even values: modulo 2, all its coefficients vanish."""
        parity = {"even": self.ring.constant(0), "odd": self.ring.constant(1)}
        names = self.ring.names
        values = [parity.get(self.kinds.get(n, ""), self.ring.generator(n)) for n in names]
        return self.is_integral(p) and all(c.p % 2 == 0 for c in p.compose(*values).coeffs())

    def depends(self, p: Poly, name: str) -> bool:
        """Whether a polynomial contains a variable, also within its terms."""
        return any(
            n == name
            or (n in self.terms and any(self.depends(a, name) for a in self.terms[n].args))
            for n in self.ring.names_in(p)
        )

    def ball(self, p: Poly, boxes: dict[str, Ball]) -> Ball:
        """Enclose a polynomial in defined terms; each variable in it needs a box."""
        values = dict(boxes)
        for name in self.ring.names_in(p) & set(self.terms):
            term = self.terms[name]
            values[name] = function(term.op).ball(*(self.ball(a, boxes) for a in term.args))
        total = arb(0)
        for powers, coefficient in p.to_dict().items():
            part = arb(coefficient)
            for name, power in zip(self.ring.names, powers, strict=False):
                if power:
                    ensure(name in values, f"{name!r} has no box")
                    part *= values[name] ** int(power)
            total += part
        return total
