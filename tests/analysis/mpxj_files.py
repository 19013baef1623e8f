"""Schedule files with MPXJ: a program that reads JSON and writes JSON, in one Java machine.

It gets a list of files, each with its ``kind`` (``xer`` or ``mspdi``) and ``text``, and whether to
``schedule`` it. It answers with the activities by code: moments as texts, slack in minutes; of XER
with ``as_xml``, with the facts of the XML of P6 too that MPXJ makes of it.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> None:
    """Read, and perhaps schedule, every file of the standard input."""
    import jpype
    import mpxj  # noqa: F401 - puts its archives on the class path

    jpype.startJVM("-Xss64m", "-XX:TieredStopAtLevel=1", convertStrings=False)
    with tempfile.TemporaryDirectory() as folder:
        answers = [answer(asked, Path(folder)) for asked in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


def answer(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    from java.io import File
    from org.mpxj.cpm import MicrosoftScheduler, PrimaveraScheduler
    from org.mpxj.mspdi import MSPDIReader
    from org.mpxj.primavera import PrimaveraPMFileWriter, PrimaveraXERFileReader

    from depgraph.sources import mpxj_program

    is_p6 = asked["kind"] == "xer"
    facts_of_file = None
    path = folder / f"plan.{asked['kind']}"
    path.write_text(asked["text"], encoding="utf-8", newline="")
    project = (PrimaveraXERFileReader() if is_p6 else MSPDIReader()).read(File(str(path)))
    properties = project.getProjectProperties()
    if not is_p6:
        # As the reader of the package gets it, before anything is scheduled.
        facts_of_file = json.loads(mpxj_program.answer("mspdi", str(path)))["projects"][0]
    if asked.get("as_xml"):
        written = folder / "plan.pmxml"
        PrimaveraPMFileWriter().write(project, str(written))
        facts_of_file = json.loads(mpxj_program.answer("pmxml", str(written)))["projects"][0]
    if asked["schedule"]:
        start = properties.getStatusDate() if is_p6 else properties.getStartDate()
        scheduler = PrimaveraScheduler() if is_p6 else MicrosoftScheduler()
        try:
            scheduler.schedule(project, start)
        except Exception as error:  # noqa: BLE001 - of Java, of any kind
            return {"error": str(error)}
    return {
        "facts": facts_of_file,
        "tasks": {
            str(task.getActivityID() or task.getUniqueID()): facts(task)
            for task in project.getTasks()
            if not task.getSummary() and not task.getNull()
        },
        "relations": [
            [
                str(each.getPredecessorTask().getActivityID()),
                str(task.getActivityID()),
                str(each.getType().toString()),
                minutes(each.getLag(), properties),
            ]
            for task in project.getTasks()
            for each in task.getPredecessors()
        ],
    }


def facts(task: Any) -> dict[str, Any]:
    properties = task.getParentFile().getProjectProperties()
    calendar = task.getEffectiveCalendar()
    return {
        "start": moment(task.getStart()),
        "finish": moment(task.getFinish()),
        "early_start": moment(task.getEarlyStart()),
        "early_finish": moment(task.getEarlyFinish()),
        "late_finish": moment(task.getLateFinish()),
        "actual_start": moment(task.getActualStart()),
        "actual_finish": moment(task.getActualFinish()),
        "total": minutes(task.getTotalSlack(), properties),
        "remaining": minutes(task.getRemainingDuration(), properties),
        "critical": bool(task.getCritical()),
        "calendar": str(calendar.getName()),
        "worked": worked(calendar),
    }


def worked(calendar: Any) -> list[str]:
    """The hours of work on some days of a calendar, for comparison."""
    from java.time import LocalDate
    from org.mpxj import TimeUnit

    first = LocalDate.of(2024, 1, 1)
    return [
        f"{float(calendar.getWork(first.plusDays(n), TimeUnit.HOURS).getDuration()):g}"
        for n in range(120)
    ]


def minutes(duration: Any, properties: Any) -> float | None:
    from org.mpxj import TimeUnit

    if duration is None:
        return None
    return round(float(duration.convertUnits(TimeUnit.MINUTES, properties).getDuration()), 2)


def moment(value: Any) -> str | None:
    return None if value is None else str(value.toString())[:16]


if __name__ == "__main__":
    main()
