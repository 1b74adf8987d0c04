"""Proofs written by hand for every case: steps with the identities they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

from proofs.kernel.elementary import at
from proofs.kernel.flows import Flow
from proofs.kernel.formulas import Fact, Some, fact
from proofs.kernel.polynomials import Poly
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.shorter import CHANGES, QUOTIENT

if TYPE_CHECKING:
    from proofs.kernel.language import Statement
    from proofs.provers.finders.steps.builder import Builder

Summand: TypeAlias = tuple[int, list[str]] | tuple[int, list[str], Poly]
"""A number, names of facts, and what is squared."""

Removal: TypeAlias = tuple[str, Poly] | tuple[str, Poly, str]
"""An equation, the name it removes, and why the coefficient of that is not 0."""


@dataclass
class Number:
    """A positive constant with a name of its own: why it is positive, and what removes the name."""

    x: Poly
    positive: str
    removal: Removal


@dataclass
class Script:
    """Steps added one by one; a fact is used with the polynomial it was shown for, not scaled.

    Attributes
    ----------
    b : Builder
    polys : dict
        The polynomial that each fact was shown for.
    flow : Flow, optional
        The differential equation.
    """

    b: Builder
    polys: dict[str, Poly] = field(default_factory=dict)
    flow: Flow | None = None

    def name(self, symbol: str) -> Poly:
        """Return a name as a polynomial."""
        return self.b.ring.generator(symbol)

    def keep(self, label: str, p: Poly) -> str:
        """Remember for which polynomial a fact was shown."""
        self.polys[label] = p
        return label

    def learn(self, label: str, p: Poly, rel: str) -> str:
        """Take a fact that stands in the object under this name."""
        self.b.scope.learn(label, fact(p, rel))
        return self.keep(label, p)

    def shown(self, p: Poly, rel: str) -> str:
        """Let the finders show a fact."""
        for effort in (0, 1, 2):
            label = prove(self.b, fact(p, rel), effort)
            if label is not None:
                wanted, known = fact(p, rel), self.b.scope.facts[label]
                # a fact that was shown for a multiple of p stays one of that
                if known != wanted or self.polys.get(label, p) != p:
                    label = self.b.add("logic", by=[label], fact=self.b.write_formula(wanted))
                return self.keep(label, p)
        raise NotFoundError(f"{self.b.show(p)} {rel} 0 is not shown")

    def short(self, p: Poly) -> Any:
        """Write a polynomial as a tree that speaks of terms by their names."""
        return self.b.tree(p, named=True)

    def named(self, x: Poly) -> str:
        """Return the name that a polynomial consists of."""
        (name,) = self.b.ring.names_in(x)
        return name

    def term(self, op: str, *args: Poly, by: Iterable[str] = ()) -> Poly:
        """Define a term, or return it if there is one; the first fact of it is kept."""
        known = self.b.scope.terms.items()
        same = [name for name, term in known if (term.op, term.args) == (op, args)]
        parts = [op, *map(self.b.write, args)]
        name = same[0] if same else self.b.add("def", self.b.new_term(), term=parts, by=list(by))
        x = self.name(name)
        if op in ("exp", "inv"):
            self.keep(f"{name}.0", x if op == "exp" else x * args[0] - 1)
        return x

    def inverse(self, p: Poly, positive: str) -> tuple[Poly, str, Removal]:
        """Define 1/p for p > 0; return it, that it is positive, and how it is removed."""
        x = self.term("inv", p, by=[positive])
        removal = (f"{self.named(x)}.0", x, positive)
        return x, self.keep(f"{self.named(x)}.sign", x), removal

    def number(self, p: Poly, positive: str) -> Number:
        """Give a positive constant a name: that of 1/(1/p)."""
        i, pi, no_i = self.inverse(p, positive)
        x, px, no_x = self.inverse(i, pi)
        return Number(x, px, (self.zero(x - p, (no_i[0], -x), (no_x[0], p)), x))

    def exponents(self, *powers: tuple[Poly, int], by: Iterable[str] = ()) -> str:
        """Show a product of powers of exponentials to be 1."""
        sides = {1: self.b.ring.constant(1), -1: self.b.ring.constant(1)}
        for x, n in powers:
            sides[1 if n > 0 else -1] *= x ** abs(n)
        rows = [[self.named(x), n] for x, n in powers]
        return self.keep(self.b.add("exponents", powers=rows, by=list(by)), sides[1] - sides[-1])

    def tangent(self, x: Poly) -> str:
        """Show exp a ≥ 1 + a."""
        a = self.b.scope.terms[self.named(x)].args[0]
        return self.keep(self.b.add("tangent", exp=self.named(x)), x - 1 - a)

    def log(self, x: Poly, log: Poly) -> str:
        """Show exp(log a) = a."""
        (a,) = self.b.scope.terms[self.named(log)].args
        return self.keep(self.b.add("explog", exp=self.named(x), log=self.named(log)), x - a)

    def exponent(self, x: Poly, above: str) -> str:
        """Show a > 0 from exp a > 1."""
        (a,) = self.b.scope.terms[self.named(x)].args
        return self.keep(self.b.exp_sign(self.named(x), "value", ">", above), a)

    def above_one(self, x: Poly, positive: str) -> str:
        """Show exp a > 1 from a > 0."""
        return self.keep(self.b.exp_sign(self.named(x), "exponent", ">", positive), x - 1)

    def at_start(self, p: Poly) -> Poly:
        """Return the value of a polynomial at time 0."""
        return at(self.b.scope, self.b.scope, p, self.flow.start)  # type: ignore[union-attr]

    def inner(self) -> Script:
        """Return a script for a branch."""
        return Script(self.b.inner(), dict(self.polys), self.flow)

    def _ratio(self, label: str) -> Any:
        known = self.b.scope.facts[label]
        if not isinstance(known, Fact):
            raise NotFoundError(f"{label} is no fact")
        return self.polys[label].leading_coefficient() / known.poly.leading_coefficient()

    def rows(self, summands: Iterable[Summand]) -> list[dict[str, Any]]:
        """Write products of facts, each with its number."""
        rows = []
        for c, facts, *square in summands:
            plain = [label for label in facts if self.polys[label].is_constant()]
            for label in facts:
                p = self.polys[label]
                c = c * (p.leading_coefficient() if label in plain else self._ratio(label))
            if c == 0:  # a constant that is 0 says nothing
                continue
            rest = [label for label in facts if label not in plain]
            row: dict[str, Any] = {"c": str(c), "facts": rest}
            rows.append(row | ({"square": self.b.write(square[0])} if square else {}))
        return rows

    def _modulo(self, removals: Iterable[Removal]) -> list[list[Any]]:
        rows = []
        for equation, x, *reason in removals:
            (name,) = self.b.ring.names_in(x)
            rows.append([equation, name, reason])
        return rows

    def cone(
        self, p: Poly, *summands: Summand, factor: Iterable[Summand] = (),
        modulo: Iterable[Removal] = (),
    ) -> str:  # fmt: skip
        """Show p ≥ 0, or > 0, by a sum of products."""
        rows = self.rows(factor) or [{"c": "1"}]
        label = self.b.add(
            "cone",
            p=self.b.write(p),
            factor=rows,
            sum=self.rows(summands),
            modulo=self._modulo(modulo),
        )
        return self.keep(label, p)

    def zero(
        self, p: Poly, *multiples: tuple[str, Poly], factor: Iterable[str] = (),
        modulo: Iterable[Removal] = (),
    ) -> str:  # fmt: skip
        """Show p = 0 by multiples of equations."""
        factor = list(factor)
        unit = prod(map(self._ratio, factor))
        rows = [
            [label, self.b.write(q * self._ratio(label) / unit)]
            for label, q in multiples
            if not self.polys[label].is_zero()
        ]
        label = self.b.add(
            "zero",
            p=self.b.write(p),
            factor=factor,
            multiples=rows,
            modulo=self._modulo(modulo),
        )
        return self.keep(label, p)

    def cases(self, on: str, p: Poly, rel: str, work: Callable[[Script, int, str], str]) -> str:
        """Show a fact in each case of a choice; ``work`` gets the place of the case and its name."""
        b, rows, choice = self.b, [], self.b.scope.facts[on]
        if not isinstance(choice, Some):
            raise NotFoundError(f"{on} is no choice")
        with b.aside():
            for i, part in enumerate(choice.parts):
                inner, name = self.inner(), b.new_name()
                inner.b.scope.learn(name, part)
                by = work(inner, i, name)
                rows.append({"name": name, "steps": inner.b.steps, "by": [by]})
        label = b.add("split", on=on, fact=b.write_formula(fact(p, rel)), branches=rows)
        return self.keep(label, p)

    def carry(
        self,
        rel: str,
        *parts: tuple[Poly, Poly, list[str], Callable[[Script, list[str], Poly], list[str]]],
    ) -> list[str]:
        """Show facts at all times; each part has p, m, the start, and what shows p′ - m·p rel 0."""
        b, flow = self.b, self.flow
        if flow is None:
            raise NotFoundError("no flow")
        inner, rows, changes = self.inner(), [], {}
        inner.b.scope.flow = flow
        with b.aside():
            names = [b.new_name() for _ in parts]
            if rel == ">":
                for name, (p, *_) in zip(names, parts, strict=True):
                    inner.b.scope.learn(name, fact(p, ">="))
                    inner.keep(name, p)
            for name, (p, m, start, work) in zip(names, parts, strict=True):
                gap = flow.derivative(inner.b.scope, p) - m * p
                by = work(inner, names, gap)
                row = {"name": name, "p": b.write(p), "m": b.write(m), "start": start, "by": by}
                rows.append(row | ({QUOTIENT: True} if gap.is_zero() else {}))
                changes[name] = b.write(gap)
        label = b.add("stays", rel=rel, parts=rows, steps=inner.b.steps, **{CHANGES: changes})
        if len(parts) == 1:
            return [self.keep(label, parts[0][0])]
        facts = [b.add("logic", by=[label], fact=b.write_formula(fact(p, rel))) for p, *_ in parts]
        return [self.keep(name, p) for name, (p, *_) in zip(facts, parts, strict=True)]


@dataclass
class Mode:
    """A statement on a flow, and a script that stands in its scope.

    Attributes
    ----------
    script : Script
    statement : Statement
    lets, y : lists of Poly
        The names of the constants and of the solution.
    time : Poly
    ends : list of int
        Number of steps before the constants, before the time comes in, and before the flow.
    """

    script: Script
    statement: Statement
    lets: list[Poly]
    y: list[Poly]
    time: Poly
    ends: list[int]

    @property
    def goal(self) -> Any:
        """What is said."""
        return self.statement.goal

    def height(self) -> Height:
        """Show that the level is positive."""
        s = self.script
        introduce(s.b, self.goal[-3])
        b = s.b.scope.poly(self.goal[-3])
        above = s.shown(b, ">")
        return Height(b, above, *s.inverse(b, above))

    def level(self) -> Level:
        """Show that the level is between 0 and 1."""
        s = self.script
        introduce(s.b, self.goal[-3])
        b = s.b.scope.poly(self.goal[-3])
        return self.level_at(b, s.shown(b, ">"), s.shown(1 - b, ">"))

    def level_at(self, b: Poly, above: str, below: str) -> Level:
        """Take a level, that it is above 0, and that it is below 1."""
        s = self.script
        return Level(b, above, *s.inverse(b, above), 1 - b, below, *s.inverse(1 - b, below))

    def begin(self) -> None:
        """Let the time come in: what is introduced from here on may contain it."""
        self.ends.append(len(self.script.b.steps))
        for _, _, _, start in self.goal[3][1:]:
            introduce(self.script.b, start)

    def enter(self) -> None:
        """Read the equations: what is shown from here on holds at all times of the solution."""
        b, (_, *solutions) = self.script.b, self.goal[3]
        self.ends.append(len(b.steps))
        start = {name: b.scope.poly(tree) for _, name, _, tree in solutions}
        fields = {name: b.scope.poly(tree) for _, name, tree, _ in solutions}
        names = (frozenset(b.scope.kinds) - set(start)) | set(b.scope.terms)
        time = self.script.named(self.time)
        start[time] = b.ring.constant(0)
        self.script.flow = b.scope.flow = Flow(time, fields, start, names)

    @property
    def flow(self) -> Flow:
        """The differential equation."""
        if self.script.flow is None:
            raise NotFoundError("the flow has not been read")
        return self.script.flow


@dataclass(frozen=True)
class Height:
    """A level b > 0, as margins have; a label p… says that a number is positive.

    Attributes
    ----------
    value, inverse : Poly
        b and 1/b.
    no_inverse : Removal
        What removes 1/b.
    """

    value: Poly
    pvalue: str
    inverse: Poly
    pinverse: str
    no_inverse: Removal


@dataclass(frozen=True)
class Level(Height):
    """A level b with 0 < b < 1, as strengths have.

    Attributes
    ----------
    rest : Poly
        1 - b.
    no_rest : Removal
        What removes 1/(1 - b).
    """

    rest: Poly
    prest: str
    rest_inverse: Poly
    prest_inverse: str
    no_rest: Removal


@dataclass(frozen=True)
class Times:
    """Two times (δ + c)·value between which a level is met for the first time.

    Attributes
    ----------
    shifts : dict
        c of "lower" and of "upper", as trees.
    root, roots : tree, dict
        √δ, and the parts of c = c₀ + c₁√δ where there are two.
    beyond : Poly
        What δ exceeds.
    positive : list of str
        That both times are positive.
    bounds : dict
        Bounds of the solution.
    sides : dict
        What shows on which side of the level the observable is, before the lower time and at
        the upper one, from the fact that says so of t.
    """

    shifts: dict[str, Any]
    beyond: Poly
    positive: list[str]
    bounds: dict[str, Any]
    sides: Mapping[str, Callable[[Script, str], str]]
    root: Any = None
    roots: dict[str, tuple[Any, Any]] = field(default_factory=dict)
