"""The first files around a list or an export: a configuration with comments, and a job of CI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from depgraph.edits.canonical import canonical
from depgraph.edits.entries import list_entry, mapping_entry, pair_entry, written
from depgraph.edits.quoting import plain_or_quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.edits.entries import Entry
    from depgraph.model import Graph
    from depgraph.sources.reading import ListOptions

Ci = Literal["github", "gitlab"]
CI_FILES: dict[Ci, str] = {
    "github": ".github/workflows/depgraph.yml",
    "gitlab": ".gitlab-ci.yml",
}
"""Where the job stands, from the top of the repository on."""

NO_ADDRESS = "git+ADDRESS"
"""What stands for the repository of depgraph where its address is not known."""

_SERIES = re.compile(r"([A-Za-z][A-Za-z_. -]*?)[-_. ]?[0-9]")
_MOST_SERIES = 30


def first_config(
    graph: Graph,
    options: ListOptions | None,
    *,
    file: str,
    as_of: date | None,
    has_own_date: bool = False,
) -> str:
    """Return a configuration with comments for a plan that stands in one file.

    Parameters
    ----------
    options
        How the file is read, where it is a list.
    file
        Its path from the configuration on.
    as_of
        The date at which it is true, if that is known.
    has_own_date
        Whether it says so itself.
    """
    title = file.rsplit("/", 1)[-1].rpartition(".")[0]
    parts = [
        "# What depgraph knows about this plan besides its milestones ('depgraph help files').",
        *pair_entry("title", title).lines,
        "# home: NAME                      # whose plan this is; others are external",
        "",
        *(
            pair_entry("graph", file).lines
            if has_own_date and options is None
            else _graph_lines(options, file=file, as_of=as_of)
        ),
        "",
        *_owner_lines(graph),
        "",
        "# The level of a built-in check: error, warning, info or off.",
        "checks:",
        "  undated: warning",
        "",
        "# What must hold for this plan ('depgraph help rules' has the kinds). Each rule says why.",
        *list_entry("rules", [_rule(graph)]).lines,
    ]
    return canonical("\n".join(parts) + "\n", "configuration")


def _graph_lines(options: ListOptions | None, *, file: str, as_of: date | None) -> list[str]:
    """Return what says where the milestones stand, and how they are read."""
    if options is None and as_of is None:
        return [*pair_entry("graph", file).lines, "# as_of: YYYY-MM-DD goes beside 'file: ...'"]
    lines = ["graph:", f"  file: {written(file)}"]
    if as_of is not None:
        lines += [f"  as_of: {as_of}               # the day at which this is true"]
    else:
        lines += ["  # as_of: YYYY-MM-DD             # the day at which this is true; or --as-of"]
    if options is None:
        return lines
    lines += ["  columns:                        # the headings, by what they give"]
    for field, headings in options.columns.items():
        value = written(headings[0] if len(headings) == 1 else headings) if headings else '""'
        lines += [f"    {field}: {value}"]
    stated: dict[str, object] = {
        "dates": options.dates,
        "delimiter": {"\t": "tab"}.get(options.delimiter or "", options.delimiter),
        "encoding": options.encoding,
        "sheet": options.sheet,
        "headings": options.headings if options.headings != 1 else None,
    }
    lines += [f"  {pair_entry(*pair).lines[0]}" for pair in stated.items() if pair[1] is not None]
    return lines


def _owner_lines(graph: Graph) -> list[str]:
    """Return whose milestones are, by their codes, where the file does not say it."""
    if any(milestone.owner for milestone in graph.milestones):
        return ["# Owners stand in the list. Patterns of codes can give those of others: owners."]
    series = _series(milestone.id for milestone in graph.milestones)
    if not series:
        return [
            "# Whose a milestone is, by its code. The first pattern that fits decides.",
            "# owners:",
            '#   - {match: "REL-*", owner: Software, team: Pipelines, level: 2}',
        ]
    lines = [
        "# Whose a milestone is, by its code: put in names. The first pattern that fits decides.",
        "owners:",
    ]
    for start, name in series.items():
        pattern = plain_or_quoted(f"{start}*", in_flow=True)
        lines += [f"  - {{match: {pattern}, owner: {plain_or_quoted(name, in_flow=True)}}}"]
    return lines


def _series(codes: Iterable[str]) -> dict[str, str]:
    """Return what codes with numbers begin with, and each without the mark at its end."""
    series: dict[str, str] = {}
    for code in codes:
        match = _SERIES.match(code)
        if match is not None:
            start = re.sub(r"([\[*?])", r"[\1]", code[: match.end() - 1])
            series.setdefault(start, match[1])
    ordered = sorted(series, key=lambda start: (-len(start), start))
    return {start: series[start] for start in ordered} if len(series) <= _MOST_SERIES else {}


def _rule(graph: Graph) -> Entry:
    """Return a first rule, of what the plan states of most milestones."""
    field = "due" if any(milestone.due for milestone in graph.milestones) else "forecast"
    return mapping_entry(
        [
            pair_entry("id", "what-is-left-has-a-date"),
            pair_entry("kind", "attribute"),
            _selector("milestones", "{complete: false}"),
            _selector("require", f"[{field}]"),
            pair_entry("why", "What has no date cannot be late, and nobody is asked about it."),
            pair_entry("fix", "Agree on a date with its owner."),
        ]
    )


def _selector(key: str, flow: str) -> Entry:
    from depgraph.edits.entries import entry_as_written

    return entry_as_written(f"{key}: {flow}")


# -- CI ----------------------------------------------------------------------------------


def ci_file(
    ci: Ci, *, config: str, extras: Sequence[str], has_as_of: bool, address: str = ""
) -> str:
    """Return a job of CI that checks the plan.

    Parameters
    ----------
    config
        The path of the configuration, from the top of the repository on; empty for one that is
        found.
    extras
        The extras of depgraph that reading takes.
    has_as_of
        Whether the configuration says the as-of date; else it is the day of the job.
    address
        Where pip finds depgraph, as in ``git+https://.../depgraph@...``; empty where that is not
        known, and is to be filled in.
    """
    package = f"depgraph[{','.join(extras)}]" if extras else "depgraph"
    package += f" @ {address or NO_ADDRESS}"
    remark = "what pip installs" if address else "put in the address of the repository of depgraph"
    options = f" --config {config}" if config else ""
    options += "" if has_as_of else ' --as-of "$(date -I)"'
    if ci == "github":
        return f"""\
# Checks the plan at every change: a new error fails, and is annotated at its line.
name: plan
on: [push, pull_request]
permissions: {{contents: read}}
env:
  DEPGRAPH: "{package}"    # {remark}
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {{python-version: "3.12"}}
      - run: python -m pip install --quiet "$DEPGRAPH"
      - run: depgraph check{options} --format github
"""
    return f"""\
# Checks the plan at every change: a new error fails, and stands in the merge request.
plan:
  image: python:3.12
  variables:
    DEPGRAPH: "{package}"    # {remark}
  script:
    - python -m pip install --quiet "$DEPGRAPH"
    - depgraph check{options} --format gitlab -o gl-code-quality-report.json
  artifacts:
    when: always
    reports: {{codequality: gl-code-quality-report.json}}
"""
