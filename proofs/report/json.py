"""The report as JSON, schema 1."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import sympy as sp

from proofs.domain import describe
from proofs.engine import Report, Result
from proofs.statement import (
    Collapsed,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)

PRODUCT = "counterweight"
LIBRARIES = ("sympy", "mpmath", "numpy", "scipy", "python-flint", "z3-solver", "cvc5")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def statement_latex(statement: Statement) -> str:
    """Return a statement as LaTeX.

    Examples
    --------
    >>> from spectra import R
    >>> statement_latex(sp.Gt(R + 1, R - 1, evaluate=False))
    'R + 1 > R - 1'
    """
    if isinstance(statement, Limit):
        arrow = rf"\lim_{{{sp.latex(statement.var)} \to {sp.latex(statement.to)}}}"
        return rf"{arrow} {sp.latex(statement.expr)} = {sp.latex(statement.value)}"
    if isinstance(statement, Trajectory):
        return rf"\beta^{{{_system(statement)}}}_{{\text{{{statement.mode}}}}}(t) = {sp.latex(statement.expr)}"
    if isinstance(statement, LearningTime):
        ratio = rf"T^{{{_system(statement)}}}_{{\text{{{statement.mode}}}}}/\delta"
        return rf"{ratio} \to {sp.latex(statement.expr)}"
    if isinstance(statement, Invariance):
        return rf"(V^\top\Omega - \Lambda V^\top)_{{\text{{{statement.mode}}}}} = 0"
    if isinstance(statement, OutOfScope):
        return rf"\text{{{statement.text}}}"
    if isinstance(statement, Collapsed):
        if statement.recovered is not None:
            return str(sp.latex(statement.recovered))
        return rf"\text{{{statement.source or str(statement.value).lower()}}}"
    return str(sp.latex(statement))


def _system(statement: Trajectory | LearningTime) -> str:
    return rf"\text{{{statement.weighting}, {statement.system}}}"


def _claim(result: Result) -> dict[str, Any]:
    claim, found = result.claim, result.counterexample
    return {
        "id": claim.id,
        "title": claim.title,
        "source": claim.source,
        "statement": statement_latex(claim.statement),
        "assumptions": list(describe(claim.domain)),
        "verdict": result.verdict.value,
        "expected": claim.expected.value,
        "established": result.established,
        "depends_on": list(claim.depends_on),
        "corrected_by": list(claim.corrected_by),
        "seconds": round(result.seconds, 6),
        "evidence": [
            {
                "method": e.method,
                "outcome": e.outcome.value,
                "detail": e.detail,
                "seconds": round(e.seconds, 6),
            }
            for e in result.evidence
        ],
        "counterexample": None
        if found is None
        else {
            "parameters": dict(found.parameters),
            "left": found.left,
            "right": found.right,
            "distance": found.distance,
        },
    }


def render(report: Report) -> str:
    """Return the whole report as JSON text."""
    document = {
        "schema": 1,
        "product": {"name": PRODUCT, "version": _version(PRODUCT)},
        "environment": {
            "python": platform.python_version(),
            "platform": platform.platform(),
            "libraries": {name: _version(name) for name in LIBRARIES},
        },
        "claims": [_claim(result) for result in report.results],
        "summary": {verdict.value: count for verdict, count in report.summary.items()},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
