"""What is known at one place of a proof: variables, defined terms, facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add, mul
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flint import arb

from proofs.kernel.errors import UndefinedTerm, ensure, reject
from proofs.kernel.formulas import All, Fact, Formula, entails, fact, read_formula
from proofs.kernel.functions import Args, Ball, function
from proofs.kernel.language import NAME, NAMED, REPEATED, WHOLE, Tree, exponent, repeated
from proofs.kernel.polynomials import Poly, Ring, power, rational

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass
class Term:
    """A defined term: ``op`` of its arguments, which contain earlier names only."""

    op: str
    args: Args
    names: frozenset[str] = frozenset()
    """Its own, and those in its arguments and in their terms, once they have been asked for."""


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
    seen : dict
        Polynomials read anywhere in the object by their text, and what else stands for one; with
        the names in it.
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
    seen: dict[str, tuple[Poly, Iterable[str]]] = field(default_factory=dict)
    flow: Any = None

    def inner(self) -> Scope:
        """Return a scope that starts with what is known here, where facts hold at one time only."""
        kinds, terms, facts = dict(self.kinds), dict(self.terms), dict(self.facts)
        return replace(self, kinds=kinds, terms=terms, facts=facts, flow=None)

    # names ------------------------------------------------------------------------------------

    def _take(self, name: Any) -> str:
        if not (isinstance(name, str) and NAME.fullmatch(name) and name not in self.taken):
            reject(f"{name!r} is not a new name")
        self.taken.add(name)
        return str(name)

    def declare(self, name: object, kind: str, sign: str = "") -> Poly:
        """Introduce a variable."""
        new = self._take(name)
        self.kinds[new] = kind
        x = self.ring.generator(new)
        if sign:
            self.facts[f"{new}.sign"] = fact(x, sign)
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

    # facts ------------------------------------------------------------------------------------

    def known(self, names: Any) -> Formula:
        """Return the formula of a name, or the conjunction of those of several."""
        if not isinstance(names, str):
            return self.known(names[0]) if len(names) == 1 else All(tuple(map(self.known, names)))
        if names not in self.facts:
            reject(f"nothing is known here under the name {names!r}")
        return self.facts[names]

    def one(self, name: Any, *relations: str) -> Fact:
        """Return a fact with one of the relations."""
        known = self.known(name)
        if not isinstance(known, Fact) or known.rel not in relations:
            reject(f"{name!r} is no fact with {relations}")
        return known

    def require(self, names: Any, wanted: Formula, purpose: str) -> None:
        """Refuse unless what the names stand for says ``wanted``."""
        if not entails(self.known(names), wanted):
            reject(f"{purpose} does not follow from {names!r}")

    # polynomials and formulas -----------------------------------------------------------------

    def read(self, text: str) -> Poly:
        """Read a polynomial in names that may be used here; what says the same is read once."""
        if text not in self.seen:
            names = frozenset(NAME.findall(text))
            self.allow(names)
            self.seen[text] = self.ring.read(text), names
        self.allow(self.seen[text][1])
        return self.seen[text][0]

    def allow(self, names: Iterable[str]) -> None:
        """Refuse names that may not be used here."""
        if unknown := [n for n in names if n not in self.kinds and n not in self.terms]:
            reject(f"{unknown} is not known here")

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
            known = tree in self.kinds
            return self.ring.generator(tree) if known else self.ring.constant(rational(tree))
        head, *rest = tree
        if head == "^":
            base, n = rest
            return power(self.poly(base, values), exponent(n))
        if head == NAMED:
            (name,) = rest
            ensure(name in self.terms, f"{name!r} is no term here")
            return self.ring.generator(name)
        op, trees = repeated(tree) if head in REPEATED else (head, rest)
        parts = [self.poly(part, values) for part in trees]
        if head in ("+", "*"):
            return reduce(add if head == "+" else mul, parts)
        return self.find(op, tuple(parts))

    def formula(self, data: Tree) -> Formula:
        """Return a formula over trees as one over polynomials; every term must be defined."""
        return read_formula(data, lambda rel, a, b: fact(self.poly(a) - self.poly(b), rel))

    def read_formula(self, data: Any) -> Formula:
        """Read a formula over polynomials, as it stands in a step."""
        return read_formula(data, lambda rel, p: fact(self.read(p), rel))

    # kinds ------------------------------------------------------------------------------------

    def is_integral(self, p: Poly, kinds: tuple[str, ...] = WHOLE) -> bool:
        """Whether a polynomial takes integer values, by its coefficients and names."""
        whole = {name for name, kind in self.kinds.items() if kind in kinds}
        whole |= {name for name, term in self.terms.items() if function(term.op).integer}
        return self.ring.names_in(p) <= whole and all(c.q == 1 for c in p.coeffs())

    def is_even(self, p: Poly) -> bool:
        """Whether a polynomial takes even values: modulo 2, all its coefficients vanish."""
        parity = {"even": self.ring.constant(0), "odd": self.ring.constant(1)}
        names = self.ring.names
        values = [parity.get(self.kinds.get(n, ""), self.ring.generator(n)) for n in names]
        return self.is_integral(p) and all(c.p % 2 == 0 for c in p.compose(*values).coeffs())

    def within(self, p: Poly) -> set[str]:
        """Return the names in a polynomial and in its terms."""
        names = self.ring.names_in(p)
        return names.union(*(self.reach(name) for name in names if name in self.terms))

    def reach(self, name: str) -> frozenset[str]:
        """Return a term's name, and those in its arguments and in their terms."""
        term = self.terms[name]
        if not term.names:
            term.names = frozenset({name}).union(*map(self.within, term.args))
        return term.names

    def depends(self, p: Poly, name: str) -> bool:
        """Whether a polynomial contains a name, also within its terms."""
        return name in self.within(p)

    def see_continuous(self, p: Poly, moving: set[str]) -> None:
        """Refuse terms that may jump where some names move."""
        for name in self.within(p) & set(self.terms):
            op, args = self.terms[name].op, self.terms[name].args
            # an integral is, where its upper end moves alone
            fixed = args[1:] if op.startswith("integral ") else args
            still = all(moving.isdisjoint(self.within(a)) for a in fixed)
            ensure(still or function(op).continuous, f"{op} is not continuous")

    def ball(self, p: Poly, boxes: dict[str, Ball]) -> Ball:
        """Enclose a polynomial in defined terms; each variable in it needs a box."""
        values = dict(boxes)
        for name in self.ring.names_in(p) & set(self.terms):
            term = self.terms[name]
            values[name] = function(term.op).ball(*(self.ball(a, boxes) for a in term.args))
        ensure(self.ring.names_in(p) <= set(values), "a name has no box")
        total = arb(0)
        for powers, coefficient in p.to_dict().items():
            used = ((name, n) for name, n in zip(self.ring.names, powers, strict=True) if n)
            total += reduce(mul, (values[name] ** int(n) for name, n in used), arb(coefficient))
        return total
