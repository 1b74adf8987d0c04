"""Class imbalance: groups of classes that share one sample count, and their label matrices."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar

import sympy as sp
from sympy.matrices.expressions.kronecker import KroneckerProduct

from spectra.block_matrices.explicit import instantiate
from spectra.block_matrices.normal_form import normal_form
from spectra.display.latex_printer import Displayed, Printer
from spectra.errors import InputError, refuse
from spectra.labels.exact_inputs import positive, whole

T = TypeVar("T")

MAX_ENTRIES: Final = 1_000_000
"""Largest explicit matrix that is built (entries)."""


@dataclass(frozen=True)
class Group:
    """`size` classes of `count` samples each; both are read exactly."""

    name: str
    size: sp.Expr
    count: sp.Expr

    def __post_init__(self) -> None:
        classes = whole("size", self.size, least=1, remedy="give the number of classes")
        samples = positive("count", self.count, remedy="give the samples of each class")
        object.__setattr__(self, "size", classes)
        object.__setattr__(self, "count", samples)


@dataclass(frozen=True, repr=False)
class Imbalance(Displayed):
    """Groups of classes; classes and samples are ordered group by group.

    Parameters
    ----------
    groups : tuple of Group
        At least one; sizes and counts are exact numbers or symbols.
    class_order : tuple of int, optional
        For each class, group by group, its position in the user's list of counts. Explicit
        matrices have their classes (and samples, class by class) in the user's order.
    """

    groups: tuple[Group, ...]
    class_order: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        found: object = self.groups
        if not (isinstance(found, tuple) and found and all(isinstance(g, Group) for g in found)):
            remedy = "use spectra.step, spectra.groups or spectra.from_counts"
            raise refuse("groups", found, "a tuple of at least one Group", remedy)

    @cached_property
    def class_count(self) -> sp.Expr:
        """Number of classes k."""
        return sp.factor(sum(g.size for g in self.groups))

    @cached_property
    def sample_count(self) -> sp.Expr:
        """Number of samples n."""
        return sp.factor(sum(g.size * g.count for g in self.groups))

    @property
    def is_concrete(self) -> bool:
        """Whether all sizes and counts are numbers."""
        return all(g.size.is_number and g.count.is_number for g in self.groups)

    @property
    def sizes(self) -> tuple[sp.Expr, ...]:
        """Classes per group."""
        return tuple(g.size for g in self.groups)

    @property
    def counts(self) -> tuple[sp.Expr, ...]:
        """Samples per class, by group."""
        return tuple(g.count for g in self.groups)

    def class_counts(self) -> tuple[sp.Expr, ...]:
        """Samples of every class, in the user's order; needs concrete group sizes."""
        return self.per_class(self.counts)

    def per_class(self, per_group: Iterable[T]) -> tuple[T, ...]:
        """Repeat one value per group for each of its classes, in the user's order."""
        values = list(
            chain.from_iterable(
                [v] * self._integer(s) for v, s in zip(per_group, self.sizes, strict=True)
            )
        )
        return tuple(values[i] for i in self.positions())

    def positions(self) -> tuple[int, ...]:
        """For each class in the user's order, its place group by group."""
        k = self._integer(self.class_count)
        order = self.class_order or tuple(range(k))
        return tuple(sorted(range(k), key=order.__getitem__))

    def _integer(self, size: sp.Expr) -> int:
        if not size.is_Integer:
            raise InputError(
                f"the number of classes {size} is a symbol: give concrete group sizes first"
            )
        return int(size)

    def labels(self) -> sp.MatrixExpr | sp.ImmutableMatrix:
        """One-hot label matrix Y, shape ``(k, n)``; paper, Eq. (10).

        Returns
        -------
        sympy.ImmutableMatrix or sympy.MatrixExpr
            Exact matrix where sizes and counts are numbers, else a block expression.

        Raises
        ------
        InputError
            A count is not an integer, or the matrix would not fit in memory.
        """
        return self.explicit(self.label_blocks(), classes=(0,), samples=(1,))

    def sel(self) -> sp.MatrixExpr | sp.ImmutableMatrix:
        """Centred label matrix Z = (I - 11ᵀ/k) Y, shape ``(k, n)``; paper, below Eq. (10)."""
        return self.explicit(self.sel_blocks(), classes=(0,), samples=(1,))

    def label_blocks(self) -> sp.MatrixExpr:
        """Y as a block expression, whatever the sizes."""
        self.require_sample_matrices()
        blocks = [
            [
                _one_hot(g) if g is h else sp.ZeroMatrix(g.size, h.size * h.count)
                for h in self.groups
            ]
            for g in self.groups
        ]
        return sp.BlockMatrix(blocks)

    def sel_blocks(self) -> sp.MatrixExpr:
        """Z as a block expression, whatever the sizes."""
        return normal_form(self.centring() * self.label_blocks())

    def frequency_blocks(self) -> sp.MatrixExpr:
        """Y less the frequency n_c/n of each class, as a block expression: rows sum to 0."""
        frequencies = sp.BlockMatrix(
            [
                [
                    g.count / self.sample_count * sp.OneMatrix(g.size, h.size * h.count)
                    for h in self.groups
                ]
                for g in self.groups
            ]
        )
        return normal_form(self.label_blocks() - frequencies)

    def centring(self) -> sp.MatrixExpr:
        """Projection I - 11ᵀ/k, shape ``(k, k)``."""
        k = self.class_count
        return sp.Identity(k) - sp.OneMatrix(k, k) / k

    @property
    def has_sample_matrices(self) -> bool:
        """Whether the counts can be those of a list of samples: integers or symbols."""
        return not any(_is_fraction(g.count) for g in self.groups)

    def require_sample_matrices(self) -> None:
        """Refuse counts that no list of samples can have."""
        for g in self.groups:
            if _is_fraction(g.count):
                raise InputError(
                    f"count of group {g.name!r} must be an integer to list samples, got {g.count}:"
                    " give integer counts (R = 1/2 is groups([m, m], [1, 2]))"
                )

    def explicit(
        self, blocks: sp.MatrixExpr, *, classes: tuple[int, ...] = (), samples: tuple[int, ...] = ()
    ) -> sp.MatrixExpr | sp.ImmutableMatrix:
        """Exact matrix of a block expression where all is concrete, in the user's class order.

        Parameters
        ----------
        blocks : sympy.MatrixExpr
            Ordered group by group.
        classes, samples : tuple of {0, 1}, optional
            Axes that run over classes, and axes that run over samples.
        """
        if not self.is_concrete:
            return blocks
        rows, cols = (int(s) for s in blocks.shape)
        if rows * cols > MAX_ENTRIES:
            raise InputError(
                f"a {rows} by {cols} matrix is too large to write out (limit {MAX_ENTRIES} "
                "entries): keep a size symbolic, or use the singular values and rates only"
            )
        matrix = instantiate(blocks)
        if self.class_order is not None:
            for axes, order in ((classes, self.positions()), (samples, self._samples())):
                matrix = matrix[list(order), :] if 0 in axes else matrix
                matrix = matrix[:, list(order)] if 1 in axes else matrix
        return matrix

    def _text(self) -> list[tuple[str, str]]:
        return [(g.name, f"{g.size} classes of {g.count} samples") for g in self.groups]

    def _latex(self, printer: Printer) -> str:
        if self.has_sample_matrices:
            return rf"Y = {printer.doprint(self.label_blocks())}"
        return r",\; ".join(
            rf"{printer.doprint(g.size)} \times {printer.doprint(g.count)}" for g in self.groups
        )

    def _samples(self) -> tuple[int, ...]:
        """For each sample in the user's class order, its place group by group."""
        counts = [int(g.count) for g in self.groups for _ in range(int(g.size))]
        starts = [sum(counts[:i]) for i in range(len(counts))]
        return tuple(j for i in self.positions() for j in range(starts[i], starts[i] + counts[i]))


def require_imbalance(value: object) -> None:
    """Refuse what is no imbalance."""
    if not isinstance(value, Imbalance):
        raise refuse("imbalance", value, "an Imbalance", "give spectra.step(), for example")


def _is_fraction(count: sp.Expr) -> bool:
    return count.is_integer is False or (count.is_number and not count.is_Integer)


def _one_hot(group: Group) -> sp.MatrixExpr:
    """Labels of one group: each class repeated for its samples."""
    if group.count == 1:
        return sp.Identity(group.size)
    return KroneckerProduct(sp.Identity(group.size), sp.OneMatrix(1, group.count))
