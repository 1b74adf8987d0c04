"""Write polynomials in few independent names: the equations of the terms remove the others.

The equations form a list; each removes one name by division without fractions, exactly as the
kernel does it, so that the list can be handed to the kernel with every identity.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from proofs.kernel.formulas import Fact, scaled
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.by_polynomial import ByPolynomial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder, Factored

LARGEST, MOST_DEGREE = 3000, 200
"""Terms of a polynomial that is still worked on; the degree of one that is factored."""

CHOICES = ("abs", "max", "min", "floor", "power")


@dataclass(frozen=True)
class Equation:
    """A known equation that removes a name.

    Attributes
    ----------
    fact : str
        Name of the equation.
    poly : Poly
        It is 0.
    main : str
        The name it removes.
    place, degree : int
        Its place among the names, and the degree of the polynomial in it.
    lead : str
        Name of the fact that the leading coefficient is not 0; empty if it is a number.
    """

    fact: str
    poly: Poly
    main: str
    place: int
    degree: int
    lead: str = ""


@dataclass(frozen=True)
class Reduced:
    """p times known facts equals ``poly``.

    Attributes
    ----------
    poly : Poly
        In independent names.
    facts : Counter
        How often each fact (a polynomial that is not 0) multiplies p.
    """

    poly: Poly
    facts: Counter[str] = field(default_factory=Counter)


def equations(b: Builder) -> tuple[Equation, ...]:
    """Return the equations in the order in which they are used."""
    if "equations" not in b.cache:
        chosen: dict[str, Equation] = {}
        edges: dict[str, frozenset[str]] = {}
        for label, name in _candidates(b):
            known = b.scope.facts[label]
            if name in chosen or not isinstance(known, Fact):
                continue
            e, others = _removing(b, label, known, name), b.written(label, known).names - {name}
            if e is not None and not _reaches(edges, others, name):
                chosen[name] = e
                edges[name] = others
        ordered: list[Equation] = []
        done: set[str] = set()

        def visit(name: str) -> None:
            if name in chosen and name not in done:
                done.add(name)
                for other in sorted(edges[name]):
                    visit(other)
                ordered.append(chosen[name])

        for name in chosen:
            visit(name)
        if (new := tuple(ordered[::-1])) != b.reduced[0]:
            b.reduced = new, (ByPolynomial(), ByPolynomial())
        b.cache["equations"] = b.reduced[0]
    found: tuple[Equation, ...] = b.reduced[0]
    return found


def _reaches(edges: dict[str, frozenset[str]], start: frozenset[str], goal: str) -> bool:
    seen, waiting = set(start), list(start)
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        for other in edges.get(name, ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return goal in seen


def _candidates(b: Builder) -> Iterator[tuple[str, str]]:
    """Yield equations and names that they may remove, the preferred ones first."""
    scope, ring = b.scope, b.ring
    for name, link in b.links.items():
        yield link, name
    roots = []
    for name, term in scope.terms.items():
        if term.op == "inv" and f"{name}.0" in scope.facts:
            yield f"{name}.0", name
        if term.op in ("root", "half") and isinstance(scope.facts[f"{name}.0"], Fact):
            roots.append((name, term))
    # the highest root of a variable stands for it
    size = {name: _size(b, name) for name, _ in roots}
    for name, term in sorted(roots, key=lambda pair: -size[pair[0]]):
        for variable in sorted(ring.names_in(term.args[0])):
            if variable in scope.kinds and term.args[0] == ring.generator(variable):
                yield f"{name}.0", variable
    for label in b.equalities:
        fact = scope.facts[label]
        if isinstance(fact, Fact):
            for name in _by_preference(b, b.written(label, fact).names):
                yield label, name
    for name, term in roots if b.substitutes else ():
        for variable in sorted(ring.names_in(term.args[0])):
            if variable in scope.kinds:
                yield f"{name}.0", variable
    for name, _ in roots:
        yield f"{name}.0", name


def _size(b: Builder, name: str) -> int:
    known = b.scope.facts[f"{name}.0"]
    return b.ring.leading(known.poly, name)[0] if isinstance(known, Fact) else 0


def _removing(b: Builder, label: str, known: Fact, name: str) -> Equation | None:
    """Return the equation ``label`` to remove ``name``, if its leading coefficient is known."""
    (degree, top), place = b.ring.leading(known.poly, name), b.ring.position[name]
    if degree and top.is_constant():
        poly = known.poly / top.leading_coefficient()
        return Equation(label, poly, name, place, degree)
    if degree == 1 and (reason := nonzero_label(b, top)):
        return Equation(label, known.poly, name, place, degree, reason)
    return None


def nonzero_label(b: Builder, p: Poly) -> str:
    """Return the name of a fact that p is not 0, one with a sign if there is one; else nothing."""
    monic = scaled(p)
    said = sorted([*b.places(monic), *b.places(-monic)])
    signed, unequal = ([label for _, label, rel in said if rel == r] for r in (">", "!="))
    return signed[0] if signed else unequal[-1] if unequal else ""


def _by_preference(b: Builder, inside: frozenset[str]) -> list[str]:
    """Order names: what stands for a choice, then variables, then other terms.

    The floor of a part of a variable comes after the variable, which is then a multiple of it.
    """
    terms, place = b.scope.terms, b.ring.position

    def rank(name: str) -> tuple[int, int]:
        if name not in terms:
            return 1, place[name]
        late = terms[name].op == "floor" and b.ring.names_in(terms[name].args[0]) & inside
        return (0 if terms[name].op in CHOICES and not late else 2), -place[name]

    return sorted(inside, key=rank)


def modulo(b: Builder) -> list[list[Any]]:
    """Write the equations as the kernel takes them."""
    return [[e.fact, e.main, [e.lead] if e.lead else []] for e in equations(b)]


def reduce(b: Builder, p: Poly, variables: bool = True) -> Reduced:
    """Write p in independent names; without ``variables``, those that a root stands for stay."""
    removing, kept = equations(b), b.reduced[1][variables]
    found: Reduced = kept.get(p) or kept.keep(p, _reduced(b, p, removing, variables))
    return found


def _reduced(b: Builder, p: Poly, removing: Iterable[Equation], variables: bool) -> Reduced:
    counts: Counter[str] = Counter()
    degrees, kept = p.degrees(), list[Equation]()
    for e in removing:
        if not variables and e.main in b.scope.kinds and e.fact.endswith(".0"):
            kept.append(e)
            continue
        if degrees[e.place] < e.degree:
            continue
        if e.lead:
            p, times = _clear(b, p, e)
            counts[e.lead] += times
        else:
            p, _ = b.ring.remainder(p, e.poly, e.main)
        degrees = p.degrees()
        if len(p) > LARGEST:
            raise NotFoundError("a polynomial has grown too large")
    for e in kept:
        name = e.fact.removesuffix(".0")
        if b.scope.terms[name].op == "root":
            p, _ = b.ring.remainder(p, -e.poly, name)
    return Reduced(p, +counts)


def _clear(b: Builder, p: Poly, e: Equation) -> tuple[Poly, int]:
    """Remove a name that stands linearly in an equation with a lead that is no number.

    Returns p times a power of the known fact about the lead, and the power; it is even if the
    fact has no sign.
    """
    known = b.scope.facts[e.lead]
    if not isinstance(known, Fact):
        raise NotFoundError("a lead without a fact")
    rest, lead = b.ring.coefficients(e.poly, e.main)
    # known.poly·x + rest = 0
    rest = rest / (lead.leading_coefficient() / known.poly.leading_coefficient())
    parts = b.ring.coefficients(p, e.main)
    d = len(parts) - 1
    times = d + (d % 2 if known.rel == "!=" else 0)
    total = b.ring.constant(0)
    for i, part in enumerate(parts):
        total += part * (-rest) ** i * known.poly ** (times - i)
    return total, times


def factored(b: Builder, p: Poly) -> Factored:
    """Factor a polynomial; one of a very high degree is left whole, as that may take for ever."""
    if len(p) > 1 and p.total_degree() > MOST_DEGREE:
        return fmpq(1), [(p, 1)]
    return b.factors.get(p) or b.factors.keep(p, _in_few_names(p))


def _in_few_names(p: Poly) -> Factored:
    """Factor a polynomial in a ring of its own names: the ring of all makes it a hundred times as dear."""
    places = [i for i, degree in enumerate(p.degrees()) if degree]
    few = fmpq_mpoly_ctx.get([f"x{i}" for i in range(len(places) or 1)], Ordering.lex)
    inwards = {place: i for i, place in enumerate(places)}
    unit, factors = p.project_to_context(few, inwards).factor()
    outwards = dict(enumerate(places))
    ring = p.context()
    return fmpq(unit), [(f.project_to_context(ring, outwards), n) for f, n in factors]
