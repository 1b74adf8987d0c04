r"""
When to stop, and with which weights?
=====================================

With inputs that have class means the flow has a test error. The end of training does not know the
weights; the way there does. Without weights there is nothing to gain by stopping, and with more
weight on minorities than levels the learning times there is most.
"""

import numerics
from numerics.figures import figure_gaussian_inputs, figure_test_time
from spectra import ClassMeans

data = ClassMeans(signal=1, noise=3, test_noise=0.15)
for gamma in (0, 1):
    best = numerics.best_stopping_time(numerics.FlowProblem(4, 10, 12, gamma=gamma, data=data))
    print(
        f"γ = {gamma}: stop at t = {best.time:.2f}, test error {best.error:.3f}, "
        f"{best.error_at_last:.3f} at the end"
    )

# %%
# Errors of a majority and of a minority class over time, and the exponent that learns all at once:

figure = figure_test_time()

# %%
# The same with inputs drawn from Gaussians in many dimensions, whose means and noise are not quite
# orthogonal:

figure = figure_gaussian_inputs()
