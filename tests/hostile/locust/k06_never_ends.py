# Will not end when it is told to.
import gevent
from locust import HttpUser, task, constant
class U(HttpUser):
    host = "http://127.0.0.1:8000"; wait_time = constant(0.05)
    @task
    def t(self): self.client.get("/items/1")
    def on_stop(self):
        while True: gevent.sleep(0.2)
