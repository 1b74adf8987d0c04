r"""
Which exponent closes the learning window
=========================================

The learning window :math:`\Delta T` is the time from the first mode learned to the last, as a
multiple of the first. Class weights :math:`\propto n_c^{-\gamma}` change it: the formula for every
:math:`R` and :math:`\gamma` comes from the spectrum, and the figure sets flows beside it.
"""

import spectra
from numerics.figures import figure_windows

data = spectra.step()
print("true:     ", spectra.window(data))
print("projected:", spectra.window(data, which="projected"))

# %%
# At :math:`\gamma = 1/2` the true window is closed for every :math:`R`; that of the projected system
# is not.

figure = figure_windows(ratios=(10,))
