"""Names, polynomials, trees and formulas of the core language, as Coq writes them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from flint import fmpq

from proofs.kernel.errors import ensure, reject
from proofs.kernel.formulas import All, Fact, Formula
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import RELATIONS, Tree
from proofs.kernel.polynomials import NUMBER, Poly, Ring, rational

CORE = files("proofs.export.coq").joinpath("core.v").read_text("utf-8")
"""The file of definitions and lemmas that each exported file requires."""

HEADS = {
    "inv": "/", "root": "root", "exp": "exp", "log": "ln", "abs": "Rabs", "max": "Rmax", "min": "Rmin",
    "floor": "floor", "pi": "PI", "sin": "sin", "cos": "cos", "atan": "atan",
}  # fmt: skip
"""What a defined term is in Coq."""

WORDS = """
    Axiom Definition Fixpoint Hypothesis IF Lemma Let Ltac Notation Prop Proof Qed SProp Set Theorem Type
    Variable as at by cofix else end exists exists2 fix for forall fun if in let match mod return then
    using where with I IZR INR PI Rabs Rinv Rmax Rmin atan conj cos eq_refl eq_sym eq_trans exp f_equal
    f_equal2 ln proj1 proj2 sin sqrt
"""
RESERVED = {"_", *WORDS.split(), *re.findall(r"(?:Lemma|Definition|Notation) (\w+)", CORE)}
"""Names that would hide what a file refers to; a type may not be called R, so R is free."""

SIGNS = {"": "", "=": "=", "!=": "<>", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
SUM, PRODUCT, APPLIED, ATOM = range(4)


def name(kernel_name: str) -> str:
    """Return the Coq name of a variable, term, step, or fact; two names never become one.

    Examples
    --------
    >>> name("x"), name("exp"), name("t.needs")
    ('x', "exp'", "t'needs")
    """
    first, *rest = kernel_name.split(".")
    return "'".join([first + "'" * (first in RESERVED), *rest])


def number(value: fmpq) -> str:
    """Return a rational number, in parentheses unless it is a natural number."""
    text = str(value.p) if value.q == 1 else f"{value.p} / {value.q}"
    return text if value.q == 1 and value.p >= 0 else f"({text})"


def polynomial(ring: Ring, p: Poly, other: Mapping[str, str] | None = None) -> str:
    """Return a polynomial, expanded; ``other`` has names that are not those of Coq's variables.

    Examples
    --------
    >>> ring = Ring(["x", "t"])
    >>> polynomial(ring, ring.read("-3/2 x^2 t + 1"))
    '- (3 / 2) * x ^ 2 * t + 1'
    """
    text = ""
    for powers, c in p.to_dict().items():
        factors = [] if abs(c) == 1 and any(powers) else [number(abs(c))]
        for kernel_name, n in zip(ring.names, powers, strict=False):
            if n:
                shown = (other or {}).get(kernel_name, name(kernel_name))
                factors.append(shown + (f" ^ {n}" if n > 1 else ""))
        sign = " - " if c < 0 else " + "
        text += (sign if text else sign.strip().replace("+", "") + " ") + " * ".join(factors)
    return text.strip() or "0"


def fact_text(ring: Ring, formula: Formula) -> str:
    """Return a formula over polynomials."""
    if isinstance(formula, Fact):
        return f"{polynomial(ring, formula.poly)} {SIGNS[formula.rel]} 0"
    parts = [f"({fact_text(ring, part)})" for part in formula.parts]
    return _joined(parts, isinstance(formula, All))


def _joined(parts: list[str], all_of: bool) -> str:
    return (" /\\ " if all_of else " \\/ ").join(parts) or ("True" if all_of else "False")


def tree_text(tree: Tree, least: int = SUM) -> str:
    """Return a tree, in parentheses if it binds less than it must.

    Examples
    --------
    >>> tree_text(["+", "1", ["*", "-1", ["^", ["inv", ["+", "x", "1"]], 2]]])
    '1 - (/ (x + 1)) ^ 2'
    """
    text, binds = _tree(tree)
    return text if binds >= least else f"({text})"


def _tree(tree: Tree) -> tuple[str, int]:
    if isinstance(tree, str):
        return (number(rational(tree)) if NUMBER.fullmatch(tree) else name(tree)), ATOM
    head, *parts = tree
    if head == "^":
        return f"{tree_text(parts[0], ATOM)} ^ {parts[1]}", APPLIED
    if head == "+" and parts:
        return " ".join(_summands(parts)).removeprefix("+ "), SUM
    if head == "*" and parts:
        return " * ".join(tree_text(part, APPLIED) for part in parts), PRODUCT
    if head in ("+", "*"):
        return str(int(head == "*")), ATOM
    if head not in HEADS:
        reject(f"{head} has no translation")
    if head == "root":
        n = rational(parts[1])
        ensure(n.q == 1 and n >= 2, "a root has a whole order from 2 on")
        applied = "sqrt" if n == 2 else f"root {n.p}"
        return f"{applied} {tree_text(parts[0], ATOM)}", APPLIED
    return " ".join(
        [HEADS[head], *(tree_text(part, ATOM) for part in parts)]
    ), APPLIED if parts else ATOM


def _summands(parts: Iterable[Tree]) -> Iterator[str]:
    for part in parts:
        negative = isinstance(part, list) and len(part) > 2 and part[:2] == ["*", "-1"]
        rest = part[2:] if negative else [part]
        yield f"{'-' if negative else '+'} {' * '.join(tree_text(x, APPLIED if negative else PRODUCT) for x in rest)}"


def formula_text(formula: Tree) -> str:
    """Return a formula over trees."""
    head, *parts = formula
    if head in RELATIONS:
        return f"{tree_text(parts[0])} {SIGNS[head]} {tree_text(parts[1])}"
    inside = [f"({formula_text(part)})" for part in parts]
    if head == "not":
        return f"~ {inside[0]}"
    return " -> ".join(inside) if head == "implies" else _joined(inside, head == "and")


def terms(item: Tree) -> Iterator[Tree]:
    """Yield the defined terms within a tree or formula, the smallest first."""
    if isinstance(item, list):
        for part in item[1:]:
            yield from terms(part)
        if item[0] in FUNCTIONS:
            yield item


def conditions(formula: Tree) -> dict[str, tuple[Tree, int]]:
    """Return what must hold for all terms of a formula to have a value.

    Returns
    -------
    dict
        For each condition, as Coq writes it, the term and the position of the argument it speaks of.
    """
    found: dict[str, tuple[Tree, int]] = {}
    for tree in terms(formula):
        for i, rel in FUNCTIONS[tree[0]].needs:
            found.setdefault(f"{tree_text(tree[i + 1])} {SIGNS[rel]} 0", (tree, i))
    return found
