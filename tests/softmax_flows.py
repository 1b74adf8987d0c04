"""Flows of cross-entropy on other numbers of groups than two, each with a mode within a group."""

import spectra
from proofs import Flow
from spectra import ClassMeans

THREE = spectra.groups((3, 2, 2), (4, 2, 1))
FOUR = spectra.groups((2, 1, 2, 2), (8, 4, 2, 1))
FLOWS = {
    "three": (Flow(THREE, gamma=1, loss="cross-entropy"), "g2-g2"),
    "four": (Flow(FOUR, gamma=0, loss="cross-entropy"), "g4-g4"),
    "one": (Flow(spectra.groups((3,), (7,)), gamma=0, loss="cross-entropy"), "all-all"),
    "means": (Flow(THREE, gamma=0, loss="cross-entropy", data=ClassMeans(1, 2)), "g1-g1"),
}  # fmt: skip
