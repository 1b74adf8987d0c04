"""That a time (δ + c)·value, or (δ + c + over·√δ)·value, divided by δ tends to the value; and a time less Lδ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.language import Tree, leaves, substitute
from proofs.kernel.polynomials import NUMBER, Poly, rational
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.modes.script import Mode, Removal, Script, Summand
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import needed
from proofs.provers.finders.steps.divisors import texts

if TYPE_CHECKING:
    from proofs.provers.finders.steps.builder import Builder


def limit_of_times(mode: Mode, c: Tree, value: Tree, over: Tree | None = None) -> dict[str, Any]:
    """Prove that (δ + c)·value/δ tends to the value, or (δ + c + over·√δ)·value/δ."""
    b = mode.script.b.inner()
    with mode.script.b.aside():
        script, (far, sign), met, head = _far_out(mode, b)
        i, _, no_i = script.inverse(far, sign)
        v, shift = b.scope.poly(value), b.scope.poly(c)
        y = head["y"]
        nulls: Tree = ["inverse", y]
        form: Tree = ["*", value, ["+", "1", ["*", c, "eps"]]]
        if over is None:
            step = script.zero(v * (1 + shift * i) - (far + shift) * v * i, modulo=[no_i])
        else:
            nulls = ["inverse", ["root", 2, y]]
            form = ["*", value, ["+", "1", ["*", c, ["^", "eps", 2]], ["*", over, "eps"]]]
            step = _slower(script, (far, sign), (i, no_i), (v, shift, b.scope.poly(over)))
    wanted = {*met, step}
    return head | {
        "steps": needed(b.steps, wanted),
        "admissible": met,
        "nulls": {"eps": nulls},
        "form": form,
        "by": [step],
        "value": [],
    }


def _slower(
    script: Script, far: tuple[Poly, str], inverse: tuple[Poly, Removal], parts: tuple[Poly, ...]
) -> str:
    """Show value·(1 + c/δ + over/√δ) = (δ + c + over·√δ)·value/δ."""
    (y, sign), (i, no_i), (value, c, over) = far, inverse, parts
    root = script.term("root", y, script.b.ring.constant(2), by=[sign])
    square = script.keep(f"{script.named(root)}.0", root**2 - y)
    size = script.keep(f"{script.named(root)}.1", root)
    more = script.cone(root + 1, (1, [size]), (1, []))
    positive = script.cone(
        root, (1, [sign]), (1, [size]), factor=[(1, [more])], modulo=[(square, y)]
    )
    eps, _, no_eps = script.inverse(root, positive)
    gap = value * (1 + c * eps**2 + over * eps) - (y + c + over * root) * value * i
    return script.zero(gap, modulo=[no_i, (square, y), no_eps])


def _far_out(mode: Mode, b: Builder) -> tuple[Script, tuple[Poly, str], list[str], dict[str, Any]]:
    """Declare y far out in place of δ; return it, that it is positive, why it is admissible, and a head."""
    statement, script = mode.statement, Script(b)
    name, y, label = statement.goal[-2], b.new_bound(), b.new_name()
    conditions = [substitute(a, {name: y}) for a in statement.assume if name in leaves(a)]
    numbers = [
        fmpq(0),
        *(rational(x) for a in conditions for x in texts(a) if NUMBER.fullmatch(x)),
    ]
    far = b.scope.declare(y, statement.variables[name][0])
    b.atoms.append(script.learn(label, far - max(numbers), ">"))
    rest: list[Summand] = [(max(numbers), [])] if max(numbers) else []
    sign = script.cone(far, (1, [label]), *rest)
    met = [sign]
    for condition in conditions:
        introduce(b, condition)
        shown = prove(b, b.scope.formula(condition), 1)
        if shown is None:
            raise NotFoundError("an assumption is not met far out")
        met.append(shown)
    return (
        script,
        (far, sign),
        met,
        {"y": y, "beyond": {label: b.write(b.ring.constant(max(numbers)))}},
    )


def limit_of_later(
    mode: Mode, parts: tuple[Tree, ...], positive: str, value: str
) -> tuple[Tree, dict[str, Any]]:
    """Return L(δ + Λ/2 + N·e^(-ηδ)), and the proof that it less Lδ tends to LΛ/2, the value.

    Without a rate η it is N/δ.
    """
    multiple, half, size, rate = parts
    name = mode.goal[-2]
    b = mode.script.b.inner()
    with mode.script.b.aside():
        script, (far, sign), met, head = _far_out(mode, b)
        y = head["y"]
        if rate is None:
            fading, null = ["inv", name], ["inverse", y]
            script.inverse(far, sign)
        else:
            fading = ["exp", ["*", "-1", ["*", rate, name]]]
            null = ["decay", 0, ["scale", rate, y, [positive] if positive else []]]
            script.term("exp", -b.scope.poly(rate) * far)
        time = ["*", multiple, ["+", name, half, ["*", size, fading]]]
    return time, head | {
        "steps": needed(
            b.steps, {*met, *(step["name"] for step in b.steps if step["rule"] == "def")}
        ),
        "admissible": met,
        "nulls": {"eps": null},
        "form": ["*", multiple, ["+", half, ["*", size, "eps"]]],
        "by": [],
        "value": [value],
    }
