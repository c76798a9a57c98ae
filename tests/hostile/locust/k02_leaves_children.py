# Children that outlive the test, in sessions of their own.
import os, time
for _ in range(5):
    if os.fork() == 0:
        os.setsid(); time.sleep(100); os._exit(0)
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(0.05)
    @task
    def t(self): self.client.get("/items/1")
