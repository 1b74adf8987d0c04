r"""
Advice for a long tail
======================

The long-tailed version of CIFAR-100 at ratio 100: 500 images of the first class, 5 of the last. From
the counts alone follow the rates at which its 99 modes grow, limits of their learning times, and
weights.
"""

import spectra
from spectra.advise import Training, advise, from_gamma, profile
from spectra.advise.figure_report import draw

data = profile("exponential:100:500:100")
rates = spectra.growth_rates(data.counts, gamma=0)
print(f"{len(rates)} modes, rates {rates[0]:.2f} to {rates[-1]:.2f} without weights")

# %%
# Twelve classes of the same tail are enough to see what an exponent does. Beside each window stands
# what its last time rests on: without weights a theorem, at :math:`\gamma = 1/2` one that assumes
# that the flow reaches its minimum, and in between a rule that was tried on flows but not proved.

counts = [500, 330, 217, 143, 94, 62, 41, 27, 18, 12, 8, 5]
for gamma in (0, 0.25, 0.5):
    found = spectra.saddle_times(counts, gamma=gamma)
    print(f"γ = {gamma:<4}  ΔT = {found.window:.2f}  last time: {found.standing[-1].value}")

# %%
# The same for all hundred classes, as a figure. The weights can be pasted into a training script;
# :doc:`/how-to/ask-for-advice` shows how.

found = advise(data, from_gamma(data.counts, 0.5), Training())
figure = draw(found)
