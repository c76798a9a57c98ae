"""Asks for nothing but the health check, which every version answers."""

from locust import FastHttpUser, constant, task


class Watchman(FastHttpUser):
    wait_time = constant(0.5)

    @task
    def health(self):
        with self.client.get("/healthz", catch_response=True) as response:
            if response.status_code != 200:
                response.failure("not healthy")
