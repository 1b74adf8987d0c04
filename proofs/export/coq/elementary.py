"""Rules on exp, log, sin and cos."""

from functools import reduce

from proofs.export.coq.script import Script
from proofs.export.coq.text import name
from proofs.kernel.formulas import Formula
from proofs.kernel.polynomials import Poly
from proofs.kernel.steps import Step

RELATION = {">": "gt", ">=": "ge", "=": "eq", "!=": "ne"}


def _argument(script: Script, term: str) -> Poly:
    return script.scope.terms[term].args[0]


def _exponential(powers: list[tuple[str, int]]) -> str:
    """Return why a product of powers of exponentials is one exponential."""
    factors = [f"(exp_power {n} _ _ {name(x)}'is)" for x, n in powers]
    return reduce("(exp_times _ _ _ _ {} {})".format, factors or ["exp_one"])


def exponents(script: Script, step: Step, formula: Formula) -> None:
    """Σ nᵢaᵢ = 0 gives Π exp(aᵢ)^nᵢ = 1."""
    ring, powers = script.scope.ring, step["powers"]
    top = [(x, n) for x, n in powers if n > 0]
    bottom = [(x, -n) for x, n in powers if n < 0]
    sides = [
        reduce(lambda p, f: p * ring.generator(f[0]) ** f[1], s, ring.constant(1))
        for s in (top, bottom)
    ]
    total = sum((n * _argument(script, x) for x, n in powers), ring.constant(0))
    with script.shown(step["name"], formula):
        if script.unscale(sides[0] - sides[1], "=", formula):
            script.say(
                f"transitivity (({script.poly(sides[0])}) - ({script.poly(sides[1])})); [identity |]."
            )
            script.say("apply Rminus_diag_eq.")
            script.say(f"transitivity ({_plain(top)}); [identity |].")
            script.say(f"transitivity ({_plain(bottom)}); [| identity].")
            script.say(
                f"refine (exponents_by _ _ _ _ {_exponential(top)} {_exponential(bottom)} _)."
            )
            script.say("simpl INR.")
            script.say("apply difference.")
            script.say(f"transitivity ({script.poly(total)}); [identity |].")
            script.say(
                script.raw(script.poly(total), "0", total, "=", script.by(step.get("by", []))) + "."
            )


def _plain(powers: list[tuple[str, int]]) -> str:
    return " * ".join(f"{name(x)} ^ {n}" for x, n in powers) or "1"


def tangent(script: Script, step: Step, formula: Formula) -> None:
    """Exp a ≥ 1 + a, and > if a ≠ 0."""
    x, a = script.scope.ring.generator(step["exp"]), _argument(script, step["exp"])
    p, rel = x - 1 - a, ">" if "by" in step else ">="
    with script.shown(step["name"], formula):
        if script.unscale(p, rel, formula):
            script.say(
                f"replace ({script.poly(p)}) with ({name(step['exp'])} - 1 - ({script.poly(a)})) by identity."
            )
            script.say(f"apply (tangent_{RELATION[rel]} _ _ {name(step['exp'])}'is).")
            if "by" in step:
                script.say(script.raw(script.poly(a), "0", a, "!=", script.by(step["by"])) + ".")


def exp_sign(script: Script, step: Step, formula: Formula) -> None:
    """Exp a - 1 has the sign of a."""
    x, a = script.scope.ring.generator(step["exp"]), _argument(script, step["exp"])
    sign = -1 if step.get("flip") else 1
    forwards = step["from"] == "exponent"
    given, wanted = (sign * a, sign * (x - 1)) if forwards else (sign * (x - 1), sign * a)
    shown = [
        f"{'- ' * (sign < 0)}({text})" for text in (script.poly(a), f"{name(step['exp'])} - 1")
    ]
    shown = shown if forwards else shown[::-1]
    lemma = f"exp_{'flip' if sign < 0 else 'sign'}_{RELATION[step['rel']]}"
    with script.shown(step["name"], formula):
        if script.unscale(wanted, step["rel"], formula):
            script.say(f"replace ({script.poly(wanted)}) with ({shown[1]}) by identity.")
            script.say(f"apply (proj{1 if forwards else 2} ({lemma} _ _ {name(step['exp'])}'is)).")
            script.say(script.raw(shown[0], "0", given, step["rel"], script.by(step["by"])) + ".")


def explog(script: Script, step: Step, formula: Formula) -> None:
    """exp(log a) = a."""
    ring, x, y = script.scope.ring, step["exp"], step["log"]
    inside, a = _argument(script, x), _argument(script, y)
    difference = ring.generator(x) - a
    with script.shown(step["name"], formula):
        if script.unscale(difference, "=", formula):
            script.say(f"transitivity ({name(x)} - ({script.poly(a)})); [identity |].")
            script.say("apply Rminus_diag_eq.")
            script.say(f"refine (explog_by _ _ _ _ {name(x)}'is {name(y)}'exp _).")
            same = inside - ring.generator(y)
            script.say(
                script.raw(script.poly(inside), name(y), same, "=", script.by(step.get("by", [])))
                + "."
            )


def circle(script: Script, step: Step, formula: Formula) -> None:
    """sin² a + cos² a = 1."""
    x, y = name(step["sin"]), name(step["cos"])
    with script.shown(step["name"], formula):
        script.say(f"transitivity ({x} ^ 2 + {y} ^ 2 - 1); [identity |].")
        script.say(f"exact (circle_by _ _ _ {x}'is {y}'is).")


def angle_sum(script: Script, step: Step, formula: Formula) -> None:
    """Sin and cos of a + b by those of a and b."""
    x, (s, t), (c, d) = name(step["sum"]), map(name, step["sin"]), map(name, step["cos"])
    value = f"{s} * {d} + {c} * {t}" if step["of"] == "sin" else f"{c} * {d} - {s} * {t}"
    why = " ".join(f"{n}'is" for n in (x, s, t, c, d))
    with script.shown(step["name"], formula):
        script.say(f"transitivity ({x} - ({value})); [identity |].")
        script.say(f"refine ({step['of']}_sum_by _ _ _ _ _ _ _ _ {why} _). identity.")


def right_angle(script: Script, step: Step, formula: Formula) -> None:
    """sin(π/2) = 1; cos(π/2) = 0."""
    x, p = name(step["term"]), name(step["pi"])
    with script.shown(step["name"], formula):
        script.say(f"transitivity ({x} - {int(step['of'] == 'sin')}); [identity |].")
        script.say(f"refine ({step['of']}_right_by _ _ _ {x}'is {p}'is _). identity.")
