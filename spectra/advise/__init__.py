"""Advice for a training run: ``python -m spectra.advise 5000 5000 50 50``.

Class counts in; the order in which classes are learned, learning times, windows and weights out.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
