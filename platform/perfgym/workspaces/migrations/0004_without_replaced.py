from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("workspaces", "0003_versions"),
    ]

    operations = [
        migrations.RemoveField(model_name="workspace", name="replaced"),
    ]
