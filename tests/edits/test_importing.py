"""Importing a source into a plan: what comes, what stays, what is marked."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from depgraph.edits.graph import changed_file
from depgraph.edits.importing.marks import is_mark
from depgraph.edits.importing.plan import plan_import
from depgraph.edits.importing.sides import Existing, Incoming
from depgraph.edits.importing.snapshot import new_snapshot
from depgraph.errors import DepgraphError
from depgraph.model import Graph, Link, Milestone, Query, Question
from depgraph.sources.files import read_files
from depgraph.sources.merge import merge

from ..drawing import drawn

DAY = date(2019, 4, 30)


def bring(source, text, *, snapshot=None, name="me.xls", day=DAY, **options):
    """The graph, the texts and the plan of an import after it was made."""
    with TemporaryDirectory() as folder:
        path, dates = Path(folder) / "plan.yaml", Path(folder) / "dates.yaml"
        path.write_text(text, encoding="utf-8")
        problems = []
        files = read_files([path], problems)
        revisions = ()
        if snapshot is not None:
            dates.write_text(snapshot, encoding="utf-8")
            revisions = tuple(read_files([dates], problems))
        assert not problems
        graph = merge(files, revisions)
        incoming = Incoming(
            name, day, source, options.pop("selected", [m.id for m in source.milestones]), **options
        )
        existing = Existing(
            graph, files, files[0].shown, revisions, revisions[0] if revisions else None
        )
        plan = plan_import(incoming, existing)
        for shown, change in plan.files.items():
            path.write_bytes(changed_file(path.read_bytes(), change, shown=shown).data)
        before = new_snapshot(day, name) if snapshot is None else snapshot.encode()
        after = changed_file(before, plan.snapshot.change, shown=str(dates)).data
        dates.write_bytes(after)
        graph = merge(read_files([path], problems), read_files([dates], problems))
        assert not problems
        return graph, path.read_text(encoding="utf-8"), after.decode(), plan


def graph(*links, more=(), **options):
    codes = {code for link in links for code in link[:2]} | set(more)
    return Graph([Milestone(code) for code in codes], [Link(*link) for link in links], **options)


def pairs(links):
    return {(link.prerequisite, link.dependent) for link in links}


PLAN = """\
# The plan.
milestones:
  B:
    # by hand
    requires:
      - id: A
        query: Really?
        note: kept
  A: {name: 'First'}
"""


def test_a_link_that_is_gone_is_kept_with_a_query_until_it_is_back():
    without = graph(more=["A", "B"])
    _, marked, _, plan = bring(without, PLAN)
    assert pairs(plan.links.missing) == {("A", "B")}
    assert marked == PLAN.replace(
        "query: Really?",
        "query:\n          - Really?\n          - Not in me.xls as of 2019-04-30; still needed?",
    )
    _, again, _, plan = bring(without, marked, name="later.xls", day=date(2019, 6, 1))
    assert again == marked
    assert pairs(plan.links.missing) == {("A", "B")}
    _, back, _, plan = bring(graph(("A", "B")), marked, name="later.xls")
    assert pairs(plan.links.returned) == {("A", "B")}
    assert back == PLAN.replace("query: Really?", "query:\n          - Really?")


def test_only_the_words_of_an_import_are_taken_back():
    text = PLAN.replace("Really?", "Not in me.xls as of 2019-04-30; still needed? Ask Tim.")
    assert bring(graph(("A", "B")), text)[1] == text
    plain = "milestones:\n  A: {}\n  B:\n    requires:\n      - A  # c\n"
    marked = bring(graph(more=["A", "B"]), plain)[1]
    assert "id: A" in marked
    assert bring(graph(("A", "B")), marked)[1] == plain


def has_path(links, start, end):
    """Whether pairs lead from one milestone to another, by trying them all."""
    reached, before = {start}, set()
    while reached != before:
        before = set(reached)
        reached |= {dependent for prerequisite, dependent in links if prerequisite in reached}
    return start != end and end in reached


@pytest.mark.parametrize(
    "links", [[("B", "A")], [("B", "X"), ("X", "A")]], ids=["turned round", "round another"]
)
def test_a_link_that_goes_round_with_the_source_becomes_a_question(links):
    loaded, text, dates, plan = bring(graph(*links), PLAN)
    assert pairs(plan.links.contradicted) == {("A", "B")}
    assert not plan.links.missing
    assert pairs(loaded.links) == {link[:2] for link in links}
    (question,) = loaded.questions
    assert question.milestone == "B"
    assert question.text == (
        "Waited on A, which is behind it in me.xls as of 2019-04-30: is that right? "
        "It said: Really? kept"
    )
    assert bring(graph(*links), text, snapshot=dates)[1:3] == (text, dates)
    # What an import asked of its own goes when the link is back, and what reviewers said stays.
    back = bring(graph(("A", "B")), text)[0]
    assert question.text in {question.text for question in back.questions}
    plain = "milestones:\n  A: {}\n  B: {requires: [A, C]}\n  C: {requires: [A]}\n"
    several = graph(("B", "A"), ("C", "A"), ("B", "C"))
    turned = bring(several, plain)
    assert pairs(turned[0].links) == pairs(several.links)
    assert [question.milestone for question in turned[0].questions] == ["B", "B", "C"]
    back = bring(graph(("A", "B"), ("C", "B"), ("A", "C")), turned[1])[0]
    assert [question.milestone for question in back.questions] == ["A", "A", "C"]


def test_a_milestone_that_is_gone_is_kept_with_a_question_until_it_is_back():
    _, marked, _, plan = bring(graph(more=["B"]), PLAN)
    assert plan.missing == ("A",)
    assert not plan.links.missing  # the question stands for its links
    assert "A: {name: 'First', questions: [\"Not in me.xls" in marked
    assert bring(graph(more=["B"]), marked, name="later.xls")[1] == marked
    _, back, _, plan = bring(graph(("A", "B")), marked)
    assert (back, plan.returned) == (PLAN, ("A",))


def test_a_part_of_a_plan_marks_nothing():
    assert bring(graph(more=["B"]), PLAN, is_partial=True)[1] == PLAN
    assert bring(graph(("X", "B")), PLAN, is_partial=True)[1] == PLAN.replace(
        "note: kept\n", "note: kept\n      - X\n"
    ).replace("'First'}\n", "'First'}\n  X: {}\n")


def test_what_no_schedule_had_cannot_be_gone():
    dates = "as_of: 2019-04-30\nmilestones:\n  B: {due: 2019-01-01, requires: [X]}\n  X: {}\n"
    _, text, _, plan = bring(graph(("X", "B")), PLAN, snapshot=dates, is_partial=False)
    assert (plan.missing, plan.links.missing) == ((), ())
    assert "Not in" not in text


def test_a_link_gets_the_type_and_lag_of_the_source_and_keeps_the_words():
    loaded, text, _, plan = bring(graph(("A", "B", "SS", 3)), PLAN)
    (link,) = loaded.links
    assert (link.type, link.lag, link.note) == ("SS", 3, "kept")
    assert [query.text for query in link.queries] == ["Really?"]
    assert text == PLAN.replace("- id: A\n", "- id: A\n        type: SS\n        lag: 3\n")
    assert [change.new.lag for change in plan.links.changed] == [3]
    assert bring(graph(("A", "B")), text)[1] == PLAN


def test_parallel_links_are_told_apart():
    loaded, text, _, _ = bring(graph(("A", "B"), ("A", "B", "SS", 3)), PLAN)
    assert [(link.type, link.lag) for link in loaded.links] == [("FS", 0), ("SS", 3)]
    loaded, text, _, plan = bring(graph(("A", "B", "SS", 3)), text)
    assert [link.type for link in plan.links.missing] == ["FS"]
    assert [link.queried for link in loaded.links] == [True, False]


def test_the_words_of_the_source_are_added_once():
    source = Graph(
        [Milestone("A"), Milestone("B")],
        [Link("A", "B", queries=(Query("Why?"), Query("When?", asked=DAY)))],
        questions=[Question("A", "What?")],
    )
    loaded, text, _, plan = bring(source, PLAN)
    assert [query.text for query in loaded.links[0].queries] == ["Really?", "Why?", "When?"]
    assert (plan.links.queries, plan.questions) == (2, 1)
    assert bring(source, text)[1] == text
    wordless = "milestones:\n  A: {}\n  B:\n    requires:\n      - {id: A, query: }\n"
    loaded = bring(source, wordless)[0]
    assert [query.text for query in loaded.links[0].queries] == ["Why?", "When?"]


def test_a_name_of_the_plan_stays():
    source = Graph([Milestone("A", name="Erster"), Milestone("B")], [Link("A", "B")])
    _loaded, text, _dates, plan = bring(source, PLAN)
    assert text == PLAN
    assert plan.differing_names == (("A", "First", "Erster"),)


def test_codes_that_the_plan_knows_by_another_name():
    source = graph(("OLD", "B"))
    text = "milestones:\n  A: {aka: OLD}\n  B: {requires: [OLD]}\n"
    assert bring(source, text)[1] == text
    with pytest.raises(DepgraphError, match="A and OLD of the source are both A of the plan"):
        bring(graph(more=["A", "OLD"]), text)


def test_dates_go_to_the_snapshot_and_follow_the_source():
    source = Graph(
        [
            Milestone("A", name="First", due=DAY, completed=DAY),
            Milestone("B", forecast=date(2020, 1, 1)),
        ],
        [Link("A", "B")],
    )
    _loaded, text, dates, _ = bring(source, PLAN)
    assert text == PLAN
    assert dates == (
        "as_of: 2019-04-30\nsource: me.xls\nmilestones:\n"
        "  A:\n    name: First\n    due: 2019-04-30\n    completed: 2019-04-30\n"
        "  B:\n    forecast: 2020-01-01\n    requires:\n      - A\n"
    )
    later = Graph([Milestone("A", name="First", due=date(2019, 5, 1)), Milestone("B")])
    old = dates.replace("due:", "# planned\n    due:")
    _, _, dates, plan = bring(later, PLAN, snapshot=old, is_partial=True)
    assert dates == old.replace(
        "due: 2019-04-30\n    completed: 2019-04-30", "due: 2019-05-01"
    ).replace("    forecast: 2020-01-01\n", "")
    assert [(move.milestone, move.attribute, move.after) for move in plan.snapshot.moved] == [
        ("A", "due", date(2019, 5, 1)),
        ("A", "completed", None),
        ("B", "forecast", None),
    ]


CODES = [f"C{number}" for number in range(6)]
DAYS = [date(2019, 1, 1) + timedelta(days) for days in range(365)]


def random_graph(draw):
    codes = draw.distinct(CODES, 1)
    milestones = [
        Milestone(code, name=draw.maybe(["x", "a #1"]), due=draw.maybe(DAYS)) for code in codes
    ]
    keys = list(product(codes, codes, ["FS", "SS"], range(3)))
    queries = [(), (Query("q"),), (), (Query("?"),)]
    links = [Link(*key, draw.of(queries)) for key in draw.distinct(keys, most=8)]
    return Graph(milestones, links)


graphs = drawn(random_graph)


@drawn
def texts(draw):
    """A plan in any way of writing."""
    found = random_graph(draw)
    lines = ["# plan"]
    lines.append("milestones:")
    for milestone in draw.order(found.milestones):
        lines.append(f"  # {milestone.id}")
        items = []
        for link in found.links_into(milestone.id):
            keys = [f"id: {link.prerequisite}"]
            keys += [f"type: {link.type}"] * (link.type != "FS") + [f"lag: {link.lag}"] * (
                link.lag > 0
            )
            keys += [f"query: '{query.text}'" for query in link.queries]
            flow = f"{{{', '.join(keys)}}}"
            items.append((link.prerequisite if len(keys) == 1 else flow, keys))
        style = draw.number(0, 2)
        if style == 0:
            lines.append(
                f"  {milestone.id}: {{requires: [{', '.join(item for item, _ in items)}]}}"
            )
            continue
        lines += [f"  {milestone.id}:  # c", "    requires:" if items else "    name: x"]
        for item, keys in items:
            lines += [f"    - {item}"] if style == 1 else [f"    - {keys[0]}"]
            if style == 2:
                lines += [f"      {key}  # k" for key in keys[1:]]
    return "\n".join(lines) + draw.of(["", "\n", "\n# end\n"])


def test_another_lag_of_a_link_of_the_source_does_not_contradict_it():
    text = "milestones:\n  A: {requires: [B]}\n  B: {requires: [A, {id: A, lag: 1}]}\n"
    source = Graph([Milestone("A"), Milestone("B")], [Link("A", "B")], as_of=date(2019, 4, 30))
    _, after, dates, plan = bring(source, text)
    assert [link.ends for link in plan.links.contradicted] == [("B", "A")]
    assert bring(source, after, snapshot=dates)[1:3] == (after, dates)


@settings(max_examples=100)
@given(graphs(), texts())
def test_any_source_into_any_plan(source, text):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        path.write_text(text)
        before = merge(read_files([path], []))
    loaded, after, dates, plan = bring(source, text)
    timed = {link[:4] for link in source.links}
    assert timed <= {link[:4] for link in loaded.links}
    kept = {link for link in loaded.links if link[:4] not in timed}
    removed = {link[:2] for link in plan.links.contradicted}
    known = {milestone.id for milestone in source.milestones}
    for link in kept:
        marked = any(is_mark(query.text) for query in link.queries)
        assert marked == ({link.prerequisite, link.dependent} <= known)
    asked = {question.milestone for question in loaded.questions}
    behind = {dependent for _, dependent in removed}
    assert asked == {milestone.id for milestone in before.milestones} - known | behind
    said = " ".join(question.text for question in loaded.questions)
    for link in before.links:
        pair = link[:2]
        words = {query.text for each in loaded.links if each[:2] == pair for query in each.queries}
        assert all(query.text in words or query.text in said for query in link.queries)
    together = {link[:2] for link in (*source.links, *before.links)}
    assert all(has_path(together, dependent, before_it) for before_it, dependent in removed)
    source_pairs = {link[:2] for link in source.links}
    assert not any(
        has_path(source_pairs, link.dependent, link.prerequisite)
        for link in kept
        if link[:2] not in source_pairs  # else it is the source that goes round
    )
    assert [line for line in text.splitlines() if line.startswith("  # ")] == [
        line for line in after.splitlines() if line.startswith("  # ")
    ]
    assert after.count("  # c") == text.count("  # c")
    assert bring(source, after, snapshot=dates)[1:3] == (after, dates)
