"""Making mutants: a file with one place changed, for every place and every change."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]

OPPOSITE: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Pow: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
TWINS = {"all": "any", "any": "all", "min": "max", "max": "min", "All": "Some", "Some": "All",
         "scope": "inner", "inner": "scope", "outer": "inner", "rows": "cols", "cols": "rows",
         "left": "right", "right": "left", "low": "high", "high": "low",
         **{f"{x}{i}": f"{x}{3 - i}" for x in "hogtHOGT" for i in (1, 2)}}  # fmt: skip
"""Names that may be taken for each other."""

MESSAGES = {
    "ensure": 1,
    "reject": 0,
    "require": 2,
    "derive": 4,
    "UndefinedTerm": 0,
    "_refuse": 1,
    "UnreadableError": 0,
}
"""Functions and the place of the words that they say to a reader."""


@dataclass(frozen=True)
class Mutant:
    """A change: the file, what is changed, the lines around it, and the changed module."""

    path: Path
    key: str
    lines: range
    make: Callable[[], ast.Module]
    top: int

    @cached_property
    def tree(self) -> ast.Module:
        """The changed module."""
        return self.make()

    @property
    def name(self) -> str:
        """The module's dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts).removesuffix(".__init__")

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.path.relative_to(ROOT)}:{self.lines.start}"


def listed(path: Path) -> str:
    """Return the name of a file in the lists."""
    return path.relative_to(ROOT).as_posix()


# making them --------------------------------------------------------------------------------------


def changes(node: ast.AST, dropped: bool = False) -> Iterator[tuple[str, ast.AST | None]]:
    """Yield other nodes for a node, None to leave a statement out; ``dropped``: also each operand."""
    if dropped and isinstance(node, ast.BinOp):
        yield "", node.left
        yield "", node.right
    match node:
        case ast.Compare(ops=[op]) if type(op) in OPPOSITE:
            yield "", _with(node, ops=[OPPOSITE[type(op)]()])
        case ast.Compare(ops=ops):
            for i, op in enumerate(ops):
                yield "", _with(node, ops=[*ops[:i], OPPOSITE[type(op)](), *ops[i + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield "", _with(node, op=OPPOSITE[type(op)]())
            for i in range(len(values) if len(values) > 2 else 0):
                yield "", _with(node, values=values[:i] + values[i + 1 :])
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OPPOSITE:
            yield "", _with(node, op=OPPOSITE[type(op)]())
            if isinstance(node, ast.AugAssign):
                yield "", None
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=inside):
            yield "", inside
        case ast.Constant(value=bool(value)):
            yield "", ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield "", ast.Constant(value + 1)
        case ast.Constant(value=str(value)):
            yield "", ast.Constant(f"{value}?")
        case ast.IfExp(body=body, orelse=orelse):
            yield "", _with(node, body=orelse, orelse=body)
        case ast.If() | ast.While():
            yield "if", _with(node, test=ast.Constant(False))
            if isinstance(node, ast.If):
                yield "if", _with(node, test=ast.Constant(True))
        case ast.comprehension(ifs=[_, *_]):
            yield "for", _with(node, ifs=[])
        case ast.Call(args=[ast.Name() as first, ast.Name() as second, *rest]) if (
            first.id != second.id
        ):
            yield "", _with(node, args=[second, first, *rest])
        case ast.Name(id=name, ctx=ast.Load()) if name in TWINS:
            yield "", _with(node, id=TWINS[name])
        case ast.Expr(value=ast.Call()):
            yield "", None
        case ast.Dict(keys=keys, values=values):
            for i in range(len(keys)):
                yield (
                    str(ast.unparse(keys[i] or values[i])),
                    _with(node, keys=keys[:i] + keys[i + 1 :], values=values[:i] + values[i + 1 :]),
                )
        case ast.Tuple(elts=elts, ctx=ast.Load()) | ast.List(elts=elts, ctx=ast.Load()) if elts:
            for i in range(len(elts)):
                yield str(ast.unparse(elts[i])), _with(node, elts=elts[:i] + elts[i + 1 :])


def _with(node: ast.AST, **parts: Any) -> ast.AST:
    made = copy.copy(node)
    for name, part in parts.items():
        setattr(made, name, part)
    return made


def mutants(path: Path, dropped: bool = False) -> Iterator[Mutant]:
    """Yield all mutants of a file; ``dropped``: also those in which a part of a formula is missing."""
    tree, seen = ast.parse(path.read_text("utf-8")), Counter[str]()
    for top, statement in enumerate(tree.body):
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.If):
            continue
        kind = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else ""
        if _target(statement).startswith(("MOST_", "LARGEST_", "HIGHEST")) or kind == "TypeAlias":
            continue
        for parents, name, index, node in _nodes(statement):
            for note, new in changes(node, dropped):
                changed = partial(_replaced, tree, top, parents, name, index, new)
                old = _text(node)
                told = "" if new is None else _text(new)
                where = ".".join(
                    n.name
                    for n in [statement, *parents]
                    if isinstance(n, ast.FunctionDef | ast.ClassDef)
                )
                key = f"{where or _target(statement)}: {note + ': ' if note else ''}{old} -> {told or 'nothing'}"
                seen[key] += 1
                key = key if seen[key] == 1 else f"{key} ({seen[key]})"
                yield Mutant(path, key, _lines([statement, *parents, node]), changed, top)


def _lines(around: list[ast.AST]) -> range:
    """Return the lines of the smallest statement; none if they run when the module is imported."""
    inner = [node for node in around if isinstance(node, ast.stmt)][-1]
    if inner is around[0] or isinstance(inner, ast.FunctionDef | ast.ClassDef):
        return range(inner.lineno, inner.lineno)
    within = getattr(inner, "body", None)
    end = within[0].lineno if within else int(inner.end_lineno or 0) + 1
    return range(inner.lineno, max(end, inner.lineno + 1))


def _target(statement: ast.stmt) -> str:
    names = [
        n.id
        for n in ast.walk(statement)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]
    return names[0] if names else "module"


def _text(node: ast.AST) -> str:
    text = ast.unparse(node).split("\n")[0]
    return text if len(text) <= 120 else f"{text[:117]}..."


def _words(statement: ast.stmt) -> Iterator[int]:
    """Yield what is not a mutant: words to a reader, docstrings, annotations, and code for types."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        if isinstance(node, ast.JoinedStr):
            yield from (id(x) for x in ast.walk(node))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield from [id(node.slice)] if isinstance(node.slice.value, str) else []
        # in a function, a list with a part too few fails at once
        if isinstance(statement, ast.FunctionDef | ast.ClassDef) and isinstance(
            node, ast.Tuple | ast.List | ast.Dict
        ):
            yield id(node)
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in MESSAGES and len(node.args) > MESSAGES[called]:
                yield from (id(x) for x in ast.walk(node.args[MESSAGES[called]]))
        for part in ("annotation", "returns"):
            if isinstance(getattr(node, part, None), ast.AST):
                yield from (id(x) for x in ast.walk(getattr(node, part)))
        if isinstance(node, ast.keyword) and node.arg in ("strict", "maxsize"):
            yield id(node.value)
        if isinstance(node, ast.ClassDef):
            yield from (id(x) for line in node.decorator_list for x in ast.walk(line))


def _nodes(statement: ast.stmt) -> Iterator[tuple[list[ast.AST], str, int | None, ast.AST]]:
    """Yield each node with those around it and its place in the last of them."""
    quiet = set(_words(statement))
    shells = {id(x) for x in ast.walk(statement) if isinstance(x, ast.Tuple | ast.List | ast.Dict)}

    def walk(node: ast.AST, around: list[ast.AST]) -> Iterator[Any]:
        for name, part in ast.iter_fields(node):
            for index, child in enumerate(part) if isinstance(part, list) else [(None, part)]:
                if isinstance(child, ast.AST) and id(child) not in quiet:
                    yield [*around, node], name, index, child
                if isinstance(child, ast.AST) and (id(child) not in quiet or id(child) in shells):
                    yield from walk(child, [*around, node])

    yield from walk(statement, [])


def _replaced(
    tree: ast.Module,
    top: int,
    parents: list[ast.AST],
    name: str,
    index: int | None,
    new: ast.AST | None,
) -> ast.Module:
    """Return the module with one node changed; only what is around it is copied."""
    new = new or ast.Pass()
    for parent in reversed(parents):
        part = getattr(parent, name)
        made = copy.copy(parent)
        setattr(made, name, [*part[:index], new, *part[index + 1 :]] if index is not None else new)
        new, child = made, parent
        if parent is not parents[0]:
            above = parents[parents.index(parent) - 1]
            name, index = _place(above, child)
    body = list(tree.body)
    body[top] = new  # type: ignore[call-overload]
    return ast.fix_missing_locations(ast.Module(body, tree.type_ignores))


def _place(parent: ast.AST, child: ast.AST) -> tuple[str, int | None]:
    for name, part in ast.iter_fields(parent):
        if part is child:
            return name, None
        if isinstance(part, list):
            for index, item in enumerate(part):
                if item is child:
                    return name, index
    raise LookupError(name)


def is_message(mutant: Mutant) -> bool:
    """Whether a mutant changes only words for a reader, what is said of a mistake, or ``__all__``."""
    if mutant.key.startswith("__all__"):
        return True
    changed_part = mutant.key.partition(": ")[2]
    if changed_part.startswith(("'", '"')):  # a long text is cut in the key, and does not parse
        return True
    try:
        before = ast.parse(changed_part.partition(" -> ")[0].strip())
    except SyntaxError:
        return False
    return any(
        isinstance(x, ast.Constant) and isinstance(x.value, str) for x in ast.walk(before)
    ) or any(isinstance(x, ast.Raise) for x in ast.walk(before))
