"""Class imbalance: groups of classes that share one sample count, and their label matrices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar

from sympy import (
    BlockMatrix,
    Expr,
    Identity,
    ImmutableMatrix,
    MatrixExpr,
    OneMatrix,
    S,
    ZeroMatrix,
    factor,
)
from sympy.matrices.expressions.kronecker import KroneckerProduct

from spectra import symbols
from spectra.blocks import instantiate, normal_form
from spectra.errors import InputError
from spectra.inputs import Number, exact, positive, refuse, whole
from spectra.printing import Displayed, Printer

T = TypeVar("T")

MAX_ENTRIES: Final = 4_000_000
"""Largest explicit matrix that is built (entries)."""


@dataclass(frozen=True)
class Group:
    """`size` classes of `count` samples each."""

    name: str
    size: Expr
    count: Expr


@dataclass(frozen=True)
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

    @cached_property
    def class_count(self) -> Expr:
        """Number of classes k."""
        return factor(sum(g.size for g in self.groups))

    @cached_property
    def sample_count(self) -> Expr:
        """Number of samples n."""
        return factor(sum(g.size * g.count for g in self.groups))

    @property
    def is_concrete(self) -> bool:
        """Whether all sizes and counts are numbers."""
        return all(g.size.is_number and g.count.is_number for g in self.groups)

    @property
    def sizes(self) -> tuple[Expr, ...]:
        """Classes per group."""
        return tuple(g.size for g in self.groups)

    @property
    def counts(self) -> tuple[Expr, ...]:
        """Samples per class, by group."""
        return tuple(g.count for g in self.groups)

    def class_counts(self) -> tuple[Expr, ...]:
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

    def _integer(self, size: Expr) -> int:
        if not size.is_Integer:
            msg = f"the number of classes {size} is a symbol: give concrete group sizes first"
            raise InputError(msg)
        return int(size)

    def labels(self) -> MatrixExpr | ImmutableMatrix:
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
        return self.explicit(self.label_blocks(), classes=0, samples=1)

    def sel(self) -> MatrixExpr | ImmutableMatrix:
        """Centred label matrix Z = (I - 11ᵀ/k) Y, shape ``(k, n)``; paper, below Eq. (10)."""
        return self.explicit(self.sel_blocks(), classes=0, samples=1)

    def label_blocks(self) -> MatrixExpr:
        """Y as a block expression, whatever the sizes."""
        self.require_sample_matrices()
        blocks = [
            [_one_hot(g) if g is h else ZeroMatrix(g.size, h.size * h.count) for h in self.groups]
            for g in self.groups
        ]
        return BlockMatrix(blocks)

    def sel_blocks(self) -> MatrixExpr:
        """Z as a block expression, whatever the sizes."""
        return normal_form(self.centring() * self.label_blocks())

    def centring(self) -> MatrixExpr:
        """Projection I - 11ᵀ/k, shape ``(k, k)``."""
        k = self.class_count
        return Identity(k) - OneMatrix(k, k) / k

    @property
    def has_sample_matrices(self) -> bool:
        """Whether the counts can be those of a list of samples: integers or symbols."""
        return not any(_is_fraction(g.count) for g in self.groups)

    def require_sample_matrices(self) -> None:
        """Refuse counts that no list of samples can have."""
        for g in self.groups:
            if _is_fraction(g.count):
                msg = (
                    f"count of group {g.name!r} must be an integer to list samples, got {g.count}:"
                    " give integer counts (R = 1/2 is groups([m, m], [1, 2]))"
                )
                raise InputError(msg)

    def explicit(
        self, blocks: MatrixExpr, *, classes: int | None = None, samples: int | None = None
    ) -> MatrixExpr | ImmutableMatrix:
        """Exact matrix of a block expression where all is concrete, in the user's class order.

        Parameters
        ----------
        blocks : sympy.MatrixExpr
            Ordered group by group.
        classes, samples : {0, 1}, optional
            Axis that runs over classes, and axis that runs over samples.
        """
        if not self.is_concrete:
            return blocks
        rows, cols = (int(s) for s in blocks.shape)
        if rows * cols > MAX_ENTRIES:
            msg = (
                f"a {rows} by {cols} matrix is too large to write out (limit {MAX_ENTRIES} "
                "entries): keep a size symbolic, or use the singular values and rates only"
            )
            raise InputError(msg)
        matrix = instantiate(blocks)
        for axis, order in ((classes, self.positions()), (samples, self._samples())):
            if axis is not None and self.class_order is not None:
                matrix = matrix[list(order), :] if axis == 0 else matrix[:, list(order)]
        return matrix

    def _latex(self, printer: Printer) -> str:
        if self.has_sample_matrices:
            return rf"Y = {printer.doprint(self.label_blocks())}"
        return r",\; ".join(
            rf"{printer.doprint(g.size)} \times {printer.doprint(g.count)}" for g in self.groups
        )

    def _samples(self) -> tuple[int, ...]:
        """For each sample in the user's class order, its place group by group."""
        if self.class_order is None:
            return ()
        counts = [int(g.count) for g in self.groups for _ in range(int(g.size))]
        starts = [sum(counts[:i]) for i in range(len(counts))]
        return tuple(j for i in self.positions() for j in range(starts[i], starts[i] + counts[i]))


def _is_fraction(count: Expr) -> bool:
    return count.is_integer is False or (count.is_number and not count.is_Integer)


def _one_hot(group: Group) -> MatrixExpr:
    """Labels of one group: each class repeated for its samples."""
    if group.count == 1:
        return Identity(group.size)
    return KroneckerProduct(Identity(group.size), OneMatrix(1, group.count))


def step(k: Number | None = None, R: Number | None = None) -> Imbalance:
    """STEP imbalance: k/2 classes of R samples, then k/2 classes of one; paper, Section 3.2.

    Parameters
    ----------
    k : int, optional
        Number of classes, even and at least 2; the symbol `spectra.k` if omitted.
    R : int, rational or float, optional
        Imbalance ratio, above 0; the symbol `spectra.R` if omitted. At R < 1 the first group
        ("maj") is the rarer one.

    Raises
    ------
    InputError
        k or R is outside its domain.

    Examples
    --------
    >>> step(4, 2).labels()
    Matrix([
    [1, 1, 0, 0, 0, 0],
    [0, 0, 1, 1, 0, 0],
    [0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 1]])
    """
    size, ratio = _half(k), symbols.R
    if R is not None:
        ratio = positive("R", R, remedy="give a ratio above 0, as an int or an exact rational")
    return Imbalance((Group("maj", size, ratio), Group("min", size, S.One)))


def _half(k: Number | None) -> Expr:
    """Classes per group."""
    if k is None:
        return symbols.m
    remedy = "give an even number such as 4, or groups(sizes, counts) for groups of unequal size"
    number = exact("k", k, remedy=remedy)
    if (number / 2).is_integer is False or (number - 2).is_negative:
        msg = "k"
        raise refuse(msg, k, "an even integer of at least 2", remedy)
    return number / 2


def groups(sizes: Iterable[Number], counts: Iterable[Number]) -> Imbalance:
    """Groups of classes: sizes[g] classes of counts[g] samples each.

    Parameters
    ----------
    sizes : sequence of int or sympy.Expr
        Classes per group, at least 1.
    counts : sequence of int, rational or sympy.Expr
        Samples per class, above 0. For symbolic counts the results are ordered as if they were
        given in descending order.

    Notes
    -----
    Two groups are named "maj" and "min" by their counts (the first is "maj" where the counts
    cannot be compared); more groups are named "g1", "g2", and so on.

    Examples
    --------
    >>> groups([2, 3], [10, 1]).sample_count
    23
    """
    sizes, counts = list(sizes), list(counts)
    if len(sizes) != len(counts):
        need = f"as long as counts ({len(counts)})"
        msg = "sizes"
        raise refuse(msg, sizes, need, "give one size and one count per group")
    if not sizes:
        msg = "sizes"
        raise refuse(msg, sizes, "a sequence of at least one group", "give one size per group")
    exact_sizes = [
        whole(f"sizes[{i}]", s, least=1, remedy="give the number of classes in the group")
        for i, s in enumerate(sizes)
    ]
    exact_counts = [
        positive(f"counts[{i}]", n, remedy="give the samples of each class of the group")
        for i, n in enumerate(counts)
    ]
    _need_two_classes(exact_sizes, "sizes", sizes)
    names = _names(exact_counts)
    return Imbalance(tuple(map(Group, names, exact_sizes, exact_counts)))


def _need_two_classes(sizes: list[Expr], name: str, value: object) -> None:
    if sum(sizes) == 1:
        raise refuse(name, value, "two classes at least", "one class has nothing to separate")


def _names(counts: list[Expr]) -> list[str]:
    if len(counts) == 1:
        return ["all"]
    if len(counts) == 2:
        ascending = (counts[1] - counts[0]).is_positive
        return ["min", "maj"] if ascending else ["maj", "min"]
    return [f"g{i + 1}" for i in range(len(counts))]


def from_counts(counts: Iterable[Number]) -> Imbalance:
    """Imbalance of given samples per class; classes of equal count form a group.

    Parameters
    ----------
    counts : sequence of int, shape (k,)
        Samples of each class, at least 1. Explicit matrices keep this order of the classes.

    Examples
    --------
    >>> [(int(g.size), int(g.count)) for g in from_counts([1, 10, 1]).groups]
    [(1, 10), (2, 1)]
    """
    if isinstance(counts, str | Mapping):
        msg = "counts"
        raise refuse(msg, counts, "a sequence of numbers", "pass a list, or its .values()")
    numbers = [
        whole(f"counts[{i}]", n, least=1, remedy="leave out classes without samples")
        for i, n in enumerate(counts)
    ]
    if not all(n.is_Integer for n in numbers):
        msg = "counts"
        raise refuse(msg, numbers, "numbers", "use groups(sizes, counts) for symbols")
    if not numbers:
        msg = "counts"
        raise refuse(msg, numbers, "a list of two classes at least", "give one count per class")
    members: dict[int, list[int]] = {}
    for i, n in enumerate(numbers):
        members.setdefault(int(n), []).append(i)
    descending = sorted(members, reverse=True)
    order = tuple(i for n in descending for i in members[n])
    result = groups([len(members[n]) for n in descending], descending)
    return replace(result, class_order=None if order == tuple(range(len(order))) else order)
