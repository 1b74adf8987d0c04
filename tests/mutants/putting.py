"""Putting a mutant into the modules that are in use."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from functools import cache
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

from proofs.kernel import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutants.making import Mutant


def put(mutant: Mutant) -> None:
    """Change the module that is in use."""
    module, statement = importlib.import_module(mutant.name), mutant.tree.body[mutant.top]
    if isinstance(statement, ast.FunctionDef) and not statement.decorator_list:
        _put_code(vars(module)[statement.name], _compiled(mutant, statement.name))
        _put_defaults(vars(module)[statement.name], statement, vars(module))
        _put_following(module, mutant.tree, mutant.top, statement.name)
    elif isinstance(statement, ast.ClassDef):
        old = vars(module)[statement.name]
        for part in statement.body:
            if isinstance(part, ast.FunctionDef):
                found = vars(old)[part.name]
                function = found.fget if isinstance(found, property) else found
                _put_code(function, _compiled(mutant, f"{statement.name}.{part.name}"))
                _put_defaults(function, part, vars(module))
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

    return next(code for code in inside(_whole(mutant)) if code.co_qualname == qualname)


@cache
def _whole(mutant: Mutant) -> CodeType:
    return compile(mutant.tree, str(mutant.path), "exec", dont_inherit=True)


def _put_code(function: Any, code: CodeType) -> None:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    function.__code__ = code


def _put_defaults(function: Any, node: ast.FunctionDef, names: dict[str, Any]) -> None:
    """Change the values that arguments have if none are given."""

    def value(tree: Any) -> Any:
        return eval(compile(ast.Expression(tree), "default", "eval"), names)

    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    function.__defaults__ = tuple(map(value, node.args.defaults)) or None
    function.__kwdefaults__ = {a.arg: value(tree) for a, tree in pairs if tree} or None


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
    if isinstance(statement, ast.FunctionDef):  # the rule that it was is entered anew
        for rule in [r for r, (do, _) in RULES.items() if do is before[statement.name]]:
            del RULES[rule]
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
