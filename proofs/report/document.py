"""The parts of the HTML and LaTeX documents: sections, links, the graph and the plots."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

from proofs.claims.claim import Claim, by_section
from proofs.claims.verdict import Counterexample, Verdict
from proofs.kernel.axioms import AXIOMS
from proofs.report.dependency_graph import Graph, draw, draw_broken
from proofs.report.formula_latex import definitions_latex, domain_latex, formula
from proofs.report.formula_text import aside, line, symbol_name
from proofs.report.headline import FIRST, Line, false_as_printed, headline
from proofs.report.number_text import compact, side
from proofs.report.refutation_plot import Refutation, refutations
from proofs.report.results import ReportData, ResultData
from proofs.report.text_report import closing

SIGNS = {
    Verdict.PROVED: "✓",
    Verdict.AGREED: "=",
    Verdict.CERTIFIED: "◉",
    Verdict.SUPPORTED: "≈",
    Verdict.NOT_SUPPORTED: "≉",
    Verdict.INCONCLUSIVE: "~",
    Verdict.REFUTED: "✗",
    Verdict.UNDECIDED: "?",
    Verdict.VACUOUS: "∅",
    Verdict.NOT_RUN: "–",
}
"""A sign for each verdict, so that colour is never the only one."""

WORDS = {
    Verdict.PROVED: "for all admissible values, by a proof that the kernel checked",
    Verdict.AGREED: "two methods agree on it, no proof was checked",
    Verdict.CERTIFIED: "at the stated values, beyond rounding",
    Verdict.SUPPORTED: "no disagreement found: in floating point, or by a stated test on measurements",
    Verdict.NOT_SUPPORTED: "the measurements disagree with it, by a stated test",
    Verdict.INCONCLUSIVE: "the measurements do not tell, by a stated test",
    Verdict.REFUTED: "false: the kernel checked a counterexample, or an enclosure of the flow shows one",
    Verdict.UNDECIDED: "the engine could not tell",
    Verdict.VACUOUS: "no admissible value",
    Verdict.NOT_RUN: "nothing that could decide it was run",
}


@dataclass(frozen=True)
class Section:
    """The claims of one part of the source."""

    name: str
    results: tuple[ResultData, ...]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many claims got each verdict."""
        found = Counter(r.verdict for r in self.results)
        return {v: found[v] for v in Verdict if v in found}


@dataclass(frozen=True)
class Axiom:
    """What the kernel takes as given, and how many claims rest on it."""

    name: str
    line: str
    reference: str
    claims: int


@dataclass(frozen=True)
class Page:
    """A report with everything that a document shows of it.

    Attributes
    ----------
    report : ReportData
    stable : bool
        Leave out what differs from run to run: times.
    """

    report: ReportData
    stable: bool = False

    @property
    def version(self) -> str:
        """Version of the product."""
        return version("reweighting-theory")

    @cached_property
    def results(self) -> Mapping[str, ResultData]:
        """The results by ID."""
        return {r.claim.id: r for r in self.report.results}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The results by section."""
        found: dict[str, list[ResultData]] = {}
        for claim in by_section(r.claim for r in self.report.results):
            found.setdefault(claim.section, []).append(self.results[claim.id])
        return tuple(Section(name, tuple(results)) for name, results in found.items())

    @cached_property
    def used_by(self) -> Mapping[str, tuple[str, ...]]:
        """IDs of the claims that rest on each."""
        return self._reversed({i: r.claim.depends_on for i, r in self.results.items()})

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """IDs of all that each claim rests on, however far down."""
        return self._reached({i: r.claim.depends_on for i, r in self.results.items()})

    @cached_property
    def above(self) -> Mapping[str, tuple[str, ...]]:
        """IDs of all that rest on each claim, however far up."""
        return self._reached(self.used_by)

    def _reached(self, links: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Return what is reached from each claim, in the order of the report."""
        found: dict[str, tuple[str, ...]] = {}
        for start in self.results:
            reached: set[str] = set()
            waiting = list(links.get(start, ()))
            while waiting:
                item = waiting.pop()
                if item not in reached:
                    reached.add(item)
                    waiting.extend(links.get(item, ()))
            found[start] = tuple(i for i in self.results if i in reached - {start})
        return found

    def checkers(self, ids: Iterable[str]) -> str:
        """Say who checked these claims, and how many each."""
        counts = Counter(
            who
            for i in ids
            for who in re.sub(r", \d+ steps?", "", self.results[i].checked_by).split("; ")
        )
        return ", ".join(f"{n} by {who}" if who else f"{n} by nobody" for who, n in counts.items())

    @cached_property
    def corrects(self) -> Mapping[str, tuple[str, ...]]:
        """IDs of the claims that each puts right."""
        return self._reversed({i: r.claim.corrected_by for i, r in self.results.items()})

    @staticmethod
    def _reversed(links: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for start, ends in links.items():
            for end in dict.fromkeys(ends):
                found[end] = (*found.get(end, ()), start)
        return found

    @cached_property
    def graph(self) -> Graph:
        """What depends on what."""
        return draw(self.report)

    @cached_property
    def broken(self) -> Graph:
        """What is false in the source, what falls with it, and what holds instead."""
        return draw_broken(self.report)

    @cached_property
    def refutations(self) -> tuple[Refutation, ...]:
        """Plots of refuted trajectories, that of the summary first."""
        found = refutations(self.report)
        return tuple(sorted(found, key=lambda plot: plot.result.claim.id not in FIRST))

    @property
    def false(self) -> tuple[ResultData, ...]:
        """What is false in the source."""
        return false_as_printed(self.report)

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """The axioms that proofs of the report rest on."""
        used = self.report.axioms.items()
        return tuple(
            Axiom(name, AXIOMS[name]["line"], AXIOMS[name]["reference"], n) for name, n in used
        )

    @property
    def headline(self) -> tuple[Line, ...]:
        """What a reader of the paper asks first."""
        return headline(self.report)

    @property
    def closing(self) -> tuple[str, ...]:
        """What was found in all, in words."""
        return tuple(words for words, _ in closing(self.report, stable=self.stable))

    def seconds(self, value: float) -> str:
        """Write a time, or nothing if the document is to be stable."""
        return "" if self.stable else f"{value:.2f} s"


def is_compound(found: Counterexample) -> bool:
    """Whether there are no two sides to show: a compound statement just fails there."""
    return found.right in ("true", "false")


def sides(found: Counterexample, digits: int = 0) -> tuple[tuple[str, str], ...]:
    """Return the names and values of both sides, cut to some digits or with their difference."""
    rows = list(zip(found.names, (found.left, found.right), strict=True))
    if digits:
        return tuple((name, side(value, digits)) for name, value in rows)
    pairs = [(name, compact(value)) for name, value in rows]
    return (*pairs, ("difference", compact(found.distance)))


def caption(found: Claim) -> str:
    """Say a claim in words: its title, or its statement on one line."""
    return found.title or line(found.said)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "aside": aside,
    "caption": caption,
    "compact": compact,
    "definitions": definitions_latex,
    "domain": domain_latex,
    "formula": formula,
    "line": line,
    "sides": sides,
    "symbol": symbol_name,
}
"""What the templates of both documents call by name."""
