"""``python -m numerics.figures``; see :mod:`numerics.figures.command`."""

from spectra.utils.command import launch, main_of

MODULE = "numerics.figures.command"
main = main_of(MODULE)

if __name__ == "__main__":
    launch("figures", MODULE)
