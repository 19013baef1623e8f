"""The runs of a simulation against the projection of one plan for each run."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from depgraph import Graph, Link, Milestone
from depgraph.analysis.bounds import Bounds
from depgraph.analysis.projection import pass_forward, planned_work
from depgraph.analysis.risk.draws import STEPS, draws, stream_key
from depgraph.analysis.risk.network import UNDATED, Network, network_of
from depgraph.analysis.risk.passes import Chunk
from depgraph.analysis.risk.risks import Risks
from depgraph.analysis.workdays import WorkingDays
from depgraph.errors import CycleError
from depgraph.model.risks import Estimate, RiskDriver, Slip

from ...drawing import Draws, drawn
from ..random_plans import AS_OF, day, ladders, plans

RUNS = 24
few = settings(deadline=None, max_examples=80)
any_gaps = st.sampled_from(["float", "work"])
any_plans = plans() | plans(calendars=True) | ladders() | ladders(calendars=True)


def slip(draw: Draws) -> Slip:
    low, likely, high = sorted(draw.number(-6, 12) for _ in range(3))
    return Slip(low, likely, high, draw.of(["triangular", "pert"]))


def estimate(draw: Draws) -> Estimate:
    low, likely, high = sorted(draw.number(-2, 20) for _ in range(3))
    return Estimate(day(low), day(likely), day(high + 3))


@drawn
def risky(draw: Draws, plan: Graph) -> tuple[Graph, Risks]:
    """A plan with slips, estimates, doubtful links and risk drivers."""
    milestones = [
        m._replace(estimate=estimate(draw))
        if draw.flip(6)
        else m._replace(slip=slip(draw) if draw.flip() else None)
        for m in plan.milestones
    ]
    if draw.flip(3):
        starts = [None, day(-9), day(-1), day(3)]
        milestones = [m._replace(started=draw.of(starts)) for m in milestones]
    links = [
        link._replace(holds=draw.of([0.0, 0.3, 0.5, 1.0]) if link.queries and draw.flip() else None)
        for link in plan.links
    ]
    drivers = tuple(
        RiskDriver(
            name,
            frozenset(draw.some([m.id for m in milestones], 1, most=3)),
            draw.of([0.5, 0.0, 1.0]),
            slip(draw),
        )
        for name in draw.some(["storm", "strike"], most=2)
    )
    return plan.with_parts(milestones=milestones, links=links), Risks(drivers=drivers)


any_risky = any_plans.flatmap(risky)


class OneByOne:
    """The draws of each run put into a plan of its own, which is projected."""

    def __init__(
        self, plan: Graph, risks: Risks, gaps: Any, network: Network, chunk: Chunk
    ) -> None:
        self.plan, self.risks, self.gaps = plan, risks, gaps
        self.bounds = Bounds(plan, None, AS_OF)
        self.slips = {
            network.rows[at].code: slips for at, slips in chunk.slips(range(len(network.rows)))
        }
        self.work = planned_work(plan, plan) if gaps == "work" else None

    def slip_of(self, milestone: Milestone, number: int) -> int | None:
        """Return by how much a milestone is later in a run, by the chunk's own numbers."""
        slips = self.slips[milestone.id]
        return None if slips is None else int(slips[number])

    def changed(self, milestone: Milestone, slip: int | None) -> Milestone:
        """Return a milestone with the date and the duration that a slip gives it."""
        is_estimate = milestone.estimate is not None
        own = milestone.own_date
        if own is None and is_estimate and not milestone.is_complete:
            own = milestone.estimate.likely
        if slip is None or milestone.is_complete:
            return milestone._replace(due=own) if own and not milestone.own_date else milestone
        if own is not None:
            calendar = self.plan.calendars.get(milestone.calendar or "")
            if calendar is None or is_estimate or not slip:
                moved = own + timedelta(slip)
            else:
                moved = date.fromordinal(WorkingDays(calendar).after(own.toordinal(), slip))
            milestone = milestone._replace(forecast=moved, completed=None)
        if milestone.duration is not None and not is_estimate:
            n = self.plan.number(milestone.id)
            left = max(0, self.bounds.remaining(n) + slip)
            is_begun = n in self.bounds.begun
            milestone = milestone._replace(**{"remaining" if is_begun else "duration": left})
        return milestone

    def finishes(self, network: Network, number: int) -> Mapping[str, int]:
        codes = {row.code for row in network.rows}
        milestones = [
            self.changed(m, self.slip_of(m, number)) if m.id in codes else m
            for m in self.plan.milestones
        ]
        links = [link for link in self.plan.links if self.holds(link, number)]
        plan = self.plan.with_parts(milestones=milestones, links=links)
        projection = pass_forward(plan, AS_OF, self.gaps, Bounds(plan, self.work, AS_OF))
        return {
            m.id: UNDATED if (at := projection.date(m.id)) is None else at.toordinal()
            for m in plan.milestones
            if m.id in codes
        }

    @staticmethod
    def holds(link: Link, number: int) -> bool:
        if link.holds is None:
            return True
        key = stream_key(0, f"link {link.prerequisite} {link.dependent} {link.type}")
        return bool(draws([key], 0, RUNS)[0][number] + 0.5 < link.holds * STEPS)


@few
@given(any_risky, any_gaps)
def test_every_run_is_the_projection_of_its_draws(
    plan_and_risks: tuple[Graph, Risks], gaps: Any
) -> None:
    plan, risks = plan_and_risks
    targets = [n for n, m in enumerate(plan.milestones) if not m.is_complete]
    assume(targets)
    network = network_of(plan, risks, targets, as_of=AS_OF, seed=0, gaps=gaps)
    try:
        chunk = Chunk(network, 0, RUNS)
    except CycleError:
        assume(False)  # noqa: FBT003 - a ladder that no dates satisfy
        raise
    one_by_one = OneByOne(plan, risks, gaps, network, chunk)
    for number in range(RUNS):
        finishes = {
            row.code: max(UNDATED, int(chunk.finish[at][number]))
            if chunk.finish[at][number] > 0
            else UNDATED
            for at, row in enumerate(network.rows)
        }
        assert finishes == one_by_one.finishes(network, number), number
