"""The data of a report: everything that the page shows besides its pictures, as JSON.

What is not known is left out, so that the data stays small. Milestones and links are
referred to by their places in the lists.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from depgraph.analysis.floats import total_floats
from depgraph.analysis.hop_counts import hop_counts, link_count
from depgraph.analysis.late import days_behind
from depgraph.analysis.scheduled import counted_milestones
from depgraph.reports.cause_words import equal_causes
from depgraph.reports.check_data import finding_sentence
from depgraph.reports.data import iso, stated_dates
from depgraph.reports.elsewhere import unlinked_words
from depgraph.reports.export_data import milestone_data
from depgraph.reports.html.folding import MOST_STEPS, shown_of
from depgraph.reports.listing_data import cell_data
from depgraph.reports.path_data import change_of_path
from depgraph.reports.path_words import driver_sentence, equal_sentences, late_sentences
from depgraph.reports.queries_words import agreeing_rules, dropping_words, first_lines
from depgraph.reports.summary_data import SummaryAnswer, summary_data
from depgraph.reports.summary_page import counts_line
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.float_paths import Step
    from depgraph.analysis.late import Late
    from depgraph.model import Graph, Link, Milestone, Position
    from depgraph.reports.html.folding import Shown
    from depgraph.reports.page import Table, Value
    from depgraph.reports.review import Review, Route
    from depgraph.rules.findings import Finding
    from depgraph.rules.triage import Triage

    Numbers = Mapping[Link | tuple[str, str], int]

Json = dict[str, Any]

_WEB = ("http://", "https://")
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def as_script(data: Json) -> str:
    """Return data as JSON that means the same inside a ``<script>`` element.

    No character is left that could end the element, begin a comment or end a line of a
    script; lone surrogates, which no encoding has, are written as escapes too.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def review_data(review: Review, shown: Shown | None = None) -> Json:
    """Return the data of a report, with what of the plan is shown, else with what may be.

    Returns
    -------
    dict
        ``title``, ``as_of``; ``schedules``, the revisions; ``milestones``, sorted by code,
        each with its dates in all revisions; ``counted``, how many; ``links``; ``questions``;
        ``findings`` with ``rules``, why they matter and what to do; ``routes``, what drives the
        targets and the float of every milestone to each; ``target``, the first of them;
        ``summary``, as ``report --format json`` has it;
        ``refusal``, ``not_worked``; ``causes`` of what is late; ``triage``, the queries in order
        and what they come to; ``numbers``, the tables of the charts by the name of their view.
        Of a large plan, ``folded``, what is left out, and the counts of the whole, ``totals``;
        ``targets_left``, the sentence on targets without a route.
    """
    graph = review.graph
    shown = shown or shown_of(review)
    number_of: Numbers = {
        key: place
        for number, place in shown.link_places.items()
        for key in (shown.graph.links[number].ends, shown.graph.links[number])
    }
    fixes = {finding.rule: finding.fix for finding in review.findings}
    left = _left_links(graph, shown)
    return {
        "title": printable(review.title),
        "as_of": iso(graph.as_of),
        "schedules": [
            _known({"name": revision.shown, "as_of": iso(revision.as_of)})
            for revision in review.revisions
        ],
        "folded": shown.words,
        "totals": _totals(review),
        "milestones": [
            _milestone_json(milestone, review) | left.get(milestone.id, {})
            for milestone in shown.milestones
        ],
        "counted": counted_milestones(graph),
        "links": [_link_json(number, review, shown) for number in shown.links],
        "questions": [
            _known({"m": shown.places[question.milestone], "text": question.text})
            | _place_json(question.position)
            for question in graph.questions
            if question.milestone in shown.places
        ],
        "findings": [
            _finding_json(finding, fixes[finding.rule], graph) for finding in shown.findings
        ],
        "rules": {
            finding.rule: _known({"why": finding.why, "fix": fixes[finding.rule]})
            for finding in shown.findings
        },
        "routes": {
            route.path.target.id: _route_json(route, shown.places, number_of)
            for route in review.routes
        },
        "targets_left": review.targets_left,
        "target": review.target,
        "summary": _summary_json(summary_data(review), shown),
        "refusal": review.refusal,
        "not_worked": review.not_worked,
        "causes": _causes_json(review.causes),
        "triage": _triage_json(review.triage, number_of),
        "numbers": {
            view_key(figure.title): _chart_numbers(figure.table, shown)
            for figure in review.charts
            if figure.table is not None
        },
    }


def _summary_json(summary: SummaryAnswer, shown: Shown) -> Json:
    """Return the summary without what the rest of the data has, and without what is not shown."""
    rest = {"as_of", "documents", "only_in_schedule", "title", "refusal", "counts_words"}
    data: Json = {key: value for key, value in summary.items() if key not in rest}
    rows = [row for row in summary["milestones"] if row["id"] in shown.places]
    data["rows"] = [_known({**row}) for row in rows]
    data["left_out"] = len(summary["milestones"]) - len(rows)
    data["causes"] = [one for one in summary["causes"] if one["code"] in shown.places]
    data["complete"] = [code for code in summary["complete"] if code in shown.places]
    data["whole"] = len(summary["milestones"]) + len(summary["complete"])
    del data["milestones"]
    return data | {"words": counts_line(summary)}


def view_key(title: str) -> str:
    """Return the name of a view in ids, in addresses and in the data."""
    return title.lower().replace(" ", "-")


def _totals(review: Review) -> Json:
    """Return how many milestones stand how, and the other counts of the whole plan."""
    return {
        "standings": Counter(review.standings.values()),
        "late": Counter(late.kind for late in review.late.values()),
        "queried": len(review.graph.queried_links),
        "questions": len(review.graph.questions),
        "findings": len(review.findings),
        "new_errors": sum(
            finding.status == "new" and finding.severity == "error" for finding in review.findings
        ),
    }


def _left_links(graph: Graph, shown: Shown) -> dict[str, Json]:
    """Return how many links each milestone has that the page has not, before and after it."""
    if len(shown.links) == link_count(graph):
        return {}
    before_of = Counter(shown.graph.link_targets[number] for number in shown.links)
    after_of = Counter(shown.graph.link_sources[number] for number in shown.links)
    counts = graph.once(hop_counts)
    left: dict[str, Json] = {}
    for milestone in shown.milestones:
        n = graph.number(milestone.id)
        before, after = counts.before[n] - before_of[n], counts.after[n] - after_of[n]
        if before or after:
            left[milestone.id] = {"left": [before, after]}
    return left


def _chart_numbers(table: Table, shown: Shown) -> Json:
    is_by_milestone = table.heads[0].name == "id"
    rows: list[list[Value]] = [list(row) for row in table.rows]
    if is_by_milestone:
        places = shown.places
        rows = [[places[str(code)], *rest] for code, *rest in rows if str(code) in places]
    heads = [head.title for head in table.heads]
    return {"heads": heads, "rows": rows, "milestones": is_by_milestone}


def _known(data: Json) -> Json:
    """Return data without what is empty or not known."""
    return {
        key: value
        for key, value in data.items()
        if value is not None and value is not False and value not in ("", [])
    }


def _place_json(position: Position | None) -> Json:
    return {} if position is None else {"place": str(position)}


def _milestone_json(milestone: Milestone, review: Review) -> Json:
    url = milestone.url or ""
    data = {
        **milestone_data(milestone),
        "kind": None if milestone.kind == "milestone" else milestone.kind,
        "calendar": None,  # the page does not tell it
        "state": None,  # nor this: the standing says it
        "standing": review.standings[milestone.id],
        "late": _late_json(review.late.get(milestone.id)),
        "names": sorted({name.text for name in milestone.names} - {milestone.name}),
        "url": url if url.lower().startswith(_WEB) else None,
        "revisions": _revisions(milestone.id, review),
        "unlinked": " ".join(unlinked_words(review.graph, [milestone.id])),
    }
    return _known(data | _projected_json(milestone, review) | _place_json(milestone.position))


def _late_json(late: Late | None) -> Json | None:
    return None if late is None else {"kind": late.kind, "days": late.days, "words": late.words}


def _revisions(code: str, review: Review) -> list[Json | int | None]:
    """Return the dates of a milestone in each revision; None where that lacks it.

    Those that are its dates in the plan are 1.
    """
    revised = [revision.milestones.get(code) for revision in review.revisions]
    if not any(revised):
        return []
    own = stated_dates(review.graph[code])
    dates = [milestone and stated_dates(milestone) for milestone in revised]
    return [1 if stated == own else stated and _known({**stated}) for stated in dates]


def _projected_json(milestone: Milestone, review: Review) -> Json:
    projection = review.projection
    if projection is None:
        return {}
    causes = projection.causes(milestone.id)
    driver, link = causes[0]
    return {
        "projected": iso(projection.date(milestone.id)),
        "slip": days_behind(projection, milestone.id),
        "driver": driver,
        "driven_by": None if link is None else link.prerequisite,
        "equally": equal_causes(causes),
    }


def _link_json(number: int, review: Review, shown: Shown) -> Json:
    link = shown.graph.links[number]
    data = {
        "type": None if link.type == "FS" else link.type,
        "lag": link.lag or None,
        "calendar": link.calendar,
        "slack": shown.hops.slack(number, link),
        "queries": [
            _known({"text": query.text, "asked": iso(query.asked)}) for query in link.queries
        ],
        "number": review.numbers.get((link.prerequisite, link.dependent)),
        "note": link.note,
    }
    ends = {"p": shown.places[link.prerequisite], "d": shown.places[link.dependent]}
    return ends | _known(data) | _place_json(link.position)


def _causes_json(table: Table | None) -> Json:
    """Return the sentence on all that is late, and the causes as ``list --by-cause`` has them."""
    if table is None or not table.rows:
        return {"sentence": "", "rows": []}
    names = [head.name for head in table.heads]
    rows = (map(cell_data, row) for row in table.rows)
    return {
        "sentence": table.notes[0],
        "rows": [_known(dict(zip(names, row, strict=True))) for row in rows],
    }


def _triage_json(triage: Triage | None, number_of: Numbers) -> Json:
    """Return what the queries come to, and in their order what helps to settle each."""
    if triage is None:
        return {"lines": [], "queries": []}
    queries = [
        _known(
            {
                "link": _number_of(query.link, number_of),
                "settled": query.is_settled,
                "effect": query.effect,
                "dropping": dropping_words(query),
                "rules": ", ".join(agreeing_rules(query.rules)),
            }
        )
        for query in triage.queries
        if query.link.ends in number_of
    ]
    return {"lines": first_lines(triage), "queries": queries}


def _finding_json(finding: Finding, fix_of_rule: str | None, graph: Graph) -> Json:
    data = {
        **finding_sentence(finding),
        "codes": sorted(code for code in finding.codes if code in graph or not graph.is_view),
        "reason": finding.reason,
        "fix": finding.fix if finding.fix != fix_of_rule else None,
    }
    return _known(data) | _place_json(finding.position)


def _number_of(link: Link, number_of: Numbers) -> int | None:
    """Return the place of a link; of a chain of activities, of the link that stands for it."""
    return number_of.get(link, number_of.get(link.ends))


def _route_json(route: Route, places: Mapping[str, int], number_of: Numbers) -> Json:
    path, other, by_work = route
    floats = total_floats(path.projection, path.target.id, deadline=path.deadline)
    change = "same" if other is path else change_of_path(path, other)
    return _known(
        {
            "projected": iso(path.projected),
            "by_work": iso(by_work),
            "deadline": iso(path.deadline),
            "sentence": " ".join(
                [driver_sentence(path), *equal_sentences(path), *late_sentences(path)]
            ),
            "paths": [
                [_step_json(step, places[step.id], number_of) for step in steps[:MOST_STEPS]]
                for steps in path.paths
            ],
            "steps": list(map(len, path.paths)),
            "undated": [places[code] for code in path.undated if code in places],
            "undated_left": sum(code not in places for code in path.undated),
            "floats": [[places[code], days] for code, days in floats.items() if code in places],
            "without": {
                "projected": iso(other.projected),
                "codes": list(other.codes[:MOST_STEPS]),
                "left": max(0, len(other.codes) - MOST_STEPS),
                "differs": path.projected != other.projected or change == "other",
                "ties": change == "ties",
            },
        }
    )


def _step_json(step: Step, number: int, number_of: Numbers) -> Json:
    return _known(
        {
            "m": number,
            "link": None if step.link is None else _number_of(step.link, number_of),
            "slack": step.link_slack,
            "float": step.total_float,
            "free": step.free_float,
        }
    )
