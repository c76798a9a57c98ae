"""What a step of a plan does, and to what, in the words of PostgreSQL's own text (explain.c)."""

from perfgym.charts.plans.node import Raw


def title(node: Raw) -> str:
    """What a step does, to what, as PostgreSQL's own text has it: "Seq Scan on books b"."""
    words = [str(node["Node Type"])]
    match words[0]:
        case "Aggregate":
            strategy = {"Hashed": "HashAggregate", "Sorted": "GroupAggregate", "Mixed": "MixedAggregate"}
            words = [strategy.get(node.get("Strategy", ""), "Aggregate")]
            words = words if node.get("Partial Mode", "Simple") == "Simple" else [node["Partial Mode"], *words]
        case "Nested Loop" | "Hash Join" | "Merge Join":
            words = _join(words[0], node.get("Join Type", "Inner"))
        case "ModifyTable":
            words = [node["Operation"]]
        case "SetOp":
            words = [{"Hashed": "HashSetOp", "Sorted": "SetOp"}.get(node.get("Strategy", ""), "SetOp"), node["Command"]]
    if node.get("Parallel Aware"):
        words.insert(0, "Parallel")
    if node.get("Scan Direction") == "Backward":
        words.append("Backward")
    return " ".join([*words, *_where(node)])


def _join(kind: str, join: str) -> list[str]:
    if join == "Inner":
        return [kind]
    return [kind, join, "Join"] if kind == "Nested Loop" else [kind.removesuffix(" Join"), join, "Join"]


def _where(node: Raw) -> list[str]:
    """What it reads: an index, a table, a function."""
    on = node.get("Relation Name") or node.get("Function Name") or node.get("CTE Name")
    alias = node.get("Alias")
    if node["Node Type"] == "Bitmap Index Scan":
        return ["on", str(node["Index Name"])]
    using = ["using", str(node["Index Name"])] if "Index Name" in node else []
    named = [str(word) for word in dict.fromkeys((on, alias)) if word]
    return [*using, "on", *named] if named and named[0] else using
