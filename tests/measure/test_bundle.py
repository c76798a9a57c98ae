"""An evidence bundle holds what was measured, and tells when it does not."""

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from bundle_factory import FINGERPRINT, make, request_rows, tampered
from measure_factories import segments

from perfgym.measure import bundle
from perfgym.measure.bundle import archive
from perfgym.measure.bundle.consistency import wrong_answers
from perfgym.measure.errors import BadSamples
from perfgym.measure.rule import Metric


def test_what_is_written_is_read_back():
    taken = segments(2, 0.4, pairs=6)
    content = bundle.read(make(taken, files={"bookshop/queries.py": "@@ -1 +1 @@\n-é\n+e\n"}))
    assert content.segments == tuple(taken)
    assert content.fingerprint == FINGERPRINT
    assert content.files == {"bookshop/queries.py": "@@ -1 +1 @@\n-é\n+e\n"}
    assert content.requests.names == ("GET /books", "GET /books/[id]")
    assert content.verdict["verdict"] == "faster"
    assert int(content.requests.columns["digest"][0]) == 2**64 - 1


@pytest.mark.parametrize("metric", list(Metric))
def test_an_honest_bundle_holds(metric):
    assert bundle.verify(make(metric=metric)) == []


def test_an_honest_bundle_with_dropped_slices_holds():
    one, two = segments(2, 0.4, pairs=6)
    stolen = replace(one, slices=(replace(one.slices[0], steal=0.3), *one.slices[1:]))
    content = bundle.read(make([stolen, two]))
    assert bundle.verify(make([stolen, two])) == []
    assert int(np.count_nonzero(~content.requests.columns["kept"])) == 2 + 2 * 6  # warm-up, and the slice of both arms


def test_the_same_content_gives_the_same_bytes():
    assert make() == make()


def test_anybody_can_open_it_with_numpy():
    with zipfile.ZipFile(io.BytesIO(make())) as opened:
        columns = np.load(io.BytesIO(opened.read("requests.npz")))
        assert set(columns["arm"].tolist()) == {0, 1}
        readme = opened.read("README.txt").decode()
    assert all(f"\n  {name}" in readme or f", {name}" in readme for name in columns.files)


@pytest.mark.parametrize(
    ("claims", "problem"),
    [
        ({"verdict": "slower"}, "The verdict is said to be slower; the raw data give faster."),
        ({"ratio": 0.2}, "The ratio is said to be 0.2"),
        ({"ratio": "0.4"}, "The ratio is said to be 0.4"),
        ({"ratio": True}, "not a number"),
        ({"interval": [0.1, 0.2]}, "The interval's low end is said to be 0.1"),
        ({"interval": None}, "The interval's low end is said to be None"),
        ({"points": 5}, "The points are said to be 5"),
        ({"points": 100.0}, "The points are said to be 100.0"),
        ({"segments": 3}, "The segments are said to be 3"),
        ({"reference_ratio": 2}, "between 0 and 1"),
        ({"asked": "luck"}, "'luck' is not a valid Metric"),
        ({"alpha": 0.5}, "alpha is 0.5; at most 0.01 may be spent."),
        ({"alpha": None}, "alpha is 'None', not a number"),
        ({"reason": "too_noisy"}, "points for a run without a verdict"),
        ({"points": 10**400}, "The points are said to be 1000"),
        ({"ratio": 10**400}, "cannot be computed again"),
    ],
)
def test_a_false_claim_is_told(claims, problem):
    assert any(problem in each for each in bundle.verify(make(**claims)))


def test_a_metric_that_was_not_the_one_asked_is_told():
    def change(content: bytes) -> bytes:
        return json.dumps({**json.loads(content), "metric": "cpu"}).encode()

    assert bundle.verify(tampered(make(), "verdict.json", change)) == [
        "The metric is said to be cpu; the raw data give wall."
    ]


def test_hidden_wrong_answers_are_told():
    assert bundle.verify(make(wrong=3)) == [
        "3 answers of after differ from those of before, and the verdict does not say so."
    ]
    refused = make(wrong=3, reason="wrong_answers", points=0, verdict=None)
    assert bundle.verify(refused) == []


def test_a_failed_request_is_an_error_not_a_wrong_answer():
    taken = segments(1, 0.4, pairs=6)
    rows = request_rows(taken, set(), wrong=2)
    for status in (0, 500):
        failed = [row._replace(status=status) if row.arm else row for row in rows]
        content = bundle.read(
            bundle.write(verdict={}, fingerprint={}, requests=bundle.Requests.of(failed), segments=taken)
        )
        assert wrong_answers(content) == 0


def test_slices_may_not_be_dropped_at_will():
    taken = segments(2, 0.4, pairs=6)
    said = bundle.read(make(taken)).verdict
    rows = request_rows(taken, {(0, 3)})
    forged = bundle.write(verdict=said, fingerprint={}, requests=bundle.Requests.of(rows), segments=taken)
    assert bundle.verify(forged) == ["12 requests are marked as kept or dropped against the gates."]


def test_a_changed_member_is_told_by_its_digest():
    changed = tampered(make(), "fingerprint.json", lambda _: b'{"cores": 64}', redo_manifest=False)
    assert bundle.verify(changed) == ["fingerprint.json is not the one that manifest.json lists."]


def test_an_added_and_a_removed_member_are_told():
    members = archive.unpack(make(files={}))
    del members["files.json"]
    assert bundle.verify(archive.pack({**members, "extra": b""})) == [
        "extra is not the one that manifest.json lists.",
        "files.json is not the one that manifest.json lists.",
    ]


def test_changed_raw_data_with_a_fitting_manifest_fail_by_the_numbers():
    def change(content: bytes) -> bytes:
        said = json.loads(content)
        return json.dumps({**said, "ratio": said["ratio"] * (1 + 1e-6)}).encode()

    assert len(bundle.verify(tampered(make(), "verdict.json", change))) == 1


def test_a_request_that_does_not_fit_is_refused():
    row = request_rows(segments(1, pairs=1), set())[0]
    with pytest.raises(BadSamples, match="does not fit"):
        bundle.Requests.of([row._replace(status=10**6)])
