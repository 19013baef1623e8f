"""Kinds of rules of other packages: what they raise is told by the name of the rule."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from depgraph.errors import DepgraphError, RuleKindError
from depgraph.rules.kinds.base import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.model import Graph, Milestone
    from depgraph.rules.kinds.base import Describe, Rule, RuleReader
    from depgraph.rules.selectors import Circumstances, Selector
    from depgraph.sources.rule_format import RuleSpec


def guarded(kind: type[Rule], whose: str) -> type[Rule]:
    """Return a kind whose errors name the rule, and which cannot end the program.

    Parameters
    ----------
    whose
        The kind and its package, for messages.
    """

    class Guarded(kind):  # type: ignore[misc, valid-type]
        @classmethod
        def read(cls, spec: RuleSpec, reader: RuleReader) -> Rule | None:
            with _blaming(spec, whose):
                rule: Rule | None = super().read(spec, reader)
                if type(rule) is kind:  # made by the name of its own class
                    rule.__class__ = cls
                return rule

        def selectors(self) -> Sequence[tuple[str, Selector]]:
            with _blaming(self.spec, whose):
                return tuple(super().selectors())

        def apply(self, graph: Graph, circumstances: Circumstances) -> Outcome:
            with _blaming(self.spec, whose):
                outcome = super().apply(graph, circumstances)
                if not isinstance(outcome, Outcome):
                    raise TypeError(f"apply returned {type(outcome).__name__}, and not an Outcome")
                return outcome._replace(
                    findings=tuple(outcome.findings),
                    describe=outcome.describe and _guarded_describe(outcome.describe, self.spec),
                )

    def _guarded_describe(describe: Describe, spec: RuleSpec) -> Describe:
        def call(
            heads: Sequence[Milestone], tails: Sequence[Milestone], through: Sequence[str]
        ) -> str:
            with _blaming(spec, whose):
                return describe(heads, tails, through)

        return call

    Guarded.__name__, Guarded.__doc__ = kind.__name__, kind.__doc__
    Guarded.__module__ = kind.__module__
    return Guarded


@contextmanager
def _blaming(spec: RuleSpec, whose: str) -> Iterator[None]:
    """Raise what is raised in the block as an error that names the rule.

    A subclass of `SystemExit` is raised as it is: so the program is stopped from outside.
    """
    try:
        yield
    except DepgraphError:
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, SystemExit) and type(error) is not SystemExit:
            raise
        what = f"rule {spec.id} ({whose}; {spec.position})"
        if isinstance(error, SystemExit):
            raise RuleKindError(f"{what} would end the program: exit({error.code})") from error
        raise RuleKindError(f"{what} failed: {type(error).__name__}: {error}") from error
