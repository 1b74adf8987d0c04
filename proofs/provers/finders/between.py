"""Scripts for the mode between two groups, in w, h₁ and h₂.

    w′ = g₁h₁ + g₂h₂ - w(ω₁h₁² + ω₂h₂²),   hᵢ′ = w(gᵢ - ωᵢwhᵢ),   gᵢ = ωᵢtᵢ,
    β = w(t₁h₁ + t₂h₂)/σ²,   σ² = t₁² + t₂²,   μ² = g₁² + g₂²,

from w = e^(-δ), hᵢ = e^(-δ)tᵢ/σ. All of w, h₁, h₂ stay positive, and w² = h₁² + h₂².

* w grows at most like e^(μt-δ), and β ≤ w²/σ: so β < ½ before (δ - 1/σ)/μ.
* Z = μw + g₁h₁ + g₂h₂ lies between μw and 2μw, and (O + μX)Z² ≥ μ³ with X = e^(2δ-2μt) and
  O = ω₁ + ω₂. So w² ≥ ¼μ/(O + μX), and E = ½Σωᵢ(tᵢ - whᵢ)² decays: E·(1 + 1/X)ⁿ is at most
  C = ω₁t₁² + ω₂t₂², with 4n(O + μ) = o, where 1/o = 1/ω₁ + 1/ω₂. At (δ + D)/μ, D = 4C/(noσ²),
  this leaves E ≤ oσ²/8, and then β ≥ ½.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from proofs.kernel.language import Tree
from proofs.kernel.polynomials import Poly
from proofs.provers.finders.logistic import follows
from proofs.provers.finders.script import Mode, Removal, Script, Times, tree_of
from proofs.provers.finders.terms import introduce

HALF = fmpq(1, 2)


@dataclass
class Known:
    """What is shown of every such mode."""

    positive: dict[str, str]  # of ω₁, ω₂, t₁, t₂, σ, w, h₁, h₂, by place
    cone: Removal
    sigma: Removal
    mu: Removal
    no_sigma2: Removal
    growth: str
    drive: str
    aligned: str
    bounds: dict[str, Any]


def _constants(mode: Mode) -> tuple[list[str], Removal]:
    """Show that the constants are positive, and σ² = t₁² + t₂²."""
    s, (_, _, t1, t2, sigma) = mode.script, mode.lets
    return [s.shown(x, ">") for x in mode.lets], (s.shown(sigma**2 - t1**2 - t2**2, "="), sigma)


def _base(mode: Mode, pos: list[str], square: Removal, mu: Poly, pmu: str, is_mu: str) -> dict[str, Any]:
    """Show positivity, w² = h₁² + h₂², and w ≤ e^(μt-δ)."""
    s, (o1, o2, t1, t2, sigma), (w, h1, h2) = mode.script, mode.lets, mode.y
    po1, po2, pt1, pt2, ps = pos
    zero = s.b.ring.constant(0)
    delta, t = s.name(_delta(mode)), mode.time
    e = s.term("exp", -delta)
    pe = f"{s.named(e)}.0"
    i, pi, no_i = s.inverse(sigma, ps)
    u = s.term("exp", mu * t - delta)
    pu = f"{s.named(u)}.0"
    mode.enter()
    starts = [[pe], *([s.cone(x * i * e, (1, [px, pi, pe]))] for x, px in ((t1, pt1), (t2, pt2)))]
    pw, p1, p2 = s.carry(
        ">",
        (w, -(o1 * h1**2 + o2 * h2**2), starts[0], lambda inner, hyp, gap: [
            inner.cone(gap, (1, [po1, pt1, hyp[1]]), (1, [po2, pt2, hyp[2]]))]),
        (h1, -o1 * w**2, starts[1], lambda inner, hyp, gap: [inner.cone(gap, (1, [po1, pt1, hyp[0]]))]),
        (h2, -o2 * w**2, starts[2], lambda inner, hyp, gap: [inner.cone(gap, (1, [po2, pt2, hyp[0]]))]),
    )  # fmt: skip
    start = s.zero(s.at_start(w**2 - h1**2 - h2**2), modulo=[(square[0], t1), no_i])
    (cone,) = s.carry("=", (w**2 - h1**2 - h2**2, zero, [start], lambda *_: []))
    on_cone: Removal = (cone, w)

    def below(size: Poly, psize: str, removal: Removal, x: Poly, y: Poly, px: str, py: str) -> str:
        """Show x·h₁ + y·h₂ ≤ size·w where size² = x² + y²."""
        along = x * h1 + y * h2
        total = s.cone(size * w + along, (1, [psize, pw]), (1, [px, p1]), (1, [py, p2]))
        return s.cone(
            size * w - along, (1, [], x * h2 - y * h1), factor=[(1, [total])], modulo=[removal, on_cone]
        )

    g1, g2 = (s.cone(o * x, (1, [po, px])) for o, x, po, px in ((o1, t1, po1, pt1), (o2, t2, po2, pt2)))
    drive = below(mu, pmu, (is_mu, mu), o1 * t1, o2 * t2, g1, g2)
    aligned = below(sigma, ps, square, t1, t2, pt1, pt2)
    (growth,) = s.carry(">=", (u - w, mu, [], lambda inner, _, gap: [
        inner.cone(gap, (1, [drive]), (1, [po1, pw], h1), (1, [po2, pw], h2))]))  # fmt: skip
    bounds = {s.named(w): {"by": s.b.write(u), "from": [growth, s.cone(u + w, (1, [pu]), (1, [pw]))]}}
    for h, ph, other in ((h1, p1, h2), (h2, p2, h1)):
        total = s.cone(w + h, (1, [pw]), (1, [ph]))
        less = s.cone(w - h, (1, [], other), factor=[(1, [total])], modulo=[on_cone])
        both = [s.cone(u - h, (1, [growth]), (1, [less])), s.cone(u + h, (1, [pu]), (1, [ph]))]
        bounds[s.named(h)] = {"by": s.b.write(u), "from": both}
    return {
        "pw": pw, "p1": p1, "p2": p2, "cone": on_cone, "drive": drive, "aligned": aligned, "u": u,
        "growth": growth, "bounds": bounds, "i": i, "pi": pi, "no_i": no_i, "e": e, "g1": g1, "g2": g2,
    }  # fmt: skip


def _delta(mode: Mode) -> str:
    """Return the name of δ: it stands in the start e^(-δ) of w."""
    return str(mode.goal[3][1][3][1][2])


def strength(mode: Mode, formula: Tree, at_zero: Tree) -> tuple[list[str], dict[str, Any]]:
    """Show β = Y for equal weights: h₁/t₁ = h₂/t₂ stays, and β is logistic."""
    s, (o1, o2, t1, t2, sigma), (w, h1, h2) = mode.script, mode.lets, mode.y
    pos, square = _constants(mode)
    po1, po2, pt1, pt2, ps = pos
    same = s.shown(o1 - o2, "=")
    mu = o1 * sigma
    # μ = ωσ is given a name by being the inverse of its inverse
    pmu = s.cone(mu, (1, [po1, ps]))
    v, pv, no_v = s.inverse(mu, pmu)
    m, pm, no_m = s.inverse(v, pv)
    is_mu = s.zero(
        m**2 - o1**2 * t1**2 - o2**2 * t2**2,
        modulo=[no_m, no_v, (same, o2), (square[0], sigma)],
    )
    mode.begin()
    introduce(s.b, formula)
    introduce(s.b, at_zero)
    k = _base(mode, pos, square, m, pm, is_mu)
    claimed = s.b.scope.poly(formula)
    start = s.zero(s.at_start(t2 * h1 - t1 * h2))
    (line,) = s.carry("=", (t2 * h1 - t1 * h2, -o1 * w**2, [start], lambda inner, _, gap: [
        inner.zero(gap, modulo=[(same, o2)])]))  # fmt: skip
    along = t1 * h1 + t2 * h2
    total = s.cone(sigma * w + along, (1, [ps, k["pw"]]), (1, [pt1, k["p1"]]), (1, [pt2, k["p2"]]))
    to_line: Removal = (line, h1, pt2)
    size = s.zero(
        sigma * w - along, factor=[total], modulo=[k["cone"], (square[0], sigma), to_line]
    )
    j = s.term("inv", sigma**2, by=[s.cone(sigma**2, (1, [ps, ps]))])
    no_j: Removal = (f"{s.named(j)}.0", j, f"{s.named(j)}.needs")
    beta = w * along * j

    def change(inner: Script) -> list[str]:
        gap = mode.flow.derivative(inner.b.scope, beta) - 2 * o1 * sigma * beta * (1 - beta)
        removals = [(same, o2), no_j, (size, w, ps), to_line, (square[0], sigma)]
        return [inner.zero(gap, modulo=removals)]

    return [follows(mode, beta, claimed, o1 * sigma, change)], k["bounds"]


def times(mode: Mode, beyond: str) -> Times:
    """β = ½ between (δ - 1/σ)/μ and (δ + D)/μ."""
    s, (o1, o2, t1, t2, sigma), (w, h1, h2) = mode.script, mode.lets, mode.y
    delta, t, value = s.name(mode.goal[-2]), mode.time, s.b.scope.poly(mode.goal[-1])
    pos, square = _constants(mode)
    po1, po2, pt1, pt2, ps = pos
    pvalue = s.shown(value, ">")
    mu, pmu, no_mu = s.inverse(value, pvalue)
    is_mu = s.shown(mu**2 - o1**2 * t1**2 - o2**2 * t2**2, "=")
    i, pi, no_i = s.inverse(sigma, ps)
    O = o1 + o2  # noqa: E741, N806
    pO = s.cone(O, (1, [po1]), (1, [po2]))  # noqa: N806
    q, pq, no_q = s.inverse(O, pO)
    o = o1 * o2 * q
    p4 = s.cone(4 * (O + mu), (4, [pO]), (4, [pmu]))
    x, px, no_x = s.inverse(4 * (O + mu), p4)
    n = o * x
    C = o1 * t1**2 + o2 * t2**2  # noqa: N806
    pC = s.cone(C, (1, [po1, pt1, pt1]), (1, [po2, pt2, pt2]))  # noqa: N806
    pn = s.cone(n, (1, [po1, po2, pq, px]))
    po = s.cone(o, (1, [po1, po2, pq]))
    p_nos = s.cone(n * o * sigma**2, (1, [pn, po, ps, ps]))
    z, pz, no_z = s.inverse(n * o * sigma**2, p_nos)
    D = 4 * C * z  # noqa: N806
    mode.begin()
    s.learn(beyond, delta - i, ">")
    pdelta = s.cone(delta, (1, [beyond]), (1, [pi]))
    early_end = s.cone((delta - i) * value, (1, [beyond, pvalue]))
    late_end = s.cone((delta + D) * value, (1, [pdelta, pvalue]), (4, [pC, pz, pvalue]))
    k = _base(mode, pos, square, mu, pmu, is_mu)
    u, e = k["u"], k["e"]
    along = t1 * h1 + t2 * h2
    j = s.term("inv", sigma**2, by=[s.cone(sigma**2, (1, [ps, ps]))])
    no_j: Removal = (f"{s.named(j)}.0", j, f"{s.named(j)}.needs")
    beta = w * along * j
    X = s.term("exp", 2 * delta - 2 * mu * t)  # noqa: N806
    pX, pu, pe = (f"{s.named(y)}.0" for y in (X, u, e))  # noqa: N806

    def early(inner: Script, hyp: str) -> str:
        rest = inner.cone(delta - i - mu * t, (1, [pmu, hyp]), modulo=[no_mu])
        tangent = inner.tangent(X)
        large = inner.cone(
            sigma * X - 2, (1, [ps, tangent]), (1, [ps]), (2, [ps, rest]), modulo=[no_i]
        )
        product = inner.exponents((u, 2), (X, 1))
        less = inner.cone(sigma - 2 * u**2, (1, [large, pu, pu]), modulo=[(product, u, pX)])
        sum_ = inner.cone(u + w, (1, [pu]), (1, [k["pw"]]))
        part = inner.cone(
            sigma**2 - 2 * w * along,
            (1, [ps, less]), (2, [ps, k["growth"], sum_]), (2, [k["pw"], k["aligned"]]),
        )  # fmt: skip
        return inner.cone(HALF - beta, (1, [part]), factor=[(2, [ps, ps])], modulo=[no_j])

    energy = _energy(mode, k, pos, locals())

    def late(inner: Script, hyp: str) -> str:
        return energy(inner, hyp)

    return Times(
        {"lower": tree_of(s, -i), "upper": tree_of(s, D)},
        i,
        [early_end, late_end],
        k["bounds"],
        {"lower": early, "upper": late},
    )


def _energy(mode: Mode, k: dict[str, Any], pos: list[str], v: dict[str, Any]) -> Callable[[Script, str], str]:
    """Show that E·(1 + 1/X)ⁿ stays below C, and what follows at the upper time."""
    s, (o1, o2, t1, t2, sigma), (w, h1, h2) = mode.script, mode.lets, mode.y
    po1, po2, pt1, pt2, ps = pos
    pw, p1, p2, on_cone, g1, g2 = (k[name] for name in ("pw", "p1", "p2", "cone", "g1", "g2"))
    mu, pmu, O, pO, X, pX, e, pe = (v[x] for x in ("mu", "pmu", "O", "pO", "X", "pX", "e", "pe"))
    q, pq, no_q, x, px, no_x, n, o, C = (v[a] for a in ("q", "pq", "no_q", "x", "px", "no_x", "n", "o", "C"))
    delta, t, i, pi, no_i = v["delta"], v["t"], v["i"], v["pi"], v["no_i"]
    one = s.b.ring.constant(1)
    to_mu: Removal = (v["is_mu"], mu)
    a = o1 * t1 * h1 + o2 * t2 * h2
    Z = mu * w + a  # noqa: N806
    pZ = s.cone(Z, (1, [pmu, pw]), (1, [g1, p1]), (1, [g2, p2]))  # noqa: N806
    X0 = s.term("exp", 2 * delta)  # noqa: N806
    pX0 = f"{s.named(X0)}.0"  # noqa: N806
    inverse = s.exponents((e, 2), (X0, 1))
    OX = O + mu * X  # noqa: N806
    pOX = s.cone(OX, (1, [pO]), (1, [pmu, pX]))  # noqa: N806
    vv, pvv, no_vv = s.inverse(mu, pmu)

    # (O + μX)Z² ≥ μ³
    Z0 = s.at_start(Z)  # noqa: N806
    pZ0 = s.cone(Z0 - mu * e, (1, [po1, pt1, pt1, pi, pe]), (1, [po2, pt2, pt2, pi, pe]))  # noqa: N806
    pZe = s.cone(Z0 + mu * e, (1, [pZ0]), (2, [pmu, pe]))  # noqa: N806
    first = s.cone(
        (O + mu * X0) * Z0**2 - mu**3, (1, [pO], Z0), (1, [pmu, pX0, pZ0, pZe]),
        modulo=[(inverse, X0, _nonzero(s, e, pe))],
    )  # fmt: skip

    def grows(inner: Script, _: list[str], gap: Poly) -> list[str]:
        less = inner.cone(vv * Z - w, (1, [g1, p1, pvv]), (1, [g2, p2, pvv]), modulo=[no_vv])
        more = inner.cone(vv * Z + w, (1, [pvv, pZ]), (1, [pw]))
        rest = inner.cone(
            O * w**2 * Z - (mu * Z - inner.flow.derivative(inner.b.scope, Z)),  # type: ignore[union-attr]
            (1, [pmu, pw, po2], h1), (1, [pmu, pw, po1], h2),
            (1, [po2, g1, p1], w), (1, [po1, g2, p2], w), modulo=[to_mu, on_cone],
        )  # fmt: skip
        return [inner.cone(
            gap, (2, [pOX, pZ, rest]), (2, [pOX, pO, less, more], Z), modulo=[no_vv],
        )]  # fmt: skip

    (large,) = s.carry(">=", (OX * Z**2 - mu**3, -2 * O * vv**2 * Z**2, [first], grows))
    sum_ = s.cone(2 * mu * w + Z, (2, [pmu, pw]), (1, [pZ]))
    mu2 = s.cone(mu**2, (1, [pmu, pmu]))
    wide = s.cone(
        4 * w**2 * OX - mu, (1, [pOX, k["drive"], sum_]), (1, [large]), factor=[(1, [mu2])]
    )

    # E·P ≤ C with P = (1 + Y)ⁿ
    Y, Y0 = s.term("exp", 2 * mu * t - 2 * delta), s.term("exp", -2 * delta)  # noqa: N806
    pY, pY0 = f"{s.named(Y)}.0", f"{s.named(Y0)}.0"  # noqa: N806
    p1Y, p1Y0 = s.cone(1 + Y, (1, []), (1, [pY])), s.cone(1 + Y0, (1, []), (1, [pY0]))  # noqa: N806
    L, L0 = s.term("log", 1 + Y, by=[p1Y]), s.term("log", 1 + Y0, by=[p1Y0])  # noqa: N806
    P, P0 = s.term("exp", n * L), s.term("exp", n * L0)  # noqa: N806
    pP, pP0 = f"{s.named(P)}.0", f"{s.named(P0)}.0"  # noqa: N806
    iY, piY, no_iY = s.inverse(1 + Y, p1Y)  # noqa: N806
    e1, e2 = t1 - w * h1, t2 - w * h2
    E = (o1 * e1**2 + o2 * e2**2) * HALF  # noqa: N806
    XY = s.exponents((X, 1), (Y, 1))  # noqa: N806
    no_X: Removal = (XY, X, pY)  # noqa: N806
    p_n = s.cone(
        1 - 4 * x * OX * Y * iY, (4, [px, pO]), (4, [px, pmu, pY]), factor=[(1, [p1Y])],
        modulo=[no_X, no_iY, no_x],
    )  # fmt: skip
    steep = s.cone(w**2 - x * mu * Y * iY, (1, [wide]), (1, [pmu, p_n]), factor=[(4, [pOX])])

    def decays(inner: Script, _: list[str], gap: Poly) -> list[str]:
        field = inner.flow.fields[inner.named(w)]  # type: ignore[union-attr]
        return [inner.cone(
            gap, (1, [pP], field),
            (1, [pP, pq, po1, po1, po1], w * e1), (1, [pP, pq, po2, po2, po2], w * e2),
            (1, [po1, po2, pq, pP, steep, po1], e1), (1, [po1, po2, pq, pP, steep, po2], e2),
            modulo=[no_q],
        )]  # fmt: skip

    start = _energy_start(s, mode, v, Y0, L0, P0, (pY0, p1Y0, pP0), X0, inverse, E)
    (kept,) = s.carry(">=", (C - E * P, 0 * one, [start], decays))

    def late(inner: Script, hyp: str) -> str:
        D = v["D"]  # noqa: N806
        given = inner.zero(mu * t - delta - D, (hyp, mu), modulo=[v["no_mu"]])
        big = inner.term("exp", L)
        pbig = f"{inner.named(big)}.0"
        log = inner.keep(inner.b.add("explog", exp=inner.named(big), log=inner.named(L)), big - 1 - Y)
        ratio = inner.term("exp", L - 2 * mu * t + 2 * delta)
        product = inner.exponents((ratio, 1), (Y, 1), (big, -1))
        above = inner.cone(
            ratio - 1, (1, []), factor=[(1, [pY])], modulo=[(product, ratio, pY), (log, big)]
        )
        del pbig
        longer = inner.keep(
            inner.b.add("exp sign", exp=inner.named(ratio), by=[above], rel=">", **{"from": "value"}),
            L - 2 * mu * t + 2 * delta,
        )
        tangent = inner.tangent(P)
        # oσ²P ≥ oσ²(1 + nL) > oσ²(1 + 2nD) = oσ² + 8C
        enough = inner.cone(
            o * sigma**2 * P - 8 * C,
            (1, [v["po"], ps, ps, tangent]), (1, [v["po"], ps, ps]),
            (1, [v["po"], ps, ps, v["pn"], longer]),
            modulo=[(given, t, pmu), v["no_z"]],
        )  # fmt: skip
        small = inner.cone(o * sigma**2 - 8 * E, (1, [enough]), (8, [kept]), factor=[(1, [pP])])
        squares = inner.cone(
            sigma**2 - 4 * e1**2 - 4 * e2**2, (1, [small]),
            (4, [po1, po1, pq], e1), (4, [po2, po2, pq], e2), factor=[(1, [v["po"]])], modulo=[no_q],
        )  # fmt: skip
        return inner.cone(
            v["beta"] - HALF, (HALF, [squares]), (HALF, [], t1 - 2 * e1), (HALF, [], t2 - 2 * e2),
            factor=[(2, [ps, ps])], modulo=[v["no_j"], v["square"]],
        )  # fmt: skip

    return late


def _nonzero(s: Script, x: Poly, positive: str) -> str:
    """Show that a square is not 0."""
    return s.cone(x**2, (1, [positive, positive]))


def _energy_start(
    s: Script, mode: Mode, v: dict[str, Any], Y0: Poly, L0: Poly, P0: Poly,  # noqa: N803
    labels: tuple[str, str, str], X0: Poly, inverse: str, E: Poly,  # noqa: N803
) -> str:  # fmt: skip
    """Show E·P ≤ C at t = 0: E ≤ ½C and P ≤ 2."""
    (o1, o2, t1, t2, sigma), (pY0, p1Y0, pP0) = mode.lets, labels  # noqa: N806
    po1, po2, pt1, pt2, ps = v["pos"]
    e, pe, i, pi, no_i, delta = (v[a] for a in ("e", "pe", "i", "pi", "no_i", "delta"))
    x, px, no_x, n, pn, q, pq, no_q = (v[a] for a in ("x", "px", "no_x", "n", "pn", "q", "pq", "no_q"))
    beyond, pdelta, O, mu, pmu = v["beyond"], v["pdelta"], v["O"], v["mu"], v["pmu"]
    pX0 = f"{s.named(X0)}.0"  # noqa: N806
    tangent = s.tangent(X0)
    # e^(2δ) > 2/σ, so that e²/σ < ½
    big = s.cone(X0 - 2 * i, (1, [tangent]), (1, []), (2, [beyond]))
    part = e**2 * i
    ppart = s.cone(part, (1, [pe, pe, pi]))
    small = s.cone(
        1 - 2 * part, (1, [pe, pe, big]), modulo=[(inverse, X0, _nonzero(s, e, pe))]
    )
    rest = s.cone(2 - part, (1, [small]), (1, []), (1, [ppart]))
    # Y₀ < 1
    squares = s.exponents((X0, 1), (Y0, 1))
    above = s.cone(X0 - 1, (1, [tangent]), (2, [pdelta]))
    below = s.cone(1 - Y0, (1, [above, pY0]), modulo=[(squares, X0, pY0)])
    # P₀ = exp(nL₀) ≤ exp L₀ = 1 + Y₀, as L₀ ≥ 0 and n ≤ 1
    whole, left = s.term("exp", L0), s.term("exp", L0 - n * L0)
    log = s.keep(s.b.add("explog", exp=s.named(whole), log=s.named(L0)), whole - 1 - Y0)
    more = s.cone(whole - 1, (1, [pY0]), modulo=[(log, whole)])
    pL0 = s.keep(  # noqa: N806
        s.b.add("exp sign", exp=s.named(whole), by=[more], rel=">", **{"from": "value"}), L0
    )
    less_one = s.cone(
        1 - n, (3, [v["pO"], px]), (4, [pmu, px]), (1, [px, pq, po1, po1]), (1, [px, pq, po1, po2]),
        (1, [px, pq, po2, po2]), modulo=[no_x, no_q],
    )  # fmt: skip
    difference = s.cone(L0 - n * L0, (1, [pL0, less_one]))
    factor = s.keep(
        s.b.add("exp sign", exp=s.named(left), by=[difference], rel=">", **{"from": "exponent"}), left - 1
    )
    product = s.exponents((P0, 1), (left, 1), (whole, -1))
    at_most = s.cone(
        2 - P0, (1, [below]), (1, [pP0, factor]), modulo=[(product, left, pP0), (log, whole)]
    )
    e0 = s.at_start(E)
    pe0 = s.cone(e0, (HALF, [po1], s.at_start(t1 - mode.y[0] * mode.y[1])),
                 (HALF, [po2], s.at_start(t2 - mode.y[0] * mode.y[2])))  # fmt: skip
    C = v["C"]  # noqa: N806
    half = s.cone(C - 2 * e0, (1, [po1, pt1, pt1, ppart, rest]), (1, [po2, pt2, pt2, ppart, rest]))
    return s.cone(C - e0 * P0, (1, [pe0, at_most]), (1, [half]))
