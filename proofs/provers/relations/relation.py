"""Scalar relations: a counterexample, or two independent proofs, or what was tried."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from time import perf_counter

import sympy as sp

from proofs.claims.domain import UNDEFINED, Domain
from proofs.claims.flow_quantities import Quantity
from proofs.claims.verdict import ROUTES_NEEDED, Counterexample, Evidence, Outcome, Verdict, combine
from proofs.provers.expressions import radical_normal_form
from proofs.provers.expressions.arb_evaluation import NoBallError, is_defined, truth
from proofs.provers.expressions.definedness import as_built, conditions
from proofs.provers.expressions.sample_points import Point, admissible
from proofs.provers.relations import tactics
from proofs.provers.relations.counterexamples import look, near, show, touch
from proofs.provers.relations.slack_search import search
from proofs.provers.smt.processes import Name
from proofs.provers.smt.real_arithmetic import PATIENT, QUICK, Attempt, ask_both, is_empty, shown_by
from proofs.provers.work_budget import budget

ROUTES: tuple[Name, ...] = ("z3", "cvc5")
METHOD = {"z3": "real arithmetic (Z3)", "cvc5": "polynomials (sympy, cvc5)"}
SHORT = 60
"""Milliseconds for a question that another route may answer faster."""

SECONDS = 1.5
"""Time one route may spend on tactics."""

TOUCHING = 1e-6
"""Relative slack below which the two sides may be equal somewhere."""

CONNECTIVES = (sp.Equivalent, sp.Xor, sp.ITE, sp.Nand, sp.Nor)


def evidence_on(statement: sp.Basic, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on a scalar statement until it is decided.

    Parameters
    ----------
    statement : sympy Boolean
        A relation or a Boolean combination of relations.
    domain : Domain
        Admissible values; its ``fixed`` values are put in first.
    """
    started = perf_counter()
    if statement.has(*CONNECTIVES):
        statement = sp.to_nnf(statement, simplify=False)
    if isinstance(statement, sp.Implies):
        premise, statement = statement.args
        domain = domain.restrict(premise)
    if domain.empty:
        yield Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return
    statement = domain.apply(statement)
    if statement.has(*UNDEFINED, sp.I) or _has_complex_roots(statement):
        detail = f"not real and finite under the assumptions: {statement}"
        yield Evidence("values", Outcome.INCONCLUSIVE, detail)
        return
    if isinstance(statement, sp.And):
        parts = enumerate(statement.args, 1)
        yield from all_of([(f"part {n}", part) for n, part in parts], domain)
        return
    found, seen = look(statement, domain)
    if found is not None:
        yield _refuted(found, "ball arithmetic", started)
        return
    if seen == 0 and _is_vacuous(domain):
        yield Evidence("assumptions", Outcome.VACUOUS, "no admissible value meets them")
        return
    if (part := _may_be_undefined(statement, domain)) is not None:
        detail = f"{part} is cancelled before it is known to be defined"
        yield Evidence("values", Outcome.INCONCLUSIVE, detail)
        return
    yield from _Case(statement, domain, seen).evidence()


class _Case:
    """One statement that no listed point refutes, and the routes that have proved it."""

    def __init__(self, statement: sp.Basic, domain: Domain, seen: int) -> None:
        self.statement, self.domain, self.seen = statement, domain, seen
        self.proved: set[str] = set()
        self.attempts: dict[Name, Attempt] = {}
        self.undefined: Point | None = None
        self.least = 1.0
        self.late: list[str] = []

    @property
    def is_settled(self) -> bool:
        return len(self.proved) >= ROUTES_NEEDED

    def evidence(self) -> Iterator[Evidence]:
        """Try the methods, cheap ones first, until the statement is decided."""
        if self.statement.has(Quantity):
            yield from self._of_quantities()
            return
        steps = (
            self._normal_form,
            self._solvers,
            self._search,
            self._tactics,
            self._touching,
            self._patience,
        )
        for step in steps:
            started = perf_counter()
            for item in step():
                yield replace(item, seconds=perf_counter() - started)
                if item.outcome is Outcome.REFUTES:
                    return
                if item.outcome is Outcome.PROVES:
                    self.proved.add(item.route)
                if self.is_settled:
                    return

    def _of_quantities(self) -> Iterator[Evidence]:
        """Compare numbers of the flow, which have no formula: that is done at stated values only."""
        started = perf_counter()
        if not self.domain.symbols and truth(self.statement, {}):
            detail = "holds at the stated values, beyond rounding"
            seconds = perf_counter() - started
            yield Evidence("ball arithmetic", Outcome.CERTIFIES, detail, seconds, "balls")
            return
        detail = (
            f"no counterexample among {self.seen} admissible points; numbers of the flow without a "
            "formula can be compared at stated values only"
        )
        yield Evidence("search", Outcome.INCONCLUSIVE, detail)

    # proofs -----------------------------------------------------------------------------------

    def _normal_form(self) -> Iterator[Evidence]:
        if not isinstance(self.statement, sp.Eq):
            return
        try:
            zero = radical_normal_form.vanishes(self.statement.lhs - self.statement.rhs)
        except radical_normal_form.NoNormalFormError:
            return
        if zero:
            detail = "both sides have the same normal form over the rationals and their radicals"
            yield Evidence("normal form (FLINT)", Outcome.PROVES, detail, route="flint")

    def _solvers(self, milliseconds: int = QUICK) -> Iterator[Evidence]:
        left = tuple(name for name in ROUTES if name not in self.proved)
        if "flint" in self.proved and not self.attempts:
            # one more proof is needed: what takes least work first
            self.attempts = ask_both(self.statement, self.domain, SHORT, ("z3",))
            if not self.attempts["z3"].proved:
                self.attempts |= ask_both(self.statement, self.domain, milliseconds, ("cvc5",))
        else:
            self.attempts = ask_both(self.statement, self.domain, milliseconds, left)
        for name, attempt in self.attempts.items():
            if attempt.proved:
                detail = "its negation has no solution in the reals"
                yield Evidence(METHOD[name], Outcome.PROVES, detail, route=name)
        for attempt in self.attempts.values():
            if attempt.model is not None:
                found = near(self.statement, self.domain, dict(attempt.model))
                if found is not None:
                    yield _refuted(found, "real arithmetic (Z3), ball arithmetic")
                    return
                self._note_undefined(attempt.model)
        if not self.is_settled:
            for name, attempt in self.attempts.items():
                if not attempt.proved:
                    detail = attempt.detail
                    if self.undefined is not None:
                        detail = f"undefined at {_words(self.undefined)}"
                    yield Evidence(METHOD[name], Outcome.INCONCLUSIVE, detail)

    def _note_undefined(self, model: dict[sp.Symbol, Fraction]) -> None:
        """Remember a model at which no ball encloses a value of one side."""
        point: Point = {s: v.limit_denominator(1000) for s, v in model.items()}
        point = {s: v for s, v in point.items() if s in self.domain.symbols}
        sides = self.statement.args if isinstance(self.statement, sp.Rel) else ()
        try:
            if admissible(self.domain, point) and not all(is_defined(x, point) for x in sides):
                self.undefined = point
        except NoBallError:
            return

    def _tactics(self, milliseconds: int = QUICK, seconds: float = SECONDS) -> Iterator[Evidence]:
        if self.undefined is not None:
            return
        for name in [n for n in ROUTES if n not in self.proved]:
            tools = tactics.toolbox(name, budget().clock() + seconds, milliseconds, self.late)
            argument = tactics.proves(self.statement, self.domain, tools)
            if not argument:
                return
            yield Evidence(f"tactics ({METHOD[name]})", Outcome.PROVES, argument, route=name)

    def _patience(self) -> Iterator[Evidence]:
        """Ask again with more time what was not answered in time."""
        if self.undefined is not None:
            return
        if any(attempt.timed_out for attempt in self.attempts.values()):
            yield from self._solvers(PATIENT)
        if self.late and not self.is_settled:
            yield from self._tactics(PATIENT // 2, 4 * SECONDS)

    # counterexamples --------------------------------------------------------------------------

    def _search(self) -> Iterator[Evidence]:
        if self.proved:
            return
        found, self.least = search(self.statement, self.domain)
        if found is not None:
            yield _refuted(found, "descent, ball arithmetic")

    def _touching(self) -> Iterator[Evidence]:
        if self.proved or self.least > TOUCHING:
            return
        found = touch(self.statement, self.domain)
        if found is not None:
            yield _refuted(found, "zeros, exact algebra")


def _has_complex_roots(statement: sp.Basic) -> bool:
    """Whether a root of a negative number occurs, which to sympy is complex."""
    return any(p.is_number and p.is_extended_real is False for p in statement.atoms(sp.Pow))


def _may_be_undefined(statement: sp.Basic, domain: Domain) -> sp.Basic | None:
    """Return a side that sympy would rewrite and that is not shown to be defined, if any.

    The routes may lose what is cancelled; what sympy leaves as it is, they look at themselves.
    """
    several = not isinstance(statement, sp.Rel)
    relations = sorted(statement.atoms(sp.Rel), key=str) if several else [statement]
    for side in (side for relation in relations for side in relation.args):
        needed = set(conditions(side)) if isinstance(side, sp.Expr) else set()
        if needed and not as_built(side) and not shown_by("z3", PATIENT)(sp.And(*needed), domain):
            return side
    return None


def _refuted(found: Counterexample, method: str, started: float | None = None) -> Evidence:
    seconds = 0.0 if started is None else perf_counter() - started
    return Evidence(method, Outcome.REFUTES, str(found), seconds, "balls", found)


def _words(point: Point) -> str:
    return ", ".join(f"{name} = {value}" for name, value in show(point))


def _is_vacuous(domain: Domain) -> bool:
    """Both routes agree that nothing meets the assumptions, integers taken as integers."""
    if is_empty(domain):
        return True
    for symbol in (s for s in domain.symbols if s.is_integer):
        for count in tactics.LAST_INTEGERS:
            cases = tactics.integers(symbol, domain, count)
            if cases and all(is_empty(case) for case in cases):
                return True
    return False


def all_of(named: Iterable[tuple[str, sp.Basic]], domain: Domain) -> Iterator[Evidence]:
    """Decide a conjunction part by part; the whole is proved only if each part is.

    The first part that fails, or that cannot be decided, is the result for the whole. If none does and
    some part holds at the stated values only, so does the whole.
    """
    started, parts = perf_counter(), list(named)
    routes: list[list[str]] = []
    certified = 0
    for name, part in parts:
        evidence = list(evidence_on(part, domain))
        verdict = combine(evidence)
        if verdict is Verdict.CERTIFIED:
            certified += 1
            continue
        if verdict is not Verdict.PROVED:
            yield from (replace(item, detail=f"{name}: {item.detail}") for item in evidence)
            return
        routes.append(sorted({e.route for e in evidence if e.outcome is Outcome.PROVES}))
    seconds = perf_counter() - started
    if certified:
        detail = f"{certified} of {len(parts)} parts hold at the stated values, beyond rounding"
        yield Evidence("part by part (balls)", Outcome.CERTIFIES, detail, seconds, "balls")
        return
    detail = f"{len(parts)} parts, each by two routes: {', '.join(n for n, _ in parts[:4])}"
    detail += ", …" if len(parts) > 4 else ""
    for end, route in ((0, "first"), (-1, "second")):
        used = ", ".join(sorted({r[end] for r in routes}))
        yield Evidence(f"part by part ({used})", Outcome.PROVES, detail, seconds, route)
