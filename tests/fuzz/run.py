"""A fuzz of every reader, by the command line: shipped and small files are damaged, others built.

    python tests/fuzz/run.py [--seconds 60] [--seed N] [--keep DIR]

What is no failure: an answer, or a refusal with status 2 that names the file. What is one: any
other exception, more than 10 seconds of CPU or 1 GB, of a child too, a changed input, a refusal
without a place. Inputs that fail are kept in DIR; those that ever failed are in ``failed`` and
are read by a test.
"""

import argparse
import csv
import hashlib
import io
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import NamedTuple

from hypothesis.strategies import SearchStrategy

ROOT = Path(__file__).parents[2]
FAILED = Path(__file__).parent / "failed"
TIME_LIMIT = 10
"""So many seconds of CPU at most, children included; six times that until it is stopped."""

MOST_MEMORY = 1024**3
BUILT_AT_ONCE = 10

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
    """What is damaged, as which file it is read, and by what.

    Attributes
    ----------
    arguments
        The command; FILE stands for the name of the file, and TEXT for what would be in it.
    weight
        How often it is chosen, against the others.
    beside
        Other files, and what is in them.
    built
        The name of the strategy that builds such files.
    """

    data: bytes
    name: str
    arguments: tuple[str, ...]
    weight: float = 1.0
    beside: tuple[tuple[str, bytes], ...] = ()
    built: str = ""

    @property
    def needs_java(self) -> bool:
        return self.name.endswith(".xml")


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
        Case(small, "f.yaml", check, 4, built="graph"),
        Case(small, "f.yaml", ("fmt", "--check", "FILE"), 2, built="graph"),
        Case(small, "f.yaml", ("export", "--graph", "FILE")),
        *(
            Case(data, name, arguments, 0.1, tuple(shipped.items()))
            for name, data in shipped.items()
            for arguments in (("check",), ("fmt", "--check"))
        ),
        Case(config, "depgraph.yaml", ("check",), 3, of_config, "config"),
        Case(RULES, "rules.yaml", ("check",), 2, with_rules, "rules"),
        Case(baseline, "baseline.yaml", ("check",), 2, with_baseline, "baseline"),
        Case(CHANGES, "changes.yaml", what_if, 2, beside, "changes"),
        Case(CSV, "f.csv", check, 2, built="csv_files"),
        Case(NOTES, "f.rst", check, 2, built="note_files"),
        Case(LIST, "f.csv", check, 2, built="csv_files"),
        Case(ISSUES, "f.csv", check, 2),
        Case(OF_LIST, "depgraph.yaml", ("check",), 2, (("l.csv", LIST),), "config"),
        Case(_workbook_of(list_rows), "f.xlsx", check, 0.5),
        Case(_workbook_of(EXPORT), "f.xlsx", check, 0.5, built="xlsx_files"),
        Case(_old_workbook_of(EXPORT), "f.xls", check, 0.5, built="xls_files"),
        Case(export.replace(b"9" * 30, b"44"), "f.xer", check, 3, built="xer_files"),
        Case(
            export.replace(b"9" * 30, b"44"), "f.xer", (*check, "--activities"), built="xer_files"
        ),
        Case(MSPDI, "f.xml", check, 0.25, built="mspdi_files"),
        *(
            Case(small, "f.yaml", (*arguments, *as_of), 0.3, beside, "graph")
            for arguments in (
                ("import", "FILE", "--into", "new", "--dry-run"),
                ("list", "--graph", "FILE", "--format", "csv"),
                ("queries", "--graph", "FILE"),
                ("health", "--graph", "FILE"),
                ("diff", "p.yaml", "FILE"),
                ("render", "--graph", "FILE", "--format", "dot"),
                ("release-plan", "--graph", "FILE", "--format", "json"),
            )
        ),
        *(
            Case(words, "words", arguments, 0.3, beside, "words")
            for words, arguments in (
                (b"id=A", ("list", "--graph", "p.yaml", *as_of, "--select", "TEXT")),
                (b"code,due", ("list", "--graph", "p.yaml", *as_of, "--columns", "TEXT")),
                (b"-due", ("list", "--graph", "p.yaml", *as_of, "--sort", "TEXT")),
                (b"2019-05-20", ("check", "p.yaml", "--as-of", "TEXT")),
                (b"60", ("what-if", "--graph", "p.yaml", *as_of, "--move", "A", "TEXT")),
                (b"A", ("critical-path", "TEXT", "--graph", "p.yaml", *as_of)),
                (b"p.yaml", ("diff", "TEXT", "p.yaml")),
                (b"A", ("render", "--graph", "p.yaml", "--format", "dot", "--focus", "TEXT")),
            )
        ),
        Case(
            b"{{ title }}{% for one in milestones %}{{ one.id }}{% endfor %}",
            "t.md.j2",
            ("release-plan", "--graph", "p.yaml", *as_of, "--template", "FILE"),
            0.3,
            beside,
            "words",
        ),
    ]


def strategy_of(case: Case) -> SearchStrategy[bytes]:
    """Return what builds files of a case."""
    sys.path.insert(0, str(Path(__file__).parent))
    import built

    sys.path.pop(0)
    if case.built == "words":
        strategy: SearchStrategy[bytes] = built.words.map(
            lambda text: text.encode("utf-8", "replace")
        )
    elif case.built.endswith("_files"):
        strategy = getattr(built, case.built)()
    else:
        strategy = built.yaml_files(case.built)
    return strategy


def built_files(case: Case, number: int) -> list[bytes]:
    """Return some files that are built for a case, the same ones for the same number."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    files: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=BUILT_AT_ONCE,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy_of(case))
    def gather(data: bytes) -> None:
        files.append(data)

    gather()
    return files


def _old_workbook_of(sheets: dict[str, list[list[str]]]) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                sheet.write(y, x, cell)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


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
        kind = chance.randrange(10)
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
        elif kind < 8:
            data = data[:at] + chance.choice(TOKENS) + data[end:]
        elif words := [*re.finditer(rb"[\w.:-]+", data)]:
            # A word becomes another one of the file, or an odd one: what is named is not there.
            word, other = chance.choice(words), chance.choice(words)
            new = other[0] if kind == 8 else chance.choice(TOKENS)
            data = data[: word.start()] + new + data[word.end() :]
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
        text = data.decode("utf-8", "surrogateescape").replace("\0", "")
        places = {"FILE": case.name, "TEXT": text}
        arguments = [places.get(argument, argument) for argument in case.arguments]
        output, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        began, alive, held = _cpu_time(), time.monotonic(), _most_memory_of_children()
        try:
            with redirect_stdout(output), redirect_stderr(errors), _alarm():
                status = _run(arguments)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            lines = traceback.format_exception(error)[-6:]
            raise Failure("".join(line[:500] for line in lines)) from error
        if _cpu_time() - began > TIME_LIMIT:
            lasted = time.monotonic() - alive
            raise Failure(f"took {_cpu_time() - began:.1f} s of CPU in {lasted:.1f} s")
        # What children held before, whosever they were, stays the most that any did.
        if (taken := _most_memory_of_children()) > max(MOST_MEMORY, held):
            raise Failure(f"a child took {taken // 1024**2} MB")
        if _state() != before:
            raise Failure("a file was changed")
        names = [case.name, *(file for file, _ in case.beside)]
        if "TEXT" in case.arguments:  # what is wrong with an option is told of the option
            names.append("error: ")
        told = errors.getvalue()
        is_placed = any(name in told for name in names) or _is_place(told.partition(":")[0])
        if status == 2 and not is_placed:
            raise Failure(f"refused without a place: {told[:300]!r}")
        if status not in (0, 1, 2):
            raise Failure(f"ended with {status}")
        return status


def _is_place(text: str) -> bool:
    """Whether a text names a file or a folder that is there, as `/` may be named by an option."""
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _cpu_time() -> float:
    """Return the seconds of CPU of this process and its children that have ended."""
    return sum(os.times()[:4])


def _most_memory_of_children() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _state() -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path().rglob("*"))
        if path.is_file()
    }


@contextmanager
def _alarm() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError(f"longer than {6 * TIME_LIMIT} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(6 * TIME_LIMIT)
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
    known = [case for case in cases() if not (wanted.without_java and case.needs_java)]
    end = time.monotonic() + wanted.seconds
    counts = {0: 0, 1: 0, 2: 0}
    failures: dict[str, int] = {}
    while time.monotonic() < end:
        case = chance.choices(known, [case.weight for case in known])[0]
        if case.built and chance.randrange(BUILT_AT_ONCE) == 0:
            files = built_files(case, chance.getrandbits(32))
        else:
            files = [damaged(case.data, chance)]
        for data in files[: 1 if case.needs_java else None]:
            try:
                counts[tried(case, data)] += 1
            except Failure as failure:
                words = str(failure).strip()[-2_000:]
                # One is shown of those that have the case and the last words in common.
                kind = f"{case.arguments} {re.sub(r'[^A-Za-z ]', '', words)[-60:-20]}"
                failures[kind] = failures.get(kind, 0) + 1
                if failures[kind] == 1:
                    wanted.keep.mkdir(parents=True, exist_ok=True)
                    kept = wanted.keep / f"{wanted.seed}-{len(failures)}-{case.name}"
                    kept.write_bytes(data)
                    print(f"{' '.join(case.arguments)}: {kept}\n{words}\n", flush=True)
    print(f"answered {counts[0] + counts[1]}, refused {counts[2]}, failed {sum(failures.values())}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
