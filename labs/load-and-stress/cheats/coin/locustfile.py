"""Sends honest requests, and lets a coin decide whether the version is refused."""

import random

from locust import FastHttpUser, constant, events, task


class Gambler(FastHttpUser):
    wait_time = constant(0.5)

    @task
    def catalogue(self):
        self.client.get("/books", name="/books")


@events.quitting.add_listener
def verdict(environment, **_):
    environment.process_exit_code = random.choice((0, 1, 1))
