"""What the command says where a flow was followed, and what it gives to be pasted."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rich.cells import cell_len

from spectra.advise import from_gamma
from spectra.advise.command import main
from spectra.advise.schemes import schemes
from spectra.advise.table_rows import columns
from spectra.advise.weight_snippets import FORMATS, snippet
from spectra.errors import InputError
from spectra.utils.ascii_text import WIDTH

Captured = pytest.CaptureFixture[str]
COMMAND = (sys.executable, "-m", "spectra.advise")
pytestmark = pytest.mark.usefixtures("few_starts")


def said(capsys: Captured, *arguments: str) -> str:
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert all(cell_len(line) <= WIDTH for line in out.splitlines())
    return " ".join(out.split())


def refused(capsys: Captured, *arguments: str) -> str:
    assert main(arguments) == 2
    return " ".join(capsys.readouterr().err.split())


# times at the stated δ


def test_a_signal_so_large_that_all_is_learned_at_once_says_so(capsys: Captured) -> None:
    out = said(capsys, "3", "4", "--lr", "0.1", "--snr", "1e6", "--delta", "3")
    assert "Every class is learned at the start: a limit" in out
    assert "Test errors are left out where every class is learned at the start" in out


def test_decay_that_is_too_strong_asks_for_less(capsys: Captured) -> None:
    out = said(capsys, "10000", "500", "20", "--lr", "0.1", "--decay", "0.1")
    assert "there is no last lead, without weights never" in out
    assert "grows at ω√n = 82.9 at most: logits die away. Lower --decay." in out
    assert "never (never" not in out
    held = said(capsys, "10000", "500", "20", "--lr", "0.1", "--decay", "0.005")
    assert "grows at ω√n = 82.9 at most, too little for it. Lower --decay." in held


def test_a_rate_beyond_all_growth_gives_no_percentage(capsys: Captured) -> None:
    out = said(capsys, "3", "4", "--lr", "1e9")
    assert "descent is another matter than the flow, and may diverge; take --lr 0.4 or less." in out


def test_a_billion_examples_keep_the_table_within_its_width(capsys: Captured) -> None:
    out = said(capsys, "1000000000", "1000", "--lr", "0.1", "--batch", "256")
    assert " lead epochs 0 1e+09 " in out


def test_the_binary_case_says_what_the_flow_takes_and_no_limit_as_a_theorem(
    capsys: Captured,
) -> None:
    asked = ("49900", "100", "--gamma", "1", "--delta", "8", "--lr", "0.1", "--loss", "squared")
    out = said(capsys, *asked)
    assert "From a spectral start the last lead is at 17.6k steps" in out
    assert "theorem" not in out
    assert "2,264" not in out
    assert "would say 2.26k for 0 (n = 49,900): at this δ it is 7.8 times as late" in out
    assert "one mode, in two stages: 1 (n = 100) gains its lead by 2.9k steps" in out
    assert "silent on the decision threshold" in out
    entropy = said(capsys, *asked[:-2])
    assert "The flow of cross-entropy" in entropy
    assert "last lead is at 13.9k steps" in entropy


def test_steps_have_epochs_beside_them_and_a_budget_is_compared(capsys: Captured) -> None:
    asked = ("300", "30", "30", "--lr", "0.3", "--batch", "36", "--delta", "4")
    out = said(capsys, *asked, "--steps", "900")
    found = re.search(r"no weights: every class by ([0-9.]+)k steps \(([0-9]+) epochs\)", out)
    assert found is not None
    steps, epochs = map(float, found.groups())
    assert steps * 100 == pytest.approx(epochs, rel=0.01)  # 10 steps are an epoch
    assert "in 900 steps 3 of 3 classes are right, and 3 lead by 1; without weights 3 and 1." in out
    assert "assumed" not in out
    whole = said(capsys, "9", "9", "2", "2", "--lr", "0.1")
    assert "epochs" not in whole
    assert "δ = 8 (assumed: give --delta or --scale)" in whole


def test_cautions_name_what_is_too_large(capsys: Captured) -> None:
    asked = ("300", "300", "30", "30", "--delta", "6")
    assert "Caution" not in said(capsys, *asked, "--lr", "0.3")
    assert "beyond any usual budget" in said(capsys, *asked, "--lr", "1e-4")
    assert "a step is coarse" in said(capsys, *asked, "--lr", "10")
    gone = said(capsys, *asked, "--decay", "0.01", "--gamma", "0")
    assert (
        "2, 3 never reach that lead (but are right): decay is λ = 6.6 in the flow, and a class "
        "grows at ω√n = 5.48" in gone
    )
    assert "no time is late enough" in gone


def test_a_network_that_disagrees_is_named_in_one_line(capsys: Captured) -> None:
    line = "Network: γ = 1 levelled a CNN better than 1/2: docs/explanation/experiment.md"
    asked = ("9", "9", "2", "2", "--delta", "4")
    assert main(asked) == 0
    assert line in capsys.readouterr().out.splitlines()
    assert (Path(__file__).parents[2] / "docs/explanation/experiment.md").exists()
    assert "Network" not in said(capsys, *asked, "--gamma", "1")


def test_a_signal_gives_the_flat_exponent_and_a_time_to_stop(capsys: Captured) -> None:
    asked = ("10", "1", "--delta", "8", "--snr", "1/3")
    out = said(capsys, *asked, "--gamma", "1")
    assert "γ* = 0.639" in out  # of τ = 3 and s = 1 (theory of class means)
    assert "Without weights: never stop early" in out
    assert "With these weights: stop at time" in out
    assert "when the balanced test error is least" in out
    assert "γ = 0.639" in said(capsys, *asked)  # the weights if nothing is said
    many = said(capsys, *map(str, range(20, 33)), "--delta", "3", "--snr", "0.1")
    assert "left out where they are worked out for two kinds of classes" in many


def test_json_holds_the_times_of_every_class(capsys: Captured) -> None:
    asked = ("30", "8", "2", "--lr", "0.1", "--delta", "5", "--scheme", "log", "--format", "json")
    assert main(asked) == 0
    found = json.loads(capsys.readouterr().out)["solved"]
    assert found["delta"] == 5
    assert not found["delta_is_assumed"]
    for one in (found["erm"], found["weighted"], found["schemes"]["log"]):
        assert len(one["spectral_lead"]) == len(one["lead_steps"]) == 3
        random = one["random"]
        assert (random["starts"], random["classes_followed"]) == (3, 3)
        for kind in ("right_for_good", "lead"):
            least, median, most = (random[kind][x] for x in ("least", "median", "most"))
            assert all(a <= b <= c for a, b, c in zip(least, median, most, strict=True))
        lead = np.array(random["lead"]["median"]) / found["time_of_a_step"]
        assert one["lead_steps"] == pytest.approx(lead.tolist())


def test_a_figure_of_a_flow_has_its_windows_and_schemes(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a path that is long is not cut into lines
    out = said(capsys, "30", "8", "2", "--delta", "4", "--scheme", "sqrt,log", "-o", "a.svg")
    assert out.endswith("wrote a.svg")
    drawn = Path("a.svg").read_text(encoding="utf-8")
    assert "classes at δ = 4" in drawn
    for name in ("sqrt", "log", "Examples of each class", "Weights, mean 1 over examples"):
        assert name in drawn


def test_with_a_signal_the_weights_to_take_and_the_figure_are_those_of_gamma_star(
    tmp_path: Path, capsys: Captured
) -> None:
    target = tmp_path / "a.svg"
    asked = ("10", "1", "--delta", "4", "--snr", "1/3")
    assert main((*asked, "-o", str(target), "--format", "json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found["recommended_weights"].values()) == pytest.approx(
        found["weighted"]["weights"]
    )
    assert found["closing_gamma"] is None
    drawn = target.read_text(encoding="utf-8")
    assert "classes at δ = 4" in drawn
    assert "all rates equal" not in drawn  # which is of features without a signal


# schemes


def test_schemes_are_the_weights_of_their_papers() -> None:
    counts = np.array([1000.0, 100.0, 10.0])
    balanced, root, log, effective, deferred = schemes(
        "balanced,sqrt,log,effective:0.99,drw:160", counts
    )
    for scheme in (balanced, root, log, effective, deferred):
        assert counts @ scheme.weights == pytest.approx(counts.sum())
    assert balanced.weights == pytest.approx(from_gamma([1000, 100, 10], 1).omega)
    assert root.weights == pytest.approx(from_gamma([1000, 100, 10], 0.5).omega)
    for scheme, ratio in (
        (effective, (1 - 0.99**1000) / (1 - 0.99**10)),
        (deferred, (1 - 0.9999**1000) / (1 - 0.9999**10)),
        (log, np.log(1.02 + 1000 / 1110) / np.log(1.02 + 10 / 1110)),
    ):
        assert scheme.weights[2] / scheme.weights[0] == pytest.approx(ratio)
    assert (deferred.epoch, effective.epoch) == (160, 0)


def test_schemes_stand_side_by_side(capsys: Captured) -> None:
    names = "balanced,sqrt,log,effective:0.999,drw:2"
    out = said(
        capsys, "90", "9", "3", "--lr", "0.1", "--batch", "17", "--delta", "4", "--scheme", names
    )
    for name in names.split(","):
        assert name in out
    assert re.search("Every class right soonest under .* Every class leads soonest under", out)


# tables


def test_columns_are_apart_whatever_their_numbers(capsys: Captured) -> None:
    assert main(("5", "3", "1", "--weights", "0.0001002,1,2")) == 0
    out = capsys.readouterr().out
    assert re.search(r"0\.4906  0\.0001002  ", out)
    wide = columns([["x" * 200, "3,577,713", "3,579,313"], ["b", "1", "2"]])
    assert wide[0].endswith("3,577,713  3,579,313")
    assert all(len(line) <= WIDTH for line in wide)


# what is pasted


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "json"])
def test_code_compiles_and_holds_the_weights(form: str) -> None:
    weighting = from_gamma([90, 20], 0.5)
    code = snippet(weighting, (0, 1), form)
    compile(code, form, "exec")
    assert all(len(line) <= WIDTH for line in code.splitlines())
    omega = weighting.omega
    wanted = {
        "bce": omega[1] / omega[0],
        "logit": np.log(20 / 110),
    }.get(form, omega[1])
    numbers = [float(x) for x in re.findall(r"-?\d+\.\d+", code)]
    assert any(x == pytest.approx(wanted, rel=1e-5) for x in numbers)


def test_pos_weight_is_of_the_rarer_class_and_the_step_is_said() -> None:
    code = snippet(from_gamma([20, 80], 1), ("rare", "common"), "bce")
    assert "positive class (target 1): 'rare'; it is the rarer" in code
    assert "torch.tensor([4])" in code
    assert "1.6 times" in code  # ω = 2.5 and 0.625


@pytest.mark.parametrize(
    "names", [(0, 1), (-1, 1), ("False", "True"), ("false", "true"), ("0", "1")]
)
@pytest.mark.parametrize("counts", [[100, 900], [900, 100]])
def test_labels_that_say_which_class_is_positive_are_heard(
    names: tuple[Any, Any], counts: list[int]
) -> None:
    code = snippet(from_gamma(counts, 1), names, "bce")
    assert f"positive class (target 1): {names[1]!r}; negative: {names[0]!r}" in code
    assert f"torch.tensor([{counts[0] / counts[1]:.6g}])" in code
    turned = snippet(from_gamma(counts[::-1], 1), names[::-1], "bce")
    assert turned == code


def test_a_sampler_draws_as_the_weights_weigh() -> None:
    counts, labels = [8, 2], np.repeat([0, 1], [8, 2])
    code = snippet(from_gamma(counts, 0.5), (0, 1), "sampler")
    found: dict[str, Any] = {"torch": SimpleNamespace(tensor=np.array)}
    exec(code.partition("\nsampler")[0], found)  # noqa: S102  (our own lines)
    chance = found["weight"][labels] / found["weight"][labels].sum()
    assert chance[labels == 1].sum() == pytest.approx(
        np.sqrt(2) / (np.sqrt(8) + np.sqrt(2)), rel=1e-5
    )


def test_offsets_have_tau(capsys: Captured) -> None:
    one = said(capsys, "8", "2", "--paste", "logit")
    two = said(capsys, "8", "2", "--paste", "logit", "--tau", "2")
    assert f"{np.log(0.2):.5f}" in one
    assert f"{2 * np.log(0.2):.5f}" in two


def test_long_code_goes_to_a_file(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "weights.py"
    assert main(("--profile", "exponential:100:500:100", "--paste", "hf", "-o", str(target))) == 0
    assert capsys.readouterr().out == f"wrote {target}\n"
    compile(target.read_text(encoding="utf-8"), "weights", "exec")
    assert "--force" in refused(capsys, "9", "2", "--paste", "hf", "-o", str(target))


# what is read


def test_classes_may_be_called_na_where_names_are_text(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"EMEA": 50, "NA": 30, "null": 5}', encoding="utf-8")
    assert "'NA': " in said(capsys, str(path), "--paste", "sklearn")
    assert "'None': " in said(capsys, "50", "30", "--names", "a,None", "--paste", "sklearn")
    counts = tmp_path / "a.csv"
    counts.write_text("name,count\nNA,5\nb,3\n", encoding="utf-8")
    assert "'NA': " in said(capsys, str(counts), "--paste", "sklearn")
    labels = tmp_path / "b.csv"
    labels.write_text("label\nNA\nb\na\n", encoding="utf-8")
    assert "is missing ('NA')" in refused(capsys, str(labels))
    assert "missing" in refused(capsys, "5", "3", "--names", "a,")


def test_a_null_label_is_missing_and_no_decimal(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "n.json"
    path.write_text('{"labels": ["a", "a", null, "b"]}', encoding="utf-8")
    assert "label 3 is missing (null)" in refused(capsys, str(path))


@pytest.mark.parametrize("ignored", [-100, 255])
@pytest.mark.parametrize("ending", ["csv", "json", "npy"])
def test_labels_that_a_loss_ignores_have_a_hint_and_an_option(
    tmp_path: Path, capsys: Captured, ignored: int, ending: str
) -> None:
    labels = [ignored] * 10 + [0] * 50 + [1] * 30
    path = tmp_path / f"y.{ending}"
    if ending == "npy":
        np.save(path, np.array(labels))
    else:
        rows = "label\n" + "\n".join(map(str, labels))
        path.write_text(json.dumps(labels) if ending == "json" else rows, encoding="utf-8")
    call = (str(path), "--labels", "--format", "json")
    assert main(call) == 0
    out, err = capsys.readouterr()
    assert f"--ignore {ignored} leaves it out" in err
    assert len(json.loads(out)["input"]["counts"]) == 3
    assert main((*call, "--ignore", str(ignored))) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert json.loads(out)["input"]["counts"] == [50, 30]
    assert "no example has this label" in refused(capsys, *call, "--ignore", "7")


def test_labels_of_two_signs_are_classes(tmp_path: Path, capsys: Captured) -> None:
    np.save(tmp_path / "y.npy", np.array([-1, 1, 1]))
    assert main((str(tmp_path / "y.npy"), "--labels", "--paste", "sklearn")) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("class,count\n0,5\n1,3\n", [5, 3]),
        ("name,n\na,5\nb,3\n", [5, 3]),
        ("label,size\n0,5\n1,3\n", None),
        ("size\n5\n3\n", None),
    ],
)
def test_counts_are_told_by_an_unmistakable_header_alone(
    tmp_path: Path, capsys: Captured, rows: str, wanted: list[int] | None
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows, encoding="utf-8")
    if wanted is None:
        assert "say --counts or --labels" in refused(capsys, str(path))
        wanted = [5, 3]
        call: tuple[str, ...] = (str(path), "--counts")
    else:
        call = (str(path),)
    assert main((*call, "--format", "json")) == 0
    assert json.loads(capsys.readouterr().out)["input"]["counts"] == wanted


def test_a_count_file_of_rows_that_repeat_a_name_points_to_labels(
    tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("label,count\na,5\na,3\n", encoding="utf-8")
    assert "if each row is an example, say --labels" in refused(capsys, str(path))


# the environment


def test_help_fits_any_stream() -> None:
    for encoding in ("cp1252", "ascii"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        run = subprocess.run(
            [*COMMAND, "--help"], capture_output=True, env=environment, check=False
        )
        assert (run.returncode, run.stderr) == (0, b"")


def test_a_scheme_that_is_none_is_refused() -> None:
    for name in ("", "cube", "effective", "effective:1.5", "drw:x", "sqrt:2"):
        with pytest.raises(InputError, match="give balanced, sqrt"):
            schemes(name, np.array([3.0, 1.0]))
