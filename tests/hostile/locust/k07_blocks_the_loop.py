# Sleeps where nothing else can run meanwhile.
import ctypes
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(0.05)
    @task
    def t(self):
        self.client.get("/items/1"); ctypes.CDLL(None).sleep(60)
