r"""
How much weight decay do features survive?
==========================================

A feature survives weight decay as long as the decay is below its growth rate. Without weights the
minorities collapse on to one point at :math:`\lambda = 1`, with inverse frequency the majorities
are the first to go, and at :math:`\gamma = 1/2` nothing collapses before everything does.
"""

import numerics
from numerics.figures import figure_decay

for gamma in (0, 0.5, 1):
    thresholds = numerics.collapse_thresholds(numerics.FlowProblem(4, 10, 8, gamma=gamma))
    print(f"γ = {gamma}: ", *(f"{value:.3f}" for value in thresholds))

# %%
# What is left of every feature at the end of training, against the decay:

figure = figure_decay()
