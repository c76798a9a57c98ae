from django.apps import AppConfig


class AppViewConfig(AppConfig):
    name = "perfgym.appview"

    def ready(self) -> None:
        from perfgym.appview.bounds import Bounds
        from perfgym.appview.kind import kind
        from perfgym.sittings import tasks

        tasks.KINDS.append(lambda: kind(Bounds.of_site()))
