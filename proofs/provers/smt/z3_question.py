"""Real arithmetic with Z3: the negation of the statement, and where the statement is undefined.

Unsatisfiable is a proof; a model is only a candidate for a counterexample, to be checked in
ball arithmetic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from proofs.claims.domain import Domain
from proofs.provers.smt.processes import Answer
from proofs.provers.smt.z3_encoding import EXPONENT, Encoder, NotEncodableError

__all__ = ["NotEncodableError", "Question", "model_of", "questions"]


@dataclass(frozen=True)
class Question:
    """Texts of which both must be unsatisfiable.

    Attributes
    ----------
    violated : str
        Somewhere in the domain the statement is defined and fails.
    undefined : str
        Somewhere in the domain a part of it is undefined; empty if every part is plainly defined.
    names : tuple of (Symbol, str)
        The symbols' names in the texts.
    """

    violated: str
    undefined: str
    names: tuple[tuple[sp.Symbol, str], ...] = ()


def questions(statement: sp.Basic, domain: Domain) -> Iterator[Question]:
    """Yield what to ask, the coarse question first.

    In the coarse one exponents are known by their sign only, which keeps the problem small and
    often suffices.

    Raises
    ------
    NotEncodableError
        If the formula cannot be encoded faithfully.
    """
    encoder = Encoder(coarse=True)
    yield _question(encoder, statement, domain)
    if any(key.func == EXPONENT for key in encoder.names):
        yield _question(Encoder(), statement, domain)


def _question(encoder: Encoder, statement: sp.Basic, domain: Domain) -> Question:
    for symbol in domain.symbols:
        encoder.term(symbol)
    for assumption in domain.assumptions:
        encoder.facts.append(encoder.formula(assumption))
        if encoder.obligations and not isinstance(assumption, sp.Rel):
            raise NotEncodableError(f"the assumption {assumption} may be undefined in part")
        encoder.obligations.clear()  # a relation holds only where it is defined
    given = len(encoder.facts)
    negated = f"(not {encoder.formula(statement)})"
    undefined = _text(encoder, encoder.facts[:given], _undefined(encoder, given))
    encoder.link()
    violated = _text(encoder, encoder.facts, negated)
    symbols = ((s, name) for s, name in encoder.names.items() if isinstance(s, sp.Symbol))
    return Question(violated, undefined if encoder.obligations else "", tuple(symbols))


def _undefined(encoder: Encoder, given: int) -> str:
    """Say that some part is undefined: what is known of later parts presupposes earlier ones."""
    formula, position = "false", len(encoder.facts)
    for start, condition, _ in reversed(encoder.obligations):
        known = " ".join(encoder.facts[max(start, given) : position])
        formula = f"(or (not {condition}) (and {known} {formula} true))"
        position = max(start, given)
    known = " ".join(encoder.facts[given:position])
    return f"(and {known} {formula} true)"


def _text(encoder: Encoder, facts: list[str], question: str) -> str:
    asserted = "".join(f"(assert {fact})\n" for fact in (*facts, question))
    return "\n".join(encoder.declared) + "\n" + asserted


def model_of(question: Question, answer: Answer) -> dict[sp.Symbol, Fraction]:
    """Return the symbols' values in a model; a symbol the model leaves out may have any value."""
    values = dict(answer.model)
    return {symbol: values.get(name, Fraction(1)) for symbol, name in question.names}
