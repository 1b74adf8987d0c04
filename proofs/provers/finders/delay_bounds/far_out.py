"""Delays whose ratios tend to infinity or to 0 with one variable.

At a large ratio ρ a delay is (√2/4)log ρ but for a bounded rest; so it is (√2/4 + 8ν)·log ρ, where ν → 0.
At a small one, it is that at 1/ρ less ¼log(1/ρ).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.language import bound, substitute
from proofs.kernel.limits import approach
from proofs.kernel.points import compare, value
from proofs.provers.finders.delay_bounds.facts import Delays
from proofs.provers.finders.delay_bounds.large_ratio import FROM
from proofs.provers.finders.delay_bounds.late import Late
from proofs.provers.finders.delay_bounds.soon import Soon
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.points.search import meeting
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Statement, Tree

SLOPE = ["*", "1/4", ["root", "2", "2"]]
"""A delay at a large ratio r is this times log r, but for a rest of less than SIZE."""

SIZE = 8
LARGE_LOG = 40
"""From here on log r exceeds the rest also where it is multiplied by a small number."""

REST = "nu_"
"""How names of the null quantities begin that delays have."""

ORDERS = 1, 2, 4, 8
"""A threshold is that of a ratio which is the variable itself, to one of these powers."""

FAR = str(10**30)


class FarOut:
    """The delays of a limit, far out.

    Attributes
    ----------
    delays : Delays
    y : str
        The variable that tends to infinity.
    moving : dict
        What the variable of the limit is in it.
    leading : dict
        The delays by null quantities.
    rests : dict
        What these are.
    thresholds : list of trees
        What y has to exceed.
    """

    def __init__(self, statement: Statement) -> None:
        _, _, name, to, side, _ = statement.said
        _, *places = statement.goal[-2]
        taken = {*statement.variables, *bound(statement.goal)}
        if any(x.startswith(REST) for x in taken):
            raise NotFoundError(f"{REST} is how the names of null quantities begin")
        point = next(meeting(statement, statement.moving), {})
        small = []
        for _, delay, place in places:
            ratio = value(substitute(place, {**point, name: approach(to, side, FAR)}))
            if compare(1 / ratio - FROM, ">"):
                small.append(delay)
            elif not compare(ratio - FROM, ">"):
                raise NotFoundError("a ratio tends neither to infinity nor to 0")
        nus = {delay: f"{REST}{delay}" for _, delay, _ in places}
        self.delays = Delays(statement, *nus.values(), inverted=small)
        self.large = {nu: self.delays.other.get(delay, delay) for delay, nu in nus.items()}
        self.y = self.delays.b.new_bound()
        self.moving = {name: approach(to, side, self.y)}
        self.places = {x: substitute(p, self.moving) for x, p in self.delays.places.items()}
        self.leading = dict[str, Any]()
        for delay, nu in nus.items():
            log = ["log", self.places[self.large[nu]]]
            slope = ["+", SLOPE, ["*", str(SIZE), nu], *(["-1/4"] if delay in small else [])]
            self.leading[delay] = ["*", log, slope]
        self.order = self._order(point)
        self.thresholds: list[Tree] = [
            str(FROM**self.order),
            ["exp", str(LARGE_LOG * self.order)],
        ]
        self.rests = {nu: self._rest(x) for nu, x in self.large.items()}

    def _order(self, point: dict[str, Tree]) -> int:
        """Return an order for which all ratios are large beyond the threshold."""
        for order in ORDERS:
            start = {**point, self.y: str(FROM**order)}
            ratios = (value(substitute(self.places[x], start)) for x in self.large.values())
            if all(compare(ratio - FROM, ">=") for ratio in ratios):
                return order
        raise NotFoundError("a ratio grows too slowly")

    def _rest(self, delay: str) -> Any:
        """Describe (c - √2/4·log ρ)/(8·log ρ), which is at most 1/log ρ, and that at most 1/log y^(1/n)."""
        log = ["log", self.places[delay]]
        tree = [
            "*", f"1/{SIZE}", ["+", delay, ["*", "-1", SLOPE, log]], ["inv", log],
        ]  # fmt: skip
        slow = ["log", self.y if self.order == 1 else ["root", self.order, self.y]]
        return ["squeezed", tree, ["inverse", slow], []]

    def go_in(self) -> None:
        """Work in a branch from here on, with the ratios there."""
        self.delays.places = self.places
        self.delays.s = self.delays.s.inner()
        self.delays.b = self.delays.s.b

    def see_small(self) -> None:
        """Show that the null quantities are small."""
        for label, (_, tree, _, by) in self.rests.items():
            by.extend(self._small(self.large[label], tree))

    def _small(self, delay: str, rest: Tree) -> list[str]:
        s, b = self.delays.s, self.delays.b
        bounds = {x["how"]: x["name"] for x in self.delays.known if x.get("of") == delay}
        if set(bounds) != {"late", "soon"}:
            raise NotFoundError("the delay is not bounded")
        least = ["log", self.y if self.order == 1 else ["root", self.y, str(self.order)]]
        introduce(b, rest)
        introduce(b, least)
        p, x, low = (b.scope.poly(tree) for tree in (rest, ["log", self.places[delay]], least))
        b.atoms.append(s.shown(low - LARGE_LOG, ">"))
        over, plow, no_low = s.inverse(low, s.shown(low, ">"))
        _, above, no_x = s.inverse(x, s.shown(x, ">"))
        less, root, found = s.shown(x - low, ">="), b.scope.poly(SLOPE) * 4, []
        for sign, how, more in ((-1, "soon", Soon.more), (1, "late", -Late.more)):
            enough = s.shown(SIZE - more * root / 2, ">")
            parts = (fmpq(1, SIZE), [above, bounds[how]]), (fmpq(1, SIZE), [above, enough])
            slower = (1, [above, plow, less])
            found.append(s.cone(over + sign * p, *parts, slower, modulo=[no_x, no_low]))
        return found
