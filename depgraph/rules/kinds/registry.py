"""The kinds of rules, one module each. A new kind is a module and a line in `BUILT_IN`.

Other installed packages add kinds through the entry point group ``depgraph.rule_kinds``: the
name of an entry point is that of the kind, and what it names is a subclass of
`depgraph.rules.kinds.base.Rule`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from depgraph.errors import RuleKindError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

    from depgraph.rules.kinds.base import Rule

ENTRY_POINTS = "depgraph.rule_kinds"

BUILT_IN = {
    "must-not-block": "must_not_block:MustNotBlock",
    "must-not-wait-on": "must_not_wait_on:MustNotWaitOn",
    "only-waits-on": "only_waits_on:OnlyWaitsOn",
    "needs": "needs:Needs",
    "only-through": "only_through:OnlyThrough",
    "attribute": "attribute:Attribute",
    "layers": "layers:Layers",
    "independence": "independence:Independence",
    "confidence": "confidence:Confidence",
}


class _Kinds(Mapping[str, "type[Rule]"]):
    """The kinds by name, those of depgraph first. Each is imported when it is asked for."""

    def __getitem__(self, name: str) -> type[Rule]:
        """Return a kind.

        Raises
        ------
        KeyError
            If neither depgraph nor an installed package has it.
        RuleKindError
            If an installed package has it, and it cannot be used.
        """
        if name in BUILT_IN:
            module, _, class_ = BUILT_IN[name].partition(":")
            # Importing importlib for this would take longer than all the rest.
            module_of_kind = __import__(f"{__package__}.{module}", fromlist=[class_])
            kind: type[Rule] = getattr(module_of_kind, class_)
            return kind
        return _load(name, _installed()[name])

    def __contains__(self, name: object) -> bool:
        """Whether there is such a kind, usable or not."""
        return name in BUILT_IN or name in _installed()

    def __iter__(self) -> Iterator[str]:
        """Yield the names, those of depgraph first, then those of other packages, sorted."""
        yield from BUILT_IN
        yield from (name for name in sorted(_installed()) if name not in BUILT_IN)

    def __len__(self) -> int:
        """Return the number of kinds."""
        return sum(1 for _ in self)


KINDS: Mapping[str, type[Rule]] = _Kinds()


def _installed() -> dict[str, list[EntryPoint]]:
    """Return the entry points of the group by name."""
    from importlib.metadata import entry_points

    points: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=ENTRY_POINTS):
        points.setdefault(point.name, []).append(point)
    return points


def _load(name: str, points: list[EntryPoint]) -> type[Rule]:
    from depgraph.rules.kinds.base import Rule
    from depgraph.sources.keys import Record

    sources = sorted({f"{point.value} ({_package(point)})" for point in points})
    if len(sources) > 1:
        raise RuleKindError(f"the kind {name!r} is offered twice: {', '.join(sources)}")
    try:
        kind: object = points[0].load()
    except (Exception, SystemExit) as error:  # whatever a package does when it is imported
        raise RuleKindError(
            f"the kind {name!r} cannot be imported from {sources[0]}: "
            f"{type(error).__name__}: {error}"
        ) from error
    if not (isinstance(kind, type) and issubclass(kind, Rule)):
        raise RuleKindError(
            f"the kind {name!r} of {sources[0]} is no subclass of depgraph.rules.kinds.base.Rule"
        )
    methods = set(getattr(kind, "__abstractmethods__", ()))
    if kind.fields is None:
        own = kind.__mro__[: kind.__mro__.index(Rule)]
        methods.update(
            name
            for name in ("read", "selectors")
            if not any(name in vars(class_) for class_ in own)
        )
    elif not isinstance(kind.fields, Record):
        raise RuleKindError(f"the kind {name!r} of {sources[0]} has fields that are no Record")
    missing = sorted(methods)
    missing += (name for name in ("summary", "example") if not hasattr(kind, name))
    if missing:
        raise RuleKindError(f"the kind {name!r} of {sources[0]} lacks {', '.join(missing)}")
    from depgraph.rules.kinds.guarding import guarded

    return guarded(kind, f"kind {name}, of {_package(points[0], has_version=True)}")


def _package(point: EntryPoint, *, has_version: bool = False) -> str:
    if point.dist is None:
        return "unknown package"
    return f"{point.dist.name} {point.dist.version}" if has_version else point.dist.name
