"""What depends on what, as a layered drawing: a claim stands to the right of all it rests on.

Sugiyama's method in its plainest form: layers by longest path, long edges cut by invisible
nodes, order within a layer by the mean place of the neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from proofs.claims.claim import Words
from proofs.claims.verdict import Verdict
from proofs.report.results import ReportData, ResultData

NODE_WIDTH, NODE_HEIGHT = 172, 22
COLUMN, ROW = 232, 30
MARGIN = 8
LETTERS = 23
"""Letters of an ID that fit into a node."""

SWEEPS = 12
MOST_ACROSS = 1200.0
"""Width up to which small parts of the graph are put side by side."""

Key = str | tuple[str, str, int]
"""A claim's ID, or an invisible node on the edge between two."""

Pair = tuple[str, str]
Layers = list[list[Key]]
Links = Mapping[Key, Sequence[Key]]


@dataclass(frozen=True)
class Node:
    """One claim in the drawing; `result` is missing if it is not in the report."""

    id: str
    x: float
    y: float
    result: ResultData | None

    @property
    def label(self) -> str:
        """The ID, cut to fit."""
        return self.id if len(self.id) <= LETTERS else f"{self.id[: LETTERS - 1]}…"

    @property
    def established(self) -> bool:
        """Whether it holds and so does all it rests on."""
        return self.result is not None and self.result.established


@dataclass(frozen=True)
class Edge:
    """From what is rested on to what rests on it, through these points."""

    start: Node
    end: Node
    points: tuple[tuple[float, float], ...]
    corrects: bool = False

    @property
    def kind(self) -> str:
        """What the edge stands for: a correction, or a step that is broken, open or whole."""
        if self.corrects:
            return "corrects"
        result = self.start.result
        if result is not None and result.verdict is Verdict.REFUTED:
            return "broken"
        return "" if self.start.established else "open"


@dataclass(frozen=True)
class Graph:
    """Nodes and edges in the coordinates of the drawing, y downwards."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float
    alone: int
    node_width: int = NODE_WIDTH
    node_height: int = NODE_HEIGHT


def draw(report: ReportData) -> Graph:
    """Place every claim that rests on another or is rested on."""
    return _drawn(report, [(a, r.claim.id) for r in report.results for a in r.claim.depends_on])


def draw_broken(report: ReportData) -> Graph:
    """Place what is false in the source, what falls with it, and what holds instead."""
    false = {
        r.claim.id: r.claim
        for r in report.results
        if r.verdict is Verdict.REFUTED and r.claim.words is not Words.OURS
    }
    falls = [
        (a, r.claim.id)
        for r in report.results
        for a in r.claim.depends_on
        if a in false or r.claim.id in false
    ]
    instead = [(claim.id, other) for claim in false.values() for other in claim.corrected_by]
    return _drawn(report, falls, instead)


def _drawn(report: ReportData, pairs: list[Pair], instead: Iterable[Pair] = ()) -> Graph:
    results = {r.claim.id: r for r in report.results}
    corrections = set(instead) - set(pairs)
    pairs = list(dict.fromkeys(p for p in [*pairs, *instead] if p[0] != p[1]))
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    corner_x = corner_y = shelf = width = 0.0
    for part in sorted(_parts(pairs), key=len, reverse=True):
        places, size = _place(part)
        if corner_x and corner_x + size[0] > max(MOST_ACROSS, width):
            corner_x, corner_y, shelf = 0.0, corner_y + shelf + ROW / 2, 0.0
        moved = {key: (x + corner_x, y + corner_y) for key, (x, y) in places.items()}
        nodes |= {k: Node(k, *at, results.get(k)) for k, at in moved.items() if isinstance(k, str)}
        edges += [
            Edge(nodes[a], nodes[b], _through(a, b, moved), (a, b) in corrections) for a, b in part
        ]
        corner_x, shelf = corner_x + size[0] + COLUMN - NODE_WIDTH, max(shelf, size[1])
        width = max(width, corner_x - (COLUMN - NODE_WIDTH))
    alone = sum(i not in nodes for i in results)
    return Graph(tuple(nodes.values()), tuple(edges), width + 2 * MARGIN, corner_y + shelf, alone)


def _parts(pairs: list[Pair]) -> list[list[Pair]]:
    """Split the edges into connected parts."""
    leader: dict[str, str] = {}

    def find(item: str) -> str:
        while leader.setdefault(item, item) != item:
            item = leader[item]
        return item

    for a, b in pairs:
        leader[find(a)] = find(b)
    parts: dict[str, list[Pair]] = {}
    for a, b in pairs:
        parts.setdefault(find(a), []).append((a, b))
    return list(parts.values())


def _place(
    pairs: list[Pair],
) -> tuple[dict[Key, tuple[float, float]], tuple[float, float]]:
    """Return the centre of every node of a connected part, and the size of the part."""
    depth = _depths(pairs)
    before: dict[Key, list[Key]] = {}
    after: dict[Key, list[Key]] = {}
    layers: Layers = [[] for _ in range(max(depth.values()) + 1)]
    for item, layer in depth.items():
        layers[layer].append(item)
    for a, b in pairs:
        chain: list[Key] = [a, *((a, b, d) for d in _between(depth[a], depth[b])), b]
        for middle in chain[1:-1]:
            assert isinstance(middle, tuple)
            layers[middle[2]].append(middle)
        for one, two in pairwise(chain):
            before.setdefault(two, []).append(one)
            after.setdefault(one, []).append(two)
    rows = _rows(layers, before, after)
    least = min(rows.values())
    places = {
        key: (MARGIN + NODE_WIDTH / 2 + n * COLUMN, ROW * (rows[key] - least) + ROW / 2 + MARGIN)
        for n, layer in enumerate(layers)
        for key in layer
    }
    height = ROW * (max(rows.values()) - least + 1) + 2 * MARGIN
    return places, ((len(layers) - 1) * COLUMN + NODE_WIDTH, height)


def _between(start: int, end: int) -> range:
    """Layers strictly between two; an edge of a circle may run backwards."""
    return range(start + 1, end) if end > start else range(start - 1, end, -1)


def _depths(pairs: list[Pair]) -> dict[str, int]:
    """Length of the longest path that ends at each; an edge that closes a circle is left out."""
    before: dict[str, list[str]] = {}
    for a, b in pairs:
        before.setdefault(b, []).append(a)
        before.setdefault(a, [])
    found: dict[str, int] = {}
    for root in before:
        waiting, open_ones = [root], set()
        while waiting:
            item = waiting[-1]
            todo = [a for a in before[item] if a not in found and a not in open_ones]
            open_ones.add(item)
            if todo:
                waiting.extend(todo[:1])
                continue
            found[item] = max((found[a] + 1 for a in before[item] if a in found), default=0)
            open_ones.discard(waiting.pop())
    return found


def _rows(layers: Layers, before: Links, after: Links) -> dict[Key, float]:
    """Return the height of every node: neighbours near each other, a row apart at least."""
    row = {key: float(n) for layer in layers for n, key in enumerate(layer)}
    for sweep in range(2 * SWEEPS):
        forward = sweep % 2 == 0
        links = before if forward else after
        for layer in layers if forward else layers[::-1]:
            wanted = {key: _mean([row[n] for n in links.get(key, ())], row[key]) for key in layer}
            if sweep < SWEEPS:  # then the order stays and only the places improve
                layer.sort(key=wanted.__getitem__)
            row |= dict(zip(layer, _apart([wanted[key] for key in layer]), strict=True))
    return row


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _apart(wanted: Iterable[float]) -> list[float]:
    """Return the places nearest to those wanted, in the same order and 1 apart at least.

    Pool adjacent violators: nodes that would overlap form a block around their mean.
    """
    blocks: list[tuple[float, int]] = []  # the sum of (wanted - offset) and how many
    for number, place in enumerate(wanted):
        total, count = place - number, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / count:
            more, others = blocks.pop()
            total, count = total + more, count + others
        blocks.append((total, count))
    means = [total / count for total, count in blocks for _ in range(count)]
    return [mean + number for number, mean in enumerate(means)]


def _through(
    a: str, b: str, places: Mapping[Key, tuple[float, float]]
) -> tuple[tuple[float, float], ...]:
    """Return the points of an edge, from the right side of one node to the left of the other."""
    (x1, y1), (x2, y2) = places[a], places[b]
    middle = [p for key, p in places.items() if isinstance(key, tuple) and key[:2] == (a, b)]
    middle.sort(reverse=x2 < x1)
    half = NODE_WIDTH / 2
    points: list[tuple[float, float]] = [(x1 + half, y1)]
    for x, y in middle:
        points += [(x - half, y), (x + half, y)]
    points.append((x2 - half, y2))
    return tuple((round(x, 1), round(y, 1)) for x, y in points)
