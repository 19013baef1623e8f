"""The four charts: what they say, that it can be read, and that hostile names do no harm."""

import math
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest

import depgraph
from depgraph.analysis.burndown import burndown
from depgraph.analysis.late import late_milestones
from depgraph.analysis.projection import project
from depgraph.analysis.risk.simulation import simulate
from depgraph.analysis.scope import select_scope
from depgraph.analysis.timeline import timeline
from depgraph.analysis.trends import projected_slips, slips_between, trends
from depgraph.diagrams.charts import burndown as burndown_chart
from depgraph.diagrams.charts import slips as slips_chart
from depgraph.diagrams.charts import timeline as timeline_chart
from depgraph.diagrams.charts import trend as trend_chart
from depgraph.diagrams.charts.background import background_graph, dashed
from depgraph.diagrams.charts.files import chart_file
from depgraph.diagrams.charts.kinds import KINDS, Subject
from depgraph.diagrams.charts.lanes import arrange_lanes
from depgraph.diagrams.charts.page import PAPERS, paper_of
from depgraph.diagrams.charts.style import SMALL_SIZE
from depgraph.diagrams.charts.surface import Outline, Surface
from depgraph.diagrams.paper import paper_words
from depgraph.model import Graph, Link, Milestone, Query
from depgraph.model.schedules import Revision
from depgraph.plans.loading import load_schedules
from depgraph.plans.opening import open_plan
from depgraph.plans.selection import Selection, select_config

pytestmark = pytest.mark.slow

GRAPHS = Path(__file__).parent.parent.parent.parent / "graphs"
SCHEDULES = ("2018-07-17", "2019-05-20", "2024-11-30")
AS_OF = date(2021, 6, 1)
HOSTILE = [
    r"cost $\frac{1}{2}$ and $x^2$",
    "$unclosed",
    "two\nlines\x00\tand a tab",
    "<script>alert(1)</script> & \"quotes\" 'too'",
    "שלום עולם مرحبا",
    "\u202eright to left",
    "日本語の名前 🚀",
    "W" * 400,
    "%s {} \\N",
    "",
]


def plan(count, *, names=("Milestone",)):
    """A plan of so many milestones over seven years, the earlier half complete or late."""
    milestones = []
    for number in range(count):
        due = date(2018, 1, 1) + timedelta(days=number * 2500 // count + number * 37 % 60)
        completed = due + timedelta(days=number * 53 % 230 - 30)
        is_complete = completed <= AS_OF
        name = names[number % len(names)]
        milestones.append(
            Milestone(
                f"M-{number:04d}",
                name=f"{name} {number}",
                due=due,
                completed=completed if is_complete else None,
                state="complete" if is_complete else "incomplete",
                team=f"team {number % 7}",
            )
        )
    links = [
        Link(f"M-{number - step:04d}", f"M-{number:04d}")
        for number in range(count)
        for step in (1, 5, 11)
        if number >= step
    ]
    return Graph(milestones, links, as_of=AS_OF)


def revised(graph):
    """Two schedules of a plan: the dates of the second are later by up to half a year."""
    found = []
    for as_of in (date(2019, 6, 1), AS_OF):
        shift = timedelta(days=(as_of - date(2019, 6, 1)).days)
        found.append(
            Revision(
                f"{as_of}.yaml",
                as_of,
                {
                    m.id: m._replace(due=m.due + shift * (int(m.id[2:]) % 4) / 8)
                    for m in graph.milestones
                },
            )
        )
    return found


def all_charts(graph, revisions, **asked):
    scope = select_scope(graph, **asked)
    home = "DM"
    yield timeline_chart.figure(timeline(graph, scope.codes), scope=scope, home=home)
    yield burndown_chart.figure(burndown(graph, scope.codes), scope=scope)
    if sum(revision.as_of <= graph.as_of for revision in revisions) > 1:
        yield trend_chart.figure(trends(graph, revisions, scope.codes), scope=scope)
    yield slips_chart.figure(projected_slips(project(graph), scope.codes), scope=scope)
    yield slips_chart.figure(slips_between(graph, *revisions[:2], scope.codes), scope=scope)


@pytest.fixture(scope="module")
def revisions():
    selection = Selection(config=GRAPHS / "depgraph.yaml")
    return load_schedules(selection, select_config(selection, []))


@pytest.fixture(scope="module")
def chances():
    """Of a milestone that is due soon, so that the as-of date is on the chart of its chance."""
    opened = open_plan(GRAPHS)
    return simulate(opened.graph, ["DM-NCSA-13"], risks=opened.risks(), iterations=2000)


def said(figure):
    return [words.string for words in figure.words()]


def assert_legible(figure):
    placed = [(words.string, words.frame) for words in figure.words()]
    assert min(words.size for words in figure.words()) >= SMALL_SIZE
    for string, box in placed:
        assert box.left > 0, string
        assert box.right < figure.width, string
        assert box.bottom > 0, string
        assert box.top < figure.height, string
    for (one, a), (other, b) in combinations(placed, 2):
        across = min(a.right, b.right) - max(a.left, b.left)
        up = min(a.top, b.top) - max(a.bottom, b.bottom)
        assert across <= 1.5 or up <= 1.5, (
            f"{one!r} and {other!r} overlap by {across:.1f}, {up:.1f}"
        )


# -- legible -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "asked"),
    [
        *((schedule, {"levels": [2]}) for schedule in SCHEDULES),
        ("2019-05-20", {}),
        ("2024-11-30", {"teams": ["NCSA"]}),
    ],
)
def test_charts_of_the_shipped_plan_are_legible(revisions, schedule, asked):
    graph = depgraph.load(GRAPHS, schedule=GRAPHS / "schedules" / f"{schedule}.yaml")
    for figure in all_charts(graph, revisions, **asked):
        assert_legible(figure)


@pytest.mark.parametrize("count", [1, 2, 10, 42, 43, 443, 1000])
def test_charts_of_plans_of_any_size_are_legible(count):
    graph = plan(count)
    for figure in all_charts(graph, revised(graph)):
        assert_legible(figure)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_charts_are_legible_on_every_paper(shipped, revisions, paper):
    scope = select_scope(shipped, levels=[2])
    drawings = [
        timeline_chart.figure(timeline(shipped, scope.codes), scope=scope, home="DM", paper=paper),
        burndown_chart.figure(burndown(shipped, scope.codes), scope=scope, paper=paper),
        trend_chart.figure(trends(shipped, revisions, scope.codes), scope=scope, paper=paper),
        slips_chart.figure(projected_slips(project(shipped), scope.codes), paper=paper),
    ]
    for figure in drawings:
        assert_legible(figure)
        assert figure.width / 72 * 25.4 == pytest.approx(paper.long)
    assert {paper_of(figure, paper) for figure in drawings[1:3]} == {
        f"{paper_words(paper.name)}, 1 page"
    }


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_charts_of_chances_are_legible_and_hide_no_flag(chances, paper):
    for kind in ("risk", "sensitivity"):
        drawable = KINDS[kind].make(
            Subject(chances.graph, select_scope(chances.graph), simulation=chances)
        )
        figure = drawable.draw(drawable.title, paper)
        assert_legible(figure)
        flags = [words.frame for words in figure.words() if words.string.startswith("as of ")]
        assert len(flags) == (kind == "risk")
        for flag in flags:
            shapes = [item for _, item in figure.drawn() if isinstance(item, Outline)]
            marks = [item for item in shapes if item.fill == "#FFFFFF"]
            assert marks
            for mark in marks:
                assert min(y for _, y in mark.points) >= flag.top


# -- what they say -------------------------------------------------------------------------


def test_the_timeline_names_milestones_dates_and_what_is_left_out(shipped):
    scope = select_scope(shipped, levels=[2])
    figure = timeline_chart.figure(
        timeline(shipped, scope.codes), title="The plan", scope=scope, home="DM"
    )
    words = said(figure)
    assert words[0] == "The plan"
    assert words[1] == (
        "level 2 · 27 milestones with a date, 7 complete · "
        "6 late: 2 overdue, 4 will be late · as of 2019-04-30, by LDM-564 draft, 2019-05-20"
    )
    assert {"LDM-503-17", "Final Operations Rehearsal", "as of 2019-04-30"} <= set(words)
    assert "due 2022-09-30" in words
    assert "overdue 236 d" in words
    assert "✔ 2018-05-30 (+6 mo)" in words
    assert words.count("2020-11-06 +324 d") == 3
    assert "Left out, 1 only in the schedule: LDM-503-10a" in words


@pytest.mark.parametrize(
    ("state", "words"), [("incomplete", {"queried link"}), ("complete", {"query settled"})]
)
def test_a_query_with_a_complete_end_is_settled_in_the_timeline_too(state, words):
    done = date(2020, 1, 1) if state == "complete" else None
    first = Milestone("A", due=date(2020, 1, 1), completed=done, state=state)
    link = Link("A", "B", queries=(Query("Must it wait?"),))
    graph = Graph([first, Milestone("B", due=date(2022, 1, 1))], [link], as_of=AS_OF)
    key = said(timeline_chart.figure(timeline(graph, "AB")))

    assert {text for text in ("queried link", "query settled") if text in key} == words


def test_the_burndown_says_how_far_behind_it_is(shipped):
    scope = select_scope(shipped)
    words = said(burndown_chart.figure(burndown(shipped, scope.codes), scope=scope))
    assert {"18 behind the plan", "73 left", "55 planned"} <= set(words)
    assert "51 of 124 complete on 2019-04-30" in words
    assert "19 of them could be complete at once" in words
    assert any(each.startswith("Left out, 18 without a due date: CAMM8040") for each in words)


def test_the_trend_says_which_later_schedules_are_left_out(shipped, revisions):
    data = trends(shipped, revisions, ["LDM-503-11"])
    words = said(trend_chart.figure(data))
    assert "as of 2019-04-30" in words[1]
    assert any("1 schedule later than 2019-04-30 is left out: 2024-11-30" in w for w in words)


def test_the_trend_says_how_far_each_milestone_moved(revisions):
    latest = depgraph.load(GRAPHS, schedule=GRAPHS / "schedules/2024-11-30.yaml")
    scope = select_scope(latest, levels=[2])
    words = said(trend_chart.figure(trends(latest, revisions, scope.codes), scope=scope))
    assert words[words.index("LDM-503-12") + 1] == "+1,857 d"
    assert "Left out, 2 complete by 2018-07-17: LDM-503-02, LDM-503-03" in words
    assert {"2018-07-17", "2019-04-30", "2024-11-30"} <= set(words)


@pytest.mark.parametrize(
    ("completed", "told_later"), [(date(2019, 5, 1), True), (date(2020, 5, 1), False)]
)
def test_no_line_of_a_trend_runs_back_in_time(completed, told_later):
    """One schedule is behind: it has as open what was complete by then."""
    before, after = date(2019, 6, 1), AS_OF
    done = Milestone("A", due=date(2019, 1, 1), completed=completed, state="complete")
    still_open = done._replace(completed=None, state="incomplete")
    named = {"1.yaml": (before, still_open), "2.yaml": (after, done)}
    schedules = [Revision(name, as_of, {"A": there}) for name, (as_of, there) in named.items()]
    data = trends(Graph([done], as_of=AS_OF), schedules, "A")
    assert data.trends[0].open_after_completion == (before if told_later else None)

    figure = trend_chart.figure(data)
    (line,) = (
        item
        for subject, item in figure.drawn()
        if subject and subject.part == "slip" and isinstance(item, Outline)
    )
    across, up = zip(*line.points, strict=True)
    assert list(across) == sorted(across)
    assert up[1] > up[0]
    note = "Complete by 2019-06-01, but still open in the schedule of that day, 1: A"
    assert any(words.startswith(note) for words in said(figure)) == told_later


def test_slips_are_grouped_with_the_biggest_first(shipped):
    scope = select_scope(shipped)
    words = said(slips_chart.figure(projected_slips(project(shipped), scope.codes), scope=scope))
    order = [
        words.index(each) for each in ("DAX", "DM-DAX-2", "DM-DAX-4", "SUIT", "DM-SUIT-3", "DRP")
    ]
    assert order == sorted(order)
    assert words[words.index("DM-DAX-2") + 2] == "+638 d"
    assert "The 31 biggest movers are drawn; 35 more moved by at most 151 d." in words


def test_long_lists_are_capped_and_say_so():
    graph = plan(1000)
    drawings = [said(figure) for figure in all_charts(graph, revised(graph))]
    notes = [" ".join(words) for words in drawings]
    assert re.search(r"\d{3} more milestones find no room", notes[0])
    assert re.search(r"The 32 that moved most are drawn, [\d,]+ more are not", notes[2])
    assert re.search(r"The \d+ biggest movers are drawn; [\d,]+ more", notes[3])


@pytest.mark.parametrize(
    ("milestones", "words"),
    [
        ([], "No milestone has a date."),
        ([Milestone("A")], "No milestone has a date."),
    ],
)
def test_an_empty_timeline_says_so(milestones, words):
    graph = Graph(milestones)
    assert words in said(timeline_chart.figure(timeline(graph, [m.id for m in milestones])))


def test_empty_charts_say_so():
    undated = Graph([Milestone("A")], as_of=AS_OF)
    assert any(
        "nothing to count" in each for each in said(burndown_chart.figure(burndown(undated, "A")))
    )
    slips = projected_slips(project(undated), "A")
    assert "No milestone has both dates." in said(slips_chart.figure(slips))
    kept = Graph([Milestone("A", due=AS_OF)], as_of=AS_OF)
    assert "No milestone moved." in said(slips_chart.figure(projected_slips(project(kept), "A")))


def test_without_an_as_of_date_nothing_is_overdue():
    graph = Graph([Milestone("A", due=date(2000, 1, 1))])
    words = said(timeline_chart.figure(timeline(graph, "A")))
    assert any("no as-of date: nothing is late" in each for each in words)


def test_a_chart_says_what_it_is_to_those_who_do_not_see_it(shipped, revisions):
    for figure in all_charts(shipped, revisions):
        root = ET.fromstring(chart_file(figure, "svg", title="The plan"))
        title, description = list(root)[:2]
        assert root.get("role") == "img"
        assert (title.tag.rpartition("}")[2], title.text) == ("title", "The plan")
        assert description.tag.rpartition("}")[2] == "desc"
        drawn = {text.text for text in root.findall(".//{*}text")}
        assert description.text.partition(". ")[0] in drawn
        assert " · as of " in description.text


def test_a_line_with_a_corner_for_every_run_loses_what_nobody_sees():
    page = Surface(100, 100)
    points = [(n / 50, 50 + math.sin(n / 500) * 40) for n in range(4000)]
    page.line(points)
    ((_, line),) = page.drawn()
    assert len(line.points) < len(points) / 4
    for place in points[::50]:
        assert min(math.dist(place, corner) for corner in line.points) < 1
    assert line.points[-1] == points[-1]


@pytest.mark.parametrize("radius", [0, 4])
@pytest.mark.parametrize("dashes", [(), (3, 1.5, 1, 1.5)])
def test_a_line_goes_the_same_way_in_every_format(radius, dashes):
    corners = [(10, 90), (10, 40), (60, 40), (75, 20)]
    page = Surface(100, 100)
    page.line(corners, dashes=dashes, radius=radius)
    ((_, line),) = page.drawn()
    (path,) = ET.fromstring(chart_file(page, "svg")).findall(".//{*}path[@stroke]")
    rounded = "L10 56Q10 60 14 60L56 60Q60 60 62.4 63.2L75 80"
    assert path.get("d") == "M10 10" + (rounded if radius else "V60H60L75 80")
    assert path.get("stroke-dasharray") == (" ".join(map(str, dashes)) or None)

    pieces = list(dashed(line.points, dashes)) if dashes else [line.points]
    inked = sum(math.dist(a, b) for piece in pieces for a, b in pairwise(piece))
    assert inked == pytest.approx(125 * (4 / 7 if dashes else 1), abs=2)
    drawn = re.findall(r"L \d+ ([^A-Za-z\"]*)", background_graph(page).replace('"\n\t+ "', ""))
    ends = [tuple(float(n) / 10 for n in way.split()[:2]) for way in drawn]
    assert ends[0] == (10, 90)
    assert len(drawn) == pytest.approx(len(pieces), abs=1)


# -- harm ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
def test_hostile_names_are_drawn_as_they_are(form):
    graph = plan(20, names=HOSTILE)
    for figure in all_charts(graph, revised(graph)):
        data = chart_file(figure, form, title=r"a $\frac{1}{2}$ <b> title")
        if form != "svg":
            break  # all are drawn by the same programs
        root = ET.fromstring(data)
        assert not root.findall(".//{*}script")
        everything = " ".join(root.itertext())
        assert r"a $\frac{1}{2}$ <b> title" in everything
        assert "\u202e" not in everything


def test_names_are_texts_in_svg_and_no_formula(shipped):
    graph = plan(3, names=[r"cost $\frac{1}{2}$"])
    root = ET.fromstring(chart_file(timeline_chart.figure(timeline(graph, ["M-0000"])), "svg"))
    written = [text.text for text in root.findall(".//{*}text")]
    assert r"cost $\frac{1}{2}$ 0" in written
    assert "M-0000" in written


def test_only_links_to_the_web_are_links():
    graph = Graph(
        [
            Milestone("A", due=AS_OF, url="https://example.org/a?b=1&c=2"),
            Milestone("B", due=AS_OF, url="javascript:alert(1)"),
        ]
    )
    root = ET.fromstring(chart_file(timeline_chart.figure(timeline(graph, "AB")), "svg"))
    links = [a.get("{http://www.w3.org/1999/xlink}href") for a in root.findall(".//{*}a")]
    assert links == ["https://example.org/a?b=1&c=2"]


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
def test_the_same_figure_gives_the_same_bytes_each_time(shipped, form):
    figure = timeline_chart.figure(timeline(shipped, ["LDM-503-17", "LDM-503-16"]))
    assert chart_file(figure, form) == chart_file(figure, form)


def parts(figure):
    root = ET.fromstring(chart_file(figure, "svg"))
    return [each for each in root.iter("{http://www.w3.org/2000/svg}g") if each.get("data-code")]


def test_what_is_drawn_of_a_milestone_has_its_code_in_the_svg(shipped, revisions):
    for figure in all_charts(shipped, revisions, levels=[2]):
        if "burndown" in said(figure)[0].lower():
            continue
        marks = {
            each.get("data-code") for each in parts(figure) if each.get("class") == "milestone"
        }
        words = {each.get("data-code") for each in parts(figure) if each.get("class") == "lane"}
        assert marks == words
        assert marks
        assert all(code in shipped for code in marks)


def test_a_hostile_code_comes_back_from_the_svg_as_it_is():
    codes = ["a~b", "<g>", "A:B", "x->y", 'q"', "=7E", "日"]
    graph = Graph(
        [Milestone(code, due=AS_OF) for code in codes],
        [Link(codes[0], codes[1]), Link(codes[2], codes[3])],
    )
    data = chart_file(timeline_chart.figure(timeline(graph, codes)), "svg")
    found = parts(timeline_chart.figure(timeline(graph, codes)))
    assert {each.get("data-code") for each in found} == set(codes)
    links = {
        (each.get("data-prerequisite"), each.get("data-dependent"))
        for each in ET.fromstring(data).iter()
        if each.get("data-dependent")
    }
    assert links == {("a~b", "<g>"), ("A:B", "x->y")}


def test_where_lines_would_hide_everything_those_through_others_are_left_out():
    def dense(step):
        codes = [f"M-{n:03d}" for n in range(50)]
        links = [Link(codes[n], codes[n + k]) for n in range(50) for k in step if n + k < 50]
        milestones = [
            Milestone(code, due=AS_OF + timedelta(days=5 * n)) for n, code in enumerate(codes)
        ]
        graph = Graph(milestones, links, as_of=AS_OF)
        return timeline_chart.figure(timeline(graph, codes))

    assert not any("links" in text for text in said(dense((1, 2))))
    assert any("only those back in time are drawn" in text for text in said(dense((1, 2, 3))))


# -- the grammar of dates ------------------------------------------------------------------


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("team", ["", "DRP", "NCSA"])
def test_the_timeline_has_as_late_what_the_list_has(schedule, team):
    graph = depgraph.load(GRAPHS, schedule=GRAPHS / "schedules" / f"{schedule}.yaml")
    scope = select_scope(graph, **({"teams": [team]} if team else {"levels": [2]}))
    late = late_milestones(graph)
    data = timeline(graph, scope.codes)
    lanes = arrange_lanes(data, 28, 814)

    drawn = {placed.entry.code: placed for placed in lanes.placed}
    assert lanes.left_out == 0
    kinds = {"late": "overdue", "projected": "projected late"}
    assert {
        code: kinds[placed.standing] for code, placed in drawn.items() if placed.standing in kinds
    } == {code: late[code].kind for code in drawn if code in late}
    for code, placed in drawn.items():
        milestone = graph[code]
        if not milestone.is_complete:
            assert placed.entry.expected >= graph.as_of  # nothing undone stands in the past
        assert placed.x == lanes.scale.x(placed.entry.expected)
        if not lanes.is_shared:
            assert placed.label.is_strong == (code in late)
            moved = milestone.due is not None and milestone.due != placed.entry.expected
            assert (placed.due is not None) == moved


def test_no_milestone_of_a_timeline_stands_before_what_it_waits_on(shipped):
    graph = depgraph.load(GRAPHS)
    data = timeline(graph, select_scope(graph, levels=[2]).codes)
    place = {entry.code: n for n, entry in enumerate(data.entries)}
    undone = [tie for tie in data.ties if not graph[tie.dependent].is_complete]
    assert len(undone) > 20
    assert [t for t in undone if place[t.prerequisite] > place[t.dependent]] == []


def test_flags_hide_no_quarter_and_every_year_is_named(shipped, revisions):
    scope = select_scope(shipped, levels=[2])
    figure = timeline_chart.figure(timeline(shipped, scope.codes), scope=scope, home="DM")
    placed = {words.string: words for words in figure.words()}
    assert {str(year) for year in range(2017, 2023)} <= placed.keys()
    quarters = [words for words in figure.words() if re.fullmatch(r"Q[1-4]", words.string)]
    assert len(quarters) == 21  # from the last of 2017 to the last of 2022
    assert placed["as of 2019-04-30"].y < min(words.y for words in quarters) - 300


def test_lines_of_a_trend_are_told_apart_and_say_whose_they_are(revisions):
    latest = depgraph.load(GRAPHS, schedule=GRAPHS / "schedules/2024-11-30.yaml")
    scope = select_scope(latest, levels=[2])
    figure = trend_chart.figure(trends(latest, revisions, scope.codes), scope=scope)
    lines = {}
    for subject, item in figure.drawn():
        if subject and subject.part in ("slip", "lane") and isinstance(item, Outline):
            look = item.line, item.dashes
            lines.setdefault(subject.codes, {}).setdefault(subject.part, []).append(look)
    assert len(lines) == 25
    for looks in lines.values():
        # The line, and its end beside the name of its milestone.
        assert looks["slip"][0] in looks["lane"]
    assert len({str(looks["slip"][0]) for looks in lines.values()}) >= 12
