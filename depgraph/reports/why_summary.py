"""Whether one milestone waits on another, in sentences, and the words for chains."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from click import style

from depgraph.reports.elsewhere import only_in_schedule_words
from depgraph.reports.layout import day
from depgraph.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.chains import Chain, Chains, Why
    from depgraph.model import Milestone

_MOST_CODES = 12
"""How many codes of a chain stand in a line."""

MOST_NAMED = 8
"""How many milestones or queried links are named."""

_MOST_DIGITS = 15


def summary_lines(answer: Why) -> list[str]:
    """Return whether the one waits on the other, and by how many chains, in sentences."""
    prerequisite, dependent = answer.prerequisite.id, answer.dependent.id
    lines = []
    if answer.chains is None:
        lines.append(f"{_bold(dependent)} does not wait on {_bold(prerequisite)}.")
        if answer.reverse is not None:
            lines.append(
                f"It is the other way round: {prerequisite} waits on {dependent}, "
                f"by {links_of(answer.reverse)}: {arrows(answer.reverse)}"
            )
        else:
            lines.append(f"Nor does {prerequisite} wait on {dependent}.")
    else:
        lines.append(_waiting(answer) if answer.is_waiting else _history(answer))
        lines += _other_chains(answer, answer.chains)
        if answer.reverse is not None:
            lines.append(
                f"{prerequisite} waits on {dependent} too, by {links_of(answer.reverse)}: "
                f"{arrows(answer.reverse)}"
            )
    unlinked = {prerequisite, dependent}.intersection(answer.only_in_schedule)
    lines += only_in_schedule_words(unlinked)
    if answer.without_queries:
        lines.append("The queried links are left out.")
    return lines


def _waiting(answer: Why) -> str:
    chains = answer.open_chains
    assert chains is not None, "a chain is open"
    start = f"{_bold(answer.dependent.id)} waits on {_bold(answer.prerequisite.id)}"
    if chains.total is None:
        return f"{start}. {_uncounted(chains)}"
    others = chains.total - 1
    is_direct = len(chains.shortest.hops) == 1
    if is_direct and not others:
        return f"{start} directly, and by no other chain."
    if is_direct:
        more = f"{start} directly, and by {counted_about(others, 'other chain')}"
    elif not others:
        more = f"{start} by one chain"
    else:
        more = f"{start} by {counted_about(chains.total, 'chain')}"
    return f"{more}; {_count_between(chains)}."


def _history(answer: Why) -> str:
    chains = answer.chains
    assert chains is not None, "there are chains, none of them open"
    ends = [end for end in (answer.prerequisite, answer.dependent) if end.is_complete]
    prerequisite, dependent = _bold(answer.prerequisite.id), _bold(answer.dependent.id)
    start = f"{dependent} does not wait on {prerequisite} any more"
    if ends:
        why = " and ".join(f"{end.id} is complete{_since(end)}" for end in ends)
        sentence = f"{start}: {why}."
        if chains.total is None:
            return f"{sentence} {_uncounted(chains)}"
        if len(chains.between) == 0:
            return f"{sentence} It waited directly."
        number = "one chain leads" if chains.total == 1 else f"{_about(chains.total)} chains lead"
        return f"{sentence} {number.capitalize()} from one to the other; {_count_between(chains)}."
    if chains.total == 1:
        complete_codes = chains.shortest.complete
        verb = "is" if len(complete_codes) == 1 else "are"
        return (
            f"{start}: the one chain passes {codes_of(complete_codes)}, which {verb} complete; "
            f"{_count_between(chains)}."
        )
    if chains.total is None:
        return f"{start}: each chain passes a complete milestone. {_uncounted(chains)}"
    number = "both chains pass" if chains.total == 2 else f"all {_about(chains.total)} chains pass"
    return f"{start}: {number} a complete milestone; {_count_between(chains)}."


def _since(milestone: Milestone) -> str:
    return f" since {day(milestone.completed)}" if milestone.completed else ""


def _count_between(chains: Chains) -> str:
    count = len(chains.between)
    return f"{counted(count, 'milestone')} {'lies' if count == 1 else 'lie'} between"


def _uncounted(chains: Chains) -> str:
    return (
        f"The chains are not counted: {counted(len(chains.cycle), 'milestone')} wait on each "
        f"other in cycles ({listed(chains.cycle, MOST_NAMED)}). At most {_count_between(chains)}."
    )


def _other_chains(answer: Why, chains: Chains) -> list[str]:
    """Tell of the chains that are not open, where others are."""
    opened = answer.open_chains
    if opened is None or opened is chains:
        return []
    if chains.total is None or opened.total is None:
        sentence = "Other chains pass a complete milestone, and hold nothing up any more"
    else:
        others = chains.total - opened.total
        verbs = ("passes", "holds") if others == 1 else ("pass", "hold")
        sentence = (
            f"{counted_about(others, 'more chain')} {verbs[0]} a complete milestone, and "
            f"{verbs[1]} nothing up any more"
        )
    if chains.shortest.complete:
        sentence += (
            f". The shortest of them passes {codes_of(chains.shortest.complete)}: "
            f"{arrows(chains.shortest)}"
        )
        return [sentence]
    return [f"{sentence}."]


def _bold(code: str) -> str:
    return style(code, bold=True)


def _about(number: int) -> str:
    """Return a number as it is, or about how large it is."""
    if number < 10**_MOST_DIGITS:
        return str(number)
    return f"about {Decimal(number):.1e}".replace("e+", "e")


def counted_about(number: int, noun: str) -> str:
    """Return a number with its noun; of a very large one, about how large it is."""
    return f"{_about(number)} {noun if number == 1 else noun + 's'}"


def links_of(chain: Chain) -> str:
    """Return how many links a chain has."""
    return counted(len(chain.hops), "link")


def codes_of(milestones: Iterable[Milestone], most: int = MOST_NAMED) -> str:
    """Return the codes of milestones, and how many more there are."""
    return listed([milestone.id for milestone in milestones], most)


def arrows(chain: Chain) -> str:
    """Return the codes of a chain in a line, with a mark at what is queried."""
    codes = [chain.hops[0].prerequisite.id]
    codes += (("?> " if hop.is_queried else "-> ") + hop.dependent.id for hop in chain.hops)
    if len(codes) > _MOST_CODES:
        half = _MOST_CODES // 2
        codes[half:-half] = [f"-> ({len(codes) - 2 * half} more)"]
    return " ".join(codes)
