"""What a reader of the report sees and does, in a real browser."""

import base64
import json
import re
from pathlib import Path

import pytest

import depgraph
from depgraph.analysis.late import late_milestones, late_words
from depgraph.analysis.scheduled import counted_milestones, with_schedule_only
from depgraph.reports import html
from depgraph.reports.html import content, folding
from depgraph.reports.queries_words import dropping_words, first_lines

from ..report_data import unpacked_report

pytestmark = pytest.mark.slow

OVERVIEW = "#view=overview"
GRAPHS = Path(__file__).parents[2] / "graphs"

UNKNOWN = "–"  # noqa: RUF001 - as the page writes it
ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"
LEFT, UP, RIGHT, DOWN = "\ue012", "\ue013", "\ue014", "\ue015"


@pytest.fixture(scope="module")
def plan():
    return depgraph.load(GRAPHS)


@pytest.fixture(scope="module")
def counted(plan):
    return counted_milestones(plan)


def upstream(graph, code):
    found, waiting = set(), [code]
    while waiting:
        for before in graph.predecessors(waiting.pop()):
            if before not in found:
                found.add(before)
                waiting.append(before)
    return found


def downstream(graph, code):
    found, waiting = set(), [code]
    while waiting:
        for after in graph.successors(waiting.pop()):
            if after not in found:
                found.add(after)
                waiting.append(after)
    return found


def point_at(page, selector):
    from selenium.webdriver import ActionChains

    ActionChains(page.driver, duration=0).move_to_element(page.one(selector)).perform()


def node(code):
    return f'#view-overview .milestone[data-code="{code}"]'


# -- the pictures ----------------------------------------------------------------------


def test_pointing_at_a_milestone_brings_out_what_is_around_it(page, shipped, plan):
    page.open(shipped, OVERVIEW)
    point_at(page, f"{node('LDM-503-09')} text")
    drawn = page.codes("#view-overview [data-code]")
    assert page.codes("#view-overview .up") == upstream(plan, "LDM-503-09") & drawn
    assert page.codes("#view-overview .down") == downstream(plan, "LDM-503-09") & drawn
    assert page.codes("#view-overview .self") == {"LDM-503-09"}
    assert "Ops Rehearsal for Commissioning #1" in page.one("#tip").text
    assert "waits on 54" in page.one("#tip").text
    point_at(page, "header h1")
    assert page.all("#view-overview .hit") == []
    assert not page.one("#tip").is_displayed()


def test_a_folded_feature_can_be_pointed_at_and_kept(page, shipped, plan):
    page.open(shipped, OVERVIEW)
    cell = '#view-overview .feature[data-code="DM-DAX-9"]'
    point_at(page, cell)
    assert "Provenance system" in page.one("#tip").text
    assert "LDM-503-09" in page.codes("#view-overview .down")
    page.one(cell).click()
    assert page.address == "DM-DAX-9&view=overview"
    assert page.one("aside h2").text == "DM-DAX-9"


def test_pointing_at_a_queried_link_tells_the_doubt(page, shipped):
    page.open(shipped, OVERVIEW)
    point_at(page, '.link[data-prerequisite="LDM-503-10b"][data-dependent="LDM-503-11b"] text')
    assert "should obviously not wait on LDM-503-10b" in page.one("#tip").text


def test_a_click_keeps_a_milestone_and_a_second_lets_it_go(page, shipped):
    page.open(shipped, OVERVIEW)
    page.one(f"{node('LDM-503-12')} text").click()
    assert page.address == "LDM-503-12&view=overview"
    point_at(page, f"{node('LDM-503-03')} text")
    assert page.codes("#view-overview .self") == {"LDM-503-12"}  # what is kept stays lit
    page.one(f"{node('LDM-503-12')} text").click()
    assert page.address == "view=overview"
    assert page.one("aside .open-panel").is_displayed()


def test_the_critical_path_is_drawn_for_the_chosen_target(page, shipped):
    page.open(shipped, OVERVIEW)
    path = depgraph.critical_path(depgraph.load(GRAPHS), "LDM-503-17").codes
    assert page.codes("#view-overview .on-path") == set(path)
    page.open(shipped, "#view=overview&target=LDM-503-12")
    path = depgraph.critical_path(depgraph.load(GRAPHS), "LDM-503-12").codes
    assert page.codes("#view-overview .on-path") == set(path)
    stroke = "return getComputedStyle(document.querySelector(arguments[0])).stroke"
    # The ring is outside the frame, which goes on saying that it will be late.
    assert page.run(stroke, f"{node('LDM-503-11')} .shape") == "rgb(196, 90, 0)"
    assert page.run(stroke, f"{node('LDM-503-11')} .ring") == "rgb(193, 18, 31)"
    assert page.all(f"{node('LDM-503-17')} .ring") == []
    words = page.one("#view-overview .path-key").text
    assert words.startswith("LDM-503-12: 2020-11-06 +256 d")
    assert re.findall(r"[A-Z]+-[\w-]+", words)[1:] == list(reversed(path))


def test_the_cells_of_a_milestone_are_not_marked_with_it(page, shipped):
    page.open(shipped, "#LDM-503-15a&view=overview")
    (cell,) = page.all("#view-overview .feature.on-path")
    others = page.all("#view-overview .milestone.on-path .feature:not(.on-path)")
    assert cell.get_attribute("data-code") == "DM-AP-16"
    assert len(others) == 2
    for other in others:
        shape = other.find_element("css selector", ".shape")
        assert shape.value_of_css_property("stroke") not in ("rgb(193, 18, 31)", "rgb(17, 17, 17)")


def test_a_milestone_without_a_date_is_named_so_once(page, shipped):
    page.open(shipped, OVERVIEW)
    label = page.one('#view-overview [data-code="CAMM8040"]').get_attribute("aria-label")
    assert label == "CAMM8040 COMP: DAQ V4 no date"


def test_the_calendar_shows_what_is_around_a_milestone_too(page, shipped, plan):
    page.open(shipped, "#LDM-503-09&view=calendar")
    drawn = page.codes("#view-calendar [data-code]")
    assert "DM-DAX-9" in drawn
    assert page.codes("#view-calendar .up") == upstream(plan, "LDM-503-09") & drawn
    assert page.codes("#view-calendar .down") == downstream(plan, "LDM-503-09") & drawn
    script = "document.querySelector(arguments[0]).focus()"
    page.driver.execute_script(script, '#view-calendar .milestone[data-code="LDM-503-11"]')
    page.press(LEFT)
    assert page.focused in plan.predecessors("LDM-503-11")
    assert page.complaints() == []


def test_the_bar_of_a_slip_is_a_part_of_its_milestone(page, shipped):
    page.open(shipped, "#view=calendar")
    bar = '#view-calendar .slip[data-code="DM-DAX-10"]'
    point_at(page, bar)
    assert "Middleware support for multifit" in page.one("#tip").text
    assert "DM-DAX-10" in page.codes("#view-calendar .self.slip")
    page.one(bar).click()
    assert page.one("aside h2").text == "DM-DAX-10"
    lit = page.codes("#view-calendar .slip.hit")
    assert "DM-DAX-10" in lit
    assert "LDM-503-01" not in lit


def test_the_charts_show_what_is_around_a_milestone(page, shipped, plan):
    page.open(shipped, "#view=timeline")
    page.one('#view-timeline .milestone[data-code="LDM-503-11"]').click()
    assert page.one("aside h2").text == "LDM-503-11"
    drawn = page.codes("#view-timeline [data-code]")
    assert page.codes("#view-timeline .up") == upstream(plan, "LDM-503-11") & drawn
    assert page.codes("#view-timeline .down") == downstream(plan, "LDM-503-11") & drawn
    for view in ("trends", "slips"):
        page.one(f"#tab-{view}").click()
        assert page.codes(f"#view-{view} .pinned") == {"LDM-503-11"}
    page.one("#tab-burndown").click()
    assert not page.one("#view-burndown .path-key").is_displayed()
    assert page.complaints() == []


def test_a_chart_is_followed_with_the_keyboard(page, shipped, plan):
    page.open(shipped, "#view=timeline")
    script = "document.querySelector(arguments[0]).focus()"
    page.driver.execute_script(script, '#view-timeline .milestone[data-code="LDM-503-16"]')
    page.press(LEFT)
    assert page.focused == "LDM-503-15"
    page.press(ENTER)
    assert page.address == "LDM-503-15&view=timeline"


def test_the_numbers_of_a_chart_are_below_it(page, shipped, plan):
    page.open(shipped, "#view=slips&team=DAX")
    page.one("#view-slips .to-numbers").click()
    assert page.driver.execute_script("return document.activeElement.className") == "numbers"
    rows = page.texts("#view-slips .numbers tbody tr")
    assert "DM-DAX-2" in rows[0]
    due = plan["DM-DAX-2"].due
    assert rows[0].endswith(f"{due}{plan.as_of}{(plan.as_of - due).days}")
    assert all("DM-DAX-" in row for row in rows)
    heads = page.all("#view-slips .numbers th button")
    heads[0].click()
    assert "DM-DAX-1" in page.texts("#view-slips .numbers tbody tr")[0]
    page.one("#tab-burndown").click()
    assert page.texts("#view-burndown .numbers thead")[0] == "DatePlannedActualForecast"
    assert page.complaints() == []


def test_on_a_phone_the_tab_of_the_view_is_in_sight(page, shipped):
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for view in ("slips", "overview"):
        page.open(shipped, f"#view={view}")
        box = page.one(f"#tab-{view}").rect
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert page.driver.execute_script("return document.documentElement.scrollWidth") == 390


def test_several_pictures_show_the_same(page, tmp_path):
    graph = depgraph.Graph(
        [depgraph.Milestone("A"), depgraph.Milestone("B")], [depgraph.Link("A", "B")]
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><g class="node milestone" '
        'data-code="A"><rect width="20" height="20" stroke="black"/></g><g class="node milestone" '
        'data-code="B"><circle cx="60" cy="60" r="9" stroke="black"/></g></svg>'
    )
    figures = [html.Figure("Overview", svg), html.Figure("Calendar", svg)]
    standings = {"A": "undated", "B": "undated"}
    review = html.Review(graph, title="x", findings=(), standings=standings, figures=figures)
    (tmp_path / "report.html").write_text(html.page(review), encoding="utf-8")
    page.open(tmp_path / "report.html", "#B&view=calendar")
    assert page.one("#view-calendar").is_displayed()
    assert page.codes("#view-calendar .up") == {"A"}
    page.press("2")
    assert page.codes("#view-overview .pinned") == {"B"}
    assert page.complaints() == []


def test_the_picture_grows_and_fits_again(page, shipped):
    page.open(shipped, OVERVIEW)
    width = page.one("#view-overview svg").size["width"]
    page.one('#view-overview [data-zoom="in"]').click()
    assert page.one("#view-overview svg").size["width"] > width * 1.2
    page.press("0")
    room = page.driver.execute_script(
        "return document.querySelector('#view-overview .sheet').clientWidth"
    )
    assert page.one("#view-overview svg").size["width"] == room


# -- addresses -------------------------------------------------------------------------


def test_an_address_opens_what_it_names(page, shipped, counted):
    page.open(shipped, "#LDM-503-09&view=queries&team=DAX&status=late")
    assert page.one("aside h2").text == "LDM-503-09"
    assert page.one('[role="tab"][aria-selected="true"]').text == "Queries"
    assert page.one("#count").text == f"6 of {counted} match"
    assert page.address == "LDM-503-09&view=queries&team=DAX&status=late"


@pytest.mark.parametrize(
    "address",
    [
        "#no-such-code",
        "#view=nothing&status=x",
        "#%",
        "#&&=&a=b=c",
        "#constructor&status=constructor",
    ],
)
def test_an_address_that_makes_no_sense_shows_the_plan(page, shipped, address):
    page.open(shipped, address)
    assert page.one("aside .open-panel").is_displayed()
    assert page.complaints() == []


def test_back_returns_to_what_was_kept_before(page, shipped):
    page.open(shipped, "#LDM-503-09")
    page.one('aside a[href="#LDM-503-05"]').click()
    assert page.one("aside h2").text == "LDM-503-05"
    page.driver.back()
    assert page.one("aside h2").text == "LDM-503-09"


# -- search and filters ----------------------------------------------------------------


def test_search_finds_codes_and_words_of_folded_features_too(page, shipped, counted):
    page.open(shipped, OVERVIEW)
    page.press("/", "ghost model")
    assert page.texts(".results a.code") == ["DM-DRP-10"]
    assert page.texts("#said") == [f"1 of {counted} match"]
    assert page.codes("#view-overview .feature:not(.out)") == {"DM-DRP-10"}
    page.press(ENTER)
    assert page.one("aside h2").text == "DM-DRP-10"
    page.press(ESCAPE, ESCAPE)
    assert page.address == "view=overview"
    assert page.one("#search").get_attribute("value") == ""


def test_the_exact_code_is_the_first_result(page, shipped):
    page.open(shipped, OVERVIEW)
    page.press("/", "ldm-503-1")
    found = page.texts(".results a.code")
    assert found[0] == "LDM-503-10"
    assert "LDM-503-17a" in found
    page.open(shipped, OVERVIEW)
    page.press("/", "dm-ap-1")
    assert page.texts(".results a.code")[0] == "DM-AP-1"


def test_the_plan_counts_what_is_late_and_a_milestone_says_how(page, shipped, plan):
    page.open(shipped, OVERVIEW)
    page.one(".open-panel").click()
    counts = [" ".join(text.split()) for text in page.texts(".counts li")]
    assert f"!{late_words(late_milestones(plan).values())}" in counts
    assert not any(text.endswith(" later") and "due" not in text for text in counts)
    page.open(shipped, "#LDM-503-11")
    assert "! will be late, +324 d" in page.texts(".chip")


def test_filters_combine(page, shipped, plan):
    page.open(shipped, OVERVIEW)
    page.one("#filters-shown").click()
    late = late_milestones(plan).keys()
    buttons = {button.text.split()[1]: button for button in page.all("#filters .toggle")}
    buttons["late"].click()
    assert set(page.texts(".results a.code")) == late
    assert buttons["late"].get_attribute("aria-pressed") == "true"
    page.driver.execute_script(
        "const s = document.querySelector('[aria-label=\"Filter by team\"]');"
        "s.value = 'DAX'; s.dispatchEvent(new Event('change'));"
    )
    expected = {code for code in late if plan[code].team == "DAX"}
    assert set(page.texts(".results a.code")) == expected
    buttons["queried"].click()
    queried = {end for link in plan.queried_links for end in (link.prerequisite, link.dependent)}
    assert set(page.texts(".results a.code")) == expected & queried
    page.one("#clear").click()
    assert page.address == "view=overview"


def test_the_filter_for_findings(page, shipped, plan):
    page.open(shipped, "#findings=yes")
    found = {
        code
        for finding in depgraph.open_plan(GRAPHS).check().findings
        for code in (finding.milestone, *finding.chain, *finding.heads, *finding.tails)
    }
    codes = {milestone.id for milestone in with_schedule_only(plan).milestones}
    assert set(page.texts(".results a.code")) == found & codes


def test_nothing_found_is_said(page, shipped, counted):
    page.open(shipped, "#find=xyzzy")
    assert page.one("aside h2").text == "0 results"
    assert page.texts("#said") == [f"0 of {counted} match"]


# -- details and tables ----------------------------------------------------------------


def test_details_show_dates_over_all_schedules_links_queries_and_findings(page, shipped):
    page.open(shipped, "#LDM-503-08")
    said = page.one("aside").text
    rows = [row.split("\t") for row in page.texts("aside table.dates tbody tr")]
    assert "2024-11-30 hindsight" in rows[2][0]
    assert [row[0][:10] for row in rows] == ["2018-07-17", "2019-04-30", "2024-11-30"]
    assert "2019-11-05" in rows[1][0]
    for words in ("DM-NET-6", "Do the spectrograph data come from the laboratory", "Float"):
        assert words in said
    assert "graphs/prerequisites.yaml:" in said


@pytest.mark.parametrize("target", ["LDM-503-17", "LDM-503-09"])
def test_floats_are_those_of_the_library(page, shipped, plan, target):
    page.open(shipped, f"#view=milestones&target={target}")
    column = page.texts("#table-milestones thead th").index("Float") + 1
    codes = page.texts("#table-milestones tbody td:first-child")
    floats = page.texts(f"#table-milestones tbody td:nth-child({column})")
    shown = {code: int(days) for code, days in zip(codes, floats, strict=True) if days != UNKNOWN}
    assert shown == depgraph.total_floats(depgraph.project(plan), target)


@pytest.mark.parametrize("target", ["LDM-503-17", "LDM-503-12", "LDM-503-09"])
def test_the_float_paths_are_those_of_the_command(page, shipped, run, target):
    asked = run("critical-path", target, "--paths", "3", "--format", "json").stdout
    answer = json.loads(asked)
    page.open(shipped, f"#view=critical-path&target={target}")
    tables = page.all("table.path")
    assert len(tables) == len(answer["paths"])
    for table, path in zip(tables, answer["paths"], strict=True):
        rows = [
            [cell.text.split("\n")[0] for cell in row.find_elements("css selector", "th, td")]
            for row in table.find_elements("css selector", "tbody tr")
        ]
        assert [(row[0], *row[2:7]) for row in rows] == [
            (
                step["id"],
                step["projected"] or UNKNOWN,
                step["due"] or UNKNOWN,
                ("? " if step["queried"] else "") + number(step["link_slack_days"]),
                number(step["total_float_days"]),
                number(step["free_float_days"]),
            )
            for step in path["steps"]
        ]
    text = " ".join(run("critical-path", target, "--paths", "3").stdout.split())
    assert page.one(".sentence").text.startswith(answer["driver"])
    assert page.one(".sentence").text in text
    assert f"projected {answer['projected']}" in page.one("#view-critical-path").text
    by_work = answer["projected_by_gaps"]["work"]
    if_work = f"{by_work} if the time between milestones is work to be done again"
    is_told = if_work in page.one("#view-critical-path").text
    assert is_told == (by_work != answer["projected"])


def number(value):
    return UNKNOWN if value is None else str(value)


def test_another_target_is_chosen_on_the_page(page, shipped):
    page.open(shipped, "#view=critical-path")
    page.driver.execute_script(
        "const s = document.getElementById('target');"
        "s.value = 'LDM-503-12'; s.dispatchEvent(new Event('change'));"
    )
    assert page.address == "view=critical-path&target=LDM-503-12"
    assert page.texts("#path-1 tbody th")[0] == "LDM-503-12"


def test_tables_sort_by_a_click_and_in_turn(page, shipped, counted):
    page.open(shipped, "#view=milestones")
    assert page.one("#table-milestones caption").text.startswith(f"{counted}; ")
    assert page.one("#table-milestones th[aria-sort]").text.startswith("Code")
    button = next(b for b in page.all("#table-milestones th button") if b.text == "Due")
    button.click()
    column = page.texts("#table-milestones thead th").index("Due ↑")
    dates = [d for d in page.texts(f"#table-milestones td:nth-child({column + 1})") if d != UNKNOWN]
    assert dates == sorted(dates)
    page.press(ENTER)  # the head keeps the focus
    again = page.texts(f"#table-milestones td:nth-child({column + 1})")
    assert [d for d in again if d != UNKNOWN] == sorted(dates, reverse=True)
    assert again[-1] == UNKNOWN  # what is not known comes last, either way


def test_all_queries_questions_and_findings_are_listed(page, shipped, plan):
    page.open(shipped, "#view=queries")
    queried = {(link.dependent, link.prerequisite) for link in plan.queried_links}
    assert len(page.all("#table-queries tbody tr")) == len(queried) + len(plan.questions)
    opened = depgraph.open_plan(GRAPHS)
    triage = depgraph.triage(
        opened.graph, opened.check().findings, depgraph.drop_queries(opened.graph)
    )
    assert page.texts("#view-queries .note") == ["\n".join(first_lines(triage))]
    shown = zip(
        page.texts("#table-queries tbody td:nth-child(3)"),
        page.texts("#table-queries tbody td:nth-child(5)"),
        strict=True,
    )
    assert [(code.split()[-1], effect) for code, effect in shown][: len(triage.queries)] == [
        (query.link.prerequisite, dropping_words(query)) for query in triage.queries
    ]
    page.open(shipped, "#view=findings")
    found = len(depgraph.open_plan(GRAPHS).check().findings)
    assert len(page.all("#table-findings tbody tr")) == found


def test_what_is_late_and_why_stands_at_the_side(page, shipped):
    page.open(shipped, OVERVIEW)
    page.one(".open-panel").click()
    sentence = "4 of the 6 level-2 ones because of DM-DRP-10 (due 2020-11-06, needed 2019-12-18; "
    side = page.one("aside").text
    assert sentence in side
    page.one("aside .causes summary").click()
    (cause,) = (text for text in page.texts("aside .causes li") if text.startswith("DM-DRP-10"))
    assert "4 late, by up to 324 days: LDM-503-11, LDM-503-11a, LDM-503-11b, LDM-503-12" in cause
    assert "date-order (known error)" in cause


# -- the keyboard ----------------------------------------------------------------------


def test_the_whole_page_works_without_a_mouse(page, shipped, plan):
    page.open(shipped, OVERVIEW)
    for _ in range(12):
        page.press(TAB)
        if page.focused:
            break
    assert page.focused, "the picture is reached by the tabulator key"
    page.driver.execute_script("document.querySelector(arguments[0]).focus()", node("LDM-503-11"))
    page.press(LEFT)
    before = page.focused
    assert before in plan.predecessors("LDM-503-11")
    page.press(DOWN)
    assert page.focused in plan.predecessors("LDM-503-11")
    assert page.focused != before
    page.press(UP)
    assert page.focused == before
    page.press(RIGHT)
    assert page.focused in plan.successors(before)
    kept = page.focused
    page.press(ENTER)
    assert page.address == f"{kept}&view=overview"
    assert page.focused == kept
    page.press(ESCAPE)
    assert page.address == "view=overview"
    page.press("4")
    assert page.one('[role="tab"][aria-selected="true"]').text == "Milestones"
    page.press("?")
    assert page.one("#help").is_displayed()
    page.press(ESCAPE)
    assert not page.one("#help").is_displayed()


def test_the_focus_can_be_seen(page, shipped):
    page.open(shipped, OVERVIEW)
    page.press(TAB)
    assert (
        page.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
        != "none"
    )
    script = (
        "const node = document.querySelector(arguments[0]); node.focus();"
        "return getComputedStyle(node.querySelector('.shape')).strokeWidth"
    )
    assert page.driver.execute_script(script, node("LDM-503-11")) == "4px"


def test_every_control_has_a_name(page, shipped):
    page.open(shipped, "#LDM-503-09&status=late")
    nameless = page.driver.execute_script(
        "return [...document.querySelectorAll('button, a, select, input, [role=treeitem]')]"
        ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))"
        ".map(e => e.outerHTML)"
    )
    assert nameless == []
    assert [e.tag_name for e in page.all("header, main, aside")] == ["header", "main", "aside"]


# -- safety ----------------------------------------------------------------------------


def test_nothing_is_asked_from_the_network_and_nothing_is_complained_of(page, shipped):
    page.open(shipped, "#LDM-503-09")
    for view in ("milestones", "critical-path", "queries", "findings"):
        page.one(f"#tab-{view}").click()
    assert page.complaints() == []
    assert page.requests() == [shipped.as_uri()]


HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    "\"'><svg onload=window.hacked=1>",
    "<!--<script>",
    "]]></style></title><b>bold",
    "{{constructor.constructor('window.hacked=1')()}} ${window.hacked = 1}",
    "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd",
    "x" * 3000,
]


def test_hostile_names_are_shown_as_they_are_and_do_nothing(page, report):
    lines = ["as_of: 2020-01-01", "milestones:"]
    for n, name in enumerate(HOSTILE):
        quoted = json.dumps(name)
        lines += [f"  M{n}:", f"    name: {quoted}", f"    note: {quoted}", f"    owner: {quoted}"]
        lines += [f"    due: 2020-0{n + 1}-01", f"    questions: [{quoted}]"]
        lines += ["    url: 'javascript:window.hacked=1'"]
        if n:
            lines += [f"    requires: [{{id: M{n - 1}, query: {quoted}}}]"]
    lines += ['  "<b>c&\'\\"#%2F":', "    due: 2020-12-01", "    requires: [M7]"]
    path = report("\n".join(lines) + "\n")
    page.open(path)
    for n, name in enumerate(HOSTILE):
        page.driver.execute_script("location.hash = arguments[0]", f"M{n}")
        assert page.one("aside h2").text == f"M{n}"
        assert page.texts("aside p.name") == [name]
    for view in ("milestones", "critical-path", "queries", "findings"):
        page.driver.execute_script("location.hash = arguments[0]", f"view={view}")
    page.driver.execute_script("location.hash = arguments[0]", "view=milestones")
    page.all("#table-milestones td.code a")[0].click()
    assert page.one("aside h2").text == "<b>c&'\"#%2F"
    page.driver.refresh()
    assert page.one("aside h2").text == "<b>c&'\"#%2F"
    assert page.driver.execute_script("return window.hacked") is None
    assert page.all("img, main b, iframe, object") == []
    assert page.all('a[href^="javascript"]') == []
    assert page.complaints() == []
    assert page.requests() == [path.as_uri()] * 2


def test_characters_that_a_file_of_a_plan_may_not_have_do_nothing_either(page, tmp_path):
    name = "\u2028window.hacked = 1\u2029 \x00\x1b[31m \ufeff</script\x0c>"
    graph = depgraph.Graph([depgraph.Milestone("A", name=name)])
    standings = {"A": "undated"}
    path = tmp_path / "report.html"
    text = html.page(html.Review(graph, title=name, findings=(), standings=standings))
    path.write_bytes(text.encode())
    page.open(path, "#A")
    assert page.texts("aside p.name") == [name]
    assert page.driver.execute_script("return window.hacked") is None
    assert page.complaints() == []


def test_the_policy_stops_a_script_that_gets_into_the_page(page, shipped):
    page.open(shipped, OVERVIEW)
    page.driver.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.hacked = 1';"
        "document.body.append(s);"
        "const p = document.createElement('p'); p.setAttribute('onclick', 'window.hacked = 1');"
        "document.body.append(p); p.click()"
    )
    assert page.driver.execute_script("return window.hacked") is None


# -- other plans -----------------------------------------------------------------------


def test_a_plan_that_goes_round_in_a_circle_says_so_and_the_rest_works(page, report):
    path = report(
        "as_of: 2020-01-01\nmilestones:\n"
        "  A: {due: 2020-02-01, requires: [B]}\n  B: {requires: [A]}\n  C: {requires: [A]}\n"
    )
    page.open(path)
    assert "No dates are projected:" in page.one("#view-summary").text
    page.open(path, "#A&view=critical-path")
    assert "There is no critical path:" in page.one("main").text
    page.press("2")
    assert page.codes("#view-overview .up") == {"B"}
    assert page.complaints() == []


@pytest.mark.parametrize("milestones", ["{A: {}}", "{A: {}, B: {requires: [A]}}"])
def test_a_tiny_plan_without_dates(page, report, milestones):
    path = report(f"milestones: {milestones}\n")
    for address in ("", "#A", "#view=critical-path", "#view=milestones", "#view=queries"):
        page.open(path, address)
        assert page.complaints() == []


def test_a_folded_plan_says_so_in_every_view_and_the_rest_works(page, run, tmp_path, monkeypatch):
    monkeypatch.setattr(folding, "MOST_MILESTONES", 60)
    monkeypatch.setattr(folding, "MOST_LINKS", 50)
    monkeypatch.setattr(folding, "MOST_FINDINGS", 5)
    monkeypatch.setattr(content, "MOST_STEPS", 3)
    path = tmp_path / "folded.html"
    assert "note: The plan is too large for one page" in run("report", "-o", path).stderr
    page.open(path)
    assert "Told one by one are 60 of 142 milestones" in page.one("#view-summary").text
    page.one(".open-panel").click()
    text = page.one("aside").text
    assert "Told one by one are 60 of 142 milestones" in text
    assert re.search(r"50 of \d+ links, 5 of \d+ findings", text)
    data = page.driver.execute_script("return document.getElementById('plan').textContent")
    kept = {m["id"]: m for m in unpacked_report(json.loads(data))["milestones"]}
    assert len(kept) == 60
    for address in ("#view=critical-path", "#view=milestones", "#view=queries", "#view=findings"):
        page.open(path, address)
        assert page.complaints() == []
    page.open(path, "#view=critical-path")
    assert re.search(r"3 steps, and \d+ more before them", page.one("main").text)
    cut = [code for code, milestone in kept.items() if "left" in milestone]
    for code in cut[:10]:
        page.open(path, f"#{code}")
        assert "at least" in page.one("aside").text
        assert re.search(r"and \d+ links? that this page leaves out", page.one("aside").text)
    assert page.complaints() == []


# -- paper -----------------------------------------------------------------------------


A4 = (11.69, 8.27)


@pytest.mark.parametrize(
    ("address", "paper", "least", "most"),
    [
        ("", A4, 1, 2),
        ("#view=overview", A4, 4, 4),
        ("#view=calendar", A4, 4, 4),
        ("#LDM-503-09&view=timeline", A4, 2, 4),
        ("#view=critical-path", A4, 1, 1),
        ("#view=milestones", A4, 3, 6),
        ("#view=queries", A4, 1, 3),
    ],
)
def test_it_prints_on_a_sensible_number_of_pages(page, shipped, address, paper, least, most):
    page.open(shipped, address)
    options = {"preferCSSPageSize": False, "paperWidth": paper[0], "paperHeight": paper[1]}
    data = page.driver.execute_cdp_cmd("Page.printToPDF", options)["data"]
    pages = len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(data)))
    assert least <= pages <= most


@pytest.mark.parametrize(
    ("address", "is_upright"), [("#view=overview", False), ("#view=calendar", False), ("", True)]
)
def test_a_picture_prints_on_paper_that_lies_as_it_does(page, shipped, address, is_upright):
    page.open(shipped, address)
    data = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": False})["data"]
    found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", base64.b64decode(data))
    assert found is not None
    assert (float(found[2]) > float(found[1])) is is_upright


@pytest.mark.parametrize("width", [420, 1100])
def test_nothing_is_wider_than_a_small_window(page, shipped, width):
    page.open(shipped, OVERVIEW)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    wide = "return document.documentElement.scrollWidth"
    for address in ("LDM-503-09", "view=milestones", "view=critical-path", "view=findings"):
        page.driver.execute_script("location.hash = arguments[0]", address)
        assert page.driver.execute_script(wide) <= width
