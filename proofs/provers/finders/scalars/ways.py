"""The searches that every builder starts with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from proofs.provers.finders.functions.choices import link_choice
from proofs.provers.finders.functions.exponentials import link_exponential
from proofs.provers.finders.functions.logarithms import link_logarithm
from proofs.provers.finders.functions.monotone import by_mean_value
from proofs.provers.finders.goals import prove
from proofs.provers.finders.limits.by_expansion import find_limit
from proofs.provers.finders.limits.series import define_series
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.steps.builder import Ways
from proofs.provers.finders.sums.finite import define_repeated, link_power, show_sign
from proofs.provers.finders.sums.integrated import define_integral

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

LINKS = {
    "exp": link_exponential, "log": link_logarithm, "power": link_power, "abs": link_choice,
    "max": link_choice, "min": link_choice,
}  # fmt: skip
REPEATED = {
    "sum": define_repeated, "product": define_repeated, "series": define_series,
    "integral": define_integral,
}  # fmt: skip


def _repeat(b: Builder, op: str, args: tuple[Poly, ...]) -> str:
    """Introduce a sum, product, series or integral."""
    return REPEATED[op.partition(" ")[0]](b, op, args)


WAYS = Ways(show, prove, LINKS, _repeat, show_sign, find_limit, partial(by_mean_value, tight=True))
