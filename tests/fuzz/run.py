"""A fuzz of every reader: shipped and small files are damaged, and read by the command line.

    python tests/fuzz/run.py [--seconds 60] [--seed N] [--keep DIR]

What is no failure: an answer, or a refusal with status 2 that names the file. What is one: any
other exception, more than 10 seconds or 1 GB, a changed input, a refusal without a place. Inputs
that fail are kept in DIR; those that ever failed are in ``failed`` and are read by a test.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FAILED = Path(__file__).parent / "failed"
TIME_LIMIT = 10
MOST_MEMORY = 1024**3

TOKENS = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b"? ",
        b"- ",
        b": ",
        b"&a ",
        b"*a",
        b"!!x ",
        b"<<: ",
        b"|\n",
        b">-\n",
    ),
    *(b"'", b'"', b"\t", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b" #"),
    *(
        b"999999999999999999999999",
        b"-1",
        b"1e308",
        b"nan",
        b"0000-00-00",
        b"9999-12-31",
        b"x" * 300,
    ),
    *(
        b"include: [p.yaml]\n",
        b"requires: [A]\n",
        b"%T\tTASK\n",
        b"%R\t",
        b"%E\n",
        b"=1+1",
        b"(?:a+)+$",
    ),
    *(b"<a>", b"</Task>", b"&lt;", b"<![CDATA[", b"PT999999999999H0M0S", b"lag: 99999999999\n"),
)

CSV = (
    b"task_code,task_name,pred_list,succ_list,end_date\n"
    b"A,First,,B,2019-02-01\nB,Second,A,,2019-04-01\n"
)
LIST = (
    b"Plan;of;today\nID;Name;Due;% Complete;Duration;Team;Depends on;Blocks\n"
    b'A;First;01/02/2026;50%;2 weeks;X;;B\nB;"Sec;ond";Sun 15/03/26;0,5;1,5 d;X;AFS+2d, A;\n'
)
ISSUES = (
    b"Summary,Issue key,Issue id,Status,Due date,Resolved,Inward issue link (Blocks)\n"
    b"A-1 First,A-1,501,Done,17/Jan/26 12:00 AM,17/Jan/26 3:12 PM,\n"
    b'"Se\ncond",A-2,502,,46039,,A-1\n'
)
OF_LIST = (
    b"graph: {file: l.csv, as_of: 2026-01-20, dates: day-first, headings: 2, encoding: cp1252,\n"
    b"  delimiter: ';', columns: {code: ID, requires: [Depends on, '#8'], team: ''}}\n"
)
NOTES = b"LDM-503-09\n==========\n\nNeeds:\n\n- DM-AP-4: why?\n- DM-DRP-10\n\nQ: Is it done?\n"
CHANGES = (
    b"move:\n  B: 60\ncomplete:\n  A: 2019-01-01\nunlink:\n- {prerequisite: A, dependent: B}\n"
)
MSPDI = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="http://schemas.microsoft.com/project">'
    b"<SaveVersion>14</SaveVersion><StatusDate>2019-05-20T00:00:00</StatusDate><Tasks>"
    b"<Task><UID>1</UID><ID>1</ID><Name>First</Name><Milestone>1</Milestone>"
    b"<Finish>2019-06-01T17:00:00</Finish></Task>"
    b"<Task><UID>2</UID><ID>2</ID><Name>Second</Name><Milestone>1</Milestone>"
    b"<Finish>2019-07-01T17:00:00</Finish><PredecessorLink><PredecessorUID>1</PredecessorUID>"
    b"<Type>1</Type><LinkLag>4800</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>"
    b"</Tasks></Project>\n"
)
RULES = b"rules:\n- id: a\n  kind: attribute\n  milestones: {id: 'LDM-*'}\n  require: [name]\n"


EXPORT = {
    "TASK": [
        ["task_code", "status_code", "task_name", "end_date", "task_type"],
        ["A", "Not Started", "First", "2019-06-01", "Finish Milestone"],
        ["B", "Not Started", "Second", "2019-07-01", "Finish Milestone"],
    ],
    "TASKPRED": [["pred_task_id", "task_id", "pred_type", "lag_hr_cnt"], ["A", "B", "FS", "16"]],
}


class Case(NamedTuple):
    """What is damaged, as which file it is read, and by what. `weight` is how often."""

    data: bytes
    name: str
    arguments: tuple[str, ...]
    weight: float = 1.0
    beside: tuple[tuple[str, bytes], ...] = ()


def cases() -> list[Case]:
    """Return the files that are damaged."""
    small = (
        b"as_of: 2019-05-20\nmilestones:\n  A: {name: a, due: 2019-06-01}\n"
        b"  B:\n    due: 2019-07-01\n    requires: [{id: A, type: FS, lag: 3, query: why}]\n"
    )
    config = (
        b"graph: p.yaml\nschedule: {file: s.yaml, as_of: 2019-05-20}\n"
        b"owners:\n- {match: '*', owner: X}\n"
    )
    beside = (("p.yaml", small),)
    of_config = (*beside, ("s.yaml", b"milestones:\n  A: {due: 2019-06-01}\n"))
    with_rules = (*beside, ("depgraph.yaml", b"graph: p.yaml\nrules: [rules.yaml]\n"))
    with_baseline = (*beside, ("depgraph.yaml", b"graph: p.yaml\n"))
    baseline = b"findings:\n- {rule: undated, milestone: A, reason: known}\n"
    as_of = ("--as-of", "2019-05-20")
    check = ("check", "FILE", *as_of)
    what_if = ("what-if", "--changes", "FILE", "--graph", "p.yaml", *as_of)
    list_rows = {"Plan": [*csv.reader(LIST.decode().splitlines(), delimiter=";")]}
    export = FAILED.joinpath("huge-lag.xer").read_bytes()
    shipped = {
        path.relative_to(ROOT / "graphs").as_posix(): path.read_bytes()
        for path in sorted((ROOT / "graphs").rglob("*.yaml"))
    }
    return [
        Case(small, "f.yaml", check, 4),
        Case(small, "f.yaml", ("fmt", "--check", "FILE"), 2),
        Case(small, "f.yaml", ("export", "--graph", "FILE")),
        *(
            Case(data, name, arguments, 0.1, tuple(shipped.items()))
            for name, data in shipped.items()
            for arguments in (("check",), ("fmt", "--check"))
        ),
        Case(config, "depgraph.yaml", ("check",), 3, of_config),
        Case(RULES, "rules.yaml", ("check",), 2, with_rules),
        Case(baseline, "baseline.yaml", ("check",), 2, with_baseline),
        Case(CHANGES, "changes.yaml", what_if, 2, beside),
        Case(CSV, "f.csv", check, 2),
        Case(LIST, "f.csv", check, 2),
        Case(ISSUES, "f.csv", check, 2),
        Case(OF_LIST, "depgraph.yaml", ("check",), 2, (("l.csv", LIST),)),
        Case(_workbook_of(list_rows), "f.xlsx", check, 0.5),
        Case(NOTES, "f.rst", check, 2),
        Case(_workbook_of(EXPORT), "f.xlsx", check, 0.5),
        Case(export.replace(b"9" * 30, b"44"), "f.xer", check, 0.25),
        Case(MSPDI, "f.xml", check, 0.25),
    ]


def _workbook_of(sheets: dict[str, list[list[str]]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return a file with a few faults."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + int(chance.expovariate(1 / 20)) + 1)
        kind = chance.randrange(8)
        if kind == 0:
            data = data[:at] + data[end:]
        elif kind == 1:
            data = data[:end] + data[at:end] * chance.choice((1, 2, 60)) + data[end:]
        elif kind == 2:
            data = data[:at]
        elif kind == 3:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        elif kind == 4:
            lines = data.splitlines(keepends=True)
            chance.shuffle(lines)
            data = b"".join(lines)
        elif kind == 5:
            data = data[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 50, 2_000)) + data[at:]
        else:
            data = data[:at] + chance.choice(TOKENS) + data[end:]
    return data


class Failure(Exception):  # noqa: N818 - it is none of a program
    """Raised where a reader does what it must not."""


def tried(case: Case, data: bytes) -> int:
    """Read a file as a case says; return the exit status.

    Raises
    ------
    Failure
        If that fails.
    """
    from depgraph.cli.main import _run

    with tempfile.TemporaryDirectory() as name, chdir(name):
        for file, content in (*case.beside, (case.name, data)):
            Path(file).parent.mkdir(exist_ok=True)
            Path(file).write_bytes(content)
        before = _state()
        arguments = [case.name if argument == "FILE" else argument for argument in case.arguments]
        output, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        began = time.monotonic()
        try:
            with redirect_stdout(output), redirect_stderr(errors), _alarm():
                status = _run(arguments)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            raise Failure("".join(traceback.format_exception(error)[-6:])) from error
        if time.monotonic() - began > TIME_LIMIT:
            raise Failure(f"took {time.monotonic() - began:.1f} s")
        if _state() != before:
            raise Failure("a file was changed")
        names = (case.name, *(file for file, _ in case.beside))
        if status == 2 and not any(file in errors.getvalue() for file in names):
            raise Failure(f"refused without a place: {errors.getvalue()[:300]!r}")
        if status not in (0, 1, 2):
            raise Failure(f"ended with {status}")
        return status


def _state() -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path().rglob("*"))
        if path.is_file()
    }


@contextmanager
def _alarm() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError(f"longer than {TIME_LIMIT} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(TIME_LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _bound_memory() -> None:
    import resource

    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    # A Java machine, which is another process, reserves more than it takes.
    most = taken + MOST_MEMORY + (0 if shutil.which("java") is None else 8 * 1024**3)
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main() -> int:
    """Damage files until the time is over; return how many readers failed."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "depgraph-fuzz")
    options.add_argument("--without-java", action="store_true")
    wanted = options.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    _bound_memory()
    chance = random.Random(wanted.seed)  # noqa: S311 - it is to be repeated
    known = [
        case for case in cases() if not (wanted.without_java and case.name in ("f.xer", "f.xml"))
    ]
    end = time.monotonic() + wanted.seconds
    counts = {0: 0, 1: 0, 2: 0}
    failures: dict[str, int] = {}
    while time.monotonic() < end:
        case = chance.choices(known, [case.weight for case in known])[0]
        data = damaged(case.data, chance)
        try:
            counts[tried(case, data)] += 1
        except Failure as failure:
            words = str(failure).strip()
            failures[words] = failures.get(words, 0) + 1
            if failures[words] == 1:
                wanted.keep.mkdir(parents=True, exist_ok=True)
                kept = wanted.keep / f"{wanted.seed}-{len(failures)}-{case.name}"
                kept.write_bytes(data)
                print(f"{' '.join(case.arguments)}: {kept}\n{words}\n", flush=True)
    print(f"answered {counts[0] + counts[1]}, refused {counts[2]}, failed {sum(failures.values())}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
