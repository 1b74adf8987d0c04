"""From a quantity of W and H to the equation that its derivative along a flow is 0: trusted.

W and H are cut into the groups of classes, as the labels Z and the weights Ω are. The derivative is
taken by the rule for products, and what is left to the proof checker is an equation between matrices.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import sympy as sp

from proofs.claims.conserved import Conserved
from proofs.claims.flow import Flow
from proofs.claims.matrix_trace import Trace
from proofs.claims.named import NamedMatrix
from proofs.kernel.language import Tree, substitute
from proofs.reader.matrices import Matrices
from proofs.reader.scalars import Reading, UnreadableError, declare, new_name
from spectra import t

CONSTANT = ("derivatives", "flow", "mean value theorem")
"""What has the derivative 0 along a solution, by the rule for products, keeps its value."""


def read_conserved(statement: Conserved, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read that the derivative of a quantity along the flow is 0, for all W and H.

    It is set equal to 0 times the quantity, so that all of this has to have a value. Residuals sum to 0
    over the classes; those of logits that cross-entropy multiplies by f do once divided by f. At logits
    WH = c·Z, of k classes, softmax has e^c/(e^c + k - 1) at the own class of a sample and 1/(e^c + k - 1)
    at others, and cross-entropy the residual k/(e^c + k - 1)·Z.

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    flow, assume = statement.flow, list(assume)
    if statement.logits is not None and flow.terms.changed:
        raise UnreadableError(
            "the residual at given logits is read where they are not shifted only"
        )
    if any(a.has(t) for a in assume):
        raise UnreadableError("what is conserved is so at all times: it has no condition on t")
    weights = flow.setting.weights
    imbalance, width = weights.imbalance, flow.W.shape[1]
    spoken = {*statement.free_symbols, *width.free_symbols}
    scalars, kinds = declare(spoken.union(*(a.free_symbols for a in assume)))
    sizes = [scalars.tree(sp.sympify(g.size)) for g in imbalance.groups]
    counts = [scalars.tree(sp.sympify(g.size * g.count)) for g in imbalance.groups]
    if flow.singular is not None:
        sizes, counts = (["1"] * n for n in flow.targets.shape)
    d, groups = scalars.tree(width), range(len(sizes))

    def name(letter: str, *of: int) -> str:
        return new_name("_".join([letter, *map(str, of)]), set(kinds), letter)

    W, H = name("W"), name("H")
    rows, columns = [name("W", i) for i in groups], [name("H", j) for j in range(len(counts))]
    declared = [["matrix", *x, d] for x in zip(rows, sizes, strict=True)]
    declared += [["matrix", x, d, count] for x, count in zip(columns, counts, strict=True)]
    read = Matrices(scalars, {flow.W: W, flow.H: H})
    given = list[Tree]()
    residual = read.tree(_targets(flow))
    if statement.logits is not None:
        at, cells = scalars.tree(statement.logits), residual[1:]
        given = [
            ["same", ["*", x, y], ["scale", at, cell]]
            for x, (_, *row) in zip(rows, cells, strict=True)
            for y, cell in zip(columns, row, strict=True)
        ]
    if flow.loss == "squared":
        residual = ["+", residual, ["scale", "-1", ["*", W, H]]]
    elif statement.logits is not None:
        k = imbalance.class_count
        residual = ["scale", scalars.tree(k / (sp.exp(statement.logits) + k - 1)), residual]
    else:
        blocks = [[name("E", i, j) for j in groups] for i in groups]
        residual = ["blocks", *(["row", *row] for row in blocks)]
        ones = [["transpose", ["ones", size]] for size in sizes]
        for j, count in enumerate(counts):
            parts = [row[j] for row in blocks]
            declared += [["matrix", *x, count] for x in zip(parts, sizes, strict=True)]
            sums: list[Tree] = [["*", *x] for x in zip(ones, parts, strict=True)]
            if flow.logit_scale != (1, 1):
                unit = [scalars.tree(1 / x) for x in flow.logit_scale]
                sums = [["scale", *x] for x in zip(unit, sums, strict=True)]
            total = ["+", *sums]
            given.append(["same", total, ["zeros", "1", count]])
    pulled, learned = residual, list[Tree]()
    if flow.singular is None:
        pulled = ["*", residual, read.tree(weights.Omega_blocks)]
    if flow.data is not None:
        learned = [read.tree(flow.metric)]
    decays = [scalars.tree(-x) for x in flow.setting.decay]
    fields = {
        flow.W: ["+", ["*", pulled, ["transpose", H]], ["scale", decays[0], W]],
        flow.H: ["+", ["*", ["transpose", W], pulled, *learned], ["scale", decays[1], H]],
    }
    zero = ["scale", "0", read.tree(statement.expr)]
    change = Along(read, fields).derivative(statement.expr) or zero
    whole = {W: ["blocks", *(["row", x] for x in rows)], H: ["blocks", ["row", *columns]]}
    head: Tree = [["declared", *declared], ["cuts", *read.cuts], ["given", *given]]
    goal = ["matrices", *head, substitute(change, whole), substitute(zero, whole)]
    stated = {"variables": kinds, "assume": scalars.assumptions(assume), "goal": goal}
    return Reading(stated, scalars.names, CONSTANT)


def _targets(flow: Flow) -> sp.Basic:
    """Return what the flow is to fit."""
    imbalance = flow.setting.weights.imbalance
    named = {
        "sel": imbalance.sel_blocks,
        "one-hot": imbalance.label_blocks,
        "frequency": imbalance.frequency_blocks,
    }
    return named[flow.targets]() if flow.singular is None else flow.targets


@dataclass(frozen=True)
class Along:
    """Derivatives along a flow, by what W and H change at; None is 0."""

    read: Matrices
    fields: dict[sp.MatrixSymbol, Tree]

    def derivative(self, expr: sp.Basic) -> Tree | None:
        """Return the derivative of an expression.

        Raises
        ------
        UnreadableError
            If W, H or the time are in a part that is not known here.
        """
        match expr:
            case sp.MatrixSymbol() if expr in self.fields:
                return self.fields[expr]
            case NamedMatrix():
                return self.derivative(expr.value)
            case sp.Transpose():
                return self._of_one("transpose", expr.arg)
            case Trace():
                return self._of_one("trace", expr.matrix)
            case sp.MatAdd():
                return _sum(map(self.derivative, expr.args))
            case sp.MatMul():
                return self._product(list(expr.args))
            case sp.MatPow() if expr.exp.is_Integer and expr.exp > 0:
                return self._product([expr.base] * int(expr.exp))
        if expr.has(*self.fields, t):
            raise UnreadableError(
                f"the derivative of {expr} ({type(expr).__name__}) is not known here"
            )
        return None

    def _of_one(self, head: str, part: sp.Basic) -> Tree | None:
        change = self.derivative(part)
        return None if change is None else [head, change]

    def _product(self, args: list[sp.Basic]) -> Tree | None:
        """Return Σ a…b′…c, where factors that are no matrices come first."""
        scalars = [arg for arg in args if not arg.is_Matrix]
        matrices = [arg for arg in args if arg.is_Matrix]
        trees, found = [self.read.tree(arg) for arg in matrices], list[Tree | None]()
        for i, arg in enumerate(matrices):
            change = self.derivative(arg)
            moved = None if change is None else ["*", *trees[:i], change, *trees[i + 1 :]]
            found.append(self._scaled(scalars, moved))
        for i, factor in enumerate(scalars):
            if factor.has(t):
                others = [*scalars[:i], sp.diff(factor, t), *scalars[i + 1 :]]
                found.append(self._scaled(others, ["*", *trees]))
        return _sum(found)

    def _scaled(self, factors: list[sp.Basic], tree: Tree | None) -> Tree | None:
        scalar = self.read.scalars.tree
        return tree and reduce(lambda part, c: ["scale", scalar(c), part], factors, tree)


def _sum(parts: Iterable[Tree | None]) -> Tree | None:
    known = [part for part in parts if part is not None]
    return ["+", *known] if known else None
