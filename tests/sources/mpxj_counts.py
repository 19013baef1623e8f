"""What MPXJ itself finds in files: reads names from the standard input, and writes JSON.

MPXJ chooses the reader, so that the choice of the package is tested too. Activities are told by
Activity ID, else Unique ID; relations as ends, type and lag with its unit.
"""

import json
import sys
from typing import Any


def main() -> None:
    """Read every file that is named."""
    import jpype
    import mpxj  # noqa: F401 - puts its archives on the class path

    jpype.startJVM("-Xss64m", "-XX:TieredStopAtLevel=1", convertStrings=False)
    print(json.dumps([facts(name) for name in json.load(sys.stdin)]), file=sys.stdout)  # noqa: T201


def facts(name: str) -> dict[str, Any] | None:
    """Return what stands in a file; None where MPXJ cannot read it, or it has several projects."""
    from java.io import File
    from org.mpxj.reader import UniversalProjectReader

    try:
        projects = list(UniversalProjectReader().readAll(File(name)))
    except Exception:  # noqa: BLE001 - of Java, of any kind
        return None
    projects = [project for project in projects if list(activities(project))]
    if len(projects) != 1:
        return None
    tasks = list(activities(projects[0]))
    return {
        "activities": {code(task): str(calendar(task)) for task in tasks},
        "relations": [
            [code(each.getPredecessorTask()), code(task), str(each.getType().toString())]
            for task in tasks
            for each in task.getPredecessors()
        ],
        "links_summaries": any(
            task.getSummary() and (len(task.getPredecessors()) or len(task.getSuccessors()))
            for task in projects[0].getTasks()
        ),
        "lags": sum(
            bool(each.getLag().getDuration()) for t in tasks for each in t.getPredecessors()
        ),
    }


def activities(project: Any) -> Any:
    return (task for task in project.getTasks() if not task.getNull() and not task.getSummary())


def code(task: Any) -> str:
    return str(task.getActivityID() or task.getUniqueID())


def calendar(task: Any) -> Any:
    return task.getEffectiveCalendar().getName()


if __name__ == "__main__":
    main()
