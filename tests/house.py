"""The import graph of the packages, read from the source: every import, late and type-only too."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("spectra", "numerics", "proofs")
ROOMS = {
    "spectra": (
        "errors",
        "symbols",
        "utils",
        "display",
        "block_matrices",
        "labels",
        "spectrum",
        "class_counts",
        "advise",
        "latex_document",
        "latex",
    ),
    "numerics": (
        "errors",
        "problem",
        "integrators",
        "flow",
        "variants",
        "validated",
        "solvers",
        "advice",
        "figures",
        "experiment",
        "gaussian_starts",
    ),
    "proofs": (
        "errors",
        "kernel",
        "enclosures",
        "claims",
        "reader",
        "ledger",
        "provers",
        "report",
        "engine",
        "export",
        "command",
        "check_theorem",
    ),
    "proofs.provers.finders": (
        "steps",
        "points",
        "signs",
        "functions",
        "sums",
        "goals",
        "limits",
        "scalars",
        "words",
        "matrices",
        "modes",
        "cross_entropy",
        "times",
        "flows",
        "delay_bounds",
        "delays",
        "kinds",
    ),
}
"""The rooms of each package, lowest first: a file imports from its own room and from lower ones.

The finders, the largest room, are divided in the same way.
"""

REACHES_UP = frozenset({("spectra.advise.command", "numerics.advice.answer")})
"""The one import upwards: the command of the advice, where times at one δ are asked for."""


@cache
def sources() -> dict[str, Path]:
    """Every module of the packages by its dotted name; a package stands for its __init__."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> dict[str, frozenset[str]]:
    """The modules that each module imports, wherever in the file it does."""
    return {name: frozenset(_imported(path)) - {name} for name, path in sources().items()}


def circles(graph: dict[str, frozenset[str]]) -> list[list[str]]:
    """Sets of modules that import each other, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            component = stack[at:]
            del stack[at:]
            if len(component) > 1:
                found.append(sorted(component))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def upward(graph: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Imports of a higher package or room, also of one within a room that is divided."""
    return [
        (importer, other)
        for importer, others in sorted(graph.items())
        for other in sorted(others)
        if floor(importer) < floor(other)[: len(floor(importer))]
    ]


def floor(module: str) -> tuple[int, ...]:
    """Place of a module's package among the packages, and of its room in the package, and so on.

    The root of a package only hands on the names of its rooms: it is above them all.
    """
    parts, found = module.split("."), [PACKAGES.index(module.partition(".")[0])]
    for depth in range(1, len(parts) + 1):
        rooms = ROOMS.get(".".join(parts[:depth]))
        if rooms:
            found.append(rooms.index(parts[depth]) if depth < len(parts) else len(rooms))
    return tuple(found)


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in sources()}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: name the module in full"
            found |= {_home(str(node.module), alias.name) for alias in node.names}
    return found - {""}


def _home(module: str, name: str) -> str:
    """The module in which a name that is imported from a module lives; "" if it is not ours."""
    if module not in sources():
        return ""
    if f"{module}.{name}" in sources():
        return f"{module}.{name}"
    return _public(module).get(name, module)


@cache
def _public(package: str) -> dict[str, str]:
    """Where the names live that the stub of a package lists."""
    stub = sources()[package].with_suffix(".pyi")
    if not stub.exists():
        return {}
    tree = ast.parse(stub.read_text(encoding="utf-8"))
    return {
        alias.name: f"{package}.{node.module}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
