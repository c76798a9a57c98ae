# Another name for each request: thousands of rows, were they all kept.
import itertools
N = itertools.count()
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(0)
    @task
    def t(self): self.client.get("/items/1", name=f"item {next(N)}")
