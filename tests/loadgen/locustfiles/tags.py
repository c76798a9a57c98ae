from locust import FastHttpUser, constant, tag, task


class Reader(FastHttpUser):
    wait_time = constant(0.1)

    @tag("read")
    @task
    def catalogue(self):
        self.client.get("/books")

    @tag("read", "slow")
    @task
    def author(self):
        self.client.get("/authors/7", name="/authors/ID")

    @tag("write")
    @task
    def review(self):
        self.client.post(
            "/books/9/reviews", data={"reader": "Ada", "stars": 4, "body": "Good."}, name="/books/ID/reviews"
        )
