"""One page, again and again."""

from locust import FastHttpUser, task


class Visitor(FastHttpUser):  # type: ignore[misc]
    @task
    def greet(self) -> None:
        self.client.get("/")
