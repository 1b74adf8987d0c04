"""The differential equation of a mode of a flow, as it stands in the statement that is checked: trusted.

A mode within a group, and every mode of the projected system, has a strength y that obeys
y′ = 2σλ·y(1 - y). The mode between two groups of the full flow is a system in w, h₁, h₂. Both are
written in :mod:`spectra.spectrum.mode_equations`.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain

import sympy as sp

from proofs.claims.flow_statements import (
    Invariance,
    LearningTime,
    Plateau,
    Terminal,
    Trajectory,
)
from proofs.claims.mode_constants import Mode, mode
from proofs.claims.weighting import flow_of
from proofs.errors import ClaimError
from proofs.kernel.language import Tree
from proofs.reader.scalars import Reader, UnreadableError
from spectra import delta
from spectra.spectrum.mode_equations import (
    between_field,
    between_strength,
    decaying_field,
    deep_field,
    logistic_field,
    softmax_field,
    softmax_groups_field,
)

HALF = sp.Rational(1, 2)
SIZE, ABOVE = sp.Dummy("size", positive=True), sp.Dummy("above", nonnegative=True)
"""From a balanced start: e^(-2δ) over what bounds a strength at t = 0, and how much of the way from the level
to 1 the level is that this is to reach."""

SLOWNESS = sp.Dummy("slowness", positive=True)
"""Of more than two factors: e^((L-2)δ)/(L-2), which times grow with in the place of δ."""

Y, W, H1, H2, SIGMA, RATE, O1, O2, T1, T2, A1, A2, DECAY, LENGTH, C1, C2, LEAN, K1, K2 = sp.symbols(
    "y w h_1 h_2 sigma rate omega_1 omega_2 t_1 t_2 a_1 a_2 decay length c_1 c_2 lean kappa_1 kappa_2",
    real=True,
    cls=sp.Dummy,
)


@dataclass(frozen=True)
class Equations:
    """The differential equation of a mode.

    Attributes
    ----------
    lets : dict
        What names of constants stand for.
    solutions : dict
        Field and value at t = 0 of each function.
    beta, error : Expr
        The strength of the mode, and the squared distance of its logits from their targets.
    anywhere : tuple of symbols
        Numbers of the start that may be any: variables of the statement.
    added : Expr
        Under cross-entropy on two groups, the least that the mode between them adds to a margin.
    large : Symbol
        What times grow with as it tends to infinity.
    """

    lets: dict[sp.Symbol, sp.Expr]
    solutions: dict[sp.Symbol, tuple[sp.Expr, sp.Expr]]
    beta: sp.Expr
    error: sp.Expr
    anywhere: tuple[sp.Symbol, ...] = ()
    added: sp.Expr = sp.S.NaN
    large: sp.Symbol = delta

    def written(self, read: Reader) -> list[Tree]:
        """Write the definitions and the equations."""
        lets = (["let", *map(read.tree, pair)] for pair in self.lets.items())
        solutions = (["solution", *map(read.tree, (y, *x))] for y, x in self.solutions.items())
        return [["where", *lets], ["solutions", *solutions]]


def equations(statement: Trajectory | LearningTime | Plateau | Terminal) -> Equations:
    """Return what the mode obeys."""
    try:
        found = mode(statement.mode, statement.weighting)
    except ClaimError as error:
        raise UnreadableError(str(error)) from error
    if found.softmax:
        two = len(found.softmax["sizes"]) == 2
        if isinstance(statement, Trajectory) and (found.group is None or not two):
            raise UnreadableError(
                f"under cross-entropy a learning time of {statement.mode} is read, or a plateau, or the "
                "end, by the least margin that it gives, and nothing else of it"
            )
        return _softmax(found) if two else _softmax_groups(found)
    if flow_of(statement.weighting).init == "balanced":
        return _balanced(statement, found)
    if of_part(statement):
        return _part(found)
    if found.depth > 2:
        return _deep(statement, found)
    if found.scales:
        lets = {SIGMA: found.sigma, RATE: found.rate, A1: found.scales[0], A2: found.scales[1]}
        left = RATE * (1 - W * Y / SIGMA)
        solutions = {W: (left * Y, A1 * sp.exp(-delta)), Y: (left * W, A2 * sp.exp(-delta))}
        return Equations(lets, solutions, W * Y / SIGMA, (SIGMA - W * Y) ** 2)
    if statement.system == "projected" or not found.targets:
        lets = {SIGMA: found.sigma, RATE: found.rate}
        solutions = {Y: (logistic_field(Y, RATE), sp.exp(-2 * delta) / SIGMA)}
        return Equations(lets, solutions, Y, SIGMA**2 * (1 - Y) ** 2)
    values = (*found.omega, *found.targets, found.sigma)
    lets = dict(zip((O1, O2, T1, T2, SIGMA), values, strict=True))
    (dw, d1, d2), start = between_field(W, (H1, H2), (T1, T2), (O1, O2)), sp.exp(-delta)
    if found.start:
        lets |= zip((A1, A2), found.start, strict=True)
    first, second = (A1, A2) if found.start else (T1 / SIGMA, T2 / SIGMA)
    if found.decay:
        return _decaying(found, lets, start)
    solutions = {W: (dw, start), H1: (d1, start * first), H2: (d2, start * second)}
    strength = between_strength(W, (H1, H2), (T1, T2), SIGMA**2)
    squares = (T1 - W * H1) ** 2, (T2 - W * H2) ** 2
    if found.metrics and of_error(statement):
        # features are divided by √κ, and so are the targets
        lets |= zip((K1, K2), found.metrics, strict=True)
        squares = K1 * squares[0], K2 * squares[1]
    return Equations(lets, solutions, strength, squares[0] + squares[1])


def _balanced(statement: Trajectory | LearningTime | Plateau | Terminal, found: Mode) -> Equations:
    """Return what bounds the strength of a mode from a balanced start.

    For times up to a multiple of δ it lies between two of these functions, less something of the size of
    e^(-2δ), for two values of SIZE that depend on the start: see docs/explanation/reduction.md.
    """
    of = getattr(statement, "of", "strength")
    exact = isinstance(statement, LearningTime) and (
        statement.relation or statement.after is not None
    )
    if exact or of != "strength" or not isinstance(statement, LearningTime | Plateau):
        raise UnreadableError(
            "from a balanced start only limits of T/δ and plateaus of strengths are read"
        )
    lets, start = {SIGMA: SIZE, RATE: found.rate}, sp.exp(-2 * delta) / SIGMA
    return Equations(lets, {Y: (logistic_field(Y, RATE), start)}, Y, sp.S.NaN, (SIZE,))


def _deep(statement: Trajectory | LearningTime | Plateau | Terminal, found: Mode) -> Equations:
    """Return what the length of each factor of a mode of more than two obeys.

    For a learning time the start is 1/((L-2)·SLOWNESS)^(1/(L-2)), which is e^(-δ).
    """
    depth, start, large = found.depth, sp.exp(-delta), delta
    if isinstance(statement, LearningTime) and not statement.relation:
        large, power = SLOWNESS, sp.Rational(-1, depth - 2)
        start = sp.Pow(sp.Mul(depth - 2, large, evaluate=False), power, evaluate=False)
    lets, strength = {SIGMA: found.sigma, RATE: found.rate}, Y**depth / SIGMA
    solutions = {Y: (deep_field(Y, RATE, SIGMA, depth), start)}
    return Equations(lets, solutions, strength, (SIGMA - Y**depth) ** 2, large=large)


def of_error(statement: Trajectory | LearningTime | Plateau | Terminal) -> bool:
    """Whether an error is observed."""
    return isinstance(statement, Plateau | Terminal) and statement.of == "error"


def of_part(statement: Trajectory | LearningTime | Plateau | Terminal | Invariance) -> bool:
    """Whether the part of its labels that a mode has is observed."""
    return isinstance(statement, Terminal) and statement.of == "part"


def _part(found: Mode) -> Equations:
    """Return what the part of its labels obeys that decay leaves of a mode, or does not."""
    if found.decay:
        values = (*found.omega, *found.targets, found.sigma, found.decay[0])
        lets = dict(zip((O1, O2, T1, T2, SIGMA, DECAY), values, strict=True))
        strength = between_strength(W, (H1, H2), (T1, T2), SIGMA**2)
        return Equations(lets, _fading(sp.exp(-delta)), strength, sp.S.NaN)
    if not found.alone:
        raise UnreadableError(
            "the part of its labels is known for squared loss with one decay of both factors, from factors "
            "of one size; without decay it is the strength"
        )
    lets = dict(zip((SIGMA, RATE, DECAY), found.alone, strict=True))
    solutions = {Y: (decaying_field(Y, RATE, DECAY), sp.exp(-2 * delta) / SIGMA)}
    return Equations(lets, solutions, Y, sp.S.NaN)


def _decaying(found: Mode, lets: dict[sp.Symbol, sp.Expr], start: sp.Expr) -> Equations:
    """Return what the mode between two groups obeys with decay λ; β is measured by its end.

    There wh has the lengths s·cᵢ on the groups with cᵢ = ωᵢtᵢ/(ωᵢs + λ), for the s > 0 with c₁² + c₂² = 1.
    """
    decay, length = found.decay
    lets |= {DECAY: decay, LENGTH: length}
    ends = (x * t / (x * length + decay) for x, t in zip(found.omega, found.targets, strict=True))
    lets |= dict(zip((C1, C2), ends, strict=True))
    strength = between_strength(W, (H1, H2), (T1, T2), LENGTH * (C1 * T1 + C2 * T2))
    return Equations(lets, _fading(start), strength, sp.S.NaN)


def _fading(start: sp.Expr) -> dict[sp.Symbol, tuple[sp.Expr, sp.Expr]]:
    """Return field and start of that mode, which decays."""
    dw, d1, d2 = between_field(W, (H1, H2), (T1, T2), (O1, O2))
    return {
        W: (dw - DECAY * W, start),
        H1: (d1 - DECAY * H1, start * T1 / SIGMA),
        H2: (d2 - DECAY * H2, start * T2 / SIGMA),
    }


def _softmax(found: Mode) -> Equations:
    """Return what the modes of two groups obey together under cross-entropy; β is a margin.

    Within a group it is A; between them the least one of a sample over a class of the other group.
    """
    parts = {name: numbered(name, 2) for name in ("x", "h", "p", "q")}
    given = {name: numbered(name, 2) for name in (*found.softmax, "start")}
    values = {**found.softmax, "start": found.start}
    lets = {y: value for name in given for y, value in zip(given[name], values[name], strict=True)}
    shift = numbered("shift", 2) if found.shift else (sp.S.Zero, sp.S.Zero)
    margin = numbered("own", 2) if found.margin else (sp.S.Zero, sp.S.Zero)
    lets |= zip((*shift, *margin), (*found.shift, *found.margin), strict=False)
    if found.lean != 1:
        lets[LEAN] = found.lean
    x, h, p, q = parts.values()
    constants = {name: given[name] for name in found.softmax}
    dx, dw, dh, dp, dq = softmax_field(x, W, h, p, q, **constants)
    size, square = sp.exp(-delta), sp.exp(-2 * delta)
    lean = sp.S.One if found.lean == 1 else LEAN
    solutions = {W: (dw, size * lean)}
    for i in (0, 1):
        m, n = given["sizes"][i], given["sizes"][1 - i]
        near = given["margins"][i] * square
        far = near - near / m + given["shared"][i] * given["start"][i] * lean * square
        far, near = far + shift[i] - shift[1 - i] - margin[i], near - margin[i]
        total = 1 + (m - 1) * sp.exp(-near) + n * sp.exp(-far)
        solutions |= {
            x[i]: (dx[i], size),
            h[i]: (dh[i], size * given["start"][i]),
            p[i]: (dp[i], sp.exp(-near) / total),
            q[i]: (dq[i], sp.exp(-far) / total),
        }
    within = [given["margins"][i] * x[i] ** 2 for i in (0, 1)]
    across = [
        within[i] * (1 - 1 / given["sizes"][i]) + given["shared"][i] * W * h[i] for i in (0, 1)
    ]
    margin = within[found.group] if found.group is not None else sp.Min(*across, evaluate=False)
    added = sp.Min(*(given["shared"][i] * W * h[i] for i in (0, 1)), evaluate=False)
    return Equations(lets, solutions, margin, sp.S.NaN, added=added)


def _softmax_groups(found: Mode) -> Equations:
    """Return what modes obey under cross-entropy on other numbers of groups; β is the margin A within one.

    Modes between them start at e^(-δ) times any vectors, of as many directions as there are such modes:
    these vectors are variables of the statement, which says more than what the spectral start needs.
    """
    count = len(found.softmax["sizes"])
    given = {name: numbered(name, count) for name in found.softmax}
    lets = {y: x for name in given for y, x in zip(given[name], found.softmax[name], strict=True)}
    x, p = numbered("x", count), numbered("p", count)
    q = [numbered(f"q_{g}", count, g) for g in range(1, count + 1)]
    w, h, rows, features = (
        [numbered(f"{name}_{g}", count - 1) for g in range(1, count + 1)] for name in ("w", "h", "a", "b")
    )  # fmt: skip
    dx, dw, dh, dp, dq = softmax_groups_field(x, w, h, p, q, **given)
    size, square = sp.exp(-delta), sp.exp(-2 * delta)
    solutions: dict[sp.Symbol, tuple[sp.Expr, sp.Expr]] = {}
    for g, (m, c) in enumerate(zip(given["sizes"], given["margins"], strict=True)):
        others = [j for j in range(count) if j != g]
        near, far = c * square, []
        for j in others:
            apart = zip(rows[g], rows[j], features[g], strict=True)
            far.append(near - near / m + c * square * sum((a - z) * b for a, z, b in apart))
        rest = (given["sizes"][j] * sp.exp(-y) for j, y in zip(others, far, strict=True))
        total = 1 + (m - 1) * sp.exp(-near) + sum(rest)
        solutions |= {x[g]: (dx[g], size), p[g]: (dp[g], sp.exp(-near) / total)}
        starts = (sp.exp(-y) / total for y in far)
        solutions |= zip(q[g], zip(dq[g], starts, strict=True), strict=True)
    for names, fields, along in ((w, dw, rows), (h, dh, features)):
        for part, field, start in zip(names, fields, along, strict=True):
            solutions |= {y: (f, size * a) for y, f, a in zip(part, field, start, strict=True)}
    assert found.group is not None
    margin = given["margins"][found.group] * x[found.group] ** 2
    return Equations(lets, solutions, margin, sp.S.NaN, (*chain(*rows, *features),))


@cache
def numbered(name: str, count: int, without: int = 0) -> tuple[sp.Dummy, ...]:
    """Return names with numbers from 1 on, but for one."""
    numbers = (i for i in range(1, count + 1) if i != without)
    return tuple(sp.Dummy(f"{name}_{i}", real=True) for i in numbers)
