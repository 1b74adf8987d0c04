"""Show that polynomials are not negative as the arithmetic and the geometric mean do.

An example is a²b + ab² + 1 ≥ 3ab: each summand on the left is, next to ab, bounded by a tangent to
exp, and the logarithms of what it is there add up to 0. Quantities that may be 0 or have no sign
that matters are told apart by cases.
"""

from __future__ import annotations

from functools import partial
from functools import reduce as fold
from math import gcd
from typing import TYPE_CHECKING, Any

from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.functions.terms import positive
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.gram import as_squares
from proofs.provers.finders.signs.known_facts import both, summand
from proofs.provers.finders.signs.mean_bounds import Bounds, Means, bounds_of
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import factored, reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

FEWEST, MOST, MOST_NAMES = 3, 24, 6
"""Monomials, and names in them."""


def by_means(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or p > 0 by means, or as a sum of squares, for each factor whose sign is open."""
    if rel not in (">", ">="):
        return None
    factors = [f for f, _ in factored(b, reduce(b, p).poly)[1]]
    found = [f for f in factors if _is_shown(b, f, rel)]
    return show(b, p, rel, 1) if found else None


def _is_shown(b: Builder, f: Poly, rel: str) -> bool:
    """Whether the sign of a factor is shown; what has failed is not tried again."""
    names = sorted(b.ring.names_in(f))
    if not FEWEST <= len(f) <= MOST or len(names) > MOST_NAMES:
        return False
    known = [both(b, b.ring.generator(n)) for n in names]
    key = f"means:{rel}{b.write(f)}:{[k and (k.sign, k.strict) for k in known]}"
    if key in b.digested or len(seen := signs(b, f)) != 1:
        return False
    b.digested.add(key)
    f *= min(seen)
    for way in (partial(_of_factor, f=f, rel=rel), partial(as_squares, f=f)):
        with b.may_fail:
            if b.attempt(way) is not None:
                return True
    return False


def _of_factor(b: Builder, f: Poly, rel: str) -> str | None:
    """Prove f ≥ 0 or f > 0, by cases as long as a variable has no sign that is needed."""
    names = sorted(b.ring.names_in(f), key=lambda n: b.ring.position[n])
    rows = [[int(m[b.ring.position[n]]) for n in names] for m in f.to_dict()]
    steps, bases, free = [fold(gcd, column) for column in zip(*rows, strict=True)], [], []
    unsigned = []
    for name, step in zip(names, steps, strict=True):
        known = both(b, x := b.ring.generator(name))
        unsigned.append(known is None or known.sign == 0)
        free.append(known is None or not known.strict or (known.sign == 0 and step % 2 == 1))
        bases.append(-x if known is not None and known.sign == -1 and step % 2 else x)
    if any(some and n not in b.scope.kinds for some, n in zip(free, names, strict=True)):
        return None
    coefficients = []
    for row, c in zip(rows, f.to_dict().values(), strict=True):
        open_sign = any(some and n % 2 for some, n in zip(unsigned, row, strict=True))
        turned = sum(n for x, n in zip(bases, row, strict=True) if x.leading_coefficient() < 0)
        coefficients.append(-abs(c) if open_sign else c * (-1) ** turned)
    powers = (tuple(n // step for n, step in zip(row, steps, strict=True)) for row in rows)
    means = Means(tuple(powers), tuple(coefficients))
    if (bounds := bounds_of(means)) is None:
        return None
    if True not in free:
        quantities = [x**step for x, step in zip(bases, steps, strict=True)]
        return _added(b, f, rel, means, bounds, quantities)
    i = free.index(True)
    x = b.write(b.ring.generator(names[i]))
    on = b.add("order", p=x) if steps[i] % 2 else b.add("either", fact=["=", x])
    return split(
        b, on, fact(f, rel), lambda inner, _: show(inner, f, rel, 0) or by_means(inner, f, rel)
    )


def _added(
    b: Builder, f: Poly, rel: str, means: Means, bounds: Bounds, quantities: list[Poly]
) -> str | None:
    """Add up bounds by tangents."""
    monomials = []
    for powers in means.powers:
        monomials.append(b.ring.constant(1))
        for y, n in zip(quantities, powers, strict=True):
            monomials[-1] *= y**n
    rows = []
    for i, w in bounds.rest:
        rows.append(summand(b, [(positive(b, monomials[i]), w * monomials[i], 1)]))
    logs: dict[int, tuple[str, str, list[Any]]] = {}
    for i, k, w in bounds.pairs:
        powers = means.quotient(i, k)
        for j, n in enumerate(powers):
            if n and j not in logs:
                logs[j] = _logarithm(b, quantities[j] / bounds.point[j])
        own = [(*logs[j], n) for j, n in enumerate(powers) if n]
        pair = monomials[i] / bounds.value(powers), monomials[k]
        label, bound = _tangent(b, *pair, own, strict=rel == ">")
        rows.append(summand(b, [(label, w * bound, 1)]))
    label = b.add("cone", p=b.write(f), sum=rows, modulo=[])
    known = b.scope.facts[label]
    return label if rel == ">=" or (isinstance(known, Fact) and known.rel == ">") else None


def _logarithm(b: Builder, y: Poly) -> tuple[str, str, list[Any]]:
    """Return log y, exp(log y), and the equation that removes this."""
    t = _term(b, "log", y, [positive(b, y)])
    e = _term(b, "exp", b.ring.generator(t), [])
    return t, e, [b.add("explog", exp=e, log=t), e, []]


def _term(b: Builder, op: str, a: Poly, by: list[str]) -> str:
    """Define a term that need not be linked with others."""
    for name, term in b.scope.terms.items():
        if (term.op, term.args) == (op, (a,)):
            return name
    return b.add("def", b.new_term(), term=[op, b.write(a)], by=by)


def _tangent(
    b: Builder, m: Poly, n: Poly, own: list[tuple[str, str, list[Any], int]], *, strict: bool
) -> tuple[str, Poly]:
    """Show m ≥ n·(1 + s), where exp s = m/n and s is a sum of multiples of logarithms."""
    s, bottom, facts = b.ring.constant(0), b.ring.constant(1), list[str]()
    for t, e, _, times in own:
        s += times * b.ring.generator(t)
        bottom *= b.ring.generator(e) ** max(-times, 0)
        facts += [f"{e}.0"] * -times
    name, by = _term(b, "exp", s, []), [removed for *_, removed, _ in own]
    if all(name != e for _, e, *_ in own):
        law = b.add("exponents", powers=[[name, 1], *([e, -times] for _, e, _, times in own)])
        row = {"c": "1", "facts": facts}
        reason = [b.add("cone", p=b.write(bottom), sum=[row], modulo=[])] if facts else []
        by.insert(0, [law, name, reason])
    x, apart = b.ring.generator(name), list[str]()
    if strict and (other := show(b, m - n, "!=", 1)) is not None:
        known = b.scope.one(other, "!=", ">").poly
        q = n * (known.leading_coefficient() / (m - n).leading_coefficient())
        one = b.add("nonzero", p=b.write(x - 1), q=b.write(q), facts=[other], modulo=by)
        apart = [b.exp_sign(name, "value", "!=", one)]
    label = b.add("tangent", exp=name, **({"by": apart} if apart else {}))
    row = summand(b, [(label, x - 1 - s, 1), (positive(b, n), n, 1)])
    bound = m - n * (1 + s)
    return b.add("cone", p=b.write(bound), sum=[row], modulo=by), bound
