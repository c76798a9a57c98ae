from locust import HttpUser, constant, events, task


@events.test_start.add_listener
def starting(environment, **kwargs):
    print("starting against", environment.host)


class Critic(HttpUser):
    wait_time = constant(0.1)

    @task
    def page(self):
        with self.client.get("/books/17", name="/books/ID", catch_response=True) as response:
            if "EUR" not in response.text:
                response.failure("no price on the page")

    @task
    def missing(self):
        with self.client.get("/books/999999", name="a book that is not there", catch_response=True) as response:
            if response.status_code == 404:
                response.success()
