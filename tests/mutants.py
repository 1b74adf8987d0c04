"""Change the kernel and the reader in one place at a time, and see that the tests notice.

``python tests/mutants.py`` makes every mutant of both, ``python tests/mutants.py limits.py`` those
of files whose path ends so. The tests are collected once; each mutant is put into a copy of the
process, which runs the tests until one fails. ``python tests/mutants.py FILE.log`` makes again those
that survived by the log of an earlier run. Mutants that change nothing that matters are listed
in ``mutants_equivalent.toml``, each with the reason.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import os
import resource
import signal
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import runtestprotocol

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests" / "proofs" / "kernel"
EQUIVALENT = Path(__file__).with_suffix("").with_name("mutants_equivalent.toml")
SECONDS, BYTES = 60, 6 * 2**30
"""A copy of the process that takes more has noticed the mutant."""

SLOW = ("test_finders", "test_modes", "seed", "test_mutants", "test_mutated", "without_the_rest", "another_statement",
        "left_out", "lemma")  # fmt: skip
"""Tests that search, or that look at many objects at random: they are left out."""

LATE = "test_shipped", "test_named"
"""Tests that take long: they come last."""

READING = "test_reader"
"""Tests of the reader, and of what the functions are."""

OPPOSITE: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Pow: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
TWINS = {"all": "any", "any": "all", "min": "max", "max": "min", "All": "Some", "Some": "All",
         "scope": "inner", "inner": "scope", "outer": "inner", "rows": "cols", "cols": "rows",
         "left": "right", "right": "left", "low": "high", "high": "low"}  # fmt: skip
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
    """A change: where it is, what it is, and the changed module."""

    path: Path
    key: str
    place: str
    tree: ast.Module
    top: int


# making them --------------------------------------------------------------------------------------


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    """Yield other nodes for a node, None to leave a statement out."""
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


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield all mutants of a file."""
    tree, seen = ast.parse(path.read_text("utf-8")), Counter[str]()
    for top, statement in enumerate(tree.body):
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.If):
            continue
        kind = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else ""
        if _target(statement).startswith(("MOST_", "LARGEST_")) or kind == "TypeAlias":
            continue
        for parents, name, index, node in _nodes(statement):
            for note, new in changes(node):
                changed = _replaced(tree, top, parents, name, index, new)
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
                yield Mutant(
                    path,
                    key,
                    f"{path.name}:{getattr(node, 'lineno', statement.lineno)}",
                    changed,
                    top,
                )


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


# putting them in ----------------------------------------------------------------------------------


def put(mutant: Mutant) -> None:
    """Change the module that is in use."""
    name = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    module, statement = importlib.import_module(name), mutant.tree.body[mutant.top]
    if isinstance(statement, ast.FunctionDef) and not statement.decorator_list:
        _put_code(vars(module)[statement.name], _compiled(mutant, statement.name))
        _put_following(module, mutant.tree, mutant.top, statement.name)
    elif isinstance(statement, ast.ClassDef):
        old = vars(module)[statement.name]
        for part in statement.body:
            if isinstance(part, ast.FunctionDef):
                found = vars(old)[part.name]
                function = found.fget if isinstance(found, property) else found
                _put_code(function, _compiled(mutant, f"{statement.name}.{part.name}"))
            elif isinstance(part, ast.AnnAssign) and part.value is not None:
                _put_default(module, old, part)
                for name in (statement.name, "F"):
                    _put_following(module, mutant.tree, mutant.top, name)
    else:
        _put_statement(module, mutant.tree, mutant.top)


def _compiled(mutant: Mutant, qualname: str) -> CodeType:
    def inside(code: CodeType) -> Iterator[CodeType]:
        for part in code.co_consts:
            if isinstance(part, CodeType):
                yield part
                yield from inside(part)

    whole = compile(mutant.tree, str(mutant.path), "exec", dont_inherit=True)
    return next(code for code in inside(whole) if code.co_qualname == qualname)


def _put_code(function: Any, code: CodeType) -> None:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    function.__code__ = code


def _put_default(module: ModuleType, made: type, part: ast.AnnAssign) -> None:
    """Change the default of a field of a class."""
    name = part.target.id  # type: ignore[union-attr]
    if name not in vars(made):
        return
    value: Any = part.value
    code = compile(ast.fix_missing_locations(ast.Expression(value)), "default", "eval")
    new, init = eval(code, vars(module)), vars(made)["__init__"]
    fields = list(inspect.signature(init).parameters.values())
    known = [x.name for x in fields if x.default is not inspect.Parameter.empty]
    init.__defaults__ = tuple(
        new if field == name else x for field, x in zip(known, init.__defaults__, strict=True)
    )


def _put_statement(module: ModuleType, tree: ast.Module, top: int) -> None:
    """Run a statement again, and what follows from it in the same file."""
    statement, names = tree.body[top], vars(module)
    before = dict(names)
    exec(compile(ast.Module([statement], []), str(module.__file__), "exec"), names)  # noqa: S102
    for name in [n for n in names if names[n] is not before.get(n)]:
        old, new = before.get(name), names[name]
        if isinstance(old, dict):
            changed = dict(new)
            old.clear()
            old.update(changed)
            names[name] = old
        else:
            for other in [vars(x) for x in list(sys.modules.values()) if hasattr(x, "__dict__")]:
                if other.get(name, names) is old:
                    other[name] = new
        _put_following(module, tree, top, name)


def _put_following(module: ModuleType, tree: ast.Module, top: int, name: str) -> None:
    """Run again the assignments behind a statement that use a name."""
    for later, following in enumerate(tree.body[top + 1 :], top + 1):
        uses = {n.id for n in ast.walk(following) if isinstance(n, ast.Name)}
        if isinstance(following, ast.Assign | ast.AnnAssign) and name in uses:
            _put_statement(module, tree, later)


# running the tests --------------------------------------------------------------------------------


class Loop:
    """A plugin of pytest: for each mutant, run the tests in a copy of the process."""

    def __init__(self, wanted: list[Mutant]) -> None:
        self.wanted, self.survived = wanted, list[Mutant]()
        self.kills: Counter[str] = Counter()
        self.killed: Counter[Path] = Counter()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of the loop over tests."""
        import kernel_objects

        def checked(wrong: Any) -> Any:
            return SimpleNamespace(verdict=wrong["verdict"])

        # that a kernel without a condition accepts a proof says nothing of the mutant
        session.items[:] = [
            item for item in session.items if not any(x in item.nodeid for x in SLOW)
        ]
        kernel_objects.without = lambda *_: SimpleNamespace(check=checked)  # type: ignore[assignment]
        print("fails without a mutant:", self._noticed(None, session.items), flush=True)
        for i, mutant in enumerate(self.wanted):
            reads = "reader" in str(mutant.path) or mutant.path.stem == "functions"
            items = [item for item in session.items if reads or READING not in item.nodeid]
            order = sorted(items, key=lambda item: self._first(mutant, item))
            by = self._noticed(mutant, order)
            if by is None:
                self.survived.append(mutant)
                print(f"survived: {mutant.place}: {mutant.key}", flush=True)
            else:
                self.kills[by] += 1
                self.killed[mutant.path] += 1
            if i % 100 == 99:
                print(f"{i + 1} of {len(self.wanted)}", flush=True)
        return True

    def _first(self, mutant: Mutant, item: pytest.Item) -> tuple[bool, int, bool]:
        late = any(name in item.nodeid for name in LATE)
        return late, -self.kills[item.nodeid], mutant.path.stem not in item.nodeid

    def _noticed(self, mutant: Mutant | None, items: list[pytest.Item]) -> str | None:
        """Return the test that fails, or None."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
            signal.alarm(SECONDS)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os.write(writing, _failing(mutant, items).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            told = pipe.read()
        _, status = os.waitpid(child, 0)
        return None if told == "none" and status == 0 else told or "time or memory"


def _failing(mutant: Mutant | None, items: list[pytest.Item]) -> str:
    try:
        if mutant is not None:
            put(mutant)
    except Exception:  # noqa: BLE001
        return "import"
    for item in items:
        try:
            reports = runtestprotocol(item, nextitem=None, log=False)
        except BaseException:  # noqa: BLE001
            return item.nodeid
        if any(report.failed for report in reports):
            return item.nodeid
    return "none"


def main(names: list[str]) -> int:
    """Make the mutants, run the tests, print the table; return 1 if one survives."""
    files = sorted(
        [*(ROOT / "proofs" / "kernel").glob("*.py"), *(ROOT / "proofs" / "reader").glob("*.py")]
    )
    files = [f for f in files if f.name != "__main__.py"]  # it prints what the kernel says
    logs = [Path(name).read_text("utf-8") for name in names if name.endswith(".log")]
    again = {
        line.split(": ", 2)[2]
        for log in logs
        for line in log.splitlines()
        if line.startswith("survived: ")
    }
    names = [name for name in names if not name.endswith(".log")]
    files = [f for f in files if not names or any(str(f).endswith(name) for name in names)]
    listed: dict[str, dict[str, str]] = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    made = [m for path in files for m in mutants(path) if not logs or m.key in again]
    known = {f: listed.get(f"{f.parent.name}/{f.name}", {}) for f in files}
    sys.path.insert(0, str(ROOT / "tests"))
    loop = Loop([m for m in made if m.key not in known[m.path]])
    pytest.main(
        ["-q", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly", str(TESTS)], plugins=[loop]
    )
    print("file                 mutants  killed  equivalent  survived")
    for path in [f for f in files if any(m.path == f for m in made)]:
        own = [m.key for m in made if m.path == path]
        equal, left = (
            sum(key in known[path] for key in own),
            sum(m.path == path for m in loop.survived),
        )
        print(
            f"{path.parent.name + '/' + path.name:20} {len(own):7} {loop.killed[path]:7} {equal:11} {left:9}"
        )
        for key in known[path].keys() - own:
            print(f"  no such mutant: {key}")
    return int(bool(loop.survived))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
