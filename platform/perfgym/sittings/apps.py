from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "perfgym.sittings"

    def ready(self) -> None:
        from perfgym.sittings import tasks  # noqa: F401 - a worker and its reaper must know of sessions
