"""What the back office does: looks up orders, titles, reviews and sales, while customers go on ordering and reviewing.

Every choice comes from `random`, which the runner seeds: the same seed makes the same visits.
"""

import datetime
import random
from urllib.parse import urlencode

from locust import FastHttpUser, constant, task

BOOKS = 20_000
CITIES = ("Berlin", "Lyon", "Porto", "Oslo", "Turin", "Gdansk", "Ghent", "Malmo", "Seville", "Zagreb", "Leeds", "Cork")
KINDS = ("City Library", "University", "Grammar School", "Hospital", "Book Club")
FIRST = (
    "Ada",
    "Anna",
    "Bruno",
    "Clara",
    "Elena",
    "Hugo",
    "Ivan",
    "Lena",
    "Maja",
    "Noor",
    "Omar",
    "Rosa",
    "Theo",
    "Uma",
)
LAST = ("Adler", "Berg", "Cohen", "Dahl", "Fischer", "Garcia", "Keller", "Lang", "Novak", "Okafor", "Sato", "Weber")
ADJECTIVES = ("quiet", "golden", "hidden", "late", "northern", "red", "silver", "tall", "wild", "broken", "green")
NOUNS = ("harbour", "river", "island", "mirror", "winter", "station", "map", "garden", "ocean", "piano", "village")
OPENED, DAYS = datetime.date(2022, 1, 1), 3 * 365
CAPITALS = (str, str, str, str.lower, str.upper)


def skewed(n: int) -> int:
    """1..n; small numbers more often, as popular things are asked for more."""
    return 1 + int(n * random.random() ** 2.5)


def customer() -> str:
    """Support is called by accounts more often than by single readers; names are typed as they come."""
    name = f"{random.choice(CITIES)} {random.choice(KINDS)}"
    if random.random() < 0.3:
        name = f"{random.choice(FIRST)} {random.choice(LAST)}"
    return str(random.choice(CAPITALS)(name))


class Office(FastHttpUser):
    wait_time = constant(0)

    @task(12)
    def orders(self) -> None:
        """A customer's orders of a month, a quarter or a year."""
        length = random.choice((30, 30, 91, 365))
        first = OPENED + datetime.timedelta(days=random.randrange(DAYS - length))
        self.history(customer(), first, first + datetime.timedelta(days=length - 1), page=skewed(2))

    @task(10)
    def titles(self) -> None:
        """Somebody types a title, a few letters more each time."""
        title = random.choice(
            (f"the {random.choice(ADJECTIVES)}", f"{random.choice(NOUNS)} ", f"a {random.choice(NOUNS)}")
        )
        for letters in sorted(random.sample(range(4, len(title) + 1), 2)):
            self.client.get(f"/office/titles?{urlencode({'from': title[:letters]})}", name="/office/titles")

    @task(8)
    def reviews(self) -> None:
        self.client.get(f"/office/reviews?page={skewed(5)}", name="/office/reviews")

    @task(6)
    def sales(self) -> None:
        day = OPENED + datetime.timedelta(days=random.randrange(DAYS))
        self.client.get(f"/office/sales?day={day}", name="/office/sales")

    @task(4)
    def review(self) -> None:
        """A customer posts a review; a poor one must then be the moderators' first."""
        form = {"reader": f"Reader {random.randrange(10**6)}", "stars": random.randint(1, 5), "body": "Read in one go."}
        self.client.post(f"/books/{skewed(BOOKS)}/reviews", form, name="/books/ID/reviews", allow_redirects=False)
        self.client.get("/office/reviews?page=1", name="/office/reviews")

    @task(4)
    def order(self) -> None:
        """Support looks a customer up and places an order; it must then be the newest of that customer."""
        who = customer()
        self.history(who, OPENED, datetime.date(9990, 1, 1), page=1)
        basket = self.client.post("/baskets", name="/baskets").json()["basket"]
        for _ in range(random.randint(1, 3)):
            line = {"book": skewed(BOOKS), "quantity": random.randint(1, 3)}
            self.client.post(f"/baskets/{basket}/lines", line, name="/baskets/ID/lines", allow_redirects=False)
        order = self.client.post(
            f"/baskets/{basket}/order", {"customer": who, "city": "Ghent"}, name="/baskets/ID/order"
        )
        self.client.get(f"/orders/{order.json()['order']}", name="/orders/ID")
        self.history(who, OPENED, datetime.date(9990, 1, 1), page=1)

    def history(self, who: str, first: datetime.date, last: datetime.date, page: int) -> None:
        asked = urlencode({"customer": who, "from": str(first), "to": str(last), "page": page})
        self.client.get(f"/office/orders?{asked}", name="/office/orders")
