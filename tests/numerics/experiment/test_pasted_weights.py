"""The lines of the how-to on weights, run in the libraries they are for."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spectra.advise.command import main

NEEDED = "the extra `cnn` is not installed: pip install -e '.[cnn]'"
torch = pytest.importorskip("torch", reason=NEEDED)
pytest.importorskip("sklearn", reason=NEEDED)

PAGE = Path(__file__).parents[3] / "docs/how-to/ask-for-advice.md"
COUNTS = (60, 60, 6, 6)


def snippets() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def pasted(library: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the command prints for a library, run."""
    assert main([*map(str, COUNTS), "--paste", library]) == 0
    labels = torch.tensor([0, 1, 2, 3])
    names: dict[str, Any] = {
        "torch": torch, "F": torch.nn.functional, "y": labels, "logits": torch.zeros(4, 4),
    }  # fmt: skip
    exec(capsys.readouterr().out, names)  # noqa: S102  (our own lines)
    return names


def test_the_snippet_for_scikit_learn_fits_with_the_weights(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from sklearn.linear_model import LogisticRegression

    labels = np.repeat(np.arange(4), COUNTS)
    names = pasted("sklearn", capsys)
    names |= {"LogisticRegression": LogisticRegression, "y": labels}
    names["X"] = np.random.default_rng(0).normal(size=(len(labels), 3)) + labels[:, None]
    (code,) = (text for text in snippets() if "LogisticRegression" in text)
    exec(code, names)  # noqa: S102  (our own lines)
    plain = LogisticRegression().fit(names["X"], labels)
    rare = labels >= 2
    recall = [np.mean(m.predict(names["X"])[rare] == labels[rare])
              for m in (names["classifier"], plain)]  # fmt: skip
    assert recall[0] > recall[1]


def test_the_snippet_for_pytorch_weighs_both_losses(capsys: pytest.CaptureFixture[str]) -> None:
    names = pasted("torch", capsys)
    labels = torch.tensor([0, 1, 2, 3])
    outputs = torch.zeros(4, 4, requires_grad=True)
    names |= {"labels": labels, "outputs": outputs, "targets": torch.eye(4) - 0.25}
    (code,) = (text for text in snippets() if "CrossEntropyLoss" in text)
    exec(code, names)  # noqa: S102  (our own lines)
    # at zero logits every example has loss ½‖z‖² = 3/8, weighed by its class
    assert float(names["loss"].detach()) == pytest.approx(
        0.375 * float(names["weight"].mean()), rel=1e-6
    )
