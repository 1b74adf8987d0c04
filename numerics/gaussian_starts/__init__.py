"""Many runs from Gaussian starts beside the spectral one: what Figures 5 and 6 show, as a table.

``python -m numerics.gaussian_starts`` makes the table that comes with the package again. Nothing here
judges; that is done by :mod:`numerics.experiment.findings`.
"""
