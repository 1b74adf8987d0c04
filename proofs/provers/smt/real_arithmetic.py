"""The two routes through real arithmetic, asked at the same time.

Each route must show that the statement cannot fail and that it is defined everywhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from proofs.claims.domain import UNDEFINED, Domain
from proofs.provers.smt import cvc5_question, processes, z3_question
from proofs.provers.smt.processes import Name

QUICK, PATIENT = 300, 2500
"""Milliseconds a solver gets at first, and when nothing else is left."""

Question = z3_question.Question | cvc5_question.Question
Prove = Callable[[sp.Basic, Domain], bool]


@dataclass(frozen=True)
class Attempt:
    """What one route found.

    Attributes
    ----------
    proved : bool
    detail : str
        In words, why not.
    model : dict or None
        Values at which the statement may fail or be undefined.
    timed_out : bool
        Whether more time might help.
    """

    proved: bool
    detail: str = ""
    model: dict[sp.Symbol, Fraction] | None = None
    timed_out: bool = False


def ask_both(
    statement: sp.Basic,
    domain: Domain,
    milliseconds: int = QUICK,
    routes: tuple[Name, ...] = ("z3", "cvc5"),
) -> dict[Name, Attempt]:
    """Try to prove ``statement`` on ``domain`` by the routes named.

    Examples
    --------
    >>> from proofs.claims.domain import domain_of
    >>> from spectra import R
    >>> found = ask_both(sp.sqrt(R + 1) < sp.sqrt(R) + 1, domain_of([R], []))
    >>> found["z3"].proved, found["cvc5"].proved
    (True, True)
    """
    if isinstance(statement, sp.Rel) and all(a.is_Rational for a in statement.args):
        statement = statement.func(*statement.args)
    if statement == sp.true:
        return {name: Attempt(True) for name in routes}
    found: dict[Name, Attempt] = {}
    first = routes
    if "z3" in routes:
        try:
            for walk in z3_question.questions(statement, domain):
                found |= _answer(_questions(walk, statement, domain, first, found), milliseconds)
                first = ("z3",)
                if found["z3"].proved:
                    break
        except z3_question.NotEncodableError as error:
            found["z3"] = Attempt(False, str(error))
    if "cvc5" in routes and "cvc5" not in found:
        left = _questions(None, statement, domain, ("cvc5",), found)
        found |= _answer(left, milliseconds)
    return found


def _questions(
    walk: z3_question.Question | None,
    statement: sp.Basic,
    domain: Domain,
    routes: tuple[Name, ...],
    found: dict[Name, Attempt],
) -> Iterator[tuple[Name, Question]]:
    """Yield Z3's question first: cvc5's takes longer to work out, and Z3 can think meanwhile."""
    if walk is not None:
        yield "z3", walk
    if "cvc5" in routes:
        try:
            yield "cvc5", cvc5_question.question(statement, domain)
        except (cvc5_question.NotPolynomialError, sp.PolynomialError) as error:
            found["cvc5"] = Attempt(False, f"not a statement on polynomials: {error}")


def _answer(questions: Iterator[tuple[Name, Question]], milliseconds: int) -> dict[Name, Attempt]:
    found: dict[Name, Attempt] = {}
    asked: dict[Name, Question] = {}

    def texts() -> Iterator[tuple[Name, str]]:
        for name, question in questions:
            asked[name] = question
            yield name, question.violated

    answers = processes.ask_all(texts(), milliseconds)
    doubtful = {n: q for n, q in asked.items() if answers[n].status == "unsat" and q.undefined}
    undefined = processes.ask_all(((n, q.undefined) for n, q in doubtful.items()), milliseconds)
    for name, question in asked.items():
        answer, detail = answers[name], "the given facts about exp and log do not decide it"
        if name in doubtful and undefined[name].status != "unsat":
            answer, detail = undefined[name], "not shown to be defined everywhere"
        if answer.status == "unsat":
            found[name] = Attempt(True)
            continue
        model = None
        if isinstance(question, z3_question.Question) and answer.status == "sat":
            model = z3_question.model_of(question, answer)
        late = answer.status == "unknown"
        found[name] = Attempt(False, "no answer in time" if late else detail, model, late)
    return found


def shown_by(name: Name, milliseconds: int = QUICK, late: list[str] | None = None) -> Prove:
    """Return one route as a yes-or-no question; no means "not shown".

    Questions not answered in time are noted in ``late``.
    """

    def prove(statement: sp.Basic, domain: Domain) -> bool:
        if domain.empty:
            return True
        if statement.has(*UNDEFINED):
            return False
        attempt = ask_both(statement, domain, milliseconds, (name,))[name]
        if attempt.timed_out and late is not None:
            late.append(str(statement))
        return attempt.proved

    return prove


def is_empty(domain: Domain) -> bool:
    """Whether both routes agree that no real values meet the conditions."""
    if domain.empty:
        return True
    never = sp.Eq(sp.S.Zero, sp.S.One, evaluate=False)
    return all(f.proved for f in ask_both(never, domain).values())
