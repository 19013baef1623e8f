"""Random examples made of one block of bytes each.

hypothesis draws the block, and shrinks it; a draw of its own for each choice takes ten times as
long. Zeros make the simplest choices, so an example that fails gets simple. It is shown as what
was made of the block.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from depgraph.model import Graph

BLOCKS = st.binary(min_size=160, max_size=160)


class Draws:
    """The choices in a block, a byte each; the simplest ones when it is at its end."""

    def __init__(self, block: bytes) -> None:
        self._bytes = iter(block)

    def _place(self, size: int) -> int:
        place = next(self._bytes, 0)
        if size > 256:
            place = 256 * place + next(self._bytes, 0)
        return place % size

    def number(self, least: int, most: int) -> int:
        """Return a whole number; the simplest is 0, or else the least."""
        place = self._place(most - least + 1)
        if least >= 0 or most < 0:
            return least + place
        return place if place <= most else most - place

    def of(self, values: Sequence[Any]) -> Any:
        """Return one of some values; the simplest is the first."""
        return values[self._place(len(values))]

    def maybe(self, values: Sequence[Any]) -> Any:
        """Return one of some values or, as often as one, None."""
        return self.of(values) if self.flip() else None

    def flip(self, once_in: int = 2) -> bool:
        """Return a truth value that is true once in so many times."""
        return self._place(once_in) == once_in - 1

    def some(self, values: Sequence[Any], least: int = 0, *, most: int) -> list[Any]:
        """Return so many of some values, a value more than once too."""
        return [self.of(values) for _ in range(self.number(least, most))]

    def distinct(
        self, values: Sequence[Any], least: int = 0, *, most: int | None = None
    ) -> list[Any]:
        """Return so many of some values, each at most once."""
        number = self.number(least, len(values) if most is None else min(most, len(values)))
        left = list(values)
        return [left.pop(self._place(len(left))) for _ in range(number)]

    def order(self, values: Sequence[Any]) -> list[Any]:
        """Return all of some values in any order; the simplest is theirs."""
        return self.distinct(values, len(values))


class NotedDraws(Draws):
    """Choices that a test makes, each of them shown with an example that fails."""

    def of(self, values: Sequence[Any]) -> Any:
        """Return one of some values; the simplest is the first."""
        return self._noted(super().of(values))

    def number(self, least: int, most: int) -> int:
        """Return a whole number; the simplest is 0, or else the least."""
        return self._noted(super().number(least, most))

    def distinct(self, *arguments: Any, **options: Any) -> list[Any]:
        """Return so many of some values, each at most once."""
        return self._noted(super().distinct(*arguments, **options))

    def _noted(self, choice: Any) -> Any:
        note(f"Drawn: {choice!r}")
        return choice

    def __repr__(self) -> str:
        return "<choices, noted below>"


class Shown:
    """What was made, as it is shown with an example that fails: what is usual is left out."""

    def __init__(self, made: object) -> None:
        self._made = made

    def __repr__(self) -> str:
        if not isinstance(self._made, Graph):
            return f"Made: {self._made!r}"
        return "\n".join(["Made:", *map(_shown, [*self._made.milestones, *self._made.links])])


def _shown(record: Any) -> str:
    usual = record._field_defaults
    fields = record._asdict().items()
    told = [f"{name}={value!r}" for name, value in fields if value != usual.get(name, ...)]
    return f"  {type(record).__name__}({', '.join(told)})"


def drawn(make: Callable[..., Any]) -> Callable[..., st.SearchStrategy[Any]]:
    """Make a strategy of a function whose first parameter are the choices it makes."""

    @wraps(make)
    def strategy(draw: st.DrawFn, *arguments: Any, **options: Any) -> Any:
        made = make(Draws(draw(BLOCKS)), *arguments, **options)
        note(Shown(made))
        return made

    return st.composite(strategy)


@st.composite
def choices(draw: st.DrawFn) -> Draws:
    """Return choices, for a test that makes some of its own."""
    return NotedDraws(draw(BLOCKS))
