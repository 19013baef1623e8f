"""The language server, by pygls, over standard input and output."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from depgraph.cli.editor import actions, hovering, lenses, navigation, renaming, words
from depgraph.cli.editor.buffers import Buffer
from depgraph.cli.editor.diagnostics import diagnostics_of
from depgraph.cli.editor.snapshot import Snapshot
from depgraph.config import find_config
from depgraph.edits.canonical import canonical, kind_of
from depgraph.errors import DepgraphError
from depgraph.sources.files import BASELINE_NAME, CONFIG_NAME
from depgraph.sources.unsaved import reading_unsaved
from depgraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.cli.editor.buffers import Spot

_SECONDS_TO_WAIT = 0.15
"""How long it is waited for more to be typed, before the plan is checked."""


class PlanServer(LanguageServer):
    """A server that knows the plans of the files that are open."""

    def __init__(self) -> None:
        super().__init__(
            "depgraph",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
        )
        self.plans: dict[Path, Snapshot] = {}
        self._tasks: dict[Path, asyncio.Task[None]] = {}
        self._published: dict[Path, set[str]] = {}
        self.has_hints = False

    # -- plans -------------------------------------------------------------------------

    def texts(self) -> dict[str, bytes]:
        """Return the texts that editors have, by real path."""
        return {
            os.path.realpath(path): document.source.encode()
            for uri, document in self.workspace.text_documents.items()
            if (path := to_fs_path(uri)) is not None
        }

    @staticmethod
    def config_of(path: Path) -> Path | None:
        """Return the configuration of the plan that a file belongs to."""
        try:
            return path if path.name == CONFIG_NAME else find_config(path.parent)
        except (DepgraphError, OSError):
            return None

    def config_for(self, uri: str) -> Path | None:
        """Return the configuration of the plan that a file of an editor belongs to."""
        path = self.path_of(uri)
        return None if path is None else self.config_of(path)

    def plan_of(self, uri: str) -> Snapshot | None:
        """Return the plan of a file as its texts say it now; the last one while it is checked."""
        config = self.config_for(uri)
        return None if config is None else self.plans.get(config) or self.read_plan(config)

    def current(self, uri: str) -> Snapshot | None:
        """Return the plan of a file, read again if a text changed since."""
        config = self.config_for(uri)
        return None if config is None else self.read_plan(config)

    def read_plan(self, config: Path) -> Snapshot:
        """Return a plan, read again if a text changed since."""
        snapshot = self.plans.get(config)
        if snapshot is None or snapshot.texts != self.texts():
            snapshot = self.plans[config] = Snapshot(config, self.texts(), snapshot)
        return snapshot

    @staticmethod
    def path_of(uri: str) -> Path | None:
        """Return the real path of a file of an editor; None for what is no file."""
        path = to_fs_path(uri)
        return None if path is None else Path(os.path.realpath(path))

    def place(self, uri: str, position: types.Position) -> tuple[Path, Buffer, Spot] | None:
        """Return the file, the text as it is typed now, and what stands at a place of it."""
        path = self.path_of(uri)
        if path is None or path.suffix not in (".yaml", ".yml"):
            return None
        buffer = Buffer(self.workspace.get_text_document(uri).source)
        return path, buffer, buffer.spot(position)

    def named(self, uri: str, position: types.Position) -> tuple[Snapshot, str] | None:
        """Return the plan as it is typed now, and the code at a place."""
        place, snapshot = self.place(uri, position), self.current(uri)
        if place is None or snapshot is None:
            return None
        code = navigation.code_at(snapshot, place[2])
        return None if code is None else (snapshot, code)

    # -- diagnostics -------------------------------------------------------------------

    def check_soon(self, uri: str, seconds: float = _SECONDS_TO_WAIT) -> None:
        """Check the plan of a file when nothing is typed for a moment."""
        config = self.config_for(uri)
        if config is None:
            self._tell_no_plan(uri)
            return
        if (task := self._tasks.get(config)) is not None:
            task.cancel()
        self._tasks[config] = asyncio.get_running_loop().create_task(self._check(config, seconds))

    async def _check(self, config: Path, seconds: float) -> None:
        await asyncio.sleep(seconds)
        while True:  # what was typed meanwhile may be of this plan too
            texts, before = self.texts(), self.plans.get(config)
            snapshot = await asyncio.to_thread(Snapshot, config, texts, before)
            if texts == self.texts():
                break
        self.plans[config] = snapshot
        by_file = await asyncio.to_thread(diagnostics_of, snapshot)
        for path in self._published.get(config, set()) - set(by_file):
            self._publish(path, [])
        for path, diagnostics in by_file.items():
            self._publish(path, diagnostics)
        self._published[config] = set(by_file)

    def _publish(self, path: str, diagnostics: list[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(Path(path).as_uri(), diagnostics)
        )

    def _tell_no_plan(self, uri: str) -> None:
        self.window_log_message(
            types.LogMessageParams(
                types.MessageType.Info,
                f"no {CONFIG_NAME} holds for {uri}: 'depgraph init' writes one",
            )
        )


def make_server() -> PlanServer:
    """Return a server with all its answers."""
    server = PlanServer()
    _add_documents(server)
    _add_words(server)
    _add_places(server)
    _add_edits(server)
    return server


def serve() -> None:
    """Answer an editor over standard input and output until it goes away."""
    make_server().start_io()


def _add_documents(server: PlanServer) -> None:
    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        """Learn what the client can do."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri, 0)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            server.check_soon(change.uri, 0)


def _add_words(server: PlanServer) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[" ", "[", ",", "-"]),
    )
    def complete(params: types.CompletionParams) -> types.CompletionList:
        place = server.place(params.text_document.uri, params.position)
        snapshot = server.plan_of(params.text_document.uri)
        if place is None or snapshot is None:
            return types.CompletionList(is_incomplete=False, items=[])
        path, buffer, spot = place
        begun = types.Range(
            buffer.range_of(spot.token).start if spot.token else params.position, params.position
        )
        candidates = words.words_at(snapshot, spot, _kind(snapshot, path))
        return types.CompletionList(
            is_incomplete=len(candidates) == words.MOST_WORDS,
            items=[
                types.CompletionItem(
                    label=word.text,
                    detail=word.about or None,
                    kind=types.CompletionItemKind.Property
                    if word.is_key
                    else types.CompletionItemKind.Value,
                    sort_text=f"{number:04}",
                    filter_text=f"{word.text} {word.about}",
                    text_edit=types.TextEdit(begun, f"{word.text}: " if word.is_key else word.text),
                )
                for number, word in enumerate(candidates)
            ],
        )

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        place = server.place(params.text_document.uri, params.position)
        snapshot = server.plan_of(params.text_document.uri)
        if place is None or snapshot is None or place[2].token is None:
            return None
        _, buffer, spot = place
        text = hovering.hover(snapshot, spot)
        if text is None or spot.token is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
        return types.Hover(content, buffer.range_of(spot.token))

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        snapshot = server.current(params.text_document.uri)
        path = server.path_of(params.text_document.uri)
        if snapshot is None or path is None or not server.has_hints:
            return []
        return list(lenses.hints(snapshot, path, params.range))

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def code_lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        snapshot = server.current(params.text_document.uri)
        path = server.path_of(params.text_document.uri)
        return [] if snapshot is None or path is None else list(lenses.lenses(snapshot, path))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        server.has_hints = wants_hints(params.settings)


def wants_hints(settings: object) -> bool:
    """Whether the settings of an editor ask for inlay hints, which are off by default."""
    own = settings.get("depgraph", settings) if isinstance(settings, dict) else None
    return isinstance(own, dict) and own.get("inlayHints") is True


def _add_places(server: PlanServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> types.Location | None:
        at = server.named(params.text_document.uri, params.position)
        return None if at is None else navigation.definition(*at)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        at = server.named(params.text_document.uri, params.position)
        if at is None:
            return []
        return navigation.references(*at, with_definition=params.context.include_declaration)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return navigation.document_symbols(_text(server, params.text_document.uri))

    @server.feature(types.WORKSPACE_SYMBOL)
    def symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return [
            symbol
            for snapshot in _plans_of(server)
            for symbol in navigation.workspace_symbols(snapshot, params.query)
        ]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        path = server.path_of(params.text_document.uri)
        text = _text(server, params.text_document.uri)
        return [] if path is None else navigation.document_links(text, path)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folds(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        return navigation.folding_ranges(_text(server, params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    def prepare(params: types.CallHierarchyPrepareParams) -> list[types.CallHierarchyItem]:
        at = server.named(params.text_document.uri, params.position)
        if at is None or at[0].graph is None:
            return []
        item = navigation.hierarchy_item(at[0], at[0].graph[at[1]])
        return [] if item is None else [item]

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    def outgoing(
        params: types.CallHierarchyOutgoingCallsParams,
    ) -> list[types.CallHierarchyOutgoingCall]:
        snapshot = server.current(params.item.uri)
        return [] if snapshot is None else navigation.waits_on(snapshot, params.item.name)

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    def incoming(
        params: types.CallHierarchyIncomingCallsParams,
    ) -> list[types.CallHierarchyIncomingCall]:
        snapshot = server.current(params.item.uri)
        return [] if snapshot is None else navigation.blocks(snapshot, params.item.name)


def _add_edits(server: PlanServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        place = server.place(params.text_document.uri, params.position)
        at = server.named(params.text_document.uri, params.position)
        if place is None or at is None or (token := place[2].token) is None:
            return None
        return types.PrepareRenamePlaceholder(place[1].range_of(token), at[1])

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        at = server.named(params.text_document.uri, params.position)
        if at is None:
            return None
        snapshot, code = at
        try:
            return types.WorkspaceEdit(changes=renaming.renamed(snapshot, code, params.new_name))
        except DepgraphError as error:
            raise JsonRpcInvalidParams(str(error)) from error

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def layout(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        path = server.path_of(params.text_document.uri)
        buffer = _text(server, params.text_document.uri)
        if path is None or path.suffix not in (".yaml", ".yml"):
            return []
        with reading_unsaved(server.texts()):
            try:
                return buffer.edit_to(canonical(buffer.text, kind_of(path), shown=path.name))
            except DepgraphError as error:
                raise JsonRpcInvalidParams(str(error)) from error

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                types.CodeActionKind.RefactorRewrite,
            ]
        ),
    )
    def offer(params: types.CodeActionParams) -> list[types.CodeAction]:
        place = server.place(params.text_document.uri, params.range.start)
        snapshot = server.current(params.text_document.uri)
        if place is None or snapshot is None:
            return []
        path, _, spot = place
        return actions.actions_at(snapshot, path, spot, params.context.diagnostics)


def _text(server: PlanServer, uri: str) -> Buffer:
    return Buffer(server.workspace.get_text_document(uri).source)


def _plans_of(server: PlanServer) -> Iterator[Snapshot]:
    """Yield the plans of the folders and files that are open, each once."""
    configs: dict[Path, None] = {}
    for uri in (*server.workspace.folders, *server.workspace.text_documents):
        path = server.path_of(uri)
        config = path and server.config_of(path / "x" if path.is_dir() else path)
        if config is not None:
            configs[config] = None
    yield from map(server.read_plan, configs)


def _kind(snapshot: Snapshot, path: Path) -> str:
    """Return what a file is, by its name and by what the configuration says of it."""
    if path.name == CONFIG_NAME:
        return "configuration"
    config: Any = None if snapshot.opened is None else snapshot.opened.config
    real = str(path)
    if path.name == BASELINE_NAME or (
        config is not None and config.baseline and os.path.realpath(config.baseline) == real
    ):
        return "baseline"
    rule_files = () if config is None else config.rule_files
    if any(os.path.realpath(file) == real for file in rule_files):
        return "rules"
    return "graph"
