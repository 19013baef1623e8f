"""How a project of an XER file is scheduled: its data date and its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Rules
from depgraph.sources.nodes import quoted

if TYPE_CHECKING:
    from depgraph.sources.remarks import Teller
    from depgraph.sources.xer_tables import Row, Tables

_FLAGS = (
    *("sched_progress_override", "sched_retained_logic"),
    *("sched_lag_early_start_flag", "sched_use_expect_end_flag"),
)
_LAG_CALENDARS = ("rcal_Predecessor", "rcal_Successor", "rcal_ProjDefault", "rcal_24Hour")


def read_rules(tables: Tables, project: Row, tell: Teller) -> tuple[Rules, str]:
    """Return how a project is scheduled, and the option that says which calendar lags count."""
    projects, options = tables["PROJECT"], tables["SCHEDOPTIONS"]
    number, calendars = projects.text(project, "proj_id"), tables["CALENDAR"]
    default = projects.text(project, "clndr_id")
    if default and default not in {calendars.text(row, "clndr_id") for row in calendars.rows}:
        tell(
            f"PROJECT: clndr_id: there is no calendar {quoted(default)}: it is passed over",
            line=project.line,
        )
    rules = Rules(
        data_date=projects.moment(project, "last_recalc_date"),
        start=projects.moment(project, "plan_start_date"),
        must_finish_by=projects.moment(project, "plan_end_date"),
    )
    rows = [row for row in options.rows if options.text(row, "proj_id") == number]
    if not rows:
        tell(
            "SCHEDOPTIONS: the project has no row: lags count the calendar of the predecessor, and "
            "what began out of sequence is projected by retained logic",
            line=project.line,
            is_warning=False,
        )
        return rules, _LAG_CALENDARS[0]
    row = rows[0]
    for other in rows[1:]:
        options.report(other, f"the options of the project {number} stand twice")
    for flag in _FLAGS:
        if (text := options.text(row, flag)) not in ("Y", "N", ""):
            options.report(row, f"{flag}: {quoted(text)} is neither Y nor N")
    lag_calendar = options.text(row, "sched_calendar_on_relationship_lag") or _LAG_CALENDARS[0]
    if lag_calendar not in _LAG_CALENDARS:
        options.report(
            row,
            f"sched_calendar_on_relationship_lag: {quoted(lag_calendar)} is no calendar of lags "
            "that is known",
        )
    is_override = options.text(row, "sched_progress_override") == "Y"
    is_retained = options.text(row, "sched_retained_logic") != "N"
    if not is_override and not is_retained:
        tell(
            "it is scheduled by actual dates: what began out of sequence is projected by retained "
            "logic, where all links count",
            line=row.line,
        )
    from_actual = options.text(row, "sched_lag_early_start_flag") == "N"
    rules = rules._replace(
        progress="progress override" if is_override else "retained logic",
        ss_lag_from="actual start" if from_actual else "early start",
        use_expected_finish=options.text(row, "sched_use_expect_end_flag") == "Y",
    )
    return rules, lag_calendar
