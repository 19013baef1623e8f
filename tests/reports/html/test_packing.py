"""The long lists of a report, packed: unpacked they are the same."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.reports.html.packing import packed

from ...report_data import unpacked_report

VALUES = st.sampled_from(
    ["", "plan.yaml:1", "plan.yaml:2", "other", 0, 1, True, False, None, [1, None], ["a"], {"b": 1}]
)
RECORDS = st.lists(st.dictionaries(st.sampled_from("abc"), VALUES), max_size=5)
FLOATS = st.dictionaries(st.integers(0, 12), st.integers(-300, 300), max_size=8)


def typed(value):
    """Tell true from 1, which are equal."""
    return json.dumps(value, sort_keys=True)


@settings(max_examples=60)
@given(records=RECORDS, path=RECORDS, floats=FLOATS)
def test_what_is_packed_is_unpacked_as_it_was(records, path, floats):
    route = {"projected": "2026-01-01", "paths": [path, records]}
    if floats:
        route["floats"] = [list(pair) for pair in floats.items()]
    data = {
        "title": "A plan",
        "milestones": records,
        "links": path,
        "findings": [],
        "routes": {"A": route, "B": {}},
    }
    before = typed(data)
    assert typed(unpacked_report(json.loads(json.dumps(packed(data))))) == before
    assert typed(data) == before


@pytest.mark.parametrize("size", [0, 1, 300])
def test_rows_that_are_alike_take_little_room(size):
    records = [{"place": f"a/long/name.yaml:{n}", "rule": "date-order"} for n in range(size)]
    data = {"milestones": [], "links": [], "findings": records, "routes": {}}
    shorter = json.dumps(packed(data)["findings"])
    assert len(shorter) < 130 + 12 * size
