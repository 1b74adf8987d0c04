"""What all commands do alike."""

import io
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from spectra.utils.command import raise_between_imports

Captured = pytest.CaptureFixture[str]
COMMANDS = {
    "spectra.latex": "latex",
    "spectra.advise": "advise",
    "numerics.figures": "figures",
    "numerics.experiment": "experiment",
    "proofs.check_theorem": "check_theorem",
}
MORE = {
    "numerics.gaussian_starts": "gaussian_starts",
    "proofs.export": "export",
    "proofs.kernel": "kernel",
}


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
@pytest.mark.parametrize(("module", "name"), [*COMMANDS.items(), ("proofs.kernel", "kernel")])
def test_ctrl_c_while_a_command_loads_is_one_line(module: str, name: str, tmp_path: Path) -> None:
    # modules that are imported early tell when the imports have begun
    for slow in ("numpy", "mpmath", "flint"):
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
    assert (run.returncode, err) == (130, f"{name}: interrupted\n")


def test_importing_a_command_leaves_ctrl_c_as_it_is() -> None:
    before = signal.getsignal(signal.SIGINT)
    for module in COMMANDS:
        found = import_module(module)
        import_module(f"{module}.__main__" if hasattr(found, "__path__") else module)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_waits_for_the_end_of_an_import_and_a_second_one_does_not(
    presses: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "import signal\n" + "signal.raise_signal(signal.SIGINT)\n" * presses + "done = True\n"
    (tmp_path / f"pressed_{presses}.py").write_text(body)
    monkeypatch.syspath_prepend(tmp_path)
    before = signal.signal(signal.SIGINT, raise_between_imports)
    try:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            import_module(f"pressed_{presses}")
        assert sys.getprofile() is None
    finally:
        sys.setprofile(None)
        signal.signal(signal.SIGINT, before)
    loaded = sys.modules.pop(f"pressed_{presses}", None)
    assert hasattr(loaded, "done") is (presses == 1)


def entry(module: str) -> ModuleType:
    found = import_module(module)
    return import_module(f"{module}.__main__" if hasattr(found, "__path__") else module)


@pytest.mark.parametrize(("module", "name"), [*COMMANDS.items(), *MORE.items()])
def test_every_command_says_its_version_and_complains_in_one_line(
    module: str, name: str, capsys: Captured
) -> None:
    main = entry(module).main
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("reweighting-theory ")
    assert main(["--no-such-option"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"{name}: ")
    assert "--help shows the " in err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_help_is_written_to_streams_without_greek_letters(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in COMMANDS:
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        assert entry(module).main(["--help"]) == 0
        stream.seek(0)
        assert "usage: python -m" in stream.read()
        monkeypatch.undo()


def run(folder: Path, module: str, **env: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", module, "--version"]
    return subprocess.run(
        command, cwd=folder, env=os.environ | env, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("hidden", "module"), [("spectra", "proofs.check_theorem"), ("proofs", "spectra.latex")]
)
def test_what_hides_a_package_is_named_in_one_line(
    tmp_path: Path, hidden: str, module: str
) -> None:
    (tmp_path / hidden).mkdir()
    assert run(tmp_path, module).returncode == 0  # a folder that is no package hides nothing
    (tmp_path / hidden / "__init__.py").touch()
    found = run(tmp_path, module)
    assert (found.returncode, found.stderr.count("\n")) == (2, 1)
    assert f"{tmp_path / hidden / '__init__.py'} hides the package {hidden} of " in found.stderr
    assert "rename or uninstall" in found.stderr


def test_a_result_says_where_it_is(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "formulas.tex"
    assert entry("spectra.latex").main(["-o", str(target)]) == 0
    assert capsys.readouterr().out == f"wrote {target}\n"


def test_a_backend_that_is_not_there_is_no_matter_to_a_command(tmp_path: Path) -> None:
    figures = [sys.executable, "-m", "spectra.advise", "90", "90", "10", "10", "-o", "a.svg"]
    done = subprocess.run(
        figures, cwd=tmp_path, env=os.environ | {"MPLBACKEND": "nonsense"}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.svg").exists()
