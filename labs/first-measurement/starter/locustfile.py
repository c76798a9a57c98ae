"""A load test: what each visitor does, again and again. It is yours to change; here it may stay as it is."""

import random

from locust import FastHttpUser, between, task


class Visitor(FastHttpUser):
    wait_time = between(0.2, 0.6)

    @task
    def catalogue(self):
        self.client.get(f"/books?page={random.randint(1, 9)}", name="/books")
