r"""
Gradient descent beside the flow
================================

Training takes steps; the theory follows a flow. Descent with step size :math:`\eta` learns a mode of
growth rate :math:`s` after :math:`\delta / \ln(1 + \eta s)` steps in the limit, where the flow needs
:math:`\delta / (\eta s)`. The steps are exact iterates, the curves the flow at
:math:`t = \eta \cdot` step.
"""

import numpy as np
from matplotlib.figure import Figure

import numerics

problem = numerics.FlowProblem(k=4, R=10, delta=8, gamma=0)
print(f"largest stable step: {numerics.stability(problem).largest_step:.3f}")

# %%
# The small step follows the flow. The larger one, still stable, is late, relatively most
# for the fastest mode.

figure = Figure(figsize=(8, 3.2), layout="constrained")
panels = figure.subplots(1, 2, sharey=True)
colours = dict(zip(problem.mode_names, ("#117733", "#0072b2", "#444444"), strict=True))
for axes, step in zip(panels, (0.01, 0.2), strict=True):
    end = 14
    descent = numerics.descend(problem, round(end / step), step)
    flow = numerics.solve(problem, np.linspace(0, end, 300))
    shown = slice(None, None, max(1, len(descent.times) // 60))
    for row, name in enumerate(problem.mode_names):
        axes.plot(flow.times, flow.beta[row], color=colours[name], label=name)
        axes.plot(descent.times[shown], descent.beta[row, shown], ".", color=colours[name])
        steps = int(descent.steps[(descent.beta[row] > 0.5).argmax()])
        print(f"η = {step}: {name} learned after {steps} steps")
    axes.set(title=f"η = {step}", xlabel="t = η · step")
panels[0].set(ylabel="β (lines: flow, dots: descent)")
_ = panels[0].legend()
