"""Derived quantities that keep their name in a statement, with their definition beside it."""

from collections.abc import Iterator
from typing import Any, Self

import sympy as sp
from sympy.core.symbol import Str

from proofs.claims.as_sympy import as_sympy
from proofs.claims.derivative import derivative
from proofs.errors import ClaimError
from spectra.display.latex_printer import words
from spectra.errors import short


class _Named:
    """What named numbers and named matrices have in common."""

    args: tuple[Any, ...]

    def __new__(cls, name: object, value: object, latex: object = "") -> Self:
        """Return a value with a name."""
        text, tex = (getattr(part, "name", part) for part in (name, latex))
        if not isinstance(text, str) or not text.strip() or not isinstance(tex, str):
            raise ClaimError(f"{cls.__name__}: the name is {short(name)}; give words, such as 'ΔT'")
        read = as_sympy(value)
        if read is None:
            raise ClaimError(
                f"{cls.__name__}: the value is {short(value)}; give it as sympy has it"
            )
        return super().__new__(cls, Str(text), read, Str(tex))  # type: ignore[call-arg]

    @property
    def name(self) -> str:
        """The name in text."""
        return str(self.args[0].name)

    @property
    def value(self) -> Any:
        """What it stands for."""
        return self.args[1]

    def _eval_derivative(self, symbol: sp.Symbol) -> Any:
        return derivative(self.value, symbol)

    def _eval_subs(self, old: Any, new: Any) -> Any:
        # at other values the name would be wrong
        changed = self.value.subs(old, new)
        return self if changed == self.value else changed

    def doit(self, **_options: Any) -> Any:
        """Return what it stands for."""
        return self.value

    def _sympystr(self, printer: Any) -> str:  # noqa: ARG002
        return self.name

    def _latex(self, printer: Any) -> str:  # noqa: ARG002
        return str(self.args[2].name) or words(self.name)


class Named(_Named, sp.Expr):  # type: ignore[misc]  # sympy has no types
    """A number that a statement calls by a name, and whose value was derived.

    The proof checker reads the value; reports print the name, and what it stands for beside it.

    Parameters
    ----------
    name : str
    value : sympy expression
    latex : str, optional
        The name in LaTeX, for math mode.

    Examples
    --------
    >>> import spectra
    >>> gap = Named("ΔT_RW", spectra.window(spectra.step(), which="true"))
    >>> gap, gap.value
    (ΔT_RW, 0)
    """


class NamedMatrix(_Named, sp.MatrixExpr):  # type: ignore[misc]  # sympy has no types
    """A matrix that a statement calls by a name; see :class:`Named`."""

    @property
    def shape(self) -> tuple[sp.Expr, sp.Expr]:
        """Numbers of rows and columns."""
        rows, cols = self.value.shape
        return sp.sympify(rows), sp.sympify(cols)


def definitions(said: object) -> Iterator[Named | NamedMatrix]:
    """Yield the named quantities in a statement, each once."""
    parts = said.args if isinstance(said, sp.Basic) else vars(said).values()
    read = [part for part in parts if isinstance(part, sp.Basic)]
    # sorted, since the parts of a conjunction or a maximum come in the order of their hashes
    found = (x for part in read for x in sp.preorder_traversal(part, keys=sp.default_sort_key))
    yield from dict.fromkeys(x for x in found if isinstance(x, Named | NamedMatrix))
