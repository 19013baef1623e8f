"""The shipped plan says what its sources say: counts, codes, names, dates, links, doubts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

import depgraph
from depgraph.model import Graph, Link, Milestone
from depgraph.plans.opening import open_plan
from depgraph.rules.engine import CheckResult, check

GRAPHS = Path(__file__).parent.parent / "graphs"

SECTIONS = [
    *("LDM-503-01", "LDM-503-02", "LDM-503-03", "LDM-503-04", "LDM-503-04b", "LDM-503-05"),
    *("LDM-503-09a", "LDM-503-06", "LDM-503-07", "LDM-503-09", "LDM-503-10b", "LDM-503-11b"),
    *("LDM-503-11a", "LDM-503-08", "LDM-503-10", "LDM-503-11", "LDM-503-12", "LDM-503-12a"),
    *("LDM-503-13", "LDM-503-13a", "LDM-503-14", "LDM-503-15a", "LDM-503-15", "LDM-503-16"),
    *("LDM-503-17a", "LDM-503-17"),
]
EXTERNAL = {
    "CAMM8040": ("COMP: DAQ V4", "Camera"),
    "CAMM8090": ("COMP: Camera Pre-Ship Review at SLAC", "Camera"),
    "CAMM8300": ("COMP: Full production grade ADAQ system for DM at NCSA", "Camera"),
    "COMC-0030": ("Start Early Integration and Test", "Commissioning"),
    "EIA-130": ("Installation of Large-scale DAQ Client Cluster at NCSA", "EIA"),
    "EIA-200": ("Main Camera 24-Hour Cycle", "EIA"),
    "F18S": ("F18 Start", "Project"),
    "LSST-1200": ("Interface Verification: Single Visit", "Project"),
}
QUERIED_WITH_WORDS = {
    ("LDM-503-06", "LDM-503-07"): 1,
    ("DM-DAX-8", "LDM-503-09a"): 1,
    ("DM-DAX-9", "LDM-503-09"): 1,
    ("LDM-503-10b", "LDM-503-11b"): 1,
    ("DM-SUIT-10", "LDM-503-11a"): 1,
    ("DM-DRP-6", "LDM-503-08"): 1,
    ("DM-NET-3", "LDM-503-08"): 1,
    ("DM-SUIT-9", "LDM-503-08"): 2,
    ("DM-NCSA-12", "LDM-503-08"): 2,
    ("DM-DAX-10", "LDM-503-11"): 1,
    ("DM-NET-4", "LDM-503-11"): 1,
    ("DM-SQRE-3", "LDM-503-12"): 1,
    ("CAMM8090", "LDM-503-12a"): 2,
    ("COMC-0030", "LDM-503-12a"): 1,
    ("DM-SUIT-15", "LDM-503-13"): 2,
    ("DM-STAFF", "LDM-503-13"): 1,
    ("DM-SQRE-5", "LDM-503-15"): 1,
}
QUERIED_WITHOUT_WORDS = {
    *(("F18S", "LDM-503-05"), ("DM-NCSA-8", "LDM-503-05"), ("DM-NCSA-9", "LDM-503-05")),
    *(("DM-DAX-2", "LDM-503-09"), ("DM-DAX-4", "LDM-503-09"), ("DM-DAX-3", "LDM-503-09")),
    *(("DM-DAX-5", "LDM-503-09"), ("DM-SUIT-5", "LDM-503-09"), ("LDM-503-05", "LDM-503-09")),
    *(("DM-NET-6", "LDM-503-08"), ("DM-NET-2", "LDM-503-08"), ("DM-NCSA-14", "LDM-503-08")),
}


@pytest.fixture(scope="module")
def plan() -> Graph:
    return depgraph.load(GRAPHS)


@pytest.fixture(scope="module")
def schedules() -> dict[str, Graph]:
    """The schedules with their links, each for itself."""
    paths = sorted((GRAPHS / "schedules").glob("*.yaml"))
    return {path.stem: depgraph.load(path, schedule=path) for path in paths}


def ends(link: Link) -> tuple[str, str]:
    return link.prerequisite, link.dependent


def in_file_order(links: tuple[Link, ...]) -> list[str]:
    return [link.prerequisite for link in sorted(links, key=lambda link: link.position)]


def test_the_size_of_the_plan(plan: Graph) -> None:
    assert len(plan.milestones) == 142
    assert len(plan.links) == 149
    assert len(plan.queried_links) == 29
    assert len(plan.questions) == 3
    assert plan.as_of == date(2019, 4, 30)


def test_no_link_stands_twice_and_all_are_plain(plan: Graph) -> None:
    assert len({ends(link) for link in plan.links}) == 149
    assert {(link.type, link.lag, link.note, link.allowances) for link in plan.links} == {
        ("FS", 0, None, ())
    }


def test_the_plan_has_an_order(plan: Graph) -> None:
    place = {code: n for n, code in enumerate(plan.topological_order())}
    assert len(place) == 142
    assert all(place[link.prerequisite] < place[link.dependent] for link in plan.links)


def test_the_sections_stand_in_the_order_of_the_document(plan: Graph) -> None:
    sections = [m for m in plan.milestones if plan.links_into(m.id)]
    assert {Path(m.position.file).name for m in sections} == {"prerequisites.yaml"}
    assert [m.id for m in sorted(sections, key=lambda m: m.position.line)] == SECTIONS


def test_a_milestone_without_a_section_is_there_too(plan: Graph) -> None:
    assert plan["LDM-503-08b"].name == "Small Scale CCOB Data Access"
    assert plan.predecessors("LDM-503-08b") == ()
    assert plan.successors("LDM-503-08b") == ("LDM-503-09",)


def test_only_the_schedule_has_the_release_of_2019(plan: Graph) -> None:
    assert [(m.id, m.name, m.due) for m in plan.schedule_only] == [
        ("LDM-503-10a", "LSP with Auth and TAP", date(2019, 7, 29))
    ]


def test_the_external_milestones(plan: Graph) -> None:
    outside = {m.id: (m.name, m.owner) for m in plan.milestones if m.owner != "DM"}
    assert outside == EXTERNAL
    assert {plan[code].position.file.rpartition("/")[2] for code in EXTERNAL} == {"external.yaml"}
    assert {plan[code].state for code in EXTERNAL} == {"unknown"}
    assert all(plan.predecessors(code) == () for code in EXTERNAL)
    assert {code: plan.successors(code) for code in EXTERNAL} == {
        "CAMM8040": ("LDM-503-10b",),
        "CAMM8090": ("LDM-503-12a",),
        "CAMM8300": ("LDM-503-08",),
        "COMC-0030": ("LDM-503-12a",),
        "EIA-130": ("LDM-503-10",),
        "EIA-200": ("LDM-503-10b",),
        "F18S": ("LDM-503-05",),
        "LSST-1200": ("LDM-503-06",),
    }


@pytest.mark.parametrize(
    ("code", "prerequisites"),
    [
        (
            "LDM-503-01",
            ["DM-SUIT-3", "DM-SQRE-1", "DM-DAX-1", "DM-SUIT-1", "DM-SUIT-2", "DM-SUIT-4"],
        ),
        ("LDM-503-04", ["DM-NCSA-4", "DM-DAX-7"]),
        ("LDM-503-04b", ["DM-NCSA-27", "DM-NCSA-6", "DM-NCSA-5", "DM-NCSA-7", "LDM-503-04"]),
        ("LDM-503-05", ["LDM-503-03", "F18S", "DM-NCSA-8", "DM-NCSA-9"]),
        ("LDM-503-06", ["LSST-1200", "DM-NCSA-10", "DM-NCSA-11"]),
        ("LDM-503-07", ["DM-DRP-4", "LDM-503-01", "LDM-503-02", "LDM-503-06"]),
        (
            "LDM-503-08",
            [
                *("DM-DRP-6", "DM-NET-3", "DM-NET-6", "DM-NET-2", "LDM-503-04b", "CAMM8300"),
                *("DM-NCSA-15", "DM-SUIT-9", "DM-NCSA-12", "DM-NCSA-13", "DM-NCSA-14"),
            ],
        ),
        ("LDM-503-10", ["LDM-503-04", "LDM-503-06", "EIA-130", "LDM-503-08"]),
        ("LDM-503-10b", ["CAMM8040", "EIA-200"]),
        (
            "LDM-503-11",
            [
                *("DM-DAX-10", "DM-NET-4", "LDM-503-09", "LDM-503-11b"),
                *("LDM-503-08", "LDM-503-10"),
            ],
        ),
        ("LDM-503-11a", ["DM-SUIT-10", "LDM-503-11b", "DM-NCSA-20", "DM-NCSA-21", "DM-NCSA-22"]),
        ("LDM-503-12", ["DM-SQRE-3", "LDM-503-11a", "LDM-503-11"]),
        ("LDM-503-12a", ["CAMM8090", "COMC-0030"]),
        ("LDM-503-13", ["DM-SUIT-15", "DM-STAFF", "LDM-503-12", "DM-NCSA-23", "LDM-503-13a"]),
        ("LDM-503-14", ["DM-SUIT-16", "LDM-503-12", "DM-SQRE-4", "LDM-503-13", "LDM-503-13a"]),
        ("LDM-503-15", ["DM-SQRE-5", "LDM-503-13", "DM-NCSA-25", "DM-NCSA-24"]),
        ("LDM-503-15a", ["DM-AP-15", "DM-AP-17", "DM-AP-16"]),
        ("LDM-503-16", ["LDM-503-15", "DM-NCSA-26"]),
        ("LDM-503-17", ["LDM-503-16", "LDM-503-17a"]),
        ("LDM-503-17a", ["LDM-503-15a"]),
    ],
)
def test_the_prerequisites_in_the_order_of_the_document(
    plan: Graph, code: str, prerequisites: list[str]
) -> None:
    assert in_file_order(plan.links_into(code)) == prerequisites


@pytest.mark.parametrize(
    ("code", "count"),
    [
        *(("LDM-503-02", 6), ("LDM-503-03", 6), ("LDM-503-09", 14), ("LDM-503-09a", 14)),
        *(("LDM-503-11b", 18), ("LDM-503-13a", 12)),
    ],
)
def test_the_number_of_prerequisites(plan: Graph, code: str, count: int) -> None:
    assert len(plan.links_into(code)) == count


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("LDM-503-01", "Science Platform w/ WISE data in PDAC"),
        ("LDM-503-06", "DM ComCam interface verification readiness"),
        ("LDM-503-08", "Spectrograph Data Acquisiion"),
        ("LDM-503-09", "Ops Rehearsal for Commissioning #1"),
        ("LDM-503-11", "Ops Rehearsal for Commissioning #2"),
        ("LDM-503-12", "Ops rehearsal for commissioning #3"),
        ("LDM-503-13", "Ops rehearsal for data release processing #1"),
        ("LDM-503-15", "Ops rehearsal for data release processing #2"),
        ("LDM-503-16", "Ops rehearsal for data release processing #3"),
        ("DM-AP-9", "JOINTCAL1: Jointcal at a functional level"),
        (
            "DM-DRP-1",
            (
                "HSC merger complete: all functionality deployed for the most recent HSC data "
                "release processing is now available within the LSST stack."
            ),
        ),
        (
            "DM-DRP-27",
            (
                "Object generation: association and assembly of (DIA, coadd, etc) sources to form "
                "objects."
            ),
        ),
        ("DM-NCSA-19", "8x7 incident response system"),
        (
            "DM-NCSA-4",
            (
                "Minimal support for the small operational schema including file metadata and "
                "provenance for every file, and record of in"
            ),
        ),
        ("DM-NET-2", "Mountain - Base Network Functional 2 x 100 Gbps"),
        ("DM-SQRE-3", "Hardened Jupyter deployment on Commissioning Cluster"),
        (
            "DM-SUIT-2",
            (
                "Search WISE coaded data single exposure images in PDAC (the images are from IRSA "
                "at IPAC, not NCSA)"
            ),
        ),
    ],
)
def test_names_are_exact(plan: Graph, code: str, name: str) -> None:
    assert plan[code].name == name
    assert plan[code].names[0].text == name


def test_every_milestone_has_a_name(plan: Graph) -> None:
    assert [m.id for m in plan.milestones if not m.name] == []


def test_doubts_in_words_and_doubts_without(plan: Graph) -> None:
    with_words = {
        ends(link): len(link.queries)
        for link in plan.queried_links
        if all(query.text for query in link.queries)
    }
    without_words = {
        ends(link) for link in plan.queried_links if [query.text for query in link.queries] == [""]
    }
    assert with_words == QUERIED_WITH_WORDS
    assert without_words == QUERIED_WITHOUT_WORDS


@pytest.mark.parametrize(
    ("prerequisite", "dependent", "about"),
    [
        ("DM-DAX-8", "LDM-503-09a", ["must go"]),
        ("LDM-503-06", "LDM-503-07", ["without LDM-503-06 having been done"]),
        ("DM-DAX-9", "LDM-503-09", ["really not"]),
        ("LDM-503-10b", "LDM-503-11b", ["obviously not"]),
        ("DM-SUIT-10", "LDM-503-11a", ["should be taken as at risk"]),
        ("DM-DRP-6", "LDM-503-08", ["presumably does not"]),
        ("DM-NET-3", "LDM-503-08", ["laboratory or from the mountain?"]),
        ("DM-SUIT-9", "LDM-503-08", ["at risk", "not clear that visualization is needed"]),
        ("DM-NCSA-12", "LDM-503-08", ["not be completed without", "SQuaRE"]),
        ("DM-DAX-10", "LDM-503-11", ["clearly does not need"]),
        ("DM-NET-4", "LDM-503-11", ["Would the rehearsal"]),
        ("DM-SQRE-3", "LDM-503-12", ["A guess"]),
        ("CAMM8090", "LDM-503-12a", ["whatever the state of the Camera Team", "LDM-503-11a"]),
        ("COMC-0030", "LDM-503-12a", ["CAMM8090"]),
        ("DM-SUIT-15", "LDM-503-13", ["at risk", "alert subscription"]),
        ("DM-STAFF", "LDM-503-13", ["no bearing on DRP"]),
        ("DM-SQRE-5", "LDM-503-15", ["no bearing on DRP"]),
    ],
)
def test_what_the_doubts_are_about(
    plan: Graph, prerequisite: str, dependent: str, about: list[str]
) -> None:
    (link,) = [x for x in plan.queried_links if ends(x) == (prerequisite, dependent)]
    assert len(link.queries) == len(about)
    assert all(words in query.text for words, query in zip(about, link.queries, strict=True))


def test_the_open_questions(plan: Graph) -> None:
    assert [question.milestone for question in plan.questions] == [
        "LDM-503-06",
        "LDM-503-10",
        "LDM-503-10b",
    ]
    assert [
        words in question.text
        for words, question in zip(
            ("LSST-1200", "no further deliverable", "no prerequisite at all inside DM"),
            plan.questions,
            strict=True,
        )
    ] == [True, True, True]


def test_owners_teams_and_levels(plan: Graph) -> None:
    def count(owner: str, level: int | None) -> Counter[str | None]:
        return Counter(m.team for m in plan.milestones if (m.owner, m.level) == (owner, level))

    assert count("DM", 2) == {None: 27}
    assert count("DM", 3) == {
        "DRP": 35,
        "NCSA": 26,
        "AP": 17,
        "DAX": 10,
        "SUIT": 9,
        "SQRE": 5,
        "NET": 4,
        "STAFF": 1,
    }
    assert count("Camera", None) == {None: 3}
    assert count("EIA", None) == {None: 2}
    assert count("Project", None) == {None: 2}
    assert count("Commissioning", None) == {None: 1}


def test_tags(plan: Graph) -> None:
    tagged: dict[str, list[str]] = {}
    for milestone in plan.milestones:
        for tag in milestone.tags:
            tagged.setdefault(tag, []).append(milestone.id)
    assert tagged == {"cycle-marker": ["F18S"]}


# The links that the prerequisites leave plain and that a check finds something wrong with, and the
# milestones without a prerequisite in DM. Each is in the baseline.
KNOWN = {
    ("complete-over-incomplete", "DM-DAX-7", "LDM-503-04"),
    ("completed-out-of-order", "DM-NCSA-6", "LDM-503-04b"),
    ("date-order", "DM-DRP-10", "LDM-503-11b"),
    ("suit-blocks-nothing", "DM-SUIT-16", "LDM-503-14"),
    ("has-a-dm-prerequisite", None, "LDM-503-08b"),
    ("has-a-dm-prerequisite", None, "LDM-503-10b"),
    ("has-a-dm-prerequisite", None, "LDM-503-12a"),
}
# Whether the EFD service is necessary, and two links that are queried without a reason: nothing
# that the files say of their ends sets these apart from links that nobody doubts.
UNEXPLAINED = {
    *(("DM-NCSA-12", "LDM-503-08"), ("DM-NCSA-14", "LDM-503-08")),
    ("LDM-503-05", "LDM-503-09"),
}


def check_without_doubts(links: Iterable[Link]) -> CheckResult:
    """Check the shipped plan with other links, as if no link were queried and nothing known."""
    opened = open_plan(GRAPHS)
    plain = opened.graph.with_links(link._replace(queries=()) for link in links)
    return check(plain, opened.config, opened.rules._replace(baseline=()))


def wrong_with_links(result: CheckResult) -> set[tuple[str, str | None, str | None]]:
    """Return the errors and warnings that are about what waits on what."""
    of_one_milestone = ("overdue", "conflicting-attribute", "orphan")
    return {
        (finding.rule, finding.prerequisite, finding.milestone)
        for finding in result.findings
        if finding.severity != "info" and finding.rule not in of_one_milestone
    }


def test_the_rules_find_by_themselves_what_the_reviewer_doubts(plan: Graph) -> None:
    undoubted = [link for link in plan.links if not link.queries]
    without = wrong_with_links(check_without_doubts(undoubted))
    assert without == KNOWN
    unexplained = {
        ends(link)
        for link in plan.queried_links
        if wrong_with_links(check_without_doubts([*undoubted, link])) == without
    }
    assert unexplained == UNEXPLAINED
    assert len(plan.queried_links) - len(unexplained) == 26


def test_the_rules_find_nothing_new_where_nobody_doubts(plan: Graph) -> None:
    doubted = {ends(link) for link in plan.queried_links}
    result = check_without_doubts(plan.links)
    assert not [finding for finding in result.findings if finding.status != "new"]
    plain = {
        (finding.rule, finding.prerequisite, finding.milestone)
        for finding in result.findings
        if finding.links and doubted.isdisjoint(map(ends, finding.links))
    }
    redundant = {each for each in plain if each[0] == "redundant-link"}
    assert {each[1:] for each in redundant} == {
        *(("LDM-503-04", "LDM-503-10"), ("LDM-503-08", "LDM-503-11")),
        *(("LDM-503-12", "LDM-503-14"), ("LDM-503-13a", "LDM-503-14")),
    }
    assert plain - redundant == {each for each in KNOWN if each[1]}


def selectors(node: object) -> Iterator[tuple[str, str]]:
    """Yield each key of a selector, at any depth, with each text that it has."""
    if isinstance(node, list):
        for item in node:
            yield from selectors(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            texts = value if isinstance(value, list) else [value]
            yield from ((key, text) for text in texts if isinstance(text, str))
            yield from selectors(value)


def test_rules_and_tags_choose_by_what_milestones_are(plan: Graph) -> None:
    configuration = yaml.safe_load((GRAPHS / "depgraph.yaml").read_text())
    codes = {milestone.id for milestone in plan.milestones}
    assert codes.isdisjoint(code for texts in configuration["tags"].values() for code in texts)
    for rule in configuration["rules"]:
        assert rule["why"]
        assert rule["fix"]
        fields = [rule[name] for name in rule if name not in ("id", "kind", "why", "fix")]
        chosen_by = list(selectors(fields))
        assert "id" not in {key for key, _ in chosen_by}
        assert codes.isdisjoint(text for _, text in chosen_by)


def test_what_is_known_says_what_is_to_be_settled() -> None:
    known = yaml.safe_load((GRAPHS / "baseline.yaml").read_text())["findings"]
    names = [entry for entry in known if entry["rule"] == "conflicting-attribute"]
    assert len(names) == 7
    assert all("prerequisites" in entry["reason"] for entry in names)
    assert all("To be settled" in entry["reason"] for entry in known if entry not in names)


def test_states_at_the_as_of_date(plan: Graph) -> None:
    states = Counter(m.state for m in plan.milestones)
    assert states == {"incomplete": 73, "complete": 51, "unknown": 18}
    assert plan["LDM-503-07"].completed == date(2019, 1, 17)
    assert plan["LDM-503-07"].is_complete
    assert plan["LDM-503-06"].state == "incomplete"
    assert plan["DM-SUIT-15"].state == "unknown"


@pytest.mark.parametrize(
    ("revision", "as_of", "document", "milestones", "level_2", "features"),
    [
        ("2018-07-17", date(2018, 7, 17), "LDM-564 1.2, 2018-07-17", 139, 26, 124),
        ("2019-05-20", date(2019, 4, 30), "LDM-564 draft, 2019-05-20", 125, 28, 100),
        ("2024-11-30", date(2024, 11, 30), "LDM-564 draft after 1.6", 113, 40, 79),
    ],
)
def test_the_size_of_the_schedules(
    schedules: dict[str, Graph],
    revision: str,
    as_of: date,
    document: str,
    milestones: int,
    level_2: int,
    features: int,
) -> None:
    schedule = schedules[revision]
    assert schedule.as_of == as_of
    assert list(map(str, schedule.documents)) == [document]
    assert len(schedule) == milestones
    assert len([m for m in schedule.milestones if m.level == 2]) == level_2
    assert len(schedule.links) == features
    assert schedule.disagreements == ()


def test_there_are_three_schedules(schedules: dict[str, Graph]) -> None:
    assert list(schedules) == ["2018-07-17", "2019-05-20", "2024-11-30"]


def test_schedules_stand_in_the_order_of_due_dates(schedules: dict[str, Graph]) -> None:
    for schedule in schedules.values():
        level_2 = [m for m in schedule.milestones if m.level == 2]
        level_2.sort(key=lambda m: m.position.line)
        assert all(before.due <= after.due for before, after in pairwise(level_2))
        for milestone in level_2:
            due = [schedule[c].due for c in in_file_order(schedule.links_into(milestone.id))]
            assert due == sorted(due)


def test_every_milestone_of_a_schedule_has_a_due_date_and_a_name(
    schedules: dict[str, Graph],
) -> None:
    for schedule in schedules.values():
        assert [m.id for m in schedule.milestones if m.due is None or not m.name] == []


def test_nothing_was_completed_after_the_as_of_date(schedules: dict[str, Graph]) -> None:
    for schedule in schedules.values():
        completed = [m.completed for m in schedule.milestones if m.completed is not None]
        assert max(completed) <= schedule.as_of
    assert max(m.completed for m in schedules["2024-11-30"].milestones if m.completed) == date(
        2024, 11, 30
    )


def dates(milestone: Milestone) -> tuple[str, str | None]:
    completed = milestone.completed
    return str(milestone.due), None if completed is None else str(completed)


@pytest.mark.parametrize(
    ("code", "in_2018", "in_2019", "in_2024"),
    [
        (
            "LDM-503-01",
            ("2017-11-30", None),
            ("2017-11-30", "2018-05-30"),
            ("2017-11-30", "2018-05-30"),
        ),
        (
            "LDM-503-05",
            ("2018-07-02", None),
            ("2018-08-31", "2018-07-17"),
            ("2020-05-29", "2018-07-17"),
        ),
        (
            "LDM-503-07",
            ("2018-11-30", None),
            ("2019-08-30", "2019-01-17"),
            ("2019-02-28", "2019-01-17"),
        ),
        (
            "LDM-503-08",
            ("2018-11-30", None),
            ("2019-11-05", None),
            ("2020-11-30", "2019-12-31"),
        ),
        (
            "LDM-503-12",
            ("2019-10-31", None),
            ("2020-02-24", None),
            ("2024-09-09", "2024-11-30"),
        ),
        ("LDM-503-17", ("2022-09-30", None), ("2022-09-30", None), ("2025-07-04", None)),
        ("LDM-503-17a", ("2022-08-31", None), ("2022-08-31", None), ("2025-09-11", None)),
        (
            "DM-DRP-3",
            ("2018-06-29", "2017-11-01"),
            ("2018-06-29", "2017-11-01"),
            ("2018-06-29", "2017-11-01"),
        ),
        (
            "DM-AP-6",
            ("2018-07-02", None),
            ("2018-08-31", "2018-07-31"),
            ("2020-05-29", "2018-07-31"),
        ),
        ("DM-STAFF", ("2019-12-02", None), ("2019-12-02", None), ("2019-11-27", "2019-11-29")),
        (
            "DM-NCSA-13",
            ("2018-10-15", None),
            ("2019-05-14", None),
            ("2019-05-14", "2019-05-31"),
        ),
        (
            "DM-DRP-27",
            ("2019-11-27", None),
            ("2019-11-27", None),
            ("2021-08-31", None),
        ),
    ],
)
def test_dates_in_the_three_schedules(
    schedules: dict[str, Graph],
    code: str,
    in_2018: tuple[str, str | None],
    in_2019: tuple[str, str | None],
    in_2024: tuple[str, str | None],
) -> None:
    assert [dates(schedule[code]) for schedule in schedules.values()] == [
        in_2018,
        in_2019,
        in_2024,
    ]


@pytest.mark.parametrize(
    ("revision", "code", "name"),
    [
        ("2018-07-17", "LDM-503-09", "Ops rehearsal for commissioning #1"),
        (
            "2018-07-17",
            "LDM-503-13",
            "Ops rehearsal for data release processing #1 (ComCam data)",
        ),
        ("2018-07-17", "LDM-503-12", "Ops rehearsal for commissioning #3"),
        ("2018-07-17", "DM-SQRE-3", "Hardened Jupyter deployment on Commissioning Cluster"),
        (
            "2019-05-20",
            "DM-SQRE-3",
            "Notebook service stable for commissioning and other internal project users",
        ),
        ("2019-05-20", "LDM-503-09", "Ops rehearsal for commissioning #1"),
        ("2019-05-20", "LDM-503-12a", "LSSTCam Ops Readiness"),
        ("2024-11-30", "LDM-503-12a", "LSSTcam On Sky Readiness"),
        ("2024-11-30", "LDM-503-13", "Ops rehearsal for data release processing #1"),
        ("2024-11-30", "LDM-503-15a", "Pipelines Release Spring 2022"),
        ("2024-11-30", "LDM-503-16", "Ops rehearsal for data processing #3"),
        ("2024-11-30", "LDM-GEN3", "Gen3 parity demonstrated"),
        (
            "2024-11-30",
            "LDM-503-EFDb",
            (
                "EFD/telemetry data replicated at the LDF, stored in InfluxDB. aggregated into "
                "parquet files"
            ),
        ),
    ],
)
def test_names_in_the_schedules(
    schedules: dict[str, Graph], revision: str, code: str, name: str
) -> None:
    assert schedules[revision][code].name == name


@pytest.mark.parametrize(
    ("revision", "code", "features"),
    [
        ("2018-07-17", "LDM-503-05", ["DM-NCSA-8", "DM-NCSA-9", "DM-AP-6"]),
        ("2018-07-17", "LDM-503-11a", ["DM-NCSA-20", "DM-NCSA-21", "DM-NCSA-22", "DM-SUIT-10"]),
        ("2018-07-17", "LDM-503-17", []),
        ("2019-05-20", "LDM-503-10a", ["DM-DAX-2", "DM-DAX-4", "DM-DAX-3"]),
        ("2019-05-20", "LDM-503-09", []),
        ("2019-05-20", "LDM-503-15a", ["DM-AP-15", "DM-AP-17", "DM-AP-16"]),
        ("2024-11-30", "LDM-503-11a", ["DM-NCSA-16", "DM-SUIT-10", "DM-NCSA-20", "DM-NCSA-22"]),
        ("2024-11-30", "LDM-GEN3", ["DM-DAX-13"]),
        ("2024-11-30", "LDM-503-15a", ["DM-AP-12", "DM-DRP-27"]),
    ],
)
def test_features_in_the_order_of_the_schedule(
    schedules: dict[str, Graph], revision: str, code: str, features: list[str]
) -> None:
    assert in_file_order(schedules[revision].links_into(code)) == features


def test_names_that_the_graph_and_the_schedule_write_differently_are_both_kept(
    plan: Graph,
) -> None:
    assert [name.text for name in plan["LDM-503-09"].names] == [
        "Ops Rehearsal for Commissioning #1",
        "Ops rehearsal for commissioning #1",
    ]
