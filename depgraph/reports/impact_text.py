"""What changes do to a plan, as text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from click import style, unstyle

from depgraph.analysis.impact_answer import answer
from depgraph.reports.impact_words import (
    IF_WORK,
    biggest_sentence,
    change_sentence,
    comparison,
    counts_sentence,
    dates,
    late_sentences,
    missed_sentences,
    remarks,
    shift_sentence,
)
from depgraph.reports.layout import day
from depgraph.reports.writers.markdown import escaped, markdown_table
from depgraph.reports.writers.text import columns
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.analysis.impact import Carrier, Impact, Moved, Shift
    from depgraph.analysis.impact_answer import Answer
    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.rerouting import Reroutes
    from depgraph.model import Milestone

MOST_MAIN = 30
_MOST_OTHERS = 10
_MOST_PATHS = 10
_MOST_STEPS = 4

_PLAIN, _QUERIED, _ADDED, _REMOVED = "<-", "<-?", "<-+", "<-x"
_MEANINGS = {
    _QUERIED: "a queried link",
    _ADDED: "a link that comes",
    _REMOVED: "a link that goes",
}


class _Table(NamedTuple):
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int]


def slip_text(
    impact: Impact,
    slipped: Milestone,
    without_queries: Impact | None,
    *,
    is_without_queries: bool = False,
    only: Iterable[str] = (),
    show_all: bool = False,
    markdown: bool = False,
) -> str:
    """Return the report of ``depgraph slip``.

    Parameters
    ----------
    slipped
        The milestone that is moved.
    without_queries
        The answer without the queried links, where one of these is on the way.
    is_without_queries
        Whether the answer itself is one without them.
    only
        Show these milestones, moved or not.
    show_all
        Show every milestone that moves.
    """
    found = answer(impact, only=only, aside=() if only else (slipped.id,))
    at = f"as of {impact.as_of}" + (", without the queried links" * is_without_queries)
    due = f"due {day(slipped.due)}" if slipped.due else "no due date"
    told = dates(impact.of(slipped.id))
    lines = [f"{due}, projected {told} ({at})".replace("projected stays", "stays")]
    lines += remarks(impact)
    if not found.asked:
        lines.append(_sentence(impact, slipped, found))
        lines += _told(found, slipped=impact.of(slipped.id))
    parts: list[str | _Table] = ["\n".join(lines), *_tables(impact, found, show_all=show_all)]
    if not is_without_queries:
        parts.append(comparison(impact, without_queries))
    name = f"{style(slipped.id, bold=True)}  {printable(slipped.name or '')}".rstrip()
    return _laid_out(name, parts, markdown=markdown)


def what_if_text(
    impact: Impact,
    paths: Reroutes,
    *,
    only: Iterable[str] = (),
    show_all: bool = False,
    markdown: bool = False,
) -> str:
    """Return the report of ``depgraph what-if``.

    Parameters
    ----------
    paths
        The critical paths that become others, see `depgraph.analysis.rerouting`.
    only
        Show these milestones, moved or not.
    show_all
        Show every milestone that moves, and all of the paths.
    """
    found = answer(impact, only=only)
    lines = [f"- {change_sentence(impact, change)}" for change in impact.changes]
    lines += [] if not markdown else [""]
    told = remarks(impact)
    if not found.asked:
        told += [counts_sentence(found), *_told(found)]
    parts: list[str | _Table] = ["\n".join(lines)]
    parts += ["\n".join(told)] if told else []
    parts += _tables(impact, found, show_all=show_all)
    parts.append("\n".join(_path_lines(paths, show_all=show_all)))
    title = style(f"What if, as of {impact.as_of}", bold=True)
    return _laid_out(title, parts, markdown=markdown)


def _laid_out(title: str, parts: Iterable[str | _Table], *, markdown: bool) -> str:
    """Return paragraphs and tables under a title; empty ones are left out."""
    shown = [f"### {escaped(unstyle(title))}"] if markdown else []
    for part in parts:
        if isinstance(part, str):
            lines = part.splitlines()
            if markdown:
                lines = [
                    f"{line[:2]}{escaped(unstyle(line[2:]))}"
                    if line.startswith("- ")
                    else f"{escaped(unstyle(line))}  "
                    for line in lines
                ]
            text = "\n".join(lines).rstrip()
            shown += [text] if text else []
        elif markdown:
            table = markdown_table(part.heads, part.rows)
            shown.append(f"{escaped(part.title)}\n\n{table}".strip())
        else:
            heads = [style(head, bold=True) for head in part.heads]
            table = columns([heads, *part.rows], right=part.right)
            shown.append(f"{part.title}\n{table}".strip())
    if not markdown:
        shown[0] = f"{title}\n{shown[0]}"
    return "\n\n".join(shown) + "\n"


# -- sentences -------------------------------------------------------------------------


def _sentence(impact: Impact, slipped: Milestone, found: Answer) -> str:
    text = counts_sentence(found, other=True)
    shift = impact.of(slipped.id).absorbed
    if found.moved or shift.days is None or shift.days <= 0:
        return text
    room = impact.room(slipped.id)
    if room is None:
        return f"{text} Nothing with a date waits on it."
    noun = "more calendar day" if impact.graph.calendars else "more day"
    return f"{text} It could slip by {counted(room, noun)} before another would."


def _told(found: Answer, slipped: Moved | None = None) -> list[str]:
    """Return what is to be told before the tables: the most, the last, what becomes late."""
    biggest = biggest_sentence(found)
    lines = [biggest] if biggest else []
    if found.last is not None and (slipped is None or found.last.id != slipped.id):
        lines.append(shift_sentence(found.last, "Last main milestone"))
    with_deadlines = found.moved if slipped is None else (slipped, *found.moved)
    return lines + late_sentences(found) + missed_sentences(with_deadlines)


def _path_lines(paths: Reroutes, *, show_all: bool) -> list[str]:
    shown = paths.found if show_all else paths.found[:_MOST_PATHS]
    lines = ["Critical paths that become others:"] if paths.found else []
    for each in shown:
        work = f", {IF_WORK}" if each.gaps == "work" else ""
        lines.append(f"- {each.milestone}{work}: {_path(each.after)}; was {_path(each.before)}")
    rest = len(paths.found) - len(shown)
    if rest:
        lines.append(f"- and {rest} more (--all shows them)")
    if paths.unseen:
        told = counted(paths.unseen, "other main milestone")
        lines.append(f"The critical paths of {told} were not looked at; --only looks at one.")
    return lines


def _path(codes: Sequence[str]) -> str:
    behind = codes[1:]
    return _shortened([_PLAIN] * len(behind), behind) if behind else "none"


def _shortened(signs: Sequence[str], codes: Sequence[str]) -> str:
    """Return the steps of a chain; of many, the nearest and the last."""
    steps = [f"{sign} {code}" for sign, code in zip(signs, codes, strict=True)]
    if len(steps) <= _MOST_STEPS:
        return " ".join(steps)
    near = _MOST_STEPS - 2
    sign = _QUERIED if _QUERIED in signs[near:-1] else _PLAIN
    return " ".join((*steps[:near], f"{sign} {len(steps) - near - 1} more", steps[-1]))


# -- tables ----------------------------------------------------------------------------


def _tables(impact: Impact, found: Answer, *, show_all: bool) -> list[str | _Table]:
    groups = (
        [("", found.asked, len(found.asked))]
        if found.asked
        else [
            (f"Main milestones ({len(found.main)})", found.main, MOST_MAIN),
            (f"Others ({len(found.others)})", found.others, _MOST_OTHERS),
        ]
    )
    parts: list[str | _Table] = []
    shown: list[Moved] = []
    is_one = all(each.absorbed == each.worked for each in found.rows)
    for title, group, most in groups:
        if not group:
            continue
        rows = group if show_all else group[:most]
        parts.append(_table(impact, title, rows, is_one=is_one))
        shown += rows
        if len(rows) < len(group):
            parts.append(f"and {len(group) - len(rows)} more (--all shows them)")
    if shown:
        parts.append("\n".join(_legend(impact, shown, is_one=is_one)))
    return parts


def _legend(impact: Impact, shown: Iterable[Moved], *, is_one: bool) -> list[str]:
    carriers = [_carrier(impact, each)[0] for each in shown]
    signs = {sign for carrier in carriers if carrier for sign in _signs(carrier)}
    told = [f"{sign} {words}" for sign, words in _MEANINGS.items() if sign in signs]
    how = (
        "the same whether gaps absorb slips or are work"
        if is_one
        else "(work): if gaps are work, otherwise they absorb slips"
    )
    return [f"Calendar days; {how}{''.join(f'; {words}' for words in told)}."]


def _table(impact: Impact, title: str, rows: Iterable[Moved], *, is_one: bool) -> _Table:
    heads = ["milestone", "due", "now", "then", "days"]
    right = [4]
    if not is_one:
        heads += ["now (work)", "then (work)", "days"]
        right += [7]
    heads += ["carried by", "name"]
    return _Table(title, heads, [_row(impact, each, is_one=is_one) for each in rows], right)


def _row(impact: Impact, each: Moved, *, is_one: bool) -> list[str]:
    milestone = each.milestone
    cells = [milestone.id, day(milestone.due), *_cells(each.absorbed)]
    if not is_one:
        cells += _cells(each.worked)
    return [*cells, _carried(impact, each), printable(milestone.name or "")]


def _cells(shift: Shift) -> list[str]:
    return [day(shift.before), day(shift.after), _days(shift)]


def _days(shift: Shift) -> str:
    if shift.days is None:
        return "-" if not shift.is_moved else "no date" if shift.before else "new"
    if shift.days == 0:
        return "0"
    return style(f"{shift.days:+d}", fg="red" if shift.days > 0 else "green", bold=True)


def _carrier(impact: Impact, each: Moved) -> tuple[Carrier | None, Gaps]:
    """Return the chain to a milestone where gaps absorb slips, else where they are work."""
    gaps: Gaps = "float" if each.absorbed.is_moved else "work"
    return impact.carrier(each.id, gaps), gaps


def _carried(impact: Impact, each: Moved) -> str:
    carrier, gaps = _carrier(impact, each)
    if carrier is None:
        return "-"
    if carrier.links:
        text = _shortened(_signs(carrier), carrier.codes[-2::-1])
    else:
        text = f"({carrier.cause})"
    return text if gaps == "float" else f"{text} (work)"


def _signs(carrier: Carrier) -> list[str]:
    """Return a sign for each link of a chain, the last link first."""
    signs = [_QUERIED if link.queries else _PLAIN for link in carrier.links]
    if signs and carrier.cause == "link added":
        signs[0] = _ADDED
    elif signs and carrier.cause == "link removed":
        signs[0] = _REMOVED
    return signs[::-1]
