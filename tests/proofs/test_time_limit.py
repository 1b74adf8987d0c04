"""A claim that takes too much work gives way to the next; waiting is no work."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from scipy import optimize
from sympy import Gt, Lt, exp, sqrt, symbols

import proofs
from proofs import Claim, Outcome, Verdict, check
from proofs.engine.time_limit import OverTimeError, at_most
from proofs.kernel.polynomials import Ring
from proofs.provers.finders.signs.weights import MOST_PIVOTS, weights_of
from spectra import R, delta, t


def work(seconds: float) -> None:
    """Use processor time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(10_000))


def test_a_block_within_its_time_is_left_alone() -> None:
    with at_most(5):
        assert sum(range(10)) == 45


def test_a_block_beyond_its_time_is_stopped() -> None:
    with pytest.raises(OverTimeError), at_most(0.05):
        work(5)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_block_is_stopped_although_a_finaliser_swallows_the_first_try() -> None:
    class Slow:
        def __del__(self) -> None:
            work(0.2)

    def swallow() -> None:
        Slow()
        work(10)

    with pytest.raises(OverTimeError), at_most(0.05):
        swallow()


def test_a_block_that_waits_uses_none_of_its_time() -> None:
    with at_most(0.2):
        time.sleep(0.4)


def test_a_thread_is_stopped_as_the_main_one_is() -> None:
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(OverTimeError):
            pool.submit(limited, 5.0, 0.05).result()
        pool.submit(limited, 0.01, 5.0).result()


def limited(seconds: float, most: float) -> None:
    with at_most(most):
        work_of_thread(seconds)


def work_of_thread(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(10_000))


def test_an_exponent_of_a_millionth_is_no_search_without_an_end() -> None:
    before = time.process_time()
    said = proofs.LearningTime("maj-min", R, weighting=0.333333)
    assert check([Claim("it", said, "s")])["it"].verdict is Verdict.UNDECIDED
    assert time.process_time() - before < 10


def test_a_wrong_formula_at_values_known_by_equations_is_no_search_without_an_end() -> None:
    before, decay = time.process_time(), symbols("lambda", positive=True)
    start, rate = sqrt((R + 1) / 2) - decay, sqrt(R + 1) - decay
    wrong = 1 / (1 + (start * exp(2 * delta) - 1) * exp(-2 * rate * t))
    said = proofs.Trajectory("maj-min", wrong, proofs.Flow(decay=decay))
    claim = Claim("it", said, "s", assume=(Lt(decay, 1), Gt(R, 1)))
    assert check([claim])["it"].verdict is Verdict.REFUTED
    assert time.process_time() - before < 60


def test_a_linear_program_that_goes_in_circles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def in_circles(goal: Any, **how: Any) -> optimize.OptimizeResult:
        asked.append(how)
        return optimize.OptimizeResult(x=None, status=1, nit=how["options"]["maxiter"])

    monkeypatch.setattr(optimize, "linprog", in_circles)
    x, y = (Ring(["x", "y"]).generator(name) for name in "xy")
    assert weights_of(x + y, [x, y], [False, False]) is None
    assert [how["options"]["maxiter"] for how in asked] == [MOST_PIVOTS * (2 + 2)]


def test_what_comes_after_a_block_is_not_stopped() -> None:
    with at_most(0.05):
        pass
    work(0.1)


def test_a_claim_that_takes_too_long_is_undecided_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(*_: object) -> list[object]:
        work(5)
        return []

    monkeypatch.setattr("proofs.engine.decide.LIMIT", 0.05)
    monkeypatch.setattr("proofs.engine.decide.prover", endless)
    slow, other = (
        Claim("slow", R > R - 1 + R, "s"),
        Claim("words", proofs.OutOfScope("a", "b"), "s"),
    )
    report = check([slow, other])
    result = report["slow"]
    assert result.verdict is Verdict.UNDECIDED
    assert "stopped after 0.05 s of work" in result.evidence[-1].detail
    assert result.evidence[-1].outcome is Outcome.INCONCLUSIVE
    assert report["words"].seconds < 60
