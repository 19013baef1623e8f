"""Links of a plan over those of an export."""

import pytest

from depgraph.model import Allowance, Link, Position, Query, Witness
from depgraph.sources.overlay import overlaid

HERE = Position("queries.yaml", 3, 9)
DOUBT = (Query("Why?", HERE),)
CHAIN = Link("A", "B", "FS", 5, calendar="P6", witness=Witness(("X",), 40.0))


def test_a_query_is_of_the_link_of_the_export():
    remark = Link("A", "B", queries=DOUBT, position=HERE)
    assert overlaid([CHAIN], [remark]) == [CHAIN._replace(queries=DOUBT, position=HERE)]


def test_so_are_an_allowance_and_a_note():
    allowance = Allowance("date-order", "Agreed.")
    remark = Link("A", "B", allowances=(allowance,), note="Seen.", position=HERE)
    (link,) = overlaid([CHAIN], [remark])
    assert (link.lag, link.witness) == (CHAIN.lag, CHAIN.witness)
    assert (link.allowances, link.note) == ((allowance,), "Seen.")


def test_a_query_is_of_each_of_parallel_links():
    parallel = [Link("A", "B", "SS"), Link("A", "B", "FF", 2)]
    links = overlaid(parallel, [Link("A", "B", queries=DOUBT)])
    assert [(link.type, link.lag, link.queried) for link in links] == [
        ("SS", 0, True),
        ("FF", 2, True),
    ]


def test_the_same_link_is_there_once():
    link = Link("A", "B")
    joined = link._replace(position=HERE, witness=Witness(()))
    assert overlaid([link], [link._replace(position=HERE)]) == [joined]


@pytest.mark.parametrize(
    "other",
    [
        Link("A", "B"),
        Link("A", "B", "SS", queries=DOUBT),
        Link("A", "B", "FS", 4, queries=DOUBT),
        Link("A", "B", "FS", 5, queries=DOUBT, calendar="summit"),
        Link("B", "A", queries=DOUBT),
    ],
)
def test_another_link_is_a_link_of_its_own(other):
    assert overlaid([CHAIN], [other]) == [CHAIN, other]
