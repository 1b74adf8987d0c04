"""Words in letters that do not commute, rewritten by equations, which are completed.

Each equation lets its longest word be replaced. Where two such words overlap, both results are
equal as well. What was used is kept: it is the certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from proofs.kernel.errors import Rejected
from proofs.kernel.matrices import Word
from proofs.kernel.polynomials import Poly
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.provers.finders.steps.builder import Builder

ROUNDS, MOST, LONGEST = 4, 200, 9
"""Rounds of completion, equations in all, and letters in one of them."""

MOST_REWRITINGS = 20_000

Block: TypeAlias = dict[Word, Poly]

Source: TypeAlias = tuple[Any, ...]
"""Letters before an equation, the equation, whether it is transposed, letters behind."""

Used: TypeAlias = dict[Source, Poly]


@dataclass(frozen=True)
class Rule:
    """An equation between sums of words, lead = rest, and where it comes from."""

    lead: Word
    rest: Block
    source: Used


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
        for name in sorted(ring.names_in(p)):
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
                raise NotFoundError("too many words are rewritten")
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
    return next(
        (i for i in range(len(word) - len(part) + 1) if word[i : i + len(part)] == part), None
    )
