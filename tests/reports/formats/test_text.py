from depgraph.model import Link, Position
from depgraph.reports.choice import Options
from depgraph.rules.findings import Finding

LINKS = (
    Link(prerequisite="A", dependent="M", position=Position("p.yaml", 2, 3)),
    Link(prerequisite="M", dependent="B", position=Position("p.yaml", 4, 3)),
)
MORE = (
    Link(prerequisite="A2", dependent="M", position=Position("p.yaml", 5, 3)),
    Link(prerequisite="M", dependent="B2", position=Position("p.yaml", 6, 3)),
)
FOLDED = Finding(
    *("r", "error", "many wait on many"),
    chain=("A", "M", "B"),
    links=LINKS,
    heads=("A", "A2"),
    tails=("B", "B2"),
    more_links=MORE,
)


def test_a_folded_finding_shows_heads_middle_tails_and_every_link(report_on):
    from click import unstyle

    lines = unstyle(report_on("text", FOLDED)).splitlines()
    assert lines[:6] == [
        "error: r",
        "  many wait on many",
        "      A, A2 -> M -> B, B2",
        "      M waits on A  p.yaml:2",
        "      B waits on M  p.yaml:4",
        "      M waits on A2  p.yaml:5",
    ]


def test_concise_is_one_line_a_finding(report_on):
    placed = Finding("r", "warning", "x\ny", position=Position("p.yaml", 2, 3))
    known = Finding("r", "error", "z", "known", reason="ok", position=Position("p.yaml", 4, 1))
    lines = report_on("concise", placed, known).splitlines()
    assert lines[0] == "p.yaml:2:3: r x y"
    assert len(lines) == 2
    lines = report_on("concise", placed, known, options=Options(show_all=True)).splitlines()
    assert lines[:2] == ["p.yaml:2:3: r x y", "p.yaml:4:1: r z (known: ok)"]


def test_what_fails_the_run_is_shown(report_on):
    info = Finding("r", "info", "only told")
    assert "only told" not in report_on("text", info)
    text = report_on("text", info, options=Options(fail_on="info"))
    assert "only told" in text
    assert text.endswith("With --fail-on info: 1 finding fails the check\n")


def test_on_a_narrow_terminal_a_finding_and_its_evidence_stay_apart(report_on):
    from click import unstyle

    finding = FOLDED._replace(
        message="many of these wait on many of those",
        position=Position("plan.yaml", 4, 3),
        why="None of them may wait on any other.",
        fix="Drop one of the links, or ask for another date.",
    )
    lines = unstyle(report_on("narrow", finding)).splitlines()
    assert lines[:5] == [
        "error: r  None of them may wait on any",
        "other.",
        "  plan.yaml:4: many of these wait on",
        "    many of those",
        "      A, A2 -> M -> B, B2",
    ]
    assert lines[9:11] == ["  to do: Drop one of the links, or ask", "  for another date."]


def test_what_a_plan_says_brings_no_colours_of_its_own(report_on):
    red = "\x1b[31mred"
    finding = Finding(
        *("r", "error", red, "known"), why=red, fix=red, reason=red, position=Position("p", 1, 1)
    )
    text = report_on("text", finding, options=Options(show_all=True))
    assert text.count("\x1b[31m") == 1
    assert text.count(" [31mred") == 4


def test_rules_that_were_not_run_or_looked_at_nothing_are_told(run, write, tmp_path):
    write("plan.yaml", "milestones:\n  A: {requires: [B]}\n  B: {}\n")
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nchecks: {undated: off}\nrules:\n"
        "  - {id: none, kind: needs, milestones: {id: X}, at_least: 1}\n",
    )
    text = run("check", "--color", "always", cwd=tmp_path).stdout
    assert "  none  0 milestones  0 links  \x1b[33mlooked at nothing\x1b[0m\n" in text
    assert "  undated was not run: off in the configuration\n" in text
