"""The family that spectral starts of cross-entropy do not leave, and when its middle mode is learned."""

import json

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import softmax

import proofs
import spectra
from numerics import FlowProblem, learning_times
from proofs import Claim, Flow, Trajectory, Verdict
from proofs.kernel import Rejected, check, digest
from proofs.ledger import ledger
from proofs.ledger.losses import cross_entropy_family as family
from proofs.ledger.losses.cross_entropy_flow import APART, FASTER, SLOWER
from proofs.ledger.shipped import shipped
from proofs.reader.claims import read_claim

AMPLITUDES = (0.7, 1.1, 0.4, 0.9, 0.3)
"""w, x₁, x₂, h₁, h₂."""


@pytest.mark.parametrize("classes", [2, 4, 6])
@pytest.mark.parametrize(
    "counts", [(1, 2), (1, 1), (2, 1), (10, 1)], ids=lambda c: f"R={c[0]}/{c[1]}"
)
def test_the_field_is_that_of_softmax(classes: int, counts: tuple[int, int]) -> None:
    size, weights = classes // 2, (1.3, 0.8)
    imbalance = spectra.groups((size, size), counts)
    values = {
        **dict(zip(family.SIZES, (size, size), strict=True)),
        **dict(zip(family.COUNTS, counts, strict=True)),
        **dict(zip(family.WEIGHTS, weights, strict=True)),
        **dict(zip((family.W, *family.X, *family.FEATURES), AMPLITUDES, strict=True)),
    }
    found = spectra.decompose(imbalance)
    U, V = (np.array(x.evalf(20), float) for x in (found.U, found.V))
    if counts[0] < counts[1]:
        U, V = U[:, ::-1], V[:, ::-1]
    U, V = (x * np.sign(U[-1, size - 1]) for x in (U, V))
    Y = np.array(imbalance.labels(), float)
    of_group = np.repeat([0, 1], size)[Y.argmax(axis=0)]
    middle = size - 1
    w, x1, x2, h1, h2 = AMPLITUDES
    W = U * np.array([x1] * middle + [w] + [x2] * middle)
    rows = V.T * np.array([[x1]] * middle + [[0]] + [[x2]] * middle)
    ends = [np.where(of_group == i, 1, 0) / np.sqrt(size * counts[i]) for i in (0, 1)]
    rows[middle] = h2 * ends[1] - h1 * ends[0]
    probabilities = softmax(W @ rows, axis=0)
    pull = (Y - probabilities) * np.array(weights)[of_group]
    first, last = 0, -1
    shares = {}
    for i, column in ((0, first), (1, last)):
        other = (last, first)[i]
        own_group = [c for c in range(classes) if c // size == i and not Y[c, column]]
        shares[family.OWN[i]] = probabilities[own_group[0], column] if own_group else 0
        shares[family.OTHER[i]] = probabilities[Y[:, other].argmax(), column]
    field = {y: float(family.FIELD[y].subs(values).subs(shares)) for y in family.FIELD}
    dW, dH = pull @ rows.T, W.T @ pull
    moved = U * np.array(
        [field[family.X[0]]] * middle + [field[family.W]] + [field[family.X[1]]] * middle
    )
    assert np.allclose(dW, moved, atol=1e-12)
    assert np.allclose(dH[:middle], field[family.X[0]] * V.T[:middle], atol=1e-12)
    between = field[family.FEATURES[1]] * ends[1] - field[family.FEATURES[0]] * ends[0]
    assert np.allclose(dH[middle], between, atol=1e-12)


@pytest.mark.parametrize("classes", [4, 6])
@pytest.mark.parametrize(("ratio", "exponent"), [(2, 0), (10, 0), (10, 1), (0.5, 0)])
def test_the_time_of_the_middle_mode_is_the_slope_of_the_flow(
    classes: int, ratio: float, exponent: float
) -> None:
    near, far = (
        learning_times(FlowProblem(classes, ratio, d, gamma=exponent, loss="cross-entropy"))
        for d in (10_000, 20_000)
    )
    omega = [(1 + ratio) ** exponent * ratio**-exponent, (1 + ratio) ** exponent]
    rates = sorted((omega[0] * ratio**0.5, omega[1]))
    said = APART.subs(
        dict(zip((SLOWER, FASTER), rates, strict=True)) | dict.fromkeys(family.SIZES, 2)
    )
    assert (far["maj-min"] - near["maj-min"]) / 10_000 == pytest.approx(float(said), abs=2e-5)


def test_the_way_of_the_middle_mode_is_not_read() -> None:
    said = Trajectory("maj-min", 1, Flow(gamma=0, loss="cross-entropy"))
    result = proofs.check([Claim("it", said, "a test")])["it"]
    assert result.verdict is Verdict.UNDECIDED
    assert any("a learning time of maj-min is read" in item.detail for item in result.evidence)


@pytest.mark.parametrize("classes", [4, 6, 10])
def test_constants_after_the_limits_are_the_integrals_of_the_page(classes: int) -> None:
    size, ratio = classes / 2, 10
    early = quad(lambda v: np.expm1(v) / (v * (1 + np.exp(v / size))), 0, 1)[0]
    late = quad(lambda v: np.expm1(v) / v, 0, 1)[0]
    gaps = []
    for delta in (80, 320):
        problem = FlowProblem(classes, ratio, delta, gamma=0, loss="cross-entropy")
        times = learning_times(problem, 1)
        first = np.sqrt(ratio) * times["maj-maj"] - delta - np.log(ratio) / 4
        assert first == pytest.approx(early / classes, abs=1e-6)
        gaps.append(times["min-min"] - delta - late / classes)
    assert -1e-2 < gaps[0] < gaps[1] / 3 < 0


def test_a_time_that_is_not_free_of_the_time_is_rejected() -> None:
    claim = next(c for c in ledger() if c.id == "B.ce.time.min-min")
    text = shipped(digest(read_claim(claim.said, claim.assume).statement))
    assert text is not None
    found = json.loads(text)
    assert check(found).verdict == "PROVED"
    (_, time), first = found["statement"]["goal"][1], found["statement"]["goal"][3][1][1]
    for name in (time, first):
        wrong = found | {"lower": ["*", found["lower"], ["exp", ["*", "-1", name]]]}
        with pytest.raises(Rejected):
            check(wrong)
