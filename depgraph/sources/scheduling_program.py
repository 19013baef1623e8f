"""Files of scheduling programs, read with MPXJ: XML of Primavera P6, and Microsoft Project.

A position is the number of the row in the table of activities. What MPXJ says becomes a network in
`depgraph.sources.mpxj_network`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import MissingToolError, Problem
from depgraph.model import Notice, Position
from depgraph.sources import xer
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.mpxj_network import NetworkReader
from depgraph.sources.network_file import network_file
from depgraph.sources.projects import chosen_projects, joined, not_read, qualified
from depgraph.sources.schedule_baseline import with_due_dates
from depgraph.sources.schedule_links import report_lost
from depgraph.sources.schedule_xml import notices_of_lost, read_rows
from depgraph.sources.scheduling_files import NoScheduleError, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.sources.mpxj_facts import Answer, ProjectFacts
    from depgraph.sources.network import Network
    from depgraph.sources.reading import ReadingOptions

_PROGRAM = Path(__file__).with_name("mpxj_program.py")
_INSTALL = "pip install 'depgraph[mpxj]'"


def read(path: Path, shown: str, options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    """Read a file of a scheduling program.

    Parameters
    ----------
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.

    Raises
    ------
    MissingToolError
        If MPXJ or Java is not installed, or does not answer.
    """
    nothing = GraphFile(shown, None, (), {}, [], [], is_whole=False)

    def report(message: str) -> GraphFile:
        problems.append(Problem(shown, 0, 0, message))
        return nothing

    try:
        kind = kind_of(path)
    except OSError as error:
        return report(f"cannot be read: {error.strerror or error}")
    except NoScheduleError as error:
        return report(str(error))
    if kind == "xer":
        return xer.read(path, shown, options, problems)
    if options.of_list(Path(os.path.realpath(path))).encoding is not None:
        return report("takes no 'encoding', as such a file says its own: only .xer and lists do")
    before = len(problems)
    rows = read_rows(kind, path, shown, problems)
    notices = report_lost(kind, path, shown, problems)
    if len(problems) > before:
        return nothing
    answer = _mpxj_answer(kind, path, shown)
    error_kind = answer.get("error")
    if error_kind in ("no-mpxj", "no-jpype", "no-java"):
        raise _missing_tool(str(error_kind), shown)
    if error_kind == "password":
        return report("is protected by a password: save it without one, or export it as XML")
    if error_kind:
        words = " ".join(str(answer["message"]).split())
        return report(
            f"cannot be read by MPXJ: {words}: open it in its program and export it again"
        )
    network = _network_of_file(answer, path, shown, options, problems)
    if network is None or len(problems) > before:
        return nothing
    network = network._replace(notices=(*network.notices, *notices))
    if rows is not None:
        lost = notices_of_lost(rows, answer["projects"], shown)
        network = network._replace(notices=(*network.notices, *rows.notices, *lost))
    return network_file(network, activities=options.activities, hours_per_day=options.hours_per_day)


def _network_of_file(
    answer: Answer, path: Path, shown: str, options: ReadingOptions, problems: list[Problem]
) -> Network | None:
    """Return the network of the projects that the options name; None if there are none such."""
    projects = [project for project in answer["projects"] if project["activities"]]
    names = [project["id"] or project["name"] or "" for project in projects]
    numbers, wrong = chosen_projects(
        names,
        [project["is_exported"] for project in projects],
        options.of_list(Path(os.path.realpath(path))).project,
    )
    if wrong:
        problems.append(Problem(shown, 0, 0, wrong))
        return None
    if options.prefix is not None:
        is_one = len(numbers) == 1
        names = [options.prefix if is_one else qualified(options.prefix, name) for name in names]
    has_prefix = len(numbers) > 1 or options.prefix is not None
    owners = _owners(names, projects) if has_prefix else {}
    network = joined(
        {
            names[number]: _network_of(
                projects[number], shown, options, problems, names[number], owners
            )
            for number in numbers
        },
        shown,
    )
    others = [
        not_read(shown, names[number], 1, len(project["activities"]), len(project["relations"]))
        for number, project in enumerate(projects)
        if number not in numbers
    ]
    if options.prefix is not None:
        text = (
            "its Unique IDs are those of another file of the plan too: its codes are read as "
            f"{options.prefix}/1 and so on"
        )
        others.append(Notice(text, None, Position(shown, 1, 1), is_warning=False))
    return network._replace(notices=(*network.notices, *others))


def _network_of(
    project: ProjectFacts,
    shown: str,
    options: ReadingOptions,
    problems: list[Problem],
    name: str,
    owners: Mapping[int, str],
) -> Network:
    """Return the network of a project, due by the baseline that the options name."""
    if owners:
        owners = {**owners, **_owners([name], [project])}
    due = options.due
    number: str | None = "0"
    if due is not None:
        number = due.baseline if due.dates is None else None
    network = NetworkReader(project, shown, number, problems, owners).network(options.hours_per_day)
    if due is not None and due.dates is not None:
        own = {qualified(name, code): day for code, day in due.dates.items()} if owners else {}
        network = with_due_dates(network, {**own, **due.dates}, due.baseline)
    elif number is not None and not number.isdecimal():
        problems.append(
            Problem(shown, 0, 0, f"baselines in it have numbers, 0 to 10, and no name {number!r}")
        )
    return network


def _owners(names: Iterable[str], projects: Iterable[ProjectFacts]) -> dict[int, str]:
    """Return the names of the projects that activities are of, by the numbers of these."""
    return {
        task["uid"]: name
        for name, project in zip(names, projects, strict=True)
        for task in project["activities"]
    }


def _missing_tool(what: str, shown: str) -> MissingToolError:
    need = f"reading {shown} needs MPXJ and a Java runtime"
    if what == "no-mpxj":
        return MissingToolError(f"{need}: MPXJ is not installed: {_INSTALL}")
    if what == "no-jpype":
        return MissingToolError(
            f"{need}: MPXJ is here, and JPype, by which Python speaks to Java, is not: {_INSTALL}"
        )
    return MissingToolError(
        f"{need}: there is no Java: install one (on Debian or Ubuntu: "
        "apt-get install default-jre-headless), or set JAVA_HOME to it"
    )


def _mpxj_answer(kind: str, path: Path, shown: str) -> Answer:
    """Return what MPXJ says of a file."""
    if find_spec("mpxj") is None:
        raise _missing_tool("no-mpxj", shown)
    if find_spec("jpype") is None:
        raise _missing_tool("no-jpype", shown)
    command = [sys.executable, "-P", str(_PROGRAM), kind, str(path.absolute())]
    try:
        process = subprocess.run(  # noqa: S603 - a program of ours, without a shell
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        answer: Answer = json.loads(process.stdout)
    except (OSError, ValueError):
        raise MissingToolError(
            f"reading {shown}: MPXJ gave no answer; is there memory enough for its Java runtime?"
        ) from None
    return answer
