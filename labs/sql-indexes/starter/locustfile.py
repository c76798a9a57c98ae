"""Your own load test. Change it as you like: it is shown, never scored."""

import random

from locust import FastHttpUser, between, task

CUSTOMERS = ("Ghent%20City%20Library", "Oslo%20University", "Lyon%20Book%20Club", "Cork%20Hospital")


class Clerk(FastHttpUser):
    wait_time = between(0.1, 0.5)

    @task(3)
    def orders(self):
        month = random.randint(1, 12)
        days = f"from=2023-{month:02d}-01&to=2023-{month:02d}-28"
        self.client.get(f"/office/orders?customer={random.choice(CUSTOMERS)}&{days}", name="/office/orders")

    @task(2)
    def titles(self):
        beginning = random.choice(("the qui", "harbour ", "a map", "red r"))
        self.client.get(f"/office/titles?from={beginning}", name="/office/titles")

    @task
    def reviews(self):
        self.client.get("/office/reviews", name="/office/reviews")

    @task
    def sales(self):
        self.client.get(f"/office/sales?day=2023-05-{random.randint(1, 28):02d}", name="/office/sales")
