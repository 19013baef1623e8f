"""Every answer in every format: one seam, one matrix."""

import csv
import json
import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from depgraph.reports.answers import ANSWERS, answer_schema, schema_of
from depgraph.reports.export_data import ExportAnswer

ROOT = Path(__file__).parents[2]

SCHEDULES = ("graphs/schedules/2018-07-17.yaml", "graphs/schedules/2024-11-30.yaml")
QUERIED = ("DM-DAX-9", "LDM-503-09")
CALLS: dict[str, Sequence[str]] = {
    "check": ("check", "--all"),
    "critical-path": ("critical-path", "LDM-503-17"),
    "diff": ("diff", *SCHEDULES),
    "health": ("health",),
    "highlights": ("highlights",),
    "list": ("list", "--remaining"),
    "queries": ("queries",),
    "risk": ("risk", "LDM-503-09", "--iterations", "400"),
    "rules": ("rules",),
    "show": ("show", "LDM-503-09"),
    "slip": ("slip", "DM-DRP-10", "60"),
    "slips": ("slips",),
    "status": ("status", "LDM-503-17", "--by", "team"),
    "what-if": ("what-if", "--move", "DM-DRP-10", "60", "--unlink", "DM-DRP-10", "LDM-503-11b"),
    "why": ("why", "DM-DRP-10", "LDM-503-17"),
}
"""How each answer is asked for."""

MORE_CALLS: Sequence[tuple[str, Sequence[str]]] = (
    ("check", ("check", "--graph", "graphs/verification.yaml")),
    ("critical-path", ("critical-path", "LDM-503-12", "--paths", "5", "--gaps", "work")),
    ("critical-path", ("critical-path", "LDM-503-12", "--tree")),
    ("critical-path", ("critical-path", "LDM-503-17", "--chain", "hops")),
    ("critical-path", ("critical-path", "LDM-503-03", "--history")),
    ("diff", ("diff", *SCHEDULES, "--target", "LDM-503-17")),
    ("diff", ("diff", "graphs", SCHEDULES[1], "--fail-on", "cycle", "--all")),
    ("health", ("health", "--target", "LDM-503-17")),
    ("health", ("health", "--graph", "graphs/verification.yaml")),
    ("highlights", ("highlights", "LDM-503-02", "--since", SCHEDULES[0])),
    ("list", ("list", "--by-month")),
    ("list", ("list", "--predecessors")),
    ("list", ("list", "--delayed", "--level", "2")),
    ("list", ("list", "--delayed", "--by-cause")),
    ("queries", ("queries", "--open")),
    ("queries", ("queries", "--graph", "graphs/verification.yaml")),
    ("risk", ("risk", "--iterations", "100", "--gaps", "work", "--without-queries")),
    ("risk", ("risk", "--iterations", "100", "--backtest", "--schedule", SCHEDULES[1])),
    ("show", ("show", "DM-SUIT-16")),
    ("show", ("show", "LDM-503-10b")),
    ("slip", ("slip", "DM-DRP-10", "60", "--target", "LDM-503-17")),
    ("slip", ("slip", "DM-STAFF", "400")),
    ("slip", ("slip", "LDM-503-11", "-30")),
    ("what-if", ("what-if", "--without-queries", "--keep", "DM-STAFF", "LDM-503-13")),
    ("what-if", ("what-if", "--complete", "DM-AP-10", "2019-04-10", "--drop", *QUERIED)),
    (
        "what-if",
        ("what-if", "--link-as", "DM-NET-4", "LDM-503-12", "FS+30", "--target", "DM-STAFF"),
    ),
    ("what-if", ("what-if", "--move", "DM-DRP-10", "60", "--risk", "--target", "LDM-503-11b")),
    ("list", ("list", "--target", "LDM-503-12")),
    ("slip", ("slip", "DM-DRP-10", "60", "--target", "LDM-503-17")),
    ("slips", ("slips", "2018-07-17", "2019-05-20", "--by", "none", "--all")),
    ("what-if", ("what-if", "--move", "DM-DRP-10", "60", "--unlink", "DM-DRP-10", "LDM-503-11b")),
    ("why", ("why", "LDM-503-17", "DM-DRP-10")),
    ("why", ("why", "DM-NCSA-12", "LDM-503-14", "--paths", "10")),
    ("why", ("why", "LDM-503-04", "LDM-503-14", "--without-queries")),
)
"""Other calls whose JSON has another shape."""

SCHEMA_ONLY: Sequence[tuple[str, Sequence[str]]] = (
    ("chart", ("chart", "burndown")),
    ("chart", ("chart", "risk", "LDM-503-09")),
    ("chart", ("chart", "sensitivity", "LDM-503-09")),
    ("chart", ("chart", "slips")),
    ("chart", ("chart", "slips", "--since", "2018-07-17")),
    ("chart", ("chart", "timeline", "--team", "SUIT")),
    ("chart", ("chart", "trend")),
    ("export", ("export",)),
    ("export", ("export", "--graph", "graphs/verification.yaml")),
    ("release-plan", ("release-plan",)),
    ("report", ("report",)),
    ("report", ("report", "--graph", "graphs/verification.yaml")),
)
"""Calls that write no answer in all formats, but JSON of which there is a schema."""

WITHOUT_TABLE = ("highlights", "show", "why")
ENDS = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "json": ".json",
    "csv": ".csv",
    "xlsx": ".xlsx",
}
PAGES = ("text", "markdown", "html", "json")


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that takes no other keys than it names."""
    inner = {
        key: closed(value)
        if isinstance(value, dict)
        else [closed(each) if isinstance(each, dict) else each for each in value]
        if isinstance(value, list)
        else value
        for key, value in schema.items()
    }
    if "properties" in inner:
        inner.setdefault("additionalProperties", False)
    return inner


def is_in_format(data: bytes, form: str) -> None:
    """Fail if an answer is not in its format."""
    if form == "xlsx":
        assert openpyxl.load_workbook(BytesIO(data)).worksheets[0].max_row > 1
        return
    text = data.decode()
    assert text.endswith("\n")
    assert "\x1b" not in text
    if form == "json":
        json.loads(text)
    elif form == "csv":
        head, *rows = csv.reader(StringIO(text))
        assert rows
        assert {len(row) for row in rows} == {len(head)}
    elif form == "html":
        assert text.startswith("<!DOCTYPE html>")
        assert "<script" not in text
    else:
        assert not text.startswith(("{", "<"))


@pytest.mark.parametrize("form", ENDS)
@pytest.mark.parametrize("answer", CALLS)
def test_every_answer_in_every_format(run, run_process, tmp_path, answer, form):
    call = CALLS[answer]
    path = tmp_path / f"answer{ENDS[form]}"
    written = run(*call, "-o", path)
    printed = run(*call, "--format", form, "-o", "-", text=False)
    if form in ("csv", "xlsx") and answer in WITHOUT_TABLE:
        for done in (written, printed):
            message = done.stderr if isinstance(done.stderr, str) else done.stderr.decode()
            assert done.returncode == 2
            assert f"{answer} is no table, so it has no {form}" in message
        assert not path.exists()
        return
    assert (written.returncode, printed.returncode) == (0, 0), written.stderr
    assert written.stderr == f"wrote {path}\n"
    assert printed.stderr == b""
    is_in_format(path.read_bytes(), form)
    assert printed.stdout == path.read_bytes()


@pytest.mark.parametrize("answer", CALLS)
def test_an_end_that_tells_no_format_is_refused_and_so_is_that_of_a_plan(refusal, tmp_path, answer):
    for name, message in (
        ("answer.doc", "cannot tell the format from"),
        ("answer", "cannot tell the format from"),
        ("answer.yaml", "files that end in .yaml are those of plans"),
    ):
        assert message in refusal(*CALLS[answer], "-o", tmp_path / name)
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("answer", CALLS)
def test_closed_standard_output_is_told(run, answer):
    done = run(*CALLS[answer], is_closed=True)
    assert done.returncode == 2
    assert done.stderr == "error: there is nowhere to write to: standard output is closed\n"


CASES = [*CALLS.items(), *MORE_CALLS]


WITH_SCHEMA = [*CASES, *SCHEMA_ONLY]


def test_every_answer_with_a_schema_is_called():
    assert {answer for answer, _ in WITH_SCHEMA} == set(ANSWERS)


@pytest.mark.parametrize(
    ("answer", "call"), WITH_SCHEMA, ids=[" ".join(call) for _, call in WITH_SCHEMA]
)
def test_the_data_is_as_its_schema_says(run, printed, answer, call):
    schema = closed(answer_schema(answer))
    jsonschema.Draft7Validator.check_schema(schema)
    text = printed(*call, "--format", "json")
    jsonschema.validate(json.loads(text), schema, jsonschema.Draft7Validator)
    assert json.loads(run("schema", f"answer.{answer}").stdout) == answer_schema(answer)


CIRCLES = """\
milestones:
  A: {requires: [B]}
  B: {requires: [{id: A, query: Really?}]}
  C: {duration: 3, requires: [{id: D, type: FF}]}
  D: {duration: 2, requires: [{id: C, type: SS, lag: 2}]}
"""


def test_the_data_of_circles_is_as_the_schema_says(run, write):
    done = run("check", write("plan.yaml", CIRCLES), "--format", "json")
    data = json.loads(done.stdout)
    jsonschema.validate(data, closed(answer_schema("check")), jsonschema.Draft7Validator)
    kinds = [finding["circle"]["kind"] for finding in data["findings"] if finding["circle"]]
    assert sorted(kinds) == ["cycle", "ladder"]


def test_an_export_is_as_its_type_says(run):
    schema = closed(schema_of(ExportAnswer))
    jsonschema.validate(json.loads(run("export").stdout), schema, jsonschema.Draft7Validator)


@pytest.fixture(scope="module")
def words_of(run):
    """Return the words of a call's output, without regard to a terminal; they are kept."""

    @cache
    def read(*call):
        return set(re.findall(r"\w+", run(*call).stdout))

    return read


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(("answer", "call"), CASES, ids=[" ".join(call) for _, call in CASES])
def test_a_terminal_has_room_for_every_line_and_no_word_is_broken(
    run, words_of, answer, call, columns
):
    if answer == "highlights":
        call = (*call, "--format", "text")
    text = run(*call, columns=columns).stdout
    long_words = [
        line
        for line in text.splitlines()
        if len(line) > columns and not re.search(r"\S{50}|https?://|/\S*\.ya?ml", line)
    ]
    assert long_words == []
    told = set(re.findall(r"\w+", text)) - words_of(*call)
    assert told <= set(re.findall(r"\w+", LEFT_OUT)) | set(re.findall(r"\w+", MONTHS))


LEFT_OUT = "Left out, as the terminal is narrow: (a file or a pipe has all columns)"
MONTHS = "From to of what lies before stands under after"
