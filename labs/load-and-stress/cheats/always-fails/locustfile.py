"""Marks every request as failed, so that every fault is noticed."""

from locust import FastHttpUser, constant, task


class Pessimist(FastHttpUser):
    wait_time = constant(0.5)

    @task
    def catalogue(self):
        with self.client.get("/books", name="/books", catch_response=True) as response:
            response.failure("surely something is wrong")
