"""The figures of the paper, made again from our own flows, and others it does not have.

Every function returns a matplotlib figure with a ``caption`` that says what was run;
``python -m numerics.figures`` writes them to files. matplotlib is loaded at the first of them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
