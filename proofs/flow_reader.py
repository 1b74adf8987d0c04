"""From statements on a mode of the flow to statements of the proof checker: trusted.

The differential equation of a mode is part of the statement that is checked. A mode within a
group, and every mode of the projected system, has a strength y that obeys y′ = 2σλ·y(1 - y). The
mode between two groups of the full flow is the system in w, h₁, h₂ of
:mod:`proofs.claims.limit_lemmas`.
"""

from collections.abc import Iterable
from typing import Any

import sympy as sp

import spectra
from proofs.claims.flow_statements import Invariance, LearningTime, Trajectory, weights_of
from proofs.kernel_reader import Reader, Reading, declare
from proofs.matrix_reader import read_matrices
from proofs.provers.flows.mode_equations import mode
from spectra import delta, t

BETWEEN = "maj-min"
Y, W, H1, H2 = (sp.Dummy(name, real=True) for name in ("y", "w", "h_1", "h_2"))
HALF = sp.Rational(1, 2)


def read_flow(statement: Trajectory | LearningTime, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read that β of a mode is a formula for all t ≥ 0, or that T/δ tends to a value.

    Conditions on the time become premises of what is said of it.

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    assume = [*assume, *mode_exists(statement)]
    functions, beta = equations(statement)
    inside = {beta, statement.expr, delta, *(x for pair in functions.values() for x in pair)}
    symbols = {x for part in (*inside, *assume) for x in part.free_symbols} - {t, *functions}
    scalars, kinds = declare(symbols)
    taken, names = set(kinds), dict(scalars.names)
    for symbol in (t, *functions):
        name = symbol.name
        while name in taken:
            name += "_"
        names[symbol] = name
        taken.add(name)
    reader = Reader(names)
    solutions = [
        ["solution", names[y], reader.tree(field), reader.tree(start)]
        for y, (field, start) in functions.items()
    ]
    head: list[Any] = [["moment", names[t]], ["solutions", *solutions]]
    if isinstance(statement, LearningTime):
        tail = [reader.tree(HALF), names[delta], reader.tree(statement.expr)]
        goal = ["time", *head, reader.tree(beta), *tail]
        early = []
    else:
        goal = ["=", reader.tree(beta), reader.tree(statement.expr)]
        early = [reader.formula(a) for a in assume if a.has(t)]
        for premise in early:
            goal = ["implies", premise, goal]
        goal = ["flow", *head, goal]
    late = [reader.formula(a) for a in assume if not (early and a.has(t))]
    return Reading({"variables": kinds, "assume": late, "goal": goal}, names)


def mode_exists(statement: Trajectory | LearningTime | Invariance) -> list[sp.Basic]:
    """Return that a group has at least two classes, where the mode is one within it."""
    groups = weights_of(statement.weighting).imbalance.groups
    return [
        sp.Ge(group.size, 2, evaluate=False)
        for group in groups
        if statement.mode == f"{group.name}-{group.name}"
    ]


def equations(
    statement: Trajectory | LearningTime,
) -> tuple[dict[sp.Symbol, tuple[sp.Expr, sp.Expr]], sp.Expr]:
    """Return field and start of each function, and β."""
    found = mode(statement.mode, statement.weighting)
    if statement.system == "projected" or statement.mode != BETWEEN:
        field = 2 * found.rate * Y * (1 - Y)
        return {Y: (field, sp.exp(-2 * delta) / found.sigma)}, Y
    (o1, o2), (t1, t2), sigma = found.omega, found.targets, found.sigma
    w_field = o1 * t1 * H1 + o2 * t2 * H2 - W * (o1 * H1**2 + o2 * H2**2)
    scale = sp.exp(-delta)
    return {
        W: (w_field, scale),
        H1: (W * (o1 * t1 - o1 * W * H1), scale * t1 / sigma),
        H2: (W * (o2 * t2 - o2 * W * H2), scale * t2 / sigma),
    }, W * (t1 * H1 + t2 * H2) / sigma**2


def read_invariance(statement: Invariance, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read that the row of VᵀΩ - ΛVᵀ of a mode vanishes, as an equation between matrices.

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    weights = weights_of(statement.weighting)
    decomposition = spectra.decompose(weights.imbalance)
    column = decomposition.names.index(statement.mode)
    V = sp.BlockMatrix([[row[column]] for row in decomposition.V.blocks.tolist()])  # noqa: N806
    rate = spectra.effective(decomposition, weights).lam[statement.mode]
    assume = [*assume, *mode_exists(statement)]
    return read_matrices(V.T * weights.Omega, rate * V.T, (), assume)
