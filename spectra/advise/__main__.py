"""``python -m spectra.advise``; see :mod:`spectra.advise.command`."""

from spectra.utils.command import launch, main_of

MODULE = "spectra.advise.command"
main = main_of(MODULE)

if __name__ == "__main__":
    launch("advise", MODULE)
