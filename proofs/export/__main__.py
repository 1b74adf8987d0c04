"""``python -m proofs.export``; see :mod:`proofs.export.command`."""

from spectra.utils.command import launch, main_of

MODULE = "proofs.export.command"
main = main_of(MODULE)

if __name__ == "__main__":
    launch("export", MODULE)
