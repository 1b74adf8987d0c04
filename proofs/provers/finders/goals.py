"""Prove formulas: parts one by one, and case by case where a term is a choice."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from proofs.kernel.formulas import TRUE, All, Fact, Formula, Some, entails, fact
from proofs.provers.finders.functions.by_products import by_products
from proofs.provers.finders.functions.choices import use_choices
from proofs.provers.finders.functions.circular import by_amplitude, by_taylor
from proofs.provers.finders.functions.exponentials import compare_again, compare_exponentials
from proofs.provers.finders.functions.far_end import by_far_end
from proofs.provers.finders.functions.floors import by_inside
from proofs.provers.finders.functions.integers import (
    cut,
    larger,
    odd,
    open_base,
    use_powers,
    use_whole_numbers,
)
from proofs.provers.finders.functions.integral_differences import by_integrands
from proofs.provers.finders.functions.intervals import by_intervals
from proofs.provers.finders.functions.log_differences import by_log_difference
from proofs.provers.finders.functions.logarithms import by_exponential
from proofs.provers.finders.functions.means import by_means
from proofs.provers.finders.functions.monotone import by_mean_value, grows_from
from proofs.provers.finders.functions.optimum import by_optimum
from proofs.provers.finders.functions.remainder_classes import by_remainder_classes
from proofs.provers.finders.functions.remainders import by_remainders
from proofs.provers.finders.functions.turns import by_turns
from proofs.provers.finders.functions.weighted import by_weighted_tangents
from proofs.provers.finders.signs.cases import absurd, contradiction, split
from proofs.provers.finders.signs.conjugates import by_equal_squares, equal_squares
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import both, summand
from proofs.provers.finders.signs.linear import combination
from proofs.provers.finders.signs.polynomials import (
    deep_names,
    factor_sign,
    from_both_sides,
    is_computed,
    show,
)
from proofs.provers.finders.signs.reduction import CHOICES, equations, factored, modulo, reduce
from proofs.provers.finders.signs.samples import is_seen_zero, signs
from proofs.provers.finders.signs.squares import by_square
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.sums.beginnings import by_induction
from proofs.provers.finders.sums.integral_values import by_integrals
from proofs.provers.finders.sums.integrals import by_bounds
from proofs.provers.finders.sums.power_series import by_power_series
from proofs.provers.finders.sums.powers import by_exponential_bound

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


@dataclass(frozen=True)
class Effort:
    """How hard to try.

    Attributes
    ----------
    size : int
        How many facts are multiplied with each other, among other things.
    substitutes : bool
        Whether roots remove variables of their radicands.
    calculus : bool
        Whether derivatives may be used.
    tangents : bool
        Whether tangents to exp at quotients are added.
    logarithms : bool
        Whether the order of the sides is shown by that of their logarithms.
    share : Fraction
        Which share of the steps may be taken: all of them are 1.
    """

    size: int
    substitutes: bool = False
    calculus: bool = False
    tangents: bool = False
    logarithms: bool = False
    share: Fraction = Fraction(1)


FEW, MANY = Fraction(1, 4), Fraction(2)
EFFORTS = (
    Effort(0), Effort(0, logarithms=True, share=FEW), Effort(1, share=FEW),
    Effort(1, calculus=True, share=FEW), Effort(1, calculus=True, logarithms=True, share=FEW),
    Effort(1, logarithms=True), Effort(1), Effort(2, tangents=True),
    Effort(1, calculus=True, share=MANY), Effort(1, calculus=True, logarithms=True),
    Effort(1, substitutes=True), Effort(2), Effort(2, substitutes=True),
)  # fmt: skip
"""What is tried in turn; what gave up with a few of the steps is tried again with all of them."""

MOST_SPLITS = 6


def prove(b: Builder, formula: Formula, effort: int, splits: int = MOST_SPLITS) -> str | None:
    """Prove a formula and return the name of the step that says it, or None."""
    if entails(TRUE, formula):
        return b.add("logic", by=[], fact=b.write_formula(formula))
    for label, known in b.scope.facts.items():
        if entails(known, formula):
            return label
    if isinstance(formula, All):
        names = []
        for part in formula.parts:
            name = prove(b, part, effort, splits)
            if name is None:
                return None
            names.append(name)
        return b.add("logic", by=names, fact=b.write_formula(formula)) if names else None
    if isinstance(formula, Some):
        return _prove_some(b, formula, effort, splits)
    return _prove_fact(b, formula, effort, splits)


def _prove_some(b: Builder, formula: Some, effort: int, splits: int) -> str | None:
    for part in formula.parts:
        name = prove(b, part, effort, 0)
        if name is not None:
            return b.add("logic", by=[name], fact=b.write_formula(formula))
    if len(formula.parts) < 2:
        return None
    first, *rest = formula.parts
    on = b.add("either", fact=b.write_formula(first))
    wanted = rest[0] if len(rest) == 1 else Some(tuple(rest))
    return split(b, on, formula, lambda inner, i: prove(inner, wanted, effort, splits) if i else "")


def _prove_fact(b: Builder, formula: Fact, effort: int, splits: int) -> str | None:
    if formula.rel == "=":
        _use_circles(b, formula.poly)
    with b.may_fail:
        digest(b)
        name = show(b, formula.poly, formula.rel, effort)
        if name is None and formula.rel == "=":
            name = by_equal_squares(b, formula.poly) or from_both_sides(b, formula.poly, effort)
            name = name or (_with_conjugates(b, formula) if effort > 0 and not b.depth else None)
        if name is not None:
            return name
    if (name := by_remainders(b, formula.poly, formula.rel)) is not None:
        return name
    if formula.rel == ">=" and b.scope.is_integral(formula.poly):
        above = show(b, formula.poly + 1, ">", effort)
        if above is not None:
            return b.add("integer", p=b.write(formula.poly + 1), by=[above])
    if formula.rel == "!=" and effort > 0:
        name = odd(b, formula.poly) or by_remainder_classes(b, formula.poly)
        if name is not None:
            return name
    if effort > 0 and splits > 0:
        name = by_inside(b, formula.poly, formula.rel, effort, splits - 1)
        if name is not None:
            return name
    if b.calculus and (name := by_integrands(b, formula.poly, formula.rel)) is not None:
        return name
    if formula.rel == "!=" and b.calculus and len(seen := signs(b, formula.poly)) == 1:
        larger_side = fact(formula.poly * min(seen), ">")
        if (name := prove(b, larger_side, effort, splits)) is not None:
            return name
    if formula.rel != "=" and is_computed(b, formula.poly):
        return None
    if effort > 0 and (name := by_means(b, formula.poly, formula.rel)) is not None:
        return name
    integrated = by_integrals(b, formula.poly, formula.rel, effort, splits) if effort > 0 else None
    if integrated is not None:
        return integrated
    summed = by_power_series(b, formula.poly, formula.rel, effort, splits) if effort > 0 else None
    if summed is not None:
        return summed
    if (name := _at_optimum(b, formula, effort)) is not None:
        return name
    if effort > 0 and (name := by_amplitude(b, formula.poly, formula.rel)) is not None:
        return name
    if effort > 0 and (name := by_exponential_bound(b, formula.poly, formula.rel)) is not None:
        return name
    if effort > 0 and splits > 0 and (base := open_base(b, formula.poly)) is not None:
        order = b.add("order", p=b.write(base))
        work = partial(_in_case, formula=formula, effort=effort, splits=splits - 1)
        return split(b, order, formula, lambda inner, _: work(inner))
    if effort > 0 and (name := by_bounds(b, formula.poly, formula.rel)) is not None:
        return name
    if effort > 0 and (name := by_induction(b, formula.poly, formula.rel)) is not None:
        return name
    if effort > 0 and (name := by_square(b, formula.poly, formula.rel)) is not None:
        return name
    growing = b.calculus and splits > 0
    if growing and (name := by_intervals(b, formula.poly, formula.rel, grows_from)) is not None:
        return name
    if growing and (name := by_taylor(b, formula.poly, formula.rel)) is not None:
        return name
    choice = _choice(b, formula.poly)
    settled = choice is None or splits <= 0
    plain = effort > 0
    if settled and (name := by_weighted_tangents(b, formula.poly, formula.rel, plain)) is not None:
        return name
    if effort > 0 and settled:
        if (name := by_log_difference(b, formula.poly, formula.rel)) is not None:
            return name
        chosen = _chosen(b, formula.poly)
        name = by_exponential(b, chosen, formula.rel, effort)
        if name is not None:
            return _same(b, formula, name, chosen)
    if b.calculus and settled and formula.rel == "=" and is_seen_zero(b, formula.poly):
        return from_both_sides(
            b,
            formula.poly,
            effort,
            lambda b, p, rel, effort: prove(b, fact(p, rel), effort, splits),
        )
    differentiates = b.calculus and settled and formula.rel != "="
    if differentiates and (name := by_far_end(b, formula.poly, formula.rel)) is not None:
        return name
    alone = len(deep_names(b, formula.poly) & set(b.scope.kinds)) == 1
    if differentiates and alone and (name := _by_growth(b, formula, tight=True)) is not None:
        return name
    if effort > 0 and settled and (name := by_products(b, formula.poly, formula.rel)) is not None:
        return name
    if differentiates and (name := _by_growth(b, formula, tight=False)) is not None:
        return name
    if differentiates and (name := by_turns(b, formula.poly, formula.rel)) is not None:
        return name
    squared = by_square(b, formula.poly, formula.rel, plain=True) if effort and not choice else None
    if squared is not None:
        return squared
    if splits <= 0:
        return None
    on = choice or cut(b, formula.poly)
    if on is None and formula.rel == "!=":
        on = larger(b, formula.poly)
    on = on or _open_order(b, formula.poly)
    if on is None:
        return None
    work = partial(_in_case, formula=formula, effort=effort, splits=splits - 1, chosen=on == choice)
    return split(b, on, formula, lambda inner, _: work(inner))


def _use_circles(b: Builder, p: Poly) -> None:
    """Keep sin² + cos² = 1 of the angles in an equation; an inequality is the easier without."""
    inside = [(n, b.scope.terms[n]) for n in sorted(deep_names(b, p) & b.scope.terms.keys())]
    for (sine, first), (cosine, second) in product(inside, repeat=2):
        known = f"circle:{sine}" in b.digested
        if (first.op, second.op) == ("sin", "cos") and first.args == second.args and not known:
            b.digested.add(f"circle:{sine}")
            b.equalities.append(b.add("circle", sin=sine, cos=cosine))


def _at_optimum(b: Builder, formula: Fact, effort: int) -> str | None:
    """Prove it from the point where it is smallest, or where its numerator is."""
    if (name := by_optimum(b, formula.poly, formula.rel)) is not None:
        return name
    cleared = reduce(b, formula.poly)
    if effort > 0 and cleared.facts and by_optimum(b, cleared.poly, formula.rel) is not None:
        return show(b, formula.poly, formula.rel, 0)
    return None


def _by_growth(b: Builder, formula: Fact, tight: bool) -> str | None:
    """Prove it by derivatives, where choices that have been made stand for themselves."""
    chosen = _chosen(b, formula.poly)
    if (name := by_mean_value(b, chosen, formula.rel, tight=tight)) is not None:
        return _same(b, formula, name, chosen)
    # the numerator of a quotient may be easier
    cleared, b.tries = reduce(b, chosen), 0
    if cleared.facts and by_mean_value(b, cleared.poly, formula.rel, tight=tight) is not None:
        return show(b, formula.poly, formula.rel, 0)
    return None


def _with_conjugates(b: Builder, formula: Fact) -> str | None:
    """Prove P + Q·x = 0 from P² = Q²x² where P - Q·x is not 0, and where it is."""
    b.depth += 1
    try:
        for other in equal_squares(b, formula.poly):
            on = b.add("either", fact=["!=", b.write(other)])
            if (
                name := split(b, on, formula, lambda inner, _: prove(inner, formula, 1, 0))
            ) is not None:
                return name
    finally:
        b.depth -= 1
    return None


def _chosen(b: Builder, p: Poly) -> Poly:
    """Put what has been chosen for the choices that p is linear in."""
    chosen = p
    for e in equations(b):
        term = b.scope.terms.get(e.main)
        if (
            term is not None
            and term.op in CHOICES
            and not e.lead
            and b.ring.leading(e.poly, e.main)[0] == 1
        ):
            *_, lead = b.ring.coefficients(e.poly, e.main)
            chosen, _ = b.ring.remainder(chosen, e.poly / lead.leading_coefficient(), e.main)
    return chosen


def _same(b: Builder, formula: Fact, label: str, chosen: Poly) -> str:
    """Say of p what was shown of a polynomial that is equal to it by known equations."""
    p, rel, by = formula.poly, formula.rel, modulo(b)
    if p == chosen:
        return label
    known = b.scope.one(label, rel, ">").poly
    scale = str(chosen.leading_coefficient() / known.leading_coefficient())
    if rel == "=":
        return b.add("zero", p=b.write(p), multiples=[[label, scale]], modulo=by)
    return b.add("cone", p=b.write(p), sum=[{"c": scale, "facts": [label]}], modulo=by)


def _in_case(
    b: Builder, formula: Fact, effort: int, splits: int, chosen: bool = False
) -> str | None:
    inside = deep_names(b, formula.poly) if effort > 0 else set[str]()
    if effort > 0:
        use_powers(b)
        if chosen:
            use_choices(b)
            digest(b)
            if (name := contradiction(b)) is not None:
                return name
    compare_again(b, inside)
    if inside:
        compare_exponentials(b, inside)
    use_whole_numbers(b)
    return _against_known(b, formula) or prove(b, formula, effort, splits)


def _against_known(b: Builder, formula: Fact) -> str | None:
    """Prove p ≥ 0 or > 0 from other facts where one says p ≤ 0, as in a case that cannot be."""
    found = reduce(b, formula.poly)
    known = None if found.facts or found.poly.is_zero() else both(b, found.poly)
    if known is None or known.sign != -1 or formula.rel not in (">", ">="):
        return None
    above = combination(b, found.poly, 1, formula.rel == ">")
    opposite = b.scope.facts[known.label]
    if above is None or not isinstance(opposite, Fact):
        return None
    if known.strict:
        return absurd(b, known.label, opposite, above)
    row = summand(b, [(above, found.poly, 1)])
    return b.add("cone", p=b.write(formula.poly), sum=[row], modulo=modulo(b))


def _choice(b: Builder, p: Poly) -> str | None:
    """Return the fact on a choice that p depends on and that is still open."""
    removed = {e.main for e in equations(b)}
    seen = b.ring.names_in(p)
    # one within another term may settle those that p is made of
    for name in sorted(deep_names(b, p), key=lambda n: (n in seen, b.ring.position[n])):
        cases = b.scope.facts.get(f"{name}.0")
        if name in b.scope.terms and isinstance(cases, Some) and name not in removed:
            return f"{name}.0"
    return None


def _open_order(b: Builder, p: Poly) -> str | None:
    """Return an order axiom for a factor whose sign is open."""
    try:
        _, factors = factored(b, reduce(b, p).poly)
    except NotFoundError:
        return None
    for label in b.atoms:
        known = b.scope.facts[label]
        if isinstance(known, Fact) and known.rel == "!=":
            found = both(b, known.poly)
            if found is not None and found.sign == 0:
                return b.add("order", p=b.write(known.poly))
    for f, times in factors:
        if times % 2 and both(b, f) is None and len(f) == 2 and len(factors) > 1:
            return b.add("order", p=b.write(f))
    # P + Q·x with x a root: the conjugate helps once the sign of P is known
    weak: list[Poly] = []
    roots = {e.main for e in equations(b) if _is_root(b, e.main)}
    for f, name in product([f for f, _ in factors], [e.main for e in equations(b)]):
        parts = b.ring.coefficients(f, name)
        if name not in roots or len(parts) != 2 or parts[0].is_zero():
            continue
        for g, _ in factored(b, parts[0])[1]:
            sign = factor_sign(b, g, 1)
            if sign is None:
                return b.add("order", p=b.write(g))
            weak += [] if sign.strict else [g]
    # that a root is 0 says little
    weak.sort(key=lambda g: b.ring.names_in(g) <= roots)
    return b.add("order", p=b.write(weak[0])) if weak else None


def _is_root(b: Builder, name: str) -> bool:
    return name in b.scope.terms and b.scope.terms[name].op == "root"
