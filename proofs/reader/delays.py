"""From relations in the delay of the coupled mode to statements of the proof checker: trusted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

import spectra
from proofs.claims.flow_quantities import Delay
from proofs.claims.flow_statements import LearningTime
from proofs.kernel.language import Tree
from proofs.reader.mode_equations import HALF, equations
from proofs.reader.scalars import Reader, Reading, UnreadableError, declare, new_name
from spectra import delta, t


@dataclass(frozen=True)
class Naming(Reader):
    """Reads a relation, and gives names to those parts of it that are chosen."""

    chosen: Callable[[sp.Basic], bool] = lambda _: False
    word: str = "c"
    found: dict[sp.Basic, str] = field(default_factory=dict)

    def tree(self, expr: sp.Basic) -> Tree:
        """Read a term; what is chosen has one name, and so no index of a sum in it."""
        if not self.chosen(expr):
            return super().tree(expr)
        if bound := expr.free_symbols.intersection(self.indices):
            raise UnreadableError(f"{expr} is read outside of sums only, and {bound} runs there")
        taken = {*self.names.values(), *self.found.values()}
        return self.found.setdefault(expr, new_name(self.word, taken, self.word))


def read_delays(said: Any, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read a formula or limit of c(R), the limit of T·√(R + 1) - δ for the mode between two groups.

    The equations of the mode at a ratio and from a start e^(-δ) are part of what is read. The premise
    of an implication joins the assumptions, unless it speaks of c(R).

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    assume = list(assume)
    while isinstance(said, sp.Implies) and not said.args[0].has(Delay):
        premise, said = said.args
        assume.append(premise)
    scalars, kinds = declare({x for part in (said, *assume) for x in part.free_symbols})
    reader = Naming(scalars.names, chosen=lambda x: isinstance(x, Delay))
    told = reader.goal(said)
    places = [["delay", name, scalars.tree(c.args[0])] for c, name in reader.found.items()]
    mode = equations(LearningTime("maj-min", sp.S.One))
    names, taken = dict[sp.Symbol, str](), {*kinds, *reader.found.values()}
    for symbol in (t, spectra.R, delta, *mode.lets, *mode.solutions):
        names[symbol] = new_name(symbol.name, {*taken, *names.values()}, symbol.name)
    read = Reader(names)
    ends = map(read.tree, (mode.beta, HALF, sp.sqrt(spectra.R + 1)))
    goal = [
        "delays", ["moment", names[t]], ["ratio", names[spectra.R]], ["start", names[delta]],
        *mode.written(read), *ends, ["places", *places], told,
    ]  # fmt: skip
    statement = {"variables": kinds, "assume": scalars.assumptions(assume), "goal": goal}
    return Reading(statement, scalars.names)
