"""A Flow of numbers in full: (18) on all factors and all samples, by scipy, from labels that are typed in here.

Nothing is used of the package but the numbers of a flow. With class means the inputs are s μ_c + τ ξ_i, one
coordinate for each mean and each sample, and the last factor is a map of inputs.
"""

from __future__ import annotations

from functools import reduce
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from sample_flow import unit
from scipy.integrate import solve_ivp

if TYPE_CHECKING:
    from proofs import Flow

RTOL = 1e-11


class FullFlow:
    """The labels, inputs and modes of a flow; ``modes`` are left vectors by the name of a mode."""

    def __init__(self, flow: Flow, delta: float) -> None:
        self.flow, self.size = flow, float(np.exp(-delta))
        self.modes: dict[str, Any] = {}
        if flow.singular is not None:
            self.Z = self.Y = np.array(flow.targets.tolist(), dtype=float)
            self.labels = np.arange(self.Z.shape[1])
            self.weights = self.kappa = np.ones(len(self.labels))
            U = np.linalg.svd(self.Z)[0].T[: len(flow.modes)]
            self.modes = {f"mode {i}": u[None] for i, u in enumerate(U, 1)}
        else:
            self._label()
        U = np.concatenate([*self.modes.values()])
        V = U @ self.Z
        self.U, self.V = U, unit(V)
        n, k = len(self.labels), len(self.Z)
        self.X = np.eye(n)
        if flow.data is not None:
            self.X = float(flow.data.noise) * np.eye(k + n)[:, k:]
            self.X[self.labels, np.arange(n)] = float(flow.data.signal)

    def _label(self) -> None:
        """Label the samples, and name the modes of each group and those between groups."""
        groups = self.flow.setting.weights.imbalance.groups
        self.group = np.repeat(np.arange(len(groups)), [int(g.size) for g in groups])
        counts = np.array([int(groups[g].count) for g in self.group])
        k, self.labels = len(counts), np.repeat(np.arange(len(counts)), counts)
        self.weights = self._of_classes(self.flow.setting.weights.omega)[self.labels]
        signal, noise = 0.0, 1.0
        if self.flow.data is not None:
            signal, noise = float(self.flow.data.signal), float(self.flow.data.noise)
        self.kappa = (noise**2 + signal**2 * counts)[self.labels]
        self.Y = np.eye(k)[:, self.labels]
        mean = {"sel": 1 / k, "one-hot": 0, "frequency": (counts / counts.sum())[:, None]}
        self.Z = self.Y - mean[self.flow.targets]
        inside = [np.eye(k)[self.group == g] for g in range(len(groups))]
        if self.flow.targets == "one-hot":
            self.modes = {g.name: x for g, x in zip(groups, inside, strict=True)}
            return
        for g, x in zip(groups, inside, strict=True):
            if len(x) > 1:
                sums = np.linalg.svd(np.eye(len(x)) - 1 / len(x))[0].T[:-1]
                self.modes[f"{g.name}-{g.name}"] = sums @ x
        shared = np.array([x.sum(axis=0) / np.sqrt(len(x)) for x in inside])
        across = np.linalg.svd(shared @ self.Z)[0].T[: len(groups) - 1] @ shared
        names = (
            ["maj-min"] if len(groups) == 2 else [f"between-{i + 1}" for i in range(len(across))]
        )
        self.modes |= {name: u[None] for name, u in zip(names, across, strict=True)}

    def _of_classes(self, pair: Any) -> Any:
        return np.array([float(pair[g]) for g in self.group])

    def _start(self) -> list[Any]:
        """Return factors on the singular vectors or, where it is random, Gaussian ones of their norms."""
        rng, (a, b), r = np.random.default_rng(0), map(float, self.flow.scales), len(self.U)
        rotations = [
            np.linalg.qr(rng.normal(size=(r + 1, r)))[0] for _ in range(self.flow.depth - 1)
        ]
        right = unit(self.V @ self.X.T)
        middle = [q @ p.T for q, p in pairwise(rotations)]
        found = [a * self.U.T @ rotations[0].T, *middle, b * rotations[-1] @ right]
        if self.flow.init == "random":
            drawn = [rng.normal(size=x.shape) for x in found]
            found = [
                y * np.linalg.norm(x) / np.linalg.norm(y) for x, y in zip(found, drawn, strict=True)
            ]
        return [self.size * x for x in found]

    def between_start(self) -> list[float]:
        """Return the start of the modes between groups, by e^(-δ): entries of W, then of H by √(κ/n)."""
        across = self.flow.modes[len(set(self.group)) :]
        left = np.array([self.modes[name][0] for name in across])
        right = unit(unit(left @ self.Z) @ self.X.T) @ self.X * np.sqrt(1 / self.kappa)
        first = np.unique(self.group, return_index=True)[1]
        count = np.bincount(self.labels)[first]
        means = [right[:, self.group[self.labels] == g].mean(axis=1) for g in range(len(first))]
        parts = left[:, first].T, np.array(means) * np.sqrt(count)[:, None]
        return [float(x) for part in parts for x in part.ravel()]

    def _error(self, logits: Any) -> Any:
        """Minus the gradient of the loss by logits."""
        if self.flow.loss == "squared":
            return (self.Z - logits) * self.weights
        shift, margin, scale = (
            self._of_classes((*x, x[1]))[:, None]
            for x in (self.flow.shift, self.flow.margin, self.flow.logit_scale)
        )
        moved = scale * logits + shift - self.Y * margin
        odds = np.exp(moved - moved.max(axis=0))
        return scale * (self.Y - odds / odds.sum(axis=0)) * self.weights

    def logits(self, times: Any) -> Any:
        """Return the logits at times."""
        start = self._start()
        shapes, cuts = [x.shape for x in start], [*accumulate(x.size for x in start)][:-1]
        decay = [float(x) for x in self.flow.setting.decay]
        decay[1:1] = [0.0] * (len(start) - 2)

        def factors(x: Any) -> list[Any]:
            return [y.reshape(s) for y, s in zip(np.split(x, cuts), shapes, strict=True)]

        def field(_: float, x: Any) -> Any:
            every = factors(x)
            left = [*accumulate(every, np.matmul, initial=np.eye(len(self.Z)))]
            right = [*accumulate(every[::-1], lambda y, f: f @ y, initial=self.X)][::-1]
            pull = self._error(left[-1] @ self.X)
            moves = (y.T @ pull @ z.T for y, z in zip(left, right[1:], strict=False))
            return np.concatenate(
                [(m - d * f).ravel() for m, d, f in zip(moves, decay, every, strict=True)]
            )

        begin = np.concatenate([x.ravel() for x in start])
        found = solve_ivp(field, (0, times[-1]), begin, method="DOP853", t_eval=times,
                          rtol=RTOL, atol=RTOL * self.size)  # fmt: skip
        return [reduce(np.matmul, [*factors(x), self.X]) for x in found.y.T]

    def part(self, logits: Any, name: str) -> float:
        """Return how much of its targets a mode has, measured by κ."""
        targets = self.modes[name] @ self.Z
        across, whole = (
            (x * targets / self.kappa).sum() for x in (self.modes[name] @ logits, targets)
        )
        return float(across / whole)

    def error(self, logits: Any, name: str) -> float:
        """Return the squared distance of the logits of a mode from its targets, if it is there once."""
        rows = self.modes[name] @ (logits - self.Z)
        return float((rows**2).sum() / len(rows))

    def margin(self, logits: Any, name: str) -> float:
        """Return the least margin of a sample over another class of its group, or of others for maj-min."""
        scaled, own = self._of_classes((*self.flow.logit_scale, 1))[:, None] * logits, self.labels
        names, samples = self.flow.modes, np.arange(len(own))
        same = self.group[:, None] == self.group[own]
        asked = ~same if name == "maj-min" else same & (self.group[own] == names.index(name))
        return float(np.min((scaled[own, samples] - scaled)[asked & (self.Y == 0)]))
