"""How values show themselves in a notebook: they know that they do, and not how.

How stands above them, in `depgraph.notebook`; `depgraph` itself says so when it is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Printer(Protocol):
        """What IPython hands to `_repr_pretty_`."""

        def text(self, text: str) -> None:
            """Print a text."""


C = TypeVar("C", bound=type)

Bundle = dict[str, str]
"""The forms of an output by MIME type. Of several, a notebook shows the richest that it can."""

_TEXT = "text/plain"
_shows: list[Callable[[object], Bundle]] = [lambda value: {_TEXT: repr(value)}]
_texts: list[Callable[[object], str]] = [repr]


def show_with(show: Callable[[object], Bundle], text: Callable[[object], str]) -> None:
    """Say how all values are shown and printed, from now on."""
    _shows[:] = [show]
    _texts[:] = [text]


def printed(class_: C) -> C:
    """Have the objects of a class print as the text of their page; their ``repr`` is short."""

    def text(self: object) -> str:
        return _texts[0](self)

    methods: dict[str, object] = {"__str__": text}
    for name, method in methods.items():
        setattr(class_, name, method)
    return class_


def shown(class_: C) -> C:
    """Have the objects of a class show themselves in a notebook.

    IPython would show one that is a named tuple as a tuple, and a dataclass by its fields: it
    gets its text, unless a class that is no named tuple has a ``__repr__`` of its own.
    """

    def bundle(self: object, **_: object) -> Bundle:
        return _shows[0](self)

    def pretty(self: object, printer: Printer, _cycle: object) -> None:
        printer.text(_shows[0](self)[_TEXT])

    methods: dict[str, object] = {"_repr_mimebundle_": bundle}
    if issubclass(class_, tuple) or not _has_own_repr(class_):
        methods["_repr_pretty_"] = pretty
    for name, method in methods.items():
        setattr(class_, name, method)
    return class_


def _has_own_repr(class_: type) -> bool:
    """Whether a class says how its objects are printed, and leaves it neither to a dataclass."""
    parameters = getattr(class_, "__dataclass_params__", None)
    is_generated = parameters is not None and parameters.repr
    return class_.__repr__.__module__ == class_.__module__ and not is_generated
