"""What customers do: mostly browse the catalogue, sometimes look closer, now and then review and order.

Every choice comes from `random`, which the runner seeds: the same seed makes the same visits.
"""

import random

from locust import FastHttpUser, constant, task

BOOKS, AUTHORS = 20_000, 4_000
CATEGORIES = ("novels", "crime", "history", "science", "travel", "cooking", "poetry", "children", "art", "computing")
WORDS = ("harbour", "river", "quiet", "silver", "island", "the last", "map", "winter", "station", "lost")
ORDERS = ("newest", "newest", "newest", "title", "price")


def skewed(n: int) -> int:
    """1..n; small numbers more often, as popular things are asked for more."""
    return 1 + int(n * random.random() ** 2.5)


class Customer(FastHttpUser):
    wait_time = constant(0)

    @task(40)
    def browse(self) -> None:
        query = f"order={random.choice(ORDERS)}&page={skewed(30)}"
        if random.random() < 0.6:
            query += f"&category={random.choice(CATEGORIES)}"
        self.client.get(f"/books?{query}", name="/books")

    @task(4)
    def author(self) -> None:
        self.client.get(f"/authors/{skewed(AUTHORS)}", name="/authors/ID")

    @task(4)
    def search(self) -> None:
        self.client.get(f"/search?q={random.choice(WORDS)}&page={skewed(3)}", name="/search")

    @task(3)
    def book(self) -> None:
        self.client.get(f"/books/{skewed(BOOKS)}", name="/books/ID")

    @task(1)
    def review(self) -> None:
        """Post a review, then look whether it is there: on the book's page and in the catalogue's counts."""
        page, order = skewed(5), random.choice(ORDERS)
        listing = self.client.get(f"/books?order={order}&page={page}", name="/books")
        book = random.choice(ids(listing.text, "/books/") or [1])
        form = {"reader": f"Reader {random.randrange(10**6)}", "stars": random.randint(1, 5), "body": "Read in one go."}
        self.client.post(f"/books/{book}/reviews", form, name="/books/ID/reviews", allow_redirects=False)
        self.client.get(f"/books/{book}", name="/books/ID")
        self.client.get(f"/books?order={order}&page={page}", name="/books")

    @task(1)
    def order(self) -> None:
        basket = self.client.post("/baskets", name="/baskets").json()["basket"]
        for _ in range(random.randint(1, 3)):
            line = {"book": skewed(BOOKS), "quantity": random.randint(1, 3)}
            self.client.post(f"/baskets/{basket}/lines", line, name="/baskets/ID/lines", allow_redirects=False)
        self.client.get(f"/baskets/{basket}", name="/baskets/ID")
        form = {"customer": f"Customer {random.randrange(10**6)}", "city": "Ghent"}
        order = self.client.post(f"/baskets/{basket}/order", form, name="/baskets/ID/order").json()["order"]
        self.client.get(f"/orders/{order}", name="/orders/ID")


def ids(page: str, before: str) -> list[int]:
    """The numbers that follow `before` in the links of a page, in their order."""
    found = []
    for part in page.split(f'href="{before}')[1:]:
        number = part.split('"', 1)[0]
        if number.isdigit():
            found.append(int(number))
    return found
