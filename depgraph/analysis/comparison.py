"""What changed between two plans: milestones, links, dates, completions, questions.

A milestone is the same in both plans where its code is, or where one plan gives the code of
the other as another code for it (``aka``): then it was certainly recoded, and its links went
with it. Of the milestones that only one plan has, pairs with nearly the same name are told as
likely recoded, and stay removed and added (see `depgraph.analysis.recoding`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from depgraph.analysis.link_comparison import LinkChanges, compare_links
from depgraph.analysis.recoding import Recoded, likely_recoded, likeness, normal_name
from depgraph.model.risks import Estimate, Slip
from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.model import Graph, Milestone, Question

MILESTONE_ATTRIBUTES = (
    *("owner", "team", "level", "kind", "tags", "state", "forecast", "duration", "calendar"),
    *("not_before", "not_after", "progress", "slip", "estimate", "aka", "url", "note"),
)
"""The attributes that are compared beside name, date and completion."""

_DATED, _CALENDARS = "dates", "calendars"


class Change(Struct):
    """A milestone that both plans have, in each of them."""

    before: Milestone
    after: Milestone

    @property
    def id(self) -> str:
        """Its code in the second plan."""
        return self.after.id

    @property
    def days(self) -> int | None:
        """Calendar days between the dates that count, positive for later; None without both.

        The date that counts is the completion, else the forecast, else the due date.
        """
        return _days_between(self.before.own_date, self.after.own_date)

    @property
    def due_days(self) -> int | None:
        """Calendar days between the due dates, positive for later; None without both."""
        return _days_between(self.before.due, self.after.due)

    @property
    def is_completion(self) -> bool:
        """Whether it was completed, or reopened, between the two plans."""
        return self.before.is_complete != self.after.is_complete

    @property
    def is_due_only(self) -> bool:
        """Whether the date that counts is the same."""
        return self.before.own_date == self.after.own_date

    @property
    def is_renamed(self) -> bool:
        """Whether both plans name it, by other names."""
        was, now = self.before.name, self.after.name
        return bool(was and now) and was != now

    @property
    def is_respelled(self) -> bool:
        """Whether its names differ only in case, spaces and punctuation."""
        was, now = self.before.name, self.after.name
        return was is not None and now is not None and normal_name(was) == normal_name(now)


class AttributeChange(Struct):
    """Another attribute of a milestone that differs: its owner, its duration, its tags."""

    before: Milestone
    after: Milestone
    attribute: str

    @property
    def id(self) -> str:
        """Its code in the second plan."""
        return self.after.id

    @property
    def values(self) -> tuple[object, object]:
        """The value in the first plan and in the second; slips and estimates in words."""
        values = (getattr(self.before, self.attribute), getattr(self.after, self.attribute))
        before, after = (
            value.words if isinstance(value, Slip | Estimate) else value for value in values
        )
        return before, after


class Untold(Struct):
    """What one of two plans tells of no milestone, so that it was not compared.

    Attributes
    ----------
    before, after
        Names of `MILESTONE_ATTRIBUTES`, ``dates`` for dates and completions, or
        ``calendars``: what the first plan does not tell, and what the second does not.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison:
    """What changed between two plans. Milestones are sorted by code unless said.

    Attributes
    ----------
    before, after
        The two plans.
    added, removed
        The milestones that only the second plan has, and those that only the first one has.
    recoded
        The milestones with another code. What is only likely is also `removed` and `added`.
    renamed
        The milestones of both with another name.
    moved
        Those with another date or due date: the biggest movers first, whether later or
        earlier, and after them those that have the date in one plan only.
    completed, reopened
        Those that are complete in the second plan only, and in the first one only.
    attributes
        Other attributes that differ.
    links
        The links that differ.
    asked, settled
        The open questions that only the second plan has, and those that only the first has.
    calendars
        The names of the calendars that differ.
    """

    before: Graph
    after: Graph
    added: tuple[Milestone, ...] = ()
    removed: tuple[Milestone, ...] = ()
    recoded: tuple[Recoded, ...] = ()
    renamed: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    completed: tuple[Change, ...] = ()
    reopened: tuple[Change, ...] = ()
    attributes: tuple[AttributeChange, ...] = ()
    links: LinkChanges = field(default_factory=LinkChanges)
    asked: tuple[Question, ...] = ()
    settled: tuple[Question, ...] = ()
    calendars: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return a line with the counts."""
        return (
            f"<Comparison: {len(self.added)} milestones added, {len(self.removed)} removed, "
            f"{len(self.moved)} moved; {len(self.links.added)} links added, "
            f"{len(self.links.removed)} removed>"
        )

    @property
    def has_changes(self) -> bool:
        """Whether anything differs; another as-of date alone is no change."""
        return self != Comparison(before=self.before, after=self.after)

    @property
    def replanned(self) -> tuple[Change, ...]:
        """The moved milestones that were neither completed nor reopened in between."""
        return tuple(change for change in self.moved if not change.is_completion)

    @property
    def code_after(self) -> dict[str, str]:
        """The codes of the first plan's milestones that both have, each with that of the second."""
        removed_codes = {milestone.id for milestone in self.removed}
        after = {pair.before.id: pair.after.id for pair in self.recoded if pair.is_certain}
        codes = [milestone.id for milestone in self.before.milestones]
        return {code: after.get(code, code) for code in codes if code not in removed_codes}

    @property
    def code_before(self) -> dict[str, str]:
        """The codes of the second plan's milestones that both have, each with that of the first."""
        return {now: was for was, now in self.code_after.items()}


def compare(before: Graph, after: Graph) -> Comparison:
    """Find what changed between two plans.

    Parameters
    ----------
    before, after
        Two graphs; they may have cycles.

    Returns
    -------
    Comparison
        What was added, removed, renamed, moved and completed; `links` has the same of links.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Graph, Link, Milestone
    >>> was = Graph([Milestone("A", due=date(2020, 1, 1)), Milestone("B")], [Link("A", "B")])
    >>> now = Graph([Milestone("A", due=date(2020, 1, 9)), Milestone("B"), Milestone("C")])
    >>> changes = compare(was, now)
    >>> [milestone.id for milestone in changes.added]
    ['C']
    >>> [(change.id, change.days) for change in changes.moved]
    [('A', 8)]
    >>> [link.ends for link in changes.links.removed]
    [('A', 'B')]
    """
    codes, certain = _same_milestones(before, after)
    common = ((before[code], after[new]) for code, new in codes.items())
    changes = [Change(was, now) for was, now in common if _compared(was) != _compared(now)]
    changes.sort(key=lambda change: natural(change.id))
    codes_after = set(codes.values())
    removed = _in_order(milestone for milestone in before.milestones if milestone.id not in codes)
    added = _in_order(
        milestone for milestone in after.milestones if milestone.id not in codes_after
    )
    recoded = [*certain, *likely_recoded(removed, added)]
    asked_before, asked_after = _questions_by_text(before, codes), _questions_by_text(after, {})
    return Comparison(
        before=before,
        after=after,
        added=added,
        removed=removed,
        recoded=tuple(sorted(recoded, key=lambda pair: (not pair.is_certain, pair.before.id))),
        renamed=tuple(change for change in changes if change.is_renamed),
        moved=_moved_milestones(changes),
        completed=tuple(
            change for change in changes if change.is_completion and change.after.is_complete
        ),
        reopened=tuple(
            change for change in changes if change.is_completion and change.before.is_complete
        ),
        attributes=_attribute_changes(changes),
        links=compare_links(before, after, codes),
        asked=tuple(asked_after[key] for key in asked_after if key not in asked_before),
        settled=tuple(asked_before[key] for key in asked_before if key not in asked_after),
        calendars=_other_calendars(before, after),
    )


def without_untold(comparison: Comparison) -> tuple[Comparison, Untold]:
    """Leave out what one of the two plans tells of no milestone at all.

    An account without any owner does not say that a milestone has none, and one without any
    date not that its milestones are incomplete.

    Returns
    -------
    tuple
        What differs of that which both tell; and what was left out with it.
    """
    untold = Untold(_untold(comparison, comparison.before), _untold(comparison, comparison.after))
    names = {*untold.before, *untold.after}
    narrowed = comparison
    if _DATED in names:
        narrowed = replace(narrowed, moved=(), completed=(), reopened=())
        names |= {"state", "forecast"}
    if _CALENDARS in names:
        narrowed = replace(narrowed, calendars=())
    attributes = tuple(change for change in narrowed.attributes if change.attribute not in names)
    return replace(narrowed, attributes=attributes), untold


def _untold(comparison: Comparison, graph: Graph) -> tuple[str, ...]:
    """Return what differs and a plan does not tell of any milestone."""
    untold = []
    if comparison.moved or comparison.completed or comparison.reopened:
        has_dates = any(m.own_date or m.due or m.is_complete for m in graph.milestones)
        untold += [] if has_dates else [_DATED]
    differing = {change.attribute for change in comparison.attributes}
    for name in MILESTONE_ATTRIBUTES:
        if name in differing and name != "state" and (name != "forecast" or _DATED not in untold):
            is_told = any(getattr(m, name) not in (None, ()) for m in graph.milestones)
            untold += [] if is_told else [name]
    if comparison.calendars and not graph.calendars:
        untold.append(_CALENDARS)
    return tuple(untold)


# -- milestones ------------------------------------------------------------------------

_dates = attrgetter("own_date", "due")
_others = attrgetter("name", *MILESTONE_ATTRIBUTES)
_compared = attrgetter("name", "due", "completed", *MILESTONE_ATTRIBUTES)


def _same_milestones(before: Graph, after: Graph) -> tuple[dict[str, str], list[Recoded]]:
    """Return the codes of the milestones of both, the second by the first; and the recoded."""
    old, new = ({m.id: m for m in graph.milestones} for graph in (before, after))
    codes = {code: code for code in old if code in new}
    certain = []
    for was, now in _aliased(old, new):
        codes[was] = now
        ratio = likeness(old[was].name or "", new[now].name or "")
        certain.append(
            Recoded(before=old[was], after=new[now], is_certain=True, likeness=round(ratio, 3))
        )
    return codes, certain


def _aliased(
    old: Mapping[str, Milestone], new: Mapping[str, Milestone]
) -> Sequence[tuple[str, str]]:
    """Return the codes that only one plan has, of which either plan says that they are one.

    Where several became one, or one several, there is no telling which is which, and they are
    left out.
    """
    removed, come = old.keys() - new.keys(), new.keys() - old.keys()
    pairs = {(alias, code) for code in come for alias in new[code].aka if alias in removed}
    pairs |= {(code, alias) for code in removed for alias in old[code].aka if alias in come}
    times = Counter(code for pair in pairs for code in pair)
    return sorted(pair for pair in pairs if times[pair[0]] == times[pair[1]] == 1)


def _in_order(milestones: Iterable[Milestone]) -> tuple[Milestone, ...]:
    return tuple(sorted(milestones, key=lambda milestone: natural(milestone.id)))


def _moved_milestones(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the milestones with another date or due date, the biggest movers first.

    Of equal moves the order is that of the changes.
    """
    moved = [change for change in changes if _dates(change.before) != _dates(change.after)]
    moved.sort(key=lambda change: (-_distance(change.days), -_distance(change.due_days)))
    return tuple(moved)


def _attribute_changes(changes: Iterable[Change]) -> tuple[AttributeChange, ...]:
    """Return the other attributes that differ, where nothing else tells it already."""
    attributes = []
    for change in changes:
        before, after = change.before, change.after
        if _others(before) == _others(after):
            continue
        for name in MILESTONE_ATTRIBUTES:
            if getattr(before, name) == getattr(after, name):
                continue
            if (name == "aka" and before.id != after.id) or (
                name == "forecast" and _dates(before) != _dates(after)
            ):
                continue
            if name == "state" and (before.is_complete or after.is_complete):
                continue
            attributes.append(AttributeChange(before, after, name))
        if not (before.name and after.name) and before.name != after.name:
            attributes.append(AttributeChange(before, after, "name"))
    return tuple(attributes)


def _other_calendars(before: Graph, after: Graph) -> tuple[str, ...]:
    """Return the names of the calendars that differ, sorted."""
    names = {*before.calendars, *after.calendars}
    return tuple(
        sorted(name for name in names if before.calendars.get(name) != after.calendars.get(name))
    )


def _questions_by_text(graph: Graph, codes: Mapping[str, str]) -> dict[tuple[str, str], Question]:
    """Return the open questions by the code of their milestone, as recoded, and their text."""
    return {
        (codes.get(question.milestone, question.milestone), question.text): question
        for question in graph.questions
    }


def _days_between(was: date | None, now: date | None) -> int | None:
    return None if was is None or now is None else (now - was).days


def _distance(days: int | None) -> int:
    return -1 if days is None else abs(days)
