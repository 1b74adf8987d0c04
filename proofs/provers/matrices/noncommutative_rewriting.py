"""Identities of matrices of any size: products of matrices, rewritten by the given equations.

A matrix expression is a sum of words, each a product of letters: matrices and their transposes, and
the vectors of ones that ``OneMatrix`` is the product of. Each equation given, and its transpose,
lets its longest word be replaced; where two such words overlap, the two results are equal as well
(completion). The identity holds if left less right is rewritten to nothing. What was used is kept
as a certificate: left - right = Σ c·x·(equation)·y, with words x and y.
"""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from proofs.claims.matrix_identity import MatrixIdentity

Letter = tuple[sp.MatrixSymbol | sp.OneMatrix, bool]
"""A matrix or a column of ones, and whether it is transposed."""

Word = tuple[Letter, ...]
Sum = dict[Word, sp.Expr]

Source = tuple[sp.Eq | sp.OneMatrix, bool]
"""A condition, or a column of ones for 1ᵀ1 = n, and whether it is transposed."""

Certificate = dict[tuple[Word, Source, Word], sp.Expr]

ROUNDS, MOST, LONGEST = 4, 120, 9
"""Rounds of completion, equations in all, and letters in one of them."""

HIGHEST = 64
"""Powers beyond this are not written out."""


class NoWordsError(ValueError):
    """The expression has a part that is no letter."""


@dataclass(frozen=True)
class Rule:
    """An equation between sums, lead = rest, and where it comes from."""

    lead: Word
    rest: Sum
    source: Certificate


def prove(statement: MatrixIdentity) -> Certificate | None:
    """Return a certificate of the identity, or None if none was found.

    Raises
    ------
    NoWordsError
        If a part of the statement is no sum or product of symbols and their transposes.
    """
    target = add(words(statement.left), words(statement.right), -sp.S.One)
    rules: list[Rule] = []
    for source, equation in equations(statement):
        _learn(rules, equation, {((), source, ()): sp.S.One})
    done = 0
    for _ in range(ROUNDS):
        rest, used = reduce(target, rules)
        if not rest:
            return used
        known = len(rules)
        for i, first in enumerate(rules[:known]):
            for j, second in enumerate(rules[:known]):
                if max(i, j) >= done and len(rules) < MOST:
                    for equation, origin in overlaps(first, second):
                        _learn(rules, equation, origin)
        done = known
    rest, used = reduce(target, rules)
    return None if rest else used


def equations(statement: MatrixIdentity) -> list[tuple[Source, Sum]]:
    """List what is given, each also transposed, and 1ᵀ1 = n for every vector of ones."""
    found: list[tuple[Source, Sum]] = []
    for condition in statement.given:
        gap = add(words(condition.lhs), words(condition.rhs), -sp.S.One)
        flipped = {transposed(word): c for word, c in gap.items()}
        found += [((condition, False), gap), ((condition, True), flipped)]
    ones = (part for part in statement.parts if isinstance(part, sp.OneMatrix))
    sizes = {sp.expand(size) for part in ones for size in part.shape} - {sp.S.One}
    for size in sorted(sizes, key=sp.default_sort_key):
        column = sp.OneMatrix(size, 1)
        found.append(((column, False), {((column, True), (column, False)): sp.S.One, (): -size}))
    return found


def words(expr: sp.Basic) -> Sum:
    """Return an expression as a sum of words.

    Examples
    --------
    >>> A, B = sp.MatrixSymbol("A", 2, 3), sp.MatrixSymbol("B", 2, 2)
    >>> words(-2 * A.T * B)
    {((A, True), (B, False)): -2}
    """
    if isinstance(expr, sp.MatrixSymbol):
        return {((expr, False),): sp.S.One}
    if isinstance(expr, sp.Identity):
        return {(): sp.S.One}
    if isinstance(expr, sp.ZeroMatrix):
        return {}
    if isinstance(expr, sp.OneMatrix):
        rows, cols = (sp.expand(size) for size in expr.shape)
        left = () if rows == 1 else ((sp.OneMatrix(rows, 1), False),)
        right = () if cols == 1 else ((sp.OneMatrix(cols, 1), True),)
        return {(*left, *right): sp.S.One}
    if isinstance(expr, sp.Transpose):
        return {transposed(word): c for word, c in words(expr.arg).items()}
    if isinstance(expr, sp.MatAdd):
        total: Sum = {}
        for arg in expr.args:
            total = add(total, words(arg))
        return total
    if isinstance(expr, sp.MatPow) and expr.exp.is_Integer and 0 < expr.exp <= HIGHEST:
        return words(sp.MatMul(*[expr.base] * int(expr.exp), evaluate=False))
    if isinstance(expr, sp.MatMul):
        factor, matrices = expr.as_coeff_matrices()
        product: Sum = {(): sp.expand(factor)}
        for matrix in matrices:
            product = multiply(product, words(matrix))
        return product
    raise NoWordsError(f"{type(expr).__name__} is no product or sum of matrices")


def transposed(word: Word) -> Word:
    """Return a word's transpose."""
    return tuple((matrix, not flipped) for matrix, flipped in reversed(word))


def add(a: Sum, b: Sum, factor: sp.Expr = sp.S.One) -> Sum:
    """Return a + factor·b."""
    total = dict(a)
    for word, c in b.items():
        _put(total, word, factor * c)
    return total


def multiply(a: Sum, b: Sum) -> Sum:
    """Return a·b."""
    total: Sum = {}
    for left, c in a.items():
        for right, d in b.items():
            _put(total, left + right, c * d)
    return total


def _put(total: dict, key: object, c: sp.Expr) -> None:  # type: ignore[type-arg]
    value = sp.expand(total.get(key, 0) + c)
    if value == 0:
        total.pop(key, None)
    else:
        total[key] = value


def reduce(found: Sum, rules: list[Rule]) -> tuple[Sum, Certificate]:
    """Rewrite until no rule applies; return what is left, and what was used."""
    found = dict(found)
    left: Sum = {}
    used: Certificate = {}
    while found:
        word = max(found, key=_order)
        c = found.pop(word)
        place = next(((r, i) for r in rules if (i := _find(r.lead, word)) is not None), None)
        if place is None:
            left[word] = c
            continue
        rule, at = place
        before, after = word[:at], word[at + len(rule.lead) :]
        for part, d in rule.rest.items():
            _put(found, before + part + after, c * d)
        _use(used, rule.source, before, after, c)
    return left, used


def overlaps(first: Rule, second: Rule) -> list[tuple[Sum, Certificate]]:
    """List what follows where the end of one word is the beginning of the other, or inside it."""
    found = []
    a, b = first.lead, second.lead
    places: list[tuple[int, Word, Word]] = [
        (len(a) - n, (), b[n:]) for n in range(1, min(len(a), len(b))) if a[-n:] == b[:n]
    ]
    if first is not second and (at := _find(b, a)) is not None:
        places.append((at, a[at + len(b) :], ()))
    for at, behind, beyond in places:
        # a·beyond = a[:at]·b·behind is one word, rewritten in two ways
        if len(a) + len(beyond) > LONGEST:
            continue
        equation = multiply(multiply({a[:at]: sp.S.One}, second.rest), {behind: sp.S.One})
        equation = add(equation, multiply(first.rest, {beyond: sp.S.One}), -sp.S.One)
        source: Certificate = {}
        _use(source, first.source, (), beyond, sp.S.One)
        _use(source, second.source, a[:at], behind, -sp.S.One)
        found.append((equation, source))
    return found


def _learn(rules: list[Rule], equation: Sum, source: Certificate) -> None:
    """Add an equation, simplified by those known, as a rule for its longest word."""
    rest, used = reduce(equation, rules)
    if not rest:
        return
    lead = max(rest, key=_order)
    c = rest.pop(lead)
    if not lead or len(lead) > LONGEST or isinstance(c, sp.Add) or not c.is_nonzero:
        return
    source = dict(source)
    _use(source, used, (), (), -sp.S.One)
    scaled: Certificate = {}
    _use(scaled, source, (), (), 1 / c)
    rules.append(Rule(lead, {word: sp.expand(-d / c) for word, d in rest.items()}, scaled))


def _use(total: Certificate, source: Certificate, left: Word, right: Word, c: sp.Expr) -> None:
    for (x, equation, y), d in source.items():
        _put(total, (left + x, equation, y + right), c * d)


@lru_cache(maxsize=100_000)
def _order(word: Word) -> tuple[int, tuple[tuple[str, bool], ...]]:
    return len(word), tuple((_name(matrix), flipped) for matrix, flipped in word)


@lru_cache(maxsize=1000)
def _name(matrix: sp.MatrixExpr) -> str:
    # a matrix by its name, before columns of ones by their length
    return matrix.name if isinstance(matrix, sp.MatrixSymbol) else f"ones {matrix.shape[0]}"


def _find(part: Word, word: Word) -> int | None:
    return next(
        (i for i in range(len(word) - len(part) + 1) if word[i : i + len(part)] == part), None
    )
