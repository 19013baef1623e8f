"""What the configuration says about risk, for the milestones of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model.risks import RiskDriver
from depgraph.records import Struct
from depgraph.rules.selectors import SELECTOR, Circumstances, Selector
from depgraph.sources.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.model.risks import Slip
    from depgraph.sources.document import Document
    from depgraph.sources.nodes import Node
    from depgraph.sources.risk_format import DriverSpec, RiskSpec


class ReadRisks(Struct):
    """What a configuration says about risk, with its selectors read."""

    slips: tuple[tuple[Selector, Slip], ...] = ()
    drivers: tuple[tuple[Selector, DriverSpec], ...] = ()


def read_risks(spec: RiskSpec, problems: list[Problem]) -> ReadRisks:
    """Read the selectors of a configuration. What is wrong in them is added to `problems`."""
    slips = [
        (selector, slip.slip)
        for slip in spec.slips
        if (selector := _selector(slip.milestones, slip.document, "slips", problems)) is not None
    ]
    drivers = [
        (selector, driver)
        for driver in spec.drivers
        if (
            selector := _selector(
                driver.milestones, driver.document, f"driver {driver.id}", problems
            )
        )
        is not None
    ]
    return ReadRisks(tuple(slips), tuple(drivers))


def _selector(
    node: Node, document: Document, what: str, problems: list[Problem]
) -> Selector | None:
    before = len(document.problems)
    selector = SELECTOR.read(Fields(document), node, f"risk: {what}: milestones")
    if document.problems is not problems:
        problems += document.problems[before:]
    return selector


def slips_by_code(
    slips: Iterable[tuple[Selector, Slip]], graph: Graph, circumstances: Circumstances
) -> dict[str, Slip]:
    """Return the slips of milestones: the first whose selector fits one decides."""
    by_code: dict[str, Slip] = {}
    for selector, slip in slips:
        for n in selector.numbers(graph, circumstances):
            by_code.setdefault(graph.milestones[n].id, slip)
    return by_code


def drivers_of(
    drivers: Iterable[tuple[Selector, DriverSpec]],
    graph: Graph,
    circumstances: Circumstances,
    problems: list[Problem],
) -> tuple[RiskDriver, ...]:
    """Return the risk drivers; one that hits nothing is added to `problems`."""
    from depgraph.model.values import problem_at

    hitting: list[RiskDriver] = []
    for selector, spec in drivers:
        numbers = selector.numbers(graph, circumstances)
        if not numbers:
            problems.append(
                problem_at(
                    spec.position,
                    f"risk: driver {spec.id}: no milestone is {selector.words}: correct the "
                    "selector, or drop the driver",
                )
            )
            continue
        hitting.append(
            RiskDriver(
                id=spec.id,
                milestones=frozenset(graph.milestones[n].id for n in numbers),
                probability=spec.probability,
                slip=spec.slip,
                response=spec.response,
                residual=spec.residual,
                position=spec.position,
            )
        )
    return tuple(hitting)
