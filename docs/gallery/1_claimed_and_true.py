r"""
The claimed coupled mode, and the true one
==========================================

Under re-weighting with :math:`\gamma = 1/2`, the theory gives the mode that tells majorities from
minorities a closed form. It is the solution of the flow after a projection that the flow itself
does not make. The two part as soon as the imbalance ratio :math:`R` is not 1.
"""

from numerics.figures import figure_modes

figure = figure_modes(ratios=(2, 10, 100), scales=(8, 64))

# %%
# How far apart are they at most? The curves behind the figure are arrays, one row for each ratio and
# one for each scale :math:`\delta`. The larger :math:`\delta`, the longer one is done while the other
# has not begun.

from numerics.figures import mode_curves

curves = mode_curves(ratios=(2, 10, 100), scales=(8, 64))
gaps = abs(curves.true - curves.claimed).max(axis=2)
for ratio, (small, large) in zip(curves.R, gaps, strict=True):
    print(f"R = {ratio:3.0f}: {small:.3f} for δ = 8, {large:.3f} for δ = 64")
