"""Where a statement is closest to failing, in floating point: places to look at, no proof.

A Boolean combination of relations becomes one number, positive where it holds: the relative
slack of a relation, the least of a conjunction, the greatest of a disjunction.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import reduce

import numpy as np
import sympy as sp

from proofs.claims.domain import Domain, bounds
from proofs.claims.verdict import Counterexample
from proofs.provers.expressions.arb_evaluation import NoBallError
from proofs.provers.relations.counterexamples import near
from spectra.utils.arrays import Array

Slack = Callable[..., Array]

SAMPLES, STARTS = 2000, 4
"""Random points, and how many of the best are followed downhill."""

SPREADS = (1.0, 4.0, 16.0, 100.0)
"""Scales, in e-folds, on which positive numbers are tried."""

STEPS, ROUNDS, WIDTH, SHRINK = 48, 40, 0.5, 0.6
"""Steps tried at a time, how often, how wide at first, and how the width shrinks."""

TINY = 1e-300


class NoSlackError(ValueError):
    """The statement cannot be evaluated in floating point."""


def slack(statement: sp.Basic, symbols: tuple[sp.Symbol, ...]) -> Slack:
    """Return a vectorised function: positive where ``statement`` holds, negative where it fails.

    Raises
    ------
    NoSlackError
        If a part has no floating-point counterpart.

    Examples
    --------
    >>> from spectra import R
    >>> slack(R > 2, (R,))(np.array([1.0, 3.0])) > 0
    array([False,  True])
    """
    relations = sorted(statement.atoms(sp.Rel), key=str)
    sides = [side for relation in relations for side in relation.args]
    try:
        evaluate = sp.lambdify(symbols, sides, modules="numpy", cse=True)
    except (NotImplementedError, TypeError, ValueError, KeyError, SyntaxError) as error:
        raise NoSlackError(f"no floating-point form of {statement}") from error

    def value(*arrays: Array) -> Array:
        with np.errstate(all="ignore"):
            found = evaluate(*arrays)
            parts = {}
            for relation, i in zip(relations, range(0, len(sides), 2), strict=True):
                left, right = (_real(found[j]) for j in (i, i + 1))
                parts[relation] = _relative(relation, left, right)
            return np.broadcast_to(_combine(statement, parts), arrays[0].shape)

    return value


def _real(values: object) -> Array:
    array = np.asarray(values)
    return np.where(np.isreal(array), array.real, np.nan).astype(float)


def _relative(relation: sp.Rel, left: Array, right: Array) -> Array:
    scale = np.abs(left) + np.abs(right) + TINY
    if 0 in relation.args:
        scale = scale + 1
    gap = (left - right) / scale
    if isinstance(relation, sp.Eq):
        return -np.abs(gap)
    if isinstance(relation, sp.Ne):
        return np.abs(gap)
    return gap if isinstance(relation, (sp.Gt, sp.Ge)) else -gap


def _combine(statement: sp.Basic, parts: dict[sp.Rel, Array]) -> Array:
    if statement in parts:
        return parts[statement]
    if statement in (sp.true, sp.false):
        return np.asarray(1.0 if statement == sp.true else -1.0)
    inner = [_combine(arg, parts) for arg in statement.args]
    if isinstance(statement, sp.Not):
        return -inner[0]
    if isinstance(statement, sp.And):
        return reduce(np.minimum, inner)
    if isinstance(statement, sp.Or):
        return reduce(np.maximum, inner)
    if isinstance(statement, sp.Implies):
        return np.maximum(-inner[0], inner[1])
    raise NoSlackError(f"no slack for {type(statement).__name__}")


def _interval(symbol: sp.Symbol, domain: Domain) -> tuple[float, float]:
    """Return the numeric bounds that declaration and assumptions put on a symbol."""
    low, high = -np.inf, np.inf
    for relation in (*bounds(symbol), *domain.assumptions):
        if isinstance(relation, (sp.Gt, sp.Ge, sp.Lt, sp.Le)):
            big, small = relation.gts, relation.lts
            if big == symbol and small.is_number:
                low = max(low, float(small))
            if small == symbol and big.is_number:
                high = min(high, float(big))
    return low, high


def _chart(symbol: sp.Symbol, domain: Domain) -> Callable[[Array], Array]:
    """Return a map from the whole line to the symbol's interval, fine near the ends."""
    low, high = _interval(symbol, domain)
    if np.isfinite(low) and np.isfinite(high):
        return lambda u: low + (high - low) / (1 + np.exp(-u))
    if np.isfinite(low):
        return lambda u: low + np.exp(u)
    if np.isfinite(high):
        return lambda u: high - np.exp(u)
    return lambda u: np.sinh(u)


def _samples(rng: np.random.Generator) -> Array:
    scale = rng.choice(SPREADS, size=SAMPLES)
    return np.asarray(rng.uniform(-1, 1, SAMPLES) * scale)


def _whole(symbol: sp.Symbol, values: Array) -> Array:
    if not symbol.is_integer:
        return values
    if symbol.is_odd:
        return 2 * np.round((values - 1) / 2) + 1
    step = 2 if symbol.is_even else 1
    return step * np.round(values / step)


def lowest(statement: sp.Basic, domain: Domain) -> Iterator[tuple[float, dict[sp.Symbol, float]]]:
    """Yield points where the statement is closest to failing, the worst first.

    Raises
    ------
    NoSlackError
        If the statement cannot be evaluated in floating point.
    """
    symbols = domain.symbols
    if not symbols:
        return
    value = slack(statement, symbols)
    inside = slack(sp.And(*domain.assumptions), symbols) if domain.assumptions else None
    charts = [_chart(s, domain) for s in symbols]

    def score(*u: Array) -> Array:
        with np.errstate(all="ignore"):
            at = [_whole(s, chart(x)) for s, chart, x in zip(symbols, charts, u, strict=True)]
            found = value(*at)
            if inside is not None:
                # as close to admissible as can be, where it is not
                held = inside(*at)
                found = np.where(held < 0, 2 - held, found)
            return np.where(np.isfinite(found), found, 9.0)

    rng = np.random.default_rng(7)
    start = np.array([_samples(rng) for _ in symbols])
    scores = score(*start)
    for index in _spread(scores, start):
        u, found = _downhill(score, symbols, start[:, index], float(scores[index]), rng)
        at = {
            s: float(_whole(s, chart(np.asarray(x))))
            for s, chart, x in zip(symbols, charts, u, strict=True)
        }
        if all(np.isfinite(list(at.values()))):
            yield found, at


def _spread(scores: Array, start: Array) -> list[int]:
    """Choose the best points, no two of them close together."""
    chosen: list[int] = []
    for index in np.argsort(scores, kind="stable"):
        if scores[index] >= 1 and chosen:
            break
        far = all(np.abs(start[:, index] - start[:, c]).max() > 0.3 for c in chosen)
        if far:
            chosen.append(int(index))
        if len(chosen) == STARTS:
            break
    return chosen


def _downhill(
    score: Slack,
    symbols: tuple[sp.Symbol, ...],
    start: Array,
    best: float,
    rng: np.random.Generator,
) -> tuple[Array, float]:
    """Follow the score down by random steps that shrink; whole symbols stay as they are."""
    real = [i for i, s in enumerate(symbols) if not s.is_integer]
    if not real:
        return start, best
    here, width = start.copy(), WIDTH
    for _ in range(ROUNDS):
        tries = np.repeat(here[:, None], STEPS, axis=1)
        tries[real] += width * rng.standard_normal((len(real), STEPS))
        scores = score(*tries)
        index = int(np.argmin(scores))
        if scores[index] < best:
            here, best = tries[:, index], float(scores[index])
        width *= SHRINK
    return here, best


def search(statement: sp.Basic, domain: Domain) -> tuple[Counterexample | None, float]:
    """Return a certain counterexample found from the lowest points, and the least slack seen."""
    least = 1.0
    try:
        for found, at in lowest(statement, domain):
            least = min(least, found)
            model = {s: Fraction(v) for s, v in at.items()}
            if found < 1e-9 and (failure := near(statement, domain, model)):
                return failure, least
    except (NoSlackError, NoBallError, TypeError, AttributeError, NameError):
        # a function without a floating-point form: no point is suggested
        return None, least
    return None, least
