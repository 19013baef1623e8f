"""``depgraph schema``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, output_options
from depgraph.reports.answers import ANSWERS

FILES = ("graph", "config", "baseline", "rules", "changes")
_ANSWER = "answer."


@click.command("schema")
@click.argument(
    "name",
    default="graph",
    type=click.Choice([*FILES, *(f"{_ANSWER}{answer}" for answer in ANSWERS)]),
    metavar=f"[{'|'.join(FILES)}|answer.COMMAND]",
)
@output_options(("json",), "json")
def command(name: str, output: Output) -> None:
    """Print the JSON Schema (draft 7) of a file format, or of a command's answer as JSON.

    graph is the format of graphs and schedules, config that of depgraph.yaml, baseline that
    of baseline.yaml, rules that of files with rules, changes that of what-if --changes. Editors
    with the YAML language server use the file that the first line of a YAML file names:

    \b
      # yaml-language-server: $schema=graph.schema.json

    answer.critical-path is that of what `critical-path --format json` prints, and so for each
    command that answers.

    \b
    Examples:
      depgraph schema -o graph.schema.json
      depgraph schema config -o config.schema.json
      depgraph schema answer.critical-path
    """
    from depgraph.reports.answers import answer_schema
    from depgraph.reports.schema import schema

    is_answer = name.startswith(_ANSWER)
    document = answer_schema(name.removeprefix(_ANSWER)) if is_answer else schema(name)
    output.put(data=lambda: document)
