"""Checks of the parameters of a problem: each names parameter, value and remedy."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from numbers import Integral, Real
from typing import TYPE_CHECKING, TypeGuard

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from spectra.errors import short
from spectra.utils.exact_numbers import holds_flags

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


LEAST, MOST = 1e-100, 1e100
"""Sizes of counts and weights: what is made of them stays within double precision."""

LARGEST_DELTA = 1e12
"""Largest δ: beyond, a double no longer tells times apart that differ by a growth time."""

LATEST = 1e300
"""Largest time: in growth times it stays within double precision, whatever the rate."""


DEFAULT_GAMMA = 0.5


def choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not among the allowed ones."""
    if not isinstance(value, str) or value not in allowed:
        raise InputError(f"{name} = {short(value)}: choose from {', '.join(map(repr, allowed))}")


def is_whole(value: object) -> TypeGuard[int]:
    """Whether this is an integer by type; True and False are not."""
    return isinstance(value, Integral) and not isinstance(value, (bool, np.timedelta64))


def _is_real(value: object) -> TypeGuard[float]:
    """Whether this is a real number by type; True and False are not."""
    return isinstance(value, Real) and not isinstance(value, (bool, np.timedelta64))


def numbers(name: str, values: npt.ArrayLike) -> Array:
    """Real numbers in an array of any shape."""
    array = _numbers(values)
    if array is None:
        raise InputError(f"{name} = {short(values)}: give numbers, of the same length in every row")
    return array


def _numbers(values: object) -> Array | None:
    try:
        if holds_flags(values):
            return None
        array = np.asarray(values)
        fractions = array.dtype.kind == "O" and all(_is_real(x) for x in array.flat)
        return np.array(array, dtype=np.float64) if fractions or array.dtype.kind in "iuf" else None
    except Exception:  # noqa: BLE001  (an object may raise what it likes)
        return None


def broadcast(names: str, *arrays: Array) -> None:
    """Arrays whose shapes broadcast."""
    shapes = [array.shape for array in arrays]
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        raise InputError(
            f"{names} have shapes {', '.join(map(str, shapes))}: give shapes that broadcast"
        ) from None


def positive(name: str, value: object) -> None:
    """A size: a real number within the range that double precision can work with."""
    real(name, value, f"a number from {LEAST:g} to {MOST:g}", lambda v: LEAST <= v <= MOST)


def even_classes(k: object) -> None:
    """Check that k is an even integer, at least 2."""
    if not (is_whole(k) and 2 <= k <= MOST and k % 2 == 0):
        raise InputError(
            f"k = {short(k)}: give an even integer from 2 to {MOST:g}, or counts=(...) for any classes"
        )


def real(name: str, value: object, want: str, accept: Callable[[float], bool]) -> None:
    """A real number by type, finite, with a further condition."""
    if _is_real(value):
        try:
            number = float(value)
        except Exception:  # noqa: BLE001  (too large, or an object's own fault)
            number = math.inf
        if math.isfinite(number) and accept(number):
            return
    raise InputError(f"{name} = {short(value)}: give {want}")


def decay(value: object) -> float | tuple[float, float]:
    """One weight decay ≥ 0, or one for each factor."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    pair = value if isinstance(value, (tuple, list)) else (value,)
    if len(pair) not in (1, 2):
        raise InputError(f"decay = {short(value)}: give one number ≥ 0, or (of W, of H)")
    for item in pair:
        real("decay", item, f"numbers from 0 to {MOST:g}", lambda v: 0 <= v <= MOST)
    return pair[0] if len(pair) == 1 else (pair[0], pair[1])


def counts_alone(k: object, ratio: object, counts: Sequence[int]) -> None:
    """Counts stand in for k and R, which must then be absent (or k agree)."""
    if ratio is not None:
        raise InputError(f"R = {short(ratio)} with counts given: give either counts or k and R")
    if k is not None and (not is_whole(k) or k != len(counts)):
        raise InputError(f"k = {short(k)} with {len(counts)} counts: leave k out")


def delta(value: object) -> None:
    """A scale δ."""
    real("delta", value, f"a number from 0 to {LARGEST_DELTA:g}", lambda v: 0 <= v <= LARGEST_DELTA)


def weights_alone(gamma: object) -> None:
    """Weights stand in for gamma, which must then have its default value."""
    if gamma != DEFAULT_GAMMA:
        raise InputError(
            f"gamma = {short(gamma)} with weights given: leave one out (to exchange them in a problem, "
            f"gamma={DEFAULT_GAMMA} stands for none)"
        )


def gamma_weights(gamma: object, class_weights: Array) -> None:
    """Refuse an exponent that makes weights beyond the range of sizes."""
    least, most = float(class_weights.min()), float(class_weights.max())
    if not (least >= LEAST and most <= MOST):
        raise InputError(
            f"gamma = {short(gamma)}: it makes class weights from {least:g} to {most:g}; take it nearer "
            f"to 0, so that they are between {LEAST:g} and {MOST:g}"
        )


def _is_row(values: object) -> bool:
    """Whether these are values in a row, none of which is a row."""
    try:
        return np.ndim(values) == 1  # type: ignore[arg-type]  # anything may come
    except Exception:  # noqa: BLE001  (rows of unlike length, or an object's own fault)
        return False


def counts(values: Sequence[int]) -> tuple[int, ...]:
    """Positive whole numbers of samples for at least two classes."""
    if not _is_row(values) or len(values) < 2:
        raise InputError(
            f"counts = {short(values)}: give the samples of at least 2 classes, in a row"
        )
    for c, value in enumerate(values):
        if not is_whole(value) or value < 1:
            raise InputError(
                f"counts[{c}] = {short(value)}: give an integer ≥ 1, or drop the class"
            )
        positive(f"counts[{c}]", value)
    return tuple(int(value) for value in values)


def weights(values: Sequence[float], classes: int) -> tuple[float, ...]:
    """One positive weight per class."""
    if not _is_row(values) or len(values) != classes:
        raise InputError(f"weights = {short(values)}: give {classes} numbers, one per class")
    for c, value in enumerate(values):
        positive(f"weights[{c}]", value)
    return tuple(float(value) for value in values)


def width(dim: object, classes: int, modes: int) -> int:
    """Hidden width, wide enough for every mode."""
    if dim is None:
        return classes
    if not (is_whole(dim) and dim >= modes):
        least = (
            f"k - 1 = {modes}" if modes == classes - 1 else f"{modes}, a direction for each mode"
        )
        raise InputError(f"dim = {short(dim)}: give an integer ≥ {least}")
    return int(dim)


def flag(name: str, value: object) -> None:
    """Refuse anything but True and False."""
    if not isinstance(value, bool):
        raise InputError(f"{name} = {short(value)}: give True or False")


def seed(value: object) -> None:
    """None or a non-negative integer."""
    if value is not None and not (is_whole(value) and value >= 0):
        raise InputError(f"seed = {short(value)}: give an integer ≥ 0")


def times(values: npt.ArrayLike) -> Array:
    """Finite times ≥ 0 in a row, as an array."""
    asked = numbers("times", values)
    if asked.ndim != 1 or asked.size == 0:
        raise InputError(f"times has shape {asked.shape}: give a sequence of at least one time")
    bad = asked[~((asked >= 0) & (asked <= LATEST))]
    if bad.size:
        raise InputError(f"times contains {bad[0]}: give finite times ≥ 0, at most {LATEST:g}")
    return asked
