"""From statements on a mode of the flow to statements of the proof checker: trusted."""

from collections.abc import Iterable

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.claims.flow_statements import (
    Invariance,
    LearningTime,
    Plateau,
    Terminal,
    Trajectory,
)
from proofs.claims.mode_constants import mode
from proofs.claims.weighting import Weighting, flow_of, weights_of
from proofs.reader.matrices import read_matrices
from proofs.reader.mode_equations import (
    ABOVE,
    HALF,
    K1,
    SIZE,
    Equations,
    equations,
    of_error,
    of_part,
)
from proofs.reader.scalars import Reader, Reading, UnreadableError, declare, new_name
from spectra import delta, t


def read_flow(
    statement: Trajectory | LearningTime | Plateau | Terminal, assume: Iterable[sp.Basic] = ()
) -> Reading:
    """Read that β of a mode is a formula for all t ≥ 0, or what it, its error or T/δ tends to.

    Conditions on the time become premises of what is said of it. Parameters that the mode does not
    depend on have to have a value too, and weights are not negative.

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    found = equations(statement)
    found.lets.update((sp.Dummy("part", real=True), x) for x in _parts(statement.weighting))
    assume = [*assume, *mode_exists(statement)]
    if not isinstance(statement, Trajectory) and any(a.has(t) for a in assume):
        raise UnreadableError("a learning time, or a limit, has no condition on t")
    if isinstance(statement, Plateau) and any(a.has(delta) for a in assume):
        raise UnreadableError("a plateau is what is learned as δ → ∞, and has no condition on δ")
    if of_error(statement) and not _error_is_known(statement.weighting, found):
        raise UnreadableError(
            "an error is known for squared loss without decay, with factors of size 1 or of two sizes, and "
            "with class means between two groups only"
        )
    if getattr(statement, "of", "") == "added" and (
        found.added is sp.S.NaN or statement.mode != "maj-min"
    ):
        raise UnreadableError("only maj-min of two groups adds to margins, under cross-entropy")
    level = statement.level if isinstance(statement, LearningTime) else HALF
    if SIZE in found.anywhere:
        assume.append(sp.Lt(ABOVE, 1))
        level += (1 - level) * ABOVE
    when = statement.at if isinstance(statement, Plateau) else sp.S.Zero
    after = (isinstance(statement, LearningTime) and statement.after) or sp.S.Zero
    inside = (
        statement.expr, level, after, when, found.large, *found.lets.values(), *found.anywhere, *assume,
    )  # fmt: skip
    scalars, kinds = declare({x for part in inside for x in part.free_symbols} - {t})
    names = dict(scalars.names)
    for symbol in (t, *found.lets, *found.solutions):
        names[symbol] = new_name(symbol.name, set(names.values()), symbol.name)
    read = Reader(names)
    head = [["moment", names[t]], *found.written(read)]
    # strengths and errors tend to no infinity, margins do
    write = read.bound if isinstance(statement, Terminal) else read.tree
    beta, value, late = read.tree(found.beta), write(statement.expr), list(assume)
    if isinstance(statement, LearningTime):
        less = [] if statement.after is None else [read.tree(statement.after)]
        goal = ["time", *head, beta, read.tree(level), *less, names[found.large], value]
        if statement.relation:
            goal = [f"when {statement.relation}", *head, beta, read.tree(level), value]
    elif isinstance(statement, Plateau | Terminal):
        observable = read.tree(found.error) if of_error(statement) else beta
        if statement.of == "added":
            observable = read.tree(found.added)
        goal = ["terminal", *head, observable, value]
        if isinstance(statement, Plateau):
            goal = [
                "plateau",
                *head,
                observable,
                read.tree(statement.at),
                names[found.large],
                value,
            ]
    else:
        goal = ["=", beta, value]
        for premise in (a for a in assume if a.has(t)):
            goal = ["implies", *read.assumptions([premise]), goal]
            late.remove(premise)
        goal = ["flow", *head, goal]
    return Reading({"variables": kinds, "assume": read.assumptions(late), "goal": goal}, names)


def _error_is_known(weighting: Weighting, found: Equations) -> bool:
    """Whether the error is that of logits from labels."""
    flow = flow_of(weighting)
    first, second = flow.scales
    plain = flow.setting.loss == "squared" and flow.setting.decay == (0, 0)
    return (
        plain
        and (first == 1 or first != second)
        and (flow.setting.data is None or K1 in found.lets)
    )


def _parts(weighting: Weighting) -> list[sp.Expr]:
    """Return what has to have a value for the flow to have a meaning, where that is to be shown.

    Beside the parameters these are roots of weights and counts, which are not negative.
    """
    flow = flow_of(weighting)
    imbalance = flow.setting.weights.imbalance
    squares = (*flow.setting.weights.omega, *imbalance.counts)
    roots = (sp.Pow(x, HALF, evaluate=False) for x in squares)
    others = (x for x in flow.parameters if x not in squares)
    return [x for x in (*roots, *others) if not _always_has_value(x)]


def _always_has_value(expr: sp.Expr) -> bool:
    """Whether it is seen from the parts of a term that it has a value, whatever its symbols are."""
    if isinstance(expr, sp.Pow) and not (expr.exp.is_Integer and expr.exp > 0):
        return _is_positive(expr.base) and _always_has_value(expr.exp)
    if isinstance(expr, sp.Add | sp.Mul | sp.Pow | sp.exp):
        return all(map(_always_has_value, expr.args))
    return isinstance(expr, sp.Symbol | sp.Rational | sp.NumberSymbol)


def _is_positive(expr: sp.Expr) -> bool:
    """Whether it is seen from the parts of a term that it has a value, and a positive one."""
    if isinstance(expr, sp.Pow):
        return _is_positive(expr.base) and _always_has_value(expr.exp)
    if isinstance(expr, sp.Add | sp.Mul):
        return all(map(_is_positive, expr.args))
    return isinstance(expr, sp.Symbol | sp.Rational | sp.NumberSymbol) and bool(expr.is_positive)


def mode_exists(
    statement: Trajectory | LearningTime | Plateau | Terminal | Invariance,
) -> list[sp.Basic]:
    """Return that a group has two classes at least, where the mode is within it, and is learned."""
    sizes = [sp.Ge(size, 2, evaluate=False) for size in statement.own_sizes]
    is_other = isinstance(statement.weighting, Flow) and statement.weighting.differs
    is_other &= not of_part(statement)
    return [*sizes, *mode(statement.mode, statement.weighting).exists] if is_other else sizes


def read_invariance(statement: Invariance, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read that the row of VᵀΩ - ΛVᵀ of a mode vanishes, as an equation between matrices.

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    weights = weights_of(statement.weighting)
    if isinstance(statement.weighting, Flow) and statement.weighting.differs:
        raise UnreadableError("the ansatz is that of the paper's flow, of which no part is changed")
    decomposition = spectra.decompose(weights.imbalance)
    if statement.mode not in decomposition.names:
        raise UnreadableError(f"there is no mode {statement.mode}: its group has a single class")
    column = decomposition.names.index(statement.mode)
    V = sp.BlockMatrix([[row[column]] for row in decomposition.V_blocks.blocks.tolist()])
    rate = spectra.effective(decomposition, weights).lam[statement.mode]
    assume = [*assume, *mode_exists(statement)]
    return read_matrices(V.T * weights.Omega_blocks, rate * V.T, (), assume)
