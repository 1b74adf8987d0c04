"""The main job: ``python -m proofs.check_theorem``; see :mod:`proofs.command`."""

from spectra.utils.command import launch, main_of

MODULE = "proofs.command"
main = main_of(MODULE)

if __name__ == "__main__":
    launch("check_theorem", MODULE)
