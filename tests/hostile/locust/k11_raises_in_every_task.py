# No request ever: each task raises.
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(0.05)
    @task
    def t(self): raise ValueError("no " * 2000)
