"""The table in which tries to sign in are counted: Django's database cache."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "attempts"


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_first")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
