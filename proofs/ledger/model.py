"""Sections 3.1 and 3.2: the model and the spectrum of the labels."""

import sympy as sp

import spectra
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Named,
    NamedMatrix,
    R,
    derived,
    eq,
    ge,
    gt,
    k,
    lt,
    m,
    ne,
    printed,
    sigma,
)

A, B, SUM = sp.symbols("a b s_0", positive=True)
D = sp.Symbol("d", integer=True, positive=True)
N = printed.n
MULTIPLICITY = [level.multiplicity for level in derived.levels]
MAJ, MID, MIN = sigma.values()
HALF = 1 / sp.sqrt(2)

CLAIMS = (
    Claim(
        "3.1.centred.printed",
        eq(SUM, 0),
        "Section 3.1, centred logits",
        "cross-entropy logits are centred from every start, column sum s₀ of WH",
        expected=REFUTED,
        corrected_by=("3.1.centred.conserved",),
    ),
    Claim(
        "3.1.centred.conserved",
        eq(A / (A + B) + B / (A + B) - 1, 0),
        "Section 3.1, centred logits",
        "1ᵀ(softmax - Y) = 0 (a one exponential, b the sum of the others): the flow conserves "
        "1ᵀW, so logits stay centred if they start so",
    ),
    Claim(
        "3.1.first-order",
        eq(sp.OneMatrix(k, N) / k - printed.Y, -1 * printed.P * printed.Y),
        "Section 3.1, squared loss",
        "at L = 0 the gradient of cross-entropy is that of ½‖Z-L‖²",
    ),
    Claim(
        "3.1.first-order.unhalved",
        eq(sp.OneMatrix(k, N) / k - printed.Y, -2 * printed.P * printed.Y),
        "Section 3.1, squared loss",
        "the same for ‖Z-L‖² without the half, as Section 3.3 writes it",
        expected=REFUTED,
        corrected_by=("3.1.first-order",),
    ),
    Claim(
        "3.1.second-order",
        eq(printed.P / k, sp.Identity(k)),
        "Section 3.1, squared loss",
        "the Hessians agree too (cross-entropy at L = 0 has P/k)",
        expected=REFUTED,
        corrected_by=("3.1.first-order",),
    ),
    Claim(
        "3.1.width",
        ge(D, MULTIPLICITY[0] + MULTIPLICITY[1] + MULTIPLICITY[2]),
        "Section 3.1, overparameterisation",
        "d ≥ k is enough for L = Z: d is at least the rank",
        (sp.Ge(D, k),),
    ),
    Claim(
        "3.1.width.sharp",
        ge(D, k),
        "Section 3.1, overparameterisation",
        "d ≥ k is needed for L = Z",
        (sp.Ge(D, k - 1),),
        expected=REFUTED,
        corrected_by=("3.2.rank",),
    ),
    Claim(
        "3.2.rank",
        eq(
            Named(
                "rank Z",
                MULTIPLICITY[0] + MULTIPLICITY[1] + MULTIPLICITY[2],
                r"\operatorname{rank} Z",
            ),
            k - 1,
        ),
        "Section 3.2, spectrum",
        "k-1 singular values are not zero: L = Z needs d ≥ k-1",
    ),
    Claim(
        "3.2.multiplicity.printed",
        gt(MULTIPLICITY[0], 0),
        "Section 3.2, spectrum",
        "the extreme levels exist, multiplicity k/2-1, for every even k",
        expected=REFUTED,
        corrected_by=("3.2.multiplicity.true",),
    ),
    Claim(
        "3.2.multiplicity.true",
        sp.And(
            gt(MULTIPLICITY[0], 0), eq(MULTIPLICITY[0], k / 2 - 1), eq(MULTIPLICITY[2], k / 2 - 1)
        ),
        "Section 3.2, spectrum",
        "they exist from k = 4 on; at k = 2 there is only the middle level",
        (sp.Ge(k, 4),),
    ),
    Claim(
        "3.2.distinct.printed",
        sp.And(ne(MAJ, MID), ne(MID, MIN)),
        "Section 3.2, three levels",
        "the three levels are distinct",
        expected=REFUTED,
        corrected_by=("3.2.distinct.true",),
    ),
    Claim(
        "3.2.distinct.true",
        sp.And(ne(MAJ, MID), ne(MID, MIN)),
        "Section 3.2, three levels",
        "the three levels are distinct unless R = 1",
        (sp.Ne(R, 1),),
    ),
    Claim(
        "3.2.order.printed",
        sp.And(gt(MAJ, MID), gt(MID, MIN)),
        "Section 3.2, three levels",
        "maj-maj is largest and min-min smallest, for every ratio",
        expected=REFUTED,
        corrected_by=("3.2.order.true", "3.2.order.reversed"),
    ),
    Claim(
        "3.2.order.true",
        sp.And(gt(MAJ, MID), gt(MID, MIN)),
        "Section 3.2, three levels",
        "so for R > 1",
        (sp.Gt(R, 1),),
    ),
    Claim(
        "3.2.order.reversed",
        sp.And(lt(MAJ, MID), lt(MID, MIN)),
        "Section 3.2, three levels",
        "and reversed for R < 1",
        (sp.Lt(R, 1),),
    ),
    Claim(
        "3.2.signs",
        eq(
            NamedMatrix(
                "U (derived, k = 4)",
                sp.ImmutableMatrix(spectra.instantiate(derived.U, {k: 4, m: 2})),
                "U",
            ),
            sp.ImmutableMatrix(
                [
                    [HALF, -sp.Rational(1, 2), 0],
                    [-HALF, -sp.Rational(1, 2), 0],
                    [0, sp.Rational(1, 2), HALF],
                    [0, sp.Rational(1, 2), -HALF],
                ]
            ),
        ),
        "Section 3.2, signs of U",
        "signs and zeros of the columns of U at k = 4, up to a column's sign",
    ),
)
