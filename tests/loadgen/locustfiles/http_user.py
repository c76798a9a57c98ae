from locust import HttpUser, between, task


class Reader(HttpUser):
    host = "http://shop.example"
    wait_time = between(0.05, 0.2)

    def on_start(self):
        self.client.get("/books")

    @task(3)
    def catalogue(self):
        self.client.get("/books", params={"page": 2}, name="/books")

    @task
    def book(self):
        self.client.get("/books/17", name="/books/ID")
