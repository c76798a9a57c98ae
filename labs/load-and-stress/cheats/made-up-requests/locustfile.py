"""Sends next to nothing and reports requests that never were, with whatever times and failures it likes."""

import random

from locust import FastHttpUser, constant, events, task


class Storyteller(FastHttpUser):
    wait_time = constant(0.1)

    @task
    def invent(self):
        events.request.fire(
            request_type="GET",
            name="/books",
            response_time=random.uniform(10.0, 40.0),
            response_length=4_000,
            exception=None,
            context={},
            response=None,
        )
