"""The paper's claims and ours, by what they are about: data only."""

from dataclasses import replace
from functools import cache
from importlib import import_module

from proofs.claims.claim import BEYOND, Claim
from proofs.ledger.words import VERSION, WORDS
from spectra.block_matrices.kept_products import kept_products

ROOMS = {
    "paper": (
        "background",
        "experiment",
        "model",
        "reweighting",
        "erm",
        "matrices",
        "loss",
        "reduction",
        "solution",
        "substitution",
        "theorem",
        "start",
        "random_starts",
        "exact_erm",
        "random_accuracy",
        "corollary",
        "findings",
    ),
    "squared_loss": (
        "beyond",
        "exponents",
        "groups",
        "plateaus",
        "finite_delta",
        "descent",
        "scales",
        "depth",
        "weight_decay",
        "decay_between",
    ),
    "any_counts": (
        "counts",
        "any_rates",
        "weightings",
        "any_weights",
        "any_metrics",
        "any_targets",
        "frequencies",
        "support_matrix",
    ),
    "losses": (
        "cross_entropy",
        "cross_entropy_family",
        "cross_entropy_flow",
        "cross_entropy_end",
        "cross_entropy_groups",
        "constants",
        "loss_shifts",
    ),
    "test_time": (
        "class_means",
        "generalisation",
        "stopping",
    ),
}
"""Parts by the folder that they are in, in the order of the report."""

PARTS = {name: room for room, names in ROOMS.items() for name in names}
"""The folder of each part."""

RUNS = (
    (
        "cross_entropy_flow",
        "cross_entropy_end",
        "cross_entropy_groups",
        "constants",
        "cross_entropy_family",
        "cross_entropy",
        "loss_shifts",
    ),
    ("finite_delta", "start", "descent", "depth", "scales", "beyond"),
    ("theorem", "reduction", "reweighting", "erm", "corollary", "matrices", "findings"),
    ("solution", "background", "model", "loss", "substitution", "exact_erm", "random_accuracy"),
    ("groups", "plateaus", "weight_decay", "frequencies", "decay_between", "support_matrix"),
    ("class_means", "generalisation", "stopping"),
    ("any_metrics", "any_weights", "any_targets", "any_rates"),
    ("exponents", "weightings", "counts"),
    ("experiment", "random_starts"),
)
"""Parts that share what they derive, for one process after the other.

The dearest come first, but for the fifth: of two processes the one that has decided the first takes it, too.
"""


@cache
def ledger() -> tuple[Claim, ...]:
    """Return every claim of the ledger.

    Examples
    --------
    >>> len({claim.id for claim in ledger()}) == len(ledger())
    True
    """
    return tuple(claim for name in PARTS for claim in part(name))


@cache
def part(name: str) -> tuple[Claim, ...]:
    """Return the claims of one part of the ledger."""
    with kept_products():
        claims = import_module(f"{__name__}.{PARTS[name]}.{name}").CLAIMS
    return tuple(
        replace(
            c,
            words=WORDS.get(c.id, c.words),
            source=c.source if c.source.startswith(BEYOND) else f"{c.source}, {VERSION}",
            origin=name,
        )
        for c in claims
    )
