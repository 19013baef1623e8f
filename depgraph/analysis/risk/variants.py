"""The runs of a network again, with some of what varies left out or in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.risk.network import Hit, Network
    from depgraph.analysis.risk.spreads import Spread
    from depgraph.model.risks import RiskDriver


class Variant(Struct):
    """The same runs with some of what varies left out, or in another way.

    Attributes
    ----------
    spreads, hits
        In place of those of the network, by their numbers; None where nothing varies.
    has_common_slip
        Whether the common factor varies; else it stays at its median.
    moved
        The rows that are moved by that themselves; others may be moved by these.
    """

    spreads: Mapping[int, Spread | None]
    hits: Mapping[int, Hit | None]
    has_common_slip: bool
    moved: frozenset[int]


def variant_of(
    network: Network,
    *,
    spreads: Mapping[int, Spread | None] | None = None,
    hits: Mapping[int, Hit | None] | None = None,
    has_common_slip: bool = True,
) -> Variant:
    """Return a variant of a network, with the rows that it moves by itself."""
    spreads, hits = spreads or {}, hits or {}
    moved = set(spreads)
    for number in hits:
        moved |= network.hits[number].rows
    if not has_common_slip:
        moved |= {at for at, s in enumerate(network.spreads) if s is not None and s.has_common}
    return Variant(spreads, hits, has_common_slip, frozenset(moved))


def residual_hit(driver: RiskDriver, network: Network, number: int) -> Hit:
    """Return what is left of a risk of a network after the response to it."""
    hit, residual = network.hits[number], driver.residual
    assert residual is not None, "only what has a response has something left"
    hit = hit._replace(probability=residual.probability)
    if residual.slip is None or hit.residual_table is None:
        return hit
    low, high = residual.slip.low, residual.slip.high
    return hit._replace(table=hit.residual_table, low=low, width=high - low)
