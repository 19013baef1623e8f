"""How the modules stand to each other: no circle, however an import is written."""

from __future__ import annotations

import grimp
import pytest
from networkx import DiGraph, strongly_connected_components

from depgraph.cli.main import COMMANDS, module_of
from depgraph.diagrams.views import VIEWS
from depgraph.reports.formats.registry import FORMATS
from depgraph.rules.kinds.registry import BUILT_IN
from depgraph.sources.formats import READERS

BY_NAME = {
    "depgraph.cli.main": [f"depgraph.cli.{module_of(name)}" for name in COMMANDS],
    "depgraph.diagrams.pictures": [f"depgraph.diagrams.{name}" for name in VIEWS],
    "depgraph.reports.formats.registry": [f"depgraph.reports.formats.{name}" for name in FORMATS],
    "depgraph.rules.kinds.registry": [
        f"depgraph.rules.kinds.{place.partition(':')[0]}" for place in BUILT_IN.values()
    ],
    "depgraph.sources.formats": [f"depgraph.sources.{name}" for name in READERS.values()],
}
"""What modules import by a name that they have in a table."""


@pytest.mark.parametrize("for_types_too", [False, True])
def test_no_modules_import_each_other_in_a_circle(for_types_too):
    house = grimp.build_graph(
        "depgraph", cache_dir=None, exclude_type_checking_imports=not for_types_too
    )
    imports = DiGraph(
        (module, imported)
        for module in house.modules
        for imported in house.find_modules_directly_imported_by(module)
    )
    imports.add_edges_from((module, name) for module, names in BY_NAME.items() for name in names)
    assert set(imports) >= set(BY_NAME)
    circles = [sorted(part) for part in strongly_connected_components(imports) if len(part) > 1]
    assert circles == []
