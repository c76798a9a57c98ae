"""YAML that remembers its lines. Plain data only: no anchors, no keys twice, bounded in size and depth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from perfgym.catalog.loading.problems import ManifestError

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file's data, and the line on which each key and item stands."""

    file: str
    data: Any
    lines: Mapping[Location, int]

    def line(self, location: Location) -> int:
        """The line of a location, or of the nearest thing around it that is there."""
        while location not in self.lines:
            location = location[:-1]
        return self.lines[location]

    def at(self, location: Location) -> Any:
        """What stands at a location that is there."""
        found = self.data
        for name in location:
            found = found[name]
        return found

    def part(self, key: str) -> "Document":
        """What stands under one key, with its lines."""
        lines = {location[1:]: line for location, line in self.lines.items() if location[:1] == (key,)}
        return Document(self.file, self.data[key], lines)


def parse(content: bytes, file: str, first_line: int = 1) -> Document:
    """Read YAML. `first_line` is the line of `file` at which `content` starts. Raises ManifestError."""
    text = decode(content, file)
    if len(content) > MAX_BYTES:
        raise ManifestError.at(file, first_line, f"this is larger than {MAX_BYTES // 1024} KiB, the most it may be")
    shift = first_line
    try:
        _refuse_tricks(text, file, shift)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        lines: dict[Location, int] = {(): shift}
        if node is not None:
            _number(node, (), lines, file, shift)
        data = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"this is not YAML: {error.problem}{_context(error, shift)}"
        raise ManifestError.at(file, shift + (mark.line if mark else 0), message) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ManifestError.at(file, shift, f"this is not YAML: {error}") from error
    return Document(file, data, lines)


def _context(error: yaml.MarkedYAMLError, shift: int) -> str:
    """Where the thing began that went wrong: an open bracket is noticed only some lines later."""
    if error.context is None or error.context_mark is None:
        return ""
    return f", {error.context} that starts on line {shift + error.context_mark.line}"


def decode(content: bytes, file: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ManifestError.at(file, line, "this is not UTF-8 text; save the file as UTF-8") from error


def _refuse_tricks(text: str, file: str, shift: int) -> None:
    """Before anything is built: aliases can blow up a small file, depth can end the interpreter's stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = shift + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ManifestError.at(file, line, "anchors (&) and aliases (*) are not allowed; write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ManifestError.at(file, line, f"this is nested deeper than {MAX_DEPTH} levels")


def _number(node: yaml.Node, location: Location, lines: dict[Location, int], file: str, shift: int) -> None:
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*location, index)] = shift + item.start_mark.line
            _number(item, (*location, index), lines, file, shift)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = shift + key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                raise ManifestError.at(file, line, "a key must be a single word")
            if (*location, key.value) in lines:
                raise ManifestError.at(file, line, f"the key `{key.value}` is there twice; keep one")
            lines[(*location, key.value)] = line
            _number(value, (*location, key.value), lines, file, shift)
