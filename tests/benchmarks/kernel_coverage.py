"""How many statements the finders and the checker certify, and at what cost.

``python tests/benchmarks/kernel_coverage.py`` runs over the scalar statements and limits of the
ledger, then over statements that referees write, then (``kinds``) over many more of the same kinds, true ones and
false neighbours. Times are in milliseconds of the processor, sizes in bytes.
"""

from __future__ import annotations

import json
import statistics
import sys
from functools import partial
from time import process_time
from typing import TYPE_CHECKING, Any

import sympy as sp
from bound_statements import STATEMENTS as OF_BOUNDS
from domain_statements import STATEMENTS as OF_DOMAINS
from learning_statements import STATEMENTS as OF_LEARNING
from referee_statements import STATEMENTS
from sympy.logic.boolalg import Boolean

from proofs import Limit
from proofs.claims.relation import as_statement
from proofs.kernel import check
from proofs.ledger import ledger
from proofs.provers.finders.kinds import find_claim
from proofs.reader.scalars import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

le, lt, ge, gt, eq, ne = (
    partial(relation, evaluate=False) for relation in (sp.Le, sp.Lt, sp.Ge, sp.Gt, sp.Eq, sp.Ne)
)
Row = tuple[str, Any, tuple[Any, ...], str]


def of_the_ledger() -> Iterator[Row]:
    """Yield the scalar statements and limits of the ledger."""
    for claim in ledger():
        made = claim.statement
        is_scalar = isinstance(made, Boolean) and not made.has(sp.MatrixBase, sp.MatrixExpr)
        if is_scalar or isinstance(made, Limit):
            yield claim.id, made, claim.assume, claim.expected.value


def of_referees() -> Iterator[Row]:
    """Yield statements beyond the ledger, true ones and false neighbours."""
    R = sp.Symbol("R", positive=True)
    x, u, v = (sp.Symbol(n, real=True) for n in "xuv")
    a, b, t = (sp.Symbol(n, positive=True) for n in "abt")
    n = sp.Symbol("n", integer=True, positive=True)
    m = sp.Symbol("m", integer=True, positive=True)
    k = sp.Symbol("k", even=True, positive=True)
    q = sp.Symbol("q", rational=True)
    z = sp.Symbol("z", noninteger=True, real=True)
    unit = (sp.Ge(x, 0), sp.Lt(x, 1))
    inside = (sp.Lt(a, 1), sp.Lt(b, 1))
    log, exp, sqrt, tanh, oo = sp.log, sp.exp, sp.sqrt, sp.tanh, sp.oo
    yield "power below exponential", le((1 - x) ** n, exp(-n * x)), unit, "PROVED"
    yield "power above exponential", ge((1 - x) ** n, exp(-n * x)), unit, "REFUTED"
    yield "(1-x/n)^n", Limit((1 - a / t) ** t, t, oo, exp(-a)), (), "PROVED"
    yield "(1+1/R)^R", Limit((1 + 1 / R) ** R, R, oo, sp.E), (), "PROVED"
    yield "softplus above", le(log(1 + exp(-u)), log(2) - u / 2 + u**2 / 8), (), "PROVED"
    yield "softplus below", ge(log(1 + exp(-u)), sp.Max(0, -u)), (), "PROVED"
    yield "softplus wrong", le(log(1 + exp(-u)), log(2) - u / 2), (), "REFUTED"
    yield "log-sum-exp", ge(log(exp(u) + exp(v)), (u + v) / 2 + log(2)), (), "PROVED"
    yield "tanh is a contraction", le(sp.Abs(tanh(u) - tanh(v)), sp.Abs(u - v)), (), "PROVED"
    yield "tanh below", lt(tanh(t), t), (), "PROVED"
    yield "entropy", le(-a * log(a) - (1 - a) * log(1 - a), log(2)), (sp.Lt(a, 1),), "PROVED"
    yield (
        "Pinsker",
        ge(a * log(a / b) + (1 - a) * log((1 - a) / (1 - b)), 2 * (a - b) ** 2),
        inside,
        "PROVED",
    )
    yield "a ln(a/b)", ge(a * log(a / b), a - b), (), "PROVED"
    yield "log at most", le(log(R), R - 1), (), "PROVED"
    yield "log at least", ge(log(R), 1 - 1 / R), (), "PROVED"
    yield "log and root", le(log(R), 2 * (sqrt(R) - 1)), (), "PROVED"
    yield "log wrong", lt(log(R), R - 1), (), "REFUTED"
    yield "ratio of logs", Limit(log(1 + R) / log(R), R, oo, 1), (), "PROVED"
    yield "difference quotient", Limit((1 - exp(-t)) / t, t, 0, 1), (), "PROVED"
    yield "erf below", le(sp.erf(t), 2 * t / sqrt(sp.pi)), (), "PROVED"
    yield "sine above", ge(sp.sin(t), t - t**3 / 6), (), "PROVED"
    yield "sine below", le(sp.sin(t), t), (), "PROVED"
    yield "cosine", ge(sp.cos(x), 1 - x**2 / 2), (), "PROVED"
    yield "2^k and k^2", ge(2**k, k**2), (), "PROVED"
    yield "irrational root", ne(n**2, 2 * m**2), (), "PROVED"
    yield "rational zero", ne(q**2, 2), (), "PROVED"
    yield "no integer", ne(z, 2), (), "PROVED"
    yield "window", le(sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1), 1 + log(R) ** 2 / 16), (), "PROVED"
    yield "floor", le(sp.floor(R), R), (), "PROVED"
    yield "floor wrong", lt(sp.floor(R), R), (), "REFUTED"
    yield "floor of an even number", eq(sp.floor(k / 2, evaluate=False), k / 2), (), "PROVED"
    yield "log of a square", eq(log(x**2), 2 * log(x)), (sp.Gt(x, 0),), "PROVED"
    yield "log of a product", eq(log(a * b), log(a) + log(b)), (), "PROVED"
    yield "effective number", le((1 - a**n) / (1 - a), n), (sp.Lt(a, 1),), "PROVED"
    yield (
        "effective number grows",
        Limit((1 - a**t) / (1 - a), t, oo, 1 / (1 - a)),
        (sp.Lt(a, 1),),
        "PROVED",
    )
    yield "cosh", ge(sp.cosh(u), 1 + u**2 / 2), (), "PROVED"
    yield "mean inequality", le(sqrt(a * b), (a + b) / 2), (), "PROVED"
    yield "e beyond 15 digits", lt(sp.E * R, 2.718281828459045 * R), (), "REFUTED"
    yield "e below", gt(sp.E * R, 2.718281828459045 * R), (), "PROVED"
    yield "exp(R/(R+1))", Limit(exp(R / (R + 1)), R, oo, sp.E), (), "PROVED"
    yield "cosecant", gt(sp.csc(37 * sp.pi / 120 + 37318), 0), (), "PROVED"


def run(rows: Iterator[Row]) -> None:
    """Print a line for each statement and the sums."""
    certified, count, finding, checking, sizes = 0, 0, [], [], []
    for name, made, assume, expected in rows:
        start = process_time()
        try:
            found = find_claim(as_statement(made), assume)
        except UnreadableError as error:
            print(f"{name:42} refused: {error}")
            continue
        count += 1
        finding.append(1000 * (process_time() - start))
        if found is None:
            print(f"{name:42} -          {expected:9} {finding[-1]:8.0f}")
            continue
        start = process_time()
        verdict = check(found).verdict
        checking.append(1000 * (process_time() - start))
        sizes.append(len(json.dumps(found, separators=(",", ":"))))
        certified += 1
        mark = "" if verdict == expected else f"  EXPECTED {expected}"
        print(f"{name:42} {verdict:9} {finding[-1]:8.0f} {checking[-1]:7.1f} {sizes[-1]:7}{mark}")
    print(
        f"{certified} of {count} certified; found in {sum(finding):.0f} ms (median "
        f"{statistics.median(finding):.0f}), checked in {sum(checking):.0f} ms; {sum(sizes)} bytes "
        f"(median {statistics.median(sizes):.0f})\n"
    )


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["ledger", "referees"]
    if "ledger" in wanted:
        run(of_the_ledger())
    if "referees" in wanted:
        run(of_referees())
    if "kinds" in wanted:
        run(iter([*STATEMENTS, *OF_LEARNING, *OF_DOMAINS, *OF_BOUNDS]))
