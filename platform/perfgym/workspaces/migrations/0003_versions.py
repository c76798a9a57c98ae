import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_what_uploads_replaced(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What could be taken back becomes the first version of the history."""
    version = apps.get_model("workspaces", "Version")
    for workspace in apps.get_model("workspaces", "Workspace").objects.exclude(replaced=None):
        version.objects.create(
            workspace=workspace, snapshot_id=workspace.replaced_id, cause="upload", at=workspace.saved_at
        )


class Migration(migrations.Migration):
    dependencies = [
        ("workspaces", "0002_replaced"),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("typed", "while you worked"),
                            ("replaced", "before files were put back"),
                            ("upload", "before an upload"),
                            ("elsewhere", "typed in another tab or on another machine"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workspaces.snapshot"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="workspaces.workspace"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["typed", "replaced", "upload", "elsewhere"])),
                        name="version_cause_known",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_what_uploads_replaced, migrations.RunPython.noop),
    ]
