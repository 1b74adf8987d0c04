"""``python -m numerics.experiment``; see :mod:`numerics.experiment.command`."""

from spectra.utils.command import launch, main_of

MODULE = "numerics.experiment.command"
main = main_of(MODULE)

if __name__ == "__main__":
    launch("experiment", MODULE)
