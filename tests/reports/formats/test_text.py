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
