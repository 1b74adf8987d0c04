"""Facts ``p rel 0`` about polynomials, and what is built of them with "all of" and "some of".

Negation and implication are not needed: the negation of a fact is a fact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

from flint import fmpq

from proofs.kernel.errors import ensure
from proofs.kernel.polynomials import Poly

NEGATION = {"=": "!=", "!=": "=", ">": ">=", ">=": ">"}
"""``not p > 0`` is ``-p >= 0``; the sign changes for the two inequalities."""

IMPLIED = {">": {">", ">=", "!="}, ">=": {">="}, "=": {"=", ">="}, "!=": {"!="}}
"""What ``p rel 0`` says of ``p``."""

IMPLIED_OF_OPPOSITE = {">": {"!="}, ">=": set[str](), "=": {"=", ">="}, "!=": {"!="}}
"""What ``p rel 0`` says of ``-p``."""


@dataclass(frozen=True)
class Fact:
    """``poly rel 0``; made by :func:`fact` only, which scales it."""

    poly: Poly
    rel: str


@dataclass(frozen=True)
class All:
    """Every part holds; with no parts, always."""

    parts: "tuple[Formula, ...]" = ()


@dataclass(frozen=True)
class Some:
    """At least one part holds; with no parts, never."""

    parts: "tuple[Formula, ...]" = ()


Formula: TypeAlias = Fact | All | Some
TRUE, FALSE, ZERO = All(), Some(), fmpq(0)


def fact(poly: Poly, rel: str) -> Formula:
    """Return ``poly rel 0`` for any of the six relations, the polynomial scaled."""
    if "<" in rel:
        poly, rel = -poly, rel.replace("<", ">")
    ensure(rel in NEGATION, "what compares is no relation")
    if len(poly) <= 1 and poly.is_constant():
        value = poly.leading_coefficient()
        holds = {"=": value == 0, "!=": value != 0, ">": value > 0, ">=": value >= 0}[rel]
        return TRUE if holds else FALSE
    return Fact(scaled(poly), rel)


def scaled(poly: Poly) -> Poly:
    """Divide by a positive number: what is left has whole coefficients without common divisor."""
    common = reduce(fmpq.gcd, poly.coeffs(), ZERO)
    return poly if common == 1 else poly / common


def negation(formula: Formula) -> Formula:
    """Return the formula that holds exactly where this one does not."""
    if isinstance(formula, Fact):
        opposite = -formula.poly if formula.rel in (">", ">=") else formula.poly
        return fact(opposite, NEGATION[formula.rel])
    parts = tuple(negation(part) for part in formula.parts)
    return Some(parts) if isinstance(formula, All) else All(parts)


def read_formula(data: Any, atom: Callable[..., Formula]) -> Formula:
    """Read a formula whose relations ``atom`` reads."""
    head, *rest = data
    if head == "implies":
        premise, conclusion = rest
        return read_formula(["or", ["not", premise], conclusion], atom)
    if head == "not":
        (part,) = rest
        return negation(read_formula(part, atom))
    if head in ("and", "or"):
        found = tuple(read_formula(part, atom) for part in rest)
        return All(found) if head == "and" else Some(found)
    return atom(head, *rest)


def entails(known: Formula, wanted: Formula) -> bool:
    """Whether ``wanted`` can be read off ``known``: by logic alone, and only by its plainest steps.

    What is read off so is true; what is true is not always read off so.
    """
    if isinstance(wanted, All):
        return all(entails(known, part) for part in wanted.parts)
    if isinstance(known, Some):
        return all(entails(part, wanted) for part in known.parts)
    if isinstance(known, All) and any(entails(part, wanted) for part in known.parts):
        return True
    if isinstance(wanted, Some):
        return any(entails(known, part) for part in wanted.parts)
    if isinstance(known, All):
        return False
    same = wanted.rel in IMPLIED[known.rel] and known.poly == wanted.poly
    return same or (wanted.rel in IMPLIED_OF_OPPOSITE[known.rel] and known.poly == -wanted.poly)
