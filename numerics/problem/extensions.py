"""Checks of the parameters that change the flow from the paper's, alone and together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from numerics.errors import InputError
from numerics.problem import checks
from spectra.errors import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from numerics.problem.singular_modes import Group
    from spectra.utils.arrays import Array

Rows = tuple[tuple[float, ...], ...]
Metric = tuple[float, ...] | Rows

_ROUNDING = 1e-10  # relative: how far a metric may be from symmetric, and below zero
_SIZE = 1e30  # largest values, whose powers in the field and in its bounds are doubles
_EXPONENT = 700.0  # e^{(L-2)δ} is a double up to about here
_FACTOR = 1e6  # of logits
_LARGEST = 300.0  # log of a power of the weights; a product of two is still a double


def targets(value: npt.ArrayLike) -> str | Rows:
    """The name of targets, or a matrix of them that is not zero."""
    if isinstance(value, str):
        checks.choice("targets", value, ("sel", "one-hot", "frequency"))
        return value
    matrix = checks.numbers("targets", value)
    if matrix.ndim != 2 or 0 in matrix.shape:
        raise InputError(f"targets has shape {matrix.shape}: give a row for each class and a column "
                         "for each context, or 'sel', 'one-hot' or 'frequency'")  # fmt: skip
    _finite("targets", matrix, "there is nothing to learn")
    return tuple(map(tuple, matrix.tolist()))


def _finite(name: str, matrix: Array, remedy: str) -> None:
    """Refuse values that are not finite, only zeros, or of a size whose powers are no doubles."""
    if not np.all(np.isfinite(matrix)) or not np.any(matrix):
        raise InputError(f"{name} holds a value that is not finite, or only zeros: {remedy}")
    largest = float(np.abs(matrix).max())
    if not 1 / _SIZE <= largest <= _SIZE:
        raise InputError(
            f"{name} holds values up to {largest:g}: scale them to between {1 / _SIZE:g} and {_SIZE:g}"
        )


def scales(value: Sequence[Any]) -> tuple[float, float]:
    """Sizes a and b of the two factors at the start."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise InputError(f"scales = {short(value)}: give the sizes (of W, of H)")
    for size in value:
        checks.real("scales", size, "finite numbers ≥ 0", lambda v: v >= 0)
    if not any(value):
        raise InputError(f"scales = {short(value)}: one of the two must be > 0, or nothing moves")
    a, b = value
    return float(a), float(b)


def depth(value: object, delta: Any) -> None:
    """A number of factors, and a start that it leaves in time."""
    if not (checks.is_whole(value) and 2 <= value <= checks.MOST):
        raise InputError(f"depth = {short(value)}: give an integer ≥ 2")
    if (value - 2) * delta > _EXPONENT:
        raise InputError(
            f"delta = {short(delta)} with depth = {short(value)}: times of size e^((L-2)δ) are no "
            f"double-precision numbers; take (L-2)δ ≤ {_EXPONENT:g}"
        )


def metric(name: str, value: npt.ArrayLike, size: int) -> str | Metric:
    """A symmetric positive semidefinite matrix, or a diagonal ≥ 0, that is not zero, or "flat"."""
    if isinstance(value, str):
        if value != "flat":
            raise InputError(f"{name} = {short(value)}: give 'flat', or numbers")
        return value
    matrix = checks.numbers(name, value)
    if matrix.shape not in ((size, size), (size,)):
        raise InputError(
            f"{name} has shape {matrix.shape}: give ({size}, {size}), or ({size},) if diagonal"
        )
    _finite(name, matrix, "give a finite metric")
    largest = float(np.abs(matrix).max())
    if matrix.ndim == 1:
        least = float(matrix.min())
    else:
        gap = float(np.abs(matrix - matrix.T).max())
        if gap > _ROUNDING * largest:
            raise InputError(
                f"{name} differs from its transpose by {gap:g}: give a symmetric matrix"
            )
        matrix = (matrix + matrix.T) / 2
        least = float(np.linalg.eigvalsh(matrix)[0])
    if least < -_ROUNDING * largest:
        raise InputError(
            f"{name} has the eigenvalue {least:g}: give a positive semidefinite matrix"
        )
    return tuple(map(tuple, matrix.tolist())) if matrix.ndim == 2 else tuple(matrix.tolist())


def feature_rates(power: object, weights: npt.ArrayLike) -> None:
    """A power of the class weights."""
    checks.real("feature_rates", power, "a finite number", lambda _: True)
    if (abs(float(power)) + 1) * np.abs(np.log(weights)).max() > _LARGEST:  # type: ignore[arg-type]
        raise InputError(
            f"feature_rates = {short(power)}: powers of the class weights overflow; take it nearer to 0"
        )


def logit_term(
    name: str, values: Sequence[Any], classes: int, groups: Sequence[Group]
) -> tuple[float, ...]:
    """A number of every class, alike for equal classes, or without groups of a majority and a minority one."""
    found, count = checks.numbers(name, values), classes if groups else 2
    if found.shape != (count,):
        each = "for each class" if groups else "of a majority and of a minority class"
        raise InputError(f"{name} = {short(values)}: give {count} numbers, {each}")
    least = 1 / _FACTOR if name == "logit_scale" else -_LARGEST
    most = _FACTOR if name == "logit_scale" else _LARGEST
    for value in found.tolist():
        checks.real(
            name, value, f"numbers from {least:g} to {most:g}", lambda v: least <= v <= most
        )
    for group in groups:
        if np.ptp(found[group.classes]) > 0:
            raise InputError(
                f"{name} = {short(values)}: classes of {group.count:g} samples and one weight have "
                "several; give them one, or tell them apart by their weights"
            )
    return tuple(found.tolist())


def class_means(value: object, counts: npt.ArrayLike) -> None:
    """Class means with numbers for signal and noise."""
    # sympy is loaded only where there are data
    from spectra.spectrum.class_means import ClassMeans

    if not isinstance(value, ClassMeans):
        raise InputError(
            f"data = {short(value)}: give spectra.ClassMeans(signal, noise, test_noise)"
        )
    for name in ("signal", "noise", "test_noise"):
        if getattr(value, name).free_symbols:
            raise InputError(f"data.{name} = {getattr(value, name)}: a flow needs a number")
    for count in np.unique(counts):
        rate = float(value.kappa(float(count)))
        checks.positive(f"the feature rate of a class of {count:g} samples", rate)


def together(values: dict[str, Any], extended: Sequence[str], *, weighted: bool) -> None:
    """Refuse parameters that have no meaning together, with the reason.

    Parameters
    ----------
    values : dict
        All parameters of a problem.
    extended : sequence of str
        Those that are not the paper's.
    weighted : bool
        Whether a class weight is not 1.
    """

    def refuse(name: str, other: str, why: str) -> NoReturn:
        pair = (f"{n} = {short(values[n])}" for n in (name, other))
        raise InputError(f"{' with '.join(pair)}: {why}")

    drawn = values["init"] in ("random", "balanced")
    for name in extended:
        if values["system"] == "projected":
            refuse(name, "system", "the projected system is that of the paper's flow; use "
                   "system='full'")  # fmt: skip
        if values["depth"] > 2 and name == "decay":
            refuse(name, "depth", "with more than two factors every decay keeps small starts from "
                   "growing; use depth=2")  # fmt: skip
        if values["depth"] > 2 and name != "depth":
            refuse(name, "depth", "more than two factors are known for the targets, weights and "
                   "starts of the paper only; use depth=2")  # fmt: skip
        if name in ("class_metric", "sample_metric") and weighted:
            given = "gamma" if values["weights"] is None else "weights"
            refuse(given, name, "the metric stands in place of class weights; give gamma=0, and "
                   "weights inside the metric")  # fmt: skip
    for name in ("shift", "logit_scale", "margin"):
        if name in extended and values["loss"] != "cross-entropy":
            refuse(name, "loss", "squared loss has targets in its place; use loss='cross-entropy'")
    for name in ("loss", "data"):
        for other in extended:
            if name in extended and other not in ("loss", "data", "shift", "logit_scale", "margin"):
                refuse(name, other, "cross-entropy and class means are known without decay, for the "
                       "targets, scales and metrics of the paper only; use one of the two")  # fmt: skip
        if name in extended and values["init"] == "aligned":
            refuse(name, "init", "use init='spectral'")
    if "data" in extended and values["loss"] == "squared" and drawn:
        refuse("data", "init", "single samples of a random start learn at a rate of their own; use "
               "init='spectral', or loss='cross-entropy', whose samples of a class are "
               "alike")  # fmt: skip
    if values["depth"] > 2 and values["init"] != "spectral":
        refuse("init", "depth", "more than two factors start on the singular vectors; use "
               "init='spectral'")  # fmt: skip
    if "sample_metric" in extended and "feature_rates" in extended:
        refuse("feature_rates", "sample_metric", "features learn at powers of class weights; use one "
               "of the two")  # fmt: skip
    if "sample_metric" in extended and drawn:
        refuse("init", "sample_metric", "a random start is drawn class by class; use "
               "init='spectral'")  # fmt: skip
