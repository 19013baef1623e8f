"""What varies in a plan: what its configuration says, and the record of its schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.risk.record import FEWEST_AT_RISK, outcomes_of, record_of
from depgraph.analysis.risk.risks import Risks
from depgraph.errors import LoadError, NoAsOfDateError
from depgraph.model.values import problem_at
from depgraph.plans.loading import load_schedules
from depgraph.rules.risks import drivers_of, read_risks, slips_by_code
from depgraph.rules.selectors import Circumstances
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.risk.record import Outcome, Record
    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.model.schedules import Revision
    from depgraph.plans.selection import Selection

_FEWEST_COMPLETIONS = 5
"""How many completions a team has at least to be looked at by itself."""


def risks_of(graph: Graph, config: Config, selection: Selection) -> Risks:
    """Return what varies in a plan, by its configuration.

    Raises
    ------
    LoadError
        If a selector is wrong, a driver hits nothing, an estimate has passed, or there are not
        two schedules for a record.
    NoAsOfDateError
        If nothing gives an as-of date.
    """
    spec = config.risk
    if graph.as_of is None:
        raise NoAsOfDateError("a simulation")
    as_of = graph.as_of
    problems: list[Problem] = []
    read = read_risks(spec, problems)
    circumstances = Circumstances(config.home, as_of)
    drivers = drivers_of(read.drivers, graph, circumstances, problems)
    problems += (
        problem_at(
            milestone.position,
            f"{milestone.id}: estimate: its latest date, {milestone.estimate.high}, is not after "
            f"the as-of date, {as_of}, and it is not complete: estimate it anew",
        )
        for milestone in graph.milestones
        if milestone.estimate is not None
        and not milestone.is_complete
        and milestone.estimate.high <= as_of
    )
    problems += (
        problem_at(
            milestone.position,
            f"{milestone.id}: slip: it is in per cent of a duration, and the milestone has none: "
            "give it a duration, or a slip in days",
        )
        for milestone in graph.milestones
        if milestone.slip is not None and milestone.slip.is_percent and milestone.duration is None
    )
    record, team_records, revisions = None, {}, []
    if spec.history:
        revisions = [
            revision
            for revision in load_schedules(selection, config)
            if revision.as_of is not None and revision.as_of <= as_of
        ]
        record = _record(revisions, as_of)
        if record is None:
            problems.append(problem_at(spec.position, _no_record(revisions, as_of)))
        elif spec.by_team:
            team_records = _team_records(graph, record)
    if problems:
        raise LoadError(problems)
    return Risks(
        slips=slips_by_code(read.slips, graph, circumstances),
        drivers=drivers,
        common=spec.common,
        record=record,
        team_records=team_records,
        could_have_record=not spec.history and len(config.schedules) > 1,
        schedules=tuple(revisions),
    )


def _record(revisions: Sequence[Revision], as_of: date) -> Record | None:
    if len({revision.as_of for revision in revisions}) < 2:
        return None
    outcomes, removed = outcomes_of(revisions, as_of)
    return record_of(outcomes, len(revisions), removed)


def _no_record(revisions: Sequence[Revision], as_of: date) -> str:
    if len(revisions) < 2:
        return (
            f"risk: history: {counted(len(revisions), 'schedule')} of the plan with an as-of date "
            f"up to {as_of}, and two are needed to see how late milestones turned out: list them "
            "under 'schedules', or say slips under 'risk: slips'"
        )
    return (
        f"risk: history: the schedules up to {as_of} do not tell of a completion while at least "
        f"{FEWEST_AT_RISK} milestones were open: say slips under 'risk: slips'"
    )


def _team_records(graph: Graph, record: Record) -> dict[str, Record]:
    """Return the records of teams that have enough completions."""
    by_team: dict[str, list[Outcome]] = {}
    for outcome in record.outcomes:
        team = graph[outcome.milestone].team if outcome.milestone in graph else None
        if team is not None:
            by_team.setdefault(team, []).append(outcome)
    records = {}
    for team, outcomes in by_team.items():
        if sum(outcome.is_complete for outcome in outcomes) >= _FEWEST_COMPLETIONS:
            own = record_of(outcomes, record.schedules, record.removed)
            if own is not None:
                records[team] = own
    return records
