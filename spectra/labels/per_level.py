"""Values by level: a tuple that also answers to names, as a pandas Series does."""

from collections.abc import Iterable, Iterator
from typing import Any, Generic, Self, SupportsIndex, TypeVar, overload

from spectra.errors import UnknownNameError, refuse

T_co = TypeVar("T_co", covariant=True)


class PerLevel(tuple[T_co, ...], Generic[T_co]):  # noqa: SLOT001 (it carries the names)
    """One value per level; iterating gives values, ``x[1]`` and ``x["maj-min"]`` look one up.

    Parameters
    ----------
    names : iterable of str
        One per value. A name may repeat (modes of one level); looking it up gives the first.
    values : iterable
        The values, in the order of the levels.

    Examples
    --------
    >>> x = PerLevel(["maj-maj", "maj-min"], [3, 2])
    >>> x["maj-min"], x[0], sum(x)
    (2, 3, 5)
    >>> x
    PerLevel(maj-maj=3, maj-min=2)
    """

    _names: tuple[str, ...]

    def __new__(cls, names: Iterable[str], values: Iterable[T_co]) -> Self:
        """Pair the names with the values."""
        for name, given in (("names", names), ("values", values)):
            if not isinstance(given, Iterable):
                raise refuse(name, given, "an iterable", "give one name per value")
        self = super().__new__(cls, values)
        self._names = tuple(names)
        if len(self._names) != len(self):
            need = f"as many as values ({len(self)})"
            raise refuse("names", self._names, need, "give one name per value")
        return self

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self._names, tuple(self))

    @overload
    def __getitem__(self, key: str | SupportsIndex) -> T_co: ...
    @overload
    def __getitem__(self, key: slice) -> "PerLevel[T_co]": ...
    def __getitem__(self, key: str | SupportsIndex | slice) -> "T_co | PerLevel[T_co]":
        """Value by name or position; a slice keeps the names."""
        if isinstance(key, slice):
            return PerLevel(self._names[key], super().__getitem__(key))
        if isinstance(key, str):
            if key not in self._names:
                known = ", ".join(dict.fromkeys(self._names)) or "none"
                raise UnknownNameError(f"there is no level {key!r}: the levels are {known}")
            key = self._names.index(key)
        return super().__getitem__(key)

    def keys(self) -> tuple[str, ...]:
        """Names of the levels."""
        return self._names

    def values(self) -> Iterator[T_co]:
        """Values, in the order of the levels."""
        return iter(self)

    def items(self) -> Iterator[tuple[str, T_co]]:
        """Pairs of name and value."""
        return zip(self._names, self, strict=True)

    def get(self, key: str, default: Any = None) -> Any:
        """Value of a level, or `default` where there is no such level."""
        return self[key] if key in self._names else default

    def __repr__(self) -> str:
        return f"PerLevel({', '.join(f'{name}={value}' for name, value in self.items())})"

    def _latex(self, printer: Any) -> str:
        entries = r" \\ ".join(
            rf"{printer.doprint(value)} & \text{{{name}}}" for name, value in self.items()
        )
        return rf"\left\{{\begin{{array}}{{ll}}{entries}\end{{array}}\right."

    def _repr_latex_(self) -> str:
        from spectra.display.latex_printer import to_latex

        return f"${to_latex(self)}$"
