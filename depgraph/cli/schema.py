"""``depgraph schema``."""

from __future__ import annotations

import click


@click.command("schema")
@click.argument(
    "name",
    default="graph",
    type=click.Choice(["graph", "config", "baseline", "rules", "changes"]),
    metavar="[graph|config|baseline|rules|changes]",
)
def command(name: str) -> None:
    """Print the JSON Schema (draft 7) of a file format, for completion and hints in editors.

    graph is the format of graphs and schedules, config that of depgraph.yaml, baseline that
    of baseline.yaml, rules that of files with rules, changes that of what-if --file. Editors
    with the YAML language server use the file that the first line of a YAML file names:

    \b
      # yaml-language-server: $schema=graph.schema.json

    \b
    Examples:
      depgraph schema > graph.schema.json
      depgraph schema config > config.schema.json
    """
    import json

    from depgraph.reports.schema import schema

    click.echo(json.dumps(schema(name), ensure_ascii=False, indent=2))
