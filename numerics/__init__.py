"""What gradient flow does with labels and weights: in floating point and in guaranteed balls.

Names are loaded where they are first used, so that a flow in floating point pays neither for
ball arithmetic nor for symbols, and one that only reads measurements not even for numpy.
"""

import spectra  # noqa: F401, I001  (first: it looks after Ctrl-C while a command is loaded)
import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
