"""The report as JSON, schema 1."""

import json
import platform
from collections.abc import Callable
from typing import Any

from proofs.claims.domain import describe
from proofs.claims.verdict import Counterexample, Proof
from proofs.report.results import ReportData, ResultData
from spectra import to_latex
from spectra.utils.command import installed_version

PRODUCT = "reweighting-theory"
LIBRARIES = ("sympy", "mpmath", "numpy", "scipy", "python-flint")


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "parameters": dict(found.parameters),
        "left": found.left,
        "right": found.right,
        "names": list(found.names),
        "distance": found.distance,
    }


def _proof(found: Proof | None, seconds: Callable[[float], float | None]) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "rules": dict(found.rules),
        "axioms": [name for name, _ in found.axioms],
        "size": found.size,
        "second_kernel": found.second_kernel or None,
        "checked_seconds": seconds(found.checked_seconds),
    }


def _claim(result: ResultData, seconds: Callable[[float], float | None]) -> dict[str, Any]:
    claim = result.claim
    return {
        "id": claim.id,
        "title": claim.title,
        "source": claim.source,
        "words": claim.words.value,
        "statement": to_latex(claim.said),
        "assumptions": list(describe(claim.domain)),
        "at": {str(symbol): str(value) for symbol, value in claim.at},
        "notes": list(claim.notes),
        "verdict": result.verdict.value,
        "expected": claim.expected.value,
        "as_expected": result.as_expected,
        "established": result.established,
        "depends_on": list(claim.depends_on),
        "corrected_by": list(claim.corrected_by),
        "seconds": seconds(result.seconds),
        "evidence": [
            {
                "method": item.method,
                "outcome": item.outcome.value,
                "detail": item.detail,
                "seconds": seconds(item.seconds),
            }
            for item in result.evidence
        ],
        "counterexample": _counterexample(result.counterexample),
        "proof": _proof(result.proof, seconds),
    }


def render(report: ReportData, *, ascii_only: bool = False, stable: bool = False) -> str:
    """Return the whole report as JSON text.

    Parameters
    ----------
    report : ReportData
    ascii_only : bool
        Escape everything else, for a stream that cannot encode it.
    stable : bool
        Leave out what differs from run to run and from machine to machine: times are null and
        the environment is empty.
    """
    environment = {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: installed_version(name) for name in LIBRARIES},
    }

    def seconds(value: float) -> float | None:
        return None if stable else round(value, 6)

    document = {
        "schema": 1,
        "product": {"name": PRODUCT, "version": installed_version(PRODUCT)},
        "environment": {} if stable else environment,
        "claims": [_claim(result, seconds) for result in report.results],
        "summary": {verdict.value: count for verdict, count in report.summary.items()},
        "axioms": dict(report.axioms),
    }
    return json.dumps(document, indent=2, ensure_ascii=ascii_only, allow_nan=False) + "\n"
