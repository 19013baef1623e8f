"""What an assistant may ask: commands of depgraph that read, each with typed inputs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depgraph.errors import DepgraphError, did_you_mean
from depgraph.records import Struct
from depgraph.sources.files import exists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.reports.schema import Schema

_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_LONGEST_INPUT = 200
_REVISION = re.compile(r"^[A-Za-z0-9_@][A-Za-z0-9_.@{}^~/-]*$")
"""A git revision, and no path in one."""


class ToolError(DepgraphError):
    """Raised when a tool is asked for what it does not have."""


class Input(Struct):
    """An input of a tool.

    Attributes
    ----------
    schema
        What it may be, as a JSON Schema.
    option
        The option that it goes to; empty for an argument. Of a list, each item is one; an
        item that is a list is several arguments of the option.
    is_required
        Whether it has to be there.
    """

    schema: Schema
    option: str = ""
    is_required: bool = False


class Tool(Struct):
    """A command with those of its options that an assistant may use.

    Attributes
    ----------
    about
        What it answers.
    always
        Arguments that each call has.
    """

    command: str
    about: str
    inputs: Mapping[str, Input]
    always: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The name by which an assistant calls it."""
        return self.command.replace("-", "_")

    def input_schema(self) -> Schema:
        """Return the JSON Schema of its inputs."""
        inputs = {**self.inputs, **PAGING}
        return {
            "type": "object",
            "properties": {name: dict(expected.schema) for name, expected in inputs.items()},
            "required": [name for name, expected in inputs.items() if expected.is_required],
            "additionalProperties": False,
        }

    def arguments(self, inputs: Mapping[str, Any]) -> list[str]:
        """Return the arguments of the command for some inputs.

        Raises
        ------
        ToolError
            If one is not known, is missing, or is not what its schema says.
        """
        known = {**self.inputs, **PAGING}
        for name in inputs:
            if name not in known:
                raise ToolError(
                    f"{self.name}: there is no input {name!r}{did_you_mean(name, known)}"
                )
        options: list[str] = [*self.always]
        positional: list[str] = []
        for name, expected in known.items():
            value = inputs.get(name)
            if value is None:
                if expected.is_required:
                    raise ToolError(f"{self.name}: the input {name!r} is missing")
                continue
            _refuse(f"{self.name}: {name}", value, expected.schema)
            if name in PAGING:
                continue
            if not expected.option:
                positional += map(str, value if isinstance(value, list) else [value])
            elif isinstance(value, bool):
                options += [expected.option] if value else []
            else:
                for item in value if isinstance(value, list) else [value]:
                    options += _option(expected.option, item)
        return [*options, "--", *positional]


def _option(option: str, item: object) -> list[str]:
    """Return an option with its value; a value that begins with a dash is none of its own."""
    return [option, *map(str, item)] if isinstance(item, list) else [f"{option}={item}"]


def _refuse(what: str, value: object, schema: Schema) -> None:
    """Raise an error unless a value is of the type that a schema says."""
    kind = schema.get("type")
    checks = {
        "string": lambda: isinstance(value, str) and 0 < len(value) <= _LONGEST_INPUT,
        "integer": lambda: isinstance(value, int) and not isinstance(value, bool),
        "boolean": lambda: isinstance(value, bool),
        "array": lambda: isinstance(value, list),
    }
    if kind in checks and not checks[kind]():
        raise ToolError(f"{what}: expected {_kind_words(schema)}, got {str(value)[:60]!r}")
    if "enum" in schema and value not in schema["enum"]:
        choices = ", ".join(map(str, schema["enum"]))
        raise ToolError(f"{what}: expected one of {choices}, got {str(value)[:60]!r}")
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get(
        "maximum", value
    ):
        raise ToolError(
            f"{what}: expected {schema.get('minimum')} to {schema.get('maximum')}, got {value}"
        )
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern, str(value)):
        form = "a date as YYYY-MM-DD" if schema.get("format") == "date" else "a git revision"
        raise ToolError(f"{what}: expected {form}, got {str(value)[:60]!r}")
    if pattern == _REVISION.pattern and (".." in str(value) or exists(Path(str(value)))):
        raise ToolError(f"{what}: {str(value)[:60]!r} is a path or a range: name a git revision")
    if isinstance(value, list):
        for item in value:
            _refuse(what, item, schema["items"])


def _kind_words(schema: Schema) -> str:
    kind = schema["type"]
    if kind == "string":
        return f"a text of 1 to {_LONGEST_INPUT} characters"
    return {"integer": "a whole number", "boolean": "true or false"}.get(kind, "a list")


def _text(about: str) -> Schema:
    return {"type": "string", "description": about, "minLength": 1, "maxLength": _LONGEST_INPUT}


def _revision(about: str) -> Schema:
    return {**_text(about), "pattern": _REVISION.pattern}


def _texts(about: str) -> Schema:
    return {"type": "array", "description": about, "items": {"type": "string"}, "maxItems": 100}


def _pairs(about: str) -> Schema:
    items = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
    return {"type": "array", "description": about, "items": items, "maxItems": 100}


def _truth(about: str) -> Schema:
    return {"type": "boolean", "description": about}


def _number(about: str, least: int, most: int) -> Schema:
    return {"type": "integer", "description": about, "minimum": least, "maximum": most}


def _choice(about: str, *choices: str) -> Schema:
    return {"type": "string", "enum": list(choices), "description": about}


PAGING = {
    "offset": Input(_number("Where to begin in long lists of records.", 0, 10_000_000)),
    "limit": Input(_number("How many items of a list at most; 50 unless said.", 1, 500)),
}
"""The inputs of every tool that say which part of long lists is wanted."""

_CODE = Input(_text("The code of a milestone."), is_required=True)
_SCHEDULE = Input(
    {**_DATE, "description": "The date of a configured schedule, in place of the present one."},
    "--schedule",
)
_AS_OF = Input({**_DATE, "description": "The as-of date in place of the plan's."}, "--as-of")
_PLAN = {"schedule": _SCHEDULE, "as_of": _AS_OF}
_WITHOUT_QUERIES = Input(_truth("Leave out the links that a reviewer doubts."), "--without-queries")
_GAPS = Input(
    _choice("Whether gaps between milestones absorb slips, or are work.", "float", "work"), "--gaps"
)
_CHOICE = {
    "select": Input(
        _text("Milestones by attributes, as 'level=2,not complete' or 'due_within=90'."), "--select"
    ),
    "team": Input(_texts("Milestones of these teams."), "--team"),
    "owner": Input(_texts("Milestones of these owners."), "--owner"),
}

TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "check",
            "Check the plan: cycles, dates, its own rules. Each finding says whether it is new "
            "or known, how bad it is, and where it stands.",
            {
                **_PLAN,
                "since": Input(
                    _revision("What this git revision has already is no finding of a change."),
                    "--since",
                ),
            },
        ),
        Tool(
            "critical-path",
            "Say what drives the date of a milestone (without one, of the end of the project), "
            "and how much margin each step has.",
            {
                "code": Input(_text("The code of the milestone.")),
                **_PLAN,
                "paths": Input(
                    _number("How many float paths, the critical one first.", 1, 50), "--paths"
                ),
                "gaps": _GAPS,
                "without_queries": _WITHOUT_QUERIES,
                "deadline": Input(
                    {**_DATE, "description": "Count the float to this date."}, "--deadline"
                ),
            },
        ),
        Tool(
            "why",
            "Say why one milestone waits on another: the chains of links between them.",
            {
                "prerequisite": _CODE,
                "dependent": _CODE,
                **_PLAN,
                "without_queries": _WITHOUT_QUERIES,
            },
        ),
        Tool(
            "slip",
            "Say what moves when a milestone slips by days (60, -5 for earlier, 6wd for working "
            "days) or to a date. Nothing is written.",
            {
                "code": _CODE,
                "amount": Input(_text("Days, or a date as YYYY-MM-DD."), is_required=True),
                **_PLAN,
                "targets": Input(_texts("Show these milestones, moved or not."), "--target"),
                "without_queries": _WITHOUT_QUERIES,
            },
            ("--all",),
        ),
        Tool(
            "what-if",
            "Say what several changes would do together: moves, completions, links that come or "
            "go, queries that are dropped. A simulation: nothing is written.",
            {
                **_PLAN,
                "move": Input(_pairs("Code, and days or a date."), "--move"),
                "complete": Input(_pairs("Code, and the date of its completion."), "--complete"),
                "link": Input(_pairs("Prerequisite and dependent of a new link."), "--link"),
                "unlink": Input(
                    _pairs("Prerequisite and dependent of a link that goes."), "--unlink"
                ),
                "targets": Input(_texts("Show these milestones, moved or not."), "--target"),
            },
            ("--all",),
        ),
        Tool(
            "list",
            "List milestones with their dates and states: due, projected, late by how much.",
            {
                **_PLAN,
                **_CHOICE,
                "delayed": Input(_truth("Only what is late, and by what cause."), "--delayed"),
                "remaining": Input(_truth("Only what is not complete."), "--remaining"),
            },
        ),
        Tool(
            "show",
            "Show everything about milestones: dates in every schedule, what they wait on and "
            "block, queries, findings.",
            {
                "codes": Input(
                    {**_texts("Codes, or patterns such as LDM-503-1*."), "minItems": 1},
                    is_required=True,
                ),
                **_PLAN,
            },
        ),
        Tool(
            "queries",
            "List what reviewers doubt, and what dropping each doubted link would change.",
            {
                **_PLAN,
                "open": Input(_truth("Leave out what no longer matters."), "--open"),
            },
        ),
        Tool(
            "diff",
            "Say what changed from one git revision to another, or to the plan as it is now: "
            "milestones, links, dates, findings, critical paths.",
            {
                "old": Input(_revision("A git revision, as main or HEAD~3."), is_required=True),
                "new": Input(_revision("A git revision; the plan as it is now unless said.")),
                "targets": Input(
                    _texts("Compare date, float and critical path of these."), "--target"
                ),
            },
            ("--all",),
        ),
        Tool(
            "health",
            "Assess the schedule as a whole: the DCMA 14 points and the GAO practices.",
            {
                **_PLAN,
                "target": Input(_text("The milestone that the project ends with."), "--target"),
            },
        ),
        Tool(
            "risk",
            "Say how likely dates are, and what matters for them, by a simulation.",
            {
                "codes": Input(_texts("Codes; without any, the level-2 milestones.")),
                **_PLAN,
                "iterations": Input(_number("How many runs.", 1, 100_000), "--iterations"),
                "seed": Input(_number("Which draws.", 0, 1_000_000), "--seed"),
                "gaps": _GAPS,
                "without_queries": _WITHOUT_QUERIES,
            },
            ("--jobs=1",),
        ),
    )
}
"""The tools by their names."""
