"""The load test that the second and third step lead to: what the guide's numbers of the unchanged shop come from."""

from locust import FastHttpUser, between, task


class Visitor(FastHttpUser):
    wait_time = between(0.1, 0.5)

    @task(5)
    def catalogue(self):
        self.client.get("/books?page=2", name="/books")

    @task(1)
    def book(self):
        self.client.get("/books/17", name="/books/ID")
