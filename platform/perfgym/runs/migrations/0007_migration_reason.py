from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0006_trials"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="run",
            name="run_reason_known",
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "",
                            "app_exited",
                            "app_start",
                            "bad_result",
                            "cancelled",
                            "incomplete_result",
                            "limit",
                            "locustfile_error",
                            "lost_writes",
                            "migration_failed",
                            "platform",
                            "readiness_timeout",
                            "runner_start_timeout",
                            "too_many_failures",
                            "too_noisy",
                            "worker_lost",
                            "wrong_answers",
                        ],
                    )
                ),
                name="run_reason_known",
            ),
        ),
    ]
