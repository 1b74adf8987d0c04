"""What is known at one place of a proof: variables, defined terms, facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flint import arb

from proofs.kernel.errors import UndefinedTerm, reject
from proofs.kernel.formulas import All, Formula, Some, entails, fact, negation
from proofs.kernel.functions import FUNCTIONS, Args, Ball
from proofs.kernel.language import LARGEST_POWER, NAME, Tree
from proofs.kernel.polynomials import NUMBER, Poly, Ring, rational

WHOLE = ("integer", "even", "odd")


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

    def _take(self, name: object) -> str:
        if not isinstance(name, str) or not NAME.fullmatch(name) or name in self.taken:
            reject(f"{name!r} is not a new name")
        self.taken.add(name)
        return name

    def declare(self, name: object, kind: str, sign: str = "") -> Poly:
        """Introduce a variable."""
        new = self._take(name)
        self.kinds[new] = kind
        x = self.ring.generator(new)
        if sign:
            self.facts[f"{new}.sign"] = fact(-x if "<" in sign else x, sign.replace("<", ">"))
        return x

    def define(self, name: object, op: str, args: Args) -> Poly:
        """Introduce a term that is known to be defined."""
        new, function = self._take(name), FUNCTIONS[op]
        self.terms[new] = Term(op, args)
        self.used["axiom", function.axiom] += 1
        x = self.ring.generator(new)
        for i, formula in enumerate(function.facts(x, *args)):
            self.facts[f"{new}.{i}"] = formula
        return x

    def learn(self, name: object, formula: Formula) -> None:
        """Keep a formula that has been shown."""
        self.facts[self._take(name)] = formula

    def known(self, names: object) -> Formula:
        """Return the conjunction of the formulas of these names."""
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list):
            reject(f"{names!r} is not a list of names")
        for name in names:
            if name not in self.facts:
                reject(f"nothing is known here under the name {name!r}")
        return All(tuple(self.facts[name] for name in names))

    def require(self, names: object, wanted: Formula, purpose: str) -> None:
        """Refuse unless what the names stand for says ``wanted``."""
        if not entails(self.known(names), wanted):
            reject(f"{purpose} does not follow from {names!r}")

    # polynomials and formulas -----------------------------------------------------------------

    def read(self, terms: object) -> Poly:
        """Read a polynomial in names that may be used here."""
        p = self.ring.read(terms)
        self.allow(p)
        return p

    def allow(self, p: Poly) -> None:
        """Refuse a polynomial in names that may not be used here."""
        for name in self.ring.names_in(p):
            if name not in self.kinds and name not in self.terms:
                reject(f"{name!r} is not known here")

    def read_formula(self, data: Any) -> Formula:
        """Read a formula over polynomials, as it stands in a step."""
        if not isinstance(data, list) or not data:
            reject(f"{data!r} is not a formula")
        head, *rest = data
        if head in ("and", "or"):
            return (All if head == "and" else Some)(tuple(self.read_formula(x) for x in rest))
        if head not in ("=", "!=", ">", ">=") or len(rest) != 1:
            reject(f"{data!r} is not a fact")
        return fact(self.read(rest[0]), head)

    def find(self, op: str, args: Args) -> Poly:
        """Return the generator of a term."""
        for name, term in self.terms.items():
            if term.op == op and term.args == args:
                return self.ring.generator(name)
        raise UndefinedTerm(f"{op} of {', '.join(map(self.show, args))} has not been defined")

    def poly(self, tree: Tree) -> Poly:
        """Return a tree as a polynomial in names and defined terms."""
        if isinstance(tree, str):
            if NUMBER.fullmatch(tree):
                return self.ring.constant(rational(tree))
            if tree not in self.kinds:
                reject(f"{tree!r} is no variable here")
            return self.ring.generator(tree)
        head, *rest = tree
        if head == "^":
            base, power = rest
            if type(power) is not int or not 0 <= power <= LARGEST_POWER:
                reject(f"{power!r} is no exponent of a polynomial")
            return self.poly(base) ** power
        parts = tuple(self.poly(part) for part in rest)
        if head in ("+", "*"):
            total = self.ring.constant(0 if head == "+" else 1)
            for part in parts:
                total = total + part if head == "+" else total * part
            return total
        if head not in FUNCTIONS or len(parts) != FUNCTIONS[head].size:
            reject(f"{head!r} is no function of {len(parts)} arguments")
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
        if head not in ("=", "!=", ">", ">=", "<", "<="):
            reject(f"{head!r} is no relation")
        left, right = map(self.poly, rest)
        if head in ("<", "<="):
            return fact(right - left, head.replace("<", ">"))
        return fact(left - right, head)

    # kinds ------------------------------------------------------------------------------------

    def is_integral(self, p: Poly, kinds: tuple[str, ...] = WHOLE) -> bool:
        """Whether a polynomial takes integer values, by its coefficients and names."""
        names = self.ring.names_in(p)
        whole = all(
            self.kinds.get(n) in kinds or (n in self.terms and FUNCTIONS[self.terms[n].op].integer)
            for n in names
        )
        return whole and all(c.q == 1 for c in p.coeffs())

    def is_even(self, p: Poly) -> bool:
        """Whether a polynomial takes even values: modulo 2, all its coefficients vanish."""
        if not self.is_integral(p):
            return False
        zero, one = self.ring.constant(0), self.ring.constant(1)
        parity = {"even": zero, "odd": one}
        values = [parity.get(self.kinds.get(n, ""), self.ring.generator(n)) for n in self.ring.names]
        return all(c % 2 == 0 for c in (int(x.p) for x in p.compose(*values).coeffs()))

    def depends(self, p: Poly, name: str) -> bool:
        """Whether a polynomial contains a variable, also within its terms."""
        return any(
            n == name or (n in self.terms and any(self.depends(a, name) for a in self.terms[n].args))
            for n in self.ring.names_in(p)
        )

    def ball(self, p: Poly, boxes: dict[str, Ball]) -> Ball:
        """Enclose a polynomial in defined terms; each variable in it needs a box."""
        values = {}
        for name in self.ring.names_in(p):
            if name in self.terms:
                term = self.terms[name]
                values[name] = FUNCTIONS[term.op].ball(*(self.ball(a, boxes) for a in term.args))
            elif name in boxes:
                values[name] = boxes[name]
            else:
                reject(f"{name!r} has no box")
        total = arb(0)
        for powers, coefficient in p.to_dict().items():
            part = arb(coefficient)
            for i, power in enumerate(powers):
                if power:
                    part *= values[self.ring.names[i]] ** int(power)
            total += part
        return total

    def show(self, p: Poly) -> str:
        """Write a polynomial with the names of the object, for messages."""
        parts = []
        for powers, coefficient in p.to_dict().items():
            names = [f"{self.ring.names[i]}^{e}" for i, e in enumerate(powers) if e]
            parts.append("·".join([str(coefficient), *names]))
        return " + ".join(parts) or "0"


