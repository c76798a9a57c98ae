# Asks for a million users by a shape of its own.
from locust import LoadTestShape
class S(LoadTestShape):
    def tick(self): return (10**6, 10**6) if self.get_run_time() < 60 else None
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(1)
    @task
    def t(self): self.client.get("/items/1")
