"""What the labels and the weights determine: exact and symbolic spectra of imbalanced labels.

Start with an imbalance (`step`, `groups`, `from_counts`), `decompose` it, and ask for the
`effective` weights, rates and learning times under class `weights`.
"""

from spectra.utils import startup as startup  # hears Ctrl-C

# isort: split

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
