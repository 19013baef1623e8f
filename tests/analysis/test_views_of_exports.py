"""Exports of scheduling programs, with and without their activities: one answer for both."""

from pathlib import Path

import pytest

from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.floats import floats_to_ends, total_floats
from depgraph.analysis.projection import Projection, project
from depgraph.analysis.separation import separated, without_links
from depgraph.analysis.what_if import what_if
from depgraph.model import Graph, Link, Query
from depgraph.model.changes import Move, RemoveLink
from depgraph.model.gates import stated_codes
from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, select_config

from .schedule_files import Plan, begun, random_plan, xer


def both(path: Path) -> tuple[Graph, Graph]:
    """Load the milestones of a file as a view, and all of its activities."""
    selections = (Selection(graph=(path,)), Selection(graph=(path,), activities=True))
    view, whole = (load_graph(each, select_config(each, [])) for each in selections)
    return view, whole


def written(folder: Path, plan: Plan) -> Path:
    path = folder / "plan.xer"
    path.write_text(xer(plan), newline="")
    return path


def moments(projection: Projection) -> dict[str, tuple[int, int]]:
    """Return the start and the finish of each activity."""
    moments = projection.bounds.moments
    return {
        milestone.id: (moments.start[n], moments.finish[n])
        for n, milestone in enumerate(projection.graph.milestones)
    }


def plan_of(seed: int, folder: Path) -> Plan:
    """Return a project, of which something has begun in two of three."""
    plan = random_plan(seed)
    if not seed % 3:
        return plan
    _, whole = both(written(folder, plan))
    return begun(plan, seed, moments(project(whole)), in_sequence=seed % 3 == 1)


@pytest.mark.parametrize("seed", range(12))
def test_all_answers_are_those_of_all_activities(seed: int, tmp_path: Path) -> None:
    view, whole = both(written(tmp_path, plan_of(seed, tmp_path)))
    assert view.is_view
    assert not whole.is_view
    of_view, of_whole = project(view), project(whole)
    to_ends = floats_to_ends(of_view), floats_to_ends(of_whole)
    for code in view.codes:
        assert of_view.date(code) == of_whole.date(code)
        assert to_ends[0].get(code) == to_ends[1].get(code)
        assert total_floats(of_view, code) == total_floats(of_whole, code)
        folded, full = (critical_path(graph, code) for graph in (view, whole))
        assert folded.codes == tuple(step for step in full.codes if step in view.codes)
        assert folded.late_behind is None or folded.late_behind.nearest in view.codes
        for before, step in zip(folded.steps, folded.steps[1:], strict=False):
            assert step.link.ends == (step.id, before.id)
            assert step.link_slack is not None


@pytest.mark.parametrize("seed", range(6))
def test_what_moves_is_what_moves_of_all_activities(seed: int, tmp_path: Path) -> None:
    view, whole = both(written(tmp_path, plan_of(seed, tmp_path)))
    projection = project(view)
    movable = [m.id for m in view.milestones if not m.is_complete and projection.date(m.id)]
    for code in movable[:3]:
        of_view, of_whole = (what_if(graph, [Move(code, days=9)]) for graph in (view, whole))
        moved = {each.id: each.absorbed for each in of_whole.moved}
        assert {each.id: each.absorbed for each in of_view.moved} == {
            other: shift for other, shift in moved.items() if other in view.codes
        }
        assert of_view.moved_activities == len(moved.keys() - view.codes)


@pytest.mark.parametrize("seed", range(0, 30, 3))
def test_without_the_link_of_chains_no_date_is_later(seed: int, tmp_path: Path) -> None:
    view, _ = both(written(tmp_path, plan_of(seed, tmp_path)))
    before = project(view)
    chains = [link for link in view.links if link.witness.activities]
    for link in chains[:2]:
        without = without_links(view, [link])
        after = project(without)
        assert link.ends not in {other.ends for other in without.links}
        for code in view.codes:
            assert after.date(code) is not None
            assert after.date(code) <= before.date(code)
        impact = what_if(view, [RemoveLink(*link.ends)])
        assert impact.of(link.dependent).absorbed.after == after.date(link.dependent)


@pytest.mark.parametrize("seed", range(10))
def test_a_doubt_about_chains_moves_no_moment(seed: int, tmp_path: Path) -> None:
    view, _ = both(written(tmp_path, plan_of(seed, tmp_path)))
    before = moments(project(view))
    for link in [link for link in view.links if link.witness.activities][:3]:
        remark = Link(*link.ends, queries=(Query("Really?"),))
        whole = separated(view.whole, [remark], view.codes)
        after = moments(project(view.over(whole)))
        assert {code: after[code] for code in before} == before
        for code in after.keys() - before.keys():
            (stated,) = stated_codes([code])
            assert after[code][1] == before[stated][1]


def test_milestones_of_real_exports_have_the_dates_of_all_activities(
    real_schedules: list[Path],
) -> None:
    compared = 0
    for path in real_schedules:
        view, whole = both(path)
        of_view, of_whole = project(view), project(whole)
        to_ends = floats_to_ends(of_view), floats_to_ends(of_whole)
        for code in view.codes:
            assert of_view.date(code) == of_whole.date(code)
            assert to_ends[0].get(code) == to_ends[1].get(code)
            compared += 1
    assert compared, "no .xer file in DEPGRAPH_REAL_DATA has milestones"
