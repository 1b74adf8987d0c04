"""A kind of statement that the package does not know: one file, and everything works with it."""

import json
from pathlib import Path

import pytest

import proofs
from proofs.check_theorem import main
from proofs.provers.by_kind import kinds
from proofs.report.formats import Name

TOY = '''
from dataclasses import dataclass

import sympy as sp

import proofs
from spectra import R


@dataclass(frozen=True)
class Even(proofs.Statement):
    """``expr`` does not change with the sign of ``var``."""

    expr: sp.Expr
    var: sp.Symbol

    @property
    def free_symbols(self):
        return {self.var, *self.expr.free_symbols}

    def _sympystr(self, printer):
        return f"{printer._print(self.expr)} is even in {printer._print(self.var)}"

    def _latex(self, printer):
        return rf"{printer._print(self.expr)} \\asymp {printer._print(self.var)}"


@proofs.prover.register
def evidence_on(statement: Even, domain):
    mirrored = statement.expr.subs(statement.var, -statement.var)
    yield from proofs.prover(proofs.Relation(proofs.eq(statement.expr, mirrored)), domain)


x = sp.Symbol("x", real=True)
proofs.claim("toy.true", Even(x**2 / R + 0.5, x), source="toys")
proofs.claim("toy.false", Even(x**3 + R, x), source="toys", expected="REFUTED")
proofs.claim("toy.empty", Even(x**3, x), source="toys", assume=[x > 1, x < 0], expected="VACUOUS")
'''


def printed(folder: Path, form: Name, *more: str) -> str:
    """Return what the command writes about the claims of the toy kind."""
    (folder / "toy.py").write_text(TOY)
    target = folder / f"report.{form}"
    given = ["--claims", str(folder / "toy.py"), "--format", form, "-o", str(target), *more]
    assert main(given) == 0
    return target.read_text(encoding="utf-8")


def test_a_toy_kind_is_decided_and_its_decimals_are_exact(tmp_path: Path) -> None:
    found = {c["id"]: c for c in json.loads(printed(tmp_path, "json"))["claims"]}
    verdicts = {name: claim["verdict"] for name, claim in found.items()}
    assert verdicts == {"toy.true": "PROVED", "toy.false": "REFUTED", "toy.empty": "VACUOUS"}
    assert found["toy.true"]["statement"] == r"\frac{1}{2} + \frac{x^{2}}{R} \asymp x"
    assert found["toy.true"]["assumptions"] == ["R > 0", "x real"]
    assert {item["outcome"] for item in found["toy.true"]["evidence"]} == {"proves"}
    assert "x" in found["toy.false"]["counterexample"]["parameters"]


def test_a_toy_kind_is_printed_in_text_html_and_latex(tmp_path: Path) -> None:
    assert "R + x**3 is even in x" in printed(tmp_path, "text")
    assert "<mo>≍</mo>" in printed(tmp_path, "html")
    assert r"\formula{R + x^{3} \asymp x}" in printed(tmp_path, "latex")


def test_a_toy_kind_is_looked_at_for_given_values(tmp_path: Path) -> None:
    found = json.loads(printed(tmp_path, "json", "--R", "2"))["claims"]
    assert [claim["at"] for claim in found] == [{"R": "2"}, {"R": "2"}, {}]


def test_a_toy_kind_is_documented(tmp_path: Path) -> None:
    printed(tmp_path, "text")
    assert kinds()["Even"] == "``expr`` does not change with the sign of ``var``."


def test_a_kind_without_a_docstring_is_refused() -> None:
    with pytest.raises(TypeError, match="Silent has no docstring"):
        type("Silent", (proofs.Statement,), {})


def test_a_kind_without_a_prover_is_undecided_and_says_so(tmp_path: Path) -> None:
    body = TOY.replace("@proofs.prover.register\n", "").replace("class Even", "class Odd")
    (tmp_path / "toy.py").write_text(body.replace("Even(", "Odd(").replace(": Even", ": Odd"))
    report = tmp_path / "report.json"
    assert main(["--claims", str(tmp_path / "toy.py"), "--format", "json", "-o", str(report)]) == 1
    first = json.loads(report.read_text(encoding="utf-8"))["claims"][0]
    assert first["verdict"] == "UNDECIDED"
    assert "no prover is registered for Odd" in first["evidence"][0]["detail"]
