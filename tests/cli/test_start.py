"""What a green check imports: whatever joins these modules slows each start, so it is listed here.

An import belongs inside the function that uses it, unless a green check needs it.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECK = """\
import sys, click
known = set(sys.modules)
from depgraph.cli.main import main
try:
    main(["check"])
except SystemExit as done:
    assert done.code == 0, done.code
print("===", *sorted(sys.modules.keys() - known))
"""

OURS = """
analysis cli config depgraph errors model plans progress records reports rules showing sources
words
analysis.components analysis.due_dates analysis.folding analysis.health analysis.link_words
analysis.reach analysis.redundant analysis.scheduled analysis.separation analysis.view_hops
analysis.health.limits
cli.answer cli.check cli.commands cli.main cli.mapping cli.options cli.output cli.shared
model.adjacency model.classification model.documents model.gates model.graph model.links
model.ordering model.position model.risks model.values model.work
plans.keeping plans.loading plans.opening plans.selection
reports.check_page reports.choice reports.evidence reports.formats reports.layout reports.page
reports.writers
reports.formats.registry
reports.writers.text
rules.accepting rules.advice rules.baseline rules.builtin rules.describe rules.engine
rules.findings rules.folding rules.kinds rules.selectors rules.unused
rules.builtin.attributes rules.builtin.circles rules.builtin.dates rules.builtin.groups
rules.builtin.pairs rules.builtin.queries rules.builtin.registry rules.builtin.structure
rules.kinds.base rules.kinds.chains rules.kinds.field_types rules.kinds.must_not_block
rules.kinds.must_not_wait_on rules.kinds.needs rules.kinds.only_through rules.kinds.only_waits_on
rules.kinds.registry
sources.baseline_format sources.bounds sources.calendars sources.config_format sources.document
sources.documents sources.events sources.fields sources.file_calendars sources.files
sources.formats sources.graph_file sources.groups sources.health sources.kept_files sources.keys
sources.list_format sources.lists sources.merge sources.milestone_format sources.milestones
sources.nodes sources.opening sources.plain_nodes sources.read_record sources.reading
sources.risk_format sources.roots sources.rule_format sources.states sources.telling sources.themes
sources.unsaved sources.lists.fields
"""

OTHERS = """
array contextvars _contextvars fnmatch gc ipaddress ntpath pathlib signal urllib
glob nturl2path
"""
"""Those of the standard library, beyond what click imports, in some release of Python."""


def test_a_green_check_imports_what_is_listed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    modules = done.stdout.rpartition("=== ")[2].split()
    ours = {name for name in modules if name.partition(".")[0] == "depgraph"}
    assert {name.removeprefix("depgraph.") for name in ours} == set(OURS.split())
    assert {name.partition(".")[0] for name in modules} - {"depgraph"} <= set(OTHERS.split())
