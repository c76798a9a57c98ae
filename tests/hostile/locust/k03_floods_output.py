# 60 MB of text from one task.
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(0.05)
    @task
    def t(self):
        for _ in range(600): print("z" * 100_000)
        self.client.get("/items/1")
