"""The bounds of lags, durations, dates and texts, and of nesting, are the same in every source."""

from datetime import date
from pathlib import Path

import pytest

from depgraph.errors import LoadError
from depgraph.plans.loading import load
from depgraph.sources.bounds import LONGEST, LONGEST_TEXT, wrong_date, wrong_duration, wrong_lag


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems_of(name: str, text: str) -> str:
    Path(name).write_text(text)
    with pytest.raises(LoadError) as caught:
        load(name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("attribute", "line"),
    [
        (f"requires: [{{id: B, lag: {LONGEST + 1}}}]", "36525"),
        (f"requires: [{{id: B, lag: {-LONGEST - 1}}}]", "36525"),
        (f"duration: {LONGEST + 1}", "36525"),
        ("due: 2200-01-01", "expected a year from 1900 to 2199, got 2200-01-01"),
        ("due: 1899-12-31", "expected a year from 1900 to 2199, got 1899-12-31"),
        (f"name: {'x' * (LONGEST_TEXT + 1)}", "the text has 10,001 characters: at most 10,000"),
    ],
)
def test_in_yaml(attribute: str, line: str) -> None:
    told = problems_of("p.yaml", f"milestones:\n  B: {{}}\n  A:\n    {attribute}\n")
    assert told.startswith("p.yaml:4:")
    assert line in told


def test_what_all_sources_ask() -> None:
    assert wrong_lag(LONGEST * 8, 8) is None
    assert wrong_lag(-LONGEST * 8, 8) is None
    assert wrong_lag(float("inf"), 8) == "expected at most 292200 hours, got inf"
    assert wrong_lag(float("nan"), 8) is not None
    assert wrong_duration(-1) == "expected 0 to 36525 days, got -1"
    assert wrong_duration(float("nan")) is not None
    assert wrong_date(date(9999, 1, 1), "'9999-01-01'") is not None


@pytest.mark.parametrize("inner", ["{" * 60, "? " * 60, "[" * 60, "- " * 60, "{[{" * 20])
def test_what_nests_too_deep_is_told(inner: str) -> None:
    told = problems_of("p.yaml", f"milestones:\n  A:\n    {inner}\n")
    assert "nested deeper than 40 levels" in told
    assert told.startswith("p.yaml:3:")


def test_two_as_of_dates_of_a_schedule() -> None:
    Path("p.yaml").write_text("milestones: {A: {}}\n")
    Path("s.yaml").write_text("milestones: {A: {due: 2019-06-01}}\n")
    config = (
        "graph: p.yaml\nschedule: {file: s.yaml, as_of: 2019-05-20}\n"
        "schedules: [{file: ./s.yaml, as_of: 2018-01-01}]\n"
    )
    Path("depgraph.yaml").write_text(config)
    with pytest.raises(LoadError, match="keep one") as caught:
        load()
    assert str(caught.value) == (
        "depgraph.yaml:3:37: as_of is 2018-01-01 here and 2019-05-20 in depgraph.yaml:2 "
        "for the same schedule: keep one"
    )
    Path("depgraph.yaml").write_text(config.replace("2018-01-01", "2019-05-20"))
    assert load().as_of == date(2019, 5, 20)
    Path("s.yaml").write_text("as_of: 2019-06-30\nmilestones: {A: {due: 2019-06-01}}\n")
    with pytest.raises(LoadError, match="keep one") as caught:
        load()
    assert str(caught.value) == (
        "s.yaml:1:8: as_of is 2019-06-30 here and 2019-05-20 in depgraph.yaml:2 "
        "for the same schedule: keep one"
    )
    assert load(as_of=date(2019, 7, 1)).as_of == date(2019, 7, 1)
