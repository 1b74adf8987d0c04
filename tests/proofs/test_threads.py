"""Claims decided in several threads of one process get the verdicts that they get alone."""

from concurrent.futures import ThreadPoolExecutor

from sympy import E, sqrt
from verdicts import verdict

import proofs
from proofs import Verdict
from spectra import R

TRUE = [proofs.lt(E * R, (E + sqrt(1 + n**2) / 10**n) * R) for n in range(1, 9)]
FALSE = [proofs.gt(*statement.args) for statement in TRUE]


def test_an_answer_belongs_to_its_question() -> None:
    mixed = [s for pair in zip(TRUE, FALSE, strict=True) for s in pair]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(verdict, mixed))
    assert found == [Verdict.PROVED, Verdict.REFUTED] * len(TRUE)
