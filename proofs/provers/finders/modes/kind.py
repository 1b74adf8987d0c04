"""What kind of flow a goal speaks of, which the numbers of its functions and constants tell."""

from __future__ import annotations

from enum import Enum
from typing import Any

from proofs.kernel.language import Tree, leaves


class Kind(Enum):
    """What is followed, with the number of its functions and the numbers of constants that it may have.

    Within groups a mode keeps its direction: it is alone, with decay it fades, its factors start at two
    sizes, or there are more than two. Between two groups it may start anywhere; with decay it is measured by its end, or vanishes. Under
    cross-entropy it is all modes of two groups, which may have margins of the own class, or of other groups.
    """

    ALONE = 1, (2,)
    DEEP = 1, ()
    FADING = 1, (3,)
    TWO_SIZES = 2, (4,)
    BETWEEN = 3, (5, 7, 8)
    VANISHING = 3, (6,)
    DECAYING = 3, (9,)
    TWO_GROUPS = 9, (12, 13, 14, 15)
    WITH_MARGINS = 9, (16, 17)
    MANY_GROUPS = 0, ()


def kind_of(goal: Any) -> Kind:
    """Return the kind of the flow of a goal."""
    functions, constants = len(goal[3]) - 1, len(used(goal))
    if functions == 1 and factors(goal) > 2:
        return Kind.DEEP
    kinds = (x for x in Kind if functions == x.value[0] and constants in x.value[1])
    return next(kinds, Kind.MANY_GROUPS)


def used(goal: Any) -> list[Tree]:
    """Return the constants that a goal speaks of; other parameters of a flow need to have a value only."""
    spoken = leaves(["parts", *goal[3:]])
    return [x for x in goal[2][1:] if x[1] in spoken]


def factors(goal: Any) -> int:
    """Return the number of factors of a mode that is alone: the largest power of its length."""

    def power(tree: Tree) -> int:
        if not isinstance(tree, list):
            return 0
        return int(tree[2]) if tree[0] == "^" else max(map(power, tree), default=0)

    return power(goal[3][1][2])
