"""The schedule of a network: its forward pass, by the rules of its program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.moments.microsoft import MicrosoftPass
from depgraph.analysis.moments.passes import Moments, unset
from depgraph.analysis.moments.primavera import PrimaveraPass

if TYPE_CHECKING:
    from depgraph.analysis.moments.logic import Logic

ForwardPass = PrimaveraPass | MicrosoftPass


def pass_of(logic: Logic, moments: Moments) -> ForwardPass:
    """Return the forward pass of the program of a network.

    Parameters
    ----------
    moments
        The moments that prerequisites have, which the pass changes when it settles all.
    """
    if logic.rules.program == "p6":
        return PrimaveraPass(logic, moments)
    return MicrosoftPass(logic, moments)


def scheduled(logic: Logic) -> tuple[Moments, ForwardPass]:
    """Return the moments of all activities, and the pass that set them."""
    moments = unset(len(logic.works))
    forward = pass_of(logic, moments)
    forward.settle_all()
    return moments, forward
