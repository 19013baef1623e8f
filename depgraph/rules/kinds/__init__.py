"""The kinds of rules, one module each. A new kind is a module and a line in `KINDS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.kinds.must_not_block import MustNotBlock
from depgraph.rules.kinds.must_not_wait_on import MustNotWaitOn
from depgraph.rules.kinds.needs import Needs
from depgraph.rules.kinds.only_waits_on import OnlyWaitsOn

if TYPE_CHECKING:
    from depgraph.rules.kinds.base import Rule

KINDS: dict[str, type[Rule]] = {
    "must-not-block": MustNotBlock,
    "must-not-wait-on": MustNotWaitOn,
    "needs": Needs,
    "only-waits-on": OnlyWaitsOn,
}
