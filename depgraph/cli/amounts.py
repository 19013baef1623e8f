"""How far a milestone moves and how a link holds, as the command line has them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from depgraph.cli.options import ParamType, Sectioned, WithForm
from depgraph.model import LINK_TYPES
from depgraph.model.changes import Move
from depgraph.records import Struct
from depgraph.words import day_of

if TYPE_CHECKING:
    from depgraph.model import LinkType

_MINUS = "\N{MINUS SIGN}"
_DAYS = re.compile(rf"([+-]|{_MINUS})?([0-9]{{1,9}}) ?(w?d)?")
_RELATION = re.compile(rf"([A-Za-z]{{2}})?(?:([+-]|{_MINUS})([0-9]{{1,5}})d?)?")


class WorkingAmount(Struct):
    """Working days of the milestone's calendar, negative for earlier."""

    days: int


class Amount(WithForm, ParamType["int | date | WorkingAmount"]):
    """Days, negative for earlier; as ``6wd`` working days; or a date."""

    name = "days or date"
    form = "DAYS|DATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | date | WorkingAmount:
        """Return days as a number, working days, or a date, or fail with what was read."""
        if isinstance(value, int | date | WorkingAmount):
            return value
        text = str(value)
        match = _DAYS.fullmatch(text)
        if match is not None:
            number = int(match[2])
            days = -number if match[1] in {"-", _MINUS} else number
            return WorkingAmount(days) if match[3] == "wd" else days
        day = day_of(text)
        if day is None:
            expected = "days, such as 60, -5 or 6wd (working days), or a date as YYYY-MM-DD"
            self.fail(f"expected {expected}, got {text!r}", param, ctx)
        return day


def move(code: str, amount: int | date | WorkingAmount) -> Move:
    """Return the change that moves a milestone by days, or to a date."""
    if isinstance(amount, WorkingAmount):
        return Move(code, days=amount.days, is_working=True)
    if isinstance(amount, int):
        return Move(code, days=amount)
    return Move(code, to=amount)


class Relation(Struct):
    """The type and the lag of a link."""

    type: LinkType
    lag: int


class RelationParam(WithForm, ParamType["Relation"]):
    """The type and the lag of a link: ``SS``, ``SS+10``, ``FS-5`` or ``+10``."""

    name = "relation"
    form = "TYPE+LAG"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Relation:
        """Return type and lag, or fail with what was read."""
        if isinstance(value, Relation):
            return value
        text = str(value)
        match = _RELATION.fullmatch(text)
        word = (match[1] or "FS").upper() if match else ""
        type_ = next((known for known in LINK_TYPES if known == word), None)
        if not text or match is None or type_ is None:
            self.fail(
                f"expected {', '.join(LINK_TYPES)} with or without a lag in days, such as SS+10, "
                f"got {text!r}",
                param,
                ctx,
            )
        lag = int(match[3] or 0)
        return Relation(type_, -lag if match[2] in {"-", _MINUS} else lag)


class DaysCommand(Sectioned):
    """A command whose arguments may be negative numbers of days, such as ``-5``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; what looks like a number of days is no option."""
        with_value = {
            name
            for option in self.params
            if isinstance(option, click.Option) and not option.is_flag
            for name in option.opts
        }
        arguments: list[str] = []
        before = ""
        for n, text in enumerate(args):
            if text == "--":
                arguments += args[n:]
                break
            is_days = text.startswith("-") and _DAYS.fullmatch(text)
            arguments.append(_MINUS + text[1:] if is_days and before not in with_value else text)
            before = text
        return super().parse_args(ctx, arguments)
