"""What is found of a bundle, in sentences. Texts from it are a stranger's: none of them moves the cursor."""

from collections.abc import Iterator
from typing import Any

from perfgym.charts import words
from perfgym.measure.agreement import Agreement

MOST = 300  # characters of a text from a bundle
LIST = "/.well-known/perfgym-keys.json"


def harmless(text: object) -> str:
    """On one line, without control characters."""
    return "".join(each if each.isprintable() else "\ufffd" for each in str(text)[:MOST])


def of_check(document: dict[str, Any]) -> str:
    """What `perfgym evidence verify` prints."""
    if not document["readable"]:
        return f"{document['bundle']} is no evidence bundle that can be checked. {harmless(document['error'])}"
    if document["problems"]:
        listed = [f"- {harmless(problem)}" for problem in document["problems"]]
        return "\n".join([f"{document['bundle']} does not hold:", *listed])
    return "\n".join([f"{document['bundle']} holds. {_stated(document)}", _computed(document), *about(document)])


def about(document: dict[str, Any]) -> Iterator[str]:
    """Whose it is, who accepted it, and who signed it."""
    if entry := document["entry"]:
        yield f"It is an entry of {harmless(entry['by']['name'])}: “{harmless(entry['title'])}”."
        yield f"The run's own bundle, which a credential names, has the SHA-256 {entry['run']['evidence_sha256']}."
        if entry["left_out"]:
            yield f"Its owner does not show: {harmless(', '.join(entry['left_out']))}."
    for each in (document["review"] or {}).get("accepted", ()):
        when = f" on {each['decided_at'][:10]}" if each["decided_at"] else ""
        after = "; the report was changed after that" if each["words_changed_after"] else ""
        who = f"{harmless(each['by'])}, " if each["by"] else ""
        yield f"Accepted by {who}an instructor of {harmless(each['cohort'])}{when}{after}."
        if each["words"]:
            yield f"They wrote: “{harmless(each['words'])}”"
    yield _signed(document["signature"])


def _signed(signature: dict[str, Any]) -> str:
    if signature["key"] is None:
        return (
            "Nobody signed it: the figures follow from the raw data, but who measured these, and whether anyone did, "
            "it cannot say."
        )
    if signature["known"]:
        return f"Signed with the key {signature['key']}, one of those that you gave ({signature['known']})."
    return (
        f"Signed with the key {signature['key']}. Whoever has that key vouches for this file; whether to believe them "
        f"is yours to decide. {_where(signature['site'])}"
    )


def _where(site: str | None) -> str:
    """Where the list of keys is to be had from."""
    if site is None:
        return (
            "The file names no site: ask the one that is said to have measured this for its list of keys, and give "
            "that list with --key."
        )
    return f"Compare the key with {harmless(site)}{LIST}, or save that list and give it with --key."


def _stated(document: dict[str, Any]) -> str:
    if document["reason"] is not None:
        return f"It states that there is no verdict: {harmless(document['reason'])}."
    return f"It states: {words.result_sentence(document)}, {document['points']} points."


def _computed(document: dict[str, Any]) -> str:
    start, figures = f"Computed again from {document['requests']:,} requests", document["computed"]
    if figures["ratio"] is None:
        return f"{start}: no verdict either, and no points."
    low, high = figures["interval"]
    return (
        f"{start}: after/before {figures['ratio']:.4f}, between {low:.4f} and {high:.4f}, {figures['points']} points, "
        "which is the same verdict, interval and points."
    )


AGREEMENT = {
    Agreement.AGREES: "Agrees: the same verdict, and the two ratios are no further apart than both intervals allow.",
    Agreement.SAME_DIRECTION: "Agrees in direction only: the same verdict, but the ratios are further apart than both "
    "intervals allow. Machines differ in what is slow on them; look at what differs below.",
    Agreement.DIFFERS: "Does not agree: another verdict, and the ratios are further apart than both intervals allow.",
    Agreement.UNDECIDED: "Undecided: this measurement is not certain enough to agree or to contradict. "
    "Measure again when the machine does nothing else.",
}


def of_rerun(document: dict[str, Any]) -> str:
    """What `perfgym evidence rerun` prints."""
    measured = document["measured"]
    said = words.result_sentence(measured) if measured["ratio"] else f"no verdict: {harmless(measured['reason'])}"
    lines = [
        AGREEMENT[Agreement(document["agreement"])],
        f"There: {words.result_sentence(document['stated'])}.",
        f"Here:  {said}.",
    ]
    if document["apart"] is not None:
        lines.append(f"Log ratios apart: {document['apart']:.3f}; both intervals allow {document['allowed']:.3f}.")
    if measured["message"]:
        lines.append(harmless(measured["message"]))
    for name, (there, here) in document["differences"].items():
        lines.append(f"{name}: there {harmless(there)}, here {harmless(here)}.")
    return "\n".join([*lines, *about(document), f"Evidence of this measurement: {document['evidence']}"])


def of_keys(rows: list[dict[str, str]]) -> str:
    """What `perfgym evidence keys` prints."""
    return "\n".join(f"{row['kid']}  {row['status']:<8} {row['made_at'] or '-'}" for row in rows)
