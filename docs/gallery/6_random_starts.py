r"""
Two hundred random starts
=========================

Closed forms start aligned with the singular vectors of the labels; a network does not. These flows
start from random weights of size :math:`e^{-\delta}`, each its own draw, and are followed all at once.
"""

import numpy as np
from matplotlib.figure import Figure

import numerics

problems = {
    "ERM": numerics.FlowProblem(k=4, R=10, delta=12, gamma=0, init="random"),
    "RW, γ = 1/2": numerics.FlowProblem(k=4, R=10, delta=12, init="random"),
}
starts = {name: numerics.random_starts(problem, 200) for name, problem in problems.items()}
for name, found in starts.items():
    window, order = found.window, found.in_order
    print(f"{name}: mean ΔT in {window.low:.2f} to {window.high:.2f} (95 %)")
    print(f"  in the order of the singular values: {order.mean:.0%} of the starts")

# %%
# Without weights the order is that of the singular values. Weights bring the modes together; what is
# left of the window shrinks like :math:`1/\delta`, and each start makes its own order of it.

looks = (
    {"color": "#117733", "linestyle": "-"},
    {"color": "#0072b2", "linestyle": "--"},
    {"color": "#444444", "linestyle": ":"},
)
figure = Figure(figsize=(8, 3.2), layout="constrained")
for axes, (name, found) in zip(figure.subplots(1, 2), starts.items(), strict=True):
    times = found.learning_times / found.problem.delta
    bins = np.linspace(times.min(), times.max(), 50)
    for mode, values, look in zip(found.problem.mode_names, times.T, looks, strict=True):
        axes.hist(values, bins, histtype="step", label=mode, **look)
    axes.set(title=name, xlabel="T/δ", ylabel="starts")
_ = axes.legend()

# %%
# How times grow with :math:`\delta` is free of what is left of the start: each draw is followed from two
# scales, and the difference of its times is divided by that of :math:`\delta`. Without weights the
# slopes are 1/σ; with γ = 1/2 all of them are :math:`1/\sqrt{R+1}`: the window closes.

for name, problem in problems.items():
    slopes = numerics.random_slopes(problem, 20)
    for mode, found, predicted in zip(
        problem.mode_names, slopes.learning, slopes.predicted, strict=True
    ):
        print(f"{name}, {mode}: {found.low:.4f} to {found.high:.4f}, 1/rate = {predicted:.4f}")

# %%
# Gradients of the majority come first: does the loss of a minority class rise before it falls? From
# starts as small as these it does not.

for name, found in starts.items():
    rise = found.early_rise()
    print(
        f"{name}: from {rise.any_class.mean:.0%} of the starts, by up to {rise.largest_of_class:.2%}"
    )
