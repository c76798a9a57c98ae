"""Another way: users who think between pages, and every request that breaks a promise is marked as failed."""

import random
import re

from locust import FastHttpUser, between, events, task

CATEGORIES = ("novels", "crime", "history", "science", "travel", "cooking", "poetry", "children", "art", "computing")
WORDS = ("harbour", "river", "quiet", "silver", "island", "map", "winter", "station", "lost")
PATIENCE = 0.7  # seconds
MOST = 0.03  # share of requests that may break a promise before the version is refused


class Reader(FastHttpUser):
    wait_time = between(0.4, 1.0)

    @task(6)
    def browse(self):
        for page in range(1, 3):
            self.visit(f"/books?category={random.choice(CATEGORIES)}&page={page}", "/books", "<li>")

    @task(4)
    def look_closer(self):
        page = self.visit(f"/books/{random.randint(1, 20_000)}", "/books/ID", "<dt>Price</dt>")
        for author in re.findall(r"/authors/\d+", page)[:1]:
            self.visit(author, "/authors/ID", "EUR")

    @task(2)
    def search(self):
        self.visit(f"/search?q={random.choice(WORDS)}", "/search", "EUR")

    def visit(self, path, name, promised):
        with self.client.get(path, name=name, catch_response=True) as response:
            if not response.ok or promised not in response.text:
                response.failure("not the page that was promised")
            elif response.elapsed.total_seconds() > PATIENCE:
                response.failure("too slow")
            return response.text or ""


@events.test_stop.add_listener
def judge(environment, **_):
    environment.process_exit_code = 1 if environment.stats.total.fail_ratio > MOST else 0
