"""What a notebook shows of a decomposition: the levels as a table, then the matrices."""

from html import escape
from typing import TYPE_CHECKING

from spectra.display.latex_printer import to_latex
from spectra.display.mathml import to_mathml

if TYPE_CHECKING:
    from spectra.spectrum.svd import Decomposition


def decomposition_html(found: "Decomposition") -> str:
    """Return a fragment of HTML: levels, Σ, U and V, with formulas in MathML."""
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("level", "singular value", "multiplicity")
    )
    body = "".join(
        f'<tr><th scope="row">{escape(level.name)}</th>'
        f"<td>{_formula(level.singular_value)}</td><td>{_formula(level.multiplicity)}</td></tr>"
        for level in found.levels
    )
    matrices = {r"\Sigma": found.sigma_blocks, "U": found.U_blocks}
    if found.imbalance.has_sample_matrices:
        matrices["V"] = found.V_blocks
    shown = "".join(
        '<div style="margin: 0.6em 0; overflow-x: auto">'
        + to_mathml(f"{name} = {to_latex(matrix)}", display=True)
        + "</div>"
        for name, matrix in matrices.items()
    )
    return (
        f'<div class="counterweight"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>{shown}</div>"
    )


def _formula(value: object) -> str:
    return to_mathml(to_latex(value))
