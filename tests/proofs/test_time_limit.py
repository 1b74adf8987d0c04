"""A claim that takes too long gives way to the next."""

import time

import pytest

from proofs import Claim, Outcome, Verdict, check
from proofs.engine.time_limit import OverTimeError, at_most
from spectra import R


def test_a_block_within_its_time_is_left_alone() -> None:
    with at_most(5):
        assert sum(range(10)) == 45


def test_a_block_beyond_its_time_is_stopped() -> None:
    with pytest.raises(OverTimeError), at_most(0.05):
        time.sleep(5)


def test_a_claim_that_takes_too_long_is_undecided_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(*_: object) -> list[object]:
        time.sleep(5)
        return []

    monkeypatch.setattr("proofs.engine.decide.LIMIT", 0.05)
    monkeypatch.setattr("proofs.engine.decide.prover", endless)
    result = check([Claim("slow", R > R - 1 + R, "s")])["slow"]
    assert result.verdict is Verdict.UNDECIDED
    assert "stopped after 0.05 s" in result.evidence[0].detail
    assert result.evidence[0].outcome is Outcome.INCONCLUSIVE
