"""The table of Gaussian starts: made again it is the one that comes with the package."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from numerics.errors import InputError
from numerics.gaussian_starts import margins, runs
from numerics.gaussian_starts.command import SEEDS, main
from numerics.gaussian_starts.runs import CLASSES, DELTA, RATIO, SUPPORT, measure
from numerics.gaussian_starts.table import (
    FILE,
    SHIPPED,
    OfMargins,
    Reading,
    Run,
    read_table,
    to_csv,
)
from numerics.problem.flow_problem import FlowProblem
from numerics.problem.initial_state import sample_start
from spectra.utils.workers import completed

RUNS = read_table(SHIPPED)
PROBLEMS = ("ERM", "RW", SUPPORT)
EXACT = ("step", "spectral", "loss half", "norms", "off left start", "off right start")
"""What does not hang on how times between looks are interpolated, or on rounding."""


def test_the_shipped_table_is_whole_and_small() -> None:
    assert [(run.problem, run.seed) for run in RUNS] == [
        (problem, seed) for problem in sorted(PROBLEMS) for seed in range(SEEDS)
    ]
    assert SEEDS >= 100
    assert SHIPPED.stat().st_size < 100_000
    assert all(math.isfinite(x) for run in RUNS for x in run.values.values())


def test_runs_made_again_are_those_of_the_table() -> None:
    shipped = {(run.problem, run.seed): run.values for run in RUNS}
    again = measure(range(1))
    assert {run.problem for run in again} == set(PROBLEMS)
    for run in again:
        values = shipped[run.problem, run.seed]
        assert run.values.keys() == values.keys()
        for name, value in run.values.items():
            if name.startswith(EXACT):
                assert value == pytest.approx(values[name], rel=1e-3), name
            elif name.endswith("end"):
                assert value == pytest.approx(values[name], rel=0.05, abs=1e-7), name
            else:
                assert value == pytest.approx(values[name], abs=0.1), name
    assert shipped["ERM", 0] != shipped["ERM", 1]


def test_runs_of_margins_made_again_are_those_of_the_table() -> None:
    found = OfMargins.table(None)
    assert [(run.problem, run.seed) for run in found] == [
        (f"k = {size}", seed) for size in sorted(margins.SIZES, key=str) for seed in range(16)
    ]
    (again,) = margins.measure(range(1), sizes=(4,))
    for name in ("gap near", "gap far"):
        assert again.values[name] == pytest.approx(OfMargins(name, "k = 4").of(found)[0], rel=1e-3)
    assert "cross-entropy" in str(OfMargins("gap far", "k = 4"))


def test_the_spectral_steps_are_those_of_the_closed_form() -> None:
    problem = FlowProblem(CLASSES, RATIO, DELTA, gamma=0)
    eta = 0.05 / float(problem.sigma[0])
    for place, sigma in zip(("first", "middle", "last"), problem.sigma.tolist(), strict=True):
        # σβ = σ/2 where e^{2σt} = σe^{2δ} - 1
        time = math.log(sigma * math.exp(2 * DELTA) - 1) / (2 * sigma)
        for step in Reading(f"spectral {place}", "ERM").of(RUNS).values():
            assert step * eta == pytest.approx(time, rel=0.03)


def test_starts_are_gaussian_of_the_norms_of_the_spectral_one() -> None:
    (w, h), (u, v) = (
        sample_start(FlowProblem(CLASSES, RATIO, DELTA, init=init, seed=0))
        for init in ("random", "spectral")
    )
    for mine, other in ((w, u), (h, v)):
        assert (mine**2).sum() == pytest.approx((other**2).sum())


# the file


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    runs = (Run("ERM", 0, {"a": 1.5, "b": 2.0}), Run("support", 3, {"a": 0.25}))
    (tmp_path / FILE).write_text(to_csv(runs), encoding="utf-8")
    assert Reading.table(tmp_path) == runs
    assert Reading("a", "support").of(runs) == {3: 0.25}
    assert Reading("b", "support").of(runs) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not one that numerics.gaussian_starts wrote"),
        ("problem,seed,a\nERM,0\n", "is not one"),
        ("problem,seed,a\nERM,zero,1\n", "is not one"),
        ("model,seed,a\nERM,0,1\n", "its heading is another one"),
        ("problem,seed,a\nERM,0,1\nRW,0,nan\n", r"row 3: 'nan' is no number"),
        ("problem,seed,a\nERM,0,1", "it ends within a row"),
        (None, "cannot be read"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / FILE
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_table(path)


def test_the_command_writes_a_table_and_spares_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    assert main(["--seeds", "1", "--workers", "1", "-o", str(path)]) == 0
    assert len(read_table(path)) == len(PROBLEMS)
    assert main(["--seeds", "1", "-o", str(path)]) == 2
    assert main(["--seeds", "0", "-o", str(tmp_path / "none")]) == 2
    assert "--force" in capsys.readouterr().err


def test_what_is_kept_is_not_measured_again_and_what_is_damaged_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = []

    def some(task: runs.Task) -> list[Run]:
        measured.append(task.name)
        return [Run(problem, seed, {task.name[:5]: seed + 1 / 3}) for problem, seed in task.keys]

    monkeypatch.setattr(runs, "_measured", some)
    monkeypatch.setattr(runs, "completed", lambda work, tasks, **_: completed(work, tasks))
    words = ["--seeds", "2", "--keep", str(tmp_path / "kept"), "--force", "-o"]
    assert main([*words, str(tmp_path / "one")]) == 0
    assert main(["--seeds", "2", "-o", str(tmp_path / "two")]) == 0
    assert len(measured) == 8
    path = tmp_path / "kept" / "runs" / "descents-00001.csv"
    whole = path.read_bytes()
    for bad in (whole[:-1], whole.replace(b"ERM,1", b"ERM,0"), whole.replace(b",1.", b",x1.")):
        path.write_bytes(bad)
        del measured[:]
        assert main([*words, str(tmp_path / "one")]) == 0
        assert measured == ["descents-00001"]
        assert path.read_bytes() == whole
        assert path.with_name("descents-00001.csv.damaged").read_bytes() == bad
        assert "it is kept as descents-00001.csv.damaged" in capsys.readouterr().err
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
