from django.apps import AppConfig


class SqlConsoleConfig(AppConfig):
    name = "perfgym.sqlconsole"

    def ready(self) -> None:
        from perfgym.sittings import tasks
        from perfgym.sqlconsole.bounds import Bounds
        from perfgym.sqlconsole.kind import kind

        tasks.KINDS.append(lambda: kind(Bounds.of_site()))
