"""Parts that are kept: nothing is done twice, and what is damaged or foreign is done again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numerics import FlowProblem, random_starts, sweep
from numerics.solvers import random_starts as starts
from spectra.errors import InputError
from spectra.utils.result_folder import ResultFolder, read_record

GRID = ([4.0, 10.0, 30.0], [8.0, 9.0], [2.0, 5.0])
RANDOM = FlowProblem(4, 10, 2, init="random")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut a sweep of six problems into three parts, and three starts into two."""
    monkeypatch.setattr("numerics.solvers.sweep.PART", 2)
    monkeypatch.setattr(starts, "TOGETHER", 2)


def counted(monkeypatch: pytest.MonkeyPatch, of: str, end: int) -> list[int]:
    """Count the tasks that are done; Ctrl-C in one of them."""
    module, name = of.rsplit(".", 1)
    work: Callable[[object], object] = getattr(__import__(module, fromlist=[name]), name)
    done: list[int] = []

    def follow(task: object) -> object:
        if len(done) == end:
            raise KeyboardInterrupt
        done.append(len(done))
        return work(task)

    monkeypatch.setattr(of, follow)
    return done


@pytest.mark.usefixtures("small_parts")
def test_a_sweep_goes_on_where_it_was_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = sweep(*GRID).beta
    with monkeypatch.context() as patched:
        counted(patched, "numerics.solvers.sweep._follow", end=2)
        with pytest.raises(KeyboardInterrupt):
            sweep(*GRID, keep=tmp_path)
    done = counted(monkeypatch, "numerics.solvers.sweep._follow", end=9)
    assert sweep(*GRID, keep=tmp_path).beta.tobytes() == alone.tobytes()
    assert len(done) == 1
    assert sweep(*GRID, keep=str(tmp_path)).beta.tobytes() == alone.tobytes()
    assert len(done) == 1
    with np.load(tmp_path / "runs" / "part-000000.npz") as part:
        assert part["beta"].tobytes() == alone.reshape(-1, 2)[:2].tobytes()


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    "damaged",
    [
        lambda part, _: part[:-1],
        lambda part, _: part[:200] + bytes([part[200] ^ 1]) + part[201:],
        lambda part, _: b"",
        lambda _, other: other,
    ],
)
def test_a_part_that_is_damaged_or_another_one_is_named_and_done_again(
    damaged: Callable[[bytes, bytes], bytes], tmp_path: Path
) -> None:
    whole = sweep(*GRID, keep=tmp_path).beta
    path, other = (tmp_path / "runs" / f"part-00000{number}.npz" for number in (1, 2))
    before = path.read_bytes()
    path.write_bytes(bad := damaged(before, other.read_bytes()))
    with pytest.warns(UserWarning, match=r"part-000001.npz' is damaged.*kept as part-000001.npz"):
        assert sweep(*GRID, keep=tmp_path).beta.tobytes() == whole.tobytes()
    assert path.read_bytes() == before
    assert path.with_name("part-000001.npz.damaged").read_bytes() == bad


@pytest.mark.parametrize(
    "change",
    [{"R": [4.0, 10.0, 30.1]}, {"delta": [8.0, 9.5]}, {"times": [2.0, 5.5]}, {"gamma": 0.4},
     {"rtol": 1e-9}],
)  # fmt: skip
def test_parts_of_other_settings_are_not_mixed(change: dict[str, object], tmp_path: Path) -> None:
    given: dict[str, Any] = dict(zip(("R", "delta", "times"), GRID, strict=True))
    sweep(**given, keep=tmp_path)
    (name,) = change
    with pytest.raises(InputError, match=rf"has runs with {name} = .* give another folder"):
        sweep(**{**given, **change}, keep=tmp_path)


def test_a_part_of_a_folder_of_other_settings_is_seen(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    sweep(*GRID, gamma=0.4, keep=one)
    whole = sweep(*GRID, keep=two).beta
    name = Path("runs", "part-000000.npz")
    (two / name).write_bytes((one / name).read_bytes())
    with pytest.warns(UserWarning, match="one of another computation"):
        assert sweep(*GRID, keep=two).beta.tobytes() == whole.tobytes()


@pytest.mark.parametrize("keep", [3, b"", "", "a\0b", True, Path(__file__)])
def test_a_folder_that_is_none_is_refused(keep: object) -> None:
    with pytest.raises(InputError, match=r"^folder "):
        sweep(*GRID, keep=keep)  # type: ignore[arg-type]


def test_a_record_that_is_no_record_is_refused(tmp_path: Path) -> None:
    sweep(*GRID, keep=tmp_path)
    record = tmp_path / "settings.json"
    whole = record.read_text()
    for bad in ("{", "[]", '{"settings": 1}', "[" * 100_000, "\xff"):
        record.write_text(bad, encoding="latin-1")
        with pytest.raises(InputError, match=r"settings.json' is damaged"):
            sweep(*GRID, keep=tmp_path)
    record.write_text(json.dumps(json.loads(whole) | {"more": {}}))
    sweep(*GRID, keep=tmp_path)
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "file").touch()
    with pytest.raises(InputError, match="holds something else"):
        ResultFolder(tmp_path / "else", ".npz").open(read_record(tmp_path))


@pytest.mark.usefixtures("small_parts")
def test_random_starts_go_on_where_they_were_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = random_starts(RANDOM, 3)
    with monkeypatch.context() as patched:
        counted(patched, "numerics.solvers.random_starts._follow", end=1)
        assert random_starts(RANDOM, 3, keep=tmp_path).interrupted
    done = counted(monkeypatch, "numerics.solvers.random_starts._follow", end=99)
    again = random_starts(FlowProblem(4, 10, 2, init="random", seed=7), 3, keep=tmp_path)
    first = len(done)
    assert first == 1 + 2 * (len(again.times) > 400)
    for name in ("times", "beta", "loss", "winner"):
        assert getattr(again, name).tobytes() == getattr(alone, name).tobytes(), name
    assert again.seeds == alone.seeds
    random_starts(RANDOM, 3, keep=tmp_path)
    assert len(done) == first
    with pytest.raises(InputError, match="has runs with count"):
        random_starts(RANDOM, 4, keep=tmp_path)
