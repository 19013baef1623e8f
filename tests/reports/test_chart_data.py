import csv
import json
from datetime import date
from io import StringIO

from depgraph.analysis.burndown import burndown
from depgraph.analysis.projection import project
from depgraph.analysis.scope import select_scope
from depgraph.analysis.timeline import timeline
from depgraph.analysis.trends import projected_slips
from depgraph.model import Graph, Milestone
from depgraph.reports.chart_data import chart_data
from depgraph.reports.chart_tables import chart_table
from depgraph.reports.data import as_text
from depgraph.reports.writers.csv import table_csv


def test_the_numbers_of_a_timeline(shipped):
    scope = select_scope(shipped, levels=[2])
    data = chart_data(timeline(shipped, scope.codes), scope)
    last = data["milestones"][-1]
    assert (last["id"], last["date"], last["slip_days"], last["complete"]) == (
        "LDM-503-17", "2022-09-30", 0, False,
    )  # fmt: skip
    link = {"prerequisite": "LDM-503-16", "dependent": "LDM-503-17"}
    assert {**link, "queried": False, "through": []} in data["links"]
    assert data["left_out"] == {"undated": [], "schedule_only": ["LDM-503-10a"], "links": 0}


def test_a_burndown_as_csv_has_a_line_a_day_that_changes_it(shipped):
    scope = select_scope(shipped)
    table = chart_table(chart_data(burndown(shipped, scope.codes), scope))
    rows = list(csv.DictReader(StringIO(table_csv(table))))
    (at_as_of,) = [row for row in rows if row["date"] == "2019-04-30"]
    assert at_as_of == {"date": "2019-04-30", "planned": "55", "actual": "73", "forecast": "54"}
    assert rows[0]["forecast"] == rows[-1]["actual"] == ""


def test_a_spreadsheet_takes_no_name_for_a_formula():
    name = '=HYPERLINK("http://example.org")'
    graph = Graph([Milestone("-A1", name=name, due=date(2020, 1, 9))], as_of=date(2020, 1, 1))
    scope = select_scope(graph)
    data = chart_data(projected_slips(project(graph), scope.codes), scope)
    (row,) = csv.DictReader(StringIO(table_csv(chart_table(data))))
    assert (row["id"], row["name"]) == ("'-A1", f"'{name}")
    assert row["complete"] == "false"
    assert json.loads(as_text(data))["slips"][0]["name"] == name


def test_an_empty_table_has_its_heads():
    graph = Graph([Milestone("A")], as_of=date(2020, 1, 1))
    scope = select_scope(graph)
    table = chart_table(chart_data(projected_slips(project(graph), scope.codes), scope))
    assert table_csv(table) == "id,name,owner,team,level,before,after,slip_days,complete\n"
