"""The mean value theorem: derivatives and continuity, put together by lemmas on each term."""

from collections.abc import Callable
from dataclasses import dataclass, field

from proofs.export.coq.definitions import order
from proofs.export.coq.script import LEMMAS, Script
from proofs.export.coq.text import HEADS, name, polynomial
from proofs.kernel.elementary import at, slope
from proofs.kernel.errors import ensure
from proofs.kernel.formulas import Formula, fact
from proofs.kernel.functions import FUNCTIONS, Args
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step

OTHER: dict[str, Callable[[Poly, Poly], tuple[str, Args]]] = {
    "root": lambda t, _a: ("inv", (2 * t,)), "log": lambda _t, a: ("inv", (a,)),
    "sin": lambda _t, a: ("cos", (a,)), "cos": lambda _t, a: ("sin", (a,)),
    "atan": lambda _t, a: ("inv", (1 + a**2,)),
}  # fmt: skip
"""The other term that the derivative of a term contains."""

REASONS = {
    "inv": "{t} _ _ {t}'ok {t}'is", "exp": "{t} _ _ {t}'is", "log": "{u} _ _ {t}'ok {u}'is",
    "root": "{t} {u} _ _ {t}'is {t}'ok {u}'ok {u}'is", "sin": "{u} _ _ {u}'is", "cos": "{u} _ _ {u}'is",
    "atan": "{u} _ _ _ {u}'is _",
}  # fmt: skip
"""What the lemma on the derivative of a term asks for."""


@dataclass
class Place:
    """Terms of a function as they are written where its variable has a value.

    Attributes
    ----------
    inner : Scope
        Knows the terms by name.
    label : str
        Begins the names of the hypotheses.
    written : dict
        How the variable and the terms that contain it are written.
    values : list of str
        Hypotheses that say which name of Coq each of them is.
    """

    inner: Scope
    label: str
    written: dict[str, str]
    values: list[str] = field(default_factory=list)

    def text(self, p: Poly) -> str:
        """Return a polynomial as it is written there."""
        return polynomial(self.inner.ring, p, self.written)

    def head(self, t: str) -> str:
        """Return the function of Coq that a term applies to its argument."""
        term = self.inner.terms[t]
        is_square = term.op != "root" or order(term.args[1]) == 2
        ensure(is_square and term.op in REASONS, f"{term.op} is not differentiated for Coq")
        return {"root": "sqrt", "inv": "Rinv"}.get(term.op, HEADS[term.op])

    def applied(self, t: str) -> str:
        """Return a term as it is written there."""
        return f"({self.head(t).replace('Rinv', '/')} ({self.text(self.inner.terms[t].args[0])}))"

    @property
    def identity(self) -> str:
        """The tactic for an identity of what is written there and of names."""
        rewritten = "".join(f"rewrite ?{label}; " for label in reversed(self.values))
        return f"computed; {rewritten}identity"


def _moving(inner: Scope, variable: str, *polys: Poly) -> list[str]:
    """Return the terms in polynomials that contain the variable, each after what it contains."""

    def within(p: Poly) -> set[str]:
        found = inner.ring.names_in(p) & set(inner.terms)
        return found.union(*(within(a) for t in found for a in inner.terms[t].args))

    found = set[str]().union(*map(within, polys))
    return [t for t in inner.terms if t in found and inner.depends(inner.ring.generator(t), variable)]  # fmt: skip


def _find(script: Script, place: Place, moving: list[str], known: Callable[[str], str]) -> Place:
    """Show which name each term has at a place; ``known`` returns it."""
    for i, t in enumerate(moving):
        text, label = place.applied(t), f"{place.label}{i}"
        with script.block(f"assert ({label} : {text} = {name(known(t))})."):
            script.say(
                f"refine (eq_trans (f_equal {place.head(t)} _) (eq_sym {name(known(t))}'is));"
            )
            script.say(f"  {place.identity}.")
        place.values.append(label)
        place.written[t] = text
    return place


def mean_value(script: Script, step: Step, run: Callable[[Script, list[Step]], None]) -> Formula:
    """From f′ > 0 (≥ 0) inside: f(b) > (≥) f(a); ``run`` writes the steps inside."""
    outer, variable, rel = script.scope, step["variable"], _relation(step)
    inside = Script(outer.inner(), depth=script.depth + 2)
    inner, ends = inside.scope, (outer.read(step["low"]), outer.read(step["high"]))
    _inside(inside, variable, *ends)
    run(inside, step["steps"])
    f = inner.read(step["f"])
    derivative = slope(inner, f, variable)
    bottom, top = (at(inner, outer, f, {variable: end}) for end in ends)
    formula = fact(top - bottom, rel)
    function = Place(inner, "", {variable: "s'"})
    for t in _moving(inner, variable, f, derivative):
        function.written[t] = function.applied(t)
    with script.shown(step["name"], formula):
        if script.unscale(top - bottom, rel, formula):
            places = _ends(script, step, function, f, derivative)
            with script.block("(* between *)"):
                script.say("intros {0} {0}'above {0}'below.".format(name(variable)))
                _between(inside, step, function, f, derivative)
                script.lines += inside.lines
            for place, end in zip(places, ends, strict=True):
                with script.block(f"(* continuous at {script.poly(end)} *)"):
                    known = _known_at(inner, outer, variable, end)
                    _continuous(script, function, place, place.written[variable], known)
    return formula


def _relation(step: Step) -> str:
    return ">" if step["strict"] is True else ">="


def _ends(
    script: Script, step: Step, function: Place, f: Poly, derivative: Poly
) -> tuple[Place, Place]:
    """Reduce the goal to what the theorem asks for, and show that the ends are in order."""
    inner, variable, rel = function.inner, step["variable"], _relation(step)
    low, high = (script.scope.read(step[end]) for end in ("low", "high"))
    places = [
        Place(inner, f"{name(variable)}'{label}", {variable: f"({script.poly(end)})"})
        for label, end in (("low", low), ("high", high))
    ]
    moving, polys = _moving(inner, variable, f), []
    for place, end in zip(places, (low, high), strict=True):
        _find(script, place, moving, _known_at(inner, script.scope, variable, end))
        polys.append(at(inner, script.scope, f, {variable: end}))
    both = Place(inner, "", {}, [v for place in places for v in place.values])
    script.say(f"replace ({script.poly(polys[1] - polys[0])})")
    script.say(f"  with (({places[1].text(f)}) - ({places[0].text(f)}))")
    script.say(f"  by ({both.identity}).")
    script.say(f"refine (mean_value_{'gt' if rel == '>' else 'ge'} (fun s' => {function.text(f)})")
    script.say(f"  (fun s' => {function.text(derivative)})")
    script.say(f"  {' '.join(place.written[variable] for place in places)} _ _ _ _).")
    with script.block("(* the ends *)"):
        width = f"{places[1].written[variable]} - {places[0].written[variable]}"
        by = script.by(step["ordered"])
        script.say(script.raw(width, "0", high - low, rel, by) + ".")
    return places[0], places[1]


def _known_at(inner: Scope, outer: Scope, variable: str, value: Poly) -> Callable[[str], str]:
    """Return what names the terms have outside, where the variable has a value there."""

    def known(t: str) -> str:
        (found,) = outer.ring.names_in(at(inner, outer, inner.ring.generator(t), {variable: value}))
        return str(found)

    return known


def _inside(script: Script, variable: str, low: Poly, high: Poly) -> None:
    """Begin the steps inside: the variable lies between the ends."""
    x, v = script.scope.declare(variable, "real"), name(variable)
    for label, p, text in (
        ("above", x - low, f"{v} - ({script.poly(low)})"),
        ("below", high - x, f"({script.poly(high)}) - {v}"),
    ):
        formula = fact(p, ">")
        with script.shown(f"{variable}_{label}", formula):
            if script.unscale(p, ">", formula):
                script.say(f"replace ({script.poly(p)}) with ({text}) by identity.")
                script.say(f"exact {v}'{label}.")
        script.scope.learn(f"{variable}_{label}", formula)


def _between(script: Script, step: Step, function: Place, f: Poly, derivative: Poly) -> None:
    """Prove that f has its derivative, and this its sign, at a point inside."""
    inner, variable, x = script.scope, step["variable"], name(step["variable"])
    place = Place(inner, f"{x}'here", {variable: x})
    _find(script, place, _moving(inner, variable, f, derivative), str)
    for t in _moving(inner, variable, f):
        a = inner.terms[t].args[0]
        da, dt = (slope(inner, p, variable) for p in (a, inner.ring.generator(t)))
        u = ""
        if (op := inner.terms[t].op) in OTHER:
            (u,) = inner.ring.names_in(inner.find(*OTHER[op](inner.ring.generator(t), a)))
        parts = f"(fun s' => {function.text(a)}) {x} ({script.poly(da)}) ({script.poly(a)})"
        reasons = REASONS[op].format(t=name(t), u=name(u))
        shown = f"derivable_pt_lim (fun s' => {function.text(inner.ring.generator(t))}) {x}"
        with script.block(f"assert (slope'{t} : {shown} ({script.poly(dt)}))."):
            script.say(f"eapply derive_equal; [refine (derive_{op} {parts} {reasons}) | identity];")
            script.say(
                f"  [eapply derive_equal; [derivative | {place.identity}] | {place.identity} ..]."
            )
    script.say("split.")
    with script.block("(* the derivative *)"):
        script.say(f"eapply derive_equal; [derivative | {place.identity}].")
    with script.block("(* its sign *)"):
        script.say("computed.")
        written = place.text(derivative)
        script.say(f"replace ({written}) with ({script.poly(derivative)}) by ({place.identity}).")
        by = script.by(step["by"])
        script.say(script.raw(script.poly(derivative), "0", derivative, _relation(step), by) + ".")


def _continuous(
    script: Script, function: Place, place: Place, end: str, known: Callable[[str], str]
) -> None:
    """Prove that f is continuous at an end, since its terms have a value there."""
    inner = function.inner
    for t in list(place.written)[1:]:  # the variable is the first
        op, a = inner.terms[t].op, inner.terms[t].args[0]
        shown = f"continuity_pt (fun s' => {function.text(inner.ring.generator(t))}) {end}"
        with script.block(f"assert (continuous'{t} : {shown})."):
            lemma = f"continuous_{op} (fun s' => {function.text(a)}) {end}"
            needs = [
                f"computed; refine (proj2 ({LEMMAS[rel]} 1 _ 0 ({value}) _ _) {name(known(t))}'ok); "
                f"[constant | {place.identity}]"
                for _, rel in FUNCTIONS[op].needs
                for value in [script.poly(script.scope.terms[known(t)].args[0])]
            ]
            script.say(f"refine ({' '.join([lemma, '_', *('_' for _ in needs)])});")
            script.say(f"  [{' | '.join(['continuous', *needs])}].")
    script.say("continuous.")
