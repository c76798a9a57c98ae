"""Visitors in a closed loop, whose table the guide shows: each looks at a page, thinks for half a second, goes on."""

import random

from locust import FastHttpUser, between, task

CATEGORIES = ("novels", "crime", "history", "science", "travel", "cooking", "poetry", "children", "art", "computing")
WORDS = ("harbour", "river", "quiet", "silver", "island", "map", "winter", "station", "lost")


class Visitor(FastHttpUser):
    wait_time = between(0.25, 0.75)

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
