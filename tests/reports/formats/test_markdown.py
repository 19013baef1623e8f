import re

from depgraph.model import Link, Position
from depgraph.reports.writers.markdown import escaped
from depgraph.rules.findings import Finding


def cells(line):
    """Split a line of a table as GitHub and GitLab do: at bars that no backslash protects."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_a_report_in_full(report_on):
    links = (
        Link(prerequisite="A", dependent="M", position=Position("p.yaml", 2, 3)),
        Link(prerequisite="M", dependent="B"),
    )
    broken = Finding("r", "error", "A blocks B", links=links, fix="Drop it.")
    known = Finding("r", "error", "C", "known", reason="Agreed.", position=Position("p.yaml", 9, 1))
    assert report_on("markdown", broken, known) == (
        """\
## depgraph check

1 new error; 0 new warnings, 0 notes, 1 known, 0 queried

### New errors (1)

| rule | where | what |
| --- | --- | --- |
| r | p.yaml:2 | A blocks B<br>M waits on A p.yaml:2<br>B waits on M<br>to do: Drop it. |

<details>
<summary>Known (1)</summary>

| rule | where | what |
| --- | --- | --- |
| r | p.yaml:9 | C<br>known: Agreed. |

</details>

<details>
<summary>What was looked at</summary>

2 milestones, 0 links (0 queried).

| rule | milestones | links |  |
| --- | --- | --- | --- |
| r | 1 | 0 |  |

</details>
"""
    )


def test_a_long_list_is_folded_away(report_on):
    few = [Finding("r", "error", f"F{n}") for n in range(20)]
    assert "### New errors (20)" in report_on("markdown", *few)
    many = [*few, Finding("r", "error", "one more")]
    text = report_on("markdown", *many)
    assert "<details>\n<summary>New errors (21)</summary>\n\n| rule |" in text
    assert all(f"| {finding.message} |" in text for finding in many)


def test_hostile_names_stay_in_their_cell_and_are_no_markup(report_on):
    hostile = "a|b \\| `c` <img src=x> </details> **d** [e](http://f) @all #1 $x$ ~g~\n| h | &amp;"
    finding = Finding("r|s", "error", hostile, position=Position("p|q.yaml", 1, 1))
    text = report_on("markdown", finding)
    (line,) = [line for line in text.splitlines() if "img" in line]
    assert len(cells(line)) == 3
    assert "<" not in line
    assert not re.search(r"(?<!\\)[`*\[\]$~]", line)
    assert "@all" not in line
    assert "&amp;amp;" in line


def test_a_plain_name_stays_as_it_is():
    assert escaped("LDM-503-17 (due 2020-01-01), p.yaml:3!") == (
        "LDM-503-17 (due 2020-01-01), p.yaml:3!"
    )
