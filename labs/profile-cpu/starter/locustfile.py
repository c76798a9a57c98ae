"""Your own load test. Change it as you like: it is shown, never scored."""

import random

from locust import FastHttpUser, constant, task


class Clerk(FastHttpUser):
    wait_time = constant(0)

    @task
    def statement(self):
        customer = f"C{random.randint(1, 50):03d}"
        self.client.get(
            f"/customers/{customer}/statement?from=2025-01-01&to=2025-12-31",
            name="/customers/ID/statement",
        )
