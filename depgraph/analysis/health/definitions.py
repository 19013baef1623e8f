"""The checks of a schedule's health, and the practices that they help to judge, in words.

In what a check is about, names of limits between braces stand for their values.
"""

from __future__ import annotations

from depgraph.analysis.health.measures import Definition

DEFINITIONS = (
    Definition("logic", "Logic", "Activities without a predecessor, a successor or both.", point=1),
    Definition("leads", "Leads", "Relationships with a negative lag.", point=2),
    Definition("lags", "Lags", "Relationships with a positive lag.", point=3),
    Definition(
        "relationship_types",
        "Relationship types",
        "Relationships that are finish-to-start.",
        point=4,
        is_least=True,
    ),
    Definition(
        "hard_constraints",
        "Hard constraints",
        "Activities with a latest date (not_after), whatever the logic says.",
        point=5,
    ),
    Definition(
        "high_float",
        "High float",
        "Activities with more than {high_float_days} working days of total float, counted to the "
        "latest date of the project.",
        point=6,
    ),
    Definition(
        "negative_float",
        "Negative float",
        "Activities with less than no total float: too late for a latest date (not_after).",
        point=7,
    ),
    Definition(
        "high_duration",
        "High duration",
        "Activities that take more than {high_duration_days} working days.",
        point=8,
    ),
    Definition(
        "invalid_dates",
        "Invalid dates",
        "Activities forecast before the as-of date, or completed after it.",
        point=9,
    ),
    Definition(
        "resources", "Resources", "Activities with work and without resources or costs.", point=10
    ),
    Definition(
        "missed_tasks",
        "Missed tasks",
        "Of what was due by the as-of date, activities that were or will be complete later.",
        point=11,
    ),
    Definition(
        "critical_path_test",
        "Critical path test",
        "By how much the end moves when the first activity of its critical path is {test_days} "
        "days late: by as much, where logic drives it.",
        point=12,
        is_least=True,
    ),
    Definition(
        "cpli",
        "Critical path length index",
        "Working days to the end as projected, together with those from there to when it is "
        "due, over the former.",
        point=13,
        is_least=True,
        is_index=True,
    ),
    Definition(
        "bei",
        "Baseline execution index",
        "Activities complete, over those due by the as-of date and those without a due date.",
        point=14,
        is_least=True,
        is_index=True,
    ),
    Definition(
        "one_sided",
        "Graph and schedule agree",
        "Milestones that only the graph or only the schedule has.",
    ),
    Definition(
        "dangling",
        "Dangling activities",
        "Activities of which no relationship holds the start, or of which the finish holds none.",
    ),
    Definition("circles", "Cycles", "Activities that wait on themselves through others."),
    Definition(
        "horizontal",
        "Horizontal traceability",
        "Activities from which no chain of relationships leads to the end of the project.",
    ),
    Definition(
        "vertical",
        "Vertical traceability",
        "Milestones of lower levels that lead to none of the highest level.",
    ),
    Definition(
        "date_order",
        "Order of dates",
        "Links whose dependent has an earlier date than the link allows.",
    ),
    Definition(
        "path_gaps",
        "Continuous critical path",
        "Links of the critical path that do not set the date of what waits.",
    ),
    Definition(
        "out_of_order",
        "Order of completions",
        "Links whose dependent was complete before the prerequisite was.",
    ),
    Definition("baseline", "Baseline", "Activities without a due date."),
)
"""All checks; the first fourteen are those of the DCMA."""

PRACTICES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    (
        "Capturing all activities",
        "The schedule has all the work that the project takes.",
        ("one_sided",),
        "what both lack shows only beside a work breakdown structure, and a plan has none",
    ),
    (
        "Sequencing all activities",
        "All activities are linked, with few lags and constraints and no cycles.",
        ("logic", "leads", "lags", "hard_constraints", "dangling", "circles"),
        "",
    ),
    (
        "Assigning resources to all activities",
        "The schedule has the labour, material and costs that activities need.",
        ("resources",),
        "",
    ),
    (
        "Establishing the durations of all activities",
        "Durations are short enough to be managed, and based on experience.",
        ("high_duration",),
        "what durations are based on is not in a plan",
    ),
    (
        "Verifying that the schedule can be traced horizontally and vertically",
        "Activities lead to products and to higher levels, with dates that agree.",
        ("horizontal", "vertical", "date_order"),
        "",
    ),
    (
        "Confirming that the critical path is valid",
        "A continuous chain of logic drives the end.",
        ("critical_path_test", "path_gaps"),
        "",
    ),
    (
        "Ensuring reasonable total float",
        "Floats say how far activities can really slip.",
        ("high_float", "negative_float"),
        "",
    ),
    (
        "Conducting a schedule risk analysis",
        "A simulation says how sure the dates are, and how much reserve they need.",
        (),
        "it takes risks and ranges of durations, which a plan does not carry",
    ),
    (
        "Updating the schedule using actual progress and logic",
        "Dates are up to date, and progress follows the logic.",
        ("invalid_dates", "out_of_order"),
        "",
    ),
    (
        "Maintaining a baseline schedule",
        "There is a baseline, and the work is measured against it.",
        ("baseline", "missed_tasks", "bei"),
        "",
    ),
)
"""The ten practices of the GAO in their order: title, what it is, the names of checks that tell
something of it, and what no check can tell."""
