"""How likely dates are: for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.data import iso
from depgraph.reports.page import Head, Lines, Page, Table, capped, heads
from depgraph.reports.records import rows_of
from depgraph.reports.risk_words import doubt_lines, headline, source_sentences
from depgraph.words import counted, in_hundred, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.risk.backtest import Backtest, Outcome
    from depgraph.analysis.risk.chances import Influence, Sensitivity, Simulation
    from depgraph.analysis.risk.doubts import Doubts
    from depgraph.reports.page import Part, Value

_MOST_INFLUENCES = 12
_COMMON = "what late milestones have in common"
"""What the common factor is called where people read it."""


def risk_page(
    simulation: Simulation,
    doubts: Doubts,
    last_known: Mapping[str, str],
    *,
    show_all: bool = False,
) -> Page:
    """Return the answer: sentences on what was asked for, the table, what matters, and why."""
    named = len(simulation.sensitivities)
    parts: list[Part] = []
    if named:
        for chance in simulation.chances:
            parts += headline(simulation, chance)
    elif simulation.risks.record is not None:
        parts += _short_record(simulation)
    parts.append(_chances_table(simulation))
    parts += (
        _sensitivity_table(simulation, sensitivity, show_all=show_all)
        for sensitivity in simulation.sensitivities
    )
    if simulation.after:
        parts.append(_after_table(simulation))
    parts.append(Lines(source_sentences(simulation), "Where this comes from"))
    parts.append(Lines(doubt_lines(doubts, last_known), "What makes it less sure"))
    return Page(f"Schedule risk as of {simulation.as_of}", parts)


def _short_record(simulation: Simulation) -> list[Part]:
    short = [chance for chance in simulation.chances if chance.is_record_too_short]
    if not short:
        return []
    return [
        style("The record is too short for these P80.", bold=True)
        + " It ends before 80 of 100 milestones are complete, or is of dates less far ahead: for "
        f"{counted(len(short), 'milestone')}, P80 is not before the date under 'at least', as far "
        "as recorded, and what never happened before is in none of the dates"
    ]


def risk_table(simulation: Simulation) -> Table:
    """Return the chances with typed cells, for programs and spreadsheets."""
    dates = ("due", "projected", "p10", "p50", "p80", "p90", "p80_at_least", "p80_alone")
    columns = (
        Head("id", "milestone"),
        Head("name", "name"),
        *(Head(name, name, "date") for name in (*dates, "p80_record_low", "p80_record_high")),
        Head("p80_error_days", "p80_error_days", "number"),
        Head("on_time", "on_time", "number"),
        Head("confidence_of_projected", "confidence_of_projected", "number"),
        Head("contingency_days", "contingency_days", "number"),
        Head("undated", "undated", "texts"),
    )
    rows = rows_of(
        columns,
        simulation.chances,
        name=lambda chance: simulation.graph[chance.id].name,
        p80_record_low=lambda chance: chance.p80_record and chance.p80_record[0],
        p80_record_high=lambda chance: chance.p80_record and chance.p80_record[1],
    )
    names = ("as_of", "gaps", "iterations", "seed")
    facts = {name: getattr(simulation, name) for name in names}
    return Table(f"Schedule risk as of {simulation.as_of}", columns, rows, facts)


def report_risk_table(simulation: Simulation) -> Table:
    """Return the chances for the report to a browser: the first column is the milestone."""
    titles = ("Due", "Projected", "P50", "P80", "P90", "P80 at least")
    columns = (
        Head("id", "Milestone"),
        *(Head(title.lower().replace(" ", "_"), title, "date") for title in titles),
        Head("on_time", "On time"),
    )
    rows = tuple(
        (
            chance.id,
            *(iso(getattr(chance, head.name)) for head in columns[1:-1]),
            in_hundred(chance.on_time),
        )
        for chance in simulation.chances
    )
    return Table("Risk", columns, rows)


def simulation_page(simulation: Simulation) -> Page:
    """Return the page of a simulation, without hints at options, for a notebook."""
    return risk_page(simulation, simulation.doubts, {})


def summary_sentence(simulation: Simulation, code: str) -> str:
    """Return one line on how likely a date is, for a summary of the plan.

    Parameters
    ----------
    code
        A milestone that the simulation is about.
    """
    chance = simulation[code]
    who = printable(chance.id)
    if chance.p50 is None or chance.p80 is None:
        return f"{who}: no chance can be told, as nothing that leads to it has a date"
    on_time = "" if chance.on_time is None else f" is on time in {in_hundred(chance.on_time)} runs;"
    if chance.is_record_too_short and chance.p80_at_least is not None:
        return (
            f"{who}{on_time} P80 is not before {chance.p80_at_least}, as far as recorded, and "
            f"{chance.p80} if lateness goes on as assumed"
        )
    return f"{who}{on_time} it is complete by {chance.p50} in 50 of 100, by {chance.p80} in 80"


def _chances_table(simulation: Simulation) -> Table:
    has_record = simulation.risks.record is not None
    columns = [
        Head("id", "milestone", is_code=True),
        Head("due", "due", "date", least=0),
        Head("projected", "projected", "date", least=3),
        Head("p50", "P50", "date", least=2),
        Head("p80", "P80", "date", least=0),
        Head("p90", "P90", "date", least=4),
        Head("on_time", "on time", is_code=True, least=0),
        Head("contingency_days", "to P80", "number", is_signed=True, least=5),
    ]
    if has_record:
        columns.append(Head("p80_at_least", "at least", "date", least=1))
    columns.append(Head("p80_alone", "alone", "date", least=6))
    rows = rows_of(columns, simulation.chances, on_time=lambda chance: in_hundred(chance.on_time))
    notes = ["P50, P80, P90: complete by then in 50, 80, 90 of 100 runs"]
    notes.append("to P80: days from the projected date, as contingency")
    notes.append("alone: P80 by its own slip, without links")
    if has_record:
        notes.append("at least: P80 if lateness ended where the record does")
    return Table("", tuple(columns), rows, notes=tuple(notes))


def _sensitivity_table(
    simulation: Simulation, sensitivity: Sensitivity, *, show_all: bool
) -> Table:
    rows = [
        (_influence_name(simulation, row), _criticality_words(row), row.p80_days)
        for row in sensitivity.rows
        if show_all or row.p80_days or (row.criticality or 0) >= _SELDOM
    ]
    columns = (
        Head("id", "without the slip of", least=0),
        Head("criticality", "drives it", is_code=True, least=0),
        Head("p80_days", "P80 earlier by", "number", least=0),
    )
    notes = []
    if sensitivity.left_out:
        notes.append(
            f"The days of {counted(sensitivity.left_out, 'milestone')} that seldom drive it were "
            "not worked out"
        )
    if sensitivity.runs < simulation.iterations:
        notes.append(f"The days are of the first {sensitivity.runs:,} runs")
    table = Table(
        f"What matters for {printable(sensitivity.target)}",
        columns,
        tuple(rows),
        notes=tuple(notes),
    )
    return capped(table, None if show_all else _MOST_INFLUENCES, "row", "--all shows them")


_SELDOM = 0.01


def _influence_name(simulation: Simulation, row: Influence) -> str:
    if row.kind == "common":
        return _COMMON
    if row.kind != "milestone":
        return f"{row.kind} {row.id}"
    name = simulation.graph[row.id].name
    return f"{row.id} {name}" if name else row.id


def _criticality_words(row: Influence) -> str:
    return "" if row.criticality is None else in_hundred(row.criticality)


def _after_table(simulation: Simulation) -> Table:
    before = {chance.id: chance for chance in simulation.chances}
    columns = (
        Head("id", "milestone", is_code=True),
        Head("p80", "P80", "date", least=0),
        Head("p80_after", "then", "date", least=0),
        Head("on_time", "on time", is_code=True),
        Head("on_time_after", "then", is_code=True),
    )
    rows = rows_of(
        columns,
        simulation.after,
        p80=lambda after: before[after.id].p80,
        p80_after=lambda after: after.p80,
        on_time=lambda after: in_hundred(before[after.id].on_time),
        on_time_after=lambda after: in_hundred(after.on_time),
    )
    return Table("When the risks are responded to", columns, rows)


def backtest_page(backtest: Backtest) -> Page:
    """Return what became of a forecast."""
    known = backtest.known
    parts: list[Part] = [
        f"What the schedule of {backtest.then} could have said, and what that of {backtest.now} "
        f"says. Of {counted(known, 'milestone')} it is known what became of them: "
        f"{backtest.number_within(50)} came in by P50, {backtest.number_within(80)} by P80, "
        f"{backtest.number_within(90)} by P90"
        + (
            f". If the forecasts were right, these would be about {round(known * 0.5)}, "
            f"{round(known * 0.8)} and {round(known * 0.9)}"
            if known
            else ""
        )
    ]
    rows = [
        (*_forecast_cells(outcome), outcome.completed or "open", _held(outcome))
        for outcome in backtest.outcomes
    ]
    columns = heads("milestone", "due", "P50", "P80", "P90", "complete", "held")
    parts.append(Table("", columns, tuple(rows)))
    return Page(f"The forecast of {backtest.then} and what became of it", parts)


def backtest_table(backtest: Backtest) -> Table:
    """Return the same with typed cells."""
    names = ("due", "p50", "p80", "p90", "completed")
    columns = (
        Head("id", "milestone"),
        *(Head(name, name, "date") for name in names),
        Head("within", "within", "number"),
    )
    rows = tuple(
        (*_forecast_cells(outcome), outcome.completed, outcome.within)
        for outcome in backtest.outcomes
    )
    return Table(f"The forecast of {backtest.then}", columns, rows, {"now": backtest.now})


def _forecast_cells(outcome: Outcome) -> tuple[Value, ...]:
    chance = outcome.chance
    return chance.id, chance.due, chance.p50, chance.p80, chance.p90


def _held(outcome: Outcome) -> str:
    if outcome.within is None:
        return "not known yet"
    return f"P{outcome.within}" if outcome.within < 100 else "later than P90"
