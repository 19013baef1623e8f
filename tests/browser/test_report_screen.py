"""The report on a screen, on a phone, in the dark and on paper, in a real browser."""

import base64
import csv
import importlib.util
import re
from io import StringIO
from pathlib import Path

import pytest

import depgraph
from depgraph.analysis.late import late_milestones

pytestmark = pytest.mark.slow

GRAPHS = Path(__file__).parents[2] / "graphs"
ESCAPE, ENTER = "\ue00c", "\ue007"
TABS = [
    "summary",
    "overview",
    "calendar",
    "milestones",
    "critical-path",
    "queries",
    "findings",
    "timeline",
    "burndown",
    "trends",
    "slips",
]


@pytest.fixture(scope="module")
def plan():
    return depgraph.load(GRAPHS)


# -- the summary ---------------------------------------------------------------------------


def test_the_summary_comes_first_and_says_what_the_command_says(page, shipped, json_of):
    page.resize(1440, 900)
    page.open(shipped)
    summary = json_of("report")
    assert page.one("#view-summary h2").text == summary["headline"][0]
    assert page.texts("#table-summary tbody td.code") == [
        row["id"] for row in summary["milestones"]
    ]
    for sentence in (*summary["decisions"], *summary["checks"], *summary["since"]):
        assert sentence in page.one("#view-summary .cards").text
    assert [step.split()[0] for step in page.texts(".driving-steps li a")][-1] == "LDM-503-12"
    last = page.all("#table-summary tbody tr")[-1].rect
    assert last["y"] + last["height"] <= 900
    assert page.complaints() == []


def test_the_summary_counts_late_days_as_the_list_does(page, report, run, tmp_path):
    code = "VERY-LONG-CODE-OF-A-MILESTONE-THAT-SOMEBODY-MADE"
    path = report(
        f"as_of: 2021-03-01\nmilestones:\n  {code}: {{due: 2021-12-15}}\n"
        f'  B: {{name: "שלום עולם", due: 2021-02-15, requires: [{code}]}}\n'
        "  C: {due: 2021-02-01}\n"
    )
    plan = tmp_path / "plan.yaml"
    options = ("--graph", plan, "--columns", "code,late", "--format", "csv")
    assert run("list", "--delayed", *options).stdout.split() == ["code,late", "B,303", "C,28"]
    page.resize(1440, 900)
    page.open(path)
    rows = [row.text.split() for row in page.all("#table-summary tbody tr")]
    assert [row[-2:] for row in rows] == [
        ["overdue", "+28"],
        ["2021-12-15", "+303"],
        ["2021-12-15", "–"],  # noqa: RUF001 - as the page writes it
    ]
    text = page.one("#view-summary").text
    assert "makes late" in text
    assert not re.search(r"null|undefined|0 queries|schedule before", text)
    edges = [element.rect for element in page.all("#table-summary, #view-summary .cards")]
    assert edges[0]["x"] + edges[0]["width"] <= edges[1]["x"]
    page.open(path, "#status=late")
    assert page.texts(".results a.code") == ["B", "C"]


def test_every_table_is_copied_as_csv(page, shipped):
    page.open(shipped, "#LDM-503-12&target=LDM-503-12")
    for tab in TABS:
        page.one(f"#tab-{tab}").click()
        shown = "return [...document.querySelectorAll('main table, aside table')]"
        assert page.run(f"{shown}.filter((t) => !t.querySelector('caption .copy')).length") == 0
    page.run(
        "window.copied = []; Object.defineProperty(navigator, 'clipboard', "
        "{value: {writeText: async (text) => { window.copied.push(text); }}})"
    )
    rows = {"summary": 21, "milestones": 143, "queries": 32}
    for view, count in rows.items():
        page.one(f"#tab-{view}").click()
        page.one(f"#view-{view} .copy").click()
        head, *lines = csv.reader(StringIO(page.run("return window.copied.at(-1)")))
        assert len(lines) == count
        assert {len(line) for line in lines} == {len(head)}
    page.one("#tab-milestones").click()
    assert re.search(r",-31,", page.run("return window.copied[1]"))  # a number for spreadsheets
    codes = page.texts("#table-milestones tbody td:first-child")
    lines = list(csv.reader(StringIO(page.run("return window.copied[1]"))))[1:]
    assert [line[0] for line in lines] == codes


def test_the_table_of_milestones_says_what_the_list_says(page, shipped, run):
    page.open(shipped, "#view=milestones")
    columns = {"Code": "code", "Level": "level", "Due": "due", "Projected": "projected"}
    columns |= {"Slip": "late", "Float": "float"}
    answer = run(
        "list",
        "--target",
        "LDM-503-17",
        "--columns",
        ",".join(columns.values()),
        "-o",
        "-",
        "--format",
        "csv",
    ).stdout
    listed = {row["code"]: row for row in csv.DictReader(StringIO(answer))}
    heads, *rows = page.run(
        "return [...document.querySelectorAll('#table-milestones tr')].map((row) =>"
        "[...row.cells].map((cell) => cell.textContent.trim()))"
    )
    places = {name: [head.split()[0] for head in heads].index(name) for name in columns}
    bare = str.maketrans({"−": "-", "–": None, "+": None})  # noqa: RUF001 - as the page writes them
    for row in rows:
        shown = {columns[name]: row[place] for name, place in places.items()}
        for name in ("late", "float", "level", "due", "projected"):
            shown[name] = shown[name].translate(bare)
        assert shown == listed.pop(shown["code"])
    assert listed == {}


# -- the trace -----------------------------------------------------------------------------


def test_a_button_traces_a_milestone_and_names_what_it_waits_on(page, shipped, plan):
    page.open(shipped, "#LDM-503-12")
    page.one("aside .trace-button").click()
    assert page.address == "trace=LDM-503-12"
    (column,) = (c for c in page.all("#trace .column") if c.text.startswith("1 link back"))
    assert set(re.findall(r"^[A-Z]+-[\w-]+", column.text, re.MULTILINE)) == set(
        plan.predecessors("LDM-503-12")
    )
    for code in plan.predecessors("LDM-503-12"):
        assert plan[code].name in " ".join(column.text.split())
    (column,) = (c for c in page.all("#trace .column") if c.text.startswith("1 link on"))
    assert set(re.findall(r"^[A-Z]+-[\w-]+", column.text, re.MULTILINE)) == set(
        plan.successors("LDM-503-12")
    )
    assert "DM-DRP-10" in page.one("#trace .answer").text
    page.press(ESCAPE)
    assert page.address == ""
    assert page.one("#view-summary").is_displayed()
    assert page.complaints() == []


def test_the_key_t_and_the_address_trace_too(page, shipped):
    page.open(shipped, "#LDM-503-09&view=overview")
    page.press("t")
    assert page.address == "trace=LDM-503-09&view=overview"
    assert page.texts("#trace .box.self b") == ["LDM-503-09"]
    page.open(shipped, "#trace=LDM-503-17&back=1&on=1")
    assert page.texts("#trace h3")[:2] == ["1 link back 2", "traced "]
    page.run("document.querySelector('#trace .box:not(.self)').click()")
    assert page.address.startswith("trace=LDM-503-1")
    page.driver.back()
    assert page.address == "trace=LDM-503-17&back=1&on=1"


def test_a_plan_drawn_in_groups_is_traced_as_well(page, report):
    lines = ["as_of: 2020-06-15", "milestones:"]
    for n in range(160):
        lines.append(f"  M-{n}: {{name: Step {n}, level: 2, due: 2020-{1 + n % 12:02}-01, ")
        waits = ", ".join(f"M-{m}" for m in {n - 1, n // 2} if 0 <= m < n)
        lines[-1] += f"requires: [{waits}]}}"
    lines += ["  END: {due: 2021-01-01, level: 2, requires: [M-3, M-5, M-7, M-9]}"]
    path = report("\n".join(lines))
    page.resize(1440, 900)
    page.open(path, "#view=overview")
    page.run("document.querySelector('#view-overview .sheet').scrollTo(0, 300)")
    assert heads_over(page, "overview") == {"2020", "2021", "as of 2020-06-15"}
    page.open(path, "#view=calendar")
    wall = '.link[data-dependent="END"]'
    # Of the four the critical path has one.
    assert sum(link.is_displayed() for link in page.all(f"#view-calendar {wall}")) == 1
    assert "4 links into 1 lane come where you point" in page.one("#view-calendar .tools").text
    page.open(path, "#END&view=calendar")
    assert all(link.is_displayed() for link in page.all(f"#view-calendar {wall}"))
    page.open(path, "#M-90")
    page.one("aside .trace-button").click()
    (column,) = (c for c in page.all("#trace .column") if c.text.startswith("1 link back"))
    assert {"M-89", "M-45"} == set(re.findall(r"^M-\d+", column.text, re.MULTILINE))
    assert {"Step 89", "Step 45"} <= set(re.findall(r"Step \d+", column.text))
    assert page.complaints() == []


def test_what_is_folded_in_a_column_opens(page, shipped, plan):
    page.open(shipped, "#trace=LDM-503-09a")
    folded = next(box for box in page.all("#trace .box.folded.done"))
    count = int(folded.text.split()[0])
    before = len(page.all("#trace .box"))
    folded.click()
    assert len(page.all("#trace .box")) == before - 1 + count
    assert set(plan.predecessors("LDM-503-09a")) <= set(page.texts("#trace .box b"))


# -- pictures on a screen ------------------------------------------------------------------

SMALLEST = """
const svg = document.querySelector(`#view-${arguments[0]} .sheet > svg`);
return Math.min(...[...svg.querySelectorAll("text")].map((text) =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))
"""


@pytest.mark.parametrize("view", ["overview", "calendar", "timeline"])
def test_text_can_be_read_without_zooming(page, shipped, view):
    page.resize(1440, 900)
    page.open(shipped, f"#view={view}")
    assert page.run(SMALLEST, view) >= 11


def test_there_is_no_paper_and_all_milestones_links_and_names_are_there(page, shipped, plan):
    page.open(shipped, "#view=overview")
    assert page.all("#view-overview .sheet .panel") == []
    assert page.codes("#view-overview [data-code]") == {m.id for m in plan.milestones}
    words = " ".join(" ".join(page.texts("#view-overview .milestone text")).split())
    for milestone in plan.milestones:
        if milestone.level == 2:
            assert milestone.id in words
            assert milestone.name in words
    drawn = page.run(
        "const all = (name) => [...document.querySelectorAll(`#view-overview ${name}`)];"
        "return [...all('[data-prerequisite]').map((e) => [e.dataset.prerequisite, "
        "e.dataset.dependent]), ...all('.milestone .feature').map((e) => [e.dataset.code, "
        "e.closest('.milestone').dataset.code])]"
    )
    assert set(map(tuple, drawn)) == {(link.prerequisite, link.dependent) for link in plan.links}
    button = page.one("#view-overview .legend-shown")
    assert not page.one("#view-overview .legend-box").is_displayed()
    button.click()
    assert "no date" in page.one("#view-overview .legend-box").text
    assert "red: the critical path" in page.one("#view-overview .legend-box").text
    page.press(ESCAPE)
    assert not page.one("#view-overview .legend-box").is_displayed()
    assert page.run("return document.activeElement.textContent") == "Legend"


@pytest.mark.parametrize("view", ["overview", "calendar"])
def test_years_and_lanes_stay_in_sight(page, shipped, view):
    page.resize(1440, 900)
    page.open(shipped, f"#view={view}")
    page.run(
        "const s = document.querySelector(`#view-${arguments[0]} .sheet`); s.scrollTo(200, 250);"
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
        view,
    )
    inside = """
    const frame = document.querySelector(`#view-${arguments[0]} .sheet`).getBoundingClientRect();
    return [...document.querySelectorAll(`#view-${arguments[0]} ${arguments[1]}`)].map((text) => {
      const box = text.getBoundingClientRect();
      return [text.textContent.trim(), box.left - frame.left, box.top - frame.top, box.height]; })
    """
    years = [row for row in page.run(inside, view, ".stays.head text") if row[0].startswith("20")]
    assert len(years) >= 5
    assert all(0 <= top < 60 for _, _, top, _ in years)
    if view == "calendar":
        lanes = [r for r in page.run(inside, view, ".stays.side text") if r[0].startswith("LDM")]
        assert len(lanes) == 27
        assert all(0 <= left < 40 for _, left, _, _ in lanes)


def heads_over(page, view):
    """Return the years and the as-of date that are at the top of what a picture shows."""
    inside = (
        "const top = document.querySelector(`#view-${arguments[0]} .sheet`)"
        ".getBoundingClientRect().top;"
        "return [...document.querySelectorAll(`#view-${arguments[0]} .stays.head text`)]"
        ".filter((text) => { const y = text.getBoundingClientRect().top - top;"
        "return y >= 0 && y < 160; }).map((text) => text.textContent.trim())"
    )
    return {word for word in page.run(inside, view) if re.match(r"20\d\d$|as of", word)}


@pytest.mark.parametrize("view", ["calendar", "timeline"])
def test_time_is_stretched_by_button_key_and_wheel_and_texts_stay(page, shipped, view):
    page.resize(1440, 900)
    page.open(shipped, f"#view={view}")
    place = (
        f"return [...document.querySelectorAll('#view-{view} .milestone')].map((each) => {{"
        "const box = each.getBoundingClientRect(); return [box.left, box.width, box.top]; })"
    )
    page.run(f"document.querySelector('#view-{view} .sheet').scrollTo(0, 0)")
    before = page.run(place)
    page.one(f'#view-{view} [data-stretch="in"]').click()
    page.press("]")
    page.run(
        f"document.querySelector('#view-{view} .sheet').dispatchEvent(new WheelEvent('wheel',"
        "{altKey: true, deltaY: -1, bubbles: true, cancelable: true}))"
    )
    after = page.run(place)
    spread = max(a[0] for a in after) - min(a[0] for a in after)
    narrow = max(b[0] for b in before) - min(b[0] for b in before)
    assert spread / narrow == pytest.approx(1.25**3, rel=0.02)
    for (_, wide, top), (_, wide_after, top_after) in zip(before, after, strict=True):
        assert wide_after == pytest.approx(wide, abs=1)
        assert top_after == pytest.approx(top, abs=1)
    assert {"2019", "2020", "2021"} <= heads_over(page, view)
    page.one(f'#view-{view} [data-zoom="in"]').click()
    assert page.run(place)[0][1] == pytest.approx(before[0][1] * 1.3, rel=0.05)
    page.one(f'#view-{view} [data-zoom="out"]').click()
    for _ in range(3):
        page.press("[")
    again = page.run(place)
    assert max(a[0] for a in again) - min(a[0] for a in again) == pytest.approx(narrow, abs=2)


def test_the_tip_covers_nothing_that_it_brings_out(page, shipped):
    from selenium.webdriver import ActionChains

    page.resize(1440, 900)
    page.open(shipped, "#view=overview")
    for code in ("LDM-503-11", "LDM-503-10", "LDM-503-08"):
        text = page.one(f'#view-overview .milestone[data-code="{code}"] text')
        ActionChains(page.driver, duration=0).move_to_element(text).perform()
        page.run("return new Promise((done) => setTimeout(done, 60))")
        assert code in page.one("#tip").text
        covered = page.run(
            "const t = document.getElementById('tip').getBoundingClientRect();"
            "return [...document.querySelectorAll('#view-overview .milestone.hit')].filter((e) => {"
            "const b = e.getBoundingClientRect(); return b.left < t.right && t.left < b.right &&"
            "b.top < t.bottom && t.top < b.bottom; }).map((e) => e.dataset.code)"
        )
        assert covered == []


def test_the_panel_folds_away_and_comes_back(page, shipped):
    page.open(shipped, "#view=overview")
    wide = page.one("#view-overview").size["width"]
    page.one(".open-panel").click()
    assert page.one("aside h2").text == "The plan"
    assert page.one("#view-overview").size["width"] < wide
    page.one(".fold-panel").click()
    assert page.one("#view-overview").size["width"] == wide
    page.press("/", "ghost model")
    assert page.texts(".results a.code") == ["DM-DRP-10"]


def test_a_filter_lists_the_latest_first_and_codes_as_people_do(page, shipped, plan):
    page.open(shipped, "#status=late")
    late = late_milestones(plan)
    days = [late[code].days for code in page.texts(".results a.code")]
    caption = page.one("#table-summary caption").text
    assert "Not complete: 21 of 28 level-2 milestones, 6 of them as filtered" in caption
    assert days == sorted(days, reverse=True)
    page.open(shipped, "#find=DM-DAX")
    found = page.texts(".results a.code")
    assert found.index("DM-DAX-2") < found.index("DM-DAX-10")


def test_the_keys_begin_at_what_is_first_in_time(page, shipped, plan):
    page.open(shipped, "#view=overview")
    element = "document.querySelector('#view-overview [role=treeitem][tabindex=\"0\"]')"
    first = page.run(f"return {element}.dataset.code")
    assert plan[first].completed == min(m.completed for m in plan.milestones if m.completed)


@pytest.mark.parametrize("view", ["overview", "calendar"])
def test_what_has_the_focus_is_not_under_what_stays(page, shipped, view):
    page.resize(1024, 768)
    page.open(shipped, f"#view={view}")
    page.run(
        "const s = document.querySelector(`#view-${arguments[0]} .sheet`); s.scrollTo(900, 900);"
        "s.querySelector('.milestone[data-code=\"LDM-503-17\"]').focus()",
        view,
    )
    seen = (
        "const b = document.activeElement.getBoundingClientRect();"
        "const stays = (name) => document.querySelector("
        "`#view-${arguments[0]} .stays.${name}`)?.getBoundingClientRect();"
        "return [b.top - stays('head').bottom, b.left - (stays('side')?.right ?? 0)]"
    )
    for _ in range(12):
        page.press("\ue012")
        assert min(page.run(seen, view)) > 0, page.focused


# -- dark, small, on paper -----------------------------------------------------------------


def test_pictures_are_dark_with_the_page_and_white_on_paper(page, shipped):
    page.darken()
    page.open(shipped, "#view=overview")
    fill = "return getComputedStyle(document.querySelector(arguments[0])).fill"
    shape = '#view-overview .milestone.done[data-code="LDM-503-02"] > path'
    assert page.run(fill, shape) == "rgb(28, 66, 96)"
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert page.run(fill, shape) == "rgb(214, 234, 248)"


@pytest.mark.parametrize("code", ["LDM-503-11b", "LDM-503-17", "DM-DRP-10"])
@pytest.mark.parametrize("view", ["overview", "calendar"])
def test_on_a_phone_what_is_kept_is_above_the_sheet(page, shipped, code, view):
    page.resize(390, 844, is_phone=True)
    page.open(shipped, f"#{code}&view={view}")
    under = page.run(
        "const e = [...document.querySelectorAll(`#view-${arguments[0]} [role=treeitem]`)]"
        ".find((each) => each.dataset.code === arguments[1]);"
        "const b = e.getBoundingClientRect();"
        "return document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2)"
        ".closest('[data-code]')?.dataset.code",
        view,
        code,
    )
    assert under == code
    assert page.run("return document.documentElement.scrollWidth") == 390
    tools = page.one(f"#view-{view} .tools").rect
    assert tools["height"] < 150
    assert all(
        b.rect["x"] + b.rect["width"] <= 390 for b in page.all(f"#view-{view} .tools button")
    )


def printed(page):
    options = {"preferCSSPageSize": False, "paperWidth": 11.69, "paperHeight": 8.27}
    return base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", options)["data"])


@pytest.mark.parametrize("view", ["overview", "calendar"])
def test_a_picture_prints_in_sheets_of_a_size_that_can_be_read(page, shipped, view):
    page.open(shipped, f"#view={view}")
    sizes = page.run(
        "window.dispatchEvent(new Event('beforeprint'));"
        "const smallest = Math.min(...[...document.querySelectorAll("
        "`#view-${arguments[0]} .sheet > svg text`)].map((t) => parseFloat("
        "t.getAttribute('font-size')))) * 0.9;"
        "const sizes = [...document.querySelectorAll('.printed svg')].map((svg) => ["
        "parseFloat(svg.style.width), svg.viewBox.baseVal.width, smallest]);"
        "window.dispatchEvent(new Event('afterprint')); return sizes",
        view,
    )
    assert sizes
    for wide, units, smallest in sizes:
        assert wide <= 256
        assert smallest * wide / units * 72 / 25.4 >= 6.5
    assert page.all(".printed") == []
    assert len(re.findall(rb"/Type\s*/Page\b", printed(page))) == 4


def test_the_summary_prints_on_one_page_and_a_trace_with_all_its_columns(page, shipped):
    for width, height in ((8.27, 11.69), (8.5, 11)):
        page.open(shipped)
        options = {"paperWidth": width, "paperHeight": height}
        data = page.driver.execute_cdp_cmd("Page.printToPDF", options)["data"]
        assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(data))) == 1
    page.open(shipped, "#trace=LDM-503-11")
    right = (
        "window.dispatchEvent(new Event('beforeprint'));"
        "const wide = document.querySelector('#trace .columns').getBoundingClientRect().width;"
        "window.dispatchEvent(new Event('afterprint')); return wide"
    )
    assert page.run(right) == pytest.approx(256 / 25.4 * 96, abs=2)
    assert page.all("#trace .on-paper") == []


def test_findings_that_are_new_come_first_and_no_line_breaks_in_a_name(page, shipped):
    page.resize(1440, 900)
    page.open(shipped, "#view=findings")
    statuses = page.texts("#table-findings td:nth-child(2)")
    assert statuses == sorted(statuses, key=["new", "known", "queried"].index)
    lines = page.run(
        "return [...document.querySelectorAll('#table-findings td.place span')].map("
        "(part) => part.getClientRects().length)"
    )
    assert set(lines) == {1}


def test_text_of_twice_the_size_stays_inside_the_window(page, shipped):
    page.resize(720, 450)  # a window of 1440 by 900 at 200 %
    for address in ("", "#view=overview", "#view=milestones", "#trace=LDM-503-12"):
        page.open(shipped, address)
        assert page.run("return document.documentElement.scrollWidth") <= 720


# -- for everybody -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def axe():
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe is not installed: pip install axe-playwright-python")
    (path,) = Path(found.origin).parent.rglob("axe.min.js")
    return path.read_text(encoding="utf-8")


def violations(page, axe, *rules):
    """Return what axe finds: by all its rules, or by some."""
    page.driver.set_script_timeout(60)
    page.run(axe)
    return page.driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "const all = {rules: {'target-size': {enabled: true}}};"
        "const some = arguments[0].length ? {runOnly: arguments[0]} : all;"
        # Of a long table the first rows: the others are alike, and take most of the time.
        "const part = {exclude: [['tbody > tr:nth-child(n + 25)']]};"
        "axe.run(part, {...some, resultTypes: ['violations']}).then((result) => done("
        "result.violations.map((each) => [each.id, each.nodes[0].html.slice(0, 200)])))",
        rules,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(page, shipped, axe, scheme):
    rules = []
    if scheme == "dark":
        page.darken()
        rules = ["color-contrast"]  # all that the dark can change
    page.resize(1440, 900)
    addresses = [f"#view={tab}" for tab in TABS]
    addresses += ["#LDM-503-11&view=overview", "#trace=LDM-503-12", "#status=late"]
    for address in addresses:
        page.open(shipped, address)
        assert violations(page, axe, *rules) == [], address


def test_the_page_of_changes_has_bars_and_axe_finds_nothing(page, printed, tmp_path, axe):
    path = tmp_path / "changes.html"
    printed("diff", "graphs/schedules/2018-07-17.yaml", "graphs", "-o", path)
    page.open(path)
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    rows = page.run(
        "return [...document.querySelectorAll('td:has(> .bar)')].map((cell) => ["
        "parseInt(cell.textContent), cell.querySelector('rect').getBBox().width,"
        "cell.closest('table').caption?.textContent ?? cell.closest('details').id])"
    )
    assert len(rows) > 50
    by_table = {}
    for days, wide, table in rows:
        by_table.setdefault(table, []).append((abs(days), wide))
    for bars in by_table.values():
        assert sorted(wide for _, wide in bars) == [wide for _, wide in sorted(bars)]
    assert len(page.all("main")) == 1
    assert violations(page, axe) == []
    assert page.complaints() == []


# -- sizes and times -----------------------------------------------------------------------


def test_the_report_is_small_and_opens_at_once(page, shipped):
    assert shipped.stat().st_size <= 600_000
    page.open(shipped)
    timing = page.run(
        "const [entry] = performance.getEntriesByType('navigation');"
        "return entry.loadEventEnd - entry.startTime"
    )
    assert 0 < timing <= 1000
