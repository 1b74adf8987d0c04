"""Find proofs of equations between matrices: words, rewritten by what is known, and completed.

Each known equation, and its transpose, lets its longest word be replaced. Where two such words
overlap, both results are equal as well. What was used is kept: it is the certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flint import arb

from proofs.kernel.check import VERSION
from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, Tree, digest, leaves, read_statement, substitute
from proofs.kernel.matrices import LAWS, Calculus, Grid, Word, remainders
from proofs.kernel.points import meets, precision, value
from proofs.kernel.polynomials import Poly
from proofs.provers.finders.builder import Builder, NotFoundError, needed
from proofs.provers.finders.find import prepared
from proofs.provers.finders.goals import prove
from proofs.provers.finders.points import candidates, solved
from proofs.provers.finders.terms import define, introduce

NAME = "rewriting of words"
ROUNDS, MOST, LONGEST = 4, 200, 9
"""Rounds of completion, equations in all, and letters in one of them."""

MOST_REWRITINGS = 20_000

MOST_EXAMPLES, BITS, SMALL = 6, 96, 16

Block: TypeAlias = dict[Word, Poly]

Example: TypeAlias = Mapping[str, Any]
"""A tree for each scalar, rows of trees for each matrix."""

Source: TypeAlias = tuple[Word, tuple[Any, ...], bool, Word]
"""Letters before an equation, the equation, whether it is transposed, letters behind."""

Used: TypeAlias = dict[Source, Poly]


def find_matrices(data: dict[str, Any], examples: Iterable[Example] = ()) -> dict[str, Any] | None:
    """Return a proof object for an equation between matrices, or None.

    Parameters
    ----------
    data : dict
        The statement, as the reader returns it.
    examples : iterable of mappings, optional
        Values that meet the conditions; needed where there are matrices with arbitrary entries.
    """
    statement = read_statement(data)
    head = {"version": VERSION, "statement": data, "hash": digest(data), "finder": NAME, "bits": BITS}
    first = None
    for example in examples or _sizes(statement):
        point = {n: v for n, v in example.items() if n in statement.variables}
        matrices = {n: v for n, v in example.items() if n not in statement.variables}
        found = _example(statement, point, matrices)
        if found is None:
            continue
        if "entry" in found:
            return {**head, "verdict": "REFUTED", "point": point, "steps": [], "example": found}
        first = first or {"witness": point, "example": found}
    if first is None:
        return None
    found = _certificate(statement, first["witness"])
    return None if found is None else {**head, "verdict": "PROVED", **first, **found}


# examples -----------------------------------------------------------------------------------------


def _sizes(statement: Statement) -> Iterator[Example]:
    """Yield values of the scalars at which all sizes are small whole numbers."""
    count = 0
    for point in candidates(statement, set()):
        point = solved(statement, point, set())
        try:
            with precision(BITS):
                meets(statement, point)
                _numeric(Builder(Statement({}, (), ["and"])), substitute(statement.goal, point), {})
        except (Rejected, ArithmeticError, ValueError):
            continue
        yield point
        count += 1
        if count >= MOST_EXAMPLES:
            return


def _numeric(b: Builder, goal: Tree, values: Any) -> Calculus:
    for size in _scalars(goal, only_sizes=True):
        introduce(b, size)
        if all(b.scope.poly(size) != n for n in range(SMALL + 1)):
            raise Rejected("a large matrix")  # noqa: EM101
    return Calculus(b.scope, goal, values)


def _example(statement: Statement, point: dict[str, Tree], values: Any) -> dict[str, Any] | None:
    """Return an example with what shows that it meets the conditions, or that sides differ."""
    goal = substitute(statement.goal, point)
    b = Builder(Statement({}, (), ["and"]))
    try:
        with precision(BITS):
            meets(statement, point)
            calculus = _numeric(b, goal, values)
            entries = (x for rows in values.values() for row in rows for x in row)
            trees = [*_scalars(goal), *entries]
            for tree in trees:
                introduce(b, tree)
            by = []
            _, _, _, (_, *given), *sides = goal
            for _, *equation in given:
                for entry in _entries(calculus, equation).values():
                    by.append(_is_zero(b, entry))
            terms = {n for tree in trees for n in _terms_of(b, tree)}
            steps = needed(b.steps, {name.partition(".")[0] for name in by} | terms)
            found = {"matrices": values, "by": sorted(set(by)), "steps": steps}
            for place, entry in _entries(calculus, sides).items():
                if not b.scope.ball(entry, {}).contains(0):
                    return {**found, "entry": list(place)}
    except (Rejected, NotFoundError, ArithmeticError, ValueError):
        return None
    return found


def _entries(calculus: Calculus, sides: list[Tree]) -> dict[tuple[int, int], Poly]:
    return {(i, j): entry for (i, j, _), entry in calculus.gap(sides).terms.items()}


def _is_zero(b: Builder, p: Poly) -> str:
    """Return the name of a step that shows p = 0."""
    for effort in (0, 1, 2):
        name = prove(b, fact(p, "="), effort)
        if name is not None:
            return name
    raise NotFoundError("a coefficient is not shown to be 0")  # noqa: EM101


def _scalars(tree: Tree, only_sizes: bool = False) -> Iterator[Tree]:
    """Yield the scalar trees in an expression of matrices."""
    if not isinstance(tree, list):
        return
    head, *rest = tree
    if head in ("identity", "ones", "zeros", "repeat", "basis", "cut"):
        yield from rest
        if head == "basis" and not leaves(tree) and not only_sizes:
            size = int(value(rest[0]))
            yield from (["inv", ["root", str(j * (j + 1)), "2"]] for j in range(1, size))
        elif head == "basis" and not only_sizes:
            yield ["inv", rest[0]]
        return
    if head == "scale" and not only_sizes:
        yield rest[0]
    if head == "matrix":
        yield from rest[1:]
        return
    for part in rest[1:] if head == "scale" else rest:
        yield from _scalars(part, only_sizes)


def _differs(b: Builder, p: Poly, point: dict[str, Tree]) -> bool:
    """Whether a polynomial is certainly not 0 at a point."""
    with precision(BITS):
        boxes = {name: arb(value(tree)) for name, tree in point.items()}
        return not b.scope.ball(p, boxes).contains(0)


# rewriting ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """An equation between sums of words, lead = rest, and where it comes from."""

    lead: Word
    rest: Block
    source: Used


def _certificate(statement: Statement, point: dict[str, Tree]) -> dict[str, Any] | None:
    """Return steps, certificate, and the names of the facts on its coefficients."""
    b = prepared(Statement(statement.variables, statement.assume, ["and"]), 4000)
    try:
        for tree in _scalars(statement.goal):
            introduce(b, tree)
        calculus, gap = _symbolic(b, statement)
        letters = Letters(calculus, statement)
        rewriting, one = Rewriting(b), b.ring.constant(1)
        for source, equation in letters.equations():
            rewriting.learn(equation, {((), source, False, ()): one})
            flipped = {_turned(word): c for word, c in equation.items()}
            rewriting.learn(flipped, {((), source, True, ()): one})
        done = 0
        for round_ in range(ROUNDS + 1):
            reduced = {at: rewriting.reduce(block) for at, block in _blocks(gap).items()}
            left = [c for rest, _ in reduced.values() for c in rest.values()]
            if not any(_differs(b, c, point) for c in left):
                break
            if round_ == ROUNDS:
                return None
            done = rewriting.complete(done)
        certificate = [
            [*at, b.write(c), letters.trees(u), list(source), flip, letters.trees(v)]
            for at, (_, used) in reduced.items()
            for (u, source, flip, v), c in used.items()
        ]
        by = [_is_zero(b, c) for c in remainders(b.scope, statement.goal, certificate)]
    except (Rejected, NotFoundError):
        return None
    terms = {n for tree in _scalars(statement.goal) for n in _terms_of(b, tree)}
    return {
        "steps": needed(b.steps, {name.partition(".")[0] for name in by} | terms),
        "certificate": certificate,
        "by": sorted(set(by)),
    }


def _terms_of(b: Builder, tree: Tree) -> Iterator[str]:
    if isinstance(tree, list):
        for part in tree[1:]:
            yield from _terms_of(b, part)
        yield from (n for n in b.ring.names_in(b.scope.poly(tree)) if n in b.scope.terms)


def _symbolic(b: Builder, statement: Statement) -> tuple[Calculus, Any]:
    calculus = Calculus(b.scope, statement.goal)
    return calculus, calculus.gap(statement.goal[4:])


def _blocks(grid: Grid) -> dict[tuple[int, int], Block]:
    found: dict[tuple[int, int], Block] = {}
    for (i, j, word), c in grid.terms.items():
        found.setdefault((i, j), {})[word] = c
    return found


class Letters:
    """The letters of a statement: what each is as a tree, and the equations they obey."""

    def __init__(self, calculus: Calculus, statement: Statement) -> None:
        self.calculus, self.scope = calculus, calculus.scope
        self.given = statement.goal[3][1:]
        self.tree: dict[str, Tree] = {name: name for name in calculus.shapes}
        self.laws: dict[tuple[str, ...], tuple[Any, ...]] = {}
        self._collect(statement.goal)

    def _collect(self, tree: Tree) -> None:
        if not isinstance(tree, list):
            return
        head, *rest = tree
        if head == "ones":
            for size in rest:
                self._ones(size)
        elif head in ("repeat", "basis"):
            names = [str(self.scope.poly(x)) for x in rest]
            self.tree[" ".join([head, *names])] = tree
            for law in (law for law in LAWS if law.startswith(head)):
                self.laws[(law, *names)] = (law, *rest)
            self._ones(rest[0])
            if head == "repeat":
                self._ones(["*", *rest])
        for part in rest:
            self._collect(part)

    def _ones(self, size: Tree) -> None:
        for part in self.calculus.cut(size):
            if part != 1:
                tree, name = _as_tree(self.scope, part), str(part)
                self.tree[f"ones {name}"] = ["ones", tree]
                self.laws["ones", name] = ("ones", tree)

    def equations(self) -> Iterator[tuple[tuple[Any, ...], Block]]:
        """Yield what is known, as sums that vanish."""
        sides = {("given", i): tuple(pair[1:]) for i, pair in enumerate(self.given)}
        sides |= {_hashable(law): LAWS[law[0]](*law[1:]) for law in self.laws.values()}
        for source, equation in sides.items():
            gap = self.calculus.gap(equation)
            if len(gap.rows) == len(gap.cols) == 1:
                yield source, _blocks(gap).get((0, 0), {})

    def trees(self, word: Word) -> list[Tree]:
        """Write a word."""
        return [["transpose", self.tree[n]] if flip else self.tree[n] for n, flip in word]


class Frozen(list):  # type: ignore[type-arg]
    """A tree that can be a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(str(self))


def _hashable(law: tuple[Any, ...]) -> tuple[Any, ...]:
    return (law[0], *(Frozen(x) if isinstance(x, list) else x for x in law[1:]))


def _as_tree(scope: Any, p: Poly) -> Tree:
    rows: list[Tree] = []
    for powers, c in p.to_dict().items():
        names = [["^", n, int(e)] if e > 1 else n for n, e in zip(scope.ring.names, powers, strict=False) if e]
        rows.append(["*", str(c), *names])
    return rows[0] if len(rows) == 1 else ["+", *rows]


def _turned(word: Word) -> Word:
    return tuple((x, not flip) for x, flip in reversed(word))


def _order(word: Word) -> tuple[int, list[tuple[bool, str, bool]]]:
    return len(word), [(not name.startswith("ones "), name, flip) for name, flip in word]


@dataclass
class Rewriting:
    """Equations as rules for their longest words.

    Attributes
    ----------
    b : Builder
        Defines inverses of coefficients.
    rules : list of Rule
    """

    b: Builder
    rules: list[Rule] = field(default_factory=list)
    left: int = MOST_REWRITINGS

    def put(self, total: dict[Any, Poly], key: Any, c: Poly) -> None:
        """Add c at a key, with 1/a·a cancelled where a is a name."""
        value = self.tidy(total[key] + c if key in total else c)
        if value.is_zero():
            total.pop(key, None)
        else:
            total[key] = value

    def tidy(self, p: Poly) -> Poly:
        """Cancel inverses of names with these."""
        terms, ring = self.b.scope.terms, self.b.ring
        for name in ring.names_in(p):
            if name in terms and terms[name].op == "inv" and _is_name(terms[name].args[0]):
                (other,) = ring.names_in(terms[name].args[0])
                factor = terms[name].args[0].leading_coefficient()
                rows: dict[tuple[int, ...], Any] = {}
                for powers, c in p.to_dict().items():
                    new = list(powers)
                    both = min(new[ring.position[name]], new[ring.position[other]])
                    new[ring.position[name]] -= both
                    new[ring.position[other]] -= both
                    rows[tuple(new)] = rows.get(tuple(new), 0) + c / factor**both
                p = ring.context.from_dict(rows)
        return p

    def inverse(self, c: Poly) -> Poly | None:
        """Return 1/c if c is a number times a name that is shown not to be 0."""
        terms, ring = self.b.scope.terms, self.b.ring
        if c.is_constant():
            return self.b.ring.constant(1 / c.leading_coefficient())
        unit = c / c.leading_coefficient()
        if not _is_name(unit):
            return None
        (name,) = ring.names_in(unit)
        if name in terms and terms[name].op == "inv":
            return terms[name].args[0] / c.leading_coefficient()
        try:
            return ring.generator(define(self.b, "inv", (unit,))) / c.leading_coefficient()
        except (NotFoundError, Rejected):
            return None

    def use(self, total: Used, source: Used, left: Word, right: Word, c: Poly) -> None:
        """Add a multiple of what an equation comes from."""
        for (x, equation, flip, y), d in source.items():
            self.put(total, (left + x, equation, flip, y + right), c * d)

    def reduce(self, found: Block) -> tuple[Block, Used]:
        """Rewrite until no rule applies; return what is left, and what was used."""
        found, used = dict(found), dict[Any, Poly]()
        left: Block = {}
        while found:
            self.left -= 1
            if self.left < 0:
                raise NotFoundError("too many words are rewritten")  # noqa: EM101
            word = max(found, key=_order)
            c = found.pop(word)
            places = ((r, i) for r in self.rules if (i := _find(r.lead, word)) is not None)
            rule, at = next(places, (None, 0))
            if rule is None:
                self.put(left, word, c)
                continue
            before, after = word[:at], word[at + len(rule.lead) :]
            for part, d in rule.rest.items():
                self.put(found, before + part + after, c * d)
            self.use(used, rule.source, before, after, c)
        return left, used

    def learn(self, equation: Block, source: Used) -> None:
        """Add an equation, simplified by those known, as a rule for its longest word."""
        rest, used = self.reduce(equation)
        words = sorted(rest, key=_order, reverse=True)
        # among words of one length, one with a number before it
        words.sort(key=lambda word: (-len(word), not rest[word].is_constant()))
        if not words or not words[0] or len(words[0]) > LONGEST:
            return
        lead = words[0]
        unit = self.inverse(rest.pop(lead))
        if unit is None:
            return
        whole: Used = {}
        self.use(whole, source, (), (), unit)
        self.use(whole, used, (), (), -unit)
        other: Block = {}
        for word, d in rest.items():
            self.put(other, word, -unit * d)
        self.rules.append(Rule(lead, other, whole))

    def complete(self, done: int) -> int:
        """Add what follows where two words overlap; return how many rules have been paired."""
        known = len(self.rules)
        for i, first in enumerate(self.rules[:known]):
            for j, second in enumerate(self.rules[:known]):
                if max(i, j) >= done and len(self.rules) < MOST:
                    for equation, source in self.overlaps(first, second):
                        self.learn(equation, source)
        return known

    def overlaps(self, first: Rule, second: Rule) -> Iterator[tuple[Block, Used]]:
        """Yield what follows where one word's end is another's beginning, or inside it."""
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
            equation: Block = {}
            for word, c in second.rest.items():
                self.put(equation, a[:at] + word + behind, c)
            for word, c in first.rest.items():
                self.put(equation, word + beyond, -c)
            source: Used = {}
            one = self.b.ring.constant(1)
            self.use(source, first.source, (), beyond, one)
            self.use(source, second.source, a[:at], behind, -one)
            yield equation, source


def _is_name(p: Poly) -> bool:
    return len(p) == 1 and sum(sum(powers) for powers in p.to_dict()) == 1


def _find(part: Word, word: Word) -> int | None:
    return next((i for i in range(len(word) - len(part) + 1) if word[i : i + len(part)] == part), None)
