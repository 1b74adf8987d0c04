"""Reports that tests of pages and documents show: one on a few claims, and made-up results."""

from functools import cache

import proofs
from proofs import Claim, OutOfScope, Report, Result, Verdict

CHAIN = (
    "C2.16.full.maj-min",
    "C2.16.full.maj-maj",
    "C2.19b.maj-maj",
    "C2.13.product",
    "C3.rw.maj-maj",
)
HOSTILE = '<script>alert(1)</script> & "quoted" 50% of f_1 \\input{x} {}~^#$ β ≤ ½·√R 数 Ж Ḣ'


@cache
def found() -> Report:
    """A report on a refuted trajectory, a claim that holds and what it rests on."""
    return proofs.check(CHAIN)


def made(claim_id: str, verdict: Verdict, *rests_on: str, established: bool = False) -> Result:
    claim = Claim(claim_id, OutOfScope("words", "reason"), "somewhere", depends_on=rests_on)
    return Result(claim, verdict, (), 0.0, established)
