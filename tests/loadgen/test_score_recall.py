"""What was written is asked for once more: out of turn, with the same client, and without noting it again."""

from loadgen_parts import WORKLOAD

CONTRACT = """
    def normalise(name, status, headers, body):
        return body

    def observe(facts, name, path, status, body):
        facts["seen"] = facts.get("seen", 0) + 1

    def recall(facts):
        return [("/healthz", "the shop is open"), ("/nothing", "nothing")]

    def commits(facts):
        return facts.get("seen", 0)
"""


def test_pages_are_asked_again_and_noted_once(score):
    runner = score(WORKLOAD, CONTRACT)
    assert runner.receive()["promises"] == ["recall", "commits"]
    runner.turns(4)
    before = runner.ask("commits")["commits"]
    pages = runner.ask("recall")["pages"]
    assert [(page["path"], page["sentence"], page["error"]) for page in pages] == [
        ("/healthz", "the shop is open", None),
        ("/nothing", "nothing", None),
    ]
    assert [page["status"] for page in pages] == [200, 200]
    assert runner.ask("commits")["commits"] == before > 0


def test_it_ends_after_the_first_page_that_fails(score, shop):
    runner = score(WORKLOAD, CONTRACT, deadline=0.5)
    runner.receive()
    runner.turns(1)
    shop.health = 503
    assert [page["error"] for page in runner.ask("recall")["pages"]] == ["HTTP 503"]


def test_a_contract_whose_recall_fails_is_said(score):
    runner = score(WORKLOAD, CONTRACT.replace('return [("/healthz"', 'return [(facts["no"]'))
    runner.receive()
    runner.turns(1)
    assert "KeyError" in runner.ask("recall")["error"]
