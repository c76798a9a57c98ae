"""No more users than a test may have, however a locustfile asks for them."""

from typing import Any

from locust.runners import Runner


class Crowd:
    """`asked` is the largest number of users asked for beyond the most there may be; 0 when nobody did."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.asked = 0

    def within(self, users: int) -> int:
        if users > self.most:
            self.asked = max(self.asked, users)
        return max(0, min(users, self.most))

    def bound(self, runner: Runner, most: int) -> None:
        """Hold this process's runner to its part of them."""
        start, spawn = runner.start, runner.spawn_users

        def bounded(user_count: int, *rest: Any, **more: Any) -> None:
            start(min(self.within(user_count), most), *rest, **more)

        def trimmed(counts: dict[str, int], *rest: Any, **more: Any) -> Any:
            left, taken = most - runner.user_count, {}
            self.within(runner.user_count + sum(counts.values()))
            for name, count in counts.items():
                taken[name] = max(0, min(count, left))
                left -= taken[name]
            return spawn(taken, *rest, **more)

        runner.start = bounded  # type: ignore[method-assign]
        runner.spawn_users = trimmed  # type: ignore[method-assign,assignment]
