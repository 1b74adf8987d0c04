"""Cross-entropy on other numbers of groups than two: what is read, by two libraries."""

import math
from itertools import accumulate, pairwise

import numpy as np
import pytest
import sympy as sp
from flint import arb
from scipy.special import softmax
from softmax_flows import FLOWS

from numerics import FlowProblem
from proofs import Flow, LearningTime, Terminal, Trajectory
from proofs.kernel.language import read_statement, substitute
from proofs.kernel.points import precision, value
from proofs.reader.flows import read_flow
from proofs.reader.mode_equations import equations
from proofs.reader.scalars import UnreadableError


class Whole:
    """W, H and their derivatives in numpy, for a state of the equations that are read."""

    def __init__(self, flow: Flow, state: dict[str, float]) -> None:
        imbalance = flow.setting.weights.imbalance
        self.sizes, self.counts = list(imbalance.sizes), [float(x) for x in imbalance.counts]
        self.count = len(self.sizes)
        ends = [0, *accumulate(int(m) for m in self.sizes)]
        self.classes = [list(range(*pair)) for pair in pairwise(ends)]
        kappa = [1.0 if flow.data is None else float(flow.data.kappa(n)) for n in imbalance.counts]
        self.along = [math.sqrt(y / n) for y, n in zip(kappa, self.counts, strict=True)]
        self.weights = [float(x) for x in flow.setting.weights.omega]
        deep, k = self.count - 1, ends[-1]
        width = k - self.count + deep
        self.W, self.H, place = np.zeros((k, width)), np.zeros((width, k)), deep
        self.bases = []
        for g, own in enumerate(self.classes):
            basis = np.linalg.svd(np.eye(len(own)) - 1 / len(own))[0][:, : len(own) - 1]
            columns = range(place, place + len(own) - 1)
            place += len(own) - 1
            self.bases.append((own, basis, columns))
            x = state[f"x_{g + 1}"]
            self.W[np.ix_(own, columns)] = x * basis
            self.H[np.ix_(columns, own)] = self.along[g] * x * basis.T
            for d in range(deep):
                self.W[own, d] = state[f"w_{g + 1}_{d + 1}"]
                self.H[d, own] = self.along[g] * state[f"h_{g + 1}_{d + 1}"]
        self.shares = softmax(self.W @ self.H, axis=0)
        # every class has one column; its n samples move alike, and features learn at κ
        of = [next(g for g in range(self.count) if c in self.classes[g]) for c in range(k)]
        pull = (np.eye(k) - self.shares) * np.array([self.weights[g] for g in of])
        samples = np.array([self.counts[g] for g in of])
        self.dW = (pull * samples) @ self.H.T
        self.dH = self.W.T @ pull * np.array([kappa[g] for g in of])
        moved = self.dW @ self.H + self.W @ self.dH
        self.dshares = self.shares * (moved - (self.shares * moved).sum(axis=0))

    def read(self, rows: np.ndarray, features: np.ndarray, shares: np.ndarray) -> dict[str, float]:
        """Return the numbers of the family that stand in matrices such as W, H and softmax(WH)."""
        found = {}
        for g, (own, basis, columns) in enumerate(self.bases):
            if len(own) > 1:
                found[f"x_{g + 1}"] = np.sum(basis * rows[np.ix_(own, columns)]) / len(columns)
                found[f"p_{g + 1}"] = shares[own[1], own[0]]
            for d in range(self.count - 1):
                found[f"w_{g + 1}_{d + 1}"] = rows[own, d].mean()
                found[f"h_{g + 1}_{d + 1}"] = features[d, own[0]] / self.along[g]
            for j, other in enumerate(self.classes):
                if j != g:
                    found[f"q_{g + 1}_{j + 1}"] = shares[other[0], own[0]]
        return found


def numbers(flow: Flow, mode: str) -> dict[str, float]:
    """Return a state near nothing special."""
    rng = np.random.default_rng(3)
    names = [y.name for y in equations(LearningTime(mode, sp.S.One, flow)).solutions]
    return dict(zip(names, rng.uniform(-1, 1, len(names)).tolist(), strict=True))


def in_balls(tree: object, values: dict[str, float]) -> float:
    with precision(96):
        return float(arb(value(substitute(tree, {n: arb(x) for n, x in values.items()}))).mid())


@pytest.mark.parametrize(("flow", "mode"), FLOWS.values(), ids=FLOWS)
def test_what_is_read_is_the_flow_of_softmax(flow: Flow, mode: str) -> None:
    goal = read_flow(LearningTime(mode, 1, flow)).statement["goal"]
    _, _, (_, *lets), (_, *solutions), observed, *_ = goal
    state = numbers(flow, mode)
    whole = Whole(flow, state)
    state |= whole.read(whole.W, whole.H, whole.shares)
    wanted = whole.read(whole.dW, whole.dH, whole.dshares)
    state |= {name: in_balls(tree, {}) for _, name, tree in lets}
    fields = {name: in_balls(field, state) for _, name, field, _ in solutions}
    assert set(wanted) <= set(fields)
    for name, speed in wanted.items():
        assert fields[name] == pytest.approx(speed, abs=1e-12), name
    # what is observed is the margin over another class of the group
    own = whole.classes[
        [f"{g.name}-{g.name}" for g in flow.setting.weights.imbalance.groups].index(mode)
    ]
    logits = whole.W @ whole.H[:, own[0]]
    assert in_balls(observed, state) == pytest.approx(logits[own[0]] - logits[own[1]])
    # what moves stays in the family: alike in a group, and x is one number
    for own, basis, columns in whole.bases:
        if len(own) > 1:
            x = wanted[f"x_{whole.bases.index((own, basis, columns)) + 1}"]
            assert np.allclose(whole.dW[np.ix_(own, columns)], x * basis, atol=1e-12)
        assert np.allclose(whole.dW[own, : whole.count - 1], whole.dW[own[0], : whole.count - 1])


def spectral(flow: Flow, small: float) -> tuple[np.ndarray, np.ndarray]:
    """Return W and H of the spectral start with columns of W that are those of U, a column of H for each class."""
    sizes, counts = flow.setting.weights.imbalance.sizes, flow.setting.weights.imbalance.counts
    each = [int(n) for m, n in zip(sizes, counts, strict=True) for _ in range(m)]
    problem = FlowProblem(counts=tuple(each), delta=small, gamma=0)
    # Z = UΣVᵀ has a row of V for each sample: V = YᵀUΣ⁻¹
    size = math.exp(-small)
    return size * problem.U, size * (problem.U / problem.sigma).T


@pytest.mark.parametrize(("flow", "mode"), [FLOWS["three"], FLOWS["four"]], ids=["three", "four"])
def test_the_spectral_start_is_one_of_the_starts(flow: Flow, mode: str) -> None:
    _, _, (_, *lets), (_, *solutions), *_ = read_flow(LearningTime(mode, 1, flow)).statement["goal"]
    whole, small = Whole(flow, numbers(flow, mode)), 0.7
    W, H = spectral(flow, small)
    sums = np.array([W[own].sum(axis=0) for own in whole.classes])
    wide = np.flatnonzero(abs(sums).max(axis=0) > 1e-9)
    assert len(wide) == whole.count - 1
    values = {"delta": small} | {name: in_balls(tree, {}) for _, name, tree in lets}
    for g, own in enumerate(whole.classes):
        for d, i in enumerate(wide):
            values[f"a_{g + 1}_{d + 1}"] = W[own[0], i] * math.exp(small)
            values[f"b_{g + 1}_{d + 1}"] = H[i, own[0]] * math.exp(small) / whole.along[g]
    starts = {name: in_balls(tree, values) for _, name, _, tree in solutions}
    shares = softmax(W @ H, axis=0)
    for g, own in enumerate(whole.classes):
        assert starts[f"x_{g + 1}"] == pytest.approx(math.exp(-small))
        for d, i in enumerate(wide):
            assert starts[f"w_{g + 1}_{d + 1}"] == pytest.approx(W[own[0], i])
            assert starts[f"h_{g + 1}_{d + 1}"] == pytest.approx(H[i, own[0]] / whole.along[g])
        if len(own) > 1:
            assert starts[f"p_{g + 1}"] == pytest.approx(shares[own[1], own[0]])
        for j, other in enumerate(whole.classes):
            if j != g:
                assert starts[f"q_{g + 1}_{j + 1}"] == pytest.approx(shares[other[0], own[0]])


@pytest.mark.parametrize(("flow", "mode"), FLOWS.values(), ids=FLOWS)
def test_the_proof_checker_knows_all_names(flow: Flow, mode: str) -> None:
    statement = read_statement(read_flow(LearningTime(mode, sp.S.One, flow)).statement)
    count = len(flow.setting.weights.imbalance.groups)
    starts = {x for x in statement.variables if x != "delta"}
    assert len(starts) == 2 * count * (count - 1)


@pytest.mark.parametrize("name", FLOWS)
def test_only_times_and_limits_of_modes_within_groups_are_read(name: str) -> None:
    flow, mode = FLOWS[name]
    read_statement(read_flow(Terminal(mode, sp.oo, flow)).statement)
    with pytest.raises(UnreadableError, match=f"a learning time of {mode} is read"):
        read_flow(Trajectory(mode, 1, flow))
    if len(flow.setting.weights.imbalance.groups) > 1:
        with pytest.raises(UnreadableError, match="no equation of between-1"):
            read_flow(LearningTime("between-1", 1, flow))
