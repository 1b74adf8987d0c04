"""``python -m numerics.gaussian_starts``; see :mod:`numerics.gaussian_starts.command`."""

from spectra.utils.command import launch, main_of

MODULE = "numerics.gaussian_starts.command"
main = main_of(MODULE)

if __name__ == "__main__":
    launch("gaussian_starts", MODULE)
