"""The files of `DEPGRAPH_REAL_DATA`, one by one, against what MPXJ itself finds in them."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from depgraph.errors import LoadError
from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, select_config
from depgraph.sources.formats import MPXJ_ENDS

ENDS = (".xer", *MPXJ_ENDS)
MOST_SECONDS = 900


def files() -> list[Path]:
    folder = os.environ.get("DEPGRAPH_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("DEPGRAPH_REAL_DATA names no folder")
    paths = (path for path in Path(folder).rglob("*") if path.suffix.lower() in ENDS)
    return sorted(paths)


@pytest.mark.slow
def test_every_file_has_the_activities_and_relations_that_mpxj_finds() -> None:
    pytest.importorskip("mpxj")
    pytest.importorskip("jpype")
    paths = files()
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("mpxj_counts.py")],
        input=json.dumps([str(path) for path in paths]),
        capture_output=True,
        text=True,
        check=False,
        timeout=MOST_SECONDS,
    )
    if "JVMNotFound" in done.stderr:
        pytest.skip("there is no Java")
    assert done.returncode == 0, done.stderr
    differing = [
        f"{path.name}: {difference}"
        for path, says in zip(paths, json.loads(done.stdout), strict=True)
        if says is not None and (difference := difference_of(path, says))
    ]
    assert differing == []


def difference_of(path: Path, says: dict) -> str:
    """Say how a file differs from what MPXJ finds in it; what is left out must be told."""
    selection = Selection(graph=(path,), activities=True)
    try:
        graph = load_graph(selection, select_config(selection, []))
    except LoadError as error:
        # What is wrong in a file is told with its place; that is no loss without a word.
        return "" if str(error) else "refused without a word"
    told = " ".join(notice.text for notice in graph.notices)
    unknown = graph.codes - says["activities"].keys()
    missing = says["activities"].keys() - graph.codes
    if unknown and "of other projects" not in told:
        return f"activities that MPXJ has not: {sorted(unknown)[:5]}"
    if missing and "left out" not in told:
        return f"activities that are missing without a word: {sorted(missing)[:5]}"
    theirs = Counter(
        tuple(relation)
        for relation in says["relations"]
        if relation[0] in graph.codes and relation[1] in graph.codes
    )
    ours = Counter((*link.ends, link.type) for link in graph.links)
    if lost := theirs - ours:
        return f"relations that are missing: {sorted(lost)[:5]}"
    # Links of a summary are links of what is below it.
    is_whole = not (missing or unknown or says["links_summaries"])
    if is_whole and (ours != theirs or lags(graph) != says["lags"]):
        return f"{sum(ours.values())} relations, {lags(graph)} lags; MPXJ: {says['lags']} lags"
    calendars = {
        code: (graph[code].calendar, name)
        for code, name in says["activities"].items()
        if code in graph and graph[code].calendar != name
    }
    # Names that two calendars share are told apart.
    if any(not str(own).startswith(name) for own, name in calendars.values()):
        return f"calendars: {[*calendars.items()][:3]}"
    return ""


def lags(graph) -> int:
    return sum(bool(link.lag_minutes or link.lag) for link in graph.links)
