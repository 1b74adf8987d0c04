"""What is read of a flow is what the flow does: each equation against all factors and samples, by scipy.

All pairs of parameters are asked, as an equation that one of two forgets is a wrong verdict on flows with both.
"""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import combinations_with_replacement, product
from typing import Any

import numpy as np
import pytest
import sympy as sp
from full_flow import FullFlow
from hypothesis import given
from hypothesis import strategies as st
from needed import drawn
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from strategies import FLOW_PARAMETERS, weighted_groups

import spectra
from proofs import ClaimError, Flow, Terminal
from proofs.claims import mode_constants
from proofs.claims.flow import APART
from proofs.claims.mode_constants import LENGTH, mode
from proofs.reader import flows, mode_equations
from proofs.reader.flows import mode_exists, read_flow
from proofs.reader.mode_equations import Equations, equations
from proofs.reader.scalars import UnreadableError
from spectra import ClassMeans, delta

DELTA, TIMES, END, NEAR = 1.5, np.linspace(0, 4, 9), 100.0, 2e-6
KEYS = {"one decay": "decay", "two decays": "decay", "matrix": "targets", "one size": "scales",
        "two sizes": "scales", **dict.fromkeys(("shift", "logit_scale", "margin"), "loss")}  # fmt: skip


def go_together(first: str, second: str) -> bool:
    """Whether a flow may have both."""
    a, b = KEYS.get(first, first), KEYS.get(second, second)
    apart = b in APART.get(a, ()) or a in APART.get(b, ()) or {a, b} == {"loss", "decay"}
    both = a == b and (a != "loss" or "loss" in (first, second))
    return first == second or not (apart or both)


NEVER_READ = {"two decays", "init"}
PAIRS = [x for x in combinations_with_replacement(FLOW_PARAMETERS, 2) if go_together(*x)]


@cache
def compiled(names: tuple[sp.Symbol, ...], part: tuple[sp.Expr, ...]) -> Callable[..., Any]:
    """Return a function; the equations of a kind are the same expressions for all flows."""
    plain = {x: sp.Symbol(f"x_{i}") for i, x in enumerate(names)}
    return sp.lambdify([*plain.values()], [x.xreplace(plain) for x in part])  # type: ignore[no-any-return]


def followed(found: Equations, known: dict[sp.Symbol, float], observed: sp.Expr) -> Any:
    """Integrate what was read, with values of symbols."""
    values = {delta: DELTA, **known}
    for name, value in found.lets.items():
        values[name] = float(sp.sympify(value).subs(values))
    names, given = (*found.solutions, *values), tuple(values.values())
    field, start = (
        compiled(names, tuple(map(sp.sympify, x)))
        for x in zip(*found.solutions.values(), strict=True)
    )
    begin, watched = start(*found.solutions, *given), compiled(names, (observed,))
    result = solve_ivp(
        lambda _, y: field(*y, *given), (0, TIMES[-1]), begin, t_eval=TIMES,
        method="DOP853", rtol=1e-9, atol=1e-12,
    )  # fmt: skip
    return np.array([watched(*y, *given)[0] for y in result.y.T])


def ends(conditions: Iterable[sp.Basic]) -> dict[sp.Symbol, float] | None:
    """Return the length of a mode at its end, where it has a name; nothing if there is no such mode."""
    found = dict[sp.Symbol, float]()
    for x in conditions:
        if x.has(LENGTH):
            found[LENGTH] = brentq(sp.lambdify(LENGTH, x.lhs - x.rhs), 1e-9, 1e3)
        elif not x.doit():
            return None
    return found


def seen(full: FullFlow, logits: list[Any], name: str, of: str) -> Any:
    """What a statement observes, of the logits of all times and at last of the end."""
    if full.flow.loss == "cross-entropy":
        return np.array([full.margin(x, name) for x in logits[:-1]])
    found = np.array([getattr(full, "error" if of == "error" else "part")(x, name) for x in logits])
    decays = of == "strength" and any(full.flow.decay)
    return found[:-1] / (found[-1] if decays else 1.0)


def compared(flow: Flow) -> int:
    """Compare all that is read with the flow in full, and count it."""
    full, logits, count = FullFlow(flow, DELTA), list[Any](), 0
    times = [*TIMES, END if any(flow.decay) else TIMES[-1] + 1]
    for name, of in product(flow.modes, ("strength", "error", "part")):
        said = Terminal(name, sp.S.One, flow, of=of)  # type: ignore[arg-type]
        try:
            read_flow(said)
        except UnreadableError:
            continue
        known = ends(mode_exists(said))
        if known is None:
            continue
        found = equations(said)
        if found.anywhere:
            known |= zip(found.anywhere, full.between_start(), strict=True)
        logits = logits or full.logits(times)
        wanted, count = seen(full, logits, name, of), count + 1
        observed = found.error if of == "error" else found.beta
        gap = np.abs(followed(found, known, observed) - wanted).max()
        assert gap < NEAR * max(1, np.abs(wanted).max()), f"{of} of {name} is off by {gap}"
    return count


@pytest.mark.parametrize(("first", "second"), PAIRS)
@drawn(3, 25, derandomize=True)
@given(st.data())
def test_what_is_read_is_what_the_flow_does(first: str, second: str, data: st.DataObject) -> None:
    groups, gamma = data.draw(weighted_groups())
    asked = data.draw(FLOW_PARAMETERS[first]) | data.draw(FLOW_PARAMETERS[second])
    # more modes are known where weights are equal
    matrix, looked = "matrix" in (first, second), 0
    for weights in (0,) if matrix else (gamma,) if "loss" in asked else (gamma, 0):
        try:
            flow = Flow(None if matrix else groups, weights, **asked)
        except ClaimError:
            continue
        looked += compared(flow)
    alone = first == second and len(groups.groups) == 2
    assert looked or not alone or first in NEVER_READ


@pytest.mark.parametrize(
    ("word", "more"), [("init=random", {"init": "random"}), ("scales", {"scales": (2, 2)})]
)
def test_a_parameter_that_an_equation_forgets_is_found(
    word: str, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = Flow(gamma=0, imbalance=spectra.groups((2, 3), (5, 2)), data=ClassMeans(1, 2), **more)
    with pytest.raises(ClaimError, match=f"without {word}"):
        mode("maj-min", flow)
    known = mode_constants.EQUATIONS
    forgets = tuple((f, x, y | {word} if f.__name__ == "_between" else y) for f, x, y in known)
    monkeypatch.setattr(mode_constants, "EQUATIONS", forgets)
    for module in (flows, mode_equations):
        monkeypatch.setattr(module, "mode", mode.__wrapped__)
    with pytest.raises(AssertionError, match="strength of maj-min is off by"):
        compared(flow)
