"""The modes of an imbalance in balls, at the working precision in force.

The same vectors, in the same order and with the same signs, as :mod:`numerics.problem.singular_modes` has in
floating point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import mpmath
import numpy as np
from flint import arb, arb_mat, ctx

from numerics.problem.exact_numbers import exact
from numerics.validated.arb_tools import midpoint, to_ball
from numerics.validated.exact_inputs import read_counts, read_weights

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from numerics.problem.singular_modes import Level


@dataclass(frozen=True)
class ExactModes:
    """Groups of equal classes, and the singular vectors constant on every group.

    Parameters
    ----------
    counts : tuple of Fraction
        Samples in each class of a group.
    weights : tuple of arb
        Weight of each group.
    left, right : arb_mat
        Singular vectors in the basis of normalised group indicators, (G, G - 1).
    sigma : tuple of arb
        Their singular values.
    """

    counts: tuple[Fraction, ...]
    weights: tuple[arb, ...]
    left: arb_mat
    right: arb_mat
    sigma: tuple[arb, ...]

    def sigma_lambda(self, level: Level) -> tuple[arb, arb]:
        """Singular value and effective weight of a level."""
        if level.group is not None:
            return to_ball(self.counts[level.group]).sqrt(), self.weights[level.group]
        column = int(level.column or 0)
        squares = [self.right[g, column] ** 2 for g in range(len(self.weights))]
        lam = sum((x * w for x, w in zip(squares, self.weights, strict=True)), arb(0))
        return self.sigma[column], lam


def exact_modes(problem: FlowProblem) -> ExactModes:
    """Modes of a problem, its numbers read by :func:`numerics.problem.exact_numbers.exact`."""
    counts = read_counts(problem)
    roots = [to_ball(n).sqrt() for n in counts]
    left = _left(problem, counts)
    groups, number = left.nrows(), left.ncols()
    scaled = arb_mat([[roots[g] * left[g, j] for j in range(number)] for g in range(groups)])
    sigma = [sum((scaled[g, j] ** 2 for g in range(groups)), arb(0)).sqrt() for j in range(number)]
    right = arb_mat([[scaled[g, j] / sigma[j] for j in range(number)] for g in range(groups)])
    return ExactModes(counts, _weights(problem, counts), left, right, tuple(sigma))


def class_vectors(problem: FlowProblem, modes: ExactModes) -> tuple[arb_mat, arb_mat]:
    """Left and right singular vectors in class space, (k, k - 1), as ``problem.U`` and ``V_c``."""
    k = problem.num_classes
    left, right = arb_mat(k, k - 1), arb_mat(k, k - 1)
    at = 0
    for level in problem.modes.levels:
        if level.group is not None:
            classes = [int(c) for c in problem.modes.groups[level.group].classes]
            for row, entries in zip(classes, sum_zero([arb(1)] * len(classes)), strict=True):
                for j, x in enumerate(entries, start=at):
                    left[row, j] = right[row, j] = x
        else:
            for g, group in enumerate(problem.modes.groups):
                root = arb(group.size).sqrt()
                for c in group.classes:
                    left[int(c), at] = modes.left[g, int(level.column or 0)] / root
                    right[int(c), at] = modes.right[g, int(level.column or 0)] / root
        at += level.multiplicity
    return left, right


def sum_zero(sizes: Sequence[arb]) -> list[list[arb]]:
    """:func:`numerics.problem.singular_modes.sum_zero` in balls: one list of s - 1 entries per part."""
    totals = [sum(sizes[: i + 1], arb(0)) for i in range(len(sizes))]
    rows = [[arb(0)] * (len(sizes) - 1) for _ in sizes]
    for j in range(len(sizes) - 1):
        scale = (sizes[j + 1] / (totals[j] * totals[j + 1])).sqrt()
        for i in range(j + 1):
            rows[i][j] = -sizes[i].sqrt() * scale
        rows[j + 1][j] = (totals[j] / totals[j + 1]).sqrt()
    return rows


def _weights(problem: FlowProblem, counts: Sequence[Fraction]) -> tuple[arb, ...]:
    given, groups = read_weights(problem), problem.modes.groups
    if given is not None:
        return tuple(map(to_ball, given))
    samples = sum(g.size * n for g, n in zip(groups, counts, strict=True))
    gamma = to_ball(exact("gamma", problem.gamma))
    return tuple(to_ball(2 * samples / (problem.num_classes * n)) ** gamma for n in counts)


def _left(problem: FlowProblem, counts: Sequence[Fraction]) -> arb_mat:
    """First the vectors within families of equal count, then those between families."""
    groups = problem.modes.groups
    if problem.counts is None:
        keys = [int(2 * g.classes[0] >= problem.num_classes) for g in groups]
    else:
        keys = [int(g.count) for g in groups]
    families = [[g for g, key in enumerate(keys) if key == one] for one in dict.fromkeys(keys)]
    sizes = [arb(g.size) for g in groups]
    result = arb_mat(len(groups), len(groups) - 1)
    at = 0
    for family in families:
        for g, entries in zip(family, sum_zero([sizes[g] for g in family]), strict=True):
            for j, x in enumerate(entries, start=at):
                result[g, j] = x
        at += len(family) - 1
    totals = [sum((sizes[g] for g in family), arb(0)) for family in families]
    if len(families) > 1:
        between = arb_mat(sum_zero(totals))
        between *= _turn(between, [counts[family[0]] for family in families])
        for c, family in enumerate(families):
            for g in family:
                for j in range(len(families) - 1):
                    result[g, at + j] = between[c, j] * (sizes[g] / totals[c]).sqrt()
    return _signed(result, problem.modes.left)


def _turn(between: arb_mat, counts: Sequence[Fraction]) -> arb_mat:
    """Eigenvectors, by descending eigenvalue, of betweenᵀ diag(counts) between."""
    size = between.ncols()
    if size == 1:
        return arb_mat([[1]])
    diagonal = arb_mat([[to_ball(n) if i == j else 0 for j in range(size + 1)]
                        for i, n in enumerate(counts)])  # fmt: skip
    form = between.transpose() * diagonal * between
    with mpmath.workprec(ctx.prec + 32):
        _, vectors = mpmath.eigsy(
            mpmath.matrix([[midpoint(form[i, j]) for j in range(size)] for i in range(size)])
        )
        return arb_mat([[arb(vectors[i, size - 1 - j]) for j in range(size)]
                        for i in range(size)])  # fmt: skip


def _signed(matrix: arb_mat, like: np.ndarray) -> arb_mat:
    """Columns with the signs of a floating-point matrix, by their largest entries."""
    for j in range(matrix.ncols()):
        g = int(np.argmax(np.abs(like[:, j])))
        if float(matrix[g, j]) * like[g, j] < 0:
            for i in range(matrix.nrows()):
                matrix[i, j] = -matrix[i, j]
    return matrix
