r"""
Does the loss matter?
=====================

Under squared loss and cross-entropy the first and the last group of classes are learned at the same
times, for small starts. What tells majorities from minorities is not: without weights it comes at
:math:`\sqrt{2/(R+1)}` of the time of the last mode under squared loss, which tends to 0 with the
imbalance, and never before :math:`\sqrt 2 - 1` of it under cross-entropy.
"""

import numerics
from numerics.figures import figure_losses

for loss in ("squared", "cross-entropy"):
    limits = numerics.limit_times(numerics.FlowProblem(4, 100, 8, gamma=0, loss=loss))
    print(
        f"{loss:14s}", {name: round(limits[name], 4) for name in ("maj-maj", "maj-min", "min-min")}
    )

# %%
# The limits are reached slowly: at :math:`\delta = 8` the losses look more alike than they are.

figure = figure_losses()
