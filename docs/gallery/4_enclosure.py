r"""
A difference with a proof
=========================

The digits of an integrator are no proof that a formula is wrong. Ball arithmetic encloses both the
true mode and the formula, and where the two balls do not meet, they differ.
"""

from fractions import Fraction

import numerics

full = numerics.FlowProblem(k=4, R=10, delta=8)
projected = numerics.FlowProblem(k=4, R=10, delta=8, system="projected")
row = full.mode_names.index("maj-min")

# %%
# When is the mode half learned? The answer is an interval of rational numbers that contains the time.

half = numerics.certified_half_time(full, "maj-min", digits=20)
print(half.message)
width = float(half.upper - half.lower)
print(f"T = {float(half.lower):.15f}, in an interval of width {width:.1e}")

# %%
# How far is the claimed curve, which solves the projected system, from ½ then? The lower end of the
# ball is a proved distance.

claimed = numerics.enclose(projected, half.lower, digits=20).beta[row, 0]
gap = numerics.certified_gap(full, "maj-min", claimed, half.lower, digits=20)
print("distance:", gap.str(12), " proved to be positive:", bool(gap > 0))

# %%
# The same along the curve. The bands are the balls, far thinner than the line that draws them.

from matplotlib.figure import Figure

times = [Fraction(n, 20) for n in range(36, 80)]
figure = Figure(figsize=(6.4, 3.4), layout="constrained")
axes = figure.subplots()
for problem, colour, dashes, name in (
    (full, "#0072b2", "-", "full flow"),
    (projected, "#aa3377", "--", "claimed"),
):
    found = numerics.enclose(problem, times, digits=15)
    middle = found.midpoint[row].astype(float)
    axes.fill_between(
        [float(time) for time in times],
        middle - found.radius[row],
        middle + found.radius[row],
        color=colour,
        linestyle=dashes,
        linewidth=1.5,
        label=f"{name}, largest radius {found.radius[row].max():.0e}",
    )
axes.axvline(float(half.lower), color="#666666", linestyle=":", label="certified half-time")
axes.set(xlabel="t", ylabel="β of maj-min", title="R = 10, δ = 8, γ = 1/2")
_ = axes.legend()
