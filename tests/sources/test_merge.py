"""Several files make one graph; the schedule gives it dates and states."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.errors import LoadError
from depgraph.model import Calendar, Disagreement, Graph, Milestone, Name, Position
from depgraph.model.classification import Classification
from depgraph.plans.loading import load
from depgraph.sources.graph_file import Attribute, read_graph_file
from depgraph.sources.merge import merge
from depgraph.sources.network import Activity, Network
from depgraph.sources.network_file import network_file


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.yaml").write_text(text)


def problems_of(*paths: str, schedule: str | None = None) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load(paths, schedule=schedule)
    return str(caught.value).splitlines()


# -- several graph files ---------------------------------------------------------------


def test_files_unite() -> None:
    write(
        a="milestones:\n  A: {name: First, requires: [B], tags: [x, z]}\n  B: {}\n",
        b="milestones:\n  A: {due: 2019-06-01, requires: [C], tags: [x, y], questions: [Why?]}\n"
        "  C: {requires: [B]}\n",
    )

    graph = load(["a.yaml", "b.yaml"])

    assert [milestone.id for milestone in graph.milestones] == ["A", "B", "C"]
    assert graph["A"].name == "First"
    assert graph["A"].due == date(2019, 6, 1)
    assert graph["A"].tags == ("x", "y", "z")
    assert graph["A"].position == Position("a.yaml", 2, 3)
    assert graph.predecessors("A") == ("B", "C")
    assert graph.predecessors("C") == ("B",)
    assert [question.text for question in graph.questions] == ["Why?"]
    assert graph.disagreements == ()


def test_the_same_value_twice_is_no_disagreement() -> None:
    same = "milestones:\n  A: {name: First, due: 2019-06-01, level: 2, aka: [X]}\n"
    write(a=same, b=same)

    graph = load(["a.yaml", "b.yaml"])

    assert graph.disagreements == ()
    assert graph["A"].names == (Name("First", Position("a.yaml", 2, 7)),)
    assert graph["A"].aka == ("X",)


def test_two_values_are_a_disagreement_that_names_both_places() -> None:
    write(
        a="milestones:\n  A: {name: First, level: 2}\n",
        b="milestones:\n  A:\n    level: 3\n    name: The first\n",
        c="milestones:\n  A: {name: First}\n",
    )

    graph = load(["a.yaml", "b.yaml", "c.yaml"])

    assert graph["A"].name == "First"
    assert graph["A"].level == 2
    assert [name.text for name in graph["A"].names] == ["First", "The first"]
    first, other = Position("a.yaml", 2, 20), Position("b.yaml", 3, 5)
    name, other_name = Position("a.yaml", 2, 7), Position("b.yaml", 4, 5)
    assert graph.disagreements == (
        Disagreement("A", "level", "2", first, "3", other),
        Disagreement("A", "name", "First", name, "The first", other_name),
    )


def test_a_link_that_two_files_state_is_kept_twice() -> None:
    write(a="milestones: {A: {requires: [B]}, B: {}}\n", b="milestones: {A: {requires: [B]}}\n")

    graph = load(["a.yaml", "b.yaml"])

    assert [str(link.position) for link in graph.links] == ["a.yaml:1", "b.yaml:1"]


def test_another_code_stands_for_the_milestone_in_any_file() -> None:
    write(
        a="milestones:\n  A: {aka: [OLD-A]}\n  B: {requires: [OLD-A, A]}\n",
        b="milestones:\n  C: {requires: [{id: OLD-A, lag: 3}]}\n",
        schedule="milestones:\n  A-BIS: {forecast: 2019-07-01}\n"
        "  OLD-A: {due: 2019-06-01, aka: A-BIS}\n",
    )

    graph = load(["a.yaml", "b.yaml"], schedule="schedule.yaml")

    assert graph.successors("A") == ("B", "C")
    assert (graph["A"].due, graph["A"].forecast) == (date(2019, 6, 1), date(2019, 7, 1))
    assert graph["A-BIS"].aka == ("A-BIS", "OLD-A")
    assert graph.schedule_only == ()


@pytest.mark.parametrize(
    ("graph", "other", "schedule", "problem"),
    [
        ("{A: {aka: B}}", "{B: {}}", "{}", "graph.yaml:1:18: A: aka: 'B' {own}"),
        ("{A: {aka: X}}", "{B: {aka: X}}", "{}", "other.yaml:1:18: B: aka: 'X' {too}"),
        ("{A: {}, B: {}}", "{}", "{A: {aka: B}}", "schedule.yaml:1:18: A: aka: 'B' {own}"),
        ("{A: {aka: X}, B: {}}", "{}", "{B: {aka: X}}", "schedule.yaml:1:18: B: aka: 'X' {too}"),
        ("{A: {aka: X}}", "{}", "{X: {aka: A}}", "schedule.yaml:1:18: A: aka: 'A' is its own code"),
    ],
)
def test_a_code_that_two_milestones_claim_is_an_error(
    graph: str, other: str, schedule: str, problem: str
) -> None:
    write(
        graph=f"milestones: {graph}\n",
        other=f"milestones: {other}\n",
        schedule=f"milestones: {schedule}\n",
    )

    assert problems_of("graph.yaml", "other.yaml", schedule="schedule.yaml") == [
        problem.format(own="is the code of a milestone of its own", too="is another code for A too")
    ]


def test_the_nearest_code_is_suggested_in_a_large_plan() -> None:
    lines = "".join(f"  M-{n:05}: {{}}\n" for n in range(10_000))
    write(a=f"milestones:\n{lines}  X: {{requires: [M-00512x, m-00512, Y]}}\n")

    assert [problem.partition("defines ")[2] for problem in problems_of("a.yaml")] == [
        "'M-00512x' (did you mean 'M-00512'?)",
        "'m-00512' (did you mean 'M-00512'?)",
        "'Y'",
    ]


# -- the schedule ----------------------------------------------------------------------


def scheduled(graph: str, schedule: str, **given_: date) -> Graph:
    write(graph=f"milestones: {graph}\n", schedule=schedule)
    return load("graph.yaml", schedule="schedule.yaml", **given_)


def test_the_schedule_gives_dates_and_the_graph_the_links() -> None:
    graph = scheduled(
        "{A: {requires: [B], name: Ours}, B: {}}",
        "as_of: 2019-05-20\nmilestones:\n"
        "  A: {name: Theirs, due: 2019-06-01, forecast: 2019-07-01, requires: [C, NOWHERE]}\n"
        "  B: {completed: 2019-05-01, questions: [Why?]}\n"
        "  C: {due: 2020-01-01, requires: [A]}\n",
    )

    assert graph.as_of == date(2019, 5, 20)
    assert [(link.prerequisite, link.dependent) for link in graph.links] == [("B", "A")]
    assert graph.questions == ()
    assert (graph["A"].due, graph["A"].forecast) == (date(2019, 6, 1), date(2019, 7, 1))
    assert graph["A"].name == "Ours"
    assert [name.text for name in graph["A"].names] == ["Ours", "Theirs"]
    assert graph["A"].position == Position("graph.yaml", 1, 14)
    assert [only.id for only in graph.schedule_only] == ["C"]
    assert graph.schedule_only[0].due == date(2020, 1, 1)
    assert "C" not in graph


def test_dates_of_the_schedule_count_before_those_of_the_graph() -> None:
    graph = scheduled(
        "{A: {due: 2019-01-01, level: 2}, B: {due: 2019-02-02}}",
        "milestones:\n  A: {due: 2019-06-01, level: 3}\n  B:\n",
    )

    assert (graph["A"].due, graph["A"].level) == (date(2019, 6, 1), 2)
    assert graph["B"].due == date(2019, 2, 2)
    assert [
        (each.attribute, each.kept_value, each.other_value) for each in graph.disagreements
    ] == [
        ("due", "2019-06-01", "2019-01-01"),
        ("level", "2", "3"),
    ]


@pytest.mark.parametrize(
    ("in_graph", "in_schedule", "state"),
    [
        ("{}", "{completed: 2019-05-19}", "complete"),
        ("{}", "{completed: 2019-05-20}", "complete"),
        ("{}", "{completed: 2019-05-21}", "incomplete"),
        ("{}", "{due: 2019-01-01}", "incomplete"),
        ("{}", "", "incomplete"),
        ("{}", "{progress: 100}", "incomplete"),
        ("{kind: requirement}", "{progress: 100}", "complete"),
        ("{kind: requirement, progress: 100}", None, "complete"),
        ("{kind: requirement, progress: 99}", "{}", "incomplete"),
        ("{kind: test-plan, progress: 100, completed: 2019-05-21}", "{}", "incomplete"),
        ("{}", None, "unknown"),
        ("{due: 2019-01-01}", None, "unknown"),
        ("{completed: 2019-05-20}", None, "complete"),
        ("{completed: 2019-05-20}", "{due: 2019-01-01}", "complete"),
        ("{completed: 2019-05-21}", None, "incomplete"),
        ("{progress: 0}", None, "incomplete"),
        ("{progress: 99}", None, "incomplete"),
        ("{progress: 100}", None, "unknown"),
        ("{progress: 0}", "{completed: 2019-05-20}", "complete"),
        ("{kind: requirement}", None, "incomplete"),
        ("{kind: requirement, progress: 0}", None, "incomplete"),
        ("{kind: requirement, progress: 0}", "{progress: 100}", "complete"),
        ("{kind: requirement, progress: 100}", "{progress: 60}", "incomplete"),
        ("{kind: test-plan, tags: [draft]}", None, "incomplete"),
        ("{kind: test-report, progress: 60, completed: 2019-05-20}", None, "complete"),
    ],
)
def test_the_state_at_the_as_of_date(in_graph: str, in_schedule: str | None, state: str) -> None:
    schedule = "" if in_schedule is None else f"  A: {in_schedule}\n"
    graph = scheduled(
        f"{{A: {in_graph}, Z: {{}}}}", f"as_of: 2019-05-20\nmilestones:\n{schedule}  Z:\n"
    )

    assert graph["A"].state == state


MEASURED = "{kind: requirement, progress: 0}"


@pytest.mark.parametrize("attributes", ["{}", MEASURED, "{progress: 20}", "{kind: test-plan}"])
def test_a_schedule_beside_the_plan_makes_nothing_less_incomplete(attributes: str) -> None:
    """What is left out of a schedule is unknown only if nothing else says how far it is."""
    write(
        plan=f"as_of: 2019-05-20\nmilestones: {{M: {{requires: [A]}}, A: {attributes}}}\n",
        schedule="as_of: 2019-05-20\nmilestones: {M: {due: 2019-06-01}}\n",
    )

    alone, beside = load("plan.yaml"), load("plan.yaml", schedule="schedule.yaml")

    assert alone["A"].state == "incomplete"
    assert beside["A"].state == ("unknown" if attributes == "{}" else "incomplete")


@pytest.mark.parametrize(
    ("in_graph", "in_schedule", "counts", "other"),
    [
        ("{progress: 0}", "{completed: 2019-05-20}", "schedule.yaml:3", "graph.yaml:1"),
        ("{completed: 2019-05-20}", "{progress: 60}", "graph.yaml:1", "schedule.yaml:3"),
        ("{completed: 2019-05-20, progress: 60}", "{}", "graph.yaml:1", "graph.yaml:1"),
        (
            "{kind: requirement, progress: 100}",
            "{completed: 2019-05-21}",
            "schedule.yaml:3",
            "graph.yaml:1",
        ),
    ],
)
def test_a_completion_date_wins_and_the_contradiction_names_both_places(
    in_graph: str, in_schedule: str, counts: str, other: str
) -> None:
    graph = scheduled(f"{{A: {in_graph}}}", f"as_of: 2019-05-20\nmilestones:\n  A: {in_schedule}\n")

    (disagreement,) = graph.disagreements
    assert (disagreement.milestone, disagreement.attribute) == ("A", "completed")
    assert disagreement.other_attribute == "progress"
    assert str(disagreement.kept_position) == counts
    assert str(disagreement.other_position) == other
    assert graph["A"].is_complete == ("2019-05-20" in in_graph + in_schedule)


@pytest.mark.parametrize(
    "attributes",
    [
        "{completed: 2019-05-20, progress: 100}",
        "{completed: 2019-05-21, progress: 60}",
        "{completed: 2019-05-21, progress: 100}",
        "{kind: requirement, completed: 2019-05-20, progress: 100}",
        "{progress: 60}",
    ],
)
def test_what_may_both_be_true_is_no_contradiction(attributes: str) -> None:
    write(a=f"as_of: 2019-05-20\nmilestones: {{A: {attributes}}}\n")

    assert load("a.yaml").disagreements == ()


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("{}", "incomplete"),
        ("{due: 2019-01-01}", "incomplete"),
        ("{completed: 2019-05-20}", "complete"),
    ],
)
def test_without_a_schedule_the_graph_files_are_the_schedule(written: str, state: str) -> None:
    write(a=f"as_of: 2019-05-20\nmilestones: {{A: {written}}}\n")

    assert load("a.yaml")["A"].state == state


@pytest.mark.parametrize(
    ("graph_says", "schedule_says", "user_says", "as_of"),
    [
        (None, None, None, None),
        (date(2019, 1, 1), None, None, date(2019, 1, 1)),
        (date(2019, 1, 1), date(2019, 2, 2), None, date(2019, 2, 2)),
        (date(2019, 1, 1), date(2019, 2, 2), date(2019, 3, 3), date(2019, 3, 3)),
    ],
)
def test_the_as_of_date(
    graph_says: date | None, schedule_says: date | None, user_says: date | None, as_of: date | None
) -> None:
    def line(day: date | None) -> str:
        return f"as_of: {day}\n" if day else ""

    write(
        a=f"{line(graph_says)}milestones: {{A: {{}}}}\n",
        schedule=f"{line(schedule_says)}milestones: {{A: {{}}}}\n",
    )

    assert load("a.yaml", schedule="schedule.yaml", as_of=user_says).as_of == as_of


def test_two_as_of_dates_need_the_user_to_choose() -> None:
    write(a="as_of: 2019-01-01\nmilestones: {}\n", b="as_of: 2019-01-02\nmilestones: {}\n")

    assert problems_of("b.yaml", "a.yaml") == [
        "b.yaml:1:8: as_of is 2019-01-02 here and 2019-01-01 in a.yaml:1: keep one, or give --as-of"
    ]
    assert load(["a.yaml", "b.yaml"], as_of=date(2019, 3, 3)).as_of == date(2019, 3, 3)


def test_what_no_file_states_comes_from_the_code() -> None:
    write(a="milestones:\n  A: {owner: Camera, tags: [own]}\n  B: {}\n")
    problems: list = []
    file = read_graph_file(Path("a.yaml"), "a.yaml", problems)

    graph = merge([file], classify=lambda code: Classification("DM", "SUIT", 3, (f"by-{code}",)))

    assert graph["A"][2:5] == ("Camera", "SUIT", 3)
    assert graph["A"].tags == ("by-A", "own")
    assert graph["B"][2:5] == ("DM", "SUIT", 3)


# -- the order of the input --------------------------------------------------------------

CODES = [f"M{n}" for n in range(8)]
MILESTONE = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["x", "y"]),
        "due": st.dates(date(2019, 1, 1), date(2019, 1, 3)),
        "requires": st.lists(st.sampled_from(CODES), max_size=3),
        "tags": st.lists(st.sampled_from(["t", "u"]), max_size=2),
        "questions": st.lists(st.sampled_from(["Why?", "Who?"]), max_size=2, unique=True),
    },
)
FILE = st.dictionaries(st.sampled_from(CODES), MILESTONE)


def text_of(milestones: dict[str, dict[str, object]]) -> str:
    lines = ["milestones: {}" if not milestones else "milestones:"]
    for code, attributes in milestones.items():
        lines.append(f"  {code}:")
        for name, value in attributes.items():
            shown = f"[{', '.join(value)}]" if isinstance(value, list) else value
            lines.append(f"    {name}: {shown}")
    return "\n".join(lines) + "\n"


def without_places(graph: Graph) -> tuple[object, ...]:
    def bare(milestone: Milestone) -> Milestone:
        names = tuple(Name(name.text) for name in milestone.names)
        return milestone._replace(position=None, names=names)

    return (
        [bare(milestone) for milestone in graph.milestones],
        [link._replace(position=None) for link in graph.links],
        sorted(question[:2] for question in graph.questions),
        [each._replace(kept_position=None, other_position=None) for each in graph.disagreements],
        [bare(milestone) for milestone in graph.schedule_only],
    )


@given(files=st.lists(FILE, min_size=1, max_size=4), schedule=FILE, random=st.randoms())
def test_the_order_of_files_and_of_milestones_does_not_matter(files, schedule, random) -> None:
    files.append({code: {} for code in CODES})

    def shuffled(items):
        return random.sample(list(items), len(items))

    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"f{n}.yaml" for n in range(len(files))]
        for path, milestones in zip(paths, files, strict=True):
            path.write_text(text_of(milestones))
        (folder / "schedule.yml").write_text(text_of(schedule))
        graph = load(paths, schedule=folder / "schedule.yml")

        again = load(shuffled(paths), schedule=folder / "schedule.yml")

        assert again.milestones == graph.milestones
        assert again.links == graph.links
        assert again.questions == graph.questions
        assert again.disagreements == graph.disagreements

        for path, milestones in zip(paths, files, strict=True):
            path.write_text(text_of(dict(shuffled(milestones.items()))))
        (folder / "schedule.yml").write_text(text_of(dict(shuffled(schedule.items()))))

        turned = load(paths, schedule=folder / "schedule.yml")

        assert without_places(turned) == without_places(graph)


def test_the_calendars_of_a_schedule_are_its_own():
    """Two exports may call different calendars the same: each activity keeps its own."""
    office, site = Calendar("5 x 8"), Calendar("5 x 8", frozenset(range(6)))
    files = [
        network_file(
            Network(
                shown=shown,
                as_of=None,
                activities=[
                    Activity(
                        code,
                        is_milestone=True,
                        position=Position(shown, 1, 1),
                        stated={"calendar": Attribute("5 x 8", 1, 1)},
                    )
                ],
                relationships=[],
                calendars=(calendar,),
            )
        )
        for shown, code, calendar in (("a.xer", "A", office), ("b.xer", "B", site))
    ]
    graph = merge(files)
    assert [graph.calendars[m.calendar or ""].weekdays for m in graph.milestones] == [
        office.weekdays,
        site.weekdays,
    ]
    assert [m.calendar for m in graph.milestones] == ["5 x 8", "5 x 8 (b.xer)"]
    of_schedule = merge((), files)
    assert [m.calendar for m in of_schedule.schedule_only] == ["5 x 8", "5 x 8 (b.xer)"]
