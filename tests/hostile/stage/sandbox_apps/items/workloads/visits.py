"""Reads, searches and writes; every write is read back at once. The seed decides ids, words and order."""

import random

from locust import FastHttpUser, constant, task

ITEMS = 500
LETTERS = "0123456789abcdef"


class Visitor(FastHttpUser):
    wait_time = constant(0)
    wrote = False

    @task(8)
    def item(self):
        self.client.get(f"/items/{random.randrange(ITEMS)}", name="/items/ID")

    @task(4)
    def search(self):
        self.client.get(f"/search?q={random.choice(LETTERS)}{random.choice(LETTERS)}", name="/search")

    @task(1)
    def missing(self):
        self.client.get(f"/items/{random.randrange(10**6, 10**7)}", name="/items/NONE")

    @task(2)
    def new(self):
        """A new item, read back; then another name for it, read back."""
        number, self.wrote = random.randrange(ITEMS, 10**6), True
        for _ in range(2):
            self.client.post("/items", json={"id": number, "name": f"{random.getrandbits(48):012x}"}, name="/items")
            self.client.get(f"/items/{number}", name="/items/WRITTEN")

    @task(1)
    def rename(self):
        """A known item gets another name and is found by it. Not first: a dropped write shows as an item missing."""
        if not self.wrote:
            self.new()
        number, name = random.randrange(ITEMS), f"{random.getrandbits(48):012x}"
        for _ in range(2):
            self.client.get(f"/items/{number}", name="/items/ID")
            self.client.get(f"/search?q={name[:4]}", name="/search")
            self.client.post("/items", json={"id": number, "name": name}, name="/items")
            self.client.get(f"/items/{number}", name="/items/WRITTEN")
        self.client.get(f"/search?q={name[:4]}", name="/search")
