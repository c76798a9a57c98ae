"""Visitors of the bookshop, as a stress test (STRESS) or as the load test that says whether a version is good."""

import random
import re

from locust import FastHttpUser, events, task
from perfgym_load import arrivals

STRESS = False
RATES = (10, 20, 30, 45, 60, 80, 100, 130, 160, 200, 250)  # arrivals a second, each for ten seconds
USUAL = 10  # arrivals a second of the load test, far below the knee
OBJECTIVE = 500  # ms for 95 % of each page
FAILED = 0.01  # share of requests

CATEGORIES = ("novels", "crime", "history", "science", "travel", "cooking", "poetry", "children", "art", "computing")
WORDS = ("harbour", "river", "quiet", "silver", "island", "map", "winter", "station", "lost")


class Visitor(FastHttpUser):
    wait_time = arrivals.paced(poisson=True) if STRESS else arrivals.paced(per_second=USUAL, poisson=True)

    authors = ()  # of the book that was looked at last

    @task(12)
    def catalogue(self):
        category, page = random.choice(CATEGORIES), random.randint(1, 20)
        self.look(f"/books?category={category}&page={page}", "/books", 'href="/books/')

    @task(5)
    def book(self):
        page = self.look(f"/books/{random.randint(1, 20_000)}", "/books/ID", " EUR</dd>")
        self.authors = re.findall(r"/authors/\d+", page)

    @task(2)
    def author(self):
        """Somebody who has written a book, so that an empty page is wrong."""
        if self.authors:
            self.look(self.authors[0], "/authors/ID", 'href="/books/')
        else:
            self.book()

    @task(1)
    def search(self):
        self.look(f"/search?q={random.choice(WORDS)}", "/search", 'href="/books/')

    def look(self, path, name, wanted):
        """Ask for a page and refuse one that does not hold what a visitor came for."""
        with self.client.get(path, name=name, catch_response=True) as response:
            if response.status_code != 200:
                response.failure(f"status {response.status_code}")
            elif wanted not in response.text:
                response.failure(f"the page has no {wanted}")
            return response.text or ""


if STRESS:

    class Stress(arrivals.Steps):
        steps = tuple((10, rate) for rate in RATES)
        users = 200


@events.quitting.add_listener
def verdict(environment, **_):
    """Fail for too many failures, or where a page misses its objective."""
    stats = environment.stats
    late = [entry.name for entry in stats.entries.values() if entry.get_response_time_percentile(0.95) > OBJECTIVE]
    environment.process_exit_code = int(bool(late) or stats.total.fail_ratio > FAILED)
    print("late:", late, "failed:", stats.total.fail_ratio)
