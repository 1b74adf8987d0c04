"""Ways to state an imbalance: STEP, groups of classes, or a list of counts."""

from collections.abc import Iterable
from dataclasses import replace

import sympy as sp

from spectra import symbols
from spectra.errors import refuse
from spectra.labels.exact_inputs import Number, exact, positive, whole
from spectra.labels.imbalance import Group, Imbalance
from spectra.utils.exact_numbers import sequence


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
    return Imbalance((Group("maj", size, ratio), Group("min", size, sp.S.One)))


def _half(k: Number | None) -> sp.Expr:
    """Classes per group."""
    if k is None:
        return symbols.m
    remedy = "give an even number such as 4, or groups(sizes, counts) for groups of unequal size"
    number = exact("k", k, remedy=remedy)
    if (number / 2).is_integer is False or (number - 2).is_negative:
        raise refuse("k", k, "an even integer of at least 2", remedy)
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
    sizes, counts = sequence("sizes", sizes), sequence("counts", counts)
    if len(sizes) != len(counts):
        need = f"as long as counts ({len(counts)})"
        raise refuse("sizes", sizes, need, "give one size and one count per group")
    if not sizes:
        raise refuse("sizes", sizes, "a sequence of at least one group", "give one size per group")
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


def _need_two_classes(sizes: list[sp.Expr], name: str, value: object) -> None:
    if sum(sizes) == 1:
        raise refuse(name, value, "two classes at least", "one class has nothing to separate")


def _names(counts: list[sp.Expr]) -> list[str]:
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
    numbers = [
        whole(f"counts[{i}]", n, least=1, remedy="leave out classes without samples")
        for i, n in enumerate(sequence("counts", counts))
    ]
    if not all(n.is_Integer for n in numbers):
        raise refuse("counts", numbers, "numbers", "use groups(sizes, counts) for symbols")
    if not numbers:
        raise refuse(
            "counts", numbers, "a list of two classes at least", "give one count per class"
        )
    members: dict[int, list[int]] = {}
    for i, n in enumerate(numbers):
        members.setdefault(int(n), []).append(i)
    descending = sorted(members, reverse=True)
    order = tuple(i for n in descending for i in members[n])
    result = groups([len(members[n]) for n in descending], descending)
    return replace(result, class_order=None if order == tuple(range(len(order))) else order)
