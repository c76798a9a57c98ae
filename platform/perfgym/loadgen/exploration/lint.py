"""What a locustfile does that makes its own numbers say nothing. Reads the source; it runs nothing."""

import ast

CONDITIONS = (ast.If, ast.IfExp, ast.Match, ast.Try, ast.For, ast.While, ast.BoolOp)
WAYS_OUT = (ast.Raise, ast.Assert, ast.Return, ast.Continue, ast.Break)


def accepts_all(source: bytes) -> int:
    """The line of the first `catch_response` block that calls success() whatever the answer is; 0 for none."""
    try:
        tree = ast.parse(source)
        blocks = [node for node in ast.walk(tree) if isinstance(node, ast.With) and any(map(_catches, node.items))]
        return min((block.lineno for block in blocks if _always_succeeds(block)), default=0)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0  # whoever loads the file says what is wrong with it


def _catches(item: ast.withitem) -> bool:
    """Whether this is `client.get(..., catch_response=True) as name`."""
    call = item.context_expr
    return (
        isinstance(call, ast.Call)
        and isinstance(item.optional_vars, ast.Name)
        and any(word.arg == "catch_response" and _is_true(word.value) for word in call.keywords)
    )


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _always_succeeds(block: ast.With) -> bool:
    """success() without a condition around it, and nothing in the block that could refuse an answer."""
    refuses = any(isinstance(node, WAYS_OUT) or _calls(node, "failure") for node in ast.walk(block))
    return not refuses and any(_calls(node, "success") for node in _certain(block.body))


def _certain(body: list[ast.stmt]) -> list[ast.AST]:
    """Every node that no condition stands above."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, CONDITIONS):
            found.append(node)
            waiting += ast.iter_child_nodes(node)
    return found


def _calls(node: ast.AST, method: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
