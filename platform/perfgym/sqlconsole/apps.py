from django.apps import AppConfig


class SqlConsoleConfig(AppConfig):
    name = "perfgym.sqlconsole"

    def ready(self) -> None:
        from perfgym.sqlconsole import tasks  # noqa: F401 - a worker and its reaper must know of sessions
