"""What visitors of the shop do. This lab measures with it as it stands: a baseline needs a test that stays the same."""

import random

from locust import FastHttpUser, between, task

BOOKS = 20_000
WORDS = ("harbour", "river", "quiet", "silver", "island", "map", "winter", "station")


class Visitor(FastHttpUser):
    wait_time = between(0.2, 0.6)

    @task(6)
    def catalogue(self):
        self.client.get(f"/books?page={random.randint(1, 9)}", name="/books")

    @task(3)
    def book(self):
        self.client.get(f"/books/{random.randint(1, BOOKS)}", name="/books/ID")

    @task(2)
    def search(self):
        self.client.get(f"/search?q={random.choice(WORDS)}", name="/search")

    @task(1)
    def order(self):
        basket = self.client.post("/baskets", name="/baskets").json()["basket"]
        line = {"book": random.randint(1, BOOKS), "quantity": 1}
        self.client.post(f"/baskets/{basket}/lines", line, name="/baskets/ID/lines", allow_redirects=False)
        form = {"customer": f"Customer {random.randrange(10**6)}", "city": "Ghent"}
        self.client.post(f"/baskets/{basket}/order", form, name="/baskets/ID/order")
