"""One kind of request, each with another number: what the platform measures itself with."""

import random

from locust import FastHttpUser, constant, task


class Steady(FastHttpUser):
    wait_time = constant(0)

    @task
    def ask(self) -> None:
        self.client.get(f"/work?n={random.randrange(10**9)}", name="/work")
