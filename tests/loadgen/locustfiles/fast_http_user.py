import random

from locust import FastHttpUser, constant_throughput, task


class Reader(FastHttpUser):
    wait_time = constant_throughput(5)

    @task
    def book(self):
        with self.rest("GET", "/healthz") as answer:
            assert answer.js["ok"]

    @task
    def search(self):
        self.client.get(f"/search?q={random.choice(['river', 'map'])}", name="/search")
