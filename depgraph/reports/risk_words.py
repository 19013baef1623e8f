"""How likely dates are, in sentences that can be forwarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.words import counted, days, in_hundred, listed, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.analysis.risk.chances import Chance, Simulation
    from depgraph.analysis.risk.doubts import Doubts

_MOST_CODES = 6
_DAYS_A_MONTH = 30.4
_HUNDRED = 100


def headline(simulation: Simulation, chance: Chance) -> list[str]:
    """Say what a manager wants to know of a milestone that was named."""
    milestone = simulation.graph[chance.id]
    who = style(printable(chance.id), bold=True)
    who += f" {printable(milestone.name)}" if milestone.name else ""
    if chance.p80 is None:
        return [f"{who} has no date: nothing that leads to it has one"]
    due = f"due {chance.due}" if chance.due else "without a due date"
    projected = f", projected {chance.projected}" if chance.projected else ""
    p80 = f"{chance.p80}"
    if chance.p80_record is not None:
        low, high = chance.p80_record
        p80 += f" ({low:%Y-%m} to {high:%Y-%m} by resamples of the record)"
    alone = f"; by its own slip, without links, {chance.p80_alone}" if chance.p80_alone else ""
    on_time = "" if chance.on_time is None else f"On time: {in_hundred(chance.on_time)}. "
    if chance.is_record_too_short:
        answer = (
            style("The record is too short for this P80.", bold=True)
            + f" {_why_too_short(simulation, chance)}. P80 is not before {chance.p80_at_least}, "
            f"as far as recorded; if lateness goes on as assumed, {p80}{alone}. "
            f"{on_time}What never happened before is in none of these"
        )
    else:
        answer = (
            f"In 50 of 100 runs it is complete by {chance.p50}, in 80 by {p80}, in 90 by "
            f"{chance.p90}{alone}. {on_time}{_contingency(chance)}"
        )
    return [f"{who}, {due}{projected}", answer]


def _contingency(chance: Chance) -> str:
    if chance.contingency_days is None or chance.confidence_of_projected is None:
        return ""
    words = f"The projected date itself: {in_hundred(chance.confidence_of_projected)}"
    if chance.contingency_days > 0:
        words += f"; to be sure in 80 of 100, plan with {days(chance.contingency_days)} more"
    return words


def _why_too_short(simulation: Simulation, chance: Chance) -> str:
    record = chance.short_record
    if record is None:
        return "It ends before 80 of 100 milestones are complete"
    words = f"Its completions were due up to {_months(record.longest_lead)} ahead"
    own = simulation.graph[chance.id].own_date or chance.projected
    if own is not None and own > simulation.as_of:
        words += f"; this one is {_months((own - simulation.as_of).days)} ahead"
    if record.is_too_short:
        words += (
            f"; {days(record.until_days)} after their dates, where it ends, "
            f"{round(_HUNDRED * record.survival_at_end)} of 100 are still open"
        )
    return words


def _months(number: int) -> str:
    return counted(round(number / _DAYS_A_MONTH), "month")


def source_sentences(simulation: Simulation) -> list[str]:
    """Say where the numbers come from."""
    error = max((chance.p80_error_days for chance in simulation.chances), default=0)
    lines = [
        f"{simulation.iterations:,} runs, seed {simulation.seed}, gaps read as {simulation.gaps}",
        _varying_words(len(simulation.varying), len(simulation.fixed)),
        f"For want of more runs P80 may be off by {days(error)}",
        *_record_sentences(simulation),
    ]
    for driver in simulation.risks.drivers:
        response = f"; response: {printable(driver.response)}" if driver.response else ""
        lines.append(
            f"Risk {printable(driver.id)}: {in_hundred(driver.probability)}, "
            f"{driver.slip.low} to {driver.slip.high} days on "
            f"{counted(len(driver.milestones), 'milestone')}{response}"
        )
    if simulation.passed:
        lines.append(
            f"All that is said of the slips of {_codes(simulation.passed)} has passed: as they "
            "are open, they finish on the as-of date"
        )
    if simulation.without_effect:
        lines.append(
            "Without effect, as there is neither a date nor a duration to move: "
            f"{_codes(simulation.without_effect)}"
        )
    return lines


def _varying_words(varying: int, fixed: int) -> str:
    words = f"{counted(varying, 'milestone')} {'varies' if varying == 1 else 'vary'}"
    if not fixed:
        return words
    return (
        f"{words}; {counted(fixed, 'incomplete one')} {'does' if fixed == 1 else 'do'} not, as "
        f"nothing is said about {'it' if fixed == 1 else 'them'}"
    )


def _record_sentences(simulation: Simulation) -> list[str]:
    record = simulation.risks.record
    if record is None:
        return []
    removed = f"; {counted(record.removed, 'milestone')} left the plan" if record.removed else ""
    by_team = sorted(simulation.risks.team_records)
    outcomes = f"{counted(len(record.outcomes), 'outcome')}, {record.open_outcomes} of them open"
    tail = f"lateness is taken to go on with a mean of {days(round(record.tail_mean_days))}"
    lines = [
        f"The record: {counted(record.schedules, 'schedule')}, {outcomes}{removed}",
        f"It reaches to {days(record.until_days)} late; beyond, {tail}",
        f"Slips of the record have {round(_HUNDRED * simulation.risks.common)} % in common",
    ]
    if by_team:
        lines.append(f"Teams with a record of their own: {_codes(by_team)}")
    return lines


def _codes(codes: Sequence[str]) -> str:
    return listed(list(map(printable, codes)), _MOST_CODES)


def doubt_lines(doubts: Doubts, last_known: Mapping[str, str]) -> list[str]:
    """Say what makes an answer less sure, a line for each sort."""
    undated = [
        f"{code} (last known {last_known[code]})" if code in last_known else code
        for code in doubts.undated
    ]
    sorts = (
        ("milestone", "without a date, which holds nothing up", undated),
        ("milestone", "overdue", doubts.overdue),
        ("milestone", "waiting on nothing", doubts.open_ends),
        ("milestone", "with an earliest date or a deadline", doubts.constrained),
        ("link", "with a lead", [f"{a} -> {b}" for a, b in doubts.leads]),
        ("queried link", "", [f"{a} -> {b}" for a, b in doubts.queried]),
    )
    return [
        f"{counted(len(codes), noun)}{f' {what}' if what else ''}: {_codes(codes)}"
        for noun, what, codes in sorts
        if codes
    ]
