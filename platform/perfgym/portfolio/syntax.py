"""Code in the colours of its language: the lines of a change as pieces of a few kinds, for classes in the page."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_for_filename
from pygments.token import Comment, Keyword, Name, Number, Operator, String
from pygments.util import ClassNotFound

MOST = 40_000  # characters of one text; what is longer stays plain
KINDS = (  # the first that fits: a token's type, and the class that it is shown with
    (Comment, "c"),
    (String, "s"),
    (Number, "s"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Decorator, "f"),
)


class Token(NamedTuple):
    """A piece of a line; `kind` is "" for what has no colour."""

    kind: str
    text: str


def lines(path: str, texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """The lines of one side of a change, each as its pieces; they are those of the file's language together."""
    lexer = _lexer(path.rpartition("/")[2])
    whole = "\n".join(texts)
    if lexer is None or len(whole) > MOST:
        return [(Token("", text),) for text in texts]
    found = [tuple(_joined(line)) for line in _split(lexer.get_tokens_unprocessed, whole)]
    return found if len(found) == len(texts) else [(Token("", text),) for text in texts]


@lru_cache(maxsize=32)
def _lexer(name: str) -> Lexer | None:
    try:
        return get_lexer_for_filename(name)
    except ClassNotFound:
        return None


def _split(tokens: Callable[[str], Iterator[tuple[int, Any, str]]], text: str) -> Iterator[list[Token]]:
    line: list[Token] = []
    for _, kind, value in tokens(text):
        first, *rest = value.split("\n")
        line.append(Token(_kind(kind), first))
        for part in rest:
            yield line
            line = [Token(_kind(kind), part)]
    yield line


def _joined(line: Sequence[Token]) -> Iterator[Token]:
    """Neighbours of one kind as one, and nothing empty."""
    kind, text = "", ""
    for one in line:
        if one.kind == kind or not one.text.strip():
            text += one.text
            continue
        if text:
            yield Token(kind, text)
        kind, text = one
    if text:
        yield Token(kind, text)


@cache
def _kind(token: Any) -> str:
    return next((name for kind, name in KINDS if token in kind), "")
