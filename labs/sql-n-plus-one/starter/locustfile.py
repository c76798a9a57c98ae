"""Your own load test. Change it as you like: it is shown, never scored."""

from locust import FastHttpUser, between, task


class Visitor(FastHttpUser):
    wait_time = between(0.1, 0.5)

    @task
    def catalogue(self):
        self.client.get("/books", name="/books")
