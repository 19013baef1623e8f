from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.diagrams.charts.time_axis import time_scale

DAYS = st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1, max_size=5)


@given(DAYS)
def test_every_day_stands_inside_and_in_order(days):
    scale = time_scale(days, 100, 700)
    places = [scale.x(day) for day in sorted(days)]
    assert places == sorted(places)
    assert 100 <= places[0] <= places[-1] <= 700


@given(DAYS)
def test_bands_cover_the_axis_without_a_gap_and_have_room_for_their_names(days):
    scale = time_scale(days, 100, 700)
    bands = scale.bands()
    assert (bands[0].start, bands[-1].end) == (scale.first, scale.last)
    assert all(before.end == after.start for before, after in pairwise(bands))
    assert all(scale.at(band.end) - scale.at(band.start) > 20 for band in bands)


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_the_ends_of_the_calendar(edge):
    scale = time_scale([edge], 0, 100)
    assert 0 <= scale.x(edge) <= 100
    assert scale.bands()


@pytest.mark.parametrize(
    ("years", "bands", "marks"),
    [
        (0.5, ["Jan 2020", "Feb 2020"], []),
        (2, ["2020", "2021"], ["Jan", "Feb"]),
        (5, ["2020", "2021"], ["Q1", "Q2"]),
        (14, ["2020", "2021"], ["H1", "H2"]),
        (60, ["2020–2024", "2025–2029"], []),  # noqa: RUF001
    ],
)
def test_the_finest_names_that_there_is_room_for(years, bands, marks):
    first = date(2020, 1, 1)
    scale = time_scale([first, first + timedelta(days=round(365.25 * years))], 0, 700)
    after = [band.name for band in scale.bands() if band.end > first.toordinal()]
    assert after[: len(bands)] == bands
    fine = [mark.name for mark in scale.marks() if mark.end > first.toordinal() + 1]
    assert fine[: len(marks)] == marks
    assert bool(fine) == bool(marks)
