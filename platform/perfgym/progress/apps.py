from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "perfgym.progress"

    def ready(self) -> None:
        """Answers wait for runs, so they are told when one ends, and looked after where nobody was told."""
        from perfgym.progress import trials
        from perfgym.runs import dispatcher, work

        work.ENDED.append(trials.settle_of)
        dispatcher.CHORES.append(trials.settle_all)
