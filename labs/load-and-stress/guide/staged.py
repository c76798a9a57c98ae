"""The staged test whose picture the guide shows: ten seconds at each rate, up to where the shop gives way."""

import random

from locust import FastHttpUser, task
from perfgym_load import arrivals

CATEGORIES = ("novels", "crime", "history", "science", "travel", "cooking", "poetry", "children", "art", "computing")
WORDS = ("harbour", "river", "quiet", "silver", "island", "map", "winter", "station", "lost")


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


class Load(arrivals.Steps):
    steps = tuple((10, rate) for rate in (10, 20, 40, 80, 120, 160, 200, 250))
    users = 200
