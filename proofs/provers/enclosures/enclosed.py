"""Quantities of the flow in balls that rest on certificates which were checked.

What a certificate must be of is read off the quantity here, and trusted; runs are recorded elsewhere
and are not.

Examples
--------
>>> from proofs.claims.flow_quantities import Delay
>>> found = value(Delay, 15, (Fraction(10),))
>>> print(found.ball.str(12), "-", found.method)
[0.777795806118 +/- 1.87e-13] - enclosure of the flow (numerics.validated), re-checked
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from flint import arb

from numerics.errors import NumericsError
from numerics.validated.arb_tools import bits_of
from proofs.claims.flow_quantities import (
    DIGITS,
    FURTHEST,
    Delay,
    HalfTime,
    LargeRatioDelay,
    Quantity,
    TransitionStrength,
)
from proofs.claims.verdict import ENCLOSURE, ContradictionError
from proofs.enclosures.quantities import check_enclosure
from proofs.kernel.errors import Rejected, ensure
from proofs.ledger import shipped
from proofs.provers.checked import is_anew
from proofs.provers.enclosures.places import group_of, groups_at

if TYPE_CHECKING:
    from proofs.claims.flow import Flow
    from proofs.provers.enclosures.flow_runs import Certificate, Groups, Question
    from proofs.provers.enclosures.places import Point

METHOD = f"{ENCLOSURE} (numerics.validated)"
GROUP = {"maj-maj": 0, "maj-min": None, "min-min": 1}
LARGE_RATIO_DIGITS = 6
"""Digits of K that there are."""

_SPARE_BITS = 12
_DOUBLINGS = 4


@dataclass(frozen=True)
class Enclosed:
    """A ball that contains a quantity.

    Attributes
    ----------
    ball : arb
        From the certificate, if it was checked.
    certificate : dict or None
        What :func:`proofs.enclosures.quantities.check_enclosure` accepts.
    reason : str
        Why nothing was checked, if it was not.
    """

    ball: arb
    certificate: Certificate | None = field(default=None, repr=False)
    reason: str = ""

    @property
    def method(self) -> str:
        """The name of the evidence."""
        return method([self])


_used: ContextVar[list[Enclosed]] = ContextVar("used")
_accepted: ContextVar[list[tuple[int, Certificate]]] = ContextVar("accepted")


def method(found: Iterable[Enclosed]) -> str:
    """Name the evidence that rests on all of some enclosures."""
    reasons = sorted({item.reason for item in found} - {""})
    return f"{METHOD}, {'not re-checked: ' + '; '.join(reasons) if reasons else 're-checked'}"


@contextmanager
def noted() -> Iterator[list[Enclosed]]:
    """Give a list of all that :func:`value` returns in the meantime."""
    token = _used.set([])
    try:
        yield _used.get()
    finally:
        _used.reset(token)


@contextmanager
def accepted() -> Iterator[list[tuple[int, Certificate]]]:
    """Give a list of the certificates that are accepted in the meantime, after the bits asked for."""
    token = _accepted.set([])
    try:
        yield _accepted.get()
    finally:
        _accepted.reset(token)


def value(quantity: type[Quantity], digits: int, arguments: tuple[Fraction | str, ...]) -> Enclosed:
    """Enclose a quantity at exact arguments, and check the enclosure.

    Parameters
    ----------
    quantity : type
        :class:`proofs.Delay`, or another quantity.
    digits : int
        Decimals asked for; at most ``DIGITS`` are given.
    arguments : tuple
        Exact numbers, and names of modes.

    Raises
    ------
    NumericsError
        If the quantity is not enclosed at these arguments.
    """
    most = LARGE_RATIO_DIGITS if quantity is LargeRatioDelay else DIGITS
    found = _value(quantity.enclose, QUESTIONS.get(quantity), min(digits, most), arguments)
    _used.get([]).append(found)
    return found


@lru_cache(maxsize=256)
def _value(
    enclose: Callable[..., arb],
    ask: Callable[..., Question | None] | None,
    digits: int,
    arguments: tuple[Fraction | str, ...],
) -> Enclosed:
    by_numerics = partial(enclose, digits, *arguments)
    question = None if ask is None else ask(*arguments)
    if question is None:
        return Enclosed(by_numerics(), reason="no checker for this quantity")
    return _checked(question, digits, by_numerics)


def half_time(flow: Flow, mode: str, point: Point, digits: int) -> Enclosed:
    """Enclose the half-time of a mode of a flow at a point, which names the scale of its start.

    Raises
    ------
    NoValueError
        If the point has no such mode.
    NumericsError
        If it is not enclosed.
    """

    def by_numerics() -> arb:
        # scipy is loaded only where something is integrated
        from proofs.provers.enclosures.twin import half_time_at

        return half_time_at(flow, mode, point, digits)

    two = len(flow.setting.weights.imbalance.groups) == 2
    if flow.changed or not two:
        found = Enclosed(by_numerics(), reason="no checker for half-times of this flow")
    else:
        groups, group = groups_at(flow, point), group_of(flow, mode)
        question = {"quantity": "half-time", "group": group, "groups": groups}
        found = _checked(question, digits, by_numerics)
    _used.get([]).append(found)
    return found


def strength(groups: Groups, group: int | None, time: Fraction, digits: int) -> Enclosed:
    """Enclose a strength at a time, of a mode in a group of classes or, for None, between two.

    What no certificate is shipped for is compared with what numerics says.

    Raises
    ------
    NumericsError
        If it is not enclosed.
    ContradictionError
        If both exclude each other.
    """
    question = {"quantity": "strength", "group": group, "groups": groups, "time": str(time)}

    def by_numerics() -> arb:
        from proofs.provers.enclosures.flow_runs import strength_at

        return strength_at(groups, group, time, digits)

    if len(groups["sizes"]) != 2:
        return Enclosed(by_numerics(), reason="no checker for classes that are all alike")
    found = _checked(question, digits, by_numerics)
    if found.certificate and not _finest(question):
        ball = by_numerics()
        if not found.ball.overlaps(ball):
            said = f"numerics.validated says {ball}, the checked run {found.ball}"
            raise ContradictionError(said)
    return found


def _tries(digits: int) -> list[int]:
    """Return accuracies in bits, one after the other."""
    return [(bits_of(digits) + 1 + _SPARE_BITS) * 2**n for n in range(_DOUBLINGS)]


def _checked(question: Question, digits: int, by_numerics: Callable[[], arb]) -> Enclosed:
    """Record runs of rising accuracy until one that is checked is as narrow as asked for.

    If none is accepted, what ``by_numerics`` gives stands unchecked, with the reason.
    """
    wanted = bits_of(digits) + 1
    best, reason = None, "the run did not end"
    tries, finest = _tries(digits), _finest(question)
    # the finest run that is shipped says what the others say, too
    for bits in sorted({x for x in (*tries, finest) if x >= max(tries[0], finest)}):
        try:
            known = shipped.enclosure(question, bits) if bits == finest else None
            best = _accepted_of(question, bits, known) or _recorded(question, bits) or best
        except NumericsError:
            break
        except Rejected as error:
            reason = str(error)
            break
        if best is not None and (
            best.ball.rel_accuracy_bits() >= wanted or best.ball.rad() <= arb(2) ** -wanted
        ):
            break
    return best or Enclosed(by_numerics(), reason=reason)


def _finest(question: Question) -> int:
    """Return for how many bits the finest run was made that the ledger ships; 0 if none is."""
    return 0 if is_anew() else shipped.finest(question)


def _accepted_of(question: Question, bits: int, known: Certificate | None) -> Enclosed | None:
    """Return what a certificate says, if it is accepted."""
    try:
        return None if known is None else _enclosed(question, bits, known)
    except Rejected:
        return None


def _recorded(question: Question, bits: int) -> Enclosed | None:
    """Run for it; None if the run did not end."""
    # what is shipped does not need the integrator
    from proofs.provers.enclosures.flow_runs import record

    found = record(question, bits)
    return None if found is None else _enclosed(question, bits, found)


def _enclosed(question: Question, bits: int, certificate: Certificate) -> Enclosed:
    """Check a certificate."""
    ensure(certificate["of"] == question, "a certificate of something else")
    found = Enclosed(check_enclosure(certificate), certificate)
    _accepted.get([]).append((bits, certificate))
    return found


def _half_time(mode: str, ratio: Fraction, delta: Fraction, gamma: Fraction) -> Question:
    counts = [str(ratio), "1"]
    groups = {"sizes": [2, 2], "counts": counts, "delta": str(delta), "gamma": str(gamma)}
    return {"quantity": "half-time", "group": GROUP[mode], "groups": groups}


def _at_ratio(quantity: str, ratio: Fraction) -> Question | None:
    within = Fraction(1, FURTHEST) <= ratio <= FURTHEST
    return {"quantity": quantity, "ratio": str(ratio)} if within else None


QUESTIONS: dict[type[Quantity], Callable[..., Question | None]] = {
    Delay: partial(_at_ratio, "delay"),
    TransitionStrength: partial(_at_ratio, "transition strength"),
    HalfTime: _half_time,
    LargeRatioDelay: lambda: {"quantity": "large-ratio delay"},
}
"""From the arguments of a quantity to what a certificate must be of."""
