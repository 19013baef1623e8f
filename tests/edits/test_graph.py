"""Changing what a graph file says: the change is made, every other byte stays."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.edits.canonical import canonical
from depgraph.edits.entries import NewMilestone
from depgraph.edits.facts import FileChange, LinkChange, MilestoneChange
from depgraph.edits.graph import changed_file
from depgraph.edits.proof import EditError
from depgraph.model import Allowance, Link, Query
from depgraph.sources.graph_file import read_graph_file


def read(text):
    problems = []
    found = read_graph_file(text.encode(), "plan.yaml", problems)
    assert not problems
    return found


def after(text, change):
    return changed_file(text.encode(), change, shown="plan.yaml").data.decode()


def with_link(text, code="B", to="T"):
    """The text after `to` waits on `code` too."""
    return after(text, FileChange((), (MilestoneChange(to, new_links=(Link(code, to),)),)))


def with_query(text, words="Why?"):
    """The text after the first link is queried."""
    link = read(text).links[0]
    wanted = link._replace(queries=(*link.queries, Query(words)))
    change = MilestoneChange(link.dependent, links=(LinkChange(link, wanted),))
    return after(text, FileChange((), (change,)))


HEAD = "milestones:\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("  T:\n", "  T:\n    requires:\n      - B\n"),
        ("  T: {}  # c\n", "  T:  # c\n    requires:\n      - B\n"),
        ("  T:\n    requires:\n", "  T:\n    requires:\n      - B\n"),
        ("  T:\n    requires: []\n", "  T:\n    requires: [B]\n"),
        ("  T:\n    requires: [A]  # c\n", "  T:\n    requires: [A, B]  # c\n"),
        ("  T: {requires: [A,]}\n", "  T: {requires: [A, B,]}\n"),
        ("  T: {name: x}\n", "  T: {name: x, requires: [B]}\n"),
        ("  T:\n    name: x\n    # c\n", "  T:\n    name: x\n    requires:\n      - B\n    # c\n"),
        ("  T:\n    requires:\n    - A  # c\n", "  T:\n    requires:\n    - A  # c\n    - B\n"),
        (
            "  T:\n    requires:\n      -   id: A\n          note: >\n            x\n",
            "  T:\n    requires:\n      -   id: A\n          note: >\n            x\n      - B\n",
        ),
        (
            "  T:\n    requires: [\n      A,  # c\n    ]\n    note: x\n",
            "  T:\n    requires: [\n      A, B,  # c\n    ]\n    note: x\n",
        ),
        ("  'T':\n    note: x\n", "  'T':\n    note: x\n    requires:\n      - B\n"),
    ],
)
def test_a_link_is_added_in_the_way_of_writing_of_the_others(before, expected, newline):
    rest = "  A:   {}\n  B:   {}\n"
    found = with_link((HEAD + before + rest).replace("\n", newline))
    assert found == (HEAD + expected + rest).replace("\n", newline)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("- A  # c\n", "- id: A  # c\n        query: Why?\n"),
        ("- {id: A, lag: 2}\n", '- {id: A, lag: 2, query: "Why?"}\n'),
        ("- id: A\n        note: x\n", "- id: A\n        query: Why?\n        note: x\n"),
        ("- note: x\n        id: A\n", "- note: x\n        id: A\n        query: Why?\n"),
        (
            "- id: A\n        query: 'one, two'  # c\n",
            "- id: A\n        query:\n          - 'one, two'\n          - Why?  # c\n",
        ),
        ("- id: A\n        query: [x]\n", '- id: A\n        query: [x, "Why?"]\n'),
        ("- {id: A, query: x}\n", '- {id: A, query: [x, "Why?"]}\n'),
        (
            "- id: A\n        query: {text: x, asked: 2019-01-01}\n",
            "- id: A\n        query:\n          - {text: x, asked: 2019-01-01}\n          - Why?\n",
        ),
    ],
)
def test_a_query_is_added_to_a_link(before, expected):
    start = "milestones:\n  A:   {}\n  T:\n    requires:\n      "
    assert with_query(start + before) == start + expected


@pytest.mark.parametrize(
    "text",
    ["milestones:\n  T: {requires: [A]}\n  A: {}", "milestones: {A: {}, T: {requires: [A]}}\n"],
)
def test_between_brackets_and_without_a_line_feed_at_the_end(text):
    assert with_query(text) == text.replace("[A]", '[{id: A, query: "Why?"}]')
    assert with_link(text, "A", to="A") == text.replace(
        "A: {}", "A: {requires: [A]}" if "{A" in text else "A:\n    requires:\n      - A"
    )


def test_a_milestone_goes_to_its_place_where_the_file_is_sorted():
    new = FileChange((NewMilestone("B", {"name": "see #2"}), NewMilestone("D", {})))
    text = "milestones:\n  A:   {}\n  # about C\n  C:   {}\n"
    assert after(text, new) == (
        'milestones:\n  A:   {}\n  B:\n    name: "see #2"\n  # about C\n  C:   {}\n  D: {}\n'
    )
    unsorted = "milestones:\n  C:   {}\n\n  A:   {}\n\n# end\n"
    assert after(unsorted, new) == (
        'milestones:\n  C:   {}\n\n  A:   {}\n\n  B:\n    name: "see #2"\n\n  D: {}\n\n# end\n'
    )
    first = FileChange((NewMilestone("0", {}),))
    assert after(text, first) == text.replace("  A:", '  "0": {}\n  A:')
    assert after("milestones: {}\n", first) == 'milestones:\n  "0": {}\n'
    assert after("as_of: 2019-01-01\ninclude:  x.yaml", first) == (
        'as_of: 2019-01-01\ninclude:  x.yaml\nmilestones:\n  "0": {}'
    )


def test_attributes_are_set_and_taken_out():
    said = {"due": date(2020, 1, 2), "forecast": None, "completed": date(2020, 1, 1)}
    change = FileChange((), (MilestoneChange("A", said),))
    block = (
        "milestones:\n  A:\n    due: '2019-01-01'  # c\n    forecast: 2019-02-02\n    note:  x\n"
    )
    assert after(block, change) == (
        "milestones:\n  A:\n    due: 2020-01-02  # c\n    completed: 2020-01-01\n    note:  x\n"
    )
    flow = "milestones:\n  A: {forecast: 2019-02-02, due:   2019-01-01, note: 'x'}\n"
    assert after(flow, change) == (
        "milestones:\n  A: {due: 2020-01-02, completed: 2020-01-01, note: 'x'}\n"
    )


def test_a_file_in_the_canonical_form_stays_in_it():
    codes = [f"CODE-{number}" for number in range(10)]
    text = canonical(
        f"milestones:\n  T: {{requires: [{', '.join(codes)}]}}\n"
        + "".join(f"  {code}: {{}}\n" for code in (*codes, "LONGER-CODE-10"))
    )
    found = with_link(text, "LONGER-CODE-10")
    assert canonical(found) == found
    assert "requires:\n      - CODE-0\n" in found


@pytest.mark.parametrize(
    "text",
    [
        "milestones:\n  A: {}\n  B: {}\n  S: {requires: &r [A]}\n  T: {requires: *r}\n",
        "milestones:\n  A: {}\n  B: {}\n  T: {requires: &r [A]}\n  S: {requires: *r}\n",
        "milestones:\n  A: {}\n  B: {}\n  S: &s {name: x}\n  T: *s\n",
        "milestones:\n  A: {}\n  B: {}\n  S: {requires: [&a A]}\n  T:\n    requires:\n      - *a\n",
    ],
)
def test_what_an_alias_writes_is_refused(text):
    with pytest.raises(EditError, match=r"alias.*by hand"):
        with_link(text)


TEXTS = st.text(st.sampled_from("ab #:,'\"&*?-[]{}é\n0"), min_size=1).filter(str.strip)


@given(
    name=TEXTS,
    words=st.lists(TEXTS, max_size=2),
    asked=st.none() | st.just(date(2019, 1, 2)),
    timing=st.tuples(st.sampled_from(["FS", "SS"]), st.integers(-2, 2)),
    note=st.none() | TEXTS,
    questions=st.lists(TEXTS, max_size=2),
    text=st.sampled_from(["milestones:\n  A: {}\n", "milestones: {A: {}}", "milestones: {}"]),
)
def test_any_milestone_can_be_added_to_any_file(name, words, asked, timing, note, questions, text):
    link = Link(
        "N",
        "N",
        timing[0],
        timing[1],
        queries=tuple(Query(each, asked=asked) for each in words),
        note=note,
    )
    new = NewMilestone("N", {"name": name}, (link,), tuple(questions))
    assert read(after(text, FileChange((new,)))).milestones["N"].stated_attributes() == {
        "name": name
    }


@pytest.mark.parametrize("ends", [(), ("A",), ("A", "B C: #")])
def test_an_allowance_keeps_the_ends_that_it_names(ends):
    leave = Allowance("r", "Agreed.", prerequisites=ends, dependents=ends[:1])
    new = NewMilestone("N", {}, (Link("A", "N", allowances=(leave,)),))
    (link,) = read(after("milestones:\n  A: {}\n", FileChange((new,)))).links
    assert [allowance._replace(position=None) for allowance in link.allowances] == [leave]


WORDS = st.sampled_from(
    [
        *("x", "two words", "a: b", "a #b", "no", "2020", "- x", "x:", "'", '"', "é ~", "{", "&a"),
        *(
            "two\nlines",
            " head",
            "tail ",
            "?",
            "x" * 90,
            "word " * 30,
            "~",
            "1e3",
            "*",
            "a, b",
            "\t",
        ),
    ]
)


def few(values, **options):
    """Tuples of two values at most."""
    return st.lists(values, max_size=2, **options).map(tuple)


QUERIES = st.tuples(WORDS, st.sampled_from([None, date(2020, 1, 2)])).map(
    lambda query: Query(query[0], asked=query[1])
)
LINKS = st.tuples(
    st.sampled_from(["B", "no", "x: y"]),
    st.just("A"),
    st.sampled_from(["FS", "FF"]),
    st.sampled_from([0, -3]),
    few(QUERIES),
    st.just(()),
    st.none() | WORDS,
).map(lambda fields: Link(*fields))
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS,
        "due": st.just(date(2020, 1, 1)),
        "tags": st.tuples(WORDS, WORDS),
    },
)
NEW_MILESTONES = st.tuples(
    st.sampled_from(["A", "a b", "no", "1"]), ATTRIBUTES, few(LINKS), few(WORDS, unique=True)
).map(lambda fields: NewMilestone(*fields))


@settings(max_examples=80, deadline=None)
@given(st.lists(NEW_MILESTONES, min_size=1, max_size=3, unique_by=lambda new: new.code))
def test_a_new_file_is_canonical(new):
    told = tuple(
        one._replace(links=tuple(link._replace(dependent=one.code) for link in one.links))
        for one in new
    )
    try:
        text = changed_file(None, FileChange(new=told), shown="x.yaml").data.decode()
    except EditError:
        return  # what no file can say
    assert canonical(text) == text


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["{}", "{} # c", "{{id: {}, lag: 2}}", "{} "]), min_size=1, max_size=6
    ),
    st.booleans(),
    st.booleans(),
    st.sets(st.integers(0, 5)),
    st.sets(st.integers(0, 1)),
)
def test_much_is_taken_out_as_one_after_the_other_would_be(items, is_flow, is_ended, links, asked):
    codes = [f"A{n}" for n in range(len(items))]
    shown = [item.format(code) for item, code in zip(items, codes, strict=True)]
    if is_flow:
        listed = f" [{', '.join(item.removesuffix(' # c') for item in shown)}]"
    else:
        listed = "".join(f"\n      - {item}" for item in shown)
    defined = "".join(f"  {code}: {{}}\n" for code in codes)
    foot = "  T:\n    questions:\n      - q0\n      # why\n      - q1\n    requires:" + listed
    text = f"milestones: \n{defined}  S:\n    requires: [A0]\n{foot}" + "\n" * is_ended

    def without(text, links, questions):
        change = MilestoneChange("T", removed_links=tuple(links), removed_questions=questions)
        return after(text, FileChange((), (change,)))

    links = {n for n in links if n < len(items)}
    questions = tuple(f"q{n}" for n in sorted(asked))
    single = text
    for n in sorted(links):
        one = next(link for link in read(single).links if link.ends == (codes[n], "T"))
        single = without(single, [one], ())
    for question in questions:
        single = without(single, [], (question,))
    of_t = [link for link in read(text).links if link.dependent == "T"]
    assert without(text, [of_t[n] for n in sorted(links)], questions) == single
