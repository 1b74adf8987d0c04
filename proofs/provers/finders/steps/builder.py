"""A proof object in the making: every step is checked as it is added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import compress, islice
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from proofs.kernel.check import VERSION
from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import All, Fact, Formula, Some
from proofs.kernel.language import NAMED, digest, terms
from proofs.kernel.polynomials import Poly, Ring
from proofs.kernel.steps import run
from proofs.provers.finders.steps.budget import Budget, NotFoundError
from proofs.provers.finders.steps.by_polynomial import ByPolynomial
from proofs.provers.finders.steps.divisors import DIVISORS, divisors, words
from proofs.provers.finders.steps.fact_index import FactIndex
from proofs.provers.finders.steps.noting import Noting
from proofs.provers.finders.steps.shorter import TERMS, introduced
from proofs.provers.finders.steps.trees import sums_products

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.language import Statement, Tree
    from proofs.provers.finders.steps.fact_index import Place, Written

MOST_TERMS, MOST_BOUND, FIRST_TERM = 200, 80, "t"
TERMS_OF_PRODUCTS, BOUND_OF_PRODUCTS = 400, 320
"""Names where products stand in sums, which take more of them."""

Link: TypeAlias = "Callable[[Builder, str, tuple[Poly, ...]], None]"
"""Writes a new term by others and keeps what is known of it."""


Build: TypeAlias = "Callable[[Builder, Poly], Poly]"
"""Writes a polynomial in a variable at a value of it, and defines its terms."""


Factored: TypeAlias = tuple[Any, list[tuple[Poly, int]]]
"""A number, and irreducible polynomials with how often each occurs."""


Found = TypeVar("Found")


@dataclass(frozen=True)
class Ways:
    """Searches that call each other: a file that one of them is built on finds it here.

    Attributes
    ----------
    show : callable
        Proves ``p rel 0`` with an effort; the name of the step, or None.
    prove : callable
        Proves a formula with an effort and a number of splits.
    links : mapping
        By function, what links a new term to those it depends on.
    repeat : callable
        Introduces a sum, product or series.
    sign : callable
        Shows the sign of a sum or product.
    limit : callable
        Returns what a tree tends to as a variable of a kind grows, and the proof of it.
    grow : callable
        Proves ``p rel 0`` by growth from a point at which p vanishes.
    """

    show: Callable[[Builder, Poly, str, int], str | None]
    prove: Callable[[Builder, Formula, int, int], str | None]
    links: Mapping[str, Link]
    repeat: Callable[[Builder, str, tuple[Poly, ...]], str]
    sign: Callable[[Builder, str], None]
    limit: Callable[[Builder, Tree, str, str], tuple[Tree, list[dict[str, Any]]]]
    grow: Callable[[Builder, Poly, str], str | None]


class Builder:
    """Steps that have been accepted, and the scope that knows what they showed.

    Attributes
    ----------
    scope : Scope
        The kernel's own.
    steps : list
        What has been accepted, in this branch.
    ways : Ways
        How the searches below reach those above.
    budget : Budget
        Shared by all branches.
    """

    def __init__(
        self, statement: Statement, ways: Ways, budget: int = 20_000, most: int = MOST_TERMS
    ) -> None:
        taken = set(statement.variables)
        prefix = FIRST_TERM
        while any(name.startswith(prefix) for name in taken):
            prefix += "_"
        many = sums_products(statement.goal)
        terms = max(most, TERMS_OF_PRODUCTS) if many else most
        self.term_names = [f"{prefix}{i}" for i in range(terms)]
        bound = BOUND_OF_PRODUCTS if many else MOST_BOUND
        self.bound_names = [f"{prefix}v{i}" for i in range(bound)]
        self.numbers = [0]  # how many names steps have been given; shared by all branches
        self.prefix = f"{prefix}s"
        ring = Ring([*statement.variables, *self.bound_names, *self.term_names])
        self.free_terms, self.free_bound = self.term_names[::-1], self.bound_names[::-1]
        moving = statement.moving
        self.scope = Noting(ring, statement.assume)
        self.goal = statement.goal
        for name, (kind, sign) in statement.variables.items():
            if name not in moving:
                self.scope.declare(name, kind, sign)
        self.steps: list[dict[str, Any]] = []
        self.ways = ways
        self.budget = Budget(budget)
        self.cache: dict[str, Any] = {}
        self.derived: set[str] = set()  # facts that follow from others
        self.samples: Any = None  # points that meet what is known
        self.factors: ByPolynomial[Factored] = ByPolynomial()
        # by the equations there were, with a variable that a root stands for and without
        self.reduced: tuple[Any, tuple[ByPolynomial[Any], ...]] = (
            (),
            (ByPolynomial(), ByPolynomial()),
        )
        self.index = FactIndex(ring)
        self.links: dict[str, str] = {}  # terms that others express, with the equation
        self.equalities: list[str] = []  # known equations that may remove a name
        self.atoms: list[str] = []  # known signs that proofs may use
        self.exponents: dict[str, Any] = {}  # exponentials that others are powers of
        self.digested: set[str] = set()
        self.depth = 0
        self.tries = 0
        self.both_sides = 0
        self.bending = False  # whether p is followed from two ends
        self.tight = False  # whether p is followed from points alone where it vanishes
        self.divided = 0  # how often what is shown is a quotient of what was to be shown
        self.inducting = 0
        self.defining = False  # whether it is being shown that a term is defined
        self.comparing = 0
        self.signing = frozenset[str]()  # sums and products whose signs are being shown
        self.calculus = False  # whether derivatives may be used
        self.substitutes = False  # whether roots remove variables of their radicands
        self.failed: ByPolynomial[set[tuple[Any, ...]]] = ByPolynomial()

    def inner(self) -> Builder:
        """Return a builder for a branch."""
        new = object.__new__(Builder)
        new.__dict__.update(self.__dict__)
        new.scope, new.steps, new.cache = self.scope.inner(), [], {}
        new.links, new.equalities = dict(self.links), list(self.equalities)
        new.atoms, new.digested = list(self.atoms), set(self.digested)
        new.failed, new.exponents, new.samples = ByPolynomial(), dict(self.exponents), None
        new.index = self.index.inner()
        return new

    @property
    def may_fail(self) -> Budget:
        """In ``with b.may_fail:`` a search that fails is passed over while the budget lasts."""
        return self.budget

    def copy(self, budget: int) -> Builder:
        """Return a builder that goes on from here by itself, with a budget of its own."""
        new = self.inner()
        new.steps, new.scope.taken = list(self.steps), set(self.scope.taken)
        new.numbers, new.free_terms = list(self.numbers), list(self.free_terms)
        new.free_bound, new.budget = list(self.free_bound), Budget(budget)
        new.derived = set(self.derived)
        return new

    @property
    def ring(self) -> Ring:
        """The ring of all polynomials."""
        return self.scope.ring

    def new_name(self) -> str:
        """Return a name for a step."""
        self.numbers[0] += 1
        return f"{self.prefix}{self.numbers[0] - 1}"

    def new_term(self) -> str:
        """Return a name for a term."""
        if not self.free_terms:
            raise NotFoundError("too many terms")
        return self.free_terms.pop()

    def new_bound(self) -> str:
        """Return a name for a variable of a branch."""
        if not self.free_bound:
            raise NotFoundError("too many variables")
        return self.free_bound.pop()

    def free(self, names: list[str], start: int) -> None:
        """Let names of variables be used again that were free, except in the steps from one on."""
        kept = set(introduced(self.steps[start:]))
        released = set(names).difference(self.free_bound, kept)
        self.free_bound[:] = [name for name in names if name not in kept]
        self.scope.taken -= {n for n in self.scope.taken if released & {n, n.rpartition("_")[0]}}

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let names that are taken inside be taken again afterwards, as what is shown there stands by itself."""
        taken = set(self.scope.taken)
        yield
        self.scope.give_back(taken)

    def attempt(self, work: Callable[[Builder], Found]) -> Found:
        """Return what is found in a copy, and keep the copy; if nothing is, free the names it took."""
        new, taken = self.inner(), set(self.scope.taken)
        free = self.free_terms[:], self.free_bound[:]
        try:
            found = work(new)
        except (NotFoundError, Rejected):
            self.free_terms[:], self.free_bound[:] = free
            self.scope.give_back(taken)
            raise
        self.steps += new.steps
        for part in ("kinds", "terms", "facts"):
            getattr(self.scope, part).update(getattr(new.scope, part))
        own = {"scope": self.scope, "steps": self.steps, "failed": self.failed}
        self.__dict__.update(new.__dict__ | own)
        return found

    def add(self, rule: str, name: Any = None, **parts: Any) -> str:
        """Add a step and return its name; Rejected if the kernel does not accept it."""
        self.budget.spend()
        name = name or self.new_name()
        step = {"name": name, "rule": rule, **parts}
        tried = step
        if "modulo" in step:
            step[DIVISORS] = divisors(step, self.ring.position, self._named)
            tried = step | {"modulo": step[DIVISORS]}
        taken, before = set(self.scope.taken), len(self.scope.facts)
        self.scope.noted.clear()
        try:
            run(self.scope, [tried])
        except Rejected:
            self.scope.give_back(taken)
            raise
        if self.scope.noted:
            step[TERMS] = sorted(set[str]().union(*map(self.ring.names_in, self.scope.noted)))
        self.steps.append(step)
        self.cache.clear()
        if rule not in ("hypothesis", "logic") and "hypothesis" not in parts:
            self.derived.update(islice(self.scope.facts, before, None))
        return str(name)

    def _named(self, label: str) -> frozenset[str]:
        """Return the names in a known fact; no other formula is in an identity."""
        known = self.scope.facts.get(label)
        return self.written(label, known).names if isinstance(known, Fact) else frozenset()

    def link(self, name: str, label: str) -> None:
        """Let an equation write a term by others."""
        self.links[name] = label
        self.cache.clear()

    def exp_sign(self, exp: str, source: str, rel: str, by: str, flip: bool = False) -> str:
        """Draw the sign of a from that of exp a - 1, the ``source`` "value", or the other way round."""
        turned = {"flip": True} if flip else {}
        return self.add(
            "exp sign", **{"exp": exp, "from": source, "rel": rel, "by": [by], **turned}
        )

    def hypothesis(self, index: int) -> str:
        """Add an assumption as a fact."""
        return self.add("hypothesis", index=index)

    def terms_in(self, formula: Any) -> list[str]:
        """Return the names of the terms in a formula."""
        polys = map(self.scope.poly, terms(formula))
        return [n for p in polys for n in sorted(self.ring.names_in(p)) if n in self.scope.terms]

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """Yield the known facts, those inside conjunctions under the name of the whole."""
        for name, formula in self.scope.facts.items():
            if isinstance(formula, Fact):
                yield name, formula

    def written(self, name: str, known: Fact) -> Written:
        """Return what is derived from the polynomial of a known fact, which is done once."""
        return self.index.written(name, known)

    def places(self, p: Poly) -> list[Place]:
        """Return the known facts on a polynomial as it stands, in their order."""
        return self.index.places(self.scope.facts, p)

    def separate(self) -> None:
        """Give the parts of known conjunctions names of their own."""
        known = [f for _, f in self.facts()]
        for name, formula in list(self.scope.facts.items()):
            if isinstance(formula, All):
                for part in formula.parts:
                    if isinstance(part, Fact) and part not in known:
                        self.add("logic", by=[name], fact=self.write_formula(part))
                        known.append(part)

    # writing ----------------------------------------------------------------------------------

    def write(self, p: Poly) -> str:
        """Write a polynomial as it stands in steps."""
        rows = []
        for powers, coefficient in p.to_dict().items():
            row = [f"{name}^{n}" if n > 1 else name for name, n in occurring(self.ring, powers)]
            rows.append(" ".join(row if row and coefficient == 1 else [str(coefficient), *row]))
        return " + ".join(rows) or "0"

    def write_formula(self, formula: Formula) -> list[Any]:
        """Write a formula as it stands in steps."""
        if isinstance(formula, Fact):
            return [formula.rel, self.write(formula.poly)]
        head = "or" if isinstance(formula, Some) else "and"
        return [head, *map(self.write_formula, formula.parts)]

    def tree(self, p: Poly, *, named: bool = False) -> Any:
        """Write a polynomial in names and terms as a tree; its terms are no sums, or named only."""
        rows = []
        for powers, c in p.to_dict().items():
            row: list[Any] = ["*", str(c)]
            for name, power in occurring(self.ring, powers):
                term = self.scope.terms.get(name)
                tree: Any = name
                if term:
                    tree = [NAMED, name] if named else [term.op, *map(self.tree, term.args)]
                row.append(["^", tree, power] if power > 1 else tree)
            row = row if c != 1 or len(row) == 1 + 1 else ["*", *row[2:]]
            rows.append(row if len(row) > 2 else row[1])
        return ["+", *rows] if len(rows) > 1 else rows[0] if rows else "0"

    def show(self, p: Poly) -> str:
        """Write a polynomial with the names of the object, for messages."""
        parts = []
        for powers, coefficient in p.to_dict().items():
            names = [f"{name}^{power}" for name, power in occurring(self.ring, powers)]
            parts.append("·".join([str(coefficient), *names]))
        return " + ".join(parts) or "0"


def occurring(ring: Ring, powers: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield the names of a term and their powers; most names of a ring are in few terms."""
    return zip(compress(ring.names, powers), map(int, filter(None, powers)), strict=True)


def names_within(item: Any) -> Iterator[str]:
    """Yield the names a step refers to, without what follows a dot."""
    return (word.partition(".")[0] for word in words(item))


def needed(steps: list[dict[str, Any]], wanted: set[str]) -> list[dict[str, Any]]:
    """Keep the steps that the wanted labels rest on."""
    kept = []
    wanted = set(names_within(list(wanted)))
    for step in reversed(steps):
        if step["name"] in wanted:
            step = _shortened(step)
            wanted |= set(names_within(step))
            step.pop(TERMS, None)
            kept.append(step)
    return kept[::-1]


def _shortened(step: dict[str, Any]) -> dict[str, Any]:
    """Drop what is not needed inside the branches of a step."""
    step = dict(step)
    if "branches" in step:
        around = set(names_within(step["fact"]))
        step["branches"] = [
            {**b, "steps": needed(b["steps"], set(names_within(b["by"])) | around)}
            for b in step["branches"]
        ]
    elif "steps" in step:
        inside = {
            name for key, part in step.items() if key != "steps" for name in names_within(part)
        }
        step["steps"] = needed(step["steps"], inside | set(step.get("keep", [])))
    return step


def stated(data: dict[str, Any], finder: str) -> dict[str, Any]:
    """Return the parts of a proof object that say of what it is, and who found it."""
    return {"version": VERSION, "hash": digest(data), "statement": data, "finder": finder}
