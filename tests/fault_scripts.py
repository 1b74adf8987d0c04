"""Programs that misuse the library; each ends with an exception of ours or an honest number.

``tests/faults.py`` runs each in a process of its own. They are data: what stands before a program says
what is wrong with it.
"""

REFUSED = """
import decimal, fractions, math, warnings
import numpy as np
import numerics, spectra, proofs
from numerics import FlowProblem, beta, delay_constant, descend, enclose, learning_times, random_starts, solve, sweep
from spectra import ClassMeans, decompose, depth_window, from_counts, growth_rates, groups, step, weights, window
from spectra import saddle_times
OURS = (numerics.NumericsError, spectra.SpectraError, proofs.ProofsError)
warnings.simplefilter("error")
class Rude:
    def __len__(self): raise RuntimeError("len")
    def __iter__(self): raise RuntimeError("iter")
    def __array__(self, *_, **__): raise RuntimeError("array")
    def __float__(self): raise RuntimeError("float")
    def __index__(self): raise RuntimeError("index")
    def __repr__(self): raise RuntimeError("repr")
class Ruder(Rude):
    def __getattr__(self, name): raise RuntimeError(name)
P = FlowProblem(4, 10, 2)
for given in ({values}):
    for ask in (lambda x: {call},):
        try:
            ask(given)
        except OURS as error:
            assert len(str(error)) < 400, error
        else:
            raise SystemExit(f"{type(given).__name__} is taken for a number")
"""
"""A call to which values that are no such numbers are given, one after the other."""

NUMBERLESS = (
    "None, True, np.bool_(True), 'four', '4 ', '1e400', b'4', math.nan, math.inf, -math.inf, 1j, object(), int, "
    "Rude(), Ruder(), [[1, 2], [3]], {1: 2}, {1}, np.timedelta64(4, 's'), np.array(['2020'], 'M8[Y]'), "
    "decimal.Decimal('sNaN'), 10**5000, np.zeros(2, [('a', int)])"
)
"""What is a number for nobody."""

CALLS = {
    "k": "FlowProblem(x, 10, 2)",
    "R": "FlowProblem(4, x, 2)",
    "δ": "FlowProblem(4, 10, x)",
    "γ": "FlowProblem(4, 10, 2, x)",
    "weights": "FlowProblem(counts=(3, 1), delta=2, weights=x)",
    "counts": "FlowProblem(counts=x, delta=2)",
    "times of solve": "solve(P, x)",
    "times of enclose": "enclose(P, [x])",
    "steps": "descend(P, x, 0.01)",
    "steps to record": "descend(P, 3, 0.01, record=[x, 2])",
    "R of a sweep": "sweep(x, [2.0], [1.0])",
    "times of a sweep": "sweep([4.0], [2.0], x)",
    "R of a delay": "delay_constant(x)",
    "digits": "delay_constant(10, digits=x)",
    "k of labels": "step(x, 10)",
    "counts of labels": "from_counts([x, 2])",
    "sizes of groups": "groups([x], [2])",
    "counts at scale": "growth_rates([x, 2])",
    "noise": "ClassMeans(1, x)",
    "labels": "decompose(x)",
    "labels of a window": "window(x)",
    "labels of products": "depth_window(x, 3)",
    "claims": "proofs.check([x])",
    "a mode": "proofs.Trajectory(x, spectra.R)",
}
"""Calls of the library, by what is no such number."""

HONEST = {
    "the error told at δ from 10⁹ on": """
from fractions import Fraction
from flint import ctx
from numerics import FlowProblem, learning_times, solve
from numerics.validated.exact_inputs import read_modes
for delta in (1e9, 1e11, 1e12):
    problem = FlowProblem(4, 10, delta)
    times = [float(t) for t in learning_times(problem)]
    found = solve(problem, times)
    with ctx.workprec(200):
        exact = read_modes(problem).logistic(0, [Fraction(t) for t in times])
    assert max(abs(float(a) - b) for a, b in zip(exact, found.beta[0])) <= found.error
""",
    "thirty digits at t = 1000": """
import mpmath
from numerics import FlowProblem, solve
found = solve(FlowProblem(4, 10, 8), [1000], digits=30)
assert not any(mpmath.isnan(x) for x in found.beta[:, 0]) or found.error == mpmath.inf
""",
    "t = 10⁶ in digits and in balls": """
import time
from numerics import FlowProblem, enclose, solve
begun = time.process_time()
assert abs(solve(FlowProblem(4, 10, 8), [10**6], digits=20).beta[1, 0] - 1) < 1e-15
assert enclose(FlowProblem(4, 10, 8), [10**6]).beta[1, 0].overlaps(1)
assert time.process_time() - begun < 20
""",
    "a delay at 10^±300": """
from numerics import NumericsError, delay_constant
for ratio in ("1e300", "1e-300", 10**300, 1e300):
    try:
        delay_constant(ratio)
    except NumericsError as error:
        assert str(error).startswith("R = ")
    else:
        raise SystemExit("answered")
""",
    "a random start whose flow would take days": """
import time
from numerics import FlowProblem, learning_times, random_starts, solve
from numerics.errors import IntegrationError
huge = FlowProblem(2000, 1e4, 8, 0, init="random", seed=1)
stiff = FlowProblem(4, 1e6, 8, 1, init="random", seed=1)
begun = time.process_time()
for ask in (lambda: solve(huge, [20.0]), lambda: learning_times(huge), lambda: solve(stiff, [20.0]),
            lambda: random_starts(FlowProblem(400, 1e4, 8, 0, init="random"), 1000)):
    try:
        ask()
    except (IntegrationError, MemoryError) as error:
        assert "take" in str(error)
    else:
        raise SystemExit("followed")
assert time.process_time() - begun < 30
""",
    "claims decided in two threads": """
from concurrent.futures import ThreadPoolExecutor
from sympy import E, sqrt
import proofs
from spectra import R
true = [proofs.lt(E * R, (E + sqrt(1 + n**2) / 10**n) * R) for n in range(1, 6)]
false = [proofs.gt(*statement.args) for statement in true]
claims = [proofs.Claim(f"{i}", s, "s") for i, s in enumerate([*true, *false])]
with ThreadPoolExecutor(2) as pool:
    found = list(pool.map(lambda claim: proofs.check([claim]).results[0].verdict.value, claims))
assert found == ["PROVED"] * 5 + ["REFUTED"] * 5, found
""",
    "a claim that does not end by itself": """
import proofs.engine.time_limit as limit
limit.LIMIT = 2.0
import time
import proofs
import spectra
from spectra import R
claims = [proofs.Claim("long", proofs.LearningTime("maj-min", 1 / spectra.R, weighting=0.333333), "s"),
          proofs.Claim("short", proofs.gt(R + 1, R), "s")]
begun = time.process_time()
report = proofs.check(claims)
assert time.process_time() - begun < 30
assert report.verdicts["short"].value == "PROVED"
assert report.verdicts["long"].value in ("UNDECIDED", "REFUTED")
""",
    "parts of a sweep that are cut, changed, swapped": """
import pathlib, warnings
import numerics.solvers.sweep as module
from numerics import sweep
module.PART = 1
grid = ([4.0, 10.0, 30.0], [8.0], [2.0, 5.0])
whole = sweep(*grid, keep="parts").beta.tobytes()
part, other = (pathlib.Path(f"parts/runs/part-00000{n}.npz") for n in (1, 2))
kept = part.read_bytes()
for bad in (b"", kept[:-3], kept[:99] + b"?" + kept[100:], other.read_bytes(), b"PK" * 10**6):
    part.write_bytes(bad)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert sweep(*grid, keep="parts").beta.tobytes() == whole
    assert len(said) == 1 and "part-000001.npz" in str(said[0].message)
    assert part.read_bytes() == kept
""",
}
"""Programs that assert what an honest library does."""


DECIMALS = ("'4 ', ", "'1e400', ")
"""Text that reads as a number, where decimals as text are numbers."""

TAKEN = {
    "γ": (),
    "weights": ("None, ",),
    "counts": ("None, ",),
    "times of enclose": (*DECIMALS, "10**5000, "),
    "R of a delay": DECIMALS[:1],
    "k of labels": ("None, ", "10**5000, "),
    "counts of labels": ("10**5000, ",),
    "sizes of groups": ("10**5000, ",),
    "noise": ("10**5000, ",),
    "claims": ("None, ",),
}
"""What is no fault after all, by what it is given as."""


def scripts() -> dict[str, str]:
    """Return all programs by what is wrong with them."""
    found = {}
    for what, call in CALLS.items():
        values = NUMBERLESS
        for fine in TAKEN.get(what, ()):
            values = values.replace(fine, "", 1)
        body = REFUSED.replace("{values}", values).replace("{call}", call)
        found[f"no such number as {what}"] = body
    return found | HONEST
