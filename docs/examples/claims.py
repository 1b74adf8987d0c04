"""Two claims about learning windows: one holds, one does not."""

from sympy import Eq, Le, sqrt

import proofs
import spectra
from spectra import R

data = spectra.step()
erm = spectra.window(data, which="erm")

proofs.claim("erm-window", Eq(erm, sqrt(R) - 1), source="§4", assume=(R >= 1,))
proofs.claim("erm-window-bounded", Le(erm, sqrt(2)), source="a doubt", assume=(R >= 1,))
