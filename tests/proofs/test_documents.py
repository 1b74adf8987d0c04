"""The report as a page and as a document: what they show is what the run found."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from needed import AT_LENGTH, at_length
from small_reports import CHAIN, HOSTILE, found, made

import numerics
import proofs
import spectra
from proofs import Claim, Counterexample, OutOfScope, Report, Result, Verdict
from proofs.ledger import ledger
from proofs.report import dependency_graph, html_report
from proofs.report.document import SIGNS, Page
from proofs.report.formula_latex import formula
from proofs.report.refutation_plot import Refutation
from proofs.report.results import ESTABLISHED
from spectra import R, delta
from spectra.display.latex_printer import words
from spectra.display.mathml import to_mathml

# formulas


@at_length
def test_every_formula_of_the_ledger_is_converted_whole() -> None:
    # fractions, roots and matrices are counted in the source and in what came of it
    counted = {
        r"\frac": "mfrac", r"\sqrt{": "msqrt", r"\sqrt[": "mroot", r"\begin{matrix}": "mtable",
    }  # fmt: skip
    parts = sorted({part for claim in ledger() for part in formula(claim.statement)})
    for part in parts[:: 1 if AT_LENGTH else 5]:
        tree = fromstring(to_mathml(part))
        text = "".join(tree.itertext())
        assert "\\" not in text, part
        assert "&" not in text, part
        for command, tag in counted.items():
            plain = part.replace("tfrac", "frac").replace("{cases}", "{matrix}")
            assert len(list(tree.iter(tag))) == plain.count(command), part


@given(st.text(st.sampled_from("ab<>&\"'% _{}$#\\^~é数"), max_size=20))
def test_words_among_formulas_come_out_as_they_went_in(text: str) -> None:
    shown = "".join(fromstring(to_mathml(words(text))).itertext())
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == text


# the page


class Reader(HTMLParser):
    """Collects elements and text; notices what is not closed."""

    VOID = frozenset({"meta", "link", "input", "br", "path", "rect", "polygon", "polyline"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text.append(data)


def test_the_page_shows_what_was_found_of_each_claim() -> None:
    reader = Reader(found().to_html())
    ids = {attrs.get("id") for tag, attrs in reader.elements if tag == "article"}
    assert ids == set(CHAIN)
    text = " ".join(" ".join(reader.text).split())
    for result in found().results:
        assert f"{SIGNS[result.verdict]} {result.verdict.value} {result.claim.id}" in text
        assert result.claim.source in text
        assert all(item.method in text for item in result.evidence)
    refuted = found()["C2.16.full.maj-min"]
    assert text.index("As printed") < text.index("As corrected") < text.index("Counterexample")
    for other, verdict in refuted.corrections:
        assert f"{verdict.value} {other.id}" in text
    assert "Rests on ✓ C2.19b.maj-maj" in text


def test_the_page_refers_to_nothing_outside_itself() -> None:
    page = found().to_html()
    reader = Reader(page)
    ids = {attrs["id"] for _, attrs in reader.elements if "id" in attrs}
    for _, attrs in reader.elements:
        assert "src" not in attrs
        href = attrs.get("href") or ""
        assert not href or href == "data:," or href.removeprefix("#") in ids
    assert set(re.findall(r"url\((\w+:)", page)) == {"data:"}
    assert "default-src 'none'" in page
    # a page for a stream without Unicode holds references in the text, never in script or style
    script, style = (
        page[page.index(f"<{t}>") : page.index(f"</{t}>")] for t in ("script", "style")
    )
    assert (script + style).isascii()


def test_ids_are_unique() -> None:
    ids = [attrs["id"] for _, attrs in Reader(found().to_html()).elements if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_hostile_words_stay_words() -> None:
    claim = Claim("a<b>\"'&%/é", OutOfScope(HOSTILE, HOSTILE), HOSTILE, HOSTILE)
    counterexample = Counterexample(((HOSTILE, HOSTILE),), HOSTILE, "1", HOSTILE, (HOSTILE, "b"))
    evidence = proofs.Evidence(HOSTILE, proofs.Outcome.REFUTES, HOSTILE, 0.0, "", counterexample)
    report = Report((Result(claim, Verdict.REFUTED, (evidence,), 0.0),))
    for page in (report.to_html(), report._repr_html_()):
        reader = Reader(page)
        assert sum(tag == "script" for tag, _ in reader.elements) == page.count("<script>\n")
        assert HOSTILE.split("\\")[0] in "".join(reader.text)


def test_an_empty_report_is_a_page_too() -> None:
    for page in (Report(()).to_html(), Report(())._repr_html_()):
        assert "0 claims" in "".join(Reader(page).text)
    assert "0 claims" in Report(()).to_latex()


def test_a_notebook_gets_a_fragment() -> None:
    shown = found()._repr_html_()
    assert shown.startswith("<div")
    text = " ".join(" ".join(Reader(shown).text).split())
    assert "✗ REFUTED C2.16.full.maj-min" in text
    assert "fails at R = 10, δ = 8" in text


# what differs from run to run


def test_a_stable_report_says_nothing_of_the_run() -> None:
    slow = Report(
        tuple(
            Result(r.claim, r.verdict, r.evidence, r.seconds + 9, r.established)
            for r in found().results
        ),
        77.7,
    )
    for write in (Report.to_html, Report.to_latex, Report.to_json):
        assert write(found(), stable=True).count("C3.rw.maj-maj")
        bare = Report(
            tuple(
                Result(r.claim, r.verdict, r.evidence, 0.0, r.established) for r in found().results
            )
        )
        assert write(slow, stable=True) == write(bare, stable=True)
        assert "77.7" not in write(slow, stable=True)
    assert "77.7 s" in slow.to_html()


@pytest.mark.parametrize("search", [False, True])
def test_a_second_run_finds_the_same_evidence_again(search: bool) -> None:
    first, second = (
        proofs.check(["4.bound.supremum", "C2.19b.maj-maj"], search=search) for _ in "ab"
    )
    assert first.to_json(stable=True) == second.to_json(stable=True)


# the graph


@st.composite
def reports(draw: st.DrawFn) -> Report:
    names = [f"c{i}" for i in range(draw(st.integers(1, 14)))]
    edges = st.lists(st.sampled_from(names), max_size=3, unique=True)
    return Report(tuple(made(name, Verdict.PROVED, *draw(edges)) for name in names))


@settings(max_examples=60)
@given(reports())
def test_no_two_nodes_of_the_graph_overlap(report: Report) -> None:
    drawn = dependency_graph.draw(report)
    centres = sorted((node.x, node.y) for node in drawn.nodes)
    for (x1, y1), (x2, y2) in pairwise(centres):
        assert x2 - x1 >= drawn.node_width or abs(y2 - y1) >= drawn.node_height
    for node in drawn.nodes:
        assert node.x + drawn.node_width / 2 <= drawn.width
        assert node.y + drawn.node_height / 2 <= drawn.height
    assert len(drawn.nodes) + drawn.alone == len(report.results)


@settings(max_examples=60)
@given(reports())
def test_every_dependency_is_drawn_and_points_to_the_right(report: Report) -> None:
    names = [r.claim.id for r in report.results]
    acyclic = Report(
        tuple(
            made(r.claim.id, Verdict.PROVED, *(d for d in r.claim.depends_on if names.index(d) < i))
            for i, r in enumerate(report.results)
        )
    )
    drawn = dependency_graph.draw(acyclic)
    wanted = {(d, r.claim.id) for r in acyclic.results for d in r.claim.depends_on}
    assert {(e.start.id, e.end.id) for e in drawn.edges} == wanted
    for edge in drawn.edges:
        places = [x for x, _ in edge.points]
        assert edge.start.x < places[0] < places[-1] < edge.end.x
        assert places == sorted(places)


def test_only_what_rests_on_established_claims_has_a_full_frame() -> None:
    results = {r.claim.id: r for r in proofs.check(select=["C2.19b", "C2.16", "C3."]).results}
    drawn = dependency_graph.draw(Report(tuple(results.values())))
    for node in drawn.nodes:
        rests_on = results[node.id].claim.depends_on if node.id in results else ()
        if node.established:
            assert results[node.id].verdict in ESTABLISHED
            assert all(results[i].established for i in rests_on if i in results)
    broken = Report((made("a", Verdict.REFUTED), made("b", Verdict.PROVED, "a")))
    assert not any(node.established for node in dependency_graph.draw(broken).nodes)
    assert broken.to_html().count('class="node PROVED open"') == 1
    assert broken.to_html().count('class="edge broken"') == 1


def test_a_claim_outside_the_report_is_named_without_a_verdict() -> None:
    page = proofs.check(select=["C3.rw.maj-maj"]).to_html()
    assert "C2.16.full.maj-maj: not in this report" in page


# the plot


def plotted() -> Refutation:
    (one,) = Page(found()).refutations
    return one


def test_the_plot_is_at_a_counterexample_of_the_run() -> None:
    one = plotted()
    given_there = [
        dict(e.counterexample.parameters)
        for e in one.result.evidence
        if e.counterexample is not None
    ]
    assert {"R": "10", "delta": "8", "k": "4", "t": str(one.time)} in given_there
    assert one.parameters == (("R", "10"), ("δ", "8"), ("k", "4"))


def test_the_claimed_curve_is_the_paper_and_the_true_one_is_the_flow() -> None:
    one = plotted()
    paper = numerics.beta(one.times, np.sqrt(11 / 2), (np.sqrt(10) + 1) / np.sqrt(11), 8)
    np.testing.assert_allclose(one.claimed, paper, rtol=1e-9)
    flow = numerics.solve(numerics.FlowProblem(k=4, R=10, delta=8), one.times)
    row = flow.mode_names.index("maj-min")
    np.testing.assert_allclose(one.middle, flow.beta[row], atol=1e-8)
    assert all(a <= b for a, b in zip(one.lower, one.upper, strict=True))
    assert max(one.gap) > 0.1
    assert one.largest_radius < 1e-12


def test_the_projected_curve_would_lie_in_no_gap() -> None:
    # a false neighbour: the formula drawn against the system of which it is true leaves no gap
    claim = Claim(
        "true", proofs.Trajectory("maj-maj", 1 / (1 + (sp.sqrt(R) * sp.exp(2 * delta) - 1))), "s"
    )
    assert tuple(Page(Report((Result(claim, Verdict.PROVED, (), 0.0),))).refutations) == ()


def test_no_number_of_the_plot_is_typed() -> None:
    template = (Path(html_report.__file__).parent / "templates" / "report.html.j2").read_text(
        "utf-8"
    )
    assert "603/250" not in template
    assert "603/250" in found().to_html()
    assert "603/250" in found().to_latex()


def test_a_document_says_what_is_false_first_and_what_falls_with_it() -> None:
    page = Page(found())
    assert page.false[0].claim.id == "C2.16.full.maj-min"
    assert page.refutations[0].result.claim.id == "C2.16.full.maj-min"
    kinds = {(e.start.id, e.end.id): e.kind for e in page.broken.edges}
    assert kinds["C2.16.full.maj-min", "C3.rw.maj-min.true"] == "corrects"
    html, latex = found().to_html(), found().to_latex()
    assert html.index('id="-false"') < html.index('id="-claims"')
    assert latex.index("section{False as printed}") < latex.index("section{All claims")


def test_what_a_claim_rests_on_all_the_way_down_is_beside_it() -> None:
    page = Page(found())
    for name, below in page.below.items():
        direct = set(page.results[name].claim.depends_on) & page.results.keys()
        assert set(below) == direct.union(*(page.below[i] for i in direct)) - {name}
        assert all(name in page.above[i] for i in below)
    assert page.checkers(["C2.19b.maj-maj"]).startswith("1 by kernel")


def test_the_cells_of_notebook_tables_are_aligned() -> None:
    for shown in (found()._repr_html_(), spectra.decompose(spectra.step())._repr_html_()):
        cells = re.findall(r"<t[hd]\b[^>]*>", shown)
        assert cells
        assert all("text-align: left" in cell for cell in cells)


# names that are no names

STRANGE = (
    "accuracy_in_%", "a\x07b\x1b[31m", r"\write18{touch pwned}", "x\u202eevil\u2066", "%\n\\end{document}",
)  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_name_costs_no_report(name: str) -> None:
    claims = [
        Claim("f", proofs.gt(sp.Function(name)(R), 0), name, title=name),
        Claim("s", proofs.gt(sp.Symbol(name, positive=True), 0), name),
    ]
    report = proofs.check(claims)
    tex, page, text = report.to_latex(), report.to_html(), str(report)
    assert tex.isascii()
    assert all(c.isprintable() or c == "\n" for c in tex)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page + text)
    assert tex.count(r"\end{document}") == 1
    assert r"\write" not in tex


def test_a_formula_that_cannot_be_printed_costs_itself() -> None:
    class Broken(sp.Function):  # type: ignore[misc]  # sympy has no types
        def _latex(self, printer: object) -> str:
            raise ZeroDivisionError

        _sympystr = _latex

    report = proofs.check([Claim("it", proofs.gt(Broken(R) + 1, R), "s")])
    for text in (report.to_latex(), report.to_html(), str(report)):
        assert "cannot be typeset: Broken" in text.replace("\N{NO-BREAK SPACE}", " ")
