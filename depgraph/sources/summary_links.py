"""Links of summary tasks, as Microsoft Project has them: links of what is below."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.sources.mpxj_facts import RelationFacts, TaskFacts


def without_summaries(
    tasks: Sequence[TaskFacts], relations: Iterable[RelationFacts]
) -> list[RelationFacts]:
    """Return relationships between tasks that have none below them.

    A link from the finish of a summary is one from each task below it, and one to it leads to each
    of them. A link from its start is one from the task below that starts first.
    """
    children: dict[int, list[TaskFacts]] = {}
    for task in tasks:
        if task["parent"] is not None:
            children.setdefault(task["parent"], []).append(task)

    def below(uid: int) -> list[TaskFacts]:
        leaves, todo = [], list(children[uid])
        while todo:
            task = todo.pop()
            if task["uid"] in children:
                todo += children[task["uid"]]
            else:
                leaves.append(task)
        return leaves

    expanded: list[RelationFacts] = []
    for relation in relations:
        before, after = relation["prerequisite"], relation["dependent"]
        sources, targets = [before], [after]
        if before in children:
            tasks_below = below(before)
            if relation["type"][0] == "S":
                tasks_below = [min(tasks_below, key=_by_start)]
            sources = [task["uid"] for task in tasks_below]
        if after in children:
            targets = [task["uid"] for task in below(after)]
        expanded += (
            {**relation, "prerequisite": source, "dependent": target}
            for source in sources
            for target in targets
        )
    return expanded


def _by_start(task: TaskFacts) -> tuple[str, int]:
    return task["start"] or "9999", task["uid"]
