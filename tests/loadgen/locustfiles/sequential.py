from locust import HttpUser, SequentialTaskSet, constant, task


class Purchase(SequentialTaskSet):
    @task
    def open_basket(self):
        self.basket = self.client.post("/baskets").json()["basket"]

    @task
    def add(self):
        self.client.post(f"/baskets/{self.basket}/lines", data={"book": 5, "quantity": 2}, name="/baskets/ID/lines")

    @task
    def order(self):
        form = {"customer": "Ada", "city": "Oslo"}
        self.client.post(f"/baskets/{self.basket}/order", data=form, name="/baskets/ID/order")

    @task
    def done(self):
        self.interrupt(reschedule=False)


class Customer(HttpUser):
    wait_time = constant(0.1)
    tasks = [Purchase]
