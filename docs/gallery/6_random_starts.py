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
    print(f"{name}: mean ΔT {window.mean:.2f} (95 %: {window.low:.2f} to {window.high:.2f});")
    print(f"  in the order of the singular values: {order.mean:.0%} of the starts")

# %%
# Without weights the order is that of the singular values. Weights bring the modes together; what is
# left of the window shrinks like :math:`1/\delta`, and each start makes its own order of it.

figure = Figure(figsize=(8, 3.2), layout="constrained")
for axes, (name, found) in zip(figure.subplots(1, 2), starts.items(), strict=True):
    times = found.learning_times / found.problem.delta
    bins = np.linspace(times.min(), times.max(), 50)
    for row, (mode, colour, line) in enumerate(
        (("maj-maj", "#117733", "-"), ("maj-min", "#0072b2", "--"), ("min-min", "#444444", ":"))
    ):
        axes.hist(times[:, row], bins, histtype="step", color=colour, linestyle=line, label=mode)
    axes.set(title=name, xlabel="T/δ", ylabel="starts")
_ = axes.legend()
