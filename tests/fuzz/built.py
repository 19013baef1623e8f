"""Files that are built, not damaged: of the keys and columns that readers know, and odd values."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import yaml
from hypothesis import strategies as st

Draw = Any

CODES = st.sampled_from(["A", "B", "C", "D-1", "LDM-*", "no", "1", "é", "a b", "x" * 250])
DAYS = st.sampled_from(
    [date(2019, 5, 20), date(2019, 6, 1), date(1899, 1, 1), date(2200, 1, 1), date(9999, 12, 31)]
)
NUMBERS = st.sampled_from([0, 1, -1, 2, 7, 100, 36_525, 36_526, -(10**9), 10**30, 0.5, 1e308])
TEXTS = st.sampled_from(
    [
        *(
            "",
            "x",
            "two words",
            "why?",
            "p.yaml",
            "s.yaml",
            "../x.yaml",
            "/etc/passwd",
            "all",
            "off",
        ),
        *(
            "*",
            "[a",
            "(?:a+)+$",
            "id=A",
            "error",
            "2019-13-45",
            "\u202ex",
            "\x1b[31m",
            "a\nb",
            "=1+1",
        ),
        *("\ufeff", "\ud7ff", "\U0001f600" * 20, "x" * 10_001, "{", "&a", "*a", "<<", "~", "null"),
    ]
)
ODD = st.one_of(
    NUMBERS, DAYS, TEXTS, CODES, st.none(), st.booleans(), st.just([]), st.just({}),
    st.just([[]]), st.lists(TEXTS, max_size=3), st.dictionaries(CODES, TEXTS, max_size=2),
)  # fmt: skip


# -- YAML, by its schema ------------------------------------------------------------------


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a file format, as the command prints it."""
    done = subprocess.run(
        [sys.executable, "-m", "depgraph", "schema", name], capture_output=True, check=True
    )
    schema: dict[str, Any] = json.loads(done.stdout)
    return schema


@st.composite
def yaml_files(draw: Draw, name: str) -> bytes:
    """A file of a format, of its keys, mostly with values that fit."""
    schema = schema_of(name)
    value = _value(draw, schema, schema, 0)
    is_flow = draw(st.sampled_from([False, False, False, True, None]))
    text: str = yaml.safe_dump(
        value, allow_unicode=draw(st.booleans()), sort_keys=False, default_flow_style=is_flow
    )
    return text.encode("utf-8", "replace")


def _value(draw: Draw, schema: Any, root: dict[str, Any], depth: int) -> Any:
    while isinstance(schema, dict) and "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = target
    if not isinstance(schema, dict) or (depth and draw(st.integers(0, 19)) == 0) or depth > 8:
        return draw(ODD)
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return _value(draw, draw(st.sampled_from(several)), root, depth + 1)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kind = schema.get("type", "string")
    kind = draw(st.sampled_from(kind)) if isinstance(kind, list) else kind
    return _OF_KIND.get(kind, _text)(draw, schema, root, depth)


def _mapping(draw: Draw, schema: dict[str, Any], root: dict[str, Any], depth: int) -> Any:
    known = schema.get("properties", {})
    needed = schema.get("required", [])
    names = [*needed, *draw(st.lists(st.sampled_from(sorted(known) or ["x"]), max_size=5))]
    if depth == 0 and "milestones" in known:
        names.append("milestones")
    made = {name: _value(draw, known.get(name, {}), root, depth + 1) for name in names}
    free = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    for other in free:
        if isinstance(other, dict):
            for code in draw(st.lists(CODES, max_size=4)):
                made[code] = _value(draw, other, root, depth + 1)
    return made


def _list(draw: Draw, schema: dict[str, Any], root: dict[str, Any], depth: int) -> Any:
    items = schema.get("items", {})
    return [_value(draw, items, root, depth + 1) for _ in range(draw(st.integers(0, 3)))]


def _text(draw: Draw, schema: dict[str, Any], _root: dict[str, Any], _depth: int) -> Any:
    if schema.get("format") == "date":
        return draw(DAYS)
    return draw(st.one_of(CODES, CODES, TEXTS))


_OF_KIND: dict[str, Callable[..., Any]] = {
    "object": _mapping,
    "array": _list,
    "string": _text,
    "integer": lambda draw, *_: draw(NUMBERS),
    "number": lambda draw, *_: draw(NUMBERS),
    "boolean": lambda draw, *_: draw(st.booleans()),
    "null": lambda *_: None,
}


# -- tables -------------------------------------------------------------------------------

CELLS = st.one_of(CODES, CODES, DAYS, NUMBERS, TEXTS, st.sampled_from(["A, B", "FS", "FS+3d", "Y"]))
COLUMNS = [
    *("task_code", "task_name", "pred_list", "succ_list", "end_date", "start_date", "status_code"),
    *("act_end_date", "task_type", "pred_task_id", "task_id", "pred_type", "lag_hr_cnt", "id"),
    *("cstr_type", "cstr_date", "clndr_id", "Activity ID", "Finish", "WBS", "", "x"),
]


@st.composite
def tables(draw: Draw) -> list[list[Any]]:
    """A head and some rows; some too short, some too long."""
    heads = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=7))
    row = st.lists(CELLS | st.none(), max_size=len(heads) + 1)
    return [heads, *draw(st.lists(row, max_size=4))]


@st.composite
def csv_files(draw: Draw) -> bytes:
    """A table as text, with one of several signs between its cells."""
    between = draw(st.sampled_from([",", ",", ";", "\t"]))
    lines = [between.join(map(_written, row)) for row in draw(tables())]
    return "\n".join(lines).encode(draw(st.sampled_from(["utf-8", "utf-16", "cp1252"])), "replace")


def _written(cell: Any) -> str:
    return "" if cell is None else str(cell)


@st.composite
def xlsx_files(draw: Draw) -> bytes:
    """A workbook of sheets that P6 writes, with other tables in them."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    names = st.sampled_from(["TASK", "TASKPRED", "USERDATA", "Sheet1"])
    for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)):
        sheet = book.create_sheet(name)
        for row in draw(tables()):
            sheet.append([_cell(cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@st.composite
def xls_files(draw: Draw) -> bytes:
    """The same in the older format."""
    import xlwt

    book = xlwt.Workbook()
    names = st.sampled_from(["TASK", "TASKPRED", "USERDATA", "Sheet1"])
    for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)):
        sheet = book.add_sheet(name)
        for y, row in enumerate(draw(tables())):
            for x, cell in enumerate(row):
                sheet.write(y, x, _cell(cell))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return "".join(sign for sign in cell if sign.isprintable())[:200]
    return str(cell) if isinstance(cell, int) and abs(cell) > 10**15 else cell


# -- programs for schedules ---------------------------------------------------------------

_XER_FIELDS = {
    "CALENDAR": ["clndr_id", "clndr_name", "day_hr_cnt", "clndr_data", "default_flag"],
    "PROJECT": ["proj_id", "proj_short_name", "last_recalc_date", "clndr_id", "export_flag"],
    "PROJWBS": ["wbs_id", "proj_id", "parent_wbs_id", "wbs_name"],
    "TASK": [
        *("task_id", "proj_id", "wbs_id", "clndr_id", "task_code", "task_name", "task_type"),
        *("status_code", "target_end_date", "early_end_date", "act_end_date", "target_drtn_hr_cnt"),
        *("cstr_type", "cstr_date"),
    ],
    "TASKPRED": ["task_pred_id", "task_id", "pred_task_id", "pred_type", "lag_hr_cnt"],
}
_XER_VALUES = st.sampled_from(
    [
        *("", "1", "2", "3", "7", "A", "B", "LDM-1", "TT_Mile", "TT_FinMile", "TT_Task", "TT_LOE"),
        *("TK_Complete", "TK_NotStart", "TK_Active", "PR_FS", "PR_SS", "PR_FF", "PR_SF", "0", "44"),
        *("2019-05-20 00:00", "2019-06-01 16:00", "2019-13-45 25:00", "9999-12-31 00:00", "nan"),
        *(
            "1e308",
            "-99999999",
            "9" * 40,
            "CS_MSOA",
            "CS_MEOB",
            "Y",
            "(0||CalendarData()())",
            "\x7f",
        ),
        "(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|08:00|f|16:00)())))))))",
    ]
)


@st.composite
def xer_files(draw: Draw) -> bytes:
    """Tables as P6 exports them, each perhaps missing, twice, or with other fields."""
    lines = ["ERMHDR\t19.12\t2019-05-20\tProject\ta\ta\tdb\tPM\tUSD"]
    names = (
        list(_XER_FIELDS)
        if draw(st.booleans())
        else draw(st.lists(st.sampled_from(list(_XER_FIELDS)), max_size=6))
    )
    for name in names:
        fields = _XER_FIELDS[name]
        if draw(st.integers(0, 4)) == 0:
            fields = draw(st.permutations(fields))[: draw(st.integers(0, len(fields)))]
        lines += [f"%T\t{name}", "\t".join(["%F", *fields])]
        for number in range(draw(st.integers(0, 3))):
            cells = [str(number + 1) if n == 0 else draw(_XER_VALUES) for n in range(len(fields))]
            lines.append("\t".join(["%R", *cells]))
    return "\n".join([*lines, "%E", ""]).encode("cp1252", "replace")


_MSPDI_TAGS = [
    *("UID", "ID", "Name", "Milestone", "Summary", "Start", "Finish", "Duration", "Active"),
    *("ActualFinish", "PercentComplete", "ConstraintType", "ConstraintDate", "OutlineLevel"),
]
_MSPDI_VALUES = st.sampled_from(
    [
        *("", "0", "1", "2", "-1", "x", "2019-06-01T17:00:00", "2019-99-99T00:00:00", "PT8H0M0S"),
        *("PT999999999H0M0S", "nan", "9" * 30, "&#x202e;", "&amp;", "true", "0001-01-01T00:00:00"),
    ]
)


@st.composite
def mspdi_files(draw: Draw) -> bytes:
    """Tasks as Microsoft Project exports them."""
    tasks = []
    for number in range(draw(st.integers(0, 4))):
        parts = [f"<UID>{draw(st.sampled_from([number, 1]))}</UID><ID>{number}</ID>"]
        tags = draw(st.lists(st.sampled_from(_MSPDI_TAGS), max_size=6))
        parts += [f"<{tag}>{draw(_MSPDI_VALUES)}</{tag}>" for tag in tags]
        parts += [
            f"<PredecessorLink><PredecessorUID>{draw(_MSPDI_VALUES)}</PredecessorUID>"
            f"<Type>{draw(_MSPDI_VALUES)}</Type><LinkLag>{draw(_MSPDI_VALUES)}</LinkLag>"
            "</PredecessorLink>"
            for _ in range(draw(st.integers(0, 2)))
        ]
        tasks.append(f"<Task>{''.join(parts)}</Task>")
    status = draw(_MSPDI_VALUES)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">'
        f"<StatusDate>{status}</StatusDate><Tasks>{''.join(tasks)}</Tasks></Project>"
    ).encode()


# -- words --------------------------------------------------------------------------------

_NOTE_LINES = st.sampled_from(
    [
        *(
            "LDM-503-09",
            "==========",
            "----",
            "A",
            "=",
            "",
            "Needs:",
            "- DM-AP-4: why?",
            "- B",
            "Q: x?",
        ),
        *(
            "  - C",
            ".. note::",
            "* x",
            "`A <http://x>`_",
            ":ref:`x`",
            "|x|",
            "1. B",
            "\tA",
            "::",
            "A?",
        ),
        *("x" * 10_001, "\x00", "é", "+---+", "| x |", ".. include:: /etc/passwd", "``A``", "*A*"),
    ]
)


@st.composite
def note_files(draw: Draw) -> bytes:
    """Lines of notes in any order."""
    return "\n".join(draw(st.lists(_NOTE_LINES, max_size=12))).encode()


_WORDS = st.sampled_from(
    [
        *(
            "id",
            "owner",
            "=",
            "!=",
            "*",
            "A",
            "LDM-*",
            ",",
            "(",
            ")",
            "[",
            "due",
            "<",
            ">",
            "tag",
            "~",
        ),
        *(
            "2019-05-20",
            "level",
            "1",
            "and",
            "or",
            "not",
            " ",
            "'",
            '"',
            "\\",
            "\n",
            "\x1b",
            "\u202e",
        ),
        *(
            "{{",
            "}}",
            "{%",
            "%}",
            " for x in ",
            "range(9**9)",
            "plan",
            "|",
            "loop",
            ".__class__",
            "{#",
        ),
        *("9" * 30, "-1", "@", ":", "..", "/", "é", "latest", "all", "name", "%"),
    ]
)
words = st.lists(_WORDS, max_size=8).map("".join)
"""Words for an option: selections, columns, dates, templates."""
