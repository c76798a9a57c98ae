from locust import FastHttpUser, LoadTestShape, constant, task


class Reader(FastHttpUser):
    wait_time = constant(0.1)

    @task
    def catalogue(self):
        self.client.get("/books")


class Steps(LoadTestShape):
    stages = [(1, 2), (2, 6), (3, 3)]

    def tick(self):
        for until, users in self.stages:
            if self.get_run_time() < until:
                return users, 10
        return None
