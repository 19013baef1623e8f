"""What an earlier state of a plan has of its findings already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.comparison import compare
from depgraph.errors import LoadError, NoPlanError
from depgraph.plans.operands import open_earlier
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection
    from depgraph.rules.engine import CheckResult


class Earlier(Struct):
    """What the checks find in the earlier state.

    Attributes
    ----------
    result
        All findings; None where there is no plan that can be checked, so that all are new.
    codes
        The codes of the plan by those of the earlier state, for milestones that were recoded.
    why_none
        Why there are no findings to compare with; empty where there are.
    """

    result: CheckResult | None
    codes: Mapping[str, str]
    why_none: str = ""


def earlier_findings(
    name: str, selection: Selection, opened: Opened, only: Collection[str] | None = None
) -> Earlier:
    """Check the state of a plan that a user names.

    Parameters
    ----------
    name
        A git revision, ``REVISION:path``, a file or a directory.
    selection, opened
        The plan as it is named and as it is.
    only
        The checks and rules to run; None for all.

    Raises
    ------
    DepgraphError
        If there is no such revision, file or directory. That it has no plan, or one that cannot
        be read, is no error: a change may bring the first plan, or mend it.
    """
    try:
        with open_earlier(name, selection) as operand:
            codes = compare(operand.judged.graph, opened.graph).code_after
            return Earlier(operand.judged.check(only), codes)
    except NoPlanError as error:
        return Earlier(None, {}, str(error).partition(":")[0])
    except LoadError as error:
        first = str(error).splitlines()[0]
        return Earlier(None, {}, f"the plan in {name} cannot be read: {first}")
