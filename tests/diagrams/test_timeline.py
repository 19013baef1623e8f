from datetime import date

from depgraph.diagrams.timeline import MOST_COLUMNS, columns
from depgraph.model import Graph, Link, Milestone

AS_OF = date(2019, 5, 20)


def placed(
    dates: dict[str, date | None], *pairs: tuple[str, str], as_of: date | None = AS_OF
) -> list[tuple[tuple[str, ...], int | None, bool]]:
    graph = Graph(
        [Milestone(id=code, due=due) for code, due in dates.items()],
        [Link(prerequisite=before, dependent=after) for before, after in pairs],
        as_of=as_of,
    )
    found = columns(graph, sorted(dates), pairs)
    return [(column.codes, column.year, column.is_ahead) for column in found]


def test_what_is_to_do_is_behind_the_as_of_date_on_that_day_too() -> None:
    found = placed({"A": date(2019, 5, 20), "B": date(2019, 5, 21)})

    assert found == [(("A", "B"), 2019, True)]


def test_what_is_complete_at_the_as_of_date_is_before_it() -> None:
    done = Milestone("A", completed=AS_OF, state="complete")
    graph = Graph([done, Milestone("B", due=AS_OF)], [], as_of=AS_OF)

    assert [(column.codes, column.is_ahead) for column in columns(graph, ["A", "B"], [])] == [
        (("A",), False),
        (("B",), True),
    ]


def test_a_chain_inside_a_period_takes_a_column_for_each_link() -> None:
    day = date(2020, 2, 1)

    found = placed({"A": day, "B": day, "C": day}, ("A", "B"), ("A", "C"))

    assert [codes for codes, _, _ in found] == [("A",), ("B", "C")]


def test_what_has_no_date_stands_by_its_neighbours() -> None:
    found = placed({"A": None, "B": date(2020, 2, 1), "C": None, "D": None}, ("A", "B"), ("B", "C"))

    assert [(codes, year) for codes, year, _ in found] == [
        (("A",), 2020), (("B",), 2020), (("C",), 2020), (("D",), None),
    ]  # fmt: skip


def test_without_any_date_the_columns_are_those_of_the_longest_chains() -> None:
    found = placed({"A": None, "B": None, "C": None}, ("A", "B"), ("B", "C"), as_of=None)

    assert [(codes, year) for codes, year, _ in found] == [
        (("A",), None), (("B",), None), (("C",), None),
    ]  # fmt: skip


def test_a_circle_of_links_is_placed_too() -> None:
    day = date(2020, 2, 1)

    found = placed({"A": day, "B": day}, ("A", "B"), ("B", "A"))

    assert [codes for codes, _, _ in found] == [("A",), ("B",)]


def test_a_long_plan_has_coarser_periods() -> None:
    dates = {f"M{n:02}": date(2010 + n // 4, 1 + n % 4 * 3, 1) for n in range(40)}

    assert len(placed(dict(dates))) <= MOST_COLUMNS
