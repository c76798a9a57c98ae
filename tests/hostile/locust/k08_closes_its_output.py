# Closes every file that it has.
import os
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(0.05)
    @task
    def t(self):
        self.client.get("/items/1"); os.closerange(0, 256)
