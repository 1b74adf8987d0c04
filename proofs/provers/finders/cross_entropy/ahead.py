"""The constant of the faster of two groups."""

from __future__ import annotations

from proofs.provers.finders.cross_entropy.constant import Constant
from proofs.provers.finders.cross_entropy.shares import Shares


class Ahead(Constant, Shares):
    """The faster group."""
