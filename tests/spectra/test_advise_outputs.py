"""Advice as JSON and as a figure."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from advise_calls import CALLS, Captured, printed, refused
from needed import more

from numerics.advice.answer import answer
from numerics.advice.solve_advice import spectral_times
from spectra.advise import Training, advise, from_gamma, of_counts
from spectra.advise.command import main
from spectra.advise.solved import Question
from spectra.utils.ascii_text import WIDTH

COMMAND = (sys.executable, "-m", "spectra.advise")
pytestmark = pytest.mark.usefixtures("few_starts")


# JSON


@pytest.mark.parametrize("arguments", CALLS)
def test_json_holds_the_same_for_every_class(capsys: Captured, arguments: tuple[str, ...]) -> None:
    found = json.loads(printed(capsys, *arguments, "--format", "json"))
    assert found["schema"] == 1
    assert found["product"]["name"] == "reweighting-theory"
    k = len(found["input"]["counts"])
    assert len(found["input"]["names"]) == k == len(found["recommended_weights"])
    for plan in (found["erm"], found["weighted"]):
        assert len(plan["weights"]) == len(plan["class_times_per_delta"]) == k
        for name in ("rates", "times_per_delta", "bounds_per_delta"):
            assert len(plan[name]) == k - 1
        assert sum(run["modes"] for run in plan["standing"]) == k - 1
        assert plan["times_per_delta"][0] == pytest.approx(1 / plan["rates"][0])
        if "--lr" in arguments:
            per_delta = np.array(plan["steps"]["per_delta"])
            assert len(per_delta) == len(plan["steps"]["bound_per_delta"]) == k - 1
            exact = "--batch" not in arguments
            assert plan["steps"]["conversion"] == ("exact" if exact else "approximate")
            assert "total" not in plan["steps"]  # a limit is no number of steps at one δ
        else:
            assert plan["steps"] is None
    undone = "weighted-mean" in arguments and "--batch" in arguments
    assert found["closing_gamma"] == (None if undone else 0.5)
    changed = found["weighted"]["effective_weights"] != found["weighted"]["weights"]
    assert changed is undone
    assert "not how well" in found["scope"]


def test_weights_alone_are_printed_in_full(capsys: Captured) -> None:
    data = ("--profile", "exponential:100:500:100")
    out = printed(capsys, *data, "--paste", "json")
    assert len(json.loads(out)) == 100
    out = printed(capsys, *data, "--paste", "torch")
    assert out.startswith("weight = torch.tensor([")
    assert max(map(len, out.splitlines())) <= WIDTH + 10


# figures


@pytest.mark.parametrize(
    ("ending", "start"), [("svg", b"<?xml"), *more(("png", b"\x89PNG"), ("pdf", b"%PDF"))]
)
def test_a_figure_takes_the_place_of_a_file_only_by_force(
    tmp_path: Path, capsys: Captured, ending: str, start: bytes
) -> None:
    target = tmp_path / f"a.{ending}"
    target.write_bytes(b"mine")
    assert "--force" in refused(capsys, "9", "5", "2", "-o", str(target))
    assert target.read_bytes() == b"mine"
    out = printed(capsys, "9", "5", "2", "-o", str(target), "--force")
    assert out.startswith("3 classes")
    assert target.read_bytes().startswith(start)
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize(
    "arguments",
    [
        *(CALLS[i] for i in (2, 3, 5)),
        ("1", "1", "1", "1"),
        *more(*((CALLS[i],) for i in (0, 1, 4, 6, 7))),
    ],
)
def test_every_advice_can_be_drawn(
    tmp_path: Path, capsys: Captured, arguments: tuple[str, ...]
) -> None:
    printed(capsys, *arguments, "-o", str(tmp_path / "a.svg"))


def test_a_figure_tells_theorems_from_the_rule() -> None:
    from spectra.advise.figure_report import draw

    def said(*counts: int) -> list[str]:
        data = of_counts(counts, None, "test")
        drawn = draw(advise(data, from_gamma(counts, 0.5), Training()))
        return [text.get_text() for text in drawn.axes[2].get_legend().get_texts()]

    assert said(100, 10, 1)[:3] == [
        "limit δ → ∞ at most, by the rule\n(heuristic; a finite δ may exceed it)",
        "theorem (at γ = 1/2 if the flow converges)",
        "limit, by the rule (heuristic)",
    ]
    assert not any("rule" in text for text in said(100, 10, 10))


def test_a_window_followed_at_one_delta_may_exceed_the_bound_of_its_limit() -> None:
    data = of_counts([500, 100, 20, 5], None, "test")
    weighting = from_gamma(data.counts, 1)
    bound = weighting.times().window_bound

    def window(delta: float) -> float:
        phases = ((np.inf, weighting.omega),)
        found = spectral_times(Question(weighting.counts, phases, "squared", delta))[0]
        return float(found.max() / found.min() - 1)

    assert window(4) > window(8) > bound > 0.9 * window(16)


def test_a_figure_in_steps_says_which_steps() -> None:
    from spectra.advise.figure_report import draw

    def drawn(**known: float) -> tuple[str, str]:
        data = of_counts([30, 8, 2], None, "test")
        advice = advise(data, from_gamma(data.counts, 0.5), Training(delta=3, **known))  # type: ignore[arg-type]
        figure = draw(advice, answer(advice))
        assert figure.axes[2].get_xlabel() == "exponent γ of the weights n$^{-γ}$"
        return figure.get_supxlabel(), figure.axes[1].get_ylabel()

    caption, label = drawn(learning_rate=0.1, batch=5)
    assert "Steps of learning rate 0.1 on 5 examples, Σ ω·loss / n." in caption
    assert label == "median of 3 starts, steps"
    assert "on all examples" in drawn(learning_rate=0.1)[0]
    assert "learning rate" not in drawn()[0]


def test_a_figure_beside_json_is_told_on_standard_error(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(("9", "4", "-o", "a.svg", "--format", "json")) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["schema"] == 1
    assert err == "wrote a.svg\n"


@pytest.mark.parametrize("name", ["a.txt", "a", "missing/a.png", "folder.png"])
def test_a_figure_that_cannot_be_written_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: Captured, name: str
) -> None:
    (tmp_path / "folder.png").mkdir()
    said = refused(capsys, "no-such-file.csv", "-o", str(tmp_path / name))
    assert name in said
    assert "no-such-file" not in said


def test_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spectra.utils.atomic_files.os.access", lambda *_: False)
    assert "cannot be written" in refused(capsys, "3", "1", "-o", str(tmp_path / "a.png"))
