"""Groups of milestones: what a picture draws where the milestones themselves are too many.

A picture of hundreds of milestones is metres wide, and nobody follows its lines. Whose
milestones wait on whose, and how far each period of time is, fits on a sheet of paper.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from depgraph.analysis.redundant import redundant_links
from depgraph.diagrams.folding import Folding
from depgraph.diagrams.standing import drawn_date
from depgraph.diagrams.timeline import MONTHS, UNDATED, Period, period_of, sorted_by_links
from depgraph.model import Graph, Link, Milestone
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.diagrams.theme import Standing
    from depgraph.diagrams.timeline import Letter

MOST_APART = 150
"""Where more milestones are left than this after folding, groups of them are drawn."""

MOST_GROUPS = 42
"""About so many groups fit on A3 with their links."""

_PERIOD_WORDS: dict[Letter, str] = {"Q": "quarter", "H": "half-year", "": "year"}
_FEWEST_GROUPS = 4
_MOST_KEPT = 30
_MOST_OWNERS = (12, 8, 5, 3, 1)
_OTHERS = "others"
_ALL = "all"
_STEM = re.compile(r"[^\W\d_]+")

_Pair = tuple[str, str]


class Group(Struct):
    """What is said of a group, beside its milestones.

    Attributes
    ----------
    owner, period
        Whose its milestones are, and of what time.
    dates
        From when to when its milestones are drawn, in words.
    standing
        Done where all of it is, undated where nothing of it has a date, projected where
        something of it is late, in any way, and else later.
    late
        How many of its milestones are late, in words; empty for none.
    """

    owner: str
    period: str
    dates: tuple[str, ...]
    standing: Standing
    late: str = ""


class Drawn(Struct):
    """What of a plan is drawn: its nodes, and the lines between them.

    Attributes
    ----------
    graph
        The plan, with a milestone more for each group, which nothing is linked to.
    folding
        The nodes, with what is in them.
    pairs
        The lines to draw: for each pair of nodes, the links that it stands for.
    warnings
        What was done that nobody asked for, each one sentence.
    groups
        What is said of each group, by its code.
    onward
        Of groups, the lines that lead from one period to a later one.
    letter
        Which periods of time the groups are of.
    """

    graph: Graph
    folding: Folding
    pairs: Mapping[_Pair, Sequence[Link]]
    warnings: tuple[str, ...] = ()
    groups: Mapping[str, Group] = {}
    onward: Collection[_Pair] | None = None
    letter: Letter = "Q"


def group(
    graph: Graph,
    home: str | None,
    *,
    kept: Sequence[str] = (),
    late: Mapping[str, Late] | None = None,
    expected: Mapping[str, date | None] | None = None,
) -> Drawn | None:
    """Put the milestones of a plan into groups by whose they are and by time.

    Parameters
    ----------
    home
        The owner whose plan it is: its milestones are told apart by team, those of others
        by owner. None where all milestones count as inside.
    kept
        Milestones that stay apart, such as those of a critical path, if they are not many.
    late
        What is late, by code.
    expected
        When milestones are expected, by code; what is not there has its own date.

    Returns
    -------
    Drawn or None
        None where it would say nothing: neither dates nor owners tell milestones apart.

    Notes
    -----
    Whose a milestone is, its owner or its team says, else the letters that its code begins
    with. The periods are the finest of quarter, half-year and year with about 42 groups in
    all; where years are too many, the smallest owners go together. No group is on both sides
    of the as-of date. A milestone without a date goes with the period of its earliest dependent,
    else of its latest prerequisite. Lines that a chain of other lines implies are left out.
    """
    apart = set(kept) if len(kept) <= _MOST_KEPT else set()
    members = [milestone for milestone in graph.milestones if milestone.id not in apart]
    whose, by = _whose(members, home)
    when = _dates(graph, expected or {})
    keys, letter = _keys(graph, whose, when)
    if len(set(keys.values())) < _FEWEST_GROUPS:
        return None
    names = _names(graph, sorted(set(keys.values())), letter)
    group_of = {code: names[key] for code, key in keys.items()}
    inside = _inside(members, group_of)
    places = {names[key]: key[1] for key in keys.values()}
    places |= {code: _period(graph, code, when[code], letter) for code in apart}
    added = [
        _milestone(name, several, [when[milestone.id] for milestone in several], home)
        for name, several in inside.items()
    ]
    nodes = tuple(sorted([*inside, *apart]))
    pairs, left_out = _pairs_of_groups(graph, [*added, *(graph[code] for code in apart)], group_of)
    return Drawn(
        graph.with_parts(milestones=[*graph.milestones, *added]),
        Folding(
            nodes,
            {node: tuple(milestone.id for milestone in inside.get(node, ())) for node in nodes},
            {milestone.id: (group_of[milestone.id],) for milestone in members},
        ),
        pairs,
        (_remark(len(members), len(inside), f"{by} and {_PERIOD_WORDS[letter]}", left_out),),
        {name: _group(key, letter, inside[name], when, late or {}) for key, name in names.items()},
        [pair for pair in pairs if places[pair[0]] < places[pair[1]]],
        letter,
    )


def _inside(
    members: Iterable[Milestone], group_of: Mapping[str, str]
) -> dict[str, list[Milestone]]:
    """Return the milestones of each group, by its name."""
    inside: dict[str, list[Milestone]] = {name: [] for name in sorted({*group_of.values()})}
    for milestone in members:
        inside[group_of[milestone.id]].append(milestone)
    return inside


def _remark(members: int, groups: int, by: str, left_out: int) -> str:
    """Return what was done, in one sentence."""
    remark = (
        f"{members:,} milestones are too many to draw one by one: drawn are {groups} groups of "
        f"them, by {by}, and a line for all links between two"
    )
    if left_out:
        remark += f", but for {left_out} that a chain of others implies"
    return f"{remark}; a focus, an owner, a team or a selector draws milestones"


def _whose(milestones: Iterable[Milestone], home: str | None) -> tuple[Mapping[str, str], str]:
    """Return for each milestone whose it is, and what tells."""
    several = list(milestones)

    def team_or_owner(milestone: Milestone) -> str | None:
        is_inside = milestone.owner == home
        return milestone.team if is_inside and milestone.team else milestone.owner

    ways: dict[str, Callable[[Milestone], str | None]] = {
        "team": lambda milestone: milestone.team,
        "owner": lambda milestone: milestone.owner,
    }
    ways = {"owner and team": team_or_owner} | ways if home else dict(reversed(ways.items()))
    best, way_name, largest = {m.id: _stem(m.id) for m in several}, "code", len(several)
    for by, way in ways.items():
        names = {milestone.id: way(milestone) for milestone in several}
        if len(set(names.values()) - {None}) < 2:
            continue
        names_of_codes = {code: name or _stem(code) for code, name in names.items()}
        most = max(Counter(names_of_codes.values()).values())
        if way_name == "code" or most < largest:
            best, way_name, largest = names_of_codes, by, most
        if home:
            break
    return best, way_name


def _stem(code: str) -> str:
    """Return the letters that a code begins with.

    Examples
    --------
    >>> _stem("LDM-503-17")
    'LDM'
    """
    letters = _STEM.match(code)
    return letters[0] if letters else _OTHERS


_Key = tuple[str, Period]


def _period(graph: Graph, code: str, day: date | None, letter: Letter) -> Period:
    is_open = not graph[code].is_complete
    return period_of(day, graph.as_of, MONTHS[letter], is_open=is_open)


def _dates(graph: Graph, expected: Mapping[str, date | None]) -> dict[str, date | None]:
    """Return the date that places each milestone: its own, else that of a neighbour."""
    when = {
        milestone.id: expected[milestone.id] if milestone.id in expected else drawn_date(milestone)
        for milestone in graph.milestones
    }
    undated = {code: None for code, day in when.items() if day is None}
    if len(undated) in (0, len(when)):
        return when
    pairs = [link.ends for link in graph.links if undated.keys() >= {*link.ends}]
    order = sorted_by_links(list(undated), list(dict.fromkeys(pairs)))
    for codes, neighbours, choose in (
        (reversed(order), graph.successors, min),
        (iter(order), graph.predecessors, max),
    ):
        for code in codes:
            if when[code] is None:
                when[code] = choose(
                    (day for other in neighbours(code) if (day := when[other])), default=None
                )
    return when


def _keys(
    graph: Graph, whose: Mapping[str, str], when: Mapping[str, date | None]
) -> tuple[dict[str, _Key], Letter]:
    """Return the group of each milestone, as few groups as a picture takes if that can be.

    Those whose owners are too many go together, where that is not the largest group of all.
    """
    sizes = Counter(whose.values())
    ranked = sorted(sizes, key=lambda owner: (-sizes[owner], owner))
    best: tuple[int, dict[str, _Key], Letter] | None = None
    for most in _MOST_OWNERS:
        own_group = set(ranked if len(ranked) <= most else ranked[: most - 1])
        others = sum(size for owner, size in sizes.items() if owner not in own_group)
        if own_group and others > sizes[ranked[0]]:
            continue
        rest = _OTHERS if own_group else _ALL
        for letter in MONTHS:
            keys = {
                code: (
                    owner if owner in own_group else rest,
                    _period(graph, code, when[code], letter),
                )
                for code, owner in whose.items()
            }
            number = len(set(keys.values()))
            if number <= MOST_GROUPS:
                return keys, letter
            if best is None or number < best[0]:
                best = number, keys, letter
    assert best is not None, "one group of all is tried"
    return best[1], best[2]


def _names(graph: Graph, keys: Sequence[_Key], letter: Letter) -> dict[_Key, str]:
    """Return a code for each group, which no milestone has."""
    names: dict[_Key, str] = {}
    for owner, period in keys:
        name = f"{owner} {_words(period, letter)}{' ahead' * period[2]}"
        while name in graph:
            name += "*"
        names[owner, period] = name
    return names


def _words(period: Period, letter: Letter) -> str:
    if period == UNDATED:
        return "no date"
    return f"{period[0]}" + (f" {letter}{period[1]}" if letter else "")


def _milestone(
    name: str, members: Sequence[Milestone], when: Iterable[date | None], home: str | None
) -> Milestone:
    """Return a group as a milestone, at the median of the dates that place its own."""
    days = sorted(filter(None, when))
    owners = {member.owner for member in members}
    count = len(members)
    return Milestone(
        name,
        "1 milestone" if count == 1 else f"{count:,} milestones",
        home if home in owners else min(filter(None, owners), default=None),
        due=days[(len(days) - 1) // 2] if days else None,
    )


def _group(
    key: _Key,
    letter: Letter,
    members: Sequence[Milestone],
    when: Mapping[str, date | None],
    late: Mapping[str, Late],
) -> Group:
    owner, period = key
    name = owner, _words(period, letter)
    days = sorted(day for member in members if drawn_date(member) and (day := when[member.id]))
    dates: tuple[str, ...] = ("no date",)
    if days:
        dates = (f"{days[0]}",) if days[0] == days[-1] else (f"{days[0]} to", f"{days[-1]}")
    if all(member.is_complete for member in members):
        return Group(*name, dates, "done")
    kinds = Counter(late[member.id].kind for member in members if member.id in late)
    words = [f"{kinds['overdue']:,} overdue"] * bool(kinds["overdue"])
    words += [f"{kinds['projected late']:,} will be late"] * bool(kinds["projected late"])
    if words:
        return Group(*name, dates, "projected", ", ".join(words))
    return Group(*name, dates, "later" if days else "undated")


def _pairs_of_groups(
    graph: Graph, nodes: Sequence[Milestone], group_of: Mapping[str, str]
) -> tuple[dict[_Pair, tuple[Link, ...]], int]:
    """Return the lines between nodes, and how many are left out as others imply them."""
    added = set(group_of.values())
    links: dict[_Pair, list[Link]] = {}
    for link in graph.links:
        ends = tuple(group_of.get(code, code) for code in (link.prerequisite, link.dependent))
        if ends[0] != ends[1]:
            links.setdefault((ends[0], ends[1]), []).append(link)
    # Groups may wait on each other: only lines that go on in time are without circles.
    order = {node.id: (drawn_date(node) is None, str(drawn_date(node)), node.id) for node in nodes}
    onward = sorted(pair for pair in links if order[pair[0]] < order[pair[1]])
    lines = Graph(nodes, [Link(*pair) for pair in onward])
    implied = {
        (link.prerequisite, link.dependent)
        for link in (lines.links[number] for number in redundant_links(lines).chains)
        if {link.prerequisite, link.dependent} & added
    }
    return {pair: tuple(links[pair]) for pair in sorted(links) if pair not in implied}, len(implied)
