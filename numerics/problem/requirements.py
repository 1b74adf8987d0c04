"""What a command asks of a problem: that it is one, and of a flow that the command knows."""

from numerics.errors import InputError
from numerics.problem.flow_problem import EXTENSIONS, FlowProblem
from spectra.errors import short


def require_problem(value: object) -> None:
    """Refuse anything but a FlowProblem."""
    if not isinstance(value, FlowProblem):
        raise InputError(f"problem = {short(value)}: give a FlowProblem")


def require_only(problem: FlowProblem, what: str, *known: str) -> None:
    """Refuse a flow that differs from the paper's in more than the known parameters."""
    require_problem(problem)
    unknown = [name for name in problem.extended if name not in known]
    if problem.init == "aligned" and "feature_rates" not in known:
        unknown.append("init")
    for name in unknown:
        *others, last = _known_of(problem, what)
        verbs = f"{', '.join(others)} and {last} do" if others else f"{last} does"
        raise InputError(
            f"{name} = {short(getattr(problem, name))}: {what} knows no such flow; {verbs}"
        )


def _known_of(problem: FlowProblem, what: str) -> list[str]:
    """Commands that do know the flow of a problem."""
    plain = set(problem.extended) <= {"loss", "decay", "data"}
    cross_entropy = problem.loss == "cross-entropy"
    few = (plain or cross_entropy) and len(problem.modes.groups) <= 2
    timed = few or not cross_entropy  # which margin tells modes of more groups has no answer
    known = ["solve"] + ["learning_times"] * timed
    known += ["enclose"] * (plain and few and problem.is_spectral and what != "enclose")
    return known + ["limit_times"] * timed


def require_squared(problem: FlowProblem, what: str) -> None:
    """Refuse another loss than the squared one, and data."""
    require_only(problem, what, *(name for name in EXTENSIONS if name not in ("loss", "data")))
