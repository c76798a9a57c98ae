"""The step test by which PerfGym judges a stated capacity: the rate of independent visitors rises step by step.

It ends early once the app is two seconds of work behind: from there on nothing new is to be learned.
"""

import random

from locust import FastHttpUser, task
from perfgym_load import arrivals

CATEGORIES = ("novels", "crime", "history", "science", "travel", "cooking", "poetry", "children", "art", "computing")
WORDS = ("harbour", "river", "quiet", "silver", "island", "map", "winter", "station", "lost")
FIRST, FACTOR, STEP_SECONDS, STEPS, WARM_UP = 8.0, 1.18, 5, 24, 5  # as the guide's check has them
BEHIND = 2.0  # seconds


class Visitor(FastHttpUser):
    wait_time = arrivals.paced(poisson=True)

    @task(12)
    def catalogue(self):
        category, page = random.choice(CATEGORIES), random.randint(1, 20)
        self.client.get(f"/books?category={category}&page={page}", name="/books")

    @task(5)
    def book(self):
        self.client.get(f"/books/{random.randint(1, 20_000)}", name="/books/ID")

    @task(2)
    def author(self):
        self.client.get(f"/authors/{random.randint(1, 4_000)}", name="/authors/ID")

    @task(1)
    def search(self):
        self.client.get(f"/search?q={random.choice(WORDS)}", name="/search")


class Ladder(arrivals.Steps):
    steps = ((WARM_UP, FIRST), *((STEP_SECONDS, FIRST * FACTOR**step) for step in range(STEPS)))

    def tick(self):
        now, due, rate = self.get_run_time(), 0.0, FIRST
        for seconds, rate in self.steps:
            due += rate * min(seconds, max(0.0, now))
            now -= seconds
            if now <= 0:
                break
        if due - self.runner.stats.total.num_requests > BEHIND * rate:
            return None
        return super().tick()
