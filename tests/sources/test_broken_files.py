"""What is wrong in a file is said with file, line, column, what was read and what to do.

Each file and directory in ``broken`` has one kind of mistake; what git would not keep as it
is (other encodings, line ends, control characters) is written by the test.
"""

# ruff: noqa: E501 - a message stands in one line, as it is printed

from pathlib import Path

import pytest

from depgraph.errors import LoadError, Problem
from depgraph.plans.loading import load
from depgraph.sources.graph_file import read_graph_file

BROKEN = Path(__file__).parent / "broken"

A_CODE = (
    "milestone: expected a code in one line, at most 200 characters, "
    "without invisible characters or spaces around it, got"
)
CUT = "quote the text if that belongs to it, or write the comment on a line of its own"

TABLE: dict[str, list[str]] = {
    "aka.yaml": [
        "aka.yaml:2:16: LDM-503-01: aka: 'LDM-503-01' is its own code",
        "aka.yaml:3:16: LDM-503-02: aka: 'LDM-503-01' is the code of a milestone of its own",
        "aka.yaml:5:16: LDM-503-04: aka: 'LDM-3' is another code for LDM-503-03 too",
    ],
    "alias-bomb.yaml": [
        "alias-bomb.yaml:3:6: B: expected a mapping with the milestone's attributes, got a list",
        "alias-bomb.yaml:4:6: C: expected a mapping with the milestone's attributes, got a list",
        "alias-bomb.yaml:5:6: D: expected a mapping with the milestone's attributes, got a list",
        "alias-bomb.yaml:6:38: the aliases of this file stand for more than 100,000 entries: write them out",
    ],
    "alias-inside-its-anchor.yaml": [
        "alias-inside-its-anchor.yaml:3:16: LDM-503-01: requires: no file defines '*self'",
        "alias-inside-its-anchor.yaml:3:16: the alias *self stands inside its own anchor",
    ],
    "alias-of-milestones.yaml": [
        "alias-of-milestones.yaml:1:13: the anchor &all stands for too much to be repeated: remove it",
        "alias-of-milestones.yaml:2:15: LDM-503-01: expected a mapping with the milestone's attributes, got '*all'",
        "alias-of-milestones.yaml:2:15: the alias *all has no anchor before it",
    ],
    "alias-without-anchor.yaml": [
        "alias-without-anchor.yaml:3:15: LDM-503-01: requires: expected a list of prerequisites, got '*nowhere'",
        "alias-without-anchor.yaml:3:15: the alias *nowhere has no anchor before it",
    ],
    "allowances.yaml": [
        "allowances.yaml:4:33: LDM-503-01: requires: allow: expected a list, got 'date-order'",
        "allowances.yaml:5:33: LDM-503-01: requires: allow: the key 'reason' is missing",
        "allowances.yaml:6:33: LDM-503-01: requires: allow: the key 'rule' is missing",
        "allowances.yaml:7:68: LDM-503-01: requires: allow: unknown key 'untill' (did you mean 'until'?)",
        "allowances.yaml:8:60: LDM-503-01: requires: allow: reason: expected a text, got ''",
        "allowances.yaml:8:71: LDM-503-01: requires: allow: until: there is no date 2019-02-29",
        "allowances.yaml:9:70: LDM-503-01: requires: allow: expected a mapping, got 'cycle'",
    ],
    "at-begins-name.yaml": [
        "at-begins-name.yaml:3:11: not valid YAML: found character that cannot start any token (while scanning for the next token): quote a text that begins like this",
    ],
    "bad-indent.yaml": [
        "bad-indent.yaml:4:4: not valid YAML: did not find expected key (while parsing a block mapping that begins in line 2): check the indentation, and quote a text that has quotes in it",
    ],
    "circle": [
        "circle/c.yaml:1:11: include: the files include each other in a cycle: circle/a.yaml -> circle/b.yaml -> circle/c.yaml -> circle/a.yaml",
    ],
    "codes.yaml": [
        f"codes.yaml:2:3: {A_CODE} 'LDM-503-01 '",
        f"codes.yaml:3:3: {A_CODE} ''",
        f"codes.yaml:4:3: {A_CODE} 'LDM\\t503'",
        f"codes.yaml:5:3: {A_CODE} 'LDM-503-02\\u200b'",
        f"codes.yaml:6:3: {A_CODE} 'LDM\\xa0503'",
        f"codes.yaml:7:3: {A_CODE} '\\u202eLDM'",
        f"codes.yaml:8:5: {A_CODE} 'LDM-503-03\\n'",
        f"codes.yaml:11:5: {A_CODE} 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL...'",
    ],
    "colon-in-name.yaml": [
        "colon-in-name.yaml:3:15: not valid YAML: mapping values are not allowed in this context: quote a text that has ': ' in it",
    ],
    "comments-only.yaml": [
        "comments-only.yaml: the file has only comments: expected a mapping",
    ],
    "control-characters.yaml": [
        "control-characters.yaml:3:11: LDM-503-01: name: the text has the character U+001B: remove it",
        "control-characters.yaml:4:11: LDM-503-01: note: the text has the character U+0000: remove it",
        "control-characters.yaml:5:17: LDM-503-01: questions: the text has the character U+2028: remove it",
    ],
    "cut-name-in-braces.yaml": [
        "cut-name-in-braces.yaml:3:3: not valid YAML: did not find expected ',' or '}' (while parsing a flow mapping that begins in line 2): all behind ' #' in line 2 is comment, quote the text if that belongs to it",
    ],
    "cut-name-of-two-lines.yaml": [
        "cut-name-of-two-lines.yaml:4:7: not valid YAML: did not find expected key (while parsing a block mapping that begins in line 3): all behind ' #' in line 3 is comment, quote the text if that belongs to it",
    ],
    "cut-name.yaml": [
        f"cut-name.yaml:3:11: LDM-503-01: name: YAML takes '#2' behind 'Ops rehearsal for commissioning' for a comment: {CUT}",
    ],
    "cut-query.yaml": [
        f"cut-query.yaml:5:15: LDM-503-01: requires: query: YAML takes '#3 of the review asked for this' for a comment: {CUT}",
    ],
    "cut-question.yaml": [
        f"cut-question.yaml:4:9: LDM-503-01: questions: YAML takes '# 7 again?' behind 'Is this issue' for a comment: {CUT}",
    ],
    "dates.yaml": [
        "dates.yaml:1:8: as_of: there is no date 2019-02-30",
        "dates.yaml:4:10: LDM-503-01: due: there is no date 2019-13-01",
        "dates.yaml:5:15: LDM-503-01: forecast: expected a date as YYYY-MM-DD, got '2019-2-3'",
        "dates.yaml:6:16: LDM-503-01: completed: expected a date as YYYY-MM-DD, got '2019-05-20T12:30:00'",
        "dates.yaml:7:17: LDM-503-01: not_before: expected a date as YYYY-MM-DD, got '20/05/2019'",
        "dates.yaml:8:16: LDM-503-01: not_after: expected a year from 1900 to 2199, got 0219-05-20",
        "dates.yaml:10:10: LDM-503-02: due: expected a date as YYYY-MM-DD, got '2019-05-20 '",
        "dates.yaml:11:15: LDM-503-02: forecast: expected a date as YYYY-MM-DD, got '20190520'",
        "dates.yaml:12:16: LDM-503-02: completed: expected a date as YYYY-MM-DD, got 'null'",
    ],
    "deep-by-aliases.yaml": [
        "deep-by-aliases.yaml:5:29: nested deeper than 40 levels",
    ],
    "deep.yaml": [
        "deep.yaml:3:53: nested deeper than 40 levels",
    ],
    "duplicate-key.yaml": [
        "duplicate-key.yaml:5:5: duplicate key 'name': it stands in line 3 too",
    ],
    "duplicate-section.yaml": [
        "duplicate-section.yaml:3:1: duplicate key 'milestones': it stands in line 1 too",
    ],
    "huge-numbers.yaml": [
        "huge-numbers.yaml:3:15: LDM-503-01: duration: expected a whole number from 0 to 36525, got '99999999999999999999'",
        "huge-numbers.yaml:4:15: LDM-503-01: progress: expected a whole number from 0 to 100, got '1e2'",
        "huge-numbers.yaml:5:12: LDM-503-01: level: expected a whole number from 0 to 99, got '0x2'",
        "huge-numbers.yaml:7:38: LDM-503-02: requires: lag: expected a whole number from -36525 to 36525, got '40000'",
        "huge-numbers.yaml:8:15: LDM-503-02: duration: expected a whole number from 0 to 36525, got '1_000'",
    ],
    "include-a-configuration.yaml": [
        "include-a-configuration.yaml:1:10: include: 'configured/depgraph.yaml' is a configuration, not a graph file",
    ],
    "include-itself.yaml": [
        "include-itself.yaml:1:10: include: the files include each other in a cycle: include-itself.yaml -> include-itself.yaml",
    ],
    "include-missing.yaml": [
        "include-missing.yaml:1:11: include: there is no file 'nowhere.yaml' (looked for nowhere.yaml)",
        "include-missing.yaml:1:25: include: 'circle' is a directory: name its files",
        "include-missing.yaml:3:27: LDM-503-01: requires: no file defines 'defined-nowhere'; it may stand in what could not be read",
        "not-a-mapping.yaml:1:1: expected a mapping, got a list",
    ],
    "links.yaml": [
        "links.yaml:4:9: LDM-503-01: requires: the key 'id' is missing",
        "links.yaml:6:9: LDM-503-01: requires: unknown key 'reason' (known: id, type, lag, calendar, query, holds, note, allow)",
        "links.yaml:7:9: LDM-503-01: requires: unknown key 'typ' (did you mean 'type'?)",
        "links.yaml:8:32: LDM-503-01: requires: type: expected one of FS, SS, FF, SF, got 'ss' (did you mean 'SS'?)",
        "links.yaml:9:31: LDM-503-01: requires: lag: expected a whole number from -36525 to 36525, got '1.5'",
        "links.yaml:10:14: LDM-503-01: requires: id: expected a code, got a list",
        "links.yaml:11:9: LDM-503-01: requires: expected a mapping, got a list",
        "links.yaml:12:8: LDM-503-01: requires: expected a code, got nothing",
        "links.yaml:13:33: LDM-503-01: requires: query: the list is empty",
        "links.yaml:14:38: LDM-503-01: requires: query: the key 'asked' is missing",
        "links.yaml:15:32: LDM-503-01: requires: note: expected a text, got ''",
    ],
    "list-as-key.yaml": [
        "list-as-key.yaml:2:5: expected a key, got a list",
    ],
    "merge-key.yaml": [
        "merge-key.yaml:3:16: the merge key '<<' has no meaning here: write the entries out",
    ],
    "milestone-list.yaml": [
        "milestone-list.yaml:2:15: LDM-503-01: expected a mapping with the milestone's attributes, got a list",
        "milestone-list.yaml:3:15: LDM-503-02: expected a mapping with the milestone's attributes, got 'done'",
    ],
    "milestones-list.yaml": [
        "milestones-list.yaml:2:3: milestones: expected a mapping, got a list",
    ],
    "milestones-of-nothing.yaml": [
        "milestones-of-nothing.yaml:1:12: milestones: expected a mapping, got nothing",
    ],
    "no-milestones.yaml": [
        "no-milestones.yaml: the file has no 'milestones' and includes no file",
    ],
    "no-yaml": [
        "no-yaml: the directory has no graph file (*.yaml, *.yml)",
    ],
    "not-a-mapping.yaml": [
        "not-a-mapping.yaml:1:1: expected a mapping, got a list",
    ],
    "null-key.yaml": [
        "null-key.yaml:2:4: milestone: expected a code, got nothing",
    ],
    "one-file-broken": [
        "one-file-broken/broken.yaml:5:1: not valid YAML: did not find expected node content (while parsing a flow node): a value is missing, or a bracket is not closed",
        "one-file-broken/sound.yaml:3:16: LDM-503-01: requires: no file defines 'LDM-503-03'; it may stand in what could not be read",
        "one-file-broken/sound.yaml:3:28: LDM-503-01: requires: no file defines 'LDM-503-09'; it may stand in what could not be read",
    ],
    "only-dashes.yaml": [
        "only-dashes.yaml:2:1: expected a mapping, got nothing",
    ],
    "python-tag.yaml": [
        "python-tag.yaml:3:11: LDM-503-01: name: expected a text, got a list",
        "python-tag.yaml:3:11: the YAML tag 'tag:yaml.org,2002:python/object/apply:os.system' has no meaning here: remove it",
    ],
    "same-id-twice.yaml": [
        "same-id-twice.yaml:5:3: duplicate key 'LDM-503-01': it stands in line 2 too",
    ],
    "second-document.yaml": [
        "second-document.yaml:3:1: a second YAML document begins here: put one document in a file",
    ],
    "several": [
        "several/one.yaml:2:21: LDM-503-02: due: expected a date as YYYY-MM-DD, got 'soon'",
        "several/one.yaml:3:16: LDM-503-01: unknown key 'nam' (did you mean 'name'?)",
        "several/three.yml:3:39: LDM-503-04: requires: no file defines 'LDM-503-40' (did you mean 'LDM-503-04'?)",
        "several/two.yaml:3:16: LDM-503-03: requires: no file defines 'LDM-503-1' (did you mean 'LDM-503-01'?)",
    ],
    "tab-behind-spaces.yaml": [
        "tab-behind-spaces.yaml:3:3: not valid YAML: found character that cannot start any token (while scanning for the next token): indent with spaces, not tabs",
    ],
    "tab.yaml": [
        "tab.yaml:2:1: not valid YAML: found character that cannot start any token (while scanning for the next token): indent with spaces, not tabs",
    ],
    "tag-on-milestones.yaml": [
        "tag-on-milestones.yaml:1:13: the YAML tag 'tag:yaml.org,2002:map' has no meaning here: remove it",
    ],
    "tags.yaml": [
        "tags.yaml:3:11: the YAML tag 'tag:yaml.org,2002:str' has no meaning here: remove it",
        "tags.yaml:4:15: the YAML tag '!set' has no meaning here: remove it",
    ],
    "two-as-of": [
        "two-as-of/b.yaml:2:8: as_of is 2019-06-20 here and 2019-05-20 in two-as-of/a.yaml:1: keep one, or give --as-of",
    ],
    "unclosed-list-of-lines.yaml": [
        "unclosed-list-of-lines.yaml:6:13: not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence that begins in line 3): close the bracket, or quote a text that has ',' or ':' in it",
    ],
    "unclosed-list.yaml": [
        "unclosed-list.yaml:2:47: not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence): close the bracket, or quote a text that has ',' or ':' in it",
    ],
    "unclosed-quote.yaml": [
        "unclosed-quote.yaml:4:1: not valid YAML: found unexpected end of stream (while scanning a quoted scalar that begins in line 2): close the quote",
    ],
    "undefined.yaml": [
        "undefined.yaml:4:9: LDM-503-01: requires: no file defines 'LDM-503-2' (did you mean 'LDM-503-02'?)",
        "undefined.yaml:5:14: LDM-503-01: requires: no file defines 'XYZ'",
        "undefined.yaml:7:16: LDM-503-02: requires: no file defines 'ldm-503-01' (did you mean 'LDM-503-01'?)",
    ],
    "unknown-key.yaml": [
        "unknown-key.yaml:3:5: LDM-503-01: unknown key 'requries' (did you mean 'requires'?)",
        "unknown-key.yaml:4:5: LDM-503-01: unknown key 'DUE' (did you mean 'due'?)",
        "unknown-key.yaml:5:5: LDM-503-01: unknown key 'prerequisite' (did you mean 'requires'?)",
    ],
    "unknown-section.yaml": [
        "unknown-section.yaml:1:1: file: unknown key 'milestone' (did you mean 'milestones'?)",
    ],
    "wrong-types.yaml": [
        "wrong-types.yaml:1:8: as_of: expected a date as YYYY-MM-DD, got 'yesterday'",
        "wrong-types.yaml:2:9: source: expected a text, got a list",
        "wrong-types.yaml:3:10: include: expected a list, got a mapping",
        "wrong-types.yaml:6:11: LDM-503-01: name: expected a text, got a list",
        "wrong-types.yaml:7:15: LDM-503-01: requires: expected a list of prerequisites, got 'LDM-503-02'",
        "wrong-types.yaml:8:16: LDM-503-01: questions: expected a list, got a mapping",
        "wrong-types.yaml:9:10: LDM-503-01: due: expected a date as YYYY-MM-DD, got 'soon'",
        "wrong-types.yaml:10:15: LDM-503-01: forecast: expected a date as YYYY-MM-DD, got '1558310400'",
        "wrong-types.yaml:11:16: LDM-503-01: completed: expected a date as YYYY-MM-DD, got 'true'",
        "wrong-types.yaml:12:15: LDM-503-01: duration: expected a whole number from 0 to 36525, got 'two weeks'",
        "wrong-types.yaml:13:17: LDM-503-01: not_before: expected a date as YYYY-MM-DD, got a list",
        "wrong-types.yaml:14:16: LDM-503-01: not_after: expected a date as YYYY-MM-DD, got a mapping",
        "wrong-types.yaml:15:10: LDM-503-01: aka: expected a list, got a mapping",
        "wrong-types.yaml:16:11: LDM-503-01: kind: expected one of milestone, requirement, test-plan, test-report, got 'mile-stone' (did you mean 'milestone'?)",
        "wrong-types.yaml:17:15: LDM-503-01: progress: expected a whole number from 0 to 100, got '50%'",
        "wrong-types.yaml:18:10: LDM-503-01: url: expected a text, got ''",
        "wrong-types.yaml:19:11: LDM-503-01: note: expected a text, got a mapping",
        "wrong-types.yaml:20:12: LDM-503-01: owner: expected a text, got a list",
        "wrong-types.yaml:21:10: LDM-503-01: team: expected a text, got nothing",
        "wrong-types.yaml:22:12: LDM-503-01: level: expected a whole number from 0 to 99, got 'two'",
        "wrong-types.yaml:23:11: LDM-503-01: tags: expected a list, got a mapping",
        "wrong-types.yaml:25:15: LDM-503-02: requires: expected a list of prerequisites, got a mapping",
        "wrong-types.yaml:26:15: LDM-503-02: progress: expected a whole number from 0 to 100, got '101'",
        "wrong-types.yaml:27:12: LDM-503-02: level: expected a whole number from 0 to 99, got '-1'",
        "wrong-types.yaml:28:15: LDM-503-02: duration: expected a whole number from 0 to 36525, got '-1'",
        "wrong-types.yaml:29:11: LDM-503-02: name: expected a text, got '   '",
        "wrong-types.yaml:30:11: LDM-503-02: aka: expected a code, got a list",
        "wrong-types.yaml:31:12: LDM-503-02: tags: expected a text, got ''",
    ],
}


def problems_of(path: str | Path, **given: Path) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load(path, **given)
    assert caught.value.exit_status == 2
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", TABLE)
def test_a_broken_file_is_reported_in_full(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)

    assert problems_of(name) == TABLE[name]


def test_every_broken_file_is_in_the_table() -> None:
    assert {entry.name for entry in BROKEN.iterdir()} == {*TABLE, "configured"}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "plan.yaml: the file is empty: expected a mapping"),
        (b" \n\n\t\n", "plan.yaml: the file is empty: expected a mapping"),
        (b"\xef\xbb\xbf", "plan.yaml: the file is empty: expected a mapping"),
        (
            "milestones:\n  A: {name: Große Probe, note: später}\n".encode("latin-1"),
            "plan.yaml:2:16: byte 0xdf is not UTF-8 text: save the file as UTF-8",
        ),
        (
            "milestones:\n  Ä: {name: ".encode() + b"\xff}\n",
            "plan.yaml:2:13: byte 0xff is not UTF-8 text: save the file as UTF-8",
        ),
        (
            b"\xef\xbb\xbfmilestones:\n  A: \xff\n",
            "plan.yaml:2:6: byte 0xff is not UTF-8 text: save the file as UTF-8",
        ),
        (
            "milestones:\n".encode("utf-16"),
            "plan.yaml:1:1: byte 0xff is not UTF-8 text: save the file as UTF-8",
        ),
        (
            b"milestones:\n  A: {name: a\x07b}\n",
            "plan.yaml:2:14: the character U+0007 cannot be seen and has no place here: remove it",
        ),
        (
            b"milestones:\n  A:\n\x00",
            "plan.yaml:3:1: the character U+0000 cannot be seen and has no place here: remove it",
        ),
        (
            "milestones:\n  A: {name: 'a\u2028b'}\n  B: {nam: c}\n".encode(),
            "plan.yaml:2:15: the character U+2028 cannot be seen and has no place here: remove it",
        ),
        (
            b"milestones:\r\n  A:\r\n    nam: x\r\n",
            "plan.yaml:3:5: A: unknown key 'nam' (did you mean 'name'?)",
        ),
        (
            b"\xef\xbb\xbfmilestone:\n  A:\n",
            "plan.yaml:1:1: file: unknown key 'milestone' (did you mean 'milestones'?)",
        ),
        (
            b"milestones:\n  ? " + b"A" * 5000 + b"\n  : {}\n",
            f"plan.yaml:2:5: {A_CODE} '{'A' * 57}...'",
        ),
    ],
)
def test_bytes_that_are_no_text_are_reported(
    data: bytes, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_bytes(data)

    assert problems_of("plan.yaml") == [problem]


@pytest.mark.parametrize(
    ("name", "reader"),
    [("plan.yaml", "document"), ("plan.xer", "xer"), ("plan.mpp", "scheduling_files")],
)
def test_a_file_larger_than_any_plan_is_not_read(
    name: str, reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(f"depgraph.sources.{reader}.MAX_BYTES", 1024**2)
    with Path(name).open("wb") as file:
        file.truncate(1024**2 + 1)

    assert problems_of(name) == [f"{name}: is larger than 1 MiB: this is no plan"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.yaml", "No such file or directory"),
        ("loop.yaml", "Too many levels of symbolic links"),
        ("dangling.yaml", "No such file or directory"),
        ("sound.yaml/plan.yaml", "Not a directory"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported(
    name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sound.yaml").write_text("milestones: {A: {}}\n")
    Path("loop.yaml").symlink_to("loop.yaml")
    Path("dangling.yaml").symlink_to("nowhere")

    assert problems_of(name) == [f"{name}: cannot be read: {reason}"]
    assert problems_of("sound.yaml", schedule=Path(name)) == [f"{name}: cannot be read: {reason}"]


def test_a_directory_is_no_schedule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text("milestones: {A: {}}\n")
    Path("schedules").mkdir()

    assert problems_of("plan.yaml", schedule=Path("schedules")) == [
        "schedules: cannot be read: Is a directory"
    ]


def test_the_problems_of_graph_and_schedule_come_together_sorted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text("milestones:\n  B: {level: x}\n  A: {requires: [C], due: x}\n")
    Path("a-schedule.yaml").write_text("milestones:\n" + "  X:\n" * 2 + "  A: {due: y}\n")

    with pytest.raises(LoadError) as caught:
        load("plan.yaml", schedule="a-schedule.yaml")

    assert caught.value.problems == (
        Problem("a-schedule.yaml", 3, 3, "duplicate key 'X': it stands in line 2 too"),
        Problem("a-schedule.yaml", 4, 12, "A: due: expected a date as YYYY-MM-DD, got 'y'"),
        Problem("plan.yaml", 2, 14, "B: level: expected a whole number from 0 to 99, got 'x'"),
        Problem("plan.yaml", 3, 18, "A: requires: no file defines 'C'"),
        Problem("plan.yaml", 3, 27, "A: due: expected a date as YYYY-MM-DD, got 'x'"),
    )


def test_thousands_of_mistakes_are_all_reported(tmp_path: Path) -> None:
    lines = "".join(f"  M{n}: {{titel: x, requires: [N{n}]}}\n" for n in range(3000))
    (tmp_path / "plan.yaml").write_text("milestones:\n" + lines)

    problems = problems_of(tmp_path / "plan.yaml")

    assert len(problems) == 6000


def test_a_comment_on_a_line_far_away_is_not_blamed_for_a_syntax_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(
        "milestones:\n  A: #first\n    level: 2\n  B:\n    level: 2\n  C: {name: [x}\n"
    )

    (problem,) = problems_of("plan.yaml")

    assert problem.startswith("plan.yaml:6:15: not valid YAML: ")
    assert "comment" not in problem


@pytest.mark.parametrize("path", sorted(BROKEN.rglob("*.yaml")), ids=lambda path: path.name)
def test_bytes_are_read_as_the_file_is(path: Path) -> None:
    def read(source: Path | bytes) -> tuple[object, ...]:
        problems: list[Problem] = []
        graph_file = read_graph_file(source, "plan.yaml", problems)
        said = {
            code: milestone.stated_attributes() for code, milestone in graph_file.milestones.items()
        }
        return said, graph_file.links, graph_file.questions, graph_file.is_whole, problems

    assert read(path.read_bytes()) == read(path)
