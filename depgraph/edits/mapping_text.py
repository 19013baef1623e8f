"""The text of a YAML file in which keys and items come, go and change.

An entry is put in where it belongs, in the way of writing of what it joins: lines of a block,
or words between brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from depgraph.edits.entries import Entry, list_entry, value
from depgraph.edits.yaml_text import Cut, YamlText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class MappingText(YamlText):
    """A text that is a mapping, and the cuts that change it.

    Attributes
    ----------
    cuts
        The cuts so far, for `with_cuts`.
    """

    def __init__(self, text: str, shown: str) -> None:
        super().__init__(text, shown)
        self.cuts: list[Cut] = []
        if not isinstance(self.root, yaml.MappingNode):
            raise self.refuse("it is not a mapping")

    def is_spaced(self, mapping: yaml.MappingNode) -> bool:
        """Whether a blank line stands between all entries."""
        ends = [self.line_end(self.end_of_pair(*pair)) for pair in mapping.value[:-1]]
        return bool(ends) and all(not self.text[end : self.line_end(end)].strip() for end in ends)

    # -- keys ------------------------------------------------------------------------

    def set_all(self, mapping: Any, said: Mapping[str, Any], order: Sequence[str]) -> None:
        """Give keys other values, or take them out (None)."""
        present = {name.value for name, _ in mapping.value}
        is_cut = any(key in present and each is None for key, each in said.items())
        if not mapping.flow_style or not is_cut:
            for key, each in said.items():
                self.set_key(mapping, key, each, order)
            return
        nodes = {name.value: node for name, node in mapping.value}
        changed = {
            key: None if each is None else f"{key}: {value(each, in_flow=True)}"
            for key, each in said.items()
            if key not in nodes or nodes[key].value != str(each)
        }
        self.rewrite_flow(mapping, changed, order)

    def rewrite_flow(
        self, mapping: Any, changed: Mapping[str, str | None], order: Sequence[str]
    ) -> None:
        """Write a mapping between brackets anew, with other pairs or without some (None).

        Single cuts would each take a comma with them, and two of them could meet at one.
        """
        start, end = mapping.start_mark.index, self.end(mapping)
        if self.comments(start, end, [mapping]):
            raise self.refuse("there is a comment between the brackets")
        pairs: dict[str, str | None] = {
            name.value: self.text[name.start_mark.index : self.end_with_alias(name, node)]
            for name, node in mapping.value
        }
        pairs.update(changed)
        keys = sorted(pairs, key=lambda key: order.index(key) if key in order else len(order))
        inner = ", ".join(pair for pair in map(pairs.get, keys) if pair is not None)
        self.cuts.append(Cut(start, end, f"{{{inner}}}"))

    def set_key(self, mapping: Any, key: str, said: Any, order: Sequence[str]) -> None:
        """Give a key another value, or take it out (None)."""
        is_flow = bool(mapping.flow_style)
        for name, node in mapping.value:
            if name.value != key:
                continue
            if said is None:
                self.cuts.append(self.cut_pair(mapping, key))
            elif node.value != str(said):
                self.pair(mapping, key)  # refuses an alias
                text = value(said, in_flow=is_flow)
                start = max(node.start_mark.index, self.text.index(":", name.end_mark.index) + 1)
                blank = "" if self.text[start - 1].isspace() else " "
                self.cuts.append(Cut(start, max(start, self.end(node)), blank + text))
            return
        if said is not None:
            line = f"{key}: {value(said)}"
            entry = Entry((line,), f"{key}: {value(said, in_flow=True)}")
            self.insert_key(mapping, key, entry, order)

    def fill_key(self, mapping: Any, key: str, entry: Entry, order: Sequence[str]) -> None:
        """Give a key its value, which is not there yet, or has no value."""
        for name, node in mapping.value:
            if name.value == key:
                colon = self.text.index(":", name.end_mark.index) + 1
                end = self.end_of_pair(name, node)
                if mapping.flow_style:
                    self.cuts.append(Cut(colon, end, entry.flow[len(key) + 1 :]))
                    return
                self.cuts.append(Cut(colon, end, ""))
                self.insert_lines(end, entry.lines[1:], name.start_mark.column)
                return
        self.insert_key(mapping, key, entry, order)

    def insert_key(self, mapping: Any, key: str, entry: Entry, order: Sequence[str]) -> None:
        """Put a key where it stands in the canonical order."""
        at = -1
        for number, (name, _) in enumerate(mapping.value):
            if name.value in order and order.index(name.value) < order.index(key):
                at = number
        self.insert(mapping, at, entry)

    def insert(self, mapping: Any, at: int, entry: Entry, *, is_spaced: bool = False) -> None:
        """Put an entry behind the one with a number; -1 for before all."""
        first = mapping.value[0][0].start_mark
        if at < 0:
            text = f"{entry.flow}, "
            if not mapping.flow_style:
                indent = f"{self.newline}{' ' * first.column}"
                blank = self.newline if is_spaced else ""
                text = f"{indent.join(entry.lines)}{blank}{indent}"
            self.cuts.append(Cut(first.index, first.index, text))
            return
        name, node = mapping.value[at]
        if mapping.flow_style:
            end = self.end_with_alias(name, node)
            self.cuts.append(Cut(end, end, f", {entry.flow}"))
            return
        lines = ("", *entry.lines) if is_spaced else entry.lines
        end = self._behind_comments(self.end_with_alias(name, node), first.column)
        self.insert_lines(end, lines, first.column)

    def _behind_comments(self, at: int, column: int) -> int:
        """Return a place in the last of the comments below an entry that belong to it.

        They are indented deeper than its column.
        """
        start = self.line_end(at)
        while start < len(self.text):
            end = self.line_end(start)
            line = self.text[start:end]
            written = line.lstrip(" ")
            if written.startswith("#") and len(line) - len(written) > column:
                at = start + len(line) - len(written)
            elif written.strip():
                break
            start = end
        return at

    def end_with_alias(self, name: Any, node: Any) -> int:
        """Return where a key with its value ends, which may be an alias."""
        if node.start_mark.index < name.end_mark.index:
            # As the last of a mapping, its end is looked for behind the colon.
            return self.end(yaml.MappingNode("", [(name, node)], name.start_mark, flow_style=False))
        return self.end_of_pair(name, node)

    def insert_lines(self, at: int, lines: Sequence[str], indent: int) -> None:
        """Put lines below the one in which a place is."""
        end = self.line_end(at)
        rest = self.text[at:end].strip()
        if rest and not rest.startswith("#"):
            number = self.text.count("\n", 0, at) + 1
            raise self.refuse(f"something else stands behind an entry in line {number}")
        text = self.newline.join(f"{' ' * indent}{line}".rstrip() for line in lines)
        if end == len(self.text) and not self.text.endswith(("\n", "\r")):
            self.cuts.append(Cut(end, end, self.newline + text))
        else:
            self.cuts.append(Cut(end, end, text + self.newline))

    # -- lists -----------------------------------------------------------------------

    def append(self, mapping: Any, key: str, items: Sequence[Entry], order: Sequence[str]) -> None:
        """Add items to the list of a key; a single value becomes a list."""
        if all(name.value != key for name, _ in mapping.value):
            self.insert_key(mapping, key, list_entry(key, items), order)
            return
        name, node = self.pair(mapping, key)
        if isinstance(node, yaml.SequenceNode) and node.value:
            self._append_to(node, items)
        elif isinstance(node, yaml.SequenceNode):
            flow = ", ".join(item.flow for item in items)
            self.cuts.append(Cut(node.start_mark.index, self.end(node), f"[{flow}]"))
        else:
            self._make_list(mapping, name, node, list_entry(key, items))

    def _append_to(self, node: Any, items: Sequence[Entry]) -> None:
        last = node.value[-1]
        if last.start_mark.index < node.start_mark.index:
            raise self.refuse("the last entry of a list is written by an alias")
        end = self.end(last)
        if node.flow_style:
            self.cuts.append(Cut(end, end, "".join(f", {item.flow}" for item in items)))
            return
        dash = self.dash(node.value[0])
        lines = [line[2:] for line in list_entry("", items).lines[1:]]
        self.insert_lines(end, lines, dash - self.line_start(dash))

    def _make_list(self, mapping: Any, name: Any, node: Any, entry: Entry) -> None:
        """Make the list of a single value, or of none, and of what is added."""
        colon = self.text.index(":", name.end_mark.index) + 1
        end = self.end_of_pair(name, node)
        single = self.text[node.start_mark.index : end] if node.value else ""
        if "\n" in single or (single and self.comments(colon, end, [node])):
            raise self.refuse(f"the only entry of a list in line {name.start_mark.line + 1}")
        if mapping.flow_style:
            inner = entry.flow[entry.flow.index("[") + 1 :]
            self.cuts.append(Cut(colon, end, f" [{single}{', ' if single else ''}{inner}"))
            return
        lines = [f"  - {single}", *entry.lines[1:]] if single else list(entry.lines[1:])
        if not single:
            self.insert_lines(end, lines, name.start_mark.column)
            return
        indent = f"{self.newline}{' ' * name.start_mark.column}"
        self.cuts.append(Cut(colon, end, "".join(f"{indent}{line}" for line in lines)))

    def remove(self, mapping: Any, key: str, text: str) -> None:
        """Take a text out of a list, or the key with it where it is the only one."""
        _, node = self.pair(mapping, key)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if len(items) == 1:
            self.cuts.append(self.cut_pair(mapping, key))
            return
        number = next(n for n, item in enumerate(items) if item.value == text)
        item = items[number]
        if node.flow_style:
            ends = [(each.start_mark.index, self.end(each)) for each in items]
            self.cuts.append(self.cut_of_flow(ends, number, item))
            return
        at_end = item is items[-1]
        self.cuts.append(self.cut_lines(self.dash(item), self.end(item), [item], at_end=at_end))
