"""Links in columns are to all who ask what a tuple of the same links is."""

import pickle
from copy import copy, deepcopy

from hypothesis import given, settings

from depgraph.model import Link, Position, Query
from depgraph.model.links import LinkColumns, Links, chained, picked, with_others

from .drawing import Draws, choices

CODES = "ABC"


def links_of_file(draw: Draws, file: str) -> tuple[LinkColumns, list[Link]]:
    """Return links that were read, and the same as objects."""
    columns, links = LinkColumns(file), list[Link]()
    for line in range(draw.number(0, 6)):
        link = Link(draw.of(CODES), draw.of(CODES), position=Position(file, line, 9))
        if not draw.flip(3):
            columns.add_plain(*link.ends, line, 9)
        else:
            link = link._replace(queries=draw.of([(), (Query("?"),)]), lag=draw.number(0, 1))
            columns.add(link)
        links.append(link)
    return columns, links


@settings(max_examples=150)
@given(choices())
def test_links_in_columns_are_a_tuple_of_links(draw: Draws) -> None:
    files = [links_of_file(draw, file) for file in "pqq"[: draw.number(1, 3)]]
    links = chained([Links(columns) for columns, _ in files])
    expected = [link for _, of_file in files for link in of_file]
    if draw.flip():
        order = draw.order(range(len(expected)))
        links, expected = picked(links, order), [expected[n] for n in order]
    if expected and draw.flip():
        places = draw.some(range(len(expected)), most=3)
        changed = {place: expected[place]._replace(prerequisite="D", lag=2) for place in places}
        links = with_others(links, changed)
        expected = [changed.get(place, link) for place, link in enumerate(expected)]
    whole = tuple(expected)
    assert isinstance(links, Links)
    places = [*range(-len(whole), len(whole))]
    some = places[:: draw.number(1, 3)]
    assert [links[place] for place in some] == [whole[place] for place in some]
    step = slice(draw.of([None, *places]), draw.of([None, *places]), draw.of([1, 2, -1, -2]))
    assert links[step] == whole[step]
    assert links.ends() == tuple([link[end] for link in whole] for end in (0, 1))
    assert [links.position(n) for n in range(len(whole))] == [link.position for link in whole]
    others = links.others()
    assert [n for n, _ in others] == sorted({n for n, _ in others})
    plain = {n: Link(*link.ends, position=link.position) for n, link in enumerate(whole)}
    assert tuple((plain | dict(others)).values()) == whole
    for same in (links, copy(links), deepcopy(links), pickle.loads(pickle.dumps(links))):  # noqa: S301
        assert same == whole == tuple(same)
        assert (hash(same), repr(same)) == (hash(whole), repr(whole))
    for link in whole:
        assert (links.index(link), links.count(link)) == (whole.index(link), whole.count(link))
