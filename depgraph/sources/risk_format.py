"""What files say about risk: slips and estimates of milestones, and ``risk:`` of a configuration.

Which milestones a part of the configuration is about is a selector; what reads these stands on a
higher floor, so that they are kept as they are written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.model.risks import DEFAULT_COMMON, SHAPES, Estimate, Residual, Slip
from depgraph.records import Struct
from depgraph.sources.bounds import LONGEST
from depgraph.sources.keys import (
    BOOLEAN,
    CODE,
    DATE,
    TEXT,
    Choice,
    Custom,
    Either,
    Integer,
    Items,
    Key,
    Made,
    Record,
    ValueType,
)
from depgraph.sources.nodes import Mapping, Scalar, Sequence, describe

if TYPE_CHECKING:
    from depgraph.model import Position
    from depgraph.sources.document import Document
    from depgraph.sources.fields import Fields
    from depgraph.sources.keys import Values
    from depgraph.sources.nodes import Node

SHARE_PATTERN = r"0|1|0?\.[0-9]{1,9}|1\.0{1,9}"


class Share(ValueType[float]):
    """A number from 0 to 1, as a probability is."""

    def read(self, fields: Fields, node: Node, what: str) -> float | None:
        """Return the number."""
        if isinstance(node, Scalar) and re.fullmatch(SHARE_PATTERN, node.text):
            return float(node.text)
        fields.report(node, f"{what}: expected a number from 0 to 1, got {describe(node)}")
        return None


SHARE = Share()
_DAYS = Integer(-LONGEST, LONGEST)
_PERCENT = r"([0-9]{1,5}) ?%"


class Percent(int):
    """A number of per cent."""


class DaysOrPercent(ValueType[int]):
    """Days, or a part of a duration in per cent (``80%``)."""

    def read(self, fields: Fields, node: Node, what: str) -> int | None:
        """Return the days, or the per cent as `Percent`."""
        if isinstance(node, Scalar) and (percent := re.fullmatch(_PERCENT, node.text)):
            return Percent(percent[1])
        return _DAYS.read(fields, node, what)


_DAYS_OR_PERCENT = DaysOrPercent()
_ABOUT_HOW = {
    "shape": Key(Choice(SHAPES), "The distribution between them: triangular unless said, or pert."),
    "by": Key(TEXT, "Who estimated it."),
    "asked": Key(DATE, "When."),
}
_THREE = ("low", "likely", "high")


def _three_points(fields: Fields, node: Node, what: str, of: Record) -> Values | None:
    """Return a low, a likely and a high value that are in this order, with what is beside them."""
    values = of.read(fields, node, what)
    if values is None:
        return None
    low, likely, high = three = [values[name] for name in _THREE]
    is_percent = [isinstance(value, Percent) for value in three]
    if any(is_percent):
        if not all(is_percent):
            fields.report(node, f"{what}: low, likely and high are all days, or all per cent")
            return None
        values["is_percent"] = True
    if low > high:
        fields.report(node, f"{what}: low is {low} and high is {high}: low is the least of them")
        return None
    if not low <= likely <= high:
        fields.report(
            node,
            f"{what}: likely is {likely}, which is not between low, {low}, and high, {high}",
        )
        return None
    return values


_SLIP_RECORD = Record(
    {
        "low": Key(
            _DAYS_OR_PERCENT,
            "The least days that it may be later, negative for earlier; or what its duration is "
            "at least, in per cent of itself (80%).",
        ),
        "likely": Key(_DAYS_OR_PERCENT, "The likeliest days, or per cent."),
        "high": Key(_DAYS_OR_PERCENT, "The most days, or per cent."),
        **_ABOUT_HOW,
    },
    required=_THREE,
)
_ESTIMATE_RECORD = Record(
    {
        "low": Key(DATE, "The earliest date."),
        "likely": Key(DATE, "The likeliest date."),
        "high": Key(DATE, "The latest date."),
        **_ABOUT_HOW,
    },
    required=_THREE,
)


def _slip(fields: Fields, node: Node, what: str) -> Slip | None:
    values = _three_points(fields, node, what, _SLIP_RECORD)
    return None if values is None else Slip(**values)


def _slip_in_days(fields: Fields, node: Node, what: str) -> Slip | None:
    slip = _slip(fields, node, what)
    if slip is not None and slip.is_percent:
        fields.report(node, f"{what}: a risk is in days, as it hits milestones of any duration")
        return None
    return slip


def _estimate(fields: Fields, node: Node, what: str) -> Estimate | None:
    values = _three_points(fields, node, what, _ESTIMATE_RECORD)
    return None if values is None else Estimate(**values)


SLIP = Custom(_SLIP_RECORD, _slip)
_SLIP_IN_DAYS = Custom(_SLIP_RECORD, _slip_in_days)
ESTIMATE = Custom(_ESTIMATE_RECORD, _estimate)


class SlipSpec(Struct):
    """A slip of the configuration, and the selector of its milestones, unread."""

    milestones: Node
    slip: Slip
    document: Document


class DriverSpec(Struct):
    """A risk driver of the configuration; the selector of its milestones is unread."""

    id: str
    milestones: Node
    probability: float
    slip: Slip
    response: str | None
    residual: Residual | None
    position: Position
    document: Document


class RiskSpec(Struct):
    """What a configuration says about risk.

    Attributes
    ----------
    history
        Whether slips are drawn by how late milestones turned out so far.
    by_team
        Whether each team is looked at by itself.
    """

    slips: tuple[SlipSpec, ...] = ()
    history: bool = False
    by_team: bool = False
    common: float = DEFAULT_COMMON
    drivers: tuple[DriverSpec, ...] = ()
    position: Position | None = None


class UnreadSelector(ValueType[object]):
    """A selector of milestones, as it is written."""

    def read(self, fields: Fields, node: Node, what: str) -> object:  # noqa: ARG002
        """Return the node."""
        return node

    def fits(self, node: Node) -> bool:
        """Whether a node may be a selector."""
        return isinstance(node, (Mapping, Sequence))


_MILESTONES = Key(UnreadSelector(), "The milestones: a selector, as in rules.")
SLIP_OF = Record({"milestones": _MILESTONES, **_SLIP_RECORD.keys}, required=("milestones", *_THREE))


def _slip_spec(fields: Fields, node: Node, what: str) -> SlipSpec | None:
    values = _three_points(fields, node, what, SLIP_OF)
    if values is None:
        return None
    return SlipSpec(values.pop("milestones"), Slip(**values), fields.document)


RESIDUAL = Record(
    {
        "probability": Key(SHARE, "How likely it is then."),
        "slip": Key(_SLIP_IN_DAYS, "How much it costs then; as much as before unless said."),
    },
    required=("probability",),
)
DRIVER = Record(
    {
        "id": Key(CODE, "The name of the risk."),
        "milestones": _MILESTONES,
        "probability": Key(SHARE, "How likely it is, from 0 to 1: one draw for all of them."),
        "slip": Key(
            _SLIP_IN_DAYS, "By how many days it makes them later, on top of their own slips."
        ),
        "response": Key(TEXT, "What is done about it."),
        "residual": Key(
            Made(RESIDUAL, lambda values, _place: Residual(**values)), "What is left of it then."
        ),
    },
    required=("id", "milestones", "probability", "slip"),
)


def _driver(fields: Fields, node: Node, what: str) -> DriverSpec | None:
    values = DRIVER.read(fields, node, what)
    if values is None:
        return None
    return DriverSpec(
        response=values.pop("response", None),
        residual=values.pop("residual", None),
        **values,
        position=fields.position(node),
        document=fields.document,
    )


HISTORY = Record(
    {"by": Key(Choice(("team",)), "Whether each team is looked at by itself.")}, required=("by",)
)


def _risk(fields: Fields, node: Node, what: str) -> RiskSpec | None:
    values = _RISK_RECORD.read(fields, node, what)
    if values is None:
        return None
    drivers: dict[str, DriverSpec] = {}
    for driver in values.get("drivers") or ():
        if drivers.setdefault(driver.id, driver) is not driver:
            fields.document.report_node(
                driver.position,
                f"{what}: drivers: the id {driver.id!r} stands in line "
                f"{drivers[driver.id].position.line} too",
            )
    history = values.get("history", False)
    return RiskSpec(
        slips=values.get("slips") or (),
        history=history is not False,
        by_team=history == "team",
        common=values.get("common", DEFAULT_COMMON),
        drivers=tuple(drivers.values()),
        position=fields.position(node),
    )


_RISK_RECORD = Record(
    {
        "slips": Key(
            Items(Custom(SLIP_OF, _slip_spec)),
            "How many days later than their own dates milestones may be. The first whose "
            "selector fits a milestone decides, if that says nothing itself.",
        ),
        "history": Key(
            Either(BOOLEAN, Made(HISTORY, lambda values, _place: values["by"])),
            "Whether the slips of all others are drawn by how late milestones turned out so far, "
            "by the schedules of this plan.",
        ),
        "common": Key(
            SHARE, f"The share that these slips have in common; {DEFAULT_COMMON} unless said."
        ),
        "drivers": Key(
            Items(Custom(DRIVER, _driver)), "Risks that hit several milestones at once."
        ),
    }
)
RISK = Custom(_RISK_RECORD, _risk)
