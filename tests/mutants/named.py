"""Mutants that someone thought of: mistakes that are easily made in the theory."""

from __future__ import annotations

import ast
from functools import partial

from mutants.making import ROOT, Mutant

NAMED: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "ω₁h₂² for ω₂h₂² in the field of two groups": (
        "spectra/spectrum/mode_equations.py", "o2 * h2**2)", "o1 * h2**2)",
        ("numerics/test_mode_equations.py",),
    ),
    "a mode that starts at e^(-2δ), not e^(-2δ)/σ": (
        "proofs/reader/mode_equations.py", "RATE), sp.exp(-2 * delta) / SIGMA)", "RATE), sp.exp(-2 * delta))",
        ("proofs/kernel/test_flow_modes.py",),
    ),
    "the logistic equation for every mode": (
        "proofs/reader/mode_equations.py", 'if statement.system == "projected" or not found.targets:', "if True:",
        ("proofs/kernel/test_times.py",),
    ),
    "a lemma that bounds the growth of w by 2μ": (
        "proofs/claims/limit_lemmas.py", "sp.Le(W_DOT, MU * W)", "sp.Le(W_DOT, 2 * MU * W)",
        ("numerics/test_mode_equations.py",),
    ),
    "Z = Z for the spectrum": (
        "proofs/ledger/paper/matrices.py", "eq(printed.U * SIGMA * printed.V_T, Z)", "eq(Z, Z)",
        ("proofs/test_printed.py",),
    ),
    "a solution without its value at 0": (
        "proofs/kernel/flows.py",
        'scope.require(part["start"], fact(at(scope, scope, p, flow.start), rel), "the start")', "pass",
        ("proofs/kernel/test_flows.py",),
    ),
    "another misprint of the middle entry": (
        "proofs/ledger/formulas.py", "(sp.sqrt((R + 1) / R), sp.S.One, sp.sqrt(R + 1))",
        "(sp.sqrt(R / (R + 1)), sp.Integer(2), sp.sqrt(R))",
        ("proofs/test_printed.py",),
    ),
}  # fmt: skip
"""File, what stands there, what is put for it, and the tests that have to notice."""


def named() -> list[tuple[tuple[str, ...], Mutant]]:
    """Return the mutants, each with its tests."""
    found = []
    for title, (file, old, new, tests) in NAMED.items():
        path = ROOT / file
        text = path.read_text("utf-8")
        if text.count(old) != 1:
            raise LookupError(f"{file} has {old!r} {text.count(old)} times")
        line = text[: text.index(old)].count("\n") + 1
        make = partial(ast.parse, text.replace(old, new))
        found.append((tests, Mutant(path, title, range(line, line + 1), make, 0)))
    return found
