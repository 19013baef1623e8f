"""The canonical form: what it looks like, and that it never says anything else."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from depgraph.edits.canonical import canonical, kind_of
from depgraph.edits.layout import WIDTH, FormatError, Layout
from depgraph.edits.tidy import thinned
from depgraph.sources.baseline_format import BASELINE, ENTRY
from depgraph.sources.calendars import CALENDAR
from depgraph.sources.config_format import CONFIG, OWNER, REVISION
from depgraph.sources.document import Document
from depgraph.sources.documents import SOURCE_DOCUMENT
from depgraph.sources.graph_file import FILE
from depgraph.sources.groups import GROUP, PART, TOTAL
from depgraph.sources.health import HEALTH
from depgraph.sources.keys import Record
from depgraph.sources.list_format import COLUMNS, LIST
from depgraph.sources.milestone_format import ALLOWANCE, LINK, MILESTONE, QUERY
from depgraph.sources.nodes import Mapping as ReadMapping
from depgraph.sources.nodes import Scalar
from depgraph.sources.risk_format import (
    DRIVER,
    ESTIMATE,
    HISTORY,
    RESIDUAL,
    RISK,
    SLIP,
    SLIP_OF,
)
from depgraph.sources.rule_format import RULE
from depgraph.sources.themes import PAINT, THEME

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


TABLES = {"graph": FILE, "configuration": CONFIG, "baseline": BASELINE}


def records(table, frame="%s\n"):
    """Yield each record below a table, with a text that has its keys in place of %s."""
    if isinstance(table, Record):
        yield table, frame
    for key in table.keys if isinstance(table, Record) else ["N"]:
        below = table.below(key)
        if below is not None:
            yield from records(below, frame % f"{{{key}: %s}}")


RECORDS = [(kind, *pair) for kind, table in TABLES.items() for pair in records(table)]


def test_every_table_of_the_formats_has_an_order():
    formats = {FILE, SOURCE_DOCUMENT, GROUP, TOTAL, PART, MILESTONE, LINK, QUERY, ALLOWANCE}
    formats |= {CONFIG, OWNER, REVISION, CALENDAR, THEME, PAINT, HEALTH.of, RULE, BASELINE, ENTRY}
    formats |= {LIST, COLUMNS.mapping()}
    formats |= {RISK.of, SLIP.of, ESTIMATE.of, SLIP_OF, DRIVER, RESIDUAL, HISTORY}
    assert {record for _, record, _ in RECORDS} == formats


@pytest.mark.parametrize(("kind", "record", "frame"), RECORDS, ids=[text for *_, text in RECORDS])
def test_the_order_of_keys_is_that_of_their_table(kind, record, frame):
    keys = list(record.keys)
    before = ", ".join(f"{key}: 1" for key in reversed(keys))
    after = canonical(frame % f"{{{before}}}", kind)
    assert re.findall(r"(\w+): 1", after) == keys


def test_the_keys_of_a_kind_of_rule_stand_before_the_reasons():
    before = "rules: [{fix: 1, of: 1, id: 1, why: 1, at_least: 1, severity: 1, kind: 1}]\n"
    after = canonical(before, "configuration")
    order = "id kind severity of at_least why fix"
    assert re.findall(r"(\w+): 1", after) == order.split()


UNTIDY = """\


# The plan.
milestones:

    "T":   # the target


        requires:
        # first
        -   A     # why
        - {query: 'Really?',id: B}


        - id: 'C: c'
          query:
             - one
             - "two # 2"
          # below the query
        # below the list
        due: 2020-01-01
        name:    'Top'
    A: {due: 2020-01-01,name: First}
    # about B
    B:

    'C: c': {}
as_of: "2020-01-01"   # given
# the end

"""

TIDY = """\
# The plan.
as_of: "2020-01-01"   # given
milestones:
  T:       # the target
    name: Top
    # below the list
    due: 2020-01-01

    requires:
      # first
      - A         # why
      - {id: B, query: "Really?"}

      - id: "C: c"
        query:
          - one
          - "two # 2"
        # below the query
  A: {name: First, due: 2020-01-01}
  # about B
  B:

  "C: c": {}
# the end
"""


def test_the_whole_form_at_once():
    assert canonical(UNTIDY) == TIDY
    assert canonical(TIDY) == TIDY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'plain text'", "plain text"),
        ('"plain text"', "plain text"),
        ("'it''s'", '"it\'s"'),
        ("'a: b'", '"a: b"'),
        ("'a #b'", '"a #b"'),
        ("'no'", '"no"'),
        ("no", "no"),
        ("'2020'", '"2020"'),
        ("2020", "2020"),
        ("'1e3'", '"1e3"'),
        ("'LDM-*'", '"LDM-*"'),
        ("LDM-*", "LDM-*"),
        ("'- x'", '"- x"'),
        ("'x:'", '"x:"'),
        ('"two\\nlines"', '"two\\nlines"'),
        ('"tab\\t"', '"tab\\t"'),
        ("'back\\slash'", "back\\slash"),
        ("'Überprüfung'", "Überprüfung"),
        ("one\n      two", "one two"),
        ("one\n \n      - two", '"one\\n- two"'),
        ("'one\n\n      two'", '"one\\ntwo"'),
        ("|\n        one\n        two", "|\n      one\n      two"),
        (">-\n       one\n\n       two", ">-\n      one\n\n      two"),
        ("|2\n        one", '"  one\\n"'),
        ("|+\n     one\n", '"one\\n\\n"'),
        ("'0x1F'", '"0x1F"'),
        ("'12:30:00'", '"12:30:00"'),
        ("'y'", '"y"'),
        ("'2 x 100 Gbps'", "2 x 100 Gbps"),
    ],
)
def test_texts(before, after):
    assert canonical(f"milestones:\n  A:\n    name: {before}\n") == (
        f"milestones:\n  A:\n    name: {after}\n"
    )


def test_what_is_too_long_for_a_line_becomes_a_block():
    codes = [f"MILESTONE-{n:03}" for n in range(7)]
    text = f"milestones:\n  A: {{requires: [{', '.join(codes)}]}}\n"
    lines = "".join(f"      - {code}\n" for code in codes)
    assert canonical(text) == f"milestones:\n  A:\n    requires:\n{lines}"
    short = text.replace(", MILESTONE-005, MILESTONE-006", "")
    assert canonical(short) == short
    assert canonical("milestones: {A: {}}\n") == "milestones: {A: {}}\n"


def test_comments_between_brackets_make_a_block():
    text = (
        "milestones:\n  A:\n    requires: [ # all\n      B, # one\n      # two\n      C ] # end\n"
    )
    assert canonical(text) == (
        "milestones:\n  A:\n    requires:   # all\n"
        "      - B  # one\n      # two\n      - C  # end\n"
    )


def test_a_list_in_the_column_of_its_key_leaves_the_comment_below_to_the_next_key():
    text = "milestones:\n  A:\n    requires:\n    - B\n    # about C\n    tags:\n    - x\n"
    assert canonical(text) == (
        "milestones:\n  A:\n    # about C\n    tags:\n      - x\n    requires:\n      - B\n"
    )


def test_the_configuration_and_the_baseline_have_their_own_orders():
    config = (
        "rules:\n- why: x\n  of: {}\n  kind: needs\n  id: r\n"
        "title: T\nowners:\n- {owner: O, match: A}\n"
    )
    assert canonical(config, "configuration") == (
        "title: T\nowners:\n  - {match: A, owner: O}\n"
        "rules:\n  - id: r\n    kind: needs\n    of: {}\n    why: x\n"
    )
    baseline = "findings:\n- reason: r\n  milestone: A\n  rule: x\n"
    assert canonical(baseline, "baseline") == (
        "findings:\n  - rule: x\n    milestone: A\n    reason: r\n"
    )


def test_anchors_stay_and_so_does_the_order_of_keys():
    text = "milestones:\n  A: {tags: &t [x], name: &n N}\n  B:\n    tags: *t\n    name: *n\n"
    assert canonical(text) == text
    block = "milestones:\n  A: &a\n    name: x\n  B: *a\n"
    assert canonical(block) == block


@pytest.mark.parametrize("behind", ["tags: &t [x, y]", "requires:\n      - &l {id: B, lag: 2}"])
def test_an_anchor_before_brackets_stays_and_is_written_once(behind):
    text = f"milestones:\n  B: {{}}\n  A:\n    {behind}\n"
    assert canonical(text) == text


def test_a_tag_has_no_canonical_form():
    with pytest.raises(FormatError, match="the text:1: a tag has no canonical form"):
        canonical("milestones: ! {A: {}}\n")


def test_windows_lines_and_document_marks_go():
    assert canonical("---\r\nmilestones:\r\n  A: {}   \r\n...\r\n") == "milestones:\n  A: {}\n"


@pytest.mark.parametrize("path", sorted(GRAPHS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_files_keep_every_fact_and_comment(path):
    text = path.read_text()
    after = canonical(text, kind_of(path))
    assert yaml.safe_load(after) == yaml.safe_load(text)
    assert sorted(re.findall("# .*", after)) == sorted(re.findall("# .*", text))
    assert canonical(after, kind_of(path)) == after


def test_what_a_file_is(write):
    assert kind_of(write("depgraph.yaml", "graph: a.yaml\n")) == "configuration"
    assert kind_of(write("known.yaml", "findings: []\n")) == "baseline"
    assert kind_of(write("team.yaml", "rules: []\n")) == "configuration"
    assert kind_of(write("plan.yaml", "milestones: {}\n")) == "graph"
    assert kind_of(write("broken.yaml", "a: [\n")) == "graph"


# -- any file ---------------------------------------------------------------------------

TEXTS = st.sampled_from(
    [
        *("x", "'x y'", '"a: b"', "'a # b'", "no", "'no'", "2020-01-01", '""', "''", "'it''s'"),
        *('"\\u00e9\\n"', "é ~ 試", "LDM-*", "'{'", "'&x'", "a-b:c", "'tail '", '" head"'),
    ]
)
COMMENTS = st.sampled_from(["", "", "", "  # c1", " # c2", "        # c3"])
ABOVE = st.sampled_from(["", "", "", "\n", "\n\n", "# c4\n", "\n    # c5\n\n", "          # c6\n"])
KEYS = ["name", "due", "note", "requires", "tags", "zeta", "owner", "questions"]


@st.composite
def flows(draw, depth=0):
    kind = draw(st.sampled_from(["text", "list", "map"] if depth < 2 else ["text"]))
    if kind == "text":
        return draw(TEXTS.filter(lambda text: text != "a-b:c"))
    if kind == "list":
        items = draw(st.lists(flows(depth + 1), max_size=3))
        gap = draw(st.sampled_from([", ", ",", " ,  ", ", # c7\n            "]))
        return f"[{gap.join(items)}]"
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True))
    return "{" + ", ".join(f"{key}: {draw(flows(depth + 1))}" for key in keys) + "}"


@st.composite
def blocks(draw, indent, depth=0):
    """The text behind a key or dash, its line feed included."""
    kind = draw(
        st.sampled_from(["text", "flow", "map", "list", "block", "nothing"][: 6 - 2 * (depth > 2)])
    )
    pad = " " * indent
    if kind in ("text", "flow") or depth > 2:
        value = draw(TEXTS if kind == "text" else flows())
        return f" {value}{draw(COMMENTS)}\n"
    if kind == "nothing":
        return f"{draw(COMMENTS)}\n"
    if kind == "block":
        style = draw(st.sampled_from(["|", ">", "|-", ">-", "|+"]))
        lines = draw(st.lists(st.sampled_from(["one", "# no comment", "", "two  x"]), max_size=3))
        return f" {style}{draw(COMMENTS)}\n" + "".join(
            f"{pad}  {line}".rstrip() + "\n" for line in ["start", *lines]
        )
    step = draw(st.sampled_from([1, 2, 4]))
    inner = indent + step
    text = f"{draw(COMMENTS)}\n"
    if kind == "map":
        for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True)):
            text += draw(ABOVE) + f"{' ' * inner}{key}:" + draw(blocks(inner, depth + 1))
        return text
    for _ in range(draw(st.integers(1, 3))):
        text += draw(ABOVE)
        if draw(st.booleans()):
            text += f"{' ' * inner}- id: {draw(TEXTS)}{draw(COMMENTS)}\n"
            text += draw(ABOVE) + f"{' ' * inner}  query:" + draw(blocks(inner + 2, depth + 1))
        else:
            text += f"{' ' * inner}-" + draw(blocks(inner, 3))
    return text


TIDY_ATTRIBUTES = [
    "\n",
    "\n    name: First (é) light\n    aka: [D, E]\n    due: 2020-01-01\n",
    """
    owner: DM
    questions:
      - Really, A & B?
    requires:
      - X-1
      - {id: no, type: FF, lag: -3}
      - id: Y.2
        calendar: works
        query: By when
""",
]


@st.composite
def files(draw):
    text = draw(ABOVE)
    for key in draw(st.permutations(["milestones", "source", "as_of"])):
        text += f"{key}:"
        if key != "milestones":
            text += f" {draw(TEXTS)}{draw(COMMENTS)}\n"
            continue
        text += f"{draw(COMMENTS)}\n"
        for code in "ABC"[: draw(st.integers(1, 3))]:
            behind = st.sampled_from(TIDY_ATTRIBUTES) if draw(st.booleans()) else blocks(2)
            text += draw(ABOVE) + f"  {code}:" + draw(behind)
    return text + draw(st.sampled_from(["", "\n\n", "# c8", "  # c9\n\n"]))


def test_lines_that_are_canonical_are_recognised_up_to_a_comment_that_may_be_in_them():
    tidy = "".join(f"  M-{n}:{lines}" for n, lines in enumerate(2 * TIDY_ATTRIBUTES))
    head, foot = "# c\nas_of: 2020-01-01\nmilestones:\n", "groups: {}\n"
    thin = thinned(head + tidy + "\n\n" + foot)
    assert thin.runs == (tidy,)
    assert thin.text == f"{head}  {thin.marker}0: {{}}\n\n\n{foot}"
    assert thin.filled(thin.text) == head + tidy + "\n\n" + foot
    start = tidy.index("  M-5:")
    assert thinned(f"{head}{tidy}\n    # in it\n{foot}").runs == (tidy[:start],)
    assert thinned(f"{head}{tidy}  # above the next\n  tidy0: {{}}\n").runs == (tidy,)
    wide = f"    tags: [{', '.join(['word'] * 15)}]\n"
    assert len(wide) == WIDTH + 1
    assert thinned(f"{head}  A:\n{wide}").runs
    assert not thinned(f"{head}  A:\n{wide.replace(']', 's]')}").runs


def said(node):
    """What a file says, mappings without order."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, ReadMapping):
        return {key.text: said(value) for key, value in node.pairs}
    return [said(item) for item in node.items]


@settings(max_examples=150, deadline=None)
@given(files(), st.sampled_from(["graph", "configuration", "baseline"]))
@example("milestones:\n  A:\n", "graph")
def test_any_file_keeps_what_it_says_and_is_done_in_one_step(text, kind):
    def read(of):
        problems = []
        document = Document(of.encode(), "", problems)
        content = [(key.text, said(value)) for key, value in document.entries()]
        assert not problems, of
        return sorted(content, key=lambda pair: pair[0])

    after = canonical(text, kind)
    assert after == Layout(text, "").written(
        {"graph": FILE, "configuration": CONFIG, "baseline": BASELINE}[kind]
    )
    assert read(after) == read(text)
    for n in range(1, 10):
        assert after.count(f"# c{n}") == text.count(f"# c{n}")
    assert canonical(after, kind) == after
    assert all(line == line.rstrip() for line in after.splitlines())
    assert "\n\n\n" not in after or re.search(": [|>]|- [|>]", text)
    assert after.endswith("\n")
