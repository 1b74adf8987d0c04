"""Show that nothing meets the assumptions of a statement."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import FALSE, Fact, fact, negation, scaled
from proofs.kernel.language import INFINITIES, Statement, leaves, substitute
from proofs.kernel.limits import approach, negative, ways
from proofs.provers.finders.functions.integers import use_whole_numbers
from proofs.provers.finders.functions.logarithms import compare_logarithms
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.scalars.ways import WAYS
from proofs.provers.finders.signs.cases import absurd, contradiction, register
from proofs.provers.finders.signs.factors import digest as digest_facts
from proofs.provers.finders.signs.linear import combination
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import MOST_TERMS, Builder, needed
from proofs.provers.finders.steps.by_polynomial import ByPolynomial
from proofs.provers.finders.steps.trees import fixed, is_number

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly


def prepared(statement: Statement, budget: int, most: int = MOST_TERMS) -> Builder:
    """Return a builder that knows the hypotheses and their terms, and may have so many terms."""
    b = Builder(statement, WAYS, budget, most)
    for name in b.scope.kinds:
        if f"{name}.sign" in b.scope.facts:
            b.atoms.append(f"{name}.sign")
    moving = statement.moving
    for i, formula in enumerate(statement.assume):
        if leaves(formula) & moving:
            continue
        introduce(b, formula, hypothesis=i)
        name = b.hypothesis(i)
        register(b, name, b.scope.facts[name])
        digest_facts(b)
    return b


def emptiness(statement: Statement) -> dict[str, Any]:
    """Show that nothing meets the assumptions of a statement of any kind.

    Raises
    ------
    NotFoundError
        If no contradiction is found.
    """
    plain = tuple(["and"] if leaves(a) & statement.moving else a for a in statement.assume)
    found = contradicting(Statement(statement.variables, plain, ["and"]), 4000)
    if found is None and statement.moving:
        found = far_out(statement, 4000)
    if found is None:
        raise NotFoundError("no contradiction is found")
    return found


def far_out(statement: Statement, budget: int) -> dict[str, Any] | None:
    """Show that no value on the way to a limit has the sign and meets the assumptions."""
    (name,), (to, sides) = statement.moving, ways(statement)
    moved = [a for a in statement.assume if name in leaves(a)]
    kind, sign = statement.variables[name]
    if not moved and not sign:
        return None
    b = prepared(statement, budget)
    bounds = [x for a in moved for x in fixed(a, name)]
    if to not in INFINITIES:
        numbers = [
            fmpq(Fraction(x).numerator, Fraction(x).denominator) for x in bounds if is_number(x)
        ]
        bounds = [str(1 / abs(c)) for c in numbers if c != 0]
    found = []
    for side in sides:
        y = b.new_bound()
        for tree in bounds:
            introduce(b, tree)
        inner = b.inner()
        inner.scope.taken.discard(y)
        x = inner.scope.declare(y, kind if to in INFINITIES else "real")
        beyond = {}
        for i, bound in enumerate(["0", "1", *bounds]):
            p = b.scope.poly(negative(bound) if to == "-oo" else bound)
            beyond[f"{y}_beyond{i}"] = b.write(p)
            inner.scope.learn(f"{y}_beyond{i}", fact(x - p, ">"))
            inner.atoms.append(f"{y}_beyond{i}")
        inner.cache.clear()
        at = approach(to, side, y)
        formulas = [substitute(a, {name: at}) for a in moved]
        for formula in (at, *formulas):
            introduce(inner, formula)
        terms = len(inner.steps)
        if sign:
            inner.scope.learn(f"{y}_sign", fact(inner.scope.poly(at), sign))
            register(inner, f"{y}_sign", inner.scope.facts[f"{y}_sign"])
        for i, formula in enumerate(formulas):
            label = f"{y}_met{i}"
            inner.scope.learn(label, inner.scope.formula(formula))
            register(inner, label, inner.scope.facts[label])
        digest_facts(inner)
        end = contradiction(inner) or _apart(inner)
        for effort in (1, 2):
            end = end or combination(inner, b.ring.constant(-1), effort)
        if end is None:
            return None
        found.append({
            "y": y, "beyond": beyond, "terms": inner.steps[:terms], "steps": inner.steps[terms:],
            "by": [end],
        })  # fmt: skip
    return {"steps": b.steps, "by": [], "far": found}


def contradicting(statement: Statement, budget: int) -> dict[str, Any] | None:
    """Derive a contradiction from the assumptions."""
    for effort in (1, 2):
        try:
            b = prepared(statement, budget)
            false = (label for label, known in b.scope.facts.items() if known == FALSE)
            name = next(false, None)
            if name is None:
                use_whole_numbers(b)
                digest_facts(b)
                name = contradiction(b) or _apart(b) or combination(b, b.ring.constant(-1), effort)
        except NotFoundError:
            continue
        if name is not None:
            return {"steps": needed(b.steps, {name}), "by": [name]}
    for i in reversed(range(len(statement.assume))):
        try:
            found = _against(statement, i, budget)
        except (NotFoundError, Rejected):
            continue
        if found is not None:
            return found
    return None


def _against(statement: Statement, i: int, budget: int) -> dict[str, Any] | None:
    """Prove the negation of an assumption from the others."""
    b = without(statement, i, budget)
    introduce(b, statement.assume[i], hypothesis=i)
    compare_logarithms(b)
    use_whole_numbers(b)
    b.calculus = True
    name = denied(b, i, 1)
    return {"steps": needed(b.steps, {name}), "by": [name]} if name else None


def without(statement: Statement, i: int, budget: int) -> Builder:
    """Return a builder that knows the hypotheses but for one, which it may still take."""
    rest = tuple(["and"] if j == i else a for j, a in enumerate(statement.assume))
    b = prepared(Statement(statement.variables, rest, statement.goal), budget)
    b.scope.assume = statement.assume
    return b


def denied(b: Builder, i: int, effort: int) -> str | None:
    """Prove the negation of a hypothesis; return a step that says something false, or None."""
    other = prove(b, negation(b.scope.formula(b.scope.assume[i])), effort)
    if other is None:
        return None
    label = b.hypothesis(i)
    known, shown = b.scope.facts[label], b.scope.facts[other]
    if not isinstance(known, Fact) or not isinstance(shown, Fact):
        return None
    return absurd(b, label, known, other) or absurd(b, other, shown, label)


def _apart(b: Builder) -> str | None:
    """Return a step that says something false, if two facts differ by a number of the wrong sign."""
    seen: ByPolynomial[list[tuple[list[str], Poly]]] = ByPolynomial()
    for label, known in list(b.facts()):
        if known.rel not in (">", ">="):
            continue
        found = reduce(b, known.poly)
        facts = [label, *found.facts.elements()]
        if found.poly.is_constant() or any(b.scope.facts[n].rel == "!=" for n in facts):  # type: ignore[union-attr]
            continue
        constant = found.poly.to_dict().get((0,) * len(b.ring.names), 0)
        p = scaled(found.poly - constant)
        ratio = p.leading_coefficient() / (found.poly - constant).leading_coefficient()
        for others, q in seen.get(-p) or []:
            total = found.poly * ratio + q
            contradict = total.is_constant() and total.leading_coefficient() < 0
            if not contradict and not (total.is_zero() and _strict(b, facts, others)):
                continue
            c = -1 / total.leading_coefficient() if contradict else 1
            first = reduce(b, b.scope.one(others[0], ">", ">=").poly).poly
            own = q.leading_coefficient() / first.leading_coefficient()
            rows = [{"c": str(c * ratio), "facts": facts}, {"c": str(c * own), "facts": others}]
            return b.add("cone", p="-1" if contradict else "0", sum=rows, modulo=modulo(b))
        seen.keep(p, []).append((facts, found.poly * ratio))
    return None


def _strict(b: Builder, *groups: list[str]) -> list[str]:
    """Return the first facts of groups in which all are strict."""
    return [g[0] for g in groups if all(b.scope.facts[n].rel == ">" for n in g)]  # type: ignore[union-attr]
