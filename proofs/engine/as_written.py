"""What a relation said before sympy evaluated it.

sympy evaluates a relation as soon as it can: ``R > 0`` reaches :func:`proofs.claim` as plain
``true``. The source of the running call still says what was meant. It is found through the
position of the call; its two sides are evaluated once more, and the relation is put together
without evaluation. Where there is no source (text given to ``exec``, a statement made
elsewhere) the truth value is all there is.
"""

import ast
import linecache
from collections.abc import Mapping
from functools import lru_cache
from types import FrameType

import sympy as sp

from proofs.claims.statement import Collapsed
from proofs.errors import ClaimError

RELATIONS: Mapping[str, type[sp.Rel]] = {
    "Eq": sp.Eq,
    "Ne": sp.Ne,
    "Le": sp.Le,
    "Lt": sp.Lt,
    "Ge": sp.Ge,
    "Gt": sp.Gt,
    "Equality": sp.Eq,
    "Unequality": sp.Ne,
    "LessThan": sp.Le,
    "StrictLessThan": sp.Lt,
    "GreaterThan": sp.Ge,
    "StrictGreaterThan": sp.Gt,
}
COMPARISONS: Mapping[type[ast.cmpop], type[sp.Rel]] = {
    ast.Lt: sp.Lt,
    ast.LtE: sp.Le,
    ast.Gt: sp.Gt,
    ast.GtE: sp.Ge,
}
Position = tuple[int | None, int | None, int | None, int | None]


def recover(owner: str, value: bool, frame: FrameType) -> Collapsed:
    """Return the statement of the call to ``claim`` that ``frame`` is executing.

    Parameters
    ----------
    owner : str
        The claim's ID, for messages.
    value : bool
        What the relation was evaluated to.
    frame : frame
        The caller of ``claim``.

    Raises
    ------
    ClaimError
        If the call compares formulas by ``==`` or ``!=``, which asks how they are spelled.
    """
    node = _statement_argument(frame)
    if node is None:
        return Collapsed(value)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
        sign, name = ("==", "Eq") if isinstance(node.ops[0], ast.Eq) else ("!=", "Ne")
        raise ClaimError(
            f"claim {owner}: {ast.unparse(node)!r} asks whether two formulas are spelled alike; "
            f"write {name}(left, right) instead of {sign}"
        )
    return Collapsed(value, ast.unparse(node), _relation(node, value, frame))


def _relation(node: ast.expr, value: bool, frame: FrameType) -> sp.Rel | None:
    """Put the relation together again, or None where the source does not give it back."""
    parts = _sides(node, frame)
    if parts is None:
        return None
    kind, *sides = parts
    try:
        left, right = (sp.sympify(_evaluate(side, frame)) for side in sides)
        # the same sides must give the same truth value: else this is not what was meant
        same = kind(left, right) == sp.sympify(value)
        return kind(left, right, evaluate=False) if same else None
    except Exception:  # noqa: BLE001  (only the display suffers: the truth value is known)
        return None


def _evaluate(node: ast.expr, frame: FrameType) -> object:
    code = compile(ast.Expression(node), frame.f_code.co_filename, "eval", dont_inherit=True)
    return eval(code, frame.f_globals, frame.f_locals)


def _sides(node: ast.expr, frame: FrameType) -> tuple[type[sp.Rel], ast.expr, ast.expr] | None:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        return COMPARISONS[type(node.ops[0])], node.left, node.comparators[0]
    if not isinstance(node, ast.Call) or len(node.args) != 2:
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if isinstance(node.func, ast.Name):
        # `from sympy import Eq as Equal`: the name's value knows its own name
        found = frame.f_locals.get(node.func.id, frame.f_globals.get(node.func.id))
        name = getattr(found, "__name__", "")
    return (RELATIONS[name], node.args[0], node.args[1]) if name in RELATIONS else None


def _statement_argument(frame: FrameType) -> ast.expr | None:
    """Find the expression passed as ``statement`` in the call that ``frame`` is executing."""
    position = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    linecache.checkcache(frame.f_code.co_filename)  # the file may have been edited since
    text = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    node = _calls(text).get(position)
    if node is None:
        return None
    named = [keyword.value for keyword in node.keywords if keyword.arg == "statement"]
    if named:
        return named[0]
    direct = [arg for arg in node.args[:2] if not isinstance(arg, ast.Starred)]
    return direct[1] if len(direct) > 1 else None


@lru_cache(maxsize=8)
def _calls(text: str) -> Mapping[Position, ast.Call]:
    """Return the calls of a program by their place in it."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return {}
    return {
        (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset): node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
