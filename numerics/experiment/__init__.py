"""The motivating experiment: a small CNN on imbalanced digits, beside what the theory predicts.

``python -m numerics.experiment`` runs it. Data runs one way: images → runs → table → summary →
findings and figures. Only :mod:`numerics.experiment.training` loads PyTorch; whatever reads a
table does without.
"""
