"""What is said of chains: open or history, one or very many, with or without a cut."""

from datetime import date

import pytest
from click import unstyle

from depgraph.analysis.why import why
from depgraph.model import Graph, Link, Milestone, Query
from depgraph.reports.page import Lines
from depgraph.reports.why_data import digits, why_data
from depgraph.reports.why_page import why_page
from depgraph.reports.why_summary import summary_lines
from depgraph.reports.writers.html import page_html
from depgraph.reports.writers.markdown import page_markdown
from depgraph.reports.writers.text import page_text

AS_OF = date(2020, 1, 1)
DONE = date(2019, 12, 1)


def plan(links, *, complete="", codes="ABCDE"):
    """A plan of milestones of one letter; ``"AB?"`` is a queried link from A to B."""
    return Graph(
        [
            Milestone(code, completed=DONE, state="complete")
            if code in complete
            else Milestone(code, due=date(2020, 3, 1))
            for code in codes
        ],
        [
            Link(link[0], link[1], queries=(Query("Why | so?"),) if "?" in link else ())
            for link in links.split()
        ],
        as_of=AS_OF,
    )


def text_of(result):
    return unstyle(page_text(why_page(result)))


def answer(links, complete="", *, ends="AE", **how):
    graph = plan(links, complete=complete)
    return why(graph, prerequisite=ends[0], dependent=ends[1], **how)


@pytest.mark.parametrize(
    ("links", "complete", "lines"),
    [
        ("AE", "", ["E waits on A directly, and by no other chain."]),
        (
            "AE AB BE",
            "",
            ["E waits on A directly, and by 1 other chain; 1 milestone lies between."],
        ),
        ("AB BE", "", ["E waits on A by one chain; 1 milestone lies between."]),
        ("AB BE AC CE", "", ["E waits on A by 2 chains; 2 milestones lie between."]),
        (
            "AB BE AC CE",
            "B",
            [
                "E waits on A by one chain; 1 milestone lies between.",
                "1 more chain passes a complete milestone, and holds nothing up any more. "
                "The shortest of them passes B: A -> B -> E",
            ],
        ),
        (
            "AB BE AC CD DE AD BD",
            "B",
            [
                "E waits on A by 2 chains; 2 milestones lie between.",
                "2 more chains pass a complete milestone, and hold nothing up any more. "
                "The shortest of them passes B: A -> B -> E",
            ],
        ),
        (
            "AC CE AB BD DE",
            "D",
            [
                "E waits on A by one chain; 1 milestone lies between.",
                "1 more chain passes a complete milestone, and holds nothing up any more.",
            ],
        ),
        (
            "AB BE",
            "B",
            [
                "E does not wait on A any more: the one chain passes B, which is complete; "
                "1 milestone lies between."
            ],
        ),
        (
            "AB BE AC CE",
            "BC",
            [
                "E does not wait on A any more: both chains pass a complete milestone; "
                "2 milestones lie between."
            ],
        ),
        (
            "AE",
            "A",
            ["E does not wait on A any more: A is complete since 2019-12-01. It waited directly."],
        ),
        (
            "AB BE",
            "AE",
            [
                "E does not wait on A any more: A is complete since 2019-12-01 and E is complete "
                "since 2019-12-01. One chain leads from one to the other; 1 milestone lies between."
            ],
        ),
        ("", "", ["E does not wait on A.", "Nor does A wait on E."]),
        (
            "EB BA",
            "",
            [
                "E does not wait on A.",
                "It is the other way round: A waits on E, by 2 links: E -> B -> A",
            ],
        ),
    ],
)
def test_whether_one_waits_on_the_other(links, complete, lines):
    assert [unstyle(line) for line in summary_lines(answer(links, complete))] == lines


@pytest.mark.parametrize(
    ("links", "complete", "said"),
    [
        ("AB BE", "", "It is the only chain: without any one of its links E does not wait on A."),
        (
            "AB BE AC CE",
            "B",
            "It is the only open chain: without any one of its links E does not wait on A.",
        ),
        (
            "AB BE",
            "B",
            "It is the only chain: without any one of its links E would never have waited on A.",
        ),
        (
            "AB BD AC CD DE",
            "",
            "Every chain passes D.\n\nEvery chain needs 1 link; without it E does not wait on A:\n"
            "  D -> E\n",
        ),
        (
            "AB? BE AC CE",
            "",
            "No link is on every chain; without these 2 together E does not wait on A:\n"
            "  ? A -> B\n  A -> C\n\n"
            "1 link is queried; without it E still waits on A by 1 chain, the shortest of 2 "
            "links:\n  ? A -> B: Why | so?\n",
        ),
        (
            "AB? BE AC? CE",
            "",
            "2 links are queried; without them E does not wait on A:\n",
        ),
        (
            "AB? BE AC CE",
            "A",
            "1 link is queried; without it E would have waited all the same on A by 1 chain, ",
        ),
        ("AB BE", "", "None of the links is queried.\n"),
        ("AE", "", "The link is not queried.\n"),
    ],
)
def test_what_can_be_done_about_it(links, complete, said):
    assert said in text_of(answer(links, complete))


def test_the_types_and_lags_of_links_are_shown_where_they_are_not_plain():
    graph = Graph(
        [Milestone("A", due=AS_OF), *map(Milestone, "BCD")],
        [
            *(Link("A", "B", type="SS", lag=3), Link("A", "B", type="FF")),
            *(Link("B", "C"), Link("C", "D"), Link("B", "D")),
        ],
        as_of=AS_OF,
    )
    lines = text_of(why(graph, prerequisite="A", dependent="D")).splitlines()
    assert lines[3:6] == [
        "  milestone  projected   due         slack  link         state       owner  where  name",
        "  A          2020-01-01  2020-01-01      -               incomplete  -      -",
        "  B          2020-01-04  -               0  FF, SS +3 d  incomplete  -      -",
    ]
    assert "  A -> B (FF, SS +3 d)" in lines


def test_a_chain_without_all_dates_has_no_slack():
    graph = Graph([Milestone("A"), Milestone("B", due=AS_OF)], [Link("A", "B")], as_of=AS_OF)
    text = text_of(why(graph, prerequisite="A", dependent="B"))
    assert "There is no tightest chain: the chain has a milestone without a date." in text


def test_markdown_shows_texts_as_they_are():
    text = page_markdown(why_page(answer("AB? BE AC CE", most=2)))
    assert text.startswith("## Why does E wait on A?\n\nE waits on A by 2 chains;")
    assert "- ? A -> B: Why &#124; so?\n" in text
    assert "| 1 | 2 | 0 | A ?> B -> E | 1 queried link |\n" in text
    assert "\n### The shortest chain is the tightest: 2 links, no slack\n" in text
    assert "\n### All chains, the shortest first\n" in text


def test_html_has_the_question_the_chains_and_the_doubts():
    text = page_html(why_page(answer("AB? BE AC CE", most=2)))
    assert "<h1><bdi>Why does E wait on A?</bdi></h1>" in text
    assert "<caption>The shortest chain is the tightest: 2 links, no slack</caption>" in text
    assert "<bdi>A ?&gt; B -&gt; E</bdi>" in text
    assert "<li>? A -&gt; B: Why | so?</li>" in text


def test_no_text_of_a_plan_has_control_over_a_terminal():
    hostile = "red \x1b[31m alert\nagain"
    graph = Graph(
        [Milestone("A", name=hostile, owner=hostile), Milestone("B")],
        [Link("A", "B", queries=(Query(hostile),))],
        as_of=AS_OF,
    )
    text = page_text(why_page(why(graph, prerequisite="A", dependent="B")))
    assert "\x1b[31m" not in text
    assert text.count("red  [31m alert again") == 3


def test_what_does_not_wait_has_no_tables():
    page = why_page(answer(""))
    assert [type(part) for part in page.parts] == [Lines]
    assert why_data(answer(""))["hops"] == []


def many_chains(steps):
    codes = [f"{n:05d}{side}" for n in range(steps + 1) for side in "abc"]
    links = []
    for n in range(steps):
        for side in "bc":
            links.append(Link(f"{n:05d}a", f"{n:05d}{side}"))
            links.append(Link(f"{n:05d}{side}", f"{n + 1:05d}a"))
    graph = Graph([Milestone(code) for code in codes], links, as_of=AS_OF)
    return why(graph, prerequisite="00000a", dependent=f"{steps:05d}a", most=1)


def test_a_number_of_chains_is_exact_while_it_can_be_read():
    assert " waits on 00000a by 562949953421312 chains; " in text_of(many_chains(49))
    assert " waits on 00000a by about 1.1e15 chains; " in text_of(many_chains(50))


def test_a_number_of_chains_in_json_is_exact():
    assert why_data(many_chains(53))["chains"]["count"] == 2**53
    assert why_data(many_chains(54))["chains"]["count"] == str(2**54)
    # Longer than what Python turns into text by itself.
    assert digits(10**5_000 + 7) == f"1{7:05000}"


def test_long_chains_are_shown_in_part():
    text = text_of(many_chains(100))
    assert "The shortest chain: 200 links\n" in text
    assert "  (161 more)" in text
    assert "00000a -> 00000b -> 00001a -> 00001b -> 00002a -> 00002b -> (189 more) -> " in text
