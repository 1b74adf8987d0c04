"""Sections 3.1 and 3.2: the model and the spectrum of the labels."""

import sympy as sp

import spectra
from proofs.claims.matrix_trace import Trace, squared
from proofs.ledger.any_counts.any_labels import (
    CONSTANT,
    HIDDEN,
    ORTHONORMAL_Q,
    RANK,
    SAMPLES,
    K,
    Q,
    Y,
    altered,
    identity,
    values,
)
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

D = HIDDEN
N = printed.n
U, V_T, LABELS = printed.U, printed.V_T, printed.P * printed.Y
ROOTS = printed.diagonal(*map(sp.sqrt, sigma.values()))
INVERSE = printed.diagonal(*(1 / level for level in sigma.values()))
_sizes = m - 1, sp.S.One, m - 1
FRAME = sp.BlockMatrix(
    [
        *([sp.Identity(a) if i == j else sp.ZeroMatrix(a, b) for j, b in enumerate(_sizes)]
          for i, a in enumerate(_sizes)),
        [sp.ZeroMatrix(D - k + 1, b) for b in _sizes],
    ]
)  # fmt: skip
"""The first k-1 columns of the d × d identity."""

# cross-entropy: W, H, and S with the probabilities in its columns
W, H = sp.MatrixSymbol("W", K, HIDDEN), sp.MatrixSymbol("H", HIDDEN, SAMPLES)
EXPONENTIALS, TOTAL = sp.MatrixSymbol("e", K, 1), sp.Symbol("c", positive=True)
S, COLUMN_SUMS = sp.MatrixSymbol("S", K, SAMPLES), sp.OneMatrix(1, K)
SUMS = tuple(eq(COLUMN_SUMS * x, sp.OneMatrix(1, SAMPLES)) for x in (Y, S))
ANY_START = values(
    (K, 2), (SAMPLES, 2), (HIDDEN, 2), (W, sp.Matrix([[1, 2], [0, 3]])),
    (H, sp.Matrix([[1, 0], [2, 1]])),
)  # fmt: skip
LOGITS = altered(ANY_START, (Y, sp.eye(2)), (S, sp.Matrix([[1, 3], [3, 1]]) / 4))
CENTRED = altered(LOGITS, (W, sp.Matrix([[1, 2], [-1, -2]])))
MULTIPLICITY = [level.multiplicity for level in derived.levels]
MAJ, MID, MIN = sigma.values()
HALF = 1 / sp.sqrt(2)

CLAIMS = (
    identity(
        "3.1.centred.printed",
        "Section 3.1, centred logits",
        "cross-entropy logits WH are centred from every start, at t = 0 too",
        (COLUMN_SUMS * (W * H), sp.ZeroMatrix(1, SAMPLES)),
        (),
        ANY_START,
        expected=REFUTED,
        corrected_by=("3.1.centred.conserved", "3.1.centred.flow"),
    ),
    identity(
        "3.1.centred.softmax",
        "Section 3.1, centred logits",
        "a column e/c of softmax, exponentials e over their sum c, has the sum 1",
        (COLUMN_SUMS * (EXPONENTIALS / TOTAL), sp.Identity(1)),
        (eq(COLUMN_SUMS * EXPONENTIALS, TOTAL * sp.Identity(1)),),
        values((K, 2), (EXPONENTIALS, sp.Matrix([1, 3])), (TOTAL, 4)),
    ),
    identity(
        "3.1.centred.conserved",
        "Section 3.1, centred logits",
        "so the flow of cross-entropy, Ẇ = (Y-S)Hᵀ with S = softmax(WH), conserves 1ᵀW",
        (COLUMN_SUMS * (Y - S) * H.T, sp.ZeroMatrix(1, HIDDEN)),
        SUMS,
        LOGITS,
        axioms=CONSTANT,
        depends_on=("3.1.centred.softmax",),
    ),
    identity(
        "3.1.centred.flow",
        "Section 3.1, centred logits",
        "and logits stay centred, 1ᵀ(WH)′ = 0, where 1ᵀW = 0, with Ḣ = Wᵀ(Y-S)",
        (
            COLUMN_SUMS * ((Y - S) * H.T * H + W * W.T * (Y - S)),
            sp.ZeroMatrix(1, SAMPLES),
        ),
        (*SUMS, eq(COLUMN_SUMS * W, sp.ZeroMatrix(1, HIDDEN))),
        CENTRED,
        axioms=CONSTANT,
        depends_on=("3.1.centred.conserved",),
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
        "at L = 0 the gradient of cross-entropy is that of ‖Z-L‖², without its half as in Section 3.3",
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
        eq(U * ROOTS * FRAME.T * (FRAME * ROOTS * V_T), LABELS),
        "Section 3.1, overparameterisation",
        "d ≥ k is enough for L = Z: W = U√ΣQᵀ and H = Q√ΣVᵀ have WH = Z, Q the first k-1 columns of I",
        (sp.Ge(D, k),),
        depends_on=("C2.spectrum",),
    ),
    Claim(
        "3.1.width.enough",
        eq(U * ROOTS * FRAME.T * (FRAME * ROOTS * V_T), LABELS),
        "Section 3.1, overparameterisation",
        "so is d ≥ k-1",
        (sp.Ge(D, k - 1),),
        depends_on=("C2.spectrum",),
    ),
    Claim(
        "3.1.width.frame",
        eq(FRAME.T * FRAME, sp.Identity(k - 1)),
        "Section 3.1, overparameterisation",
        "there is a d × (k-1) matrix with QᵀQ = I if d ≥ k-1",
        (sp.Ge(D, k - 1),),
    ),
    identity(
        "3.1.width.needed",
        "Section 3.1, overparameterisation",
        "and only then: ‖I - QQᵀ‖² = d - (k-1), which is not negative",
        (squared(sp.Identity(HIDDEN) - Q * Q.T), (HIDDEN - RANK) * sp.Identity(1)),
        (ORTHONORMAL_Q,),
        values((K, 3), (HIDDEN, 3), (Q, sp.Matrix([[3, -4], [4, 3], [0, 0]]) / 5)),
    ),
    Claim(
        "3.1.width.sharp",
        ge(D, k),
        "Section 3.1, overparameterisation",
        "d ≥ k is needed for L = Z",
        (sp.Ge(D, k - 1),),
        expected=REFUTED,
        corrected_by=("3.1.width.enough", "3.1.width.needed"),
    ),
    Claim(
        "3.2.rank",
        eq(INVERSE * U.T * LABELS * V_T.T, sp.Identity(k - 1)),
        "Section 3.2, spectrum",
        "k-1 singular values are not zero: Σ⁻¹UᵀZV = I with k-1 rows, Σ = diag(√R, √((R+1)/2), 1)",
        depends_on=("C2.U.orthonormal", "C2.V.orthonormal", "C2.spectrum"),
    ),
    Claim(
        "3.2.rank.trace",
        eq(Trace(LABELS * V_T.T * INVERSE * U.T), (k - 1) * sp.Identity(1)),
        "Section 3.2, spectrum",
        "and there are no more: ZZ⁺ = UUᵀ, with Z⁺ = VΣ⁻¹Uᵀ, is a projection of trace, and so rank, k-1",
        depends_on=("3.2.rank", "C2.range"),
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
            gt(MULTIPLICITY[0], 0),
            *(
                eq(Named(f"multiplicity of {mode}", found), said)
                for mode, found, said in zip(
                    sigma, MULTIPLICITY, (k / 2 - 1, 1, k / 2 - 1), strict=True
                )
            ),
        ),
        "Section 3.2, spectrum",
        "they exist from k = 4 on, with multiplicities k/2-1, 1, k/2-1; at k = 2 there is only the middle level",
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
