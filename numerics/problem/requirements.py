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
    enclosed = what != "enclose" and set(problem.extended) <= {"loss", "decay", "data"}
    for name in unknown:
        raise InputError(
            f"{name} = {short(getattr(problem, name))}: {what} knows no such flow; solve, "
            f"learning_times{', enclose' * enclosed} and limit_times do"
        )


def require_squared(problem: FlowProblem, what: str) -> None:
    """Refuse another loss than the squared one, and data."""
    require_only(problem, what, *(name for name in EXTENSIONS if name not in ("loss", "data")))
