"""Values as sympy has them."""

import sympy as sp


def as_sympy(value: object) -> sp.Basic | None:
    """Return a value as sympy has it; None for text, which is never evaluated, and what it cannot read.

    Examples
    --------
    >>> as_sympy(2), as_sympy("exit()"), as_sympy(int)
    (2, None, None)
    """
    try:
        found = sp.sympify(value, strict=True)  # strict: text and lists are not read
    except Exception:  # noqa: BLE001  (an object may raise what it likes)
        return None
    return found if isinstance(found, sp.Basic) else None
