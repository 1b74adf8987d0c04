"""Link logarithms: those of products are written by those of factors."""

from __future__ import annotations

from itertools import combinations
from math import gcd
from typing import TYPE_CHECKING

from flint import fmpq, fmpz

from proofs.kernel.formulas import Fact, fact
from proofs.kernel.polynomials import rational
from proofs.provers.finders.functions.exponentials import define_plain, write_by_bases
from proofs.provers.finders.functions.terms import as_factor, define, fraction, positive, primes
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import (
    CHOICES,
    Equation,
    equations,
    factored,
    modulo,
    reduce,
)
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST_PAIRS = 15
"""Pairs of exponentials that are compared."""


def link_logarithm(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Write log a by logarithms of irreducible factors, where a is a product."""
    (a,) = args
    if reduce(b, a - 1).poly.is_zero():
        e = define_plain(b, b.ring.generator(name))
        law = b.add("explog", exp=e, log=name)
        if a != 1:
            x = b.ring.generator(e)
            law = b.add("zero", p=b.write(x - 1), modulo=[[law, e, []], *modulo(b)])
        b.link(name, b.exp_sign(e, "value", "=", law))
        b.link(e, law)
        return
    _compare_argument(b, name, a)
    try:
        pieces = _log_pieces(b, a, fmpq(1))
    except NotFoundError:
        return
    if len(pieces) == 1 and pieces[0][1] == 1 and pieces[0][0] == ("log", str(a)):
        return
    if pieces and pieces[0][0] == ("log", str(a)):
        return
    gap, counts = b.ring.generator(name), [(name, fmpq(1))]
    for (kind, _), c, p in pieces:
        if kind == "log":
            other = define(b, "log", (p,))
            gap -= c * b.ring.generator(other)
            counts.append((other, -c))
        else:
            gap -= c * p
    if label := equal_by_exponential(b, gap, counts):
        b.link(name, label)


def _by_cases(b: Builder, p: Poly, rel: str) -> str | None:
    wanted = fact(p, rel)
    if not isinstance(wanted, Fact):
        return None
    choice = any(n in b.scope.terms and b.scope.terms[n].op in CHOICES for n in b.ring.names_in(p))
    label = b.ways.prove(b, wanted, 1, 1) if choice and rel != "!=" else show(b, p, rel, 1)
    return label if label is not None and isinstance(b.scope.facts[label], Fact) else None


FEW_PAIRS = 3
"""Pairs of logarithms up to which tangents at their quotients are added."""

MOST_POWER = 100
"""The highest power of a sum that is multiplied out."""


def by_exponential(b: Builder, p: Poly, rel: str, effort: int) -> str | None:
    """Prove the sign of a sum of logarithms by that of exp p - 1."""
    terms = b.scope.terms
    logs = {n for n in b.ring.names_in(p) if n in terms and terms[n].op == "log"}
    if not logs:
        return None
    if any(not b.ring.coefficients(p, n)[-1].is_constant() for n in logs):
        return _over_coefficient(b, p, rel, logs, effort)
    scale = 1
    for c in p.coeffs():
        scale = scale * int(c.q) // gcd(scale, int(c.q))
    powers = {n: abs(scale * b.ring.coefficients(p, n)[-1].leading_coefficient()) for n in logs}
    if any(power > MOST_POWER and len(terms[n].args[0]) > 1 for n, power in powers.items()):
        return None
    name = define(b, "exp", (scale * p,))
    label = show(b, b.ring.generator(name) - 1, rel, effort)
    if label is None:
        return None
    return b.exp_sign(name, "value", rel, label)


def _over_coefficient(b: Builder, p: Poly, rel: str, logs: set[str], effort: int) -> str | None:
    """Prove the sign of c·(a sum of logarithms) + A by that of the sum + A/c, for c > 0."""
    parts = [b.ring.coefficients(p, n) for n in sorted(logs, key=lambda n: b.ring.position[n])]
    c = parts[0][-1] / abs(parts[0][-1].leading_coefficient())
    c = c if 1 in signs(b, c) else -c
    scales = [part[-1].leading_coefficient() / c.leading_coefficient() for part in parts]
    plain = (len(x) == 2 and x[1] == s * c for x, s in zip(parts, scales, strict=True))
    if c.is_constant() or not all(plain) or (above := show(b, c, ">", 1)) is None:
        return None
    over, q = b.ring.generator(define(b, "inv", (c,))), b.ring.constant(0)
    rest = p
    for name, s in zip(sorted(logs, key=lambda n: b.ring.position[n]), scales, strict=True):
        rest -= s * c * b.ring.generator(name)
        q += s * b.ring.generator(name)
    q += rest * over
    label = by_exponential(b, q, rel, effort) if rel == "!=" or -1 not in signs(b, q) else None
    if label is None:
        return None
    row = summand(b, [(label, q, 1), (above, c, 1)])
    if rel == "!=":
        scale = str(1 / rational(row["c"]))
        return b.add("nonzero", p=b.write(p), q=scale, facts=row["facts"], modulo=modulo(b))
    return b.add("cone", p=b.write(p), sum=[row], modulo=modulo(b))


def compare_logarithms(b: Builder, among: set[str] | None = None) -> None:
    """Introduce differences of logarithms of which one is known to be larger; add tangents."""
    logs = [
        (n, t.args[0])
        for n, t in b.scope.terms.items()
        if t.op == "log" and n not in b.links and (among is None or n in among)
    ]
    for (one, a), (two, c) in list(combinations(logs, 2))[:MOST_PAIRS]:
        for (first, p), (second, q) in (((one, a), (two, c)), ((two, c), (one, a))):
            above = show(b, p - q, ">", 1)
            if above is not None:
                _compare_two(b, (first, p), (second, q), above)
    quotients = [n for n, t in b.scope.terms.items() if t.op == "log" and n in b.links]
    for name in quotients if len(quotients) <= FEW_PAIRS and among is None else ():
        for sign in (1, -1):
            define(b, "exp", (sign * b.ring.generator(name),))
    pairs = list(combinations([n for n, _ in logs], 2))
    for one, two in pairs if len(pairs) <= FEW_PAIRS else ():
        # tangents to exp at quotients and products of what the logarithms are taken of
        x, y = b.ring.generator(one), b.ring.generator(two)
        for exponent in (x - y, y - x, -x - y):
            define(b, "exp", (exponent,))
    for name in [n for n, t in b.scope.terms.items() if t.op == "log" and n not in b.links]:
        e = define_plain(b, b.ring.generator(name))
        if e not in b.links:
            law = b.add("explog", exp=e, log=name)
            if e not in b.ring.names_in(b.scope.terms[name].args[0]):
                b.link(e, law)
    for name in [n for n, t in b.scope.terms.items() if t.op == "exp"]:
        if f"{name}:tangent" not in b.digested:
            b.digested.add(f"{name}:tangent")
            (a,) = b.scope.terms[name].args
            apart = show(b, a, "!=", 0)
            b.atoms.append(b.add("tangent", exp=name, **({"by": [apart]} if apart else {})))


def _compare_two(b: Builder, first: tuple[str, Poly], second: tuple[str, Poly], above: str) -> None:
    """From a > c to log a > log c."""
    x, y = (b.ring.generator(n) for n, _ in (first, second))
    whole = define_plain(b, x - y)
    exps = [define_plain(b, z) for z in (x, y)]
    laws = [b.add("explog", exp=e, log=n) for e, (n, _) in zip(exps, (first, second), strict=True)]
    power = b.add("exponents", powers=[[whole, 1], [exps[1], 1], [exps[0], -1]])
    under = positive(b, second[1])
    e, e_first, e_second = (b.ring.generator(n) for n in (whole, *exps))
    law = b.add(
        "zero", p=b.write(e * second[1] - first[1]), modulo=[], multiples=[
            _multiple(b, power, e * e_second - e_first, b.ring.constant(1)),
            _multiple(b, laws[1], e_second - second[1], -e),
            _multiple(b, laws[0], e_first - first[1], b.ring.constant(1)),
        ],
    )  # fmt: skip
    if whole not in b.links:
        b.link(whole, law)
    one = b.add(
        "cone", p=b.write(e - 1), factor=[summand(b, [(under, second[1], 1)])],
        sum=[summand(b, [(above, first[1] - second[1], 1)])],
        modulo=[[law, whole, as_factor(b, under)]],
    )  # fmt: skip
    b.atoms.append(b.exp_sign(whole, "value", ">", one))


def _multiple(b: Builder, label: str, p: Poly, times: Poly) -> list[object]:
    """Write ``times`` as the factor of a known equation that is p = 0 up to a number."""
    known = b.scope.facts[label]
    if not isinstance(known, Fact):
        raise NotFoundError("an equation without names")
    return [label, b.write(times * (p.leading_coefficient() / known.poly.leading_coefficient()))]


def _compare_argument(b: Builder, name: str, a: Poly) -> None:
    """Find the sign of log a by that of a - 1."""
    for rel in (">", ">=", "!="):
        for sign in (1, -1):
            if (label := _by_cases(b, sign * (a - 1), rel)) is not None:
                if not isinstance(b.scope.facts[label], Fact):
                    return
                e = define_plain(b, b.ring.generator(name))
                law = b.add("explog", exp=e, log=name)
                x = b.ring.generator(e)
                own = [[law, e, []]]
                if rel == "!=":
                    one = b.scope.one(label, "!=", ">").poly
                    c = (a - 1).leading_coefficient() / one.leading_coefficient()
                    by = b.add("nonzero", p=b.write(x - 1), q=str(1 / c), facts=[label], modulo=own)
                else:
                    row = summand(b, [(label, sign * (a - 1), 1)])
                    by = b.add("cone", p=b.write(sign * (x - 1)), sum=[row], modulo=own)
                b.atoms.append(b.exp_sign(e, "value", rel, by, sign < 0))
                return


def _log_pieces(b: Builder, a: Poly, c: fmpq) -> list[tuple[tuple[str, str], fmpq, Poly]]:
    """Write log a as a sum of multiples of logarithms and of exponents."""
    names = b.ring.names_in(a)
    if a == 1:
        return []
    if len(names) == 1 and a == b.ring.generator(min(names)) and min(names) in b.scope.terms:
        term = b.scope.terms[min(names)]
        if term.op == "exp":
            return [(("exponent", str(term.args[0])), c, term.args[0])]
        if term.op == "root":
            n = term.args[1].leading_coefficient()
            return _log_pieces(b, term.args[0], c / n)
        if term.op == "inv":
            return _log_pieces(b, term.args[0], -c)
    if any(e.main in names and not _is_root_of_variable(b, e) for e in equations(b)):
        top, bottom = fraction(b, a, variables=False)
        if top != a or not bottom.is_constant():
            return _log_pieces(b, top, c) + _log_pieces(b, bottom, -c)
    unit, factors = factored(b, a)
    found = []
    if not (unit == 1 and len(factors) == 1 and factors[0][1] == 1):
        parts = []
        for f, times in factors:
            sign = 1 if show(b, f, ">", 1) else -1
            if sign == -1 and not show(b, -f, ">", 1):
                raise NotFoundError("a factor of a logarithm has no sign")
            parts.append((sign * f, times))
            unit *= sign**times
        if unit < 0:
            raise NotFoundError("a factor of a logarithm has no sign")
        if unit != 1 or len(parts) > 1 or parts[0][1] > 1:
            for prime, times in primes(fmpq(unit)).items():
                p = b.ring.constant(prime)
                found.append((("log", b.write(p)), c * times, p))
            for f, times in parts:
                found += _log_pieces(b, f, c * times)
            return found
    return [(("log", str(a)), c, a)]


def _is_root_of_variable(b: Builder, e: Equation) -> bool:
    return e.main in b.scope.kinds and e.fact.endswith(".0")


def equal_by_exponential(b: Builder, gap: Poly, counts: list[tuple[str, fmpq]]) -> str | None:
    """Show gap = 0 from exp(n·gap) = 1, where gap = Σ cᵢ·logᵢ + exponents, n·cᵢ whole."""
    n = 1
    for _, c in counts:
        n = int(fmpz(n).lcm(c.q)) if hasattr(fmpz(n), "lcm") else n * int(c.q)
    rest = gap
    for log, c in counts:
        rest -= c * b.ring.generator(log)
    whole = define_plain(b, n * gap)
    powers: list[tuple[str, int]] = [(whole, 1)]
    extra = []
    product = {1: b.ring.constant(1), -1: b.ring.constant(1)}
    for log, c in counts:
        times = int((n * c).p)
        e = define_plain(b, b.ring.generator(log))
        label = b.add("explog", exp=e, log=log)
        extra.append([label, e, []])
        powers.append((e, -times))
        product[1 if times > 0 else -1] *= b.scope.terms[log].args[0] ** abs(times)
    if not rest.is_zero():
        e = define_plain(b, n * rest)
        powers.append((e, -1))
        write_by_bases(b, e, n * rest)
    total = b.ring.constant(0)
    for name, times in powers:
        total += times * b.scope.terms[name].args[0]
    if not total.is_zero():
        return None
    law = b.add("exponents", powers=[list(pair) for pair in powers])
    known = b.scope.facts[law]
    if not isinstance(known, Fact):
        return None
    # exp(n·gap)·A = B with A = B by the values of the exponentials
    lead = b.ring.coefficients(known.poly, whole)[-1]
    lead = lead / lead.leading_coefficient()
    reason = positive(b, lead)
    x = b.ring.generator(whole)
    one = b.add(
        "zero", p=b.write(x - 1), factor=as_factor(b, reason),
        modulo=[[law, whole, as_factor(b, reason)], *extra, *modulo(b)],
    )  # fmt: skip
    return b.exp_sign(whole, "value", "=", one)
