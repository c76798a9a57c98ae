from django.apps import AppConfig


class SqlConsoleConfig(AppConfig):
    name = "perfgym.sqlconsole"

    def ready(self) -> None:
        from perfgym.progress import explained
        from perfgym.sittings import tasks
        from perfgym.sqlconsole import explained as own
        from perfgym.sqlconsole.bounds import Bounds
        from perfgym.sqlconsole.kind import kind

        explained.SOURCES.append(own.of)
        tasks.KINDS.append(lambda: kind(Bounds.of_site()))
