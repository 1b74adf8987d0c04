"""What all commands do alike."""

import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

COMMANDS = {
    "spectra.latex": "latex",
    "spectra.advise": "advise",
    "numerics.figures": "figures",
    "numerics.experiment": "experiment",
    "proofs.check_theorem": "check_theorem",
}


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
@pytest.mark.parametrize(("module", "name"), COMMANDS.items())
def test_ctrl_c_while_a_command_loads_is_one_line(module: str, name: str, tmp_path: Path) -> None:
    # modules that are imported early tell when the imports have begun
    for slow in ("numpy", "mpmath"):
        body = "import time\nprint('here', flush=True)\ntime.sleep(60)\n"
        (tmp_path / f"{slow}.py").write_text(body)
    with subprocess.Popen(
        [sys.executable, "-m", module], env=os.environ | {"PYTHONPATH": str(tmp_path)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stdout.readline() == "here\n"
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (130, f"{name}: interrupted before it began\n")


def test_importing_a_command_leaves_ctrl_c_as_it_is() -> None:
    before = signal.getsignal(signal.SIGINT)
    for module in COMMANDS:
        found = import_module(module)
        import_module(f"{module}.__main__" if hasattr(found, "__path__") else module)
    assert signal.getsignal(signal.SIGINT) is before
