"""Link exponentials and logarithms: each is written by few independent ones."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.provers.finders.functions.terms import define, fraction, link_by_root, positive
from proofs.provers.finders.signs.known_facts import both
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import reduce
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST_PAIRS, FEW_PAIRS = 15, 10
"""Pairs of exponentials that are compared, and up to how many with more work."""


def link_exponential(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Write an exponential by exponentials of single terms."""
    b.atoms.append(f"{name}.0")
    compare_with_one(b, name, args[0])
    write_by_bases(b, name, args[0])


def write_by_bases(b: Builder, name: str, a: Poly) -> None:
    """Write exp a by the exponentials of the terms of a, each to a whole power."""
    if a.is_zero():
        b.link(name, b.add("exponents", powers=[[name, 1]]))
        return
    for other, term in b.scope.terms.items():
        if term.op == "exp" and other not in (name, *b.links) and _are_equal(b, a, term.args[0]):
            equal = show(b, a - term.args[0], "=", 0)
            b.link(name, b.add("exponents", powers=[[name, 1], [other, -1]], by=[equal]))
            return
    try:
        pieces = _pieces(b, *fraction(b, a, variables=False))
    except NotFoundError:
        return
    bases = b.exponents  # unit -> (its polynomial, size, name of the exponential)
    if len(pieces) == 1 and _logarithm(b, pieces[0][0]) is None:
        unit, c = pieces[0]
        if (key := b.write(unit)) not in bases and (c > 0 or unit.is_constant()):
            bases[key] = (c, name)
            return
    counts: list[tuple[str, int]] = [(name, 1)]
    for unit, c in pieces:
        base, times = _base(b, unit, c)
        counts.append((base, -times))
    total = _sum(b, counts)
    by = [show(b, total, "=", 0)] if not total.is_zero() else []
    if by == [None]:
        return
    own = [n for n, _ in counts]
    if own.count(name) > 1:
        return
    for other, times in counts[1:]:
        if times > 0:
            positive(b, b.ring.generator(other) ** times)
    bottom_part = b.ring.constant(1)
    for other, times in counts[1:]:
        if times > 0:
            bottom_part *= b.ring.generator(other) ** times
    if not bottom_part.is_constant():
        positive(b, bottom_part)
    label = b.add("exponents", powers=[list(pair) for pair in counts], **({"by": by} if by else {}))
    b.link(name, label)


def _pieces(b: Builder, top: Poly, bottom: Poly) -> list[tuple[Poly, fmpq]]:
    """Write a quotient as a sum of numbers times products, with an inverse at what division leaves."""
    found: dict[str, tuple[Poly, fmpq]] = {}
    for powers, c in top.to_dict().items():
        unit = b.ring.context.from_dict({powers: fmpq(1)})
        rest, left = divmod(unit, bottom)
        for part, over in ((rest, b.ring.constant(1)), (left, None)):
            for monomial, scale in part.to_dict().items():
                whole = b.ring.context.from_dict({monomial: fmpq(1)})
                whole *= over if over is not None else _inverse(b, bottom)
                _, before = found.get(str(whole), (whole, fmpq(0)))
                found[str(whole)] = whole, before + c * scale
    return [(unit, c) for unit, c in found.values() if c != 0]


def _are_equal(b: Builder, a: Poly, c: Poly) -> bool:
    """Whether two exponents are equal, one in a variable and one in half of it."""
    halved = any(b.scope.kinds.get(name) in ("even", "odd") for name in b.ring.names_in(a - c))
    return bool(halved and reduce(b, a - c).poly.is_zero())


def compare_with_one(b: Builder, name: str, a: Poly) -> None:
    """Say on which side of 1 an exponential lies, if the sign of its exponent is found."""
    for rel in (">", ">=", "!="):
        for sign in (1, -1):
            if not a.is_constant() and (label := show(b, sign * a, rel, 0)) is not None:
                b.atoms.append(b.exp_sign(name, "exponent", rel, label, sign < 0))
                return


def compare_again(b: Builder, among: set[str]) -> None:
    """Say it of the exponentials of which it is known only now; of some, also by their exponents."""
    for name, term in list(b.scope.terms.items()):
        x, (a, *_) = b.ring.generator(name), (*term.args, b.ring.constant(1))
        logs = among & b.ring.names_in(a) if term.op == "exp" and name in b.links else ()
        if term.op == "exp" and (name in among or logs or reduce(b, a).poly != a):
            known = both(b, x - 1)
            if known is None or not known.strict:
                compare_with_one(b, name, a)


def _inverse(b: Builder, p: Poly) -> Poly:
    return b.ring.generator(define(b, "inv", (p,)))


def _sum(b: Builder, counts: list[tuple[str, int]]) -> Poly:
    total = b.ring.constant(0)
    for name, n in counts:
        total += n * b.scope.terms[name].args[0]
    return total


def _logarithm(b: Builder, unit: Poly) -> str | None:
    """Return the name of the logarithm that a unit is, if it is one."""
    names = b.ring.names_in(unit)
    if len(names) == 1 and unit == b.ring.generator(min(names)):
        (name,) = names
        if name in b.scope.terms and b.scope.terms[name].op == "log":
            return name
    return None


def _base(b: Builder, unit: Poly, c: fmpq) -> tuple[str, int]:
    """Return an exponential whose whole power is exp(c·unit), and the power."""
    key = b.write(unit)
    log = _logarithm(b, unit)
    known = b.exponents.get(key)
    if known is None:
        size = fmpq(1, c.q) if log or not unit.is_constant() else abs(c)
        if not log:
            size = abs(c)
        name = define_plain(b, size * unit)
        b.exponents[key] = (size, name)
        if log:
            _link_to_base(b, name, log, int(size.q))
        return name, int((c / size).p)
    size, name = known
    ratio = c / size
    if ratio.q == 1:
        return name, int(ratio.p)
    new_size = size / ratio.q
    new = define_plain(b, new_size * unit)
    b.exponents[key] = (new_size, new)
    if log:
        _link_to_base(b, new, log, int(new_size.q))
    if name not in b.links:
        power = int((size / new_size).p)
        b.link(name, b.add("exponents", powers=[[name, 1], [new, -power]]))
    return new, int((c / new_size).p)


def define_plain(b: Builder, a: Poly) -> str:
    """Define an exponential without writing it by others."""
    for name, term in b.scope.terms.items():
        if term.op == "exp" and term.args == (a,):
            return name
    name = b.add("def", b.new_term(), term=["exp", b.write(a)], by=[])
    b.atoms.append(f"{name}.0")
    compare_with_one(b, name, a)
    return name


def _link_to_base(b: Builder, name: str, log: str, n: int) -> None:
    """Write exp((log a)/n) as a root of a."""
    a = b.scope.terms[log].args[0]
    if n == 1:
        label = b.add("explog", exp=name, log=log)
        if all(name != other for other in b.ring.names_in(a)):
            b.link(name, label)
        return
    whole = define_plain(b, b.ring.generator(log))
    if whole not in b.links:
        b.link(whole, b.add("explog", exp=whole, log=log))
    power = b.add("exponents", powers=[[whole, 1], [name, -n]])
    root = b.ring.generator(define(b, "root", (a, b.ring.constant(n))))
    top, bottom = fraction(b, root)
    link_by_root(b, name, n, top, bottom, power)


def compare_exponentials(b: Builder, among: set[str] | None = None) -> None:
    """Introduce the quotients of exponentials and roots of which one is known to be larger."""
    terms = {n: t for n, t in b.scope.terms.items() if among is None or n in among}
    exponents = {n: t.args[0] for n, t in terms.items() if t.op == "exp"}
    logs = {str(t.args[0]): n for n, t in b.scope.terms.items() if t.op == "log"}
    for name, term in terms.items():
        if term.op == "root" and str(term.args[0]) in logs:
            log = b.ring.generator(logs[str(term.args[0])])
            exponents[name] = log / term.args[1].leading_coefficient()
    pairs = list(combinations(exponents.items(), 2))[:MOST_PAIRS]
    effort = 1 if len(pairs) <= FEW_PAIRS else 0
    for (_, first), (_, second) in pairs:
        gap = first - second
        if gap.is_zero():
            continue
        known = any(show(b, s * gap, ">=", effort) for s in (1, -1)) or show(b, gap, "!=", 0)
        if gap.is_constant() or known:
            define(b, "exp", (gap,))
