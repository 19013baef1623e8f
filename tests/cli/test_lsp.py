"""``depgraph lsp`` as a process, asked by a client of the protocol: one test a capability."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient, make_test_lsp_client

from depgraph import LoadError, open_plan
from depgraph.cli.editor.buffers import Buffer
from depgraph.cli.editor.diagnostics import diagnostics_of
from depgraph.cli.editor.snapshot import Snapshot

ROOT = Path(__file__).parents[2]
START = "from depgraph.cli.main import main; main()"
WAIT = 20

PLAN = """\
as_of: 2024-01-01
milestones:
  SAT-1:
    name: "Satellite 🛰 ready"
    due: 2024-02-01
    requires:
      - ROC-1
      - {id: TEST-1, query: Is it needed?}
  ROC-1: {name: Rocket ready, due: 2024-03-01}
  TEST-1: {due: 2023-12-01}   # SAT-1 waits on it
"""
CONFIG = """\
graph: plan.yaml
home: Us
owners:
  - {match: "SAT-*", owner: Us, team: Sat}
  - {match: "*", owner: Them}
rules:
  - id: no-test-blocks
    kind: must-not-block
    milestones: {id: "TEST-*"}
    why: A test delivers nothing.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "depgraph.yaml").write_text(CONFIG)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


class Editor:
    """A client with the texts that it has open."""

    def __init__(
        self, client: LanguageClient, folder: Path, declared: types.ServerCapabilities
    ) -> None:
        self.declared = declared
        self.client = client
        self.folder = folder
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).resolve().as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        written = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        self.versions[name] = 1
        document = types.TextDocumentItem(self.uri(name), "yaml", 1, written)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, name: str, text: str) -> None:
        self.versions[name] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name)),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def diagnostics(
        self, name: str, until: Callable[[Any], bool] = lambda found: found is not None
    ) -> list[types.Diagnostic]:
        """Return what is told of a file, once it is what is waited for."""
        for _ in range(WAIT * 20):
            told = self.client.diagnostics.get(self.uri(name))
            if until(told):
                return list(told or ())
            await asyncio.sleep(0.05)
        raise AssertionError(f"not told: {self.client.diagnostics.get(self.uri(name))}")

    def document(self, name: str = "plan.yaml") -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def at(self, words: str, name: str = "plan.yaml", text: str = PLAN) -> dict[str, Any]:
        """Return where a part of a text begins, as a request has it."""
        place = Buffer(text).position(text.index(words))
        return {"text_document": self.document(name), "position": place}


def editing(folder: Path, ask: Callable[[Editor], Awaitable[None]]) -> None:
    """Ask a server that an editor started in a folder."""

    async def talk() -> None:
        client = make_test_lsp_client()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        await client.start_io(sys.executable, "-c", START, "lsp", cwd=folder, env=environment)
        try:
            folders = [types.WorkspaceFolder(folder.resolve().as_uri(), folder.name)]
            answer = await client.initialize_session(
                types.InitializeParams(
                    capabilities=types.ClientCapabilities(), workspace_folders=folders
                )
            )
            await ask(Editor(client, folder, answer.capabilities))
            await client.shutdown_session()
        except BaseException:
            client._server.kill()  # it would wait for an end of the session
            raise
        finally:
            await client.stop()

    asyncio.run(asyncio.wait_for(talk(), 3 * WAIT))


def words(diagnostic: types.Diagnostic) -> tuple[str, int, str]:
    return str(diagnostic.code), diagnostic.range.start.line + 1, diagnostic.severity.name


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """Return a text with edits made."""
    buffer = Buffer(text)
    for edit in sorted(
        edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True
    ):
        start, end = (
            buffer.offset(place.line, buffer.column(place))
            for place in (edit.range.start, edit.range.end)
        )
        text = text[:start] + edit.new_text + text[end:]
    return text


# -- what is wrong -----------------------------------------------------------------------


@pytest.mark.slow
def test_findings_are_told_as_one_types_and_are_those_of_check(plan, run):
    async def ask(editor: Editor) -> None:
        editor.open("plan.yaml")
        told = await editor.diagnostics("plan.yaml")
        assert sorted(map(words, told)) == [
            ("date-order", 7, "Error"),
            ("no-test-blocks", 8, "Hint"),
            ("overdue", 10, "Warning"),
        ]
        rule = next(one for one in told if one.code == "no-test-blocks")
        assert "why: A test delivers nothing." in rule.message
        assert "only because of a queried link" in rule.message
        order = next(one for one in told if one.code == "date-order")
        assert order.range == Buffer(PLAN).range_at(6, 8)
        # Unsaved text: the date is mended, and half a line is typed after it.
        editor.type("plan.yaml", PLAN.replace("due: 2024-03-01", "due: 2024-01-15"))
        told = await editor.diagnostics(
            "plan.yaml", lambda found: all(one.code != "date-order" for one in found)
        )
        editor.type("plan.yaml", PLAN + "  NEW-1: {due: 2024-\n")
        told = await editor.diagnostics(
            "plan.yaml", lambda found: any(one.code == "unreadable" for one in found)
        )
        assert [one.severity for one in told] == [types.DiagnosticSeverity.Error] * len(told)
        editor.type("plan.yaml", PLAN)
        await editor.diagnostics("plan.yaml", lambda found: len(found) == 3)

    assert run("check", "--all", cwd=plan).stdout.count("plan.yaml:") == 3
    editing(plan, ask)
    assert (plan / "plan.yaml").read_text(encoding="utf-8") == PLAN


@pytest.mark.slow
def test_a_known_finding_is_faded_and_a_chain_leads_to_its_links(plan):
    (plan / "baseline.yaml").write_text(
        "findings:\n  - {rule: overdue, milestone: TEST-1, reason: Agreed.}\n"
    )
    text = PLAN.replace("{id: TEST-1, query: Is it needed?}", "MID") + (
        "  MID: {requires: [TEST-1]}\n"
    )
    waiting = 'must-not-wait-on\n    milestones: {id: SAT-1}\n    on: {id: "TEST-*"}'
    (plan / "depgraph.yaml").write_text(
        CONFIG.replace('must-not-block\n    milestones: {id: "TEST-*"}', waiting)
    )

    async def ask(editor: Editor) -> None:
        editor.open("plan.yaml", text)
        told = {one.code: one for one in await editor.diagnostics("plan.yaml")}
        assert list(told["overdue"].tags) == [types.DiagnosticTag.Unnecessary]
        assert "known: Agreed." in told["overdue"].message
        related = told["no-test-blocks"].related_information
        assert [one.message for one in related] == ["SAT-1 waits on MID"]
        assert told["no-test-blocks"].severity == types.DiagnosticSeverity.Error

    editing(plan, ask)


@pytest.mark.slow
def test_two_plans_are_open_and_a_file_that_vanishes_is_told(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".git").mkdir()
        (tmp_path / name / "depgraph.yaml").write_text(CONFIG)
        (tmp_path / name / "plan.yaml").write_text(PLAN, encoding="utf-8")

    async def ask(editor: Editor) -> None:
        editor.open("one/plan.yaml", PLAN.replace("ROC-1\n", "ROC-2\n"))
        editor.open("two/plan.yaml")
        told = await editor.diagnostics("one/plan.yaml")
        assert [one.range.start.line + 1 for one in told] == [7]
        assert "ROC-2" in told[0].message
        assert len(await editor.diagnostics("two/plan.yaml")) == 3
        (tmp_path / "two" / "depgraph.yaml").write_text("graph: nowhere.yaml\n")
        editor.type("two/plan.yaml", PLAN + "\n")
        told = await editor.diagnostics("two/depgraph.yaml", bool)
        assert "nowhere.yaml" in told[0].message

    editing(tmp_path, ask)


@pytest.mark.slow
def test_a_file_without_a_plan_gets_no_answer_and_no_error(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "notes.yaml").write_text("a: [1\n")

    async def ask(editor: Editor) -> None:
        editor.open("notes.yaml")
        place = editor.at("a", "notes.yaml", "a: [1\n")
        client = editor.client
        assert await client.text_document_hover_async(types.HoverParams(**place)) is None
        while not client.log_messages:
            await asyncio.sleep(0.05)
        assert "depgraph init" in client.log_messages[0].message
        assert client.diagnostics == {}

    editing(tmp_path, ask)


typed = st.lists(
    st.tuples(
        st.integers(0, len(PLAN)),
        st.integers(0, 12),
        st.sampled_from(["", "X", "\n", ": ", "- ", "[", "}", '"', "SAT-1", "2024-01-02", "🛰"]),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=40)
@given(typed)
def test_after_any_edits_what_is_told_is_what_check_says(plan_folder, edits):
    """The last snapshot says of unsaved text what a check says of the same text when saved."""
    folder = plan_folder
    text = PLAN
    snapshot = None
    path = folder / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
        texts = {str(path.resolve()): text.encode()}
        snapshot = Snapshot(folder / "depgraph.yaml", texts, snapshot)
        told = diagnostics_of(snapshot)
        assert set(told) >= set(snapshot.yaml_files)
    if snapshot is None:
        return
    path.write_text(text, encoding="utf-8")
    if snapshot.problems:
        with pytest.raises(LoadError) as refused:
            open_plan(config=folder / "depgraph.yaml")
        assert snapshot.problems == tuple(refused.value.problems)
    else:
        checked = open_plan(config=folder / "depgraph.yaml").check()
        assert snapshot.findings == checked.findings


@pytest.fixture(scope="module")
def plan_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edited")
    (folder / ".git").mkdir()
    (folder / "depgraph.yaml").write_text(CONFIG)
    return folder


# -- words -------------------------------------------------------------------------------


@pytest.mark.slow
def test_completion_of_codes_keys_and_words(plan):
    async def labels(editor: Editor, name: str, text: str, mark: str = "|") -> list[str]:
        place = Buffer(text).position(text.index(mark))
        editor.type(name, text.replace(mark, "", 1))
        answer = await editor.client.text_document_completion_async(
            types.CompletionParams(editor.document(name), place)
        )
        return [item.label for item in answer.items]

    async def ask(editor: Editor) -> None:
        editor.open("plan.yaml")
        editor.open("depgraph.yaml")
        await editor.diagnostics("plan.yaml")
        text = PLAN.replace("      - ROC-1\n", "      - |\n")
        assert await labels(editor, "plan.yaml", text) == [
            *(
                "ROC-1",
                "TEST-1",
                "id",
                "type",
                "lag",
                "calendar",
                "query",
                "holds",
                "note",
                "allow",
            ),
        ]
        text = PLAN.replace("      - ROC-1\n", "      - rocket|\n")
        assert await labels(editor, "plan.yaml", text) == ["ROC-1"]
        text = PLAN.replace("    due: 2024-02-01\n", "    d|\n")
        assert "due" in await labels(editor, "plan.yaml", text)
        text = PLAN.replace("{id: TEST-1, query", "{id: TEST-1, type: |, query")
        assert await labels(editor, "plan.yaml", text) == ["FS", "SS", "FF", "SF"]
        text = PLAN.replace("Rocket ready, due", "Rocket ready, owner: |, due")
        assert await labels(editor, "plan.yaml", text) == ["Them", "Us"]
        text = CONFIG.replace("kind: must-not-block", "kind: must|")
        assert "must-not-wait-on" in await labels(editor, "depgraph.yaml", text)
        text = CONFIG.replace('{id: "TEST-*"}', "{te|}")
        assert "team" in await labels(editor, "depgraph.yaml", text)

    editing(plan, ask)


@pytest.mark.slow
def test_hover_says_what_show_says_and_what_a_link_and_a_rule_are(plan):
    async def told(editor: Editor, *at: str) -> str:
        place = editor.at(*at)
        answer = await editor.client.text_document_hover_async(types.HoverParams(**place))
        return answer.contents.value

    async def ask(editor: Editor) -> None:
        editor.open("plan.yaml")
        editor.open("depgraph.yaml")
        await editor.diagnostics("plan.yaml")
        text = await told(editor, "SAT-1:")
        assert "Satellite" in text
        assert "2024-03-01" in text  # its projected date
        assert "Is it needed?" in text
        text = await told(editor, "ROC-1\n")
        assert text.startswith("**SAT-1 waits on ROC-1** (FS): it drives the date")
        text = await told(editor, "TEST-1, query")
        assert "queried: Is it needed?" in text
        text = await told(editor, "no-test-blocks", "depgraph.yaml", CONFIG)
        assert "A test delivers nothing." in text
        place = editor.at("SAT-1 waits")  # in a comment
        assert await editor.client.text_document_hover_async(types.HoverParams(**place)) is None

    editing(plan, ask)


# -- places ------------------------------------------------------------------------------


@pytest.mark.slow
def test_definition_references_outline_symbols_links_and_folds(plan):
    async def ask(editor: Editor) -> None:
        client, buffer = editor.client, Buffer(PLAN)
        editor.open("plan.yaml")
        editor.open("depgraph.yaml")
        await editor.diagnostics("plan.yaml")
        place = editor.at("ROC-1\n")
        defined = await client.text_document_definition_async(types.DefinitionParams(**place))
        assert (defined.uri, defined.range) == (editor.uri("plan.yaml"), buffer.range_at(8, 2))
        context = types.ReferenceContext(include_declaration=True)
        uses = await client.text_document_references_async(
            types.ReferenceParams(context=context, **place)
        )
        assert [use.range for use in uses] == [buffer.range_at(6, 8), buffer.range_at(8, 2)]
        context = types.ReferenceContext(include_declaration=False)
        uses = await client.text_document_references_async(
            types.ReferenceParams(context=context, **place)
        )
        assert [use.range for use in uses] == [buffer.range_at(6, 8)]
        outline = await client.text_document_document_symbol_async(
            types.DocumentSymbolParams(editor.document())
        )
        assert [one.name for one in outline] == ["as_of", "milestones"]
        assert [one.name for one in outline[1].children] == ["SAT-1", "ROC-1", "TEST-1"]
        assert outline[1].children[0].detail == "Satellite 🛰 ready"
        symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams("rocket"))
        assert [one.name for one in symbols] == ["ROC-1 Rocket ready"]
        links = await client.text_document_document_link_async(
            types.DocumentLinkParams(editor.document("depgraph.yaml"))
        )
        assert [link.target for link in links] == [editor.uri("plan.yaml")]
        folds = await client.text_document_folding_range_async(
            types.FoldingRangeParams(editor.document())
        )
        assert {(fold.start_line, fold.end_line) for fold in folds} == {(1, 9), (2, 7), (5, 7)}

    editing(plan, ask)


@pytest.mark.slow
def test_what_a_milestone_waits_on_and_blocks(plan):
    async def ask(editor: Editor) -> None:
        client = editor.client
        editor.open("plan.yaml")
        await editor.diagnostics("plan.yaml")
        place = editor.at("SAT-1:")
        items = await client.text_document_prepare_call_hierarchy_async(
            types.CallHierarchyPrepareParams(**place)
        )
        assert [item.name for item in items] == ["SAT-1"]
        calls = await client.call_hierarchy_outgoing_calls_async(
            types.CallHierarchyOutgoingCallsParams(items[0])
        )
        assert [call.to.name for call in calls] == ["ROC-1", "TEST-1"]
        assert list(calls[0].from_ranges) == [Buffer(PLAN).range_at(6, 8)]
        callers = await client.call_hierarchy_incoming_calls_async(
            types.CallHierarchyIncomingCallsParams(calls[0].to)
        )
        assert [call.from_.name for call in callers] == ["SAT-1"]

    editing(plan, ask)


@pytest.mark.slow
def test_lenses_and_hints(plan):
    async def ask(editor: Editor) -> None:
        client = editor.client
        editor.open("plan.yaml")
        await editor.diagnostics("plan.yaml")
        lenses = await client.text_document_code_lens_async(types.CodeLensParams(editor.document()))
        assert {lens.range.start.line + 1: lens.command.title for lens in lenses} == {
            3: "waits on 2, 1 late; blocks 0",
            9: "waits on 0; blocks 1",
            10: "waits on 0; blocks 1",
        }
        everything = types.Range(types.Position(0, 0), types.Position(20, 0))
        params = types.InlayHintParams(editor.document(), everything)
        assert not await client.text_document_inlay_hint_async(params)
        client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams({"depgraph": {"inlayHints": True}})
        )
        hints = await client.text_document_inlay_hint_async(params)
        assert [(hint.position.line + 1, hint.label) for hint in hints] == [
            (7, "due 2024-03-01"),
            (8, "overdue 31 d"),
        ]

    editing(plan, ask)


# -- edits -------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_code_is_renamed_in_all_files_and_comments_stay(plan):
    (plan / "baseline.yaml").write_text(
        "findings:\n  - {rule: overdue, milestone: TEST-1, reason: TEST-1 is late.}\n"
    )

    async def ask(editor: Editor) -> None:
        client = editor.client
        editor.open("plan.yaml")
        await editor.diagnostics("plan.yaml")
        place = editor.at("TEST-1, query")
        prepared = await client.text_document_prepare_rename_async(
            types.PrepareRenameParams(**place)
        )
        assert prepared.placeholder == "TEST-1"
        answer = await client.text_document_rename_async(
            types.RenameParams(new_name="T 2", **place)
        )
        assert applied(PLAN, answer.changes[editor.uri("plan.yaml")]) == PLAN.replace(
            "{id: TEST-1", "{id: T 2"
        ).replace("  TEST-1:", "  T 2:")
        baseline = (plan / "baseline.yaml").read_text()
        assert applied(baseline, answer.changes[editor.uri("baseline.yaml")]) == baseline.replace(
            "milestone: TEST-1", "milestone: T 2"
        )
        for taken in ("SAT-1", " x", ""):
            with pytest.raises(JsonRpcException):
                await client.text_document_rename_async(types.RenameParams(new_name=taken, **place))

    editing(plan, ask)


@pytest.mark.slow
def test_formatting_is_fmt(plan, run):
    untidy = PLAN.replace("    due: 2024-02-01\n", "    due:   2024-02-01\n\n\n")

    async def ask(editor: Editor) -> None:
        editor.open("plan.yaml", untidy)
        edits = await editor.client.text_document_formatting_async(
            types.DocumentFormattingParams(
                editor.document(), types.FormattingOptions(tab_size=2, insert_spaces=True)
            )
        )
        (plan / "plan.yaml").write_text(untidy, encoding="utf-8")
        assert run("fmt", "plan.yaml", cwd=plan).returncode == 0
        assert applied(untidy, edits) == (plan / "plan.yaml").read_text(encoding="utf-8")

    editing(plan, ask)


@pytest.mark.slow
def test_quick_fixes(plan):
    async def offered(editor: Editor, text: str, words_: str) -> dict[str, types.CodeAction]:
        place = Buffer(text).position(text.index(words_))
        told = editor.client.diagnostics.get(editor.uri("plan.yaml"), ())
        there = [one for one in told if one.range.start == place]
        answer = await editor.client.text_document_code_action_async(
            types.CodeActionParams(
                editor.document(), types.Range(place, place), types.CodeActionContext(there)
            )
        )
        return {action.title: action for action in answer}

    async def ask(editor: Editor) -> None:
        uri = editor.uri("plan.yaml")
        editor.open("plan.yaml")
        await editor.diagnostics("plan.yaml")
        actions = await offered(editor, PLAN, "TEST-1, query")
        kept = applied(PLAN, actions["Keep the queried link to TEST-1"].edit.changes[uri])
        assert kept == PLAN.replace("{id: TEST-1, query: Is it needed?}", "TEST-1")
        dropped = applied(PLAN, actions["Drop the queried link to TEST-1"].edit.changes[uri])
        assert dropped == PLAN.replace("      - {id: TEST-1, query: Is it needed?}\n", "")
        actions = await offered(editor, PLAN, "ROC-1\n")
        doubted = applied(PLAN, actions["Query the link to ROC-1"].edit.changes[uri])
        assert "- {id: ROC-1, query: Why?}" in doubted
        actions = await offered(editor, PLAN, "TEST-1: ")
        accept = actions["Accept overdue in baseline.yaml, with a reason"].edit.document_changes
        assert [type(change) for change in accept] == [types.CreateFile, types.TextDocumentEdit]
        assert "milestone: TEST-1" in accept[1].edits[0].new_text
        text = PLAN.replace("- ROC-1\n", "- ROC-11\n")
        editor.type("plan.yaml", text)
        await editor.diagnostics("plan.yaml", lambda found: found[0].code == "unreadable")
        actions = await offered(editor, text, "ROC-11\n")
        assert applied(text, actions["Write ROC-1"].edit.changes[uri]) == PLAN
        added = applied(text, actions["Add the milestone ROC-11"].edit.changes[uri])
        assert "\n  ROC-11:" in added

    editing(plan, ask)


@pytest.mark.slow
def test_what_is_declared_is_what_is_tested(plan):
    async def ask(editor: Editor) -> None:
        names = {name for name, value in vars_of(editor.declared).items() if value}
        assert names == {
            *("position_encoding", "text_document_sync", "completion_provider", "hover_provider"),
            *("definition_provider", "references_provider", "document_symbol_provider"),
            *("code_action_provider", "code_lens_provider", "document_link_provider"),
            *("workspace_symbol_provider", "document_formatting_provider", "rename_provider"),
            *("folding_range_provider", "call_hierarchy_provider", "inlay_hint_provider"),
            *("workspace", "execute_command_provider"),
        }

    editing(plan, ask)


def vars_of(value: Any) -> dict[str, Any]:
    return {attribute.name: getattr(value, attribute.name) for attribute in value.__attrs_attrs__}


# -- texts -------------------------------------------------------------------------------


def test_places_are_counted_in_utf_16():
    buffer = Buffer("a: '🛰 b'\nc: d")
    assert buffer.place(0, 7) == types.Position(0, 8)
    assert buffer.column(types.Position(0, 8)) == 7
    assert buffer.position(buffer.text.index("c:")) == types.Position(1, 0)


@given(st.text("ab\n🛰", max_size=20), st.text("ab\n🛰", max_size=20))
def test_an_edit_makes_one_text_of_another(before, after):
    assert applied(before, Buffer(before).edit_to(after)) == after


def test_only_the_file_that_changed_is_read_again(plan):
    (plan / "depgraph.yaml").write_text("graph: [plan.yaml, list.csv]\n")
    (plan / "list.csv").write_text("code,requires\nLIST-1,ROC-1\n")
    path = str((plan / "plan.yaml").resolve())
    snapshot = Snapshot(plan / "depgraph.yaml", {})
    assert snapshot.kept_files.reads == 2
    snapshot = Snapshot(plan / "depgraph.yaml", {path: PLAN.encode() + b"\n"}, snapshot)
    assert (snapshot.kept_files.reads, "LIST-1" in snapshot.graph) == (3, True)
    snapshot = Snapshot(plan / "depgraph.yaml", {path: PLAN.encode() + b"\n"}, snapshot)
    assert snapshot.kept_files.reads == 3
    (plan / "list.csv").write_text("code,requires\nLIST-22,ROC-1\n")
    snapshot = Snapshot(plan / "depgraph.yaml", {}, snapshot)
    assert (snapshot.kept_files.reads, "LIST-22" in snapshot.graph) == (5, True)
