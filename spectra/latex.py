"""``python -m spectra.latex``; see :mod:`spectra.latex_document`."""

from spectra.utils.command import launch, main_of

MODULE = "spectra.latex_document"
main = main_of(MODULE)

if __name__ == "__main__":
    launch("latex", MODULE)
